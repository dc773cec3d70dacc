"""What the fake's shops hold: immutable snapshots, swapped under a lock, kept in the state file."""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path

from service.demo.fake_shopify.herd import Herd, Thing
from service.demo.fake_shopify.state import State, read_state, write_state
from service.demo.shop import DemoArticle, DemoProduct, DemoShop

Listener = Callable[[DemoShop, DemoShop], None]
"""Is given the shop as it was and as it is."""


class UnknownThingError(LookupError):
    """No such shop, product, article or blog."""

    def __init__(self, what: str, name: str) -> None:
        super().__init__(what, name)
        self.what = what
        self.name = name

    def __str__(self) -> str:
        return f"no {self.what} {self.name!r}"


def _now() -> datetime:
    return datetime.now(UTC).replace(microsecond=0)


class Store:
    """Readers take a snapshot and never wait; writers follow one another."""

    def __init__(
        self, state: State, path: Path | None = None, clock: Callable[[], datetime] = _now
    ) -> None:
        self._state = state
        self._path = path
        self._clock = clock
        self._lock = threading.Lock()
        self._listeners: list[Listener] = []

    @classmethod
    def open(
        cls, path: Path, seed: Callable[[], State], generated: Mapping[str, DemoShop] | None = None
    ) -> Store:
        """Go on with the file's state, or begin it with *seed*.

        *generated* shops, by token, come after the others and are not kept: they begin anew.
        """
        if not path.exists():
            write_state(path, seed())
        state = read_state(path)
        return cls(State(shops={**state.shops, **(generated or {})}), path)

    def listen(self, listener: Listener) -> None:
        """Tell *listener* of every change, in the order of the changes; it must not wait."""
        self._listeners.append(listener)

    def now(self) -> datetime:
        return self._clock()

    def shops(self) -> Sequence[DemoShop]:
        return tuple(self._state.shops.values())

    def shop_of(self, token: str) -> DemoShop | None:
        """Return the shop that an access token belongs to."""
        return self._state.shops.get(token)

    def shop(self, domain: str | None = None) -> DemoShop:
        """Return the shop as it is now, the first one by default, or raise `UnknownThingError`."""
        return self._state.shops[self._token(domain)]

    def change(
        self, decide: Callable[[DemoShop, datetime], DemoShop], domain: str | None = None
    ) -> DemoShop:
        """Replace the shop with what *decide* makes of it now; on disk before it is seen."""
        with self._lock:
            token = self._token(domain)
            before = self._state.shops[token]
            changed = decide(before, self._clock())
            state = State(shops={**self._state.shops, token: changed})
            if self._path is not None and not _is_generated(changed):
                write_state(self._path, _lasting(state))
            self._state = state
            for listener in self._listeners:
                listener(before, changed)
        return changed

    def _token(self, domain: str | None) -> str:
        for token, shop in self._state.shops.items():
            if domain in (None, shop.domain):
                return token
        raise UnknownThingError("shop", domain or "")


def _is_generated(shop: DemoShop) -> bool:
    return isinstance(shop.products, Herd)


def _lasting(state: State) -> State:
    kept = {token: shop for token, shop in state.shops.items() if not _is_generated(shop)}
    return State(shops=kept)


def product_of(shop: DemoShop, handle: str) -> DemoProduct:
    """Return the product or raise `UnknownThingError`."""
    for product in _called(shop.products, handle):
        return product
    raise UnknownThingError("product", handle)


def article_of(shop: DemoShop, blog: str, handle: str) -> DemoArticle:
    """Return the article or raise `UnknownThingError`."""
    for article in _called(shop.articles, handle):
        if article.blog_handle == blog:
            return article
    raise UnknownThingError("article", f"{blog}/{handle}")


def _called(things: Sequence[Thing], handle: str) -> list[Thing]:
    if isinstance(things, Herd):
        found: Thing | None = things.find_handle(handle)
        return [] if found is None else [found]
    return [thing for thing in things if thing.handle == handle]
