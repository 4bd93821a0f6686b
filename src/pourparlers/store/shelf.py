"""What was worked out for the articles of a dossier, in a file of its own: a cache that may be deleted at any time."""

from __future__ import annotations

import logging
import sqlite3
from contextlib import suppress
from hashlib import blake2b
from pathlib import Path
from threading import Lock

_SIZE = 16
_AT_ONCE = 500  # results that are written in one go
_log = logging.getLogger(__name__)


class Shelf:
    """Results by kind and key. One that is damaged, or made of something else, is not given back.

    Args:
        path: the file; its folder is there.
        version: of the software; what another one made is forgotten.
    """

    def __init__(self, path: Path, version: str) -> None:
        self._path = path
        self._version = version
        self._lock = Lock()
        self._waiting: list[tuple[str, str, bytes, bytes, bytes]] = []
        self._connection: sqlite3.Connection | None = None
        try:
            self._connection = self._opened()
        except (OSError, sqlite3.Error):
            self._begin_anew()

    def get(self, kind: str, key: str, made_of: bytes) -> bytes | None:
        """Give what was made of the same, if it is there."""
        with self._lock:
            if self._connection is None:
                return None
            try:
                row = self._connection.execute(
                    "SELECT check_sum, body FROM results WHERE kind = ? AND key = ? AND made_of = ?",
                    (kind, key, made_of),
                ).fetchone()
            except sqlite3.Error:
                self._begin_anew()
                return None
        check, body = row or (b"", None)
        return body if isinstance(body, bytes) and check == _sum(body) else None

    def put(self, kind: str, key: str, made_of: bytes, body: bytes) -> None:
        """Keep a result instead of an earlier one of this key."""
        with self._lock:
            self._waiting.append((kind, key, made_of, _sum(body), body))
            if len(self._waiting) >= _AT_ONCE:
                self._write()

    def flush(self) -> None:
        """Write what waits to be written."""
        with self._lock:
            self._write()

    def close(self) -> None:
        """Write what waits, and let go of the file."""
        with self._lock:
            self._write()
            if self._connection is not None:
                self._connection.close()
                self._connection = None

    def _write(self) -> None:
        waiting, self._waiting = self._waiting, []
        if self._connection is None or not waiting:
            return
        try:
            with self._connection:
                self._connection.executemany("INSERT OR REPLACE INTO results VALUES (?, ?, ?, ?, ?)", waiting)
        except sqlite3.Error:
            self._begin_anew()

    def _opened(self) -> sqlite3.Connection:
        self._path.touch(mode=0o600)
        connection = sqlite3.connect(self._path, check_same_thread=False, timeout=1)
        try:
            connection.execute("PRAGMA synchronous = OFF")
            with connection:
                connection.execute("CREATE TABLE IF NOT EXISTS version (name TEXT)")
                known = connection.execute("SELECT name FROM version").fetchall()
                if known != [(self._version,)]:
                    connection.execute("DROP TABLE IF EXISTS results")
                    connection.execute("DELETE FROM version")
                    connection.execute("INSERT INTO version VALUES (?)", (self._version,))
                connection.execute(
                    "CREATE TABLE IF NOT EXISTS results (kind TEXT, key TEXT, made_of BLOB, check_sum BLOB, "
                    "body BLOB, PRIMARY KEY (kind, key))"
                )
        except BaseException:
            connection.close()
            raise
        return connection

    def _begin_anew(self) -> None:
        """Take an empty file instead of a damaged one; without any, when that cannot be."""
        if self._connection is not None:
            self._connection.close()
            self._connection = None
        with suppress(OSError):
            self._path.unlink(missing_ok=True)
        try:
            self._connection = self._opened()
        except (OSError, sqlite3.Error) as error:
            _log.info("nothing is kept in %s: %s", self._path, error)


def _sum(body: bytes) -> bytes:
    return blake2b(body, digest_size=_SIZE).digest()
