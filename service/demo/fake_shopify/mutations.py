"""What can be asked of a shop and done to it: the fields that lie beyond its catalogue."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from service.demo.fake_shopify.app_fields import app_mutations, installation_node
from service.demo.fake_shopify.bulk.fields import bulk_mutations, bulk_queries
from service.demo.fake_shopify.chronicle import event_fields
from service.demo.fake_shopify.doors import Visitor
from service.demo.fake_shopify.granting import scope_mutations
from service.demo.fake_shopify.machine import Machine
from service.demo.fake_shopify.metafields import by_owner
from service.demo.fake_shopify.nodes import Scene
from service.demo.fake_shopify.orders.nodes import order_fields
from service.demo.fake_shopify.roots import query_root
from service.demo.shop import DemoShop


def whole_root(guest: Visitor, machine: Machine) -> Mapping[str, Any]:
    """Return the fields of ``QueryRoot`` and ``Mutation``; none is in both."""
    bulks, domain, base_url = machine.bulks, guest.shop.domain, machine.base_url
    scene = _scene(guest.shop, machine)

    def root() -> Mapping[str, Any]:
        now = _scene(machine.store.shop(domain), machine)
        return {**query_root(now), **order_fields(machine.till, now)}

    return {
        **query_root(scene),
        "currentAppInstallation": lambda _info: installation_node(scene, guest.scopes),
        **order_fields(machine.till, scene),
        **event_fields(machine.chronicle, domain, scene.now),
        **bulk_queries(bulks, domain, base_url),
        **bulk_mutations(bulks, domain, base_url, guest.scopes, root),
        **app_mutations(machine.ledger, guest, f"{scene.now:%Y-%m-%dT%H:%M:%SZ}"),
        **scope_mutations(machine.newsroom, guest),
    }


def _scene(shop: DemoShop, machine: Machine) -> Scene:
    kept = by_owner(machine.ledger.install_of(shop.domain))
    return Scene(shop, machine.base_url, machine.store.now(), kept)
