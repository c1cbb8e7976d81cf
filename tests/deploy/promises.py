#!/usr/bin/env python3
"""promises.py ROOT: what deploy/install promises, looked for in the root it ran in."""

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

CHECKOUT = Path(__file__).resolve().parents[2]
FILES = CHECKOUT / "deploy" / "files"
ROOT = Path(sys.argv[1])
STRICTEST = 20
"""Of systemd-analyze security, in tenths: exposure 2.0."""


def inside(*command: str, user: str = "root") -> str:
    """What a command says in the root; it must succeed."""
    who = ["setpriv", f"--reuid={user}", f"--regid={user}", "--init-groups"]
    done = subprocess.run(
        ["chroot", ROOT, *who, "env", "-i", "PATH=/usr/sbin:/usr/bin:/sbin:/bin",
         "LC_ALL=C.UTF-8", "XDG_RUNTIME_DIR=/tmp", *command],
        capture_output=True, check=False, text=True, timeout=120,
    )  # fmt: skip
    assert done.returncode == 0, f"{command}: {done.returncode}\n{done.stderr}"
    return done.stdout + done.stderr


def the_user_has_no_shell_and_no_password() -> None:
    name, _, uid, _, _, home, shell = (
        inside("getent", "passwd", "madoguchi").strip().split(":")
    )
    assert (home, shell) == ("/var/lib/madoguchi", "/usr/sbin/nologin")
    assert 0 < int(uid) < 1000
    assert inside("getent", "shadow", "madoguchi").split(":")[1].startswith("!")
    assert inside("id", "-Gn", "madoguchi").split() == [name]


def every_file_is_in_its_place() -> None:
    sources = [each for each in FILES.rglob("*") if each.is_file()]
    assert sources
    for source in sources:
        target = ROOT / source.relative_to(FILES)
        assert target.read_bytes() == source.read_bytes(), target
        state = target.stat()
        mode = 0o755 if source.stat().st_mode & 0o100 else 0o644
        if source.name == "usbguard.conf":
            mode = 0o600
        assert (state.st_uid, state.st_gid) == (0, 0), target
        assert state.st_mode & 0o7777 == mode, target


def made_of_the_settings() -> None:
    etc = ROOT / "etc"
    site = (etc / "systemd/system/madoguchi.service.d/site.conf").read_text()
    assert "PrivateNetwork=no" in site
    assert "IPAddressAllow=localhost 192.168.1.50" in site
    rules = (etc / "madoguchi/outbound.nft").read_text()
    assert rules.split("tcp")[0].endswith("madoguchi ip daddr 192.168.1.50 ")
    assert rules.count("\n") == 1
    backup = (etc / "systemd/system/madoguchi-backup.service.d/site.conf").read_text()
    handed = "LoadCredentialEncrypted=store-key:/etc/madoguchi/store-key.cred"
    assert handed in backup
    assert handed in site
    slip = (etc / "systemd/system/madoguchi-slip.service.d/site.conf").read_text()
    assert slip == site
    for timer, at in {
        "madoguchi-backup": "*-*-* 02:00",
        "apt-daily": "*-*-* 02:30",
        "apt-daily-upgrade": "*-*-* 03:00",
        "madoguchi-slip": "Mon *-*-* 08:45",
    }.items():
        own = etc / f"systemd/system/{timer}.timer.d/site.conf"
        assert own.read_text().startswith(f"[Timer]\nOnCalendar=\nOnCalendar={at}\n")
    apt = (etc / "apt/apt.conf.d/53madoguchi-site").read_text()
    assert apt == 'Unattended-Upgrade::Automatic-Reboot-Time "04:30";\n'
    usb = etc / "madoguchi/usbguard-rules.conf"
    assert usb.stat().st_mode & 0o7777 == 0o600


def the_key_is_sealed_and_nowhere_else() -> None:
    sealed = ROOT / "etc/madoguchi/store-key.cred"
    assert sealed.stat().st_mode & 0o7777 == 0o600
    assert sealed.stat().st_uid == 0
    key = ROOT / "srv/key"
    inside(
        "systemd-creds", "decrypt", "--name=store-key",
        "/etc/madoguchi/store-key.cred", "/srv/key",
    )  # fmt: skip
    content = key.read_bytes()
    key.unlink()
    assert len(content) == 32
    for folder in ("etc", "var/lib/madoguchi"):
        for path in (ROOT / folder).rglob("*"):
            if path.is_file() and not path.is_symlink():
                assert content not in path.read_bytes(), path


def units_start_at_boot_and_doors_are_shut() -> None:
    for unit in (
        "madoguchi.service", "madoguchi-screen.service", "nftables.service",
        "usbguard.service", "pcscd.socket", "systemd-timesyncd.service",
        "unattended-upgrades.service", "apt-daily-upgrade.timer",
        "madoguchi-backup.timer", "madoguchi-slip.timer",
    ):  # fmt: skip
        assert inside("systemctl", "is-enabled", unit).strip() == "enabled", unit
    for unit in (
        "getty@.service", "autovt@.service", "ctrl-alt-del.target",
        "debug-shell.service", "swap.target",
    ):  # fmt: skip
        link = ROOT / "etc/systemd/system" / unit
        assert link.readlink() == Path("/dev/null"), unit


def the_units_are_sound() -> None:
    units = [
        f"/etc/systemd/system/{each.name}"
        for each in sorted((FILES / "etc/systemd/system").glob("madoguchi*"))
        if each.is_file()
    ]
    said = inside("systemd-analyze", "verify", "--man=no", *units)
    assert said.strip() == "", said
    for unit in units:
        if not unit.endswith(".service"):
            continue
        inside(
            "systemd-analyze", "security", "--offline=true",
            f"--threshold={STRICTEST}", unit,
        )  # fmt: skip


def programs_take_their_settings() -> None:
    inside("foot", "--check-config", "--config=/etc/madoguchi/foot.ini")
    inside("nft", "-c", "-f", "/etc/madoguchi/nftables.conf")
    inside("apt-config", "dump")
    origins = inside("apt-config", "dump", "Unattended-Upgrade::Origins-Pattern")
    assert origins.count("origin=") == 1, origins
    assert "Debian-Security" in origins


def the_program_is_whole_and_nobody_can_change_it() -> None:
    current = "/opt/madoguchi/current"
    version = (ROOT / current.lstrip("/")).readlink()
    assert version.parent == Path("/opt/madoguchi/versions")
    tree = ROOT / version.relative_to("/")
    assert (tree / "complete").exists()
    for path in tree.rglob("*"):
        state = path.lstat()
        assert state.st_uid == 0, path
        assert path.is_symlink() or not state.st_mode & 0o022, path
    python = f"{current}/.venv/bin/python"
    said = inside(python, "-I", "-m", "kiosk", "--version", user="madoguchi")
    assert said.startswith("kiosk"), said
    data = (ROOT / "var/lib/madoguchi").stat()
    assert data.st_mode & 0o7777 == 0o700
    assert data.st_uid == int(inside("id", "-u", "madoguchi"))


PROMISES: tuple[Callable[[], None], ...] = (
    the_user_has_no_shell_and_no_password,
    every_file_is_in_its_place,
    made_of_the_settings,
    the_key_is_sealed_and_nowhere_else,
    units_start_at_boot_and_doors_are_shut,
    the_units_are_sound,
    programs_take_their_settings,
    the_program_is_whole_and_nobody_can_change_it,
)


def main() -> int:
    for promise in PROMISES:
        promise()
        sys.stdout.write(f"ok {promise.__name__.replace('_', ' ')}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
