"""``kiosk card emulate``: a virtual card on the vpcd reader until interrupted."""

import logging
import time
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Final

from kiosk.emulator.authority import CardKeys, Identity, SyntheticAuthority
from kiosk.emulator.clock import now
from kiosk.emulator.mynumber import Behaviour, VirtualMyNumberCard
from kiosk.emulator.people import PEOPLE, Person
from kiosk.emulator.pins import TRIES
from kiosk.emulator.residence.settings import parse_settings as parse_residence
from kiosk.emulator.residence.workshop import GENERATIONS, build_residence_card
from kiosk.emulator.settings import Settings, parse_settings
from kiosk.emulator.specified import VirtualSpecifiedCard
from kiosk.emulator.virtual_card import VirtualCard
from kiosk.emulator.vpcd import VpcdLink
from kiosk.emulator.workshop import authority_in, card_keys_in

_log = logging.getLogger(__name__)

KINDS: Final = ("mynumber", *GENERATIONS, "specified")
_ISSUED_AGO: Final = timedelta(days=1)
_LONG_AGO: Final = timedelta(days=3 * 365)


def emulate(kind: str, host: str, port: int, settings: Mapping[str, str]) -> None:
    """Serve a card to vpcd; waits for one, and comes back when it restarts.

    Returns when interrupted (``KeyboardInterrupt``). An alarm is logged as an error.

    Raises:
        ValueError: unknown kind or setting, or a damaged file; one line says which.
        OSError: a file cannot be read or written.
    """
    card = _card(kind, settings, now())
    link = VpcdLink(card, host, port, reconnect=True)
    link.start()
    try:
        link.wait()
    except KeyboardInterrupt:
        return
    finally:
        link.stop()


def _card(kind: str, settings: Mapping[str, str], at: datetime) -> VirtualCard:
    if kind in GENERATIONS:
        generation = GENERATIONS[kind]
        return build_residence_card(generation, parse_residence(settings), at)
    if kind == "mynumber":
        return build_card(parse_settings(settings), at)
    if kind == "specified":
        return VirtualSpecifiedCard(build_card(parse_settings(settings), at))
    raise ValueError(f"{kind}: no such card; use one of {', '.join(KINDS)}")


def build_card(settings: Settings, at: datetime) -> VirtualMyNumberCard:
    """The card that the settings describe, as it is at ``at``.

    Raises:
        ValueError: a damaged file; one line says which.
        OSError: a file cannot be read or written.
    """
    person = replace(PEOPLE[settings.person], stay_until=settings.stay)
    card = VirtualMyNumberCard(
        person,
        _identity(settings, person, at),
        behaviour=_behaviour(settings),
        tries=_tries(settings),
        counters=settings.counters,
        alarm_file=settings.alarm_file,
        on_alarm=lambda alarm: _log.error("ALARM: %s", alarm),
    )
    if settings.delay:
        card.delay = lambda command: time.sleep(settings.delay)
    return card


def _identity(settings: Settings, person: Person, at: datetime) -> Identity:
    if settings.stay is not None and settings.stay < at.date():
        raise ValueError(f"stay={settings.stay}: is past; use expired=yes instead")
    authority = authority_in(settings.authority, at)
    if settings.untrusted:
        authority = SyntheticAuthority.create(at)
    if settings.next_generation:
        keys = CardKeys.new(next_generation=True)
    else:
        keys = card_keys_in(settings.authority, settings.person)
    issued, end = at - _ISSUED_AGO, None
    if settings.expired:
        issued, end = at - _LONG_AGO, at - _ISSUED_AGO
    return authority.issue(person, issued, keys, child=settings.child, end=end)


def _behaviour(settings: Settings) -> Behaviour:
    return Behaviour(
        atr=settings.atr,
        forgets_on_select=settings.forgets_on_select,
        forgets_on_reset=settings.forgets_on_reset,
        long_form=settings.long_form,
        filler=b"\xff" * settings.filler,
        label=settings.label,
        first_apdu_fails=settings.first_apdu_fails,
        other_card=settings.other_card,
    )


def _tries(settings: Settings) -> dict[str, int]:
    if settings.without_pins:
        return dict.fromkeys(TRIES, 0)
    return {settings.blocked: 0} if settings.blocked else {}
