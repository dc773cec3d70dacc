"""Which scopes a token has, and which a field asks for."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache

from graphql import GraphQLError

from service.demo.fake_shopify.schema import Access, load_access

SCOPES = frozenset({"read_products", "read_content"})
"""What the merchant has granted to the tokens that the fake begins with."""

DOCUMENTATION = "https://shopify.dev/api/usage/access-scopes"


def closure(scopes: Iterable[str]) -> frozenset[str]:
    """Return *scopes* with what they imply: who may write may read."""
    given = frozenset(scopes)
    return given | {f"read_{s.removeprefix('write_')}" for s in given if s.startswith("write_")}


@cache
def all_scopes() -> frozenset[str]:
    """Return every scope that the schema knows of."""
    types, fields = load_access()
    asked = (access.scopes for access in (*types.values(), *fields.values()))
    return closure(scope for scopes in asked for scope in scopes)


@cache
def denied(
    parent: str, field: str, returned: str, scopes: frozenset[str] = SCOPES
) -> Access | None:
    """Return what is missing to read *field* of *parent*, which holds things of type *returned*."""
    types, fields = load_access()
    asked = (fields.get(f"{parent}.{field}"), types.get(_thing(returned)))
    return next((a for a in asked if a and a.scopes and not a.scopes & scopes), None)


def access_denied(field: str, access: Access) -> GraphQLError:
    return GraphQLError(
        f"Access denied for {field} field. Required access: {access.required}",
        extensions={
            "code": "ACCESS_DENIED",
            "documentation": DOCUMENTATION,
            "requiredAccess": access.required,
        },
    )


def _thing(returned: str) -> str:
    """A connection is as secret as what it lists."""
    return returned.removesuffix("Connection")
