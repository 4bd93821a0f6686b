"""From inputs to a state of play: the one path that the command line and Python share."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date as Date
from pathlib import Path
from typing import BinaryIO

from pourparlers import sources
from pourparlers.dossier.build import state_of_play
from pourparlers.dossier.codebook import Codebook
from pourparlers.errors import PourparlersError
from pourparlers.model import Article, Reading, StateOfPlay
from pourparlers.reading.engine import read_many

Progress = Callable[[int, int], None]
"""Called with how many articles are done and how many there are."""


@dataclass(frozen=True, slots=True)
class Corpus:
    """Articles, what was read from each (same order), and the inputs that could not be used."""

    articles: tuple[Article, ...]
    readings: tuple[Reading, ...]
    failures: tuple[PourparlersError, ...] = ()

    def __iter__(self) -> Iterator[tuple[Article, Reading]]:
        return zip(self.articles, self.readings, strict=True)

    def state(
        self, *, codebook: Codebook | None = None, date: Date | None = None, since: Date | None = None
    ) -> StateOfPlay:
        """The state of play of these articles, at a date (ISO calendar dates)."""
        return state_of_play(self.articles, self.readings, codebook=codebook, date=date, since=since)


def read(
    *inputs: str | Path,
    date: Date | None = None,
    language: str | None = None,
    processes: int | None = None,
    stdin: BinaryIO | None = None,
    allow_private: bool = False,
    merge_copies: bool = True,
    progress: Progress | None = None,
) -> Corpus:
    """Read articles: files, folders, globs, URLs, or `-` for standard input.

    Args:
        inputs: what to read.
        date: the date of articles that do not say theirs.
        language: the language of all articles (ISO 639-1); detected when not given.
        processes: how many processes read at once; by default as many as pay off.
        stdin: where `-` reads from.
        allow_private: whether URLs may lead to private network addresses.
        merge_copies: whether copies of one text count as one article.
        progress: told after each article.

    Returns:
        The corpus; inputs that could not be used are in its `failures`, and never stop the others.
    """
    loaded = sources.load(list(inputs), date=date, language=language, stdin=stdin, allow_private=allow_private)
    articles: Sequence[Article] = loaded.articles
    if merge_copies:
        articles = sources.merge_copies(articles)
    kept: list[Article] = []
    readings: list[Reading] = []
    failures: list[PourparlersError] = list(loaded.failures)
    for done, (article, result) in enumerate(zip(articles, read_many(articles, processes=processes), strict=True), 1):
        if isinstance(result, Reading):
            kept.append(article)
            readings.append(result)
        else:
            failures.append(result)
        if progress:
            progress(done, len(articles))
    return Corpus(tuple(kept), tuple(readings), tuple(failures))
