"""Words that say what a sentence does with what it names: advises, warns, treats, prescribes.

After NegEx and ConText: a cue reaches from where it stands to the end of its clause, forwards or
backwards, and a longer cue hides a shorter one inside it ("don't skip" hides "skip").
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from enum import IntEnum, auto
from functools import cache
from itertools import accumulate, product

from service.domain.reading.cues_foreign import FOREIGN
from service.domain.reading.cues_spoken import SPOKEN
from service.domain.reading.folding import fold
from service.domain.reading.phrases import Hit, PhraseFinder, most_specific


class Cue(IntEnum):
    """Numbers, so that asking for one in a set is fast."""

    AVOID_BEFORE = auto()  # "avoid X, Y and Z"
    COMBINE_BEFORE = auto()  # "don't mix X with Y": reaches over "with"
    AVOID_NEXT = auto()  # "without X": the next words only
    COMBINED = auto()  # "A should not be mixed with B": both ways
    AVOID_AFTER = auto()  # "X should be avoided"
    FREE_AFTER = auto()  # "X-free", "X alternative": right after
    SWAP = auto()  # "swap X for Y"
    LEAVE = auto()  # "leave X on the shelf"
    EXCEPT = auto()  # "all but X"
    WITHOUT = auto()
    RECOMMEND_BEFORE = auto()
    RECOMMEND_AFTER = auto()
    STRONG_BEFORE = auto()  # stands even under "What not to use"
    STRONG_AFTER = auto()
    NEUTRAL_BEFORE = auto()  # "if you use X"
    DENIES = auto()  # "no evidence that X is": the warning after it is none
    NOTHING = auto()  # "not only": only hides what it holds
    ENDS = auto()  # "but": no cue reaches across
    WITH = auto()
    OR = auto()
    LIMITS = auto()  # "more than twice a week": makes a warning a dosage
    IS_MADE_OF_BEFORE = auto()  # "your skin's own X"
    IS_MADE_OF_AFTER = auto()  # "X production"
    PREVENTS = auto()
    PREVENTED_BY = auto()
    TREATS = auto()
    TREATED_BY = auto()
    SOOTHES = auto()
    SOOTHED_BY = auto()
    CAUSES = auto()
    CAUSED_BY = auto()
    PROFESSIONAL = auto()
    PRESCRIPTION = auto()
    AT_HOME = auto()
    PREGNANCY = auto()
    INFANT = auto()
    EYE_AREA = auto()


CueHit = tuple[int, int, Cue]
"""Where it starts, where it ends, what it is."""


def find_cues(sentence: str, language: str) -> list[CueHit]:
    """Return the cues of a folded *sentence*, from left to right."""
    finder, cues = _compiled(language)
    hits = most_specific(finder.find_all(sentence))
    return [(start, end, cues[number]) for number, start, end in hits]


def find_cues_of_each(sentences: Sequence[str], language: str) -> list[list[CueHit]]:
    """Return the cues of each of the folded *sentences*: one search is cheaper than many."""
    finder, cues = _compiled(language)
    by_sentence: list[list[Hit]] = [[] for _ in sentences]
    starts = list(accumulate((len(s) + 1 for s in sentences), initial=0))
    number, here, following = 0, 0, starts[1] if sentences else 0
    for hit in finder.find_all("\n".join(sentences)):
        while hit[1] >= following:
            number += 1
            here, following = starts[number], starts[number + 1]
        by_sentence[number].append((hit[0], hit[1] - here, hit[2] - here))
    return [
        [(start, end, cues[number]) for number, start, end in most_specific(hits)]
        for hits in by_sentence
    ]


@cache
def last_words(cue: Cue, language: str) -> tuple[str, ...]:
    """Return how the phrases of *cue* end."""
    return tuple({phrase.split()[-1] for phrase, each in _phrases(language).items() if each is cue})


@cache
def _compiled(language: str) -> tuple[PhraseFinder, list[Cue]]:
    phrases = _phrases(language)
    stems = {phrase[:-1] for phrase in phrases if phrase.endswith("*")}
    written = [phrase.removesuffix("*") for phrase in phrases]
    return PhraseFinder(written, stems=stems), list(phrases.values())


def _phrases(language: str) -> dict[str, Cue]:
    phrases = dict(_english())
    for name, written in FOREIGN.get(language, {}).items():
        phrases |= {fold(phrase): Cue[name] for phrase in written}
    for name, line in SPOKEN.get(language, {}).items():
        phrases |= {fold(phrase): Cue[name] for phrase in line.split("|")}
    return phrases


def _english() -> Iterator[tuple[str, Cue]]:
    for cue, written in _PHRASES.items():
        for phrase in written:
            yield phrase, cue


def _each(*parts: str) -> Iterator[str]:
    """Every way to take one alternative (parted by a bar) of each part; ``-`` is nothing."""
    for taken in product(*(part.split("|") for part in parts)):
        yield " ".join(word for word in taken if word != "-")


def _list(*written: str) -> list[str]:
    return [phrase for line in written for phrase in line.split("|")]


_NOT_TO = (
    "do not|don't|dont|never|should not|shouldn't|must not|mustn't|cannot|can't|can not|not"
    "|not to"
    "|would not|wouldn't|please don't|you don't want to|should never|must never|try not to"
    "|better not"
)
_ADVERB = "-|ever|even|just|also|simply|ever again"
_USE = (
    "use|using|apply|applying|try|trying|reach for|put|wear|take|start|include|introduce"
    "|consider|add"
    "|incorporate|go for|choose|opt for|exfoliate with|rub|scrub with|be using|turn to|recommend"
    "|recommend using|suggest|suggest using|advise|advise using|touch|go near"
)
_COMBINE = "combine|combining|mix|mixing|layer|layering|pair|pairing|stack|use both|use together"
_SKIP = (
    "skip|skipping|forget|forget about|overlook|neglect|underestimate|miss|miss out on"
    "|be afraid of"
    "|be afraid to use|fear|avoid|avoiding|give up|give up on|shy away from|ditch|stop using"
    "|forgo"
    "|be scared of|worry about|leave out|rule out|hesitate to use|hesitate to try|dismiss"
    "|discount"
)
_NEED_NOT = (
    "no need to|no reason to|do not have to|don't have to|do not need to|don't need to|need not"
    "|does not have to|doesn't have to|not necessary to|unnecessary to|does not mean you should"
)
_IS_NOT = (
    "not|never|isn't|isnt|aren't|arent|is not|are not|not be|shouldn't be|should not be"
    "|must not be"
    "|mustn't be|can't be|cannot be|should never be|wasn't|weren't|won't be"
)
_HEDGE = (
    "-|considered|generally|usually|currently|typically|thought to be|deemed|really"
    "|regarded as|ever"
    "|generally considered|usually considered|always"
)
_FIT = (
    "safe|recommended|advised|advisable|suitable|appropriate|allowed|an option|a good idea"
    "|a good choice|a good option|ideal|permitted|used|applied"
    "|a good fit|the answer|compatible|pregnancy safe|okay|ok|indicated|your friend|worth it"
)
_CONDITION = (
    "breakouts|breakout|breaking out|irritation|acne|pimples|wrinkles|dryness|milia|redness"
    "|clogged pores"
    "|clogging|ingrown hairs|scarring|scars|hyperpigmentation|dark spots|sunburn|sun damage"
    "|damage|aging"
    "|premature aging|premature ageing|flare ups|flares|peeling|sensitivity|infection"
    "|infections|blemishes"
    "|blackheads|whiteheads|dullness|razor bumps|bumps|picking|popping|squeezing|touching|rubbing"
    "|scratching|sun exposure|the sun|direct sun|hot water|hot showers|smoking|stress|confusion"
    "|disappointment|side effects|purging|tanning|burns|stinging|overuse|a reaction|reactions"
    "|them|it"
)
_HARM = (
    "harmful|dangerous|risky|unsafe|banned|forbidden|off limits|contraindicated|too harsh"
    "|too strong"
    "|too aggressive|too irritating|too abrasive|a no no|a no go|toxic"
)
_IS = "is|are|is also|are also|is still|are still|is generally|are generally|is often|are often"
_GOOD = (
    "great|ideal|effective|excellent|helpful|useful|beneficial|your friend|best|a great|a good"
    "|an excellent|the best|the gold standard|the answer|a must|essential|known to help"
    "|shown to help"
    "|proven to help|a gentle|a safe|a safer"
)

_PHRASES: dict[Cue, Iterable[str]] = {
    Cue.AVOID_BEFORE: [
        *_list(
            "avoid|avoids|avoiding|to avoid|steer clear of|stay away from|staying away from"
            "|keep away from|say no to|skip|skipping|ditch|ditching|cut out|leave out|hold off on"
            "|lay off|stop|stop using|stopping|quit using|quit|refrain from|discontinue|pause"
            "|forgo"
            "|swear off|beware of|advise against|advises against|advised against"
            "|recommend against"
            "|recommends against|warn against|warns against|caution against|neither|give up",
        ),
        *_each(_NOT_TO, _ADVERB, _USE),
    ],
    Cue.COMBINE_BEFORE: [
        *_each(_NOT_TO, _ADVERB, _COMBINE),
        *_list("avoid combining|avoid mixing|avoid layering|avoid pairing|avoid using both"),
    ],
    Cue.AVOID_NEXT: [
        *_list(
            "no|zero|free of|free from|minus|instead of|rather than|in place of|but not|and not"
            "|but never|nor|devoid of|replaces|as opposed to|not with|not with a|, not|, not a"
            "|, never"
            "|goodbye to|farewell to"
        ),
        *_each("-|safe|safer|gentle|gentler|natural|good|great|best|plant based",
               "alternative to|alternatives to|substitute for|substitutes for|replacement for"),
    ],
    Cue.WITHOUT: ["without"],
    Cue.AVOID_AFTER: [
        *_each(_IS_NOT, _HEDGE, _FIT),
        *_list(
            "be avoided|best avoided|is avoided|are avoided|be skipped|be stopped|be discontinued"
            "|be paused|be off the table|off the table|off limits|a no go|no goes|a no no"
            "|contraindicated"
            "|do more harm than good|make it worse|make things worse|make them worse"
            "|makes it worse"
            "|makes things worse|worsen|worsens|can worsen|may worsen|aggravate|aggravates"
            "|birth defects"
            "|won't help|will not help|does not help|do not help|doesn't help|don't help"
            "|cannot help"
            "|can't help|do not work|does not work|doesn't work|don't work|have to wait"
            "|has to wait"
            "|should wait|can wait|to be avoided|ruled out|too harsh|too abrasive"
            "|too aggressive|not for you"
            "|not for pregnant|not during pregnancy|not in pregnancy|not while pregnant"
            "|verboten|must go",
        ),
        *_each("is|are|can be|may be|be|is considered|are considered|is also|are also"
               "|deemed", _HARM),
    ],
    Cue.COMBINED: _each(_IS_NOT, "-|ever", "combined|mixed|layered|paired|used together|used with"
                        "|used alongside|used at the same time"),
    Cue.FREE_AFTER: _list("free|alternative|alternatives|substitute|substitutes|replacement"),
    Cue.SWAP: _list("swap|swapping|replace|replacing|trade|switch from|switching from|exchange"),
    Cue.LEAVE: _list("leave|leaving|leaves"),
    Cue.EXCEPT: _list("except|except for|apart from|with the exception of|other than|all but"),
    Cue.STRONG_BEFORE: [
        *_list(
            "try|trying|choose|choosing|opt for|opting for|go for|reach for|look for|switch to"
            "|stick to|stick with|turn to|consider|recommend|recommends|we love|swear by"
            "|instead use"
            "|can still use|can safely use|may still use|safely use|safe to use"
            "|alternatives include"
            "|options include|alternatives are|cannot go wrong with"
            "|can't go wrong with|can't beat|cannot beat|nothing beats|nothing works better than"
            "|nothing is better than|but with|but rather|cannot do without"
            "|can't do without|can't live without|safe options|safe choices|instead try|favor"
            "|favour"
            "|stop avoiding|stop skipping|avoid skipping|never without",
        ),
        *_each(_NOT_TO, "-|ever|even", _SKIP),
        *_each(_NEED_NOT, _SKIP),
    ],
    Cue.STRONG_AFTER: [
        *_each("is|are|is considered|are considered|is generally|are generally|is still"
               "|are still",
               "safe|fine|ok|okay|considered safe|pregnancy safe|allowed|permitted|recommended"),
        *_list(
            "instead|recommended|can safely be used|can still be used|may still be used"
            "|worth trying"
            "|not be avoided|not be skipped|need not be avoided|not need to be avoided"
            "|get the green light|gets the green light"
        ),
        *_each("recommended|approved|loved|backed|trusted|endorsed|favoured|favored", "by",
               "dermatologists|a dermatologist|doctors|your doctor|professionals|experts"),
    ],
    Cue.RECOMMEND_BEFORE: _list(
        "use|apply|go with|incorporate|incorporating|add|adding|introduce|introducing|start with"
        "|layer|invest in|pick|benefit from|benefits from|exfoliate with|exfoliate your skin with"
        "|cleanse with|hydrate with|moisturise with|moisturize with|you can|you could|you may"
        "|can try"
        "|rely on|thanks to|should use|should wear|wear|reapply|looking for|seek out"
        "|keep using|continue using|with the help of|follow with"
    ),
    Cue.RECOMMEND_AFTER: [
        *_each(_IS, _GOOD),
        *_list(
            "works well|work well|worked well|works wonders|work wonders|can help|may help"
            "|helps|help"
            "|will help|could help|might help|can be used|may be used|could be used|works best"
            "|work best|comes in|come in|does the trick|do the trick|to the rescue|shines"
            "|gold standard"
        ),
    ],
    Cue.NEUTRAL_BEFORE: [
        *_each(_NEED_NOT, "use|buy|apply|add|own"),
        *_each("if you|if you're|if you are|when|when you|while|before|after|who|those who"
               "|people who"
               "|once you|already|you are|you're|are you|if you're already|if you are already"
               "|when you're"
               "|you already|anyone",
               "use|using|uses|start|starting|stop using|apply|applying"),
        *_list(
            "on which you use|that you use|nights you use|days you use|reacts to|confused with"
            "|unlike|compared to|compared with|gentler than|milder than"
            "|weaker than"
            "|stronger than|better than|harsher than|overuse|overusing|overdo|do not overdo"
            "|don't overdo|do not overuse|don't overuse|history of|derived from|allergic to"
        ),
    ],
    Cue.DENIES: _list(
        "no evidence|no evidence that|no proof|no proof that|a myth that|the myth that"
        "|not true that"
        "|no sign that|no reason to think|unlikely that"
    ),
    Cue.NOTHING: [
        *_list(
            "not only|not just|not merely|not to mention|not necessarily|if not|whether or not"
            "|or not"
            "|why not|not sure|not all|not yet|no doubt|no matter|no one|no wonder|no longer"
            "|no more than|no less|no better|no problem|no issue|no secret|no surprise"
            "|not without"
            "|used to|no other|free radicals|free radical|not a substitute|feel free|no downside"
            "|no cure|no single|as well as|help you|help from|no side effects",
        ),
        *_each(_IS_NOT, _HEDGE, _HARM),
        *_each(_NOT_TO, _ADVERB, "leave"),
    ],
    Cue.ENDS: _list(
        "but|however|whereas|although|though|yet|nevertheless|nonetheless|on the other hand"
        "|otherwise|unless|until|because|since|as they|as it|which|so|so that|therefore|then|;"
        "|, you|, we|, it|, they|, this|, these|, there|, i|, your|, that's|and you|and we"
        "|while others"
        "|, its|, their|even though|luckily|fortunately"
    ),
    Cue.WITH: _list("with|by|by using|via|through|using|thanks to using"),
    Cue.OR: ["or"],
    Cue.LIMITS: _list(
        "more than|too often|too much|too many|too frequently|every day|daily|every night|twice"
        "|in the morning|during the day|on broken skin|on irritated skin|on open"
        "|on sunburned skin"
        "|on sunburnt skin|near the eyes|near your eyes|right after|immediately after|all at once"
        "|at first|straight after|before going out|the night before|on the same night"
        "|on the same day"
    ),
    Cue.IS_MADE_OF_BEFORE: _list(
        "naturally occurring|your skin's|your skin's own|skin's own|skin's natural|skin's|body's"
        "|body's own|the body's natural|loss of|lack of|depletes|deplete|production of|levels of"
        "|made of|made up of|composed of|synthesis of|boosts|boost|skin produces|skin makes"
        "|body produces|body makes|skin naturally produces|stores of|breaks down|break down"
        "|skin naturally contains|your own"
    ),
    Cue.IS_MADE_OF_AFTER: _list(
        "production|levels|loss|synthesis|of the skin|in the skin|in your skin|in our skin"
        "|of the skin barrier|in the skin barrier|in the stratum corneum|receptors"
    ),
    Cue.PREVENTS: [
        *_each("avoid|avoiding|to avoid|help avoid|helps avoid",
               "-|any|the|your|further|future|more|causing|getting", _CONDITION),
        *_list(
        "prevent|prevents|preventing|prevention|help prevent|helps prevent|protect|protects"
        "|protecting|ward off|wards off|keep away|guard against|guards against|reduce the risk"
        "|reduces the risk|stave off|keeps pores clear|keep pores clear|stop them from forming"
        ),
    ],
    Cue.PREVENTED_BY: _list("prevented with|prevented by|protected by"),
    Cue.TREATS: _list(
        "treat|treats|treating|treatment|treatments|get rid of|gets rid of|clear|clears|clear up"
        "|fade|fades|fading|remove|removes|dissolve|dissolves|reduce|reduces|minimise|minimize"
        "|improve|improves|heal|heals|have formed|has formed|have actually formed|once formed"
        "|speed up|speeds up|fight|fights|banish|go away faster|correct|corrects|eliminate"
    ),
    Cue.TREATED_BY: _list("treated with|treated by|alleviated by|alleviated with|cleared with"
                          "|removed with|improved with|reduced by|managed with"),
    Cue.SOOTHES: _list(
        "soothe|soothes|soothing|calm|calms|calming|relieve|relieves|relieving|comfort|comforts"
        "|ease|eases|repair the barrier|quiet|quiets"
    ),
    Cue.SOOTHED_BY: _list("soothed with|soothed by|calmed with|calmed by|relieved with"
                          "|eased with"),
    Cue.CAUSES: _list(
        "can cause|may cause|might cause|could cause|cause|causes|can trigger|may trigger"
        "|triggers"
        "|trigger|can lead to|may lead to|lead to|leads to|can irritate|may irritate|irritates"
        "|irritate|strip|strips|clog pores|clogs pores|can clog|are to blame|is to blame"
    ),
    Cue.CAUSED_BY: _list("caused by|triggered by|due to|irritated by|result from|results from"),
    Cue.PROFESSIONAL: _list(
        "by a dermatologist|by your dermatologist|by dermatologists|by a doctor|by your doctor"
        "|by a professional|by professionals|professional setting|in office|in the office"
        "|in clinic|at a clinic|in a clinic|in the clinic|by an esthetician|by an aesthetician"
        "|by a physician|performed by|administered by|injection|injections|injected|injectable"
        "|injectables|professional treatment|professional treatments|professional peel"
        "|professional peels|professional grade|surgeon|surgically|medspa|med spa"
        "|aesthetic clinic"
    ),
    Cue.PRESCRIPTION: _list(
        "prescribed|prescription|prescriptions|prescribe|prescribes|by prescription|rx"
        "|prescribing"
        "|prescription strength|prescription only|only on prescription"
    ),
    Cue.AT_HOME: _list(
        "over the counter|otc|without a prescription|non prescription|nonprescription"
        "|no prescription"
        "|at home|at your home|over the counter or prescription|prescription or over the counter"
        "|drugstore|serums or creams|serum or cream|creams or serums|home use"
    ),
    Cue.PREGNANCY: _list(
        "pregnant|pregnancy|pregnancies|expecting|expectant|breastfeeding|breast feeding|nursing"
        "|trimester|prenatal|trying to conceive|lactating|moms to be|mums to be|postpartum"
    ),
    Cue.INFANT: _list("infant|infants|newborn|newborns|baby|babies|toddler|toddlers|your baby's"),
    Cue.EYE_AREA: _list(
        "eyelid|eyelids|around the eyes|around your eyes|around the eye|eye area|under eye"
        "|under eyes|undereye|under the eyes|under your eyes|eye contour|near the eyes"
    ),
}  # fmt: skip
