"""Shopify's own Admin schema and the access scopes that its fields ask for."""

from __future__ import annotations

import gzip
import json
import threading
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from graphql import GraphQLSchema, build_schema

VERSION = "2026-10"


@dataclass(frozen=True, slots=True)
class Access:
    """*scopes* are alternatives: one of them is enough. *required* says so in Shopify's words."""

    scopes: frozenset[str]
    required: str


_building = threading.Lock()


def load_schema() -> GraphQLSchema:
    """Return the schema; building it takes a second or two, once a process."""
    with _building:  # a request that comes too early waits for the one building
        return _built_schema()


@cache
def _built_schema() -> GraphQLSchema:
    # Shopify's SDL breaks a rule about deprecated interface fields, hence assume_valid.
    return build_schema(_unpacked("graphql").decode(), assume_valid=True, no_location=True)


@cache
def load_access() -> tuple[dict[str, Access], dict[str, Access]]:
    """Return what is asked for by type (``Product``) and by field (``QueryRoot.productTags``)."""
    raw = json.loads(_unpacked("access.json"))
    return _accesses(raw["types"]), _accesses(raw["fields"])


def _accesses(raw: dict[str, dict[str, object]]) -> dict[str, Access]:
    return {name: _access(entry) for name, entry in raw.items()}


def _access(entry: dict[str, object]) -> Access:
    scopes = entry.get("scopes")
    return Access(
        scopes=frozenset(scopes) if isinstance(scopes, list) else frozenset(),
        required=str(entry.get("requiredAccess", "")),
    )


def _unpacked(kind: str) -> bytes:
    packed = files(__name__).joinpath(f"admin_{VERSION}.{kind}.gz").read_bytes()
    return gzip.decompress(packed)
