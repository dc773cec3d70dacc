"""Whether a person, or the system, asked this process to stop."""

from __future__ import annotations

import signal
from types import FrameType

NUMBERS = (signal.SIGINT, signal.SIGTERM)


class Stopping:
    """
    *asked*: whether a signal to stop has come, however many and from wherever.

    A signal interrupts whatever the main thread does, its own handling of another one too. So all
    that happens then is one assignment: an event or a thread takes a lock, for which the handler of
    a second signal would wait for ever, since the first can not go on meanwhile.
    """

    def __init__(self) -> None:
        self.asked = False

    def listen(self) -> None:
        """Hear Ctrl-C and the polite end from now on."""
        for number in NUMBERS:
            signal.signal(number, self._note)

    def ignore(self) -> None:
        """Hear nothing more: the end is on its way, and is not to be cut short."""
        for number in NUMBERS:
            signal.signal(number, signal.SIG_IGN)

    def _note(self, _number: int, _frame: FrameType | None) -> None:
        self.asked = True
