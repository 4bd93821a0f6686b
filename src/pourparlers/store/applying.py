"""Corrections laid over readings, whichever model read them."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from pourparlers.model import (
    Act,
    Article,
    Attribution,
    AttributionType,
    Mention,
    MentionKind,
    Reading,
    Region,
    RegionKind,
    Span,
    Vector,
)
from pourparlers.store.anchors import place
from pourparlers.store.codec import decode
from pourparlers.store.comparing import overlap
from pourparlers.store.corrections import Conflict, Correction, Edit, Speaker, What, active
from pourparlers.store.rows import ROLES

_SAME = 0.5
_OF_ARTICLES = frozenset({What.MEND, What.REJECT, What.ADD, What.REGION})

Restated = frozenset[tuple[str, Any]]
"""Values, by role, that a correction has set which is undone: who mended something else since did not mean them."""


@dataclass(frozen=True, slots=True)
class Corrected:
    """An article and its reading with corrections laid over them, and the conflicts met."""

    article: Article
    reading: Reading
    conflicts: tuple[Conflict, ...]


def apply(
    article: Article, reading: Reading, corrections: Iterable[Correction], *, also: Collection[str] = ()
) -> Corrected:
    """Lay corrections over what was read from an article. Pure; people outrank the machine, later people earlier ones.

    What a correction speaks of is found by its words. A correction whose words are gone is not applied; one whose
    attribution the machine does not find any more is. Both are among the conflicts.

    Args:
        article: the article.
        reading: what was read from it.
        corrections: all that were made, those undone too.
        also: ids of articles that this one stands for, as copies of its text.
    """
    conflicts: list[Conflict] = []
    every = list(corrections)
    standing = active(every)
    undone = _withdrawn(every, standing)
    for one in standing:
        edit = one.edit
        if edit is None or edit.what not in _OF_ARTICLES or edit.article not in (article.id, *also):
            continue
        spans = {
            role: [place(article.text, held) for held in some]
            for role, some in edit.anchors.items()
            if role != "statement"
        }
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
        reading = _replace(reading, target, one.number, edit, found, undone)
    return Corrected(article, reading, tuple(conflicts))


def regions(article: Article, corrections: Iterable[Correction]) -> Article:
    """An article with only the corrections of what is body laid over it, as it is to be read."""
    empty = Reading(article.id, (), (), (), ())
    made = list(corrections)
    other = {one.number for one in made if one.edit is not None and one.edit.what is not What.REGION}
    kept = [one for one in made if one.number not in other and one.undoes not in other]
    return apply(article, empty, kept).article


def _withdrawn(every: Iterable[Correction], standing: Iterable[Correction]) -> Restated:
    stand = {one.number for one in standing}
    found: set[tuple[str, Any]] = set()
    for one in every:
        if one.edit is not None and one.edit.what is What.MEND and one.number not in stand:
            found |= {(role, value) for role, value, was in _values(one.edit) if value != was}
    return frozenset(found)


def _values(edit: Edit) -> list[tuple[str, Any, Any]]:
    """The values by role that a mend sets, and those that were before."""
    anchors, before, after = edit.anchors, edit.before or {}, (edit.after or {})["attribution"]
    spans: list[tuple[str, Any, Any]] = [
        (role, anchors.get(f"after.{role}"), anchors.get(f"before.{role}")) for role in ("content", *ROLES)
    ]
    return [*spans, ("act", after.get("act"), before.get("act"))]


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
    undone: Restated,
) -> Reading:
    left = [one for one in reading.attributions if one is not target]
    speakers = {id: who for id, who in reading.speakers.items() if target is None or id != target.id}
    others = {one.id for one in left}
    vectors, bearings = (_of(others, held) for held in (reading.vectors, reading.bearings))
    mentions = reading.mentions
    if edit.after is not None:
        one = _mended(target, number, edit, found, undone)
        left.append(one)
        role = "heard" if edit.after["speakers"] is None and target is None else "speakers"
        told = [decode(Speaker, raw) for raw in edit.after.get(role) or ()]
        if told or (role == "speakers" and edit.after["speakers"] is not None):
            mentions, numbers = _speak(mentions, list(zip(told, found.get(role, ()), strict=True)), number)
            speakers[one.id] = numbers
        elif target is not None and target.id in reading.speakers:
            speakers[one.id] = reading.speakers[target.id]
        if target is not None and target.content == one.content:
            for held, before in ((vectors, reading.vectors), (bearings, reading.bearings)):
                if target.id in before:
                    held[one.id] = before[target.id]
    ids = {one.id for one in left}
    kept = tuple(
        replace(
            one,
            nested_in=one.nested_in if one.nested_in in ids else None,
            continues=one.continues if one.continues in ids else None,
        )
        for one in sorted(left, key=lambda one: one.content)
    )
    return replace(
        reading,
        attributions=kept,
        speakers=speakers,
        vectors=vectors,
        bearings=bearings,
        mentions=mentions,
    )


def _mended(
    target: Attribution | None,
    number: int,
    edit: Edit,
    found: Mapping[str, tuple[Span, ...]],
    undone: Restated,
) -> Attribution:
    """The attribution that a correction makes of another, or anew."""
    assert edit.after is not None
    one: Attribution = decode(Attribution, edit.after["attribution"])
    content = found["after.content"]
    single: dict[str, Any] = {role: found[key][0] for role in ROLES if (key := f"after.{role}") in found}
    if target is not None and edit.what is What.MEND:
        for role, value, was in _values(edit):
            if value == was and (role, value) in undone:
                single[role] = getattr(target, role)
    kind: AttributionType = target.type if target is not None and "content" in single else one.type
    act: Act = single.pop("act", one.act)
    return replace(
        one,
        id=target.id if target else f"c{number}",
        type=kind,
        act=act,
        content=single.pop("content", content),
        confidence=1.0,
        why=(f"correction:{number}",),
        **single,
    )


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
    vectors, bearings = (_of(ids, held) for held in (reading.vectors, reading.bearings))
    return replace(article, regions=regions), replace(
        reading, attributions=kept, speakers=speakers, vectors=vectors, bearings=bearings
    )


def _of(ids: Collection[str], held: Mapping[str, Vector]) -> dict[str, Vector]:
    return {id: vector for id, vector in held.items() if id in ids}
