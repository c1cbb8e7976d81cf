"""How a virtual residence card differs from the usual one.

The specifications leave open what a card answers to some commands, and sources
disagree about what is stored. Each such point is a switch; the default is what seems
most likely, and is no more than that.
"""

from enum import StrEnum
from typing import Final

from kiosk.emulator.apdu import SW
from kiosk.record import record

ATR: Final = bytes.fromhex("3B888001000000009181810098")
"""Invented, in the shape that a Type B card without application data has: no genuine
one has been published, and it says nothing of the kind of card."""


class Passes(StrEnum):
    """What the way between program and card lets through."""

    EVERYTHING = "everything"
    SHORT_ANSWERS = "short-answers"
    """Extended commands, but no more than 256 bytes back."""
    SHORT = "short"
    """No extended command at all."""


class AbsentFace(StrEnum):
    """How a photo that is not there is stored."""

    NO_CONTENT = "no-content"
    ZEROS = "zeros"
    BLANK_FILE = "blank-file"


class AbsentProof(StrEnum):
    """How a signature that is not there is stored (first generation)."""

    TWO_OBJECTS = "two-objects"
    ONE_OBJECT = "one-object"


class Address(StrEnum):
    """What the back says of the address (first generation)."""

    WRITTEN = "written"
    ZEROS = "zeros"
    """Never written: objects of zeros."""
    BLANK_FILE = "blank-file"
    """Never written: nothing but zeros."""


class Signature(StrEnum):
    """How the check code is written down."""

    STANDARD = "standard"
    """RSA with DigestInfo; ECDSA as r and s of equal length."""
    OTHER = "other"
    """RSA over the bare hash; ECDSA in DER."""
    FORGED = "forged"
    """Of other data."""


@record
class Behaviour:
    """Answers.

    The first six are status words: to a plain read of a picture with all rights, to
    VERIFY without secure messaging, to secure messaging without a session, to a
    wrong object in it, to a read that begins exactly at the end (9000: no data), to
    a short identifier of another application. ``forgets_on_select``: session and
    rights end when something is selected. ``forgets_on_agreement``: a second key
    agreement ends the rights. ``short_secured``: secured reads in short form are
    obeyed. ``other_wanted``: so are lengths wanted in one or three bytes.
    ``first_apdu_fails``: 6F00 to the first command after power-on.
    """

    plain_picture: int = SW.SECURITY_NOT_SATISFIED
    plain_verify: int = SW.SECURITY_NOT_SATISFIED
    no_session: int = SW.SECURITY_NOT_SATISFIED
    wrong_object: int = 0x6988
    at_end: int = SW.OFFSET_OUTSIDE_FILE
    other_application: int = SW.NOT_FOUND
    forgets_on_select: bool = False
    forgets_on_agreement: bool = False
    short_secured: bool = True
    other_wanted: bool = False
    first_apdu_fails: bool = False
    passes: Passes = Passes.EVERYTHING
    atr: bytes = ATR


@record
class Writing:
    """What is stored. ``encoding`` is that of texts, ``withdrawn`` blanks both
    permissions of a first generation's card, ``null_parameters`` writes the ECDSA
    certificate as genuine ones were seen, ``narrow_permission`` gives a code of one
    byte a field of one byte (second generation).
    """

    face: AbsentFace = AbsentFace.NO_CONTENT
    proof: AbsentProof = AbsentProof.TWO_OBJECTS
    address: Address = Address.WRITTEN
    signature: Signature = Signature.STANDARD
    encoding: str = "utf-8"
    withdrawn: bool = False
    null_parameters: bool = True
    narrow_permission: bool = False
