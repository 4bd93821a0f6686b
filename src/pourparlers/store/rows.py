"""Articles and readings to rows and back, within a transaction that is already open."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, RowMapping, delete, insert, select, update

from pourparlers.errors import StoreError
from pourparlers.model import Article, Attribution, Copy, Reading, Span
from pourparlers.store import dialects
from pourparlers.store.codec import article_of, article_values, reading_values
from pourparlers.store.records import Received
from pourparlers.store.schema import articles, passages, readings, receipts, spans
from pourparlers.store.words import indexed

ROLES = ("source", "cue", "condition", "target", "addressee", "channel")


def digest(data: bytes | str) -> str:
    """SHA-256, in hexadecimal."""
    return hashlib.sha256(
        data.encode("utf-8", "surrogatepass") if isinstance(data, str) else data
    ).hexdigest()


def named(one: Attribution) -> Iterator[tuple[str, int, Span]]:
    """Every stretch of text an attribution names: its role, its place among those of that role, the span."""
    for place, span in enumerate(one.content):
        yield "content", place, span
    for role in ROLES:
        if (span := getattr(one, role)) is not None:
            yield role, 0, span


def check(article: Article, reading: Reading) -> None:
    """Refuse a reading of another article, or with a span outside its text.

    Raises:
        StoreError: it is one.
    """
    if reading.article != article.id:
        raise StoreError(f"a reading of {reading.article}, not of {article.id}", where=article.name)
    inner = [
        *reading.sentences,
        *(one.span for one in reading.mentions),
        *(one.span for one in reading.times),
    ]
    inner += [one.role for one in reading.mentions if one.role is not None]
    inner += [span for one in reading.attributions for _, _, span in named(one)]
    for span in inner:
        if not 0 <= span.start <= span.end <= len(article.text):
            raise StoreError(f"its reading leaves the text at {span.start}:{span.end}", where=article.name)
    if len({one.id for one in reading.attributions}) < len(reading.attributions):
        raise StoreError("its reading has two attributions of one id", where=article.name)


def write_article(connection: Connection, received: Received) -> bool:
    """Insert an article and how it came, each unless it is there; whether the article is new."""
    article = received.article
    values = {**article_values(article), "digest": digest(article.text), "added_at": received.at}
    is_new = dialects.insert_new(connection, articles, values)
    body = digest(received.body)
    key = digest("\x1f".join((body, article.name, article.outlet or "", article.url or "")))
    dialects.insert_new(
        connection,
        receipts,
        {
            "article": article.id,
            "key": key,
            "name": article.name,
            "outlet": article.outlet,
            "url": article.url,
            "published": article.published.isoformat() if article.published else None,
            "body": received.body,
            "digest": body,
            "headers": [list(pair) for pair in received.headers],
            "received_at": received.at,
        },
    )
    if is_new:
        write_passages(connection, article, None)
    return is_new


def write_reading(
    connection: Connection, article: Article, reading: Reading, *, at: datetime, version: str
) -> int:
    """Insert a reading as the current one of its article; its number."""
    connection.execute(
        update(readings)
        .where(readings.c.article == article.id, readings.c.is_current)
        .values(is_current=False)
    )
    values = {
        **reading_values(reading),
        "article": article.id,
        "model": reading.model,
        "version": version,
        "read_at": at,
        "is_current": True,
    }
    number = int(connection.execute(insert(readings).returning(readings.c.number), values).scalar_one())
    if rows := span_rows(number, article, reading):
        connection.execute(insert(spans), rows)
    write_passages(connection, article, reading)
    return number


def span_rows(number: int, article: Article, reading: Reading) -> list[dict[str, Any]]:
    """The rows of `spans` that belong to a reading."""
    return [
        {
            "reading": number,
            "attribution": one.id,
            "role": role,
            "place": place,
            "start": span.start,
            "end": span.end,
            "quote": article.text[span.start : span.end],
        }
        for one in reading.attributions
        for role, place, span in named(one)
    ]


def with_copies(article: Article, arrivals: Sequence[RowMapping]) -> Article:
    """An article with its later arrivals under another name, outlet or address among its copies."""
    known = {(article.name, article.outlet, article.url)}
    known |= {(copy.name, copy.outlet, copy.url) for copy in article.copies}
    more: list[Copy] = []
    for row in arrivals:
        key = (row["name"], row["outlet"], row["url"])
        if key not in known:
            known.add(key)
            more.append(Copy(*key, date.fromisoformat(row["published"]) if row["published"] else None))
    return replace(article, copies=(*article.copies, *more)) if more else article


def current(connection: Connection, article: str) -> RowMapping | None:
    """The row of an article's current reading."""
    return (
        connection.execute(select(readings).where(readings.c.article == article, readings.c.is_current))
        .mappings()
        .first()
    )


def stored_article(connection: Connection, id: str) -> Article | None:
    """The article as it was first received."""
    row = connection.execute(select(articles).where(articles.c.id == id)).mappings().first()
    return None if row is None else article_of(row)


def write_passages(connection: Connection, article: Article, reading: Reading | None) -> None:
    """Make an article's text, and the quotes of a reading, what search finds of this article."""
    old = list(
        connection.execute(select(passages.c.number).where(passages.c.article == article.id)).scalars()
    )
    dialects.forget_words(connection, old)
    connection.execute(delete(passages).where(passages.c.article == article.id))
    found: list[tuple[str | None, Span, str]] = [(None, Span(0, len(article.text)), article.text)]
    found += [
        (
            one.id,
            Span(one.content[0].start, max(span.end for span in one.content)),
            " ".join(article.text[span.start : span.end] for span in one.content),
        )
        for one in (reading.attributions if reading else ())
        if one.content
    ]
    values = [
        {"article": article.id, "attribution": id, "start": span.start, "end": span.end}
        for id, span, _ in found
    ]
    statement = insert(passages).returning(passages.c.number, sort_by_parameter_order=True)
    numbers = connection.execute(statement, values).scalars()
    words = [(number, indexed(text)) for number, (_, _, text) in zip(numbers, found, strict=True)]
    dialects.index_words(connection, words)
