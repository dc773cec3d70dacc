"""The page that a shop opens on."""

from __future__ import annotations

from flask import Blueprint, render_template

from service.auth.current import services
from service.auth.members import member
from service.domain.admin_addresses import block_address
from service.domain.articles import ArticleState
from service.usecases.show_home import DAYS, Home, show_home
from service.web.home.concerns import concerns
from service.web.home.progress import under_way

pages = Blueprint("home", __name__)


@pages.get("/")
def page() -> str:
    """What needs attention, then today's numbers; of a new shop, what happens next."""
    home = _home()
    return render_template(
        "home/page.html",
        home=home,
        concerns=concerns(home, member().shop),
        connection=home.connection,
        can_install=bool(services().settings.shopify_client_id),
        theme_editor=_theme_editor(home),
        days=DAYS,
        ArticleState=ArticleState,
        under_way=under_way(home.under_way),
    )


@pages.get("/progress")
def progress() -> str:
    """How far the work is that leads to answers."""
    running = under_way(_home().under_way)
    return render_template("home/progress.html", under_way=running, was_open=True)


def _home() -> Home:
    return show_home(member().shop.id, database=services().database, clock=services().clock)


def _theme_editor(home: Home) -> str:
    shopify = services().shopify
    admin = shopify.address_of(member().shop.domain)
    return block_address(admin, shopify.client_id_of(home.connection))
