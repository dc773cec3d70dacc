"""What each block of an article is for: only what a writer tells the reader is evidence."""

from __future__ import annotations

import re
from collections.abc import Container, Sequence

from service.domain.articles import BlockKind, Zone
from service.domain.reading.blocks import RawBlock, RawText

_HEADING, _INTRO, _BODY = BlockKind.HEADING, Zone.INTRO, Zone.BODY
_SHORT = 120
_LONGEST_CITATION = 600

_CALL_TO_ACTION = re.compile(
    r"^(?:click here|shop (?:now|our|the|all|here|\w+'s)|buy (?:now|it|our|here)"
    r"|add to (?:cart|bag)"
    r"|get yours|get it here|order (?:now|yours)|discover our|check out our|try our|see our"
    r"|browse (?:our|all)|view (?:product|our)|explore our|find it here"
    r"|jetzt (?:kaufen|shoppen|entdecken)|acheter|d\u00e9couvrez (?:notre|nos)|compra(?:r)? ahora"
    r"|comprar? agora)\b",
    re.IGNORECASE,
)
_DISCLAIMER = re.compile(
    r"\bsubstitut\w* for (?:\w+[ ,]+){0,4}(?:medical|professional|doctor|physician)"
    r"|\bnot (?:intended |meant )?(?:as|to be|to provide|constitute)\b[^.]{0,40}\bmedical advice"
    r"|\b(?:does|do) not constitute\b[^.]{0,30}\badvice"
    r"|\b(?:informational|educational)(?: and \w+)? purposes only"
    r"|\bnot (?:been )?evaluated by the (?:fda|food and drug)"
    r"|\bnot intended to diagnose|^(?:medical )?disclaimer\b",
    re.IGNORECASE,
)
HINTS = (
    "substitut", "advice", "purposes only", "evaluated", "diagnos", "disclaimer",
    "19", "20", "http",
)  # fmt: skip
"""Without one of them, folded, a block is neither disclaimer nor citation."""
_YEAR_OR_LINK = ("19", "20", "http")
_REFERENCES_HEADING = re.compile(
    r"^(?:references?|sources?|citations?|bibliography|works cited|literature(?: cited)?"
    r"|studies cited"
    r"|further reading|footnotes|r\u00e9f\u00e9rences|quellen|literatur|referencias"
    r"|refer\u00eancias|fuentes)\s*:?$",
    re.IGNORECASE,
)
_CITATION_SIGNS = tuple(
    re.compile(sign)
    for sign in (
        r"^(?:\[?\d{1,3}[\].)]?\s*)?[A-Z][\w'\u2019-]+,? (?:[A-Z]\.?[ -]?){1,3}(?:[,;.(&]|\s|$)",
        r"\((?:19|20)\d{2}[a-z]?\)|\b(?:19|20)\d{2}\s*[;:.]",
        r"\b\d{1,4}\s*\(\d{1,3}\)\s*[:,]\s*\w?\d+|\b\d{1,4}:\s?\d{1,5}\s?[-\u2013]\s?\d{1,5}",
        r"\bdoi\b|\bPMID\b|\bet al\b|pubmed|ncbi\.nlm",
        r"\bJ\.? (?:[A-Z][a-z]+\.? ?)+|\b(?:Dermatol|Cosmet|Journal of)\b",
        "^https?://\\S+$",
    )
)
_BYLINE = re.compile(
    r"^(?:(?:posted|written|published|(?:medically |fact )?(?:reviewed|checked)"
    r"|(?:last )?updated|edited)"
    r" (?:by|on)\b|(?-i:(?:By|by) [A-Z][\w.\u2019'-]+(?: [A-Z][\w.\u2019'-]+){0,3}$)"
    r"|\d+ ?(?:min|minute)s?[ -]read"
    r"|author:|tags?:|categor(?:y|ies):|(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov"
    r"|dec)\w* \d{1,2},? \d{4}$)",
    re.IGNORECASE,
)
_SHARE = re.compile(
    r"^(?:(?:share|tweet|pin(?: it)?|facebook|twitter|pinterest|instagram|e-?mail|whatsapp"
    r"|linkedin|x|copy link"
    r"|share (?:this|on|via|with)\b.{0,40})[\s,|\u00b7/]*)+$",
    re.IGNORECASE,
)
_MORE = re.compile(r"^(?:read|learn|see|view|show) more\W*$|^continue reading\W*$", re.IGNORECASE)
_SIGN_UP = re.compile(
    r"^(?:subscribe|sign up|join our|leave a (?:comment|reply)|\d* ?comments?$|follow us)\b",
    re.IGNORECASE,
)
_ARTICLE_END = re.compile(
    r"^\W*(?:(?:older|newer|previous|next) (?:posts?|articles?)\W*)+$"
    r"|^\W*back to (?:the )?(?:blog|news|journal)\W*$",
    re.IGNORECASE,
)
_ALSO = (
    "\u00e0 lire aussi|lire aussi|vous aimerez aussi|das k\u00f6nnte (?:dich|sie) auch"
    "|mehr zum thema|lesen sie auch|tambi\u00e9n te puede|te puede interesar|leia tamb\u00e9m"
    "|art\u00edculos relacionados|artigos relacionados|l\u00e4s (?:ocks\u00e5|mer|\u00e4ven)"
    "|relaterade (?:inl\u00e4gg|artiklar)|articole (?:recente|similare)|cite\u0219te \u0219i"
    "|\u3042\u308f\u305b\u3066\u8aad|\u95a2\u9023\u8a18\u4e8b|\u4eba\u6c17\u8a18\u4e8b"
    "|\uad00\ub828 ?(?:\uae00|\uae30\uc0ac)|\ud568\uaed8 \ubcf4"
    "|\u731c\u4f60\u559c|\u76f8\u5173(?:\u9605\u8bfb|\u6587\u7ae0)|\u63a8\u8350\u9605\u8bfb"
)
_SEE_ALSO = re.compile(
    rf"^(?:{_ALSO}|recommended|related|read (?:also|next)|see also)\s*[^.:\uff1a]{{0,12}}[:\uff1a]",
    re.IGNORECASE,
)
"""One line that sends the reader elsewhere; what follows it is the article again."""
_RELATED = re.compile(
    r"^(?:related (?:posts?|articles?|reading|stories|products?|treatments?)|you (?:may"
    r"|might) (?:also )?(?:like|enjoy)"
    r"|read next|more (?:from|articles|posts|stories)\b|latest (?:news|posts?|articles?)"
    r"|recent (?:posts?|articles?)|recommended (?:for you|reading|products)|popular (?:posts?"
    r"|articles?|treatments|products?)"
    r"|featured products?|keep reading|shop the (?:story|article|post)|articles? (?:li\u00e9s"
    r"|similaires)"
    rf"|(?:{_ALSO})[^.:\uff1a]{{0,20}}$"
    r"|leave a comment|comments?$)",
    re.IGNORECASE,
)  # fmt: skip
_OPENINGS = frozenset(
    word[:3]
    for words in (
        # bylines
        "posted written published medically fact reviewed checked last updated edited by author",
        "tag tags category jan feb mar apr may jun jul aug sep oct nov dec",
        # share bars
        "share tweet pin facebook twitter pinterest instagram e email whatsapp linkedin x copy",
        # teasers, sign-ups, what ends an article
        "read learn see view show continue subscribe sign join leave comment follow",
        "older newer previous next back",
        # calls
        "click shop buy add get order discover check try browse explore find jetzt acheter",
        "d\u00e9couvrez compra comprar",
        # headings over references, headings over other articles
        "reference source citation bibliography works literature studies further footnotes",
        "r\u00e9f\u00e9rences quellen literatur referencias refer\u00eancias fuentes",
        "related you more latest recent recommended popular featured keep article",
        "\u00e0 lire vous das mehr lesen tambi\u00e9n te leia art\u00edculos artigos l\u00e4s",
        "relaterade articole cite\u0219te \u3042\u308f\u305b \u95a2\u9023\u8a18 \u4eba\u6c17\u8a18",
        "\uad00\ub828 \uad00\ub828\uae00 \uad00\ub828\uae30 \ud568\uaed8",
        "\u731c\u4f60\u559c \u76f8\u5173\u9605 \u76f8\u5173\u6587 \u63a8\u8350\u9605",
    )
    for word in words.split()
)
"""How the first word begins of whatever the patterns for short texts above can match."""
_FIRST_WORD = re.compile(r"\W*(\w+)")
_KEPT_AT_END = frozenset({Zone.DISCLAIMER, Zone.REFERENCES})


def zones_of(raw: RawText, hinted: Container[int]) -> list[Zone]:
    """Return the zone of each block of *raw*; *hinted*: the blocks that hold some of `HINTS`."""
    telling = [_is_telling(block.text) for block in raw.blocks]
    own = [
        _own_zone(block, tells=tells, plain=raw.plain)
        if tells or block.furniture or block.links or number in hinted
        else None
        for number, (block, tells) in enumerate(zip(raw.blocks, telling, strict=True))
    ]
    _spread_references(raw.blocks, own)
    if any(telling):
        _spread_related(raw.blocks, own, telling, plain=raw.plain)
        _spread_teasers(raw.blocks, own, telling)
    return _tell_intro(raw.blocks, own)


def _is_telling(text: str) -> bool:
    """Whether a text is short and begins like one that is not the article's: most do not."""
    if len(text) > _SHORT:
        return False
    first = _FIRST_WORD.match(text)
    return first is not None and (first[1][0].isdigit() or first[1][:3].casefold() in _OPENINGS)


def _own_zone(block: RawBlock, *, tells: bool, plain: bool) -> Zone | None:
    """The zone that a block shows by itself; ``None`` when it is the article's own words."""
    text = block.text
    if block.furniture:
        return Zone.BOILERPLATE
    if (block.links or tells) and _is_call_to_action(block, plain=plain):
        return Zone.CALL_TO_ACTION
    if tells and _is_boilerplate(text):
        return Zone.BOILERPLATE
    if (tells and _REFERENCES_HEADING.match(text)) or _is_citation(text):
        return Zone.REFERENCES
    return Zone.DISCLAIMER if _DISCLAIMER.search(text) else None


def _is_boilerplate(text: str) -> bool:
    patterns = (_BYLINE, _SHARE, _MORE, _SIGN_UP, _ARTICLE_END, _SEE_ALSO)
    return any(pattern.match(text) for pattern in patterns)


def _is_call_to_action(block: RawBlock, *, plain: bool) -> bool:
    """Whether it is nothing but product links, or a short call beside one."""
    if block.links:
        linked = sum(link.end - link.start for link in block.links)
        return len(block.text) - linked <= 5 * len(block.links) or (
            len(block.text) <= _SHORT and bool(_CALL_TO_ACTION.match(block.text))
        )
    is_line = len(block.text) <= _SHORT and block.text[-1] not in ".?"
    may_call = plain or block.kind is BlockKind.PARAGRAPH
    return is_line and may_call and bool(_CALL_TO_ACTION.match(block.text))


def _is_citation(text: str) -> bool:
    if len(text) > _LONGEST_CITATION or not any(sign in text for sign in _YEAR_OR_LINK):
        return False
    signs = sum(bool(sign.search(text)) for sign in _CITATION_SIGNS)
    starts_so = bool(_CITATION_SIGNS[0].search(text))
    return signs >= (2 if starts_so else 3) or (" " not in text and text.startswith("http"))


def _spread_references(blocks: Sequence[RawBlock], own: list[Zone | None]) -> None:
    """What stands under a heading "References" is one, until the next heading."""
    if Zone.REFERENCES not in own:
        return
    inside = False
    for i, block in enumerate(blocks):
        if own[i] is Zone.REFERENCES and _REFERENCES_HEADING.match(block.text):
            inside = True
        elif block.kind is BlockKind.HEADING or own[i] in {Zone.BOILERPLATE, Zone.CALL_TO_ACTION}:
            inside = False
        elif inside and own[i] is None:
            own[i] = Zone.REFERENCES


def _spread_related(
    blocks: Sequence[RawBlock], own: list[Zone | None], telling: Sequence[bool], *, plain: bool
) -> None:
    """After the article's end, and under a heading "Related", nothing is the article's."""
    ended = False
    said = 0
    under: int | None = None
    for i, (block, tells) in enumerate(zip(blocks, telling, strict=True)):
        is_heading = block.kind is _HEADING
        level = block.level or 6
        if under is not None and is_heading and level <= under and not plain:
            under = None
        said += own[i] is None and not is_heading
        ended = ended or (tells and said > 1 and bool(_ARTICLE_END.match(block.text)))
        if tells and (is_heading or plain) and _RELATED.match(block.text):
            under = level
        if ended or under is not None:
            own[i] = own[i] if own[i] in _KEPT_AT_END else Zone.BOILERPLATE


def _spread_teasers(
    blocks: Sequence[RawBlock], own: list[Zone | None], telling: Sequence[bool]
) -> None:
    """A "Read more" belongs to the teaser before it: heading, byline, a text that breaks off."""
    for i, block in enumerate(blocks):
        if not (telling[i] and _MORE.match(block.text)):
            continue
        before = i - 1
        if before >= 0 and blocks[before].text.endswith(("...", "\u2026")):
            own[before] = Zone.BOILERPLATE
            before -= 1
            while before >= 0 and own[before] is Zone.BOILERPLATE:
                before -= 1
            if before >= 0 and blocks[before].kind is BlockKind.HEADING:
                own[before] = Zone.BOILERPLATE


def _tell_intro(blocks: Sequence[RawBlock], own: Sequence[Zone | None]) -> list[Zone]:
    """The article's own words are intro until a heading that has words before it."""
    has_heading = any(
        zone is None and block.kind is _HEADING for block, zone in zip(blocks, own, strict=True)
    )
    zones: list[Zone] = []
    said = 0
    ended = False
    for block, zone in zip(blocks, own, strict=True):
        if zone is not None:
            zones.append(zone)
        elif block.kind is _HEADING:
            ended = ended or said > 0
            zones.append(Zone.HEADING)
        else:
            ended = ended or (said > 0 and not has_heading)
            said += 1
            zones.append(_BODY if ended else _INTRO)
    return zones
