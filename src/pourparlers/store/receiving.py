"""Inputs to articles with the bytes they were made from, one at a time."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Sequence
from datetime import date as Day
from datetime import datetime
from pathlib import Path
from typing import Any, BinaryIO

from pourparlers.errors import SourceError
from pourparlers.sources import read_bytes
from pourparlers.sources.inputs import PAGE_ENDINGS, Input, expand
from pourparlers.sources.limits import MAX_PAGE_BYTES, check_size
from pourparlers.sources.metadata import beside
from pourparlers.store.records import Received


def receive(
    inputs: Sequence[str | Path],
    *,
    now: Callable[[], datetime],
    date: Day | None = None,
    language: str | None = None,
    stdin: BinaryIO | None = None,
    allow_private: bool = False,
) -> Iterator[Received | SourceError]:
    """Read articles from files, folders, globs, URLs and standard input, as `sources.load` does, keeping the bytes.

    Args:
        inputs: paths, globs, http(s) URLs, or "-".
        now: tells the time, with its zone.
        date: the publication date of articles that do not say theirs.
        language: the language code of texts that do not say theirs.
        stdin: the stream behind "-" (the process's own by default).
        allow_private: fetch from private and loopback addresses too.

    Yields:
        an article, or why an input gives none; in the order named.
    """
    found, failures = expand(inputs)
    yield from failures
    for one in found:
        try:
            body, headers, told = _bytes(one, stdin, allow_private)
            article = read_bytes(body, one.name, date=date, language=language, **told)
        except SourceError as error:
            yield error
        else:
            yield Received(article, body, now(), headers)


def _bytes(
    one: Input, stdin: BinaryIO | None, allow_private: bool
) -> tuple[bytes, tuple[tuple[str, str], ...], dict[str, Any]]:
    """The bytes of an input, what came with them, and what `read_bytes` is to know."""
    if one.url is not None:
        # Few runs fetch anything: the others need not wait for the HTTP library.
        from pourparlers.sources.web import fetch  # noqa: PLC0415

        page = fetch(one.url, allow_private=allow_private, limit=MAX_PAGE_BYTES)
        kind = "text/html" if page.is_html else "text/plain"
        charset = f"; charset={page.charset}" if page.charset else ""
        headers = (("Content-Location", page.url), ("Content-Type", kind + charset))
        return (
            page.data,
            headers,
            {"is_page": page.is_html or None, "url": page.url, "declared": page.charset},
        )
    where = "standard input" if one.path is None else str(one.path)
    try:
        if one.path is None:
            body = (stdin or sys.stdin.buffer).read(MAX_PAGE_BYTES + 1)
        elif not one.path.is_file():
            raise SourceError("not a file that can be read", where=where, cure="give a text or HTML file")
        else:
            with one.path.open("rb") as file:
                body = file.read(MAX_PAGE_BYTES + 1)
    except (OSError, ValueError) as error:
        raise SourceError(f"cannot be read: {error}", where=where, cure="check its permissions") from None
    check_size(len(body), MAX_PAGE_BYTES, where)
    if one.path is None:
        return body, (), {"where": where}
    is_page = one.path.suffix.lower() in PAGE_ENDINGS
    named = ("Content-Disposition", f'attachment; filename="{one.path.name}"')
    return body, (named,), {"where": where, "sidecar": beside(one.path), "is_page": is_page or None}
