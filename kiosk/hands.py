"""The threads of a kiosk, and the crew that is at work in them.

Each hand is one thread, so what it is given is done one after the other. Nobody waits
for the crew: what it is asked for before it has come is done when it has.
"""

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import TYPE_CHECKING, Final

from kiosk.visit.events import Event

if TYPE_CHECKING:
    # Imported with the crew, in its thread: the libraries behind it take longer to
    # load than the first screen takes to be drawn.
    from kiosk.clerks.crew import Crew

CARD: Final = "card"
REGISTRY: Final = "registry"
PRINTER: Final = "printer"


class Hands:
    """``post`` takes each answer, in the thread that has it."""

    def __init__(self, post: Callable[[Event], object]) -> None:
        self._post = post
        self._crew: Future[Crew] = Future()
        self._threads = {
            name: ThreadPoolExecutor(max_workers=1, thread_name_prefix=name)
            for name in (CARD, REGISTRY, PRINTER)
        }

    def hire(
        self, hire: "Callable[[], Crew]", refused: Callable[[Exception], object]
    ) -> None:
        """Have the crew come, in the card's thread, before anything else there.
        ``refused`` is told there why it cannot.
        """
        self._threads[CARD].submit(self._come, hire, refused)

    @property
    def public_key(self) -> bytes | None:
        """That of the card which is in use now."""
        return self._crew.result().card.public_key

    def ask(self, hand: str, job: "Callable[[Crew], Event]") -> None:
        """Have something done; its answer is an event."""
        self._threads[hand].submit(lambda: self._post(job(self._crew.result())))

    def tell(self, hand: str, job: "Callable[[Crew], object]") -> None:
        """Have something done to which there is no answer."""
        self._threads[hand].submit(lambda: job(self._crew.result()))

    def dismiss(self) -> None:
        """What was begun is done; then the desk is closed and its card forgotten."""
        self._threads[CARD].submit(self._go)
        for thread in self._threads.values():
            thread.shutdown(wait=True)

    def _come(
        self, hire: "Callable[[], Crew]", refused: Callable[[Exception], object]
    ) -> None:
        try:
            crew = hire()
        except Exception as error:
            self._crew.set_exception(error)
            refused(error)
            return
        crew.desk.watch(lambda sight: self.ask(CARD, lambda own: own.card.seen(sight)))
        self._crew.set_result(crew)

    def _go(self) -> None:
        if self._crew.cancel() or self._crew.exception():
            return  # it has never come
        crew = self._crew.result()
        crew.desk.close()
        crew.card.forget()
