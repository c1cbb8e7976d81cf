"""The text of a sound site's settings, and that text with a line changed."""

SOUND = """\
[site]
name = "A help desk"
mode = "demo"
kind = "community"

[visit]
idle_seconds = 60
warning_seconds = 20

[store]
path = "demo/kiosk.db"
key_file = "demo/kiosk.key"

[card]
desk = "virtual"
trust_anchors = "demo/anchors"

[printer]
kind = "file"
path = "receipts.bin"
width_mm = 58
"""

PRODUCTION = """\
[site]
name = "A help desk"
mode = "production"
kind = "gyoseishoshi"

[store]
path = "/var/lib/madoguchi/kiosk.db"
key_file = "/var/lib/madoguchi/kiosk.key"

[card]
desk = "pcsc"
trust_anchors = "/etc/madoguchi/anchors"

[printer]
kind = "file"
path = "/dev/usb/lp0"
"""


def with_line(number: int, line: str, text: str = SOUND) -> str:
    """``text`` with its line ``number`` replaced."""
    lines = text.splitlines()
    lines[number - 1] = line
    return "\n".join(lines) + "\n"
