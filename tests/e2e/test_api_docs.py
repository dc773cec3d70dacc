"""The API's page in a real browser, under its own content security policy."""

from __future__ import annotations

from playwright.sync_api import Page

from tests.e2e.running import Run


def test_the_page_of_the_api_works_from_this_host_alone(run: Run, page: Page) -> None:
    complaints: list[str] = []
    asked: set[str] = set()
    page.on("console", lambda message: complaints.append(message.text))
    page.on("request", lambda request: asked.add(request.url))

    page.goto(f"{run.url}/api/docs")
    page.locator(".opblock-summary-path").first.wait_for()
    page.locator(".opblock-summary-control").first.click()
    page.get_by_role("button", name="Try it out").first.wait_for()

    assert [] == complaints
    assert [] == [url for url in asked if not url.startswith((run.url, "data:"))]
