"""One article a file: plain text and HTML pages."""

from __future__ import annotations

from collections.abc import Iterator

from pourparlers.sources.formats import Format, Found, Item
from pourparlers.sources.html import looks_html
from pourparlers.sources.inputs import PAGE_ENDINGS, TEXT_ENDINGS
from pourparlers.sources.limits import MAX_PAGE_BYTES, MAX_TEXT_BYTES
from pourparlers.sources.material import Material
from pourparlers.sources.single import read_bytes


def _is_page(material: Material) -> bool:
    return material.is_page or looks_html(material.head)


def _read(material: Material) -> Iterator[Item]:
    named = material.label.lower().endswith(PAGE_ENDINGS)
    is_page = _is_page(material) or named
    data = material.data(MAX_PAGE_BYTES if is_page else MAX_TEXT_BYTES)
    article = read_bytes(
        data,
        material.name,
        where=material.where,
        sidecar=material.sidecar,
        is_page=is_page,
        url=material.url,
        declared=material.declared,
        date=material.options.date,
        language=material.options.language,
    )
    yield Found(article, data, material.headers)


FORMATS = (
    Format("html", "an HTML page", PAGE_ENDINGS, _is_page, _read),
    Format("text", "plain text", TEXT_ENDINGS, lambda material: False, _read),
)
