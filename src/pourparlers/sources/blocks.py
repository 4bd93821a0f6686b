"""A paragraph of a document, as far as its looks tell what it is."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Block:
    """One paragraph.

    Args:
        text: its text; tabs are kept.
        heading: 1 to 9 for what the document calls a heading of that level, 0 for anything else.
        is_bold: whether all of it is bold.
        size: the height of its letters in points, 0 where the document does not say.
        page: the page it stands on, from 1, where the document has pages.
        column: the number of its cell in the row of a table, from 0; None outside a table.
    """

    text: str
    heading: int = 0
    is_bold: bool = False
    size: float = 0.0
    page: int | None = None
    column: int | None = None
