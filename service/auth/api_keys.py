"""Programs that come with an API key: ``Authorization: Bearer ek_…``."""

from __future__ import annotations

import logging
from datetime import datetime

from flask import request

from service.auth.current import services
from service.domain.catalog import Shop
from service.domain.errors import (
    ForbiddenError,
    ShopNotFoundError,
    UnauthenticatedError,
    UnavailableError,
)
from service.storage import api_keys
from service.storage.api_keys import PREFIX, ApiKey
from service.storage.database import Database
from service.storage.system import shop_named

logger = logging.getLogger(__name__)

EXPORTS_READ = "exports:read"
LEXICON_READ = "lexicon:read"
LEXICON_WRITE = "lexicon:write"


def require_scope(scope: str, shop_domain: str) -> Shop:
    """As `require_key`, where nobody asks whose key it is."""
    return require_key(scope, shop_domain)[0]


def require_key(scope: str, shop_domain: str) -> tuple[Shop, ApiKey]:
    """
    Return the shop and the request's key, if it is that shop's and has *scope*.

    Raises `UnauthenticatedError` without a valid key and `ForbiddenError` without the scope. To the
    key of another shop this shop is not there: `ShopNotFoundError`.
    """
    key = _key_of_request()
    if scope not in key.scopes:
        raise ForbiddenError(f"this key lacks the scope {scope}")
    shop = shop_named(services().database, shop_domain)
    if shop.id != key.shop_id:
        raise ShopNotFoundError(shop_domain)
    return shop, key


def _key_of_request() -> ApiKey:
    secret = _bearer(request.headers.get("Authorization", ""))
    database, now = services().database, services().clock()
    with database.system(read_only=True) as tx:
        key = api_keys.find(tx, secret)
    if key is None:
        raise UnauthenticatedError("this key is not valid")
    if api_keys.is_use_due(key, now=now):
        _note_use(key, database=database, now=now)
    return key


def _note_use(key: ApiKey, *, database: Database, now: datetime) -> None:
    """Write down that the key is in use; reading goes on when that can not be written."""
    try:
        with database.transaction(key.shop_id) as tx:
            api_keys.note_use(tx, key, now=now)
    except UnavailableError:
        logger.warning("key_use_not_noted", extra={"key": key.id})


def _bearer(header: str) -> str:
    kind, _, secret = header.partition(" ")
    if kind.lower() != "bearer" or not secret.startswith(PREFIX) or not secret.isascii():
        raise UnauthenticatedError("needs an API key: Authorization: Bearer ek_…")
    return secret
