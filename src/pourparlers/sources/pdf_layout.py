"""The lines of pages to paragraphs in reading order: columns, paragraphs, hyphens, running heads and feet."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from statistics import median

from pourparlers.sources.blocks import Block

_DIGITS = re.compile(r"\d+")
_FOLIO = re.compile(
    r"(?:[^\W\d]{1,8}\s?)?[-–—]?\s?\d{1,4}\s?(?:[-–—]|(?:/|of|sur|de|von|di|z|из|з)\s?\d{1,4})?",
    re.IGNORECASE,
)
_HYPHEN = re.compile(r"(\w+)[-\u00ad\u2010]$")
_FIRST_WORD = re.compile(r"(\w+)")
_SENTENCE_END = tuple('.!?…:»”"')
_EDGE_LINES = 3
_GAP = 0.55
"""White space between lines, in heights of a line, that parts two paragraphs."""
_GUTTER = 0.9
"""White space between columns, in heights of a line."""
_INDENT = 0.7
_NARROW = 30
"""Width, in heights of a line, under which words are drawn far apart to fill a column."""
_SAME_SIZE = 0.08
_MOST_CUTS = 60
_MOST_LINES = 2_000
_HEADLINE = 1.25
"""How many times the usual size a line has that is a headline over several columns."""


@dataclass(frozen=True, slots=True)
class Line:
    """A line of text on a page: where it stands in points from the upper left corner, and how it is set."""

    text: str
    left: float
    right: float
    top: float
    bottom: float
    size: float
    is_bold: bool
    page: int

    @property
    def height(self) -> float:
        """From the top to the bottom of its letters."""
        return max(self.bottom - self.top, 1.0)


def blocks_of(pages: Sequence[Sequence[Line]]) -> list[Block]:
    """Put the lines of pages together to paragraphs.

    Running heads and feet (lines at the edge of a page that come again on others, whatever the numbers in them, and
    numbers of pages) are left out. Columns are found by cutting a page along its white space, across and down in turn
    (recursive X-Y cut: Nagy and Seth 1984, "Hierarchical representation of optically scanned documents").

    Args:
        pages: the lines of each page, in any order.

    Returns:
        the paragraphs in reading order; a paragraph that goes on in the next column or page is one.
    """
    ordered: list[list[Line]] = []
    for page in _without_edges(pages):
        ordered.extend(_columns(_widened(page)))
    known = Counter(
        word.lower() for page in pages for line in page for word in re.findall(r"\w+(?:-\w+)+", line.text)
    )
    return list(_paragraphs(ordered, known))


def _without_edges(pages: Sequence[Sequence[Line]]) -> Iterator[list[Line]]:
    edges = [_edge(page) for page in pages]
    counts = Counter(key for page in edges for key in {_key(line) for line in page})
    least = max(2, len(pages) // 4)
    for page, edge in zip(pages, edges, strict=True):
        running = {
            line for line in edge if counts[_key(line)] >= least or _FOLIO.fullmatch(line.text.strip())
        }
        yield [line for line in page if line not in running]


def _edge(page: Sequence[Line]) -> list[Line]:
    """Give the lines at the upper and at the lower edge."""
    heights = sorted({round(line.top) for line in page})
    outer = {*heights[:_EDGE_LINES], *heights[-_EDGE_LINES:]} if len(heights) > _EDGE_LINES else set(heights)
    return [line for line in page if round(line.top) in outer]


def _key(line: Line) -> tuple[str, int]:
    return _DIGITS.sub("0", " ".join(line.text.split()).casefold()), round(line.top / 12)


def _widened(page: Sequence[Line]) -> list[Line]:
    """Let headlines reach as far as nothing stands beside them, for they belong to all columns under them."""
    if not 0 < len(page) < _MOST_LINES:
        return list(page)
    usual = median(line.size for line in page)
    left, right = min(line.left for line in page), max(line.right for line in page)
    made: list[Line] = []
    for line in page:
        if line.size < _HEADLINE * usual:
            made.append(line)
            continue
        beside = [one for one in page if one.top < line.bottom and one.bottom > line.top and one is not line]
        first = max((one.right for one in beside if one.right <= line.left), default=left)
        last = min((one.left for one in beside if one.left >= line.right), default=right)
        made.append(replace(line, left=first + (first != left), right=last - (last != right)))
    return made


def _columns(lines: Sequence[Line]) -> list[list[Line]]:
    """Cut a page into stretches of lines that follow each other in one column, in reading order."""
    done: list[list[Line]] = []
    waiting: list[tuple[list[Line], int]] = [(list(lines), 0)]
    while waiting:
        part, cuts = waiting.pop()
        pieces = _cut(part) if cuts < _MOST_CUTS and 1 < len(part) < _MOST_LINES else None
        if pieces is None:
            if part:
                done.append(sorted(part, key=lambda line: (round(line.top), line.left)))
        else:
            waiting.extend((piece, cuts + 1) for piece in reversed(pieces))
    return done


def _cut(lines: list[Line]) -> list[list[Line]] | None:
    """Cut lines in two along white space: between columns where it goes all the way, else across."""
    em = median(line.height for line in lines)
    sides = _sides(lines, em)
    if sides is not None:
        return sides
    rows = sorted((line.top, line.bottom) for line in lines)
    for gap in _gaps(rows, 0.1 * em):
        above, below = (
            [line for line in lines if line.bottom <= gap],
            [line for line in lines if line.top >= gap],
        )
        if _has_columns(above, em) != _has_columns(below, em):
            return [above, below]
    widest = _widest(rows, 0.1 * em)
    if widest is None or not _has_columns(lines, em, whole=False):
        return None
    return [[line for line in lines if line.bottom <= widest], [line for line in lines if line.top >= widest]]


def _sides(lines: Sequence[Line], em: float) -> list[list[Line]] | None:
    """Part lines along the widest gutter that goes all the way down, if there are two rows or more on both sides."""
    gutter = _widest(sorted((line.left, line.right) for line in lines), _GUTTER * em)
    if gutter is None:
        return None
    sides = [line for line in lines if line.right <= gutter], [line for line in lines if line.left >= gutter]
    return list(sides) if all(len({round(line.top) for line in side}) > 1 for side in sides) else None


def _gaps(spans: Sequence[tuple[float, float]], least: float) -> Iterator[float]:
    """Give the middle of each gap between stretches that are sorted, the widest first."""
    found: list[tuple[float, float]] = []
    end = spans[0][1]
    for start, stop in spans[1:]:
        if start - end > least:
            found.append((start - end, (start + end) / 2))
        end = max(end, stop)
    return (middle for _, middle in sorted(found, reverse=True))


def _widest(spans: Sequence[tuple[float, float]], least: float) -> float | None:
    return next(_gaps(spans, least), None)


def _has_columns(lines: Sequence[Line], em: float, *, whole: bool = True) -> bool:
    """Whether lines stand in columns: a gutter all the way down, or (not `whole`) lines side by side."""
    if len(lines) < 2:
        return False
    if whole:
        return _sides(lines, em) is not None
    beside = sorted(lines, key=lambda line: line.top)
    return (
        sum(
            b.top < a.bottom - 0.5 * em and (b.left > a.right or a.left > b.right)
            for a, b in pairwise(beside)
        )
        > 1
    )


def _paragraphs(stretches: Sequence[Sequence[Line]], known: Counter[str]) -> Iterator[Block]:
    part: list[Line] = []
    edges = (0.0, 0.0)
    for stretch in stretches:
        mine = (median(line.left for line in stretch), max(line.right for line in stretch))
        for line in stretch:
            if part and _begins(part, line, edges, mine):
                yield _block(part, known)
                part = []
            part.append(line)
            edges = mine
    if part:
        yield _block(part, known)


def _begins(part: list[Line], line: Line, edges: tuple[float, float], mine: tuple[float, float]) -> bool:
    """Whether a line begins a new paragraph."""
    last = part[-1]
    if abs(line.size - last.size) > _SAME_SIZE * last.size or line.is_bold != last.is_bold:
        return True
    if line.page != last.page or line.top < last.top - last.height:
        return last.text.endswith(_SENTENCE_END) or not line.text[:1].islower()
    if line.top < last.bottom - 0.5 * last.height:
        return line.left - last.right > _apart(mine[1] - mine[0], last.height)
    if line.top - last.bottom > _GAP * last.height:
        return True
    is_indented = line.left - mine[0] > _INDENT * line.height and last.left - edges[0] < _INDENT * line.height
    width = max(edges[1] - edges[0], 1.0)
    is_short = edges[1] - last.right > 0.12 * width and last.text.endswith(_SENTENCE_END)
    return is_indented or (is_short and line.text[:1].isupper())


def _apart(width: float, height: float) -> float:
    """White space between two stretches of one row that are no line: narrow columns that are justified have much."""
    return max(3 * height, width / 4 if width < _NARROW * height else 0)


def _block(lines: Sequence[Line], known: Counter[str]) -> Block:
    text = lines[0].text
    for line in lines[1:]:
        text = _joined(text, line.text, known)
    sizes = sorted(line.size for line in lines)
    is_bold = all(line.is_bold for line in lines)
    return Block(text, is_bold=is_bold, size=sizes[len(sizes) // 2], page=lines[0].page)


def _joined(text: str, more: str, known: Counter[str]) -> str:
    """Put two lines together; the hyphen at the end of the first goes, unless the word has one elsewhere."""
    hyphen = _HYPHEN.search(text)
    first = _FIRST_WORD.match(more)
    if hyphen is None or first is None:
        return f"{text} {more}"
    is_soft = text.endswith("\u00ad")
    keeps = f"{hyphen[1]}-{first[1]}".lower() in known or not first[1][0].islower() or hyphen[1][-1].isdigit()
    return f"{text}{more}" if keeps and not is_soft else f"{text[:-1]}{more}"
