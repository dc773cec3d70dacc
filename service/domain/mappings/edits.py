"""Small edits of a mapping: each returns a new one, or raises and changes nothing."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from service.domain.articles import ArticleId
from service.domain.catalog import ProductId
from service.domain.errors import InvalidFieldError, ProductNotFoundError, RuleNotFoundError
from service.domain.lexicon import CategoryId
from service.domain.mappings.limits import MAX_POSITION, MAX_PRODUCTS, label_problem
from service.domain.mappings.values import ArticleOverride, Mapping, Pin, Rule, RuleId

_NO_OVERRIDE = ArticleOverride()


def rule(mapping: Mapping, rule_id: RuleId) -> Rule:
    """Return that rule or raise `RuleNotFoundError`."""
    found = next((each for each in mapping.rules if each.id == rule_id), None)
    if found is None:
        raise RuleNotFoundError(rule_id)
    return found


def add_rule(mapping: Mapping, new: Rule) -> Mapping:
    """Add *new*, under an id that no rule has yet."""
    if any(each.id == new.id for each in mapping.rules):
        raise InvalidFieldError("id", "a rule with this id is there already")
    return replace(mapping, rules=(*mapping.rules, _checked(new)))


def replace_rule(mapping: Mapping, new: Rule) -> Mapping:
    """Put *new* in the place of the rule with its id."""
    old = rule(mapping, new.id)
    checked = _checked(new)
    return replace(mapping, rules=tuple(checked if r is old else r for r in mapping.rules))


def remove_rule(mapping: Mapping, rule_id: RuleId) -> Mapping:
    old = rule(mapping, rule_id)
    return replace(mapping, rules=tuple(each for each in mapping.rules if each is not old))


def enable_rule(mapping: Mapping, rule_id: RuleId, *, enabled: bool = True) -> Mapping:
    """Switch a rule on, or off, which keeps it."""
    return replace_rule(mapping, replace(rule(mapping, rule_id), enabled=enabled))


def set_label(mapping: Mapping, rule_id: RuleId, label: str) -> Mapping:
    """Set what the cards of a rule say; empty: the neutral name of its category."""
    return replace_rule(mapping, replace(rule(mapping, rule_id), label=label.strip()))


def add_product(
    mapping: Mapping, rule_id: RuleId, product: ProductId, index: int | None = None
) -> Mapping:
    """Add *product* at the 0-based *index*, else last; one that is there already stays there."""
    old = rule(mapping, rule_id)
    if product in old.products:
        return mapping
    return _placed(mapping, old, product, len(old.products) if index is None else index)


def move_product(mapping: Mapping, rule_id: RuleId, product: ProductId, index: int) -> Mapping:
    """Move *product* to the 0-based *index*; beyond the ends: to that end."""
    old = rule(mapping, rule_id)
    if product not in old.products:
        raise ProductNotFoundError(product)
    return _placed(mapping, old, product, index)


def remove_product(mapping: Mapping, rule_id: RuleId, product: ProductId) -> Mapping:
    old = rule(mapping, rule_id)
    if product not in old.products:
        raise ProductNotFoundError(product)
    left = tuple(each for each in old.products if each != product)
    return replace_rule(mapping, replace(old, products=left))


def pin(
    mapping: Mapping, article: ArticleId, product: ProductId, position: int, reason: str = ""
) -> Mapping:
    """Pin *product* at the 1-based *position* of *article*; its older pin goes, and so does *never
    show* in this article. *reason* lets it stand where the article warns of it."""
    if not 1 <= position <= MAX_POSITION:
        raise InvalidFieldError("position", f"from 1 to {MAX_POSITION}")
    old = override(mapping, article)
    others = tuple(each for each in old.pins if each.product != product)
    if any(each.position == position for each in others):
        raise InvalidFieldError("position", "another product is pinned there")
    pins = sorted((*others, Pin(product, position, reason.strip())), key=lambda p: p.position)
    return _overridden(
        mapping, article, replace(old, pins=tuple(pins), never_show=old.never_show - {product})
    )


def unpin(mapping: Mapping, product: ProductId, article: ArticleId) -> Mapping:
    old = override(mapping, article)
    pins = tuple(each for each in old.pins if each.product != product)
    return _overridden(mapping, article, replace(old, pins=pins))


def never_show(mapping: Mapping, product: ProductId, article: ArticleId | None = None) -> Mapping:
    """Never show *product* in *article* (its pin goes), or without one in the whole shop."""
    if article is None:
        return replace(mapping, never_show=mapping.never_show | {product})
    mapping = unpin(mapping, product, article)
    old = override(mapping, article)
    return _overridden(mapping, article, replace(old, never_show=old.never_show | {product}))


def allow(mapping: Mapping, product: ProductId, article: ArticleId | None = None) -> Mapping:
    """Take *never show* back, in *article* or in the whole shop."""
    if article is None:
        return replace(mapping, never_show=mapping.never_show - {product})
    old = override(mapping, article)
    return _overridden(mapping, article, replace(old, never_show=old.never_show - {product}))


def ignore(mapping: Mapping, article: ArticleId, category: CategoryId) -> Mapping:
    """Take *category* out of the evidence of *article*; what it warns of stays."""
    old = override(mapping, article)
    return _overridden(mapping, article, replace(old, ignore=old.ignore | {category}))


def unignore(mapping: Mapping, article: ArticleId, category: CategoryId) -> Mapping:
    old = override(mapping, article)
    return _overridden(mapping, article, replace(old, ignore=old.ignore - {category}))


def override(mapping: Mapping, article: ArticleId) -> ArticleOverride:
    """Return what was decided for *article* alone, which may be nothing."""
    return mapping.articles.get(article, _NO_OVERRIDE)


def set_fallback(mapping: Mapping, products: Iterable[ProductId]) -> Mapping:
    """Set what fills up a slot that would else hide, each once; none: off."""
    return replace(mapping, fallback=tuple(dict.fromkeys(products)))


def _placed(mapping: Mapping, old: Rule, product: ProductId, index: int) -> Mapping:
    others = [each for each in old.products if each != product]
    others.insert(max(index, 0), product)
    return replace_rule(mapping, replace(old, products=tuple(others)))


def _overridden(mapping: Mapping, article: ArticleId, new: ArticleOverride) -> Mapping:
    """Leave no empty override behind: a mapping whose edits are undone equals the old one."""
    others = {each: o for each, o in mapping.articles.items() if each != article}
    return replace(mapping, articles=others if new == _NO_OVERRIDE else {**others, article: new})


def _checked(new: Rule) -> Rule:
    if problem := label_problem(new.label):
        raise InvalidFieldError("label", problem)
    if len(new.products) > MAX_PRODUCTS:
        raise InvalidFieldError("products", f"at most {MAX_PRODUCTS}")
    return new
