"""How each route knows its caller: one table, and a test that finds no route missing from it."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum


class AuthKind(StrEnum):
    """*public*: anybody. *session*: somebody signed in, a member of the shop. *api_key*: a key of
    the shop with the scope. *signed*: whoever brings what we, or Shopify for us, signed.
    *webhook*: Shopify, by its signature of the body."""

    PUBLIC = "public"
    SESSION = "session"
    API_KEY = "api_key"
    SIGNED = "signed"
    WEBHOOK = "webhook"


KINDS: Mapping[str, AuthKind] = {
    "storefront": AuthKind.PUBLIC,
    "health": AuthKind.PUBLIC,
    "docs": AuthKind.PUBLIC,
    "events": AuthKind.PUBLIC,
    "redirect": AuthKind.SIGNED,
    "webhooks": AuthKind.WEBHOOK,
    "explanations": AuthKind.API_KEY,
    "exports": AuthKind.API_KEY,
    "lexicon": AuthKind.API_KEY,
    "shopify.install": AuthKind.PUBLIC,
    "shopify.callback": AuthKind.SIGNED,
    "shopify_session_token": AuthKind.PUBLIC,
    "shopify_forms": AuthKind.PUBLIC,
    "security": AuthKind.PUBLIC,  # the sign-in page itself
    "web": AuthKind.SESSION,
    "web.file": AuthKind.PUBLIC,
}
"""By endpoint, else by the blueprints that hold it, the innermost first."""


def kind_of(endpoint: str) -> AuthKind | None:
    """Return what the route's endpoint declares, ``None`` when it declares nothing."""
    name = endpoint
    while name not in KINDS and "." in name:
        name = name.rpartition(".")[0]
    return KINDS.get(name)
