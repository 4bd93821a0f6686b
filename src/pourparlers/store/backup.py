"""Backups: one SQLite file, whatever the store; taken and put back while others read and write."""

from __future__ import annotations

import os
import sqlite3
from contextlib import closing
from pathlib import Path
from tempfile import TemporaryDirectory

from sqlalchemy import Connection, delete, func, insert, select, text

from pourparlers.errors import StoreError
from pourparlers.store import dialects, rows
from pourparlers.store.base import Database
from pourparlers.store.codec import article_of, reading_of
from pourparlers.store.schema import articles, metadata, passages, readings

_AT_ONCE = 100


def backup(database: Database, path: Path) -> None:
    """Write a store as of one moment to a new file, which is there whole or not at all.

    Raises:
        StoreError: the file exists, or it cannot be written.
    """
    path = path.expanduser().absolute()
    if path.exists():
        raise StoreError("exists already", where=str(path), cure="name a new file")
    try:
        with TemporaryDirectory(dir=path.parent, prefix=f".{path.name}.") as folder:
            part = Path(folder) / "part"
            if database.engine.dialect.name == "sqlite":
                _copy_file(Path(database.url.database or ""), part)
            else:
                _copy_rows(database, Database(dialects.url_of(part)))
            _settle(part)
            os.link(part, path)
    except (sqlite3.Error, OSError) as error:
        raise StoreError(f"cannot be written: {error}", where=str(path)) from error


def restore(path: Path, name: str | Path, *, replace: bool = False) -> None:
    """Make a store of a backup, whole or not at all.

    Args:
        path: the backup.
        name: the store, as `open` takes it; other programs should not be writing to it.
        replace: whether what the store holds may be lost.

    Raises:
        StoreError: the backup is none or is damaged, the store holds something, or cannot be written.
    """
    url = dialects.url_of(name)
    where = dialects.shown(url)
    _check_backup(path)
    if url.get_backend_name() == "sqlite":
        target = Path(url.database or "")
        if target.exists() and not replace:
            raise StoreError("exists already", where=where, cure="name a new file, or replace it")
        try:
            _copy_file(path, target)
        except (sqlite3.Error, OSError) as error:
            raise StoreError(f"cannot be written: {error}", where=where) from error
        Database(url).engine.dispose()
        return
    with TemporaryDirectory() as folder:
        copy = Path(folder) / "copy"
        _copy_file(path, copy)
        _copy_rows(Database(dialects.url_of(copy)), Database(url), replace=replace)


def _copy_file(source: Path, target: Path) -> None:
    """SQLite's online backup, in one step: a snapshot of the source, one transaction of the target."""
    with (
        closing(sqlite3.connect(f"{source.as_uri()}?mode=ro", uri=True, timeout=30)) as old,
        closing(sqlite3.connect(target, timeout=30)) as new,
    ):
        old.backup(new)


def _settle(part: Path) -> None:
    """Leave one file without a log beside it, safe on disk."""
    with closing(sqlite3.connect(part)) as connection:
        connection.execute("PRAGMA journal_mode = DELETE")
        found = connection.execute("PRAGMA integrity_check(1)").fetchone()[0]
        if found != "ok":
            raise sqlite3.DatabaseError(found)
    with part.open("rb") as file:
        os.fsync(file.fileno())


def _check_backup(path: Path) -> None:
    try:
        if not path.is_file():
            raise StoreError("no such backup", where=str(path))
        with closing(sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)) as connection:
            mark = connection.execute("PRAGMA application_id").fetchone()[0]
            found = connection.execute("PRAGMA integrity_check(1)").fetchone()[0]
    except sqlite3.Error as error:
        raise StoreError(f"not a backup of a dossier, or damaged: {error}", where=str(path)) from error
    if mark != dialects.APPLICATION_ID:
        raise StoreError("not a backup of a dossier", where=str(path))
    if found != "ok":
        raise StoreError(f"damaged: {found}", where=str(path), cure="use another backup")


def _copy_rows(source: Database, target: Database, *, replace: bool = False) -> None:
    """Copy all rows from one database to another of either kind, in one transaction of each."""
    tables = [table for table in metadata.sorted_tables if table is not passages]

    def work(new: Connection) -> None:
        held = new.execute(select(func.count()).select_from(articles)).scalar()
        if held and not replace:
            raise StoreError(
                f"holds {held} articles", where=target.where, cure="replace them, or name another"
            )
        new.execute(text("DELETE FROM passage_words"))
        for table in reversed(metadata.sorted_tables):
            new.execute(delete(table))
        with source.reading(snapshot=True) as old:
            for table in tables:
                statement = select(table).order_by(*table.primary_key.columns)
                found = old.execution_options(yield_per=_AT_ONCE).execute(statement).mappings()
                for some in found.partitions(_AT_ONCE):
                    new.execute(insert(table), [dict(row) for row in some])
        _index(new)
        dialects.reset_numbers(new, [table.name for table in metadata.sorted_tables if "number" in table.c])

    try:
        target.write(work)
    finally:
        source.engine.dispose()
        target.engine.dispose()


def _index(connection: Connection) -> None:
    for id in list(connection.execute(select(articles.c.id).order_by(articles.c.id)).scalars()):
        row = connection.execute(select(articles).where(articles.c.id == id)).mappings().one()
        of_one = select(readings).where(readings.c.article == id, readings.c.is_current)
        read = connection.execute(of_one).mappings().first()
        rows.write_passages(connection, article_of(row), None if read is None else reading_of(read))
