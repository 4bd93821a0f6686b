"""Encounters that a verb tells of ("s'entretenir", "met", "summoned"): who acts, and whom it is done to."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta

from pourparlers.dossier.encounter_clause import (
    add,
    read_clause,
)
from pourparlers.dossier.encounter_making import (
    Encounter,
    bodies,
    encounter_at,
)
from pourparlers.dossier.encounter_scene import (
    Scene,
    destination,
    is_person,
    left_edge,
    place_at,
)
from pourparlers.dossier.encounter_subject import actors_in, subject_before, subject_meant
from pourparlers.dossier.encounter_summons import Summons
from pourparlers.dossier.encounter_words import Hit
from pourparlers.dossier.places import Place
from pourparlers.model import MeetingStatus, TimeExpression

OPEN, CLOSED = True, False
GUEST_REACH = 12
ACCORD_REACH = 15


def without_object(scene: Scene, direct: Hit) -> Hit | None:
    """Read a verb that nobody follows ("are due to meet in Vienna") as one whose subject are the parties."""
    words, row = scene.words, scene.row
    found = (
        hit
        for at in range(direct.first, direct.last)
        for verbs in (words.linked, words.mutual)
        if (hit := verbs.at(row, at)) and hit.last >= direct.last
    )
    return next(found, None)


def verb_at(scene: Scene, verb: Hit, direct: bool, first: int, last: int) -> Iterator[Encounter]:
    """Give the encounter that a verb tells of, if its clause names those who meet; `direct` tells that it takes an object."""
    received = scene.words.receiving.at(scene.row, verb.first) == verb
    if received and not _person_follows(scene, verb.last, last):
        return
    begin = verb.last - (scene.row[verb.last - 1].form in scene.words.place_prepositions)
    frame = read_clause(scene, begin, last, opened=direct or received)
    if (direct or received) and not (frame.participants or frame.hosts):
        return
    told = list(frame.participants)
    acting = subject_before(scene, verb.first, first)
    add(frame, acting or subject_meant(scene, verb.first, first))
    frame.why.append("rule:verb")
    if verb.label == "visit":
        frame.place = destination(scene, verb.last)
        if frame.place is None or not frame.participants or _by_carrier(scene, verb, first):
            return
    elif verb.label == "ceremony":
        frame.place = _signed_at(scene, verb, frame.end)
        if frame.place is None or len(frame.participants) < 2:
            return
    elif (
        len(frame.participants) < 2
        and verb.label == "meeting"
        and not told
        and (body := _met(scene, verb, first) or bodies(scene, acting, first, verb.first))
    ):
        frame.participants[:] = body
    elif len(frame.participants) < 2 and not (frame.participants and frame.hosts):
        if scene.words.mutual.at(scene.row, verb.first) is None:
            return
        frame.participants[:] = told
    yield from encounter_at(scene, verb, verb.first, frame, first, last)


def _signed_at(scene: Scene, verb: Hit, end: int) -> Place | None:
    """Find where an accord is signed, by a preposition of place after the verb; None where no accord follows it."""
    near = range(verb.last, min(end, verb.last + ACCORD_REACH))
    if not any(scene.words.accords.at(scene.row, at) for at in near):
        return None
    found = (place_at(scene, at, after_head=False) for at in range(verb.last, end))
    return next((hit[0] for hit in found if hit), None)


def _by_carrier(scene: Scene, verb: Hit, first: int) -> bool:
    """Whether the clause before a verb of travel speaks of a ship, an aircraft or the like: no visit of people."""
    return bool(scene.words.carriers.all(scene.row, left_edge(scene, verb.first, first), verb.first))


def _met(scene: Scene, verb: Hit, first: int) -> list[int]:
    """Give the body whose members a clause says have met ("Foreign ministers of the G7 met in London")."""
    left = left_edge(scene, verb.first, first)
    return bodies(scene, actors_in(scene, left, verb.first), left, verb.first)


def _person_follows(scene: Scene, at: int, last: int) -> bool:
    """Whether a guest stands right after a verb of receiving (over a time, "par" and small words)."""
    index, stop, passive = at, min(at + GUEST_REACH, last), False
    while index < stop:
        where = place_at(scene, index, after_head=False)
        if scene.words.counterparts.at(scene.row, index):
            return True
        if index in scene.spots and not where:
            if is_person(scene, index) or not passive:
                return is_person(scene, index)
            index = scene.spots[index].last
            continue
        passive = passive or scene.row[index].form in scene.words.agents
        if scene.row[index].form in scene.words.breaks:
            return False
        index = where[1] if where else index + 1
    return False


def summoned(scene: Scene, called: Summons, first: int, last: int) -> Iterator[Encounter]:
    """Give the encounter of a summons: who is called in stands before those who call."""
    frame = read_clause(scene, called.verb.last, last, opened=CLOSED)
    frame.participants, frame.place = [], called.place
    frame.hosts = [called.sender, called.host]
    frame.why += ["rule:verb", "knowledge:capital"]
    row, tense = scene.row, scene.words.times.tense
    before = range(max(first, called.verb.first - 3), called.verb.first)
    done = any(row[at].form in tense.auxiliaries for at in before)
    for one in encounter_at(scene, called.verb, called.verb.first, frame, first, last):
        yield _done(scene, one, frame.time) if done else one


def _done(scene: Scene, one: Encounter, time: TimeExpression | None) -> Encounter:
    """Date a summons that has been made: a bare weekday beside it is the last one."""
    published, day = scene.article.published, one.date
    if published and time and day and "rule:weekday" in time.why and day > published.isoformat():
        day = (date.fromisoformat(day) - timedelta(7)).isoformat()
    return replace(one, status=MeetingStatus.HELD, date=day)
