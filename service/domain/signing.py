"""Set ids and click tokens: what a browser brings back, and cannot make up."""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
from collections.abc import Sequence
from dataclasses import dataclass

from service.domain.articles import ArticleId
from service.domain.catalog import ProductId, ShopId
from service.domain.errors import NotFoundError
from service.domain.mappings import SlotName

DIGEST_BYTES = 16


class ClickTokenError(NotFoundError):
    """The click token was not made by us."""

    def __str__(self) -> str:
        return "no such link"


@dataclass(frozen=True, slots=True)
class Showing:
    """A set of products as it was shown: *products* in order, at one mapping version."""

    shop_id: ShopId
    article: ArticleId
    slot: SlotName
    products: tuple[ProductId, ...]
    mapping_version: int
    arm: str


@dataclass(frozen=True, slots=True)
class ClickTarget:
    """What a click token names: ids only, never an address."""

    shop_id: ShopId
    article: ArticleId
    slot: SlotName
    product: ProductId
    position: int
    mapping_version: int
    arm: str
    set_id: str


class Signer:
    """Signs with one key (at least 32 characters). No clock in it: valid while the key lives."""

    def __init__(self, secret_key: str) -> None:
        self._set_key = _derive(secret_key, b"set")
        self._click_key = _derive(secret_key, b"click")

    def set_id(self, showing: Showing) -> str:
        """Return the HMAC-SHA-256 over what was shown, cut to 128 bits, as URL-safe base64.

        A letter stands before it: an id that began with a dash would be a formula in a spreadsheet.
        """
        said = _join(
            showing.shop_id,
            showing.article,
            showing.slot,
            ",".join(map(str, showing.products)),
            showing.mapping_version,
            showing.arm,
        )
        return f"s{_base64(self._mac(self._set_key, said))}"

    def is_set_id(self, set_id: str, showing: Showing) -> bool:
        """Whether *set_id* was made for exactly this *showing*."""
        return hmac.compare_digest(set_id.encode(), self.set_id(showing).encode())

    def click_token(self, target: ClickTarget) -> str:
        """Return a token for ``/c/{token}``; it opens only with this key."""
        said = _join(
            target.shop_id,
            target.article,
            target.slot,
            target.product,
            target.position,
            target.mapping_version,
            target.arm,
            target.set_id,
        )
        return _base64(said + self._mac(self._click_key, said))

    def open_click_token(self, token: str) -> ClickTarget:
        """Return what *token* names or raise `ClickTokenError`."""
        raw = _unbase64(token)
        said, mac = raw[:-DIGEST_BYTES], raw[-DIGEST_BYTES:]
        if not hmac.compare_digest(mac, self._mac(self._click_key, said)):
            raise ClickTokenError
        shop_id, article, slot, product, position, version, arm, set_id = said.decode().split("|")
        return ClickTarget(
            ShopId(int(shop_id)),
            ArticleId(int(article)),
            SlotName(slot),
            ProductId(int(product)),
            int(position),
            int(version),
            arm,
            set_id,
        )

    @staticmethod
    def _mac(key: bytes, said: bytes) -> bytes:
        return hmac.digest(key, said, hashlib.sha256)[:DIGEST_BYTES]


def visitor_hash(secret_key: str, day: str, parts: Sequence[str]) -> str:
    """Return a keyed hash of *parts* that can not be joined across days (ISO date *day*)."""
    return _base64(hmac.digest(_derive(secret_key, day.encode()), _join(*parts), hashlib.sha256))


def _derive(secret_key: str, purpose: bytes) -> bytes:
    return hmac.digest(secret_key.encode(), b"endcap:" + purpose, hashlib.sha256)


def _join(*parts: object) -> bytes:
    return "|".join(str(part).replace("|", "%7C") for part in parts).encode()


def _base64(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()


def _unbase64(token: str) -> bytes:
    try:
        raw = base64.b64decode(
            token.encode("ascii") + b"=" * (-len(token) % 4), altchars=b"-_", validate=True
        )
    except (binascii.Error, UnicodeEncodeError, ValueError) as error:
        raise ClickTokenError from error
    if len(raw) <= DIGEST_BYTES or _base64(raw) != token:  # one spelling only
        raise ClickTokenError
    return raw
