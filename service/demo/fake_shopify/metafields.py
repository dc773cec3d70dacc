"""Metafields that the app writes: at most 25 a call, all or none, guarded by digests."""

from __future__ import annotations

import hashlib
import json
import zlib
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from graphql import GraphQLError

from service.demo.fake_shopify.connections import Node
from service.demo.fake_shopify.grants import Install, Metafield
from service.demo.fake_shopify.nodes import gid
from service.demo.fake_shopify.scopes import DOCUMENTATION

MOST_A_CALL = 25
LARGEST_VALUE = 128 * 1024
"""Bytes of one value."""

WRITERS = {"Article": "write_content", "Blog": "write_content", "Product": "write_products"}
"""The scope that a metafield asks for, by the kind of its owner; the installation asks for none."""

Given = Mapping[str, Any]


class UserError(Exception):
    """What a mutation answers in ``userErrors``."""

    def __init__(self, field: Sequence[str], message: str, code: str) -> None:
        super().__init__(message)
        self.said: dict[str, Any] = {"field": list(field), "message": message, "code": code}


def installation_id(domain: str) -> str:
    return gid("AppInstallation", zlib.crc32(domain.encode()))


def set_metafields(
    install: Install, given: Sequence[Given], scopes: frozenset[str], *, client_id: str, now: str
) -> list[Metafield]:
    """Write all of *given*, or raise `UserError` and write none."""
    if len(given) > MOST_A_CALL:
        message = f"Exceeded the maximum metafields input limit of {MOST_A_CALL}."
        raise UserError(["metafields"], message, "LESS_THAN_OR_EQUAL_TO")
    for one in given:
        _check_owner(one["ownerId"], scopes)
    wanted = [
        _checked(install, one, ["metafields", str(at)], client_id=client_id, now=now)
        for at, one in enumerate(given)
    ]
    install.metafields = {**install.metafields, **{one.place: one for one in wanted}}
    return wanted


def delete_metafields(
    install: Install, given: Sequence[Given], scopes: frozenset[str], *, client_id: str
) -> list[Given | None]:
    """Delete what is there; ``None`` stands for what was not."""
    left = dict(install.metafields)
    gone: list[Given | None] = []
    for one in given:
        _check_owner(one["ownerId"], scopes)
        namespace = _namespace(one.get("namespace"), client_id)
        found = left.pop(f"{one['ownerId']} {namespace}.{one['key']}", None)
        gone.append(one if found else None)
    install.metafields = left
    return gone


def metafield_node(kept: Metafield) -> Node:
    plain = not kept.type.startswith("list.") and kept.type not in {"json", "boolean"}
    return {
        "__typename": "Metafield",
        "id": gid("Metafield", zlib.crc32(kept.place.encode())),
        "namespace": kept.namespace,
        "key": kept.key,
        "type": kept.type,
        "value": kept.value,
        "jsonValue": lambda _info: kept.value if plain else json.loads(kept.value),
        "compareDigest": lambda _info: digest(kept),
        "createdAt": kept.updated_at,
        "updatedAt": kept.updated_at,
    }


def by_owner(install: Install | None) -> dict[str, list[Node]]:
    """Return the nodes of everything kept, by the id of its owner."""
    found: dict[str, list[Node]] = {}
    for kept in install.metafields.values() if install else ():
        found.setdefault(kept.owner, []).append(metafield_node(kept))
    return found


def digest(kept: Metafield) -> str:
    return hashlib.sha256(f"{kept.type}\n{kept.value}".encode()).hexdigest()


def _checked(
    install: Install, given: Given, field: list[str], *, client_id: str, now: str
) -> Metafield:
    namespace = _namespace(given.get("namespace"), client_id)
    place = f"{given['ownerId']} {namespace}.{given['key']}"
    old = install.metafields.get(place)
    _check_digest(old, given, field)
    kind = given.get("type") or (old.type if old else "")
    if not kind:
        raise UserError([*field, "type"], "Type can't be blank", "BLANK")
    value = given["value"]
    if len(value.encode()) > LARGEST_VALUE:
        raise UserError([*field, "value"], "Value is too large.", "TOO_LONG")
    if not _fits(kind, value):
        raise UserError([*field, "value"], f"Value is invalid for type {kind}.", "INVALID_VALUE")
    return Metafield(given["ownerId"], namespace, given["key"], kind, value, now)


def _check_digest(old: Metafield | None, given: Given, field: list[str]) -> None:
    if "compareDigest" not in given:
        return
    if given["compareDigest"] != (digest(old) if old else None):
        message = "The resource has been updated since it was loaded. Try again with an updated "
        raise UserError(field, f"{message}`compareDigest` value.", "STALE_OBJECT")


def _check_owner(owner: str, scopes: frozenset[str]) -> None:
    kind = owner.split("/")[3] if owner.count("/") == 4 else ""
    needed = WRITERS.get(kind)
    if kind != "AppInstallation" and (needed is None or needed not in scopes):
        required = f"`{needed or 'write_unknown'}` access scope."
        extensions = {"code": "ACCESS_DENIED", "documentation": DOCUMENTATION}
        raise GraphQLError(
            f"Access denied for metafieldsSet field. Required access: {required}",
            extensions={**extensions, "requiredAccess": required},
        )


def _namespace(given: str | None, client_id: str) -> str:
    """Return the namespace as it is kept: ``$app`` is one of the app's own."""
    own = f"app--{zlib.crc32(client_id.encode())}"
    if given is None or given == "$app":
        return own
    return given.replace("$app:", f"{own}--") if given.startswith("$app:") else given


def _fits(kind: str, value: str) -> bool:
    check = _CHECKS.get(kind) or (_is_list if kind.startswith("list.") else None)
    return check is None or check(value)


def _is_json(value: str) -> bool:
    try:
        json.loads(value)
    except ValueError:
        return False
    return True


def _is_list(value: str) -> bool:
    return _is_json(value) and isinstance(json.loads(value), list)


def _are_products(value: str) -> bool:
    return _is_list(value) and all(
        str(one).startswith("gid://shopify/Product/") for one in json.loads(value)
    )


_CHECKS: Mapping[str, Callable[[str], bool]] = {
    "boolean": lambda value: value in {"true", "false"},
    "number_integer": lambda value: value.lstrip("-").isdigit(),
    "single_line_text_field": lambda value: "\n" not in value,
    "json": _is_json,
    "list.product_reference": _are_products,
}
