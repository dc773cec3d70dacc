"""What a marketer decides (rules, slots, three verbs for an article), and how it may be edited."""

from __future__ import annotations

from service.domain.mappings.values import (
    AFTER_INTRO,
    DEFAULT_SLOTS,
    END,
    ArticleOverride,
    Mapping,
    Pin,
    Rule,
    RuleId,
    Slot,
    SlotName,
    SlotOrder,
)

__all__ = [
    "AFTER_INTRO",
    "DEFAULT_SLOTS",
    "END",
    "ArticleOverride",
    "Mapping",
    "Pin",
    "Rule",
    "RuleId",
    "Slot",
    "SlotName",
    "SlotOrder",
]
