"""The tree of ingredients, the page of one, and what is done on them."""

from __future__ import annotations

from flask import Blueprint, redirect, render_template, request, session, url_for

from service.auth.current import services
from service.auth.members import member, require
from service.domain.errors import InvalidShopLexiconError, StaleEditError
from service.domain.lexicon import LANGUAGES, ROUTINE_STEPS, CategoryId, TermKind
from service.domain.members import MemberRole
from service.usecases.edit_lexicon import edit_lexicon
from service.usecases.list_ingredients import Filters, in_order, list_ingredients
from service.usecases.preview_lexicon_change import LexiconPreview, preview_lexicon_change
from service.usecases.reread_content import how_far
from service.usecases.show_ingredient import show_ingredient
from service.usecases.show_lexicon import ShownLexicon, show_lexicon
from service.usecases.show_proposals import count_proposals
from service.web.articles.cards import product_card
from service.web.ingredients.edits import Change, read_change
from service.web.ingredients.proposals import pages as proposal_pages
from service.web.saving import Answered, Conflict, answer_conflict, revision_seen
from service.web.shell import lexicon as shop_lexicon

pages = Blueprint("ingredients", __name__)
pages.register_blueprint(proposal_pages, url_prefix="/proposals")


@pages.get("/")
def page() -> str:
    """The tree, or what the filters leave of it."""
    filters = Filters(
        request.args.get("q", ""),
        own=request.args.get("own") == "yes",
        unsold=request.args.get("unsold") == "yes",
        language=request.args.get("language", ""),
    )
    who, s = member(), services()
    return render_template(
        "ingredients/page.html",
        filters=filters,
        found=list_ingredients(who.shop.id, filters, database=s.database, lexicons=s.lexicons),
        proposed=count_proposals(who.shop.id, database=s.database, lexicons=s.lexicons),
        rereading=how_far(who.shop.id, database=s.database),
        **_choices(),
    )


@pages.get("/category/<category>")
def ingredient(category: str) -> str:
    """One ingredient: terms, cautions, articles and products."""
    who, s = member(), services()
    shown = show_ingredient(
        who.shop.id,
        CategoryId(category),
        article_page=request.args.get("articles", 1, type=int),
        product_page=request.args.get("products", 1, type=int),
        database=s.database,
        lexicons=s.lexicons,
    )
    cards = {
        held.product.id: product_card(
            {held.product.id: held.product}, held.product.id, now=s.clock()
        )
        for held in shown.products.items
    }
    return render_template(
        "ingredients/ingredient.html",
        shown=shown,
        cards=cards,
        rereading=how_far(who.shop.id, database=s.database),
        **_choices(),
    )


@pages.get("/change")
def change() -> Answered:
    """Which articles and products a change would change, before it is made."""
    require(MemberRole.EDITOR)
    shown = _shown()
    return _tried(read_change(request.args, shown), shown)


@pages.post("/edit")
def edit() -> Answered:
    """Make a change; what may read otherwise is read again."""
    who, seen = require(MemberRole.EDITOR), revision_seen()
    shown = _shown()
    change = read_change(request.form, shown)
    try:
        edit_lexicon(
            who.shop.id,
            change.changes,
            author=who.email,
            database=services().database,
            lexicons=services().lexicons,
            doorbell=services().doorbell,
            clock=services().clock,
            seen=seen,
            said=change.said,
        )
    except StaleEditError as error:
        return show_both(error, change.said, back=_back(change))
    except InvalidShopLexiconError as error:
        return _tried(change, shown, refused=error)
    session["said"] = f"Saved. {change.said}."
    return redirect(_back(change), 303)


@pages.get("/history")
def history() -> str:
    """Every revision of the lexicon, newest first."""
    return render_template("ingredients/history.html", shown=_shown())


@pages.get("/progress")
def progress() -> str:
    """How far the reading is that a change asked for."""
    return render_template(
        "ingredients/progress.html",
        rereading=how_far(member().shop.id, database=services().database),
        was_open=True,
    )


def show_both(error: StaleEditError, tried: str, *, back: str) -> Answered:
    """Answer 409 with what was tried beside what others saved."""
    since = [r for r in _shown().history if r.revision > error.seen]
    return answer_conflict(Conflict.of_form(tried, since, error.current, back=back))


def _tried(
    change: Change, shown: ShownLexicon, *, refused: InvalidShopLexiconError | None = None
) -> Answered:
    """The page of a change: the form, and what would come of it or what is wrong with it."""
    preview: LexiconPreview | None = None
    if change.is_filled and refused is None:
        try:
            preview = preview_lexicon_change(
                member().shop.id,
                change.changes,
                database=services().database,
                lexicons=services().lexicons,
            )
        except InvalidShopLexiconError as error:
            refused = error
    body = render_template(
        "ingredients/change.html",
        change=change,
        preview=preview,
        faults=[reason for _, reason in refused.faults] if refused else (),
        form=request.values,
        given=[(n, v) for n, v in request.values.items(multi=True) if n not in _NOT_GIVEN],
        back=_back(change),
        revision=shown.revision,
        **_choices(),
    )
    return body, 422 if refused else 200, {}


_NOT_GIVEN = {"csrf_token", "seen"}


def _back(change: Change) -> str:
    """The page of what it was about, while there is such a page."""
    if (
        change.about is None
        or change.about not in services().lexicons.of(member().shop.id).categories
    ):
        return url_for("web.ingredients.page")
    return url_for("web.ingredients.ingredient", category=change.about)


def _shown() -> ShownLexicon:
    s = services()
    return show_lexicon(member().shop.id, database=s.database, lexicons=s.lexicons)


def _choices() -> dict[str, object]:
    return {
        "languages": LANGUAGES,
        "kinds": [*TermKind],
        "steps": ROUTINE_STEPS,
        "every": [*in_order(shop_lexicon())],
    }
