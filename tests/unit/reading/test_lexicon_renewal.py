"""Retinoids, peptides and their neighbours: found as written, not in what shares their words."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from service.domain.lexicon import CategoryId, Lexicon, TermKind
from service.domain.reading import Setting
from service.domain.reading.folding import fold
from service.domain.reading.product import read_product
from tests.builders import a_product

if TYPE_CHECKING:
    from tests.unit.reading.conftest import Read

OWN = frozenset(
    ("retinoids", "bakuchiol", "peptides", "growth_factors", "collagen", "urea", "caffeine",
     "hair_growth")
)  # fmt: skip


@pytest.mark.parametrize(
    "sentence",
    [
        "A retinal detachment needs surgery within hours.",
        "The central retinal vein was blocked.",
        "Retinal imaging maps the macula.",
        "Diabetes harms retinal blood vessels.",
        "Carrots are rich in vitamin A.",
        "Night blindness comes from vitamin A deficiency.",
        "Urea fertiliser raises yields.",
        "The blood test showed high urea.",
        "AdBlue is urea in water for diesel engines.",
        "Caffeine in coffee keeps you awake.",
        "Too much caffeine harms your sleep.",
        "An energy drink holds caffeine.",
        "Limit caffeine and alcohol, they dry you out.",
        "Collagen drinks are popular.",
        "She stirs a scoop of collagen peptides into her coffee.",
        "Take marine collagen as a supplement.",
        "Vitamin C boosts collagen.",
        "Laser light stimulates collagen production.",
        "Sun breaks down collagen and elastin.",
        "Collagen is the protein that keeps skin firm.",
        "Your body makes less collagen after 25.",
        "Semaglutide is a peptide that lowers appetite.",
        "GLP-1 peptides help people lose weight.",
        "Insulin is a peptide hormone.",
        "Tourism is a growth factor for the economy.",
        "Exports were the main growth factors of the year.",
        "The drug blocks the epidermal growth factor receptor in lung cancer.",
        "EGF receptor mutations occur in tumours.",
        "Biotin tablets are popular.",
        "A laser helmet stimulates hair growth.",
        "Red light from an LED cap promotes hair growth.",
        "Hair growth slows in winter.",
        "Rub the chicken with rosemary oil.",
        "Saw palmetto capsules are sold for the prostate.",
        "Three growth factors explain why small banks did well.",
        "Peptide bonds join amino acids.",
        "Caffeine gum works fast.",
        "Hair-and-nail pills with collagen peptides sell best.",
    ],
)
def test_what_shares_its_words_is_none_of_them(read: Read, sentence: str) -> None:
    found = {m.term for m in read(f"<p>{sentence}</p>").mentions if m.category in OWN}

    assert set() == found


@pytest.mark.parametrize(
    ("language", "sentence"),
    [
        ("fr", "La caféine du café trouble le sommeil."),
        ("fr", "L'urée dans le sang renseigne sur les reins."),
        ("fr", "Un décollement de la rétine est une urgence."),
        ("fr", "Le tourisme est un facteur de croissance pour l'économie."),
        ("fr", "Le collagène soutient la peau."),
        ("fr", "Les carottes apportent de la vitamine A."),
        ("de", "Koffein im Kaffee stört den Schlaf."),
        ("de", "Der Harnstoff im Blut war hoch."),
        ("de", "Export ist ein Wachstumsfaktor der Wirtschaft."),
        ("de", "Kollagen und Elastin halten die Haut straff."),
        ("de", "Collagen und Elastin halten die Haut straff."),
        ("de", "Peptide wie Semaglutid helfen beim Abnehmen."),
        ("es", "La urea es un fertilizante."),
        ("es", "El café tiene cafeína."),
        ("es", "El colágeno da firmeza a la piel."),
        ("es", "Exportar es un factor de crecimiento de la economía."),
        ("pt", "A ureia é um fertilizante."),
        ("pt", "O café tem cafeína."),
        ("pt", "O colágeno da pele diminui."),
        ("sv", "Kaffe har koffein."),
        ("sv", "Kollagen i huden minskar."),
        ("ro", "Cafeaua are cofeină."),
        ("ro", "Cafeaua are multă cafeină."),
        ("ro", "Ureea din sânge a crescut."),
        ("ro", "Colagenul din piele scade."),
        ("ja", "コラーゲンの生成が減る"),
        ("ko", "콜라겐 생성이 줄어듭니다"),
        ("zh", "皮肤的胶原蛋白流失"),
    ],
)
def test_nor_is_it_in_other_languages(read: Read, language: str, sentence: str) -> None:
    reading = read(f"<p>{sentence}</p>", language=language)

    assert set() == {m.term for m in reading.mentions if m.category in OWN}


@pytest.mark.parametrize(
    ("language", "sentence", "category"),
    [
        ("en", "Start with retonol twice a week.", "retinoids"),
        ("en", "Vitamin A derivatives smooth lines.", "retinoids"),
        ("en", "Hydroxypinacolone retinoate is mild.", "retinoids"),
        ("en", "Bakuchoil is milder.", "bakuchiol"),
        ("en", "A plant-based retinol alternative is milder.", "bakuchiol"),
        ("en", "Peptides relax the muscles of the face.", "peptides"),
        ("en", "GHK-Cu firms skin.", "peptides"),
        ("en", "Argireline softens frown lines.", "peptides"),
        ("en", "Growth factors in serums firm skin.", "growth_factors"),
        ("en", "Pat on an EGF serum.", "growth_factors"),
        ("en", "Topical collagen cannot sink in.", "collagen"),
        ("en", "Wear the collagen mask for an hour.", "collagen"),
        ("en", "A 10% urea cream softens heels.", "urea"),
        ("en", "Caffeine shrinks vessels under the eyes.", "caffeine"),
        ("en", "Minoxidil regrows hair.", "hair_growth"),
        ("en", "Minoxadil regrows hair.", "hair_growth"),
        ("en", "Rosemary oil for hair is in fashion.", "hair_growth"),
        ("en", "Redensyl wakes follicles.", "hair_growth"),
        ("fr", "Le rétinol lisse.", "retinoids"),
        ("fr", "Les rétinoïdes lissent.", "retinoids"),
        ("fr", "Une crème à l\u2019urée adoucit.", "urea"),
        ("fr", "La caféine réduit les poches.", "caffeine"),
        ("fr", "Les peptides de cuivre raffermissent.", "peptides"),
        ("fr", "Une crème au collagène hydrate.", "collagen"),
        ("de", "Eine Retinolcreme am Abend genügt.", "retinoids"),
        ("de", "Retinoide glätten.", "retinoids"),
        ("de", "Ein Serum mit Peptiden strafft.", "peptides"),
        ("de", "Harnstoff bindet Wasser.", "urea"),
        ("de", "Koffein hilft gegen Augenringe.", "caffeine"),
        ("de", "Ein Haarwuchsserum regt an.", "hair_growth"),
        ("es", "Los retinoides alisan.", "retinoids"),
        ("es", "Los péptidos reafirman.", "peptides"),
        ("es", "La urea al 10 % suaviza.", "urea"),
        ("es", "Un champú anticaída ayuda.", "hair_growth"),
        ("pt", "Retinoides à noite.", "retinoids"),
        ("pt", "A ureia amacia a pele.", "urea"),
        ("pt", "Os peptídeos firmam.", "peptides"),
        ("sv", "Retinolen irriterar.", "retinoids"),
        ("sv", "Peptiderna stärker huden.", "peptides"),
        ("sv", "Karbamid mjukgör serum och kräm.", "urea"),
        ("ro", "Retinolul se aplică seara.", "retinoids"),
        ("ro", "Retinoizii netezesc.", "retinoids"),
        ("ro", "Peptidele fermizează.", "peptides"),
        ("ro", "Un gel cu cafeină dezumflă.", "caffeine"),
        ("sv", "Kollagenkrämen gör ingen skillnad.", "collagen"),
        ("ro", "Minoxidilul ajută.", "hair_growth"),
        ("ja", "レチノールは夜に", "retinoids"),
        ("ja", "銅ペプチドの美容液", "peptides"),
        ("ja", "尿素クリームを塗る", "urea"),
        ("ja", "バクチオールはやさしい", "bakuchiol"),
        ("ko", "레티놀을 밤에 바르세요", "retinoids"),
        ("ko", "구리 펩타이드가", "peptides"),
        ("ko", "콜라겐 크림은", "collagen"),
        ("ko", "미녹시딜은", "hair_growth"),
        ("zh", "晚上使用A醇", "retinoids"),
        ("zh", "視黃醇要慢慢用", "retinoids"),
        ("zh", "藍銅胜肽精華", "peptides"),
        ("zh", "尿素霜软化", "urea"),
        ("zh", "重组胶原蛋白敷料", "collagen"),
        ("zh", "补骨脂酚更温和", "bakuchiol"),
    ],
)
def test_finds_it_as_it_is_written(read: Read, language: str, sentence: str, category: str) -> None:
    reading = read(f"<p>{sentence}</p>", language=language)

    assert category in {m.category for m in reading.mentions}


@pytest.mark.parametrize(
    ("language", "sentence"),
    [
        ("en", "Accutane clears severe acne."),
        ("fr", "La trétinoïne lisse."),
        ("de", "Adapalen hilft bei Akne."),
        ("es", "La tretinoína alisa."),
        ("pt", "A isotretinoína seca a pele."),
        ("sv", "A-vitaminsyra mot akne."),
        ("ro", "Izotretinoinul usucă pielea."),
        ("ja", "トレチノインを塗る"),
        ("ko", "아다팔렌을 바른다"),
        ("zh", "维A酸乳膏"),
    ],
)
def test_a_drug_needs_a_prescription_in_every_language(
    read: Read, language: str, sentence: str
) -> None:
    reading = read(f"<p>{sentence}</p>", language=language)

    assert [("retinoids", Setting.PRESCRIPTION)] == [
        (m.category, m.setting) for m in reading.mentions if m.category in OWN
    ]


@pytest.mark.parametrize(
    ("language", "label"),
    [
        ("en", "Collagen"),
        ("en", "Collagen peptides"),
        ("fr", "Collagène"),
        ("de", "Kollagen"),
        ("es", "Colágeno"),
        ("pt", "Colágeno"),
        ("sv", "Kollagen"),
        ("ro", "Colagen"),
    ],
)
def test_collagen_alone_is_an_ingredient_where_it_stands_as_a_label(
    read: Read, language: str, label: str
) -> None:
    reading = read(f"<h3>{label}</h3><p>Serum.</p>", language=language)

    assert ["collagen"] == [m.category for m in reading.mentions]


@pytest.mark.parametrize(
    ("title", "ingredients", "category", "presence"),
    [
        ("Night Oil", "Squalane, Phenoxyethanol, Retinal", "retinoids", "active"),
        ("Lotion", f"Aqua, {'X, ' * 14}Retinyl Palmitate", "retinoids", "trace"),
        ("Serum", "Aqua, Glycerin, Phenoxyethanol, Copper Tripeptide-1", "peptides", "active"),
        ("Cream", f"Aqua, {'X, ' * 30}Copper Tripeptide-1", "peptides", "trace"),
        ("Ampoule", "Aqua, sh-Oligopeptide-1, Glycerin", "growth_factors", "active"),
        ("Ampoule", "Aqua, SH-POLYPEPTIDE-22, Glycerin", "growth_factors", "active"),
        ("Bio-Collagen Real Deep Mask", "", "collagen", "active"),
        ("Mask", "Aqua, Collagen, Glycerin", "collagen", "active"),
        ("Cream", f"Aqua, {'X, ' * 20}Hydrolyzed Collagen", "collagen", "trace"),
        ("Foot Cream", "Aqua, Urea, Glycerin", "urea", "active"),
        ("Cream", "Aqua, Imidazolidinyl Urea, Diazolidinyl Urea", "urea", "trace"),
        ("Gel", "Aqua, Hydroxyethyl Urea, Glycerin", "urea", "trace"),
        ("Eye Gel", "Aqua, Caffeine, Glycerin", "caffeine", "active"),
        ("Scalp Drops", "Aqua, Larix Europaea Wood Extract", "hair_growth", "active"),
        ("Foam", "Active ingredient: Minoxidil 5%", "hair_growth", "active"),
    ],
)
def test_tells_what_a_product_is_for_from_a_trace(
    lexicon: Lexicon, title: str, ingredients: str, category: str, presence: str
) -> None:
    reading = read_product(a_product(title=title, ingredients=ingredients), lexicon)

    assert {category: presence} == {
        c.category: c.presence.value for c in reading.categories if c.category == category
    }


def test_what_makes_the_skin_build_collagen_holds_none(lexicon: Lexicon) -> None:
    product = a_product(
        title="Collagen-Boosting Serum",
        ingredients="Aqua, Retinol",
        description_html="<p>Stimulates collagen production.</p>",
    )

    assert {"retinoids"} == read_product(product, lexicon).active


def test_drugs_are_drugs_in_every_language(lexicon: Lexicon) -> None:
    kinds = {t.text: t.kind for t in lexicon.terms if t.category in OWN}

    assert {TermKind.DRUG} == {
        kinds[name] for name in ("tretinoína", "Adapalen", "トレチノイン", "트레티노인", "非那雄胺")
    }


@pytest.mark.parametrize("category", sorted(OWN))
def test_no_language_repeats_what_is_found_in_all(lexicon: Lexicon, category: str) -> None:
    terms = [t for t in lexicon.terms if t.category == CategoryId(category)]
    everywhere = {fold(t.text) for t in terms if t.language == "en"}

    assert [] == [t.text for t in terms if t.language != "en" and fold(t.text) in everywhere]
