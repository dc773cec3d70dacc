"""How much a mapping may hold, and which words make a label a claim."""

from __future__ import annotations

import re
import unicodedata

MAX_LABEL = 80
MAX_PRODUCTS = 50
MAX_POSITION = 10

_CLAIMS = (
    # English
    r"prevent(s|ed|ing|ion|ive)?",
    r"treat(s|ed|ing|ment|ments)?",
    r"cur(e|es|ed|ing|ative)",
    r"heal(s|ed|ing)?",
    # French
    r"préven(ir|tion|tif|tive)",
    r"trait(e|er|ement|ements)",
    r"guéri(r|t|son)",
    r"soigne(r)?",
    # German
    r"vorbeug(en|t|ung|end)",
    r"behandel(n|t)|behandlung(en)?",
    r"heil(en|t|ung|end)",
    # Spanish and Portuguese
    r"preven(ir|ción|ção|e|tivo)",
    r"trata(r|miento|mento)?",
    r"cura(r)?",
)
_DISEASES = (
    "acne",
    "athlete's foot",
    "cancer",
    "dermatitis",
    "eczema",
    "fungal",
    "infections?",
    "keratosis",
    "melasma",
    "milia",
    "psoriasis",
    "rosacea",
    "warts?",
)
_CLAIM = re.compile(rf"\b({'|'.join((*_CLAIMS, *_DISEASES))})\b", re.IGNORECASE)


def claim_in(text: str) -> str | None:
    """Return the first word of *text* that promises to treat something, or names a disease."""
    found = _CLAIM.search(unicodedata.normalize("NFC", text))
    return found.group(0) if found else None


def label_problem(label: str) -> str | None:
    """Return why *label* cannot stand on a card, in words, or ``None``."""
    if len(label) > MAX_LABEL:
        return f"at most {MAX_LABEL} characters; this has {len(label)}"
    if any(unicodedata.category(character) in {"Cc", "Zl", "Zp"} for character in label):
        return "one line of plain text, without control characters"
    return None
