"""The page of product rules and what is done on it."""

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
from service.storage import mappings
from service.storage.articles import ArticleLine
from service.usecases.preview_article import preview_article, replay_draft
from service.usecases.publish_mapping import (
    BrokenMappingError,
    publish_mapping,
    roll_back_mapping,
)
from service.web.articles.cards import ProductCard, find_products, slot_cards
from service.web.rules.board import Board, RuleRow, load_board
from service.web.rules.edits import read_edit
from service.web.saving import Answered, Proposal, revision_seen, save_edit, show_both
from service.web.shell import lexicon as shop_lexicon

pages = Blueprint("rules", __name__)


@pages.get("/")
def page() -> str:
    """All rules of the draft."""
    board = load_board(member().shop.id)
    return render_template("rules/page.html", **_known(board))


@pages.post("/edit")
def edit() -> Answered:
    """One edit of the draft."""
    who = require(MemberRole.EDITOR)
    board = load_board(who.shop.id)
    anchor = request.form.get("rule") or None
    back = url_for(".page", _anchor=f"rule-{anchor}" if anchor else None)
    return save_edit(read_edit(request.form, board, shop_lexicon()), back=back, fragment=_board)


@pages.get("/products")
def products() -> str:
    """Products to add to a rule, for a search."""
    board = load_board(member().shop.id)
    row = board.row(request.args.get("rule", ""))
    found = _found(board, row, request.args.get("find", ""))
    return render_template("rules/found.html", row=row, found=found)


@pages.get("/changes")
def changes() -> str:
    """What publishing would change."""
    return _changes()


@pages.post("/publish")
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
        return _changes(refused=True), 422, {}
    session["said"] = f"Published as version {version}."
    return redirect(url_for(".page"), 303)


@pages.post("/discard")
def discard() -> Answered:
    """Make the draft what is published."""
    who = require(MemberRole.EDITOR)
    with services().database.transaction(who.shop.id, read_only=True) as tx:
        published = mappings.published(tx, who.shop.id)
    said = f"Discarded the draft, back to version {published.version}"
    return save_edit(Proposal(lambda _: published.mapping, said), back=url_for(".page"))


@pages.get("/history")
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


@pages.post("/history/<int:version>/restore")
def restore(version: int) -> Response:
    """Publish an old version again."""
    who = require(MemberRole.PUBLISHER)
    new = roll_back_mapping(
        who.shop.id,
        version,
        author=who.email,
        database=services().database,
        doorbell=services().doorbell,
        clock=services().clock,
    )
    session["said"] = f"Back to version {version}, published as version {new}."
    return redirect(url_for(".history"), 303)


@pages.get("/preview")
def preview() -> str | tuple[str, int, dict[str, str]]:
    """One article before and after publishing."""
    with services().database.transaction(member().shop.id, read_only=True) as tx:
        lines = [line for line in stored_articles.lines(tx, member().shop.id) if line.state]
    chosen = request.args.get("article") or _worth_a_look(lines)
    if not chosen:
        return render_template("rules/preview.html", lines=lines, preview=None)
    found = preview_article(
        member().shop.id,
        chosen,
        database=services().database,
        lexicon=shop_lexicon(),
        clock=services().clock,
    )
    before, after = (
        slot_cards(shown, found.products, now=found.now)
        for shown in (found.change.before, found.change.after)
    )
    return render_template(
        "rules/preview.html", lines=lines, preview=found, before=before, after=after
    )


def _worth_a_look(lines: Sequence[ArticleLine]) -> str:
    """Return the first article that the draft changes, else the newest; empty without any."""
    replay = replay_draft(
        member().shop.id,
        database=services().database,
        lexicon=shop_lexicon(),
        clock=services().clock,
    )
    ids = [change.read.article.id for change in replay.articles] or [line.id for line in lines]
    return str(ids[0]) if ids else ""


def _changes(*, refused: bool = False) -> str:
    replay = replay_draft(
        member().shop.id,
        database=services().database,
        lexicon=shop_lexicon(),
        clock=services().clock,
    )
    board = load_board(member().shop.id)
    return render_template("rules/changes.html", replay=replay, board=board, refused=refused)


def _board(said: str) -> str:
    return render_template("rules/board.html", said=said, **_known(load_board(member().shop.id)))


def _known(board: Board) -> dict[str, object]:
    taken = {row.rule.category for row in board.rules}
    lexicon = shop_lexicon()
    free = [c for c in lexicon.categories.values() if c.id not in taken]
    searched = board.row(request.args.get("rule", ""))
    return {
        "board": board,
        "free": sorted(free, key=lambda category: category.name.casefold()),
        "searched": searched,
        "found": _found(board, searched, request.args.get("find", "")) if searched else (),
    }


def _found(board: Board, row: RuleRow | None, wanted: str) -> tuple[ProductCard, ...]:
    if row is None or not wanted.strip():
        return ()
    return find_products(board.products, wanted, now=board.now, without=row.rule.products)
