"""Keep of what block of a gathered list each row was made: what has not changed is not read."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

TABLES = ("products", "articles")


def upgrade() -> None:
    for table in TABLES:
        op.add_column(
            table,
            sa.Column("source_hash", sa.String(length=32), server_default="", nullable=False),
        )


def downgrade() -> None:
    for table in TABLES:
        op.drop_column(table, "source_hash")
