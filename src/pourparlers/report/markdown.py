"""The brief as Markdown (CommonMark with GFM tables): to paste into a note, a ticket or a repository."""

from __future__ import annotations

import re
from collections.abc import Iterable

from pourparlers.model import StateOfPlay
from pourparlers.report.outline import Heading, Items, Line, Paragraph, Part, Run, Table, outline

_SPECIAL = re.compile(r"([\\`*_\[\]<>|~#&!$])")


def render(state: StateOfPlay, *, language: str) -> str:
    """The brief as Markdown.

    Nothing in article text can become markup: special characters are escaped.

    Raises:
        UsageError: the interface does not speak the language.
    """
    return "\n\n".join(_part(part) for part in outline(state, language=language)) + "\n"


def escape(text: str) -> str:
    """The text with everything that Markdown or HTML would read as markup escaped."""
    return _SPECIAL.sub(r"\\\1", text)


def _part(part: Part) -> str:
    if isinstance(part, Heading):
        return f"{'#' * part.level} {escape(part.text)}"
    if isinstance(part, Paragraph):
        return _line(part.line)
    if isinstance(part, Items):
        marks = (f"{n}." if part.is_numbered else "-" for n in range(1, len(part.lines) + 1))
        return "\n".join(f"{mark} {_line(line)}" for mark, line in zip(marks, part.lines, strict=True))
    return _table(part)


def _table(table: Table) -> str:
    rows = ["<br>".join(_line(line) for line in cell) for row in table.rows for cell in row]
    width = len(table.head)
    lines: list[Iterable[str]] = [map(escape, table.head), ["---"] * width]
    lines += [rows[start : start + width] for start in range(0, len(rows), width)]
    return "\n".join(f"| {' | '.join(cells)} |" for cells in lines)


def _line(line: Line) -> str:
    return "".join(map(_run, line))


def _run(run: Run) -> str:
    mark = "**" if run.is_bold else "*" if run.is_italic else ""
    return f"{mark}{escape(run.text)}{mark}"
