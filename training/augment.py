"""Rewrites articles the way the world does: other quotation marks, lost accents, clumsy translation, hyphens.

An augmentation is a list of edits (start, end, replacement) of the text, sorted and apart; every span of the
record is moved along, so that the labels stay where they were.
"""

from __future__ import annotations

import random
import re
import unicodedata
from bisect import bisect_right
from collections.abc import Callable
from dataclasses import replace

from records import Attribution, Record, Span

Edit = tuple[int, int, str]

MARKS = (
    ('"', '"'), ("« ", " »"), ("«\u00a0", "\u00a0»"), ("«", "»"), ("„", "“"), ("„", "”"), ("‘", "’"), ("“", "”"),
    ("''", "''"), ("”", "”"), ("»", "«"), ("‹", "›"), ("'", "'"),
)  # fmt: skip
QUOTED = re.compile(r"«[ \u00a0\u202f]?|[ \u00a0\u202f]?»|[“”\"„]")
SMALL = re.compile(r"\b(?:the|a|an|has|have|is|are|was|le|la|les|un|une|a|ont|est|sont|de|du|des)\b ", re.I)
LONG = re.compile(r"[^\W\d_]{9,}")


def apply(record: Record, edits: list[Edit]) -> Record:
    """The record with its text edited and its spans moved."""
    if not edits:
        return record
    parts: list[str] = []
    starts = [start for start, _, _ in edits]
    shifts: list[int] = []
    at = shift = 0
    for start, end, new in edits:
        parts += [record.text[at:start], new]
        at = end
        shift += len(new) - (end - start)
        shifts.append(shift)
    parts.append(record.text[at:])

    def place(offset: int) -> int:
        index = bisect_right(starts, offset) - 1
        if index < 0:
            return offset
        start, end, new = edits[index]
        before = shifts[index - 1] if index else 0
        if offset < end:
            return start + before + min(offset - start, len(new))
        return offset + shifts[index]

    def move(span: Span) -> Span:
        return place(span[0]), place(span[1])

    def moved(attribution: Attribution) -> Attribution:
        return replace(
            attribution,
            source=[move(s) for s in attribution.source],
            cue=[move(s) for s in attribution.cue],
            content=[move(s) for s in attribution.content],
            target=None if attribution.target is None else [move(s) for s in attribution.target],
            condition=None if attribution.condition is None else move(attribution.condition),
        )

    return replace(
        record,
        text="".join(parts),
        attributions=[moved(a) for a in record.attributions],
        entities=[(*move((s, e)), kind) for s, e, kind in record.entities],
        unsure=[move(s) for s in record.unsure],
        doubtful=[move(s) for s in record.doubtful],
        acts=[(*move((s, e)), act) for s, e, act in record.acts],
        phrases=[move(s) for s in record.phrases],
    )


def requote(record: Record, rng: random.Random) -> list[Edit]:
    """Other quotation marks; in one article of five, some are lost."""
    opening, closing = rng.choice(MARKS)
    lost = rng.choice((0.0, 0.0, 0.0, 0.0, 0.15))
    edits: list[Edit] = []
    inside = False
    at = 0
    for mark in QUOTED.finditer(record.text):
        if "\n" in record.text[at : mark.start()]:
            inside = False
        at = mark.end()
        glyph = mark.group().strip(" \u00a0\u202f")
        opens = glyph in "«“„" if glyph != '"' else not inside
        inside = opens
        edits.append((mark.start(), mark.end(), "" if rng.random() < lost else opening if opens else closing))
    return edits


def apostrophes(record: Record, rng: random.Random) -> list[Edit]:
    """The other apostrophe."""
    old, new = rng.choice((("'", "’"), ("’", "'")))
    return [(m.start(), m.end(), new) for m in re.finditer(rf"(?<=\w){old}(?=\w)", record.text)]


def unaccent(record: Record, rng: random.Random) -> list[Edit]:
    """No accents, everywhere or on capitals only."""
    everywhere = rng.random() < 0.6
    edits = []
    for index, character in enumerate(record.text):
        base = unicodedata.normalize("NFD", character)[0]
        if base != character and base.isalpha() and (everywhere or character.isupper()):
            edits.append((index, index + 1, base))
    return edits


def clumsy(record: Record, rng: random.Random) -> list[Edit]:
    """What machine translation does: articles and auxiliaries dropped, capitals where none belong."""
    edits = [(m.start(), m.end(), "") for m in SMALL.finditer(record.text) if rng.random() < 0.06]
    dropped = {start for start, _, _ in edits}
    for word in re.finditer(r"(?<= )[a-zà-ÿ](?=\w{3})", record.text):
        if rng.random() < 0.03 and word.start() not in dropped:
            edits.append((word.start(), word.end(), word.group().upper()))
    return sorted(edits)


def shout(record: Record, _: random.Random) -> list[Edit]:
    """The title in capitals."""
    line = record.text.split("\n", 1)[0]
    if len(line) > 160:
        return []
    return [(i, i + 1, c.upper()) for i, c in enumerate(line) if c.upper() != c and len(c.upper()) == 1]


def hyphenate(record: Record, rng: random.Random) -> list[Edit]:
    """Long words broken at the end of a line, as scanned or printed text has them."""
    words = [m for m in LONG.finditer(record.text) if rng.random() < 0.06]
    return [(m.start() + 5, m.start() + 5, rng.choice(("-\n", "-", "- ", "\u00ad"))) for m in words]


def reflow(record: Record, rng: random.Random) -> list[Edit]:
    """Paragraphs set apart by one line break, or by none."""
    new = rng.choice(("\n", " ", "\n\n"))
    return [(m.start(), m.end(), new) for m in re.finditer(r"\n\s*", record.text)]


STEPS: tuple[tuple[float, Callable[[Record, random.Random], list[Edit]]], ...] = (
    (0.5, requote), (0.3, apostrophes), (0.08, unaccent), (0.1, clumsy), (0.12, shout), (0.06, hyphenate), (0.15, reflow),
)  # fmt: skip


def augment(record: Record, rng: random.Random) -> Record:
    """A rewritten article; each way of rewriting is taken with its own probability."""
    for chance, step in STEPS:
        if rng.random() < chance:
            record = apply(record, step(record, rng))
    return record
