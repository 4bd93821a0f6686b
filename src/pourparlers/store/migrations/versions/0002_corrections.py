"""What people change."""

import sqlalchemy as sa
from alembic import op

from pourparlers.store.columns import Exact, Json, Moment

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Make the table of corrections."""
    op.create_table(
        "corrections",
        sa.Column("number", sa.Integer, nullable=False),
        sa.Column("who", Exact, nullable=False),
        sa.Column("at", Moment, nullable=False),
        sa.Column("what", sa.String(32), nullable=False),
        sa.Column("article", sa.String(64)),
        sa.Column("anchors", Json, nullable=False),
        sa.Column("before", Json),
        sa.Column("after", Json),
        sa.Column("why", Exact, nullable=False),
        sa.Column("undoes", sa.Integer),
        sa.PrimaryKeyConstraint("number", name="pk_corrections"),
        sa.ForeignKeyConstraint(["article"], ["articles.id"], name="fk_corrections_article"),
        sa.ForeignKeyConstraint(["undoes"], ["corrections.number"], name="fk_corrections_undoes"),
        sa.UniqueConstraint("undoes", name="uq_corrections_undoes"),
    )
    op.create_index("ix_corrections_article", "corrections", ["article"])
