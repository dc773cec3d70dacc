"""What can be asked of a shop and done to it: the fields that lie beyond its catalogue."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from service.demo.fake_shopify.bulk.fields import bulk_mutations, bulk_queries
from service.demo.fake_shopify.doors import Visitor
from service.demo.fake_shopify.machine import Machine
from service.demo.fake_shopify.nodes import Scene
from service.demo.fake_shopify.roots import query_root


def whole_root(scene: Scene, guest: Visitor, machine: Machine) -> Mapping[str, Any]:
    """Return the fields of ``QueryRoot`` and ``Mutation``; none is in both."""
    bulks, domain, base_url = machine.bulks, scene.shop.domain, machine.base_url

    def root() -> Mapping[str, Any]:
        now = machine.store.now()
        return query_root(Scene(machine.store.shop(domain), base_url, now), guest.scopes)

    return {
        **query_root(scene, guest.scopes),
        **bulk_queries(bulks, domain, base_url),
        **bulk_mutations(bulks, domain, base_url, guest.scopes, root),
    }
