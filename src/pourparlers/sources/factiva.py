"""Exports of Factiva in HTML and RTF: several articles a file.

An article is a `div` of class "article" and "frArticle", "enArticle" and so on in HTML, and ends with its accession number
("Document LEMDE00020220112ei1c0001x") in both. With field codes ("full article plus indexing") each field is a row of a
table: HD, BY, WC, PD, SN, PG, LA, CY, LP, TD, AN. Without them the fields follow each other in that order, one a line,
and only what is in them tells which is which.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from lxml import etree

from pourparlers.sources.blocks import Block
from pourparlers.sources.entries import Entry, articles, tidy
from pourparlers.sources.formats import Format, Item
from pourparlers.sources.labels import labels, language_code
from pourparlers.sources.limits import MAX_DOCUMENT_BYTES
from pourparlers.sources.markup import line, paragraphs, parse_page, source_of, with_class
from pourparlers.sources.material import Material
from pourparlers.sources.metadata import Metadata
from pourparlers.sources.phrases import plain
from pourparlers.sources.written_dates import find_date

_TITLE = re.compile(rb"<title>\s*(?:dow jones\s+)?factiva", re.IGNORECASE)
_ARTICLE = re.compile(rb"""class=["']article [a-z]{2}Article["']""")
_CLASS = re.compile(r"(?:^|\s)([a-z]{2})Article(?:\s|$)")
_CODE = re.compile(r"[A-Z]{2,3}")
_TABBED = re.compile(r"\s*([A-Z]{2,3})\t+(.*)", re.DOTALL)
_NUMBER = re.compile(r"(?:\S{1,20}\s)?([A-Z0-9]{3,10}\d{8}[a-z][0-9a-z]{8})")
_TIME = re.compile(r"\d{1,2}[:h]\d{2}(?:\s?[AaPp][Mm])?(?:\s\w{1,5})?")
_SOURCE_CODE = re.compile(r"[A-Z][A-Z0-9]{1,7}")
_PAGE = re.compile(r"(?:[A-Z]{1,4}-?)?\d{1,4}[A-Z]?(?:\s?[-,/]\s?(?:[A-Z]{1,4})?\d{1,4}){0,8}")
_COPYRIGHT = re.compile(r"(?:\(c\)|©|copyright)", re.IGNORECASE)
_LENGTH = re.compile(r"\d[\d\s.,]{0,8}\s?(\w{1,12})")
_FURNITURE = re.compile(
    r"(?:\w{1,12} \d{1,4} \w{1,4} \d{1,4}\s*)?(?:©|\(c\)) ?\d{4} Factiva\b.{0,80}", re.IGNORECASE
)
_SENTENCE_END = tuple('.!?…»"”:;')


def _recognises(material: Material) -> bool:
    return any(mark.search(material.head) for mark in (_TITLE, _ARTICLE))


def _read(material: Material) -> Iterator[Item]:
    tree = parse_page(material.data(MAX_DOCUMENT_BYTES), material.where, material.declared)
    yield from articles(material, [_page_entry(one) for one in _innermost(tree)])


# ---------------------------------------------------------------- HTML


def _innermost(tree: etree._Element) -> list[etree._Element]:
    marked = [one for one in tree.iter("div") if _CLASS.search(one.get("class") or "")]
    inside = {outer for one in marked for outer in one.iterancestors("div")}
    return [one for one in marked if one not in inside]


def _page_entry(element: etree._Element) -> Entry:
    rows: dict[str, list[str]] = {}
    for row in element.iter("tr"):
        cells = list(row.iterchildren("td", "th"))
        code = line(cells[:1])
        if len(cells) == 2 and code and _CODE.fullmatch(code):
            rows.setdefault(code, []).extend(paragraphs(cells[1]))
    body = source_of(element)
    if "HD" in rows or "TD" in rows or "LP" in rows:
        return coded(rows, body)
    text = [one for part in with_class(element, "articleParagraph") for one in paragraphs(part)]
    return plain_lines(
        [Block(one) for one in paragraphs(element)],
        title=line([one for one in element.iter() if _is_headline(one)]),
        author=line(with_class(element, "author")),
        text=text,
        body=body,
    )


def _is_headline(element: etree._Element) -> bool:
    return isinstance(element.tag, str) and (element.get("class") or "").endswith("Headline")


# ---------------------------------------------------------------- what both have


def coded(fields: Mapping[str, Sequence[str]], body: bytes | None = None) -> Entry:
    """Make an article of its fields by their codes.

    Args:
        fields: the lines of each.
        body: the bytes it was made from.
    """
    one = {code: tidy(" ".join(lines)) or None for code, lines in fields.items()}
    number = _NUMBER.search(one.get("AN") or "")
    return Entry(
        said=Metadata(
            title=one.get("HD"),
            date=find_date(one.get("PD") or ""),
            outlet=one.get("SN"),
            language=language_code(one.get("LA") or ""),
            author=one.get("BY"),
        ),
        paragraphs=tuple(tidy(text) for code in ("LP", "TD") for text in fields.get(code, ()) if tidy(text)),
        key=number[1] if number else None,
        page=one.get("PG"),
        body=body,
    )


def plain_lines(
    blocks: Sequence[Block],
    *,
    title: str | None = None,
    author: str | None = None,
    text: Sequence[str] | None = None,
    body: bytes | None = None,
) -> Entry:
    """Make an article of its lines, where no code says what each is.

    Args:
        blocks: all of them, up to the accession number.
        title: where it is known; else the bold line before the length, or the longest of those before it.
        author: where it is known; else the line between title and length.
        text: its paragraphs, where they are known; else what follows the copyright line.
        body: the bytes it was made from.
    """
    lines = [tidy(block.text) for block in blocks]
    length = next((n for n, one in enumerate(lines) if _is_length(one)), None)
    start = 0 if length is None else length + 1
    dated = next((n for n in range(start, min(start + 4, len(lines))) if find_date(lines[n])), start)
    head = _head(lines, dated)
    if title is None:
        title, author = _title(blocks, lines, 0 if length is None else length)
    number = next((match[1] for one in reversed(lines) if (match := _NUMBER.fullmatch(one))), None)
    return Entry(
        said=Metadata(
            title=title,
            date=find_date(lines[dated]) if dated < len(lines) else None,
            outlet=next((one for one in head if not _TIME.fullmatch(one)), None),
            language=next((code for one in head if (code := language_code(one))), None),
            author=author,
        ),
        paragraphs=tuple(_text(lines[dated + 1 + len(head) :], head) if text is None else text),
        key=number,
        page=next((one for one in head[2:] if _PAGE.fullmatch(one)), None),
        body=body,
    )


def _is_length(line: str) -> bool:
    match = _LENGTH.fullmatch(line)
    return match is not None and plain(match[1]) in labels("words")


def _head(lines: Sequence[str], dated: int) -> list[str]:
    """Give the lines from the one after the date to the copyright: outlet, its code, edition, page, language."""
    for end in range(dated + 1, min(dated + 12, len(lines))):
        if _COPYRIGHT.match(lines[end]):
            return list(lines[dated + 1 : end + 1])
        if language_code(lines[end]) and end > dated + 1:
            follows = end + 1 < len(lines) and bool(_COPYRIGHT.match(lines[end + 1]))
            return list(lines[dated + 1 : end + 1 + follows])
    return list(lines[dated + 1 : dated + 2])


def _title(blocks: Sequence[Block], lines: Sequence[str], length: int) -> tuple[str | None, str | None]:
    """Tell the title and the author from the up to four lines before the length."""
    first = max(0, length - 4)
    before = range(first, length)
    chief = next((n for n in before if blocks[n].is_bold or blocks[n].heading), None)
    if chief is None:
        chief = max(before, key=lambda n: len(lines[n]), default=None)
    if chief is None:
        return None, None
    end = chief + 1
    while end < length and blocks[end].is_bold and blocks[chief].is_bold:
        end += 1
    return " ".join(lines[chief:end]), " ".join(lines[end:length]) or None


def _text(lines: Sequence[str], head: Sequence[str]) -> list[str]:
    """Give the paragraphs without the accession number, the name of the publisher before it, and the page feet."""
    kept = [one for one in lines if not _NUMBER.fullmatch(one) and not _FURNITURE.fullmatch(one)]
    last = kept[-1] if kept else ""
    names = [word for word in last.split() if len(word) > 2]
    if (
        len(kept) > 1
        and names
        and not last.endswith(_SENTENCE_END)
        and all(word[0].isupper() for word in names)
    ):
        kept.pop()
    return kept


# ---------------------------------------------------------------- documents


def is_factiva(blocks: Sequence[Block]) -> bool:
    """Whether the paragraphs of a document are an export of Factiva: they have its accession numbers."""
    return any(_NUMBER.fullmatch(tidy(block.text)) for block in blocks)


def factiva_entries(blocks: Sequence[Block]) -> list[Entry]:
    """Take the articles out of the paragraphs of a document."""
    return [_document(part) for part in _parts(blocks)]


def _parts(blocks: Sequence[Block]) -> Iterator[list[Block]]:
    part: list[Block] = []
    for block in blocks:
        if _FURNITURE.fullmatch(tidy(block.text)):
            continue
        part.append(block)
        if _NUMBER.fullmatch(tidy(block.text)):
            yield part
            part = []


def _document(part: Sequence[Block]) -> Entry:
    fields: dict[str, list[str]] = {}
    code = None
    for block in part:
        tabbed = _TABBED.fullmatch(block.text)
        if block.column == 0 and _CODE.fullmatch(tidy(block.text)):
            code = tidy(block.text)
            fields.setdefault(code, [])
        elif tabbed:
            code = tabbed[1]
            fields.setdefault(code, []).append(tabbed[2])
        elif code is not None:
            fields[code].append(block.text)
    return coded(fields) if "HD" in fields else plain_lines(part)


FORMATS = (Format("factiva", "an export of Factiva", (), _recognises, _read),)
