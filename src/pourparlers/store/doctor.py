"""Whether a store is whole: what the database says of itself, and whether every span still quotes its article."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from sqlalchemy import Connection, RowMapping, func, select, text

from pourparlers.errors import StoreError
from pourparlers.model import Article
from pourparlers.store import dialects, ledger, rows
from pourparlers.store.amending import changed
from pourparlers.store.anchors import place
from pourparlers.store.base import Database
from pourparlers.store.codec import article_of, reading_of
from pourparlers.store.records import Finding
from pourparlers.store.schema import articles, corrections, passages, readings, receipts, spans


def examine(database: Database) -> Iterator[Finding]:
    """Give what is wrong, the gravest first. Changes nothing."""
    try:
        with database.reading() as connection:
            damage = dialects.integrity(connection)
    except StoreError as error:
        damage = [error.what]
    if damage:
        # What a damaged file says of anything else cannot be relied on.
        yield from (Finding("damaged", database.where, one) for one in damage)
        return
    with database.reading() as connection:
        yield from _strays(connection)
        yield from _index(connection)
        yield from _corrections(connection)
    for row in database.rows(select(receipts).order_by(receipts.c.number)):
        if rows.digest(row["body"]) != row["digest"]:
            yield Finding("receipt-changed", row["name"], "the bytes are not those that were received")
    for row in database.rows(select(articles).order_by(articles.c.id)):
        yield from _article(database, row)


def _strays(connection: Connection) -> Iterator[Finding]:
    for table, kind, what in (
        (receipts, "receipt-without-article", "nothing is kept of the article that came"),
        (readings, "reading-without-article", "the article it was read from is missing"),
        (passages, "passage-without-article", "the article it is of is missing"),
        (corrections, "correction-without-article", "the article it is about is missing"),
    ):
        missing = (
            select(table.c.article)
            .distinct()
            .outerjoin(articles, articles.c.id == table.c.article)
            .where(articles.c.id.is_(None), table.c.article.is_not(None))
        )
        for id in connection.execute(missing).scalars():
            yield Finding(kind, str(id), what)


def _index(connection: Connection) -> Iterator[Finding]:
    key = "rowid" if connection.dialect.name == "sqlite" else "number"
    kept = set(connection.execute(select(passages.c.number)).scalars())
    found = set(connection.execute(text(f"SELECT {key} FROM passage_words")).scalars())
    if kept != found:
        what = (
            f"{len(kept - found)} passages cannot be found, {len(found - kept)} are found that are not kept"
        )
        yield Finding("index-differs", "full-text search", what)


def _corrections(connection: Connection) -> Iterator[Finding]:
    """Undos that undo nothing, corrections that cannot be read, and those whose words do not stand where they did."""
    texts: dict[str, str | None] = {}
    try:
        made = ledger.read(connection)
    except (KeyError, TypeError, ValueError) as error:
        yield Finding("correction-unreadable", "corrections", f"{type(error).__name__}: {error}")
        return
    numbers = {one.number for one in made}
    undone = Counter(one.undoes for one in made if one.undoes is not None)
    for one in made:
        where = f"correction {one.number}"
        if one.undoes is not None:
            if one.undoes not in numbers or one.undoes >= one.number:
                yield Finding("undo-of-nothing", where, f"there is no earlier correction {one.undoes}")
            elif undone[one.undoes] > 1:
                yield Finding("undone-twice", where, f"correction {one.undoes} is undone more than once")
            continue
        if one.edit is None:
            continue
        try:
            changed([one])
        except (KeyError, TypeError, ValueError) as error:
            yield Finding("correction-unreadable", where, f"{type(error).__name__}: {error}")
            continue
        for held in (held for some in one.edit.anchors.values() for held in some):
            id = held.article or one.edit.article or ""
            if id not in texts:
                found = select(articles.c.text).where(articles.c.id == id)
                texts[id] = connection.execute(found).scalar()
            if texts[id] is None:
                yield Finding("anchor-without-article", where, f"the article {id} that it quotes is missing")
            elif place(texts[id] or "", held) is None:
                yield Finding("anchor-lost", where, f"{held.quote[:60]!r} is not in article {id}")


def _article(database: Database, row: RowMapping) -> Iterator[Finding]:
    id = row["id"]
    try:
        article = article_of(row)
    except (KeyError, TypeError, ValueError) as error:
        yield Finding("article-unreadable", id, f"{type(error).__name__}: {error}")
        return
    if rows.digest(article.text) != row["digest"]:
        yield Finding("text-changed", article.name, "the text is not the one that was added")
    with database.reading() as connection:
        if not connection.execute(select(func.count()).where(receipts.c.article == id)).scalar():
            yield Finding("article-without-receipt", article.name, "how it came is not kept")
        found = connection.execute(select(readings).where(readings.c.article == id)).mappings().all()
        current = [one for one in found if one["is_current"]]
        if not found:
            yield Finding("unread", article.name, "it was not read; read it again", is_note=True)
        elif len(current) != 1:
            yield Finding("half-written", article.name, f"{len(current)} current readings")
        for one in found:
            yield from _reading(connection, article, one)


def _reading(connection: Connection, article: Article, row: RowMapping) -> Iterator[Finding]:
    where = f"{article.name}, reading {row['number']}"
    try:
        reading = reading_of(row)
        rows.check(article, reading)
    except StoreError as error:
        yield Finding("span-outside", where, error.what)
        return
    except (KeyError, TypeError, ValueError) as error:
        yield Finding("reading-unreadable", where, f"{type(error).__name__}: {error}")
        return
    kept = connection.execute(select(spans).where(spans.c.reading == row["number"])).mappings().all()
    for one in kept:
        start, end = one["start"], one["end"]
        if not 0 <= start <= end <= len(article.text):
            yield Finding("span-outside", where, f"{one['role']} of {one['attribution']} at {start}:{end}")
        elif article.text[start:end] != one["quote"]:
            yield Finding("quote-differs", where, f"{one['role']} of {one['attribution']} at {start}:{end}")
    expected = {tuple(one.values()) for one in rows.span_rows(row["number"], article, reading)}
    if {tuple(one.values()) for one in kept} != expected:
        yield Finding("half-written", where, "its spans are not those of its attributions")
    if row["is_current"]:
        wanted = {one.id for one in reading.attributions if one.content} | {None}
        of_it = select(passages.c.attribution).where(passages.c.article == article.id)
        if set(connection.execute(of_it).scalars()) != wanted:
            yield Finding("half-written", where, "its quotes are not those that can be searched")
