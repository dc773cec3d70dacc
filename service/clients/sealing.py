"""Secrets at rest: sealed with a rotatable key and bound to the shop they belong to."""

from __future__ import annotations

from cryptography.fernet import Fernet, InvalidToken, MultiFernet

from service.domain.catalog import ShopDomain
from service.domain.errors import UnavailableError


class SealBrokenError(UnavailableError):
    """A sealed secret does not open with any of our keys, or belongs to another shop."""

    def __init__(self, shop: str, /) -> None:
        super().__init__(shop)
        self.shop = shop

    def __str__(self) -> str:
        return f"the access token of {self.shop!r} does not open; check ENDCAP_TOKEN_KEYS"


class TokenSeal:
    """Seals with the first key, opens with any; the shop's domain is sealed inside."""

    def __init__(self, keys: str) -> None:
        """*keys*: Fernet keys, comma-separated, the newest first."""
        fernets = [Fernet(key.strip()) for key in keys.split(",") if key.strip()]
        self._newest = fernets[0]
        self._fernet = MultiFernet(fernets)

    def seal(self, shop: ShopDomain, secret: str) -> bytes:
        return self._fernet.encrypt(f"{shop}\n{secret}".encode())

    def open(self, shop: ShopDomain, sealed: bytes) -> str:
        """Return the secret or raise `SealBrokenError`."""
        try:
            owner, _, secret = self._fernet.decrypt(sealed).decode().partition("\n")
        except InvalidToken as error:
            raise SealBrokenError(shop) from error
        if owner != shop:
            raise SealBrokenError(shop)
        return secret

    def is_newest(self, sealed: bytes) -> bool:
        """Whether it is sealed with the first key."""
        try:
            self._newest.decrypt(sealed)
        except InvalidToken:
            return False
        return True
