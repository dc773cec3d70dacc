"""How central each category is to an article, and what the article says of it on the whole."""

from __future__ import annotations

from collections.abc import Sequence
from math import floor
from typing import NamedTuple

from service.domain.articles import HEADING_ZONES, Zone
from service.domain.lexicon import CategoryId, Lexicon
from service.domain.reading import CategoryReading, Mention, Population, Role, Setting, Stance
from service.domain.reading.heard import Listener
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

_AVOID, _RECOMMEND = Stance.AVOID, Stance.RECOMMEND
_AT_HOME = Setting.AT_HOME


class _Weighed(NamedTuple):
    """A mention with its number and the weight of its zone."""

    number: int
    found: Found
    mention: Mention
    weight: float


def read_categories(
    found: Sequence[Found],
    lexicon: Lexicon,
    *,
    length: int,
    about: Population | None,
    listener: Listener | None = None,
) -> tuple[CategoryReading, ...]:
    """Return a reading per category, most salient first; *about*: whom the article is for.

    With a *listener* it decides the stances; without one the rules do.
    """
    grouped: dict[CategoryId, list[_Weighed]] = {}
    for number, each in enumerate(found):
        mention = each.mention
        weighed = _Weighed(number, each, mention, _ZONE_WEIGHT[mention.zone])
        grouped.setdefault(mention.category, []).append(weighed)
    raw = {c: _central(c, mentions, lexicon, length) for c, mentions in grouped.items()}
    whole = max(1.0, sum(raw.values()))
    stances = _heard(grouped, listener) if listener else _ruled(grouped, lexicon, about)
    readings = [
        _reading(c, mentions, floor(raw[c] / whole * _PRECISION) / _PRECISION, stances[c])
        for c, mentions in grouped.items()
    ]
    readings += _covered(readings, lexicon)
    return tuple(sorted(readings, key=lambda r: (-r.salience, r.category)))


def _central(
    category: CategoryId, mentions: Sequence[_Weighed], lexicon: Lexicon, length: int
) -> float:
    said = 0.0
    for _, _, mention, zone_weight in mentions:
        weight = zone_weight * _STANCE_WEIGHT[mention.stance]
        said += weight if mention.setting is _AT_HOME else weight * _NOT_AT_HOME
    if lexicon.categories[category].needs_rule:
        said *= _TOO_GENERAL
    first = mentions[0].mention.start
    early = 1 - _EARLY + _EARLY * (1 - first / max(1, length))
    return said / (said + _HALF) * early


_Grouped = dict[CategoryId, list[_Weighed]]


def _heard(grouped: _Grouped, listener: Listener) -> dict[CategoryId, Stance]:
    """What the stance model makes of all that is heard of each category."""
    return {c: _told(mentions, len(grouped), listener) for c, mentions in grouped.items()}


def _told(mentions: Sequence[_Weighed], categories: int, listener: Listener) -> Stance:
    """Headings alone hold too few words for a warning that the rules do not hear in them."""
    stance = listener.overall(
        [each.found.impression for each in mentions if each.found.impression],
        categories=categories,
        in_title=any(each.mention.zone is Zone.TITLE for each in mentions),
    ).stance
    if stance is _AVOID and all(each.mention.zone in HEADING_ZONES for each in mentions):
        warned = any(each.found.ruled is _AVOID for each in mentions)
        return stance if warned else Stance.NEUTRAL
    return stance


def _ruled(
    grouped: _Grouped, lexicon: Lexicon, about: Population | None
) -> dict[CategoryId, Stance]:
    """What the rules make of the stances of the mentions of each category."""
    warned = {c: _warning(mentions, about) for c, mentions in grouped.items()}
    return {
        category: _AVOID if _prevails(category, warned, lexicon) else _overall(mentions)
        for category, mentions in grouped.items()
    }


def _warning(mentions: Sequence[_Weighed], about: Population | None) -> float:
    """How much more is said against it than for it; positive when warnings prevail."""
    balance = 0.0
    for _, found, mention, weight in mentions:
        if mention.stance is _AVOID:
            balance += weight * _share(found, about)
        elif mention.stance is _RECOMMEND:
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
    against = [reading for reading in readings if reading.advised_against]
    covered: dict[CategoryId, CategoryReading] = {}
    for reading in sorted(against, key=lambda r: (len(lexicon.ancestors(r.category)), r.category)):
        for category in sorted(lexicon.family(reading.category) - named):
            covered[category] = CategoryReading(
                category, 0.0, Stance.AVOID, None, False, True, reading.evidence
            )
    return list(covered.values())


def _reading(
    category: CategoryId, mentions: Sequence[_Weighed], salience: float, stance: Stance
) -> CategoryReading:
    advised_against = stance is _AVOID
    return CategoryReading(
        category=category,
        salience=salience,
        stance=stance,
        role=_role(mentions),
        sells=not advised_against and any(_sells(each.found) for each in mentions),
        advised_against=advised_against,
        evidence=_evidence(mentions, stance),
    )


def _sells(found: Found) -> bool:
    """Whether it may lead to a recommendation; "never A with B" shall bring up neither."""
    return found.mention.sells and not found.combining


def _overall(mentions: Sequence[_Weighed]) -> Stance:
    stances = {each.mention.stance for each in mentions}
    for stance in (_RECOMMEND, Stance.NEUTRAL):
        if stance in stances:
            return stance
    return _AVOID


def _role(mentions: Sequence[_Weighed]) -> Role | None:
    """The role said most, weighed by zone; a tie goes to the one said first."""
    weights: dict[Role, int] = {}
    for _, _, mention, weight in mentions:
        if mention.role is not None and mention.stance is not _AVOID:
            weights[mention.role] = weights.get(mention.role, 0) + int(10 * weight)
    return max(weights, key=weights.__getitem__) if weights else None


def _evidence(mentions: Sequence[_Weighed], stance: Stance) -> int:
    """The mention that speaks best for *stance*: plain words in a full sentence, early."""

    def rank(weighed: _Weighed) -> tuple[bool, bool, bool, bool, int]:
        mention = weighed.mention
        return (
            mention.stance is not stance,
            mention.setting is not _AT_HOME,
            mention.zone in HEADING_ZONES,
            mention.role is None,
            weighed.number,
        )

    return mentions[0].number if len(mentions) == 1 else min(mentions, key=rank).number
