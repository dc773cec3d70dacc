"""What holds for every shop and every article."""

from __future__ import annotations

import random
from dataclasses import dataclass, replace
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from service.domain.articles import ArticleId
from service.domain.catalog import Product, ProductId, ineligibility
from service.domain.mappings import (
    AFTER_INTRO,
    END,
    ArticleOverride,
    Mapping,
    Pin,
    Rule,
    RuleId,
    Slot,
    SlotName,
    SlotOrder,
)
from service.domain.reading import (
    CategoryReading,
    Presence,
    ProductCategory,
    ProductReading,
    Reading,
    Role,
    Topic,
)
from service.domain.recommendations import Decision, Recommender, Source, arrange, why_not
from tests.builders import NOW, a_product, an_article
from tests.unit.recommending.plainly import Plainly
from tests.unit.recommending.skincare import LEXICON, a_reading, found, warned

NUMBERS = range(1, 13)
PRODUCTS = st.sampled_from([ProductId(number) for number in NUMBERS])
CATEGORIES = st.sampled_from(sorted(LEXICON.categories))
ARTICLE = an_article(1, tags=("milia",))


@dataclass(frozen=True)
class World:
    """A shop, what marketers decided, and what an article says."""

    products: dict[ProductId, Product]
    read: dict[ProductId, ProductReading]
    mapping: Mapping
    reading: Reading

    def decide(self) -> Decision:
        return self.recommender().recommend(ARTICLE, self.reading)

    def recommender(self) -> Recommender:
        return Recommender.of(
            mapping=self.mapping,
            mapping_version=1,
            products=self.products,
            product_readings=self.read,
            lexicon=LEXICON,
            now=NOW,
        )


@st.composite
def said(draw: st.DrawFn) -> CategoryReading:
    category = draw(CATEGORIES)
    salience = draw(st.sampled_from([0.0, 0.1, 0.1, 0.25, 0.5]))
    if draw(st.integers(0, 5)) == 0:
        return warned(category, salience)
    roles = st.sampled_from([None, None, Role.TREATS, Role.CAUSES])
    return found(category, salience, role=draw(roles), sells=draw(st.integers(0, 5)) > 0)


@st.composite
def product_readings(draw: st.DrawFn) -> ProductReading:
    entries = st.builds(
        ProductCategory,
        CATEGORIES,
        st.sampled_from(Presence),
        st.sampled_from(["title", "ingredients"]),
        st.just(""),
        st.sampled_from([None, 1, 5]),
    )
    unique: Any = st.lists(entries, max_size=4, unique_by=lambda entry: entry.category)
    return ProductReading(tuple(draw(unique)), LEXICON.version)


RULES = st.builds(
    Rule,
    id=st.integers(0, 10**6).map(lambda number: RuleId(f"rule-{number}")),
    category=CATEGORIES,
    products=st.lists(PRODUCTS, max_size=5, unique=True).map(tuple),
    weight=st.sampled_from([0.5, 1.0, 1.0, 2.0]),
    role=st.sampled_from([None, None, Role.TREATS]),
    tags=st.sampled_from([(), (), ("milia",), ("acne",)]),
    enabled=st.sampled_from([True, True, False]),
)
SLOTS = st.builds(
    lambda limit, minimum, order, repeats, again: (
        Slot(AFTER_INTRO, limit, min(limit, minimum), order, repeats_categories=again),
        Slot(END, 3, 1, SlotOrder.ROUTINE, repeats),
    ),
    st.integers(1, 10),
    st.integers(1, 3),
    st.sampled_from(SlotOrder),
    st.sampled_from([None, AFTER_INTRO]),
    st.booleans(),
)
OVERRIDES = st.builds(
    ArticleOverride,
    pins=st.lists(
        st.builds(Pin, PRODUCTS, st.integers(1, 4), st.sampled_from(["", "said so"])),
        max_size=2,
        unique_by=(lambda pin: pin.product, lambda pin: pin.position),
    ).map(tuple),
    never_show=st.frozensets(PRODUCTS, max_size=2),
    ignore=st.frozensets(CATEGORIES, max_size=1),
)


@st.composite
def worlds(draw: st.DrawFn) -> World:
    numbers = draw(st.lists(PRODUCTS, unique=True))
    mapping = Mapping(
        rules=tuple(draw(st.lists(RULES, max_size=6, unique_by=lambda rule: rule.id))),
        slots=draw(SLOTS),
        never_show=draw(st.frozensets(PRODUCTS, max_size=2)),
        articles={ArticleId(1): draw(OVERRIDES)},
        fallback=tuple(draw(st.lists(PRODUCTS, max_size=3, unique=True))),
    )
    categories = draw(st.lists(said(), max_size=6, unique_by=lambda each: each.category))
    topics = draw(st.sampled_from([(), (), (Topic.PREGNANCY,)]))
    return World(
        {n: a_product(n, available=draw(st.integers(0, 5)) > 0) for n in numbers},
        {n: draw(product_readings()) for n in numbers if draw(st.booleans())},
        mapping,
        a_reading(*categories, topics=topics),
    )


@st.composite
def large_worlds(draw: st.DrawFn) -> World:
    """As `worlds`, with some hundred products beside, of which many cannot be bought."""
    world, chance = draw(worlds()), random.Random(draw(st.integers()))
    numbers = [ProductId(n) for n in chance.sample(range(1, 1_000), draw(st.integers(80, 400)))]
    kinds = chance.sample(sorted(LEXICON.categories), draw(st.integers(1, len(LEXICON.categories))))
    share = draw(st.sampled_from([0.0, 0.05, 0.5, 0.95]))

    def entries() -> tuple[ProductCategory, ...]:
        found = chance.sample(kinds, chance.randint(0, min(4, len(kinds))))
        sources = [chance.choice(("title", "ingredients")) for _ in found]
        return tuple(
            ProductCategory(c, chance.choice(list(Presence)), source, "", chance.randint(1, 3))
            for c, source in zip(found, sources, strict=True)
        )

    beside = {n: a_product(n, available=chance.random() >= share) for n in numbers}
    read = {n: ProductReading(entries(), LEXICON.version) for n in numbers}
    return replace(world, products={**beside, **world.products}, read={**read, **world.read})


def _shuffled(world: World, seed: int) -> World:
    chance = random.Random(seed)

    def mixed(items: Any) -> list[Any]:
        return chance.sample(list(items), len(items))

    override = world.mapping.articles[ArticleId(1)]
    return World(
        dict(mixed(world.products.items())),
        {
            product: replace(reading, categories=tuple(mixed(reading.categories)))
            for product, reading in mixed(world.read.items())
        },
        replace(
            world.mapping,
            rules=tuple(mixed(world.mapping.rules)),
            articles={ArticleId(1): replace(override, pins=tuple(mixed(override.pins)))},
        ),
        replace(world.reading, categories=tuple(mixed(world.reading.categories))),
    )


@given(worlds())
def test_decides_as_if_it_looked_at_every_product_for_every_article(world: World) -> None:
    plainly = Plainly(world.products, world.read, world.mapping)

    assert plainly.recommend(ARTICLE, world.reading) == world.decide()


@given(large_worlds())
def test_decides_the_same_where_there_is_more_than_a_decision_keeps(world: World) -> None:
    plainly = Plainly(world.products, world.read, world.mapping)

    assert plainly.recommend(ARTICLE, world.reading) == world.decide()


@given(worlds(), st.integers())
def test_the_order_of_the_input_never_matters(world: World, seed: int) -> None:
    assert world.decide() == _shuffled(world, seed).decide()


@given(worlds())
def test_deciding_twice_decides_the_same(world: World) -> None:
    recommender = world.recommender()
    again = recommender.recommend(ARTICLE, world.reading)

    assert recommender.recommend(ARTICLE, world.reading) == again


@given(worlds())
def test_what_cannot_be_bought_or_is_never_shown_comes_from_no_source(world: World) -> None:
    never = world.mapping.never_show | world.mapping.articles[ArticleId(1)].never_show

    for candidate in world.decide().candidates:
        assert ineligibility(world.products[candidate.product], now=NOW) is None
        assert candidate.product not in never


@given(worlds())
def test_what_the_article_warns_of_comes_from_no_source_but_a_pin_with_a_reason(
    world: World,
) -> None:
    against = {c.category for c in world.reading.categories if c.advised_against}
    reached = {family for category in against for family in LEXICON.family(category)}
    pins = {pin.product for pin in world.mapping.articles[ArticleId(1)].pins if pin.reason}

    for candidate in world.decide().candidates:
        if candidate.product in world.read and reached & world.read[candidate.product].active:
            assert Source.PIN is candidate.because.source
            assert candidate.product in pins


@given(worlds(), st.sampled_from([AFTER_INTRO, END]), st.none() | st.integers(1, 10))
def test_a_slot_shows_distinct_candidates_within_its_limit_in_counted_positions(
    world: World, name: SlotName, limit: int | None
) -> None:
    decision = world.decide()
    slot = next(each for each in decision.slots if each.name == name)

    items = arrange(decision, name, products=world.products, now=NOW, limit=limit).items

    shown = [item.product for item in items]
    assert set(shown) <= {candidate.product for candidate in decision.candidates}
    assert len(shown) == len(set(shown)) <= (limit or slot.limit)
    assert [item.position for item in items] == list(range(1, len(items) + 1))


@given(worlds(), st.frozensets(PRODUCTS))
def test_what_sold_out_or_was_excluded_meanwhile_is_not_shown(
    world: World, gone: frozenset[ProductId]
) -> None:
    decision = world.decide()
    left = {number: product for number, product in world.products.items() if number not in gone}

    sold_out = arrange(decision, AFTER_INTRO, products=left, now=NOW)
    excluded = arrange(decision, AFTER_INTRO, products=world.products, now=NOW, exclude=gone)

    assert not gone & {item.product for item in sold_out.items}
    assert sold_out == excluded


@given(worlds())
def test_everything_that_leads_to_a_product_is_covered_unless_the_slot_is_full(
    world: World,
) -> None:
    decision = world.decide()
    items = arrange(decision, AFTER_INTRO, products=world.products, now=NOW, limit=10).items
    shown = {item.product for item in items}

    covered = {c for each in decision.candidates if each.product in shown for c in each.covers}
    led = {each.led_by[0] for each in decision.candidates if each.led_by}
    assert not items or len(items) == 10 or led <= covered


@given(worlds())
def test_a_product_stands_once_for_each_category_that_leads_to_it(world: World) -> None:
    decision = world.decide()

    ways = [
        (candidate.product, candidate.led_by[0])
        for candidate in decision.candidates
        if candidate.led_by
    ]
    assert len(ways) == len(set(ways))


@given(worlds(), st.sampled_from([AFTER_INTRO, END]))
def test_every_product_is_either_shown_or_has_a_reason_why_not(
    world: World, name: SlotName
) -> None:
    decision = world.decide()
    items = arrange(decision, name, products=world.products, now=NOW).items
    shown = {item.product for item in items}

    for number in map(ProductId, NUMBERS):
        answer = why_not(decision, number, name, products=world.products, now=NOW)

        assert (number in shown) is (answer is None)


@given(worlds())
def test_a_product_is_a_candidate_or_dropped_never_both(world: World) -> None:
    decision = world.decide()

    dropped = [each.product for each in decision.dropped]
    assert len(dropped) == len(set(dropped))
    assert not set(dropped) & {candidate.product for candidate in decision.candidates}
