"""The transcription sheet: answers on paper, as they are typed into the portal."""

from kiosk.sheets.transcription import transcription
from kiosk.sheets.typeset import SheetUnavailable

__all__ = ["SheetUnavailable", "transcription"]
