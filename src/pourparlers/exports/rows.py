"""Tables, and what their cells are made with."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from pourparlers.exports.names import Names
from pourparlers.model import Evidence, Reason

Cell = str | int | float | None
MARKS = ("doc", "start", "end", "text")
_WHOLE = frozenset(
    {"nested", "from_codebook", "n", "mentions", "statements", "for", "against", "neither", "start", "end"}
)
_REAL = frozenset({"confidence", "share_for", "share_against"})


@dataclass(frozen=True, slots=True)
class Table:
    """Rows with named columns."""

    columns: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]


def columns(text: str) -> tuple[str, ...]:
    """Column names; `name*` stands for the four columns of a citation."""
    return tuple(
        column
        for word in text.split()
        for column in ([f"{word[:-1]}_{mark}" for mark in MARKS] if word.endswith("*") else [word])
    )


def cite(names: Names, one: Evidence | None) -> tuple[Cell, ...]:
    """The four cells of a citation; empty ones without evidence."""
    return (None,) * 4 if one is None else (names.doc(one), one.start, one.end, names.text(one))


def join(values: Iterable[str]) -> str:
    """Several values in one cell."""
    return "; ".join(values)


def reason(one: Reason) -> tuple[Cell, ...]:
    """The cells `confidence` and `why`."""
    return one.confidence, join(one.why)


def kind(column: str) -> type[int] | type[float] | type[str]:
    """The type of a column's cells; any of them may be None."""
    if column in _WHOLE or column.endswith(("_start", "_end")):
        return int
    return float if column in _REAL else str
