"""The text of an article cut into runs, each with the statements and their parts that it belongs to."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from pourparlers.model import Article, Evidence, Span, Statement

ROLES = ("source", "cue", "content", "condition")
_BREAK = re.compile(r"\n[^\S\n]*\n\s*")
_UNSEEN = re.compile("[\x00\ud800-\udfff\u202a-\u202e\u2066-\u2069]")
_DEEPEST = 3


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of text, `text[start:]`, that belongs to the same parts of the same statements all along.

    `text` has as many characters as the stretch: what cannot be shown, and what would turn the direction of what
    follows, is replaced by U+FFFD. `numbers` are the statements', `opens` those whose content begins here, `depth` how
    many contents lie over each other, `is_found` whether the address points here.
    """

    start: int
    text: str
    roles: tuple[str, ...] = ()
    numbers: tuple[int, ...] = ()
    opens: tuple[int, ...] = ()
    depth: int = 0
    region: str = ""
    is_found: bool = False


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph; `kinds` says what it is, when it is not body at all. `is_open`: folded, but to be shown open."""

    runs: tuple[Run, ...]
    kinds: tuple[str, ...] = ()
    is_title: bool = False
    is_open: bool = False


def blocks(article: Article, statements: Sequence[Statement], at: Span | None = None) -> list[Block]:
    """Cut the text of an article into paragraphs and runs.

    Args:
        article: the article.
        statements: what is said in it; numbered from 1 in this order.
        at: the words the address points to.
    """
    made = []
    runs = _runs(article, statements, at)
    waiting = next(runs, None)
    for paragraph in _paragraphs(article):
        held = []
        while waiting is not None and waiting.start < paragraph.end:
            if waiting.start >= paragraph.start:
                held.append(waiting)
            waiting = next(runs, None)
        if not held:
            continue
        regions = [run.region for run in held if run.text.strip()]
        is_boilerplate = bool(regions) and all(regions)
        title = article.title_span
        made.append(
            Block(
                tuple(held),
                tuple(dict.fromkeys(regions)) if is_boilerplate else (),
                title is not None and title.start < paragraph.end and paragraph.start < title.end,
                any(run.is_found for run in held),
            )
        )
    return made


def shown(text: str) -> str:
    """A text as it may be shown, character for character."""
    return _UNSEEN.sub("\ufffd", text)


def _paragraphs(article: Article) -> Iterator[Span]:
    """The paragraphs: between empty lines, and where lines that are not body begin or end."""
    text = article.text
    gaps = [(gap.start(), gap.end()) for gap in _BREAK.finditer(text)]
    for region in article.regions:
        for edge in region.span:
            first, last = edge, edge
            while first > 0 and text[first - 1].isspace():
                first -= 1
            while last < len(text) and text[last].isspace():
                last += 1
            if "\n" in text[first:last]:
                gaps.append((first, last))
    start = 0
    for first, last in sorted(gaps):
        if first > start:
            yield Span(start, first)
        start = max(start, last)
    if start < len(text):
        yield Span(start, len(text))


def _runs(article: Article, statements: Sequence[Statement], at: Span | None) -> Iterator[Run]:
    text = article.text
    events: defaultdict[int, list[tuple[bool, str, int]]] = defaultdict(list)

    def put(span: Span | Evidence | None, role: str, number: int) -> None:
        if span is not None and 0 <= span.start < span.end <= len(text):
            events[span.start].append((True, role, number))
            events[span.end].append((False, role, number))

    first = set()
    for number, one in enumerate(statements, 1):
        put(one.source, "source", number)
        put(one.cue, "cue", number)
        put(one.condition, "condition", number)
        for span in one.content:
            put(span, "content", number)
        first.add((min(span.start for span in one.content), number))
    for region in article.regions:
        put(region.span, region.kind.value, 0)
    put(at, "at", -1)
    for paragraph in _paragraphs(article):
        events.setdefault(paragraph.start, [])
        events.setdefault(paragraph.end, [])
    kinds = {region.kind.value for region in article.regions}
    attribution = {number: one.attribution for number, one in enumerate(statements, 1)}
    active: dict[tuple[str, int], int] = {}
    points = sorted({*events, len(text)})
    for start, end in pairwise(points):
        for is_begun, role, number in sorted(events.get(start, ())):
            key = (role, number)
            active[key] = active.get(key, 0) + (1 if is_begun else -1)
            if not active[key]:
                del active[key]
        own = [key for key in active if key[1] > 0]
        yield Run(
            start,
            shown(text[start:end]),
            tuple(role for role in ROLES if any(role == key[0] for key in own)),
            tuple(sorted({number for _, number in own})),
            tuple(number for role, number in own if role == "content" and (start, number) in first),
            min(_DEEPEST, len({attribution[number] for role, number in own if role == "content"})),
            next((role for role, _ in active if role in kinds), ""),
            ("at", -1) in active,
        )
