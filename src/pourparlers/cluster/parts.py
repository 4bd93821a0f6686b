"""Articles and their readings as Parquet: a folder of parts, for a dossier and for SQL.

`articles/part-KEY.parquet` has one row an article, with its text, the bytes it came as, and what was read from it;
`attributions/part-KEY.parquet` one row an attribution, flat, for DuckDB and the like. A part is written whole or not at
all, its articles last, so that a part whose articles are there is complete.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from pourparlers import __version__
from pourparlers.errors import FormatError, OutputError, PourparlersError
from pourparlers.exports import put
from pourparlers.exports.parquet import library
from pourparlers.model import Article, Reading, Span
from pourparlers.reading.interchange import records
from pourparlers.sources.formats import Found
from pourparlers.store.codec import decode, encode, reading_of, reading_values
from pourparlers.store.records import Received

MARKER = "pourparlers-readings.json"
"""The file that tells a folder of parts; it says what wrote them."""
_ARTICLES, _ATTRIBUTIONS = "articles", "attributions"
_TEXT = ("id", "name", "title", "outlet", "author", "url", "language", "published", "text")
_SAID = (
    "article", "doc", "outlet", "published", "language", "id", "type", "speaker", "cue", "content", "content_spans",
    "act", "target", "condition", "addressee", "channel", "nested_in", "continues",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Read:
    """An article as it was found, and what was read from it."""

    found: Found
    reading: Reading


def key_of(ids: Iterable[str]) -> str:
    """The key of the part that holds these articles."""
    return hashlib.sha256("\n".join(ids).encode()).hexdigest()[:20]


def begin(folder: Path) -> None:
    """Make a folder for parts, or go on with one.

    Raises:
        OutputError: it cannot be written, or there is something else in it.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        if not is_readings(folder) and any(folder.iterdir()):
            raise OutputError("there is something else", where=str(folder), cure="name a new or empty folder")
    except OSError as error:
        raise OutputError(f"cannot be written: {error.strerror or error}", where=str(folder)) from error
    about = {"format": "pourparlers readings", "version": 1, "software": f"pourparlers {__version__}"}
    put(f"{json.dumps(about)}\n".encode(), folder / MARKER)


def is_there(folder: Path, key: str) -> bool:
    """Whether a part is complete."""
    return _path(folder, _ARTICLES, key).is_file()


def write(folder: Path, key: str, read: Sequence[Read], *, at: datetime) -> None:
    """Write a part.

    Args:
        folder: of all parts.
        key: of this part; one that is there is replaced.
        read: its articles.
        at: when they were read, with its zone.

    Raises:
        OutputError: pyarrow is not installed, or it cannot be written.
    """
    model = read[0].reading.model if read else ""
    said = [row for one in read for row in _said(one)]
    put(_parquet(said, _attribution_schema(model)), _path(folder, _ATTRIBUTIONS, key, make=True))
    rows = [_row(one, at) for one in read]
    put(_parquet(rows, _article_schema(model)), _path(folder, _ARTICLES, key, make=True))


def is_readings(folder: str | Path) -> bool:
    """Whether a folder holds parts."""
    try:
        return (Path(folder) / MARKER).is_file()
    except (OSError, ValueError):
        return False


def ids(folder: Path) -> frozenset[str]:
    """The articles of all complete parts."""
    storage = library("pyarrow.parquet")
    found: set[str] = set()
    for path in _files(folder):
        try:
            found.update(storage.read_table(path, columns=["id"]).column("id").to_pylist())
        except (OSError, ValueError, KeyError):
            continue
    return frozenset(found)


def read(folder: Path) -> Iterator[tuple[Received, Reading] | PourparlersError]:
    """Give back the articles and readings of all parts, one at a time, or why a part cannot be used.

    Raises:
        OutputError: pyarrow is not installed.
    """
    storage = library("pyarrow.parquet")
    for path in _files(folder):
        try:
            with storage.ParquetFile(path) as file:
                for batch in file.iter_batches(batch_size=64):
                    for row in batch.to_pylist():
                        yield _back(row)
        except (OSError, ValueError, KeyError, TypeError) as error:
            yield FormatError(f"not a part that was read whole: {error}", where=str(path))


def _files(folder: Path) -> Iterator[Path]:
    """The article files of a folder that are parts by their name; what is no part is found out when it is read."""
    yield from sorted((folder / _ARTICLES).glob("part-*.parquet"))


def _path(folder: Path, table: str, key: str, *, make: bool = False) -> Path:
    if make:
        (folder / table).mkdir(parents=True, exist_ok=True)
    return folder / table / f"part-{key}.parquet"


def _row(one: Read, at: datetime) -> dict[str, Any]:
    article, values = one.found.article, reading_values(one.reading)
    return {
        **{name: _clean(getattr(article, name)) for name in _TEXT if name != "published"},
        "published": article.published.isoformat() if article.published else None,
        "words": len(article.text.split()),
        "attributions": len(one.reading.attributions),
        "article": json.dumps(encode(article)),
        "reading": json.dumps(values["document"]),
        "vectors": values["vectors"],
        "body": one.found.body,
        "headers": json.dumps(one.found.headers),
        "read_at": at.astimezone(UTC),
    }


def _back(row: dict[str, Any]) -> tuple[Received, Reading]:
    article: Article = decode(Article, json.loads(row["article"]))
    reading = reading_of({"document": json.loads(row["reading"]), "vectors": row["vectors"]})
    headers = tuple((str(name), str(value)) for name, value in json.loads(row["headers"]))
    return Received(article, row["body"], row["read_at"], headers), reading


def _said(one: Read) -> Iterator[dict[str, Any]]:
    article = one.found.article

    def words(span: Span) -> str:
        return article.text[span.start : span.end]

    for made, record in zip(one.reading.attributions, records(article, one.reading), strict=True):
        row = {
            **record,
            "article": article.id,
            "outlet": article.outlet,
            "published": article.published.isoformat() if article.published else None,
            "language": article.language,
            "cue": words(made.cue) if made.cue else None,
            "content": " […] ".join(words(span) for span in made.content),
            "content_spans": "; ".join(f"{span.start}-{span.end}" for span in made.content),
        }
        yield {
            **{name: _clean(row[name]) for name in _SAID},
            "start": made.content[0].start,
            "end": max(span.end for span in made.content),
            "confidence": record["confidence"],
            "why": "; ".join(record["why"]),
        }


def _clean(value: str | None) -> str | None:
    return None if value is None else value.encode(errors="replace").decode()


def _parquet(rows: list[dict[str, Any]], schema: Any) -> bytes:  # noqa: ANN401
    arrow = library("pyarrow")
    held = arrow.BufferOutputStream()
    library("pyarrow.parquet").write_table(
        arrow.Table.from_pylist(rows, schema=schema), held, compression="zstd"
    )
    made: bytes = held.getvalue().to_pybytes()
    return made


def _article_schema(model: str) -> Any:  # noqa: ANN401
    arrow = library("pyarrow")
    return arrow.schema(
        [
            *((name, arrow.string()) for name in _TEXT),
            ("words", arrow.int64()),
            ("attributions", arrow.int64()),
            ("article", arrow.string()),
            ("reading", arrow.string()),
            ("vectors", arrow.binary()),
            ("body", arrow.binary()),
            ("headers", arrow.string()),
            ("read_at", arrow.timestamp("us", tz="UTC")),
        ],
        metadata=_metadata(model),
    )


def _attribution_schema(model: str) -> Any:  # noqa: ANN401
    arrow = library("pyarrow")
    return arrow.schema(
        [
            *((name, arrow.string()) for name in _SAID),
            ("start", arrow.int64()),
            ("end", arrow.int64()),
            ("confidence", arrow.float64()),
            ("why", arrow.string()),
        ],
        metadata=_metadata(model),
    )


def _metadata(model: str) -> dict[bytes, bytes]:
    return {b"software": f"pourparlers {__version__}".encode(), b"model": model.encode()}
