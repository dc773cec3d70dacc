"""Versions of a mapping, as the database keeps them."""

from __future__ import annotations

import pytest

from service.domain.catalog import ShopId
from service.domain.errors import MappingVersionNotFoundError
from service.storage import mappings
from service.storage.database import Database


@pytest.mark.parametrize("number", [1, 2**31, 10**30])
def test_says_of_any_number_that_there_is_no_such_version(database: Database, number: int) -> None:
    with (
        database.system(read_only=True) as tx,
        pytest.raises(MappingVersionNotFoundError, match=str(number)),
    ):
        mappings.version(tx, ShopId(1), number)
