"""Encounters of parties as one article tells them: what, where, when, who, and how far they have come.

A head noun ("sommet", "talks") or verb ("s'entretenir", "met") opens a frame; the words of its clause fill it
(PLOVER's CONSULT events, found by rules over the mentions and time expressions of the reading).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from pourparlers.dossier.encounter_clause import (
    Frame,
    actors_in,
    add,
    opens_relative,
    place_before,
    place_of_relative,
    read_clause,
    read_premodifiers,
    read_relative,
    subject_before,
)
from pourparlers.dossier.encounter_scene import (
    Scene,
    destination,
    is_person,
    left_edge,
    name_of,
    phrase_start,
    place_at,
    reported_there,
)
from pourparlers.dossier.encounter_status import asked_for, status_of, when
from pourparlers.dossier.encounter_summons import Summons, summons_at
from pourparlers.dossier.encounter_words import Hit
from pourparlers.dossier.places import Place
from pourparlers.knowledge.entities import find as find_entities
from pourparlers.model import (
    ActorKind,
    MeetingStatus,
    MentionKind,
    Span,
    TimeExpression,
)
from pourparlers.reading.tense import Direction
from pourparlers.reading.timewords import Token

OPEN, CLOSED = True, False
ADVERBIAL = 6
GUEST_REACH = 12
DURATION_REACH = 60
MOST_HEADS = 60
MATTER_REACH = 14
UNNAMED_PAIR = "rule:unnamed-pair"
ONE_SIDED = "rule:of-one-side"
ABSTRACT = "rule:abstract"
REMOTE = "rule:remote"
ALONGSIDE = "rule:alongside"
LIST_REACH = 12
PURPOSE_REACH = 8
SPEECH_REACH = 45
FORMAL = frozenset({"summit", "council", "session", "conference"})


@dataclass(frozen=True, slots=True)
class Encounter:
    """One mention of a meeting in an article.

    `participants` are entity numbers of the reading; `hosts` are codes of organisations and countries that the words
    imply ("sommet européen"). `anaphoric` tells that it may only take up an earlier mention ("ces discussions"),
    `indefinite` that it brings in a new one, `joint` that those just spoken of take part ("leur
    rencontre"); `ordinal` keeps a first round from a second one, `unresolved` a Monday from a Thursday where an
    article without a date leaves open which days they are.
    """

    what: Span
    evidence: Span
    kind: str
    status: MeetingStatus | None
    place: Place | None
    date: str | None
    date_text: Span | None
    participants: tuple[int, ...]
    hosts: tuple[str, ...] = ()
    duration: Span | None = None
    ordinal: int | None = None
    anaphoric: bool = False
    indefinite: bool = False
    joint: bool = False
    unresolved: str | None = None
    why: tuple[str, ...] = ()


def find(scene: Scene) -> tuple[Encounter, ...]:
    """Find every mention of an encounter in the body of an article, in text order.

    Args:
        scene: the article laid out; a date beside a verb of saying is not a meeting's.
    """
    found: list[Encounter] = []
    for first, last in scene.sentences:
        told: Encounter | None = None
        for one in _in_sentence(scene, first, last):
            if told and _is_purpose(scene, told, one):
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
            yield from _summons(scene, called, first, last)
            continue
        noun = scene.noun(index)
        if noun is not None:
            masked = noun.last
            if noun.label != "none" and not _is_verb(scene, noun, first):
                heads += 1
                whole = _whole(scene, noun, last)
                masked = whole.last
                if whole != noun or not _of_other_things(scene, noun, last):
                    yield from _noun(scene, whole, first, last)
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
            told = list(_verb(scene, verb, verb is direct, first, last))
            if not told and direct is not None:
                verb = _without_object(scene, direct)
                told = list(_verb(scene, verb, False, first, last)) if verb else []
            if verb is not None:
                masked = verb.last
                heads += 1
                yield from told


def _without_object(scene: Scene, direct: Hit) -> Hit | None:
    """Read a verb that nobody follows ("are due to meet in Vienna") as one whose subject are the parties."""
    words, row = scene.words, scene.row
    found = (
        hit
        for at in range(direct.first, direct.last)
        for verbs in (words.linked, words.mutual)
        if (hit := verbs.at(row, at)) and hit.last >= direct.last
    )
    return next(found, None)


def _whole(scene: Scene, noun: Hit, last: int) -> Hit:
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


def _of_other_things(scene: Scene, noun: Hit, last: int) -> bool:
    """Whether a round is one of anything but talks ("another round of air strikes")."""
    row, words = scene.row, scene.words
    if noun.last >= last or row[noun.last - 1].form not in words.rounds:
        return False
    return row[noun.last].form in words.genitives and noun.last + 1 not in scene.spots


def _is_verb(scene: Scene, noun: Hit, first: int) -> bool:
    """Whether a word that can be noun or verb ("rencontre") is the verb: a name or pronoun stands right before."""
    before = noun.first - 1
    if before < first or noun.last - noun.first > 1:
        return False
    return scene.row[before].form in scene.words.subjects or any(
        spot.last == noun.first and is_person(scene, at) and spot.mention.kind is MentionKind.NAME
        for at in range(max(first, before - 4), noun.first)
        if (spot := scene.spots.get(at))
    )


def _noun(scene: Scene, noun: Hit, first: int, last: int) -> Iterator[Encounter]:
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
    if pair:
        frame.why.append(UNNAMED_PAIR)
    elif not alongside and (
        possessed or carried or (linked and len(frame.participants) < 2 and len(set(frame.hosts)) < 2)
    ):
        add(frame, subject_before(scene, start, first))
    if not alongside and (possessed or len(frame.speakers) > 1 or reported_there(scene, start, first)):
        add(frame, frame.speakers)
    if not frame.participants and noun.label in FORMAL and (frame.time or frame.place) and not alongside:
        add(frame, actors_in(scene, left_edge(scene, start, first), start))
    if not frame.participants and noun.label == "meeting" and frame.time:
        add(frame, _bodies(scene, subject_before(scene, start, first), first, start))
    after = any(words.reported_at.at(row, at) for at in range(noun.last, min(frame.end + 4, last)))
    if len(frame.participants) < 2 and not alongside and (after or reported_there(scene, start, first)):
        add(frame, _heard(scene, max(first, start - SPEECH_REACH), min(last, frame.end + SPEECH_REACH)))
    yield from _encounter(scene, noun, start, frame, first, last)
    for time in frame.more if noun.label not in FORMAL else ():
        frame.time = time
        yield from _encounter(scene, noun, start, frame, first, last)


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


def _summons(scene: Scene, called: Summons, first: int, last: int) -> Iterator[Encounter]:
    frame = read_clause(scene, called.verb.last, last, opened=CLOSED)
    frame.participants, frame.place = [], called.place
    frame.hosts = [called.sender, called.host]
    frame.why += ["rule:verb", "knowledge:capital"]
    row, tense = scene.row, scene.words.times.tense
    before = range(max(first, called.verb.first - 3), called.verb.first)
    done = any(row[at].form in tense.auxiliaries for at in before)
    for one in _encounter(scene, called.verb, called.verb.first, frame, first, last):
        yield _done(scene, one, frame.time) if done else one


def _done(scene: Scene, one: Encounter, time: TimeExpression | None) -> Encounter:
    """Date a summons that has been made: a bare weekday beside it is the last one."""
    published, day = scene.article.published, one.date
    if published and time and day and "rule:weekday" in time.why and day > published.isoformat():
        day = (date.fromisoformat(day) - timedelta(7)).isoformat()
    return replace(one, status=MeetingStatus.HELD, date=day)


def _bodies(scene: Scene, entities: list[int], first: int, last: int) -> list[int]:
    """Keep the known organisations among the actors of a stretch: a body that calls a meeting meets itself."""
    spots = (scene.spots[at].mention for at in range(first, last) if at in scene.spots)
    bodies = {one.entity for one in spots if one.actor_kind is ActorKind.ORGANISATION and one.code}
    return [entity for entity in entities if entity in bodies]


def _heard(scene: Scene, first: int, last: int) -> list[int]:
    """Give those whose words a stretch reports: who speaks "after the meeting" was there."""
    return [entity for at in range(first, last) for entity in scene.sources.get(at, ())]


def _verb(scene: Scene, verb: Hit, direct: bool, first: int, last: int) -> Iterator[Encounter]:
    received = scene.words.receiving.at(scene.row, verb.first) == verb
    if received and not _person_follows(scene, verb.last, last):
        return
    begin = verb.last - (scene.row[verb.last - 1].form in scene.words.place_prepositions)
    frame = read_clause(scene, begin, last, opened=direct or received)
    if (direct or received) and not (frame.participants or frame.hosts):
        return
    told = list(frame.participants)
    add(frame, subject_before(scene, verb.first, first))
    frame.why.append("rule:verb")
    if verb.label == "visit":
        frame.place = destination(scene, verb.last)
        if frame.place is None or not frame.participants or _by_carrier(scene, verb, first):
            return
    elif (
        len(frame.participants) < 2
        and verb.label == "meeting"
        and not told
        and (body := _met(scene, verb, first))
    ):
        frame.participants[:] = body
    elif len(frame.participants) < 2 and not (frame.participants and frame.hosts):
        if scene.words.mutual.at(scene.row, verb.first) is None:
            return
        frame.participants[:] = told
    yield from _encounter(scene, verb, verb.first, frame, first, last)


def _by_carrier(scene: Scene, verb: Hit, first: int) -> bool:
    """Whether the clause before a verb of travel speaks of a ship, an aircraft or the like: no visit of people."""
    return bool(scene.words.carriers.all(scene.row, left_edge(scene, verb.first, first), verb.first))


def _met(scene: Scene, verb: Hit, first: int) -> list[int]:
    """Give the body whose members a clause says have met ("Foreign ministers of the G7 met in London")."""
    left = left_edge(scene, verb.first, first)
    return _bodies(scene, actors_in(scene, left, verb.first), left, verb.first)


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


def _encounter(
    scene: Scene, head: Hit, start: int, frame: Frame, first: int, last: int
) -> Iterator[Encounter]:
    row, words = scene.row, scene.words
    left = left_edge(scene, start, first)
    time, value, reason = when(scene, start, head.last, frame, left, first, last)
    value = asked_for(scene, start, left, time, value)
    status, cue = status_of(scene, head, start, left, frame.end, value, verb="rule:verb" in frame.why)
    where = frame.place or place_before(scene, left, start) or place_of_relative(scene, left, first)
    if where is None and any(words.alongside.at(row, at) for at in range(head.last, frame.end + 1)):
        where = frame.beside
    if words.distance.all(row, head.first, head.last):
        frame.why.append(REMOTE)
    if head.label == "call" or REMOTE in frame.why:
        where = None
    duration = next(
        (hit for at in range(left, _stop(row, head.last, last)) if (hit := words.durations.at(row, at))), None
    )
    determiner = row[start].form
    since = left if "rule:verb" in frame.why else start
    hosts = [hit.label for at in range(since, head.last) if (hit := words.hosts.at(row, at))]
    near = range(start, min(head.last + 4, frame.end)) if "rule:verb" not in frame.why else ()
    hosts.extend(frame.hosts)
    for at in range(start, frame.end):
        if at in scene.spots and set(scene.spots[at].entities[:1]) & set(frame.participants):
            hosts.extend(_sides(name_of(scene, scene.spots[at]), scene.article.language))
    hosts.extend(scene.demonyms[at] for at in near if at in scene.demonyms and at not in scene.spots)
    if head.label == "talks" and len(frame.participants) < 2 and not hosts:
        on = (
            hit
            for at in range(start, min(head.last + MATTER_REACH, last))
            if (hit := words.matters.at(row, at))
        )
        hosts.extend(code for hit in on for code in hit.label.split())
    if "rule:verb" in frame.why:
        hosts.extend(scene.demonyms[at] for at in range(left, head.first) if _bare_adjective(scene, at))
    if head.label == "visit" and where and where.country:
        hosts.append(where.country)
    ordinal = next(
        (
            words.ordinals[row[at].form]
            for at in range(start, head.first + 1)
            if row[at].form in words.ordinals
        ),
        None,
    )
    yield Encounter(
        what=Span(row[start].start, row[max(head.last, _what_end(scene, head, frame)) - 1].end),
        evidence=Span(row[first].start, row[last - 1].end),
        kind=head.label,
        status=status,
        place=where,
        date=value,
        date_text=time.span if time else None,
        unresolved=scene.article.text[time.span.start : time.span.end].casefold()
        if time and not value
        else None,
        participants=tuple(frame.participants),
        duration=Span(row[duration.first].start, row[duration.last - 1].end) if duration else None,
        ordinal=ordinal,
        hosts=tuple(dict.fromkeys(hosts)),
        anaphoric=not frame.participants and not hosts,
        indefinite=determiner in words.indefinite,
        joint=determiner in words.joint or words.mutual.at(row, head.first) == head,
        why=tuple(
            dict.fromkeys([f"kind:{head.label}", *frame.why, *reason, *([f"status:{cue}"] if cue else [])])
        ),
    )


def _bare_adjective(scene: Scene, at: int) -> bool:
    """Whether a national adjective stands outside any named actor, so that it tells the side of unnamed ones."""
    if at not in scene.demonyms or at + 1 in scene.spots:
        return False
    return not any(
        start <= at < spot.last
        for start in range(at, max(at - 8, -1), -1)
        if (spot := scene.spots.get(start))
    )


def _stop(row: Sequence[Token], at: int, last: int) -> int:
    """Find the next full stop; a quotation of several sentences counts as one sentence elsewhere."""
    last = min(last, at + DURATION_REACH)
    return next((n for n in range(at, last) if row[n].form == "."), last)


def _sides(name: str, language: str) -> list[str]:
    """Give the codes of those a joint body is made of ("Conseil OTAN-Russie"), nothing for other names."""
    parts = [find_entities(part, language) for part in name.split("-")]
    return [found[-1].entity.code for found in parts if found] if len(parts) > 1 and all(parts) else []


def _what_end(scene: Scene, head: Hit, frame: Frame) -> int:
    """Find the end of the noun phrase: the last participant, place or time before the clause's verb or comma."""
    words = scene.words
    joining = words.of | words.links | words.place_prepositions | words.articles
    end = at = head.last
    while at < frame.end:
        if at in scene.spots or at in scene.time_at:
            end = at = scene.spots[at].last if at in scene.spots else scene.time_at[at][1]
            continue
        form = scene.row[at].form
        if form not in joining or scene.side(at) is not Direction.UNKNOWN:
            break
        at += 1
    return end
