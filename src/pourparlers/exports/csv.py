"""Tables as comma-separated values (RFC 4180, UTF-8).

A cell that a spreadsheet would run as a formula (it begins with = + - @, a tab or a line end) gets an apostrophe in
front, as the OWASP guide on CSV injection advises; `plain` takes it off again.
"""

from __future__ import annotations

import csv
import io
import re

from pourparlers.exports.bundle import Bundle, bundled
from pourparlers.exports.rows import Cell, Table
from pourparlers.exports.tables import tables
from pourparlers.model import StateOfPlay

_FORMULA = re.compile(r"'*[=+\-@\t\r\n]")
_ESCAPED = re.compile(r"'+[=+\-@\t\r\n]")


def write(state: StateOfPlay, *, language: str = "en", only: str | None = None) -> Bundle | str:
    """Write the tables of a state of play.

    Args:
        state: the state of play.
        language: of labels.
        only: one table to write by itself ("statements", "positions" …); all of them without.

    Returns:
        the text of one file, or a bundle of files.
    """
    return bundled(tables(state, language), only, "csv", to_csv)


def to_csv(table: Table) -> str:
    """Write one table: a header line, then the rows; lines end in CR LF, an empty cell means nothing is known."""
    held = io.StringIO()
    writer = csv.writer(held, lineterminator="\r\n")
    writer.writerow(table.columns)
    for row in table.rows:
        writer.writerow([safe(cell) for cell in row])
    return held.getvalue()


def safe(cell: Cell) -> Cell:
    """Keep text from being run as a formula; numbers stay as they are."""
    return f"'{cell}" if isinstance(cell, str) and _FORMULA.match(cell) else cell


def plain(cell: str) -> str:
    """Undo `safe`: the exact text of a cell that was read back."""
    return cell[1:] if _ESCAPED.match(cell) else cell
