"""Exports of Nexis (Nexis Uni, Lexis Advance) as documents: several articles a file.

A cover and a list of the documents, then each: its title (a heading), the outlet, a line with the date, the copyright, lines
such as "Section: …; Pg. 1", "Length: …", "Byline: …", "Highlight: …", the word "Body", the text, "Graphic", "Load-Date: …",
"Classification", and "End of Document". The labels are in the language of the interface or of the source.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from pourparlers.sources.blocks import Block
from pourparlers.sources.entries import Entry, tidy
from pourparlers.sources.labels import field, labels, language_code, outlet_name, page
from pourparlers.sources.metadata import Metadata
from pourparlers.sources.phrases import plain
from pourparlers.sources.written_dates import find_date

_COPYRIGHT = re.compile(r"(?:copyright|©|\(c\))", re.IGNORECASE)
_LONGEST_HEAD = 40


def is_nexis(blocks: Sequence[Block]) -> bool:
    """Whether the paragraphs of a document are an export of Nexis: they have its end of a document, or its fields."""
    lines = [tidy(block.text) for block in blocks]
    if any(plain(one) in labels("end") for one in lines):
        return True
    keys = {found[0] for one in lines if len(one) < 200 and (found := field(one))}
    return {"length", "loaded"} <= keys and any(plain(one) in labels("body") for one in lines)


def nexis_entries(blocks: Sequence[Block]) -> list[Entry]:
    """Take the articles out of the paragraphs of a document."""
    return [_entry(part) for part in _parts(blocks)]


def _parts(blocks: Sequence[Block]) -> Iterator[list[Block]]:
    part: list[Block] = []
    for block in blocks:
        if plain(tidy(block.text)) in labels("end"):
            if part:
                yield part
            part = []
        else:
            part.append(block)
    if any(plain(tidy(block.text)) in labels("body") for block in part):
        yield part


def _entry(part: Sequence[Block]) -> Entry:
    lines = [tidy(block.text) for block in part]
    body = next((n for n, one in enumerate(lines) if plain(one) in labels("body")), None)
    start = _start(part, lines, len(part) if body is None else body)
    if body is None:
        body = _last_of_head(lines, start)
    head = [one for one in lines[start + 1 : body] if one]
    free = [one for one in head if not field(one) and not _COPYRIGHT.match(one)]
    said = dict(found for one in (*lines[body + 1 :], *head) if len(one) < 400 and (found := field(one)))
    dated = next((n for n, one in enumerate(free) if find_date(one)), len(free))
    outlet = free[0] if free and dated > 0 else None
    title = lines[start] if lines and plain(lines[start]) not in labels("untitled") else None
    text = list(_text(lines[body + 1 :]))
    if standfirst := said.get("highlight"):
        text.insert(0, standfirst)
    return Entry(
        said=Metadata(
            title=title,
            date=find_date(free[dated]) if dated < len(free) else None,
            outlet=outlet_name(outlet) if outlet else None,
            language=language_code(said.get("language", "")),
            author=said.get("byline"),
        ),
        paragraphs=tuple(text),
        page=page(said.get("section", "")),
    )


def _start(part: Sequence[Block], lines: Sequence[str], body: int) -> int:
    """Say where the title stands: the last heading before the text, else two lines before the date; 0 when neither."""
    before = range(min(body, len(part)) - 1, -1, -1)
    headings = [n for n in before if part[n].heading == 1 and lines[n]]
    if headings:
        chief = headings[0]
        while chief - 1 in headings:
            chief -= 1
        return chief
    dated = next((n for n in before if not field(lines[n]) and find_date(lines[n])), 0)
    return max(0, dated - 2)


def _last_of_head(lines: Sequence[str], start: int) -> int:
    """Say where the head ends in a document that does not mark its text."""
    head = range(start, min(len(lines), start + _LONGEST_HEAD))
    return max((n for n in head if field(lines[n]) or _COPYRIGHT.match(lines[n])), default=start)


def _text(lines: Sequence[str]) -> Iterator[str]:
    ends = labels("graphic") | labels("classification")
    for one in lines:
        found = field(one)
        if plain(one) in ends or (found and found[0] == "loaded"):
            return
        if one:
            yield one
