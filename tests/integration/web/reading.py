"""The furnished shop with the whole lexicon, and texts that were really read with it."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from service.domain.articles import Article
from service.domain.catalog import Product, Shop
from service.domain.jobs import JobKind
from service.storage import articles, catalog, jobs
from service.storage.lexicon import load_default_lexicon
from service.wiring import Services, run_due
from tests.builders import a_product, an_article
from tests.integration.web.furnished import MARKUP

OIL = "At night I press zumbra oil into damp skin."


def with_whole_lexicon(services: Services) -> Services:
    return replace(services, lexicon=load_default_lexicon())


def read_texts(services: Services, shop: Shop) -> None:
    """Bring the texts in, have them read and looked through for proposals, as workers would."""
    with services.database.system() as tx:
        articles.store(tx, shop.id, the_articles())
        catalog.store(tx, shop.id, the_products())
    read_again(services, shop)


def read_again(services: Services, shop: Shop) -> None:
    with services.database.system() as tx:
        jobs.add(tx, shop.id, JobKind.READ_CONTENT, {}, services.clock())
    run_due(JobKind.READ_CONTENT, services)
    run_due(JobKind.COMPUTE_RECOMMENDATIONS, services)
    tomorrow = services.clock() + timedelta(days=1)
    run_due(JobKind.PROPOSE_TERMS, replace(services, clock=lambda: tomorrow))


def the_articles() -> list[Article]:
    said = {
        11: ("Milk for tired skin", f"<p>Moon milk calms tired skin overnight. {OIL}</p>"),
        12: (
            "Glycolic acid, slowly",
            "<p>We recommend glycolic acid for dull skin, twice a week.</p>",
        ),
        13: (
            f"Peptides {MARKUP}",
            f"<p>Peptides firm the skin. {OIL} Retinol is not for pregnant women.</p>",
        ),
        14: ("A list", "<p>Look for niacinamide, ectomarine and panthenol for your skin.</p>"),
        15: (
            "Another list",
            "<p>Your skin likes ceramides, ectomarine and panthenol, and no scrub.</p>",
        ),
    }
    return [
        an_article(number, title=title, handle=f"read-{number}", body_html=html, language="en")
        for number, (title, html) in said.items()
    ]


def the_products() -> list[Product]:
    return [
        a_product(201, title="Glow Serum", ingredients="Aqua, Glycolic Acid, Zumbramide, Glycerin"),
        a_product(202, title=f"Peptide Cream {MARKUP}", ingredients="Aqua, Zumbramide, Squalane"),
        a_product(203, title="Moon Milk Balm", ingredients="Petrolatum, Shea Butter"),
    ]
