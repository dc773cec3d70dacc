"""Takes what a storefront has seen: checks it, and puts it on disk before saying so."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, NamedTuple, Protocol

from pydantic import BaseModel, ConfigDict, Field

from service.domain.articles import ArticleId
from service.domain.catalog import SHOP_DOMAIN, ProductId, Shop, ShopId
from service.domain.engagement import (
    Classified,
    Event,
    EventKind,
    EventSource,
    classify,
    occurred,
    reasons,
)
from service.domain.errors import InvalidFieldError
from service.domain.mappings import SlotName
from service.domain.signing import Showing, Signer, visitor_hash
from service.ports import Clock, Doorbell
from service.usecases.known_shops import KnownShops

MOST_EVENTS = 20

Id = Annotated[int, Field(ge=1, lt=2**63)]
Kind = Annotated[str, Field(pattern="^(rendered|viewable|clicked|added_to_cart)$")]
Uuid = Annotated[
    str, Field(pattern="^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$")
]


class _Said(BaseModel):
    """Nothing is coerced: ``true`` is not 1, ``"1"`` is not 1, and a field too many is an error."""

    model_config = ConfigDict(strict=True, extra="forbid", frozen=True)


class ShownSet(_Said):
    """A set of products as Endcap answered it; *set_id* proves it."""

    set_id: str = Field(min_length=1, max_length=64)
    article: Id
    slot: str = Field(pattern="^[a-z][a-z0-9_]{0,31}$")
    mapping_version: int = Field(ge=0, lt=2**31)
    arm: str = Field(pattern="^[A-Za-z0-9_.-]{1,32}$")
    products: list[Id] = Field(min_length=1, max_length=50)


class BrowserEvent(_Said):
    """
    One fact. Of a shown product: *set_id*, *product* and its 1-based *position* in the set. Of a
    link placed by hand: *hand_placed*, *article* and *product_handle*.
    """

    id: Uuid
    kind: Kind
    at: str | None = Field(default=None, max_length=40)
    set_id: str | None = Field(default=None, max_length=64)
    product: Id | None = None
    position: int | None = Field(default=None, ge=1, le=50)
    hand_placed: bool = False
    article: Id | None = None
    product_handle: str | None = Field(default=None, min_length=1, max_length=255)


class EventBatch(_Said):
    """What a page sends. *consent*: the visitor allows analytics."""

    shop: str = Field(pattern=f"^{SHOP_DOMAIN}$")
    consent: bool = False
    sets: list[ShownSet] = Field(default_factory=list, max_length=MOST_EVENTS)
    events: list[BrowserEvent] = Field(min_length=1, max_length=MOST_EVENTS)


@dataclass(frozen=True, slots=True)
class Caller:
    """Who sends. Address and user agent are looked at, never kept."""

    address: str
    user_agent: str
    method: str = "POST"
    purpose: str = ""


class Accepted(NamedTuple):
    """*ignored*: events of hand-placed links to products that the shop does not have."""

    accepted: int
    ignored: int


class EventLog(Protocol):
    """Where events are safe (`service.clients.segments.SegmentLog`)."""

    def append(self, shop_id: ShopId, events: Sequence[Event]) -> None:
        """Keep all or none; raise `NotDurableError` when they are not kept."""
        ...


def accept_events(
    batch: EventBatch,
    caller: Caller,
    *,
    known: KnownShops,
    signer: Signer,
    segments: EventLog,
    doorbell: Doorbell,
    clock: Clock,
    secret_key: str,
    is_crawler: Callable[[str], bool],
) -> Accepted:
    """
    Check the whole *batch*, then keep it; an event that was accepted survives a crash.

    One event that is wrong, or a set that we did not sign, refuses the batch: `InvalidFieldError`.
    """
    now = clock()
    reader = _Reader(
        shop=known.get_by_domain(batch.shop),
        sets=dict(_signed(batch, known, signer)),
        known=known,
        classified=classify(
            caller.user_agent,
            method=caller.method,
            purpose=caller.purpose,
            is_crawler=is_crawler,
        ),
        consent=batch.consent,
        visitor=_visitor(caller, now, secret_key) if batch.consent else None,
        now=now,
    )
    found = list(reader.read(batch.events))
    if found:
        segments.append(reader.shop.id, found)
        doorbell.ring_segments()
    return Accepted(len(found), len(batch.events) - len(found))


def _visitor(caller: Caller, now: datetime, secret_key: str) -> str:
    return visitor_hash(secret_key, now.date().isoformat(), [caller.address, caller.user_agent])


def _signed(batch: EventBatch, known: KnownShops, signer: Signer) -> Iterator[tuple[str, ShownSet]]:
    shop = known.get_by_domain(batch.shop)
    for place, shown in enumerate(batch.sets):
        showing = Showing(
            shop.id,
            ArticleId(shown.article),
            SlotName(shown.slot),
            tuple(ProductId(product) for product in shown.products),
            shown.mapping_version,
            shown.arm,
        )
        if not signer.is_set_id(shown.set_id, showing):
            raise InvalidFieldError(f"sets.{place}.set_id", "was not made for this set")
        yield shown.set_id, shown


@dataclass(frozen=True, slots=True)
class _Reader:
    """Turns what a browser says into events, with what is the same for the whole batch."""

    shop: Shop
    sets: dict[str, ShownSet]
    known: KnownShops
    classified: Classified
    consent: bool
    visitor: str | None
    now: datetime

    def read(self, said: Sequence[BrowserEvent]) -> Iterator[Event]:
        for place, event in enumerate(said):
            where = f"events.{place}"
            found = self._by_hand(event, where) if event.hand_placed else self._shown(event, where)
            if found is not None:
                yield found

    def _shown(self, said: BrowserEvent, where: str) -> Event:
        _must_not_have(said, where, "article", "product_handle")
        shown = self.sets.get(said.set_id or "")
        if shown is None:
            raise InvalidFieldError(f"{where}.set_id", "is not among the sets of this batch")
        if said.product not in shown.products:
            raise InvalidFieldError(f"{where}.product", "is not in its set")
        if said.position is None or shown.products[said.position - 1 :][:1] != [said.product]:
            raise InvalidFieldError(f"{where}.position", "is not the product's place in its set")
        return self._event(
            said,
            where,
            article=shown.article,
            product=said.product,
            slot=shown.slot,
            position=said.position,
            set_id=shown.set_id,
            mapping_version=shown.mapping_version,
            arm=shown.arm,
        )

    def _by_hand(self, said: BrowserEvent, where: str) -> Event | None:
        _must_not_have(said, where, "set_id", "product", "position")
        if said.article is None or said.product_handle is None:
            missing = "article" if said.article is None else "product_handle"
            raise InvalidFieldError(f"{where}.{missing}", "is missing")
        product = self.known.find_product(self.shop.id, said.product_handle)
        if product is None:  # a dead link stands in many an old article; the rest still counts
            return None
        return self._event(said, where, article=said.article, product=product)

    def _event(
        self,
        said: BrowserEvent,
        where: str,
        *,
        article: int,
        product: int,
        slot: str = "",
        position: int = 0,
        set_id: str = "",
        mapping_version: int = 0,
        arm: str = "",
    ) -> Event:
        at, flag = occurred(_instant(said.at, f"{where}.at"), now=self.now)
        return Event(
            id=said.id,
            kind=EventKind(said.kind),
            source=EventSource.BEACON,
            article=ArticleId(article),
            product=ProductId(product),
            slot=SlotName(slot),
            position=position,
            hand_placed=said.hand_placed,
            set_id=set_id,
            mapping_version=mapping_version,
            arm=arm,
            visitor_class=self.classified.visitor_class,
            class_reason=reasons(self.classified.reason, flag),
            consent=self.consent,
            visitor=self.visitor,
            occurred_at=at,
            received_at=self.now,
        )


def _must_not_have(said: BrowserEvent, where: str, *fields: str) -> None:
    for field in fields:
        if getattr(said, field) is not None:
            raise InvalidFieldError(f"{where}.{field}", "does not belong to such an event")


def _instant(said: str | None, where: str) -> datetime | None:
    if said is None:
        return None
    try:
        at = datetime.fromisoformat(said)
    except ValueError as error:
        raise InvalidFieldError(where, "is not an instant such as 2026-01-31T09:30:00Z") from error
    if at.tzinfo is None:
        raise InvalidFieldError(where, "has no zone")
    return at
