"""Everything that the page prints which says what a mapping would change."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from flask import request

from service.auth.current import services
from service.auth.members import member
from service.domain.articles import ArticleState
from service.domain.catalog import Product, ProductId
from service.domain.mappings import Change, Problem, diff, validate
from service.domain.replay import ProductMoves, Shown
from service.storage import articles, catalog, replays
from service.storage.replays import ReplayedArticle, Showing, Subject
from service.usecases.replay_mapping import Replayed, show_replay
from service.web import words
from service.web.articles.cards import ProductCard, product_card
from service.web.rules.sayings import Titles
from service.web.shell import lexicon as shop_lexicon

PAGE = 20

MOVES = 12
"""How many products are listed until somebody asks for all."""


@dataclass(frozen=True, slots=True)
class MovedCard:
    """*moves*: whether it stands on this side alone."""

    product: ProductCard
    label: str
    moves: bool


@dataclass(frozen=True, slots=True)
class SideSlot:
    title: str
    cards: tuple[MovedCard, ...]


@dataclass(frozen=True, slots=True)
class ChangedArticle:
    title: str
    path: str
    state: ArticleState
    becomes_empty: bool
    falls_back: bool
    gained: tuple[ProductCard, ...]
    lost: tuple[ProductCard, ...]
    before: tuple[SideSlot, ...]
    after: tuple[SideSlot, ...]

    @property
    def address(self) -> tuple[str, str]:
        blog, _, handle = self.path.partition("/")
        return blog, handle


@dataclass(frozen=True, slots=True)
class MovedProduct:
    product: ProductCard
    moves: ProductMoves


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which articles somebody asks for, as the address says it."""

    showing: Showing
    product: ProductId | None
    page: int
    all_products: bool

    @classmethod
    def of_request(cls) -> Wanted:
        showing, number = request.args.get("show", ""), request.args.get("product", "")
        is_number = number.isascii() and number.isdigit() and len(number) < 19
        return cls(
            Showing(showing) if showing in set(Showing) else Showing.ALL,
            ProductId(int(number)) if is_number else None,
            max(1, request.args.get("page", 1, type=int)),
            request.args.get("products") == "all",
        )


@dataclass(frozen=True, slots=True)
class Changes:
    """*articles*: one page of the *matching*; *moved*: the products that move most."""

    replayed: Replayed
    changes: tuple[Change, ...]
    problems: tuple[Problem, ...]
    counts: Mapping[Showing, int]
    wanted: Wanted
    articles: tuple[ChangedArticle, ...]
    matching: int
    moved: tuple[MovedProduct, ...]
    product: ProductCard | None
    titles: Titles

    @property
    def errors(self) -> tuple[Problem, ...]:
        return tuple(problem for problem in self.problems if problem.is_error)

    @property
    def pages(self) -> int:
        return max(1, -(-self.matching // PAGE))

    @property
    def more_moved(self) -> int:
        return len(self.replayed.replay.moves) - len(self.moved)

    def address(self, **other: object) -> dict[str, object]:
        """Return the arguments of the address with *other* ones; a filter leads to page 1."""
        wanted = self.wanted
        kept: dict[str, object] = {
            "show": wanted.showing.value if wanted.showing is not Showing.ALL else None,
            "product": wanted.product,
            "products": "all" if wanted.all_products else None,
        }
        return {**kept, **other}


def load_changes(subject: Subject, *, anew: bool = False) -> Changes:
    """Run *subject*, or see how far that is, and load what the address asks for."""
    s, shop_id, lexicon, now = services(), member().shop.id, shop_lexicon(), services().clock()
    replayed = show_replay(
        shop_id,
        subject,
        database=s.database,
        lexicon=lexicon,
        doorbell=s.doorbell,
        clock=s.clock,
        anew=anew,
    )
    wanted = Wanted.of_request()
    with s.database.transaction(shop_id, read_only=True) as tx:
        products = catalog.all_products(tx, shop_id)
        titles = {line.id: line.title for line in articles.lines(tx, shop_id)}
        counts = replays.counts(tx, shop_id, subject)
        matching = replays.count(tx, shop_id, subject, wanted.showing, wanted.product)
        offset = PAGE * (min(wanted.page, max(1, -(-matching // PAGE))) - 1)
        found = replays.listed(
            tx,
            shop_id,
            subject,
            showing=wanted.showing,
            product=wanted.product,
            limit=PAGE,
            offset=offset,
        )
    cards = _Cards(products, now)
    moves = replayed.replay.moves
    return Changes(
        replayed,
        diff(replayed.published.mapping, replayed.mapping),
        validate(replayed.mapping, products=products, lexicon=lexicon, now=now),
        counts,
        wanted,
        tuple(map(cards.article, found)),
        matching,
        tuple(
            MovedProduct(cards.card(each.product), each)
            for each in (moves if wanted.all_products else moves[:MOVES])
        ),
        cards.card(wanted.product) if wanted.product is not None else None,
        Titles(products, titles, lexicon),
    )


@dataclass(frozen=True, slots=True)
class _Cards:
    products: Mapping[ProductId, Product]
    now: datetime

    def card(self, product: ProductId) -> ProductCard:
        return product_card(self.products, product, now=self.now)

    def article(self, found: ReplayedArticle) -> ChangedArticle:
        change = found.change
        return ChangedArticle(
            found.title,
            found.path,
            found.state,
            change.becomes_empty,
            change.falls_back,
            tuple(map(self.card, change.gained)),
            tuple(map(self.card, change.lost)),
            tuple(self._side(change.before, change.lost)),
            tuple(self._side(change.after, change.gained)),
        )

    def _side(self, shown: Shown, moved: Collection[ProductId]) -> Iterator[SideSlot]:
        """Yield the slots, but none that shows what one before it shows."""
        seen: list[object] = []
        for slot in shown:
            if slot.items in seen:
                continue
            seen.append(slot.items)
            cards = tuple(
                MovedCard(self.card(item.product), item.label, item.product in moved)
                for item in slot.items
            )
            yield SideSlot(words.slot_title(slot.slot), cards)
