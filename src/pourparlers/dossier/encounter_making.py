"""A frame that has been read made into one mention of an encounter: how far it has come, where, when and of whom."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from pourparlers.dossier.encounter_clause import (
    REMOTE,
    Frame,
    add,
    place_before,
    place_of_relative,
)
from pourparlers.dossier.encounter_scene import (
    Scene,
    left_edge,
    name_of,
)
from pourparlers.dossier.encounter_status import asked_for, status_of, when
from pourparlers.dossier.encounter_words import Hit
from pourparlers.dossier.places import Place
from pourparlers.knowledge.entities import find as find_entities
from pourparlers.model import ActorKind, MeetingStatus, Span, TimeExpression
from pourparlers.reading.tense import Direction
from pourparlers.reading.timewords import Token

DURATION_REACH = 60
MATTER_REACH = 14
HAD_REACH = 3
AUSPICES_REACH = 12
UNNAMED_PAIR = "rule:unnamed-pair"
ONE_SIDED = "rule:of-one-side"
ABSTRACT = "rule:abstract"
ALONGSIDE = "rule:alongside"
OF_BODY = "rule:of-a-body"
URGENT = "rule:urgent"
AUSPICES = "rule:auspices"
SAID_THERE = "rule:said-there"
FORMAL = frozenset({"summit", "council", "session", "conference"})
OF_WEEK = "rule:week"
"""The slug of a time that is a week, which may hold the days that other mentions name."""


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


def encounter_at(
    scene: Scene, head: Hit, start: int, frame: Frame, first: int, last: int
) -> Iterator[Encounter]:
    """Make the encounter that a head (its phrase begins at `start`) and what its frame was found to say tell of."""
    row, words = scene.row, scene.words
    left = left_edge(scene, start, first)
    time, value, reason = when(scene, start, head.last, frame, left, first, last)
    ahead = time is not None and _is_for(scene, time)
    value = asked_for(scene, start, left, time, value, ahead=ahead)
    if _has_been(scene, start, left, value) and not ahead:
        time, value, reason = None, None, []
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
    if "rule:verb" not in frame.why:
        _under(scene, head, last, frame)
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
        if time and not value and OF_WEEK not in time.why
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


def _under(scene: Scene, head: Hit, last: int, frame: Frame) -> None:
    """Let those take part under whose auspices a clause says that others meet ("talks in Oslo brokered by Qatar")."""
    for at in range(head.last, min(head.last + AUSPICES_REACH, last)):
        hit = scene.words.auspices.at(scene.row, at)
        if hit is None:
            continue
        begin = next((n for n in range(hit.last, hit.last + 3) if n in scene.spots), None)
        if begin is not None:
            add(frame, scene.spots[begin].entities)
            frame.why.append(AUSPICES)
        return


def bodies(scene: Scene, entities: list[int], first: int, last: int) -> list[int]:
    """Keep the known organisations among the actors of a stretch: a body that calls a meeting meets itself."""
    spots = (scene.spots[at].mention for at in range(first, last) if at in scene.spots)
    bodies = {one.entity for one in spots if one.actor_kind is ActorKind.ORGANISATION and one.code}
    return [entity for entity in entities if entity in bodies]


def _has_been(scene: Scene, start: int, left: int, value: str | None) -> bool:
    """Whether a past verb right before a noun has the meeting behind it, so that a day to come is another thing's."""
    published = scene.article.published
    if published is None or value is None or value <= published.isoformat()[: len(value)]:
        return False
    near = range(max(left, start - HAD_REACH), start)
    asked = (
        hit
        for hit in scene.words.status.all(scene.row, near.start, start)
        if hit.label == MeetingStatus.PROPOSED
    )
    had = any(scene.words.light.at(scene.row, at) and scene.side(at) is Direction.PAST for at in near)
    return had and next(asked, None) is None


def _is_for(scene: Scene, time: TimeExpression) -> bool:
    """Whether a meeting is called for a time ("called a meeting for Friday")."""
    at = scene.token(time.span) - 1
    return at >= 0 and scene.row[at].form in scene.words.purposes


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
