"""A real scheduler of CUPS in a folder of its own, with a real IPP Everywhere printer
(``ippeveprinter``) behind it, which does as it is told.
"""

import grp
import os
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

PROGRAMS = ("/usr/sbin/cupsd", "/usr/sbin/ippeveprinter", "/usr/bin/ipptool")
_PATIENCE_SECONDS = 20.0
_GLANCE_SECONDS = 0.02

# ippeveprinter reads STATE lines, and waits for the end. What it is given is printed
# when it is in the folder. Whoever stops in between stays so until the pipe is written.
_COMMAND = """\
#!/bin/sh
cd "$(dirname "$0")"
order=$(cat order)
case $order in
    print) cp "$1" "printed/$(basename "$1")" ;;
    fail) exit 1 ;;
    *) echo "STATE: +$order" >&2
       read -r _ <pipe
       echo "STATE: -$order" >&2
       [ -f drop ] || cp "$1" "printed/$(basename "$1")" ;;
esac
"""
_FILES = """\
ServerRoot {folder}/etc
RequestRoot {folder}/spool
TempDir {folder}/spool/tmp
CacheDir {folder}/cache
StateDir {folder}/state
AccessLog {folder}/log/access
ErrorLog {folder}/log/error
PageLog {folder}/log/page
"""
_SETTINGS = """\
LogLevel debug
Listen 127.0.0.1:{port}
Browsing Off
WebInterface No
DefaultAuthType None
PreserveJobFiles Yes
<Location />
Order allow,deny
Allow all
</Location>
<Policy default>
<Limit All>
Order allow,deny
</Limit>
</Policy>
"""


class Scheduler:
    """``server`` is where it is; ``queue`` the one with the printer behind it."""

    queue = "desk"

    def __init__(self, folder: Path, port: int, printer_port: int) -> None:
        self.folder = folder
        self.server = f"127.0.0.1:{port}"
        self.device = f"ipp://localhost:{printer_port}/ipp/print"
        self.process: subprocess.Popen[bytes] | None = None
        self.printer: subprocess.Popen[bytes] | None = None

    def tell(self, order: str) -> None:
        """``print``, ``fail``, or a reason of IPP to stop for until ``release``."""
        (self.folder / "order").write_text(order)

    def release(self) -> None:
        """Whatever has stopped is dropped or printed."""
        pipe = os.open(self.folder / "pipe", os.O_RDWR | os.O_NONBLOCK)
        os.write(pipe, b"\n" * 8)
        os.close(pipe)

    @property
    def printed(self) -> list[bytes]:
        """What came out, in order."""
        files = sorted((self.folder / "printed").iterdir(), key=os.path.getmtime)
        return [path.read_bytes() for path in files]

    @property
    def kept(self) -> list[str]:
        """Documents that the scheduler still has."""
        spool = self.folder / "spool"
        return [path.name for path in spool.iterdir() if path.name.startswith("d")]

    def run(self, program: str, *arguments: str) -> str:
        """One of CUPS' own programs."""
        done = subprocess.run(
            [program, *arguments],
            env={**os.environ, "CUPS_SERVER": self.server},
            capture_output=True,
            check=True,
            timeout=30,
        )
        return done.stdout.decode()


@contextmanager
def scheduler() -> Iterator[Scheduler]:
    """Until the end of the block."""
    with ExitStack() as closing:
        # The scheduler's own user must get in, so it is not in a folder of pytest's.
        folder = Path(tempfile.mkdtemp(prefix="cups-"))
        closing.callback(shutil.rmtree, folder, ignore_errors=True)
        made = Scheduler(folder, _free_port(), _free_port())
        _furnish(made)
        closing.callback(_end, made)
        bus = _start(
            "dbus-daemon", "--session", f"--address=unix:path={folder}/bus", "--nofork"
        )
        closing.callback(_stop, bus)
        _until(lambda: (folder / "bus").exists())
        start_printer(made)
        made.process = _start(
            "/usr/sbin/cupsd",
            "-f",
            "-c",
            f"{folder}/cupsd.conf",
            "-s",
            f"{folder}/cups-files.conf",
        )
        _until(lambda: _listens(made.server))
        made.run(
            "lpadmin", "-p", made.queue, "-E", "-v", made.device, "-m", "everywhere"
        )
        yield made


def start_printer(made: Scheduler) -> None:
    """Switch it on."""
    port = made.device.split(":")[2].split("/")[0]
    # It insists on a bus to tell of itself, and is content that nobody hears it.
    bus = {"DBUS_SYSTEM_BUS_ADDRESS": f"unix:path={made.folder}/bus"}
    made.printer = _start(
        "/usr/sbin/ippeveprinter",
        "-p",
        port,
        "-d",
        f"{made.folder}/printer",
        "-f",
        "application/pdf",
        "-r",
        "off",
        "-n",
        "localhost",
        "-c",
        f"{made.folder}/command",
        "Test",
        environment=bus,
    )
    _until(lambda: _listens(f"localhost:{port}"))


def stop_printer(made: Scheduler) -> None:
    """Pull its plug."""
    _stop(made.printer, signal.SIGKILL)


def kill(made: Scheduler) -> None:
    """The scheduler dies."""
    _stop(made.process, signal.SIGKILL)


def _furnish(made: Scheduler) -> None:
    folder = made.folder
    folder.chmod(0o755)
    for name in ("etc/ppd", "spool/tmp", "cache", "state", "log", "printer", "printed"):
        (folder / name).mkdir(parents=True)
    os.mkfifo(folder / "pipe")
    made.tell("print")
    command = folder / "command"
    command.write_text(_COMMAND)
    command.chmod(0o755)
    files = _FILES
    if os.geteuid() == 0:
        files += "User lp\nGroup lp\nSystemGroup root\n"
        group = grp.getgrnam("lp").gr_gid
        for path in (folder, *folder.rglob("*")):
            os.chown(path, -1, group)
        (folder / "spool/tmp").chmod(0o1770)
        (folder / "cache").chmod(0o770)
    (folder / "cups-files.conf").write_text(files.format(folder=folder))
    port = made.server.rpartition(":")[2]
    (folder / "cupsd.conf").write_text(_SETTINGS.format(folder=folder, port=port))
    # Neither may be writable by others, or cupsd refuses them.
    for name in ("cups-files.conf", "cupsd.conf"):
        (folder / name).chmod(0o640)


def _end(made: Scheduler) -> None:
    made.release()
    _stop(made.process)
    _stop(made.printer)


def _start(
    *command: str, environment: dict[str, str] | None = None
) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        command,
        env={**os.environ, **(environment or {})},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )


def _stop(
    process: "subprocess.Popen[bytes] | None", how: signal.Signals = signal.SIGTERM
) -> None:
    if process is None or process.poll() is not None:
        return
    process.send_signal(how)
    try:
        process.wait(20)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait(20)


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as server:
        return int(server.getsockname()[1])


def _listens(address: str) -> bool:
    host, _, port = address.rpartition(":")
    try:
        socket.create_connection((host, int(port)), 1).close()
    except OSError:
        return False
    return True


def _until(done: "object") -> None:
    assert callable(done)
    deadline = time.monotonic() + _PATIENCE_SECONDS
    while not done():
        assert time.monotonic() < deadline
        time.sleep(_GLANCE_SECONDS)
