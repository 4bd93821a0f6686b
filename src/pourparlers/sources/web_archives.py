"""Web archives: WARC files, packed or not, and WACZ, which is a ZIP of them. Each page with an article is one."""

from __future__ import annotations

import hashlib
import zipfile
from collections.abc import Iterator
from io import BytesIO
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from pourparlers.errors import FormatError, SourceError, TooLargeError
from pourparlers.sources.formats import Format, Found, Item
from pourparlers.sources.html import charset_of
from pourparlers.sources.limits import MAX_PAGE_BYTES, MEGABYTE
from pourparlers.sources.material import Material
from pourparlers.sources.single import read_bytes
from pourparlers.sources.unpacking import MAGIC, begins_with, undo
from pourparlers.sources.warc_records import START, Record, records

if TYPE_CHECKING:
    from warcio.recordloader import ArcWarcRecord

_PAGES = ("text/html", "application/xhtml+xml")
_TEXT = "text/plain"
_READ = 200
_KEPT = ("content-type", "content-language", "date", "last-modified", "etag")


def _is_warc(material: Material) -> bool:
    head = material.head
    return head.startswith(START) or (head.startswith(MAGIC) and begins_with(head, START))


def _read_warc(material: Material) -> Iterator[Item]:
    if not _is_warc(material):
        raise FormatError("no web archive", where=material.where, cure="give it the name of what it is")
    with material.open() as stream:
        yield from _pages(records(stream, material.where), material, set())


def _is_wacz(material: Material) -> bool:
    names = material.members
    return "datapackage.json" in names and any(one.startswith("archive/") for one in names)


def _read_wacz(material: Material) -> Iterator[Item]:
    seen: set[bytes] = set()
    with material.random_access() as stream, zipfile.ZipFile(stream) as archive:
        for info in archive.infolist():
            if not info.filename.startswith("archive/") or info.is_dir():
                continue
            where = f"{material.where}/{info.filename}"
            try:
                with archive.open(info) as inner:
                    yield from _pages(records(inner, where), material, seen)  # type: ignore[arg-type]
            except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError) as error:
                yield FormatError(f"cannot be unpacked ({error})", where=where, cure="fetch it again")


def _pages(found: Iterator[Record | SourceError], material: Material, seen: set[bytes]) -> Iterator[Item]:
    """Give an article for each page that was fetched well; the same bytes from the same address count once."""
    for one in found:
        if isinstance(one, SourceError):
            yield one
            continue
        address = one.fields.get("warc-target-uri", "").strip("<> ")
        where = f"{material.where}#{address}"
        try:
            page = _page(one, where)
            if page is None or _is_again(seen, address, page.body):
                continue
            article = read_bytes(
                page.body,
                f"{material.label}#{address}",
                where=where,
                is_page=page.is_html,
                url=address,
                declared=page.charset,
                date=material.options.date,
                language=material.options.language,
            )
        except SourceError as error:
            yield error
        except (ValueError, EOFError, LookupError) as error:
            yield FormatError(f"a damaged record ({type(error).__name__})", where=where)
        else:
            yield Found(article, page.body, (("Content-Location", address), *page.headers))


class _Page:
    """What a server sent: the bytes without their transfer coding, and what it said of them."""

    def __init__(self, body: bytes, kind: str, headers: tuple[tuple[str, str], ...]) -> None:
        self.body = body
        self.is_html = kind.startswith(_PAGES)
        self.charset = charset_of(kind)
        self.headers = headers


def _page(one: Record, where: str) -> _Page | None:
    """Take the page out of a record; None when there is none: another status, a picture, a script.

    Raises:
        SourceError: it is in a coding that cannot be undone, or too large when it is.
    """
    # Only those who read archives wait for the library.
    from warcio.recordloader import ArcWarcRecordLoader  # noqa: PLC0415

    record = ArcWarcRecordLoader(verify_http=False, arc2warc=False).parse_record_stream(
        BytesIO(one.data), known_format="warc"
    )
    if record.http_headers is None:
        kind = (record.content_type or "").lower()
        if not kind.startswith((*_PAGES, _TEXT)):
            return None
        return _Page(record.raw_stream.read(), kind, (("Content-Type", kind),))
    if str(record.http_headers.get_statuscode()) != str(_READ):
        return None
    kind = (record.http_headers.get_header("content-type") or "").lower()
    path = urlsplit(one.fields.get("warc-target-uri", "")).path
    is_text = kind.startswith(_TEXT) and not path.endswith(("/robots.txt", ".js", ".css", "/ads.txt"))
    if not (kind.startswith(_PAGES) or is_text):
        return None
    headers = tuple((name, value) for name, value in record.http_headers.headers if name.lower() in _KEPT)
    return _Page(_content(record, where), kind, headers)


def _content(record: ArcWarcRecord, where: str) -> bytes:
    """Undo the transfer coding and the packing of a page.

    Raises:
        SourceError: the packing cannot be undone, or the page is too large when it is.
    """
    from warcio.bufferedreaders import ChunkedDataReader  # noqa: PLC0415

    is_chunked = (record.http_headers.get_header("transfer-encoding") or "").lower() == "chunked"
    stream = ChunkedDataReader(record.raw_stream) if is_chunked else record.raw_stream
    data: bytes = stream.read(MAX_PAGE_BYTES + 1)
    coding = (record.http_headers.get_header("content-encoding") or "").strip().lower()
    data = undo(coding, data, MAX_PAGE_BYTES + 1, where)
    if len(data) > MAX_PAGE_BYTES:
        raise TooLargeError(f"a page of more than {MAX_PAGE_BYTES // MEGABYTE} MB", where=where)
    return data


def _is_again(seen: set[bytes], address: str, body: bytes) -> bool:
    digest = hashlib.blake2b(body, digest_size=16, key=hashlib.blake2b(address.encode()).digest()).digest()
    is_again = digest in seen
    seen.add(digest)
    return is_again


FORMATS = (
    Format("warc", "a web archive (WARC)", (".warc", ".warc.gz"), _is_warc, _read_warc),
    Format("wacz", "a web archive (WACZ)", (".wacz",), _is_wacz, _read_wacz),
)
