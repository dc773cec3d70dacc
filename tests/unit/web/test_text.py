"""An article's text on its page: whole, in order, with its evidence marked once."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from service.domain.articles import ArticleText, Block, BlockKind, Placement, Zone
from service.domain.lexicon import CategoryId
from service.domain.reading import Mention, Quote, Reading, Setting, Stance
from service.web.articles.text import text_blocks, tones

TEXT = "A gentle scrub, then a scrub again."
SCRUB = CategoryId("physical_exfoliants")


def a_mention(start: int, end: int) -> Mention:
    quote = Quote(TEXT, 0, len(TEXT))
    return Mention(
        SCRUB,
        TEXT[start:end],
        start,
        end,
        Zone.BODY,
        Stance.RECOMMEND,
        None,
        Setting.AT_HOME,
        None,
        None,
        quote,
    )


def a_reading(*mentions: Mention) -> Reading:
    block = Block(BlockKind.PARAGRAPH, Zone.BODY, 0, len(TEXT), None, 0)
    text = ArticleText(TEXT, (block,), (), None, Placement(1))
    return Reading(text, mentions, (), frozenset(), "test")


def test_marks_each_mention_and_labels_the_first_of_a_block() -> None:
    [block] = text_blocks(a_reading(a_mention(9, 14), a_mention(23, 28)))

    marked = [(run.text, run.number, run.is_first) for run in block.runs if run.mention]
    assert [("scrub", 0, True), ("scrub", 1, False)] == marked


@given(st.lists(st.tuples(st.integers(0, len(TEXT)), st.integers(0, len(TEXT))), max_size=6))
def test_prints_the_whole_text_whatever_overlaps(spans: list[tuple[int, int]]) -> None:
    mentions = [a_mention(min(span), max(span)) for span in spans]

    [block] = text_blocks(a_reading(*mentions))

    assert TEXT == "".join(run.text for run in block.runs)


def test_gives_every_category_a_tone() -> None:
    assert {SCRUB: 0} == tones(a_reading(a_mention(9, 14)))
