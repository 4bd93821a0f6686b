"""The articles and readings of a store that were taken out once: a process that lives long takes out only what is new."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from threading import Lock
from typing import Any

from sqlalchemy import Select, select

from pourparlers.model import Article, Reading
from pourparlers.store.base import Database
from pourparlers.store.codec import article_of, reading_of
from pourparlers.store.schema import articles, readings

_AT_ONCE = 500
_MOSTLY = 0.5  # share of new readings from which on everything is taken out in one go

Pair = tuple[Article, Reading]


class Holding:
    """What was taken out of a database, by article; of the current readings, those that are held are not read again."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._held: dict[str, tuple[int, Pair]] = {}
        self._lock = Lock()

    def pairs(self) -> list[Pair]:
        """Give the articles that were read, each with its current reading, in no order of their own."""
        current = select(articles.c.id, readings.c.number).join(
            readings, (readings.c.article == articles.c.id) & readings.c.is_current
        )
        with self._lock:
            numbers = {row["id"]: int(row["number"]) for row in self._database.rows(current)}
            known = {number for number, _ in self._held.values()}
            new = [number for number in numbers.values() if number not in known]
            for number, pair in self._taken(new, everything=len(new) > _MOSTLY * len(numbers)):
                self._held[pair[0].id] = (number, pair)
            self._held = {id: self._held[id] for id in numbers if id in self._held}
            return [pair for _, pair in self._held.values()]

    def _taken(self, numbers: Sequence[int], *, everything: bool) -> Iterator[tuple[int, Pair]]:
        both = select(articles, readings.c.number, readings.c.document, readings.c.vectors).join(
            readings, readings.c.article == articles.c.id
        )
        wanted: list[Select[Any]] = (
            [both.where(readings.c.is_current)]
            if everything
            else [
                both.where(readings.c.number.in_(numbers[at : at + _AT_ONCE]))
                for at in range(0, len(numbers), _AT_ONCE)
            ]
        )
        for query in wanted:
            for row in self._database.rows(query):
                yield row["number"], (article_of(row), reading_of(row))
