"""The way in: whatever the user names, read into articles; what cannot be read is said, and stops nothing."""

from __future__ import annotations

import stat
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from io import BytesIO
from pathlib import Path
from types import MappingProxyType
from typing import BinaryIO
from urllib.parse import urlsplit

from pourparlers.errors import SourceError
from pourparlers.model import Article
from pourparlers.sources.formats import Item, broken_plugins, read_material
from pourparlers.sources.inputs import Input, expand
from pourparlers.sources.limits import MAX_PAGE_BYTES, check_size
from pourparlers.sources.material import Material, Options

Progress = Callable[[int, int, str], None]
_STDIN = "standard input"
_NO_COLUMNS: Mapping[str, str] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Loaded:
    """The articles read, in the order named, and one error for each input, or part of one, that could not be."""

    articles: tuple[Article, ...]
    failures: tuple[SourceError, ...]


def load(
    inputs: str | Path | Sequence[str | Path],
    *,
    date: date | None = None,
    language: str | None = None,
    stdin: BinaryIO | None = None,
    allow_private: bool = False,
    columns: Mapping[str, str] = _NO_COLUMNS,
    on_progress: Progress | None = None,
) -> Loaded:
    """Read articles from files, folders, globs, URLs and standard input; arguments as for `stream`.

    Returns:
        the articles and the failures. Never raises for an input: a bad one is in the failures.
    """
    articles: list[Article] = []
    failures: list[SourceError] = []
    options = Options(date, language, columns, allow_private)
    for item in stream(inputs, options, stdin=stdin, on_progress=on_progress):
        if isinstance(item, SourceError):
            failures.append(item)
        else:
            articles.append(item.article)
    return Loaded(tuple(articles), tuple(failures))


def stream(
    inputs: str | Path | Sequence[str | Path],
    options: Options | None = None,
    *,
    stdin: BinaryIO | None = None,
    on_progress: Progress | None = None,
) -> Iterator[Item]:
    """Give the articles of files, folders, globs, URLs and standard input, one at a time.

    Args:
        inputs: paths, globs, http(s) URLs, or "-"; a `Path` is never taken for a glob or a URL.
        options: what holds for all of them.
        stdin: the stream behind "-" (the process's own by default).
        on_progress: called after each input with the number done, the number in all, and its name.

    Yields:
        an article with its bytes, or why an input, or a part of one, gives none. Only what was yielded last is held.
    """
    options = options or Options()
    found, failures = expand(inputs)
    yield from failures
    yield from broken_plugins()
    for done, one in enumerate(found, start=1):
        try:
            material = material_of(one, options, stdin)
        except SourceError as error:
            yield error
        else:
            yield from read_material(material)
        if on_progress is not None:
            on_progress(done, len(found), one.name)


def material_of(one: Input, options: Options, stdin: BinaryIO | None = None) -> Material:
    """Open what the user named, so far as to know that it can be read.

    Raises:
        SourceError: it cannot be.
    """
    if one.url is not None:
        return _download(one.url, options)
    if one.path is not None:
        return _file(one.path, options)
    data = _read_stream(stdin or sys.stdin.buffer, _STDIN)
    return Material(one.name, one.name, _STDIN, lambda: BytesIO(data), len(data), options)


def _download(url: str, options: Options) -> Material:
    # Few runs fetch anything: the others need not wait for the HTTP library.
    from pourparlers.sources.web import fetch  # noqa: PLC0415

    page = fetch(url, allow_private=options.allow_private, limit=MAX_PAGE_BYTES)
    kind = "text/html" if page.is_html else "text/plain"
    charset = f"; charset={page.charset}" if page.charset else ""
    return Material(
        name=url,
        label=urlsplit(url)._replace(query="", fragment="").geturl(),
        where=url,
        open=lambda: BytesIO(page.data),
        size=len(page.data),
        options=options,
        url=page.url,
        declared=page.charset,
        is_page=page.is_html,
        is_named=True,
        headers=(("Content-Location", page.url), ("Content-Type", kind + charset)),
    )


def _file(path: Path, options: Options) -> Material:
    """Open a file; pipes are read only where the shell puts them (/dev/fd), and then held."""
    where = str(path)
    named = (("Content-Disposition", f'attachment; filename="{path.name}"'),)
    try:
        status = path.stat()
        if stat.S_ISREG(status.st_mode):
            with path.open("rb"):
                pass
            return Material(
                path.stem,
                path.name,
                where,
                lambda: path.open("rb"),
                status.st_size,
                options,
                path=path,
                headers=named,
            )
        if not where.startswith(("/dev/fd/", "/dev/stdin", "/proc/self/")):
            raise SourceError("not a file that can be read", where=where, cure="give a text or HTML file")
        with path.open("rb") as file:
            data = _read_stream(file, where)
    except OSError as error:
        raise SourceError(
            f"cannot be read: {error.strerror}", where=where, cure="check its permissions"
        ) from None
    return Material(path.stem, path.name, where, lambda: BytesIO(data), len(data), options, path=path)


def _read_stream(stream: BinaryIO, where: str) -> bytes:
    try:
        data = stream.read(MAX_PAGE_BYTES + 1)
    except (OSError, ValueError) as error:
        raise SourceError(f"cannot be read: {error}", where=where) from None
    check_size(len(data), MAX_PAGE_BYTES, where)
    return data
