"""The tables as Apache Parquet (https://parquet.apache.org/docs/file-format/), for pandas, polars, DuckDB and R.

Needs pyarrow: `pip install "pourparlers[parquet]"`.
"""

from __future__ import annotations

from importlib import import_module
from io import BytesIO
from typing import Any

from pourparlers.errors import OutputError
from pourparlers.exports.bundle import Bundle, bundled
from pourparlers.exports.names import SOFTWARE
from pourparlers.exports.rows import Cell, Table, kind
from pourparlers.exports.tables import tables
from pourparlers.model import StateOfPlay


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
    return bundled(tables(state, language), only, "parquet", lambda table: to_parquet(table, state.model))


def to_parquet(table: Table, model: str) -> bytes:
    """Write one table, with `software` and `model` in the file's metadata too.

    Raises:
        OutputError: pyarrow is not installed.
    """
    held = BytesIO()
    library("pyarrow.parquet").write_table(to_arrow(table, model), held, compression="zstd")
    return held.getvalue()


def to_arrow(table: Table, model: str = "") -> Any:  # noqa: ANN401
    """Make a `pyarrow.Table` of a table: whole numbers int64, shares and confidences float64, the rest text.

    Raises:
        OutputError: pyarrow is not installed.
    """
    arrow = library("pyarrow")
    types = {int: arrow.int64(), float: arrow.float64(), str: arrow.string()}
    kinds = [types[kind(name)] for name in table.columns]
    schema = arrow.schema(
        list(zip(table.columns, kinds, strict=True)),
        metadata={"software": _clean(SOFTWARE), "model": _clean(model)},
    )
    columns = [arrow.array([_clean(row[n]) for row in table.rows], type=one) for n, one in enumerate(kinds)]
    return arrow.table(columns, schema=schema)


def library(name: str) -> Any:  # noqa: ANN401
    """Load a part of pyarrow.

    Raises:
        OutputError: pyarrow is not installed.
    """
    try:
        return import_module(name)
    except ImportError as error:
        raise OutputError("Parquet needs pyarrow", cure='pip install "pourparlers[parquet]"') from error


def _clean(cell: Cell) -> Any:  # noqa: ANN401
    return cell.encode(errors="replace").decode() if isinstance(cell, str) else cell
