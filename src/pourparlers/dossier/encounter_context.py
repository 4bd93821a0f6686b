"""What the words around a meeting tell of it when its own clause does not: who meets, and where.

Reports name the place in the dateline or the sentence before, and the parties once, in the headline or the lead.
Nothing is taken from farther away than that, and only where one answer is possible.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from pourparlers.dossier.encounter_scene import Scene, name_of, place_at
from pourparlers.dossier.places import Place, is_seat, known_city
from pourparlers.model import ActorKind, MentionKind, Span

LEAD = 3
OFTEN = 3
SIDES = 2


@dataclass(frozen=True, slots=True)
class Context:
    """An article by sentence (sentences in text order): the cities and seats it names, and who acts in it."""

    starts: Sequence[int]
    places: Sequence[tuple[Place, ...]]
    actors: Sequence[tuple[int, ...]]
    often: Mapping[int, int]

    def sentence(self, span: Span) -> int:
        """Give the number of the sentence that a stretch of text begins in."""
        return max(0, bisect_right(self.starts, span.start) - 1)


def context_of(scene: Scene) -> Context:
    """Collect cities, seats and actors by sentence."""
    actors = [tuple(_actors(scene, first, last)) for first, last in scene.sentences]
    return Context(
        starts=[scene.row[first].start for first, _ in scene.sentences],
        places=[tuple(_places(scene, first, last)) for first, last in scene.sentences],
        actors=actors,
        often=Counter(entity for some in actors for entity in some),
    )


def _places(scene: Scene, first: int, last: int) -> Iterator[Place]:
    at = first
    while at < last:
        hit = place_at(scene, at, after_head=True)
        if hit is None or scene.row[at].form in scene.words.genitives:
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
        yield from spot.entities


def place_around(
    context: Context, spans: Iterable[Span], participants: Sequence[int], *, formal: bool
) -> Place | None:
    """Find where a meeting is held: the one place of its sentence, else of the next one to name its participants.

    Args:
        context: the article.
        spans: the sentences that mention the meeting.
        participants: entity numbers of those who take part.
        formal: whether it has a seat of its own to be looked for in the sentences around and the lead.
    """
    numbers = sorted({context.sentence(span) for span in spans})
    own = _one(place for number in numbers for place in context.places[number])
    if own is not None:
        return own
    for number in numbers:
        for beside in (number - 1, number + 1):
            if 0 <= beside < len(context.places) and (formal or _share(context.actors[beside], participants)):
                found = _one(context.places[beside])
                if found is not None:
                    return found
    return None


def _one(places: Iterable[Place]) -> Place | None:
    found = {place.key: place for place in places}
    return next(iter(found.values())) if len(found) == 1 else None


def _share(some: Sequence[int], others: Sequence[int]) -> bool:
    return any(entity in others for entity in some)


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
            return tuple(found.values())
    lead = _by_side((entity for some in context.actors[:LEAD] for entity in some), sides)
    weight: Counter[str] = Counter()
    for entity, count in context.often.items():
        if entity in sides:
            weight[sides[entity]] += count
    main = [side for side, count in weight.most_common(SIDES) if side in lead and count >= OFTEN]
    return tuple(lead[side] for side in main) if len(main) == SIDES else ()


def _by_side(entities: Iterable[int], sides: Mapping[int, str]) -> dict[str, int]:
    found: dict[str, int] = {}
    for entity in entities:
        if entity in sides:
            found.setdefault(sides[entity], entity)
    return found
