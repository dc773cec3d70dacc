"""The app's side of the fake's Admin API: a query with a token, and metafields to write."""

from __future__ import annotations

from typing import Any

import requests

from tests.integration.shopify.fake_process import FakeProcess


def answer(fake: FakeProcess, token: str, query: str, **variables: Any) -> dict[str, Any]:
    """Return the whole body, errors too."""
    return dict(
        requests.post(
            f"{fake.url}/admin/api/2026-10/graphql.json",
            json={"query": query, "variables": variables},
            headers={"X-Shopify-Access-Token": token},
            timeout=10,
        ).json()
    )


def ask(fake: FakeProcess, token: str, query: str, **variables: Any) -> dict[str, Any]:
    """Return the data of an answer that has no errors."""
    said = answer(fake, token, query, **variables)
    assert "errors" not in said, said
    return dict(said["data"])


def a_field(owner: str, key: str = "enabled", **changes: Any) -> dict[str, Any]:
    given = {"ownerId": owner, "namespace": "reco", "key": key, "type": "json", "value": "[1]"}
    return {**given, **changes}
