"""Spells out phrases that are written with choices: "posts?", "(a|b) c", "tod[oa]s"."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product

from service.domain.reading.folding import fold


def spelled_out(written: str) -> frozenset[str]:
    """Return every phrase that *written* stands for, folded."""
    return frozenset(" ".join(fold(phrase).split()) for phrase in _Reader(written).either())


class _Reader:
    """Reads from left to right; a choice within a choice is read the same way."""

    def __init__(self, written: str) -> None:
        self._written = written
        self._at = 0

    def either(self) -> list[str]:
        """Return what stands up to the end or to a closing bracket, whose choices "|" parts."""
        found: list[str] = []
        parts: list[list[str]] = []
        while (mark := self._next()) not in ("", ")"):
            if mark == "|":
                found += _joined(parts)
                parts = []
            else:
                parts.append(self._part(mark))
        return [*found, *_joined(parts)]

    def _next(self) -> str:
        mark = self._written[self._at : self._at + 1]
        self._at += 1
        return mark

    def _part(self, mark: str) -> list[str]:
        part = [mark]
        if mark == "(":
            part = self.either()
        elif mark == "[":
            end = self._written.index("]", self._at)
            part, self._at = [*self._written[self._at : end]], end + 1
        if self._written[self._at : self._at + 1] == "?":
            self._at += 1
            part = [*part, ""]
        return part


def _joined(parts: list[list[str]]) -> Iterator[str]:
    return ("".join(choice) for choice in product(*parts))
