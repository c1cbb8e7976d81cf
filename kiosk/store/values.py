"""Times and texts as the store can keep them."""

from datetime import UTC, datetime


def stamp(at: datetime) -> str:
    """A time in UTC, ISO 8601, always as long: earlier ones sort before later ones.

    Raises:
        ValueError: a time without its time zone.
    """
    if at.tzinfo is None:
        raise ValueError("the time needs its time zone")
    return at.astimezone(UTC).isoformat(timespec="microseconds")


def refuse_broken_text(*texts: str) -> None:
    """Half a surrogate pair is no text that could be written.

    Raises:
        ValueError: without the text, which the codec's own error would carry along.
    """
    for text in texts:
        try:
            text.encode()
        except UnicodeEncodeError:
            raise ValueError("a text is not Unicode") from None
