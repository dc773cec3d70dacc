"""The parts that make up the fake, in one place."""

from __future__ import annotations

from dataclasses import dataclass, field

from service.demo.fake_shopify.bulk.operations import Bulks
from service.demo.fake_shopify.chronicle import Chronicle
from service.demo.fake_shopify.cost import Buckets
from service.demo.fake_shopify.faults import Faults
from service.demo.fake_shopify.ledger import Ledger
from service.demo.fake_shopify.orders.till import Till
from service.demo.fake_shopify.store import Store
from service.demo.fake_shopify.webhooks.newsroom import Newsroom


@dataclass(frozen=True, slots=True)
class Machine:
    """*base_url*: where the fake is served, without a trailing slash."""

    store: Store
    ledger: Ledger
    base_url: str
    newsroom: Newsroom
    bulks: Bulks
    buckets: Buckets = field(default_factory=Buckets)
    faults: Faults = field(default_factory=Faults)
    chronicle: Chronicle = field(default_factory=Chronicle)
    till: Till = field(default_factory=Till)
