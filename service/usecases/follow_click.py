"""Follows a signed link to the product it names, and notes the click."""

from __future__ import annotations

import logging
import re
import uuid
from collections.abc import Callable
from urllib.parse import quote, urlsplit

from service.domain.catalog import Shop
from service.domain.engagement import Event, EventKind, EventSource, classify
from service.domain.errors import NotDurableError, NotFoundError
from service.domain.signing import ClickTarget, Signer
from service.ports import Clock, Doorbell
from service.usecases.accept_events import Caller, EventLog
from service.usecases.known_shops import KnownShops

logger = logging.getLogger(__name__)

_HOST = re.compile(
    r"(?=.{4,253}$)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z][a-z0-9-]{0,61}[a-z0-9]"
)
_LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})


class NoDestinationError(NotFoundError):
    """The shop's stored address is not one that a shopper may be sent to."""

    def __str__(self) -> str:
        return "no such link"


def follow_click(
    token: str,
    caller: Caller,
    *,
    known: KnownShops,
    signer: Signer,
    segments: EventLog,
    doorbell: Doorbell,
    clock: Clock,
    is_crawler: Callable[[str], bool],
    allow_local_shops: bool = False,
) -> str:
    """
    Return where *token* leads; raise `NotFoundError` when it was not made by us.

    A shopper arrives even when the click can not be kept. A product that is gone leads to the
    shop's first page.
    """
    target = signer.open_click_token(token)
    shop = known.get(target.shop_id)
    leads_to = destination(
        shop, known.find_handle(shop.id, target.product), allow_local=allow_local_shops
    )
    event = _event(target, caller, clock, is_crawler)
    try:
        segments.append(shop.id, [event])
    except NotDurableError:
        logger.exception("click_lost", extra={"shop": shop.domain, "product": target.product})
    else:
        doorbell.ring_segments()
    return leads_to


def destination(shop: Shop, handle: str | None, *, allow_local: bool) -> str:
    """Build the address of a product from what is stored of the shop, and nothing else."""
    storefront = _storefront(shop.url, allow_local=allow_local)
    if handle is None or handle in {"", ".", ".."}:  # a browser takes dots for a way up
        return f"{storefront}/"
    return f"{storefront}/products/{quote(handle, safe='')}"


def _storefront(url: str, *, allow_local: bool) -> str:
    try:
        parts = urlsplit(url)
        host, port = parts.hostname or "", parts.port
    except ValueError as error:
        raise NoDestinationError from error
    local = allow_local and parts.scheme == "http" and host in _LOOPBACK
    public = parts.scheme == "https" and port is None and _HOST.fullmatch(parts.netloc) is not None
    if not (local or public) or "@" in parts.netloc or url != f"{parts.scheme}://{parts.netloc}":
        raise NoDestinationError
    return url


def _event(
    target: ClickTarget, caller: Caller, clock: Clock, is_crawler: Callable[[str], bool]
) -> Event:
    now = clock()
    visitor_class, reason = classify(
        caller.user_agent, method=caller.method, purpose=caller.purpose, is_crawler=is_crawler
    )
    return Event(
        id=str(uuid.uuid4()),
        kind=EventKind.CLICKED,
        source=EventSource.REDIRECT,
        article=target.article,
        product=target.product,
        slot=target.slot,
        position=target.position,
        set_id=target.set_id,
        mapping_version=target.mapping_version,
        arm=target.arm,
        visitor_class=visitor_class,
        class_reason=reason,
        occurred_at=now,
        received_at=now,
    )
