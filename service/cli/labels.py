"""Labelled texts as examples to learn from: each label with all that is heard of what it names."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from rich.console import Console
from rich.progress import track

from service.domain.articles import Zone
from service.domain.errors import InvalidFieldError
from service.domain.lexicon import Lexicon
from service.domain.reading.article import mentions_of_html, mentions_of_text
from service.domain.reading.folding import fold
from service.domain.reading.heard import ConceptFinder, countable
from service.domain.reading.mentions import Found
from service.domain.reading.stance_model import Concepts, Feature


class Example(NamedTuple):
    """One label: a category of a text (*group*) and its stance."""

    group: str
    language: str
    stance: str
    is_article: bool
    mentions: list[set[Feature]]
    """What is heard of each mention; of a sentence's label there is one."""
    categories: int = 1
    in_title: bool = False

    @property
    def heard(self) -> set[Feature]:
        """All of it together."""
        return {feature for mention in self.mentions for feature in mention}


def examples(
    folder: Path, lexicon: Lexicon, concepts: Concepts, console: Console
) -> Iterator[Example]:
    """Yield one per label of every ``*.jsonl`` in *folder*; raise `InvalidFieldError`."""
    finders: dict[str, ConceptFinder] = {}
    for file in track(
        sorted(folder.glob("*.jsonl")),
        "Reading texts",
        console=console,
        disable=not console.is_terminal,
    ):
        for number, line in enumerate(file.read_text("utf-8").splitlines(), start=1):
            group = f"{file.name}:{number}"
            try:
                label = json.loads(line)
            except ValueError as error:
                raise InvalidFieldError(group, str(error)) from error
            speech = label["lang"]
            finder = finders.setdefault(speech, ConceptFinder(concepts.get(speech, {}), speech))
            found = _found(label, lexicon)
            read = _of_article if "categories" in label else _of_sentence
            yield from read(label, group, found, finder)


def _found(label: dict[str, Any], lexicon: Lexicon) -> list[Found]:
    title, speech = label.get("title") or "", label["lang"]
    if label.get("html") is not None:
        return mentions_of_html(label["html"], title=title, language=speech, lexicon=lexicon)
    text = label["text"]
    if label.get("above"):
        leads = label["above"].rstrip().endswith((":", "\uff1a"))
        text = f"{label['above']}\n\n- {text}" if leads else f"## {label['above']}\n\n{text}"
    return mentions_of_text(text, title=title, language=speech, lexicon=lexicon)


def _of_article(
    label: dict[str, Any], group: str, found: Sequence[Found], finder: ConceptFinder
) -> Iterator[Example]:
    speech, spoken_of = label["lang"], {each.mention.category for each in found}
    for category, stance in label["categories"].items():
        own = [each for each in found if each.mention.category == category]
        if own:
            mentions = [countable(each.heard, speech, finder) for each in own]
            in_title = any(each.mention.zone is Zone.TITLE for each in own)
            yield Example(group, speech, stance, True, mentions, len(spoken_of), in_title)


def _of_sentence(
    label: dict[str, Any], group: str, found: Sequence[Found], finder: ConceptFinder
) -> Iterator[Example]:
    speech = label["lang"]
    for target in label["targets"]:
        own = [each for each in found if each.mention.category == target["category"]]
        named = [each for each in own if _is_named(each, target["term"])] or own
        if named:
            mention = countable(named[0].heard, speech, finder)
            yield Example(group, speech, target["stance"], False, [mention])


def _is_named(found: Found, term: str) -> bool:
    """Whether *term*, as the label writes it, covers the mention or the other way round."""
    quote, size = found.mention.quote, len(term)
    start, end = found.mention.start - quote.start, found.mention.end - quote.start
    return fold(term) in fold(quote.text[max(0, start - size) : end + size])
