"""A dossier's articles and readings, kept in a database."""

from __future__ import annotations

import json
from collections import defaultdict, deque
from collections.abc import Callable, Iterable, Iterator
from datetime import datetime
from pathlib import Path
from types import TracebackType
from typing import Protocol, Self

from sqlalchemy import Connection, RowMapping, func, select, text

from pourparlers import __version__
from pourparlers.errors import OutputError, PourparlersError, StoreError
from pourparlers.model import Article, Reading, Span, StateOfPlay
from pourparlers.pipeline import Corpus
from pourparlers.store import backup as backups
from pourparlers.store import dialects, ledger, rows
from pourparlers.store import doctor as health
from pourparlers.store.amending import missed
from pourparlers.store.applying import Corrected, regions
from pourparlers.store.base import Database
from pourparlers.store.codec import article_of, reading_of
from pourparlers.store.comparing import Rereading, compare
from pourparlers.store.corrections import Conflict, Correction, Edit
from pourparlers.store.gold import gold
from pourparlers.store.holding import Holding
from pourparlers.store.laying import corrected, lay
from pourparlers.store.records import Added, Finding, Hit, Received
from pourparlers.store.schema import articles, passages, readings, receipts
from pourparlers.store.words import locate, terms


class Reads(Protocol):
    """Something that reads articles, as `reading.engine.Reader` does; `model` is its name and version."""

    @property
    def model(self) -> str:
        """The name and version of the model."""

    def read(self, article: Article) -> Reading:
        """Read one article."""


class Store:
    """One dossier's database. A context manager; may be used from several threads and processes at once.

    Args:
        name: a path (SQLite, one file), or `postgresql://…`.
        create: whether to make it when it is not there.

    Raises:
        StoreError: it cannot be opened; so do all methods when the database cannot be read or written.
    """

    def __init__(self, name: str | Path, *, create: bool = True) -> None:
        self.database = Database(dialects.url_of(name), create=create)
        self._holding = Holding(self.database)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the database."""
        self.database.engine.dispose()

    # ------------------------------------------------------------ taking in

    def add(self, received: Received, reading: Reading | None = None) -> Added:
        """Keep one article with its reading: both or, when anything fails, nothing. Safe on disk when this returns.

        An article whose id is there stays as it is, and so does its reading; another arrival of it, under another
        name, outlet or address, is kept beside it.

        Args:
            received: the article, the bytes it was made from, and when they came.
            reading: what was read from it; without one, it is kept unread.

        Raises:
            StoreError: the reading is of another article or leaves the text; or the database cannot be written.
        """
        article = received.article
        if reading is not None:
            rows.check(article, reading)

        def work(connection: Connection) -> Added:
            is_new = rows.write_article(connection, received)
            is_read = False
            if reading is not None and rows.current(connection, article.id) is None:
                kept = article if is_new else rows.stored_article(connection, article.id)
                if kept is not None and kept.text == article.text:
                    rows.write_reading(connection, kept, reading, at=received.at, version=__version__)
                    is_read = True
            return Added(article.id, article.name, is_new, is_read)

        return self.database.write(work)

    def add_all(
        self,
        items: Iterable[Received],
        read: Callable[[Iterable[Article]], Iterator[Reading | PourparlersError]],
    ) -> Iterator[Added]:
        """Add articles one after the other, reading only those that are not read yet.

        Interrupted at any moment and started again with the same articles, it goes on where it stopped.

        Args:
            items: the articles, taken as they are needed.
            read: reads articles in order, as `reading.engine.read_many` does.

        Yields:
            for each article what became of it, once that is safe on disk. One that could not be read is kept unread.
        """
        waiting: deque[tuple[Received, Article | None]] = deque()

        def unread() -> Iterator[Article]:
            for item in items:
                article = self._to_read(item.article)
                waiting.append((item, article))
                if article is not None:
                    yield article

        for result in read(unread()):
            while waiting[0][1] is None:
                yield self.add(waiting.popleft()[0])
            item, article = waiting.popleft()
            yield self._add_result(item, article, result)
        for item, _ in waiting:
            yield self.add(item)

    def _add_result(
        self, item: Received, article: Article | None, result: Reading | PourparlersError
    ) -> Added:
        if isinstance(result, PourparlersError):
            added = self.add(item)
            return Added(added.article, added.name, added.is_new, False, result)
        if article is None or article.text == item.article.text:
            return self.add(item, result)
        added = self.add(item)
        is_read = self._set_reading(article, result, None, item.at)
        return Added(added.article, added.name, added.is_new, is_read)

    def _to_read(self, article: Article) -> Article | None:
        """The article to read: as it is kept, if it is; None when there is a reading of it."""
        with self.database.reading() as connection:
            if rows.current(connection, article.id) is not None:
                return None
            return rows.stored_article(connection, article.id) or article

    # ------------------------------------------------------------ reading anew

    def reread(self, reader: Reads, *, at: datetime, everything: bool = False) -> Iterator[Rereading]:
        """Read again what was read by another model or version, or never. Corrections are not touched.

        Each article is replaced by itself; interrupted and started again, it goes on where it stopped. Earlier
        readings are kept.

        Args:
            reader: what reads.
            at: the time of the new readings.
            everything: read also what this model and version has read.

        Yields:
            for each article, once its new reading is safe on disk, what changed.
        """
        wanted = (reader.model, __version__)
        with self.database.reading() as connection:
            ids = list(connection.execute(select(articles.c.id).order_by(articles.c.id)).scalars())
        for id in ids:
            with self.database.reading() as connection:
                row = rows.current(connection, id)
                if row is not None and not everything and (row["model"], row["version"]) == wanted:
                    continue
                article = rows.stored_article(connection, id)
            if article is None:
                continue
            reading = reader.read(regions(article, self.corrections(id)))
            number = None if row is None else row["number"]
            if self._set_reading(article, reading, number, at):
                before = ("", "") if row is None else (row["model"], row["version"])
                old = Reading(id, (), (), (), ()) if row is None else reading_of(row)
                yield Rereading(id, before, (reading.model, __version__), compare(old, reading))

    def _set_reading(self, article: Article, reading: Reading, instead_of: int | None, at: datetime) -> bool:
        """Make a reading the current one, unless another writer has replaced the one it is to stand for."""
        rows.check(article, reading)

        def work(connection: Connection) -> bool:
            row = rows.current(connection, article.id)
            if (None if row is None else row["number"]) != instead_of:
                return False
            rows.write_reading(connection, article, reading, at=at, version=__version__)
            return True

        return self.database.write(work)

    def rereadings(self) -> Iterator[Rereading]:
        """What the last reading of each article changed, for those that were read more than once."""
        many = select(readings.c.article).group_by(readings.c.article).having(func.count() > 1)
        for row in self.database.rows(many.order_by(readings.c.article)):
            of_one = select(readings).where(readings.c.article == row["article"])
            with self.database.reading() as connection:
                two = connection.execute(of_one.order_by(readings.c.number.desc()).limit(2)).mappings().all()
            after, before = two
            yield Rereading(
                row["article"],
                (before["model"], before["version"]),
                (after["model"], after["version"]),
                compare(reading_of(before), reading_of(after)),
            )

    # ------------------------------------------------------------ giving out

    def articles(self) -> Iterator[Article]:
        """All articles in the dossier's order (date, undated ones last, id), few at a time in memory."""
        arrivals = self._arrivals()
        for row in self.database.rows(select(articles).order_by(*_ORDER)):
            yield rows.with_copies(article_of(row), arrivals.get(row["id"], ()))

    def article(self, id: str) -> Article:
        """One article.

        Raises:
            StoreError: there is none with this id.
        """
        with self.database.reading() as connection:
            article = rows.stored_article(connection, id)
        if article is None:
            raise StoreError(f"no article {id}", where=self.database.where)
        return rows.with_copies(article, self._arrivals(id).get(id, ()))

    def received(self, id: str) -> tuple[Received, ...]:
        """How an article came, each distinct arrival, the first first."""
        article = self.article(id)
        found = self.database.rows(
            select(receipts).where(receipts.c.article == id).order_by(receipts.c.number)
        )
        return tuple(
            Received(article, row["body"], row["received_at"], tuple((k, v) for k, v in row["headers"]))
            for row in found
        )

    def readings(self) -> Iterator[Reading]:
        """The current readings, in the order of the articles, few at a time in memory."""
        return (reading for _, reading in self.pairs())

    def reading(self, id: str) -> Reading | None:
        """The current reading of an article, if it was read."""
        with self.database.reading() as connection:
            row = rows.current(connection, id)
        return None if row is None else reading_of(row)

    def pairs(self) -> Iterator[tuple[Article, Reading]]:
        """The articles that were read, each with its current reading, few at a time in memory."""
        arrivals = self._arrivals()
        both = (
            select(articles, readings.c.document, readings.c.vectors)
            .join(readings, (readings.c.article == articles.c.id) & readings.c.is_current)
            .order_by(*_ORDER)
        )
        for row in self.database.rows(both):
            yield rows.with_copies(article_of(row), arrivals.get(row["id"], ())), reading_of(row)

    def corpus(self, *, merge_copies: bool = True) -> Corpus:
        """Everything read, corrections laid over it, for a state of play: `store.corpus().state(date=…)`.

        What was taken out once stays in memory, so that the next time only what is new is read from the database.

        Args:
            merge_copies: whether near-copies of one text count as one article, as on the command line.
        """
        return lay(self._pairs(), self.corrections(), merge_copies=merge_copies)[0]

    def _pairs(self) -> Iterator[tuple[Article, Reading]]:
        arrivals = self._arrivals()
        for article, reading in self._holding.pairs():
            yield rows.with_copies(article, arrivals.get(article.id, ())), reading

    def conflicts(self, state: StateOfPlay | None = None) -> list[Conflict]:
        """The corrections that do not go any more with what is read, in the order they were made.

        Args:
            state: the state of play of the whole dossier, where it is at hand; else it is made.
        """
        made = self.corrections()
        corpus, found = lay(self._pairs(), made)
        found += missed(state or corpus.state(), corpus.amendments, made)
        return sorted(dict.fromkeys(found), key=lambda one: one.correction)

    def search(self, query: str, *, limit: int = 20, offset: int = 0) -> list[Hit]:
        """Full-text search over article texts and the quotes of current readings, best first.

        Case and accents do not matter; all words must stand in the text, words in quotation marks in that order;
        `word*` finds what begins so. A query without words finds nothing.
        """
        asked = terms(query)
        if not asked:
            return []
        with self.database.reading() as connection:
            statement, parameter = dialects.search_statement(connection, asked)
            found = connection.execute(
                text(f"{statement} ORDER BY rank, number LIMIT :limit OFFSET :offset"),
                {"query": parameter, "limit": limit, "offset": offset},
            ).all()
            ranks = {int(number): float(rank) for number, rank in found}
            wanted = select(passages, articles.c.text).join(articles).where(passages.c.number.in_(ranks))
            by_number = {row["number"]: row for row in connection.execute(wanted).mappings()}
        hits = []
        for number, rank in ranks.items():
            row = by_number[number]
            span = locate(row["text"], asked, row["start"], row["end"]) or Span(row["start"], row["end"])
            hits.append(Hit(row["article"], row["attribution"], span, rank))
        return hits

    def quotes(self, query: str, *, limit: int) -> list[tuple[str, str]]:
        """Give the quotes of current readings that `search` finds, best first: the article and attribution of each."""
        asked = terms(query)
        if not asked:
            return []
        with self.database.reading() as connection:
            statement, parameter = dialects.search_statement(connection, asked)
            rows = connection.execute(
                text(
                    f"SELECT article, attribution FROM ({statement}) AS found JOIN passages "
                    "ON passages.number = found.number WHERE attribution IS NOT NULL "
                    "ORDER BY found.rank, found.number LIMIT :limit"
                ),
                {"query": parameter, "limit": limit},
            )
            return [(str(article), str(attribution)) for article, attribution in rows]

    def _arrivals(self, id: str | None = None) -> dict[str, list[RowMapping]]:
        """How articles came that came more than once."""
        many = select(receipts.c.article).group_by(receipts.c.article).having(func.count() > 1)
        if id is not None:
            many = many.where(receipts.c.article == id)
        columns = (
            receipts.c.article,
            receipts.c.name,
            receipts.c.outlet,
            receipts.c.url,
            receipts.c.published,
        )
        found: defaultdict[str, list[RowMapping]] = defaultdict(list)
        for row in self.database.rows(
            select(*columns).where(receipts.c.article.in_(many)).order_by(receipts.c.number)
        ):
            found[row["article"]].append(row)
        return found

    # ------------------------------------------------------------ corrections

    def correct(self, edit: Edit, *, who: str, at: datetime, why: str = "", seen: int | None = None) -> int:
        """Keep what a person changed (`corrections.mend` and the like make it); its number, once it is safe on disk.

        Args:
            edit: the change.
            who: who made it.
            at: when.
            why: for what reason, as they say.
            seen: the number of the last correction they had seen, so that nobody else's is overridden unseen.

        Raises:
            StaleError: what it changes was corrected since.
        """
        return self.database.write(lambda connection: ledger.write(connection, edit, who, at, why, seen))

    def undo(self, number: int, *, who: str, at: datetime, why: str = "") -> int:
        """Undo a correction, or an undo; the number of the undo.

        Raises:
            StoreError: there is no such correction, or it is undone already.
        """
        return self.database.write(lambda connection: ledger.write_undo(connection, number, who, at, why))

    def corrections(self, article: str | None = None, *, after: int = 0) -> list[Correction]:
        """All corrections and undos, of one article or of all, in the order they were made; those after a number."""
        with self.database.reading() as connection:
            return ledger.read(connection, article, after=after)

    def corrected(self) -> Iterator[Corrected]:
        """The articles that were read, corrections laid over them, with the conflicts; few at a time in memory."""
        return corrected(self.pairs(), self.corrections())

    def export_gold(self, folder: Path) -> list[Path]:
        """Write each article that has a correction as gold, `ID.txt` and `ID.json`; the JSON files written."""
        written = []
        try:
            folder.mkdir(parents=True, exist_ok=True)
            for article, document in gold(self.corpus(), self.corrections()):
                path = folder / f"{article.id}.json"
                path.with_suffix(".txt").write_bytes(article.text.encode("utf-8"))
                path.write_text(json.dumps(document, ensure_ascii=False, indent=1), "utf-8")
                written.append(path)
        except (OSError, UnicodeEncodeError) as error:
            raise OutputError(str(error), where=str(folder)) from error
        return written

    # ------------------------------------------------------------ keeping whole

    def doctor(self) -> list[Finding]:
        """What is wrong with this store; nothing, when all is well."""
        return list(health.examine(self.database))

    def backup(self, path: Path) -> None:
        """Write a copy of this store, as of one moment, to one SQLite file, while others go on writing.

        Raises:
            StoreError: the file exists, or it cannot be written whole.
        """
        backups.backup(self.database, path)


_ORDER = (articles.c.published.is_(None), articles.c.published, articles.c.id)
