"""What the words around a meeting tell of it when its own clause does not: who meets, and where.

Reports name the place in the dateline or the sentence before, and the parties once, in the headline or the lead.
Nothing is taken from farther away than that, and only where one answer is possible."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta

from pourparlers.dossier.encounter_scene import Scene, dateline, is_person, name_of, of_saying, place_at
from pourparlers.dossier.places import Place, is_seat, known_city
from pourparlers.knowledge import registry
from pourparlers.model import ActorKind, MentionKind, Span

LEAD = 3
OFTEN = 3
SIDES = 2
RECENT_DAYS = 3
CONVENERS = frozenset({"UN"})  # bring others together


@dataclass(frozen=True, slots=True)
class Context:
    """An article by sentence (sentences in text order): the cities and seats it names, and who acts in it."""

    starts: Sequence[int]
    places: Sequence[tuple[Place, ...]]
    actors: Sequence[tuple[int, ...]]
    often: Mapping[int, int]
    there: Sequence[Mapping[int, Place]]
    seat: Place | None
    said: str | None

    def sentence(self, span: Span) -> int:
        """Give the number of the sentence that a stretch of text begins in."""
        return max(0, bisect_right(self.starts, span.start) - 1)


def context_of(scene: Scene) -> Context:
    """Collect cities, seats and actors by sentence."""
    actors = [tuple(_actors(scene, first, last)) for first, last in scene.sentences]
    places = [tuple(_places(scene, first, last)) for first, last in scene.sentences]
    return Context(
        starts=[scene.row[first].start for first, _ in scene.sentences],
        places=places,
        actors=actors,
        often=Counter(entity for some in actors for entity in some),
        there=[dict(_there(scene, first, last)) for first, last in scene.sentences],
        seat=_seat(place for some in places for place in some),
        said=_said_on(scene),
    )


def _said_on(scene: Scene) -> str | None:
    """Find the one day of these days on which an article says that words were said, None if there are more or none."""
    published = scene.article.published
    if published is None:
        return None
    values = {time.value or "" for at, (time, _) in scene.time_at.items() if of_saying(scene, at)}
    days = {value for value in values if len(value) == len("2000-01-01")}
    day = days.pop() if len(days) == 1 else ""
    recent = (published - timedelta(RECENT_DAYS)).isoformat() <= day <= published.isoformat()
    return day if recent else None


def _seat(places: Iterable[Place]) -> Place | None:
    """Choose the one city that an article is about: named twice or more, and twice as often as any other."""
    named = list(places)
    keys = Counter(place.key for place in named).most_common(2)
    if not keys or keys[0][1] < 2 or (len(keys) > 1 and keys[0][1] < 2 * keys[1][1]):
        return None
    return next(place for place in named if place.key == keys[0][0])


def _there(scene: Scene, first: int, last: int) -> Iterator[tuple[int, Place]]:
    """Find who is said to be where by nothing but a name and a place ("Mike Pence en Turquie")."""
    for at in range(first, last):
        spot = scene.spots.get(at)
        hit = place_at(scene, spot.last, after_head=False) if spot and spot.last < last else None
        if spot and hit:
            yield from ((entity, hit[0]) for entity in spot.entities)


def _places(scene: Scene, first: int, last: int) -> Iterator[Place]:
    opening = dateline(scene, first, last)
    if opening is not None:
        yield opening
    at = first
    while at < last:
        hit = place_at(scene, at, after_head=True)
        if hit is None or (scene.row[at].form in scene.words.genitives and hit[0].key.endswith("/capital")):
            at += 1
            continue
        if known_city(hit[0].name) or is_seat(hit[0].name, scene.article.language):
            yield hit[0]
        at = hit[1]


def _actors(scene: Scene, first: int, last: int) -> Iterator[int]:
    for at in range(first, last):
        spot = scene.spots.get(at)
        if spot is None or spot.mention.actor_kind is ActorKind.OUTLET:
            continue
        if (
            spot.mention.kind is MentionKind.NAME
            and known_city(name_of(scene, spot))
            and spot.mention.code is None
        ):
            continue
        if _is_place_or_source(scene, at):
            continue
        yield from spot.entities


def _is_place_or_source(scene: Scene, at: int) -> bool:
    """Whether a name only tells where something is or who says it ("in Oslo", "according to the UN")."""
    row, words = scene.row, scene.words
    before = next((n for n in range(at - 1, max(at - 4, -1), -1) if row[n].form not in words.articles), -1)
    if before < 0 or is_person(scene, at):
        return False
    where = place_at(scene, before, after_head=False)
    return row[before].form in words.anchors or (where is not None and where[1] == scene.spots[at].last)


def place_around(
    context: Context,
    spans: Iterable[Span],
    participants: Sequence[int],
    *,
    formal: bool,
    taken: frozenset[str],
) -> Place | None:
    """Find where a meeting is held: where its participants are said to be, or the city of a summit's sentences.

    Args:
        context: the article.
        spans: the sentences that mention the meeting.
        participants: entity numbers of those who take part.
        formal: whether it has a city of its own, that of its sentences, those beside them or the whole article.
        taken: keys of the places where other meetings of the article are held.
    """
    numbers = sorted({context.sentence(span) for span in spans})
    nearby = [
        near
        for number in numbers
        for near in (number, number - 1, number + 1)
        if 0 <= near < len(context.places)
    ]
    for near in nearby:
        found = _one(place for who, place in context.there[near].items() if who in participants)
        if found is not None and found.key not in taken:
            return found
    if not formal:
        return None
    for near in nearby:
        found = _one(place for place in context.places[near] if known_city(place.name))
        if found is not None and found.key not in taken:
            return found
    return context.seat if context.seat and context.seat.key not in taken else None


def _one(places: Iterable[Place]) -> Place | None:
    found = {place.key: place for place in places}
    return next(iter(found.values())) if len(found) == 1 else None


def parties_around(context: Context, span: Span, sides: Mapping[int, str]) -> tuple[int, ...]:
    """Find the two sides that unnamed parties must be: the only two of the sentence, else the main ones of the lead.

    Args:
        context: the article.
        span: the sentence of the mention.
        sides: the side (country, organisation) of each entity that has one.
    """
    number = context.sentence(span)
    for first in (number, number - 1):
        found = _by_side(
            (entity for some in context.actors[max(0, first) : number + 1] for entity in some), sides
        )
        if len(found) == SIDES:
            return () if _is_one_country(found) else tuple(found.values())
    lead = _by_side((entity for some in context.actors[:LEAD] for entity in some), sides)
    weight: Counter[str] = Counter()
    for entity, count in context.often.items():
        if entity in sides and sides[entity] not in CONVENERS:
            weight[sides[entity]] += count
    main = [side for side, count in weight.most_common(SIDES) if side in lead and count >= OFTEN]
    apart = len(main) == SIDES and not _is_one_country(main)
    return tuple(lead[side] for side in main) if apart else ()


def _is_one_country(sides: Iterable[str]) -> bool:
    """Whether one of two sides is the other's country, which is no side of its own where its government is one."""
    codes = {(known.cameo or side) if (known := registry.entity(side)) else side for side in sides}
    return any(f"{code}GOV" in codes for code in codes)


def _by_side(entities: Iterable[int], sides: Mapping[int, str]) -> dict[str, int]:
    found: dict[str, int] = {}
    for entity in entities:
        if entity in sides and sides[entity] not in CONVENERS:
            found.setdefault(sides[entity], entity)
    return found
