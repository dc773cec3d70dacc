"""Keep the tokens of a shop in a table of their own: they expire, and one process renews them."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0004"
branch_labels = None
depends_on = None

SERIAL = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
INSTANT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "connections",
        sa.Column("shop_id", SERIAL, nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("access_token", sa.LargeBinary(), nullable=False),
        sa.Column("access_expires_at", INSTANT, nullable=True),
        sa.Column("refresh_token", sa.LargeBinary(), nullable=True),
        sa.Column("refresh_expires_at", INSTANT, nullable=True),
        sa.Column("client_id", sa.String(length=64), server_default="", nullable=False),
        sa.Column("client_secret", sa.LargeBinary(), nullable=True),
        sa.Column("scopes", sa.Text(), server_default="", nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("refreshed_at", INSTANT, nullable=False),
        sa.Column("reauth_needed_at", INSTANT, nullable=True),
        sa.Column("closed_at", INSTANT, nullable=True),
        sa.Column("ask_again_at", INSTANT, nullable=True),
        sa.Column("answered_version", sa.String(length=40), server_default="", nullable=False),
        sa.ForeignKeyConstraint(
            ["shop_id"], ["shops.id"], name=op.f("fk_connections_shop_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("shop_id", name=op.f("pk_connections")),
    )
    op.create_table(
        "token_locks",
        sa.Column("domain", sa.String(length=255), nullable=False),
        sa.Column("holder", sa.String(length=36), nullable=False),
        sa.Column("until", INSTANT, nullable=False),
        sa.PrimaryKeyConstraint("domain", name=op.f("pk_token_locks")),
    )
    op.execute(
        "INSERT INTO connections (shop_id, kind, access_token, version, refreshed_at) "
        "SELECT id, 'permanent', access_token, 1, installed_at FROM shops "
        "WHERE access_token IS NOT NULL AND uninstalled_at IS NULL"
    )
    op.drop_column("shops", "access_token")


def downgrade() -> None:
    op.add_column("shops", sa.Column("access_token", sa.LargeBinary(), nullable=True))
    op.execute(
        "UPDATE shops SET access_token = (SELECT access_token FROM connections "
        "WHERE connections.shop_id = shops.id)"
    )
    op.drop_table("token_locks")
    op.drop_table("connections")
