"""Frozen classes of the model to plain JSON values and back.

An object becomes its fields by name, those at their default left out; so a field that is added to the model later, with
a default, reads what was written before.
"""

from __future__ import annotations

import struct
from collections.abc import Callable, Mapping
from dataclasses import MISSING, Field, fields, is_dataclass, replace
from datetime import date
from enum import Enum
from functools import cache
from types import NoneType, UnionType
from typing import Any, Union, get_args, get_origin, get_type_hints

from sqlalchemy import RowMapping

from pourparlers.model import Article, Reading, Vector

ARTICLE_COLUMNS = (
    "id", "name", "text", "language", "title", "outlet", "author", "url", "published", "date_source",
)  # fmt: skip
Row = Mapping[Any, Any] | RowMapping
"""A row of the database, its columns by name."""

_SINGLE = b"f"


def encode(value: Any) -> Any:  # noqa: ANN401
    """Turn an object of the model into JSON values."""
    if isinstance(value, Enum):
        return value.value
    if value is None or isinstance(value, str | int | float):
        return value
    if isinstance(value, tuple):
        return [encode(item) for item in value]
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Mapping):
        return {key: encode(item) for key, item in value.items()}
    return {
        one.name: encode(held) for one in fields(value) if (held := getattr(value, one.name)) != _default(one)
    }


def decode(kind: Any, raw: Any) -> Any:  # noqa: ANN401
    """Make an object of a class of the model from its JSON values.

    Raises:
        KeyError, TypeError, ValueError: they are not such an object.
    """
    return _decoder(kind)(raw)


def article_values(article: Article) -> dict[str, Any]:
    """An article as column values: what is asked for by itself, and the `rest` in JSON."""
    raw = encode(article)
    return {**{name: raw.pop(name, None) for name in ARTICLE_COLUMNS}, "rest": raw}


def article_of(values: Row) -> Article:
    """The article of a row with the columns that `article_values` gives."""
    told = {name: values[name] for name in ARTICLE_COLUMNS if values[name] is not None}
    article: Article = decode(Article, {**values["rest"], **told})
    return article


def reading_values(reading: Reading) -> dict[str, Any]:
    """A reading as column values: JSON, and the floats of its vectors and bearings packed apart."""
    raw, packed = encode(replace(reading, vectors={}, bearings={})), _SINGLE
    for name, held in (("vectors", reading.vectors), ("bearings", reading.bearings)):
        raw[name] = {id: len(vector) for id, vector in held.items()}
        packed += b"".join(vector.packed for vector in held.values())
    return {"document": raw, "vectors": packed}


def reading_of(values: Row) -> Reading:
    """The reading of a row with the columns that `reading_values` gives."""
    raw, packed = dict(values["document"]), _single(values["vectors"])
    vectors, packed = _unpacked(packed, raw.pop("vectors"))
    bearings, packed = _unpacked(packed, raw.pop("bearings", {}))
    reading: Reading = decode(Reading, raw)
    return replace(reading, vectors=vectors, bearings=bearings)


def _unpacked(packed: bytes, lengths: Mapping[str, int]) -> tuple[dict[str, Vector], bytes]:
    found, at = {}, 0
    for id, length in lengths.items():
        found[id] = Vector(packed[at : at + 4 * length])
        at += 4 * length
    return found, packed[at:]


def _single(packed: bytes) -> bytes:
    """The floats of a row, little-endian and four bytes each; older stores may have eight."""
    if packed[:1] == _SINGLE:
        return packed[1:]
    return Vector(struct.unpack(f"<{(len(packed) - 1) // 8}d", packed[1:])).packed


def _default(one: Field[Any]) -> Any:  # noqa: ANN401
    return one.default_factory() if one.default_factory is not MISSING else one.default


@cache
def _decoder(kind: Any) -> Callable[[Any], Any]:  # noqa: ANN401, PLR0911
    origin, inside = get_origin(kind), get_args(kind)
    if origin in (Union, UnionType):
        known = _decoder(next(one for one in inside if one is not NoneType))
        return lambda raw: None if raw is None else known(raw)
    if origin is tuple:
        item = _decoder(inside[0])
        return lambda raw: tuple(map(item, raw))
    if origin is dict:
        held = _decoder(inside[1])
        return lambda raw: {key: held(value) for key, value in raw.items()}
    if is_dataclass(kind) and isinstance(kind, type):
        hints = get_type_hints(kind)
        parts = {one.name: _decoder(hints[one.name]) for one in fields(kind)}
        return lambda raw: kind(**{name: parts[name](value) for name, value in raw.items()})
    if issubclass(kind, tuple):
        return lambda raw: kind(*raw)
    if issubclass(kind, date):
        return date.fromisoformat
    return kind if issubclass(kind, Enum) else lambda raw: raw
