"""The clerk who knows which place a postal code is of."""

import logging

from kiosk.visit.effects import FindPlace
from kiosk.visit.events import PlaceFound
from kiosk.writing.places import places

logger = logging.getLogger(__name__)


def find_place(effect: FindPlace) -> PlaceFound:
    """The place, as far as all places of the code agree."""
    try:
        found = places(effect.code)
    except Exception as error:
        # Without it the address is typed.
        logger.error("the place clerk failed: %s", type(error).__name__)
        found = ()
    return PlaceFound(
        effect.ticket,
        effect.of,
        effect.code,
        _agreed({own.prefecture for own in found}),
        _agreed({own.municipality for own in found}),
        _agreed({own.town for own in found}),
    )


def _agreed(answers: set[str]) -> str:
    return answers.pop() if len(answers) == 1 else ""
