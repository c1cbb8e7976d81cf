"""``kiosk card info`` and ``emulate`` over a real card service."""

import json
import re
import signal
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from smartcard.scard import SCARD_STATE_EMPTY, SCARD_STATE_PRESENT

from tests.commands.program import KIOSK, kiosk
from tests.config.site import SOUND
from tests.pcsc.conftest import card_service
from tests.pcsc.service import READERS, SOCKET, CardService

__all__ = ["card_service"]

pytestmark = pytest.mark.xdist_group("pcsc")

SERVICE = {"PCSCLITE_CSOCK_NAME": str(SOCKET)}


@pytest.fixture
def settings(tmp_path: Path) -> Path:
    """A site that reads whatever reader there is."""
    path = tmp_path / "kiosk.toml"
    path.write_text(SOUND.replace('"virtual"', '"pcsc"'))
    return path


@contextmanager
def emulated(service: CardService, folder: Path, *pairs: str) -> Iterator[None]:
    """A card on slot 0, served by the real command until Ctrl-C."""
    settings = [f"authority={folder / 'authority'}", *pairs]
    command = [str(KIOSK), "card", "emulate", "mynumber"]
    command += ["--vpcd", f"127.0.0.1:{service.port}"]
    command += [word for pair in settings for word in ("--set", pair)]
    with subprocess.Popen(command, stderr=subprocess.PIPE) as process:
        service.wait_until(SCARD_STATE_PRESENT)
        try:
            yield
        finally:
            process.send_signal(signal.SIGINT)
            assert process.stderr is not None
            said = process.stderr.read()
    assert (process.returncode, said) == (0, b"")
    service.wait_until(SCARD_STATE_EMPTY)


def test_a_my_number_card_is_described(
    card_service: CardService, settings: Path, tmp_path: Path
) -> None:
    with emulated(card_service, tmp_path, "blocked=signature"):
        plain = kiosk("card", "info", "--config", settings, env=SERVICE)
        as_json = kiosk("card", "info", "--json", "--config", settings, env=SERVICE)
    assert (plain.returncode, plain.stderr) == (0, "")
    assert "kind: mynumber\n" in plain.stdout
    assert "tries, authentication: 3\n" in plain.stdout
    assert "tries, signature: 0\n" in plain.stdout
    assert "has signature certificate: yes\n" in plain.stdout
    found = json.loads(as_json.stdout)
    assert found["kind"] == "mynumber"
    assert found["reader"] == READERS[0]
    assert found["tries"] == {"authentication": 3, "signature": 0, "attributes": 3}
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT[\d:]{8}\+00:00", found["not_after"])


def test_another_card_is_told_from_it(
    card_service: CardService, settings: Path, tmp_path: Path
) -> None:
    with emulated(card_service, tmp_path, "other-card=yes"):
        done = kiosk("card", "info", "--json", "--config", settings, env=SERVICE)
    assert json.loads(done.stdout) == {"kind": "other", "reader": READERS[0]}


def test_an_empty_reader(card_service: CardService, settings: Path) -> None:
    done = kiosk("card", "info", "--config", settings, env=SERVICE)
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr == "kiosk: no card lies on the reader; lay one on it\n"


def test_no_card_service(settings: Path, tmp_path: Path) -> None:
    nowhere = {"PCSCLITE_CSOCK_NAME": str(tmp_path / "nobody")}
    done = kiosk("card", "info", "--config", settings, env=nowhere)
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr == (
        "kiosk: the card service does not run; start it: systemctl start pcscd\n"
    )


def test_wrong_settings(tmp_path: Path) -> None:
    path = tmp_path / "kiosk.toml"
    path.write_text(SOUND.replace("60", "6"))
    done = kiosk("card", "info", "--config", path)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith(f"{path}:7: visit.idle_seconds: must be 10 to 3600")


def test_the_doctor_sees_reader_and_card(
    card_service: CardService, settings: Path, tmp_path: Path
) -> None:
    with emulated(card_service, tmp_path):
        done = kiosk("doctor", "--json", "--config", settings, env=SERVICE)
    parts = {each["part"]: each for each in json.loads(done.stdout)["parts"]}
    assert parts["service"]["state"] == "ok"
    assert parts["reader"]["what"] == f"{READERS[0]}: a card lies on it"
