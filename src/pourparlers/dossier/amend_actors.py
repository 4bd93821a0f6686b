"""People's changes to who is whom, laid over the actors of a dossier."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from functools import cached_property

from pourparlers.dossier.actors import ActorTable, sides
from pourparlers.dossier.amendments import (
    ActorChange,
    ActorRef,
    MergeActors,
    SetActor,
    SplitActor,
    both,
    marked,
)
from pourparlers.dossier.merging import slug
from pourparlers.knowledge.words import fold
from pourparlers.model import Actor, Article, Evidence, Mention, MentionKind, Reading

Entity = tuple[str, int]
"""The id of an article and the number of an entity of its reading."""

Pairs = Iterable[tuple[Article, Reading]]


class Cast:
    """Actors that can be found by the words that name them.

    Args:
        table: the actors.
        pairs: the articles with their readings.
    """

    def __init__(self, table: ActorTable, pairs: Pairs) -> None:
        self._table = table
        self._pairs = pairs

    @cached_property
    def actors(self) -> dict[str, Actor]:
        """The actors by id."""
        return {actor.id: actor for actor in self._table.actors}

    @cached_property
    def entities(self) -> dict[Entity, str]:
        """The id of the actor that each entity is."""
        return dict(self._table.entities)

    @cached_property
    def members(self) -> dict[str, list[Entity]]:
        """The entities that each actor is, in order."""
        found: dict[str, list[Entity]] = defaultdict(list)
        for entity in sorted(self.entities):
            found[self.entities[entity]].append(entity)
        return found

    @cached_property
    def pairs(self) -> dict[str, tuple[Article, Reading]]:
        """The articles with their readings, by id."""
        return {article.id: (article, reading) for article, reading in self._pairs}

    def entity(self, place: Evidence) -> Entity | None:
        """Give the entity that is named at a place: the shortest mention that overlaps it most."""
        if place.article not in self.pairs:
            return None
        near = [
            (min(m.span.end, place.end) - max(m.span.start, place.start), m)
            for m in self.pairs[place.article][1].mentions
            if m.span.start < place.end and place.start < m.span.end
        ]
        best = max(
            near, key=lambda one: (one[0], one[1].span.start - one[1].span.end, -one[1].entity), default=None
        )
        return None if best is None else (place.article, best[1].entity)

    def find(self, ref: ActorRef) -> str | None:
        """Give the id of the actor that is meant: the one most of the places name, else by code, else by name."""
        votes: dict[str, int] = {}
        for place in ref.mentions:
            entity = self.entity(place)
            actor = self.entities.get(entity) if entity else None
            if actor in self.actors:
                votes[actor] = votes.get(actor, 0) + 1
        if votes:
            return min(votes, key=lambda id: (-votes[id], id))
        if ref.code:
            return next((one.id for one in self.actors.values() if one.code == ref.code), None)
        name = fold(ref.name)
        called = [
            one.id
            for one in self.actors.values()
            if name and name in {fold(one.name), *map(fold, one.variants)}
        ]
        return called[0] if len(called) == 1 else None

    def move(self, entities: Sequence[Entity], actor: str, to: str) -> None:
        """Make entities of one actor those of another."""
        gone = set(entities)
        self.members[actor] = [one for one in self.members[actor] if one not in gone]
        self.members[to] = sorted({*self.members[to], *gone})
        self.entities.update(dict.fromkeys(entities, to))

    def mentions(self, entity: Entity) -> list[tuple[Mention, str]]:
        """Give the mentions of an entity, with their words."""
        article, reading = self.pairs[entity[0]]
        return [
            (m, article.text[m.span.start : m.span.end]) for m in reading.mentions if m.entity == entity[1]
        ]


def amend_actors(table: ActorTable, pairs: Pairs, changes: Sequence[ActorChange]) -> ActorTable:
    """Lay changes over the actors, one after the other.

    Args:
        table: the actors as the machine found them.
        pairs: the articles with their readings.
        changes: what people changed, in the order they did.

    Returns:
        the actors; a merged one keeps the id of the actor it was merged into, a split one is named after its name.
    """
    if not changes:
        return table
    cast = Cast(table, pairs)
    for change in changes:
        id = cast.find(change.who)
        if id is None:
            continue
        match change:
            case MergeActors():
                _merge(cast, id, change)
            case SplitActor():
                _split(cast, id, change)
            case SetActor():
                _set(cast, id, change)
    ordered = tuple(cast.actors[id] for id in sorted(cast.actors))
    return ActorTable(ordered, cast.entities, sides(ordered))


def _merge(cast: Cast, id: str, change: MergeActors) -> None:
    found = dict.fromkeys(cast.find(one) for one in change.others)
    if None in found:
        return
    one = cast.actors[id]
    for other in [cast.actors.pop(each) for each in found if each and each != id]:
        one = replace(
            one,
            variants=tuple(sorted({*one.variants, *other.variants})),
            party=one.party or other.party,
            home=one.home or (other.home if one.party is None else None),
            affiliation=one.affiliation or other.affiliation,
            roles=tuple(dict.fromkeys((*one.roles, *other.roles))),
            code=one.code or other.code,
            mentions=tuple(sorted({*one.mentions, *other.mentions})),
            reason=both(one.reason, other.reason),
        )
        cast.move(cast.members[other.id], other.id, id)
    cast.actors[id] = replace(one, reason=marked(one.reason, change.number))


def _split(cast: Cast, id: str, change: SplitActor) -> None:
    chosen = {entity for place in change.apart if (entity := cast.entity(place))}
    forms = {fold(form) for form in change.forms}
    whole = cast.members[id]
    gone = [
        one for one in whole if one in chosen or (forms and _forms(cast, one) and _forms(cast, one) <= forms)
    ]
    left = [one for one in whole if one not in gone]
    if not gone or not left:
        return
    one = cast.actors[id]
    new = _unused(slug(change.name) or "unnamed", cast.actors)
    cast.move(gone, id, new)
    theirs, ours = _written(cast, gone), _written(cast, left)
    kept = tuple(v for v in one.variants if _within(v, ours) or not _within(v, theirs)) or (one.name,)
    places = {Evidence(e[0], *m.span) for e in gone for m, _ in cast.mentions(e)}
    cast.actors[new] = Actor(
        id=new,
        name=change.name,
        kind=one.kind,
        variants=tuple(sorted({change.name, *theirs})),
        party=one.party if change.party is None else change.party or None,
        roles=tuple(role for role in one.roles if _within(role, _roles(cast, gone))),
        mentions=tuple(sorted(places)),
        reason=marked(one.reason, change.number),
    )
    cast.actors[id] = replace(
        one,
        name=one.name if one.name in kept or one.code else max(kept, key=lambda v: (len(v), v)),
        variants=kept,
        mentions=tuple(place for place in one.mentions if place not in places),
        reason=marked(one.reason, change.number),
    )


def _set(cast: Cast, id: str, change: SetActor) -> None:
    one = cast.actors[id]
    if change.name:
        # What has a code is shown by the name that goes with it in the reader's language.
        variants = tuple(sorted({change.name, one.name, *one.variants}))
        one = replace(one, name=change.name, variants=variants, code=None)
    if change.party is not None:
        one = replace(one, party=change.party or None, home=None)
    cast.actors[id] = replace(one, reason=marked(one.reason, change.number))


def _forms(cast: Cast, entity: Entity) -> set[str]:
    """Give how an entity is written, folded; pronouns left out."""
    return {
        fold(words) for mention, words in cast.mentions(entity) if mention.kind is not MentionKind.PRONOUN
    }


def _written(cast: Cast, entities: Iterable[Entity]) -> list[str]:
    words = (
        " ".join(words.split())
        for entity in entities
        for mention, words in cast.mentions(entity)
        if mention.kind is not MentionKind.PRONOUN
    )
    return list(dict.fromkeys(words))


def _roles(cast: Cast, entities: Iterable[Entity]) -> list[str]:
    return [
        " ".join(cast.pairs[entity[0]][0].text[mention.role.start : mention.role.end].split())
        for entity in entities
        for mention, _ in cast.mentions(entity)
        if mention.role
    ]


def _within(words: str, texts: Iterable[str]) -> bool:
    return any(words in text for text in texts)


def _unused(id: str, taken: Mapping[str, Actor]) -> str:
    name, number = id, 2
    while name in taken:
        name, number = f"{id}-{number}", number + 1
    return name
