"""What can be read of a ZIP archive without its directory, which stands at the end and is lost when it is cut off.

Each file has a header of its own before it (APPNOTE 6.3.10, 4.3.7). Only files that are whole, by their checksum, are
given; files that are locked, too large or packed otherwise than by deflate are passed over.
"""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterator
from typing import BinaryIO

from pourparlers.sources.limits import MAX_DOCUMENT_BYTES, MAX_MEMBERS, MAX_RATIO, RATIO_MATTERS_BYTES

_HEADER = struct.Struct("<4s5H3I2H")
_START = b"PK\x03\x04"
_DESCRIPTOR = b"PK\x07\x08"
_LOCKED, _UNSIZED, _UTF8 = 0x1, 0x8, 0x800
_STORED, _DEFLATED = 0, 8
_CHUNK = 1 << 16


def salvage(stream: BinaryIO) -> Iterator[tuple[str, bytes]]:
    """Give the names and contents of the files at the start of an archive, up to where it is damaged.

    Args:
        stream: the archive, at its start; one file of it is held at a time.
    """
    for _ in range(MAX_MEMBERS):
        head = stream.read(_HEADER.size)
        if len(head) < _HEADER.size:
            return
        start, _, flags, method, _, _, crc, packed, _, named, extra = _HEADER.unpack(head)
        name = stream.read(named).decode("utf-8" if flags & _UTF8 else "cp437", "replace")
        stream.seek(extra, 1)
        if start != _START or packed == 0xFFFFFFFF:
            return
        unsized = bool(flags & _UNSIZED) and not packed
        if flags & _LOCKED or method not in {_STORED, _DEFLATED} or (unsized and method == _STORED):
            if unsized:
                return
            stream.seek(packed, 1)
            continue
        if method == _STORED:
            data: bytes | None = stream.read(packed) if packed <= MAX_DOCUMENT_BYTES else None
            if data is None:
                stream.seek(packed, 1)
        else:
            at = stream.tell()
            data, used = _inflated(stream)
            if used is None:
                return
            stream.seek(at + (used if unsized else packed))
        if unsized:
            crc = _descriptor(stream)
        if data is not None and zlib.crc32(data) == crc:
            yield name, data


def _inflated(stream: BinaryIO) -> tuple[bytes | None, int | None]:
    """Unpack a file; nothing of one that is too large. And how many bytes it had; None when it is cut off or damaged."""
    unpacker = zlib.decompressobj(-zlib.MAX_WBITS)
    parts: list[bytes] = []
    size = used = 0
    while not unpacker.eof:
        chunk = unpacker.unconsumed_tail or stream.read(_CHUNK)
        if not chunk:
            return None, None
        try:
            part = unpacker.decompress(chunk, _CHUNK * 16)
        except zlib.error:
            return None, None
        used += len(chunk) - len(unpacker.unconsumed_tail) - len(unpacker.unused_data)
        size += len(part)
        if size > RATIO_MATTERS_BYTES and size > MAX_RATIO * used:
            return None, None
        if size <= MAX_DOCUMENT_BYTES:
            parts.append(part)
    return (b"".join(parts) if size <= MAX_DOCUMENT_BYTES else None), used


def _descriptor(stream: BinaryIO) -> int:
    """Read what stands after a file whose header did not know its size; its checksum."""
    record = stream.read(16)
    if record.startswith(_DESCRIPTOR):
        return int.from_bytes(record[4:8], "little")
    stream.seek(-4 if len(record) == 16 else 0, 1)
    return int.from_bytes(record[:4], "little")
