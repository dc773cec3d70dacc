"""Whether an article speaks of skin at all, or of something else that shares its words."""

from __future__ import annotations

from functools import cache

from service.domain.reading.folding import fold
from service.domain.reading.phrases import PhraseFinder

_SKIN = (
    "skin|skincare|skin care|complexion|acne|pimple|blemish|wrinkle|pore|moisturizer|moisturiser"
    "|serum|cleanser|toner|sunscreen|spf|dermatologist|dermatology|epidermis|facial|breakout"
    "|hyperpigmentation|dark spot|fine line|blackhead|whitehead|eczema|rosacea|exfoliate"
    "|exfoliating"
    "|exfoliation|exfoliant|face wash|face mask|eye cream|body lotion|collagen|beauty|cosmetic"
    "|keratin|milia|follicle|scalp|stretch mark|anti aging|anti ageing|glow|cream|lotion"
    "|peau|visage|acné|rides|crème|haut|gesicht|akne|falten|piel|rostro|cutis|pele|rosto|espinha"
    "|肌|皮膚|ニキビ|毛穴|皮肤|护肤|痘|피부|여드름|모공|스킨케어"
)
_ELSEWHERE = (
    "recipe|oven|tablespoon|teaspoon|simmer|baking|kitchen|salad|soup|flavor|flavour|delicious"
    "|meal"
    "|snack|sauerkraut|kimchi|yogurt|yoghurt|cheese|sourdough|brew|wine|calorie|cuisine"
    "|roasted|dish"
    "|dishes|cook|cooking|supper|dinner|lunch|pickle|pickled|dairy|ferment|fermented|fermentation"
    "|vegetable|harvest|grill|barbecue"
    "|retina|ophthalmologist|ophthalmology|optometrist|cornea|macular|vision loss|eyesight"
    "|optic nerve"
    "|photoreceptor|vitreous|cataract|glaucoma|retinal detachment|eye surgeon|visual field"
    "|sediment|sedimentary|bedrock|geology|geological|geologist|soil|mineral deposit|pottery|kiln"
    "|quarry|tectonic|farmland|garden|gardening|compost|terrain|ore|mining|landslide|groundwater"
    "|rainfall|emissions|atmosphere|smog|corrosion|electrolyte|battery|refinery"
    "|surgeon|operating room|hospital|nurse|transfusion|laboratory|plasma|antibody"
    "|court|tournament|tennis|marathon|muscle|lactate threshold|workout"
)
_MANY = 3
ELSEWHERE = tuple(fold(word) for word in _ELSEWHERE.split("|"))
"""Words of cooking, eyes, rocks and medicine."""


@cache
def _skin() -> PhraseFinder:
    return PhraseFinder([fold(word) for word in _SKIN.split("|")], plural=True)


def is_about_something_else(elsewhere: int, folded: str, tags: str) -> bool:
    """Whether *elsewhere* words of other subjects have more to say in it than skin."""
    return elsewhere >= _MANY and elsewhere > 2 * count_skin_words(folded, tags)


def count_skin_words(*folded: str) -> int:
    return sum(len(_skin().find(text)) for text in folded if text)
