"""Inputs to articles with the bytes they were made from, one at a time."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date as Day
from datetime import datetime
from pathlib import Path
from types import MappingProxyType
from typing import BinaryIO

from pourparlers.errors import SourceError
from pourparlers.sources import Options, stream
from pourparlers.store.records import Received

_NO_COLUMNS: Mapping[str, str] = MappingProxyType({})


def receive(
    inputs: Sequence[str | Path],
    *,
    now: Callable[[], datetime],
    date: Day | None = None,
    language: str | None = None,
    stdin: BinaryIO | None = None,
    allow_private: bool = False,
    columns: Mapping[str, str] = _NO_COLUMNS,
    on_progress: Callable[[int, int, str], None] | None = None,
) -> Iterator[Received | SourceError]:
    """Read articles from files, folders, globs, URLs and standard input, as `sources.load` does, keeping the bytes.

    Args:
        inputs: paths, globs, http(s) URLs, or "-".
        now: tells the time, with its zone.
        date: the publication date of articles that do not say theirs.
        language: the language code of texts that do not say theirs.
        stdin: the stream behind "-" (the process's own by default).
        allow_private: fetch from private and loopback addresses too.
        columns: which column of a table holds what.
        on_progress: called after each input with the number done, the number in all, and its name.

    Yields:
        an article, or why an input or a part of one gives none; in the order named.
    """
    options = Options(date, language, columns, allow_private)
    for item in stream(inputs, options, stdin=stdin, on_progress=on_progress):
        if isinstance(item, SourceError):
            yield item
        else:
            yield Received(item.article, item.body, now(), item.headers)
