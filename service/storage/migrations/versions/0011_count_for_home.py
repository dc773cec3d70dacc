"""Count what Home says without reading texts, and remember that a storefront has called."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column(
        "shops", sa.Column("storefront_called_at", sa.DateTime(timezone=True), nullable=True)
    )
    op.add_column(
        "answers",
        sa.Column("has_products", sa.Boolean(), server_default=sa.true(), nullable=False),
    )
    # the keys of a decision are in order: this stands right at its beginning
    op.execute(
        "UPDATE answers SET has_products = false "
        "WHERE substr(decision, 1, 80) LIKE '%\"candidates\":[]%'"
    )
    op.create_index(op.f("ix_answers_shop_id_has_products"), "answers", ["shop_id", "has_products"])
    op.create_index(op.f("ix_articles_shop_id_state"), "articles", ["shop_id", "state"])


def downgrade() -> None:
    op.drop_index(op.f("ix_articles_shop_id_state"), "articles")
    op.drop_index(op.f("ix_answers_shop_id_has_products"), "answers")
    op.drop_column("answers", "has_products")
    op.drop_column("shops", "storefront_called_at")
