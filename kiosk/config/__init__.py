"""One site's settings: ``kiosk.toml``."""

from kiosk.config.models import Config
from kiosk.config.reading import DEFAULT, ConfigError, load

__all__ = ["DEFAULT", "Config", "ConfigError", "load"]
