"""Which column of a table holds what: the names that media-research tools give them, and those the user gives."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence

from pourparlers.errors import FormatError, UsageError

NAMES: Mapping[str, tuple[str, ...]] = {
    "text": (
        "text", "body", "content", "article_text", "articletext", "full_text", "fulltext", "maintext", "main_text",
        "body_text", "bodytext", "article_body", "articlebody", "text_content", "textcontent", "content_text",
        "plain_text", "plaintext", "story_text", "article_content", "article", "raw_text", "clean_text", "texte",
        "texte_integral", "contenu", "corps", "texto", "testo", "tekst",
    ),
    "html": ("html", "content_html", "body_html", "raw_html", "page_html", "rawhtml"),
    "title": (
        "title", "headline", "headline_main", "article_title", "story_title", "hed", "titre", "titel", "titulo",
        "titolo", "tytul", "subject",
    ),
    "date": (
        "date", "publish_date", "published", "publication_date", "published_at", "publishedat", "published_date",
        "date_published", "datepublished", "date_publish", "pub_date", "pubdate", "publishdate", "pubtime", "day",
        "article_date", "first_publication_date", "webpublicationdate", "seendate", "timestamp", "datetime", "created_at",
        "date_de_publication", "date_publication", "datum", "fecha", "data", "published_utc",
    ),
    "outlet": (
        "outlet", "source", "media_name", "source_name", "publication", "publisher", "newspaper", "media", "journal",
        "sitename", "site_name", "outlet_name", "publication_name", "source_title", "feed_title", "medium", "sourcecommonname",
        "domain", "source_domain", "media_url", "hostname", "site", "website",
    ),
    "author": ("author", "authors", "byline", "creator", "writer", "journalist", "auteur", "auteurs", "autor"),
    "url": (
        "url", "link", "permalink", "article_url", "story_url", "canonical_url", "resolved_url", "original_url", "source_url",
        "web_url", "weburl", "webpage_url", "external_url", "lien", "uri",
    ),
    "language": ("language", "lang", "language_code", "langue", "sourcelang", "sprache", "idioma"),
    "page": ("page", "pages", "print_page", "page_number", "page_no"),
}  # fmt: skip
_NOT_WORD = re.compile(r"[^\w]+")
_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")
_SHOWN = 12


def parse_columns(written: Sequence[str]) -> dict[str, str]:
    """Read what `--columns` is given: "text=body,date=day".

    Raises:
        UsageError: a part is not KEY=COLUMN, or there is no such key.
    """
    found: dict[str, str] = {}
    for part in (part for one in written for part in one.split(",")):
        key, sign, column = part.partition("=")
        key = key.strip().lower()
        if not sign or not column.strip() or key not in NAMES:
            raise UsageError(
                f"cannot make sense of {part!r}",
                where="--columns",
                cure=f"write text=COLUMN,date=COLUMN; keys: {' '.join(NAMES)}",
            )
        found[key] = column.strip()
    return found


def mapping(names: Sequence[str], wanted: Mapping[str, str], where: str) -> dict[str, str]:
    """Find the column for each key, those the user names first, then by the usual names, the most telling first.

    Args:
        names: the names of the columns.
        wanted: the user's, by key.
        where: what errors call the table.

    Returns:
        the name of a column for each key that has one; "text" or "html" is always among them.

    Raises:
        FormatError: a column the user names is not there, or none holds the text.
    """
    by_plain: dict[str, str] = {}
    for name in names:
        by_plain.setdefault(_plain(name), name)
    found: dict[str, str] = {}
    for key, column in wanted.items():
        if column in names:
            found[key] = column
        elif _plain(column) in by_plain:
            found[key] = by_plain[_plain(column)]
        else:
            raise FormatError(
                f"no column {column!r}, only {_listed(names)}", where=where, cure="see --columns"
            )
    for key, usual in NAMES.items():
        if key not in found:
            free = (by_plain[one] for one in usual if one in by_plain and by_plain[one] not in found.values())
            first = next(free, None)
            if first is not None:
                found[key] = first
    if not {"text", "html"} & found.keys():
        raise FormatError(
            f"no column with the texts of articles, only {_listed(names)}",
            where=where,
            cure="name it: --columns text=COLUMN",
        )
    return found


def looks_header(names: Iterable[str]) -> bool:
    """Whether words are the names of the columns of a table of articles: one for the text, and another."""
    plain = {_plain(name) for name in names}
    has = {key for key, usual in NAMES.items() if plain & set(usual)}
    return len(has) > 1 and bool(has & {"text", "html"})


def _plain(name: str) -> str:
    return _NOT_WORD.sub("_", _CAMEL.sub("_", name.strip("\ufeff \t\"'")).lower()).strip("_")


def _listed(names: Sequence[str]) -> str:
    shown = ", ".join(name.strip()[:40] or "(no name)" for name in names[:_SHOWN])
    return f"{shown}, …" if len(names) > _SHOWN else shown or "none"
