"""Who somebody is to the hub."""

from kiosk.hub.authority import Pair
from kiosk.record import record


@record(hidden=True)
class Identity:
    """Who asks: the role, the certificate that shows it, and whom the server must have
    its certificate from (PEM).
    """

    login: str
    pair: Pair
    authority: bytes
