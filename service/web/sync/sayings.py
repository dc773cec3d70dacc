"""How runs of the sync are said on its pages."""

from __future__ import annotations

import re
from datetime import datetime, timedelta

from service.domain.jobs import JobKind
from service.domain.sync_runs import ChangeKind, RunKind, RunState
from service.storage.content import Noun
from service.storage.sync_runs import Run

KINDS = {
    RunKind.FULL: ("Everything", "All products and articles were asked for."),
    RunKind.INCREMENT: ("Changes", "What was updated since the last look was asked for."),
    RunKind.NIGHTLY: ("Comparison", "The ids of everything were compared with what is stored."),
    RunKind.WEBHOOK: ("Told by Shopify", "Shopify told that these changed, and was asked how."),
}
STATES = {
    RunState.RUNNING: ("Running", "is-info"),
    RunState.WAITING: ("Waits for Shopify", "is-info"),
    RunState.DONE: ("Done", "is-good"),
    RunState.FAILED: ("Failed", "is-error"),
    RunState.INTERRUPTED: ("Interrupted", "is-warning"),
}
CHANGES = {
    ChangeKind.NEW: ("New", "is-good"),
    ChangeKind.CHANGED: ("Changed", "is-info"),
    ChangeKind.GONE: ("Gone", "is-error"),
}
NOUNS = {Noun.PRODUCTS: "product", Noun.ARTICLES: "article"}
WAITING = {
    JobKind.SYNC_CATALOG: "Everything is to be brought in",
    JobKind.FOLLOW_CHANGES: "Changes are to be looked for",
    JobKind.COMPARE_CATALOG: "Everything is to be compared",
}
AT_ONCE = timedelta(minutes=1)
"""Webhooks that wait no longer are on time."""

_BARE_NAME = re.compile(r"\w+(Error|Exception|Interrupt|Exit)")


def went_wrong(run: Run) -> str:
    """Say what went wrong, in words."""
    if run.state is RunState.INTERRUPTED:
        return "The worker that was at it has ended before its time."
    error = run.error or "It is not known why."
    if _BARE_NAME.fullmatch(error):
        return f"Something in Endcap itself failed ({error})."
    return error[:1].upper() + error[1:].rstrip(".") + "."


def what_to_do(run: Run, *, is_newest: bool) -> str:
    """Say what becomes of it, or what a person has to do."""
    if run.will_try_again:
        return "It is tried again by itself; what came in already stays."
    if not is_newest:
        return "A later sync of this kind has run since; there is nothing to do."
    if run.error and _BARE_NAME.fullmatch(run.error):
        return "Try again; if it stays so, tell whoever runs Endcap: its log says more."
    if run.state is RunState.INTERRUPTED:
        return "Try again; if it stays so, tell whoever runs Endcap."
    return "It is not tried again by itself. Once the reason is gone, try again."


def took(run: Run, now: datetime) -> str:
    """Say how long it took, or how long it has been at work."""
    return lasting((run.ended_at or now) - run.started_at)


def lasting(span: timedelta) -> str:
    """Say a span in its two largest units, such as ``2 min 10 s``."""
    seconds = max(0, int(span.total_seconds()))
    if seconds < 1:
        return "under 1 s"
    sizes = (("d", 86_400), ("h", 3_600), ("min", 60), ("s", 1))
    parts: list[str] = []
    for unit, size in sizes:
        number, seconds = divmod(seconds, size)
        if number or parts:
            parts.append(f"{number} {unit}" if number else "")
    return " ".join(part for part in parts[:2] if part)


def held_back(run: Run) -> str:
    """Say what was missing and is kept, such as ``60 of 100 products (60 %)``."""
    said = [
        f"{held.missing} of {held.stored} {NOUNS[noun]}s ({held.percent} %)"
        for noun, held in run.held_back.items()
    ]
    return " and ".join(said)


def looked_at(run: Run) -> str:
    """Say how much was looked at, such as ``1,240 products, 1 article``; empty for nothing."""
    seen = ((run.products.seen, "product"), (run.articles.seen, "article"))
    return ", ".join(
        f"{number(count)} {noun}{'' if count == 1 else 's'}" for count, noun in seen if count
    )


def number(value: int) -> str:
    return f"{value:,}"


def unnamed(run: Run, named: int) -> int:
    """Return how many of the changes are counted but not kept by name."""
    total = run.total
    return max(0, total.new + total.changed + total.gone - named)
