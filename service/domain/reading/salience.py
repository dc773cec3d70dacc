"""How central each category is to an article, and what the article says of it on the whole."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from math import floor

from service.domain.articles import Zone
from service.domain.lexicon import CategoryId, Lexicon
from service.domain.reading import CategoryReading, Population, Role, Setting, Stance
from service.domain.reading.mentions import Found

_ZONE_WEIGHT = {Zone.TITLE: 3.0, Zone.HEADING: 2.0, Zone.INTRO: 1.5, Zone.BODY: 1.0}
_STANCE_WEIGHT = {Stance.RECOMMEND: 1.0, Stance.NEUTRAL: 0.6, Stance.AVOID: 0.6}
_NOT_AT_HOME = 0.4
_HALF = 3.0
"""This much said makes a category half as central as can be; more adds less and less."""
_EARLY = 0.3
_TOO_GENERAL = 0.3
_PRECISION = 10**6
_PARTIAL_WARNING = 0.5
_NEUTRAL_SHARE = 0.25

_Numbered = list[tuple[int, Found]]


def read_categories(
    found: Sequence[Found], lexicon: Lexicon, *, length: int, about: Population | None
) -> tuple[CategoryReading, ...]:
    """Return a reading per category, most salient first; *about*: whom the article is for."""
    grouped: dict[CategoryId, _Numbered] = {}
    for number, mention in enumerate(found):
        grouped.setdefault(mention.mention.category, []).append((number, mention))
    raw = {c: _central(c, mentions, lexicon, length) for c, mentions in grouped.items()}
    whole = max(1.0, sum(raw.values()))
    warned = {c: _warning(mentions, about) for c, mentions in grouped.items()}
    readings = [
        _reading(c, mentions, floor(raw[c] / whole * _PRECISION) / _PRECISION,
                 advised_against=_prevails(c, warned, lexicon))
        for c, mentions in grouped.items()
    ]  # fmt: skip
    readings += _covered(readings, lexicon)
    return tuple(sorted(readings, key=lambda r: (-r.salience, r.category)))


def _central(category: CategoryId, mentions: _Numbered, lexicon: Lexicon, length: int) -> float:
    said = 0.0
    for _, found in mentions:
        mention = found.mention
        weight = _ZONE_WEIGHT.get(mention.zone, 0.0) * _STANCE_WEIGHT[mention.stance]
        said += weight if mention.setting is Setting.AT_HOME else weight * _NOT_AT_HOME
    if lexicon.categories[category].needs_rule:
        said *= _TOO_GENERAL
    first = min(found.mention.start for _, found in mentions)
    early = 1 - _EARLY + _EARLY * (1 - first / max(1, length))
    return said / (said + _HALF) * early


def _warning(mentions: _Numbered, about: Population | None) -> float:
    """How much more is said against it than for it; positive when warnings prevail."""
    balance = 0.0
    for _, found in mentions:
        mention = found.mention
        weight = _ZONE_WEIGHT.get(mention.zone, 0.0)
        if mention.stance is Stance.AVOID:
            balance += weight * _share(found, about)
        elif mention.stance is Stance.RECOMMEND:
            balance -= weight
        else:
            balance -= weight * _NEUTRAL_SHARE
    return balance


def _share(found: Found, about: Population | None) -> float:
    """How much of a warning is against the thing itself, as this article's reader would use it."""
    if found.combining:
        return 0.0
    mention = found.mention
    for_others = mention.population is not None and mention.population is not about
    partial = for_others or mention.setting is Setting.PROFESSIONAL
    return _PARTIAL_WARNING if partial else 1.0


def _prevails(category: CategoryId, warned: dict[CategoryId, float], lexicon: Lexicon) -> bool:
    """Its own words decide; words about what is above it only when it has none for or against."""
    own = warned[category]
    if own > 0:
        return True
    above = [warned[c] for c in lexicon.ancestors(category) if c in warned]
    return bool(above) and above[0] > 0 and own > -1


def _covered(readings: Sequence[CategoryReading], lexicon: Lexicon) -> list[CategoryReading]:
    """What an umbrella's warning covers without naming it: no salience, only the warning."""
    named = {reading.category for reading in readings}
    covered: dict[CategoryId, CategoryReading] = {}
    for reading in sorted(readings, key=lambda r: (len(lexicon.ancestors(r.category)), r.category)):
        if reading.advised_against:
            for category in sorted(lexicon.family(reading.category) - named):
                covered[category] = CategoryReading(
                    category, 0.0, Stance.AVOID, None, False, True, reading.evidence
                )
    return list(covered.values())


def _reading(
    category: CategoryId, mentions: _Numbered, salience: float, *, advised_against: bool
) -> CategoryReading:
    stance = Stance.AVOID if advised_against else _overall([f for _, f in mentions])
    return CategoryReading(
        category=category,
        salience=salience,
        stance=stance,
        role=_role([f for _, f in mentions]),
        sells=not advised_against and any(found.mention.sells for _, found in mentions),
        advised_against=advised_against,
        evidence=_evidence(mentions, stance),
    )


def _overall(mentions: Sequence[Found]) -> Stance:
    stances = {found.mention.stance for found in mentions}
    for stance in (Stance.RECOMMEND, Stance.NEUTRAL):
        if stance in stances:
            return stance
    return Stance.AVOID


def _role(mentions: Sequence[Found]) -> Role | None:
    """The role said most, weighed by zone; a tie goes to the one said first."""
    weights: Counter[Role] = Counter()
    for found in mentions:
        if found.mention.role is not None and found.mention.stance is not Stance.AVOID:
            weights[found.mention.role] += int(10 * _ZONE_WEIGHT.get(found.mention.zone, 0.0))
    return max(weights, key=lambda role: weights[role]) if weights else None


def _evidence(mentions: _Numbered, stance: Stance) -> int:
    """The mention that speaks best for *stance*: plain words in a full sentence, early."""

    def rank(numbered: tuple[int, Found]) -> tuple[bool, bool, bool, bool, int]:
        number, found = numbered
        mention = found.mention
        return (
            mention.stance is not stance,
            mention.setting is not Setting.AT_HOME,
            mention.zone in {Zone.TITLE, Zone.HEADING},
            mention.role is None,
            number,
        )

    return min(mentions, key=rank)[0]
