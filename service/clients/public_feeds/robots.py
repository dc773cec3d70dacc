"""What a store's robots.txt lets us read (RFC 9309, with wildcards)."""

from __future__ import annotations

import re
from dataclasses import dataclass

LONGEST = 512 * 1024
LONGEST_DELAY = 10.0


@dataclass(frozen=True, slots=True)
class Robots:
    """The rules for one user agent: ``(allows, pattern)``. *delay*: seconds between requests."""

    rules: tuple[tuple[bool, str], ...] = ()
    delay: float = 0.0

    def allows(self, path: str) -> bool:
        """Whether *path* (with its query) may be read: the longest rule decides, a tie allows."""
        fitting = [(len(rule), allows) for allows, rule in self.rules if _fits(rule, path)]
        return max(fitting, default=(0, True))[1]


def parse_robots(text: str, agent: str) -> Robots:
    """Return what *text* says to *agent*, else to everybody."""
    groups = _groups(text[:LONGEST])
    own = [lines for names, lines in groups if agent.lower() in names]
    lines = [line for group in own or [g for n, g in groups if "*" in n] for line in group]
    rules = tuple(
        (name == "allow", value) for name, value in lines if name != "crawl-delay" and value
    )
    delays = [_seconds(value) for name, value in lines if name == "crawl-delay"]
    return Robots(rules, min(max(delays, default=0.0), LONGEST_DELAY))


def _groups(text: str) -> list[tuple[set[str], list[tuple[str, str]]]]:
    groups: list[tuple[set[str], list[tuple[str, str]]]] = []
    for line in text.splitlines():
        name, colon, value = line.partition("#")[0].partition(":")
        name, value = name.strip().lower(), value.strip()
        if not colon:
            continue
        if name == "user-agent":
            if not groups or groups[-1][1]:
                groups.append((set(), []))
            groups[-1][0].add(re.split(r"[/\s]", value.lower(), maxsplit=1)[0])
        elif groups and name in {"allow", "disallow", "crawl-delay"}:
            groups[-1][1].append((name, value))
    return groups


def _fits(rule: str, path: str) -> bool:
    """Match with ``*`` and a closing ``$``, from left to right, without going back."""
    ends = rule.endswith("$")
    first, *rest = (rule[:-1] if ends else rule).split("*")
    if not path.startswith(first):
        return False
    at = len(first)
    if not rest:
        return not ends or at == len(path)
    *middle, last = rest
    for part in middle:
        at = path.find(part, at)
        if at < 0:
            return False
        at += len(part)
    return path.endswith(last) and len(path) - len(last) >= at if ends else path.find(last, at) >= 0


def _seconds(value: str) -> float:
    return float(value) if re.fullmatch(r"\d{1,6}(\.\d{1,3})?", value, re.ASCII) else 0.0
