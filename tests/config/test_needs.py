"""What a locked-down machine opens for each kind of printer, and what it refuses.

Directives: systemd.exec(5), systemd.resource-control(5). Names of device classes:
Documentation/admin-guide/devices.txt of the kernel.
"""

from collections.abc import Callable

import pytest

from kiosk.config import load
from kiosk.config.needs import Needs, NeedsError, needs_of
from tests.config.conftest import Write
from tests.config.site import PRODUCTION

QUEUES = {
    "office": "ipp://192.0.2.7/ipp/print",
    "old": "socket://192.0.2.8:9101",
    "safe": "ipps://[2001:db8::7]:443/ipp/print",
    "line": "lpd://192.0.2.9/raw",
    "desk": "usb://Brother/HL?serial=1",
    "found": "dnssd://Office._ipp._tcp.local/",
    "named": "ipp://printer.local/ipp/print",
}
CLOSED = ["[Service]"]
Ask = Callable[..., Needs]
ONLINE = ["PrivateNetwork=no", "RestrictAddressFamilies=AF_INET AF_INET6"]


@pytest.fixture
def needs(write: Write) -> Ask:
    def needs(printer: str, more: str = "") -> Needs:
        head = PRODUCTION.split("[printer]")[0]
        path = write(f"{head}[printer]\n{printer}\n{more}")
        return needs_of(load(path), QUEUES.get)

    return needs


def test_without_a_printer_nothing_is_opened(needs: Ask) -> None:
    assert needs('kind = "none"') == Needs(("[Service]",), ())


@pytest.mark.parametrize(
    ("printer", "devices", "group"),
    [
        ('kind = "usb"', ["char-usb"], "lp"),
        ('kind = "file"\npath = "/dev/usb/lp0"', ["char-usb"], "lp"),
        ('kind = "file"\npath = "/dev/lp0"', ["char-lp"], "lp"),
        ('kind = "serial"\npath = "/dev/ttyS1"', ["char-ttyS"], "dialout"),
        ('kind = "serial"\npath = "/dev/ttyUSB0"', ["char-ttyUSB"], "dialout"),
        (
            'kind = "serial"\npath = "/dev/serial/by-id/x"',
            ["char-ttyACM", "char-ttyS", "char-ttyUSB"],
            "dialout",
        ),
    ],
)
def test_a_printer_at_the_machine(
    needs: Ask, printer: str, devices: list[str], group: str
) -> None:
    allowed = [f"DeviceAllow={name} rw" for name in devices]
    opened = ["PrivateDevices=no", *allowed, f"SupplementaryGroups={group}"]
    assert needs(printer) == Needs((*CLOSED, *opened), ())


def test_a_sealed_key_is_handed_to_the_kiosk_and_to_who_copies(write: Write) -> None:
    key_file = 'key_file = "/var/lib/madoguchi/kiosk.key"'
    sealed = 'key_credential = "store-key"\nbackups = "/mnt/copies"'
    config = load(write(PRODUCTION.replace(key_file, sealed)))
    told = needs_of(config, QUEUES.get)
    handed = "LoadCredentialEncrypted=store-key:/etc/madoguchi/store-key.cred"
    assert told.unit[:2] == ("[Service]", handed)
    assert told.backup == ("[Service]", handed, "ReadWritePaths=-/mnt/copies")


def test_a_printer_on_the_network(needs: Ask) -> None:
    told = needs('kind = "network"\nhost = "192.0.2.5"\nport = 9101')
    allowed = "IPAddressAllow=localhost 192.0.2.5"
    assert list(told.unit) == [*CLOSED, *ONLINE, allowed]
    assert told.rules == (
        "meta skuid madoguchi ip daddr 192.0.2.5 tcp dport 9101 accept",
    )


@pytest.mark.parametrize(
    ("queue", "rules"),
    [
        ("office", ["ip daddr 192.0.2.7 tcp dport 631"]),
        ("old", ["ip daddr 192.0.2.8 tcp dport 9101"]),
        ("safe", ["ip6 daddr 2001:db8::7 tcp dport 443"]),
        ("line", ["ip daddr 192.0.2.9 tcp dport 515"]),
        ("desk", []),
    ],
)
def test_a_queue_lets_only_the_spooler_out(
    needs: Ask, queue: str, rules: list[str]
) -> None:
    told = needs('kind = "none"', f'[sheets]\nkind = "cups"\nqueue = "{queue}"')
    assert list(told.unit) == [*CLOSED, *ONLINE, "IPAddressAllow=localhost"]
    assert list(told.rules) == [f"meta skuid {{ root, lp }} {r} accept" for r in rules]


def test_tables_are_written_where_a_stick_may_be(needs: Ask) -> None:
    told = needs('kind = "none"', '[sheets]\ntables = "/media/tables"')
    assert list(told.unit) == [*CLOSED, "ReadWritePaths=-/media/tables"]


def test_every_printer_is_reached_and_each_once(needs: Ask) -> None:
    other = '[[printer.others]]\nkind = "network"\nhost = "192.0.2.{}"\n'
    told = needs('kind = "usb"', other.format(5) + other.format(6) + other.format(5))
    assert [rule.split()[5] for rule in told.rules] == ["192.0.2.5", "192.0.2.6"]
    assert "IPAddressAllow=localhost 192.0.2.5 192.0.2.6" in told.unit
    assert "DeviceAllow=char-usb rw" in told.unit


@pytest.mark.parametrize(
    ("printer", "says"),
    [
        ('kind = "network"\nhost = "printer.local"', "printer.host: 'printer.local'"),
        ('kind = "cups"\nqueue = "named"', "queue named: 'printer.local'"),
        ('kind = "cups"\nqueue = "found"', "queue found prints by dnssd:"),
        ('kind = "cups"\nqueue = "lost"', "CUPS has no queue lost"),
    ],
)
def test_who_cannot_be_reached_safely_is_told(
    needs: Ask, printer: str, says: str
) -> None:
    with pytest.raises(NeedsError, match=says):
        needs(printer)
