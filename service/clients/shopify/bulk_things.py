"""The lines of a bulk operation's result into products and articles."""

from __future__ import annotations

import msgspec

from service.clients.shopify.bulk_file import KindOfFile
from service.clients.shopify.translate import to_article, to_product
from service.clients.shopify.wire import BulkVariant, ProductFields, WireArticle
from service.domain.articles import Article
from service.domain.catalog import Product
from service.ports import BrokenExportError

_PRODUCT = msgspec.json.Decoder(ProductFields)
_VARIANT = msgspec.json.Decoder(BulkVariant)
_ARTICLE = msgspec.json.Decoder(WireArticle)


def products(currency: str) -> KindOfFile[Product]:
    def read(block: bytes) -> Product:
        line, _, children = block.partition(b"\n")
        found = _PRODUCT.decode(line)
        variants = _VARIANT.decode_lines(children)
        if not {variant.parent for variant in variants} <= {found.id}:
            raise BrokenExportError("a variant stands below a product that is not its own")
        return to_product(found, variants, currency)

    return KindOfFile("Product", read)


def _article(block: bytes) -> Article:
    return to_article(_ARTICLE.decode(block))


ARTICLES = KindOfFile("Article", _article)
