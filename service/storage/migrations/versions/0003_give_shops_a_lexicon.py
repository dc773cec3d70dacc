"""Give shops terms and categories of their own, and let a job be shared in parts."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

SERIAL = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
WAITING = sa.text("state = 'waiting'")
DUE = sa.text("answer_due")


def upgrade() -> None:
    op.create_table(
        "lexicon_terms",
        sa.Column("shop_id", SERIAL, nullable=False),
        sa.Column("folded", sa.String(length=128), nullable=False),
        sa.Column("language", sa.String(length=8), nullable=False),
        sa.Column("text", sa.String(length=128), nullable=False),
        sa.Column("category", sa.String(length=40), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("needs_skin", sa.Boolean(), nullable=False),
        *_who_and_when(),
        _of_shop("lexicon_terms"),
        sa.PrimaryKeyConstraint("shop_id", "folded", "language", name=op.f("pk_lexicon_terms")),
    )
    op.create_table(
        "lexicon_categories",
        sa.Column("shop_id", SERIAL, nullable=False),
        sa.Column("id", sa.String(length=40), nullable=False),
        sa.Column("name", sa.String(length=40), nullable=False),
        sa.Column("parent", sa.String(length=40), nullable=True),
        sa.Column("routine_step", sa.Integer(), nullable=False),
        *_who_and_when(),
        _of_shop("lexicon_categories"),
        sa.PrimaryKeyConstraint("shop_id", "id", name=op.f("pk_lexicon_categories")),
    )
    op.create_table(
        "lexicon_ignored",
        sa.Column("shop_id", SERIAL, nullable=False),
        sa.Column("folded", sa.String(length=128), nullable=False),
        sa.Column("text", sa.String(length=128), nullable=False),
        *_who_and_when(),
        _of_shop("lexicon_ignored"),
        sa.PrimaryKeyConstraint("shop_id", "folded", name=op.f("pk_lexicon_ignored")),
    )
    op.create_table(
        "lexicon_revisions",
        sa.Column("shop_id", SERIAL, nullable=False),
        sa.Column("revision", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("version", sa.String(length=64), nullable=False),
        sa.Column("touched", sa.Text(), nullable=False),
        sa.Column("author", sa.String(length=255), nullable=False),
        sa.Column("said", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        _of_shop("lexicon_revisions"),
        sa.PrimaryKeyConstraint("shop_id", "revision", name=op.f("pk_lexicon_revisions")),
    )
    op.add_column("products", sa.Column("searched", sa.Text(), nullable=True))
    op.add_column("articles", sa.Column("searched", sa.Text(), nullable=True))
    op.add_column(
        "articles", sa.Column("answer_due", sa.Boolean(), server_default=sa.false(), nullable=False)
    )
    op.create_index(
        "ix_articles_answer_due",
        "articles",
        ["shop_id", "id"],
        sqlite_where=DUE,
        postgresql_where=DUE,
    )
    op.add_column(
        "jobs", sa.Column("part", sa.Integer(), server_default=sa.text("0"), nullable=False)
    )
    op.add_column("jobs", sa.Column("whole", sa.BigInteger(), nullable=True))
    _let_wait_one_of("shop_id", "kind", "part")
    op.create_index(op.f("ix_jobs_shop_id_kind_id"), "jobs", ["shop_id", "kind", "id"])


def downgrade() -> None:
    op.drop_index(op.f("ix_jobs_shop_id_kind_id"), "jobs")
    op.execute("DELETE FROM jobs WHERE part <> 0")
    _let_wait_one_of("shop_id", "kind")
    op.drop_column("jobs", "whole")
    op.drop_column("jobs", "part")
    op.drop_index("ix_articles_answer_due", "articles")
    op.drop_column("articles", "answer_due")
    op.drop_column("articles", "searched")
    op.drop_column("products", "searched")
    for table in ("revisions", "ignored", "categories", "terms"):
        op.drop_table(f"lexicon_{table}")


def _who_and_when() -> tuple[sa.Column[str], sa.Column[object]]:
    return (
        sa.Column("author", sa.String(length=255), nullable=False),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
    )


def _of_shop(table: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        ["shop_id"], ["shops.id"], name=op.f(f"fk_{table}_shop_id"), ondelete="CASCADE"
    )


def _let_wait_one_of(*columns: str) -> None:
    op.drop_index("uq_jobs_waiting", "jobs")
    op.create_index(
        "uq_jobs_waiting",
        "jobs",
        [*columns],
        unique=True,
        sqlite_where=WAITING,
        postgresql_where=WAITING,
    )
