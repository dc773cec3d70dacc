"""What a shop adds to the default lexicon: its own terms and categories, and what it ignores."""

from service.domain.shop_lexicon.changing import apply_changes
from service.domain.shop_lexicon.merging import merge
from service.domain.shop_lexicon.sheet import Sheet, changes_to, read_sheet, write_sheet
from service.domain.shop_lexicon.touching import Spelling, Touched, TouchFinder, touched_by
from service.domain.shop_lexicon.values import (
    MOST_CATEGORIES,
    MOST_TERMS,
    LexiconChanges,
    ShopLexicon,
    TermKey,
    key_of,
)

__all__ = [
    "MOST_CATEGORIES",
    "MOST_TERMS",
    "LexiconChanges",
    "Sheet",
    "ShopLexicon",
    "Spelling",
    "TermKey",
    "TouchFinder",
    "Touched",
    "apply_changes",
    "changes_to",
    "key_of",
    "merge",
    "read_sheet",
    "touched_by",
    "write_sheet",
]
