"""The records of a WARC file (ISO 28500), one at a time, whatever its length; a damaged one alone lost."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO

from pourparlers.errors import FormatError, SourceError, TooLargeError
from pourparlers.sources.limits import MAX_PAGE_BYTES, MEGABYTE
from pourparlers.sources.unpacking import Unpacked

START = b"WARC/"
KINDS = frozenset({"response", "resource", "conversion"})
"""Records that hold what a page had; requests, revisits and notes about the crawl do not."""
_CHUNK = 1 << 16
_MOST_HEADERS = 1 << 16
_FIELD = re.compile(rb"^([!-9;-~]+)[ \t]{0,9}:[ \t]{0,9}(.{0,8192}?)[ \t]{0,9}\r?$", re.MULTILINE)
_NEXT = re.compile(rb"(?:^|\n)(?=WARC/[01]\.\d)")


@dataclass(frozen=True, slots=True)
class Record:
    """A record as it stands in the file, its headers apart."""

    fields: dict[str, str]
    data: bytes


def records(stream: BinaryIO, where: str) -> Iterator[Record | SourceError]:
    """Give the records that hold what a page had, and an error for each that is damaged, cut off or too large.

    Args:
        stream: a WARC, packed or not, at its start; at most one record of it is held.
        where: what errors call it.
    """
    reader = _Reader(Unpacked(stream, where, begins=START))
    while True:
        try:
            record = _record(reader, where)
        except TooLargeError as error:
            yield error
            if not reader.goes_on:
                return
        except SourceError as error:
            yield error
            reader.forget()
        else:
            if record is None:
                return
            if isinstance(record, Record):
                yield record


def _record(reader: _Reader, where: str) -> Record | bool | None:
    """Read the next record: None at the end, False for one that holds no page.

    Raises:
        SourceError: it is damaged, cut off or too large.
    """
    head = reader.head()
    if not head:
        return None
    if not head.startswith(START):
        reader.seek_record(head)
        raise FormatError("a damaged record", where=where, cure="fetch it again")
    fields = {
        match[1].decode("ascii", "replace").lower(): match[2].decode("utf-8", "replace")
        for match in _FIELD.finditer(head)
    }
    if not (length := fields.get("content-length", "")).isdecimal() or len(length) > 15:
        reader.seek_record()
        raise FormatError("a damaged record", where=where, cure="fetch it again")
    size = int(length)
    address = fields.get("warc-target-uri", "").strip("<> ")
    place = f"{where}#{address}" if address else where
    if fields.get("warc-type", "").lower() not in KINDS:
        reader.skip(size, place)
        return False
    if size > MAX_PAGE_BYTES:
        start = reader.peek()
        reader.skip(size, place)
        if b"text/html" in start.lower():
            raise TooLargeError(f"a page of more than {MAX_PAGE_BYTES // MEGABYTE} MB", where=place)
        return False
    return Record(fields, head + reader.read(size, place))


class _Reader:
    """A stream with what was read ahead of it."""

    def __init__(self, stream: Unpacked) -> None:
        self._stream = stream
        self._ahead = bytearray()
        self.goes_on = True

    def head(self) -> bytes:
        """Read the headers of a record, with the blank line after them; what there is, when that never comes."""
        while True:
            blank = len(self._ahead) - len(self._ahead.lstrip(b"\r\n"))
            del self._ahead[:blank]
            end = self._ahead.find(b"\r\n\r\n")
            if end >= 0:
                return self._take(end + 4)
            if (end := self._ahead.find(b"\n\n")) >= 0:
                return self._take(end + 2)
            if len(self._ahead) > _MOST_HEADERS or not self._more():
                return self._take(len(self._ahead))

    def read(self, size: int, where: str) -> bytes:
        """Read so many bytes.

        Raises:
            FormatError: there are not so many.
        """
        while len(self._ahead) < size:
            if not self._more():
                self._ahead.clear()
                raise FormatError("cut off before its end", where=where, cure="fetch it again")
        return self._take(size)

    def skip(self, size: int, where: str) -> None:
        """Pass over so many bytes.

        Raises:
            FormatError: there are not so many.
        """
        while size > len(self._ahead):
            size -= len(self._ahead)
            self._ahead.clear()
            if not self._more():
                raise FormatError("cut off before its end", where=where, cure="fetch it again")
        del self._ahead[:size]

    def peek(self) -> bytes:
        """What comes next, as far as it has been read; at least something, but at the end."""
        if len(self._ahead) < 1024:
            self._more()
        return bytes(self._ahead[:4096])

    def seek_record(self, again: bytes = b"") -> None:
        """Go to the next line that begins a record, looked for first in what is to be read again, else to the end."""
        self._ahead[:0] = again
        while True:
            found = _NEXT.search(self._ahead)
            if found is not None:
                del self._ahead[: found.end()]
                return
            del self._ahead[:-16]
            if not self._more():
                self._ahead.clear()
                return

    def forget(self) -> None:
        """Drop what is read ahead of a damaged place, unless a record begins in it."""
        if not self._ahead.lstrip(b"\r\n").startswith(START):
            self._ahead.clear()

    def _take(self, size: int) -> bytes:
        data = bytes(self._ahead[:size])
        del self._ahead[:size]
        return data

    def _more(self) -> bool:
        try:
            data = self._stream.read(_CHUNK)
        except TooLargeError:
            self.goes_on = False
            raise
        except SourceError:
            self._ahead.clear()
            raise
        self._ahead += data or b""
        return bool(data)
