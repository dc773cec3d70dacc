"""What ``endcap try --json`` writes."""

from __future__ import annotations

from typing import Any

from service.domain.lexicon import Lexicon
from service.domain.recommendations import Recommendation
from service.usecases.try_store import Trial, TriedArticle


def trial_document(trial: Trial, lexicon: Lexicon) -> dict[str, Any]:
    """Return the trial for programs; ids are strings, as in exports."""
    store = trial.store
    return {
        "store": {"url": store.url, "name": store.name, "currency": store.currency},
        "totals": {
            "articles": len(trial.articles),
            "articles_with_cards": trial.with_cards,
            "products": len(trial.products),
            "products_placed": len(trial.placed),
        },
        "articles": [_article(tried, trial) for tried in trial.articles],
        "without_product": [
            {"category": category, "name": lexicon.categories[category].name, "articles": count}
            for category, count in trial.unserved
        ],
        "proposed_rules": [
            {"category": rule.category, "products": [str(product) for product in rule.products]}
            for rule in trial.mapping.rules
        ],
        "left_out": list(store.notes),
    }


def _article(tried: TriedArticle, trial: Trial) -> dict[str, Any]:
    article = tried.article
    return {
        "url": f"{trial.store.url}/blogs/{article.blog_handle}/{article.handle}",
        "title": article.title,
        "topics": sorted(tried.reading.topics),
        "categories": [
            {
                "category": found.category,
                "stance": found.stance,
                "salience": round(found.salience, 4),
                "sells": found.sells and not found.advised_against,
                "evidence": tried.reading.quote_of(found).text,
            }
            for found in tried.reading.categories
        ],
        "cards": [
            {"slot": slot.slot, **_card(item, trial)} for slot in tried.slots for item in slot.items
        ],
    }


def _card(item: Recommendation, trial: Trial) -> dict[str, Any]:
    product = trial.products[item.product]
    return {
        "position": item.position,
        "product": str(product.id),
        "title": product.title,
        "url": product.url,
        "category": item.because.category,
        "label": item.because.label,
        "sentence": item.because.quote.text if item.because.quote else "",
    }
