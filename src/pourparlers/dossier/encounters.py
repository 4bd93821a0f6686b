"""Encounters of parties as one article tells them: what, where, when, who, and how far they have come.

A head noun ("sommet", "talks") or verb ("s'entretenir", "met") opens a frame; the words of its clause fill it
(PLOVER's CONSULT events, found by rules over the mentions and time expressions of the reading).
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import NamedTuple

from pourparlers.dossier.encounter_words import Hit, Words, encounter_words
from pourparlers.dossier.places import Place, is_seat, known_city, known_place, place
from pourparlers.knowledge.entities import find as find_entities
from pourparlers.model import (
    ActorKind,
    Article,
    MeetingStatus,
    Mention,
    MentionKind,
    Reading,
    Span,
    TimeExpression,
)
from pourparlers.reading.tense import Direction, verb_side
from pourparlers.reading.timewords import Token, tokens

REACH = 45
STATUS_REACH = 9
SUBJECT_REACH = 30
OPEN, CLOSED = True, False
ADVERBIAL = 6
FORMAL = frozenset({"summit", "council", "session", "conference"})


@dataclass(frozen=True, slots=True)
class Encounter:
    """One mention of a meeting in an article.

    `participants` are entity numbers of the reading; `hosts` are codes of organisations and countries that the words
    imply ("sommet européen"). `anaphoric` tells that it may only take up an earlier mention ("ces discussions"),
    `indefinite` that it brings in a new one, `joint` that those just spoken of take part ("leur rencontre"); `ordinal` keeps a first round from a second one.
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
    why: tuple[str, ...] = ()


class Spot(NamedTuple):
    """The actors that stand at a token: the first mention, the entities of all of them, the token after.

    A pronoun or office of several ("ils", "les deux dirigeants") has no entities: the meetings before tell who.
    """

    mention: Mention
    entities: tuple[int, ...]
    last: int


@dataclass(slots=True)
class Frame:
    """What the clause of a head has been found to say, while it is being read."""

    participants: list[int] = field(default_factory=list)
    time: TimeExpression | None = None
    place: Place | None = None
    end: int = 0
    hosts: list[str] = field(default_factory=list)
    speakers: tuple[int, ...] = ()
    beside: Place | None = None
    more: list[TimeExpression] = field(default_factory=list)
    why: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Scene:
    """An article as a row of tokens, with what stands at each of them."""

    article: Article
    row: Sequence[Token]
    words: Words
    spots: dict[int, Spot]
    time_at: dict[int, tuple[TimeExpression, int]]
    cue_ends: frozenset[int]
    offices: frozenset[int]
    demonyms: dict[int, str]
    sentences: Sequence[tuple[int, int]]


def find(article: Article, reading: Reading) -> tuple[Encounter, ...]:
    """Find every mention of an encounter in the body of an article, in text order.

    Args:
        article: the article; relative times are resolved in the reading already.
        reading: its sentences, mentions, times and attributions (a date beside a verb of saying is not a meeting's).
    """
    scene = _scene(article, reading)
    return tuple(found for first, last in scene.sentences for found in _in_sentence(scene, first, last))


def _scene(article: Article, reading: Reading) -> Scene:
    row = tokens(article.text, article.regions)
    starts = [token.start for token in row]

    def reach(span: Span) -> tuple[int, int]:
        return bisect_left(starts, span.start), bisect_left(starts, span.end)

    spots: dict[int, Spot] = {}
    for mention in reading.mentions:
        first, last = reach(mention.span)
        known = spots.get(first)
        if first < last and (known is None or known.last < last):
            spots[first] = Spot(mention, (mention.entity,), last)
        elif known is not None and known.last == last:
            spots[first] = known._replace(entities=(*known.entities, mention.entity))
    for first, spot in spots.items():
        if len(spot.entities) > 1 and spot.mention.kind is not MentionKind.NAME:
            spots[first] = spot._replace(entities=())
    time_at = {
        first: (time, last) for time in reading.times for first, last in [reach(time.span)] if first < last
    }
    cues = [reach(attribution.cue) for attribution in reading.attributions if attribution.cue]
    return Scene(
        article=article,
        row=row,
        words=encounter_words(article.language),
        spots=spots,
        time_at=time_at,
        cue_ends=frozenset(last for _, last in cues),
        demonyms={
            reach(Span(match.start, match.end))[0]: match.entity.party
            for match in find_entities(article.text, article.language)
            if match.form in ("demonym_adjective", "compound")
        },
        offices=frozenset(
            index for mention in reading.mentions if mention.role for index in range(*reach(mention.role))
        ),
        sentences=[bounds for span in reading.sentences if (bounds := reach(span))[0] < bounds[1]],
    )


def _in_sentence(scene: Scene, first: int, last: int) -> Iterator[Encounter]:
    words = scene.words
    masked = first
    for index in range(first, last):
        if index < masked or index in scene.offices or (index in scene.spots and _is_person(scene, index)):
            continue
        noun = words.nouns.at(scene.row, index)
        if noun is not None:
            masked = noun.last
            if noun.label != "none" and not _is_verb(scene, noun, first):
                noun = _whole(scene, noun, last)
                masked = noun.last
                yield from _noun(scene, noun, first, last)
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
            masked = verb.last
            yield from _verb(scene, verb, verb is direct, first, last)


def _whole(scene: Scene, noun: Hit, last: int) -> Hit:
    """Take "round of talks" and "réunion du conseil" as one head, of the kind of the more telling noun."""
    words, row = scene.words, scene.row
    for at in range(noun.last, min(noun.last + 4, last)):
        inner = words.nouns.at(row, at)
        if inner is not None:
            of = any(row[n].form in words.genitives for n in range(noun.last, inner.last))
            if inner.label == "none" or not of:
                return noun
            label = noun.label if inner.label in ("meeting", "visit") else inner.label
            return Hit(label, noun.first, inner.last)
        stops = at in scene.time_at or row[at].form in words.links | words.breaks or row[at].form == ","
        if stops or verb_side(row, at, words.times) is not Direction.UNKNOWN:
            return noun
    return noun


def _is_person(scene: Scene, index: int) -> bool:
    return scene.spots[index].mention.actor_kind is ActorKind.PERSON


def _is_verb(scene: Scene, noun: Hit, first: int) -> bool:
    """Whether a word that can be noun or verb ("rencontre") is the verb: a name or pronoun stands right before."""
    before = noun.first - 1
    if before < first or noun.last - noun.first > 1:
        return False
    return scene.row[before].form in scene.words.subjects or any(
        spot.last == noun.first and _is_person(scene, at) and spot.mention.kind is MentionKind.NAME
        for at in range(max(first, before - 4), noun.first)
        if (spot := scene.spots.get(at))
    )


# ---------------------------------------------------------------- frames


def _noun(scene: Scene, noun: Hit, first: int, last: int) -> Iterator[Encounter]:
    row, words = scene.row, scene.words
    start = _phrase_start(scene, noun, first)
    if any(words.negations.at(row, at) for at in range(max(first, start - 2), noun.first)):
        return
    frame = _right(
        scene,
        noun.last,
        last,
        opened=OPEN,
        formal=noun.label in ("summit", "conference"),
        adverbial=start - first <= ADVERBIAL and _reported_there(scene, start, first),
    )
    named = [
        who for at in range(noun.first, noun.last) if at in scene.spots for who in scene.spots[at].entities
    ]
    frame.participants = list(dict.fromkeys([*named, *frame.participants]))
    if frame.end - noun.last < 8 and _opens_relative(scene, frame.end, last):
        _relative(scene, frame, last)
    possessed = any(row[at].form in words.possessives for at in range(start, noun.first))
    linked = any(row[at].form in words.links for at in range(noun.last, min(frame.end, noun.last + 12)))
    carried = any(words.light.at(row, at) for at in range(max(first, start - 4), start))
    if words.premodifiers or noun.first - start > 1:
        _premodifiers(scene, start, noun.first, frame)
    if possessed or carried or (linked and len(frame.participants) < 2):
        _add(frame, _subject(scene, start, first))
    if possessed or len(frame.speakers) > 1 or _reported_there(scene, start, first):
        _add(frame, frame.speakers)
    if not frame.participants and noun.label in FORMAL and (frame.time or frame.place):
        _add(frame, _actors(scene, _left_edge(scene, start, first), start))
    yield from _encounter(scene, noun, start, frame, first, last)
    for time in frame.more:
        frame.time = time
        yield from _encounter(scene, noun, start, frame, first, last)


def _actors(scene: Scene, first: int, last: int) -> list[int]:
    """Give everyone named in a stretch but media and cities."""
    spots = (scene.spots[at] for at in range(first, last) if at in scene.spots)
    return [
        entity
        for spot in spots
        if spot.mention.actor_kind is not ActorKind.OUTLET and not known_city(_name_of(scene, spot))
        for entity in spot.entities
    ]


def _reported_there(scene: Scene, start: int, first: int) -> bool:
    """Whether "lors de", "during" or the like stands before a noun phrase."""
    return any(scene.words.reported_at.at(scene.row, at) for at in range(max(first, start - 4), start))


def _verb(scene: Scene, verb: Hit, direct: bool, first: int, last: int) -> Iterator[Encounter]:
    received = scene.words.receiving.at(scene.row, verb.first) == verb
    if received and not _person_follows(scene, verb.last, last):
        return
    frame = _right(scene, verb.last, last, opened=direct or received)
    if (direct or received) and not frame.participants:
        return
    _add(frame, _subject(scene, verb.first, first))
    frame.why.append("rule:verb")
    if verb.label == "visit":
        frame.place = _destination(scene, verb.last)
        if frame.place is None or not frame.participants:
            return
    elif len(frame.participants) < 2:
        if scene.words.mutual.at(scene.row, verb.first) is None:
            return
        frame.participants.clear()
    yield from _encounter(scene, verb, verb.first, frame, first, last)


def _destination(scene: Scene, at: int) -> Place | None:
    """Read the place right after a verb of travel, with or without a preposition."""
    found = _place_at(scene, at, first_of_phrase=False)
    if found is not None or at >= len(scene.row) or not scene.row[at].capital:
        return found[0] if found else None
    spot = scene.spots.get(at)
    end = spot.last if spot else _name_end(scene.row, at, scene.article.text)
    name = scene.article.text[scene.row[at].start : scene.row[end - 1].end]
    return place(name, spot.mention.code if spot else None) if known_place(name) else None


def _person_follows(scene: Scene, at: int, last: int) -> bool:
    """Whether a guest stands right after a verb of receiving (over a time, "par" and small words)."""
    for index in range(at, min(at + 7, last)):
        if index in scene.spots:
            return _is_person(scene, index)
        if scene.row[index].form in scene.words.breaks:
            return False
    return False


def _add(frame: Frame, entities: Sequence[int]) -> None:
    frame.participants.extend(entity for entity in entities if entity not in frame.participants)


def _phrase_start(scene: Scene, noun: Hit, first: int) -> int:
    """Find where the noun phrase begins: its determiner, ordinals and other words that cannot end another phrase."""
    words, row = scene.words, scene.row
    start = noun.first
    while start > first and noun.first - start < 6:
        form = row[start - 1].form
        if form == "'":
            return start - 2 if start - 2 >= first and row[start - 2].form in words.determiners else start
        stops = form in words.breaks | words.topics | words.links | words.genitives or form in ',.;:()"«»'
        if form not in words.determiners and (
            stops or verb_side(row, start - 1, words.times) is not Direction.UNKNOWN
        ):
            return start
        start -= 1
        if form in words.determiners | words.possessives:
            return start
    return noun.first if noun.first - start >= 6 else start


def _premodifiers(scene: Scene, start: int, stop: int, frame: Frame) -> None:
    for at in range(start, stop):
        spot = scene.spots.get(at)
        if spot is not None:
            name = scene.article.text[spot.mention.span.start : spot.mention.span.end]
            if known_city(name) and frame.place is None and spot.last == stop:
                frame.place = place(name, spot.mention.code)
            else:
                _add(frame, spot.entities)
        if at in scene.time_at and frame.time is None:
            frame.time = scene.time_at[at][0]


def _right(
    scene: Scene, at: int, last: int, *, opened: bool, formal: bool = False, adverbial: bool = False
) -> Frame:
    """Read the clause after a head: participants while the phrase is open, then place and time to its end."""
    row, words = scene.row, scene.words
    frame = Frame(end=at)
    begun, row_of_days = at, set[int]()
    is_open, linked, said_verb, topical = opened, False, False, False
    stop = min(last, at + REACH)
    while at < stop:
        form = row[at].form
        first_of = not frame.participants and not said_verb
        found = _place_at(scene, at, first_of_phrase=first_of, formal=formal and first_of and at <= begun + 1)
        if at in scene.time_at:
            time, end = scene.time_at[at]
            foreign = (topical or said_verb) and row[at - 1].form in words.genitives
            if frame.time is None and not foreign and not _of_saying(scene, at):
                frame.time = time
            elif at - 2 in row_of_days and row[at - 1].form in words.of:
                frame.more.append(time)
            row_of_days.add(end - 1)
            at = end
        elif found is not None:
            if not topical or known_city(found[0].name):
                frame.place = frame.place or found[0]
            at = found[1]
        elif at in scene.demonyms and is_open and linked and at not in scene.spots:
            frame.hosts.append(scene.demonyms[at])
            at += 1
        elif at in scene.spots:
            if is_open and not known_city(_name_of(scene, scene.spots[at])):
                _add(frame, scene.spots[at].entities)
            at = scene.spots[at].last
        elif form == "," and not said_verb and (adverbial or not frame.participants):
            frame.speakers = _group(scene, at + 1, stop)
            closing = next((n for n in range(at + 2, min(at + 5, stop)) if row[n].form == ","), at)
            aside = closing > at and not _goes_on(scene, at + 1, actors=False)
            if frame.speakers or not (aside or _goes_on(scene, at + 1, actors=False)):
                break
            at = closing + 1 if aside else at + 1
        elif form in words.breaks or form in words.anchors:
            break
        elif (other := words.nouns.at(row, at)) and other.label != "none":
            frame.beside = _place_beside(scene, other.last, stop)
            break
        elif form == "," and (said_verb or not is_open) and not _goes_on(scene, at + 1, actors=said_verb):
            break
        else:
            verb = verb_side(row, at, words.times) is not Direction.UNKNOWN
            if verb and (at in scene.cue_ends or at + 1 in scene.cue_ends):
                break
            said_verb = said_verb or verb
            topical = not verb and (topical or form in words.topics)
            linked = not verb and (linked or form in words.links)
            is_open = not verb and (form in words.links or (is_open and form not in words.topics))
            at += 1
    frame.end = at
    return frame


def _place_beside(scene: Scene, at: int, stop: int) -> Place | None:
    """Find where the other meeting is "on the sidelines" of which this one is held."""
    while at < stop and scene.row[at].form not in scene.words.breaks:
        hit = _place_at(scene, at, first_of_phrase=True)
        if hit is not None:
            return hit[0]
        at += 1
    return None


def _name_of(scene: Scene, spot: Spot) -> str:
    return scene.article.text[spot.mention.span.start : spot.mention.span.end]


def _group(scene: Scene, at: int, stop: int) -> tuple[int, ...]:
    """Give the actors named one after the other from a token on, with nothing but small words between them."""
    found: list[int] = []
    while at < stop:
        if at in scene.spots:
            found.extend(scene.spots[at].entities)
            at = scene.spots[at].last
        elif scene.row[at].form in scene.words.of:
            at += 1
        else:
            break
    return tuple(dict.fromkeys(found))


def _opens_relative(scene: Scene, at: int, last: int) -> bool:
    """Whether a clause about the meeting itself begins at a token: "qui se tiendra", "qu'il accueillera"."""
    words, row = scene.words, scene.row
    if at >= last or row[at].form not in words.relatives | words.objects:
        return False
    return row[at].form in words.relatives or any(
        token.form in words.subjects for token in row[at + 1 : min(at + 3, last)]
    )


def _relative(scene: Scene, frame: Frame, last: int) -> None:
    """Take time and place from a relative clause that says when and where ("qui se tiendra jeudi à Vienne")."""
    told = _right(scene, frame.end + 1, last, opened=CLOSED)
    frame.time = frame.time or told.time
    frame.place = frame.place or told.place
    frame.end = told.end


def _goes_on(scene: Scene, at: int, *, actors: bool) -> bool:
    """Whether a place, time, opening word (or actor) follows a comma, so that the clause is not over."""
    if at >= len(scene.row):
        return False
    return (
        at in scene.time_at
        or (actors and at in scene.spots)
        or any(token.form in scene.words.links for token in scene.row[at : at + 2])
        or _place_at(scene, at, first_of_phrase=False) is not None
    )


def _of_saying(scene: Scene, at: int) -> bool:
    """Whether a time stands right after a verb of saying ("a déclaré mardi") and so dates the words."""
    return at in scene.cue_ends or at - 1 in scene.cue_ends


def _place_at(
    scene: Scene, at: int, *, first_of_phrase: bool, formal: bool = False
) -> tuple[Place, int] | None:
    """Read a place at a token: a preposition and a name ("à Genève", "in the White House"), or "de" and a city."""
    row, words = scene.row, scene.words
    inside = row[at].form in words.place_prepositions
    if not inside and not (first_of_phrase and row[at].form in words.place_of):
        return None
    begin = at + 1
    while begin < len(row) and begin < at + 4 and row[begin].form in words.articles:
        begin += 1
    if begin >= len(row) or not row[begin].capital:
        return None
    bare = all(token.form == "'" for token in row[at + 1 : begin])
    spot = scene.spots.get(begin)
    end = spot.last if spot else _name_end(row, begin, scene.article.text)
    name = scene.article.text[row[begin].start : row[end - 1].end]
    code = spot.mention.code if spot else None
    if not inside and spot is None:
        fits = bare and (formal or known_city(name))
    elif not inside or (spot and spot.mention.actor_kind is ActorKind.PERSON):
        fits = bare and known_city(name)
    elif spot is None:
        fits = known_place(name) or (bare and row[at].form in words.place_of_any)
    else:
        fits = (bare and known_place(name)) or (not bare and is_seat(name, scene.article.language))
    return (place(name, code), end) if fits else None


def _name_end(row: Sequence[Token], begin: int, text: str) -> int:
    end = begin + 1
    while end < len(row) and row[end].capital and text[row[end - 1].end : row[end].start] in (" ", "-"):
        end += 1
    while (
        end + 1 < len(row)
        and row[end].form == "-"
        and row[end - 1].end == row[end].start
        and row[end].end == row[end + 1].start
    ):
        end += 2
    return end


def _subject(scene: Scene, head: int, first: int) -> list[int]:
    """Find who acts in the clause before a head: the nearest actors that no preposition governs, with "et" joined."""
    row, words = scene.row, scene.words
    found: list[int] = []
    at = head - 1
    while at >= max(first, head - SUBJECT_REACH):
        hit = _mention_ending(scene, at, first)
        if hit is not None:
            start, spot = hit
            governed = _governed(scene, start, first)
            if not governed and spot.mention.actor_kind is not ActorKind.OUTLET:
                found.extend(reversed(spot.entities))
            elif found:
                break
            at = start - 1
            continue
        form = row[at].form
        if form in words.relatives:
            before = _mention_ending(scene, at - 1, first) or _mention_ending(scene, at - 2, first)
            return list(before[1].entities) if before else []
        if form in words.breaks or (found and form not in words.of):
            break
        at -= 1
    return list(dict.fromkeys(reversed(found)))


def _mention_ending(scene: Scene, at: int, first: int) -> tuple[int, Spot] | None:
    for start in range(at, max(first - 1, at - 12), -1):
        spot = scene.spots.get(start)
        if spot is not None and spot.last == at + 1:
            return start, spot
    return None


def _governed(scene: Scene, start: int, first: int) -> bool:
    """Whether a preposition stands before a mention (over its article and small words)."""
    at = start - 1
    words = scene.words
    while at >= first and at >= start - 3 and scene.row[at].form in words.articles - words.genitives:
        at -= 1
    return at >= first and scene.row[at].form in words.topics | words.links | words.genitives


# ---------------------------------------------------------------- time and status


def _encounter(
    scene: Scene, head: Hit, start: int, frame: Frame, first: int, last: int
) -> Iterator[Encounter]:
    row, words = scene.row, scene.words
    left = _left_edge(scene, start, first)
    time, value, reason = _when(scene, start, head.last, frame, left, first, last)
    status, cue = _status(scene, head, start, left, frame.end, value)
    where = frame.place or _place_before(scene, left, start)
    if where is None and any(words.alongside.at(row, at) for at in range(head.last, frame.end + 1)):
        where = frame.beside
    if head.label == "call":
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
        if at in scene.spots and scene.spots[at].entities[0] in frame.participants:
            hosts.extend(_sides(_name_of(scene, scene.spots[at]), scene.article.language))
    hosts.extend(scene.demonyms[at] for at in near if at in scene.demonyms and at not in scene.spots)
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


def _stop(row: Sequence[Token], at: int, last: int) -> int:
    """Find the next full stop; a quotation of several sentences counts as one sentence elsewhere."""
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
        if form not in joining or verb_side(scene.row, at, scene.words.times) is not Direction.UNKNOWN:
            break
        at += 1
    return end


def _left_edge(scene: Scene, start: int, first: int) -> int:
    """Find where the clause before a head begins."""
    at = start
    while at > max(first, start - REACH) and scene.row[at - 1].form not in scene.words.breaks:
        at -= 1
    return at


def _when(
    scene: Scene, start: int, head_end: int, frame: Frame, left: int, first: int, last: int
) -> tuple[TimeExpression | None, str | None, list[str]]:
    before = [scene.time_at[at] for at in range(left, head_end) if at in scene.time_at]
    if before and before[-1][1] >= start - 3:
        time, _ = before[-1]
        for slug, shift in (("rule:eve-of", 1), ("rule:day-after-of", -1)):
            if slug in time.why:
                day = (date.fromisoformat(time.value) + timedelta(shift)).isoformat() if time.value else None
                return time, day, [slug]
    if frame.time is not None:
        return frame.time, _day_of(frame.time), ["date:clause"]
    own = [time for time, end in before if not _of_saying(scene, _index(scene, time))]
    if own:
        return own[-1], _day_of(own[-1]), ["date:clause"]
    if _reported_there(scene, start, first):
        said = [scene.time_at[at][0] for at in range(first, last) if at in scene.time_at]
        if said:
            return said[0], _day_of(said[0]), ["date:said-there"]
    return None, None, []


def _index(scene: Scene, time: TimeExpression) -> int:
    return bisect_left(scene.row, time.span.start, key=lambda token: token.start)


def _day_of(time: TimeExpression) -> str | None:
    return time.value.partition("/")[0] if time.value else None


def _place_before(scene: Scene, left: int, start: int) -> Place | None:
    at = left
    found = None
    while at < start:
        hit = _place_at(scene, at, first_of_phrase=False)
        if scene.row[at].form == "," and at > left + 4:
            found = None
        if hit is not None and hit[1] <= start:
            found = hit[0] if known_city(hit[0].name) else found
            at = hit[1]
        else:
            at += 1
    return found


def _status(
    scene: Scene, head: Hit, start: int, left: int, end: int, value: str | None
) -> tuple[MeetingStatus | None, str | None]:
    """Tell how far a meeting has come, by the words beside it, then by its date, then by tense."""
    row, words = scene.row, scene.words
    near = max(left, start - STATUS_REACH)
    hits = words.status.all(row, near, min(end, head.last + REACH))
    hits.sort(key=lambda hit: min(abs(hit.last - start), abs(hit.first - head.last)))
    strong = next(
        (hit for hit in hits if hit.label in (MeetingStatus.CANCELLED, MeetingStatus.POSTPONED)), None
    )
    if strong is not None:
        return MeetingStatus(strong.label), _text(scene, strong)
    by_date = _by_date(scene.article.published, value)
    if by_date is not None:
        proposed = by_date is MeetingStatus.PLANNED and hits and hits[0].label == MeetingStatus.PROPOSED
        return (MeetingStatus.PROPOSED, _text(scene, hits[0])) if proposed else (by_date, "date")
    if hits:
        status = MeetingStatus(hits[0].label)
        if status is MeetingStatus.HELD and hits[0].last <= start and _ahead(scene, left, hits[0].first):
            status = MeetingStatus.PLANNED
        return status, _text(scene, hits[0])
    for at in range(head.first, left - 1, -1):
        side = verb_side(row, at, words.times)
        if side is Direction.FUTURE:
            return MeetingStatus.PLANNED, "tense"
        if side is Direction.PAST:
            return MeetingStatus.HELD, "tense"
    return None, None


def _ahead(scene: Scene, left: int, start: int) -> bool:
    """Whether the clause before a noun phrase speaks of the future ("sont prévues lors de", "dira après")."""
    sides = (verb_side(scene.row, at, scene.words.times) for at in range(start - 1, left - 1, -1))
    return next((side for side in sides if side is not Direction.UNKNOWN), None) is Direction.FUTURE


def _text(scene: Scene, hit: Hit) -> str:
    return scene.article.text[scene.row[hit.first].start : scene.row[hit.last - 1].end].casefold()


def _by_date(published: date | None, value: str | None) -> MeetingStatus | None:
    """Tell past from future by a date; None for the day itself, the current week, month or year."""
    if published is None or value is None:
        return None
    year, week, _ = published.isocalendar()
    today = f"{year}-W{week:02}" if "W" in value else published.isoformat()[: len(value)]
    if value == today:
        return None
    return MeetingStatus.HELD if value < today else MeetingStatus.PLANNED
