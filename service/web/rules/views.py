"""The page of product rules and what is done on it."""

from __future__ import annotations

from flask import Blueprint, render_template, request, url_for

from service.auth.current import services
from service.auth.members import member, require
from service.domain.members import MemberRole
from service.storage import mappings
from service.web.articles.cards import ProductCard, find_products
from service.web.rules import versions
from service.web.rules.board import Board, RuleRow, load_board
from service.web.rules.edits import read_edit
from service.web.saving import Answered, Proposal, save_edit
from service.web.shell import lexicon as shop_lexicon

pages = Blueprint("rules", __name__)
versions.add_to(pages)


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


@pages.post("/discard")
def discard() -> Answered:
    """Make the draft what is published."""
    who = require(MemberRole.EDITOR)
    with services().database.transaction(who.shop.id, read_only=True) as tx:
        published = mappings.published(tx, who.shop.id)
    said = f"Discarded the draft, back to version {published.version}"
    return save_edit(Proposal(lambda _: published.mapping, said), back=url_for(".page"))


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
