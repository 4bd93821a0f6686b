"""Exports of Europresse (Eureka.cc) in HTML: several articles a file.

The markup is that of its exports since 2014: an `<article>` each, its `header` with `.DocPublicationName`, `.DocHeader`,
`.titreArticle` (with `.titreArticleVisu`) and the author after it, the text in `.docOcurrContainer` or `.DocText`, notes in
`aside`, and the number of the document ("news·20060315·LM·…") in `footer`. Before 2014 each article was a table cell.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from lxml import etree

from pourparlers.sources.entries import Entry, articles
from pourparlers.sources.formats import Format, Item
from pourparlers.sources.labels import labels, outlet_name, page
from pourparlers.sources.limits import MAX_DOCUMENT_BYTES
from pourparlers.sources.markup import line, paragraphs, parse_page, source_of, with_class
from pourparlers.sources.material import Material
from pourparlers.sources.metadata import Metadata
from pourparlers.sources.phrases import plain
from pourparlers.sources.written_dates import find_date

_MARKS = (b"DocPublicationName", b"docOcurrContainer", b"titreArticleVisu", b"TitreArticleVisu")
_BODIES = ("docOcurrContainer", "DocText")
_UNREAD = frozenset(
    (
        "header",
        "aside",
        "footer",
        "figure",
        "table-of-contents",
        "apd-wrapper",
        "no-transcription",
        "time",
        "Doc-UrlRef",
    )
)
_NUMBER = re.compile(r"\w{2,8}·(\d{4})(\d\d)(\d\d)·\w{1,8}·[\w-]{1,60}")
_LONGEST_AUTHOR = 200


def _recognises(material: Material) -> bool:
    return any(mark in material.head for mark in _MARKS)


def _read(material: Material) -> Iterator[Item]:
    tree = parse_page(material.data(MAX_DOCUMENT_BYTES), material.where, material.declared)
    yield from articles(material, [_entry(one) for one in _parts(tree)])


def _parts(tree: etree._Element) -> list[etree._Element]:
    found: list[etree._Element] = [one for one in tree.iter("article") if _named(one)]
    if found:
        return found
    cells = [
        one
        for one in tree.iter("td")
        if _named(one) and not any(_named(cell) for cell in one.iter("td") if cell is not one)
    ]
    return cells or ([tree] if _named(tree) else [])


def _named(element: etree._Element) -> bool:
    return bool(with_class(element, "DocPublicationName") or with_class(element, "titreArticleVisu"))


def _entry(element: etree._Element) -> Entry:
    title = _title(element)
    head = " ".join(filter(None, (_text(one) for one in with_class(element, "DocHeader"))))
    section = with_class(element, "DocTitreSousSection")
    head = head or " ".join(_text(one) for heading in section for one in heading.itersiblings("span"))
    number = _NUMBER.search(" ".join(_text(one) for one in _after(element)))
    body = list(_body(element, title))
    address = _address(element)
    subtitle = line(with_class(element, "rdp__subtitle"))
    if subtitle and subtitle not in body:
        body.insert(0, subtitle)
    return Entry(
        said=Metadata(
            title=title,
            date=find_date(head) or _day(number),
            outlet=_outlet(element),
            author=_author(element),
            url=address,
        ),
        paragraphs=tuple(body),
        key=number[0] if number else None,
        page=page(head),
        body=source_of(element),
    )


def _text(element: etree._Element) -> str:
    return " ".join(paragraphs(element))


def _outlet(element: etree._Element) -> str | None:
    named = with_class(element, "DocPublicationName") + with_class(element, "rdp__DocPublicationName")
    for one in named:
        first = next((text for text in map(str, one.itertext()) if text.strip()), "")
        if name := outlet_name(first):
            return " ".join(name.split())
    return None


def _title(element: etree._Element) -> str | None:
    classes = ("rdp__articletitle", "titreArticleVisu", "TitreArticleVisu", "titreArticle")
    return next(filter(None, (line(with_class(element, name)) for name in classes)), None)


def _author(element: etree._Element) -> str | None:
    """Give the author: named as such, or the short line that follows the block of the title."""
    after = [
        one for block in with_class(element, "titreArticle")[:1] for one in block.itersiblings("p", "div")
    ]
    named = line(with_class(element, "docAuthors")) or line(after[:1])
    return named if named and len(named) <= _LONGEST_AUTHOR else None


def _body(element: etree._Element, title: str | None) -> Iterator[str]:
    """Give the paragraphs of the text; without a marked one, all that follows the title and is not marked otherwise."""
    for name in _BODIES:
        if found := [text for one in with_class(element, name)[:1] for text in paragraphs(one, _UNREAD)]:
            yield from (text for text in found if not _is_pointer(text))
            return
    rest = list(paragraphs(element, _UNREAD))
    start = rest.index(title) + 1 if title in rest else 0
    yield from (text for text in rest[start:] if not _is_pointer(text) and not _NUMBER.fullmatch(text))


def _is_pointer(text: str) -> bool:
    """Whether a paragraph is the service's own: where the article appeared."""
    return plain(text).startswith(tuple(labels("originally")))


def _address(element: etree._Element) -> str | None:
    links = (one for one in element.iter("a") if _is_pointer(_text(one)))
    addresses = (one.get("href", "").strip() for one in links)
    return next((one for one in addresses if one.startswith(("http://", "https://"))), None)


def _after(element: etree._Element) -> list[etree._Element]:
    """Give the elements that hold the number of the document."""
    own = with_class(element, "publiC-lblNodoc") or element.xpath("descendant::*[@id = 'PubliC_lblNodoc']")
    return own or list(element.iter("footer")) or [element]


def _day(number: re.Match[str] | None) -> date | None:
    try:
        return date(int(number[1]), int(number[2]), int(number[3])) if number else None
    except ValueError:
        return None


FORMATS = (Format("europresse", "an export of Europresse", (), _recognises, _read),)
