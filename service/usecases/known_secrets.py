"""What merchants' own apps sign with, as this process last saw it."""

from __future__ import annotations

import time
from collections.abc import Callable

from service.domain.catalog import ShopDomain
from service.usecases.remembering import Remembered


class KnownSecrets:
    """
    Looks up the secrets of a shop's own app. While the database is away, the last answer stands.

    *look_up*: as `Tokens.own_secrets`. A shop without an app of its own has none.
    """

    def __init__(
        self,
        look_up: Callable[[ShopDomain], tuple[str, ...]],
        *,
        timer: Callable[[], float] = time.monotonic,
    ) -> None:
        self._look_up = look_up
        self._secrets = Remembered[tuple[str, ...]](timer)

    def of(self, domain: ShopDomain) -> tuple[str, ...]:
        """Return them, newest first; raise `UnavailableError` where nothing is known."""
        return self._secrets.find(domain, lambda: self._look_up(domain) or None) or ()
