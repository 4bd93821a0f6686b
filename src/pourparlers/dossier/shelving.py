"""Results of one article or two, kept as bytes from one process to the next, with a digest of all they were made of."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from hashlib import blake2b
from typing import Any, Protocol, TypeVar

import msgspec
import numpy as np

from pourparlers.model import Vector

T = TypeVar("T")


class Shelf(Protocol):
    """Where results are kept: a pure cache, which may lose anything at any time but never gives anything else back."""

    def get(self, kind: str, key: str, made_of: bytes) -> bytes | None:
        """Give what was made of the same, if it is there."""

    def put(self, kind: str, key: str, made_of: bytes, body: bytes) -> None:
        """Keep a result instead of an earlier one of this key."""


def shelved(
    shelf: Shelf | None,
    kind: str,
    key: str,
    made_of: Callable[[], bytes],
    decoder: msgspec.msgpack.Decoder[T],
    make: Callable[[], T],
) -> T:
    """Give what is on the shelf, or make it and put it there; without a shelf, make it.

    Args:
        shelf: where results are kept.
        kind: what it is.
        key: of which article, or articles.
        made_of: gives a digest of all that it is made of.
        decoder: reads it.
        make: makes it. Arrays in it are left out on the shelf (None).
    """
    if shelf is None:
        return make()
    made_of_these = made_of()
    body = shelf.get(kind, key, made_of_these)
    if body is not None:
        with suppress(msgspec.MsgspecError, ValueError):
            return decoder.decode(body)
    made = make()
    shelf.put(kind, key, made_of_these, _bodies.encode(made))
    return made


def digest(*parts: Any) -> bytes:  # noqa: ANN401
    """Give a digest of plain values, objects of the model, and arrays; the order in which sets give their items is nothing."""
    return blake2b(_whole.encode(parts), digest_size=16).digest()


def _plain(value: object) -> object:
    return value.item() if isinstance(value, np.generic) else None


def _packed(value: object) -> object:
    if isinstance(value, Vector):
        return value.packed
    return value.tobytes() if isinstance(value, np.ndarray) else _plain(value)


_bodies = msgspec.msgpack.Encoder(enc_hook=_plain)
_whole = msgspec.msgpack.Encoder(enc_hook=_packed, order="deterministic")
