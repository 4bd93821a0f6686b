"""Articles as received, readings with their spans, full-text search."""

import sqlalchemy as sa
from alembic import op

from pourparlers.store.columns import Exact, Json, Moment

revision = "0001"
down_revision = None


def upgrade() -> None:
    """Make the first tables."""
    op.create_table(
        "articles",
        sa.Column("id", sa.String(64), nullable=False),
        sa.Column("name", Exact, nullable=False),
        sa.Column("text", Exact, nullable=False),
        sa.Column("language", Exact, nullable=False),
        sa.Column("title", Exact),
        sa.Column("outlet", Exact),
        sa.Column("author", Exact),
        sa.Column("url", Exact),
        sa.Column("published", sa.String(10)),
        sa.Column("date_source", Exact),
        sa.Column("rest", Json, nullable=False),
        sa.Column("digest", sa.String(64), nullable=False),
        sa.Column("added_at", Moment, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_articles"),
    )
    op.create_index("ix_articles_published", "articles", ["published"])
    op.create_index("ix_articles_added_at", "articles", ["added_at"])
    op.create_table(
        "receipts",
        sa.Column("number", sa.Integer, nullable=False),
        sa.Column("article", sa.String(64), nullable=False),
        sa.Column("key", sa.String(64), nullable=False),
        sa.Column("name", Exact, nullable=False),
        sa.Column("outlet", Exact),
        sa.Column("url", Exact),
        sa.Column("published", sa.String(10)),
        sa.Column("body", sa.LargeBinary, nullable=False),
        sa.Column("digest", sa.String(64), nullable=False),
        sa.Column("headers", Json, nullable=False),
        sa.Column("received_at", Moment, nullable=False),
        sa.PrimaryKeyConstraint("number", name="pk_receipts"),
        sa.ForeignKeyConstraint(["article"], ["articles.id"], name="fk_receipts_article"),
        sa.UniqueConstraint("article", "key", name="uq_receipts_article_key"),
    )
    op.create_table(
        "readings",
        sa.Column("number", sa.Integer, nullable=False),
        sa.Column("article", sa.String(64), nullable=False),
        sa.Column("model", Exact, nullable=False),
        sa.Column("version", Exact, nullable=False),
        sa.Column("read_at", Moment, nullable=False),
        sa.Column("is_current", sa.Boolean, nullable=False),
        sa.Column("document", Json, nullable=False),
        sa.Column("vectors", sa.LargeBinary, nullable=False),
        sa.PrimaryKeyConstraint("number", name="pk_readings"),
        sa.ForeignKeyConstraint(["article"], ["articles.id"], name="fk_readings_article"),
    )
    op.create_index("ix_readings_article", "readings", ["article"])
    op.create_index(
        "uq_readings_current",
        "readings",
        ["article"],
        unique=True,
        sqlite_where=sa.text("is_current"),
        postgresql_where=sa.text("is_current"),
    )
    op.create_table(
        "spans",
        sa.Column("reading", sa.Integer, nullable=False),
        sa.Column("attribution", sa.String(64), nullable=False),
        sa.Column("role", sa.String(16), nullable=False),
        sa.Column("place", sa.Integer, nullable=False),
        sa.Column("start", sa.Integer, nullable=False),
        sa.Column("end", sa.Integer, nullable=False),
        sa.Column("quote", Exact, nullable=False),
        sa.PrimaryKeyConstraint("reading", "attribution", "role", "place", name="pk_spans"),
        sa.ForeignKeyConstraint(["reading"], ["readings.number"], name="fk_spans_reading"),
    )
    op.create_table(
        "passages",
        sa.Column("number", sa.Integer, nullable=False),
        sa.Column("article", sa.String(64), nullable=False),
        sa.Column("attribution", sa.String(64)),
        sa.Column("start", sa.Integer, nullable=False),
        sa.Column("end", sa.Integer, nullable=False),
        sa.PrimaryKeyConstraint("number", name="pk_passages"),
        sa.ForeignKeyConstraint(["article"], ["articles.id"], name="fk_passages_article"),
    )
    op.create_index("ix_passages_article", "passages", ["article"])
    if op.get_bind().dialect.name == "sqlite":
        op.execute(
            "CREATE VIRTUAL TABLE passage_words USING fts5(words, tokenize = 'unicode61 remove_diacritics 0')"
        )
    else:
        op.execute(
            "CREATE TABLE passage_words (number INTEGER PRIMARY KEY REFERENCES passages (number), "
            "words TSVECTOR NOT NULL)"
        )
        op.execute("CREATE INDEX ix_passage_words_words ON passage_words USING gin (words)")
