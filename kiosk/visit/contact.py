"""Telephone and mail as the Agency's portal takes them.

Limits: its bulk-entry templates (電話番号: at most 12 half-width digits without
hyphens; メールアドレス: at most 60 characters). Which of the two a user must give is
not published for the registration; one of them is asked for here.
"""

import re
import unicodedata
from typing import Final

from kiosk.visit.state import Contact

LONGEST_PHONE: Final = 12
LONGEST_MAIL: Final = 60
_SEPARATORS: Final = re.compile(r"[\s()\-‐‑‒–—−ー・.]")
_PHONE: Final = re.compile(rf"[0-9]{{9,{LONGEST_PHONE}}}")
_MAIL: Final = re.compile(
    r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]+@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+"
)


def tidied(contact: Contact) -> Contact:
    """Full-width put right; separators and a leading +81 taken out of the number."""
    phone = _SEPARATORS.sub("", unicodedata.normalize("NFKC", contact.phone))
    if phone.startswith("+81"):
        phone = "0" + phone.removeprefix("+81").removeprefix("0")
    mail = unicodedata.normalize("NFKC", contact.mail).strip()
    return Contact(phone, mail)


def faults(contact: Contact) -> tuple[str, ...]:
    """What must be mended, of a tidied contact: ``phone``, ``mail``, or ``nothing``
    when neither was given.
    """
    if not (contact.phone or contact.mail):
        return ("nothing",)
    wrong = []
    if contact.phone and not _PHONE.fullmatch(contact.phone):
        wrong.append("phone")
    if contact.mail and not _is_mail(contact.mail):
        wrong.append("mail")
    return tuple(wrong)


def _is_mail(text: str) -> bool:
    return len(text) <= LONGEST_MAIL and _MAIL.fullmatch(text) is not None
