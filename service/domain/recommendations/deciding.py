"""The order of operations: from what an article says to every product that may stand beside it."""

from __future__ import annotations

from collections import abc
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

from service.domain.articles import Article, Placement
from service.domain.catalog import Product, ProductId
from service.domain.lexicon import CategoryId, Lexicon
from service.domain.mappings import AFTER_INTRO, END, ArticleOverride, Mapping, SlotName
from service.domain.reading import ProductReading, Reading
from service.domain.recommendations.candidates import write
from service.domain.recommendations.evidence import weigh
from service.domain.recommendations.gate import Bars, Gate
from service.domain.recommendations.ranking import rank
from service.domain.recommendations.rules import RuleBook
from service.domain.recommendations.shelf import Shelf
from service.domain.recommendations.sifting import sift
from service.domain.recommendations.stock import Stock, Stocked, stocked
from service.domain.recommendations.values import Decision
from service.domain.recommendations.ways import fire, lead

KEPT = 50
"""How many ways to products a decision keeps: more than any slot shows, because products sell out
and callers leave some out after it was made."""

KEPT_FALLBACK = 20

KEPT_DROPPED = 100
"""How many reasons a decision keeps; beyond, those are left out that are nearest to "nothing leads
to it"."""

_NO_OVERRIDE = ArticleOverride()


@dataclass(frozen=True, slots=True)
class Recommender:
    """`recommend` for the articles of one shop at one moment: what they share is done once."""

    mapping: Mapping
    mapping_version: int
    lexicon: Lexicon
    bars: Bars
    rules: RuleBook

    @classmethod
    def of(
        cls,
        *,
        mapping: Mapping,
        mapping_version: int,
        products: abc.Mapping[ProductId, Product],
        product_readings: abc.Mapping[ProductId, ProductReading],
        lexicon: Lexicon,
        now: datetime,
    ) -> Recommender:
        """Look through the shop's products and rules as they are at *now*."""
        there = stocked(products, product_readings, now)
        return cls.over(
            there, mapping=mapping, mapping_version=mapping_version, lexicon=lexicon, now=now
        )

    @classmethod
    def over(
        cls,
        products: Iterable[Stocked],
        *,
        mapping: Mapping,
        mapping_version: int,
        lexicon: Lexicon,
        now: datetime,
    ) -> Recommender:
        """As `of`, with *products* that are gone through once, the smallest id first."""
        enabled = [rule for rule in mapping.rules if rule.enabled]
        stock = Stock.of(products, _named_in(mapping), lexicon)
        bars = Bars.of(Shelf.of(stock, enabled, lexicon), mapping, lexicon)
        rules = RuleBook.of(enabled, lexicon, now=now)
        return cls(mapping, mapping_version, lexicon, bars, rules)

    def has_products(self, category: CategoryId) -> bool:
        """Whether any product is active in *category*, or in what is below it."""
        return bool(self.bars.shelf.line(category).near)

    def recommend(self, article: Article, reading: Reading) -> Decision:
        """See the function `recommend`."""
        override = self.mapping.articles.get(article.id, _NO_OVERRIDE)
        evidence = weigh(reading, override, self.lexicon)
        gate = Gate.of(self.bars, override, evidence)
        fired = fire(article, evidence, self.rules)
        leads = tuple(lead(fired, evidence, self.bars.shelf))
        sifted = sift(article, leads, fired, gate, self.rules)
        ways = rank(sifted.open, evidence, self.bars.shelf.read, limit=KEPT)
        fallback = sifted.fallback[:KEPT_FALLBACK]
        candidates = write(article, gate, pins=sifted.pins, ways=ways, fallback=fallback)
        return Decision(
            article.id,
            candidates,
            sifted.dropped(candidates, limit=KEPT_DROPPED),
            self.mapping.slots,
            self.mapping_version,
            self.lexicon.version,
            _placements(reading),
        )


def recommend(
    article: Article,
    reading: Reading,
    *,
    mapping: Mapping,
    mapping_version: int,
    products: abc.Mapping[ProductId, Product],
    product_readings: abc.Mapping[ProductId, ProductReading],
    lexicon: Lexicon,
    now: datetime,
) -> Decision:
    """
    Decide what may stand beside *article*: the same for preview, replay and serving.

    1. Only products that can be bought in the online store at *now*.
    2. Never-show, of the article and of the shop.
    3. A warning of the article wins over every source, pins and fallback included. What it
       advises against takes along everything below it, and each product that is active in it; an
       article on pregnancy also drops what carries a pregnancy caution. A trace only gives a
       note. A pin with a written reason stands, with the warning as a note.
    4. Pins.
    5. Rules for the article's categories, by salience times weight (`RuleBook.fired` says which
       rule speaks for an umbrella and which for a child), but not for a category that is ignored,
       advised against, named as a cause, or spoken of only for professionals or on prescription.
    6. For a category without a rule that holds, the products that are active in it by their own
       reading: a name or type that says so before an INCI list, an early place before a late one.
       What is too general (`needs_rule`) leads to nothing so.
    7. Coverage: what each product covers is written down, so that `arrange` shows every category
       once before any repeats. A product covers the category that led to it with everything above
       it, all that it is active in, and what the same rule speaks for with nothing better to
       show. Where an umbrella's rule speaks for a child, products of that child go first. An
       umbrella that is
       mentioned beside its child lends it its salience and brings nothing of its own, unless the
       child has nothing to show.
    8. Ties: the narrower rule, then priority, then id; the order of the input never matters.
    9. Fallback, marked as such.

    Many more candidates are kept than a slot shows (`KEPT`), for `arrange` to choose from.
    To decide for many articles of a shop, make one `Recommender`.
    """
    recommender = Recommender.of(
        mapping=mapping,
        mapping_version=mapping_version,
        products=products,
        product_readings=product_readings,
        lexicon=lexicon,
        now=now,
    )
    return recommender.recommend(article, reading)


def _placements(reading: Reading) -> dict[SlotName, Placement]:
    places = {AFTER_INTRO: reading.text.after_intro, END: reading.text.end}
    return {slot: place for slot, place in places.items() if place is not None}


def _named_in(mapping: Mapping) -> Iterator[ProductId]:
    """Yield every product that a person named, some again."""
    yield from mapping.never_show
    yield from mapping.fallback
    for rule in mapping.rules:
        yield from rule.products
    for override in mapping.articles.values():
        yield from override.never_show
        yield from (pin.product for pin in override.pins)
