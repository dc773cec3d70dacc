"""The edits of the rules as a form says them: move, add, remove, label, on, off, new, drop."""

from __future__ import annotations

import re
import secrets

from werkzeug.datastructures import MultiDict

from service.domain.catalog import ProductId
from service.domain.errors import InvalidError
from service.domain.lexicon import CategoryId, Lexicon
from service.domain.mappings import (
    Mapping,
    Rule,
    RuleId,
    add_product,
    add_rule,
    enable_rule,
    move_product,
    remove_product,
    remove_rule,
    set_label,
)
from service.web.rules.board import Board, RuleRow, category_name
from service.web.saving import Proposal

LONGEST_LABEL = 80

Form = MultiDict[str, str]


def read_edit(form: Form, board: Board, lexicon: Lexicon) -> Proposal:
    """Return the edit that the button ``do`` names, as ``verb:what``; raise `InvalidError`."""
    verb, _, what = form.get("do", "").partition(":")
    if verb == "new":
        return _new_rule(form, lexicon)
    row = board.row(form.get("rule", ""))
    if row is None:
        raise InvalidError("this rule is gone; load the page again")
    match verb:
        case "move":
            return _move(row, board, what)
        case "add" | "remove":
            return _product_verb(verb, row, board, what)
        case "label":
            return _label(row, form.get("label", "").strip()[:LONGEST_LABEL])
        case "on" | "off" | "drop":
            return _rule_verb(verb, row)
        case _:
            raise InvalidError("the form asks for something unknown")


def _new_rule(form: Form, lexicon: Lexicon) -> Proposal:
    category = CategoryId(form.get("category", ""))
    if category not in lexicon.categories:
        raise InvalidError("choose an ingredient of the list")
    rule = Rule(RuleId(f"{category}-{secrets.token_hex(3)}"), category, ())
    name = category_name(lexicon, category)
    return Proposal(lambda mapping: add_rule(mapping, rule), f"Added a rule for {name}")


def _move(row: RuleRow, board: Board, what: str) -> Proposal:
    number, _, position = what.partition(":")
    product = _product(number)
    last = len(row.rule.products) - 1
    at = min(max(0, _place(position)), last)

    def edit(mapping: Mapping) -> Mapping:
        return move_product(mapping, row.rule.id, product, at)

    return Proposal(edit, f"Moved {board.title(product)} to place {at + 1} for {row.name}")


def _product_verb(verb: str, row: RuleRow, board: Board, what: str) -> Proposal:
    product = _product(what)
    if verb == "add" and product not in board.products:
        raise InvalidError("the shop has no such product")
    rule, title = row.rule.id, board.title(product)
    if verb == "add":
        return Proposal(lambda m: add_product(m, rule, product), f"Added {title} to {row.name}")
    return Proposal(lambda m: remove_product(m, rule, product), f"Removed {title} from {row.name}")


def _label(row: RuleRow, label: str) -> Proposal:
    said = f"Labelled {row.name} “{label}”" if label else f"Took the label of {row.name} away"
    return Proposal(lambda mapping: set_label(mapping, row.rule.id, label), said)


def _rule_verb(verb: str, row: RuleRow) -> Proposal:
    rule = row.rule.id
    if verb == "drop":
        said = f"Removed the rule for {row.name}"
        return Proposal(lambda mapping: remove_rule(mapping, rule), said)
    enabled = verb == "on"
    said = f"Turned the rule for {row.name} {verb}"
    return Proposal(lambda mapping: enable_rule(mapping, rule, enabled=enabled), said)


def _place(text: str) -> int:
    if not re.fullmatch(r"-?[0-9]{1,4}", text):
        raise InvalidError("the form does not name a place")
    return int(text)


def _product(text: str) -> ProductId:
    if not (text.isascii() and text.isdigit() and len(text) < 19):
        raise InvalidError("the form does not name a product")
    return ProductId(int(text))
