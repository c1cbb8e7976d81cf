"""``kiosk card info`` and ``emulate`` over a real card service."""

import json
import os
import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from smartcard.scard import SCARD_STATE_EMPTY, SCARD_STATE_PRESENT

from kiosk.emulator.mynumber import Behaviour
from kiosk.emulator.residence.behaviour import Behaviour as ResidenceBehaviour
from kiosk.emulator.residence.behaviour import Passes
from tests.commands.program import KIOSK, kiosk
from tests.config.site import SOUND
from tests.emulator.fixtures import (
    MakeCard,
    authority,
    card_keys,
    identity,
    make_card,
)
from tests.emulator.residence.fixtures import MakeCard as MakeResidenceCard
from tests.emulator.residence.fixtures import make_card as make_residence_card
from tests.emulator.residence.fixtures import residence_authority, signers
from tests.pcsc.conftest import card_service, stopped_card_service
from tests.pcsc.service import READERS, SOCKET, CardService
from tests.pcsc.test_desk import HOLDER

__all__ = [
    "authority",
    "card_keys",
    "card_service",
    "identity",
    "make_card",
    "make_residence_card",
    "residence_authority",
    "signers",
    "stopped_card_service",
]

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
    assert json.loads(done.stdout) == {
        "kind": "other",
        "reader": READERS[0],
        "contactless": True,
    }


def test_an_empty_reader(card_service: CardService, settings: Path) -> None:
    done = kiosk("card", "info", "--config", settings, env=SERVICE)
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr == "kiosk: no card lies on the reader; lay one on it\n"


def test_no_card_service(settings: Path, tmp_path: Path) -> None:
    nowhere = {"PCSCLITE_CSOCK_NAME": str(tmp_path / "nobody")}
    done = kiosk("card", "info", "--config", settings, env=nowhere)
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr == (
        "kiosk: the card service (pcscd) does not run;"
        " start it: sudo systemctl enable --now pcscd.socket\n"
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
        doctor = parts(settings)
    assert doctor["service"]["state"] == "ok"
    assert doctor["reader"]["state"] == "ok"
    assert doctor["reader"]["what"] == (
        f"{READERS[0]}: a card lies on it; beside it 1 more: {READERS[1]};"
        " the one with a card counts"
    )


def test_no_card_service_in_japanese(settings: Path, tmp_path: Path) -> None:
    nowhere = {"PCSCLITE_CSOCK_NAME": str(tmp_path / "nobody")}
    command = ("card", "info", "--language", "ja", "--config", settings)
    done = kiosk(*command, env=nowhere)
    assert done.returncode == 1
    assert done.stderr.startswith("kiosk: カードサービス（pcscd）が動いていません。")


def test_no_reader(stopped_card_service: CardService, settings: Path) -> None:
    stopped_card_service.start(plugged=False)
    done = kiosk("card", "info", "--config", settings, env=SERVICE)
    assert done.stderr == (
        "kiosk: no card reader is plugged in; plug one in, or see kiosk doctor\n"
    )
    doctor = parts(settings)
    assert doctor["service"]["state"] == "ok"
    assert doctor["reader"]["state"] == "bad"
    assert doctor["reader"]["do"] == "plug in a card reader"


def test_the_service_started_again_is_found_at_once(
    stopped_card_service: CardService, settings: Path
) -> None:
    service = stopped_card_service
    for end in (service.stop, service.kill):
        service.start()
        assert parts(settings)["service"]["state"] == "ok"
        end()
        found = parts(settings)["service"]
        assert (found["state"], found["what"]) == ("bad", "pcscd does not run")
        assert found["do"].startswith("start it: ")


def test_another_program_holds_the_card(
    card_service: CardService, settings: Path, make_card: MakeCard
) -> None:
    card_service.insert(make_card())
    with subprocess.Popen(
        [sys.executable, "-c", HOLDER, READERS[0]],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        env=os.environ,
    ) as holder:
        assert holder.stdout is not None
        assert holder.stdout.readline() == b"held\n"
        done = kiosk("card", "info", "--config", settings, env=SERVICE)
        doctor = parts(settings)["reader"]
        holder.communicate(b"\n")
    assert done.returncode == 1
    assert done.stderr.startswith("kiosk: another program holds the card; end that")
    assert doctor["state"] == "warning"
    assert doctor["what"].startswith(f"{READERS[0]}: another program holds the card")
    done = kiosk("card", "info", "--config", settings, env=SERVICE)
    assert (done.returncode, done.stderr) == (0, "")
    assert parts(settings)["reader"]["state"] == "ok"


@pytest.mark.parametrize("slot", [0, 1])
def test_of_several_readers_the_one_with_the_card(
    card_service: CardService, settings: Path, make_card: MakeCard, slot: int
) -> None:
    card_service.insert(make_card(), slot)
    done = kiosk("card", "info", "--json", "--config", settings, env=SERVICE)
    assert json.loads(done.stdout)["reader"] == READERS[slot]
    told = parts(settings)["reader"]["what"]
    assert told.startswith(f"{READERS[slot]}: a card lies on it; beside it 1 more: ")


def test_a_card_with_contacts(
    card_service: CardService, settings: Path, make_card: MakeCard
) -> None:
    card_service.insert(make_card(behaviour=Behaviour(atr=CONTACT)))
    done = kiosk("card", "info", "--config", settings, env=SERVICE)
    assert "contactless: no\n" in done.stdout


CONTACT = bytes.fromhex("3BDA13FF8131FB468012392F31C173C601C03B")
"""Of a My Number card (OpenSC, issue 3021)."""


@pytest.mark.parametrize(
    ("passes", "told"),
    [(Passes.EVERYTHING, "yes"), (Passes.SHORT_ANSWERS, "yes"), (Passes.SHORT, "no")],
)
def test_what_the_reader_passes(
    card_service: CardService,
    settings: Path,
    make_residence_card: MakeResidenceCard,
    passes: Passes,
    told: str,
) -> None:
    behaviour = ResidenceBehaviour(passes=passes)
    card_service.insert(make_residence_card(behaviour=behaviour))
    done = kiosk("card", "info", "--config", settings, env=SERVICE)
    assert done.stdout == (
        f"kind: residence\nreader: {READERS[0]}\n"
        f"contactless: yes\nextended lengths: {told}\n"
    )
    assert (done.stderr == "") is (told == "yes")
    assert told == "yes" or done.stderr.startswith("kiosk: this reader does not pass")


def parts(settings: Path) -> dict[str, dict[str, str]]:
    """What the doctor finds, by part."""
    done = kiosk("doctor", "--json", "--config", settings, env=SERVICE)
    return {each["part"]: each for each in json.loads(done.stdout)["parts"]}
