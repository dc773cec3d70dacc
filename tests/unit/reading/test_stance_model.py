"""What is heard around a mention, and what a model makes of it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.domain.errors import InvalidLexiconError
from service.domain.lexicon import Lexicon
from service.domain.reading import Stance, overall
from service.domain.reading.article import mentions_of_text, read_text
from service.domain.reading.folding import fold
from service.domain.reading.heard import ConceptFinder, Heard, Listener, countable
from service.domain.reading.stance_model import ANY_LANGUAGE, Feature, Leaning, StanceModel
from service.domain.reading.wording import (
    Place,
    mask,
    pattern_of,
    pattern_of_word,
    phrases,
    tokens_of,
)
from service.storage.stance_model import (
    WEIGHTS,
    load_stance_model,
    parse_stance_model,
    written_weights,
)

CONCEPTS = {"en": {"warns": ("keep away", "sting*")}, "ko": {"warns": ("피하", "~지 마")}}
TEXTS = st.text(
    st.sampled_from("abcde aé,.;:?!'0159-@#^$~*<>\n\u3001\u3002果酸避免レチノール레티놀 피하세요"),
    max_size=80,
)


def a_model(weights: dict[str, dict[Feature, Leaning]]) -> StanceModel:
    return StanceModel("test", CONCEPTS, weights)


def seen(text: str, term: str, language: str = "en") -> list[tuple[str, str]]:
    """The phrases around *term*, each with its place."""
    start = text.index(term)
    around = mask(fold(text), [(start, start + len(term))], language).view(0)
    return [
        (phrase, around.place(begin, end).value)
        for phrase, begin, end in phrases(around.text.split(), language)
    ]


@pytest.mark.parametrize(
    ("phrase", "place"),
    [
        ("instead of @", "around"),
        ("use", "after"),
        ("today", "earlier"),
        ("it", "later"),
        ("instead of", "before"),
    ],
)
def test_says_where_a_phrase_stands(phrase: str, place: str) -> None:
    assert (phrase, place) in seen("Today, instead of retinol use that, it works.", "retinol")


def test_masks_every_ingredient_so_that_their_names_teach_nothing() -> None:
    text = fold("Swap retinol for bakuchiol")

    masked = mask(text, [(5, 12), (17, 26)], "en")

    assert ["^", "swap", "#", "for", "#", "$"] == masked.tokens
    assert " ^ swap # for @ $ " == masked.view(1).text


def test_takes_characters_one_by_one_where_words_are_not_parted() -> None:
    assert ("慎 用 @", "around") in seen("敏感肌慎用果酸", "果酸", "zh")


def test_hears_the_inside_of_a_korean_word() -> None:
    assert ("~지마", "after") in seen("레티놀 쓰지마세요", "레티놀", "ko")


@given(text=TEXTS, language=st.sampled_from(("en", "ko", "ja", "zh")))
def test_every_phrase_stands_where_it_is_said_to(text: str, language: str) -> None:
    tokens = mask(fold(text), [], language).tokens
    joined = f" {' '.join(tokens)} "

    for phrase, start, end in phrases(tokens, language):
        assert pattern_of(phrase) == joined[start:end]


@given(text=TEXTS, language=st.sampled_from(("en", "ko", "ja", "zh")))
def test_a_reader_hears_all_that_a_learner_counts(text: str, language: str) -> None:
    term = (len(text) // 3, len(text) // 3 + 1)
    heard = Heard(mask(fold(text), [term] if text else [(0, 0)], language), 0, (), ("rules avoid",))
    finder = ConceptFinder(CONCEPTS.get(language, {}), language)
    counted = countable(heard, language, finder)
    weights = {feature: Leaning(1, number) for number, feature in enumerate(sorted(counted))}

    impression = Listener(a_model({language: weights}), language).impression(heard)

    assert len(counted) == sum(map(len, impression.parts))
    assert Leaning(len(counted), sum(range(len(counted)))) == impression.leaning


@pytest.mark.parametrize(
    ("word", "language", "text"),
    [
        ("sting*", "en", "it stings"),
        ("keep away", "en", "keep-away from it"),
        ("0 %", "en", "12 % of it"),
        ("피하", "ko", "레티놀은 피하세요"),
        ("~지 마", "ko", "쓰지 마세요"),
        ("避免", "zh", "应避免使用"),
    ],
)
def test_finds_the_words_of_a_concept(word: str, language: str, text: str) -> None:
    joined = f" {' '.join(tokens_of(fold(text), language))} "

    assert pattern_of_word(word, language) in joined


def test_a_word_without_a_star_ends_where_it_ends() -> None:
    assert pattern_of_word("red", "en") not in " reduces it "


def test_a_concept_weighs_alike_in_every_language(lexicon: Lexicon) -> None:
    model = a_model({ANY_LANGUAGE: {(Place.AFTER, "<warns>"): Leaning(-100, 300)}})
    only = lexicon.with_stances(model)

    readings = [
        read_text(text, title="", language=language, lexicon=only)
        for text, language in (
            ("Retinol stings the skin.", "en"),
            ("피부에 레티놀은 피하세요.", "ko"),
        )
    ]

    assert [Stance.AVOID] * 2 == [reading.mentions[0].stance for reading in readings]


def test_hears_the_rest_of_a_paragraph_and_the_section_under_a_heading(lexicon: Lexicon) -> None:
    text = "## Retinol\n\nA jar of it. It stings. Keep away."

    found = mentions_of_text(text, title="", language="en", lexicon=lexicon)

    places = {place for place, said in found[0].heard.beside if "keep away" in said}
    assert {Place.UNDER} == places


def test_what_has_no_weight_leaves_everything_neutral(lexicon: Lexicon) -> None:
    reading = read_text(
        "Avoid retinol.", title="", language="en", lexicon=lexicon.with_stances(a_model({}))
    )

    assert Stance.NEUTRAL == reading.categories[0].stance


def test_without_a_model_the_rules_decide(lexicon: Lexicon) -> None:
    reading = read_text(
        "Avoid retinol.", title="", language="en", lexicon=lexicon.with_stances(None)
    )

    assert Stance.AVOID == reading.categories[0].stance


def test_another_model_is_another_version(lexicon: Lexicon) -> None:
    other = lexicon.with_stances(a_model({}))

    assert lexicon.version != other.version
    assert other.version == lexicon.with_stances(None).with_stances(a_model({})).version


def test_one_mention_too_many_does_not_make_a_leaning_clearer_than_clear() -> None:
    said = overall.inputs(
        Leaning(900, -450), [Leaning(900, -450)] * 3, categories=20, in_title=True
    )

    assert (300, -150, 300, 300, 100) == (
        said["together recommend"],
        said["together avoid"],
        said["mean recommend"],
        said["most recommend"],
        said["categories"],
    )


@pytest.mark.parametrize(
    ("line", "where"),
    [("en\tbefore\tuse\t1", "line 2"), ("en\tnowhere\tuse\t1\t2", "line 2")],
)
def test_names_the_line_of_a_weight_that_is_none(line: str, where: str) -> None:
    with pytest.raises(InvalidLexiconError, match=where):
        parse_stance_model({WEIGHTS: f"language\tplace\theard\trecommend\tavoid\n{line}\n"})


def test_weights_are_read_back_as_they_were_written() -> None:
    model = load_stance_model()
    written = "\n".join(written_weights({k: {**v} for k, v in model.weights.items()}))

    assert model.weights == parse_stance_model({WEIGHTS: written}).weights


def test_every_language_has_every_concept() -> None:
    concepts = load_stance_model().concepts

    assert {"en", "fr", "de", "es", "pt", "sv", "ro", "ja", "ko", "zh"} == concepts.keys()
    assert {tuple(concepts["en"])} == {tuple(own) for own in concepts.values()}
