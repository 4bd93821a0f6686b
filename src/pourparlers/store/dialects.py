"""All that differs between SQLite and PostgreSQL."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from sqlalchemy import URL, Connection, Engine, Table, create_engine, event, make_url, text
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.exc import ArgumentError, DBAPIError, NoSuchModuleError

from pourparlers.errors import StoreError
from pourparlers.store.words import Term

APPLICATION_ID = 0x706F7572
_BUSY_MILLISECONDS = 30_000
_LOCK = 0x706F7572
_PASSING_STATES = {"40001", "40P01", "55P03"}
_PASSING_WORDS = ("database is locked", "database table is locked", "database schema has changed")
_MOST_POSITIONS = 16_383


def url_of(name: str | Path) -> URL:
    """The address of a store: a path is an SQLite file, `postgresql://…` a server.

    Raises:
        StoreError: it is neither.
    """
    if isinstance(name, Path) or "://" not in name:
        if not str(name).strip() or "\x00" in str(name):
            raise StoreError("not a name for a dossier", where=repr(str(name)))
        return URL.create("sqlite", database=str(Path(name).expanduser().absolute()))
    try:
        url = make_url(name)
    except ArgumentError:
        raise StoreError("not an address of a database", where=name.partition("://")[0] + "://…") from None
    if url.get_backend_name() == "postgresql":
        return url.set(drivername="postgresql+psycopg")
    raise StoreError(
        f"no dossiers in {url.get_backend_name()}",
        where=shown(url),
        cure="give a file, or postgresql://user@host/database",
    )


def shown(url: URL) -> str:
    """What errors call a store: its path, or its address without the password."""
    if url.get_backend_name() == "sqlite":
        return str(url.database)
    return url.set(drivername="postgresql").render_as_string(hide_password=True)


def engine_of(url: URL) -> Engine:
    """An engine whose transactions that write take the lock at once (`write` in the execution options).

    Raises:
        StoreError: the driver is not installed.
    """
    try:
        if url.get_backend_name() == "postgresql":
            return create_engine(url, pool_pre_ping=True)
    except (ModuleNotFoundError, NoSuchModuleError):
        raise StoreError(
            "the driver for PostgreSQL is not installed",
            where=shown(url),
            cure="pip install 'pourparlers[postgres]'",
        ) from None
    engine = create_engine(url, connect_args={"timeout": _BUSY_MILLISECONDS / 1000})

    @event.listens_for(engine, "connect")
    def _configure(connection: Any, _record: object) -> None:  # noqa: ANN401
        connection.isolation_level = None
        for pragma in (
            f"busy_timeout = {_BUSY_MILLISECONDS}",
            "foreign_keys = ON",
            "synchronous = FULL",
            "journal_mode = WAL",
        ):
            connection.execute(f"PRAGMA {pragma}")

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        write = connection.get_execution_options().get("write")
        connection.exec_driver_sql("BEGIN IMMEDIATE" if write else "BEGIN")

    return engine


def is_passing(error: BaseException) -> bool:
    """Whether the same transaction may well succeed when tried again: another one was in its way."""
    if not isinstance(error, DBAPIError):
        return False
    if getattr(error.orig, "sqlstate", None) in _PASSING_STATES:
        return True
    return any(words in str(error.orig) for words in _PASSING_WORDS)


def take_lock(connection: Connection) -> None:
    """Keep other processes from migrating until this transaction ends; SQLite's own lock does that already."""
    if connection.dialect.name == "postgresql":
        connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _LOCK})


def claim(connection: Connection, where: str) -> None:
    """Mark an empty database as a dossier's; refuse one that is somebody else's.

    Raises:
        StoreError: it has tables, and they are not a dossier's.
    """
    if connection.dialect.name == "sqlite":
        marked = connection.exec_driver_sql("PRAGMA application_id").scalar()
        filled = connection.exec_driver_sql("SELECT count(*) FROM sqlite_master").scalar()
        if filled and marked != APPLICATION_ID:
            raise StoreError("a database, but not a dossier's", where=where, cure="give another file")
        connection.exec_driver_sql(f"PRAGMA application_id = {APPLICATION_ID}")
        return
    filled = connection.execute(
        text("SELECT count(*) FROM information_schema.tables WHERE table_schema = current_schema()")
    ).scalar()
    if filled and connection.execute(text("SELECT to_regclass('alembic_version')")).scalar() is None:
        raise StoreError("a database, but not a dossier's", where=where, cure="give an empty database")


def integrity(connection: Connection) -> list[str]:
    """What the database itself finds wrong with its file; PostgreSQL guards its own."""
    if connection.dialect.name != "sqlite":
        return []
    found = [str(row[0]) for row in connection.exec_driver_sql("PRAGMA integrity_check(100)")]
    broken = [
        f"row {row[1]} of {row[0]} points to no row of {row[2]}"
        for row in connection.exec_driver_sql("PRAGMA foreign_key_check")
    ]
    return [one for one in found if one != "ok"] + broken


def insert_new(connection: Connection, table: Table, values: dict[str, Any]) -> bool:
    """Insert a row unless its like is there already (two writers may try at once); whether it was new."""
    if connection.dialect.name == "sqlite":
        return connection.execute(sqlite.insert(table).values(values).on_conflict_do_nothing()).rowcount == 1
    return connection.execute(postgresql.insert(table).values(values).on_conflict_do_nothing()).rowcount == 1


def index_words(connection: Connection, rows: Sequence[tuple[int, str]]) -> None:
    """Make passages findable: their numbers, and their folded words with spaces between."""
    if not rows:
        return
    if connection.dialect.name == "sqlite":
        statement = "INSERT INTO passage_words (rowid, words) VALUES (:number, :words)"
        values = [{"number": number, "words": words} for number, words in rows]
    else:
        statement = "INSERT INTO passage_words (number, words) VALUES (:number, CAST(:words AS tsvector))"
        values = [{"number": number, "words": _tsvector(words)} for number, words in rows]
    connection.execute(text(statement), values)


def forget_words(connection: Connection, numbers: Sequence[int]) -> None:
    """Take passages out of the full-text index."""
    if numbers:
        key = "rowid" if connection.dialect.name == "sqlite" else "number"
        connection.execute(
            text(f"DELETE FROM passage_words WHERE {key} = :number"), [{"number": n} for n in numbers]
        )


def search_statement(connection: Connection, asked: Sequence[Term]) -> tuple[str, str]:
    """SQL that gives number and rank (lowest first) of the passages with all terms, and its parameter `query`."""
    if connection.dialect.name == "sqlite":
        query = " AND ".join(f'"{" ".join(term.words)}"' + ("*" if term.prefix else "") for term in asked)
        return (
            "SELECT rowid AS number, bm25(passage_words) AS rank FROM passage_words "
            "WHERE passage_words MATCH :query",
            query,
        )
    query = " & ".join(
        "(" + " <-> ".join(f"'{word}'" for word in term.words) + (":*" if term.prefix else "") + ")"
        for term in asked
    )
    return (
        "SELECT number, -ts_rank(words, CAST(:query AS tsquery)) AS rank FROM passage_words "
        "WHERE words @@ CAST(:query AS tsquery)",
        query,
    )


def reset_numbers(connection: Connection, tables: Sequence[str]) -> None:
    """Let numbering go on after the highest number in each table; SQLite does so by itself."""
    if connection.dialect.name != "postgresql":
        return
    for table in tables:
        connection.execute(
            text(
                f"SELECT setval(pg_get_serial_sequence('{table}', 'number'), "
                f"COALESCE((SELECT max(number) FROM {table}), 1), (SELECT count(*) > 0 FROM {table}))"
            )
        )


def _tsvector(words: str) -> str:
    places: defaultdict[str, list[str]] = defaultdict(list)
    for place, word in enumerate(words.split(" "), 1):
        places[word].append(str(min(place, _MOST_POSITIONS)))
    return " ".join(f"'{word}':{','.join(at[:255])}" for word, at in places.items() if word)
