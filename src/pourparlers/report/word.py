"""The brief as a Word document (.docx)."""

from __future__ import annotations

import io
import zipfile
from typing import TYPE_CHECKING, Any

from pourparlers.model import StateOfPlay
from pourparlers.report.made import is_right_to_left, made_by, made_on, needed, printable
from pourparlers.report.outline import Heading, Items, Line, Paragraph, Part, Table, outline

if TYPE_CHECKING:
    from docx.document import Document
    from docx.text.paragraph import Paragraph as WordParagraph

_TABLE_POINTS = 8


def render(state: StateOfPlay, *, language: str) -> bytes:
    """The brief as a Word document: headings, lists and tables in the styles of Word.

    The same state of play gives the same bytes on every day.

    Args:
        state: the state of play.
        language: of the interface.

    Raises:
        UsageError: the interface does not speak the language.
        OutputError: python-docx is not installed.
    """
    docx = needed("docx", "python-docx")
    parts = outline(state, language=language)
    document: Document = docx.Document()
    _set_up(document, state, language, next(part.text for part in parts if isinstance(part, Heading)))
    for part in parts:
        _add(document, part)
    footer = document.sections[0].footer.paragraphs[0]
    footer.add_run(printable(made_by(state))).font.size = docx.shared.Pt(_TABLE_POINTS)
    held = io.BytesIO()
    document.save(held)
    return _dated(held.getvalue())


def _set_up(document: Document, state: StateOfPlay, language: str, title: str) -> None:
    shared: Any = needed("docx.shared", "python-docx")
    section = document.sections[0]
    section.page_width, section.page_height = shared.Mm(297), shared.Mm(210)
    section.orientation = needed("docx.enum.section", "python-docx").WD_ORIENT.LANDSCAPE
    section.left_margin = section.right_margin = shared.Mm(18)
    section.top_margin = section.bottom_margin = shared.Mm(18)
    properties = document.core_properties
    properties.title, properties.author = printable(title)[:255], "pourparlers"
    properties.comments, properties.language = printable(made_by(state))[:255], language
    properties.created = properties.modified = made_on(state).replace(tzinfo=None)
    properties.last_modified_by, properties.revision = "pourparlers", 1


def _add(document: Document, part: Part) -> None:
    if isinstance(part, Heading):
        document.add_heading(printable(part.text), level=part.level - 1)
    elif isinstance(part, Paragraph):
        _fill(document.add_paragraph(), part.line)
    elif isinstance(part, Items):
        for line in part.lines:
            _fill(document.add_paragraph(style="List Number" if part.is_numbered else "List Bullet"), line)
    else:
        _table(document, part)


def _table(document: Document, part: Table) -> None:
    oxml: Any = needed("docx.oxml", "python-docx")
    table = document.add_table(rows=1 + len(part.rows), cols=len(part.head), style="Table Grid")
    # The cells of one row at a time: python-docx looks through the whole table for a single one.
    rows = list(table.rows)
    rows[0]._tr.get_or_add_trPr().append(oxml.OxmlElement("w:tblHeader"))
    for cell, title in zip(rows[0].cells, part.head, strict=True):
        _small(cell.paragraphs[0], title)
        cell.paragraphs[0].runs[0].bold = True
    for row, cells in zip(rows[1:], part.rows, strict=True):
        for cell, lines in zip(row.cells, cells, strict=True):
            for number, line in enumerate(lines):
                paragraph = cell.add_paragraph() if number else cell.paragraphs[0]
                _fill(paragraph, line, points=_TABLE_POINTS)
    document.add_paragraph()


def _small(paragraph: WordParagraph, text: str) -> None:
    shared: Any = needed("docx.shared", "python-docx")
    paragraph.add_run(printable(text)).font.size = shared.Pt(_TABLE_POINTS)


def _fill(paragraph: WordParagraph, line: Line, points: int | None = None) -> None:
    shared: Any = needed("docx.shared", "python-docx")
    for one in line:
        run = paragraph.add_run(printable(one.text))
        run.bold, run.italic = one.is_bold or None, one.is_italic or None
        run.font.rtl = is_right_to_left(one.text) or None
        if points:
            run.font.size = shared.Pt(points)


def _dated(data: bytes) -> bytes:
    """Pack a document again with fixed dates, so that it is the same on every day."""
    held = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(held, "w") as new:
        for name in old.namelist():
            entry = zipfile.ZipInfo(name)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.create_system = 3
            new.writestr(entry, old.read(name))
    return held.getvalue()
