"""Domain values as JSON text and back; one codec, so that one version reads what another wrote."""

from __future__ import annotations

from collections.abc import Hashable
from functools import cache
from typing import Any, TypeVar, cast

import msgspec

T = TypeVar("T")


def encode(value: Any) -> str:
    """Return *value* (a dataclass of the domain) as compact JSON with sorted keys."""
    # JSON has string keys alone: a mapping keyed by ids is written and read back as such
    plain = msgspec.to_builtins(value, str_keys=True, order="deterministic")
    return msgspec.json.encode(plain, order="deterministic").decode()


def encode_as_it_is(value: Any) -> bytes:
    """As `encode`, but in the order of the fields and much quicker: to be digested, not kept."""
    return msgspec.json.encode(value)


def decode(kind: type[T], document: str | bytes) -> T:
    """Read what `encode` wrote; raise `msgspec.ValidationError` when it is not a *kind*."""
    return cast("T", _decoder(cast("Hashable", kind)).decode(document))


@cache
def _decoder(kind: Hashable) -> msgspec.json.Decoder[Any]:
    return msgspec.json.Decoder(kind)
