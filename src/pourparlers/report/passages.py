"""The articles in full: text cut where any highlight or cited passage starts or ends, so that highlights may
overlap and nest in any way, with numbered notes that lead back to the lines each passage supports."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from pourparlers.model import Article, Region, Span, Statement
from pourparlers.report.lookup import Lookup
from pourparlers.report.text import one_line, visible
from pourparlers.report.view import Block, Link, Note, Piece, Report

_LINE = re.compile(r"[^\n]*\S[^\n]*")
_CLOSING = re.compile(r"(?:[”\".,;!?…)]|[ \u00a0\u202f]?[»;!?]){0,3}")
_WEB = re.compile(r"https?://[^\s<>\"]+", re.IGNORECASE)


def reports(look: Lookup) -> tuple[Report, ...]:
    """Every article in full, in reading order. To be called last: it shows what all other sections have cited."""
    statements: dict[str, list[Statement]] = defaultdict(list)
    for statement in look.state.statements:
        statements[statement.article].append(statement)
    back: dict[str, dict[Span, list[Link]]] = defaultdict(dict)
    for evidence, links in look.back.items():
        back[evidence.article][Span(evidence.start, evidence.end)] = links
    return tuple(_report(look, item, statements[item.id], back[item.id]) for item in look.articles)


def _report(look: Lookup, article: Article, said: list[Statement], back: dict[Span, list[Link]]) -> Report:
    number, words = look.number[article.id], look.words
    copies = [one_line(copy.outlet or copy.name) for copy in article.copies]
    return Report(
        number=number,
        anchor=f"a{number}",
        name=one_line(article.name),
        outlet=look.outlet(article),
        title=one_line(article.title or ""),
        language=article.language,
        language_name=words.language_name(article.language),
        day=words.day(article.published),
        date_source=words.kind("date-source", article.date_source.value),
        url=visible(article.url or ""),
        link=article.url if article.url and _WEB.fullmatch(article.url) else "",
        copies=words("articles.copies", n=len(copies), names=words.listed(dict.fromkeys(copies)))
        if copies
        else "",
        length=words("articles.words", n=len(article.text.split())),
        blocks=_blocks(look, article, said, back),
    )


@dataclass(slots=True)
class _Marks:
    """What starts, ends and is cited where in one article."""

    text: str
    turns: dict[int, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))
    anchors: dict[int, str] = field(default_factory=dict)
    links: dict[int, list[Link]] = field(default_factory=lambda: defaultdict(list))
    begins: dict[int, int] = field(default_factory=dict)

    def span(self, layer: str, start: int, end: int) -> None:
        if start < end:
            self.turns[start][layer] += 1
            self.turns[end][layer] -= 1

    def note(self, start: int, end: int, links: list[Link]) -> None:
        """Links for the passage; passages that end at the same word share a note, set after its punctuation."""
        closing = _CLOSING.match(self.text, end)
        end = closing.end() if closing else end
        self.begins[end] = min(start, self.begins.get(end, start))
        self.links[end] += [link for link in links if link not in self.links[end]]


def _marks(look: Lookup, article: Article, said: list[Statement], back: dict[Span, list[Link]]) -> _Marks:
    marks = _Marks(article.text)
    for statement in said:
        for item in statement.content:
            marks.span("content", item.start, item.end)
        for layer, evidence in (
            ("source", statement.source),
            ("cue", statement.cue),
            ("condition", statement.condition),
        ):
            if evidence:
                marks.span(layer, evidence.start, evidence.end)
        first, last = statement.content[0], statement.content[-1]
        look.place(first)
        marks.note(first.start, last.end, look.supports.get(statement.id) or [_unplaced(look, statement)])
    for span, links in back.items():
        marks.note(span.start, span.end, links)
    number = look.number[article.id]
    for start in look.cited[article.id] | set(marks.begins.values()):
        marks.anchors[start] = f"a{number}-{start}"
    return marks


def _unplaced(look: Lookup, statement: Statement) -> Link:
    act = look.act(statement.act)
    who = look.names(statement.speakers or statement.parties)
    return Link("", f"{who} {act.word} · {look.words('articles.unplaced')}".strip(), act)


def _blocks(
    look: Lookup, article: Article, said: list[Statement], back: dict[Span, list[Link]]
) -> tuple[Block, ...]:
    marks = _marks(look, article, said, back)
    lines = _lines(article)
    if not lines:
        return ()
    points = sorted({*marks.turns, *marks.anchors, *marks.links})
    spans = [item for part, region in _cut(lines, article) for item in _stretches(part, region, points)]
    ends = [span.end for span, _ in spans]
    anchors, refs = defaultdict(list), defaultdict(list)
    for start in sorted(marks.anchors):
        anchors[min(bisect_right(ends, start), len(spans) - 1)].append(marks.anchors[start])
    number = look.number[article.id]
    notes = {}
    for n, end in enumerate(sorted(marks.links), start=1):
        refs[min(bisect_left(ends, end), len(spans) - 1)].append(n)
        back_to = marks.anchors[marks.begins[end]]
        notes[n] = Note(n, f"n{number}-{n}", back_to, tuple(marks.links[end]))
    depth: Counter[str] = Counter()
    turns = iter(sorted(marks.turns.items()))
    turn = next(turns, None)
    pieces: list[Piece] = []
    for n, (span, region) in enumerate(spans):
        while turn and turn[0] <= span.start:
            for layer, change in turn[1].items():
                depth[layer] += change
            turn = next(turns, None)
        pieces.append(
            Piece(
                text=visible(article.text[span.start : span.end]),
                anchors=tuple(anchors[n]),
                aside=region is not None,
                tag=look.words.kind("region", region.kind.value) if region else "",
                depth=depth["content"],
                source=depth["source"] > 0,
                cue=depth["cue"] > 0,
                condition=depth["condition"] > 0,
                refs=tuple(refs[n]),
            )
        )
    return tuple(_gathered(article, lines, [span for span, _ in spans], pieces, notes))


def _lines(article: Article) -> list[Span]:
    """The lines that have text on them; those of one region together."""
    lines: list[Span] = []
    regions = iter(article.regions)
    region = next(regions, None)
    for match in _LINE.finditer(article.text):
        start, end = match.span()
        while region and region.span.end <= start:
            region = next(regions, None)
        if region and lines and region.span.start <= lines[-1].start and end <= region.span.end:
            lines[-1] = Span(lines[-1].start, end)
        else:
            lines.append(Span(start, end))
    return lines


def _cut(lines: list[Span], article: Article) -> Iterator[tuple[Span, Region | None]]:
    """Lines cut at the edges of regions, each part with the region it lies in."""
    regions = article.regions
    n = 0
    for line in lines:
        at = line.start
        while at < line.end:
            while n < len(regions) and regions[n].span.end <= at:
                n += 1
            region = regions[n] if n < len(regions) else None
            inside = region is not None and region.span.start <= at
            edge = line.end if region is None else region.span.end if inside else region.span.start
            end = min(edge, line.end)
            yield Span(at, end), region if inside else None
            at = end


def _stretches(span: Span, region: Region | None, points: list[int]) -> Iterator[tuple[Span, Region | None]]:
    """A part of a line cut at the points that lie in it."""
    inner = points[bisect_right(points, span.start) : bisect_left(points, span.end)]
    for start, end in zip((span.start, *inner), (*inner, span.end), strict=True):
        yield Span(start, end), region


def _gathered(
    article: Article, lines: list[Span], spans: list[Span], pieces: list[Piece], notes: dict[int, Note]
) -> Iterator[Block]:
    """Pieces line by line, each line with its notes."""
    n = 0
    for line in lines:
        mine = []
        while n < len(pieces) and spans[n].end <= line.end:
            mine.append(pieces[n])
            n += 1
        shown = [piece for piece in mine if piece.text.strip()]
        whole = all(piece.aside for piece in shown)
        title = article.title_span
        yield Block(
            pieces=tuple(_tagged(mine, not whole)),
            notes=tuple(notes[ref] for piece in mine for ref in piece.refs),
            title=title is not None and title.start < line.end and line.start < title.end,
            region=" · ".join(dict.fromkeys(piece.tag for piece in shown)) if whole else "",
        )


def _tagged(pieces: list[Piece], wanted: bool) -> Iterator[Piece]:
    """The pieces with the tag kept only where a region starts, or nowhere."""
    before = ""
    for piece in pieces:
        yield replace(piece, tag=piece.tag if wanted and piece.tag != before else "")
        before = piece.tag
