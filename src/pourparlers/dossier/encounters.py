"""Encounters of parties as one article tells them: what, where, when, who, and how far they have come.

A head noun ("sommet", "talks") or verb ("s'entretenir", "met") opens a frame; the words of its clause fill it
(PLOVER's CONSULT events, found by rules over the mentions and time expressions of the reading)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from pourparlers.dossier.encounter_making import (
    FORMAL,
    Encounter,
)
from pourparlers.dossier.encounter_nouns import is_verb, noun_at, of_other_things, whole_noun
from pourparlers.dossier.encounter_scene import (
    Scene,
    is_person,
)
from pourparlers.dossier.encounter_summons import summons_at
from pourparlers.dossier.encounter_verbs import summoned, verb_at, without_object
from pourparlers.dossier.encounter_words import Hit
from pourparlers.model import Span
from pourparlers.reading.tense import Direction

MOST_HEADS = 60
LIST_REACH = 12
PURPOSE_REACH = 8


def find(scene: Scene) -> tuple[Encounter, ...]:
    """Find every mention of an encounter in the body of an article, in text order.

    Args:
        scene: the article laid out; a date beside a verb of saying is not a meeting's.
    """
    found: list[Encounter] = []
    for first, last in scene.sentences:
        told: Encounter | None = None
        for one in _in_sentence(scene, first, last):
            if told and (_is_purpose(scene, told, one) or _is_there(scene, told, one)):
                told = found[-1] = _with_guests(told, one)
                continue
            told = _beside(scene, told, one) if told else one
            found.append(told)
    return tuple(found)


def _is_purpose(scene: Scene, before: Encounter, one: Encounter) -> bool:
    """Whether a visit's talks follow it at once, with no time or place of their own ("will travel to Kyiv for talks")."""
    if before.kind != "visit" or one.kind not in ("talks", "meeting") or one.place:
        return False
    if one.date not in (None, before.date):
        return False
    between = range(scene.token(Span(before.what.end, before.what.end)), scene.token(one.what))
    return len(between) <= PURPOSE_REACH and not any(
        scene.row[at].form in scene.words.breaks or scene.side(at) is not Direction.UNKNOWN for at in between
    )


def _is_there(scene: Scene, before: Encounter, one: Encounter) -> bool:
    """Whether a sentence tells of a visit whom the visitor met there ("flew to Oslo, where she met the king")."""
    if before.kind != "visit" or one.kind != "meeting" or one.date not in (None, before.date):
        return False
    between = range(scene.token(Span(before.what.end, before.what.end)), scene.token(one.what))
    there = len(between) <= PURPOSE_REACH and any(scene.row[at].form in scene.words.where for at in between)
    return there and (one.place is None or before.place is None or one.place.key == before.place.key)


def _with_guests(visit: Encounter, talks: Encounter) -> Encounter:
    guests = tuple(dict.fromkeys((*visit.participants, *talks.participants)))
    return replace(visit, participants=guests, why=(*visit.why, "rule:purpose"))


def _beside(scene: Scene, before: Encounter, one: Encounter) -> Encounter:
    """Let a meeting listed right after another one ("a meeting on Monday and a session on Tuesday") share its status."""
    weak = one.status is None or "status:tense" in one.why
    if not weak or before.status is None or one.kind not in FORMAL:
        return one
    starts = [scene.token(span) for span in (Span(before.what.end, before.what.end), one.what)]
    if starts[1] - starts[0] > LIST_REACH or any(
        scene.side(at) is not Direction.UNKNOWN or scene.row[at].form in scene.words.breaks
        for at in range(*starts)
    ):
        return one
    return replace(one, status=before.status, why=(*one.why, "status:listed"))


def _tells_how(scene: Scene, noun: Hit) -> bool:
    """Whether a noun only tells by what means people meet ("will speak with her by video link")."""
    by = scene.row[noun.first - 1].form in scene.words.by
    return by and scene.words.distance.at(scene.row, noun.first) is not None


def _in_sentence(scene: Scene, first: int, last: int) -> Iterator[Encounter]:
    words = scene.words
    masked = first
    heads = 0
    for index in range(first, last):
        if heads >= MOST_HEADS:
            return
        if (
            index < masked
            or not words.may_open(scene.row[index].form)
            or index in scene.offices
            or (index in scene.spots and is_person(scene, index))
        ):
            continue
        called = summons_at(scene, index, first, last)
        if called is not None:
            masked = called.verb.last
            heads += 1
            yield from summoned(scene, called, first, last)
            continue
        noun = scene.noun(index)
        if noun is not None:
            masked = noun.last
            if heads and index > first and _tells_how(scene, noun):
                continue
            if noun.label != "none" and not is_verb(scene, noun, first):
                heads += 1
                whole = whole_noun(scene, noun, last)
                masked = whole.last
                if whole != noun or not of_other_things(scene, noun, last):
                    yield from noun_at(scene, whole, first, last)
                continue
        direct = words.direct.at(scene.row, index) or (noun if noun and noun.label != "none" else None)
        verb = direct or next(
            (
                hit
                for verbs in (words.mutual, words.receiving, words.linked)
                if (hit := verbs.at(scene.row, index))
            ),
            None,
        )
        if verb is not None:
            told = list(verb_at(scene, verb, verb is direct, first, last))
            if not told and direct is not None:
                verb = without_object(scene, direct)
                told = list(verb_at(scene, verb, False, first, last)) if verb else []
            if verb is not None:
                masked = verb.last
                heads += 1
                yield from told
