"""What each HTML tag does to the text in it and around it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import IntEnum, auto
from functools import lru_cache

from service.domain.articles import BlockKind

WRAPPERS = frozenset({"div", "section", "article", "main"})
"""Elements that may hold a whole article; then what counts as top-level is what they hold."""


class Does(IntEnum):
    """What an element does to the text around it."""

    NOTHING = auto()
    HIDES = auto()
    BREAKS = auto()
    PARTS = auto()
    LINKS = auto()
    BOLDS = auto()


Attributes = dict[str, str | None]


@dataclass(frozen=True, slots=True)
class Tag:
    """*kind* and *level*: of the blocks in it. *cells*: its name, where it makes up a table.

    *has_say*: its attributes matter: whether it is hidden, where it leads, how it is called.
    *named*: its own name may say that it is furniture.
    """

    does: Does
    kind: BlockKind | None = None
    level: int | None = None
    furniture: bool = False
    cells: str | None = None
    has_say: bool = False
    named: bool = False


_HIDING = (
    "script style template noscript svg math iframe object video audio canvas select button"
    " textarea head title meta link xmp noembed noframes plaintext"
)
_PARTING = (
    "p div section article main header footer nav aside ul ol li dl dt dd table thead tbody tfoot"
    " tr td th caption blockquote figure figcaption pre address hr h1 h2 h3 h4 h5 h6 form fieldset"
    " details summary center menu dialog search hgroup"
)
HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
_KINDS = {
    "li": BlockKind.LIST_ITEM,
    "dt": BlockKind.LIST_ITEM,
    "dd": BlockKind.LIST_ITEM,
    "td": BlockKind.TABLE_CELL,
    "th": BlockKind.TABLE_CELL,
    "blockquote": BlockKind.QUOTE,
    "figcaption": BlockKind.CAPTION,
    "caption": BlockKind.CAPTION,
    **dict.fromkeys(HEADINGS, BlockKind.HEADING),
}
_FURNITURE_TAGS = frozenset({"nav", "footer", "form"})
_LONGEST_NAMES, _LONGEST_LABEL = 500, 40
_NAMING = ("id", "role", "aria-label", "itemtype")
_CELLS = frozenset({"table", "tr", "td", "th"})
_FURNITURE = (
    "share|sharing|sharebar|sharedaddy|social|related|relatedposts|newsletter|mailing|breadcrumbs?"
    "|pagination|pager|byline|author-bio|post-meta|article-meta|entry-meta|postmeta|comments?"
    "|commentlist|subscribe|mc4wp|klaviyo|kl-private|needsclick|omnisend|privy|onetrust"
    "|cookiebot|cookieconsent|cookie-?law|iubenda|jdgm|yotpo|loox|stamped|okendo|spr|judgeme"
    "|toc|table-of-contents|ez-toc|tagcloud|tag-cloud|taglist|tag-list"
    "|instagram-media|twitter-tweet|tiktok-embed|contentinfo|search|searchbox|dialog|alertdialog"
    "|site-navigation-element|wpfooter|wpheader|wpside-bar|breadcrumb-list"
    "|references|sources|bibliography|citations|works-cited|sharethis|addthis|addtoany"
    "|footnotes|latest-posts|recent-posts|popular-posts|post-navigation|nav-links|site-footer"
    "|site-header|mega-?menu|announcement-bar|skip-link|skip-to-content|share-button"
)
"""Names of what is never the article."""
_PERHAPS_FURNITURE = (
    "g?nav|navbar|navigation|menu|topbar|sidebar|widget|ads?|advert|advertisement|promo|banner"
    "|announcement|announcement-bar-component|popup|pop|modal|drawer|cart|cart-drawer|cookies?"
    "|cookie-?banner|cookie-?bar|cookie-?notice|consent|gdpr|author|author-box|bio|recommend"
    "|recommended|recommendations?|teasers?|upsell|cross-sell|refs|footer|header-component|tags"
    "|product-?(?:card|box|item|tile|list|grid|form|price|title|recommendations)|shg-product"
    "|next|prev|previous|pager|anzeige|werbung|annons|reklam|publicite|publicidad|publicidade|teaser"
    "|teaserbox|encart|empfehlung|empfehlungen|aehnliche|verwandte|kommentare?|commentaires?"
    "|comentarios?|comentarii|kommentarer|relacionad[oa]s|relaterad|relaterat|similaires|similare"
    "|fil-ariane|ariane|migas|migas-de-pan|brodsmulor|firimituri|brotkrumen|pie|pie-de-pagina"
    "|rodape|sidfot|subsol|fusszeile|fussbereich|kopfzeile|warenkorb|panier|carrito|carrinho"
    "|varukorg|produktkarte|produktbox|fiche-produit|autor|autorbox|autora|auteur|forfattare"
    "|schlagworte|etiquetas|etiketter|etichete|nyhetsbrev|boletin|infolettre|noutati|kopfbereich"
    "|sponsor|sponsored|copyright|sign-?up|signup-form|mailchimp|back-to-blog|read-more|trending"
    "|most-read|shop-the-(?:look|post|story)|language-switcher|testimonials?|instagram-feed|top-bar"
    "|bread-crumbs|disclaimer"
    "|blog-post-card|article-card|post-card|price|rating|ratings|reviews?|respond|toolbar"
)
"""Themes also name so what an article stands in; what holds much is no furniture."""
_CARDS = "cards?|tiles?|grid-item"
"""These hold an article's parts as well as things for sale: what they hold tells."""
_UNSEEN_NAMES = "sr-only|visually-?hidden|screen-reader(?:-text)?|screen-reader-only"
_FOLDED_AWAY = re.compile(r"accordion|collaps|tab|panel|faq|toggle", re.IGNORECASE)
"""What opens when it is touched may call itself hidden until then."""
_STATE = re.compile(
    r"(?<![\w-])(?:[\w-]+-)?(?:has|with|no|without|is|show|hide|enable)-[\w-]+"
    r"|(?<![\w-])(?:elementor|wp-block|vc|et|fl|fusion|divi|brz|oxy|ct)-[\w-]*(?:widget|module)[\w-]*"
    r"|[\w-]+-(?:open|closed|enabled|disabled|on|off|visible|below|above|active)(?![\w-])"
)
"""Names that say what else a page has, and those that page builders give to all they place."""
_HUMP = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")
_UNSEEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)


def _named(names: str) -> re.Pattern[str]:
    """Names as whole words between blanks and hyphens."""
    return re.compile(rf"(?:^|[\s-])(?:{names})(?:$|[\s-])")


_IS_FURNITURE, _MAY_BE, _IS_CARD, _IS_UNSEEN = (
    _named(_FURNITURE), _named(_PERHAPS_FURNITURE), _named(_CARDS), _named(_UNSEEN_NAMES),
)  # fmt: skip


class Called(IntEnum):
    """What the names of an element make of it."""

    NOTHING = auto()
    CARD = auto()
    PERHAPS = auto()
    FURNITURE = auto()
    UNSEEN = auto()


@lru_cache(maxsize=4096)
def called(names: str) -> Called:
    """Return what an element is that a theme calls so."""
    plain = _STATE.sub(" ", _HUMP.sub("-", names).replace("_", "-").lower())
    for pattern, what in (
        (_IS_UNSEEN, Called.UNSEEN),
        (_IS_FURNITURE, Called.FURNITURE),
        (_MAY_BE, Called.PERHAPS),
        (_IS_CARD, Called.CARD),
    ):
        if pattern.search(plain):
            return what
    return Called.NOTHING


def _tags() -> Iterator[tuple[str, Tag]]:
    for name in _HIDING.split():
        yield name, Tag(Does.HIDES)
    for name in _PARTING.split():
        yield (
            name,
            Tag(
                Does.PARTS,
                _KINDS.get(name),
                int(name[1]) if name in HEADINGS else None,
                name in _FURNITURE_TAGS,
                name if name in _CELLS else None,
                has_say=True,
                named=name in _FURNITURE_TAGS,
            ),
        )
    yield from dict.fromkeys(("b", "strong"), Tag(Does.BOLDS)).items()
    yield "br", Tag(Does.BREAKS)
    yield "a", Tag(Does.LINKS, has_say=True)


TAGS = dict(_tags())
PLAIN = Tag(Does.NOTHING)
"""Any other."""
CUSTOM = Tag(Does.PARTS, has_say=True, named=True)
"""An element that a theme has made up: its name has a hyphen."""


def is_unseen(attributes: Attributes) -> bool:
    """Whether a browser does not show it."""
    if not attributes:
        return False
    if "hidden" in attributes or _UNSEEN.search(attributes.get("style") or ""):
        return True
    names = names_of(attributes)
    if attributes.get("aria-hidden") == "true" and not _FOLDED_AWAY.search(names):
        return True
    return bool(names) and called(names) is Called.UNSEEN


def names_of(attributes: Attributes) -> str:
    """All that an element is called: its classes, its id, what it says it is for."""
    names = attributes.get("class") or ""
    for key in _NAMING:
        name = attributes.get(key)
        if name and (key == "id" or len(name) <= _LONGEST_LABEL):
            names = f"{names} {name.rpartition('/')[2]}"
    return names[:_LONGEST_NAMES]
