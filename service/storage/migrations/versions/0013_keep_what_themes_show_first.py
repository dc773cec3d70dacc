"""Keep what was written at Shopify for themes to show before any request."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None

SERIAL = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
INSTANT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "first_paints",
        sa.Column("shop_id", SERIAL, nullable=False),
        sa.Column("generation", sa.BigInteger(), nullable=True),
        sa.Column("shards", sa.Integer(), nullable=False),
        sa.Column("lists", sa.Boolean(), nullable=False),
        sa.Column("is_cleared", sa.Boolean(), nullable=False),
        sa.Column("checked_at", INSTANT, nullable=True),
        sa.Column("compared_at", INSTANT, nullable=True),
        sa.ForeignKeyConstraint(
            ["shop_id"], ["shops.id"], name=op.f("fk_first_paints_shop_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("shop_id", name=op.f("pk_first_paints")),
    )
    op.create_table(
        "metafields",
        sa.Column("shop_id", SERIAL, nullable=False),
        sa.Column("article_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("key", sa.String(length=64), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=True),
        sa.Column("compare_digest", sa.Text(), nullable=True),
        sa.Column("made_of", sa.String(length=64), nullable=True),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("holds", sa.Integer(), nullable=False),
        sa.Column("refused", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(
            ["shop_id"], ["shops.id"], name=op.f("fk_metafields_shop_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("shop_id", "article_id", "key", name=op.f("pk_metafields")),
    )


def downgrade() -> None:
    op.drop_table("metafields")
    op.drop_table("first_paints")
