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
from pourparlers.dossier.places import Place, known_city, known_place, place
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


@dataclass(frozen=True, slots=True)
class Encounter:
    """One mention of a meeting in an article.

    `participants` are entity numbers of the reading. `anaphoric` tells that it may only take up an earlier mention
    ("ces discussions"); `ordinal` keeps a first round from a second one.
    """

    what: Span
    evidence: Span
    kind: str
    status: MeetingStatus | None
    place: Place | None
    date: str | None
    date_text: Span | None
    participants: tuple[int, ...]
    duration: Span | None = None
    ordinal: int | None = None
    anaphoric: bool = False
    why: tuple[str, ...] = ()


class Spot(NamedTuple):
    """The actors that stand at a token: the first mention, the entities of all of them, the token after."""

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
    time_at = {first: (time, last) for time in reading.times for first, last in [reach(time.span)] if first < last}
    cues = [reach(attribution.cue) for attribution in reading.attributions if attribution.cue]
    return Scene(
        article=article,
        row=row,
        words=encounter_words(article.language),
        spots=spots,
        time_at=time_at,
        cue_ends=frozenset(last for _, last in cues),
        sentences=[bounds for span in reading.sentences if (bounds := reach(span))[0] < bounds[1]],
    )


def _in_sentence(scene: Scene, first: int, last: int) -> Iterator[Encounter]:
    masked = first
    for index in range(first, last):
        if index < masked or (index in scene.spots and _is_person(scene, index)):
            continue
        noun = scene.words.nouns.at(scene.row, index)
        if noun is not None:
            masked = noun.last
            if noun.label != "none" and not _is_verb(scene, noun, first):
                yield from _noun(scene, noun, first, last)
                continue
        verb = scene.words.direct.at(scene.row, index) or scene.words.linked.at(scene.row, index)
        if verb is None and noun is not None and noun.label != "none":
            verb = noun
        if verb is not None:
            masked = verb.last
            direct = verb is noun or scene.words.direct.at(scene.row, index) is not None
            yield from _verb(scene, verb, direct, first, last)


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
    frame = _right(scene, noun.last, last, opened=OPEN)
    possessed = any(row[at].form in words.possessives for at in range(start, noun.first))
    linked = any(row[at].form in words.links for at in range(noun.last, min(frame.end, noun.last + 12)))
    carried = any(words.light.at(row, at) for at in range(max(first, start - 4), start))
    if words.premodifiers or noun.first - start > 1:
        _premodifiers(scene, start, noun.first, frame)
    if possessed or carried or (linked and len(frame.participants) < 2):
        _add(frame, _subject(scene, start, first))
    yield from _encounter(scene, noun, start, frame, first, last)


def _verb(scene: Scene, verb: Hit, direct: bool, first: int, last: int) -> Iterator[Encounter]:
    frame = _right(scene, verb.last, last, opened=direct)
    others = len(frame.participants)
    subject = _subject(scene, verb.first, first)
    if direct and not others:
        return
    _add(frame, subject)
    if len(frame.participants) < 2:
        return
    start = verb.first
    frame.why.append("rule:verb")
    yield from _encounter(scene, verb, start, frame, first, last)


def _add(frame: Frame, entities: Sequence[int]) -> None:
    frame.participants.extend(entity for entity in entities if entity not in frame.participants)


def _phrase_start(scene: Scene, noun: Hit, first: int) -> int:
    """Find where the noun phrase begins: its determiner, ordinals and other words that cannot end another phrase."""
    words, row = scene.words, scene.row
    start = noun.first
    while start > first and noun.first - start < 6:
        form = row[start - 1].form
        stops = form in words.breaks | words.topics | words.links or form in ",.;:()"
        if stops or verb_side(row, start - 1, words.times) is not Direction.UNKNOWN:
            break
        start -= 1
        if form in words.articles | words.possessives:
            break
    return start


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


def _right(scene: Scene, at: int, last: int, *, opened: bool) -> Frame:
    """Read the clause after a head: participants while the phrase is open, then place and time to its end."""
    row, words = scene.row, scene.words
    frame = Frame()
    is_open, said_verb = opened, False
    stop = min(last, at + REACH)
    while at < stop:
        form = row[at].form
        if at in scene.time_at:
            time, end = scene.time_at[at]
            if frame.time is None and not _of_saying(scene, at):
                frame.time = time
            at, is_open = end, is_open and not said_verb
            continue
        if (found := _place_at(scene, at, first_of_phrase=not frame.participants and not said_verb)) is not None:
            frame.place = frame.place or found[0]
            at = found[1]
            continue
        if at in scene.spots:
            if is_open:
                _add(frame, scene.spots[at].entities)
            at = scene.spots[at].last
            continue
        if form in words.breaks:
            break
        if form in words.links:
            is_open = True
        elif form in words.topics:
            is_open = False
        elif verb_side(row, at, words.times) is not Direction.UNKNOWN:
            if at in scene.cue_ends or at + 1 in scene.cue_ends:
                break
            said_verb, is_open = True, False
        elif form == "," and (said_verb or not is_open):
            if not _goes_on(scene, at + 1):
                break
        elif form == "," and at + 1 not in scene.spots and not _goes_on(scene, at + 1):
            is_open = False
        at += 1
    frame.end = at
    return frame


def _goes_on(scene: Scene, at: int) -> bool:
    """Whether a place, time, actor or opening word follows a comma, so that the clause is not over."""
    if at >= len(scene.row):
        return False
    return (
        at in scene.time_at
        or at in scene.spots
        or scene.row[at].form in scene.words.links
        or _place_at(scene, at, first_of_phrase=False) is not None
    )


def _of_saying(scene: Scene, at: int) -> bool:
    """Whether a time stands right after a verb of saying ("a déclaré mardi") and so dates the words."""
    return at in scene.cue_ends or at - 1 in scene.cue_ends


def _place_at(scene: Scene, at: int, *, first_of_phrase: bool) -> tuple[Place, int] | None:
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
    if spot is None:
        fits = bare or known_place(name)
    else:
        country = spot.mention.actor_kind is ActorKind.COUNTRY and known_place(name)
        fits = spot.mention.actor_kind is not ActorKind.PERSON and (bare or not country)
    if not inside:
        fits = bare and known_city(name)
    return (place(name, spot.mention.code if spot else None), end) if fits else None


def _name_end(row: Sequence[Token], begin: int, text: str) -> int:
    end = begin + 1
    while end < len(row) and row[end].capital and text[row[end - 1].end : row[end].start] in (" ", "-"):
        end += 1
    while end + 1 < len(row) and row[end].form == "-" and row[end - 1].end == row[end].start and row[end].end == row[end + 1].start:
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
        if form in words.breaks:
            break
        if found and form not in words.of:
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
    time, value, reason = _when(scene, start, frame, left, first, last)
    status, cue = _status(scene, head, start, left, frame.end, value)
    if frame.place is None:
        frame.place = _place_before(scene, left, start)
    duration = next((hit for at in range(left, min(frame.end + 8, last)) if (hit := words.durations.at(row, at))), None)
    ordinal = next((words.ordinals[row[at].form] for at in range(start, head.first + 1) if row[at].form in words.ordinals), None)
    yield Encounter(
        what=Span(row[start].start, row[max(head.last, _what_end(scene, head, frame)) - 1].end),
        evidence=Span(row[first].start, row[last - 1].end),
        kind=head.label,
        status=status,
        place=frame.place,
        date=value,
        date_text=time.span if time else None,
        participants=tuple(frame.participants),
        duration=Span(row[duration.first].start, row[duration.last - 1].end) if duration else None,
        ordinal=ordinal,
        anaphoric=not frame.participants,
        why=tuple(dict.fromkeys([f"kind:{head.label}", *frame.why, *reason, *([f"status:{cue}"] if cue else [])])),
    )


def _what_end(scene: Scene, head: Hit, frame: Frame) -> int:
    """Find the end of the noun phrase: the last participant, place or time before the clause's verb or comma."""
    end = at = head.last
    while at < frame.end:
        if at in scene.spots or at in scene.time_at:
            end = at = scene.spots[at].last if at in scene.spots else scene.time_at[at][1]
            continue
        form = scene.row[at].form
        if form == "," or verb_side(scene.row, at, scene.words.times) is not Direction.UNKNOWN:
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
    scene: Scene, start: int, frame: Frame, left: int, first: int, last: int
) -> tuple[TimeExpression | None, str | None, list[str]]:
    before = [scene.time_at[at] for at in range(left, start) if at in scene.time_at]
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
    if any(scene.words.reported_at.at(scene.row, at) for at in range(max(first, start - 4), start)):
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
        if hit is not None and hit[1] <= start:
            found = hit[0]
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
    strong = next((hit for hit in hits if hit.label in (MeetingStatus.CANCELLED, MeetingStatus.POSTPONED)), None)
    if strong is not None:
        return MeetingStatus(strong.label), _text(scene, strong)
    by_date = _by_date(scene.article.published, value)
    if by_date is not None:
        proposed = by_date is MeetingStatus.PLANNED and hits and hits[0].label == MeetingStatus.PROPOSED
        return (MeetingStatus.PROPOSED, _text(scene, hits[0])) if proposed else (by_date, "date")
    if hits:
        return MeetingStatus(hits[0].label), _text(scene, hits[0])
    for at in range(head.first, left - 1, -1):
        side = verb_side(row, at, words.times)
        if side is Direction.FUTURE:
            return MeetingStatus.PLANNED, "tense"
        if side is Direction.PAST:
            return MeetingStatus.HELD, "tense"
    return None, None


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
