"""What changed between two readings of one article."""

from __future__ import annotations

from dataclasses import dataclass, fields
from enum import StrEnum

from pourparlers.model import Attribution, Reading, Span

_SAME = 0.5
_NOT_COMPARED = {"id", "confidence", "why", "act_scores", "nested_in", "continues"}


class ChangeKind(StrEnum):
    """What another reading did to an attribution."""

    FOUND = "found"
    LOST = "lost"
    CHANGED = "changed"


@dataclass(frozen=True, slots=True)
class ReadingChange:
    """An attribution before and after, and the fields that differ (`speaker` among them)."""

    kind: ChangeKind
    before: Attribution | None
    after: Attribution | None
    fields: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Rereading:
    """An article that was read anew: by which model before and after (name and version), and what changed."""

    article: str
    before: tuple[str, str]
    after: tuple[str, str]
    changes: tuple[ReadingChange, ...]


def compare(before: Reading, after: Reading) -> tuple[ReadingChange, ...]:
    """List what another reading of the same text changed, in text order.

    Attributions are the same one when their contents are, or else overlap by half of all their characters; each is
    paired with the one it has most in common with, once.
    """
    pairs = pair(before.attributions, after.attributions)
    changes = [
        ReadingChange(ChangeKind.CHANGED, old, new, changed)
        for old, new in pairs
        if (changed := _differences(before, old, after, new))
    ]
    paired = {old.id for old, _ in pairs}, {new.id for _, new in pairs}
    changes += [
        ReadingChange(ChangeKind.LOST, one, None) for one in before.attributions if one.id not in paired[0]
    ]
    changes += [
        ReadingChange(ChangeKind.FOUND, None, one) for one in after.attributions if one.id not in paired[1]
    ]
    return tuple(sorted(changes, key=lambda one: next(x.content for x in (one.after, one.before) if x)))


def pair(
    before: tuple[Attribution, ...], after: tuple[Attribution, ...]
) -> list[tuple[Attribution, Attribution]]:
    """Pair the attributions of two readings of one text, those with most in common first."""
    likeness = sorted(
        (
            (-overlap(old.content, new.content), i, j)
            for i, old in enumerate(before)
            for j, new in enumerate(after)
            if _touch(old.content, new.content)
        )
    )
    used: tuple[set[int], set[int]] = set(), set()
    pairs = []
    for score, i, j in likeness:
        if -score >= _SAME and i not in used[0] and j not in used[1]:
            used[0].add(i)
            used[1].add(j)
            pairs.append((before[i], after[j]))
    return pairs


def overlap(a: tuple[Span, ...], b: tuple[Span, ...]) -> float:
    """The share of characters common to two sets of spans in all of theirs (Jaccard), 0 to 1."""
    mine, theirs = _characters(a), _characters(b)
    common = sum(max(0, min(one.end, other.end) - max(one.start, other.start)) for one in a for other in b)
    return common / (mine + theirs - common) if mine + theirs - common else float(a == b)


def _touch(a: tuple[Span, ...], b: tuple[Span, ...]) -> bool:
    return a[0].start < b[-1].end and b[0].start < a[-1].end


def _characters(spans: tuple[Span, ...]) -> int:
    return sum(span.end - span.start for span in spans)


def _differences(a: Reading, old: Attribution, b: Reading, new: Attribution) -> tuple[str, ...]:
    changed = [
        one.name
        for one in fields(Attribution)
        if one.name not in _NOT_COMPARED and getattr(old, one.name) != getattr(new, one.name)
    ]
    return tuple(changed + (["speaker"] if speaker_spans(a, old) != speaker_spans(b, new) else []))


def speaker_spans(reading: Reading, one: Attribution) -> frozenset[tuple[int, int]]:
    """Where those who speak are first named, which is the same in two readings when they number entities otherwise."""
    first: dict[int, tuple[int, int]] = {}
    for mention in reading.mentions:
        first.setdefault(mention.entity, (mention.span.start, mention.span.end))
    return frozenset(first[number] for number in reading.speakers.get(one.id, ()) if number in first)
