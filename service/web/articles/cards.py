"""Products and slots as cards say them."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime

from service.domain.catalog import Image, Product, ProductId, ineligibility
from service.domain.lexicon import CategoryId
from service.domain.mappings import ArticleOverride
from service.domain.recommendations import Because, RecommendationSet, why_not
from service.usecases.explain_article import Shown
from service.web import words

FOUND = 8
"""How many products a search offers."""

KEPT_OUT = 30
"""How many products the page says "why not" of, without being asked."""


@dataclass(frozen=True, slots=True)
class ProductCard:
    """A product in a list. *fault*: why it can not be sold now, empty when it can."""

    id: ProductId
    title: str
    price: str
    image: Image | None
    fault: str
    url: str | None = None

    @property
    def initials(self) -> str:
        return "".join(word[0] for word in self.title.split()[:2]).upper() or "?"


@dataclass(frozen=True, slots=True)
class ShownCard:
    position: int
    product: ProductCard
    because: Because
    said: str


@dataclass(frozen=True, slots=True)
class SlotCards:
    name: str
    title: str
    cards: tuple[ShownCard, ...]
    repeats: str


@dataclass(frozen=True, slots=True)
class DroppedCard:
    product: ProductCard
    step: str
    reason: str


def product_card(
    products: Mapping[ProductId, Product], product_id: ProductId, *, now: datetime
) -> ProductCard:
    """Return the card of a product, also of one that the shop has no longer."""
    product = products.get(product_id)
    if product is None:
        return ProductCard(product_id, f"Product {product_id}", "", None, "no longer in the shop")
    fault = ineligibility(product, now=now)
    return ProductCard(
        product.id,
        product.title,
        words.money(product.price),
        product.image,
        fault.value if fault else "",
        product.url,
    )


def find_products(
    products: Mapping[ProductId, Product],
    wanted: str,
    *,
    now: datetime,
    without: Collection[ProductId] = (),
) -> tuple[ProductCard, ...]:
    """Return the products whose title, type or tags contain every word of *wanted*."""
    terms = wanted.casefold().split()
    found = [
        product
        for product in products.values()
        if product.id not in without and all(term in _described(product) for term in terms)
    ]
    found.sort(key=lambda product: (product.title.casefold(), product.id))
    return tuple(product_card(products, product.id, now=now) for product in found[:FOUND])


def slot_cards(
    shown: Shown, products: Mapping[ProductId, Product], *, now: datetime
) -> tuple[SlotCards, ...]:
    repeats = {slot.name: slot.repeats for slot in shown.decision.slots}
    return tuple(_slot(found, repeats.get(found.slot), products, now) for found in shown.slots)


def kept_out(
    shown: Shown, products: Mapping[ProductId, Product], *, now: datetime, wanted: str = ""
) -> tuple[DroppedCard, ...]:
    """Return what is not shown in the first slot, and the step that says so.

    The products that a search for *wanted* finds; without one, those that something led to.
    """
    if wanted.strip():
        asked = [card.id for card in find_products(products, wanted, now=now)]
    else:
        led = [candidate.product for candidate in shown.decision.candidates]
        asked = [*(each.product for each in shown.decision.dropped), *led]
    return tuple(
        DroppedCard(
            product_card(products, kept.product, now=now), words.STEPS[kept.step], kept.reason
        )
        for product in list(dict.fromkeys(asked))[:KEPT_OUT]
        if (kept := why_not(shown.decision, product, products=products, now=now)) is not None
    )


def _described(product: Product) -> str:
    return " ".join((product.title, product.product_type, *product.tags)).casefold()


def _slot(
    found: RecommendationSet,
    repeats: str | None,
    products: Mapping[ProductId, Product],
    now: datetime,
) -> SlotCards:
    cards = tuple(
        ShownCard(
            item.position,
            product_card(products, item.product, now=now),
            item.because,
            words.because_words(item.because),
        )
        for item in found.items
    )
    title = words.slot_title(found.slot)
    return SlotCards(found.slot, title, cards, words.SLOTS.get(repeats or "", ""))


@dataclass(frozen=True, slots=True)
class PinCard:
    product: ProductCard
    position: int
    reason: str


@dataclass(frozen=True, slots=True)
class OverrideCards:
    """What people decided for one article, by hand."""

    pins: tuple[PinCard, ...]
    never_show: tuple[ProductCard, ...]
    ignore: frozenset[CategoryId]

    def __bool__(self) -> bool:
        return bool(self.pins or self.never_show or self.ignore)


def override_cards(
    override: ArticleOverride, products: Mapping[ProductId, Product], *, now: datetime
) -> OverrideCards:
    pins = tuple(
        PinCard(product_card(products, pin.product, now=now), pin.position, pin.reason)
        for pin in sorted(override.pins, key=lambda pin: (pin.position, pin.product))
    )
    never = tuple(product_card(products, p, now=now) for p in sorted(override.never_show))
    return OverrideCards(pins, never, override.ignore)
