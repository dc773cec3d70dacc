"""What Endcap keeps at a shop: metafields of its own installation, and of the shop's articles."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cached_property
from typing import Any

from service.clients.shopify.graphql import GraphQLClient
from service.clients.shopify.queries import query
from service.clients.shopify.translate import number_of
from service.clients.shopify.wire import Answer, Installation, InstallationAnswer, shaped
from service.clients.shopify.wire_metafields import (
    ArticleMetafieldsAnswer,
    DeleteMetafieldsAnswer,
    Done,
    InstallationMetafieldsAnswer,
    RevokeScopesAnswer,
    SetError,
    SetMetafieldsAnswer,
)
from service.domain.articles import ArticleId
from service.domain.errors import ShopifyRefusedError, ShopifyUnavailableError
from service.domain.first_paint import ARTICLE_NAMESPACE, NAMESPACE
from service.domain.metafields import Fault, Metafield, Place, Written

LISTED_A_PAGE = 250


class GraphQLMetafields:
    """A `ShopMetafields`."""

    def __init__(self, client: GraphQLClient) -> None:
        self._client = client

    def granted(self) -> frozenset[str]:
        return self._installation.scopes

    def digests(self) -> Mapping[str, str]:
        found: dict[str, str] = {}
        asked: dict[str, Any] = {"first": LISTED_A_PAGE, "after": None, "namespace": NAMESPACE}
        while True:
            answer = self._ask("installation_metafields", asked, InstallationMetafieldsAnswer)
            page = answer.current_app_installation.metafields
            found.update((node.key, node.compare_digest) for node in page.nodes)
            if not page.page_info.has_next_page:
                return found
            asked = {**asked, "after": page.page_info.end_cursor}

    def digests_on(self, key: str, articles: Sequence[ArticleId]) -> Mapping[ArticleId, str]:
        asked = {
            "ids": [_article_gid(each) for each in articles],
            "namespace": ARTICLE_NAMESPACE,
            "key": key,
        }
        nodes = self._ask("article_metafields", asked, ArticleMetafieldsAnswer).nodes
        return {
            ArticleId(number_of(node.id)): node.metafield.compare_digest
            for node in nodes
            if node is not None and node.metafield is not None
        }

    def write(self, given: Sequence[Metafield]) -> Written:
        asked = {"metafields": [self._input(each) for each in given]}
        done = self._change("set_metafields", asked, SetMetafieldsAnswer).metafields_set
        if done.user_errors:
            return Written(faults=[_fault(error) for error in done.user_errors])
        digests = [each.compare_digest for each in done.metafields or ()]
        if len(digests) != len(given):
            raise ShopifyUnavailableError("not all metafields came back that were written")
        return Written(digests=digests)

    def delete(self, places: Sequence[Place]) -> None:
        asked = {"metafields": [self._identified(place) for place in places]}
        answer = self._change("delete_metafields", asked, DeleteMetafieldsAnswer)
        _refuse(answer.metafields_delete)

    def give_back(self, scope: str) -> None:
        answer = self._change("revoke_scopes", {"scopes": [scope]}, RevokeScopesAnswer)
        _refuse(answer.app_revoke_access_scopes)

    @cached_property
    def _installation(self) -> Installation:
        return self._ask("installation", {}, InstallationAnswer).current_app_installation

    def _input(self, given: Metafield) -> Mapping[str, Any]:
        return {
            **self._identified(given.place),
            "type": given.type,
            "value": given.value,
            "compareDigest": given.compare_digest,
        }

    def _identified(self, place: Place) -> Mapping[str, str]:
        if place.article is None:
            owner, namespace = self._installation.id, NAMESPACE
        else:
            owner, namespace = _article_gid(place.article), ARTICLE_NAMESPACE
        return {"ownerId": owner, "namespace": namespace, "key": place.key}

    def _ask(self, name: str, variables: Mapping[str, Any], shape: type[Answer]) -> Answer:
        return shaped(self._client.ask(query(name), variables), shape, name)

    def _change(self, name: str, variables: Mapping[str, Any], shape: type[Answer]) -> Answer:
        """What is written twice is as good as written once: digests tell."""
        data = self._client.change(query(name), variables, repeatable=True)
        return shaped(data, shape, name)


def _article_gid(article: ArticleId) -> str:
    return f"gid://shopify/Article/{article}"


def _fault(error: SetError) -> Fault:
    """Which metafield is meant stands in the path; ``elementIndex`` is of a list in its value."""
    said = error.field[1] if error.field and len(error.field) > 1 else ""
    return Fault(int(said) if said.isdecimal() else None, error.code or "", error.message)


def _refuse(done: Done) -> None:
    if done.user_errors:
        raise ShopifyRefusedError("; ".join(error.message for error in done.user_errors))
