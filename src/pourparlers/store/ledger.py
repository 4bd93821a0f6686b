"""Corrections to rows and back. Rows are only ever added."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection, insert, or_, select

from pourparlers.errors import StoreError
from pourparlers.store.anchors import Anchor
from pourparlers.store.codec import decode, encode
from pourparlers.store.corrections import Correction, Edit, What
from pourparlers.store.schema import articles, corrections


def write(connection: Connection, edit: Edit, who: str, at: datetime, why: str) -> int:
    """Insert an edit; its number.

    Raises:
        StoreError: its article is not there.
    """
    if connection.execute(select(articles.c.id).where(articles.c.id == edit.article)).first() is None:
        raise StoreError("not in this dossier", where=f"article {edit.article}")
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


def read(connection: Connection, article: str | None = None) -> list[Correction]:
    """All corrections, of one article or of all, in the order they were made."""
    statement = select(corrections).order_by(corrections.c.number)
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
