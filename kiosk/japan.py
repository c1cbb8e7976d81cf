"""Japan's time: nine hours ahead of UTC, without summer time since 1952."""

from datetime import timedelta, timezone
from typing import Final

JAPAN: Final = timezone(timedelta(hours=9), "JST")
