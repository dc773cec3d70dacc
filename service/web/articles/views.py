"""The list of articles, and the page that explains one and lets a person decide about it."""

from __future__ import annotations

from flask import Blueprint, abort, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from service.auth.current import services
from service.auth.members import member, require
from service.domain.articles import ArticleState
from service.domain.members import MemberRole
from service.storage import articles as stored_articles
from service.storage import catalog
from service.usecases.change_article_state import change_article_state
from service.usecases.explain_article import explain_article
from service.usecases.list_articles import list_articles
from service.web.articles import cards, edits
from service.web.articles.text import text_blocks, tones
from service.web.saving import Answered, save_edit
from service.web.shell import lexicon as shop_lexicon

pages = Blueprint("articles", __name__)


@pages.get("/")
def page() -> str:
    """All articles, a page at a time."""
    state = request.args.get("state", "")
    found = list_articles(
        member().shop.id,
        search=request.args.get("q", ""),
        state=ArticleState(state) if state in set(ArticleState) else None,
        page=request.args.get("page", 1, type=int),
        database=services().database,
        clock=services().clock,
    )
    return render_template("articles/list.html", found=found, ArticleState=ArticleState)


@pages.get("/<blog>/<handle>")
def article(blog: str, handle: str) -> str:
    """What we found, what it shows, and why not something else."""
    explained = explain_article(
        member().shop.id,
        f"{blog}/{handle}",
        database=services().database,
        lexicon=shop_lexicon(),
        clock=services().clock,
    )
    drafted = request.args.get("view") == "draft" and explained.differs
    shown = explained.drafted if drafted else explained.published
    products, now = explained.products, explained.now
    return render_template(
        "articles/article.html",
        explained=explained,
        article=explained.read.article,
        reading=explained.read.reading,
        blocks=text_blocks(explained.read.reading),
        tones=tones(explained.read.reading),
        drafted=drafted,
        slots=cards.slot_cards(shown, products, now=now),
        dropped=cards.kept_out(shown, products, now=now, wanted=request.args.get("why", "")),
        override=cards.override_cards(explained.override, products, now=now),
        pin_found=_found(request.args.get("pin")),
        ArticleState=ArticleState,
    )


@pages.get("/<blog>/<handle>/products")
def products(blog: str, handle: str) -> str:
    """Products to pin, for a search."""
    return render_template("articles/pin_found.html", found=_found(request.args.get("pin")))


@pages.post("/<blog>/<handle>/state")
def state(blog: str, handle: str) -> Response:
    """Turn the article on or off, or let it wait."""
    who = require(MemberRole.PUBLISHER)
    wanted = request.form.get("state", "")
    if wanted not in set(ArticleState):
        abort(400)
    with services().database.transaction(who.shop.id, read_only=True) as tx:
        article_id = stored_articles.get_id(tx, who.shop.id, f"{blog}/{handle}")
    change_article_state(
        who.shop.id,
        article_id,
        ArticleState(wanted),
        author=who.email,
        database=services().database,
        clock=services().clock,
    )
    return redirect(url_for(".article", blog=blog, handle=handle), 303)


@pages.post("/<blog>/<handle>/edit")
def edit(blog: str, handle: str) -> Answered:
    """Pin, never show or ignore, in the draft."""
    who = require(MemberRole.EDITOR)
    with services().database.transaction(who.shop.id, read_only=True) as tx:
        article_id = stored_articles.get_id(tx, who.shop.id, f"{blog}/{handle}")
        title = stored_articles.get_read(tx, who.shop.id, article_id).article.title
        everything = catalog.all_products(tx, who.shop.id)
    place = edits.Place(article_id, title, everything, shop_lexicon())
    part = edits.part_of_page(request.form)
    here = url_for(".article", blog=blog, handle=handle, view="draft", _anchor=part)
    return save_edit(edits.read_edit(request.form, place), back=here)


def _found(wanted: str | None) -> tuple[cards.ProductCard, ...] | None:
    """Return the products that a search finds; ``None`` when nothing is searched for."""
    if not (wanted or "").strip():
        return None
    with services().database.transaction(member().shop.id, read_only=True) as tx:
        products = catalog.all_products(tx, member().shop.id)
    return cards.find_products(products, wanted or "", now=services().clock())
