"""The tables of ``kiosk.toml``. What each key means: ``docs/operations.md``."""

from pathlib import Path
from typing import Annotated, Final, Literal

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    ValidationInfo,
)

FOLDER: Final = "folder"
"""Where the validation context says which folder relative paths are relative to."""


def _printable(text: str) -> str:
    if not text.isprintable():
        raise ValueError("must be one line of printable characters")
    return text


def _path(value: object, info: ValidationInfo) -> Path:
    if not isinstance(value, str):
        raise ValueError("must be text")
    if not value or not value.isprintable():
        raise ValueError("must name a file or folder")
    if value.startswith("~"):
        raise ValueError("must be written in full, without ~")
    folder: Path = (info.context or {}).get(FOLDER, Path())
    return folder / value


def _all_different(codes: tuple[str, ...]) -> tuple[str, ...]:
    if len(set(codes)) < len(codes):
        raise ValueError("must name each language once")
    return codes


Text = Annotated[str, Field(min_length=1, max_length=60), AfterValidator(_printable)]
Location = Annotated[Path, BeforeValidator(_path)]
LanguageCode = Annotated[
    str, Field(strict=True, pattern=r"^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$")
]
Port = Annotated[int, Field(ge=1, le=65535)]


class _Table(BaseModel):
    model_config = ConfigDict(strict=True, frozen=True, extra="forbid")


class Site(_Table):
    """Who runs the terminal, and in earnest or not."""

    name: Text
    mode: Literal["demo", "training", "production"]
    kind: Literal["gyoseishoshi", "community"]
    languages: Annotated[
        tuple[LanguageCode, ...],
        Field(strict=False, min_length=1),
        AfterValidator(_all_different),
    ] = ("ja", "en")


class Visit(_Table):
    """How long the terminal waits. Seconds."""

    idle_seconds: Annotated[int, Field(ge=10, le=3600)] = 60
    warning_seconds: Annotated[int, Field(ge=5, le=600)] = 20
    goodbye_seconds: Annotated[int, Field(ge=1, le=120)] = 8


class StoreSettings(_Table):
    """Where the encrypted store and its key are."""

    path: Location
    key_file: Location


class CardSettings(_Table):
    """Which cards are read, on what, and whom they must have been issued by."""

    desk: Literal["virtual", "pcsc"]
    reader: Annotated[str, Field(max_length=120), AfterValidator(_printable)] = ""
    trust_anchors: Location


class PrinterSettings(_Table):
    """What receipts are printed on."""

    kind: Literal["file", "network", "none"]
    path: Location | None = None
    host: Text | None = None
    port: Port = 9100
    width_mm: Literal[58, 80] = 80
    png_folder: Location | None = None


class ScreenSettings(_Table):
    """How the screens look and behave."""

    high_contrast: bool = False
    shuffled_keypad: bool = False


class Config(_Table):
    """The settings of one site."""

    site: Site
    visit: Visit = Visit()
    store: StoreSettings
    card: CardSettings
    printer: PrinterSettings
    screen: ScreenSettings = ScreenSettings()

    @property
    def production(self) -> bool:
        """In earnest: real cards only."""
        return self.site.mode == "production"

    @property
    def data_folder(self) -> Path:
        """The folder that holds the store; a demo's virtual authority goes there."""
        return self.store.path.parent
