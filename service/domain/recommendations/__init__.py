"""
Which products stand beside an article, and why; the second heart.

* `recommend` decides for an article, `Recommender` for many articles of a shop.
* `arrange` takes from a decision what one slot shows now.
* `why_not` names the step that kept a product out.
"""

from __future__ import annotations

from service.domain.recommendations.arranging import arrange
from service.domain.recommendations.deciding import Recommender, recommend
from service.domain.recommendations.explaining import why_not
from service.domain.recommendations.stock import Stocked
from service.domain.recommendations.values import (
    Advisory,
    Because,
    Candidate,
    Decision,
    Dropped,
    Recommendation,
    RecommendationSet,
    Source,
    Step,
)

__all__ = [
    "Advisory",
    "Because",
    "Candidate",
    "Decision",
    "Dropped",
    "Recommendation",
    "RecommendationSet",
    "Recommender",
    "Source",
    "Step",
    "Stocked",
    "arrange",
    "recommend",
    "why_not",
]
