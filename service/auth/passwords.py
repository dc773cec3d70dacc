"""How a password is kept: argon2id, the way Flask-Security checks it."""

from __future__ import annotations

import secrets
import unicodedata

from argon2 import PasswordHasher

SHORTEST = 10


def hashed(password: str) -> str:
    """Return the argon2id hash of *password*."""
    return PasswordHasher().hash(unicodedata.normalize("NFKD", password))


def random_password() -> str:
    """Return a password that nobody else has, short enough to copy from a terminal."""
    return secrets.token_urlsafe(12)
