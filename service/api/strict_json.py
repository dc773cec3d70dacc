"""The one way in for JSON: what two readers could understand differently is refused."""

from __future__ import annotations

import json
import math
import re
from typing import Any, NoReturn

from service.domain.errors import InvalidError

DEEPEST = 16
LONGEST_NUMBER = 40
_HALF_CHARACTER = re.compile(r"[\ud800-\udfff]")
INT64 = 2**63


class InvalidJsonError(InvalidError):
    """The body is not JSON, or not JSON that we take."""


def loads(body: bytes) -> Any:
    """
    Read *body* (UTF-8); raise `InvalidJsonError`.

    Refused: NaN and the infinities, numbers that do not fit (int64, double), NUL and lone
    surrogates in texts, a name twice in one object, more than `DEEPEST` levels.
    """
    try:
        document = _decoder.decode(body.decode())
    except InvalidJsonError:
        raise
    except RecursionError as error:
        raise InvalidJsonError("is nested too deeply") from error
    except ValueError as error:
        raise InvalidJsonError("is not JSON in UTF-8") from error
    _check(document, DEEPEST)
    return document


def _check(value: Any, levels: int) -> None:
    if isinstance(value, str):
        _check_text(value)
    elif isinstance(value, dict | list):
        if levels == 0:
            raise InvalidJsonError("is nested too deeply")
        for part in value.values() if isinstance(value, dict) else value:
            _check(part, levels - 1)


def _check_text(text: str) -> None:
    if "\0" in text or _HALF_CHARACTER.search(text):
        raise InvalidJsonError("holds a NUL or half a character")


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        raise InvalidJsonError("names something twice in one object")
    for name in found:
        _check_text(name)
    return found


def _integer(digits: str) -> int:
    if len(digits) > LONGEST_NUMBER or not -INT64 <= (number := int(digits)) < INT64:
        raise InvalidJsonError("holds a number that is too large")
    return number


def _float(digits: str) -> float:
    number = float(digits)
    if not math.isfinite(number):
        raise InvalidJsonError("holds a number that is too large")
    return number


def _constant(name: str) -> NoReturn:
    raise InvalidJsonError(f"holds {name}, which is not JSON")


_decoder = json.JSONDecoder(
    object_pairs_hook=_object,
    parse_int=_integer,
    parse_float=_float,
    parse_constant=_constant,
)
