"""The shapes of what is asked about metafields, as `wire` has those of the catalogue."""

from __future__ import annotations

import msgspec

from service.clients.shopify.wire import Gid, PageInfo


class Digested(msgspec.Struct, rename="camel", frozen=True):
    compare_digest: str


class KeyedDigest(msgspec.Struct, rename="camel", frozen=True):
    key: str
    compare_digest: str


class KeyedPage(msgspec.Struct, rename="camel", frozen=True):
    nodes: list[KeyedDigest]
    page_info: PageInfo


class KeptThere(msgspec.Struct, frozen=True):
    metafields: KeyedPage


class InstallationMetafieldsAnswer(msgspec.Struct, rename="camel", frozen=True):
    current_app_installation: KeptThere


class ArticleWithMetafield(msgspec.Struct, frozen=True):
    id: Gid
    metafield: Digested | None


class ArticleMetafieldsAnswer(msgspec.Struct, frozen=True):
    nodes: list[ArticleWithMetafield | None]


class SetError(msgspec.Struct, frozen=True):
    message: str
    code: str | None
    field: list[str] | None


class SetMetafields(msgspec.Struct, rename="camel", frozen=True):
    metafields: list[Digested] | None
    user_errors: list[SetError]


class SetMetafieldsAnswer(msgspec.Struct, rename="camel", frozen=True):
    metafields_set: SetMetafields


class UserError(msgspec.Struct, frozen=True):
    message: str


class Done(msgspec.Struct, rename="camel", frozen=True):
    user_errors: list[UserError]


class DeleteMetafieldsAnswer(msgspec.Struct, rename="camel", frozen=True):
    metafields_delete: Done


class RevokeScopesAnswer(msgspec.Struct, rename="camel", frozen=True):
    app_revoke_access_scopes: Done
