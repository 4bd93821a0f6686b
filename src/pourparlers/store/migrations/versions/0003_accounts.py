"""Who may sign in, who is signed in, tokens of programs, and who did what."""

import sqlalchemy as sa
from alembic import op

from pourparlers.store.columns import Exact, Moment

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    """Make the tables of accounts, sessions, tokens and the audit log."""
    op.create_table(
        "accounts",
        sa.Column("key", sa.String(200), nullable=False),
        sa.Column("name", Exact, nullable=False),
        sa.Column("role", sa.String(16), nullable=False),
        sa.Column("password", Exact, nullable=False),
        sa.Column("made_at", Moment, nullable=False),
        sa.PrimaryKeyConstraint("key", name="pk_accounts"),
    )
    op.create_table(
        "sessions",
        sa.Column("digest", sa.String(64), nullable=False),
        sa.Column("account", sa.String(200), nullable=False),
        sa.Column("made_at", Moment, nullable=False),
        sa.Column("seen_at", Moment, nullable=False),
        sa.Column("ends_at", Moment, nullable=False),
        sa.Column("address", Exact, nullable=False),
        sa.PrimaryKeyConstraint("digest", name="pk_sessions"),
        sa.ForeignKeyConstraint(["account"], ["accounts.key"], name="fk_sessions_account"),
    )
    op.create_index("ix_sessions_account", "sessions", ["account"])
    op.create_table(
        "tokens",
        sa.Column("number", sa.Integer, nullable=False),
        sa.Column("digest", sa.String(64), nullable=False),
        sa.Column("name", Exact, nullable=False),
        sa.Column("role", sa.String(16), nullable=False),
        sa.Column("account", sa.String(200)),
        sa.Column("made_at", Moment, nullable=False),
        sa.Column("ends_at", Moment),
        sa.Column("used_at", Moment),
        sa.PrimaryKeyConstraint("number", name="pk_tokens"),
        sa.ForeignKeyConstraint(["account"], ["accounts.key"], name="fk_tokens_account"),
        sa.UniqueConstraint("digest", name="uq_tokens_digest"),
    )
    op.create_table(
        "audit",
        sa.Column("number", sa.Integer, nullable=False),
        sa.Column("at", Moment, nullable=False),
        sa.Column("who", Exact, nullable=False),
        sa.Column("address", Exact, nullable=False),
        sa.Column("what", Exact, nullable=False),
        sa.Column("detail", Exact, nullable=False),
        sa.PrimaryKeyConstraint("number", name="pk_audit"),
    )
