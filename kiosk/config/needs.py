"""What a locked-down machine must leave open for the settings of a site, and no more.

The unit of the kiosk has neither devices nor a network of its own, and the machine
lets nothing out; a printer of one kind or another is why something must be opened.
"""

from collections.abc import Callable, Iterator
from ipaddress import IPv4Address, IPv6Address, ip_address
from pathlib import Path
from typing import Final
from urllib.parse import urlsplit

from kiosk.config.models import Config, OnePrinter
from kiosk.record import record

_PORTS: Final = {"ipp": 631, "ipps": 631, "socket": 9100, "lpd": 515}
_AT_THE_MACHINE: Final = frozenset({"usb", "serial", "parallel", "hp", "cups-pdf"})
_KIOSK: Final = "madoguchi"
_SPOOLER: Final = "{ root, lp }"
"""Some backends of CUPS run as root, some as the user of the printers."""
_SERIAL: Final = ("ttyS", "ttyUSB", "ttyACM")


class NeedsError(Exception):
    """A locked-down machine cannot do what the settings ask; one line says what to
    change.
    """


@record
class Needs:
    """``unit``: lines of a drop-in for the kiosk's unit, ``backup``: of one for the
    unit that copies the store. ``rules``: lines for the output chain of nftables.
    """

    unit: tuple[str, ...]
    rules: tuple[str, ...]
    backup: tuple[str, ...] = ("[Service]",)


@record
class _Goal:
    """Somebody on the network. ``who`` goes there, as nftables names users."""

    who: str
    address: IPv4Address | IPv6Address
    port: int

    @property
    def rule(self) -> str:
        family = "ip" if self.address.version == 4 else "ip6"
        return (
            f"meta skuid {self.who} {family} daddr {self.address} "
            f"tcp dport {self.port} accept"
        )


def needs_of(config: Config, device_of: Callable[[str], str | None]) -> Needs:
    """``device_of`` tells the device URI of a queue of CUPS.

    Raises:
        NeedsError: a printer is named but not by its address, or CUPS does not know
            a queue.
    """
    goals = sorted(set(_goals(config, device_of)), key=lambda goal: goal.rule)
    kinds = [own.kind for own in config.printer.in_order] + [config.sheets.kind]
    key = list(_key(config))
    unit = ["[Service]", *key, *_devices(config.printer.in_order)]
    if config.hub or {"network", "cups"} & set(kinds):
        own = [str(goal.address) for goal in goals if goal.who == _KIOSK]
        unit += [
            "PrivateNetwork=no",
            "RestrictAddressFamilies=AF_INET AF_INET6",
            " ".join(["IPAddressAllow=localhost", *own]),
        ]
    if config.sheets.tables is not None:
        # "-": a stick is not always in.
        unit.append(f"ReadWritePaths=-{config.sheets.tables}")
    if config.metrics.file is not None:
        unit.append(f"ReadWritePaths=-{config.metrics.file.parent}")
    backup = ["[Service]", *key]
    if config.store.backups is not None:
        backup.append(f"ReadWritePaths=-{config.store.backups}")
    rules = tuple(goal.rule for goal in goals)
    return Needs(tuple(unit), rules, tuple(backup))


def _key(config: Config) -> Iterator[str]:
    name = config.store.key_credential
    if name is not None:
        yield f"LoadCredentialEncrypted={name}:/etc/madoguchi/{name}.cred"


def _goals(config: Config, device_of: Callable[[str], str | None]) -> Iterator[_Goal]:
    for own in config.printer.in_order:
        if own.kind == "network":
            yield _Goal(_KIOSK, _address("printer.host", own.host or ""), own.port)
    for host, port in config.hub.servers if config.hub else ():
        yield _Goal(_KIOSK, _address("hub.servers", host), port)
    queues = [own.queue for own in config.printer.in_order if own.kind == "cups"]
    if config.sheets.kind == "cups":
        queues.append(config.sheets.queue)
    for queue in queues:
        yield from _behind(queue or "", device_of(queue or ""))


def _behind(queue: str, device: str | None) -> Iterator[_Goal]:
    if device is None:
        raise NeedsError(f"CUPS has no queue {queue}; add it with lpadmin first")
    uri = urlsplit(device)
    if uri.scheme in _AT_THE_MACHINE:
        return
    if uri.scheme not in _PORTS:
        raise NeedsError(
            f"queue {queue} prints by {uri.scheme}:, which is not let out; "
            "make it anew with ipp://ADDRESS/ipp/print"
        )
    address = _address(f"queue {queue}", uri.hostname or "")
    yield _Goal(_SPOOLER, address, uri.port or _PORTS[uri.scheme])


def _address(what: str, host: str) -> IPv4Address | IPv6Address:
    try:
        return ip_address(host)
    except ValueError:
        raise NeedsError(
            f"{what}: {host!r} is a name; give it a fixed address and write that, "
            "for this machine asks nobody what a name means"
        ) from None


def _devices(printers: tuple[OnePrinter, ...]) -> Iterator[str]:
    classes, groups = set[str](), set[str]()
    for own in printers:
        if own.kind == "usb":
            classes.add("usb")
            groups.add("lp")
        elif own.path is not None and own.path.parts[:2] == ("/", "dev"):
            classes |= _classes(own.path)
            groups |= {"dialout"} if own.kind == "serial" else {"lp"}
    if not classes:
        return
    yield "PrivateDevices=no"
    yield from (f"DeviceAllow=char-{name} rw" for name in sorted(classes))
    yield f"SupplementaryGroups={' '.join(sorted(groups))}"


def _classes(path: Path) -> set[str]:
    """How the kernel calls such devices (/proc/devices)."""
    name = path.name.rstrip("0123456789")
    if name in _SERIAL:
        return {name}
    if path.parts[2:3] == ("serial",):
        return set(_SERIAL)
    return {"usb"} if path.parts[2:3] == ("usb",) else {"lp"}
