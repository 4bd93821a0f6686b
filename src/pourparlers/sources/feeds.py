"""RSS, Atom and JSON feeds: each item is an article, from its full text in the feed or from the page it links to."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator

from pourparlers.errors import EmptyError, FormatError, SourceError
from pourparlers.sources.feed_items import FeedItem, parse_feed
from pourparlers.sources.formats import Format, Found, Item, from_text
from pourparlers.sources.fragment import text_of, titled
from pourparlers.sources.limits import MAX_PAGE_BYTES, looks_utf16
from pourparlers.sources.material import Material, Options
from pourparlers.sources.metadata import Metadata
from pourparlers.sources.single import read_bytes

JSON_FEED = "https://jsonfeed.org/version/1.1"
_ROOT = re.compile(r"<(?:rss|rdf:RDF|feed|(?:atom|a):feed)[\s>]")
_END = re.compile(rb"</(?:rss|rdf:RDF|feed|atom:feed|a:feed)\s*>\s*(?:<!--.{0,2000}-->\s*)?\x00*$", re.DOTALL)


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
