"""The pages on a real server, over a furnished shop of each test's own."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from threading import Thread

import pytest
from playwright.sync_api import BrowserContext, Page
from werkzeug.serving import make_server

from service.app import create_app
from service.domain.catalog import Shop
from service.domain.jobs import JobKind
from service.storage.database import Database
from service.wiring import Services, run_due
from tests.integration.web.furnished import DOMAIN, PASSWORD, Bell, furnish, the_services

REFUSED = "Failed to load resource: the server responded with a status of 4"
"""What Chromium says of a conflict or a page that is not there; tests look at what is shown."""


@dataclass(frozen=True)
class Site:
    url: str
    database: Database
    shop: Shop
    services: Services

    def work(self, kind: JobKind) -> int:
        """Do what is due of *kind*, as a worker would."""
        return run_due(kind, self.services)

    def page_of(self, name: str) -> str:
        return f"{self.url}/shops/{DOMAIN}/{name}"


@pytest.fixture
def site(sqlite_template: Path, redis_url: str, tmp_path: Path) -> Iterator[Site]:
    shutil.copy(sqlite_template, tmp_path / "endcap.db")
    database = Database(f"sqlite:///{tmp_path / 'endcap.db'}")
    shop = furnish(database)
    services = the_services(tmp_path, database, redis_url, Bell())
    app = create_app(services)
    server = make_server("127.0.0.1", 0, app, threaded=True)
    Thread(target=server.serve_forever, daemon=True).start()
    yield Site(f"http://127.0.0.1:{server.port}", database, shop, services)
    server.shutdown()
    database.close()


@pytest.fixture
def marketer(site: Site, context: BrowserContext) -> Iterator[Page]:
    """A publisher who has signed in; anything on the console fails the test."""
    page = context.new_page()
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    sign_in(page, site)
    yield page
    assert [] == [text for text in said if not text.startswith(REFUSED)]


def sign_in(page: Page, site: Site, email: str = "publisher@fernwick.test") -> None:
    page.goto(f"{site.url}/login?next=/shops/{DOMAIN}/rules/")
    page.get_by_label("Email").fill(email)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_url("**/rules/")
