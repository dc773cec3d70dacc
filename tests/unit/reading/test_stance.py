"""What a sentence says of an ingredient: recommends it, mentions it, warns against it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from service.domain.reading import Stance

if TYPE_CHECKING:
    from tests.unit.reading.conftest import Says


@pytest.mark.parametrize(
    ("sentence", "words"),
    [
        ("Avoid retinoids, AHAs and scrubs while pregnant.", "AHAs"),
        ("Retinoids should be avoided while you are nursing.", "Retinoids"),
        ("Tretinoin is not safe in pregnancy.", "Tretinoin"),
        ("Retinol and adapalene are off limits.", "Retinol"),
        ("Skip the scrub, but keep using lactic acid.", "scrub"),
        ("Stay away from harsh scrubs; use a lactic acid toner instead.", "scrubs"),
        ("Avoid products with retinol.", "retinol"),
        ("Instead of retinol, try bakuchiol.", "retinol"),
        ("Use azelaic acid rather than retinol.", "retinol"),
        ("Swap your scrub for lactic acid.", "scrub"),
        ("Use a retinol-free cream with ceramides.", "retinol"),
        ("Look for products free of retinol and AHAs.", "AHAs"),
        ("Avoid all exfoliants except lactic acid.", "exfoliants"),
        ("Retinoids work well but should be avoided in pregnancy.", "Retinoids"),
        ("Retinoids are effective. However, they are not safe in pregnancy.", "Retinoids"),
        ("Neither retinol nor tretinoin is recommended in pregnancy.", "retinol"),
        ("Retinol, which is a vitamin A derivative, is not considered safe.", "Retinol"),
        ("Retinol isn't recommended for pregnant women.", "Retinol"),
        ("Dermatologists recommend skipping retinol.", "retinol"),
        ("It is recommended to avoid retinoids.", "retinoids"),
        ("We do not recommend using a scrub on active acne.", "scrub"),
        ("Hyaluronic acid is safe, whereas retinol is not.", "retinol"),
        ("Retinol: avoid.", "Retinol"),
        ("Scrubs can worsen acne.", "Scrubs"),
        ("Hold the acids: no glycolic acid, no retinol, no scrubs.", "scrubs"),
        ("Use lactic acid, not a scrub.", "scrub"),
        ("Ingredients to avoid: retinol, hydroquinone.", "hydroquinone"),
        ("While retinol is off the table, vitamin C is fine.", "retinol"),
        ("Retinoids are known to cause birth defects.", "Retinoids"),
        ("Leave the retinol on the shelf.", "retinol"),
        ("While pregnant, leave the scrub, the peel pads and the retinol on the shelf.", "scrub"),
        ("For now, leave retinol out of your routine.", "retinol"),
        ("You may want to leave scrubs in the cabinet, but keep using lactic acid.", "scrubs"),
    ],
)
def test_warns_against_it(says: Says, sentence: str, words: str) -> None:
    assert Stance.AVOID == says(sentence, words).stance


@pytest.mark.parametrize(
    ("sentence", "words"),
    [
        ("Leave the retinol on overnight.", "retinol"),
        ("Leave salicylic acid on the skin for ten minutes.", "salicylic acid"),
        ("Don't leave your sunscreen on the shelf.", "sunscreen"),
        ("You may want to leave scrubs in the cabinet, but keep using lactic acid.", "lactic acid"),
    ],
)
def test_leaving_it_where_it_works_is_no_warning(says: Says, sentence: str, words: str) -> None:
    assert Stance.AVOID != says(sentence, words).stance


@pytest.mark.parametrize(
    ("sentence", "words"),
    [
        ("When dead skin is not shed well, you can exfoliate with hydroxy acids.", "hydroxy acids"),
        ("If not, the bumps can be treated with a retinoid.", "retinoid"),
        ("You cannot go wrong with niacinamide.", "niacinamide"),
        ("Don't skip sunscreen.", "sunscreen"),
        ("There is no need to give up retinol.", "retinol"),
        ("Vitamin C does not need to be avoided.", "Vitamin C"),
        ("Not only does salicylic acid unclog pores, it calms redness.", "salicylic acid"),
        ("Skip the scrub, but keep using lactic acid.", "lactic acid"),
        ("Instead of retinol, try bakuchiol.", "bakuchiol"),
        ("Stay away from harsh scrubs; use a lactic acid toner instead.", "lactic acid"),
        ("To avoid irritation, introduce retinol slowly.", "retinol"),
        ("To avoid breakouts, salicylic acid is great.", "salicylic acid"),
        ("Avoid breakouts with salicylic acid.", "salicylic acid"),
        ("Avoid picking at bumps and exfoliate with a gentle scrub.", "scrub"),
        ("Avoid all exfoliants except lactic acid.", "lactic acid"),
        ("Swap your scrub for lactic acid.", "lactic acid"),
        ("Avoid retinoids, azelaic acid is safe.", "azelaic acid"),
        ("Never use retinol without sunscreen.", "sunscreen"),
        ("You can't use retinol while pregnant, but you can use bakuchiol.", "bakuchiol"),
        ("While retinol is off the table, vitamin C is fine.", "vitamin C"),
        ("A gentle scrub is not enough on its own; add a BHA.", "BHA"),
        ("Don't be afraid of retinol.", "retinol"),
        ("Safe options: azelaic acid, vitamin C.", "vitamin C"),
    ],
)
def test_recommends_it(says: Says, sentence: str, words: str) -> None:
    assert Stance.RECOMMEND == says(sentence, words).stance


@pytest.mark.parametrize(
    ("sentence", "words"),
    [
        ("Is retinol safe during pregnancy?", "retinol"),
        ("Don\u2019t combine retinol with glycolic acid.", "retinol"),
        ("Don't combine retinol with glycolic acid.", "glycolic acid"),
        ("Retinol should not be combined with AHAs.", "AHAs"),
        ("If you use retinol, avoid glycolic acid.", "retinol"),
        ("Don't use scrubs more than twice a week.", "scrubs"),
        ("Never use retinol without sunscreen.", "retinol"),
        ("Retinol can cause dryness at first.", "Retinol"),
        ("You don't have to use retinol.", "retinol"),
        ("Retinoids aren't just for acne.", "Retinoids"),
        ("There is no evidence that niacinamide is harmful.", "niacinamide"),
        ("Ask your doctor before using retinoids.", "retinoids"),
    ],
)
def test_only_mentions_it(says: Says, sentence: str, words: str) -> None:
    assert Stance.NEUTRAL == says(sentence, words).stance
