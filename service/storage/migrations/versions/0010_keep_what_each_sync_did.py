"""Keep what each sync did, and what it changed."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

SERIAL = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
INSTANT = sa.DateTime(timezone=True)
DOCUMENT = sa.JSON().with_variant(JSONB(), "postgresql")


def upgrade() -> None:
    op.create_table(
        "sync_runs",
        sa.Column("id", SERIAL, autoincrement=True, nullable=False),
        sa.Column("shop_id", SERIAL, nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("job_id", sa.BigInteger(), nullable=False),
        sa.Column("job_kind", sa.String(length=64), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("stage", sa.String(length=64), server_default="", nullable=False),
        sa.Column("expected", sa.BigInteger(), nullable=True),
        *(
            sa.Column(f"{noun}_{count}", sa.Integer(), server_default=sa.text("0"), nullable=False)
            for noun in ("products", "articles")
            for count in ("seen", "new", "changed", "gone")
        ),
        sa.Column("held_back", DOCUMENT, nullable=False),
        sa.Column("error", sa.Text(), nullable=True),
        sa.Column("started_at", INSTANT, nullable=False),
        sa.Column("alive_at", INSTANT, nullable=False),
        sa.Column("ended_at", INSTANT, nullable=True),
        sa.ForeignKeyConstraint(
            ["shop_id"], ["shops.id"], name=op.f("fk_sync_runs_shop_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sync_runs")),
    )
    op.create_index(op.f("ix_sync_runs_shop_id_kind_id"), "sync_runs", ["shop_id", "kind", "id"])
    op.create_table(
        "sync_changes",
        sa.Column("shop_id", SERIAL, nullable=False),
        sa.Column("run_id", SERIAL, nullable=False),
        sa.Column("noun", sa.String(length=16), nullable=False),
        sa.Column("item_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("change", sa.String(length=16), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["run_id"], ["sync_runs.id"], name=op.f("fk_sync_changes_run_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["shop_id"], ["shops.id"], name=op.f("fk_sync_changes_shop_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint(
            "shop_id", "run_id", "noun", "item_id", name=op.f("pk_sync_changes")
        ),
    )
    op.create_index(op.f("ix_sync_changes_run_id"), "sync_changes", ["run_id"])


def downgrade() -> None:
    op.drop_table("sync_changes")
    op.drop_table("sync_runs")
