"""What opens a shop to a client, and what the client learns about that on the way."""

from __future__ import annotations

from typing import Protocol


class Access(Protocol):
    """The token of one shop, whose kinds differ in how long they last."""

    def token(self) -> str:
        """Return a token that should work now; raise `ReauthNeededError` when there is none."""
        ...

    def renewed(self, refused: str) -> str | None:
        """Return another token than the one *refused*, ``None`` when there is none."""
        ...

    def revoked(self) -> None:
        """Shopify takes no token of this shop any more."""
        ...

    def closed(self) -> None:
        """The shop is frozen, locked or closed."""
        ...

    def answered(self, version: str) -> None:
        """The shop answered, in *version* of the API."""
        ...


class FixedToken:
    """An `Access` that has one token and remembers nothing."""

    def __init__(self, token: str) -> None:
        self._token = token

    def token(self) -> str:
        return self._token

    def renewed(self, refused: str) -> str | None:
        return None

    def revoked(self) -> None: ...

    def closed(self) -> None: ...

    def answered(self, version: str) -> None: ...
