"""Terms that the shop may want to add: added with one click, or dismissed for good."""

from __future__ import annotations

from flask import Blueprint, abort, redirect, render_template, request, session, url_for

from service.auth.current import services
from service.auth.members import member, require
from service.domain.errors import InvalidError, StaleEditError
from service.domain.lexicon import LANGUAGES, CategoryId, Term, TermKind
from service.domain.members import MemberRole
from service.domain.shop_lexicon import LexiconChanges
from service.usecases.dismiss_proposal import dismiss_proposal, restore_proposal
from service.usecases.edit_lexicon import edit_lexicon
from service.usecases.list_ingredients import in_order
from service.usecases.show_lexicon import show_lexicon
from service.usecases.show_proposals import show_proposals
from service.web.saving import Answered, Conflict, answer_conflict, revision_seen
from service.web.shell import is_fragment
from service.web.shell import lexicon as shop_lexicon

pages = Blueprint("proposals", __name__)


@pages.get("/")
def page() -> str:
    """What the shop writes about and the lexicon does not know."""
    return render_template("ingredients/proposals.html", **_known())


@pages.post("/decide")
def decide() -> Answered:
    """Add a proposed term, dismiss it, or call it back."""
    who, s = require(MemberRole.EDITOR), services()
    text = request.form.get("text", "").strip()
    verb = request.form.get("do")
    if verb == "add":
        return _add(text)
    if verb == "dismiss":
        dismiss_proposal(who.shop.id, text, author=who.email, database=s.database, clock=s.clock)
        return _done(f"Dismissed “{text}”")
    if verb != "restore":
        abort(400)
    restore_proposal(who.shop.id, text, author=who.email, database=s.database, clock=s.clock)
    return _done(f"“{text}” may be proposed again")


def _add(text: str) -> Answered:
    who, s, seen = member(), services(), revision_seen()
    term = _term(text)
    said = f"Added “{text}” to {shop_lexicon().categories[term.category].name}"
    try:
        edit_lexicon(
            who.shop.id,
            LexiconChanges(add_terms=(term,)),
            author=who.email,
            database=s.database,
            lexicons=s.lexicons,
            doorbell=s.doorbell,
            clock=s.clock,
            seen=seen,
            said=said,
        )
    except StaleEditError as error:
        shown = show_lexicon(who.shop.id, database=s.database, lexicons=s.lexicons)
        since = [r for r in shown.history if r.revision > error.seen]
        back = url_for("web.ingredients.proposals.page")
        return answer_conflict(Conflict.of_form(said, since, error.current, back=back))
    return _done(said)


def _term(text: str) -> Term:
    form = request.form
    category = CategoryId(form.get("category", ""))
    if category not in shop_lexicon().categories:
        raise InvalidError("choose the ingredient that it is")
    kind, language = form.get("kind", ""), form.get("language", "en")
    return Term(
        text,
        category,
        TermKind(kind) if kind in set(TermKind) else TermKind.SYNONYM,
        language if language in LANGUAGES else "en",
    )


def _done(said: str) -> Answered:
    if is_fragment():
        return render_template("ingredients/proposed.html", said=f"{said}.", **_known())
    session["said"] = f"{said}."
    return redirect(url_for("web.ingredients.proposals.page", page=request.args.get("page")), 303)


def _known() -> dict[str, object]:
    s = services()
    found = show_proposals(
        member().shop.id,
        page=request.args.get("page", 1, type=int),
        database=s.database,
        lexicons=s.lexicons,
    )
    return {"found": found, "every": [*in_order(shop_lexicon())]}
