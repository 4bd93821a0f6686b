"""Encounters that a noun names ("sommet", "the talks"): the words of its phrase and clause."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from pourparlers.dossier.encounter_clause import (
    Frame,
    add,
    opens_relative,
    read_clause,
    read_premodifiers,
    read_relative,
)
from pourparlers.dossier.encounter_making import (
    ABSTRACT,
    ALONGSIDE,
    FORMAL,
    OF_BODY,
    ONE_SIDED,
    SAID_THERE,
    UNNAMED_PAIR,
    URGENT,
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
from pourparlers.dossier.encounter_subject import actors_in, subject_before, told_to
from pourparlers.dossier.encounter_words import Hit
from pourparlers.model import ActorKind, MentionKind
from pourparlers.reading.tense import Direction

OPEN, CLOSED = True, False
ADVERBIAL = 6
SPEECH_REACH = 45
URGENT_REACH = 4
ADJECTIVE_REACH = 3
AT_A_TIME = frozenset({"meeting", "call", "visit"})
QUOTES = frozenset('"«»“”')


class Manner(NamedTuple):
    """How a noun stands in its clause: "on the sidelines of", "their", "with", after a verb such as "hold"."""

    alongside: bool
    possessed: bool
    linked: bool
    carried: bool


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
    _add_relative(scene, noun, frame, last)
    manner = _manner_of(scene, noun, start, frame, first)
    if words.premodifiers or noun.first - start > 1:
        read_premodifiers(scene, start, noun.first, frame)
    several = manner.carried and not manner.linked and len(subject_before(scene, start, first)) > 1
    frame.why += _marks(scene, noun, start, several=several, possessed=manner.possessed)
    if noun.label == "summit" and (manner.alongside or _is_at(scene, noun, start, first)):
        frame.why.append(ALONGSIDE)
    body = None if manner.linked else _body_after(scene, noun, last)
    if body is not None:
        _of_body(scene, body, frame)
    if any(words.urgency.at(row, at) for at in range(start, min(noun.last + URGENT_REACH, last))):
        frame.why.append(URGENT)
    opens = noun.label == "visit" and start - first <= ADVERBIAL  # "On a visit to Oslo, the minister …"
    _add_parties(scene, noun, start, frame, manner, first, last, opens=opens)
    if (
        noun.label in AT_A_TIME
        and (opens or reported_there(scene, start, first))
        and _are_words(scene, first, last)
    ):
        frame.why.append(SAID_THERE)
    each = body is not None and _are_their_own(scene, noun, body)
    for who in [[one] for one in frame.participants] if each else [frame.participants]:
        frame.participants = who
        yield from encounter_at(scene, noun, start, frame, first, last)
    for time in frame.more if noun.label not in FORMAL else ():
        frame.time = time
        yield from encounter_at(scene, noun, start, frame, first, last)


def _add_subject(scene: Scene, start: int, first: int, frame: Frame) -> None:
    """Add who acts before a noun, or who is asked to."""
    near = (at for at in range(max(first + 1, start - 4), start) if scene.words.light.at(scene.row, at))
    verb = next(near, None)
    asked, codes = told_to(scene, verb, first) if verb is not None else ([], [])
    frame.hosts.extend(codes)
    add(frame, asked if asked or codes else subject_before(scene, start, first))


def _manner_of(scene: Scene, noun: Hit, start: int, frame: Frame, first: int) -> Manner:
    row, words = scene.row, scene.words
    return Manner(
        alongside=any(words.alongside.at(row, at) for at in range(max(first, start - 4), noun.first)),
        possessed=any(row[at].form in words.possessives for at in range(start, noun.first)),
        linked=any(row[at].form in words.links for at in range(noun.last, min(frame.end, noun.last + 12))),
        carried=any(words.light.at(row, at) for at in range(max(first, start - 4), noun.first)),
    )


def _add_parties(
    scene: Scene, noun: Hit, start: int, frame: Frame, manner: Manner, first: int, last: int, *, opens: bool
) -> None:
    """Add those whom the words around a noun phrase tell to take part: its subject, its speakers, who was heard there."""
    row, words = scene.row, scene.words
    alongside, possessed, linked, carried = manner
    pair = linked and any(words.pairs.at(row, at) for at in range(noun.last, min(frame.end, noun.last + 12)))
    own = noun.label == "meeting" and not (linked or possessed or carried)
    own = own and bool(
        bodies(scene, frame.participants, noun.last, frame.end)
    )  # "a meeting of the ministers of the G7"
    there = reported_there(scene, start, first)
    if pair:
        frame.why.append(UNNAMED_PAIR)
    elif not alongside and (
        possessed or carried or (linked and len(frame.participants) < 2 and len(set(frame.hosts)) < 2)
    ):
        _add_subject(scene, start, first, frame)
    if not (alongside or own) and (
        possessed or (opens and not frame.participants) or len(frame.speakers) > 1 or there
    ):
        add(frame, frame.speakers)
    if not frame.participants and (noun.label == "meeting" or not alongside):
        add(frame, _acting(scene, noun, start, frame, first))
    after = any(words.reported_at.at(row, at) for at in range(noun.last, min(frame.end + 4, last)))
    if len(frame.participants) < 2 and not (alongside or own) and (after or there):
        add(frame, _heard(scene, max(first, start - SPEECH_REACH), min(last, frame.end + SPEECH_REACH)))


def _acting(scene: Scene, noun: Hit, start: int, frame: Frame, first: int) -> list[int]:
    """Give who acts in the clause before a dated summit or the like, or the body that a dated meeting is of."""
    if noun.label in FORMAL and (frame.time or frame.place):
        return actors_in(scene, left_edge(scene, start, first), start)
    if noun.label == "meeting" and frame.time:
        return bodies(scene, subject_before(scene, start, first), first, start)
    return []


def _are_words(scene: Scene, first: int, last: int) -> bool:
    """Whether a sentence reports words of now: a verb of saying, and none of a time before."""
    back = scene.words.times.tense.imperfect
    told = any(at in scene.cue_ends for at in range(first, last + 1))
    return told and not any(scene.row[at].form in back for at in range(first, last))


def _of_body(scene: Scene, body: int, frame: Frame) -> None:
    """Mark a meeting as that of a body, of the country that an adjective beside the body names."""
    frame.why.append(OF_BODY)
    near = range(body, min(body + ADJECTIVE_REACH, frame.end))
    frame.hosts.extend(scene.demonyms[at] for at in near if at in scene.demonyms)


def _body_after(scene: Scene, noun: Hit, last: int) -> int | None:
    """Find the body whose members a meeting is one of ("a meeting of the Military Commission"), None without one."""
    row, words = scene.row, scene.words
    at = noun.last
    while at < last and (passed := _passed(scene, at)) is not None:
        at = passed
    if noun.label != "meeting" or at >= last or row[at].form not in words.genitives:
        return None
    small = words.genitives | words.articles | words.possessives
    at = next((n for n in range(at, min(last, at + 4)) if row[n].form not in small), last)
    named = at in scene.spots and scene.spots[at].mention.actor_kind is ActorKind.ORGANISATION
    return at if named or words.own_bodies.at(row, at) is not None else None


def _are_their_own(scene: Scene, noun: Hit, body: int) -> bool:
    """Whether several bodies meet, each by itself ("called meetings of their cabinets")."""
    return any(scene.row[at].form in scene.words.joint for at in range(noun.last, body))


def _passed(scene: Scene, at: int) -> int | None:
    """Give the token after a quotation mark, a time or a word such as "urgent" that stands at a token."""
    if at in scene.time_at:
        return scene.time_at[at][1]
    urgent = scene.words.urgency.at(scene.row, at)
    if urgent is not None:
        return urgent.last
    return at + 1 if scene.row[at].form in QUOTES else None


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
