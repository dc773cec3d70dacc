"""Who may come in with an access token, and with which scopes."""

from __future__ import annotations

from dataclasses import dataclass

from service.demo.fake_shopify.ledger import Ledger
from service.demo.fake_shopify.scopes import SCOPES
from service.demo.fake_shopify.store import Store
from service.demo.shop import DemoShop


@dataclass(frozen=True, slots=True)
class Visitor:
    """A token that opens *shop*."""

    shop: DemoShop
    scopes: frozenset[str]


def visitor(token: str, store: Store, ledger: Ledger, named: str | None) -> Visitor | None:
    """Return who shows *token*, ``None`` when it opens nothing or not the shop that was *named*."""
    shop = store.shop_of(token)
    install = ledger.install_of(shop.domain) if shop else None
    if shop is not None:  # a token that the fake began with; uninstalling ends it too
        scopes = install.granted() if install else SCOPES
        found = None if install and not install.installed else Visitor(shop, scopes)
    else:
        found = _granted(token, store, ledger)
    return found if found and named in {None, found.shop.domain} else None


def _granted(token: str, store: Store, ledger: Ledger) -> Visitor | None:
    domain = ledger.owner(lambda install: install.is_live(token, store.now()))
    install = ledger.install_of(domain) if domain else None
    return Visitor(store.shop(domain), install.granted()) if install else None
