"""Where words shown may begin and end by the signs at their edges: in no number, name, bracket, nor before a comma."""

from __future__ import annotations

from pourparlers.dossier.page import Page
from pourparlers.model import Span

OPEN, CLOSE, EITHER = "«“„", "»”", '"'
BLANKS = " \u00a0\u202f"
_BACK = 1500  # characters looked back over for an opening quotation mark
_BRACKET = 60  # characters in which a bracket closes
_NAME = 40  # characters before a place in which a name that goes on there begins
_OPENS_AFTER = BLANKS + "\n\t([-–—'’«“"
_EDGES = BLANKS + "\t\n,;:"


def trimmed(text: str, span: Span) -> Span:
    """Leave out the signs that lead on to nothing, and close or leave out a bracket left open."""
    end = span.end
    inside = text[span.start : end]
    if inside.count("(") > inside.count(")"):
        close = text.find(")", end, end + _BRACKET)
        last = span.start + inside.rfind("(")
        end = close + 1 if close >= 0 and "\n" not in text[end:close] else max(last, span.start)
    while end > span.start and text[end - 1] in _EDGES:
        end -= 1
    return Span(span.start, end) if end > span.start else span


def unbroken(page: Page, end: int) -> int:
    """Give where the number or the name ends that a place is in; the place itself where it is in none."""
    text = page.text
    if (
        text[end - 1 : end].isdigit()
        and text[end : end + 1] in {".", ","}
        and text[end + 1 : end + 2].isdigit()
    ):
        while end < len(text) and (text[end].isdigit() or text[end + 1 : end + 2].isdigit()):
            end += 1
        return end
    if not text[end - 1 : end].isalpha() or text[end : end + 1] != " ":
        return end
    for mention in page.mentions_in(Span(max(0, end - _NAME), end)):
        name = text[mention.span.start : mention.span.end]
        if mention.span.end > end and name.istitle():
            return mention.span.end
    return end


def quote_open_at(text: str, end: int, start: int | None = None) -> int | None:
    """Give where the quotation begins that is still open at a place; nothing where none is."""
    if start is None:
        start = max(text.rfind("\n", max(0, end - _BACK), end) + 1, end - _BACK, 0)
    open_at: list[int] = []
    for at in range(start, end):
        sign = text[at]
        if sign in EITHER:
            opens = (text[at - 1 : at] or "\n") in _OPENS_AFTER and not text[at + 1 : at + 2].isspace()
            if opens:
                open_at.append(at + 1)
            elif open_at:
                open_at.pop()
        elif sign in OPEN:
            open_at.append(at + 1)
        elif sign in CLOSE and open_at:
            open_at.pop()
    return open_at[-1] if open_at and open_at[-1] < end else None
