"""The parts of a paper from top to bottom, in final words. ``language`` is a code."""

from kiosk.record import record


@record(hidden=True)
class Banner:
    """White on black; the whole paper then has striped edges.

    Each of ``lines`` is a text, what it means in smaller words, and their language.
    """

    lines: tuple[tuple[str, str, str], ...]


@record(hidden=True)
class Title:
    """Whose paper it is, and when it was printed: pairs of text and language."""

    text: str
    language: str
    times: tuple[tuple[str, str], ...]


@record(hidden=True)
class Rule:
    """A line across. With ``label``: a new half of the paper begins."""

    label: str = ""
    language: str = ""


@record(hidden=True)
class Heading:
    """The largest words of a part."""

    text: str
    language: str


@record(hidden=True)
class Caption:
    """A few bold words that say what comes below."""

    text: str
    language: str


@record(hidden=True)
class Paragraph:
    """Plain words."""

    text: str
    language: str


@record(hidden=True)
class Note:
    """Smaller words."""

    text: str
    language: str


@record(hidden=True)
class Verdict:
    """The answer, in a frame."""

    text: str
    language: str


@record(hidden=True)
class Steps:
    """What to do, numbered from 1."""

    items: tuple[str, ...]
    language: str


@record(hidden=True)
class Points:
    """A list in no order."""

    items: tuple[str, ...]
    language: str


@record(hidden=True)
class Sources:
    """Small print: where the reasons are published, each with its number."""

    items: tuple[str, ...]
    language: str


@record(hidden=True)
class BigId:
    """An ID to be read and typed. ``groups`` are parted by hyphens."""

    groups: tuple[str, ...]


@record(hidden=True)
class QrCode:
    """A QR code that holds ``data`` and nothing else."""

    data: str


Block = (
    Banner
    | Title
    | Rule
    | Heading
    | Caption
    | Paragraph
    | Note
    | Verdict
    | Steps
    | Points
    | Sources
    | BigId
    | QrCode
)
