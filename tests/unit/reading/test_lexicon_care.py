"""What hydrates, calms and protects: how people write it, and what only sounds like it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from service.domain.errors import InvalidLexiconError
from service.domain.lexicon import CategoryId, Lexicon
from service.domain.reading import Setting
from service.domain.reading.product import read_product
from service.storage.lexicon import parse_lexicon
from tests.builders import a_product

if TYPE_CHECKING:
    from tests.unit.reading.conftest import Read, Says

OWN = frozenset(
    {
        "hyaluronic_humectants", "ceramides", "centella", "soothing_agents", "oat", "occlusives",
        "plant_oils", "squalane", "probiotics", "snail_mucin", "honey_propolis",
    }
)  # fmt: skip
MANY_TERMS = 550
FEWEST_TERMS = 100


def found(read: Read, sentence: str, language: str = "en") -> set[str]:
    mentions = read(f"<p>{sentence}</p>", language=language).mentions
    return {mention.category for mention in mentions if mention.category in OWN}


@pytest.mark.parametrize(
    ("sentence", "category"),
    [
        ("Pat a hyaluronic acid serum into damp skin.", "hyaluronic_humectants"),
        ("Hyluronic acid and hylauronic serums say the same.", "hyaluronic_humectants"),
        ("HA, PGA and the NMF of your skin.", "hyaluronic_humectants"),
        ("Sodium hyaluronate is the salt.", "hyaluronic_humectants"),
        ("Look for humectants in the first lines.", "hyaluronic_humectants"),
        ("Glycerin pulls water into the skin.", "hyaluronic_humectants"),
        ("A lotion with glycerine for the hands.", "hyaluronic_humectants"),
        ("Snow mushroom holds as much water.", "hyaluronic_humectants"),
        ("Beta-glucan serums are back.", "hyaluronic_humectants"),
        ("Ceramides mend the barrier.", "ceramides"),
        ("A ceremide cream at night.", "ceramides"),
        ("Ceramide NP, AP and EOP.", "ceramides"),
        ("Phytosphingosine and cholesterol.", "ceramides"),
        ("Cica calms it down.", "centella"),
        ("Madecassoside and asiaticoside do the work.", "centella"),
        ("Tiger grass, or gotu kola, for red skin.", "centella"),
        ("Panthenol softens.", "soothing_agents"),
        ("Provitamin B5 for chapped hands.", "soothing_agents"),
        ("A B5 balm after the peel.", "soothing_agents"),
        ("Allantoin and bisabolol take the sting away.", "soothing_agents"),
        ("Aloe vera gel after the sun.", "soothing_agents"),
        ("A chamomile extract calms the cheeks.", "soothing_agents"),
        ("Calendula in a balm for dry elbows.", "soothing_agents"),
        ("Mugwort and heartleaf for angry skin.", "soothing_agents"),
        ("Dipotassium glycyrrhizate quiets redness.", "soothing_agents"),
        ("Mist thermal water over a hot face.", "soothing_agents"),
        ("Colloidal oatmeal for itchy skin.", "oat"),
        ("Oats calm eczema.", "oat"),
        ("Avena sativa kernel flour thickens it.", "oat"),
        ("Avenanthramides quiet the itch.", "oat"),
        ("Petrolatum is the best lid.", "occlusives"),
        ("A little Vaseline on the lips.", "occlusives"),
        ("Petroleum jelly over a damp face: slugging.", "occlusives"),
        ("Shea butter for heels.", "occlusives"),
        ("Lanolin for cracked lips.", "occlusives"),
        ("A balm with beeswax.", "occlusives"),
        ("Cocoa butter may clog pores.", "occlusives"),
        ("Mineral oil is inert on skin.", "occlusives"),
        ("An occlusive goes last.", "occlusives"),
        ("Two drops of jojoba oil.", "plant_oils"),
        ("Rosehip and marula in one bottle.", "plant_oils"),
        ("Argan oil on the ends of your hair.", "plant_oils"),
        ("Sea buckthorn oil stains towels.", "plant_oils"),
        ("Coconut oil clogs pores.", "plant_oils"),
        ("Do not put olive oil on a baby's skin.", "plant_oils"),
        ("Castor oil will not grow lashes.", "plant_oils"),
        ("Evening primrose oil on eczema.", "plant_oils"),
        ("A face oil seals it in.", "plant_oils"),
        ("Tamanu, baobab oil and prickly pear oil.", "plant_oils"),
        ("Squalane is light.", "squalane"),
        ("Squalene or squalane: which is in the bottle?", "squalane"),
        ("Sugarcane squalane on skin.", "squalane"),
        ("Probiotic skincare is young.", "probiotics"),
        ("Bifida ferment lysate in a serum.", "probiotics"),
        ("Galactomyces brightens.", "probiotics"),
        ("Prebiotics feed the good bacteria on skin.", "probiotics"),
        ("Postbiotics calm.", "probiotics"),
        ("Snail mucin plumps.", "snail_mucin"),
        ("A snail essence from Korea.", "snail_mucin"),
        ("Snail secretion filtrate leads the list.", "snail_mucin"),
        ("A honey mask softens lips.", "honey_propolis"),
        ("Manuka honey on a blemish.", "honey_propolis"),
        ("Propolis calms pimples.", "honey_propolis"),
        ("Royal jelly in a cream.", "honey_propolis"),
    ],
)
def test_is_found(read: Read, sentence: str, category: str) -> None:
    assert category in found(read, sentence)


@pytest.mark.parametrize(
    "sentence",
    [
        "She stirs honey into her tea.",
        "Whisk honey and mustard for the dressing.",
        "Honey, I'm home.",
        "I call everyone honey.",
        "A honey blonde balayage.",
        "See a doctor when honey-coloured crusts appear.",
        "Beekeepers harvest honey in July.",
        "A spoon of honey soothes a sore throat.",
        "Toast with manuka honey.",
        "Propolis tincture for a cough.",
        "The queen bee is fed on royal jelly.",
        "Allergic people fear bee venom and the sting.",
        "Porridge with oats for breakfast.",
        "The horse ate its oats.",
        "Young people sow wild oats.",
        "An oat milk latte, please.",
        "An oat-coloured jumper.",
        "Oatmeal cookies with raisins.",
        "Fry it in olive oil.",
        "Olive oil on a salad.",
        "Coconut oil for cooking.",
        "Sunflower oil has a high smoke point.",
        "Coconut oil pulling before breakfast.",
        "Castor oil is an old laxative.",
        "Linseed oil on a cricket bat.",
        "Evening primrose oil capsules for hot flushes.",
        "Rosehip syrup was given to children.",
        "Elephants love marula trees.",
        "Sea buckthorn juice is sour.",
        "Motor oil is mineral oil with additives.",
        "Mineral oil keeps a cutting board from cracking.",
        "Your skin makes natural oils.",
        "An oil-free lotion.",
        "Essential oils smell nice.",
        "Almond milk in a glass.",
        "Snail mail takes a week.",
        "Garden snails ate the lettuce.",
        "It went at a snail's pace.",
        "A trail of snail slime on the garden path.",
        "Shark squalene went into vaccines.",
        "Squalene is an adjuvant in the vaccine.",
        "Probiotic yoghurt is good for the gut.",
        "Take probiotics with your antibiotics.",
        "Prebiotic fibre from chicory.",
        "Inulin feeds gut bacteria.",
        "Yeast extract on toast.",
        "The beer must ferment for a week.",
        "Wax crayons and a beeswax candle.",
        "Beeswax for the wooden table.",
        "Paraffin lamps lit the hut.",
        "Vaseline glass glows green.",
        "Vaseline on the battery terminals.",
        "Petroleum prices rose.",
        "A hyaluronic acid filler lasts a year.",
        "Hyaluronic acid is injected into the knee.",
        "Hyaluronic acid capsules to swallow.",
        "An aloe plant stands on the window sill.",
        "Drink aloe vera for digestion.",
        "A cup of chamomile tea before bed.",
        "Sow calendula in the garden.",
        "A salad of purslane.",
        "Mugwort pollen brings hay fever and weeds.",
        "Heartleaf philodendron is a houseplant.",
        "Castor sugar and castor wheels.",
        "A mug of hot cocoa.",
        "Cocoa butter makes chocolate melt.",
        "Raw fleece is full of lanolin.",
        "Ceramic tiles in the bathroom.",
        "Plasma ceramides predict heart disease.",
        "We travel to thermal springs.",
        "Bathe in thermal water in Budapest.",
        "HA! You thought so.",
        "She laughed: HA HA.",
        "The PGA tour is golf.",
        "Audi took the B5 to the road.",
        "A Pro B5 engine.",
        "Soap making: pour the glycerin and the lye.",
        "Glycerin in e-liquid for vaping.",
        "Glycerin keeps cake frosting soft.",
        "Humectants keep tobacco moist.",
        "Sorbitol is a sweetener in chewing gum.",
        "The Mets played at Shea Stadium.",
        "Dimethicone kills head lice.",
        "Chips fried in beef tallow.",
        "An arterial occlusive disease.",
        "Gotu kola tea for memory.",
        "Tiger grass makes a fine garden hedge.",
        "His slugging percentage is high.",
        "Cold cream with strawberries and pudding.",
        "Cocamidopropyl betaine foams.",
    ],
)
def test_is_no_ingredient_for_skin(read: Read, sentence: str) -> None:
    assert set() == found(read, sentence)


def test_an_injection_is_done_by_a_professional(says: Says) -> None:
    mention = says("Hyaluronic acid injections plump lips.", "Hyaluronic acid injections")

    assert Setting.PROFESSIONAL is mention.setting


@pytest.mark.parametrize(
    ("language", "sentence", "categories"),
    [
        ("fr", "L'acide hyaluronique et la glycérine retiennent l'eau.", "hyaluronic_humectants"),
        ("fr", "Une crème aux céramides et au squalane.", "ceramides squalane"),
        ("fr", "Le beurre de karité, la vaseline et la cire d'abeille.", "occlusives"),
        ("fr", "L'huile d'argan et l'huile de rose musquée.", "plant_oils"),
        ("fr", "Panthénol, allantoïne et eau thermale apaisent.", "soothing_agents"),
        ("fr", "L'avoine colloïdale calme l'eczéma.", "oat"),
        ("fr", "La bave d'escargot et la gelée royale.", "snail_mucin honey_propolis"),
        ("fr", "Des soins probiotiques au lysat de bifida.", "probiotics"),
        ("de", "Ein Hyaluron-Serum oder Hyaluronsäure.", "hyaluronic_humectants"),
        ("de", "Ceramide und Squalan in einer Creme.", "ceramides squalane"),
        ("de", "Sheabutter, Bienenwachs und Lanolin.", "occlusives"),
        ("de", "Arganöl, Jojobaöl und Hagebuttenöl.", "plant_oils"),
        ("de", "Panthenol und Ringelblume beruhigen.", "soothing_agents"),
        ("de", "Kolloidaler Hafer bei Juckreiz.", "oat"),
        ("de", "Schneckenschleim und Propolis.", "snail_mucin honey_propolis"),
        ("de", "Tigergras und probiotische Hautpflege.", "centella probiotics"),
        ("es", "Ácido hialurónico y glicerina.", "hyaluronic_humectants"),
        ("es", "Ceramidas y escualano.", "ceramides squalane"),
        ("es", "Manteca de karité, vaselina y lanolina.", "occlusives"),
        ("es", "Aceite de argán y aceite de rosa mosqueta.", "plant_oils"),
        ("es", "El pantenol y la caléndula calman.", "soothing_agents"),
        ("es", "Avena coloidal para la piel atópica.", "oat"),
        ("es", "Baba de caracol y propóleo.", "snail_mucin honey_propolis"),
        ("es", "Centella asiática y fermentos con probióticos.", "centella probiotics"),
        ("pt", "Ácido hialurônico na pele úmida.", "hyaluronic_humectants"),
        ("pt", "Ceramidas e esqualano.", "ceramides squalane"),
        ("pt", "Manteiga de karité e cera de abelha.", "occlusives"),
        ("pt", "Óleo de rosa mosqueta e óleo de jojoba.", "plant_oils"),
        ("pt", "Pantenol, babosa e água termal.", "soothing_agents"),
        ("pt", "Aveia coloidal e própolis.", "oat honey_propolis"),
        ("pt", "Mucina de caracol.", "snail_mucin"),
        ("sv", "Hyaluronsyra och glycerin binder vatten.", "hyaluronic_humectants"),
        ("sv", "Ceramider och skvalan.", "ceramides squalane"),
        ("sv", "Sheasmör, vaselin och bivax.", "occlusives"),
        ("sv", "Jojobaolja och nyponolja på kvällen.", "plant_oils"),
        ("sv", "Pantenol och ringblomma lugnar.", "soothing_agents"),
        ("sv", "Kolloidal havre mot klåda.", "oat"),
        ("sv", "Snigelslem och honung i en kräm.", "snail_mucin honey_propolis"),
        ("sv", "Tigergräs och probiotisk hudvård.", "centella probiotics"),
        ("ro", "Acidul hialuronic și glicerina.", "hyaluronic_humectants"),
        ("ro", "Ceramidele și scualanul.", "ceramides squalane"),
        ("ro", "Unt de shea și ceară de albine.", "occlusives"),
        ("ro", "Ulei de argan și ulei de măceșe.", "plant_oils"),
        ("ro", "Pantenol, mușețel și gălbenele.", "soothing_agents"),
        ("ro", "Ovăz coloidal pentru piele.", "oat"),
        ("ro", "Mucină de melc și miere pe față.", "snail_mucin honey_propolis"),
        ("ja", "ヒアルロン酸とグリセリンで保湿。", "hyaluronic_humectants"),
        ("ja", "セラミドとスクワランのクリーム。", "ceramides squalane"),
        ("ja", "ワセリンとシアバターで蓋をする。", "occlusives"),
        ("ja", "ホホバオイルとアルガンオイル。", "plant_oils"),
        ("ja", "パンテノール、アラントイン、ドクダミエキス。", "soothing_agents"),
        ("ja", "シカクリームとツボクサエキス。", "centella"),
        ("ja", "肌に優しいオーツ麦エキス。", "oat"),
        ("ja", "カタツムリ粘液とはちみつのパック。", "snail_mucin honey_propolis"),
        ("ja", "ガラクトミセスとビフィズス菌の化粧水。", "probiotics"),
        ("ko", "히알루론산과 글리세린으로 보습하세요.", "hyaluronic_humectants"),
        ("ko", "세라마이드와 스쿠알란 크림.", "ceramides squalane"),
        ("ko", "바셀린과 시어버터로 막을 씌워요.", "occlusives"),
        ("ko", "호호바 오일과 아르간 오일.", "plant_oils"),
        ("ko", "판테놀과 어성초가 진정시켜요.", "soothing_agents"),
        ("ko", "시카 크림과 병풀추출물.", "centella"),
        ("ko", "콜로이달 오트밀로 가려움을 달래요.", "oat"),
        ("ko", "달팽이 크림과 프로폴리스 앰플.", "snail_mucin honey_propolis"),
        ("ko", "갈락토미세스 발효여과물 에센스.", "probiotics"),
        ("zh", "玻尿酸和甘油给皮肤补水。", "hyaluronic_humectants"),
        ("zh", "透明質酸與神經醯胺。", "hyaluronic_humectants ceramides"),
        ("zh", "神经酰胺和角鲨烷面霜。", "ceramides squalane"),
        ("zh", "凡士林和乳木果油封住水分。", "occlusives"),
        ("zh", "荷荷巴油和玫瑰果油。", "plant_oils"),
        ("zh", "泛醇、尿囊素和洋甘菊舒缓皮肤。", "soothing_agents"),
        ("zh", "积雪草修护敏感肌。", "centella"),
        ("zh", "胶体燕麦缓解瘙痒。", "oat"),
        ("zh", "蜗牛黏液和蜂胶精华。", "snail_mucin honey_propolis"),
        ("zh", "二裂酵母发酵产物溶胞物。", "probiotics"),
    ],
)
def test_is_found_in_other_languages(
    read: Read, language: str, sentence: str, categories: str
) -> None:
    assert set(categories.split()) == found(read, sentence, language)


@pytest.mark.parametrize(
    ("language", "sentence"),
    [
        ("fr", "Du miel dans le thé."),
        ("fr", "Une tartine de miel pour la gorge."),
        ("fr", "L'huile d'olive sur la salade."),
        ("fr", "L'avoine du petit-déjeuner."),
        ("fr", "Une bougie en cire d'abeille."),
        ("fr", "Une tisane de camomille avant de dormir."),
        ("fr", "Une injection d'acide hyaluronique."),
        ("fr", "Les probiotiques du yaourt."),
        ("de", "Honig im Tee hilft bei Husten."),
        ("de", "Der Imker erntet Honig."),
        ("de", "Hafer zum Frühstück."),
        ("de", "Olivenöl im Salat."),
        ("de", "Hyaluronsäure wird ins Gelenk gespritzt."),
        ("de", "Probiotika für den Darm."),
        ("de", "Kamillentee aus der Tasse: Kamille hilft."),
        ("de", "Ringelblumen im Garten."),
        ("de", "Kerzen aus Bienenwachs."),
        ("de", "Keramik im Bad."),
        ("es", "Miel con limón para la tos."),
        ("es", "Aceite de oliva para freír."),
        ("es", "Avena con leche en el desayuno."),
        ("es", "Una infusión de manzanilla."),
        ("es", "Velas de cera de abejas."),
        ("es", "Probióticos para el intestino."),
        ("es", "Relleno de ácido hialurónico en los labios."),
        ("pt", "Mel com limão para a tosse."),
        ("pt", "Azeite na salada."),
        ("pt", "Mingau de aveia."),
        ("pt", "Babosa em vaso no parapeito."),
        ("pt", "Probióticos para o intestino."),
        ("sv", "Honung i teet."),
        ("sv", "Havre till hästarna."),
        ("sv", "Stek i olivolja: olivolja till matlagning."),
        ("sv", "Ljus av bivax."),
        ("sv", "Probiotika för magen."),
        ("sv", "En injektion med hyaluronsyra."),
        ("ro", "Miere în ceaiul de seară."),
        ("ro", "Ulei de măsline pentru salată."),
        ("ro", "Fulgi de ovăz la micul dejun."),
        ("ro", "Ceai de mușețel."),
        ("ro", "Lumânări din ceară de albine."),
        ("ro", "Acid hialuronic injectabil în buze."),
        ("ja", "紅茶にはちみつを入れる。"),
        ("ja", "オリーブオイルで炒める料理。"),
        ("ja", "乳酸菌ヨーグルトで腸を整える。"),
        ("ja", "シカゴへ旅行する。"),
        ("ja", "ニホンジカが森で暮らす。"),
        ("ja", "膝関節にヒアルロン酸を注射する。"),
        ("ja", "アロエの鉢植えを育てる。"),
        ("ko", "꿀차에 벌꿀을 넣어 마시는 날."),
        ("ko", "시카고 여행 이야기."),
        ("ko", "유산균은 장 건강에 좋다."),
        ("ko", "올리브 오일로 샐러드를 만든다."),
        ("ko", "관절염에 히알루론산 주사제."),
        ("ko", "꿀팁과 꿀피부."),
        ("zh", "喝一杯蜂蜜水。"),
        ("zh", "用橄榄油炒菜。"),
        ("zh", "早餐吃燕麦。"),
        ("zh", "益生菌酸奶调理肠道。"),
        ("zh", "注射玻尿酸隆鼻。"),
        ("zh", "蜗牛在花园里爬行。"),
        ("zh", "阳台上种了一盆芦荟盆栽。"),
        ("zh", "皮肤表面油脂过多。"),
    ],
)
def test_is_no_ingredient_in_other_languages(read: Read, language: str, sentence: str) -> None:
    assert set() == found(read, sentence, language)


@pytest.mark.parametrize(
    ("ingredients", "category", "presence"),
    [
        ("Water, Glycerin, Caprylic/Capric Triglyceride", "hyaluronic_humectants", "trace"),
        ("Aqua, Sodium Hyaluronate, Pentylene Glycol", "hyaluronic_humectants", "active"),
        ("Aqua, A, B, C, D, Sodium Hyaluronate", "hyaluronic_humectants", "trace"),
        ("Water, Phenoxyethanol, Ceramide NP", "ceramides", "active"),
        ("Aqua, A, B, C, D, E, F, G, H, I, Ceramide NP", "ceramides", "trace"),
        ("Centella Asiatica Extract, Butylene Glycol, Aqua", "centella", "active"),
        ("Aqua, A, B, C, D, E, F, Centella Asiatica Extract", "centella", "trace"),
        ("Aqua, A, B, C, D, Panthenol, Allantoin", "soothing_agents", "trace"),
        ("Avena Sativa (Oat) Kernel Flour", "oat", "active"),
        ("Aqua, A, B, C, D, E, Avena Sativa (Oat) Kernel Extract", "oat", "trace"),
        ("Petrolatum", "occlusives", "active"),
        ("Aqua, Dimethicone, Talc, Silica, Mica, Cera Alba", "occlusives", "trace"),
        ("Argania Spinosa Kernel Oil", "plant_oils", "active"),
        ("Aqua, A, B, C, Helianthus Annuus (Sunflower) Seed Oil", "plant_oils", "trace"),
        ("Squalane", "squalane", "active"),
        ("Aqua, A, B, C, D, Squalane", "squalane", "trace"),
        ("Galactomyces Ferment Filtrate, Butylene Glycol, Aqua", "probiotics", "active"),
        ("Aqua, A, B, Leuconostoc/Radish Root Ferment Filtrate", "probiotics", "trace"),
        ("Snail Secretion Filtrate, Betaine, Aqua", "snail_mucin", "active"),
        ("Aqua, A, B, C, D, E, Honey Extract", "honey_propolis", "trace"),
        ("Propolis Extract, Aqua, Butylene Glycol", "honey_propolis", "active"),
        ("Butyrospermum Parkii (Shea) Butter", "occlusives", "active"),
        ("전성분: 병풀추출물, 정제수, 부틸렌글라이콜", "centella", "active"),
        ("全成分：水、グリセリン、BG、ヒアルロン酸Na", "hyaluronic_humectants", "trace"),
        ("成分：水、甘油、丁二醇、神经酰胺 NP", "ceramides", "active"),
    ],
)
def test_its_place_in_a_list_says_whether_it_works_or_merely_carries(
    lexicon: Lexicon, ingredients: str, category: str, presence: str
) -> None:
    reading = read_product(a_product(title="Nightfall", ingredients=ingredients), lexicon)

    assert [presence] == [
        c.presence.value for c in reading.categories if c.category == CategoryId(category)
    ]


@pytest.mark.parametrize(
    ("title", "category"),
    [
        ("Hyaluron-Serum", "hyaluronic_humectants"),
        ("Glycerin Hand Cream", "hyaluronic_humectants"),
        ("Crème mains au karité", "occlusives"),
        ("Arganöl 100 % rein", "plant_oils"),
        ("Crema con avena coloidal", "oat"),
        ("시카 진정 크림", "centella"),
        ("蜗牛精华面霜", "snail_mucin"),
        ("Manuka Honey Lip Balm", "honey_propolis"),
    ],
)
def test_a_name_says_what_it_is_for(lexicon: Lexicon, title: str, category: str) -> None:
    product = a_product(title=title, ingredients="Aqua, Cetearyl Alcohol, Talc, Parfum")

    assert category in read_product(product, lexicon).active


@pytest.mark.parametrize(
    ("title", "ingredients"),
    [
        ("Oil-Free Fluid", "Aqua, Silica"),
        ("Foaming Wash", "Aqua, Cocamidopropyl Betaine, PEG-40 Hydrogenated Castor Oil"),
        ("Silk Bar", "Aqua, Ethylhexylglycerin, Polyglyceryl-3 Diisostearate"),
    ],
)
def test_what_only_carries_a_name_is_not_what_it_is_for(
    lexicon: Lexicon, title: str, ingredients: str
) -> None:
    assert (
        set() == OWN & read_product(a_product(title=title, ingredients=ingredients), lexicon).active
    )


def test_knows_many_ways_to_write_each(lexicon: Lexicon) -> None:
    counts = {c: sum(term.category == CategoryId(c) for term in lexicon.terms) for c in OWN}

    assert sum(counts.values()) >= MANY_TERMS
    assert min(counts.values()) >= FEWEST_TERMS


@pytest.mark.parametrize("language", ["fr", "de", "es", "pt", "sv", "ro", "ja", "ko", "zh"])
def test_every_kind_is_named_in_each_language(lexicon: Lexicon, language: str) -> None:
    assert {term.category for term in lexicon.terms if term.language == language} >= OWN


OILS = """[[category]]
id = "oils"
name = "Oil"
routine_step = 40
synonyms = ["olive oil", "sesame oil"]
[category.not_near]
"olive oil" = ["grove"]
[[category.elsewhere]]
terms = ["olive oil", "sesame oil"]
words = ["salad", "wok"]
"""


def test_what_is_said_of_several_terms_counts_for_each() -> None:
    terms = parse_lexicon({"oils.toml": OILS}).terms

    assert {
        "olive oil": ("grove", "salad", "wok"),
        "sesame oil": ("salad", "wok"),
    } == {term.text: term.not_near for term in terms}


def test_a_group_can_not_name_what_is_none_of_its_terms() -> None:
    with pytest.raises(InvalidLexiconError, match="none of its terms"):
        parse_lexicon({"oils.toml": OILS.replace('"sesame oil"]\nwords', '"rice oil"]\nwords')})
