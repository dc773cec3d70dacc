"""A small Endcap that a test can program: canned answers, the real cards, and a box for events."""

from __future__ import annotations

import json
import threading
from collections import abc
from dataclasses import dataclass, field, replace
from decimal import Decimal
from pathlib import Path
from typing import Any

from flask import Flask, Response, redirect, request, send_from_directory
from werkzeug.serving import BaseWSGIServer, make_server

from service.api import cards
from service.domain.articles import ArticleId, PlacedLink, Placement
from service.domain.catalog import Image, PriceRange, ShopDomain
from service.domain.mappings import SlotName
from service.domain.recommendations import Because, Source
from service.usecases.serve_recommendations import ARM, Answer, Card
from tests.builders import a_product, a_shop

STATIC = Path(cards.__file__).parent / "static"
PICTURE = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 800 800"><rect width="800" height="800"'
    ' fill="hsl({hue} 32% 88%)"/><rect x="290" y="270" width="220" height="380" rx="28"'
    ' fill="hsl({hue} 24% 62%)"/><rect x="330" y="170" width="140" height="90" rx="12"'
    ' fill="hsl({hue} 18% 38%)"/></svg>'
)
BECAUSE = Because(None, Source.RULE, None, "", None, None, None)


def serve(app: Any) -> BaseWSGIServer:
    """Start *app* on a free port of this machine; the caller shuts it down."""
    server = make_server("127.0.0.1", 0, app, threaded=True)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return server


def address(server: BaseWSGIServer) -> str:
    return f"http://127.0.0.1:{server.server_port}"


@dataclass
class StubEndcap:
    """*placements*: where each slot stands; a slot that is not named is empty."""

    store_url: str = ""
    url: str = ""
    domain: str = "fernwick.myshopify.com"
    article: int = 900
    placements: dict[str, Placement] = field(default_factory=dict)
    hand_placed_links: str = "upgrade"
    products: tuple[Any, ...] = ()
    fails_with: int = 0
    batches: list[dict[str, Any]] = field(default_factory=list)
    redirected: list[str] = field(default_factory=list)

    @property
    def events(self) -> list[dict[str, Any]]:
        return [event for batch in self.batches for event in batch["events"]]

    def of_kind(self, kind: str) -> list[dict[str, Any]]:
        return [event for event in self.events if event["kind"] == kind]

    def app(self) -> Flask:
        app = Flask("stub_endcap")
        where = "/v1/shops/<shop>/articles/<blog>/<handle>/recommendations"
        app.add_url_rule(where, view_func=self._recommendations)
        app.add_url_rule("/storefront/<name>", view_func=self._static)
        app.add_url_rule("/v1/events", view_func=self._accept, methods=["POST"])
        app.add_url_rule("/c/<token>", view_func=self._click)
        app.add_url_rule("/pictures/<int:hue>.svg", view_func=self._picture)
        app.add_url_rule("/slot.html", view_func=self._slot_page)
        return app

    def answer(self, slot: str) -> Answer:
        placement = self.placements.get(slot)
        return Answer(
            shop=replace(a_shop(), domain=ShopDomain(self.domain)),
            article=ArticleId(self.article),
            slot=SlotName(slot),
            set_id=f"set-{slot}",
            mapping_version=3,
            arm=ARM,
            cards=tuple(self._cards(slot)) if placement else (),
            placement=placement,
        )

    def _cards(self, slot: str) -> abc.Iterator[Card]:
        for position, (product, label, note) in enumerate(self.products, start=1):
            here = replace(
                product,
                url=f"{self.store_url}/products/{product.handle}",
                image=Image(f"{self.url}/pictures/{position * 75}.svg", 800, 800),
            )
            click_url = f"{self.url}/c/{slot}-{product.handle}"
            yield Card(position, here, label, note, BECAUSE, click_url)

    def _recommendations(self, shop: str, blog: str, handle: str) -> Response:
        if self.fails_with:
            return Response("no", self.fails_with)
        answer = self.answer(request.args["slot"])
        if request.args.get("format") == "html":
            html = Response(cards.render(answer), mimetype="text/html")
            html.headers["Access-Control-Allow-Origin"] = "*"
            return html
        return Response(json.dumps(self._said(answer)), mimetype="application/json")

    def _said(self, answer: Answer) -> dict[str, Any]:
        placement = answer.placement
        return {
            "set_id": answer.set_id,
            "items": [{"handle": card.product.handle} for card in answer.cards],
            "hand_placed_links": self.hand_placed_links,
            "placement": placement
            and {
                "element": placement.element,
                "links": [
                    {"element": link.element, "product_handle": link.product_handle}
                    for link in placement.links
                ],
            },
        }

    def _static(self, name: str) -> Response:
        return send_from_directory(STATIC, name)

    def _accept(self) -> Response:
        assert request.mimetype == "text/plain"
        self.batches.append(json.loads(request.get_data()))
        return Response(status=202)

    def _click(self, token: str) -> Any:
        self.redirected.append(token)
        return redirect(f"{self.store_url}/products/{token.split('-', 1)[1]}")

    def _picture(self, hue: int) -> Response:
        return Response(PICTURE.format(hue=hue), mimetype="image/svg+xml")

    def _slot_page(self) -> str:
        """A page of another theme, without server rendering."""
        source = f"/v1/shops/{self.domain}/articles/news/milia/recommendations"
        return (
            "<!doctype html><html lang=en><title>Slot</title>"
            "<link rel=stylesheet href=/storefront/endcap.css>"
            "<script src=/storefront/endcap.js defer></script><h1>Milia</h1>"
            "<p>Before</p><p style='height:2000px'>Long</p>"
            f'<div data-endcap-slot="after_intro" data-src="{source}?format=html&slot=after_intro">'
            "</div><p>After</p>"
        )


def a_trio() -> tuple[Any, ...]:
    """Three products with label and note, as the milia article has them."""
    scrub = a_product(11, handle="scrub", title="Deep Exfoliating Clay Scrub")
    acids = a_product(
        12,
        handle="acids",
        title="Super Smooth Resurfacing Serum",
        price=PriceRange(Decimal(34), Decimal(49), "USD"),
    )
    retinal = a_product(
        13,
        handle="retinal",
        title="Retinal Super Serum",
        price=PriceRange(Decimal(58), Decimal(58), "USD"),
        compare_at=PriceRange(Decimal(64), Decimal(64), "USD"),
    )
    return (
        (scrub, "Physical exfoliant", ""),
        (acids, "Hydroxy acids", ""),
        (retinal, "Retinoid", "Not all on the same day"),
    )


def a_milia_stub() -> StubEndcap:
    """Both slots of `ARTICLE`, each beside its hand-placed links."""
    first = tuple(PlacedLink(2 + n, handle) for n, handle in enumerate(("scrub", "acids", "other")))
    last = tuple(PlacedLink(9 + n, handle) for n, handle in enumerate(("scrub", "acids", "other")))
    return StubEndcap(
        products=a_trio(),
        placements={"after_intro": Placement(2, first), "end": Placement(9, last)},
    )
