"""Who takes part in a meeting as one article tells it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from pourparlers.dossier.encounter_making import (
    Encounter,
)
from pourparlers.dossier.places import is_country
from pourparlers.knowledge.entities import find as find_entities
from pourparlers.knowledge.entities import label, party_of
from pourparlers.knowledge.lexicon import lexicon
from pourparlers.knowledge.public_figures import side_of
from pourparlers.knowledge.words import fold
from pourparlers.model import ActorKind, Article, MentionKind, Reading, Span

IMPLIED = -1
NEAR = 45  # characters
PART = re.compile(r"[,;:!?\n\"«»“”]|(?<=\w{3})\.")  # no full stop of "M." or "Mr."


@dataclass(frozen=True, slots=True)
class Participant:
    """Who takes part: the entity number in the article's reading (`IMPLIED` if it has none), code, name and side."""

    entity: int
    code: str | None
    name: str
    person: bool
    side: str | None
    body: bool = False
    voice: bool = False

    @property
    def key(self) -> str:
        """The same for the same participant in any article: its code, else the last word of its name."""
        return self.code or fold(self.name).split(" ")[-1]


def participants_of(article: Article, reading: Reading) -> dict[int, Participant]:
    """Describe every entity of a reading that can take part in a meeting."""
    names: dict[int, str] = {}
    codes: dict[int, str | None] = {}
    known: set[int] = set()
    sides: dict[int, str | None] = {}
    people: set[int] = set()
    bodies: set[int] = set()
    voices: set[int] = set()
    speaking = tuple(fold(word) for word in lexicon(article.language, "people")["offices"]["spokesperson"])
    for mention in reading.mentions:
        unnamed = mention.kind is not MentionKind.NAME and mention.code is None
        if mention.actor_kind is ActorKind.OUTLET or (mention.actor_kind is ActorKind.GROUP and unnamed):
            continue
        entity = mention.entity
        if mention.kind is not MentionKind.PRONOUN or mention.code:
            known.add(entity)
        text = article.text[mention.span.start : mention.span.end]
        if mention.kind is MentionKind.NAME and len(text) > len(names.get(entity, "")):
            names[entity] = text
        names.setdefault(entity, text)
        codes[entity] = codes.get(entity) or mention.code
        if mention.actor_kind is ActorKind.PERSON:
            people.add(entity)
        if (
            mention.actor_kind is ActorKind.ORGANISATION
            and mention.code
            and not is_country(party_of(mention.code) or "")
        ):
            bodies.add(entity)
        role = article.text[mention.role.start : mention.role.end] if mention.role else ""
        beside = (
            f"{role} {_apposed(article.text, mention.span)}" if mention.kind is MentionKind.NAME else role
        )
        if any(word in fold(beside) for word in speaking):
            voices.add(entity)
        if role and not sides.get(entity):
            found = find_entities(role, article.language)
            sides[entity] = found[0].entity.party if found else None
    return {
        entity: Participant(
            entity=entity,
            code=code,
            name=label(code, article.language) if code else names[entity],
            person=entity in people,
            body=entity in bodies,
            voice=entity in voices,
            side=(party_of(code) if code else None)
            or sides.get(entity)
            or _figure(names[entity], entity in people),
        )
        for entity, code in codes.items()
        if entity in known
    }


def _apposed(text: str, span: Span) -> str:
    """Give the words between commas beside a name ("the spokesman of the president, Anna Berg"), "" where there are none."""
    before, after = text[max(0, span.start - NEAR) : span.start].rstrip(), text[span.end : span.end + NEAR]
    left = before[:-1] if before.endswith(",") else ""
    right = after[1:] if after.startswith(",") else ""
    return f"{PART.split(left)[-1]} {PART.split(right)[0]}"


def _figure(name: str, person: bool) -> str | None:
    words = name.split()
    told = (side_of(" ".join(words[n:])) for n in range(max(1, len(words) - 1)))
    return next((side for side in told if side), None) if person else None


def without_voices(encounter: Encounter, people: dict[int, Participant]) -> Encounter:
    """Let the side of a spokesperson take part, who only tells of a meeting, and keep only those that are known."""
    known = [people[who] for who in encounter.participants if who in people]
    sides = (who.side for who in known if who.voice and who.side)
    return replace(
        encounter,
        participants=tuple(who.entity for who in known if not who.voice),
        hosts=tuple(dict.fromkeys((*encounter.hosts, *sides))),
    )


def those(encounters: Iterable[Encounter], people: dict[int, Participant]) -> tuple[Participant, ...]:
    """Give who takes part by any of these mentions, those that the words only imply last."""
    encounters = tuple(encounters)
    entities = dict.fromkeys(entity for one in encounters for entity in one.participants)
    found = [people[entity] for entity in entities if entity in people]
    known = {one.code for one in found}
    codes = dict.fromkeys(code for one in encounters for code in one.hosts if code not in known)
    return (*found, *(Participant(IMPLIED, code, code, False, party_of(code)) for code in codes))


def overlap(some: Sequence[Participant], others: Sequence[Participant]) -> bool:
    """Whether more than half of the smaller group, or two, are in the other group too."""
    shared = sum(any(same_party(one, other) for other in others) for one in some)
    return 2 * shared > min(len(some), len(others)) or shared > 1


def same_party(one: Participant, other: Participant) -> bool:
    """Whether two participants are one, or a person and the side that sent them."""
    if one.key == other.key:
        return True
    return one.person != other.person and one.side is not None and one.side == other.side


def without_own_side(participants: Sequence[Participant]) -> tuple[Participant, ...]:
    """Leave out the country or body that a person who takes part speaks for."""
    sides = {one.side for one in participants if one.person and one.side}
    return tuple(one for one in participants if one.person or (one.side or one.code) not in sides)
