"""An HTML page to the text of its article, with what the page says of it."""

from __future__ import annotations

import logging
import re
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, TypeVar
from urllib.parse import urlsplit

from lxml import etree

from pourparlers.errors import EmptyError, FormatError, MetadataError
from pourparlers.sources.limits import check_content
from pourparlers.sources.metadata import Metadata, parse_date, parse_language
from pourparlers.sources.text import decode

if TYPE_CHECKING:
    from trafilatura.settings import Document

Value = TypeVar("Value")

_DECLARED = re.compile(
    rb"""<meta[^>]{0,200}charset\s{0,5}=\s{0,5}["']?\s{0,5}([\w.:-]{2,40})""", re.IGNORECASE
)
_CHARSET = re.compile(r"charset\s{0,5}=\s{0,5}[\"']?([\w.:-]{2,40})", re.IGNORECASE)
_BLOCKS = frozenset({"p", "head", "item", "quote", "row", "code"})
_SPACE = re.compile(r"\s+")
_HEAD = 4096


def looks_html(data: bytes) -> bool:
    """Whether bytes without a telling name are HTML."""
    head = data[:_HEAD].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    return head.startswith((b"<!doctype html", b"<html", b"<head", b"<body")) or (
        head.startswith((b"<?xml", b"<!--")) and b"<html" in head
    )


def read_html(
    data: bytes, where: str, *, declared: str | None = None, url: str | None = None
) -> tuple[str, Metadata]:
    """Take the article out of a page with trafilatura (Barbaresi 2021).

    Args:
        data: the page, truncated or malformed as it may be.
        where: what the user calls it.
        declared: the encoding its server gives.
        url: where it was fetched from.

    Returns:
        its title on the first line, a blank line, and its paragraphs with blank lines between; and its metadata.

    Raises:
        EmptyError: no article in it.
        BinaryError: not text.
        EncodingError: no encoding makes sense of it.
        FormatError: it cannot be parsed at all.
    """
    check_content(data, where)
    page = decode_page(data, where, declared)
    document = _extract(page, where, url)
    blocks = list(_paragraphs(document.body)) if document is not None else []
    if document is None or not any(any(map(str.isalpha, block)) for block in blocks):
        raise EmptyError(
            "no article in this page", where=where, cure="save the whole page, or its text as .txt"
        )
    said = _metadata(document, where, url)
    if said.title and blocks[0].casefold() != said.title.casefold():
        blocks.insert(0, said.title)
    return "\n\n".join(blocks), said


def charset_of(kind: str) -> str | None:
    """Give the encoding that a content type names ("text/html; charset=utf-8")."""
    charset = _CHARSET.search(kind)
    return charset[1] if charset else None


def domain(url: str | None) -> str | None:
    """Give the name of the site of a URL, without "www."."""
    try:
        host = urlsplit(url or "").hostname
    except ValueError:
        return None
    return host.removeprefix("www.") if host else None


def decode_page(data: bytes, where: str, declared: str | None = None) -> str:
    """Decode the bytes of a page, by what its server and the page itself say where they are not UTF-8.

    Raises:
        EncodingError: no encoding makes sense of them.
    """
    named = _DECLARED.search(data[:_HEAD])
    codec = declared or (named[1].decode("ascii", "ignore") if named else None)
    return decode(data, where, declared=codec).lstrip("\ufeff").replace("\x00", "")


def _extract(page: str, where: str, url: str | None) -> Document | None:
    # trafilatura takes a quarter of a second to import: only those who read pages pay for it.
    from trafilatura import bare_extraction  # noqa: PLC0415

    logging.getLogger("trafilatura").setLevel(logging.CRITICAL)
    try:
        document = bare_extraction(
            page,
            url=url,
            with_metadata=True,
            include_comments=False,
            include_tables=False,
            date_extraction_params={
                "original_date": True,
                "extensive_search": False,
                "max_date": "2100-01-01",
            },
        )
        return None if isinstance(document, dict) else document
    except (Exception, RecursionError) as error:
        raise FormatError(
            f"this page cannot be parsed ({type(error).__name__})", where=where, cure="save its text as .txt"
        ) from None


def _paragraphs(body: etree._Element | None) -> Iterator[str]:
    """Give the text of the outermost blocks of trafilatura's tree, in order."""
    if body is None:
        return
    for element in body:
        if not isinstance(element.tag, str):
            continue
        if element.tag in _BLOCKS or not any(child.tag in _BLOCKS or len(child) for child in element):
            yield from _lines(element)
        else:
            yield from _paragraphs(element)
        if tail := _clean(element.tail or ""):
            yield tail


def _lines(element: etree._Element) -> Iterator[str]:
    """Give the text of one block; a line break in it starts a new paragraph."""
    parts: list[str] = []
    for event, node in etree.iterwalk(element, events=("start", "end")):
        if event == "start":
            parts.append("\n" if node.tag == "lb" else "")
            parts.append(_SPACE.sub(" ", node.text or ""))
        elif node is not element:
            parts.append(_SPACE.sub(" ", node.tail or ""))
    for line in "".join(parts).split("\n"):
        if text := _clean(line):
            yield text


def _clean(text: str) -> str:
    return _SPACE.sub(" ", text).strip()


def _metadata(document: Document, where: str, url: str | None) -> Metadata:
    address = url or document.url
    return Metadata(
        title=_clean(document.title or "") or None,
        date=_usable(parse_date, document.date, where),
        outlet=_outlet(document.sitename, address),
        language=_usable(parse_language, document.language, where),
        url=address,
        author=document.author,
    )


def _outlet(name: str | None, address: str | None) -> str | None:
    """Give the name of the site; trafilatura gives its host when the page has none."""
    site = domain(address)
    return name if name and not (site and site in name.casefold()) else site


def _usable(read: Callable[[str, str], Value], value: str | None, where: str) -> Value | None:
    """Read what a page says; a value that cannot be read is as none, for the page is not the user's to mend."""
    try:
        return read(value, where) if value else None
    except MetadataError:
        return None
