"""The formats articles come in: what tells one from another, and how each gives its articles.

A format is a `Format`: it says whether bytes are its own, and gives their articles one at a time. Those of this package
are in `BUILT_IN`, one module each with a tuple `FORMATS`; an installed package adds its own under the entry-point group
`pourparlers.sources` (the entry point names a `Format`, or a tuple of them).
"""

from __future__ import annotations

import functools
import zipfile
import zlib
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from importlib import import_module
from importlib.metadata import entry_points

from pourparlers.errors import FormatError, SourceError
from pourparlers.knowledge.lexicon import broken_packs
from pourparlers.model import Article, DateSource
from pourparlers.sources.article import make_article
from pourparlers.sources.limits import MAX_TEXT_BYTES, check_size
from pourparlers.sources.material import Material
from pourparlers.sources.metadata import Metadata

GROUP = "pourparlers.sources"
BUILT_IN = (
    "europresse",
    "factiva",
    "pdf",
    "documents",
    "web_archives",
    "feeds",
    "mail",
    "archives",
    "tables",
    "plain",
)
"""The modules of this package that hold formats, the one that is asked first, first."""


_MOST_ALIKE = 50


@dataclass(frozen=True, slots=True)
class Found:
    """An article, the bytes it was made from (its own part of a larger file), and what came with them.

    `headers` are kept with the bytes; what has no place in `Article`, such as the page of a newspaper, goes there:
    `("Page", "12")`.
    """

    article: Article
    body: bytes
    headers: tuple[tuple[str, str], ...] = ()


Item = Found | SourceError
"""An article, or why a part of a file gives none."""


@dataclass(frozen=True, slots=True)
class Format:
    """One format.

    Args:
        name: a short slug, "warc".
        title: what errors call it, "a web archive (WARC)".
        endings: the ends of file names that tell it when the content does not, in lower case, with the full stop;
            files with one of them are also read when a folder is named.
        recognises: whether bytes are of this format; looks at `material.head` (the first 64 KiB) or, for what is
            packed as a ZIP, at `material.members`. Cheap, and false when in doubt.
        read: gives the articles, lazily: it never holds more than one, unless the format leaves no choice. What it
            raises ends this file alone; for a bad part of it, it gives a `SourceError` and goes on.
    """

    name: str
    title: str
    endings: tuple[str, ...]
    recognises: Callable[[Material], bool]
    read: Callable[[Material], Iterator[Item]]


def read_material(material: Material) -> Iterator[Item]:
    """Give the articles of a file, a download or a part of another file, in whatever format it is.

    Never raises for what is in it: what cannot be read is given as an error. Of errors that are all alike, the first
    are given one by one and the others as a number.
    """
    items = _read(material)
    return items if material.depth else _counted(items, material.where)


def _read(material: Material) -> Iterator[Item]:
    try:
        yield from format_of(material).read(material)
    except SourceError as error:
        yield error
    except (zipfile.BadZipFile, zlib.error, EOFError):
        yield FormatError("damaged or cut off", where=material.where, cure="fetch it again")
    except OSError as error:
        reason = getattr(error, "strerror", None) or error
        yield SourceError(f"cannot be read: {reason}", where=material.where, cure="check the file")
    except (Exception, RecursionError) as error:
        kind = type(error).__name__
        yield FormatError(f"cannot be read ({kind})", where=material.where, cure="save its text as .txt")


def _counted(items: Iterator[Item], where: str) -> Iterator[Item]:
    times: Counter[tuple[type[SourceError], str]] = Counter()
    for item in items:
        if isinstance(item, SourceError):
            kind = (type(item), item.what)
            times[kind] += 1
            if times[kind] > _MOST_ALIKE:
                continue
        yield item
    for (kind_of_error, what), number in times.items():
        if number > _MOST_ALIKE:
            yield kind_of_error(f"{number - _MOST_ALIKE:,} more of: {what}", where=where)


def format_of(material: Material) -> Format:
    """Tell the format, by the content, then by the end of the name; plain text when nothing tells another.

    Raises:
        SourceError: it cannot be opened.
    """
    for one in formats():
        if one.recognises(material):
            return one
    name = material.label.lower()
    for one in formats():
        if one.endings and name.endswith(one.endings):
            return one
    return formats()[-1]


@functools.cache
def formats() -> tuple[Format, ...]:
    """All formats: those of installed packages, then our own, plain text last."""
    own = [one for name in BUILT_IN for one in import_module(f"pourparlers.sources.{name}").FORMATS]
    return (*_outside()[0], *own)


def broken_plugins() -> tuple[SourceError, ...]:
    """An error for each installed package whose format or language cannot be used."""
    packs = (SourceError(one.what, where=one.where, cure=one.cure) for one in broken_packs())
    return (*_outside()[1], *packs)


@functools.cache
def endings() -> tuple[str, ...]:
    """The ends of the names of all files that are read when a folder is named."""
    return tuple(dict.fromkeys(ending for one in formats() for ending in one.endings))


@functools.cache
def _outside() -> tuple[tuple[Format, ...], tuple[SourceError, ...]]:
    found: list[Format] = []
    broken: list[SourceError] = []
    for entry in sorted(entry_points(group=GROUP), key=lambda one: one.name):
        try:
            loaded = entry.load()
            several = (loaded,) if isinstance(loaded, Format) else tuple(loaded)
            if not all(isinstance(one, Format) for one in several):
                raise TypeError("not a Format")
            found.extend(several)
        except Exception as error:
            what = f"this plug-in cannot be loaded: {type(error).__name__}: {error}"
            broken.append(SourceError(what, where=entry.value, cure="update or uninstall it"))
    return tuple(found), tuple(broken)


def from_text(
    material: Material,
    text: str,
    said: Metadata,
    *,
    part: str | None = None,
    body: bytes,
    headers: tuple[tuple[str, str], ...] = (),
    source: DateSource = DateSource.PAGE,
) -> Found:
    """Make an article of a text that a format has taken out of a file.

    Args:
        material: the file.
        text: the text of the article, the one all offsets will be in.
        said: what the file says of it.
        part: what tells it from the other articles of the file: its number, row or address; None when the file is
            one article.
        body: the bytes it was made from.
        headers: what is to be kept with them.
        source: how far what is said of it is trusted: `SIDECAR` when somebody wrote it down for this article
            (a row of a table, the head of a press database's document), `PAGE` when a page or mail says it of itself.

    Raises:
        SourceError: no words in it, or larger than an article may be.
    """
    where = material.where if part is None else f"{material.where}#{part}"
    check_size(len(text), MAX_TEXT_BYTES, where)
    article = make_article(
        material.name if part is None else f"{material.label}#{part}",
        text,
        [(DateSource.SIDECAR, material.sidecar), (source, said)],
        where=where,
        date_argument=material.options.date,
        language=material.options.language,
    )
    return Found(article, body, headers)
