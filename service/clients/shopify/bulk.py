"""Lists that Shopify gathers itself into a file: begun, looked at, fetched when they are done."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager
from typing import Any
from urllib.parse import urlsplit

import requests
import urllib3

from service.clients.shopify.bulk_file import Gathered, KindOfFile, gathered
from service.clients.shopify.bulk_things import ARTICLES, products
from service.clients.shopify.graphql import GraphQLClient
from service.clients.shopify.queries import query
from service.clients.shopify.session import new_session
from service.clients.shopify.wire import (
    BulkLookAnswer,
    BulkRunAnswer,
    BulkUnderWayAnswer,
    shaped,
)
from service.domain.articles import Article
from service.domain.catalog import Product
from service.domain.errors import AccessDeniedError, ShopifyRefusedError, ShopifyUnavailableError
from service.ports import BrokenExportError, Export, ExportNoun

LISTS = "bulk operations"
"""What is asked about here, in an error."""

STORAGE_HOSTS = frozenset({"storage.googleapis.com"})
"""Where Shopify lays results."""

LARGEST_FILE = 20 * 1024**3
TIMEOUTS = (3.0, 30.0)
TRIES = 4
_CHUNK = 1024 * 1024
_UNDER_WAY = frozenset({"CREATED", "RUNNING"})


class BulkLists:
    """A `ports.ShopExports`. *also_from*: an address whose host may hold results too; a fake's."""

    def __init__(self, client: GraphQLClient, *, also_from: str = "") -> None:
        self._client = client
        self._also_from = _place(also_from) if also_from else None
        self._session = new_session(also_from)

    def begin(self, noun: ExportNoun) -> str:
        text = query(f"bulk_{noun.value}")
        under_way = shaped(self._client.ask(query("bulk_under_way")), BulkUnderWayAnswer, LISTS)
        for known in under_way.bulk_operations.nodes:
            if known.status in _UNDER_WAY and known.query == text:
                return known.id
        begun = shaped(
            self._client.change(query("bulk_run"), {"query": text}), BulkRunAnswer, LISTS
        )
        run = begun.bulk_operation_run_query
        if run.bulk_operation is not None:
            return run.bulk_operation.id
        said = "; ".join(error.message for error in run.user_errors)
        if any(error.code == "INVALID" for error in run.user_errors):
            raise ShopifyRefusedError(f"Shopify does not gather the {noun.value}: {said}")
        raise ShopifyUnavailableError(f"Shopify gathers no {noun.value} now: {said}")

    def find(self, operation: str) -> Export | None:
        answer = shaped(
            self._client.ask(query("bulk_look"), {"id": operation}), BulkLookAnswer, LISTS
        )
        found = answer.bulk_operation
        if found is None:
            raise BrokenExportError("Shopify no longer knows the list that it was gathering")
        if found.status in _UNDER_WAY:
            return None
        if found.status != "COMPLETED":
            why = f" ({found.error_code})" if found.error_code else ""
            if found.error_code == "ACCESS_DENIED":
                raise AccessDeniedError("Shopify refused to gather a list: a scope is missing")
            raise BrokenExportError(f"Shopify's list ended as {found.status.lower()}{why}")
        return Export(
            found.url, int(found.object_count), int(found.file_size or 0), found.created_at
        )

    def products(
        self, export: Export, known: Mapping[int, str], currency: str
    ) -> AbstractContextManager[Gathered[Product]]:
        return self._gathered(export, known, products(currency))

    def articles(
        self, export: Export, known: Mapping[int, str]
    ) -> AbstractContextManager[Gathered[Article]]:
        return self._gathered(export, known, ARTICLES)

    def _gathered(
        self, export: Export, known: Mapping[int, str], kind: KindOfFile[Any]
    ) -> AbstractContextManager[Gathered[Any]]:
        if export.url is None and export.objects:
            raise BrokenExportError("Shopify says that its list holds something, but not where")
        if export.size > LARGEST_FILE:
            raise BrokenExportError(f"Shopify's list has {export.size} bytes, more than we take")

        def chunks() -> Iterator[bytes]:
            return _chunks(self._opener(export.url), export.size) if export.url else iter(())

        return gathered(chunks, export, known, kind)

    def _opener(self, url: str) -> Callable[[int], requests.Response]:
        place = _place(url)
        is_shopifys = place[0] == "https" and place[2] == 443 and place[1] in STORAGE_HOSTS
        if not is_shopifys and place != self._also_from:
            raise BrokenExportError(f"Shopify's list lies at {place[1]}, where none should lie")

        def ask(start: int) -> requests.Response:
            headers = {"Accept-Encoding": "identity"}
            if start:
                headers["Range"] = f"bytes={start}-"
            return self._session.get(
                url, headers=headers, timeout=TIMEOUTS, allow_redirects=False, stream=True
            )

        return ask


def _chunks(ask: Callable[[int], requests.Response], size: int) -> Iterator[bytes]:
    """Yield the file; where the connection breaks off, go on from there."""
    got = 0
    for attempt in range(1, TRIES + 1):
        try:
            with ask(got) as response:
                if response.status_code != (206 if got else 200):
                    status = response.status_code
                    raise BrokenExportError(f"Shopify's list can not be fetched: {status}")
                for chunk in response.iter_content(_CHUNK):
                    got += len(chunk)
                    if got > size:
                        raise BrokenExportError("Shopify's list is longer than it was said to be")
                    yield chunk
        except (requests.RequestException, urllib3.exceptions.HTTPError) as error:
            if attempt == TRIES:  # without its cause: it can hold the signed address
                raise ShopifyUnavailableError(
                    f"Shopify's list broke off: {type(error).__name__}"
                ) from None
        else:
            return


def _place(url: str) -> tuple[str, str, int]:
    parts = urlsplit(url)
    return (
        parts.scheme,
        parts.hostname or "",
        parts.port or (443 if parts.scheme == "https" else 80),
    )
