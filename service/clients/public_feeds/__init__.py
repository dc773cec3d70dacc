"""What a store shows to everybody (`products.json`, Atom, sitemap), read politely."""

from __future__ import annotations

from service.clients.public_feeds.addresses import store_origin
from service.clients.public_feeds.reader import read_public_store
from service.clients.public_feeds.visitor import Limits, Visitor

__all__ = ["Limits", "Visitor", "read_public_store", "store_origin"]
