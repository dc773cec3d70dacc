"""Saves an edit of the draft for any page, and shows both sides when somebody was faster."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from flask import abort, redirect, render_template, request, session
from werkzeug.wrappers import Response

from service.auth.current import services
from service.auth.members import member
from service.domain.errors import StaleEditError
from service.storage.shop_lexicon import Revision
from service.usecases.edit_mapping import Edit, SavedEdit, edit_mapping, edits_since
from service.web.shell import is_fragment

Answered = Response | tuple[str, int, dict[str, str]] | str


@dataclass(frozen=True, slots=True)
class Proposal:
    """An edit with the sentence that says it."""

    edit: Edit
    said: str


@dataclass(frozen=True, slots=True)
class Conflict:
    """Both sides of a stale edit. *again*: the form that would do it on top of the other's."""

    tried: str
    saved: Sequence[SavedEdit | Revision]
    current: int
    again: Sequence[tuple[str, str]]
    back: str

    @classmethod
    def of_form(
        cls, tried: str, saved: Sequence[SavedEdit | Revision], current: int, *, back: str
    ) -> Conflict:
        """Of what the present request's form *tried*."""
        kept = request.form.items(multi=True)
        again = [(name, value) for name, value in kept if name not in {"seen", "csrf_token"}]
        return cls(tried, saved, current, again, back)


def revision_seen() -> int:
    """Return the draft's revision that the form was made from, or answer 400."""
    seen = request.form.get("seen", type=int)
    if seen is None:
        abort(400, "The form does not say which draft it was made from.")
    return seen


def save_edit(
    proposal: Proposal, *, back: str, fragment: Callable[[str], str] | None = None
) -> Answered:
    """Save to the draft; then lead *back*, or answer htmx with the *fragment*."""
    who, seen = member(), revision_seen()
    try:
        edit_mapping(
            who.shop.id,
            proposal.edit,
            seen=seen,
            author=who.email,
            said=proposal.said,
            database=services().database,
            clock=services().clock,
        )
    except StaleEditError as error:
        return show_both(error, proposal.said, back=back)
    if fragment is not None and is_fragment():
        return fragment(f"Saved. {proposal.said}.")
    session["said"] = f"Saved. {proposal.said}."
    return redirect(back, 303)


def show_both(error: StaleEditError, tried: str, *, back: str) -> Answered:
    """Answer 409 with what was tried beside what others saved."""
    saved = edits_since(member().shop.id, revision=error.seen, database=services().database)
    return answer_conflict(Conflict.of_form(tried, saved, error.current, back=back))


def answer_conflict(conflict: Conflict) -> Answered:
    """Answer 409 with both sides, on a page or for the page that asked."""
    if is_fragment():
        body = render_template("layout/conflict.html", conflict=conflict)
        return body, 409, {"HX-Retarget": "#notice", "HX-Reswap": "innerHTML"}
    return render_template("layout/conflict_page.html", conflict=conflict), 409, {}
