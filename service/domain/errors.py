"""
The tree of expected errors.

* EndcapError
  + InvalidError: what was given is wrong; correct it
    - InvalidFieldError, InvalidLexiconError, InvalidShopLexiconError
  + NotFoundError: no such thing
    - ShopNotFoundError, ArticleNotFoundError, ProductNotFoundError
    - MappingVersionNotFoundError, RuleNotFoundError, CategoryNotFoundError
    - SyncRunNotFoundError
  + ConflictError: it changed meanwhile; look again
    - StaleEditError, NothingHeldBackError
  + UnauthenticatedError: not known who asks
  + ForbiddenError: known, but not allowed
  + GoneError: was there, is no more
  + UnavailableError: try later
    - NotDurableError, StoreUnreadableError
  + ShopifyError: the far side refused or failed
    - ShopifyRefusedError
      . AccessDeniedError, ReauthNeededError, ShopClosedError
    - ShopifyUnavailableError
"""

from __future__ import annotations


class EndcapError(Exception):
    """Anything that Endcap expects to go wrong."""


class InvalidError(EndcapError):
    """What was given is wrong; correct it."""


class InvalidFieldError(InvalidError):
    """One named field or parameter is wrong."""

    def __init__(self, field: str, reason: str, /) -> None:
        super().__init__(field, reason)
        self.field = field
        self.reason = reason

    def __str__(self) -> str:
        return f"{self.field}: {self.reason}"


class InvalidLexiconError(InvalidError):
    """A lexicon data file holds something that can not be meant."""

    def __init__(self, file: str, entry: str, reason: str, /) -> None:
        super().__init__(file, entry, reason)
        self.file = file
        self.entry = entry
        self.reason = reason

    def __str__(self) -> str:
        return f"{self.file}: {self.entry}: {self.reason}"


class InvalidShopLexiconError(InvalidError):
    """A shop's own terms or categories can not be as they were given.

    *faults*: which of them (``terms.3``), and why not; each is a sentence without its end.
    """

    def __init__(self, faults: tuple[tuple[str, str], ...], /) -> None:
        super().__init__(faults)
        self.faults = faults

    def __str__(self) -> str:
        said = "; ".join(reason for _, reason in self.faults[:3])
        more = len(self.faults) - 3
        return f"{said}; and {more} more" if more > 0 else said


class NotFoundError(EndcapError):
    """No such thing."""


class ShopNotFoundError(NotFoundError):
    """No shop has this domain or id, or it has been uninstalled."""

    def __init__(self, shop: str | int, /) -> None:
        super().__init__(shop)
        self.shop = shop

    def __str__(self) -> str:
        return f"no shop {self.shop!r}"


class ArticleNotFoundError(NotFoundError):
    """The shop has no such article."""

    def __init__(self, article: str | int, /) -> None:
        super().__init__(article)
        self.article = article

    def __str__(self) -> str:
        return f"no article {self.article!r} in this shop"


class ProductNotFoundError(NotFoundError):
    """The shop has no such product."""

    def __init__(self, product: str | int, /) -> None:
        super().__init__(product)
        self.product = product

    def __str__(self) -> str:
        return f"no product {self.product!r} in this shop"


class MappingVersionNotFoundError(NotFoundError):
    """The shop's mapping has no such version."""

    def __init__(self, version: int, /) -> None:
        super().__init__(version)
        self.version = version

    def __str__(self) -> str:
        return f"no mapping version {self.version}"


class RuleNotFoundError(NotFoundError):
    """The mapping has no such rule; somebody may have removed it."""

    def __init__(self, rule: str, /) -> None:
        super().__init__(rule)
        self.rule = rule

    def __str__(self) -> str:
        return f"no rule {self.rule!r} in this mapping"


class CategoryNotFoundError(NotFoundError):
    """The shop's lexicon has no such category; somebody may have removed it."""

    def __init__(self, category: str, /) -> None:
        super().__init__(category)
        self.category = category

    def __str__(self) -> str:
        return f"no ingredient {self.category!r}"


class SyncRunNotFoundError(NotFoundError):
    """The shop has no such run of the sync; it may be too old to be kept."""

    def __init__(self, run: int, /) -> None:
        super().__init__(run)
        self.run = run

    def __str__(self) -> str:
        return f"no sync {self.run} of this shop"


class ConflictError(EndcapError):
    """It changed meanwhile; look again."""


class StaleEditError(ConflictError):
    """The edit was made on a draft that somebody else has changed since."""

    def __init__(self, seen: int, current: int, /) -> None:
        super().__init__(seen, current)
        self.seen = seen
        self.current = current

    def __str__(self) -> str:
        return f"the draft is at revision {self.current}, this edit saw revision {self.seen}"


class NothingHeldBackError(ConflictError):
    """The run of the sync removed what was missing, or nothing was."""

    def __init__(self, run: int, /) -> None:
        super().__init__(run)
        self.run = run

    def __str__(self) -> str:
        return f"sync {self.run} held nothing back"


class UnauthenticatedError(EndcapError):
    """Not known who asks."""


class ForbiddenError(EndcapError):
    """Known, but not allowed."""


class GoneError(EndcapError):
    """Was there, is no more."""


class UnavailableError(EndcapError):
    """Not possible now; try again later."""


class NotDurableError(UnavailableError):
    """It could not be put on disk, so it was not accepted."""


class ShopifyError(EndcapError):
    """The far side refused or failed."""


class ShopifyRefusedError(ShopifyError):
    """Shopify understood and said no; asking again changes nothing."""


class AccessDeniedError(ShopifyRefusedError):
    """The merchant has not granted the scope that the question needs."""


class ReauthNeededError(ShopifyRefusedError):
    """Shopify takes the shop's token no longer; a person has to open Endcap in Shopify."""


class ShopClosedError(ShopifyRefusedError):
    """The shop is frozen, locked or closed; it may come back."""


class ShopifyUnavailableError(ShopifyError):
    """Shopify did not answer, or not with an answer; ask again later."""


class StoreUnreadableError(UnavailableError):
    """A store's public pages can't be read; the message says why and what to do."""
