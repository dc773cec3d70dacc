"""The traps of a real article, in other words: what a careless reading gets wrong."""

from __future__ import annotations

from typing import TYPE_CHECKING

from service.domain.articles import Zone
from service.domain.lexicon import Lexicon
from service.domain.reading import Role, Setting, Stance
from service.domain.reading.article import read_text

if TYPE_CHECKING:
    from tests.unit.reading.conftest import About, Read, Says

BUMPS = """
<p>Small hard bumps bother many of us.</p>
<p>Steady exfoliation, be it with a chemical exfoliant such as hydroxy acids or with a scrub,
helps prevent bumps.</p>
<p><a href="/products/grain-scrub">Meet our Grain Scrub</a></p>
<p><a href="/products/night-retinal">Meet our Night Retinal</a></p>
<h2>What else helps?</h2>
<p>Most bumps leave alone, but where one does not, topical retinoids are usually prescribed.</p>
<p>Dead cells are not shed as they should be, so you can exfoliate with hydroxy acids such as
glycolic acid. Once bumps have formed, you can try a cream that contains retinoids.</p>
<p>Bumps are very common in infants and often sit on the eyelids. Chemical peels may be used too,
or a bump can be cut out by a dermatologist.</p>
<p><a href="/products/grain-scrub">Meet our Grain Scrub</a></p>
<p><a href="/products/night-retinal">Meet our Night Retinal</a></p>
"""


def test_a_negated_condition_does_not_negate_the_acids(says: Says) -> None:
    mention = says(
        "This occurs when old skin is not shed well, you can often exfoliate with hydroxy acids.",
        "hydroxy acids",
    )

    assert Stance.RECOMMEND == mention.stance


def test_a_condition_that_does_not_heal_does_not_negate_the_retinoids(says: Says) -> None:
    mention = says(
        "They leave by themselves, but where one does not, topical retinoids are often prescribed.",
        "topical retinoids",
    )

    assert Stance.AVOID != mention.stance
    assert Setting.PRESCRIPTION == mention.setting


def test_if_not_does_not_negate_what_follows(says: Says) -> None:
    mention = says(
        "Wait a month and if not, have it opened by a dermatologist or treated with a retinoid.",
        "retinoid",
    )

    assert (Stance.RECOMMEND, Role.TREATS) == (mention.stance, mention.role)
    assert Setting.AT_HOME == mention.setting


def test_link_texts_are_no_evidence(read: Read) -> None:
    reading = read(BUMPS)

    found = {reading.text.text[m.start : m.end].lower() for m in reading.mentions}

    assert "retinoids" in found
    assert "retinal" not in found


def test_teasers_and_navigation_are_no_evidence(read: Read) -> None:
    reading = read(
        BUMPS
        + "<p>\u2190 Older Post Newer Post \u2192</p><h3>Our journal</h3>"
        + "<h4>Light boxes, and what benzoyl peroxide does</h4><p>Benzoyl peroxide works...</p>"
        + "<p>Read more</p>"
    )

    assert "benzoyl_peroxide" not in {m.category for m in reading.mentions}


def test_links_that_stand_twice_give_both_places(read: Read) -> None:
    reading = read(BUMPS)

    assert reading.text.after_intro is not None
    assert (2, 8) == (reading.text.after_intro.element, reading.text.end.element)
    assert ["grain-scrub", "night-retinal"] == [
        link.product_handle for link in reading.text.end.links
    ]


def test_a_passing_word_on_infants_or_prescriptions_makes_no_topic(read: Read) -> None:
    assert frozenset() == read(BUMPS).topics


def test_a_peel_beside_an_excision_is_for_professionals(read: Read) -> None:
    peel = next(m for m in read(BUMPS).mentions if m.term == "chemical peel")

    assert Setting.PROFESSIONAL == peel.setting
    assert not peel.sells


def test_the_three_kinds_that_matter_sell(read: Read, about: About) -> None:
    reading = read(BUMPS)

    for category in ("physical_exfoliants", "aha", "retinoids"):
        assert about(reading, category).sells
        assert not about(reading, category).advised_against


def test_exfoliants_prevent_and_retinoids_treat(read: Read, about: About) -> None:
    reading = read(BUMPS)

    assert Role.PREVENTS == about(reading, "physical_exfoliants").role
    assert Role.TREATS == about(reading, "retinoids").role


def test_plain_text_tells_the_same_zones(lexicon: Lexicon) -> None:
    text = (
        "What are bumps, and what helps\n\nPosted by Ines Moreau on\n\n"
        "Bumps are hard and small.\n\n"
        "Click here for Fernwick's Night Retinal\n\n"
        "No word on this page should ever be used as a substitute for medical advice.\n\n"
        "What helps?\n\nA scrub helps prevent bumps.\n\n"
        "Moreau I, Vidal P (2011). \u201cBumps.\u201d J Am Acad Dermatol. 12(3): 44-48.\n\n"
        "\u2190 Older Post Newer Post \u2192\n\nFernwick News\n\nAll about retinol\n\nRead more\n"
    )

    reading = read_text(text, lexicon=lexicon)

    assert [
        Zone.TITLE,
        Zone.BOILERPLATE,
        Zone.INTRO,
        Zone.CALL_TO_ACTION,
        Zone.DISCLAIMER,
        Zone.HEADING,
        Zone.BODY,
        Zone.REFERENCES,
        *[Zone.BOILERPLATE] * 4,
    ] == [block.zone for block in reading.text.blocks]
    assert ["physical_exfoliants"] == [c.category for c in reading.categories]
