"""Metafields that the app writes: at most 25 a call, all or none, guarded by digests."""

from __future__ import annotations

import hashlib
import re
import zlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import msgspec
from graphql import GraphQLError

from service.demo.fake_shopify.connections import Node
from service.demo.fake_shopify.grants import Install, Metafield
from service.demo.fake_shopify.herd import by_id
from service.demo.fake_shopify.metafield_rules import (
    KEY_LENGTHS,
    NAMESPACE_LENGTHS,
    Problem,
    name_problems,
    read_value,
    type_problems,
    value_problems,
)
from service.demo.fake_shopify.nodes import gid
from service.demo.fake_shopify.scopes import DOCUMENTATION
from service.demo.shop import DemoShop

MOST_A_CALL = 25

WRITERS = {
    "Article": "write_content",
    "Blog": "write_content",
    "Page": "write_content",
    "Product": "write_products",
    "ProductVariant": "write_products",
    "Collection": "write_products",
    "Customer": "write_customers",
    "Order": "write_orders",
}
"""The scope that a metafield asks for, by the kind of its owner; the installation asks for none."""

NOT_YOURS = "Access to this namespace and key on Metafields for this resource type is not allowed."
STALE = (
    "The resource has been updated since it was loaded. "
    "Try again with an updated `compareDigest` value."
)

Given = Mapping[str, Any]


class UserError(Exception):
    """What a mutation answers in ``userErrors``."""

    def __init__(self, field: Sequence[str], message: str, code: str) -> None:
        super().__init__(message)
        self.said: dict[str, Any] = {"field": list(field), "message": message, "code": code}


class RefusedError(Exception):
    """Everything that is wrong with a call, in the order of what was given.

    ``field`` names the metafield by its number. ``elementIndex`` is said of a list alone: which of
    the things in the value is wrong. (Shopify's words for it fit a number of the metafield as well;
    ``field`` is what to go by.)
    """

    def __init__(self, said: list[dict[str, Any]]) -> None:
        super().__init__(said)
        self.said = said


@dataclass(frozen=True, slots=True)
class Writer:
    """The app with *scopes* in *shop*, at the instant *now*."""

    shop: DemoShop
    scopes: frozenset[str]
    client_id: str
    now: str

    def namespace(self, given: str | None) -> str:
        """Return the namespace as it is kept: ``$app`` is one of the app's own."""
        own = f"app--{zlib.crc32(self.client_id.encode())}"
        if given is None or given == "$app":
            return own
        return given.replace("$app:", f"{own}--", 1) if given.startswith("$app:") else given

    def may_keep_in(self, namespace: str) -> bool:
        """Whether *namespace* is no other app's."""
        own = self.namespace(None)
        is_some_apps = re.match(r"app--\d+", namespace) is not None
        return not is_some_apps or namespace == own or namespace.startswith(f"{own}--")

    def knows(self, identifier: str) -> bool:
        """Whether the shop has what a global id names."""
        _, _, _, kind, number = identifier.split("/")
        lists: dict[str, Callable[[int], object]] = {
            "Article": lambda n: by_id(self.shop.articles, n),
            "Product": lambda n: by_id(self.shop.products, n),
            "Blog": lambda n: next((b for b in self.shop.blogs if b.id == n), None),
        }
        look = lists.get(kind)
        return look is not None and look(int(number)) is not None


def installation_id(domain: str) -> str:
    return gid("AppInstallation", zlib.crc32(domain.encode()))


def set_metafields(install: Install, given: Sequence[Given], writer: Writer) -> list[Metafield]:
    """Write all of *given*, or raise `RefusedError` and write none."""
    if len(given) > MOST_A_CALL:
        message = f"Exceeded the maximum metafields input limit of {MOST_A_CALL}."
        raise RefusedError([_said(["metafields"], (message, "LESS_THAN_OR_EQUAL_TO", None))])
    _check_access("metafieldsSet", given, writer)
    kept, wrong, written = dict(install.metafields), [], []
    for number, one in enumerate(given):
        wanted = _wanted(kept, one, writer)
        wrong += [
            _said(["metafields", str(number), *path], problem)
            for path, problem in _problems(kept.get(wanted.place), wanted, one, writer)
        ]
        kept[wanted.place] = wanted
        written.append(wanted)
    if wrong:
        raise RefusedError(wrong)
    install.metafields = kept
    return written


def delete_metafields(
    install: Install, given: Sequence[Given], writer: Writer
) -> list[Given | None]:
    """Delete what is there; ``None`` stands for what was not. Raises `RefusedError`."""
    _check_access("metafieldsDelete", given, writer)
    left = dict(install.metafields)
    gone: list[Given | None] = []
    wrong: list[dict[str, Any]] = []
    for number, one in enumerate(given):
        namespace = writer.namespace(one["namespace"])
        wrong += [
            _said(["metafields", str(number), *path], problem)
            for path, problem in _owner_problems(one["ownerId"], namespace, writer)
        ]
        found = left.pop(f"{one['ownerId']} {namespace}.{one['key']}", None)
        gone.append(one if found else None)
    if wrong:
        raise RefusedError(wrong)
    install.metafields = left
    return gone


def metafield_node(kept: Metafield) -> Node:
    return {
        "__typename": "Metafield",
        "id": gid("Metafield", zlib.crc32(kept.place.encode())),
        "namespace": kept.namespace,
        "key": kept.key,
        "type": kept.type,
        "value": kept.value,
        "jsonValue": lambda _info: read_value(kept.type, kept.value),
        "compareDigest": lambda _info: digest(kept),
        "createdAt": kept.created_at or kept.updated_at,
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


Place = tuple[str, ...]
"""Which field of a metafield a problem is about."""


def _wanted(kept: Mapping[str, Metafield], given: Given, writer: Writer) -> Metafield:
    """Return what *given* makes; its type may stay as it was."""
    namespace = writer.namespace(given.get("namespace"))
    made = Metafield(given["ownerId"], namespace, given["key"], "", given["value"], writer.now)
    old = kept.get(made.place)
    kind = given.get("type") or (old.type if old else "")
    began = old.created_at if old else writer.now
    return msgspec.structs.replace(made, type=kind, created_at=began)


def _problems(
    old: Metafield | None, wanted: Metafield, given: Given, writer: Writer
) -> Iterator[tuple[Place, Problem]]:
    yield from _owner_problems(wanted.owner, wanted.namespace, writer)
    for one in name_problems("Namespace", wanted.namespace, NAMESPACE_LENGTHS):
        yield ("namespace",), one
    for one in name_problems("Key", wanted.key, KEY_LENGTHS):
        yield ("key",), one
    bad_types = list(type_problems(wanted.type))
    for one in bad_types:
        yield ("type",), one
    for one in () if bad_types else value_problems(wanted.type, wanted.value, writer.knows):
        yield ("value",), one
    for one in _digest_problems(old, given):
        yield ("compareDigest",), one


def _owner_problems(owner: str, namespace: str, writer: Writer) -> Iterator[tuple[Place, Problem]]:
    kind = _kind(owner)
    if kind == "AppInstallation" and owner != installation_id(writer.shop.domain):
        message = "ApiPermission metafields can only be created or updated by the app owner."
        yield ("ownerId",), (message, "APP_NOT_AUTHORIZED", None)
    elif kind != "AppInstallation" and not writer.knows(owner):
        yield ("ownerId",), ("Owner does not exist.", "INVALID", None)
    if not writer.may_keep_in(namespace):
        yield ("namespace",), (NOT_YOURS, "APP_NOT_AUTHORIZED", None)


def _digest_problems(old: Metafield | None, given: Given) -> Iterator[Problem]:
    """``null`` says that nothing may be there yet; without a digest all goes."""
    if "compareDigest" not in given:
        return
    said = given["compareDigest"]
    if said is not None and not re.fullmatch(r"[0-9a-f]{64}", said, re.ASCII):
        yield "The `compareDigest` value is invalid.", "INVALID_COMPARE_DIGEST", None
    elif said != (digest(old) if old else None):
        yield STALE, "STALE_OBJECT", None


def _check_access(field: str, given: Sequence[Given], writer: Writer) -> None:
    for number, one in enumerate(given):
        kind = _kind(one["ownerId"], number)
        needed = WRITERS.get(kind, "")
        if kind != "AppInstallation" and needed not in writer.scopes:
            required = f"`{needed or 'write_unknown'}` access scope."
            extensions = {"code": "ACCESS_DENIED", "documentation": DOCUMENTATION}
            raise GraphQLError(
                f"Access denied for {field} field. Required access: {required}",
                extensions={**extensions, "requiredAccess": required},
            )


def _kind(owner: str, number: int = 0) -> str:
    """Return what kind of thing a global id names; an id that is none ends the call."""
    found = re.fullmatch(r"gid://shopify/([A-Za-z]+)/\d{1,18}", owner, re.ASCII)
    if found is None:
        explanation = f"Invalid global id '{owner}'"
        problem = {"path": [number, "ownerId"], "explanation": explanation, "message": explanation}
        raise GraphQLError(
            f"Variable $metafields was provided invalid value for {number}.ownerId ({explanation})",
            extensions={"code": "INVALID_VARIABLE", "value": owner, "problems": [problem]},
        )
    return found[1]


def _said(field: list[str], problem: Problem) -> dict[str, Any]:
    message, code, element = problem
    return {"field": field, "message": message, "code": code, "elementIndex": element}
