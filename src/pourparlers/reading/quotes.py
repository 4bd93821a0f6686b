"""Quotation marks of any family, paired, with nothing lost to the odd one that is missing or wrong.

Marks are paired paragraph by paragraph in one pass with a stack, by what the glyph is and by what stands on
either side of it. An apostrophe is not a quotation mark; a mark with the wrong glyph closes what is open; a
quotation that is never closed ends with its paragraph, or goes on where the next paragraph opens with a mark.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from pourparlers.model import Span

MARK = re.compile(r"''|``|<<|>>|[\"＂«»“”„‟‘’‚'‹›]")
FAMILY = {"''": '"', "``": "“", "<<": "«", ">>": "»", "＂": '"', "‟": "„", "’": "’", "'": "'"}
SINGLE = frozenset("‘’‚'‹›")
REVERSED = {"«": "»", "“": "„“”"}
SPACES = frozenset(" \t\n\u00a0\u202f\u2009\ufeff")
BEFORE_OPENING = SPACES | frozenset("([{—–-:/'’¿¡=")
MAX_DEPTH = 6
MAX_CARRIED = 12
MAX_SINGLE = 1500


@dataclass(frozen=True, slots=True)
class Quote:
    """One quotation that stands in no other: `span` is what the marks enclose, `whole` has the marks.

    `closed` is false when the closing mark is missing, `continues` true when the quotation began in an
    earlier paragraph.
    """

    span: Span
    whole: Span
    closed: bool = True
    continues: bool = False


@dataclass(frozen=True, slots=True)
class Quotes:
    """The outer quotations of a text in text order, and every mark (paired or not) that lies inside none."""

    outer: tuple[Quote, ...]
    marks: tuple[Span, ...]

    @property
    def odd(self) -> tuple[Span, ...]:
        """The opening marks that nothing closes, in this paragraph or a later one."""
        following = [*(quote.continues for quote in self.outer[1:]), False]
        return tuple(
            Span(quote.whole.start, quote.span.start)
            for quote, goes_on in zip(self.outer, following, strict=False)
            if not quote.closed and not goes_on and not quote.continues
        )


@dataclass(frozen=True, slots=True)
class _Mark:
    span: Span
    glyph: str
    may_open: bool
    may_close: bool


@dataclass(slots=True)
class _Paired:
    quotes: list[Quote]
    marks: list[Span]
    unclosed: Quote | None = None
    inside_unclosed: list[Quote] | None = None
    first_stray: int | None = None


def find(text: str, paragraphs: Sequence[Span]) -> Quotes:
    """Pair the quotation marks of a text, in time linear in its length.

    Args:
        text: the article.
        paragraphs: the stretches no pair may cross, sorted (`sentences.paragraphs`).

    Returns:
        the outer quotations and the marks round them.
    """
    quotes: list[Quote] = []
    marks: list[Span] = []
    carried: list[Span] = []
    for number, paragraph in enumerate(paragraphs):
        found = _paired(text, paragraph)
        if carried:
            if found.marks and found.marks[0].start == paragraph.start:
                _continue_first(found)
                carried = []
            elif found.first_stray is not None:
                quotes += [Quote(body, body, closed=False, continues=True) for body in carried[1:]]
                rest = Span(paragraph.start, found.first_stray)
                found.quotes = [Quote(rest, rest, continues=True), *found.quotes]
                carried = []
            else:
                carried = [*carried, paragraph] if len(carried) < MAX_CARRIED else []
        if found.unclosed is not None:
            follows = number + 1 < len(paragraphs) and _opens_with_mark(text, paragraphs[number + 1])
            _settle(text, found, long=follows)
            carried = [paragraph]
        quotes += found.quotes
        marks += found.marks
    return Quotes(tuple(quotes), tuple(marks))


def _opens_with_mark(text: str, paragraph: Span) -> bool:
    return MARK.match(text, paragraph.start) is not None


def _continue_first(found: _Paired) -> None:
    if found.quotes:
        found.quotes[0] = replace(found.quotes[0], continues=True)
    elif found.unclosed is not None:
        found.unclosed = replace(found.unclosed, continues=True)


def _settle(text: str, found: _Paired, *, long: bool) -> None:
    """Decide where an unclosed quotation ends: with its paragraph, or before the next one opens."""
    assert found.unclosed is not None
    unclosed, inside = found.unclosed, found.inside_unclosed or []
    if inside and not long:
        end = len(text[unclosed.span.start : inside[0].whole.start].rstrip()) + unclosed.span.start
        found.marks += [mark for quote in inside for mark in _edges(quote)]
        found.quotes.append(
            replace(unclosed, span=Span(unclosed.span.start, end), whole=Span(unclosed.whole.start, end))
        )
        found.quotes += inside
    else:
        found.quotes.append(unclosed)


def _edges(quote: Quote) -> tuple[Span, Span]:
    return Span(quote.whole.start, quote.span.start), Span(quote.span.end, quote.whole.end)


def _paired(text: str, paragraph: Span) -> _Paired:
    marks = _marks(text, paragraph)
    found = _by_shape(marks, paragraph.end)
    straight = [mark for mark in marks if mark.glyph == '"']
    if found.unclosed is not None and len(straight) == len(marks) and len(marks) % 2 == 0:
        return _by_turns(marks)
    return found


def _by_turns(marks: Sequence[_Mark]) -> _Paired:
    quotes = [
        Quote(Span(a.span.end, b.span.start), Span(a.span.start, b.span.end))
        for a, b in zip(marks[::2], marks[1::2], strict=True)
    ]
    return _Paired(quotes, [mark.span for mark in marks])


def _by_shape(marks: Sequence[_Mark], end: int) -> _Paired:
    found = _Paired([], [])
    stack: list[_Mark] = []
    inside: list[Quote] = []
    for mark in marks:
        if stack and mark.glyph in SINGLE and stack[0].glyph not in SINGLE:
            continue
        if _opens(mark, stack):
            if len(stack) < MAX_DEPTH:
                stack.append(mark)
            if len(stack) == 1:
                found.marks.append(mark.span)
                inside = []
            continue
        if not stack:
            found.marks.append(mark.span)
            if found.first_stray is None and not found.quotes:
                found.first_stray = mark.span.start
            continue
        level = _closes(mark, stack)
        opened = stack[level]
        del stack[level:]
        quote = Quote(Span(opened.span.end, mark.span.start), Span(opened.span.start, mark.span.end))
        if level == 0:
            found.marks.append(mark.span)
            found.quotes.append(quote)
        elif level == 1:
            inside.append(quote)
    if stack:
        first = stack[0].span
        found.unclosed = Quote(Span(first.end, end), Span(first.start, end), closed=False)
        found.inside_unclosed = inside
    return found


def _opens(mark: _Mark, stack: Sequence[_Mark]) -> bool:
    top = stack[-1].glyph if stack else ""
    one_way = mark.may_open != mark.may_close
    opens = not stack
    match mark.glyph:
        case "«" | "“":
            opens = not (stack and mark.may_close and one_way and top in REVERSED[mark.glyph])
        case "„" | "‘" | "‚" | "‹":
            opens = True
        case "»" | "”":
            opens = not stack and mark.may_open and one_way
        case '"' | "'" if one_way:
            opens = mark.may_open
    return opens


def _closes(mark: _Mark, stack: Sequence[_Mark]) -> int:
    """The place in the stack of what the mark closes: its own family if open, else the innermost."""
    pairs = {"»": "«", "”": "“„”", "’": "‘‚", "›": "‹", "“": "„“”", "«": "»"}
    own = pairs.get(mark.glyph, mark.glyph)
    for level in range(len(stack) - 1, -1, -1):
        if stack[level].glyph in own:
            return level
    return len(stack) - 1


def _marks(text: str, paragraph: Span) -> list[_Mark]:
    marks: list[_Mark] = []
    singles: list[_Mark] = []
    for match in MARK.finditer(text, paragraph.start, paragraph.end):
        start, end = match.span()
        before = text[start - 1] if start > paragraph.start else " "
        after = text[end] if end < paragraph.end else " "
        opening = (before in BEFORE_OPENING or MARK.match(before) is not None) and after not in SPACES
        closing = before not in SPACES and not (after.isalnum() and before.isalnum()) and not after.isalnum()
        mark = _Mark(Span(start, end), FAMILY.get(match.group(), match.group()), opening, closing)
        marks.append(mark)
        if mark.glyph in SINGLE:
            singles.append(mark)
    kept = _single_pairs(singles) if singles else frozenset()
    return [mark for mark in marks if mark.glyph not in SINGLE or mark.span.start in kept]


def _single_pairs(singles: Sequence[_Mark]) -> frozenset[int]:
    """Where the single marks stand that are quotation marks: an opening one and the closing one that follows."""
    kept: set[int] = set()
    opened: _Mark | None = None
    for mark in singles:
        if opened is not None and mark.span.start - opened.span.start > MAX_SINGLE:
            opened = None
        if opened is None:
            if mark.may_open and mark.glyph in "‘‚'‹" and (mark.glyph != "'" or not mark.may_close):
                opened = mark
        elif mark.may_close and mark.glyph in "’‘'›":
            kept |= {opened.span.start, mark.span.start}
            opened = None
    return frozenset(kept)
