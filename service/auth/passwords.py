"""How a password is kept: argon2id, the way Flask-Security checks it."""

from __future__ import annotations

import unicodedata

from argon2 import PasswordHasher

from service.domain.errors import InvalidFieldError

SHORTEST = 12


def hashed(password: str) -> str:
    """Return the argon2id hash of *password*; raise `InvalidFieldError` when it is too short."""
    if len(password) < SHORTEST:
        raise InvalidFieldError("password", f"must have at least {SHORTEST} characters")
    return PasswordHasher().hash(unicodedata.normalize("NFKD", password))
