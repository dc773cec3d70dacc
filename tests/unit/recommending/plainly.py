"""Decides as `recommend` says it, product by product and without any index: slow, and easy to
believe. What is the same for one product as for many (ranking, writing) is not said twice."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from service.domain.articles import Article
from service.domain.catalog import Product, ProductId, ineligibility
from service.domain.lexicon import CategoryId
from service.domain.mappings import ArticleOverride, Mapping, Pin
from service.domain.reading import Presence, ProductReading, Reading
from service.domain.recommendations import Decision, Dropped, Recommender, Step
from service.domain.recommendations.candidates import write
from service.domain.recommendations.deciding import KEPT, KEPT_DROPPED, KEPT_FALLBACK
from service.domain.recommendations.evidence import Evidence, in_words, weigh
from service.domain.recommendations.gate import Gate
from service.domain.recommendations.ranking import rank
from service.domain.recommendations.rules import RuleBook, obstacle
from service.domain.recommendations.shelf import GONE, closure
from service.domain.recommendations.ways import Fired, Lead, fire
from tests.builders import NOW
from tests.unit.recommending.skincare import LEXICON

Told = tuple[Iterable[ProductId], Step, str]


@dataclass(frozen=True)
class Plainly:
    """The products of a shop in plain dictionaries, and what its marketers decided."""

    products: dict[ProductId, Product]
    readings: dict[ProductId, ProductReading]
    mapping: Mapping

    def recommend(self, article: Article, reading: Reading) -> Decision:
        override = self.mapping.articles.get(article.id, ArticleOverride())
        evidence = weigh(reading, override, LEXICON)
        fired = fire(article, evidence, RuleBook.of(self.mapping.rules, LEXICON, now=NOW))
        leads = [*self.leads(fired, evidence)]
        led = {product for each in leads for _, product in each.places}
        near = [(set(p) - led, step, why) for p, step, why in self.near(article, fired, evidence)]
        asked = {*override.never_show, *self.mapping.fallback, *(p.product for p in override.pins)}
        every = led.union(asked, *(products for products, *_ in near))
        refused = {p: f for p in sorted(every) if (f := self.drop(p, override, evidence))}
        gate = Gate.of(self.recommender().bars, override, evidence)
        candidates = write(
            article,
            gate,
            pins=[p for p in _by_place(override) if _stands(p, refused.get(p.product))],
            ways=rank(
                [o for each in leads if (o := _open(each, refused)).places],
                evidence,
                self.read,
                limit=KEPT,
            ),
            fallback=[p for p in dict.fromkeys(self.mapping.fallback) if p not in refused][
                :KEPT_FALLBACK
            ],
        )
        reasons = dict(refused)
        for products, step, why in [*near, (led, Step.LIMIT, "many others come before it")]:
            for product in sorted(products):
                reasons.setdefault(product, Dropped(product, step, why))
        for candidate in candidates:
            reasons.pop(candidate.product, None)
        told = sorted([*reasons.values()][:KEPT_DROPPED], key=lambda each: each.product)
        decided = self.recommender().recommend(article, reading)
        return Decision(
            article.id,
            candidates,
            tuple(told),
            self.mapping.slots,
            1,
            LEXICON.version,
            decided.placements,
        )

    def recommender(self) -> Recommender:
        return Recommender.of(
            mapping=self.mapping,
            mapping_version=1,
            products=self.products,
            product_readings=self.readings,
            lexicon=LEXICON,
            now=NOW,
        )

    def read(self, product: ProductId) -> frozenset[CategoryId]:
        known = product in self.products and product in self.readings
        return closure(self.readings[product].active if known else (), LEXICON)

    def kinds(self, product: ProductId) -> frozenset[CategoryId]:
        rules = [r for r in self.mapping.rules if r.enabled and product in r.products]
        return self.read(product) or closure((rule.category for rule in rules), LEXICON)

    def drop(
        self, product: ProductId, override: ArticleOverride, evidence: Evidence
    ) -> Dropped | None:
        if product not in self.products:
            return Dropped(product, Step.ELIGIBILITY, GONE)
        if reason := ineligibility(self.products[product], now=NOW):
            return Dropped(product, Step.ELIGIBILITY, reason.value)
        if product in self.mapping.never_show:
            return Dropped(product, Step.NEVER_SHOW, "never shown in this shop")
        if product in override.never_show:
            return Dropped(product, Step.NEVER_SHOW, "never shown in this article")
        why = self.warning(product, evidence)
        return Dropped(product, Step.WARNING, why) if why else None

    def warning(self, product: ProductId, evidence: Evidence) -> str | None:
        if warned := self.kinds(product) & evidence.warned:
            return f"the article warns of {_words(warned)}"
        caution = {
            kind
            for kind in self.kinds(product)
            if any(c.kind == "pregnancy" for c in LEXICON.categories[kind].cautions)
        }
        if not evidence.is_about_pregnancy or not caution:
            return None
        return f"the article is about pregnancy, with a caution for {_words(caution)}"

    def leads(self, fired: Fired, evidence: Evidence) -> Iterator[Lead]:
        for category, found in evidence.usable.items():
            for rule in fired[category]:
                meant = list(rule.products)
                if rule.category != category:
                    meant.sort(key=lambda p: category not in self.read(p))
                yield Lead(found, rule, tuple(enumerate(meant, 1)), 0)
            if not fired[category] and not LEXICON.categories[category].needs_rule:
                yield Lead(found, None, tuple(enumerate(self.reached(category), 1)), 0)

    def reached(self, category: CategoryId) -> list[ProductId]:
        best: dict[ProductId, list[tuple[int, int]]] = defaultdict(list)
        for product in self.products.keys() & self.readings.keys():
            for found in self.readings[product].categories:
                is_active = found.presence is Presence.ACTIVE
                if is_active and category in closure([found.category], LEXICON):
                    best[product].append(found.nearness)
        return sorted(best, key=lambda product: (min(best[product]), product))

    def near(self, article: Article, fired: Fired, evidence: Evidence) -> Iterator[Told]:
        rules = RuleBook.of(self.mapping.rules, LEXICON, now=NOW).by_category
        for category, found in sorted(evidence.usable.items()):
            for rule in rules.get(category, ()):
                if why := obstacle(rule, article, found, now=NOW):
                    yield rule.products, Step.NO_EVIDENCE, why
        for category, why in sorted(evidence.unusable.items()):
            step = Step.WARNING if evidence.warns_of(category) else Step.NO_EVIDENCE
            yield self.around(category), step, why
        for category, firing in sorted(fired.items()):
            if firing:
                named = ", ".join(sorted({in_words(r.category, LEXICON) for r in firing}))
                why = f"the rule for {named} decides here, and does not name it"
                yield self.around(category), Step.NO_EVIDENCE, why
        for category, firing in sorted(fired.items()):
            if not firing and LEXICON.categories[category].needs_rule:
                why = f"{in_words(category, LEXICON)}: too general to sell without a rule"
                yield self.around(category), Step.NO_EVIDENCE, why

    def around(self, category: CategoryId) -> set[ProductId]:
        line = {category, *LEXICON.ancestors(category)}
        rules = [rule for rule in self.mapping.rules if rule.enabled and rule.category in line]
        return {*self.reached(category), *(p for rule in rules for p in rule.products)}


def _by_place(override: ArticleOverride) -> list[Pin]:
    return sorted(override.pins, key=lambda pin: (pin.position, pin.product))


def _stands(pin: Pin, found: Dropped | None) -> bool:
    return found is None or (found.step is Step.WARNING and bool(pin.reason.strip()))


def _open(lead: Lead, refused: dict[ProductId, Dropped]) -> Lead:
    left = tuple(each for each in lead.places if each[1] not in refused)
    return Lead(lead.found, lead.rule, left, 0)


def _words(categories: Iterable[CategoryId]) -> str:
    return " and ".join(sorted(in_words(c, LEXICON) for c in categories))
