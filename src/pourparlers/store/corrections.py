"""What people change in what was read: made, undone, and laid over readings, whichever model read them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import Any

from pourparlers.model import (
    ActorKind,
    Article,
    Attribution,
    Mention,
    MentionKind,
    Reading,
    Region,
    RegionKind,
    Span,
)
from pourparlers.store.anchors import Anchor, anchor, place
from pourparlers.store.codec import decode, encode
from pourparlers.store.comparing import overlap
from pourparlers.store.rows import ROLES, named

_SAME = 0.5


class What(StrEnum):
    """What a person did. `mend` replaces an attribution and, unchanged, accepts it; `add` makes one."""

    MEND = "mend"
    REJECT = "reject"
    ADD = "add"
    REGION = "region"
    UNDO = "undo"


@dataclass(frozen=True, slots=True)
class Speaker:
    """Whose words they are: where the article names them and, if it is known, what they are and their party."""

    span: Span
    kind: ActorKind = ActorKind.PERSON
    code: str | None = None
    party: str | None = None


@dataclass(frozen=True, slots=True)
class Edit:
    """A change to one article: JSON values before and after, and anchors of all words they speak of."""

    what: What
    article: str
    anchors: dict[str, tuple[Anchor, ...]]
    before: dict[str, Any] | None = None
    after: dict[str, Any] | None = None


@dataclass(frozen=True, slots=True)
class Correction:
    """An edit as it was made: its number, who, when, why; an undo names what it undoes and has no edit."""

    number: int
    who: str
    at: datetime
    why: str
    edit: Edit | None = None
    undoes: int | None = None


@dataclass(frozen=True, slots=True)
class Conflict:
    """A correction that does not go with the reading any more, and whether it was kept all the same."""

    correction: int
    article: str
    what: str
    is_applied: bool


@dataclass(frozen=True, slots=True)
class Corrected:
    """An article and its reading with corrections laid over them, and the conflicts met."""

    article: Article
    reading: Reading
    conflicts: tuple[Conflict, ...]


def reject(article: Article, one: Attribution) -> Edit:
    """Say that there is no such attribution."""
    return Edit(What.REJECT, article.id, _anchors(article, "before", one), encode(one))


def mend(
    article: Article, before: Attribution, after: Attribution, speakers: Sequence[Speaker] | None = None
) -> Edit:
    """Replace an attribution; with the same before and after, accept it. `speakers` None leaves them as they are."""
    anchors = {**_anchors(article, "before", before), **_anchors(article, "after", after)}
    return Edit(
        What.MEND,
        article.id,
        {**anchors, **_said(article, speakers)},
        encode(before),
        _after(after, speakers),
    )


def add(article: Article, after: Attribution, speakers: Sequence[Speaker] = ()) -> Edit:
    """Add an attribution that was missed."""
    anchors = {**_anchors(article, "after", after), **_said(article, speakers)}
    return Edit(What.ADD, article.id, anchors, None, _after(after, speakers))


def region(article: Article, span: Span, kind: RegionKind | None) -> Edit:
    """Say that a stretch is body (None), or what else it is."""
    before = [
        encode(one) for one in article.regions if one.span.start < span.end and span.start < one.span.end
    ]
    after = {"kind": kind.value if kind else None}
    return Edit(
        What.REGION, article.id, {"region": (anchor(article.text, span),)}, {"regions": before}, after
    )


def active(corrections: Iterable[Correction]) -> list[Correction]:
    """The edits that stand, in the order they were made: those undone left out, unless the undo was undone."""
    every = sorted(corrections, key=lambda one: one.number)
    undone: set[int] = set()
    for one in reversed(every):
        if one.undoes is not None and one.number not in undone:
            undone.add(one.undoes)
    return [one for one in every if one.edit is not None and one.number not in undone]


def apply(article: Article, reading: Reading, corrections: Iterable[Correction]) -> Corrected:
    """Lay corrections over what was read from an article. Pure; people outrank the machine, later people earlier ones.

    What a correction speaks of is found by its words. A correction whose words are gone is not applied; one whose
    attribution the machine does not find any more is. Both are among the conflicts.
    """
    conflicts: list[Conflict] = []
    for one in active(corrections):
        edit = one.edit
        if edit is None or edit.article != article.id:
            continue
        spans = {role: [place(article.text, held) for held in some] for role, some in edit.anchors.items()}
        if any(span is None for some in spans.values() for span in some):
            conflicts.append(
                Conflict(one.number, article.id, "its words are not in the text any more", False)
            )
            continue
        found = {role: tuple(span for span in some if span is not None) for role, some in spans.items()}
        if edit.what is What.REGION:
            article, reading = _region(article, reading, found["region"][0], edit)
            continue
        target = _find(reading, found.get("before.content") or found["after.content"])
        if target is None and edit.what is What.MEND:
            what = "this reading does not have the attribution it mends"
            conflicts.append(Conflict(one.number, article.id, what, True))
        reading = _replace(reading, target, one.number, edit, found)
    return Corrected(article, reading, tuple(conflicts))


def _anchors(article: Article, side: str, one: Attribution) -> dict[str, tuple[Anchor, ...]]:
    found: dict[str, tuple[Anchor, ...]] = {}
    for role, _, span in named(one):
        key = f"{side}.{role}"
        found[key] = (*found.get(key, ()), anchor(article.text, span))
    return found


def _said(article: Article, speakers: Sequence[Speaker] | None) -> dict[str, tuple[Anchor, ...]]:
    return {"speakers": tuple(anchor(article.text, one.span) for one in speakers)} if speakers else {}


def _after(one: Attribution, speakers: Sequence[Speaker] | None) -> dict[str, Any]:
    told = None if speakers is None else [encode(speaker) for speaker in speakers]
    return {"attribution": encode(one), "speakers": told}


def _find(reading: Reading, content: tuple[Span, ...]) -> Attribution | None:
    scored = [(overlap(one.content, content), -at, one) for at, one in enumerate(reading.attributions)]
    best = max(scored, key=lambda some: some[:2], default=None)
    return best[2] if best is not None and best[0] >= _SAME else None


def _replace(
    reading: Reading,
    target: Attribution | None,
    number: int,
    edit: Edit,
    found: Mapping[str, tuple[Span, ...]],
) -> Reading:
    left = [one for one in reading.attributions if one is not target]
    speakers = {id: who for id, who in reading.speakers.items() if target is None or id != target.id}
    vectors = {id: held for id, held in reading.vectors.items() if target is None or id != target.id}
    mentions = reading.mentions
    if edit.after is not None:
        one: Attribution = decode(Attribution, edit.after["attribution"])
        id = target.id if target else f"c{number}"
        single: dict[str, Any] = {role: found[key][0] for role in ROLES if (key := f"after.{role}") in found}
        one = replace(
            one,
            id=id,
            content=found["after.content"],
            confidence=1.0,
            why=(f"correction:{number}",),
            **single,
        )
        left.append(one)
        if edit.after["speakers"] is not None:
            told = [decode(Speaker, raw) for raw in edit.after["speakers"]]
            mentions, numbers = _speak(
                mentions, list(zip(told, found.get("speakers", ()), strict=True)), number
            )
            speakers[id] = numbers
        elif target is not None and target.id in reading.speakers:
            speakers[id] = reading.speakers[target.id]
        if target is not None and target.content == one.content and target.id in reading.vectors:
            vectors[id] = reading.vectors[target.id]
    ids = {one.id for one in left}
    kept = tuple(
        replace(
            one,
            nested_in=one.nested_in if one.nested_in in ids else None,
            continues=one.continues if one.continues in ids else None,
        )
        for one in sorted(left, key=lambda one: one.content)
    )
    return replace(reading, attributions=kept, speakers=speakers, vectors=vectors, mentions=mentions)


def _speak(
    mentions: tuple[Mention, ...], told: list[tuple[Speaker, Span]], number: int
) -> tuple[tuple[Mention, ...], tuple[int, ...]]:
    numbers = []
    for speaker, span in told:
        there = next((m for m in mentions if m.span.start < span.end and span.start < m.span.end), None)
        if there is None:
            entity = max((m.entity for m in mentions), default=-1) + 1
            why = (f"correction:{number}",)
            new = Mention(span, MentionKind.NAME, speaker.kind, entity, speaker.code, why=why)
            mentions = tuple(sorted((*mentions, new), key=lambda m: m.span))
        else:
            entity = there.entity
        mentions = tuple(
            replace(m, code=speaker.code or m.code, party=speaker.party or m.party)
            if m.entity == entity
            else m
            for m in mentions
        )
        numbers.append(entity)
    return mentions, tuple(dict.fromkeys(numbers))


def _region(article: Article, reading: Reading, span: Span, edit: Edit) -> tuple[Article, Reading]:
    parts = []
    for one in article.regions:
        before, after = (
            Span(one.span.start, min(one.span.end, span.start)),
            Span(max(one.span.start, span.end), one.span.end),
        )
        parts += [Region(one.kind, part) for part in dict.fromkeys((before, after)) if part.start < part.end]
    kind = (edit.after or {}).get("kind")
    if kind is None:
        return replace(article, regions=tuple(parts)), reading
    parts.append(Region(RegionKind(kind), span))
    regions = tuple(sorted(parts, key=lambda one: one.span))
    kept = tuple(
        one
        for one in reading.attributions
        if not any(part.start < span.end and span.start < part.end for part in one.content)
    )
    ids = {one.id for one in kept}
    speakers = {id: who for id, who in reading.speakers.items() if id in ids}
    vectors = {id: held for id, held in reading.vectors.items() if id in ids}
    return replace(article, regions=regions), replace(
        reading, attributions=kept, speakers=speakers, vectors=vectors
    )
