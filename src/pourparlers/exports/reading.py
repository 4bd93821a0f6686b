"""Tables that were written come back: CSV, Parquet and JSON Lines, a file, a folder or a ZIP of them."""

from __future__ import annotations

import csv
import io
import json
import sys
import zipfile
from collections.abc import Mapping
from pathlib import Path

from pourparlers.errors import FormatError, NotFoundError, PourparlersError
from pourparlers.exports.csv import plain
from pourparlers.exports.parquet import library
from pourparlers.exports.rows import Cell, Table, kind
from pourparlers.model import Act, Evidence, Reason, Statement

ENDINGS = (".csv", ".parquet", ".jsonl")


def read_table(path: str | Path, name: str = "statements") -> Table:
    """Read a table that `exports.write` has written, with the cells it was written with.

    Args:
        path: a file ending in .csv, .parquet or .jsonl, or a folder or ZIP that holds `NAME.csv` and the like.
        name: which table of a folder or ZIP.

    Raises:
        NotFoundError: there is no such file, or no such table in it.
        FormatError: it is not such a table.
        OutputError: it is Parquet, and pyarrow is not installed.
    """
    path = Path(path)
    ending, content = _content(path, name)
    read = {".csv": _csv, ".parquet": _parquet, ".jsonl": _jsonl}[ending]
    try:
        return read(content)
    except PourparlersError:
        raise
    except (ValueError, KeyError, TypeError, csv.Error) as error:
        raise FormatError(f"not a table of {name}: {error}", where=str(path)) from error


def read_statements(path: str | Path) -> tuple[Statement, ...]:
    """Read the statements of a table that `exports.write` has written: equal to those of the state of play.

    Raises:
        as `read_table`.
    """
    table = read_table(path)
    try:
        return tuple(_statement(dict(zip(table.columns, row, strict=True))) for row in table.rows)
    except (ValueError, KeyError, TypeError) as error:
        raise FormatError(f"not a table of statements: {error}", where=str(path)) from error


def _content(path: Path, name: str) -> tuple[str, bytes]:
    try:
        if path.is_dir():
            for ending in ENDINGS:
                if (path / f"{name}{ending}").is_file():
                    return ending, (path / f"{name}{ending}").read_bytes()
        elif path.suffix.lower() in ENDINGS:
            return path.suffix.lower(), path.read_bytes()
        elif path.is_file():
            with zipfile.ZipFile(path) as archive:
                for ending in ENDINGS:
                    if f"{name}{ending}" in archive.namelist():
                        return ending, archive.read(f"{name}{ending}")
    except FileNotFoundError:
        raise NotFoundError("no such file", where=str(path)) from None
    except (OSError, zipfile.BadZipFile) as error:
        raise FormatError(f"cannot be read: {error}", where=str(path)) from error
    raise NotFoundError(f"no table of {name}", where=str(path))


def _csv(content: bytes) -> Table:
    csv.field_size_limit(sys.maxsize)
    lines = csv.reader(io.StringIO(content.decode("utf-8-sig"), newline=""), strict=True)
    head = tuple(next(lines))
    kinds = [kind(column) for column in head]
    rows = tuple(
        tuple(None if cell == "" else one(plain(cell)) for one, cell in zip(kinds, line, strict=True))
        for line in lines
    )
    return Table(head, rows)


def _parquet(content: bytes) -> Table:
    made = library("pyarrow.parquet").read_table(library("pyarrow").BufferReader(content))
    columns = [column.to_pylist() for column in made.columns]
    return Table(tuple(made.column_names), tuple(zip(*columns, strict=True)))


def _jsonl(content: bytes) -> Table:
    found = [json.loads(line) for line in content.decode("utf-8").split("\n") if line.strip()]
    head = tuple(found[0]) if found else ()
    return Table(head, tuple(tuple(row[column] for column in head) for row in found))


def _statement(row: Mapping[str, Cell]) -> Statement:
    article = str(row["article_id"])

    def cited(role: str) -> Evidence | None:
        start, end = row.get(f"{role}_start"), row.get(f"{role}_end")
        return None if start is None or end is None else Evidence(article, int(start), int(end))

    content = (one.split("-") for one in _parts(row["content_spans"]))
    return Statement(
        id=str(row["id"]),
        article=article,
        attribution=str(row["attribution"]),
        speakers=_parts(row["speaker_ids"]),
        parties=_parts(row["party_ids"]),
        act=Act(str(row["act"])),
        issues=_parts(row["issue_ids"]),
        content=tuple(Evidence(article, int(start), int(end)) for start, end in content),
        cue=cited("cue"),
        source=cited("source"),
        targets=_parts(row["target_ids"]),
        condition=cited("condition"),
        addressee=cited("addressee"),
        channel=cited("channel"),
        said_by=_text(row["said_by_id"]),
        nested=bool(row["nested"]),
        said_on=_text(row["said_on"]),
        reason=Reason(float(row["confidence"] or 0), _parts(row["why"])),
        shown=cited("shown"),
        unsaid=_text(row.get("unsaid")),
    )


def _text(cell: Cell) -> str | None:
    return None if cell is None else str(cell)


def _parts(cell: Cell) -> tuple[str, ...]:
    return () if cell is None else tuple(str(cell).split("; "))
