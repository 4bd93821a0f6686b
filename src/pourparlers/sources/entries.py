"""A file that holds several articles: each as it was parsed, and from there to articles."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from pourparlers.errors import EmptyError, FormatError, SourceError
from pourparlers.model import DateSource
from pourparlers.sources.formats import Item, from_text
from pourparlers.sources.language import detect
from pourparlers.sources.material import Material
from pourparlers.sources.metadata import Metadata
from pourparlers.sources.phrases import phrases, plain

_SPACE = re.compile(r"\s+")
_FEWEST_LETTERS = 20
_WINDOWS = {
    code: bytes((code,)).decode("cp1252", errors="ignore") or None
    for code in range(0x80, 0xA0)
}  # fmt: skip
_UNSEEN = dict.fromkeys((*range(9), *range(14, 32), 0x7F, 0xAD, 0x200B, 0x2060, 0xFEFF, 0xFFFC))
_TIDY = {**_WINDOWS, **_UNSEEN}


@dataclass(frozen=True, slots=True)
class Entry:
    """One article of several.

    Args:
        said: what the file says of it.
        paragraphs: its text without its title, in order.
        key: what the database calls it, the same for two prints of one document.
        page: the page of the newspaper or of the file.
        body: the bytes it was made from; its text by default.
    """

    said: Metadata
    paragraphs: tuple[str, ...]
    key: str | None = None
    page: str | None = None
    body: bytes | None = None


def tidy(text: str) -> str:
    """Make one line of a text: single spaces, no soft hyphens and other characters that are not seen.

    Characters between U+0080 and U+009F, which no text has, are those of Windows-1252 under a wrong name
    (WHATWG Encoding Standard, "windows-1252").
    """
    return _SPACE.sub(" ", text.translate(_TIDY)).strip()


def articles(
    material: Material, entries: Sequence[Entry], *, source: DateSource = DateSource.PAGE
) -> Iterator[Item]:
    """Give the articles of a file, each document once, and an error for each that has no text.

    A file of one article gives it its own name; the others are numbered.

    Args:
        material: the file.
        entries: what was found in it.
        source: how far what it says of them is trusted, as in `from_text`.

    Raises:
        FormatError: there is none in it.
    """
    if not entries:
        raise FormatError("no article in it", where=material.where, cure="save its text as .txt")
    seen: set[object] = set()
    for number, one in enumerate(entries, start=1):
        text = "\n\n".join(filter(None, (_heading(one), *one.paragraphs)))
        key = one.key or (one.said.outlet, one.said.date, text)
        if key in seen:
            continue
        seen.add(key)
        try:
            if sum(map(str.isalpha, "".join(one.paragraphs))) < _FEWEST_LETTERS:
                named = f": {one.said.title[:60]!r}" if one.said.title else ""
                where = f"{material.where}#{number}"
                raise EmptyError(
                    f"no text under the title{named}", where=where, cure="export it with its full text"
                )
            yield from_text(
                material,
                text,
                replace(one.said, author=_author(one.said, text)),
                part=str(number) if len(entries) > 1 else None,
                body=one.body or text.encode("utf-8", "replace"),
                headers=(("Page", one.page),) if one.page else (),
                source=source,
            )
        except SourceError as error:
            yield error


def _author(said: Metadata, text: str) -> str | None:
    """The author without "by" in the language of the article."""
    named = said.author or ""
    opening = phrases(said.language or detect(text)).patterns["byline_starts"].match(plain(named))
    rest = named[opening.end() :].lstrip(" :") if opening and len(plain(named)) == len(named) else named
    return (rest if rest[:1].isupper() else named) or None


def _heading(entry: Entry) -> str | None:
    """The title as the first line, unless the text begins with it."""
    title = entry.said.title
    first = entry.paragraphs[0] if entry.paragraphs else ""
    return None if title and first.casefold() == title.casefold() else title
