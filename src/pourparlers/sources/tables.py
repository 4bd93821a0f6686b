"""Tables of articles: CSV, TSV, JSON Lines and Parquet; each row with a text is an article."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any, BinaryIO

from pourparlers.errors import EmptyError, FormatError, MetadataError, SourceError, TooLargeError
from pourparlers.model import DateSource
from pourparlers.sources.byte_lines import byte_lines
from pourparlers.sources.columns import mapping
from pourparlers.sources.days import read_day
from pourparlers.sources.delimited import Dialect, rows, sniff, usual
from pourparlers.sources.formats import Format, Item, from_text
from pourparlers.sources.fragment import looks_tagged, text_of
from pourparlers.sources.html import domain, looks_html, read_html
from pourparlers.sources.limits import MAX_PAGE_BYTES, MEGABYTE, check_content, looks_utf16
from pourparlers.sources.material import Material
from pourparlers.sources.metadata import Metadata
from pourparlers.sources.tongues import read_language

if TYPE_CHECKING:
    import pyarrow.parquet

_BATCH = 64


@dataclass(frozen=True, slots=True)
class _Record:
    """One row: its number, where it stands, its values by key, and itself as a file of one row."""

    number: int
    where: str
    values: Mapping[str, object]
    body: bytes
    kind: str


def _article(material: Material, record: _Record) -> Iterator[Item]:
    """Give the article of a row; a value that cannot be used is said beside it."""
    values = record.values
    text, page = _text(record)
    said = Metadata(
        title=_line(values.get("title")),
        outlet=_outlet(values.get("outlet")),
        url=_line(values.get("url")),
        author=_line(values.get("author")),
        language=read_language(_line(values.get("language"))),
    ).over(page)
    try:
        day: date | None = read_day(_value(values.get("date")), f"{record.where}, date")
    except MetadataError as error:
        yield error
        day = None
    said = Metadata(date=day).over(said)
    headers = [("Content-Type", record.kind)]
    if number := _line(values.get("page")):
        headers.append(("Page", number))
    yield from_text(
        material,
        text,
        said,
        part=str(record.number),
        body=record.body,
        headers=tuple(headers),
        source=DateSource.SIDECAR,
    )


def _text(record: _Record) -> tuple[str, Metadata]:
    written = _value(record.values.get("text"))
    text = written if isinstance(written, str) else ""
    markup = _value(record.values.get("html"))
    if not text.strip() and isinstance(markup, str) and markup.strip():
        text = markup
    if not text.strip():
        raise EmptyError("no text in this row", where=record.where, cure="leave it out or fill it in")
    if looks_html(text[:4096].encode("utf-8", "replace")):
        return read_html(text.encode("utf-8", "replace"), record.where, declared="utf-8")
    if looks_tagged(text):
        return text_of(text), Metadata()
    return text.replace("\r\n", "\n").replace("\r", "\n"), Metadata()


def _each(material: Material, records: Iterator[_Record | SourceError]) -> Iterator[Item]:
    for record in records:
        if isinstance(record, SourceError):
            yield record
            continue
        try:
            yield from _article(material, record)
        except SourceError as error:
            yield type(error)(error.what, where=record.where, cure=error.cure)


def _value(value: object) -> object:
    """A number of a table as it is, a list or an object as the text in it."""
    if isinstance(value, Mapping):
        return next((value[key] for key in ("name", "title", "value", "text") if key in value), None)
    if isinstance(value, (list, tuple)):
        return ", ".join(str(_value(one)) for one in value if _value(one) is not None)
    return value


def _line(value: object) -> str | None:
    value = _value(value)
    if value is None:
        return None
    text = " ".join(str(value).split())
    return None if text.lower() in {"", "nan", "none", "null", "[]"} else text


def _outlet(value: object) -> str | None:
    name = _line(value)
    return domain(name) or name if name and "://" in name else name


# ---------------------------------------------------------------- CSV and TSV


def _without_nul(head: bytes) -> bytes:
    """Leave out the NUL bytes that some exporters put into texts, unless there is nothing else, or UTF-16."""
    return head if looks_utf16(head) else head.replace(b"\x00", b"") or head


def _is_delimited(material: Material) -> bool:
    return not material.head.startswith((b"{", b"[", b"<")) and (
        sniff(material.head, material.label.lower()) is not None
    )


def _read_delimited(material: Material) -> Iterator[Item]:
    check_content(_without_nul(material.head), material.where)
    name = material.label.lower()
    dialect = sniff(material.head, name) or usual(material.head, name)
    with material.open() as stream:
        yield from _each(material, _delimited(stream, material, dialect))


def _delimited(stream: BinaryIO, material: Material, dialect: Dialect) -> Iterator[_Record | SourceError]:
    columns: dict[str, int] = {}
    header = ""
    for row in rows(stream, material.head, dialect, material.where):
        if isinstance(row, SourceError):
            yield row
        elif row.number == 0:
            named = mapping(row.fields, material.options.columns, material.where)
            columns = {key: row.fields.index(name) for key, name in named.items()}
            header = _written(row.fields, dialect)
        else:
            yield _Record(
                row.number,
                f"{material.where}, line {row.line}",
                {key: row.fields[at] for key, at in columns.items()},
                (header + _written(row.fields, dialect)).encode(),
                "text/csv; charset=utf-8",
            )


def _written(fields: Sequence[str], dialect: Dialect) -> str:
    out = io.StringIO()
    csv.writer(out, delimiter=dialect.delimiter).writerow(fields)
    return out.getvalue()


# ---------------------------------------------------------------- JSON Lines


def _is_lines(material: Material) -> bool:
    """Whether the first line is a JSON object, and so is what is seen of a second; or there is but one, with a text."""
    lines = material.head.lstrip(b"\xef\xbb\xbf \t\r\n").split(b"\n", 2)
    first = _object(lines[0])
    if first is None:
        return False
    if len(lines) > 1 and lines[1].strip():
        return lines[1].lstrip().startswith(b"{")
    try:
        return bool(mapping(list(first), material.options.columns, ""))
    except FormatError:
        return False


def _read_lines(material: Material) -> Iterator[Item]:
    check_content(material.head, material.where)
    with material.open() as stream:
        yield from _each(material, _lines(stream, material))


def _lines(stream: BinaryIO, material: Material) -> Iterator[_Record | SourceError]:
    number = 0
    for line, data in enumerate(byte_lines(stream, MAX_PAGE_BYTES), start=1):
        where = f"{material.where}, line {line}"
        if data is None:
            number += 1
            yield TooLargeError(f"a line of more than {MAX_PAGE_BYTES // MEGABYTE} MB", where=where)
            continue
        row = data.strip(b"\xef\xbb\xbf \t\r\n\x00")
        if not row:
            continue
        number += 1
        values = _object(row)
        if values is None:
            yield FormatError("not a JSON object", where=where, cure="mend or remove this line")
            continue
        try:
            named = mapping(list(values), material.options.columns, where)
        except FormatError as error:
            yield error
            continue
        found = {key: values[name] for key, name in named.items()}
        yield _Record(number, where, found, row, "application/json")


def _object(data: bytes) -> dict[str, Any] | None:
    try:
        found = json.loads(data)
    except (ValueError, RecursionError):
        return None
    return found if isinstance(found, dict) else None


# ---------------------------------------------------------------- Parquet


def _is_parquet(material: Material) -> bool:
    return material.head.startswith(b"PAR1")


def _read_parquet(material: Material) -> Iterator[Item]:
    try:
        import pyarrow.parquet  # noqa: PLC0415
    except ImportError:
        raise SourceError(
            "Parquet needs pyarrow", where=material.where, cure="install pourparlers[parquet]"
        ) from None
    if not _is_parquet(material):
        check_content(material.head, material.where)
        raise FormatError("no Parquet file", where=material.where, cure="give it the name of what it is")
    with material.random_access() as stream:
        try:
            table = pyarrow.parquet.ParquetFile(stream)
            yield from _each(material, _parquet(table, material))
        except (pyarrow.ArrowException, OSError) as error:
            what = str(error).partition("\n")[0][:120]
            raise FormatError(
                f"damaged Parquet: {what}", where=material.where, cure="write it again"
            ) from None


def _parquet(table: pyarrow.parquet.ParquetFile, material: Material) -> Iterator[_Record | SourceError]:
    named = mapping(table.schema_arrow.names, material.options.columns, material.where)
    number = 0
    for batch in table.iter_batches(batch_size=_BATCH, columns=list(named.values())):
        for values in batch.to_pylist():
            number += 1
            found = {key: values[name] for key, name in named.items()}
            body = json.dumps(values, ensure_ascii=False, default=str).encode("utf-8", "surrogatepass")
            yield _Record(number, f"{material.where}, row {number}", found, body, "application/json")


FORMATS = (
    Format("parquet", "a Parquet table", (".parquet", ".pq"), _is_parquet, _read_parquet),
    Format("jsonl", "a table in JSON Lines", (".jsonl", ".ndjson", ".jsonlines"), _is_lines, _read_lines),
    Format("csv", "a table (CSV, TSV)", (".csv", ".tsv", ".tab"), _is_delimited, _read_delimited),
)
