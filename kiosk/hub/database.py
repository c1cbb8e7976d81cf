"""The database as whoever installs the hub reaches it. No terminal does."""

import os
import ssl
from collections.abc import Mapping
from urllib.parse import parse_qs, unquote, urlsplit

from pg8000.native import Connection

from kiosk.hub.faults import HubError, HubFault
from kiosk.hub.link import faults


def as_admin(url: str, environ: Mapping[str, str] = os.environ) -> Connection:
    """Over a socket of this machine, or by TLS with a certificate that this machine
    trusts (``SSL_CERT_FILE``).

    Raises:
        HubError: FAILED for what is no such address, or as the database says.
    """
    told = urlsplit(url)
    database = unquote(told.path.lstrip("/"))
    if told.scheme != "postgresql" or not database:
        raise HubError(HubFault.FAILED, "the address is not postgresql://…/DATABASE")
    user = unquote(told.username or environ.get("USER", "postgres"))
    port = told.port or 5432
    with faults():
        if told.hostname is None:
            [folder] = parse_qs(told.query).get("host", ["/var/run/postgresql"])
            path = f"{folder}/.s.PGSQL.{parse_qs(told.query).get('port', [port])[0]}"
            return Connection(user, unix_sock=path, database=database)
        return Connection(
            user,
            host=told.hostname,
            port=port,
            database=database,
            password=environ.get("PGPASSWORD"),
            ssl_context=ssl.create_default_context(),
        )
