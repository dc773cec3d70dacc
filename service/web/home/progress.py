"""How far the work is that leads from a shop to its answers, in a marketer's words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from service.domain.jobs import TO_ANSWERS, JobKind, JobState, JobStatus
from service.web import words

WORK = {
    JobKind.SYNC_CATALOG: "Bringing all products and articles in",
    JobKind.FOLLOW_CHANGES: "Bringing in what changed",
    JobKind.COMPARE_CATALOG: "Looking for what is gone from the shop",
    JobKind.READ_CONTENT: "Reading articles and products",
    JobKind.COMPUTE_RECOMMENDATIONS: "Working out which products stand where",
    JobKind.REPLAY_MAPPING: "Looking at what other rules would change",
    JobKind.PROPOSE_TERMS: "Looking for ingredients that nobody knows",
    JobKind.REFRESH_TOKEN: "Renewing the access to Shopify",
    JobKind.HANDLE_WEBHOOKS: "Acting on what Shopify tells of",
    JobKind.REDACT_SHOP: "Erasing what is to be erased",
    JobKind.PUBLISH_FIRST_PAINT: "Bringing cards to your theme",
}


@dataclass(frozen=True, slots=True)
class UnderWay:
    """One kind of work. *total*: 0 where nobody knows how much there is."""

    title: str
    says: str
    done: int = 0
    total: int = 0


def under_way(jobs: Iterable[JobStatus]) -> list[UnderWay]:
    """Return a line for each kind of work that leads to answers, in their order."""
    known = list(jobs)
    return [
        _line(kind, its)
        for kind in TO_ANSWERS
        if (its := [job for job in known if job.kind is kind])
    ]


def _line(kind: JobKind, jobs: list[JobStatus]) -> UnderWay:
    title = WORK[kind]
    if all(job.state is JobState.WAITING and not job.progress for job in jobs):
        return UnderWay(title, "It waits for its turn.")
    if kind is JobKind.SYNC_CATALOG:
        return UnderWay(title, _so_far(jobs[0].progress))
    done = "looked_at" if kind is JobKind.READ_CONTENT else "articles"
    seen, total = (sum(int(job.progress.get(name, 0)) for job in jobs) for name in (done, "of"))
    return UnderWay(title, f"{seen:,} of {total:,}" if total else "It has begun.", seen, total)


def _so_far(progress: Mapping[str, Any]) -> str:
    """A worker that waits for Shopify's lists has seen nothing yet."""
    seen = [(int(progress.get(noun, 0)), noun) for noun in ("products", "articles")]
    said = ", ".join(words.count(number, noun.removesuffix("s")) for number, noun in seen if number)
    return f"{said} so far." if said else "Shopify gathers them."
