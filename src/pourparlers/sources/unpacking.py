"""A gzip stream unpacked as it is read: many members or one, damaged, cut off, or made to swell."""

from __future__ import annotations

import io
import zlib
from typing import BinaryIO

from pourparlers.errors import FormatError, TooLargeError
from pourparlers.sources.limits import MAX_RATIO, MAX_UNPACKED_BYTES, MEGABYTE, RATIO_MATTERS_BYTES

MAGIC = b"\x1f\x8b"
_MEMBER = b"\x1f\x8b\x08"
_GZIP = 16 + zlib.MAX_WBITS
_CHUNK = 1 << 16


def begins_with(head: bytes, start: bytes) -> bool:
    """Whether what is packed begins so, by the first bytes of the packed."""
    return _start(head, len(start)) == start


class Unpacked(io.RawIOBase):
    """What is in a gzip stream; anything else passes through as it is.

    Reading raises `FormatError` where the stream is damaged or cut off, and may then go on: at the next member, when
    `begins` says how members begin, or at the end.

    Args:
        stream: the packed stream; closed with this one.
        where: what errors call it.
        begins: the first bytes of what is in each member.
    """

    def __init__(self, stream: BinaryIO, where: str, *, begins: bytes | None = None) -> None:
        self._stream = stream
        self._where = where
        self._begins = begins
        self._taken = self._given = 0
        self._pending = stream.read(_CHUNK)
        self._taken = len(self._pending)
        self._is_packed = self._pending.startswith(MAGIC)
        self._member: zlib._Decompress | None = None

    def readable(self) -> bool:
        """Say that it can be read."""
        return True

    def close(self) -> None:
        """Close the packed stream too."""
        if not self.closed:
            self._stream.close()
        super().close()

    def readinto(self, buffer: bytearray | memoryview) -> int:  # type: ignore[override]
        """Fill a buffer as far as one step goes; 0 at the end.

        Raises:
            FormatError: the stream is damaged or cut off here.
            TooLargeError: it swells as no text does, or to more than is read.
        """
        data = self._unpack(len(buffer)) if self._is_packed else self._pass(len(buffer))
        buffer[: len(data)] = data
        return len(data)

    def _pass(self, size: int) -> bytes:
        if not self._pending:
            return self._stream.read(size)
        data, self._pending = self._pending[:size], self._pending[size:]
        return data

    def _unpack(self, size: int) -> bytes:
        while True:
            if self._member is None:
                if not self._more():
                    return b""
                if not self._pending.startswith(MAGIC[: len(self._pending)]):
                    self._after_member()
                    continue
                self._member = zlib.decompressobj(_GZIP)
            elif not self._more():
                self._member = None
                raise FormatError("cut off before its end", where=self._where, cure="fetch it again")
            try:
                data = self._member.decompress(self._pending, size)
            except zlib.error:
                at = self._taken - len(self._pending)
                self._seek_member()
                raise FormatError(
                    f"damaged near byte {at:,}", where=self._where, cure="fetch it again"
                ) from None
            self._pending = self._member.unconsumed_tail
            if self._member.eof:
                self._pending = self._member.unused_data
                self._member = None
            if data:
                self._count(len(data))
                return data

    def _more(self) -> bool:
        if not self._pending:
            self._pending = self._stream.read(_CHUNK)
            self._taken += len(self._pending)
        return bool(self._pending)

    def _after_member(self) -> None:
        """Pass over what stands after a member and is none: zeros, or what is damaged."""
        zeros = not self._pending.strip(b"\x00")
        at = self._taken - len(self._pending)
        if zeros:
            self._pending = b""
            return
        self._pending = self._pending.lstrip(b"\x00")
        if self._pending.startswith(MAGIC[: len(self._pending)]):
            return
        self._seek_member()
        raise FormatError(f"damaged near byte {at:,}", where=self._where, cure="fetch it again")

    def _seek_member(self) -> None:
        """Go to the next member that begins as it should, else to the end."""
        self._member = None
        window = self._pending[1:]
        while self._begins is not None:
            at = window.find(_MEMBER)
            if at >= 0 and len(window) - at >= 1024:
                if _start(window[at:], len(self._begins)) == self._begins:
                    self._pending = window[at:]
                    return
                window = window[at + 1 :]
                continue
            more = self._stream.read(_CHUNK)
            self._taken += len(more)
            if not more:
                is_one = at >= 0 and _start(window[at:], len(self._begins)) == self._begins
                self._pending = window[at:] if is_one else b""
                return
            window = (window[at:] if at >= 0 else window[-2:]) + more
        self._pending = b""
        while chunk := self._stream.read(_CHUNK):
            self._taken += len(chunk)

    def _count(self, size: int) -> None:
        self._given += size
        if self._given > RATIO_MATTERS_BYTES and self._given > MAX_RATIO * self._taken:
            what = f"swells to more than {MAX_RATIO} times its size"
        elif self._given > MAX_UNPACKED_BYTES:
            what = f"more than {MAX_UNPACKED_BYTES // MEGABYTE // 1000} GB when unpacked"
        else:
            return
        self._pending, self._member, self._stream = b"", None, io.BytesIO()
        raise TooLargeError(what, where=self._where, cure="unpack it, if you trust it")


def _start(packed: bytes, size: int) -> bytes:
    try:
        return zlib.decompressobj(_GZIP).decompress(packed, size)
    except zlib.error:
        return b""


def undo(coding: str, data: bytes, limit: int, where: str) -> bytes:
    """Undo the content coding of an HTTP message (RFC 9110, 8.4.1), up to so many bytes.

    Crawlers often keep the header when they have undone the coding themselves: what is not packed is given back.

    Raises:
        FormatError: it is packed in a way that cannot be undone here.
    """
    if coding in {"gzip", "x-gzip"} and data.startswith(MAGIC):
        return _inflated(data, _GZIP, limit) or data
    if coding == "deflate":
        return _inflated(data, zlib.MAX_WBITS, limit) or _inflated(data, -zlib.MAX_WBITS, limit) or data
    if coding in {"br", "zstd"} and not data[:1024].lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<"):
        if coding == "br" and (text := _unbrotlied(data, limit)):
            return text
        raise FormatError(
            f"a page packed as {coding}", where=where, cure="save the archive again without packing pages"
        )
    return data


def _inflated(data: bytes, window: int, limit: int) -> bytes:
    try:
        return zlib.decompressobj(window).decompress(data, limit)
    except zlib.error:
        return b""


def _unbrotlied(data: bytes, limit: int) -> bytes:
    """Undo Brotli where its library is installed; it is no dependency, for few archives keep pages so."""
    try:
        import brotli  # noqa: PLC0415
    except ImportError:
        return b""
    try:
        return bytes(brotli.Decompressor().process(data, output_buffer_limit=limit))
    except (brotli.error, TypeError):
        return b""
