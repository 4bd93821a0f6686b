"""Corrections to rows and back. Rows are only ever added."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection, insert, or_, select

from pourparlers.errors import StaleError, StoreError
from pourparlers.store import dialects
from pourparlers.store.anchors import Anchor
from pourparlers.store.codec import decode, encode
from pourparlers.store.corrections import Correction, Edit, What, about_the_same
from pourparlers.store.schema import articles, corrections

_DOSSIER = frozenset({What.ACTOR, What.ISSUE, What.MEETING})


def write(
    connection: Connection, edit: Edit, who: str, at: datetime, why: str, seen: int | None = None
) -> int:
    """Insert an edit; its number.

    Args:
        seen: the number of the last correction that the one who made this edit had seen; None to not mind.

    Raises:
        StoreError: its article is not there.
        StaleError: a correction made since is about the same words.
    """
    if edit.article is not None:
        there = select(articles.c.id).where(articles.c.id == edit.article)
        if connection.execute(there).first() is None:
            raise StoreError("not in this dossier", where=f"article {edit.article}")
    if seen is not None:
        _mind(connection, edit, seen)
    anchors = {role: [encode(one) for one in some] for role, some in edit.anchors.items()}
    values = {
        "who": who,
        "at": at,
        "what": edit.what.value,
        "article": edit.article,
        "anchors": anchors,
        "before": edit.before,
        "after": edit.after,
        "why": why,
    }
    return int(connection.execute(insert(corrections).returning(corrections.c.number), values).scalar_one())


def _mind(connection: Connection, edit: Edit, seen: int) -> None:
    """Refuse an edit of words that somebody else has corrected, or whose correction was undone, since."""
    dialects.take_lock(connection)
    new = read(connection, after=seen)
    undone = any(one.undoes is not None for one in new)
    by_number = {one.number: one for one in (read(connection) if undone else ())}
    for one in new:
        done = one
        while done.undoes is not None:
            done = by_number[done.undoes]
        other = done.edit
        if other is None or (other.what is not edit.what and {other.what, edit.what} & _DOSSIER):
            continue
        if about_the_same(edit, other):
            error = StaleError(
                f"{one.who} has changed this meanwhile", where=f"correction {one.number}", cure="look again"
            )
            error.who = one.who
            raise error


def write_undo(connection: Connection, number: int, who: str, at: datetime, why: str) -> int:
    """Insert an undo; its number.

    Raises:
        StoreError: there is no such correction, or it is undone already.
    """
    either = or_(corrections.c.number == number, corrections.c.undoes == number)
    found = connection.execute(select(corrections).where(either)).mappings().all()
    if not any(row["number"] == number for row in found):
        raise StoreError("no such correction", where=f"correction {number}")
    if any(row["undoes"] == number for row in found):
        raise StoreError("undone already", where=f"correction {number}")
    article = next(row["article"] for row in found if row["number"] == number)
    values = {
        "who": who,
        "at": at,
        "what": What.UNDO.value,
        "article": article,
        "anchors": {},
        "why": why,
        "undoes": number,
    }
    return int(connection.execute(insert(corrections).returning(corrections.c.number), values).scalar_one())


def read(connection: Connection, article: str | None = None, *, after: int = 0) -> list[Correction]:
    """All corrections, of one article or of all, in the order they were made; only those after a number."""
    statement = select(corrections).where(corrections.c.number > after).order_by(corrections.c.number)
    if article is not None:
        statement = statement.where(corrections.c.article == article)
    made = []
    for row in connection.execute(statement).mappings():
        edit = None
        if row["undoes"] is None:
            anchors = {
                role: tuple(decode(Anchor, one) for one in some) for role, some in row["anchors"].items()
            }
            edit = Edit(What(row["what"]), row["article"], anchors, row["before"], row["after"])
        made.append(Correction(row["number"], row["who"], row["at"], row["why"], edit, row["undoes"]))
    return made
