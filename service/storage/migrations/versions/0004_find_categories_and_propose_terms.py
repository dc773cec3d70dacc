"""Keep what readings say of each category as rows, and terms that a shop may want to add."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

SERIAL = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    _categories_of("article", ("stance", sa.String(length=16)), ("salience", sa.Float()))
    _categories_of("product", ("presence", sa.String(length=16)))
    op.create_table(
        "term_candidates",
        sa.Column("shop_id", SERIAL, nullable=False),
        sa.Column("noun", sa.String(length=16), nullable=False),
        sa.Column("text_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("folded", sa.String(length=128), nullable=False),
        sa.Column("text", sa.String(length=128), nullable=False),
        sa.Column("language", sa.String(length=8), nullable=False),
        sa.Column("sign", sa.String(length=16), nullable=False),
        sa.Column("quote", sa.Text(), nullable=False),
        _of_shop("term_candidates"),
        sa.PrimaryKeyConstraint(
            "shop_id", "noun", "text_id", "folded", name=op.f("pk_term_candidates")
        ),
    )
    op.create_index(
        op.f("ix_term_candidates_shop_id_folded"), "term_candidates", ["shop_id", "folded"]
    )
    op.create_table(
        "term_dismissals",
        sa.Column("shop_id", SERIAL, nullable=False),
        sa.Column("folded", sa.String(length=128), nullable=False),
        sa.Column("text", sa.String(length=128), nullable=False),
        sa.Column("author", sa.String(length=255), nullable=False),
        sa.Column("dismissed_at", sa.DateTime(timezone=True), nullable=False),
        _of_shop("term_dismissals"),
        sa.PrimaryKeyConstraint("shop_id", "folded", name=op.f("pk_term_dismissals")),
    )
    for table in ("products", "articles"):
        op.add_column(table, sa.Column("mined_key", sa.String(length=160), nullable=True))
        # read everything once again, with the next sync: the new rows come with the readings
        op.execute(
            f"UPDATE {table} SET reading_key = content_hash || '::' WHERE reading_key IS NOT NULL"  # noqa: S608  our own names
        )


def downgrade() -> None:
    for table in ("articles", "products"):
        op.drop_column(table, "mined_key")
    for table in (
        "term_dismissals", "term_candidates", "product_categories", "article_categories"
    ):  # fmt: skip
        op.drop_table(table)


def _categories_of(noun: str, *said: tuple[str, sa.types.TypeEngine[Any]]) -> None:
    table = f"{noun}_categories"
    op.create_table(
        table,
        sa.Column("shop_id", SERIAL, nullable=False),
        sa.Column(f"{noun}_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("category", sa.String(length=40), nullable=False),
        *(sa.Column(name, kind, nullable=False) for name, kind in said),
        sa.ForeignKeyConstraint(
            ["shop_id", f"{noun}_id"],
            [f"{noun}s.shop_id", f"{noun}s.id"],
            name=op.f(f"fk_{table}_shop_id_{noun}_id"),
            ondelete="CASCADE",
        ),
        _of_shop(table),
        sa.PrimaryKeyConstraint("shop_id", f"{noun}_id", "category", name=op.f(f"pk_{table}")),
    )
    op.create_index(op.f(f"ix_{table}_shop_id_category"), table, ["shop_id", "category"])


def _of_shop(table: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        ["shop_id"], ["shops.id"], name=op.f(f"fk_{table}_shop_id"), ondelete="CASCADE"
    )
