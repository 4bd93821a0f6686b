"""The way in: whatever the user names, read into articles; what cannot be read is said, and stops nothing."""

from __future__ import annotations

import stat
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import BinaryIO

from pourparlers.errors import SourceError
from pourparlers.model import Article, DateSource
from pourparlers.sources.article import make_article
from pourparlers.sources.html import looks_html, read_html
from pourparlers.sources.inputs import PAGE_ENDINGS, Input, expand
from pourparlers.sources.limits import MAX_PAGE_BYTES, MAX_TEXT_BYTES, check_size
from pourparlers.sources.metadata import Metadata, beside, front_matter
from pourparlers.sources.text import read_text


@dataclass(frozen=True, slots=True)
class Loaded:
    """The articles read, in the order named, and one error for each input that could not be."""

    articles: tuple[Article, ...]
    failures: tuple[SourceError, ...]


def load(
    inputs: Sequence[str | Path],
    *,
    date: date | None = None,
    language: str | None = None,
    stdin: BinaryIO | None = None,
    allow_private: bool = False,
    on_progress: Callable[[int, int, str], None] | None = None,
) -> Loaded:
    """Read articles from files, folders, globs, URLs and standard input.

    Args:
        inputs: paths, globs, http(s) URLs, or "-"; a `Path` is never taken for a glob or a URL.
        date: the publication date of articles that do not say theirs.
        language: the language code of texts that do not say theirs; found out when not given.
        stdin: the stream behind "-" (the process's own by default).
        allow_private: fetch from private and loopback addresses too.
        on_progress: called after each input with the number done, the number in all, and its name.

    Returns:
        the articles and the failures. Never raises for an input: a bad one is in the failures.
    """
    found, failures = expand(inputs)
    articles: list[Article] = []
    for done, one in enumerate(found, start=1):
        try:
            articles.append(_read(one, date, language, stdin, allow_private))
        except SourceError as error:
            failures.append(error)
        if on_progress is not None:
            on_progress(done, len(found), one.name)
    return Loaded(tuple(articles), tuple(failures))


def read_bytes(
    data: bytes,
    name: str,
    *,
    where: str | None = None,
    sidecar: Metadata | None = None,
    is_page: bool | None = None,
    url: str | None = None,
    declared: str | None = None,
    date: date | None = None,
    language: str | None = None,
) -> Article:
    """Make an article of the bytes of a text or HTML file.

    Args:
        data: the whole file.
        name: what the article is to be called.
        where: what errors call it; its name by default.
        sidecar: what a file beside it says.
        is_page: whether it is HTML; found out when not given.
        url: where it was fetched from.
        declared: the encoding its server gives.
        date: the publication date when it does not say its own.
        language: the language when it does not say its own.

    Raises:
        SourceError: it is empty, too large, not text, in an unknown encoding, or its metadata cannot be used.
    """
    where = where or name
    is_page = looks_html(data) if is_page is None else is_page
    check_size(len(data), MAX_PAGE_BYTES if is_page else MAX_TEXT_BYTES, where)
    said = [(DateSource.SIDECAR, sidecar or Metadata())]
    end = 0
    if is_page:
        text, page = read_html(data, where, declared=declared, url=url)
        said.append((DateSource.PAGE, page))
    else:
        text = read_text(data, where, declared=declared)
        own, end = front_matter(text, where)
        said = [(DateSource.FRONT_MATTER, own), *said, (DateSource.PAGE, Metadata(url=url))]
    check_size(len(text), MAX_TEXT_BYTES, where)
    return make_article(name, text, said, where=where, body_start=end, date_argument=date, language=language)


def _read(
    one: Input, day: date | None, language: str | None, stdin: BinaryIO | None, allow_private: bool
) -> Article:
    if one.url is not None:
        # Few runs fetch anything: the others need not wait for the HTTP library.
        from pourparlers.sources.web import fetch  # noqa: PLC0415

        page = fetch(one.url, allow_private=allow_private, limit=MAX_PAGE_BYTES)
        return read_bytes(
            page.data,
            one.name,
            is_page=page.is_html or None,
            url=page.url,
            declared=page.charset,
            date=day,
            language=language,
        )
    if one.path is None:
        data = _read_stream(stdin or sys.stdin.buffer)
        return read_bytes(data, one.name, where="standard input", date=day, language=language)
    is_page = one.path.suffix.lower() in PAGE_ENDINGS
    data = _read_file(one.path, MAX_PAGE_BYTES if is_page else MAX_TEXT_BYTES)
    return read_bytes(
        data,
        one.name,
        where=str(one.path),
        sidecar=beside(one.path),
        is_page=is_page or None,
        date=day,
        language=language,
    )


def _read_file(path: Path, limit: int) -> bytes:
    """Read a file whose size is looked at first; pipes are read only where the shell puts them (/dev/fd)."""
    where = str(path)
    try:
        status = path.stat()
        if not stat.S_ISREG(status.st_mode) and not where.startswith(
            ("/dev/fd/", "/dev/stdin", "/proc/self/")
        ):
            raise SourceError("not a file that can be read", where=where, cure="give a text or HTML file")
        check_size(status.st_size, limit, where)
        with path.open("rb") as file:
            data = file.read(limit + 1)
    except OSError as error:
        raise SourceError(
            f"cannot be read: {error.strerror}", where=where, cure="check its permissions"
        ) from None
    check_size(len(data), limit, where)
    return data


def _read_stream(stream: BinaryIO) -> bytes:
    try:
        data = stream.read(MAX_PAGE_BYTES + 1)
    except (OSError, ValueError) as error:
        raise SourceError(f"cannot be read: {error}", where="standard input") from None
    check_size(len(data), MAX_PAGE_BYTES, "standard input")
    return data
