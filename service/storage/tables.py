"""Every table, once, for SQLite and PostgreSQL alike. Uniqueness always includes the shop."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    Column,
    DateTime,
    Dialect,
    Float,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    Numeric,
    String,
    Table,
    Text,
    TypeDecorator,
    false,
    text,
    true,
)
from sqlalchemy.dialects.postgresql import JSONB

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)


class Instant(TypeDecorator[datetime]):
    """An aware UTC instant; SQLite keeps no zone, so it is taken off and put back."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("an instant needs its zone")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None or value.tzinfo is not None:
            return value
        return value.replace(tzinfo=UTC)


Document = JSON().with_variant(JSONB(), "postgresql")
Serial = BigInteger().with_variant(Integer(), "sqlite")


def _shop_id(**options: Any) -> Column[int]:
    return Column(
        "shop_id", Serial, ForeignKey("shops.id", ondelete="CASCADE"), nullable=False, **options
    )


shops = Table(
    "shops",
    metadata,
    Column("id", Serial, primary_key=True, autoincrement=True),
    Column("domain", String(255), nullable=False, unique=True),
    Column("name", String(255), nullable=False),
    Column("currency", String(3), nullable=False),
    Column("timezone", String(64), nullable=False),
    Column("url", String(512), nullable=False),
    Column("mode", String(16), nullable=False),
    Column("paused", Boolean, nullable=False),
    Column("hand_placed_links", String(16), nullable=False),
    Column("new_articles", String(16), nullable=False),
    Column("generation", BigInteger, nullable=False, server_default=text("0")),
    Column("installed_at", Instant, nullable=False),
    Column("uninstalled_at", Instant, nullable=True),
    Column("synced_at", Instant, nullable=True),
    Column("fully_synced_at", Instant, nullable=True),
    Column("storefront_called_at", Instant, nullable=True),
)

# what opens the shop at Shopify; gone when it is uninstalled, but for the secrets of an own app
connections = Table(
    "connections",
    metadata,
    _shop_id(primary_key=True),
    Column("kind", String(16), nullable=False),
    Column("access_token", LargeBinary, nullable=False),
    Column("access_expires_at", Instant, nullable=True),
    Column("refresh_token", LargeBinary, nullable=True),
    Column("refresh_expires_at", Instant, nullable=True),
    Column("client_id", String(64), nullable=False, server_default=""),
    Column("client_secret", LargeBinary, nullable=True),
    Column("scopes", Text, nullable=False, server_default=""),
    Column("version", BigInteger, nullable=False),
    Column("refreshed_at", Instant, nullable=False),
    Column("reauth_needed_at", Instant, nullable=True),
    Column("closed_at", Instant, nullable=True),
    Column("ask_again_at", Instant, nullable=True),
    Column("answered_version", String(40), nullable=False, server_default=""),
)

# whoever gets tokens of a shop holds its lock; a shop has one before it is ours
token_locks = Table(
    "token_locks",
    metadata,
    Column("domain", String(255), primary_key=True),
    Column("holder", String(36), nullable=False),
    Column("until", Instant, nullable=False),
)

products = Table(
    "products",
    metadata,
    _shop_id(primary_key=True),
    Column("id", BigInteger, primary_key=True, autoincrement=False),
    Column("handle", String(255), nullable=False),
    Column("title", Text, nullable=False),
    Column("product_type", Text, nullable=False),
    Column("vendor", Text, nullable=False),
    Column("tags", Document, nullable=False),
    Column("description_html", Text, nullable=False),
    Column("ingredients", Text, nullable=False),
    Column("status", String(16), nullable=False),
    Column("published_at", Instant, nullable=True),
    Column("url", Text, nullable=True),
    Column("is_gift_card", Boolean, nullable=False),
    Column("available", Boolean, nullable=False),
    Column("price_min", Numeric(18, 4), nullable=False),
    Column("price_max", Numeric(18, 4), nullable=False),
    Column("compare_at_min", Numeric(18, 4), nullable=True),
    Column("compare_at_max", Numeric(18, 4), nullable=True),
    Column("currency", String(3), nullable=False),
    Column("image", Document, nullable=True),
    Column("updated_at", Instant, nullable=False),
    Column("content_hash", String(64), nullable=False),
    # of the block of a gathered list that the row was made of, empty where it came otherwise
    Column("source_hash", String(32), nullable=False, server_default=text("''")),
    Column("reading", Text, nullable=True),
    Column("reading_key", String(160), nullable=True),
    Column("searched", Text, nullable=True),  # the folded text that terms were looked for in
    Column("mined_key", String(160), nullable=True),  # of what content the proposals are
    Index(None, "shop_id", "handle"),
)

articles = Table(
    "articles",
    metadata,
    _shop_id(primary_key=True),
    Column("id", BigInteger, primary_key=True, autoincrement=False),
    Column("blog_handle", String(255), nullable=False),
    Column("handle", String(255), nullable=False),
    Column("title", Text, nullable=False),
    Column("body_html", Text, nullable=False),
    Column("tags", Document, nullable=False),
    Column("author", Text, nullable=False),
    Column("image", Document, nullable=True),
    Column("language", String(16), nullable=False),
    Column("is_published", Boolean, nullable=False),
    Column("published_at", Instant, nullable=True),
    Column("updated_at", Instant, nullable=False),
    Column("content_hash", String(64), nullable=False),
    # of the block of a gathered list that the row was made of, empty where it came otherwise
    Column("source_hash", String(32), nullable=False, server_default=text("''")),
    Column("state", String(16), nullable=True),  # null until it has been read
    Column("state_reason", Text, nullable=False, server_default=text("''")),
    Column("reading", Text, nullable=True),
    Column("reading_key", String(160), nullable=True),
    Column("searched", Text, nullable=True),  # the folded text that terms were looked for in
    Column("mined_key", String(160), nullable=True),  # of what content the proposals are
    # read otherwise than when it was decided on
    Column("answer_due", Boolean, nullable=False, server_default=false()),
    Index(None, "shop_id", "blog_handle", "handle"),
    Index(None, "shop_id", "state"),  # they are counted without their texts being looked at
    Index(
        "ix_articles_answer_due",
        "shop_id",
        "id",
        sqlite_where=text("answer_due"),
        postgresql_where=text("answer_due"),
    ),
)

# what readings say of each category, so that it is counted and found without decoding them
article_categories = Table(
    "article_categories",
    metadata,
    _shop_id(primary_key=True),
    Column("article_id", BigInteger, primary_key=True, autoincrement=False),
    Column("category", String(40), primary_key=True),
    Column("stance", String(16), nullable=False),
    Column("salience", Float, nullable=False),
    ForeignKeyConstraint(
        ["shop_id", "article_id"], ["articles.shop_id", "articles.id"], ondelete="CASCADE"
    ),
    Index(None, "shop_id", "category"),
)

product_categories = Table(
    "product_categories",
    metadata,
    _shop_id(primary_key=True),
    Column("product_id", BigInteger, primary_key=True, autoincrement=False),
    Column("category", String(40), primary_key=True),
    Column("presence", String(16), nullable=False),
    ForeignKeyConstraint(
        ["shop_id", "product_id"], ["products.shop_id", "products.id"], ondelete="CASCADE"
    ),
    Index(None, "shop_id", "category"),
)

answers = Table(
    "answers",
    metadata,
    _shop_id(primary_key=True),
    Column("article_id", BigInteger, primary_key=True, autoincrement=False),
    Column("decision", Text, nullable=False),
    Column("mapping_version", Integer, nullable=False),
    Column("computed_at", Instant, nullable=False),
    # whether some product may be shown; what a document says is not counted otherwise
    Column("has_products", Boolean, nullable=False, server_default=true()),
    ForeignKeyConstraint(
        ["shop_id", "article_id"], ["articles.shop_id", "articles.id"], ondelete="CASCADE"
    ),
    Index(None, "shop_id", "has_products"),
)

mapping_versions = Table(
    "mapping_versions",
    metadata,
    _shop_id(primary_key=True),
    Column("version", Integer, primary_key=True, autoincrement=False),
    Column("document", Text, nullable=False),
    Column("author", String(255), nullable=False),
    Column("note", Text, nullable=False),
    Column("published_at", Instant, nullable=False),
)

mapping_drafts = Table(
    "mapping_drafts",
    metadata,
    _shop_id(primary_key=True),
    Column("revision", Integer, nullable=False),
    Column("based_on", Integer, nullable=False),
    Column("document", Text, nullable=False),
    Column("author", String(255), nullable=False),
    Column("updated_at", Instant, nullable=False),
)

# a mapping run over the articles that it can reach, beside what is published
replays = Table(
    "replays",
    metadata,
    _shop_id(primary_key=True),
    Column("subject", String(32), primary_key=True),  # draft, or version 3
    Column("token", String(36), nullable=False),  # of this run: a newer one takes its place
    Column("number", Integer, nullable=False),  # of the draft's revision, or of the version
    Column("against", Integer, nullable=False),  # the version that was published
    Column("lexicon_version", String(64), nullable=False),
    Column("generation", BigInteger, nullable=False),  # of the shop, when it began
    Column("articles", Integer, nullable=False),  # that have been read
    Column("reached", Integer, nullable=False),  # of these, that could show something else
    Column("looked_at", Integer, nullable=False),
    Column("after_id", BigInteger, nullable=False),  # the last article looked at
    Column("moves", Text, nullable=False),  # what each product gains and loses
    Column("began_at", Instant, nullable=False),
    Column("finished_at", Instant, nullable=True),
)

replayed_articles = Table(
    "replayed_articles",
    metadata,
    _shop_id(primary_key=True),
    Column("subject", String(32), primary_key=True),
    Column("article_id", BigInteger, primary_key=True, autoincrement=False),
    Column("gains", Integer, nullable=False),
    Column("losses", Integer, nullable=False),
    Column("becomes_empty", Boolean, nullable=False),
    Column("falls_back", Boolean, nullable=False),
    Column("products", Text, nullable=False),  # "+101 -102 ": what comes and goes, to be searched
    Column("change", Text, nullable=False),
    ForeignKeyConstraint(
        ["shop_id", "subject"], ["replays.shop_id", "replays.subject"], ondelete="CASCADE"
    ),
)

lexicon_terms = Table(
    "lexicon_terms",
    metadata,
    _shop_id(primary_key=True),
    Column("folded", String(128), primary_key=True),
    Column("language", String(8), primary_key=True),
    Column("text", String(128), nullable=False),
    Column("category", String(40), nullable=False),
    Column("kind", String(16), nullable=False),
    Column("needs_skin", Boolean, nullable=False),
    Column("author", String(255), nullable=False),
    Column("added_at", Instant, nullable=False),
)

lexicon_categories = Table(
    "lexicon_categories",
    metadata,
    _shop_id(primary_key=True),
    Column("id", String(40), primary_key=True),
    Column("name", String(40), nullable=False),
    Column("parent", String(40), nullable=True),
    Column("routine_step", Integer, nullable=False),
    Column("author", String(255), nullable=False),
    Column("added_at", Instant, nullable=False),
)

lexicon_ignored = Table(
    "lexicon_ignored",
    metadata,
    _shop_id(primary_key=True),
    Column("folded", String(128), primary_key=True),
    Column("text", String(128), nullable=False),
    Column("author", String(255), nullable=False),
    Column("added_at", Instant, nullable=False),
)

term_candidates = Table(
    "term_candidates",
    metadata,
    _shop_id(primary_key=True),
    Column("noun", String(16), primary_key=True),  # products, articles
    Column("text_id", BigInteger, primary_key=True, autoincrement=False),
    Column("folded", String(128), primary_key=True),
    Column("text", String(128), nullable=False),
    Column("language", String(8), nullable=False),
    Column("sign", String(16), nullable=False),
    Column("quote", Text, nullable=False),
    Index(None, "shop_id", "folded"),
)

term_dismissals = Table(
    "term_dismissals",
    metadata,
    _shop_id(primary_key=True),
    Column("folded", String(128), primary_key=True),
    Column("text", String(128), nullable=False),
    Column("author", String(255), nullable=False),
    Column("dismissed_at", Instant, nullable=False),
)

lexicon_revisions = Table(
    "lexicon_revisions",
    metadata,
    _shop_id(primary_key=True),
    Column("revision", Integer, primary_key=True, autoincrement=False),
    Column("version", String(64), nullable=False),  # of the merged lexicon
    Column("touched", Text, nullable=False),  # what a text holds that this revision may change
    Column("author", String(255), nullable=False),
    Column("said", Text, nullable=False),
    Column("at", Instant, nullable=False),
)

jobs = Table(
    "jobs",
    metadata,
    Column("id", Serial, primary_key=True, autoincrement=True),
    _shop_id(),
    Column("kind", String(64), nullable=False),
    # 0 is the whole; the others share it, side by side, and say whose parts they are
    Column("part", Integer, nullable=False, server_default=text("0")),
    Column("whole", BigInteger, nullable=True),
    Column("payload", Document, nullable=False),
    Column("state", String(16), nullable=False),
    Column("attempts", Integer, nullable=False),
    Column("run_after", Instant, nullable=False),
    Column("leased_until", Instant, nullable=True),
    Column("lease", String(36), nullable=True),
    Column("progress", Document, nullable=False),
    Column("error", Text, nullable=True),
    Column("created_at", Instant, nullable=False),
    Column("finished_at", Instant, nullable=True),
    # a shop has at most one job of a kind waiting: what it would do twice, it does once
    Index(
        "uq_jobs_waiting",
        "shop_id",
        "kind",
        "part",
        unique=True,
        sqlite_where=text("state = 'waiting'"),
        postgresql_where=text("state = 'waiting'"),
    ),
    Index(None, "state", "run_after"),
    Index(None, "shop_id", "kind", "id"),
)

# what Shopify told, in the order in which it came; of a shop that we do not know, too
webhooks = Table(
    "webhooks",
    metadata,
    Column("id", Serial, primary_key=True, autoincrement=True),
    Column("shop_id", Serial, ForeignKey("shops.id", ondelete="CASCADE"), nullable=True),
    Column("domain", String(255), nullable=False),
    Column("webhook_id", String(100), nullable=False),
    Column("event_id", String(100), nullable=False),
    Column("topic", String(100), nullable=False),
    Column("api_version", String(32), nullable=False),
    Column("triggered_at", Instant, nullable=True),
    Column("product_id", BigInteger, nullable=True),
    Column("updated_at", Instant, nullable=True),  # as the body says it
    Column("body", LargeBinary, nullable=True),  # of what we could not read or do not know
    Column("received_at", Instant, nullable=False),
    Column("tries", Integer, nullable=False),
    Column("run_after", Instant, nullable=False),
    Column("settled_at", Instant, nullable=True),
    Column("outcome", String(255), nullable=True),
    Index("uq_webhooks_delivery", "domain", "webhook_id", unique=True),
    Index(
        "ix_webhooks_waiting",
        "shop_id",
        "run_after",
        sqlite_where=text("settled_at IS NULL"),
        postgresql_where=text("settled_at IS NULL"),
    ),
    Index(None, "shop_id", "received_at"),
    Index(None, "received_at"),
)

# what each sync did, newest kept; `storage.sync_runs` bounds both tables
sync_runs = Table(
    "sync_runs",
    metadata,
    Column("id", Serial, primary_key=True, autoincrement=True),
    _shop_id(),
    Column("kind", String(16), nullable=False),
    Column("job_id", BigInteger, nullable=False),  # the job that is at it, or was last
    Column("job_kind", String(64), nullable=False),
    Column("attempts", Integer, nullable=False),
    Column("state", String(16), nullable=False),
    Column("stage", String(64), nullable=False, server_default=""),
    Column("expected", BigInteger, nullable=True),
    *(
        Column(f"{noun}_{count}", Integer, nullable=False, server_default=text("0"))
        for noun in ("products", "articles")
        for count in ("seen", "new", "changed", "gone")
    ),
    Column("held_back", Document, nullable=False),
    Column("error", Text, nullable=True),
    Column("started_at", Instant, nullable=False),
    Column("alive_at", Instant, nullable=False),
    Column("ended_at", Instant, nullable=True),
    Index(None, "shop_id", "kind", "id"),
)

sync_changes = Table(
    "sync_changes",
    metadata,
    _shop_id(primary_key=True),
    Column("run_id", Serial, ForeignKey("sync_runs.id", ondelete="CASCADE"), primary_key=True),
    Column("noun", String(16), primary_key=True),  # products, articles
    Column("item_id", BigInteger, primary_key=True, autoincrement=False),
    Column("change", String(16), nullable=False),
    Column("title", Text, nullable=False),
    Index(None, "run_id"),
)

# how far a shop's changes have been followed, by the shop's own clock
change_marks = Table(
    "change_marks",
    metadata,
    _shop_id(primary_key=True),
    Column("feed", String(32), primary_key=True),
    Column("at", Instant, nullable=False),
)

# what a shop's theme shows before any request: what was brought up last, and how
first_paints = Table(
    "first_paints",
    metadata,
    _shop_id(primary_key=True),
    Column("generation", BigInteger, nullable=True),  # of the shop, as of then
    Column("shards", Integer, nullable=False),
    Column("lists", Boolean, nullable=False),  # on articles, as the merchant has granted
    Column("is_cleared", Boolean, nullable=False),
    Column("checked_at", Instant, nullable=True),
    Column("compared_at", Instant, nullable=True),  # with what stands at Shopify
)

# what Endcap wrote at Shopify, as far as we know; without a digest nobody knows
metafields = Table(
    "metafields",
    metadata,
    _shop_id(primary_key=True),
    Column("article_id", BigInteger, primary_key=True, autoincrement=False),  # 0: no article
    Column("key", String(64), primary_key=True),
    Column("digest", String(64), nullable=True),
    Column("compare_digest", Text, nullable=True),
    Column("made_of", String(64), nullable=True),
    Column("size", Integer, nullable=False),
    Column("holds", Integer, nullable=False),  # so many articles
    Column("refused", Text, nullable=True),
)

heartbeats = Table(
    "heartbeats",
    metadata,
    Column("name", String(32), primary_key=True),
    Column("at", Instant, nullable=False),
)

segments = Table(
    "segments",
    metadata,
    Column("name", String(128), primary_key=True),
    Column("byte_offset", BigInteger, nullable=False),
    Column("updated_at", Instant, nullable=False),
)

events = Table(
    "events",
    metadata,
    _shop_id(primary_key=True),
    Column("id", String(36), primary_key=True),
    Column("kind", String(16), nullable=False),
    Column("source", String(16), nullable=False),
    Column("article_id", BigInteger, nullable=False),
    Column("product_id", BigInteger, nullable=False),
    Column("slot", String(32), nullable=False),
    Column("position", Integer, nullable=False),
    Column("hand_placed", Boolean, nullable=False),
    Column("set_id", String(64), nullable=False),
    Column("mapping_version", Integer, nullable=False),
    Column("arm", String(32), nullable=False),
    Column("propensity", Numeric(9, 8), nullable=False),
    Column("visitor_class", String(16), nullable=False),
    Column("class_reason", String(64), nullable=False),
    Column("consent", Boolean, nullable=False),
    Column("visitor", String(64), nullable=True),
    Column("occurred_at", Instant, nullable=False),
    Column("received_at", Instant, nullable=False),
    Column("stored_at", Instant, nullable=False),
    Index(None, "shop_id", "kind", "received_at", "id"),
)

dead_letters = Table(
    "dead_letters",
    metadata,
    Column("id", Serial, primary_key=True, autoincrement=True),
    Column("segment", String(128), nullable=False),
    Column("byte_offset", BigInteger, nullable=False),
    Column("line", LargeBinary, nullable=False),
    Column("reason", Text, nullable=False),
    Column("created_at", Instant, nullable=False),
    Index("uq_dead_letters_place", "segment", "byte_offset", unique=True),
)

users = Table(
    "users",
    metadata,
    Column("id", Serial, primary_key=True, autoincrement=True),
    Column("email", String(255), nullable=False, unique=True),
    Column("password", String(255), nullable=True),
    Column("active", Boolean, nullable=False),
    Column("fs_uniquifier", String(64), nullable=False, unique=True),
    Column("confirmed_at", Instant, nullable=True),
    Column("created_at", Instant, nullable=False),
)

memberships = Table(
    "memberships",
    metadata,
    _shop_id(primary_key=True),
    Column("user_id", Serial, ForeignKey("users.id", ondelete="CASCADE"), primary_key=True),
    Column("role", String(16), nullable=False),  # viewer, editor, publisher, admin
)

api_keys = Table(
    "api_keys",
    metadata,
    Column("id", Serial, primary_key=True, autoincrement=True),
    _shop_id(),
    Column("name", String(80), nullable=False),
    Column("digest", String(64), nullable=False, unique=True),
    Column("scopes", Document, nullable=False),
    Column("created_at", Instant, nullable=False),
    Column("last_used_at", Instant, nullable=True),
    Column("revoked_at", Instant, nullable=True),
)

audit = Table(
    "audit",
    metadata,
    Column("id", Serial, primary_key=True, autoincrement=True),
    _shop_id(),
    Column("at", Instant, nullable=False),
    Column("author", String(255), nullable=False),
    Column("action", String(64), nullable=False),
    Column("detail", Document, nullable=False),
    Index(None, "shop_id", "at"),
)
