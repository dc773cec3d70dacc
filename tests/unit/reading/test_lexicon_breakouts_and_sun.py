"""Sunscreens and what treats breakouts: how people write them, and what is not them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from service.domain.lexicon import CategoryId, Lexicon
from service.domain.reading.product import read_product
from tests.builders import a_product

if TYPE_CHECKING:
    from tests.unit.reading.conftest import Read

OWN = frozenset(
    {"benzoyl_peroxide", "sulfur", "sunscreen", "sunscreen_mineral", "sunscreen_chemical",
     "tea_tree", "zinc"}
)  # fmt: skip


def found(read: Read, sentence: str, language: str = "en") -> set[str]:
    mentions = read(f"<p>{sentence}</p>", language=language).mentions
    return {mention.category for mention in mentions if mention.category in OWN}


@pytest.mark.parametrize(
    ("sentence", "categories"),
    [
        ("Benzoyl peroxide at 2.5 percent.", {"benzoyl_peroxide"}),
        ("Benzyl peroxide bleaches towels.", {"benzoyl_peroxide"}),
        ("BPO or BP for spots on skin.", {"benzoyl_peroxide"}),
        ("PanOxyl in the shower.", {"benzoyl_peroxide"}),
        ("A sulfur mask smells like rotten eggs, and it dries pimples.", {"sulfur"}),
        ("Sulphur dries pimples.", {"sulfur"}),
        ("Volcanic mud sometimes holds sulfur, good for oily skin.", {"sulfur"}),
        ("Wear SPF.", {"sunscreen"}),
        ("Wear SPF50+ PA++++.", {"sunscreen"}),
        ("SPF 30 is enough.", {"sunscreen"}),
        ("UVA rays pass the car window, so wear sunscreen.", {"sunscreen"}),
        ("Sun cream, sunblock or sun milk.", {"sunscreen"}),
        ("A blind pimple heals; sunscreen keeps the mark light.", {"sunscreen"}),
        ("Mineral sunscreen for babies.", {"sunscreen_mineral"}),
        ("Zinc oxide sits on the skin.", {"sunscreen_mineral"}),
        ("Titanium dioxide reflects UVB off skin.", {"sunscreen_mineral"}),
        ("A zinc-based sunscreen or a non-nano zinc one.", {"sunscreen_mineral"}),
        ("Chemical filters such as avobenzone sink in.", {"sunscreen_chemical"}),
        ("Tinosorb S, Uvinul A Plus and Mexoryl SX.", {"sunscreen_chemical"}),
        ("Bemotrizinol is new in the States.", {"sunscreen_chemical"}),
        ("Butyl methoxydibenzoylmethane is a filter.", {"sunscreen_chemical"}),
        ("Tea tree for pimples.", {"tea_tree"}),
        ("Tea-tree oil, diluted, for pimples.", {"tea_tree"}),
        ("Zinc calms oily skin.", {"zinc"}),
        ("Niacinamide 10% + Zinc 1% for pores.", {"zinc"}),
        ("Zinc PCA keeps shine down.", {"zinc"}),
        ("A shampoo with zinc pyrithione.", {"zinc"}),
        ("Zinc ointment on a cracked lip.", {"zinc"}),
    ],
)
def test_is_found(read: Read, sentence: str, categories: set[str]) -> None:
    assert categories == found(read, sentence)


@pytest.mark.parametrize(
    "sentence",
    [
        "Her BP was 120 over 80: blood pressure as it should be.",
        "BP closed its refinery.",
        "A BPO runs the call center.",
        "Benzoyl peroxide starts polymerization.",
        "Peroxide bleaches hair.",
        "Clean the wound with hydrogen peroxide.",
        "Sulfur mines in Sicily.",
        "The sulfur springs of the spa town.",
        "The air smelled of sulfur.",
        "Sulfur sits in the matchstick and in gunpowder.",
        "Ships burn fuel with less sulfur.",
        "Onions and garlic hold sulfur.",
        "Keratin is held by sulfur bonds.",
        "Sulphur dioxide keeps dried apricots bright.",
        "An SPF record says which servers may send your email.",
        "SPF, DKIM and DMARC protect a domain.",
        "Mice kept SPF, free of pathogens.",
        "The frame is of SPF lumber.",
        "A UV lamp hardens the gel.",
        "The UV printer cures resin.",
        "A nail lamp gives off UVA.",
        "A folding sunscreen for the car.",
        "Roller blinds and sunscreen for the office facade.",
        "A sun screen for car windows.",
        "Sun shades for the pram.",
        "Sunglasses with UV protection.",
        "UV filters for a camera lens.",
        "A pond wants a UV filter against algae; an aquarium too.",
        "Sun protection clothing with a hood.",
        "Zinc roofs last a century.",
        "Zinc in batteries.",
        "Zinc tablets and zinc lozenges for colds.",
        "Brass is an alloy of copper and zinc.",
        "Oysters hold zinc.",
        "Zinc pills for hair.",
        "Titanium dioxide in wall paint.",
        "Titanium dioxide, the food additive E171.",
        "Zinc oxide makes rubber last.",
        "Drink mineral water.",
        "A mineral filter for shower water.",
        "A chemical filter for the respirator.",
        "Tea tree plantations in New South Wales.",
        "A candle that smells of tea tree.",
        "Tea tree oil in the laundry.",
        "A cup of black tea under a tree.",
        "PABA helps bacteria make folate.",
        "The sulfur bath in the old town.",
    ],
)
def test_is_no_ingredient_for_skin(read: Read, sentence: str) -> None:
    assert set() == found(read, sentence)


@pytest.mark.parametrize(
    ("language", "sentence", "categories"),
    [
        ("fr", "Une crème solaire SPF50 chaque matin.", {"sunscreen"}),
        ("fr", "Les filtres minéraux: oxyde de zinc et dioxyde de titane.", {"sunscreen_mineral"}),
        ("fr", "Le peroxyde de benzoyle et l'huile essentielle d'arbre à thé.",
         {"benzoyl_peroxide", "tea_tree"}),
        ("fr", "Un savon au soufre, du gluconate de zinc.", {"sulfur", "zinc"}),
        ("de", "Sonnencreme mit Lichtschutzfaktor 50, also LSF50.", {"sunscreen"}),
        ("de", "Sonnenschutz ist Pflicht.", {"sunscreen"}),
        ("de", "Mineralische Filter wie Zinkoxid.", {"sunscreen_mineral"}),
        ("de", "Chemische UV-Filter wie Octocrylen.", {"sunscreen_chemical"}),
        ("de", "Benzoylperoxid, Teebaumöl oder Zink.", {"benzoyl_peroxide", "tea_tree", "zinc"}),
        ("es", "Protector solar FPS 50.", {"sunscreen"}),
        ("es", "Un bloqueador para el rostro.", {"sunscreen"}),
        ("es", "Los filtros físicos y los filtros químicos.",
         {"sunscreen_mineral", "sunscreen_chemical"}),
        ("es", "Peróxido de benzoilo, azufre y aceite de árbol de té.",
         {"benzoyl_peroxide", "sulfur", "tea_tree"}),
        ("pt", "Protetor solar todos os dias.", {"sunscreen"}),
        ("pt", "Filtros minerais com óxido de zinco.", {"sunscreen_mineral"}),
        ("pt", "Peróxido de benzoíla e óleo de melaleuca.", {"benzoyl_peroxide", "tea_tree"}),
        ("sv", "Ta på solskyddet; en bra solkräm räcker.", {"sunscreen"}),
        ("sv", "Mineraliskt solskydd med zinkoxid.", {"sunscreen_mineral"}),
        ("sv", "Bensoylperoxid, teträdsolja, zink och svavel.",
         {"benzoyl_peroxide", "tea_tree", "zinc", "sulfur"}),
        ("ro", "O cremă cu protecție solară SPF 50.", {"sunscreen"}),
        ("ro", "Filtrele minerale: oxidul de zinc și dioxidul de titan.", {"sunscreen_mineral"}),
        ("ro", "Peroxid de benzoil și ulei de arbore de ceai.", {"benzoyl_peroxide", "tea_tree"}),
        ("ja", "日焼け止めはSPF50を。", {"sunscreen"}),
        ("ja", "紫外線散乱剤と紫外線吸収剤。", {"sunscreen_mineral", "sunscreen_chemical"}),
        ("ja", "過酸化ベンゾイルとティーツリー。", {"benzoyl_peroxide", "tea_tree"}),
        ("ko", "선크림은 SPF50+를 바르세요.", {"sunscreen"}),
        ("ko", "무기자차와 유기자차.", {"sunscreen_mineral", "sunscreen_chemical"}),
        ("ko", "벤조일 퍼옥사이드와 티트리 오일.", {"benzoyl_peroxide", "tea_tree"}),
        ("zh", "每天涂防晒霜。", {"sunscreen"}),
        ("zh", "物理防曬與化學防曬。", {"sunscreen_mineral", "sunscreen_chemical"}),
        ("zh", "过氧化苯甲酰、茶树精油和硫磺皂。", {"benzoyl_peroxide", "tea_tree", "sulfur"}),
    ],
)  # fmt: skip
def test_is_found_in_other_languages(
    read: Read, language: str, sentence: str, categories: set[str]
) -> None:
    assert categories == found(read, sentence, language)


@pytest.mark.parametrize(
    ("language", "sentence"),
    [
        ("fr", "Un store de protection solaire pour la véranda."),
        ("fr", "Un toit en zinc."),
        ("fr", "Le dioxyde de titane dans la peinture."),
        ("fr", "Les sources de soufre, une cure thermale."),
        ("de", "Eine Markise als Sonnenschutz."),
        ("de", "Zink gegen die Erkältung."),
        ("de", "Titandioxid in Wandfarbe."),
        ("de", "Teebaumöl gegen Schimmel."),
        ("es", "Un toldo de protección solar."),
        ("es", "Un bloqueador de anuncios para el navegador."),
        ("es", "Las minas de azufre del volcán."),
        ("es", "El juego va a 60 FPS."),
        ("pt", "Telhas de zinco."),
        ("pt", "Dióxido de titânio na tinta."),
        ("sv", "Markiser och persienner: solskydd för kontoret."),
        ("sv", "Zink mot förkylning."),
        ("ro", "Jaluzele pentru protecție solară."),
        ("ro", "Izvoare cu sulf."),
    ],
)
def test_is_no_ingredient_in_other_languages(read: Read, language: str, sentence: str) -> None:
    assert set() == found(read, sentence, language)


@pytest.mark.parametrize("value", [6, 15, 20, 30, 35, 45, 50, 60, 70, 100])
def test_a_factor_may_touch_its_number(read: Read, value: int) -> None:
    assert {"sunscreen"} == found(read, f"Wear SPF{value} outdoors.")


@pytest.mark.parametrize("word", ["bp", "Sap", "spf"])
def test_an_abbreviation_counts_in_its_own_casing(read: Read, word: str) -> None:
    assert set() == found(read, f"Only {word} on skin.")


@pytest.mark.parametrize(
    ("ingredients", "category", "presence"),
    [
        ("Active ingredients: Zinc Oxide 12%. Inactive ingredients: Water", "sunscreen_mineral",
         "active"),
        ("Active ingredients: Avobenzone 3%, Homosalate 9%. Inactive ingredients: Water",
         "sunscreen_chemical", "active"),
        ("Aqua, A, B, C, D, E, F, Zinc Oxide", "sunscreen_mineral", "trace"),
        ("Aqua, Dimethicone, Titanium Dioxide (CI 77891)", "sunscreen_mineral", "trace"),
        ("Aqua, Dimethicone, CI 77891/Titanium Dioxide", "sunscreen_mineral", "trace"),
        ("Aqua, Dimethicone, Talc. May contain: Titanium Dioxide", "sunscreen_mineral", "trace"),
        ("Alcohol Denat., Parfum, Aqua, Ethylhexyl Methoxycinnamate", "sunscreen_chemical",
         "trace"),
        ("Aqua, Zinc PCA, Phenoxyethanol", "zinc", "active"),
        ("Aqua, Phenoxyethanol, Zinc Gluconate", "zinc", "trace"),
        ("Aqua, Melaleuca Alternifolia (Tea Tree) Leaf Oil, Alcohol", "tea_tree", "active"),
        ("Aqua, Parfum, Melaleuca Alternifolia Leaf Oil", "tea_tree", "trace"),
        ("Aqua, Kaolin, Sulfur 10%", "sulfur", "active"),
        ("Active ingredient: Benzoyl Peroxide 5%\nInactive ingredients: Water",
         "benzoyl_peroxide", "active"),
    ],
)  # fmt: skip
def test_its_place_in_a_list_says_whether_it_shields_or_tints(
    lexicon: Lexicon, ingredients: str, category: str, presence: str
) -> None:
    reading = read_product(a_product(ingredients=ingredients), lexicon)

    assert {presence} == {
        c.presence.value for c in reading.categories if c.category == CategoryId(category)
    }


@pytest.mark.parametrize(
    ("ingredients", "category"),
    [
        ("Aqua, Zinc Oxide (Nano), Coco-Caprylate", "sunscreen_mineral"),
        ("Aqua, Octocrylene, Ethylhexyl Salicylate", "sunscreen_chemical"),
        ("Aqua, Bis-Ethylhexyloxyphenol Methoxyphenyl Triazine", "sunscreen_chemical"),
    ],
)
def test_a_filter_is_active_only_in_what_is_sold_as_sun_care(
    lexicon: Lexicon, ingredients: str, category: str
) -> None:
    shield = read_product(a_product(title="Daily Fluid SPF 50", ingredients=ingredients), lexicon)
    cream = read_product(a_product(title="Daily Fluid", ingredients=ingredients), lexicon)

    assert {category} == shield.active
    assert CategoryId(category) in cream.trace


def test_zinc_stearate_is_no_zinc(lexicon: Lexicon) -> None:
    reading = read_product(a_product(ingredients="Talc, Mica, Zinc Stearate"), lexicon)

    assert () == reading.categories


def test_zinc_oxide_is_no_zinc(lexicon: Lexicon) -> None:
    reading = read_product(a_product(ingredients="Aqua, Zinc Oxide, Coco-Caprylate"), lexicon)

    assert {"sunscreen_mineral"} == {c.category for c in reading.categories if c.category in OWN}


def test_every_filter_of_the_union_has_its_name(lexicon: Lexicon) -> None:
    named = {term.text for term in lexicon.terms if term.category in OWN}

    assert named >= {
        "homosalate", "benzophenone-3", "phenylbenzimidazole sulfonic acid",
        "terephthalylidene dicamphor sulfonic acid", "butyl methoxydibenzoylmethane",
        "octocrylene", "ethylhexyl methoxycinnamate", "isoamyl p-methoxycinnamate",
        "ethylhexyl triazone", "drometrizole trisiloxane", "diethylhexyl butamido triazone",
        "4-methylbenzylidene camphor", "ethylhexyl salicylate", "ethylhexyl dimethyl PABA",
        "benzophenone-4", "methylene bis-benzotriazolyl tetramethylbutylphenol",
        "disodium phenyl dibenzimidazole tetrasulfonate", "polysilicone-15",
        "bis-ethylhexyloxyphenol methoxyphenyl triazine", "titanium dioxide", "zinc oxide",
        "diethylamino hydroxybenzoyl hexyl benzoate", "tris-biphenyl triazine",
        "phenylene bis-diphenyltriazine", "bis-(diethylaminohydroxybenzoyl benzoyl) piperazine",
        "methoxypropylamino cyclohexenylidene ethoxyethylcyanoacetate",
    }  # fmt: skip
