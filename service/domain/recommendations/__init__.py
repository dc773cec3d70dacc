"""Which products stand beside an article, and why; the second heart."""

from __future__ import annotations

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
    "Source",
    "Step",
]
