"""Names of elements tell what a theme puts around an article from what it puts the article in."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from service.domain.articles import Zone
from service.domain.reading.html import read_html
from service.domain.reading.tags import Called, called
from service.domain.reading.zones import Sign, zones_of

if TYPE_CHECKING:
    from tests.unit.reading.conftest import Read

PROSE = "Use retinol on your skin, and give it time, for it takes weeks until anything is seen. "


@pytest.mark.parametrize(
    "names",
    [
        "article-template__content page-width page-width--narrow rte", "article__body rte",
        "Article__Body Rte", "entry-content", "post-content clearfix", "blog-post-content",
        "shg-rich-text shg-theme-text-content", "sc-abc pf-4_", "main-content",
        "section section--page-width", "rich-text__text", "container", "row", "col-md-8",
        "content-wrapper", "single-post hentry category-skin tag-acne",
        "wp-block-group is-layout-flow",
        "elementor-element elementor-widget elementor-widget-text-editor",
        "elementor-widget-container", "et_pb_module et_pb_text", "wpb_wrapper",
        "wixui-rich-text", "sqs-block-content", "w-richtext", "kg-callout-text",
        "article-content-with-toc", "page has-toc", "template-article gradient",
        "blog-articles__article", "prose max-w-none", "MsoNormal", "tip-box", "note", "callout",
        "faq__answer", "accordion-content", "tab-panel", "ingredient-list", "step",
        "product-description rte", "key-takeaways", "summary-box", "lead", "intro",
        "article-intro", "text-center", "highlight", "pull-quote", "expert-quote",
        "table-responsive", "tw-hidden", "commentary", "socially-aware", "shared-values",
        "bioactive", "biography-of-a-molecule", "menuet", "carton", "adsorption", "headline",
        "post__body", "single__content", "story-body", "c-article", "richtext", "u-margin",
        "grid__item", "image-with-text__text", "collapsible-content",
    ],
)  # fmt: skip
def test_takes_no_part_of_an_article_for_furniture(names: str) -> None:
    assert called(names) is Called.NOTHING


@pytest.mark.parametrize(
    "names",
    [
        "announcement-bar__message", "blog-articles__related",
        "article-template__comment-wrapper", "social-sharing", "share-button__fallback",
        "newsletter-form", "footer-block__newsletter", "breadcrumb", "woocommerce-breadcrumb",
        "ProductItem__Title", "product-card-wrapper", "card-information", "related-articles",
        "RelatedPosts", "jp-relatedposts", "post-navigation", "nav-previous", "comment-list",
        "author-box", "about-author", "post-author", "article__author", "sidebar-primary",
        "widget_recent_entries", "cookie-notice", "cc-window cookieconsent", "popup-overlay",
        "modal__content", "drawer__inner", "mega-menu__list", "site-nav", "main-menu",
        "pagination-wrapper", "tag-list", "article__tags", "yotpo-review",
        "product-recommendations", "recommended-products", "upsell-block", "promo-banner",
        "ad-slot", "ads", "google-ad", "sponsor", "footer", "site-footer__menu", "copyright",
        "sign-up-form", "email-signup", "mailchimp", "back-to-blog", "read-more", "teaser",
        "post-teaser", "trending", "popular-posts", "most-read", "shop-the-look", "cart-drawer",
        "mini-cart", "search-form", "language-switcher", "skip-to-content-link", "toc-container",
        "table-of-contents", "disclaimer", "references", "sources", "footnotes", "review-list",
        "testimonial", "rating-stars", "instagram-feed", "related_posts", "newsletterSignup",
        "cookieBar", "siteHeader", "top-bar", "announcement", "breadCrumbs", "prevNext",
        "article-nav", "bottom-nav", "post-tags", "byline", "entry-footer", "shareThis",
        "addtoany_share", "sharethis-inline",
    ],
)  # fmt: skip
def test_knows_furniture_by_its_names(names: str) -> None:
    assert called(names) is not Called.NOTHING


@pytest.mark.parametrize(
    "html",
    [
        "<div class='related'>{}</div>",
        "<form>{}</form>",
        "<nav>Menu</nav><section class='comments'>{}</section>",
        "<div class='related'><h1>Skin</h1>{}</div><p>A line of another article, not so short.</p>",
        "<div class='elementor-widget elementor-widget-text-editor'>{}</div><p>And so on.</p>",
        "<div class='card'>{}</div><p>And so on.</p>",
    ],
)
def test_an_article_is_read_whatever_its_wrapper_is_called(read: Read, html: str) -> None:
    assert read(html.format(f"<p>{PROSE * 2}</p>")).categories


@pytest.mark.parametrize(
    "html",
    [
        "<div class='card'><a href='/x'>{}</a></div>",
        "<div class='card'>{}<p>$12</p></div>",
        "<div class='card'>{}<button>Add</button></div>",
        "<product-card>{}</product-card>",
        "<div role='navigation'>{}</div>",
    ],
)
def test_what_is_for_sale_or_leads_elsewhere_is_not_read(read: Read, html: str) -> None:
    text = read(f"<p>{PROSE * 2}</p>" + html.format("<p>Peptides for all</p>")).text

    around = next(b for b in text.blocks if "Peptides" in text.text[b.start : b.end])
    assert Zone.BOILERPLATE == around.zone


PIECES = st.sampled_from(
    [
        "<x-y>", "</x-y>", "<div role='navigation'>", "<div class='card'>", "</div>", "<nav>",
        "</nav>", "<form>", "<span hidden>", "<p aria-hidden='true'>", "</p>", "<h1>", "</h1>",
        "<h2><button>", "</button></h2>", "<li>", "<a href='/a'>", "<a href='/products/x'>", "</a>",
        "retinol ", "skin. ", "$3.00", "You may also like", "Older: x", "Newer: y", "Home", "Menu",
        "References", "Read more", "Tags: a", "Comments (2)", "2 \u20ac \u2013 Add to cart",
        "\u2026", "#retinol #skin", "Home > Blog", "\u2190 Older post", "cookies on this site",
        "<p>",
    ]
)  # fmt: skip


@settings(max_examples=300, deadline=None)
@given(st.lists(PIECES, max_size=60))
def test_whatever_stands_around_each_block_has_a_zone(pieces: list[str]) -> None:
    raw = read_html("".join(pieces))

    zones = zones_of(raw, dict.fromkeys(range(len(raw.blocks)), frozenset(Sign)))

    assert len(raw.blocks) == len(zones)
    assert all(block.text.strip() for block in raw.blocks)
    assert all(0 <= block.linked and 0 <= block.anchors for block in raw.blocks)
