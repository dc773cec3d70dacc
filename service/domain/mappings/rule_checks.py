"""What is wrong with the rules of a mapping."""

from __future__ import annotations

from collections.abc import Iterator

from service.domain.lexicon import Lexicon
from service.domain.mappings.limits import MAX_PRODUCTS, claim_in, label_problem
from service.domain.mappings.problems import (
    Found,
    Goods,
    Place,
    Problem,
    Severity,
    name_of,
    repeated,
)
from service.domain.mappings.values import Rule, RuleId


def of_rules(rules: tuple[Rule, ...], goods: Goods, lexicon: Lexicon) -> Iterator[Problem]:
    for rule in rules:
        for severity, text in (*_rule(rule, goods, lexicon), *_products(rule, goods)):
            yield Problem(
                severity, Place.RULE, rule.id, f"{name_of(rule.category, lexicon)}: {text}"
            )
    yield from _repeated_rules(rules, lexicon)


def _rule(rule: Rule, goods: Goods, lexicon: Lexicon) -> Iterator[Found]:
    if rule.category not in lexicon.categories:
        yield Severity.ERROR, "not an ingredient that Endcap knows"
    if rule.weight <= 0:
        yield Severity.ERROR, "the weight must be more than 0"
    if rule.starts_at and rule.ends_at and rule.starts_at >= rule.ends_at:
        yield Severity.ERROR, "it would end before it starts"
    elif rule.ends_at and rule.ends_at <= goods.now:
        yield Severity.WARNING, f"it ended on {rule.ends_at:%Y-%m-%d}"
    if problem := label_problem(rule.label):
        yield Severity.ERROR, f"the label must be {problem}"
    if claim := claim_in(rule.label):
        yield (
            Severity.WARNING,
            f"“{rule.label}” says “{claim}”: beside a cosmetic this reads as a medical promise",
        )


def _products(rule: Rule, goods: Goods) -> Iterator[Found]:
    if len(rule.products) > MAX_PRODUCTS:
        yield Severity.ERROR, f"{len(rule.products)} products; at most {MAX_PRODUCTS}"
    for product in repeated(rule.products):
        yield Severity.ERROR, f"{goods.name(product)} is listed twice"
    if rule.enabled and not rule.products:
        yield Severity.WARNING, "no product yet, so nothing is shown for it"
    elif rule.enabled and not any(goods.sells(product) for product in rule.products):
        yield Severity.WARNING, "none of its products can be shown, so nothing is"
    yield from goods.problems(rule.products)


def _repeated_rules(rules: tuple[Rule, ...], lexicon: Lexicon) -> Iterator[Problem]:
    for rule_id in repeated(rule.id for rule in rules):
        yield Problem(Severity.ERROR, Place.RULE, rule_id, f"two rules have the id {rule_id}")
    first: dict[tuple[object, ...], RuleId] = {}
    for rule in rules:
        if rule.enabled and first.setdefault(_when(rule), rule.id) != rule.id:
            text = (
                f"{name_of(rule.category, lexicon)}: another rule speaks for it in the same "
                "articles; put their products into one"
            )
            yield Problem(Severity.WARNING, Place.RULE, rule.id, text)


def _when(rule: Rule) -> tuple[object, ...]:
    """Return what decides where a rule speaks."""
    lists = (rule.tags, rule.blogs, rule.languages)
    folded = (frozenset(word.strip().casefold() for word in words) for words in lists)
    return (rule.category, rule.role, *folded, rule.starts_at, rule.ends_at)
