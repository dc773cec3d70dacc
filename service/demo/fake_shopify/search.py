"""Shopify's search syntax, as far as a sync needs it: ``status:active AND updated_at:>='…'``."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

Value = str | int | datetime | tuple[str, ...] | None
Fields = Mapping[str, Value]
"""What can be filtered by, with the value that a thing has."""

_TERM = re.compile(
    r"""\s*(?:(?P<connective>AND|OR)\b\s*)?
        (?P<minus>-|NOT\s+)?
        (?:(?P<field>[A-Za-z_][\w.]*):)?
        (?P<comparator>>=|<=|>|<)?
        (?:'(?P<single>[^']*)'|"(?P<double>[^"]*)"|(?P<bare>[^\s()]+))""",
    re.VERBOSE,
)


class SearchSyntaxError(ValueError):
    """The query does not read."""


@dataclass(frozen=True, slots=True)
class Term:
    field: str
    comparator: str
    wanted: str
    negated: bool
    is_alternative: bool
    """Whether it was joined with OR to the term before it."""


def parse(query: str) -> tuple[Term, ...]:
    """Return the terms in order, or raise `SearchSyntaxError`; AND is understood between them."""
    terms: list[Term] = []
    rest = query.strip()
    while rest:
        found = _TERM.match(rest)
        if found is None:
            raise SearchSyntaxError(rest)
        terms.append(_term(found))
        rest = rest[found.end() :].strip()
    return tuple(terms)


def unknown_fields(terms: tuple[Term, ...], fields: frozenset[str]) -> tuple[str, ...]:
    """Return the fields that Shopify would ignore with a warning."""
    return tuple(term.field for term in terms if term.field and term.field not in fields)


def matches(terms: tuple[Term, ...], fields: Fields, *, now: datetime) -> bool:
    """Whether a thing with these fields is found; AND binds tighter than OR."""
    groups: list[list[Term]] = [[]]
    for term in terms:
        if term.is_alternative:
            groups.append([])
        groups[-1].append(term)
    return any(all(_holds(term, fields, now) for term in group) for group in groups)


def number_of(term: Term) -> int:
    """Return the number that *term* compares with, seconds since 1970 for an instant."""
    tail = term.wanted.rpartition("/")[2]
    return (
        int(tail) if tail.isdecimal() else int(_instant(term.wanted, datetime.now(UTC)).timestamp())
    )


def _term(found: re.Match[str]) -> Term:
    wanted = next(found[name] for name in ("single", "double", "bare") if found[name] is not None)
    return Term(
        field=found["field"] or "",
        comparator=found["comparator"] or "",
        wanted=wanted,
        negated=bool(found["minus"]),
        is_alternative=found["connective"] == "OR",
    )


def _holds(term: Term, fields: Fields, now: datetime) -> bool:
    if not term.field:
        return _in_text(term, fields) is not term.negated
    if term.field not in fields:
        return True  # ignored, as Shopify does
    return _compare(term, fields[term.field], now) is not term.negated


def _in_text(term: Term, fields: Fields) -> bool:
    text = " ".join(value for value in fields.values() if isinstance(value, str))
    return term.wanted.rstrip("*").casefold() in text.casefold()


def _compare(term: Term, value: Value, now: datetime) -> bool:
    if value is None:
        return False
    if isinstance(value, datetime):
        return _ordered(term.comparator, value, _instant(term.wanted, now))
    if isinstance(value, int):
        return _ordered(term.comparator, value, _number(term.wanted))
    values = value if isinstance(value, tuple) else (value,)
    return any(_text_is(wanted, v) for wanted in term.wanted.split(",") for v in values)


def _text_is(wanted: str, value: str) -> bool:
    if wanted.endswith("*"):
        return value.casefold().startswith(wanted[:-1].casefold())
    return value.casefold() == wanted.casefold()


def _ordered(comparator: str, value: datetime | int, wanted: datetime | int) -> bool:
    comparisons: dict[str, Callable[[float], bool]] = {
        "": lambda difference: difference == 0,
        ">": lambda difference: difference > 0,
        ">=": lambda difference: difference >= 0,
        "<": lambda difference: difference < 0,
        "<=": lambda difference: difference <= 0,
    }
    return comparisons[comparator](_seconds(value) - _seconds(wanted))


def _seconds(value: datetime | int) -> float:
    return value.timestamp() if isinstance(value, datetime) else value


def _instant(text: str, now: datetime) -> datetime:
    if text == "now":
        return now
    try:
        instant = datetime.fromisoformat(text if len(text) > 4 else f"{text}-01-01")
    except ValueError as error:
        raise SearchSyntaxError(text) from error
    return instant if instant.tzinfo else instant.replace(tzinfo=UTC)


def _number(text: str) -> int:
    try:
        return int(text.rpartition("/")[2])
    except ValueError as error:
        raise SearchSyntaxError(text) from error
