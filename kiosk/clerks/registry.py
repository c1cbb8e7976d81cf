"""The clerk at the registry, who remembers until the end of a visit whose it is."""

import logging
from collections.abc import Callable
from datetime import datetime

from kiosk.registry import people
from kiosk.registry.auth_id import grouped
from kiosk.registry.passwords import Passwords, UnfitPassword
from kiosk.registry.people import (
    Applicant,
    Enrolment,
    Holder,
    LoginOutcome,
    NotEnrolled,
    PasswordOutcome,
    Proof,
    User,
    Validity,
)
from kiosk.registry.registry import Registry
from kiosk.secret import Secret
from kiosk.store.faults import StoreError
from kiosk.visit.effects import (
    Enroll,
    KeepPassword,
    LogIn,
    PasswordEffect,
    Register,
    RegistryEffect,
    ReplaceId,
)
from kiosk.visit.events import (
    LoginAnswered,
    NotRegistered,
    PasswordChecked,
    PasswordKept,
    PasswordUnfit,
    Registered,
    StoreFailed,
)
from kiosk.visit.state import Held, Password
from kiosk.visit.terms import Issuer, Login, PasswordAnswer, PasswordFault, Refusal

RegistryAnswer = Registered | NotRegistered | LoginAnswered | StoreFailed
AnswerToPassword = PasswordChecked | PasswordKept | PasswordUnfit | StoreFailed

logger = logging.getLogger(__name__)


class RegistryClerk:
    """``now`` gives an aware time. For one thread."""

    def __init__(
        self, registry: Registry, passwords: Passwords, now: Callable[[], datetime]
    ) -> None:
        self._registry = registry
        self._passwords = passwords
        self._now = now
        self._shown: tuple[str, bytes | Holder] | None = None
        """An ID, and the key of the card or the holder of the password with it."""

    def do(
        self, effect: RegistryEffect, visit: str, public_key: bytes | None
    ) -> RegistryAnswer:
        """Do one thing in the registry, for the holder of the card with this key.

        ``visit`` names the visit: the same registration asked for twice in it is
        answered with the same ID.
        """
        self.forget()
        if public_key is None:
            return StoreFailed(effect.ticket)
        try:
            return self._do(effect, visit, public_key)
        except NotEnrolled as refused:
            return _refused(effect.ticket, refused)
        except Exception as error:
            return self._failed(effect, error)

    def enroll(
        self, effect: Enroll, visit: str
    ) -> Registered | NotRegistered | StoreFailed:
        """Enroll somebody without a card. From then on, in this visit, the ID is known
        to be theirs; afterwards only the password that they set now shows it.
        """
        self.forget()
        try:
            enrolment = _enrolment(effect)
            issued = self._registry.enroll(visit, enrolment, self._now())
            auth_id = _written(issued.auth_id, issued.issuer)
            holder = Holder(issued.user, Proof.ENROLMENT)
            self._shown = auth_id, holder
            validity = self._passwords.validity(issued.user, self._now())
        except NotEnrolled as refused:
            return _refused(effect.ticket, refused)
        except Exception as error:
            return self._failed(effect, error)
        issuer = Issuer(issued.issuer.value)
        password = _told(validity)
        return Registered(effect.ticket, auth_id, issued.new, password, issuer)

    def replace(self, effect: ReplaceId) -> Registered | NotRegistered | StoreFailed:
        """An ID of the Agency takes the place of that with which somebody without a
        card has logged in.
        """
        ticket = effect.ticket
        try:
            holder = self.holder(effect.auth_id)
            if holder is None:
                raise LookupError("nobody has shown whose the ID is")
            issued = self._registry.replace(holder, effect.brought, self._now())
            auth_id = _written(issued.auth_id, issued.issuer)
            self._shown = auth_id, holder
            validity = self._passwords.validity(issued.user, self._now())
        except NotEnrolled as refused:
            return _refused(ticket, refused)
        except Exception as error:
            return self._failed(effect, error)
        issuer, password = Issuer(issued.issuer.value), _told(validity)
        return Registered(ticket, auth_id, False, password, issuer, issued.replaced)

    def use_password(
        self, effect: PasswordEffect, password: Secret | None
    ) -> AnswerToPassword:
        """Compare a password, or keep it. It is wiped, whatever happens."""
        with password or Secret() as typed:
            try:
                if isinstance(effect, KeepPassword):
                    return self._keep(effect, typed)
                self.forget()
                return self._check(effect.ticket, effect.auth_id, typed)
            except Exception as error:
                return self._failed(effect, error)

    def holder(self, auth_id: str) -> Holder | None:
        """Whose the ID is, if they have shown it in this visit.

        Raises:
            StoreError: the store could not be read.
        """
        if self._shown is None or self._shown[0] != auth_id:
            return None
        proof = self._shown[1]
        if isinstance(proof, Holder):
            return proof
        user = self._registry.holder(auth_id, proof)
        return None if user is None else Holder(user, Proof.CARD)

    def user(self, holder: Holder) -> User | None:
        """What the registry knows of them.

        Raises:
            StoreError: it could not be read.
        """
        return self._registry.user_of(holder)

    def forget(self) -> None:
        """Nobody has shown anything."""
        self._shown = None

    def _failed(
        self,
        effect: RegistryEffect | Enroll | ReplaceId | PasswordEffect,
        error: Exception,
    ) -> StoreFailed:
        if isinstance(error, StoreError):
            # Its text is a fault's name and a result code.
            logger.error("the registry failed: %s", error)
        else:
            logger.error("the registry clerk failed: %s", type(error).__name__)
        return StoreFailed(effect.ticket)

    def _do(
        self, effect: RegistryEffect, visit: str, public_key: bytes
    ) -> RegistryAnswer:
        now = self._now()
        if isinstance(effect, Register):
            issued = self._registry.register(visit, _applicant(effect, public_key), now)
            auth_id = _written(issued.auth_id, issued.issuer)
            password, _ = self._welcome(auth_id, public_key)
            issuer = Issuer(issued.issuer.value)
            return Registered(
                effect.ticket, auth_id, issued.new, password, issuer, issued.replaced
            )
        if isinstance(effect, LogIn):
            outcome = self._registry.login(effect.auth_id, public_key, now)
        else:
            outcome = self._registry.rejoin(
                effect.auth_id, public_key, effect.person, now
            )
        if outcome is not LoginOutcome.KNOWN:
            return LoginAnswered(effect.ticket, Login(outcome.value))
        password, held = self._welcome(effect.auth_id, public_key)
        return LoginAnswered(effect.ticket, Login.KNOWN, password, held)

    def _welcome(
        self, auth_id: str, public_key: bytes
    ) -> tuple[Password | None, Held | None]:
        """Their card has shown who they are. Their password, if they have one: it may
        be used again, however often others have tried it. And what their ID is.
        """
        self._shown = auth_id, public_key
        try:
            holder = self.holder(auth_id)
            if holder is None:
                return None, None
            self._passwords.card_used(holder)
            validity = self._passwords.validity(holder.user, self._now())
            return _told(validity), self._held(holder)
        except StoreError as error:
            # What they came for has been done.
            logger.error("the passwords failed: %s", error)
            return None, None

    def _held(self, holder: Holder) -> Held | None:
        """The ID as its holder writes it, by which it is known from now on."""
        user = self._registry.user_of(holder)
        if user is None or self._shown is None:
            return None
        auth_id = _written(user.auth_id, user.issuer)
        self._shown = auth_id, self._shown[1]
        issuer = Issuer(user.issuer.value)
        return Held(issuer, user.has_card, auth_id, role=user.role)

    def _check(self, ticket: int, auth_id: str, typed: Secret) -> PasswordChecked:
        found = self._passwords.check(auth_id, typed, self._now())
        held = None
        if found.outcome is PasswordOutcome.KNOWN and found.user is not None:
            known = Holder(found.user, Proof.PASSWORD)
            self._shown = auth_id, known
            held = self._held(known)
        answer = PasswordAnswer(found.outcome.value)
        return PasswordChecked(ticket, answer, found.wait, _told(found.validity), held)

    def _keep(
        self, effect: KeepPassword, typed: Secret
    ) -> PasswordKept | PasswordUnfit:
        holder = self.holder(effect.auth_id)
        if holder is None:
            raise LookupError("nobody has shown whose the ID is")
        try:
            validity = self._passwords.choose(holder, typed, self._now())
        except UnfitPassword as error:
            return PasswordUnfit(effect.ticket, PasswordFault(error.why.value))
        return PasswordKept(effect.ticket, Password(validity.last_day, validity.warns))


def _told(validity: Validity | None) -> Password | None:
    return None if validity is None else Password(validity.last_day, validity.warns)


def _written(auth_id: str, issuer: people.Issuer) -> str:
    """As its holder writes it: what the Agency issues has no groups that are known."""
    return grouped(auth_id) if issuer is people.Issuer.HERE else auth_id


def _refused(ticket: int, refused: NotEnrolled) -> NotRegistered:
    return NotRegistered(ticket, Refusal(refused.why.value), refused.wait)


def _enrolment(effect: Enroll) -> Enrolment:
    person, contact = effect.person, effect.contact
    return Enrolment(
        role=effect.role,
        name=person.name,
        address=person.address,
        birth_date=person.birth_date,
        sex=person.sex,
        phone=contact.phone,
        mail=contact.mail,
        language=effect.language,
        number=effect.number,
        brought=effect.brought,
        organisation=effect.organisation,
    )


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
        brought=effect.brought,
    )
