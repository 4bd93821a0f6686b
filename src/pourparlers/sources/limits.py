"""What one input may be: its size, and that it is text at all."""

from __future__ import annotations

import re
import struct
from typing import BinaryIO

from pourparlers.errors import BinaryError, EmptyError, TooLargeError

MEGABYTE = 1_000_000
MAX_TEXT_BYTES = 10 * MEGABYTE
MAX_PAGE_BYTES = 20 * MEGABYTE
MAX_DOCUMENT_BYTES = 100 * MEGABYTE
"""The most that a document read whole (PDF, Word, mail, feed) may have."""
MAX_MEMBERS = 100_000
"""The most files that an archive may hold."""
MAX_UNPACKED_BYTES = 20_000 * MEGABYTE
"""The most that an archive may unpack to."""
MAX_RATIO = 200
"""The most that a file in an archive may grow by when it is unpacked."""
RATIO_MATTERS_BYTES = 10 * MEGABYTE
"""The least size at which that counts: small files of white space pack very well."""

_MAGIC = (
    (b"%PDF-", "a PDF document"),
    (b"PK\x03\x04", "a ZIP archive or an office document"),
    (b"PK\x05\x06", "a ZIP archive"),
    (b"\x1f\x8b", "a gzip archive"),
    (b"BZh", "a bzip2 archive"),
    (b"\xfd7zXZ\x00", "an xz archive"),
    (b"7z\xbc\xaf\x27\x1c", "a 7-Zip archive"),
    (b"Rar!\x1a\x07", "a RAR archive"),
    (b"\x89PNG\r\n\x1a\n", "a PNG image"),
    (b"\xff\xd8\xff", "a JPEG image"),
    (b"GIF87a", "a GIF image"),
    (b"GIF89a", "a GIF image"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "an old office document"),
    (b"{\\rtf", "an RTF document"),
    (b"SQLite format 3\x00", "an SQLite database"),
    (b"\x7fELF", "a program"),
    (b"ID3", "an MP3 recording"),
    (b"OggS", "an Ogg recording"),
)
_CONTROL = bytes(set(range(32)) - set(b"\t\n\v\f\r\x1b")) + b"\x7f"
_SAMPLE = 65_536
_DRAWING = re.compile(
    rb"(?:\xef\xbb\xbf)?\s{0,99}(?:<\?xml[^>]{0,200}>\s{0,99})?(?:<!--(?:(?!-->).){0,2000}-->\s{0,99})?(?:<!doctype svg[^>]{0,400}>\s{0,99})?<svg[\s>]",
    re.IGNORECASE | re.DOTALL,
)


def check_size(size: int, limit: int, where: str) -> None:
    """Refuse an input before it is read.

    Args:
        size: its size in bytes.
        limit: the most that is read.
        where: what the user calls it.

    Raises:
        TooLargeError: it is larger.
    """
    if size > limit:
        raise TooLargeError(
            f"{size / MEGABYTE:.1f} MB, more than the {limit // MEGABYTE} MB one article may have",
            where=where,
            cure="split it into one file an article",
        )


def check_directory(stream: BinaryIO, where: str) -> None:
    """Refuse a ZIP archive of more files than are read, by the end of its directory, before that is read.

    Raises:
        TooLargeError: it holds more than `MAX_MEMBERS`, or says so.
    """
    stream.seek(0, 2)
    stream.seek(max(0, stream.tell() - 65_536 - 22 - 20))
    tail = stream.read()
    stream.seek(0)
    at = tail.rfind(b"PK\x05\x06")
    if at < 0 or len(tail) < at + 22:
        return
    count, size = struct.unpack_from("<HL", tail, at + 10)
    if count == 0xFFFF or size == 0xFFFFFFFF:
        locator = tail.rfind(b"PK\x06\x07", 0, at)
        if locator < 0:
            return
        stream.seek(struct.unpack_from("<Q", tail, locator + 8)[0])
        record = stream.read(56)
        stream.seek(0)
        if len(record) < 56:
            return
        count, size = struct.unpack_from("<QQ", record, 32)
    if count > MAX_MEMBERS or size > MAX_MEMBERS * 1000:
        raise TooLargeError(
            f"an archive of more than {MAX_MEMBERS:,} files",
            where=where,
            cure="unpack it and name the folder",
        )


def check_content(data: bytes, where: str) -> None:
    """Refuse bytes that hold no text.

    NUL bytes are let through when every second byte of the text could be one, as in UTF-16.

    Raises:
        EmptyError: nothing but white space.
        BinaryError: the bytes begin like another format, or hold too many control characters.
    """
    if not data.strip(b" \t\r\n\v\f\x00"):
        if data.strip():
            raise BinaryError("nothing but NUL bytes", where=where, cure="give a text or HTML file")
        raise EmptyError("no text in it", where=where, cure="remove it or give another file")
    for magic, kind in _MAGIC:
        if data.startswith(magic):
            raise BinaryError(f"this is {kind}, not text", where=where, cure="save its text as .txt or .html")
    if _DRAWING.match(data):
        raise BinaryError(
            "this is an SVG drawing, not text", where=where, cure="save its text as .txt or .html"
        )
    if looks_utf16(data) is not None:
        return
    sample = data[:_SAMPLE]
    if b"\x00" in data or sum(map(sample.count, _each(_CONTROL))) > len(sample) * 0.02:
        raise BinaryError("binary data, not text", where=where, cure="give a text or HTML file")


def looks_utf16(data: bytes) -> str | None:
    """Name the UTF-16 or UTF-32 codec the bytes are in, by byte order mark or by where their NUL bytes stand."""
    for mark, codec in (
        (b"\xff\xfe\x00\x00", "utf-32"),
        (b"\x00\x00\xfe\xff", "utf-32"),
        (b"\xff\xfe", "utf-16"),
        (b"\xfe\xff", "utf-16"),
    ):
        if data.startswith(mark):
            return codec
    sample = data[:_SAMPLE]
    pairs = len(sample) // 2
    even, odd = sample[0::2].count(0), sample[1::2].count(0)
    if pairs and odd > 0.8 * pairs and even < 0.02 * pairs:
        return "utf-16-le"
    if pairs and even > 0.8 * pairs and odd < 0.02 * pairs:
        return "utf-16-be"
    return None


def _each(values: bytes) -> list[bytes]:
    return [bytes((value,)) for value in values]
