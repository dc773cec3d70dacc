"""The storefront's JSON: domain values become what `schemas` documents."""

from __future__ import annotations

from typing import Any

from service.domain.articles import Placement
from service.domain.catalog import Image, PriceRange
from service.domain.recommendations import Because
from service.usecases.explain_recommendations import Explanation
from service.usecases.serve_recommendations import Answer, Card


def recommendations(answer: Answer) -> dict[str, Any]:
    blog, handle = answer.handles or (None, None)
    return {
        "shop": answer.shop.domain,
        "article": {"id": answer.article, "blog": blog, "handle": handle},
        "slot": answer.slot,
        "set_id": answer.set_id,
        "mapping_version": answer.mapping_version,
        "arm": answer.arm,
        "placement": _placement(answer.placement),
        "hand_placed_links": answer.shop.hand_placed_links,
        "items": [_item(card) for card in answer.cards],
    }


def explanation(explained: Explanation) -> dict[str, Any]:
    return {
        "shop": explained.shop.domain,
        "article": {
            "id": explained.standing.id,
            "blog": explained.standing.blog_handle,
            "handle": explained.standing.handle,
        },
        "slot": explained.slot,
        "mapping_version": explained.mapping_version,
        "lexicon_version": explained.lexicon_version,
        "hidden": explained.hidden,
        "items": [
            {
                "position": item.position,
                "id": item.product,
                "because": _because_for_editors(item.because),
            }
            for item in explained.items
        ],
        "dropped": [
            {"id": each.product, "step": each.step, "reason": each.reason}
            for each in explained.dropped
        ],
    }


def _because_for_editors(reason: Because) -> dict[str, Any]:
    return {**because(reason), "quote": reason.quote, "advisories": reason.advisories}


def _item(card: Card) -> dict[str, Any]:
    product = card.product
    return {
        "position": card.position,
        "id": product.id,
        "handle": product.handle,
        "title": product.title,
        "url": product.url,
        "image": _image(product.image),
        "price": _price(product.price),
        "compare_at_price": _price(product.compare_at) if product.compare_at else None,
        "available": product.available,
        "label": card.label,
        "because": because(card.because),
        "note": card.note,
        "click_url": card.click_url,
    }


def because(reason: Because) -> dict[str, Any]:
    """Return the reason as shoppers may read it: no quote, no advisory."""
    return {
        "category": reason.category,
        "source": reason.source,
        "rule": reason.rule,
        "label": reason.label,
        "stance": reason.stance,
        "role": reason.role,
    }


def _placement(placement: Placement | None) -> dict[str, Any] | None:
    if placement is None:
        return None
    links = [
        {"element": link.element, "product_handle": link.product_handle} for link in placement.links
    ]
    return {"element": placement.element, "links": links}


def _image(image: Image | None) -> dict[str, Any] | None:
    if image is None:
        return None
    return {"url": image.url, "width": image.width, "height": image.height, "alt": image.alt}


def _price(price: PriceRange) -> dict[str, Any]:
    return {"min": price.minimum, "max": price.maximum, "currency": price.currency}
