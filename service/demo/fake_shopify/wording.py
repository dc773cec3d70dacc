"""graphql-core's complaints in Shopify's words and codes."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from graphql import GraphQLError, GraphQLSyntaxError

Worded = tuple[str, dict[str, Any]]

_FIELD = re.compile(r"Cannot query field '(\w+)' on type '(\w+)'")
_ARGUMENT = re.compile(r"Unknown argument '(\w+)' on field '(\w+)\.(\w+)'")
_SELECTIONS = re.compile(r"Field '(\w+)' of type '([^']+)' must have a selection of subfields")
_NO_SELECTIONS = re.compile(r"Field '(\w+)' must not have a selection since type '([^']+)'")
_REQUIRED = re.compile(
    r"Argument '(\w+\.)?(\w+)\((\w+):\)' of type '[^']+' is required"
    r"|Field '(\w+)' argument '(\w+)' of type '[^']+' is required"
)


def worded(error: GraphQLError) -> dict[str, Any]:
    """Return the entry of ``errors[]`` that Shopify would send."""
    entry: dict[str, Any] = dict(error.formatted)
    if isinstance(error, GraphQLSyntaxError):
        message, extensions = f"syntax error, {error.message}", {"code": "parseError"}
    else:
        message, extensions = _known(error.message)
    return {**entry, "message": message, "extensions": {**extensions, **(error.extensions or {})}}


def _known(message: str) -> Worded:
    for pattern, say in _WORDINGS:
        if found := pattern.search(message):
            return say(found)
    return message, {}


def _unknown_field(found: re.Match[str]) -> Worded:
    field, parent = found.groups()
    return (
        f"Field '{field}' doesn't exist on type '{parent}'",
        {"code": "undefinedField", "typeName": parent, "fieldName": field},
    )


def _unknown_argument(found: re.Match[str]) -> Worded:
    argument, _parent, field = found.groups()
    return (
        f"Field '{field}' doesn't accept argument '{argument}'",
        {"code": "argumentNotAccepted", "name": field, "argumentName": argument},
    )


def _no_selections(found: re.Match[str]) -> Worded:
    field, returned = found.groups()
    name = returned.strip("[]!")
    return (
        f"Field must have selections (field '{field}' returns {name} but has no selections. "
        f"Did you mean '{field} {{ ... }}'?)",
        {"code": "selectionMismatch", "nodeName": f"field '{field}'", "typeName": name},
    )


def _selections_on_scalar(found: re.Match[str]) -> Worded:
    field, returned = found.groups()
    name = returned.strip("[]!")
    return (
        f"Selections can't be made on scalars (field '{field}' returns {name} but has selections)",
        {"code": "selectionMismatch", "nodeName": f"field '{field}'", "typeName": name},
    )


def _missing_argument(found: re.Match[str]) -> Worded:
    field, argument = found[2] or found[4], found[3] or found[5]
    return (
        f"Field '{field}' is missing required arguments: {argument}",
        {"code": "missingRequiredArguments", "name": field, "arguments": argument},
    )


_WORDINGS: tuple[tuple[re.Pattern[str], Callable[[re.Match[str]], Worded]], ...] = (
    (_FIELD, _unknown_field),
    (_ARGUMENT, _unknown_argument),
    (_SELECTIONS, _no_selections),
    (_NO_SELECTIONS, _selections_on_scalar),
    (_REQUIRED, _missing_argument),
)
