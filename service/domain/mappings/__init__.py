"""What a marketer decides (rules, slots, three verbs for an article), and how it is edited.

* `validate` finds what is wrong before a publish, `diff` says what a draft changes.
* `merge` keeps what a draft changes when something else is published below it.
* `propose_mapping` begins for a shop that has none.
* `write_sheet` and `read_sheet` are for those who work in spreadsheets.
* The edits are small: each returns a new mapping, or raises and changes nothing.
"""

from __future__ import annotations

from service.domain.mappings.changes import Change, diff
from service.domain.mappings.checks import validate
from service.domain.mappings.edits import (
    add_product,
    add_rule,
    allow,
    enable_rule,
    ignore,
    move_product,
    never_show,
    override,
    pin,
    remove_product,
    remove_rule,
    replace_rule,
    rule,
    set_fallback,
    set_label,
    unignore,
    unpin,
)
from service.domain.mappings.limits import MAX_LABEL, MAX_POSITION, MAX_PRODUCTS, claim_in
from service.domain.mappings.merging import merge
from service.domain.mappings.problems import Place, Problem, Severity
from service.domain.mappings.proposing import propose_mapping
from service.domain.mappings.sheet import Does, Names, Verdict, write_sheet
from service.domain.mappings.sheet_reading import SheetReading, read_sheet
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
    "MAX_LABEL",
    "MAX_POSITION",
    "MAX_PRODUCTS",
    "ArticleOverride",
    "Change",
    "Does",
    "Mapping",
    "Names",
    "Pin",
    "Place",
    "Problem",
    "Rule",
    "RuleId",
    "Severity",
    "SheetReading",
    "Slot",
    "SlotName",
    "SlotOrder",
    "Verdict",
    "add_product",
    "add_rule",
    "allow",
    "claim_in",
    "diff",
    "enable_rule",
    "ignore",
    "merge",
    "move_product",
    "never_show",
    "override",
    "pin",
    "propose_mapping",
    "read_sheet",
    "remove_product",
    "remove_rule",
    "replace_rule",
    "rule",
    "set_fallback",
    "set_label",
    "unignore",
    "unpin",
    "validate",
    "write_sheet",
]
