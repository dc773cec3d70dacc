"""What the endpoints of a shop's lexicon take and give, as models that the API document shows."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Literal, cast

from pydantic import Field

from service.api.schemas import ApiModel
from service.domain.lexicon import LANGUAGES, LONGEST_TERM, ROUTINE_STEPS

MOST_AT_ONCE = 5000
LONGEST = 512
"""More is refused before anything looks at it."""

Kind = Literal["inci", "synonym", "abbreviation", "drug", "procedure"]

_LANGUAGE = Field("en", max_length=16, description=f"one of {', '.join(LANGUAGES)}")


class TermGiven(ApiModel):
    """Taken literally: no pattern, no wildcard. Found in its inflected forms too."""

    text: str = Field(max_length=LONGEST, description=f"at most {LONGEST_TERM} characters")
    category: str = Field(max_length=64)
    kind: Kind = Field("synonym", description="an abbreviation is found in its own casing alone")
    language: str = _LANGUAGE
    needs_skin: bool = Field(
        default=False, description="an everyday word: counts only in a text that speaks of skin"
    )


class TermNamed(ApiModel):
    text: str = Field(max_length=LONGEST)
    language: str = _LANGUAGE


class CategoryGiven(ApiModel):
    """An id of the shop's own that is there takes over what is said here."""

    id: str = Field(max_length=64)
    name: str = Field(max_length=LONGEST)
    parent: str | None = Field(None, max_length=64)
    routine_step: int = Field(description=f"one of {', '.join(map(str, ROUTINE_STEPS))}")


Spellings = list[str]


class ChangesGiven(ApiModel):
    """All of it or nothing; what is removed goes before what is added."""

    add_terms: list[TermGiven] = Field([], max_length=MOST_AT_ONCE)
    remove_terms: list[TermNamed] = Field([], max_length=MOST_AT_ONCE)
    ignore: Spellings = Field(
        [], max_length=MOST_AT_ONCE, description="default terms that mean nothing in this shop"
    )
    heed: Spellings = Field([], max_length=MOST_AT_ONCE, description="ignored no longer")
    add_categories: list[CategoryGiven] = Field([], max_length=500)
    remove_categories: list[str] = Field([], max_length=500)
    seen: int | None = Field(
        None, ge=0, le=2**31 - 1, description="the revision that these changes were made for"
    )


class RevisionSaid(ApiModel):
    revision: int
    version: str


class TermSaid(ApiModel):
    text: str
    language: str
    category: str
    kind: Kind
    needs_skin: bool
    author: str
    added_at: datetime


class TermsSaid(ApiModel):
    """*next*: hand it over as `after` for the page that follows; null on the last."""

    items: list[TermSaid]
    next: str | None


class CategorySaid(ApiModel):
    id: str
    name: str
    parent: str | None
    routine_step: int
    author: str
    added_at: datetime


class IgnoredSaid(ApiModel):
    text: str
    author: str
    added_at: datetime


class RereadingSaid(ApiModel):
    """Of *total* texts that are gone through, *looked_at* were; *read* of them had to be read, and
    *changed* say something else by now."""

    is_open: bool
    total: int
    looked_at: int
    read: int
    changed: int
    dead: int


class LexiconSaid(ApiModel):
    """*version*: of the default lexicon and all this together, as texts are read with it."""

    revision: int
    version: str
    default_version: str
    terms: int
    categories: list[CategorySaid]
    ignored: list[IgnoredSaid]
    rereading: RereadingSaid


class HeardSaid(ApiModel):
    category: str
    term: str
    quote: str


class TextChangeSaid(ApiModel):
    id: int
    title: str
    handle: str
    gained: list[HeardSaid]
    lost: list[HeardSaid]


class TextChangesSaid(ApiModel):
    """*affected* texts hold a term that changes; of those *read*, *total* gain or lose one."""

    items: list[TextChangeSaid]
    total: int
    affected: int
    read: int
    is_complete: bool


class LexiconPreviewSaid(ApiModel):
    revision: int
    articles: TextChangesSaid
    products: TextChangesSaid


def in_one_piece(model: type[ApiModel]) -> dict[str, Any]:
    """Return the model's schema without references, which would point into no document."""
    schema = model.model_json_schema()
    parts = schema.get("$defs", {})
    return cast(
        "dict[str, Any]", _resolved({k: v for k, v in schema.items() if k != "$defs"}, parts)
    )


def _resolved(schema: Any, parts: dict[str, Any]) -> Any:
    if isinstance(schema, list):
        return [_resolved(part, parts) for part in schema]
    if not isinstance(schema, dict):
        return schema
    said = cast("dict[str, Any]", schema)
    if "$ref" in said:
        return _resolved(parts[said["$ref"].rpartition("/")[2]], parts)
    return {name: _resolved(part, parts) for name, part in said.items()}
