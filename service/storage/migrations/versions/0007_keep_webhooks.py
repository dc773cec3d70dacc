"""Keep what Shopify tells of by itself before it is acted on."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

SERIAL = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
INSTANT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "webhooks",
        sa.Column("id", SERIAL, autoincrement=True, nullable=False),
        sa.Column("shop_id", SERIAL, nullable=True),
        sa.Column("domain", sa.String(length=255), nullable=False),
        sa.Column("webhook_id", sa.String(length=100), nullable=False),
        sa.Column("event_id", sa.String(length=100), nullable=False),
        sa.Column("topic", sa.String(length=100), nullable=False),
        sa.Column("api_version", sa.String(length=32), nullable=False),
        sa.Column("triggered_at", INSTANT, nullable=True),
        sa.Column("product_id", sa.BigInteger(), nullable=True),
        sa.Column("updated_at", INSTANT, nullable=True),
        sa.Column("body", sa.LargeBinary(), nullable=True),
        sa.Column("received_at", INSTANT, nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("run_after", INSTANT, nullable=False),
        sa.Column("settled_at", INSTANT, nullable=True),
        sa.Column("outcome", sa.String(length=255), nullable=True),
        sa.ForeignKeyConstraint(
            ["shop_id"], ["shops.id"], name=op.f("fk_webhooks_shop_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_webhooks")),
    )
    op.create_index("uq_webhooks_delivery", "webhooks", ["domain", "webhook_id"], unique=True)
    op.create_index(
        "ix_webhooks_waiting",
        "webhooks",
        ["shop_id", "run_after"],
        sqlite_where=sa.text("settled_at IS NULL"),
        postgresql_where=sa.text("settled_at IS NULL"),
    )
    op.create_index(op.f("ix_webhooks_shop_id_received_at"), "webhooks", ["shop_id", "received_at"])
    op.create_index(op.f("ix_webhooks_received_at"), "webhooks", ["received_at"])


def downgrade() -> None:
    op.drop_table("webhooks")
