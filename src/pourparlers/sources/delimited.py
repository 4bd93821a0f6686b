"""Rows of CSV and TSV as exporters write them, a row at a time, and a bad row alone lost."""

from __future__ import annotations

import csv
import io
from collections import deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import BinaryIO

from pourparlers.errors import EmptyError, FormatError, SourceError, TooLargeError
from pourparlers.sources.byte_lines import byte_lines
from pourparlers.sources.columns import looks_header
from pourparlers.sources.limits import MAX_TEXT_BYTES, MEGABYTE, looks_utf16
from pourparlers.sources.text import decode

DELIMITERS = ",;\t|"
_CHUNK = MEGABYTE
_MOST_AGAIN = 50 * MEGABYTE
"""How much text is read a second time, in all, after rows that an odd quotation mark ran together."""


@dataclass(frozen=True, slots=True)
class Dialect:
    """How fields are parted, and whether a quotation mark in a field is written \\" rather than ""."""

    delimiter: str
    backslash: bool


@dataclass(frozen=True, slots=True)
class Row:
    """A row of fields.

    Args:
        number: of the row, the first after the header being 1.
        line: the line of the file it begins on, the first being 1.
        fields: as many as the header has.
        raw: the row as it stands in the file.
    """

    number: int
    line: int
    fields: list[str]
    raw: str


def sniff(head: bytes, name: str) -> Dialect | None:
    """Find out the dialect from the first bytes of a table: the one in which its header makes most sense.

    Returns:
        the dialect; None when the first line is no header of a table of articles, in any.
    """
    lines = _sample(head)
    if not lines:
        return None
    if _names_delimiter(lines[0]):
        return Dialect(lines[0][4], _has_backslashes(lines))
    order = "\t,;|" if name.endswith((".tsv", ".tab")) else DELIMITERS
    found = [(one, _header(lines, one)) for one in order]
    telling = [(one, names) for one, names in found if looks_header(names)]
    best = max(telling, key=lambda one: len(one[1]), default=None)
    return Dialect(best[0], _has_backslashes(lines)) if best else None


def usual(head: bytes, name: str) -> Dialect:
    """The dialect of a table whose header tells nothing: the delimiter that its first line has most of."""
    lines = _sample(head)
    first = lines[0] if lines else ""
    order = "\t,;|" if name.endswith((".tsv", ".tab")) else DELIMITERS
    return Dialect(max(order, key=first.count), _has_backslashes(lines))


def rows(stream: BinaryIO, head: bytes, dialect: Dialect, where: str) -> Iterator[Row | SourceError]:
    """Give the header, as row 0, and then the rows.

    A row that an odd quotation mark runs together with the rows after it is given up at the end of its first line, and
    reading goes on at the next. Fields missing at the end of a row are empty. NUL bytes are left out. Bytes that are not
    UTF-8 are decoded row by row.

    Args:
        stream: the table, at its start.
        head: its first bytes.
        dialect: how it is written.
        where: what errors call it.
    """
    csv.field_size_limit(MAX_TEXT_BYTES)
    lines = _Lines(stream, head)
    width = number = 0
    while (first := lines.take()) is not None:
        place = f"{where}, line {lines.number}"
        line = lines.number
        if first == "" or (line == 1 and _names_delimiter(first)):
            if first == "":
                number += 1
                yield TooLargeError(
                    f"a line of more than {MAX_TEXT_BYTES // MEGABYTE} MB",
                    where=place,
                    cure="give a text table",
                )
            continue
        try:
            fields, raw = _record(first, lines, dialect, width)
            fields = [_decoded(field, place) for field in fields]
        except csv.Error as error:
            number += 1
            yield FormatError(f"no row of a table: {error}", where=place, cure="mend its quotation marks")
            continue
        except SourceError as error:
            number += 1
            yield type(error)(error.what, where=place, cure=error.cure)
            continue
        if not any(field.strip() for field in fields):
            continue
        if not width:
            width = len(fields)
            yield Row(0, line, fields, raw)
            continue
        number += 1
        if any(fields[width:]):
            what = f"{len(fields)} fields where the header has {width}"
            yield FormatError(what, where=place, cure="mend its quotation marks")
            continue
        yield Row(number, line, fields[:width] + [""] * (width - len(fields)), raw)
    if not number:
        yield EmptyError("no rows in it", where=where, cure="remove it or give another file")


class _Lines:
    """The lines of a stream, with their ends; one that is too long is skipped and given as nothing."""

    def __init__(self, stream: BinaryIO, head: bytes) -> None:
        self.number = 0
        self._again = 0
        self._waiting: deque[str] = deque()
        wide = looks_utf16(head)
        has_ends = b"\n" in head or b"\r" not in head
        self._source = (
            _byte_lines(stream) if wide is None and has_ends else _text_lines(stream, wide or "utf-8")
        )

    def take(self) -> str | None:
        """The next line, or None after the last."""
        line = self._waiting.popleft() if self._waiting else next(self._source, None)
        self.number += line is not None
        return line

    def put_back(self, lines: Sequence[str]) -> None:
        """Read lines again; so much is only done up to a limit, or a hostile file would take for ever."""
        size = sum(map(len, lines))
        if self._again + size <= _MOST_AGAIN:
            self._again += size
            self.number -= len(lines)
            self._waiting.extendleft(reversed(lines))


def _byte_lines(stream: BinaryIO) -> Iterator[str]:
    for data in byte_lines(stream, MAX_TEXT_BYTES):
        yield "" if data is None else data.replace(b"\x00", b"").decode("utf-8", "surrogateescape") or "\n"


def _text_lines(stream: BinaryIO, codec: str) -> Iterator[str]:
    text = io.TextIOWrapper(stream, encoding=codec, errors="surrogateescape", newline="")
    while line := text.readline(MAX_TEXT_BYTES):
        if len(line) < MAX_TEXT_BYTES:
            yield line.replace("\x00", "") or "\n"
            continue
        while (line := text.readline(_CHUNK)) and not line.endswith(("\n", "\r")):
            pass
        yield ""


def _record(first: str, lines: _Lines, dialect: Dialect, width: int) -> tuple[list[str], str]:
    """Read one row: the first line, and as many more as its quotation marks hold open.

    Raises:
        csv.Error: it is no row.
        TooLargeError: it is larger than an article may be.
        FormatError: a quotation mark is never closed, or only in a row that is another.
    """
    if not _marks(first, dialect) % 2 or _parsed([first], dialect, strict=True) is not None:
        return next(_reader([first], dialect), []), first
    taken, size, marks = [first], len(first), _marks(first, dialect)
    while marks % 2 and size <= MAX_TEXT_BYTES and (line := lines.take()):
        taken.append(line)
        size += len(line)
        marks += _marks(line, dialect)
    if not marks % 2:
        strictly = _parsed(taken, dialect, strict=True)
        if strictly is not None and (not width or len(strictly) <= width):
            return strictly, "".join(taken)
        loosely = _parsed(taken, dialect, strict=False)
        if loosely is not None and len(loosely) == width:
            return loosely, "".join(taken)
    lines.put_back(taken[1:])
    raise FormatError("a quotation mark that is not closed in its row", cure="close or double it")


def _parsed(lines: list[str], dialect: Dialect, *, strict: bool) -> list[str] | None:
    """The one row in lines; None when there are several, or strictly none."""
    try:
        found = list(_reader(lines, dialect, strict=strict))
    except csv.Error:
        return None
    return found[0] if len(found) == 1 else None


def _reader(lines: list[str], dialect: Dialect, *, strict: bool = False) -> Iterator[list[str]]:
    return csv.reader(
        lines,
        delimiter=dialect.delimiter,
        doublequote=not dialect.backslash,
        escapechar="\\" if dialect.backslash else None,
        strict=strict,
    )


def _marks(line: str, dialect: Dialect) -> int:
    return line.count('"') - (line.count('\\"') if dialect.backslash else 0)


def _decoded(field: str, where: str) -> str:
    """Decode what is not UTF-8 in the encoding its words are most like."""
    if field.isascii():
        return field
    try:
        field.encode("utf-8")
    except UnicodeEncodeError:
        return decode(field.encode("utf-8", "surrogateescape"), where)
    return field


def _names_delimiter(line: str) -> bool:
    """Whether a line is what Excel puts before the header to name the delimiter."""
    return line.lower().startswith("sep=") and len(line.strip()) == 5


def _sample(head: bytes) -> list[str]:
    codec = looks_utf16(head) or "utf-8-sig"
    text = head.decode(codec, "replace").replace("\x00", "")
    return text.splitlines(keepends=True)[:50]


def _has_backslashes(lines: list[str]) -> bool:
    r"""Whether quotation marks in fields are written \" and never ""."""
    text = "".join(lines)
    return '\\"' in text and '""' not in text.replace(',"",', "")


def _header(lines: list[str], delimiter: str) -> list[str]:
    try:
        return next(csv.reader(lines, delimiter=delimiter), [])
    except csv.Error:
        return []
