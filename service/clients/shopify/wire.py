"""The shapes that the queries answer in; msgspec refuses an answer that has another.

What comes by the hundred thousand is left out of the garbage collection: it can hold no cycle.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal
from typing import Annotated, Any, TypeVar

import msgspec

from service.domain.errors import ShopifyUnavailableError

Answer = TypeVar("Answer")
Instant = Annotated[datetime, msgspec.Meta(tz=True)]
Gid = Annotated[str, msgspec.Meta(pattern=r"^gid://shopify/\w+/\d+$")]


def shaped(data: Mapping[str, Any], shape: type[Answer], what: str) -> Answer:
    """Return *data* in its shape; raise `ShopifyUnavailableError` where it has another."""
    try:
        return msgspec.convert(data, shape)
    except msgspec.ValidationError as error:
        raise ShopifyUnavailableError(f"{what} came in another shape: {error}") from error


class PageInfo(msgspec.Struct, rename="camel", frozen=True):
    has_next_page: bool
    end_cursor: str | None


class WireImage(msgspec.Struct, rename="camel", frozen=True, gc=False):
    url: str
    width: int | None
    height: int | None
    alt_text: str | None


class WirePreview(msgspec.Struct, frozen=True, gc=False):
    image: WireImage | None


class WireMedia(msgspec.Struct, frozen=True, gc=False):
    alt: str | None
    preview: WirePreview | None


class WireMetafield(msgspec.Struct, frozen=True, gc=False):
    type: str
    value: str


class WireVariant(msgspec.Struct, rename="camel", frozen=True, gc=False):
    price: Decimal
    compare_at_price: Decimal | None
    available_for_sale: bool


class VariantPage(msgspec.Struct, rename="camel", frozen=True):
    nodes: list[WireVariant]
    page_info: PageInfo


class ProductFields(msgspec.Struct, rename="camel", frozen=True, gc=False):
    """A product without its variants."""

    id: Gid
    handle: str
    title: str
    product_type: str
    vendor: str
    tags: tuple[str, ...]
    description_html: str
    status: str
    published_at: Instant | None
    updated_at: Instant
    online_store_url: str | None
    is_gift_card: bool
    featured_media: WireMedia | None
    ingredients: WireMetafield | None
    inci: WireMetafield | None


class WireProduct(ProductFields, frozen=True, gc=False):
    variants: VariantPage


class BulkVariant(WireVariant, frozen=True, gc=False):
    """A line of its own in the result of a bulk operation."""

    parent: str = msgspec.field(name="__parentId")


class ProductPage(msgspec.Struct, rename="camel", frozen=True):
    nodes: list[WireProduct]
    page_info: PageInfo


class CurrencyOnly(msgspec.Struct, rename="camel", frozen=True):
    currency_code: str


class ProductsAnswer(msgspec.Struct, frozen=True):
    shop: CurrencyOnly
    products: ProductPage


class ProductsByIdAnswer(msgspec.Struct, frozen=True):
    shop: CurrencyOnly
    nodes: list[WireProduct | None]
    """``None`` where there is no such product (any more)."""


class VariantsOnly(msgspec.Struct, frozen=True):
    variants: VariantPage


class VariantsAnswer(msgspec.Struct, frozen=True):
    product: VariantsOnly | None
    """``None`` when it has been deleted meanwhile."""


class Named(msgspec.Struct, frozen=True, gc=False):
    name: str


class Handled(msgspec.Struct, frozen=True, gc=False):
    handle: str


class WireArticle(msgspec.Struct, rename="camel", frozen=True, gc=False):
    id: Gid
    handle: str
    title: str
    body: str
    tags: tuple[str, ...]
    is_published: bool
    published_at: Instant | None
    created_at: Instant
    updated_at: Instant | None
    author: Named | None
    blog: Handled
    image: WireImage | None


class ArticlePage(msgspec.Struct, rename="camel", frozen=True):
    nodes: list[WireArticle]
    page_info: PageInfo


class ArticlesAnswer(msgspec.Struct, frozen=True):
    articles: ArticlePage


class ArticlesByIdAnswer(msgspec.Struct, frozen=True):
    nodes: list[WireArticle | None]
    """``None`` where there is no such article (any more)."""


class WireListed(msgspec.Struct, rename="camel", frozen=True):
    id: Gid
    updated_at: Instant | None
    created_at: Instant | None = None


class ListedPage(msgspec.Struct, rename="camel", frozen=True):
    nodes: list[WireListed]
    page_info: PageInfo


class ProductIdsAnswer(msgspec.Struct, frozen=True):
    products: ListedPage


class ArticleIdsAnswer(msgspec.Struct, frozen=True):
    articles: ListedPage


class WireEvent(msgspec.Struct, rename="camel", frozen=True):
    id: str
    action: str
    created_at: Instant
    subject_id: Gid | None = None
    """``None`` in an event of a kind that says it elsewhere."""


class EventPage(msgspec.Struct, rename="camel", frozen=True):
    nodes: list[WireEvent]
    page_info: PageInfo


class EventsAnswer(msgspec.Struct, frozen=True):
    events: EventPage


class Installation(msgspec.Struct, rename="camel", frozen=True):
    id: str
    access_scopes: list[Handled]

    @property
    def scopes(self) -> frozenset[str]:
        """What the merchant has granted."""
        return frozenset(scope.handle for scope in self.access_scopes)


class InstallationAnswer(msgspec.Struct, rename="camel", frozen=True):
    current_app_installation: Installation


class WireDomain(msgspec.Struct, frozen=True):
    url: str


class WireShop(msgspec.Struct, rename="camel", frozen=True):
    name: str
    currency_code: str
    iana_timezone: str
    primary_domain: WireDomain


class ShopAnswer(msgspec.Struct, frozen=True):
    shop: WireShop


class Counted(msgspec.Struct, frozen=True):
    count: int


class CountedBlog(msgspec.Struct, rename="camel", frozen=True):
    articles_count: Counted | None


class CountedBlogs(msgspec.Struct, frozen=True):
    nodes: list[CountedBlog]


class SizesAnswer(msgspec.Struct, rename="camel", frozen=True):
    products_count: Counted | None
    blogs: CountedBlogs


class BulkOperation(msgspec.Struct, rename="camel", frozen=True):
    """A bulk operation as it stands; its counts are written as strings."""

    status: str
    error_code: str | None
    created_at: Instant
    object_count: str
    file_size: str | None
    url: str | None


class BulkLookAnswer(msgspec.Struct, rename="camel", frozen=True):
    bulk_operation: BulkOperation | None


class BegunBulk(msgspec.Struct, frozen=True):
    id: str


class BulkError(msgspec.Struct, frozen=True):
    message: str
    code: str | None


class BulkRun(msgspec.Struct, rename="camel", frozen=True):
    bulk_operation: BegunBulk | None
    user_errors: list[BulkError]


class BulkRunAnswer(msgspec.Struct, rename="camel", frozen=True):
    bulk_operation_run_query: BulkRun


class KnownBulk(msgspec.Struct, frozen=True):
    id: str
    status: str
    query: str


class KnownBulks(msgspec.Struct, frozen=True):
    nodes: list[KnownBulk]


class BulkUnderWayAnswer(msgspec.Struct, rename="camel", frozen=True):
    bulk_operations: KnownBulks
