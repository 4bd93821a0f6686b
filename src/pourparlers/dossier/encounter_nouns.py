"""Encounters that a noun names ("sommet", "the talks"): the words of its phrase and clause."""

from __future__ import annotations

from collections.abc import Iterator

from pourparlers.dossier.encounter_clause import (
    Frame,
    actors_in,
    add,
    opens_relative,
    read_clause,
    read_premodifiers,
    read_relative,
    subject_before,
)
from pourparlers.dossier.encounter_making import (
    ABSTRACT,
    ALONGSIDE,
    FORMAL,
    OF_BODY,
    ONE_SIDED,
    UNNAMED_PAIR,
    Encounter,
    bodies,
    encounter_at,
)
from pourparlers.dossier.encounter_scene import (
    Scene,
    is_person,
    left_edge,
    phrase_start,
    reported_there,
)
from pourparlers.dossier.encounter_words import Hit
from pourparlers.model import ActorKind, MentionKind
from pourparlers.reading.tense import Direction

OPEN, CLOSED = True, False
ADVERBIAL = 6
SPEECH_REACH = 45


def whole_noun(scene: Scene, noun: Hit, last: int) -> Hit:
    """Take "round of talks" and "réunion du conseil" as one head, of the kind of the more telling noun."""
    words, row = scene.words, scene.row
    remote = words.distance.at(row, noun.last + 1) if noun.last + 1 < last else None
    if remote is not None:
        return Hit(noun.label, noun.first, remote.last)
    for at in range(noun.last, min(noun.last + 4, last)):
        inner = scene.noun(at)
        if inner is not None:
            of = any(row[n].form in words.genitives for n in range(noun.last, inner.last))
            if inner.label == "none" or not of:
                return noun
            label = noun.label if inner.label in ("meeting", "visit") else inner.label
            return Hit(label, noun.first, inner.last)
        stops = at in scene.time_at or row[at].form in words.links | words.breaks or row[at].form == ","
        if stops or scene.side(at) is not Direction.UNKNOWN:
            return noun
    return noun


def of_other_things(scene: Scene, noun: Hit, last: int) -> bool:
    """Whether a round is one of anything but talks ("another round of air strikes")."""
    row, words = scene.row, scene.words
    if noun.last >= last or row[noun.last - 1].form not in words.rounds:
        return False
    return row[noun.last].form in words.genitives and noun.last + 1 not in scene.spots


def is_verb(scene: Scene, noun: Hit, first: int) -> bool:
    """Whether a word that can be noun or verb ("rencontre") is the verb: a name or pronoun stands right before."""
    before = noun.first - 1
    if before < first or noun.last - noun.first > 1:
        return False
    return scene.row[before].form in scene.words.subjects or any(
        spot.last == noun.first and is_person(scene, at) and spot.mention.kind is MentionKind.NAME
        for at in range(max(first, before - 4), noun.first)
        if (spot := scene.spots.get(at))
    )


def noun_at(scene: Scene, noun: Hit, first: int, last: int) -> Iterator[Encounter]:
    """Give the encounters that a noun names: one for each of its days, none where it is denied."""
    row, words = scene.row, scene.words
    start = phrase_start(scene, noun, first)
    if any(words.negations.at(row, at) for at in range(max(first, start - 2), noun.first)):
        return
    frame = read_clause(
        scene,
        noun.last,
        last,
        opened=OPEN,
        formal=noun.label in ("summit", "conference"),
        adverbial=start - first <= ADVERBIAL and reported_there(scene, start, first),
    )
    named = [
        who for at in range(noun.first, noun.last) if at in scene.spots for who in scene.spots[at].entities
    ]
    frame.participants = list(dict.fromkeys([*named, *frame.participants]))
    alongside = any(words.alongside.at(row, at) for at in range(max(first, start - 4), noun.first))
    _add_relative(scene, noun, frame, last)
    possessed = any(row[at].form in words.possessives for at in range(start, noun.first))
    linked = any(row[at].form in words.links for at in range(noun.last, min(frame.end, noun.last + 12)))
    carried = any(words.light.at(row, at) for at in range(max(first, start - 4), noun.first))
    if words.premodifiers or noun.first - start > 1:
        read_premodifiers(scene, start, noun.first, frame)
    pair = linked and any(words.pairs.at(row, at) for at in range(noun.last, min(frame.end, noun.last + 12)))
    several = carried and not linked and len(subject_before(scene, start, first)) > 1
    frame.why += _marks(scene, noun, start, several=several, possessed=possessed)
    if noun.label == "summit" and (alongside or _is_at(scene, noun, start, first)):
        frame.why.append(ALONGSIDE)
    opens = noun.label == "visit" and start - first <= ADVERBIAL  # "On a visit to Oslo, the minister …"
    own = noun.label == "meeting" and not (linked or possessed or carried)
    own = own and bool(
        bodies(scene, frame.participants, noun.last, frame.end)
    )  # "a meeting of the ministers of the G7"
    if not linked and _is_of_body(scene, noun, last):
        frame.why.append(OF_BODY)
    if pair:
        frame.why.append(UNNAMED_PAIR)
    elif not alongside and (
        possessed or carried or (linked and len(frame.participants) < 2 and len(set(frame.hosts)) < 2)
    ):
        add(frame, subject_before(scene, start, first))
    if not (alongside or own) and (
        possessed
        or (opens and not frame.participants)
        or len(frame.speakers) > 1
        or reported_there(scene, start, first)
    ):
        add(frame, frame.speakers)
    if not frame.participants and noun.label in FORMAL and (frame.time or frame.place) and not alongside:
        add(frame, actors_in(scene, left_edge(scene, start, first), start))
    if not frame.participants and noun.label == "meeting" and frame.time:
        add(frame, bodies(scene, subject_before(scene, start, first), first, start))
    after = any(words.reported_at.at(row, at) for at in range(noun.last, min(frame.end + 4, last)))
    if (
        len(frame.participants) < 2
        and not (alongside or own)
        and (after or reported_there(scene, start, first))
    ):
        add(frame, _heard(scene, max(first, start - SPEECH_REACH), min(last, frame.end + SPEECH_REACH)))
    yield from encounter_at(scene, noun, start, frame, first, last)
    for time in frame.more if noun.label not in FORMAL else ():
        frame.time = time
        yield from encounter_at(scene, noun, start, frame, first, last)


def _is_of_body(scene: Scene, noun: Hit, last: int) -> bool:
    """Whether a meeting is one of a body's members ("a meeting of the Military Commission"): the body follows at once."""
    row, words = scene.row, scene.words
    at = noun.last
    while at < min(last, noun.last + 3) and row[at].form in words.genitives | words.articles:
        at += 1
    of = noun.label == "meeting" and at > noun.last and row[noun.last].form in words.genitives
    return of and at in scene.spots and scene.spots[at].mention.actor_kind is ActorKind.ORGANISATION


def _add_relative(scene: Scene, noun: Hit, frame: Frame, last: int) -> None:
    """Read the relative clause that says of a meeting itself when and where it is."""
    if frame.end - noun.last < 8 and opens_relative(scene, frame.end, last):
        read_relative(scene, frame, last)
        return
    bare = noun.label in FORMAL and not (frame.time or frame.place)
    if bare and _is_said_after_comma(scene, frame.end, last):
        frame.end += 1
        read_relative(scene, frame, last)


def _marks(scene: Scene, noun: Hit, start: int, *, several: bool, possessed: bool) -> Iterator[str]:
    """Tell what keeps a noun from naming a meeting: a mass noun without two parties, the talks of one alone."""
    row, words = scene.row, scene.words
    among = noun.last < len(row) and row[noun.last].form in words.between
    abstract = words.abstract.at(row, noun.first) == Hit("abstract", noun.first, noun.last)
    if abstract and not (several or among):
        yield ABSTRACT
    if possessed and not any(row[at].form in words.joint for at in range(start, noun.first)):
        yield ONE_SIDED


def _is_at(scene: Scene, noun: Hit, start: int, first: int) -> bool:
    """Whether something goes on "at" a summit."""
    inside = (scene.row[at].form for at in range(max(first, start - 1), noun.first + 1))
    return any(form in scene.words.place_prepositions for form in inside)


def _is_said_after_comma(scene: Scene, at: int, last: int) -> bool:
    """Whether a clause after a comma says of a meeting itself how far it has come (", which opens in Oslo")."""
    row, words = scene.row, scene.words
    if at + 2 >= last or row[at].form != "," or row[at + 1].form not in words.relatives:
        return False
    return any(words.status.at(row, n) for n in range(at + 2, min(at + 4, last)))


def _heard(scene: Scene, first: int, last: int) -> list[int]:
    """Give those whose words a stretch reports: who speaks "after the meeting" was there."""
    return [entity for at in range(first, last) for entity in scene.sources.get(at, ())]
