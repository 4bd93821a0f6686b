"""The tables as Apache Parquet (https://parquet.apache.org/docs/file-format/), for pandas, polars, DuckDB and R.

Needs pyarrow: `pip install "pourparlers[parquet]"`.
"""

from __future__ import annotations

from importlib import import_module
from io import BytesIO
from typing import Any

from pourparlers.errors import OutputError
from pourparlers.exports.bundle import Bundle
from pourparlers.exports.names import SOFTWARE
from pourparlers.exports.rows import Cell, Table
from pourparlers.exports.tables import tables
from pourparlers.model import StateOfPlay

_WHOLE = frozenset(
    {"nested", "from_codebook", "n", "mentions", "statements", "for", "against", "neither", "start", "end"}
)
_REAL = frozenset({"confidence", "share_for", "share_against"})


def write(state: StateOfPlay, *, language: str = "en", only: str | None = None) -> Bundle | bytes:
    """Write the tables of a state of play; cells hold the exact words, as nothing here is run as a formula.

    Args:
        state: the state of play.
        language: of labels.
        only: one table to write by itself ("statements", "positions" …); all of them without.

    Returns:
        one file, or a bundle of files. Columns have the same types whatever is in them.

    Raises:
        OutputError: pyarrow is not installed.
    """
    made = tables(state, language)
    if only is not None:
        return to_parquet(made[only], state.model)
    return Bundle({f"{name}.parquet": to_parquet(table, state.model) for name, table in made.items()})


def to_parquet(table: Table, model: str) -> bytes:
    """Write one table, with `software` and `model` in the file's metadata too.

    Raises:
        OutputError: pyarrow is not installed.
    """
    arrow, storage = _library("pyarrow"), _library("pyarrow.parquet")
    kinds = {name: _kind(name) for name in table.columns}
    types = {"whole": arrow.int64(), "real": arrow.float64(), "text": arrow.string()}
    schema = arrow.schema(
        [(name, types[kind]) for name, kind in kinds.items()],
        metadata={"software": _clean(SOFTWARE), "model": _clean(model)},
    )
    columns = [
        arrow.array([_clean(row[n]) for row in table.rows], type=types[kind])
        for n, kind in enumerate(kinds.values())
    ]
    held = BytesIO()
    storage.write_table(arrow.table(columns, schema=schema), held, compression="zstd")
    return held.getvalue()


def _kind(column: str) -> str:
    if column in _WHOLE or column.endswith(("_start", "_end")):
        return "whole"
    return "real" if column in _REAL else "text"


def _clean(cell: Cell) -> Any:  # noqa: ANN401
    return cell.encode(errors="replace").decode() if isinstance(cell, str) else cell


def _library(name: str) -> Any:  # noqa: ANN401
    try:
        return import_module(name)
    except ImportError as error:
        raise OutputError("Parquet needs pyarrow", cure='pip install "pourparlers[parquet]"') from error
