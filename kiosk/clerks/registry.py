"""The clerk at the registry."""

import logging
from collections.abc import Callable
from datetime import datetime

from kiosk.registry.auth_id import grouped
from kiosk.registry.people import Applicant
from kiosk.registry.registry import Registry
from kiosk.store.faults import StoreError
from kiosk.visit.effects import LogIn, Register, RegistryEffect
from kiosk.visit.events import LoginAnswered, Registered, StoreFailed
from kiosk.visit.terms import Login

RegistryAnswer = Registered | LoginAnswered | StoreFailed

logger = logging.getLogger(__name__)


class RegistryClerk:
    """``now`` gives an aware time."""

    def __init__(self, registry: Registry, now: Callable[[], datetime]) -> None:
        self._registry = registry
        self._now = now

    def do(
        self, effect: RegistryEffect, visit: str, public_key: bytes | None
    ) -> RegistryAnswer:
        """Do one thing in the registry, for the holder of the card with this key.

        ``visit`` names the visit: the same registration asked for twice in it is
        answered with the same ID.
        """
        if public_key is None:
            return StoreFailed(effect.ticket)
        try:
            return self._do(effect, visit, public_key)
        except StoreError as error:
            # Its text is a fault's name and a result code.
            logger.error("the registry failed: %s", error)
        except Exception as error:
            logger.error("the registry clerk failed: %s", type(error).__name__)
        return StoreFailed(effect.ticket)

    def _do(
        self, effect: RegistryEffect, visit: str, public_key: bytes
    ) -> RegistryAnswer:
        now = self._now()
        if isinstance(effect, Register):
            issued = self._registry.register(visit, _applicant(effect, public_key), now)
            return Registered(effect.ticket, grouped(issued.auth_id), issued.new)
        if isinstance(effect, LogIn):
            outcome = self._registry.login(effect.auth_id, public_key, now)
        else:
            outcome = self._registry.rejoin(
                effect.auth_id, public_key, effect.person, now
            )
        return LoginAnswered(effect.ticket, Login(outcome.value))


def _applicant(effect: Register, public_key: bytes) -> Applicant:
    person, contact = effect.person, effect.contact
    return Applicant(
        role=effect.role,
        kind=effect.kind,
        public_key=public_key,
        name=person.name,
        address=person.address,
        birth_date=person.birth_date,
        sex=person.sex,
        phone=contact.phone,
        mail=contact.mail,
        language=effect.language,
    )
