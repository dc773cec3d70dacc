"""The edits of ingredients as a form says them, tried before they are made."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from werkzeug.datastructures import MultiDict

from service.domain.errors import InvalidError
from service.domain.lexicon import CategoryId, IngredientCategory, Lexicon, Term, TermKind
from service.domain.reading.folding import fold
from service.domain.shop_lexicon import LexiconChanges, key_of
from service.usecases.show_lexicon import ShownLexicon

Form = MultiDict[str, str]

MOST_LINES = 200
"""So many ways to write a new ingredient one form may bring."""


@dataclass(frozen=True, slots=True)
class Change:
    """What a form asks for. *said*: as the history will have it. *about*: the ingredient whose
    page it leads back to. *is_filled*: it says all that it has to, and can be tried."""

    verb: str
    changes: LexiconChanges
    said: str
    title: str
    about: CategoryId | None
    is_filled: bool = True


def read_change(form: Form, shown: ShownLexicon) -> Change:
    """Return the change that ``do`` names; raise `InvalidError` when there is no such."""
    verb = form.get("do", "")
    match verb:
        case "add-term":
            return _add_term(form, shown.lexicon)
        case "remove-term":
            return _remove_term(form, shown)
        case "ignore" | "heed":
            return _heed(verb, form, shown)
        case "add-category" | "change-category":
            return _keep_category(verb, form, shown)
        case "remove-category":
            return _remove_category(form, shown)
        case _:
            raise InvalidError("the form asks for something unknown")


def _add_term(form: Form, lexicon: Lexicon) -> Change:
    category = CategoryId(form.get("category", ""))
    text = form.get("text", "").strip()
    changes = LexiconChanges(
        add_terms=(
            Term(
                text,
                category,
                _kind(form.get("kind", "")),
                form.get("language", "en"),
                needs_skin=form.get("needs_skin") == "yes",
            ),
        )
    )
    name = name_of(category, lexicon)
    title = f"Add a way to write {name}" if category in lexicon.categories else "Add a term"
    known = CategoryId(category) if category in lexicon.categories else None
    return Change("add-term", changes, f"Added “{text}” to {name}", title, known, bool(text))


def _remove_term(form: Form, shown: ShownLexicon) -> Change:
    key = key_of(form.get("text", ""), form.get("language", "en"))
    own = next((o.term for o in shown.terms if key_of(o.term.text, o.term.language) == key), None)
    if own is None:
        raise InvalidError("this term is gone; load the page again")
    name = name_of(own.category, shown.lexicon)
    changes = LexiconChanges(remove_terms=(key,))
    said = f"Removed “{own.text}” from {name}"
    return Change("remove-term", changes, said, f"Remove “{own.text}”", own.category)


def _heed(verb: str, form: Form, shown: ShownLexicon) -> Change:
    text = form.get("text", "").strip()
    about = next((t.category for t in shown.default.terms if fold(t.text) == fold(text)), None)
    asked = CategoryId(form.get("category", ""))
    about = asked if asked in shown.lexicon.categories else about
    if verb == "ignore":
        changes = LexiconChanges(ignore=(text,))
        return Change(verb, changes, f"Ignored “{text}”", f"Ignore “{text}”", about, bool(text))
    changes = LexiconChanges(heed=(text,))
    said, title = f"Heeded “{text}” again", f"Heed “{text}” again"
    return Change(verb, changes, said, title, about, bool(text))


def _keep_category(verb: str, form: Form, shown: ShownLexicon) -> Change:
    name = " ".join(form.get("name", "").split())
    changing = verb == "change-category"
    category = CategoryId(form.get("category", "")) if changing else _id_for(name, shown.lexicon)
    if changing and category not in {own.category.id for own in shown.categories}:
        raise InvalidError("this ingredient is gone, or it is none of your own")
    kept = IngredientCategory(
        category, name, CategoryId(form.get("parent", "")) or None, _step(form.get("step", ""))
    )
    texts = () if changing else _lines(form.get("terms", ""))
    language = form.get("language", "en")
    terms = tuple(Term(text, category, TermKind.SYNONYM, language) for text in texts)
    said = f"Changed {name}" if changing else f"Added {name}{_with(texts)}"
    title = f"Change {name_of(category, shown.lexicon)}" if changing else "Add an ingredient"
    changes = LexiconChanges(add_categories=(kept,), add_terms=terms)
    return Change(verb, changes, said, title, category, bool(name))


def _remove_category(form: Form, shown: ShownLexicon) -> Change:
    """With its own terms: an ingredient that is not there can not be written."""
    category = CategoryId(form.get("category", ""))
    if category not in {own.category.id for own in shown.categories}:
        raise InvalidError("this ingredient is gone, or it is none of your own")
    name = name_of(category, shown.lexicon)
    held = [o.term for o in shown.terms if o.term.category == category]
    changes = LexiconChanges(
        remove_terms=tuple(key_of(term.text, term.language) for term in held),
        remove_categories=(category,),
    )
    said = f"Removed {name}{_with([term.text for term in held])}"
    return Change("remove-category", changes, said, f"Remove {name}", None)


def name_of(category: CategoryId, lexicon: Lexicon) -> str:
    known = lexicon.categories.get(category)
    return known.name if known else category.replace("_", " ").capitalize() or "nothing"


def _id_for(name: str, lexicon: Lexicon) -> CategoryId:
    """An id that nothing has yet: ``own_`` and what can be kept of the *name*."""
    kept = re.sub(r"[^a-z0-9]+", "_", fold(name)).strip("_")[:30] or "ingredient"
    ids = (f"own_{kept}{ending}" for ending in ("", *(f"_{n}" for n in range(2, 1000))))
    return CategoryId(next(found for found in ids if found not in lexicon.categories))


def _lines(text: str) -> tuple[str, ...]:
    lines = (" ".join(line.split()) for line in text.replace(",", "\n").splitlines())
    return tuple(dict.fromkeys(line for line in lines if line))[:MOST_LINES]


def _with(terms: Sequence[str]) -> str:
    if not terms:
        return ""
    listed = ", ".join(terms[:3]) + (f" and {len(terms) - 3} more" if len(terms) > 3 else "")
    return f" with {listed}"


def _kind(text: str) -> TermKind:
    return TermKind(text) if text in set(TermKind) else TermKind.SYNONYM


def _step(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 4 else 30
