"""Connections and transactions: opened once, tried again when another writer is in the way, errors in one line."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TypeVar

from sqlalchemy import URL, Connection, Engine, RowMapping, Select
from sqlalchemy.exc import SQLAlchemyError

from pourparlers.errors import StoreError
from pourparlers.store import dialects
from pourparlers.store.migrate import is_up_to_date, migrate

T = TypeVar("T")
_PAUSES = tuple(0.05 * 2**attempt for attempt in range(7))
_AT_ONCE = 100


class Database:
    """A database with the schema of this version.

    Args:
        url: where it is.
        create: whether to make it when it is not there.

    Raises:
        StoreError: it is not there, cannot be opened, is not a dossier's, or was made by a newer version.
    """

    def __init__(self, url: URL, *, create: bool = True) -> None:
        self.url = url
        self.where = dialects.shown(url)
        if url.get_backend_name() == "sqlite":
            _check_file(Path(url.database or ""), self.where, create)
        self.engine: Engine = dialects.engine_of(url)
        try:
            with self.reading() as connection:
                ready = is_up_to_date(connection, self.where)
            if not ready:
                self.write(lambda connection: migrate(connection, self.where))
        except BaseException:
            self.engine.dispose()
            raise

    @contextmanager
    def reading(self, *, snapshot: bool = False) -> Iterator[Connection]:
        """A connection to read with; `snapshot`: all it sees is of one moment, as it always is in SQLite."""
        with self._told(), self._patiently(self.engine.connect) as connection:
            if snapshot and connection.dialect.name == "postgresql":
                connection = connection.execution_options(isolation_level="REPEATABLE READ")  # noqa: PLW2901
            yield connection

    def write(self, work: Callable[[Connection], T]) -> T:
        """Run work in one transaction: all of it is kept, safe on disk, or nothing.

        It is run again, up to seven times, when another writer was in the way; so it may have no other effects.

        Raises:
            StoreError: it could not be done.
        """

        def transaction() -> T:
            with self.engine.connect().execution_options(write=True) as connection, connection.begin():
                return work(connection)

        with self._told():
            return self._patiently(transaction)

    def rows(self, statement: Select[Any]) -> Iterator[RowMapping]:
        """The rows of a query, a hundred at a time in memory."""
        with self.reading() as connection:
            options = connection.execution_options(yield_per=_AT_ONCE)
            yield from options.execute(statement).mappings()

    def _patiently(self, work: Callable[[], T]) -> T:
        """Do it, and again after a pause while another one is in the way.

        SQLite waits by itself for most locks, but not where several connections make a new file a WAL file at once.
        """
        for pause in _PAUSES:
            try:
                return work()
            except SQLAlchemyError as error:
                if not dialects.is_passing(error):
                    raise
                time.sleep(pause)
        return work()

    @contextmanager
    def _told(self) -> Iterator[None]:
        try:
            yield
        except SQLAlchemyError as error:
            cause = str(getattr(error, "orig", None) or error).strip().partition("\n")[0]
            raise StoreError(cause, where=self.where, cure=_cure(cause)) from error


def _check_file(path: Path, where: str, create: bool) -> None:
    try:
        if path.is_dir():
            raise StoreError("a folder, not a dossier's database", where=where, cure="name a file")
        if not path.exists() and not create:
            raise StoreError("no such dossier", where=where, cure="make it with `pourparlers add`")
        if not path.parent.is_dir():
            raise StoreError("its folder does not exist", where=where)
        if path.exists():
            with path.open("rb") as file:
                head = file.read(16)
            if head and head != b"SQLite format 3\x00":
                raise StoreError("not a dossier's database", where=where, cure="give another file")
    except OSError as error:
        raise StoreError(error.strerror or str(error), where=where) from error


def _cure(cause: str) -> str | None:
    if "locked" in cause:
        return "another program is writing to it; try again"
    if "malformed" in cause or "not a database" in cause:
        return "restore a backup"
    return None
