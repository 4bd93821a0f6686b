"""The reading engine: an article in, everything that can be read from it by itself out."""

from __future__ import annotations

import multiprocessing
import os
import sys
from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from itertools import chain, islice

from pourparlers.errors import ModelError, PourparlersError
from pourparlers.knowledge.network import pairing
from pourparlers.model import Article, Attribution, Reading, Vector
from pourparlers.reading import acts, attributions, circumstances, mentions, speakers, times
from pourparlers.reading.encoder import Encoded, Encoder
from pourparlers.reading.layout import Layout, lay_out, unread

WORTH_A_POOL = 6
AHEAD = 3


class Reader:
    """Reads articles one at a time; the model is loaded once.

    Args:
        threads: how many windows of one article are read at once; 0 for as many as there are processors.

    Raises:
        ModelError: the reading model is missing or damaged.
    """

    def __init__(self, *, threads: int = 0) -> None:
        self._encoder = Encoder(threads=threads)

    @property
    def model(self) -> str:
        """The name and version of the model."""
        return self._encoder.name

    def read(self, article: Article) -> Reading:
        """Read one article. Pure: the same article gives the same reading."""
        layout, encoded, found = self.hear(article)
        named = mentions.find(article, encoded, found)
        return Reading(
            article=article.id,
            sentences=layout.sentences,
            attributions=found,
            mentions=named,
            times=times.find(article),
            speakers=speakers.resolve(article, found, named),
            vectors=_vectors(encoded, found),
            bearings=_bearings(encoded, found),
            model=self.model,
        )

    def hear(self, article: Article) -> tuple[Layout, Encoded, tuple[Attribution, ...]]:
        """Give the layout of an article, what the model says of it and its attributions, before it is known whose they are."""
        layout = lay_out(article)
        encoded = self._encoder.encode(article.text, skip=unread(article, layout))
        found = attributions.find(article, encoded, layout)
        found = acts.judge(article, encoded, found)
        return layout, encoded, circumstances.find(article, encoded, layout, found)


def _vectors(encoded: Encoded, found: Iterable[Attribution]) -> dict[str, Vector]:
    return {one.id: Vector(encoded.vector(one.content).astype("<f4").tobytes()) for one in found}


def _bearings(encoded: Encoded, found: Iterable[Attribution]) -> dict[str, Vector]:
    both = pairing("opposition_states")
    return {one.id: Vector(both.bearing(encoded.state(one.content)).astype("<f4").tobytes()) for one in found}


def read_many(
    articles: Iterable[Article], *, processes: int | None = None
) -> Iterator[Reading | PourparlersError]:
    """Read articles, in as many processes as pay off.

    Args:
        articles: taken as they are needed, never all at once.
        processes: how many processes; by default one for each processor, and none but this one for a few articles.

    Yields:
        for each article, in order, its reading, or the error that it ended in; an article never stops the others.

    Raises:
        ModelError: the reading model is missing or damaged.
    """
    queue = iter(articles)
    first = list(islice(queue, WORTH_A_POOL))
    workers = processes or (_processors() if len(first) == WORTH_A_POOL else 1)
    if workers == 1 or not first:
        yield from _alone(chain(first, queue))
    else:
        yield from _together(chain(first, queue), workers)


def _alone(articles: Iterable[Article]) -> Iterator[Reading | PourparlersError]:
    reader: Reader | None = None
    for article in articles:
        reader = reader or Reader()
        yield _read(reader, article)


def _read(reader: Reader, article: Article) -> Reading | PourparlersError:
    try:
        return reader.read(article)
    except PourparlersError as error:
        return error
    except Exception as error:
        return PourparlersError(f"could not be read: {type(error).__name__}: {error}", where=article.name)


def _together(articles: Iterator[Article], workers: int) -> Iterator[Reading | PourparlersError]:
    pool = _pool(workers)
    waiting: deque[tuple[Article, Future[Reading | PourparlersError]]] = deque()
    try:
        while True:
            for article in islice(articles, workers * AHEAD - len(waiting)):
                waiting.append((article, pool.submit(_work, article)))
            if not waiting:
                return
            article, future = waiting.popleft()
            try:
                yield future.result()
            except BrokenProcessPool:
                yield PourparlersError("could not be read: the process that read it died", where=article.name)
                pool.shutdown(cancel_futures=True)
                pool = _pool(workers)
                waiting = deque((other, pool.submit(_work, other)) for other, _ in waiting)
    finally:
        pool.shutdown(cancel_futures=True)


def _pool(workers: int) -> ProcessPoolExecutor:
    context = multiprocessing.get_context("fork" if sys.platform == "linux" else "spawn")
    return ProcessPoolExecutor(workers, mp_context=context, initializer=_start)


_reader: list[Reader | ModelError] = []


def _start() -> None:
    try:
        _reader[:] = [Reader(threads=1)]
    except ModelError as error:
        _reader[:] = [error]


def _work(article: Article) -> Reading | PourparlersError:
    reader = _reader[0]
    return reader if isinstance(reader, ModelError) else _read(reader, article)


def _processors() -> int:
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
