"""Tells the app what happened: a delivery for each subscription that hears a piece of news."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

import msgspec

from service.demo.fake_shopify.grants import Install
from service.demo.fake_shopify.ledger import Ledger
from service.demo.fake_shopify.partner import App
from service.demo.fake_shopify.scopes import SCOPES
from service.demo.fake_shopify.signing import webhook_hmac
from service.demo.fake_shopify.webhooks import payloads
from service.demo.fake_shopify.webhooks.deliveries import Delivery, triggered_at
from service.demo.fake_shopify.webhooks.news import News, is_heard, of_edit
from service.demo.fake_shopify.webhooks.sender import Sender
from service.demo.shop import DemoShop

VERSION = "2026-10"
ALWAYS = frozenset({"app/uninstalled", "shop/redact", "customers/redact", "customers/data_request"})
"""Topics that reach an app that is no longer installed."""

TWO_DAYS = 48 * 3600.0

Result = TypeVar("Result")


@dataclass(frozen=True, slots=True)
class Ear:
    """One subscription, wherever it was made."""

    uri: str
    name: str = ""
    include_fields: tuple[str, ...] = ()
    own: str = ""
    """The id of a subscription that the shop made itself."""


class Newsroom:
    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger
        self.sender = Sender(lambda: ledger.app.time_scale, self._forget_ear)

    @property
    def app(self) -> App:
        return self._ledger.app

    def tell(
        self,
        domain: str,
        news: Sequence[News],
        *,
        delay: float = 0.0,
        still_wanted: Callable[[], bool] = lambda: True,
    ) -> None:
        """Send *news* of one event to all that hear them."""
        event = str(uuid.uuid4())
        for piece in news:
            if not self._reaches(domain, piece.topic):
                continue
            for ear in self._ears(domain, piece.topic):
                made = self.delivery(domain, piece, ear, event=event)
                made.still_wanted = still_wanted
                self.sender.send(made, delay=delay)

    def tell_of_edit(self, before: DemoShop, after: DemoShop) -> None:
        """Send what an edit causes; each thing that was edited is an event of its own."""
        for news in of_edit(before, after):
            self.tell(after.domain, news)

    def change_grant(
        self,
        shop: DemoShop,
        do: Callable[[Install], Result],
        *,
        begin: Iterable[str] | None = None,
    ) -> Result:
        """Change what the merchant granted; an app that was installed hears of other scopes.

        *begin*: the scopes of a token that never came through the door, whose app is there as well.
        """
        known = self._ledger.install_of(shop.domain)
        was_there = begin is not None if known is None else known.installed
        before = sorted(known.scopes if known else begin or ())
        result = self._ledger.change(shop.domain, do, begin=begin)
        install = self._ledger.install_of(shop.domain)
        after = sorted(install.scopes) if install else []
        if was_there and before != after:
            said = payloads.scopes_update(shop, before, after)
            self.tell(shop.domain, [News("app/scopes_update", said)])
        return result

    def uninstall(self, shop: DemoShop) -> None:
        """End every grant, say goodbye, and ask to be forgotten two days later unless the app is
        back by then."""
        domain = shop.domain
        self._ledger.change(domain, lambda install: install.end())
        self.tell(domain, [News("app/uninstalled", payloads.whole_shop(shop))])

        def is_gone() -> bool:
            install = self._ledger.install_of(domain)
            return install is not None and not install.installed

        forget = News("shop/redact", payloads.compliance(shop, "shop/redact"))
        wait = TWO_DAYS * self._ledger.app.time_scale
        self.tell(domain, [forget], delay=wait, still_wanted=is_gone)

    def delivery(self, domain: str, piece: News, ear: Ear, *, event: str) -> Delivery:
        body = msgspec.json.encode(_trimmed(piece.payload, ear.include_fields))
        made = Delivery(piece.topic, domain, ear.uri, body, {}, event, subscription=ear.own)
        made.headers = self.headers(made, name=ear.name)
        return made

    def headers(self, delivery: Delivery, *, name: str = "") -> dict[str, str]:
        """Return what goes with the body, signed."""
        named = {"X-Shopify-Name": name} if name else {}
        return {
            "Content-Type": "application/json",
            "User-Agent": "Shopify-Captain-Hook",
            "X-Shopify-Topic": delivery.topic,
            "X-Shopify-Hmac-Sha256": webhook_hmac(delivery.body, self._ledger.app.secret),
            "X-Shopify-Shop-Domain": delivery.domain,
            "X-Shopify-API-Version": VERSION,
            "X-Shopify-Webhook-Id": delivery.webhook_id,
            "X-Shopify-Event-Id": delivery.event_id,
            "X-Shopify-Triggered-At": triggered_at(),
            **named,
        }

    def _ears(self, domain: str, topic: str) -> Iterator[Ear]:
        app = self._ledger.app
        for hook in app.webhooks:
            if topic in hook.topics and app.address(hook.uri):
                yield Ear(app.address(hook.uri), hook.name, hook.include_fields)
        install = self._ledger.install_of(domain)
        for own in install.subscriptions.values() if install else ():
            if own.topic == topic:
                yield Ear(own.uri, own.name, own.include_fields, own.id)

    def _reaches(self, domain: str, topic: str) -> bool:
        install = self._ledger.install_of(domain)
        if topic in ALWAYS or install is None:
            return topic in ALWAYS or is_heard(topic, SCOPES)
        return install.installed and is_heard(topic, install.granted())

    def _forget_ear(self, dead: Delivery) -> None:
        """A shop's own subscription ends when its delivery failed to the last."""
        if dead.subscription:
            self._ledger.change(
                dead.domain, lambda install: install.subscriptions.pop(dead.subscription, None)
            )


def _trimmed(payload: Mapping[str, Any], fields: tuple[str, ...]) -> Mapping[str, Any]:
    return {name: payload[name] for name in fields if name in payload} if fields else payload
