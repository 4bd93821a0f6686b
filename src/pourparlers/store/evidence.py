"""The words that a change speaks of: listed, and told anew where they stand now."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass, replace
from typing import Any, TypeVar

from pourparlers.model import Evidence

T = TypeVar("T")


def places(value: Any) -> tuple[Evidence, ...]:  # noqa: ANN401
    """Every stretch of words in an object of frozen classes and tuples, each once, in the order of its fields."""
    return tuple(dict.fromkeys(_walk(value)))


def relocated(value: T, now: Mapping[Evidence, Evidence | None]) -> T:
    """The same object with its words where they stand now; in tuples, those that are gone are left out.

    Args:
        value: an object of frozen classes and tuples.
        now: where words stand now, None for gone; what it does not name stays where it is.
    """
    moved: T = _moved(value, now)
    return moved


def _walk(value: Any) -> Iterator[Evidence]:  # noqa: ANN401
    if isinstance(value, Evidence):
        yield value
    elif isinstance(value, tuple):
        for one in value:
            yield from _walk(one)
    elif is_dataclass(value):
        for field in fields(value):
            yield from _walk(getattr(value, field.name))


def _moved(value: Any, now: Mapping[Evidence, Evidence | None]) -> Any:  # noqa: ANN401
    if isinstance(value, Evidence):
        return now.get(value, value)
    if isinstance(value, tuple):
        moved = ((one, _moved(one, now)) for one in value)
        return tuple(new for old, new in moved if new is not None or old is None)
    if is_dataclass(value) and not isinstance(value, type):
        held = {field.name: getattr(value, field.name) for field in fields(value)}
        new = {name: moved for name, old in held.items() if (moved := _moved(old, now)) != old}
        return replace(value, **new) if new else value
    return value
