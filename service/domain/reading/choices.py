"""Spells out phrases that are written with choices: "posts?", "(a|b) c", "tod[oa]s"."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product

from service.domain.reading.folding import fold

_SIMPLIFIED = (
    "关阅读荐热门闻资讯产题欢还兴览购车账户录联们评论发复标签类词转赞书订扫码员邮会设页条网责编时间来参献声数图摄权"
    "预顾选买单抢马点击详开给号众隐简绍为广销后节内话价运满赠"
)
_TRADITIONAL = (
    "關閱讀薦熱門聞資訊產題歡還興覽購車賬戶錄聯們評論發復標籤類詞轉贊書訂掃碼員郵會設頁條網責編時間來參獻聲數圖攝權"
    "預顧選買單搶馬點擊詳開給號眾隱簡紹為廣銷後節內話價運滿贈"
)
_AS_IN_TAIWAN = str.maketrans(_SIMPLIFIED, _TRADITIONAL)


def spelled_out(written: str) -> frozenset[str]:
    """Return every phrase that *written* stands for, folded; Chinese ones in both scripts."""
    phrases = _Reader(written).either()
    phrases += [phrase.translate(_AS_IN_TAIWAN) for phrase in phrases if not phrase.isascii()]
    return frozenset(" ".join(fold(phrase).split()) for phrase in phrases)


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
