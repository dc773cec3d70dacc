"""The JSON that we take, and all that looks like it."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.api.strict_json import DEEPEST, InvalidJsonError, loads

texts = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=8)
documents = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**63), 2**63 - 1) | texts,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(texts, inner, max_size=4),
    max_leaves=8,
)


@given(documents)
def test_reads_what_json_writes(document: object) -> None:
    assert document == loads(json.dumps(document).encode())


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{",
        b"NaN",
        b'{"a": Infinity}',
        b"[-Infinity]",
        b"1e400",
        b"9223372036854775808",
        b"9" * 5000,
        b'"a\\u0000b"',
        b'{"a\\u0000": 1}',
        b'"\\ud800"',
        b'["\\udfff"]',
        b'{"a": 1, "a": 1}',
        b"\xef\xbb\xbf{}",
        '{"a": 1}'.encode("utf-16"),
        b'"\xff"',
        b"[" * 10_000 + b"]" * 10_000,
        b"[" * (DEEPEST + 1) + b"]" * (DEEPEST + 1),
        b"{} {}",
    ],
    ids=lambda body: repr(body[:20]),
)
def test_refuses(body: bytes) -> None:
    with pytest.raises(InvalidJsonError):
        loads(body)


def test_reads_as_deep_as_it_says() -> None:
    body = b"[" * DEEPEST + b"]" * DEEPEST

    assert json.loads(body) == loads(body)
