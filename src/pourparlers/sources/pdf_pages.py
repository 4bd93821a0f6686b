"""The pages of a PDF document (ISO 32000) to lines: pdfminer.six gives each with its place, size and font."""

from __future__ import annotations

import logging
import re
import zlib
from collections.abc import Iterator
from io import BytesIO

from pdfminer.converter import PDFPageAggregator
from pdfminer.layout import LAParams, LTChar, LTContainer, LTPage, LTTextLine
from pdfminer.pdfdocument import PDFDocument, PDFPasswordIncorrect
from pdfminer.pdfinterp import PDFPageInterpreter, PDFResourceManager
from pdfminer.pdfpage import PDFPage
from pdfminer.pdfparser import PDFParser

from pourparlers.errors import EmptyError, FormatError, SourceError, TooLargeError
from pourparlers.sources.limits import MEGABYTE
from pourparlers.sources.pdf_layout import Line

MAX_PAGES = 2_000
MAX_UNPACKED_BYTES = 400 * MEGABYTE
_MOST_IN_A_STREAM = 60 * MEGABYTE
_STREAM = re.compile(rb"stream\r?\n")
_BOLD = re.compile(r"bold|black|heavy|demi|semibold|-bd\b", re.IGNORECASE)
_FEWEST_LETTERS = 20
_AGAIN = "open it and print it to a new PDF, or save its text as .txt"


def read_pages(data: bytes, where: str) -> list[list[Line]]:
    """Read the lines of each page.

    Args:
        data: the file.
        where: what the user calls it.

    Raises:
        EmptyError: it has no text, as scanned pages have none.
        FormatError: it is locked with a password, or damaged.
        TooLargeError: it has more pages than are read, or is packed so as to harm.
    """
    _check_packing(data, where)
    logging.getLogger("pdfminer").setLevel(logging.CRITICAL)
    try:
        pages = list(_pages(data, where))
    except PDFPasswordIncorrect:
        raise FormatError("locked with a password", where=where, cure="save it without one") from None
    except SourceError:
        raise
    except (Exception, RecursionError) as error:
        what = f"this PDF is damaged ({type(error).__name__})"
        raise FormatError(what, where=where, cure=_AGAIN) from None
    if sum(map(str.isalpha, "".join(line.text for page in pages for line in page))) < _FEWEST_LETTERS:
        what = "no text in this PDF: its pages are pictures" if pages else "no pages in this PDF"
        raise EmptyError(what, where=where, cure="recognise its text (OCR) and save it again")
    return pages


def _check_packing(data: bytes, where: str) -> None:
    """Refuse a file whose streams unpack to more than is read; they are unpacked to nowhere, a piece at a time."""
    whole = 0
    for match in _STREAM.finditer(data):
        unpacked = _unpacked(data, match.end())
        whole += unpacked
        if unpacked > _MOST_IN_A_STREAM or whole > MAX_UNPACKED_BYTES:
            what = f"unpacks to more than {max(unpacked, whole) // MEGABYTE} MB"
            raise TooLargeError(what, where=where, cure="split it into smaller documents")


def _unpacked(data: bytes, start: int) -> int:
    """Say how much the stream at a place unpacks to, as far as it matters."""
    if data[start : start + 1] not in (b"x", b"H", b"X", b"h"):
        return 0
    size = 0
    opened = zlib.decompressobj()
    piece = data[start : start + MEGABYTE]
    at = start + len(piece)
    try:
        while piece and not opened.eof and size <= _MOST_IN_A_STREAM:
            size += len(opened.decompress(piece, MEGABYTE))
            piece = opened.unconsumed_tail
            if not piece and not opened.eof:
                piece = data[at : at + MEGABYTE]
                at += len(piece)
    except zlib.error:
        pass
    return size


def _pages(data: bytes, where: str) -> Iterator[list[Line]]:
    document = PDFDocument(PDFParser(BytesIO(data)))
    resources = PDFResourceManager()
    device = PDFPageAggregator(resources, laparams=LAParams(boxes_flow=None, all_texts=True))
    interpreter = PDFPageInterpreter(resources, device)
    for number, page in enumerate(PDFPage.create_pages(document), start=1):
        if number > MAX_PAGES:
            raise TooLargeError(f"more than {MAX_PAGES:,} pages", where=where, cure="split it")
        interpreter.process_page(page)
        yield list(_lines(device.get_result(), number))


def _lines(page: LTPage, number: int) -> Iterator[Line]:
    waiting: list[object] = [page]
    while waiting:
        item = waiting.pop()
        if isinstance(item, LTTextLine):
            characters = [one for one in item if isinstance(one, LTChar) and one.get_text().strip()]
            text = item.get_text().strip()
            if characters and text:
                sizes = sorted(one.size for one in characters)
                bold = sum(_BOLD.search(one.fontname) is not None for one in characters)
                is_bold = 2 * bold > len(characters)
                size = sizes[len(sizes) // 2]
                yield Line(
                    text,
                    item.x0,
                    item.x1,
                    page.height - item.y1,
                    page.height - item.y0,
                    size,
                    is_bold,
                    number,
                )
        elif isinstance(item, LTContainer):
            waiting.extend(item)
