"""What publishing would change, publishing, and the history with its way back."""

from __future__ import annotations

from collections.abc import Sequence

from flask import Blueprint, redirect, render_template, request, session, url_for
from werkzeug.wrappers import Response

from service.auth.current import services
from service.auth.members import member, require
from service.domain.errors import StaleEditError
from service.domain.mappings import diff
from service.domain.members import MemberRole
from service.storage import articles as stored_articles
from service.storage import mappings, replays
from service.storage.articles import ArticleLine
from service.storage.replays import Subject
from service.usecases.edit_mapping import SavedEdit
from service.usecases.explain_article import explain_article
from service.usecases.publish_mapping import (
    BrokenMappingError,
    publish_mapping,
    roll_back_mapping,
)
from service.usecases.replay_mapping import show_replay
from service.web.articles.cards import slot_cards
from service.web.rules.board import load_board
from service.web.rules.changes import load_changes
from service.web.saving import Answered, Conflict, answer_conflict, revision_seen, show_both
from service.web.shell import is_fragment
from service.web.shell import lexicon as shop_lexicon


def add_to(pages: Blueprint) -> None:
    """Give the *pages* of the rules those of their versions."""
    pages.add_url_rule("/changes", view_func=changes)
    pages.add_url_rule("/changes/again", view_func=look_again, methods=["POST"])
    pages.add_url_rule("/publish", view_func=publish, methods=["POST"])
    pages.add_url_rule("/history", view_func=history)
    pages.add_url_rule("/history/<int:version>/restore", view_func=restoring)
    pages.add_url_rule(
        "/history/<int:version>/restore/again", view_func=look_again_at, methods=["POST"]
    )
    pages.add_url_rule("/history/<int:version>/restore", view_func=restore, methods=["POST"])
    pages.add_url_rule("/preview", view_func=preview)


def changes() -> str:
    """What publishing would change."""
    return _changes(replays.DRAFT)


def look_again() -> Response:
    """Work out anew what publishing would change."""
    load_changes(replays.DRAFT, anew=True)
    return redirect(url_for(".changes"), 303)


def publish() -> Answered:
    """Make the draft the next version."""
    who, seen = require(MemberRole.PUBLISHER), revision_seen()
    try:
        version = publish_mapping(
            who.shop.id,
            seen=seen,
            author=who.email,
            note=request.form.get("note", "").strip()[:500],
            database=services().database,
            doorbell=services().doorbell,
            lexicon=shop_lexicon(),
            clock=services().clock,
        )
    except StaleEditError as error:
        return show_both(error, "Published the draft", back=url_for(".changes"))
    except BrokenMappingError:
        return _changes(replays.DRAFT, refused=True), 422, {}
    session["said"] = f"Published as version {version}."
    return redirect(url_for(".page"), 303)


def history() -> str:
    """Every version, newest first, with what it changed."""
    with services().database.transaction(member().shop.id, read_only=True) as tx:
        versions = mappings.history(tx, member().shop.id)
    older = [*(version.mapping for version in versions[1:]), None]
    listed = [
        (version, diff(before, version.mapping) if before is not None else ())
        for version, before in zip(versions, older, strict=True)
    ]
    board = load_board(member().shop.id)
    return render_template("rules/history.html", listed=listed, board=board)


def restoring(version: int) -> str:
    """What going back would change."""
    return _changes(replays.of_version(version), version=version)


def look_again_at(version: int) -> Response:
    """Work out anew what going back would change."""
    load_changes(replays.of_version(version), anew=True)
    return redirect(url_for(".restoring", version=version), 303)


def restore(version: int) -> Answered:
    """Publish an old version again."""
    who, seen = require(MemberRole.PUBLISHER), revision_seen()
    try:
        new = roll_back_mapping(
            who.shop.id,
            version,
            seen=seen,
            author=who.email,
            database=services().database,
            doorbell=services().doorbell,
            clock=services().clock,
        )
    except StaleEditError as error:
        return _show_versions_since(error, f"Went back to version {version}")
    session["said"] = f"Back to version {version}, published as version {new}."
    return redirect(url_for(".history"), 303)


def preview() -> str | tuple[str, int, dict[str, str]]:
    """One article before and after publishing."""
    with services().database.transaction(member().shop.id, read_only=True) as tx:
        lines = [line for line in stored_articles.lines(tx, member().shop.id) if line.state]
    chosen = request.args.get("article") or _worth_a_look(lines)
    if not chosen:
        return render_template("rules/preview.html", lines=lines, preview=None)
    found = explain_article(
        member().shop.id,
        chosen,
        database=services().database,
        lexicon=shop_lexicon(),
        clock=services().clock,
    )
    before, after = (
        slot_cards(shown, found.products, now=found.now)
        for shown in (found.published, found.drafted)
    )
    return render_template(
        "rules/preview.html", lines=lines, preview=found, before=before, after=after
    )


def _worth_a_look(lines: Sequence[ArticleLine]) -> str:
    """Return an article that the draft changes, else the newest; empty without any."""
    s, shop_id = services(), member().shop.id
    show_replay(
        shop_id,
        replays.DRAFT,
        database=s.database,
        lexicon=shop_lexicon(),
        doorbell=s.doorbell,
        clock=s.clock,
    )
    with s.database.transaction(shop_id, read_only=True) as tx:
        changed = replays.listed(tx, shop_id, replays.DRAFT, limit=1)
    ids = [each.change.article for each in changed] or [line.id for line in lines]
    return str(ids[0]) if ids else ""


def _changes(subject: Subject, *, version: int | None = None, refused: bool = False) -> str:
    page = "rules/replay.html" if is_fragment() else "rules/changes.html"
    return render_template(page, found=load_changes(subject), version=version, refused=refused)


def _show_versions_since(error: StaleEditError, tried: str) -> Answered:
    """Answer 409 with what was published since the page was made."""
    shop_id = member().shop.id
    with services().database.transaction(shop_id, read_only=True) as tx:
        versions = mappings.history(tx, shop_id)
    saved = [
        SavedEdit(each.author, each.published_at, f"Published version {each.version}", each.version)
        for each in reversed(versions)
        if each.version > error.seen and each.published_at is not None
    ]
    back = url_for(".history")
    return answer_conflict(Conflict.of_form(tried, saved, error.current, back=back))
