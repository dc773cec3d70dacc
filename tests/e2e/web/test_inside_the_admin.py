"""The pages in a frame of Shopify's admin, where no cookie comes along.

A stand-in for App Bridge does what Shopify's own does for us: it adds a session token to what is
fetched, and loads a page again with one where we ask for it.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from threading import Thread

import pytest
from playwright.sync_api import BrowserContext, FrameLocator, Page, Route, expect
from werkzeug.serving import make_server

from config.settings import Settings
from service.app import create_app
from service.demo.fake_shopify import CLIENT_ID, CLIENT_SECRET
from service.ports import utc_now
from service.storage import shops
from service.storage.database import Database
from service.wiring import build
from tests.integration.shopify.fake_process import TOKEN, FakeProcess
from tests.integration.web.furnished import Bell, the_services
from tests.unit.shopify.demo_things import a_demo_article, a_demo_product, a_demo_shop

SHOP = "fernwick.myshopify.com"
ADMIN = "https://admin.shopify.com/store/fernwick"
BRIDGE = """
(() => {
  const ask = window.fetch.bind(window);
  const token = async () => (await ask("/token-of-the-admin")).text();
  window.fetch = async (to, options = {}) => {
    const headers = new Headers(options.headers);
    headers.set("Authorization", `Bearer ${await token()}`);
    return ask(to, { ...options, headers, credentials: "omit" });
  };
  const way = new URLSearchParams(location.search).get("shopify-reload");
  if (way) token().then((got) => {
    const to = new URL(way, location.origin);
    to.searchParams.set("id_token", got);
    location.replace(to);
  });
})();
"""


@dataclass(frozen=True)
class Inside:
    url: str
    database: Database
    fake: FakeProcess

    def load(self) -> str:
        """What the admin opens."""
        return str(self.fake.control("POST", "install", {})["url"]).lstrip("/")


@pytest.fixture
def inside(sqlite_template: Path, redis_url: str, tmp_path: Path) -> Iterator[Inside]:
    shutil.copy(sqlite_template, tmp_path / "endcap.db")
    database = Database(f"sqlite:///{tmp_path / 'endcap.db'}")
    shop = a_demo_shop(products=(a_demo_product(1),), articles=(a_demo_article(1),))
    fake = FakeProcess(tmp_path / "state.json", {TOKEN: shop})
    fake.start()
    plain = the_services(tmp_path, database, redis_url, Bell())
    public = {
        "shopify_admin_url": fake.url,
        "shopify_client_id": CLIENT_ID,
        "shopify_client_secrets": CLIENT_SECRET,
    }
    settings = Settings(**{**plain.settings.model_dump(), **public})
    services = replace(build(settings), database=database, doorbell=Bell(), clock=utc_now)
    server = make_server("127.0.0.1", 0, create_app(services), threaded=True)
    Thread(target=server.serve_forever, daemon=True).start()
    yield Inside(f"http://127.0.0.1:{server.port}", database, fake)
    server.shutdown()
    database.close()
    fake.stop()


@pytest.fixture
def admin(inside: Inside, context: BrowserContext) -> Page:
    """The admin, with the app in its frame."""
    frame = (
        f'<!doctype html><title>Admin</title><iframe name="app" src="{inside.url}/{inside.load()}"'
    )

    def say_token(route: Route) -> None:
        said = inside.fake.control("POST", "session-tokens", {})
        route.fulfill(body=said["sessionToken"], content_type="text/plain")

    def show_admin(route: Route) -> None:
        route.fulfill(
            body=f'{frame} allow="local-network-access" width="1200" height="900"></iframe>',
            content_type="text/html",
        )

    def show_bridge(route: Route) -> None:
        route.fulfill(body=BRIDGE, content_type="text/javascript")

    context.grant_permissions(["local-network-access"], origin="https://admin.shopify.com")
    context.route("https://cdn.shopify.com/shopifycloud/app-bridge.js", show_bridge)
    context.route("**/token-of-the-admin", say_token)
    context.route(ADMIN, show_admin)
    page = context.new_page()
    page.goto(ADMIN)
    return page


def app_in(admin: Page) -> FrameLocator:
    return admin.frame_locator("iframe[name=app]")


def test_a_merchant_opens_the_app_and_goes_from_page_to_page(admin: Page) -> None:
    app = app_in(admin)
    expect(app.get_by_role("heading", level=1)).to_be_visible()

    for name in ("Articles", "Settings", "Product rules"):
        app.get_by_role("navigation", name="Main").get_by_role("link", name=name).click()
        expect(app.get_by_role("heading", level=1)).to_have_text(name)


def test_a_form_changes_what_it_says(admin: Page, inside: Inside) -> None:
    app = app_in(admin)

    app.get_by_role("button", name="Pause everywhere").click()

    expect(app.get_by_text("No cards are shown anywhere.")).to_be_visible()
    with inside.database.system(read_only=True) as tx:
        assert shops.get_by_domain(tx, SHOP).paused


def test_no_cookie_is_needed(admin: Page, context: BrowserContext, inside: Inside) -> None:
    app = app_in(admin)
    expect(app.get_by_role("heading", level=1)).to_be_visible()
    context.clear_cookies()

    app.get_by_role("navigation", name="Main").get_by_role("link", name="Settings").click()

    expect(app.get_by_role("heading", level=1)).to_have_text("Settings")


def test_another_site_can_not_frame_it(inside: Inside, context: BrowserContext) -> None:
    src = f"{inside.url}/{inside.load()}"
    frame = f'<iframe name="app" allow="local-network-access" src="{src}"></iframe>'
    context.grant_permissions(["local-network-access"], origin="https://evil.test")
    context.route(
        "https://evil.test/", lambda route: route.fulfill(body=frame, content_type="text/html")
    )
    page = context.new_page()
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.goto("https://evil.test/")

    expect(app_in(page).get_by_role("heading", level=1)).to_have_count(0)
    assert any("frame-ancestors" in text for text in said)
