"""Vitamin C, other antioxidants and brighteners: how people write them, and what is not them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from service.domain.lexicon import CategoryId, Lexicon, TermKind
from service.domain.reading import Setting
from service.domain.reading.product import read_product
from tests.builders import a_product

if TYPE_CHECKING:
    from tests.unit.reading.conftest import Read

OWN = frozenset({"vitamin_c", "antioxidants", "niacinamide", "azelaic_acid", "brighteners"})


def found(read: Read, sentence: str, language: str = "en") -> set[str]:
    mentions = read(f"<p>{sentence}</p>", language=language).mentions
    return {mention.category for mention in mentions if mention.category in OWN}


@pytest.mark.parametrize(
    ("sentence", "category"),
    [
        ("Begin the day with a vitamin C serum.", "vitamin_c"),
        ("Pure vitamin C turns orange when it meets air.", "vitamin_c"),
        ("L-ascorbic acid wants a low pH; LAA is the short form.", "vitamin_c"),
        ("MAP and SAP are gentler on skin.", "vitamin_c"),
        ("THD ascorbate likes oil.", "vitamin_c"),
        ("Vit C before moisturiser.", "vitamin_c"),
        ("Asorbic acid is sour on skin.", "vitamin_c"),
        ("Store vitamin C in a cold, dark place.", "vitamin_c"),
        ("A few drops of CoQ10 on skin at night.", "antioxidants"),
        ("Look for antioxidants such as ferulic acid.", "antioxidants"),
        ("An antioxidant serum under SPF.", "antioxidants"),
        ("Vitamin E oil softens skin.", "antioxidants"),
        ("Argan oil is rich in vitamin E.", "antioxidants"),
        ("Green tea calms red skin.", "antioxidants"),
        ("EGCG guards skin cells.", "antioxidants"),
        ("Resveratrol in a night cream.", "antioxidants"),
        ("Astaxanthin and idebenone for skin.", "antioxidants"),
        ("Topical glutathione for skin.", "antioxidants"),
        ("Niacinimide at five percent.", "niacinamide"),
        ("Vitamin B3 calms skin.", "niacinamide"),
        ("Azaleic acid for redness.", "azelaic_acid"),
        ("Azelaic for redness.", "azelaic_acid"),
        ("Alpha-arbutin fades spots.", "brighteners"),
        ("Tranexamic acid serum for melasma.", "brighteners"),
        ("Kojic acid soap, used with care.", "brighteners"),
        ("Green tea, licorice root extract and oats.", "brighteners"),
        ("Thiamidol and phenylethyl resorcinol.", "brighteners"),
        ("Cysteamine cream for melasma.", "brighteners"),
    ],
)
def test_is_found(read: Read, sentence: str, category: str) -> None:
    assert category in found(read, sentence)


@pytest.mark.parametrize(
    "sentence",
    [
        "Vitamin C in oranges and broccoli.",
        "A vitamin C tablet at the first sneeze.",
        "Vitamin C does not stop the common cold.",
        "Take vitamin C gummies with breakfast.",
        "Sailors without vitamin C got scurvy.",
        "Eating foods with vitamin C helps you absorb iron.",
        "Ascorbic acid is kneaded into bread.",
        "Ascorbic acid is E300.",
        "MAP of the store: click here.",
        "A view of the trail MAP.",
        "SAP runs the invoice software.",
        "The maple tree drips sap.",
        "Look at the map before you leave.",
        "Vitamin E capsules from the pharmacy.",
        "Almonds hold vitamin E: eat ten a day.",
        "Vitamin E supplements do not help the heart.",
        "The antioxidants in blueberries.",
        "A diet full of antioxidants.",
        "Antioxidants keep rubber from cracking.",
        "A cup of green tea after lunch.",
        "Green tea is brewed at eighty degrees.",
        "Green tea extract capsules for weight loss.",
        "Resveratrol in red wine.",
        "Salmon get their colour from astaxanthin.",
        "Lycopene in tomato sauce.",
        "CoQ10 for people on a statin.",
        "A glutathione drip at the clinic.",
        "Polyphenols in dark chocolate.",
        "Carrots owe their colour to beta-carotene.",
        "Niacin makes the face flush.",
        "Niacin tablets lower cholesterol.",
        "Nicotinamide riboside is sold for long life.",
        "Cereal is fortified with niacinamide.",
        "Foods with vitamin B3, such as tuna.",
        "Liquorice allsorts are sweets.",
        "Licorice root tea for a cough.",
        "The arbutus tree sheds its bark.",
        "Arbutin for urinary infections.",
        "Koji turns rice into sake; kojic acid forms while brewing it.",
        "Hydroquinone is a photographic developer.",
        "Darkroom workers breathe hydroquinone.",
        "Cysteine is an amino acid.",
        "Tranexamic acid tablets for heavy periods.",
        "An optical brightening agent in laundry detergent.",
        "White paint for brightening a room.",
        "Turn the brightening of the monitor down.",
        "A brightening outlook for the economy.",
        "Photostable dyes for skin studies.",
        "Azaleas bloom in May.",
        "Dubai is far from here.",
    ],
)
def test_is_no_ingredient_for_skin(read: Read, sentence: str) -> None:
    assert set() == found(read, sentence)


@pytest.mark.parametrize(
    "sentence",
    [
        "The antioxidant properties of vitamin C are well known.",
        "Vitamin C is a powerful antioxidant.",
        "As an antioxidant, vitamin C mops up free radicals.",
    ],
)
def test_what_vitamin_c_does_is_no_second_ingredient(read: Read, sentence: str) -> None:
    assert {"vitamin_c"} == found(read, sentence)


@pytest.mark.parametrize(
    ("language", "sentence", "categories"),
    [
        ("fr", "Un sérum à la vitamine C, puis la niacinamide.", {"vitamin_c", "niacinamide"}),
        ("fr", "Les actifs antioxydants et l'acide férulique.", {"antioxidants"}),
        ("fr", "L'acide azélaïque et l'acide tranexamique.", {"azelaic_acid", "brighteners"}),
        ("fr", "Le thé vert apaise la peau.", {"antioxidants"}),
        ("de", "Ein Vitamin-C-Serum mit Ferulasäure.", {"vitamin_c", "antioxidants"}),
        ("de", "Niacinamid und Azelainsäure vertragen sich.", {"niacinamide", "azelaic_acid"}),
        ("de", "Tranexamsäure und Süßholzwurzelextrakt hellen auf.", {"brighteners"}),
        ("de", "Antioxidantien am Morgen.", {"antioxidants"}),
        ("es", "La vitamina C y la niacinamida iluminan.", {"vitamin_c", "niacinamide"}),
        ("es", "Ácido azelaico y ácido kójico.", {"azelaic_acid", "brighteners"}),
        ("es", "El té verde y la coenzima Q10 en la piel.", {"antioxidants"}),
        ("pt", "Vitamina C de manhã, ácido tranexâmico à noite.", {"vitamin_c", "brighteners"}),
        ("pt", "Niacinamida, ácido azelaico e ácido ferúlico.",
         {"niacinamide", "azelaic_acid", "antioxidants"}),
        ("sv", "C-vitamin på morgonen, azelainsyra på kvällen.", {"vitamin_c", "azelaic_acid"}),
        ("sv", "Ett C-vitaminserum och niacinamid.", {"vitamin_c", "niacinamide"}),
        ("sv", "Antioxidanter och tranexamsyra.", {"antioxidants", "brighteners"}),
        ("ro", "Vitamina C dimineața, acidul azelaic seara.", {"vitamin_c", "azelaic_acid"}),
        ("ro", "Niacinamida și acidul tranexamic.", {"niacinamide", "brighteners"}),
        ("ro", "Extract de ceai verde pentru piele.", {"antioxidants"}),
        ("ja", "朝はビタミンC誘導体、夜はナイアシンアミド。", {"vitamin_c", "niacinamide"}),
        ("ja", "アゼライン酸とトラネキサム酸。", {"azelaic_acid", "brighteners"}),
        ("ja", "コエンザイムQ10とフェルラ酸。", {"antioxidants"}),
        ("ko", "비타민C 세럼과 나이아신아마이드를 바르세요.", {"vitamin_c", "niacinamide"}),
        ("ko", "아젤라산과 트라넥삼산이 잡티에 좋아요.", {"azelaic_acid", "brighteners"}),
        ("ko", "토코페롤과 페룰산.", {"antioxidants"}),
        ("zh", "早上用维生素C,晚上用烟酰胺。", {"vitamin_c", "niacinamide"}),
        ("zh", "傳明酸與菸鹼醯胺可以一起用。", {"brighteners", "niacinamide"}),
        ("zh", "壬二酸、熊果苷和阿魏酸。", {"azelaic_acid", "brighteners", "antioxidants"}),
    ],
)  # fmt: skip
def test_is_found_in_other_languages(
    read: Read, language: str, sentence: str, categories: set[str]
) -> None:
    assert categories == found(read, sentence, language)


@pytest.mark.parametrize(
    ("language", "sentence"),
    [
        ("fr", "La vitamine C des oranges et des kiwis."),
        ("fr", "Un comprimé de vitamine C contre le rhume."),
        ("fr", "Des bonbons à la réglisse."),
        ("fr", "Boire une tasse de thé vert."),
        ("fr", "Les antioxydants des myrtilles."),
        ("de", "Vitamin C aus Orangen gegen die Erkältung."),
        ("de", "Vitamin-C-Tabletten."),
        ("de", "Grünen Tee trinken."),
        ("de", "Antioxidantien in Beeren."),
        ("es", "La vitamina C de las naranjas."),
        ("es", "Suplementos de vitamina E."),
        ("es", "Una taza de té verde."),
        ("es", "Caramelos de regaliz."),
        ("pt", "Vitamina C na laranja contra a gripe."),
        ("pt", "Balas de alcaçuz."),
        ("pt", "Uma xícara de chá verde."),
        ("sv", "C-vitamin i apelsiner mot förkylning."),
        ("sv", "Dricka grönt te varje dag."),
        ("sv", "Antioxidanter i blåbär."),
        ("ro", "Vitamina C din portocale."),
        ("ro", "Comprimate cu vitamina C pentru răceală."),
        ("ro", "Ceai de lemn dulce pentru tuse."),
    ],
)
def test_is_no_ingredient_in_other_languages(read: Read, language: str, sentence: str) -> None:
    assert set() == found(read, sentence, language)


@pytest.mark.parametrize(
    "sentence",
    [
        "Hydroquinone cream fades melasma.",
        "Finacea is used on rosacea.",
        "Oral tranexamic acid is one way for melasma.",
    ],
)
def test_what_needs_a_prescription_says_so(read: Read, sentence: str) -> None:
    settings = {mention.setting for mention in read(f"<p>{sentence}</p>").mentions}

    assert {Setting.PRESCRIPTION} == settings


def test_every_name_of_hydroquinone_is_a_drug(lexicon: Lexicon) -> None:
    named = ("hidroquinona", "Hydrochinon", "hydrokinon", "ハイドロキノン", "하이드로퀴논", "氢醌")

    assert {TermKind.DRUG} == {term.kind for term in lexicon.terms if term.text in named}


@pytest.mark.parametrize(
    ("ingredients", "category", "presence"),
    [
        ("Water, Ethoxydiglycol, Ascorbic Acid, Glycerin", "vitamin_c", "active"),
        ("Water, Urea, Squalane, Kaolin, Alcohol, Silica, Talc, Ascorbic Acid", "vitamin_c",
         "trace"),
        ("Aqua, Squalane, Ascorbyl Palmitate, Tocopherol", "vitamin_c", "active"),
        ("Aqua, Squalane, Talc, Silica, Ascorbyl Palmitate", "vitamin_c", "trace"),
        ("Squalane, Talc, Silica, Alcohol, Tocopherol", "antioxidants", "trace"),
        ("Squalane, Talc, Silica, Alcohol, Mica, Tocopheryl Acetate", "antioxidants", "trace"),
        ("Tocopheryl Acetate, Squalane", "antioxidants", "active"),
        ("Aqua, Squalane, Talc, Silica, Camellia Sinensis Leaf Extract", "antioxidants", "trace"),
        ("Camellia Sinensis (Green Tea) Leaf Extract, Aqua", "antioxidants", "active"),
        ("Aqua, Phenoxyethanol, Ferulic Acid", "antioxidants", "active"),
        ("Aqua, Talc, Phenoxyethanol, Ubiquinone", "antioxidants", "active"),
        ("Aqua, Butylene Glycol, Niacinamide", "niacinamide", "active"),
        ("Aqua, A, B, C, D, E, F, G, Niacinamide", "niacinamide", "trace"),
        ("Aqua, Dimethicone, Azelaic Acid", "azelaic_acid", "active"),
        ("Aqua, Alpha-Arbutin, Squalane", "brighteners", "active"),
        ("Aqua, A, B, C, D, Glycyrrhiza Glabra (Licorice) Root Extract", "brighteners", "trace"),
        ("Aqua, Phenoxyethanol, Tranexamic Acid", "brighteners", "trace"),
    ],
)  # fmt: skip
def test_its_place_in_a_list_says_whether_it_works_or_keeps(
    lexicon: Lexicon, ingredients: str, category: str, presence: str
) -> None:
    reading = read_product(a_product(ingredients=ingredients), lexicon)

    assert [presence] == [
        c.presence.value for c in reading.categories if c.category == CategoryId(category)
    ]


@pytest.mark.parametrize(
    "title", ["Brightening Serum", "Dark Spot Corrector", "Exfoliating Antioxidant Scrub"]
)
def test_a_promise_in_a_title_is_no_ingredient(lexicon: Lexicon, title: str) -> None:
    assert set() == OWN & read_product(a_product(title=title), lexicon).active
