"""What the storefront's endpoints take and give, as models that the API document shows."""

from __future__ import annotations

import functools
import re
from dataclasses import dataclass
from decimal import Decimal
from typing import Annotated, Any, Literal

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    GetCoreSchemaHandler,
    GetJsonSchemaHandler,
)
from pydantic_core import CoreSchema, PydanticCustomError, core_schema

from service.domain.catalog import SHOP_DOMAIN

ID = r"[1-9][0-9]{0,17}"
HANDLE = r"[^/\x00-\x1f\x7f]{1,255}"
SLOT = r"[a-z][a-z0-9_]{0,31}"
CATEGORY = r"[a-z0-9][a-z0-9_-]{0,63}"


class ApiModel(BaseModel):
    """Refuses what it does not know. Its JSON schema is made once, not with every request."""

    model_config = ConfigDict(extra="forbid")

    @classmethod
    def model_json_schema(cls, *args: Any, **options: Any) -> dict[str, Any]:
        if args or options:
            return super().model_json_schema(*args, **options)
        return _schema(cls)


@functools.cache
def _schema(model: type[ApiModel]) -> dict[str, Any]:
    return super(ApiModel, model).model_json_schema()


@dataclass(frozen=True)
class Text:
    """A string that must match *pattern* as a whole; else the reason is *says*."""

    pattern: str
    says: str
    example: str = ""
    """Filled in on the page where one tries the API; empty: nothing is."""

    def __get_pydantic_core_schema__(
        self, source: Any, handler: GetCoreSchemaHandler
    ) -> CoreSchema:
        return core_schema.no_info_after_validator_function(self._check, handler(source))

    def __get_pydantic_json_schema__(
        self, schema: CoreSchema, handler: GetJsonSchemaHandler
    ) -> dict[str, Any]:
        said = {"pattern": f"^{self.pattern}$", "description": self.says}
        return {**handler(schema), **said, **({"example": self.example} if self.example else {})}

    def _check(self, value: str) -> str:
        if re.fullmatch(self.pattern, value, re.ASCII) is None:
            raise PydanticCustomError("pattern", "{says}", {"says": self.says})
        return value


def _whole(value: str) -> int:
    if re.fullmatch("[1-9]|10", value, re.ASCII) is None:
        raise PydanticCustomError("limit", "must be a whole number from 1 to 10")
    return int(value)


ShopName = Annotated[
    str, Text(SHOP_DOMAIN, "must be a shop's .myshopify.com name", "fernwick.myshopify.com")
]
Id = Annotated[str, Text(ID, "must be a Shopify id", "1001")]
Handle = Annotated[str, Text(HANDLE, "must be a handle", "what-causes-milia")]
SlotName = Annotated[str, Text(SLOT, "must be the name of a slot", "end")]
Categories = Annotated[
    str,
    Text(
        f"{CATEGORY}(,{CATEGORY}){{0,19}}",
        "must be 1 to 20 ingredient categories, separated by commas",
    ),
]
ProductIds = Annotated[
    str,
    Text(f"{ID}(,{ID}){{0,49}}", "must be 1 to 50 product ids, separated by commas"),
]


class ArticleById(ApiModel):
    shop: ShopName
    article: Id


class ArticleByHandle(ApiModel):
    shop: ShopName
    blog: Handle
    article: Handle


class SlotQuery(ApiModel):
    slot: SlotName = "after_intro"


def _without_default(schema: dict[str, Any]) -> None:
    """The default is not a value that the parameter may have."""
    schema.pop("default")


Limit = Annotated[
    int,
    Field(ge=1, le=10, description="at most so many products; without it, the slot's own limit"),
    BeforeValidator(_whole),
]


class RecommendationsQuery(SlotQuery):
    """Zero and empty: left out, which nobody can say in the query itself."""

    limit: Limit = Field(0, json_schema_extra=_without_default)
    categories: Categories = Field("", json_schema_extra=_without_default)
    exclude: ProductIds = Field("", json_schema_extra=_without_default)
    format: Literal["json", "html"] = "json"


class ArticleSaid(ApiModel):
    """The handles are said of articles that shoppers can see."""

    id: int
    blog: str | None = None
    handle: str | None = None


class LinkSaid(ApiModel):
    element: int
    product_handle: str


class PlacementSaid(ApiModel):
    """Before which top-level element of the article's HTML the slot stands, and beside which
    hand-placed links.

    Elements alone are counted, from 0, not text or comments; their number is the end of the
    article. While there is exactly one and it is a `div`, `section`, `article` or `main`, the
    elements in it are counted instead.
    """

    element: int
    links: list[LinkSaid]


class ImageSaid(ApiModel):
    url: str
    width: int | None
    height: int | None
    alt: str


class PriceSaid(ApiModel):
    """Decimal amounts as strings, with their ISO 4217 currency."""

    min: Decimal
    max: Decimal
    currency: str


class BecauseSaid(ApiModel):
    category: str | None
    source: Literal["pin", "rule", "reading", "fallback"]
    rule: str | None
    label: str
    stance: Literal["recommend", "neutral", "avoid"] | None
    role: Literal["prevents", "treats", "soothes", "causes"] | None


class ItemSaid(ApiModel):
    position: int
    id: int
    handle: str
    title: str
    url: str | None
    image: ImageSaid | None
    price: PriceSaid
    compare_at_price: PriceSaid | None
    available: bool
    label: str
    because: BecauseSaid
    note: str
    click_url: str


class RecommendationsSaid(ApiModel):
    """No items: there is nothing to show here, and a theme shows nothing."""

    shop: str
    article: ArticleSaid
    slot: str
    set_id: str
    mapping_version: int
    arm: str
    placement: PlacementSaid | None
    hand_placed_links: Literal["keep", "upgrade", "keep_both"]
    items: list[ItemSaid]


class QuoteSaid(ApiModel):
    """The sentence, by its offsets in the article's plain text, with a little around it."""

    text: str
    start: int
    end: int
    prefix: str
    suffix: str


class AdvisorySaid(ApiModel):
    kind: str
    text: str
    source: str
    strength: str
    date: str
    with_categories: list[str]


class BecauseToEditorsSaid(BecauseSaid):
    quote: QuoteSaid | None
    advisories: list[AdvisorySaid]


class ExplainedItemSaid(ApiModel):
    position: int
    id: int
    because: BecauseToEditorsSaid


class DroppedSaid(ApiModel):
    """*step*: the step of the order of operations that dropped the product."""

    id: int
    step: Literal["eligibility", "never_show", "warning", "no_evidence", "limit"]
    reason: str


class ExplanationSaid(ApiModel):
    """What the slot shows, or would show: *hidden* says which switch hides it from shoppers."""

    shop: str
    article: ArticleSaid
    slot: str
    mapping_version: int
    lexicon_version: str
    hidden: (
        Literal[
            "not_computed", "observing", "paused", "waiting", "off", "not_visible", "links_kept"
        ]
        | None
    )
    items: list[ExplainedItemSaid]
    dropped: list[DroppedSaid]


class FaultSaid(ApiModel):
    parameter: str
    reason: str


class ProblemSaid(ApiModel):
    """A problem as RFC 9457 has it; *errors* names each parameter that is wrong."""

    type: str
    title: str
    status: int
    detail: str
    errors: list[FaultSaid] | None = None


class LiveSaid(ApiModel):
    status: Literal["ok"]


class CheckSaid(ApiModel):
    ok: bool
    detail: str


class ReadySaid(ApiModel):
    status: Literal["ok", "unready"]
    checks: dict[str, CheckSaid]
