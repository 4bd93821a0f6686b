"""The bytes of one text or HTML page to its article."""

from __future__ import annotations

from datetime import date

from pourparlers.model import Article, DateSource
from pourparlers.sources.article import make_article
from pourparlers.sources.html import looks_html, read_html
from pourparlers.sources.limits import MAX_PAGE_BYTES, MAX_TEXT_BYTES, check_size
from pourparlers.sources.metadata import Metadata, front_matter
from pourparlers.sources.text import read_text


def read_bytes(
    data: bytes,
    name: str,
    *,
    where: str | None = None,
    sidecar: Metadata | None = None,
    is_page: bool | None = None,
    url: str | None = None,
    declared: str | None = None,
    date: date | None = None,
    language: str | None = None,
) -> Article:
    """Make an article of the bytes of a text or HTML file.

    Args:
        data: the whole file.
        name: what the article is to be called.
        where: what errors call it; its name by default.
        sidecar: what a file beside it says.
        is_page: whether it is HTML; found out when not given.
        url: where it was fetched from.
        declared: the encoding its server gives.
        date: the publication date when it does not say its own.
        language: the language when it does not say its own.

    Raises:
        SourceError: it is empty, too large, not text, in an unknown encoding, or its metadata cannot be used.
    """
    where = where or name
    is_page = looks_html(data) if is_page is None else is_page
    check_size(len(data), MAX_PAGE_BYTES if is_page else MAX_TEXT_BYTES, where)
    said = [(DateSource.SIDECAR, sidecar or Metadata())]
    end = 0
    if is_page:
        text, page = read_html(data, where, declared=declared, url=url)
        said.append((DateSource.PAGE, page))
    else:
        text = read_text(data, where, declared=declared)
        own, end = front_matter(text, where)
        said = [(DateSource.FRONT_MATTER, own), *said, (DateSource.PAGE, Metadata(url=url))]
    check_size(len(text), MAX_TEXT_BYTES, where)
    return make_article(name, text, said, where=where, body_start=end, date_argument=date, language=language)
