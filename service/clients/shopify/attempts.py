"""When a question is asked again, and after how long: decided by what went wrong."""

from __future__ import annotations

import random
from dataclasses import dataclass, field

from service.clients.shopify.answers import MaybeDoneError, NotDoneError
from service.domain.errors import ShopifyError

MOST_TRIES = 5
FIRST_PAUSE = 0.5
LONGEST_PAUSE = 10.0


@dataclass(slots=True)
class Attempts:
    """Counts the tries of one question. *repeatable*: asking twice is as good as once."""

    repeatable: bool
    jitter: random.Random = field(default_factory=random.Random)
    tries: int = 0
    most: int = MOST_TRIES

    def pause(self, error: ShopifyError) -> float | None:
        """Return how long to wait before asking again, ``None``: do not."""
        self.tries += 1
        if self.tries >= self.most or not self._may_repeat(error):
            return None
        said = getattr(error, "seconds", None)
        if isinstance(said, int | float):
            return float(said)
        doubled = min(FIRST_PAUSE * 2 ** (self.tries - 1), LONGEST_PAUSE)
        return float(doubled * self.jitter.uniform(0.5, 1.0))

    def _may_repeat(self, error: ShopifyError) -> bool:
        if isinstance(error, NotDoneError):
            return True
        return self.repeatable and isinstance(error, MaybeDoneError)
