"""Acids, enzymes, scrubs and clays: found as readers write them, not in what shares their words."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from service.domain.lexicon import CategoryId, Lexicon, TermKind
from service.domain.reading.folding import fold
from service.domain.reading.product import read_product
from tests.builders import a_product

if TYPE_CHECKING:
    from tests.unit.reading.conftest import Read

OWN = frozenset(
    ("exfoliants", "chemical_exfoliants", "aha", "bha", "pha", "enzyme_exfoliants",
     "physical_exfoliants", "clay_charcoal")
)  # fmt: skip


@pytest.mark.parametrize(
    "sentence",
    [
        "Nurses wear scrubs on the ward.",
        "She came home in scrubs after a night shift.",
        "He bought new scrubs for the operating room.",
        "Her lab scrubs are green.",
        "A surgical hand scrub takes five minutes.",
        "Scrub the floor with soda.",
        "Scrub your hands for twenty seconds.",
        "They will scrub the data before they share it.",
        "An exhaust scrubber and a gas scrub clean the air.",
        "Scrub jays hide acorns among the oaks.",
        "Acid rain eats marble.",
        "Acid reflux burns at night.",
        "He plays acid jazz.",
        "He won on clay, the slowest court in tennis.",
        "They shot clay pigeons.",
        "Clay soil keeps water.",
        "A clay animation took a year to shoot.",
        "Her clay pot came out of the kiln.",
        "Cassius Clay changed his name.",
        "Light the charcoal and start the grill.",
        "She shows charcoal drawings of hands.",
        "The charcoal grey coat suits him.",
        "Hospitals give activated charcoal after an overdose.",
        "Activated charcoal sits in the water filter.",
        "Pumice floats after an eruption.",
        "Kaolin is mined for porcelain.",
        "Bentonite is spread as cat litter.",
        "Volcanic ash closed the airspace.",
        "Peat bogs store water.",
        "Lactic acid builds up in the muscles during a sprint.",
        "Bacteria turn milk sugar into lactic acid in yogurt.",
        "Kimchi, a fermented food, is sour from lactic acid.",
        "Poly-L-lactic acid is injected as a filler.",
        "Citric acid descales the kettle.",
        "Citric acid makes candy sour.",
        "Malic acid makes young wine sharp.",
        "Tartaric acid leaves crystals in wine.",
        "Fruit acid wears down tooth enamel.",
        "A washing powder has protease against stains.",
        "Buy enzyme powder for the laundry.",
        "A digestive enzyme breaks down starch.",
        "The liver makes enzymes.",
        "Fresh papaya and pineapple taste sweet.",
        "Papain makes meat tender.",
        "Papaya enzyme tablets help against bloating.",
        "Bromelain is sold as a supplement for digestion.",
        "Spread sand on the path and salt on the road.",
        "Stir sugar and coffee into the cake.",
        "The paint is peeling.",
        "Peel an orange.",
        "It was an AHA moment.",
        "The American Heart Association (AHA) advises less salt.",
        "The AHA says blood pressure should be checked.",
        "PHA is a bioplastic that rots in the sea.",
        "The public health agency (PHA) warned of flu.",
        "BHA (butylated hydroxyanisole) keeps cereal fresh.",
        "BHA and BHT are preservatives in food.",
        "Willow bark tea eases a headache.",
        "Gluconolactone sets tofu.",
        "Polylactic acid is a plastic.",
        "Perlite keeps potting soil light.",
        "Loofah vines climb in the garden.",
        "Exfoliation of granite shapes domes.",
        "A paperbark maple has exfoliating bark.",
        "He scrubs up well in a dark suit.",
        "Scrubbing the deck took all morning.",
        "Old road lines go with a chemical peel of the paint.",
        "Amino acids build proteins, fatty acids store energy.",
        "Coffee grounds feed the compost.",
        "Rub clay pomade through your hair.",
    ],
)
def test_what_shares_its_words_is_no_exfoliant(read: Read, sentence: str) -> None:
    found = {m.term for m in read(f"<p>{sentence}</p>").mentions if m.category in OWN}

    assert set() == found


@pytest.mark.parametrize(
    ("language", "sentence"),
    [
        ("fr", "L'acide lactique reste dans les muscles."),
        ("fr", "L'acide citrique enlève le calcaire."),
        ("fr", "Le sol est riche en argile."),
        ("fr", "Le charbon actif du filtre est usé."),
        ("de", "Milchsäure entsteht beim Sport."),
        ("de", "Zitronensäure löst Kalk."),
        ("de", "Heilerde trinken hilft bei Sodbrennen."),
        ("de", "Aktivkohle steckt im Wasserfilter."),
        ("es", "El ácido láctico cansa los músculos."),
        ("es", "El suelo es de arcilla."),
        ("pt", "O ácido lático cansa os músculos."),
        ("pt", "O vaso de argila quebrou, como a cerâmica."),
        ("sv", "Mjölksyra bildas i musklerna."),
        ("sv", "Lera i jorden binder vatten."),
        ("sv", "Citronsyra avkalkar kokaren."),
        ("ro", "Acid lactic în mușchi după efort."),
        ("ro", "Un sol cu argilă."),
        ("fr", "Les acides gras nourrissent."),
        ("es", "Los ácidos grasos nutren."),
        ("es", "La alfarera levanta cántaros de arcilla roja."),
        ("de", "Die Säuren im Magen greifen an."),
        ("de", "Wer den Boden schrubbt, kniet."),
    ],
)
def test_nor_is_it_in_other_languages(read: Read, language: str, sentence: str) -> None:
    reading = read(f"<p>{sentence}</p>", language=language)

    assert set() == {m.term for m in reading.mentions if m.category in OWN}


@pytest.mark.parametrize(
    ("language", "sentence", "category"),
    [
        ("en", "Exfoliating acids loosen dead cells.", "chemical_exfoliants"),
        ("en", "A chemical peel goes deeper.", "chemical_exfoliants"),
        ("en", "Retinol and acids are for other nights.", "chemical_exfoliants"),
        ("en", "Scrubbing makes acne worse.", "physical_exfoliants"),
        ("en", "Don't scrub your face.", "physical_exfoliants"),
        ("de", "Säuren arbeiten gleichmäßiger.", "chemical_exfoliants"),
        ("sv", "Lägg undan ansiktsborsten och sockerskrubben.", "physical_exfoliants"),
        ("en", "Use glycollic acid at night.", "aha"),
        ("en", "Fruit acids smooth skin.", "aha"),
        ("en", "Ammonium lactate softens elbows.", "aha"),
        ("en", "A salycilic acid wash clears pores.", "bha"),
        ("en", "Salicyclic acid clears pores.", "bha"),
        ("en", "LHA is a gentle relative.", "bha"),
        ("en", "White willow bark extract calms.", "bha"),
        ("en", "Lactobionic acid is a PHA.", "pha"),
        ("en", "An enzyme powder wash is mild.", "enzyme_exfoliants"),
        ("en", "Enzymatic exfoliation is mild.", "enzyme_exfoliants"),
        ("en", "Microdermabrasion is done in a clinic.", "physical_exfoliants"),
        ("en", "Plastic-free jojoba beads roll off.", "physical_exfoliants"),
        ("en", "Wet the konjac sponge.", "physical_exfoliants"),
        ("en", "Charcoal suits oily skin.", "clay_charcoal"),
        ("en", "Activated charcoal draws out oil.", "clay_charcoal"),
        ("en", "Multani mitti dries in minutes.", "clay_charcoal"),
        ("fr", "L\u2019acide glycolique lisse.", "aha"),
        ("fr", "Les acides de fruits lissent.", "aha"),
        ("fr", "L'acide salicylique désincruste.", "bha"),
        ("fr", "Un gommage par semaine suffit.", "physical_exfoliants"),
        ("fr", "Un gommage enzymatique est doux.", "enzyme_exfoliants"),
        ("fr", "Le masque à l\u2019argile absorbe.", "clay_charcoal"),
        ("fr", "Le peeling chimique se fait en cabinet.", "chemical_exfoliants"),
        ("de", "Salicylsäure klärt die Poren.", "bha"),
        ("de", "Ein Salicylsäure-Toner klärt.", "bha"),
        ("de", "Ein Fruchtsäurepeeling glättet.", "aha"),
        ("de", "Glykolsäure glättet die Haut.", "aha"),
        ("de", "Ein chemisches Peeling wirkt tiefer.", "chemical_exfoliants"),
        ("de", "Ein mechanisches Peeling reibt.", "physical_exfoliants"),
        ("de", "Ein Enzympeeling ist mild.", "enzyme_exfoliants"),
        ("de", "Heilerde zieht Fett aus der Haut.", "clay_charcoal"),
        ("de", "Gluconolacton ist mild.", "pha"),
        ("es", "El ácido salicílico limpia los poros.", "bha"),
        ("es", "Los exfoliantes químicos disuelven.", "chemical_exfoliants"),
        ("es", "Un exfoliante físico frota.", "physical_exfoliants"),
        ("es", "La mascarilla de arcilla absorbe.", "clay_charcoal"),
        ("es", "El carbón activado limpia la piel.", "clay_charcoal"),
        ("es", "Los alfahidroxiácidos alisan.", "aha"),
        ("pt", "O ácido glicólico alisa.", "aha"),
        ("pt", "O esfoliante enzimático é suave.", "enzyme_exfoliants"),
        ("pt", "A argila verde absorve a oleosidade da pele.", "clay_charcoal"),
        ("sv", "Salicylsyran rensar porer.", "bha"),
        ("sv", "Kemisk exfoliering är skonsam.", "chemical_exfoliants"),
        ("sv", "En ansiktsskrubb räcker.", "physical_exfoliants"),
        ("sv", "Fruktsyrorna mjukgör.", "aha"),
        ("ro", "Acidul salicilic curăță porii.", "bha"),
        ("ro", "Acizii exfolianți netezesc.", "chemical_exfoliants"),
        ("ro", "Scrubul freacă pielea.", "physical_exfoliants"),
        ("ro", "Masca cu argilă absoarbe.", "clay_charcoal"),
        ("ja", "サリチル酸で毛穴をケア", "bha"),
        ("ja", "グリコール酸は夜に", "aha"),
        ("ja", "スクラブはやさしく", "physical_exfoliants"),
        ("ja", "酵素洗顔は週に一度", "enzyme_exfoliants"),
        ("ja", "クレイマスクで毛穴を", "clay_charcoal"),
        ("ko", "살리실산은 모공을", "bha"),
        ("ko", "각질 제거제를 쓰세요", "exfoliants"),
        ("ko", "글리콜릭애씨드와", "aha"),
        ("ko", "효소 세안제는", "enzyme_exfoliants"),
        ("ko", "화학적 각질 제거가", "chemical_exfoliants"),
        ("zh", "水杨酸清洁毛孔", "bha"),
        ("zh", "水楊酸清潔毛孔", "bha"),
        ("zh", "果酸让皮肤光滑", "aha"),
        ("zh", "定期去角質", "exfoliants"),
        ("zh", "刷酸要慢慢来", "chemical_exfoliants"),
        ("zh", "物理去角質要輕柔", "physical_exfoliants"),
        ("zh", "清潔泥膜吸油", "clay_charcoal"),
    ],
)
def test_finds_it_as_it_is_written(read: Read, language: str, sentence: str, category: str) -> None:
    reading = read(f"<p>{sentence}</p>", language=language)

    assert category in {m.category for m in reading.mentions}


@pytest.mark.parametrize(
    ("ingredients", "category", "presence"),
    [
        ("Aqua, Glycerin, Glycolic Acid, Phenoxyethanol", "aha", "active"),
        ("Aqua, Ammonium Lactate, Glycerin", "aha", "active"),
        ("Aqua, Glycerin, Citric Acid, Sodium Hydroxide", "aha", "trace"),
        ("Aqua, Sodium Lactate, Urea", "aha", "trace"),
        ("Aqua, Butylene Glycol, Salicylic Acid, Phenoxyethanol", "bha", "active"),
        ("Aqua, Betaine Salicylate, Glycerin", "bha", "active"),
        ("Aqua, Glycerin, Phenoxyethanol, Salicylic Acid", "bha", "trace"),
        ("Aqua, Lactobionic Acid, Glycerin", "pha", "active"),
        ("Aqua, A, B, C, D, E, F, G, Gluconolactone, Sodium Benzoate", "pha", "trace"),
        ("Talc, Papain, Sodium Cocoyl Isethionate", "enzyme_exfoliants", "active"),
        ("Aqua, A, B, Carica Papaya (Papaya) Fruit Extract", "enzyme_exfoliants", "trace"),
        ("Sucrose, Juglans Regia (Walnut) Shell Powder", "physical_exfoliants", "active"),
        ("Aqua, Kaolin, Bentonite, Glycerin", "clay_charcoal", "active"),
        ("Aqua, Sodium Laureth Sulfate, Charcoal Powder", "clay_charcoal", "active"),
        ("Talc, Mica, Silica, Zinc Stearate, Kaolin", "clay_charcoal", "trace"),
        ("Aqua, Stearalkonium Bentonite, Parfum", "clay_charcoal", "trace"),
    ],
)
def test_tells_what_a_product_is_for_from_a_trace(
    lexicon: Lexicon, ingredients: str, category: str, presence: str
) -> None:
    reading = read_product(a_product(title="Cream", ingredients=ingredients), lexicon)

    assert {category: presence} == {
        c.category: c.presence.value for c in reading.categories if c.category == category
    }


@pytest.mark.parametrize(
    "ingredients",
    [
        "Aqua, Silica, Hydrated Silica, CI 77266",
        "Petrolatum, Zinc Oxide, Lanolin, BHA",
        "Aqua, Ammonium Thioglycolate, Thioglycolic Acid",
        "Aqua, Ethylhexyl Salicylate, Benzyl Salicylate",
        "Aqua, Sodium Stearoyl Lactylate, Lauryl Lactate",
        "Aqua, Disteardimonium Hectorite",
    ],
)
def test_a_name_that_only_sounds_like_it_is_not_it(lexicon: Lexicon, ingredients: str) -> None:
    reading = read_product(a_product(title="Cream", ingredients=ingredients), lexicon)

    assert set() == {c.category for c in reading.categories} & OWN


def test_what_a_professional_does_is_a_procedure_in_every_language(lexicon: Lexicon) -> None:
    kinds = {t.text: t.kind for t in lexicon.terms}

    assert {TermKind.PROCEDURE} == {
        kinds[name]
        for name in (
            "chemical peel",
            "peeling chimique",
            "kemisk peeling",
            "ケミカルピーリング",
            "果酸换肤",
        )
    }


@pytest.mark.parametrize("category", sorted(OWN - {"exfoliants"}))
def test_no_language_repeats_what_is_found_in_all(lexicon: Lexicon, category: str) -> None:
    terms = [t for t in lexicon.terms if t.category == CategoryId(category)]
    everywhere = {fold(t.text) for t in terms if t.language == "en"}

    assert [] == [t.text for t in terms if t.language != "en" and fold(t.text) in everywhere]
