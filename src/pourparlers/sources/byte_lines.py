"""The lines of a stream of any size, one that is too long skipped without being held."""

from __future__ import annotations

from collections.abc import Iterator
from typing import BinaryIO

_CHUNK = 1 << 20


def byte_lines(stream: BinaryIO, limit: int) -> Iterator[bytes | None]:
    """Give the lines with their ends (line feeds alone end one).

    Args:
        stream: what to read, from where it stands.
        limit: the most bytes a line may have.

    Yields:
        a line, or None for one that is too long.
    """
    rest = b""
    is_skipping = False
    while chunk := stream.read(_CHUNK):
        if is_skipping:
            end = chunk.find(b"\n")
            if end < 0:
                continue
            chunk = chunk[end + 1 :]
            is_skipping = False
            yield None
        *whole, rest = (rest + chunk).split(b"\n")
        for line in whole:
            yield line + b"\n" if len(line) < limit else None
        if len(rest) >= limit:
            rest, is_skipping = b"", True
    if is_skipping:
        yield None
    elif rest:
        yield rest
