"""The questions, one a file, validated against Shopify's schema by the tests.

What several ask for alike is a fragment, ``fragments/<its name>.graphql``; a question spreads it by
its name.
"""

from __future__ import annotations

import re
from functools import cache
from importlib.resources import files

_SPREAD = re.compile(r"\.\.\.\s*([A-Z]\w*)")


@cache
def query(name: str) -> str:
    """Return the text of ``<name>.graphql``, with the fragments that it spreads behind it."""
    asked = _text(f"{name}.graphql")
    fragments = dict.fromkeys(_SPREAD.findall(asked))
    return "\n".join([asked, *(_text(f"fragments/{each}.graphql") for each in fragments)])


def _text(name: str) -> str:
    return files(__name__).joinpath(name).read_text(encoding="utf-8")
