"""Tables as JSON Lines (https://jsonlines.org): one object a row, its keys the columns; null where nothing is known."""

from __future__ import annotations

import json

from pourparlers.exports.bundle import Bundle, bundled
from pourparlers.exports.rows import Table
from pourparlers.exports.tables import tables
from pourparlers.model import StateOfPlay


def write(state: StateOfPlay, *, language: str = "en", only: str | None = None) -> Bundle | str:
    """Write the tables of a state of play; cells hold the exact words.

    Args:
        state: the state of play.
        language: of labels.
        only: one table to write by itself ("statements", "positions" …); all of them without.

    Returns:
        the text of one file, or a bundle of files.
    """
    return bundled(tables(state, language), only, "jsonl", to_jsonl)


def to_jsonl(table: Table) -> str:
    """Write one table, a line a row."""
    rows = (dict(zip(table.columns, row, strict=True)) for row in table.rows)
    return "".join(f"{json.dumps(row, ensure_ascii=False)}\n" for row in rows)
