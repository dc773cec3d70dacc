"""What a transaction says when it fails."""

from __future__ import annotations

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from service.domain.errors import UnavailableError
from service.storage.database import Database


def test_an_error_does_not_name_the_values_of_its_statement(database: Database) -> None:
    with (
        pytest.raises((DBAPIError, UnavailableError)) as failed,
        database.system() as tx,
    ):
        tx.execute(
            text("INSERT INTO users (no_such_column) VALUES (:email)"),
            {"email": "somebody@fernwick.test"},
        )

    assert "somebody@fernwick.test" not in str(failed.value)
