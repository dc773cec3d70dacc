"""The marketers' words: what a page calls the things of the domain."""

from __future__ import annotations

from datetime import datetime, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from service.domain.articles import ArticleState, Zone
from service.domain.catalog import HandPlacedLinks, NewArticles, PriceRange, ShopMode
from service.domain.lexicon import CautionKind, TermKind
from service.domain.reading import Mention, Role, Setting, Stance
from service.domain.reading.proposals import Sign
from service.domain.recommendations import Because, Source, Step
from service.storage.replays import Showing

STANCES = {
    Stance.RECOMMEND: "recommends",
    Stance.NEUTRAL: "mentions",
    Stance.AVOID: "warns",
}
ROLES = {
    Role.PREVENTS: "prevents",
    Role.TREATS: "treats",
    Role.SOOTHES: "soothes",
    Role.CAUSES: "causes",
}
SETTINGS = {
    Setting.AT_HOME: "at home",
    Setting.PROFESSIONAL: "by a professional",
    Setting.PRESCRIPTION: "on prescription",
}
SOURCES = {
    Source.PIN: "pinned by hand",
    Source.RULE: "from a rule",
    Source.READING: "contains it",
    Source.FALLBACK: "filler",
}
STEPS = {
    Step.ELIGIBILITY: "Can not be sold now",
    Step.NEVER_SHOW: "Never show",
    Step.WARNING: "The article warns",
    Step.NO_EVIDENCE: "Nothing leads to it",
    Step.LIMIT: "No room left",
}
STATES = {
    ArticleState.ON: "On",
    ArticleState.WAITING: "Waiting",
    ArticleState.OFF: "Off",
}
ZONES = {
    Zone.CALL_TO_ACTION: "hand-placed links",
    Zone.DISCLAIMER: "disclaimer",
    Zone.REFERENCES: "references",
    Zone.BOILERPLATE: "navigation and teasers",
}
SLOTS = {"after_intro": "After the intro", "end": "At the end"}
MODES = {
    ShopMode.OBSERVE: ("Observe", "Everything is worked out, nothing is shown to shoppers."),
    ShopMode.LIVE: ("Live", "Shoppers see the cards of every article that is on."),
}
SHOWING = {
    Showing.ALL: "All",
    Showing.GAINING: "Gain a product",
    Showing.LOSING: "Lose a product",
    Showing.EMPTIED: "Become empty",
    Showing.FALLING_BACK: "Fall back on fillers",
}
LINKS = {
    HandPlacedLinks.KEEP: ("Keep the links", "Articles with links placed by hand get no cards."),
    HandPlacedLinks.UPGRADE: (
        "Upgrade in place",
        "Cards stand where the links are; the links stay in the article.",
    ),
    HandPlacedLinks.KEEP_BOTH: ("Keep both", "The links stay, and cards stand beside them."),
}
NEW_ARTICLES = {
    NewArticles.WAIT: ("Wait for a person", "Somebody looks at each new article and turns it on."),
    NewArticles.GO: (
        "Go on by themselves",
        "Except topics such as pregnancy or prescriptions: those always wait.",
    ),
}
LANGUAGES = {
    "en": "English",
    "fr": "French",
    "de": "German",
    "es": "Spanish",
    "pt": "Portuguese",
    "sv": "Swedish",
    "ro": "Romanian",
    "ja": "Japanese",
    "ko": "Korean",
    "zh": "Chinese",
}
TERM_KINDS = {
    TermKind.INCI: ("In ingredient lists", "The name that labels print, found in every language."),
    TermKind.SYNONYM: ("In plain words", "What articles and people call it."),
    TermKind.ABBREVIATION: ("Abbreviation", "Found in its own capitals only, such as AHA."),
    TermKind.DRUG: ("Prescription drug", "Names the ingredient and sells nothing by itself."),
    TermKind.PROCEDURE: ("Treatment by a professional", "Sells nothing unless done at home."),
}
STEPS_OF_ROUTINE = {
    10: "Cleansing or scrub",
    20: "Leave-on exfoliant",
    30: "Treatment or serum",
    40: "Moisturiser",
    50: "Sunscreen",
}
CAUTIONS = {
    CautionKind.PREGNANCY: "Pregnancy",
    CautionKind.SAME_ROUTINE: "Not in one routine",
    CautionKind.SUN: "Sun",
    CautionKind.EYE_AREA: "Eye area",
}
SIGNS = {
    Sign.MISSPELT: "may be a misspelling",
    Sign.COMPANY: "stands beside known ingredients",
    Sign.SHAPE: "is built like an ingredient",
    Sign.LISTED: "in ingredient lists",
}

_SYMBOLS = {"USD": "$", "EUR": "€", "GBP": "£", "JPY": "¥", "KRW": "₩"}
_WITHOUT_CENTS = frozenset({"JPY", "KRW"})


def slot_title(slot: str) -> str:
    """Return what a page calls a slot."""
    return SLOTS.get(slot, slot.replace("_", " ").capitalize())


def mention_words(mention: Mention) -> str:
    """Say how a mention is meant, such as ``recommends, treats, on prescription``."""
    said = [STANCES[mention.stance]]
    if mention.role is not None:
        said.append(ROLES[mention.role])
    if mention.setting is not Setting.AT_HOME:
        said.append(SETTINGS[mention.setting])
    if mention.population is not None:
        said.append(f"about {mention.population.value}")
    if mention.body_site is not None:
        said.append("eye area")
    return ", ".join(said)


def because_words(because: Because) -> str:
    """Say why a product is shown, such as ``The article recommends it; from a rule``."""
    said = [SOURCES[because.source]]
    if because.stance is not None:
        said.insert(0, f"the article {STANCES[because.stance]} it")
    sentence = "; ".join(said)
    return sentence[0].upper() + sentence[1:]


def money(price: PriceRange) -> str:
    low = amount(price.minimum, price.currency)
    return low if price.minimum == price.maximum else f"from {low}"


def amount(value: Decimal, currency: str) -> str:
    number = f"{value:,.0f}" if currency in _WITHOUT_CENTS else f"{value:,.2f}"
    symbol = _SYMBOLS.get(currency)
    return f"{symbol}{number}" if symbol else f"{number} {currency}"


def local_time(instant: datetime | None, timezone: str) -> str:
    """Say an instant in the shop's time, such as ``2 Nov 2026, 10:30``."""
    if instant is None:
        return ""
    try:
        here = instant.astimezone(ZoneInfo(timezone))
    except (ZoneInfoNotFoundError, ValueError):
        here = instant
    return f"{here.day} {here:%b %Y, %H:%M}"


def span(length: timedelta) -> str:
    """Say a length of time in its largest unit, such as ``5 minutes`` and ``2 days``."""
    seconds = int(length.total_seconds())
    for unit, lasts in (("day", 86_400), ("hour", 3600), ("minute", 60)):
        if seconds >= lasts:
            return count(seconds // lasts, unit)
    return count(max(seconds, 0), "second")


def count(number: int, one: str, many: str | None = None) -> str:
    """Say a number with its noun, such as ``1 change`` and ``2 changes``."""
    return f"{number} {one if number == 1 else many or one + 's'}"
