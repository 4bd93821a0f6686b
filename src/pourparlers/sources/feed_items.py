"""What a feed has of each article: RSS (0.9 to 2.0), Atom (RFC 4287) and JSON Feed, well-formed or not."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from html.entities import html5
from typing import Any
from urllib.parse import urljoin

from lxml import etree

from pourparlers.errors import FormatError, MetadataError
from pourparlers.sources.days import read_day
from pourparlers.sources.fragment import text_of
from pourparlers.sources.html import domain
from pourparlers.sources.limits import check_content
from pourparlers.sources.metadata import Metadata
from pourparlers.sources.text import decode
from pourparlers.sources.tongues import read_language

_FULL = 1500
"""A description of so many characters is the article, not a teaser."""
_WEB = re.compile(r"https?://", re.IGNORECASE)
_DECLARED = re.compile(rb"""^<\?xml[^>]{0,200}encoding\s?=\s?["']([\w.:-]{2,40})""")
_DECLARATION = re.compile(r"^\s*<\?xml[^>]{0,500}\?>")
_ENTITY = re.compile(r"&([A-Za-z][A-Za-z0-9]{1,31});")
_OF_XML = frozenset({"amp", "lt", "gt", "quot", "apos"})
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_SHUT = re.compile(r"</(?:[\w.-]{1,40}:)?(?:item|entry)\s*>")
_PERSON = re.compile(r"[^\s()]{1,200}@[^\s()]{1,200}\s?\(([^()]{1,200})\)")
_ITEMS = frozenset({"item", "entry"})
_ROOTS = frozenset({"rss", "RDF", "feed"})
_XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
_XML_BASE = "{http://www.w3.org/XML/1998/namespace}base"
_DAYS = ("published", "pubDate", "issued", "date", "created", "updated", "modified")


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


# ---------------------------------------------------------------- RSS and Atom


def _xml_items(data: bytes, where: str, base: str | None) -> list[FeedItem]:
    declared = _DECLARED.match(data)
    text = decode(data, where, declared=declared[1].decode("ascii") if declared else None)
    text = _CONTROL.sub("", _DECLARATION.sub("", text.lstrip("\ufeff"), count=1))
    text = _ENTITY.sub(_character, text)
    parser = etree.XMLParser(
        encoding="utf-8",
        recover=True,
        huge_tree=True,
        resolve_entities=False,
        no_network=True,
        remove_comments=True,
    )
    try:
        root = etree.fromstring(text.encode("utf-8", "replace"), parser)
    except etree.XMLSyntaxError:
        root = None
    if root is None or _name(root) not in _ROOTS:
        raise FormatError("no feed that can be read", where=where, cure="name a feed of RSS, Atom or JSON")
    found = [one for one in root.iter() if _name(one) in _ITEMS]
    if len(found) > len(_SHUT.findall(text)):
        found.pop()
    channel = next((one for one in root if _name(one) == "channel"), root)
    about = _children(channel)
    outlet = _plain(_markup(about.get("title"))) or domain(_link(channel, base))
    tongue = read_language(_inner(about.get("language")) or channel.get(_XML_LANG) or root.get(_XML_LANG))
    base = root.get(_XML_BASE) or base or _link(channel, base)
    return [_entry(one, number, outlet, tongue, base) for number, one in enumerate(found, start=1)]


def _entry(
    entry: etree._Element, number: int, outlet: str | None, tongue: str | None, base: str | None
) -> FeedItem:
    parts = _children(entry)
    id = _inner(parts.get("guid") if "guid" in parts else parts.get("id"))
    url = next(
        (one for one in (_link(entry, entry.get(_XML_BASE) or base), id) if one and _WEB.match(one)), None
    )
    contents = [_markup(one) for one in entry if _name(one) in {"encoded", "content", "body"}]
    content = max(contents, key=len, default="")
    summary = _markup(parts.get("description") if "description" in parts else parts.get("summary"))
    is_full = bool(content.strip()) and len(content) >= len(summary)
    text = content if is_full else summary
    source = _children(parts["source"]).get("title", parts["source"]) if "source" in parts else None
    days = (_day(_inner(parts[name])) for name in _DAYS if name in parts)
    said = Metadata(
        title=_plain(_markup(parts.get("title"))),
        date=next((day for day in days if day), None),
        outlet=_plain(_inner(source)) or outlet,
        author=_people(entry),
        language=read_language(_inner(parts.get("language")) or entry.get(_XML_LANG)) or tongue,
        url=url,
    )
    key = _plain(url or id) or str(number)
    return FeedItem(key, url, said, text, is_full or len(text_of(text)) >= _FULL)


def _name(element: etree._Element) -> str:
    """Give the name of an element without its namespace; of what is none, nothing."""
    return element.tag.rpartition("}")[2].rpartition(":")[2] if isinstance(element.tag, str) else ""


def _children(element: etree._Element) -> dict[str, etree._Element]:
    """The first child of each name; one of the feed's own vocabulary before one of another (media:title)."""
    found: dict[str, etree._Element] = {}
    for child in element:
        name = _name(child)
        if name and (name not in found or (child.prefix is None and found[name].prefix is not None)):
            found[name] = child
    return found


def _inner(element: etree._Element | None) -> str:
    return "".join(element.itertext(with_tail=False)).strip() if element is not None else ""


def _markup(element: etree._Element | None) -> str:
    """Give what an element holds as HTML: written as such, as XHTML, or as plain text."""
    if element is None:
        return ""
    kind = element.get("type", "html")
    if kind in {"text", "text/plain"}:
        return _paragraphs(_inner(element))
    if len(element):
        return "".join((element.text or "", *(etree.tostring(one, encoding="unicode") for one in element)))
    return _inner(element)


def _link(element: etree._Element, base: str | None) -> str | None:
    """Give the page an item or a feed is about, made whole by the address of the feed."""
    for child in element:
        if _name(child) != "link" or child.get("rel", "alternate") != "alternate":
            continue
        if written := (child.get("href") or _inner(child)).strip():
            try:
                return str(urljoin(base or "", written))
            except ValueError:
                return None
    return None


def _people(entry: etree._Element) -> str | None:
    names = []
    for child in entry:
        if _name(child) in {"author", "creator"}:
            name = _inner(_children(child).get("name", child))
            person = _PERSON.fullmatch(name)
            names.append(_plain(person[1] if person else name))
    return ", ".join(dict.fromkeys(filter(None, names))) or None


def _character(match: re.Match[str]) -> str:
    """Write a character that HTML has a name for as XML knows it."""
    name = match[1]
    known = html5.get(f"{name};")
    return match[0] if name in _OF_XML or known is None else "".join(f"&#{ord(one)};" for one in known)


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
