"""What else a sentence says of a term: its role, its setting, for whom and where."""

from __future__ import annotations

from service.domain.lexicon import TermKind
from service.domain.reading import BodySite, Population, Role, Setting
from service.domain.reading.cues import Cue
from service.domain.reading.said import Sentence

_ANY_SIDE = {Cue.PREVENTS: Role.PREVENTS, Cue.TREATS: Role.TREATS, Cue.SOOTHES: Role.SOOTHES}
_LEFT_SIDE = {
    Cue.PREVENTED_BY: Role.PREVENTS,
    Cue.TREATED_BY: Role.TREATS,
    Cue.SOOTHED_BY: Role.SOOTHES,
    Cue.CAUSED_BY: Role.CAUSES,
}
_GIVES_ROLE = frozenset({Cue.CAUSES, *_ANY_SIDE, *_LEFT_SIDE})
_SETTINGS = {
    Cue.PROFESSIONAL: Setting.PROFESSIONAL,
    Cue.PRESCRIPTION: Setting.PRESCRIPTION,
    Cue.AT_HOME: Setting.AT_HOME,
}
_OWN = frozenset({Cue.IS_MADE_OF_BEFORE, Cue.IS_MADE_OF_AFTER})
_FAR = 25
_CONTRASTS = frozenset(
    {
        "but",
        "however",
        "whereas",
        "although",
        "though",
        "yet",
        "nevertheless",
        "otherwise",
        "unless",
    }
    | {"nonetheless", "on the other hand", "even though", "while others", ";"}
)


_DRUG, _PROCEDURE, _AT_HOME = TermKind.DRUG, TermKind.PROCEDURE, Setting.AT_HOME
_PREGNANCY, _INFANT, _EYE_AREA = Cue.PREGNANCY, Cue.INFANT, Cue.EYE_AREA


def role_of(sentence: Sentence, start: int, end: int) -> Role | None:
    """The role that the nearest fitting cue gives; what follows weighs like what precedes."""
    best: tuple[int, Role] | None = None
    if sentence.kinds.isdisjoint(_GIVES_ROLE):
        return None
    for cue_start, cue_end, cue in sentence.cues:
        if cue not in _GIVES_ROLE:
            continue
        left = cue_end <= start
        role = _ANY_SIDE.get(cue) or (_LEFT_SIDE.get(cue) if left else None)
        if cue is Cue.CAUSES and not left:
            role = Role.CAUSES
        if role is None:
            continue
        distance = start - cue_end if left else cue_start - end
        low, high = (cue_end, start) if left else (end, cue_start)
        if _parted(sentence, low, high, hard=role is Role.CAUSES):
            continue
        if best is None or distance < best[0]:
            best = distance, role
    return best[1] if best else None


def _parted(sentence: Sentence, low: int, high: int, *, hard: bool) -> bool:
    """A purpose reaches over an aside ("to prevent it, you can"), never over a "but"."""
    ends = [
        sentence.text[s:e] for s, e, cue in sentence.cues if cue is Cue.ENDS and low <= s < high
    ]
    return any(hard or word in _CONTRASTS for word in ends)


def setting_of(sentence: Sentence, start: int, end: int, kind: TermKind) -> Setting:
    """Drugs need a prescription, procedures a professional; else the nearest cue says."""
    if kind is _DRUG:
        return Setting.PRESCRIPTION
    if kind is _PROCEDURE:
        return _AT_HOME if Cue.AT_HOME in sentence.kinds else Setting.PROFESSIONAL
    return _nearest_setting(sentence, start, end) or _AT_HOME


def _nearest_setting(sentence: Sentence, start: int, end: int) -> Setting | None:
    best: tuple[int, Setting] | None = None
    if sentence.kinds.isdisjoint(_SETTINGS):
        return None
    for cue_start, cue_end, cue in sentence.cues:
        setting = _SETTINGS.get(cue)
        if setting is None:
            continue
        low, high = (cue_end, start) if cue_end <= start else (end, cue_start)
        if _other_clause(sentence, low, high, setting) or sentence.belongs_to_another(low, high):
            continue
        distance = max(0, high - low)
        if best is None or distance < best[0]:
            best = distance, setting
    return best[1] if best else None


def _other_clause(sentence: Sentence, low: int, high: int, setting: Setting) -> bool:
    bars = {Cue.ENDS, Cue.OR} if setting is Setting.PROFESSIONAL else {Cue.ENDS}
    return any(cue in bars and low <= s < high for s, _, cue in sentence.cues)


def population_of(sentence: Sentence) -> Population | None:
    if _PREGNANCY in sentence.kinds:
        return Population.PREGNANCY
    return Population.INFANT if _INFANT in sentence.kinds else None


def body_site_of(sentence: Sentence) -> BodySite | None:
    return BodySite.EYE_AREA if _EYE_AREA in sentence.kinds else None


def is_own_substance(sentence: Sentence, start: int, end: int) -> bool:
    """Whether the body's own is meant ("boosts X", "X levels"), not an ingredient to use."""
    return not sentence.kinds.isdisjoint(_OWN) and any(
        (cue is Cue.IS_MADE_OF_BEFORE and 0 <= start - e <= _FAR)
        or (cue is Cue.IS_MADE_OF_AFTER and 0 <= s - end <= 2)
        for s, e, cue in sentence.cues
    )
