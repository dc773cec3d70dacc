"""The real client hears from the fake what was edited and what is gone, over real HTTP."""

from __future__ import annotations

from datetime import timedelta

import pytest

from service.domain.articles import ArticleId
from service.domain.catalog import ProductId
from service.domain.changes import Subject
from service.ports import utc_now
from tests.integration.shopify.fake_process import FakeProcess


def actions(fake: FakeProcess, subject: Subject, number: int) -> list[str]:
    since = utc_now() - timedelta(minutes=1)
    told = [each for page in fake.feed().happenings(subject, since=since) for each in page]
    return [each.action for each in told if each.subject_id == number]


@pytest.mark.parametrize("subject", list(Subject))
def test_lists_all_that_there_is_once(large: FakeProcess, subject: Subject) -> None:
    pages = list(large.feed(list_limit=300).listed(subject))

    many = 320 if subject is Subject.PRODUCT else 260
    assert list(range(1, many + 1)) == [line.id for page in pages for line in page]


def test_a_deleted_article_is_told_and_is_no_longer_found(fake: FakeProcess) -> None:
    here = fake.feed().articles_by_id([ArticleId(1), ArticleId(2)])
    article = next(article for article in here if article.id == 2)

    fake.control("DELETE", f"articles/{article.blog_handle}/{article.handle}")

    assert ["destroy"] == actions(fake, Subject.ARTICLE, 2)
    assert [1] == [a.id for a in fake.feed().articles_by_id([ArticleId(1), ArticleId(2)])]


def test_a_deleted_product_is_told(fake: FakeProcess) -> None:
    product = fake.feed().products_by_id([ProductId(3)])[0]

    fake.control("DELETE", f"products/{product.handle}")

    assert ["destroy"] == actions(fake, Subject.PRODUCT, 3)


def test_what_happened_long_ago_is_left_out(fake: FakeProcess) -> None:
    later = utc_now() + timedelta(minutes=1)

    assert [] == [e for page in fake.feed().happenings(Subject.ARTICLE, since=later) for e in page]
