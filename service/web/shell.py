"""What every page has: who is in, on which shop, the built files, and how faults look."""

from __future__ import annotations

from typing import Any, NoReturn, cast

from flask import (
    Blueprint,
    Response,
    abort,
    current_app,
    g,
    redirect,
    render_template,
    request,
    send_from_directory,
    session,
    url_for,
)
from werkzeug.exceptions import HTTPException
from werkzeug.wrappers import Response as AnyResponse

from service.auth import members
from service.auth.current import services
from service.domain.errors import (
    ConflictError,
    EndcapError,
    ForbiddenError,
    InvalidError,
    NotFoundError,
    UnavailableError,
)
from service.domain.lexicon import CategoryId, Lexicon
from service.domain.members import MemberRole
from service.web import manifest, words

FILES = "files"

STATUSES: dict[type[EndcapError], int] = {
    NotFoundError: 404,
    ForbiddenError: 403,
    InvalidError: 422,
    ConflictError: 409,
    UnavailableError: 503,
}

TITLES = {
    400: "That did not arrive whole",
    403: "That is not yours to do",
    404: "Nothing is here",
    405: "That is not possible here",
    409: "It changed meanwhile",
    422: "That can not be used",
    429: "Too many tries",
    503: "Not possible just now",
}

LOST = "The page may have moved, or it belongs to a shop that you do not work on."

CRASHED = "It is written down. Try again; if it stays so, tell whoever runs Endcap."

UNSAID = {404: LOST, 503: "Nothing was changed. Try again in a moment."}
"""Said instead of the error's own words, which may name our insides."""


def new_pages() -> Blueprint:
    """Return the blueprint that holds every page; pages are registered on it."""
    pages = Blueprint("web", __name__, template_folder=".")
    pages.url_value_preprocessor(_take_shop)
    pages.url_defaults(_give_shop)
    pages.before_request(_let_in)
    pages.after_request(_keep_private)
    pages.context_processor(_known_everywhere)
    pages.register_error_handler(EndcapError, _expected)
    pages.register_error_handler(HTTPException, _refused)
    pages.add_url_rule("/", "start", _start)
    pages.add_url_rule(f"/{FILES}/<path:name>", "file", _file)
    return pages


def is_fragment() -> bool:
    """Whether htmx asks, for a part of the page it is on."""
    return "HX-Request" in request.headers


def fault(status: int, message: str) -> tuple[str, int, dict[str, str]]:
    """Answer with a page, or with a notice for the page that asked."""
    known = {"status": status, "title": TITLES.get(status, "Something went wrong")}
    if is_fragment():
        headers = {"HX-Retarget": "#notice", "HX-Reswap": "innerHTML"}
        return _plainly("layout/notice.html", message=message, **known), status, headers
    return _plainly("layout/error.html", message=message, **known), status, {}


def fault_page(status: int, detail: str) -> str:
    """Return the page for what no page of ours answered; it says nothing of our insides."""
    message = {404: LOST, 500: CRASHED}.get(status, detail)
    title = TITLES.get(status, "Something went wrong")
    return _plainly("layout/error.html", status=status, title=title, message=message)


def _plainly(template: str, **known: Any) -> str:
    """Render without asking who is signed in, which takes the database that may be gone."""
    return current_app.jinja_env.get_template(template).render(**known)


def _start() -> AnyResponse | str:
    mine = members.shops_of_user(services().database)
    if not mine:
        return render_template("layout/no_shop.html")
    return redirect(url_for("web.home.page", shop_domain=mine[0].domain))


def nowhere(page: str) -> NoReturn:
    """Answer for pages that a shop does not have, in the looks of those that it has."""
    abort(404)


def _file(name: str) -> Response:
    response = send_from_directory(manifest.STATIC, name)
    response.headers["Cache-Control"] = "public, max-age=31536000, immutable"
    return response


def _take_shop(_endpoint: str | None, values: dict[str, Any] | None) -> None:
    g.endcap_shop_domain = values.pop("shop_domain", None) if values else None


def _give_shop(endpoint: str, values: dict[str, Any]) -> None:
    if endpoint not in {"web.start", "web.file"} and "endcap_member" in g:
        values.setdefault("shop_domain", members.member().shop.domain)


def _let_in() -> AnyResponse | None:
    if request.endpoint == "web.file":
        return None
    if not members.signed_in():
        return members.ask_to_sign_in()
    if g.endcap_shop_domain is not None:
        members.let_in(g.endcap_shop_domain)
    return None


def _keep_private(response: Response) -> Response:
    if request.endpoint != "web.file":
        response.headers["Cache-Control"] = "private, no-store"
        response.vary.update({"Cookie", "HX-Request"})
    return response


def _known_everywhere() -> dict[str, Any]:
    member = members.member() if "endcap_member" in g else None
    return {
        "words": words,
        "member": member,
        "MemberRole": MemberRole,
        "category_name": _category_name,
        "category_page": _category_page,
        "my_shops": lambda: members.shops_of_user(services().database),
        "said": session.pop("said", "") if member is not None and not is_fragment() else "",
    }


def lexicon() -> Lexicon:
    """Return the lexicon of the shop that the page is about, looked up once a request."""
    if "endcap_lexicon" not in g:
        shop_id = members.member().shop.id
        g.endcap_lexicon = services().lexicons.of(shop_id)
    return cast("Lexicon", g.endcap_lexicon)


def _category_name(category: CategoryId) -> str:
    """Return the category's name, also of one that the lexicon knows no longer."""
    known = lexicon().categories.get(category)
    return known.name if known else category.replace("_", " ").capitalize()


def _category_page(category: CategoryId) -> str:
    """Return the address of the category's page, empty for one that the lexicon knows no longer."""
    if category not in lexicon().categories:
        return ""
    return url_for("web.ingredients.ingredient", category=category)


def _expected(error: EndcapError) -> tuple[str, int, dict[str, str]]:
    status = next((s for kind, s in STATUSES.items() if isinstance(error, kind)), 500)
    if status in UNSAID:
        return fault(status, UNSAID[status])
    message = str(error)
    return fault(status, message[:1].upper() + message[1:] + "." if message else "")


def _refused(error: HTTPException) -> tuple[str, int, dict[str, str]] | HTTPException:
    if error.code is None or error.code < 400:
        return error
    return fault(error.code, LOST if error.code == 404 else error.description or "")
