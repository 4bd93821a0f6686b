"""RSS, Atom and JSON feeds: each item is an article, from its full text in the feed or from the page it links to."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from io import BytesIO
from typing import TYPE_CHECKING, Any

from pourparlers.errors import EmptyError, FormatError, MetadataError, SourceError
from pourparlers.sources.days import read_day
from pourparlers.sources.formats import Format, Found, Item, from_text
from pourparlers.sources.fragment import text_of, titled
from pourparlers.sources.html import domain
from pourparlers.sources.limits import MAX_PAGE_BYTES, check_content, looks_utf16
from pourparlers.sources.material import Material, Options
from pourparlers.sources.metadata import Metadata
from pourparlers.sources.single import read_bytes
from pourparlers.sources.tongues import read_language

if TYPE_CHECKING:
    from feedparser import FeedParserDict

JSON_FEED = "https://jsonfeed.org/version/1.1"
_FULL = 1500
"""A description of so many characters is the article, not a teaser."""
_ROOT = re.compile(r"<(?:rss|rdf:RDF|feed|(?:atom|a):feed)[\s>]")
_END = re.compile(rb"</(?:rss|rdf:RDF|feed|atom:feed|a:feed)\s*>\s*(?:<!--.{0,2000}-->\s*)?\x00*$", re.DOTALL)
_WEB = re.compile(r"https?://", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class FeedItem:
    """What a feed has of one article.

    Args:
        key: what tells it from the others of the feed, the same at the next poll: its id or address.
        url: the page it links to.
        said: what the feed says of it.
        content: its text or HTML; empty when there is none.
        is_full: whether that is the whole article, as far as one can tell, and not a teaser.
    """

    key: str
    url: str | None
    said: Metadata
    content: str
    is_full: bool


def parse_feed(data: bytes, where: str, *, base: str | None = None) -> list[FeedItem]:
    """Read the items of a feed, the first first.

    Raises:
        SourceError: it is no feed, or nothing can be made of it.
    """
    check_content(data, where)
    if data.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"{"):
        return _json_items(data, where)
    return _xml_items(data, where, base)


def item_in_feed(material: Material, item: FeedItem) -> Found:
    """Make an article of what the feed itself has.

    Raises:
        SourceError: the feed has no text of it.
    """
    text = text_of(item.content)
    if not text:
        raise EmptyError(
            "no text in this item", where=f"{material.where}#{item.key}", cure="name the feed by its URL"
        )
    headers = (("Content-Type", "application/feed+json"),)
    return from_text(
        material,
        titled(text, item.said.title),
        item.said,
        part=item.key,
        body=_written(item),
        headers=headers,
    )


def item_by_link(material: Material, item: FeedItem, options: Options) -> Found:
    """Fetch the page an item links to, and make an article of it; the day is the feed's.

    Raises:
        SourceError: it cannot be fetched, may not be, or has no article.
    """
    # Feeds in files are read without the HTTP library.
    from pourparlers.sources.web import fetch  # noqa: PLC0415

    if not item.url:
        return item_in_feed(material, item)
    page = fetch(item.url, allow_private=options.allow_private, limit=MAX_PAGE_BYTES)
    article = read_bytes(
        page.data,
        f"{material.label}#{item.url}",
        where=item.url,
        sidecar=Metadata(date=item.said.date),
        is_page=page.is_html or None,
        url=page.url,
        declared=page.charset,
        date=options.date,
        language=options.language,
    )
    kind = page.headers.get("content-type", "text/html")
    return Found(article, page.data, (("Content-Location", page.url), ("Content-Type", kind)))


def _is_feed(material: Material) -> bool:
    head = material.head.lstrip(b"\xef\xbb\xbf \t\r\n")
    if head.startswith(b"{"):
        return b"jsonfeed.org/version/" in head[:2048].replace(b"\\/", b"/")
    codec = looks_utf16(material.head) or "latin-1"
    start = material.head[:8192].decode(codec, "replace").lstrip("\ufeff\xef\xbb\xbf \t\r\n")
    if not start.startswith("<"):
        return False
    root = _ROOT.search(start)
    return root is not None and "<html" not in start[: root.start()].lower()


def _read(material: Material) -> Iterator[Item]:
    data = material.data(MAX_PAGE_BYTES)
    items = parse_feed(data, material.where, base=material.url)
    for item in items:
        try:
            if material.is_named and item.url and not item.is_full:
                yield item_by_link(material, item, material.options)
            else:
                yield item_in_feed(material, item)
        except SourceError as error:
            yield error
    if not items:
        yield EmptyError("no items in this feed", where=material.where, cure="try it again later")
    if (
        not data.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"{")
        and looks_utf16(data) is None
        and not _END.search(data[-4096:])
    ):
        yield FormatError("cut off before its end", where=material.where, cure="fetch it again")


# ---------------------------------------------------------------- RSS and Atom


def _xml_items(data: bytes, where: str, base: str | None) -> list[FeedItem]:
    # It takes a tenth of a second to import.
    import feedparser  # noqa: PLC0415

    headers = {"content-location": base} if base else {}
    feed = feedparser.parse(BytesIO(data), response_headers=headers, sanitize_html=False)
    if not feed.entries and not feed.get("version"):
        raise FormatError("no feed that can be read", where=where, cure="name a feed of RSS, Atom or JSON")
    about = feed.feed
    outlet = _plain(about.get("title")) or domain(about.get("link"))
    tongue = read_language(about.get("language"))
    return [_entry(entry, number, outlet, tongue) for number, entry in enumerate(feed.entries, start=1)]


def _entry(entry: FeedParserDict, number: int, outlet: str | None, tongue: str | None) -> FeedItem:
    url = next((one for one in (entry.get("link"), entry.get("id")) if one and _WEB.match(one)), None)
    contents = [str(one.get("value") or "") for one in entry.get("content") or ()]
    content = max(contents, key=len, default="")
    summary = str(entry.get("summary") or "")
    is_full = bool(content.strip()) and len(content) >= len(summary)
    text = content if is_full else summary
    source = entry.get("source") or {}
    said = Metadata(
        title=_plain(entry.get("title")),
        date=_day(
            entry.get("published") or entry.get("issued") or entry.get("updated") or entry.get("created")
        ),
        outlet=_plain(source.get("title")) or outlet,
        author=_plain((entry.get("author_detail") or {}).get("name") or entry.get("author")),
        language=read_language(entry.get("language")) or tongue,
        url=url,
    )
    key = _plain(url or entry.get("id")) or str(number)
    return FeedItem(key, url, said, text, is_full or len(text_of(text)) >= _FULL)


def _plain(value: object) -> str | None:
    """Give one line of a value that may be marked up."""
    text = " ".join(text_of(str(value)).split()) if value else ""
    return text or None


def _day(value: object) -> date | None:
    try:
        return read_day(value, "")
    except MetadataError:
        return None


# ---------------------------------------------------------------- JSON Feed


def _json_items(data: bytes, where: str) -> list[FeedItem]:
    """Read a JSON Feed (https://www.jsonfeed.org/version/1.1/)."""
    try:
        feed = json.loads(data)
    except (ValueError, RecursionError):
        raise FormatError("not JSON, or cut off", where=where, cure="fetch it again") from None
    items = feed.get("items") if isinstance(feed, Mapping) else None
    if not isinstance(items, list):
        raise FormatError("no feed that can be read", where=where, cure="name a feed of RSS, Atom or JSON")
    return [
        _json_item(one, number, feed) for number, one in enumerate(items, start=1) if isinstance(one, Mapping)
    ]


def _json_item(item: Mapping[str, Any], number: int, feed: Mapping[str, Any]) -> FeedItem:
    url = next((one for key in ("url", "external_url", "id") if _WEB.match(one := _str(item.get(key)))), None)
    content = _str(item.get("content_html")) or _paragraphs(_str(item.get("content_text")))
    text = content or _paragraphs(_str(item.get("summary")))
    people = item.get("authors") or ([item["author"]] if item.get("author") else feed.get("authors") or [])
    names = (
        [_str(one.get("name")) for one in people if isinstance(one, Mapping)]
        if isinstance(people, list)
        else []
    )
    said = Metadata(
        title=_plain(_str(item.get("title"))),
        date=_day(_str(item.get("date_published")) or _str(item.get("date_modified"))),
        outlet=_plain(_str(feed.get("title"))) or domain(_str(feed.get("home_page_url"))),
        author=", ".join(filter(None, names)) or None,
        language=read_language(_str(item.get("language")) or _str(feed.get("language"))),
        url=url,
    )
    key = _plain(url or _str(item.get("id"))) or str(number)
    return FeedItem(key, url, said, text, bool(content.strip()))


def _str(value: object) -> str:
    return str(value) if isinstance(value, (str, int, float)) and not isinstance(value, bool) else ""


def _paragraphs(text: str) -> str:
    """Mark plain text up, so that all content is HTML."""
    escaped = text.replace("&", "&amp;").replace("<", "&lt;")
    return "".join(f"<p>{one}</p>" for one in re.split(r"\n\s*\n", escaped) if one.strip())


def _written(item: FeedItem) -> bytes:
    """Write an item down as a feed of its own, which is what is kept of it."""
    said = item.said
    one = {
        "id": item.key,
        "url": item.url,
        "title": said.title,
        "date_published": said.date.isoformat() if said.date else None,
        "authors": [{"name": said.author}] if said.author else None,
        "language": said.language,
        "content_html": item.content,
    }
    items = [{key: value for key, value in one.items() if value is not None}]
    feed = {"version": JSON_FEED, "title": said.outlet or "", "items": items}
    return json.dumps(feed, ensure_ascii=False).encode("utf-8", "replace")


FORMATS = (Format("feed", "a feed (RSS, Atom, JSON Feed)", (".rss", ".atom"), _is_feed, _read),)
