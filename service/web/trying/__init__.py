"""The pages of `endcap try`: a store's articles with proposed cards, on this machine only.

A small app of its own, for there is no shop, database or session behind it. It prints the plain
text that was read and never the store's HTML; of the store it loads pictures of products alone.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from flask import Flask, Response, abort, render_template, send_from_directory
from jinja2 import FileSystemLoader
from werkzeug.serving import BaseWSGIServer, WSGIRequestHandler, make_server

from service.domain.lexicon import CategoryId, Lexicon
from service.usecases.try_store import Trial
from service.web import manifest, words
from service.web.articles.text import tones
from service.web.trying.pages import article_page, is_web

HERE = Path(__file__).parent
HOST = "127.0.0.1"


def create_app(trial: Trial, lexicon: Lexicon) -> Flask:
    """Return the app that shows *trial*."""
    app = Flask(__name__, static_folder=None)
    app.jinja_env.loader = FileSystemLoader(HERE.parent)
    app.config["TRUSTED_HOSTS"] = [HOST, "localhost"]  # no other site may look in by its name
    app.after_request(_policy(trial))
    known = _known(trial, lexicon)
    app.jinja_env.globals |= known
    app.jinja_env.filters["named"] = known["category_name"]
    app.add_url_rule("/", "home", lambda: render_template("trying/home.html", trial=trial))
    app.add_url_rule("/articles/<int:number>", "article", _article_view(trial))
    app.add_url_rule("/files/<path:name>", "file", _file)
    app.register_error_handler(404, lambda _error: (render_template("trying/nowhere.html"), 404))
    return app


def new_server(app: Flask, port: int) -> BaseWSGIServer:
    """Return a server on this machine's own address; port 0: any that is free."""
    return make_server(HOST, port, app, threaded=True, request_handler=_Quiet)


class _Quiet(WSGIRequestHandler):
    timeout = 60

    def log(self, type: str, message: str, *args: object) -> None:  # noqa: A002 - its name there
        """Say nothing: the terminal is for the person."""


def _article_view(trial: Trial) -> Callable[[int], str]:
    def article(number: int) -> str:
        if not 1 <= number <= len(trial.articles):
            abort(404)
        tried = trial.articles[number - 1]
        page = article_page(tried, trial)
        last = len(trial.articles)
        return render_template(
            "trying/article.html",
            trial=trial,
            tried=tried,
            page=page,
            tones=tones(tried.reading),
            before=number - 1,
            after=number + 1 if number < last else 0,
        )

    return article


def _file(name: str) -> Response:
    return send_from_directory(HERE if name == "trying.css" else manifest.STATIC, name)


def _known(trial: Trial, lexicon: Lexicon) -> dict[str, Any]:
    def category_name(category: CategoryId) -> str:
        known = lexicon.categories.get(category)
        return known.name if known else category

    return {
        "words": words,
        "built": lambda name: f"/files/{manifest.built()[name]}",
        "category_name": category_name,
        "is_web": is_web,
        "store": trial.store,
    }


def _policy(trial: Trial) -> Callable[[Response], Response]:
    """Return what forbids all but our own files and the pictures of the products."""
    images = {
        f"{parts.scheme}://{parts.netloc}"
        for product in trial.products.values()
        if product.image and is_web(product.image.url)
        for parts in [urlsplit(product.image.url)]
        if all(character.isalnum() or character in ".-:[]" for character in parts.netloc)
    }
    policy = (
        "default-src 'none'; script-src 'self'; style-src 'self'; font-src 'self'; "
        f"img-src 'self' {' '.join(sorted(images)[:50])}; "
        "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    )

    def add(response: Response) -> Response:
        response.headers["Content-Security-Policy"] = policy
        response.headers["X-Content-Type-Options"] = "nosniff"
        response.headers["Referrer-Policy"] = "no-referrer"
        response.headers["Cache-Control"] = "no-store"
        return response

    return add
