"""``python -m service.demo.fake_shopify --port 8001 --state data/fake_shopify.json``."""

from __future__ import annotations

import argparse
import gc
import logging
import signal
import sys
from collections.abc import Sequence
from pathlib import Path

import msgspec
from werkzeug.serving import BaseWSGIServer, WSGIRequestHandler, make_server

from service.demo import shop
from service.demo.fake_shopify import DEMO_TOKEN, LARGE_TOKEN
from service.demo.fake_shopify.app import create_app
from service.demo.fake_shopify.app_toml import configured
from service.demo.fake_shopify.cost import PLANS
from service.demo.fake_shopify.generated import generated_shop
from service.demo.fake_shopify.ledger import Ledger
from service.demo.fake_shopify.state import State, StateError
from service.demo.fake_shopify.store import Store
from service.demo.shop import DemoShop

logger = logging.getLogger(__name__)


class Handler(WSGIRequestHandler):
    """Says nothing of requests that went well, and gives up on clients that say nothing."""

    timeout = 60

    def log_request(self, code: int | str = "-", size: int | str = "-") -> None:
        pass


def main(arguments: Sequence[str] | None = None) -> int:
    """Serve until SIGTERM or SIGINT; return 0 then, 2 when it can not begin."""
    given = _parser().parse_args(arguments)
    logging.basicConfig(level=logging.INFO, stream=sys.stderr, format="fake shopify: %(message)s")
    try:
        store = Store.open(given.state, _seed, _generated(given))
        server = _server(store, _ledger(given), given)
    except (StateError, OSError) as error:
        logger.error("%s", error)  # noqa: TRY400 - the sentence is enough
        return 2
    except SystemExit:  # werkzeug has said that the port is taken
        return 2
    _stop_on_signals()
    logger.info("ready on %s", _base_url(given))
    server.serve_forever(poll_interval=0.1)  # until a KeyboardInterrupt; closes itself then
    gc.freeze()  # the schema is a million objects; leaving need not look through them
    return 0


def _server(store: Store, ledger: Ledger, given: argparse.Namespace) -> BaseWSGIServer:
    app = create_app(
        store,
        base_url=_base_url(given),
        endcap_url=(given.endcap_url or "").rstrip("/"),
        ledger=ledger,
        plan=PLANS[given.plan],
    )
    return make_server(given.host, given.port, app, threaded=True, request_handler=Handler)


def _ledger(given: argparse.Namespace) -> Ledger:
    """Go on with what was kept of the app; what the command line says counts more."""
    ledger = Ledger(given.state.with_suffix(".app.json"))
    said = {
        "client_id": given.client_id,
        "secrets": given.client_secret and (given.client_secret,),
        "app_url": given.app_url and given.app_url.rstrip("/"),
    }
    known = {name: value for name, value in said.items() if value}
    if given.app_toml:
        ledger.change_app(lambda app: configured(app, given.app_toml))
    ledger.change_app(lambda app: msgspec.structs.replace(app, **known))
    return ledger


STOPPING = (signal.SIGTERM, signal.SIGINT)


def _stop_on_signals() -> None:
    def stop(_number: int, _frame: object) -> None:
        # no thread, no event: their locks may be held by what this handler interrupts
        for each in STOPPING:
            signal.signal(each, signal.SIG_IGN)
        raise KeyboardInterrupt

    for number in STOPPING:
        signal.signal(number, stop)


def _seed() -> State:
    return State(shops={DEMO_TOKEN: shop.load()})


def _generated(given: argparse.Namespace) -> dict[str, DemoShop]:
    if not given.products and not given.articles:
        return {}
    return {LARGE_TOKEN: generated_shop(given.products, given.articles, seed=given.seed)}


def _base_url(given: argparse.Namespace) -> str:
    url: str = given.public_url or f"http://{given.host}:{given.port}"
    return url.rstrip("/")


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m service.demo.fake_shopify", description=__doc__
    )
    parser.add_argument("--port", type=int, required=True)
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--state", type=Path, required=True, help="the JSON file that keeps edits")
    parser.add_argument("--endcap-url", help="where the storefront asks for recommendations")
    parser.add_argument("--app-url", help="where the app is that shops install; gets webhooks")
    parser.add_argument("--app-toml", type=Path, help="scopes, webhooks and proxy, as deployed")
    parser.add_argument("--client-id", help="the app's id, as its configuration says it")
    parser.add_argument("--client-secret", help="what the app signs and is signed to with")
    parser.add_argument("--plan", choices=sorted(PLANS), default="plus", help="how many points")
    parser.add_argument("--products", type=int, default=0, help="make a large shop of so many")
    parser.add_argument("--articles", type=int, default=0, help="and so many articles")
    parser.add_argument("--seed", type=int, default=1, help="another seed, another large shop")
    parser.add_argument("--public-url", help="where shoppers reach it, when not at host and port")
    return parser


if __name__ == "__main__":
    sys.exit(main())
