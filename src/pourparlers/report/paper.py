"""The brief as a PDF document, with its own fonts: it looks the same wherever it is opened or printed."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, Any

from pourparlers.model import StateOfPlay
from pourparlers.report.fonts import font_path
from pourparlers.report.made import is_right_to_left, made_by, made_on, needed, printable
from pourparlers.report.outline import Heading, Items, Line, Paragraph, Part, Run, Table, outline

if TYPE_CHECKING:
    from fpdf import FPDF

_FONT = "DejaVu Sans"
_SIZES = {1: 17.0, 2: 13.0, 3: 10.5}
_TEXT = 9.0
_SMALL = 7.5
_HEIGHT = 0.5
"""Millimetres of a line for each point of its letters."""
_MARGIN = 16.0
_INDENT = 6.0
_LONGEST_CELL = 420
_MOST_COLUMNS = 7
_LRM = "\u200e"


def render(state: StateOfPlay, *, language: str) -> bytes:
    """The brief as a PDF document (A4), with bookmarks, page numbers, and the fonts of all its scripts in it.

    The same state of play gives the same bytes on every day.

    Args:
        state: the state of play.
        language: of the interface.

    Raises:
        UsageError: the interface does not speak the language.
        OutputError: fpdf2 is not installed, or uharfbuzz is not and the brief has Arabic in it.
    """
    parts = outline(state, language=language)
    title = next(part.text for part in parts if isinstance(part, Heading))
    paper = _paper(state, language, title)
    if any(is_right_to_left(text) for part in parts for text in _texts(part)):
        needed("uharfbuzz", "uharfbuzz")
        paper.set_text_shaping(use_shaping_engine=True)
    logging.getLogger("fpdf").setLevel(logging.ERROR)
    paper.add_page()
    for part in parts:
        _add(paper, part)
    return bytes(paper.output())


def _paper(state: StateOfPlay, language: str, title: str) -> FPDF:
    fpdf: Any = needed("fpdf", "fpdf2")

    class Paper(fpdf.FPDF):  # type: ignore[misc]
        """Pages with a foot."""

        def footer(self) -> None:
            self.set_y(-_MARGIN + 4)
            self.set_font(_FONT, size=_SMALL)
            self.cell(0, 4, made_by(state))
            self.set_x(_MARGIN)
            self.cell(0, 4, f"{self.page_no()}", align="R")

    paper: FPDF = Paper(format="A4")
    paper.add_font(_FONT, "", font_path(bold=False))
    paper.add_font(_FONT, "B", font_path(bold=True))
    paper.set_margins(_MARGIN, _MARGIN)
    paper.set_auto_page_break(True, _MARGIN)
    paper.set_title(printable(title))
    paper.set_author("pourparlers")
    paper.set_creator(made_by(state))
    paper.set_lang(language)
    paper.set_creation_date(made_on(state))
    return paper


def _texts(part: Part) -> list[str]:
    if isinstance(part, Heading):
        return [part.text]
    if isinstance(part, Table):
        return [*part.head, *(run.text for row in part.rows for cell in row for line in cell for run in line)]
    lines = (part.line,) if isinstance(part, Paragraph) else part.lines
    return [run.text for line in lines for run in line]


def _add(paper: FPDF, part: Part) -> None:
    if isinstance(part, Heading):
        _heading(paper, part)
    elif isinstance(part, Paragraph):
        _line(paper, part.line)
    elif isinstance(part, Items):
        for number, line in enumerate(part.lines, start=1):
            _line(paper, line, mark=f"{number}." if part.is_numbered else "•")
    elif _fits(part):
        _table(paper, part)
    else:
        _spread(paper, part)


def _heading(paper: FPDF, part: Heading) -> None:
    size = _SIZES.get(part.level, _TEXT)
    text = printable(part.text)
    if paper.will_page_break(4 * size * _HEIGHT):
        paper.add_page()
    paper.ln(size * 0.2)
    paper.start_section(text, level=part.level - 1)
    paper.set_font(_FONT, "B", size)
    paper.multi_cell(0, size * _HEIGHT, text, new_x="LMARGIN", new_y="NEXT")
    paper.ln(1)


def _line(paper: FPDF, line: Line, *, mark: str = "", indent: float = 0.0, size: float = _TEXT) -> None:
    """Write a paragraph, its lines under its own start; a mark stands before it."""
    left = _MARGIN + indent
    height = size * _HEIGHT
    paper.set_font(_FONT, size=size)
    if paper.will_page_break(height):
        paper.add_page()
    if mark:
        paper.set_x(left)
        paper.cell(_INDENT, height, mark)
        left += _INDENT
    paper.set_left_margin(left)
    paper.set_x(left)
    for run in line:
        paper.set_font(_FONT, "B" if run.is_bold else "", size)
        paper.write(height, printable(run.text))
    paper.set_left_margin(_MARGIN)
    paper.ln(height + 0.8)


def _fits(part: Table) -> bool:
    """Whether a table can be set as one: no cell so long that a row would not go on a page."""
    longest = max((_length(cell) for row in part.rows for cell in row), default=0)
    return len(part.head) <= _MOST_COLUMNS and longest <= _LONGEST_CELL / max(1, len(part.head) - 3)


def _length(cell: tuple[Line, ...]) -> int:
    return sum(len(run.text) for line in cell for run in line)


def _table(paper: FPDF, part: Table) -> None:
    paper.set_font(_FONT, size=_SMALL)
    with paper.table(line_height=_SMALL * _HEIGHT, text_align="LEFT", padding=0.8) as table:
        for cells in (part.head, *(tuple(map(_cell, row)) for row in part.rows)):
            row = table.row()
            for text in cells:
                row.cell(printable(text) if cells is part.head else text)
    paper.ln(2)


def _cell(lines: tuple[Line, ...]) -> str:
    return "\n".join("".join(_apart(run.text) for run in line) for line in lines)


def _apart(text: str) -> str:
    """Keep a text from right to left from turning round the figures and brackets beside it (Unicode UAX #9, LRM)."""
    shown = printable(text)
    return f"{_LRM}{shown}{_LRM}" if is_right_to_left(shown) else shown


def _spread(paper: FPDF, part: Table) -> None:
    """Set a table with long cells as a list: the first cell of each row, and under it each of the others by its title."""
    for row in part.rows:
        paper.ln(1)
        _line(paper, row[0][0] if row[0] else ())
        for title, cell in zip(part.head[1:], row[1:], strict=True):
            if len(cell) > 1 or _length(cell) > 2:
                _line(paper, (Run(title),), indent=_INDENT, size=_SMALL)
                for line in cell:
                    _line(paper, line, mark="•", indent=_INDENT)
