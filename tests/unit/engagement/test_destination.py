"""Where a signed link may lead: to the shop that is stored, and nowhere else."""

from __future__ import annotations

import pytest

from service.usecases.follow_click import NoDestinationError, destination
from tests.builders import a_shop


def test_leads_to_the_product_in_its_shop() -> None:
    found = destination(a_shop(), "clay-scrub", allow_local=False)

    assert found == "https://shop.example/products/clay-scrub"


@pytest.mark.parametrize("handle", [None, "", ".", ".."])
def test_leads_to_the_first_page_without_a_product(handle: str | None) -> None:
    assert destination(a_shop(), handle, allow_local=False) == "https://shop.example/"


@pytest.mark.parametrize(
    ("handle", "segment"),
    [
        ("../../account/logout", "..%2F..%2Faccount%2Flogout"),
        ("a\r\nSet-Cookie:x", "a%0D%0ASet-Cookie%3Ax"),
        ("a?b#c", "a%3Fb%23c"),
        ("\u202etxt", "%E2%80%AEtxt"),
        ("//evil.test", "%2F%2Fevil.test"),
        ("crème", "cr%C3%A8me"),
    ],
)
def test_a_handle_stays_one_segment(handle: str, segment: str) -> None:
    found = destination(a_shop(), handle, allow_local=False)

    assert found == f"https://shop.example/products/{segment}"


STRANGE = [
    "",
    "shop.example",
    "//shop.example",
    "http://shop.example",
    "javascript:alert(1)",
    "https://evil.test@shop.example",
    "https://shop.example:8080",
    "https://shop.example/path",
    "https://shop.example/",
    "https://shop.example?x=1",
    "https://shop.example#x",
    "https://127.0.0.1",
    "https://[::1]",
    "https://[::1",
    "https://localhost",
    "https://shop.example\\.evil.test",
    "https://shop.example\n",
    "https://shop..example",
    "https://-shop.example",
    "https://SHOP.example",
    "https://shop.example:x",
    "https://169.254.169.254",
]


@pytest.mark.parametrize("url", STRANGE)
def test_a_strange_address_of_a_shop_leads_nowhere(url: str) -> None:
    with pytest.raises(NoDestinationError):
        destination(a_shop(url=url), "clay-scrub", allow_local=False)


@pytest.mark.parametrize("url", ["http://127.0.0.1:8001", "http://localhost:8001"])
def test_a_shop_on_this_machine_needs_leave(url: str) -> None:
    with pytest.raises(NoDestinationError):
        destination(a_shop(url=url), "a", allow_local=False)

    assert destination(a_shop(url=url), "a", allow_local=True) == f"{url}/products/a"


def test_leave_for_this_machine_is_no_leave_for_others() -> None:
    with pytest.raises(NoDestinationError):
        destination(a_shop(url="http://evil.test"), "a", allow_local=True)
    with pytest.raises(NoDestinationError):
        destination(a_shop(url="http://evil.test@127.0.0.1:8001"), "a", allow_local=True)
