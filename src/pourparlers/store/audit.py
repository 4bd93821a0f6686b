"""The audit log: who did what, when, and from where. Rows are only ever added."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, insert, select

from pourparlers.store.base import Database
from pourparlers.store.schema import audit

_LONGEST = 1000


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing done: `what` is a short slug ("sign-in", "POST"), `detail` says to what and with what outcome."""

    number: int
    at: datetime
    who: str
    address: str
    what: str
    detail: str


def note(database: Database, *, at: datetime, who: str, address: str, what: str, detail: str = "") -> None:
    """Add an entry, safe on disk when this returns; very long texts are cut."""
    values = {"who": who, "address": address, "what": what, "detail": detail}
    row = {"at": at, **{key: value[:_LONGEST] for key, value in values.items()}}
    database.write(lambda connection: connection.execute(insert(audit), row))


def entries(
    database: Database, *, who: str = "", what: str = "", limit: int = 100, offset: int = 0
) -> list[Entry]:
    """The entries, the latest first.

    Args:
        database: the dossier's.
        who: only of this name.
        what: only of this kind.
        limit: how many at most.
        offset: how many to leave out.
    """
    wanted = select(audit).order_by(audit.c.number.desc()).limit(limit).offset(offset)
    if who:
        wanted = wanted.where(audit.c.who == who)
    if what:
        wanted = wanted.where(audit.c.what == what)
    with database.reading() as connection:
        return [Entry(**row) for row in connection.execute(wanted).mappings()]


def count(database: Database, *, who: str = "", what: str = "") -> int:
    """How many entries there are."""
    wanted = select(func.count()).select_from(audit)
    if who:
        wanted = wanted.where(audit.c.who == who)
    if what:
        wanted = wanted.where(audit.c.what == what)
    with database.reading() as connection:
        return int(connection.execute(wanted).scalar_one())
