"""The tables of a dossier. `migrations/` makes them step by step; a test holds the two together.

articles     one row a text, as it is cited
receipts     how it came: the bytes, the headers, the time; one row for each distinct arrival of the same text
readings     everything read from an article, by one version of the model; one of them is current
spans        every stretch of text that an attribution names, with its words
passages     what full-text search finds: article texts, and the quotes of current readings
corrections  what people changed; rows are only ever added, an undo is one more
accounts     who may sign in, with the hash of the password
sessions     who is signed in where; of a browser's secret only the digest
tokens       what programs show instead of a password; only the digest
audit        who did what, when and from where; rows are only ever added
"""

from __future__ import annotations

from sqlalchemy import (
    Boolean,
    Column,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    UniqueConstraint,
    text,
)

from pourparlers.store.columns import Exact, Json, Moment

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)

articles = Table(
    "articles",
    metadata,
    Column("id", String(64), primary_key=True),
    Column("name", Exact, nullable=False),
    Column("text", Exact, nullable=False),
    Column("language", Exact, nullable=False),
    Column("title", Exact),
    Column("outlet", Exact),
    Column("author", Exact),
    Column("url", Exact),
    Column("published", String(10), index=True),
    Column("date_source", Exact),
    Column("rest", Json, nullable=False),
    Column("digest", String(64), nullable=False),
    Column("added_at", Moment, nullable=False, index=True),
)

receipts = Table(
    "receipts",
    metadata,
    Column("number", Integer, primary_key=True),
    Column("article", ForeignKey("articles.id"), nullable=False),
    Column("key", String(64), nullable=False),
    Column("name", Exact, nullable=False),
    Column("outlet", Exact),
    Column("url", Exact),
    Column("published", String(10)),
    Column("body", LargeBinary, nullable=False),
    Column("digest", String(64), nullable=False),
    Column("headers", Json, nullable=False),
    Column("received_at", Moment, nullable=False),
    UniqueConstraint("article", "key"),
)

readings = Table(
    "readings",
    metadata,
    Column("number", Integer, primary_key=True),
    Column("article", ForeignKey("articles.id"), nullable=False),
    Column("model", Exact, nullable=False),
    Column("version", Exact, nullable=False),
    Column("read_at", Moment, nullable=False),
    Column("is_current", Boolean, nullable=False),
    Column("document", Json, nullable=False),
    Column("vectors", LargeBinary, nullable=False),
    Index("ix_readings_article", "article"),
    Index(
        "uq_readings_current",
        "article",
        unique=True,
        sqlite_where=text("is_current"),
        postgresql_where=text("is_current"),
    ),
)

spans = Table(
    "spans",
    metadata,
    Column("reading", ForeignKey("readings.number"), primary_key=True),
    Column("attribution", String(64), primary_key=True),
    Column("role", String(16), primary_key=True),
    Column("place", Integer, primary_key=True),
    Column("start", Integer, nullable=False),
    Column("end", Integer, nullable=False),
    Column("quote", Exact, nullable=False),
)

passages = Table(
    "passages",
    metadata,
    Column("number", Integer, primary_key=True),
    Column("article", ForeignKey("articles.id"), nullable=False, index=True),
    Column("attribution", String(64)),
    Column("start", Integer, nullable=False),
    Column("end", Integer, nullable=False),
)

corrections = Table(
    "corrections",
    metadata,
    Column("number", Integer, primary_key=True),
    Column("who", Exact, nullable=False),
    Column("at", Moment, nullable=False),
    Column("what", String(32), nullable=False),
    Column("article", ForeignKey("articles.id"), index=True),
    Column("anchors", Json, nullable=False),
    Column("before", Json),
    Column("after", Json),
    Column("why", Exact, nullable=False),
    Column("undoes", ForeignKey("corrections.number")),
    UniqueConstraint("undoes"),
)

accounts = Table(
    "accounts",
    metadata,
    Column("key", String(200), primary_key=True),
    Column("name", Exact, nullable=False),
    Column("role", String(16), nullable=False),
    Column("password", Exact, nullable=False),
    Column("made_at", Moment, nullable=False),
)

sessions = Table(
    "sessions",
    metadata,
    Column("digest", String(64), primary_key=True),
    Column("account", ForeignKey("accounts.key"), nullable=False, index=True),
    Column("made_at", Moment, nullable=False),
    Column("seen_at", Moment, nullable=False),
    Column("ends_at", Moment, nullable=False),
    Column("address", Exact, nullable=False),
)

tokens = Table(
    "tokens",
    metadata,
    Column("number", Integer, primary_key=True),
    Column("digest", String(64), nullable=False, unique=True),
    Column("name", Exact, nullable=False),
    Column("role", String(16), nullable=False),
    Column("account", ForeignKey("accounts.key")),
    Column("made_at", Moment, nullable=False),
    Column("ends_at", Moment),
    Column("used_at", Moment),
)

audit = Table(
    "audit",
    metadata,
    Column("number", Integer, primary_key=True),
    Column("at", Moment, nullable=False),
    Column("who", Exact, nullable=False),
    Column("address", Exact, nullable=False),
    Column("what", Exact, nullable=False),
    Column("detail", Exact, nullable=False),
)
