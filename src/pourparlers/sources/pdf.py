"""PDF documents with a text layer: press reviews, printed pages, articles."""

from __future__ import annotations

from collections.abc import Iterator

from pourparlers.sources.entries import articles
from pourparlers.sources.formats import Format, Item
from pourparlers.sources.material import Material
from pourparlers.sources.pdf_layout import blocks_of
from pourparlers.sources.press_review import review_entries


def _recognises(material: Material) -> bool:
    return b"%PDF-" in material.head[:1024]


def _read(material: Material) -> Iterator[Item]:
    # Few runs read a PDF: the others need not wait for the library.
    from pourparlers.sources.pdf_pages import read_pages  # noqa: PLC0415

    pages = read_pages(material.data(), material.where)
    yield from articles(material, review_entries(blocks_of(pages)))


FORMATS = (Format("pdf", "a PDF document", (".pdf",), _recognises, _read),)
