"""Who acts in the clause before the noun or verb of an encounter, by name or by a pronoun."""

from __future__ import annotations

from bisect import bisect_right

from pourparlers.dossier.encounter_scene import Scene, is_person, mention_ending, name_of
from pourparlers.dossier.places import known_city
from pourparlers.model import ActorKind, MentionKind
from pourparlers.reading.tense import Direction

SUBJECT_REACH = 30
PRONOUN_REACH = 5
SAME_PRONOUN = 3


def subject_before(scene: Scene, head: int, first: int) -> list[int]:
    """Find who acts in the clause before a head: the nearest actors that no preposition governs, with "et" joined."""
    row, words = scene.row, scene.words
    found: list[int] = []
    at = head - 1
    while at >= max(first, head - SUBJECT_REACH):
        hit = mention_ending(scene, at, first)
        if hit is not None:
            start, spot = hit
            start = _with_role(scene, start, first)
            governed = _governed(scene, start, first)
            if not governed and spot.mention.actor_kind is not ActorKind.OUTLET:
                found.extend(reversed(spot.entities))
            elif found:
                break
            at = start - 1
            continue
        form = row[at].form
        that = at - 1 if form == "'" else at
        if found and that >= first and row[that].form in words.objects:
            comma = that > first and row[that - 1].form == ","
            before = mention_ending(scene, that - 1 - comma, first)
            return [*(before[1].entities if before else ()), *dict.fromkeys(reversed(found))]
        if not found and form in words.subjects:
            return []
        if form in words.relatives:
            before = mention_ending(scene, at - 1, first) or mention_ending(scene, at - 2, first)
            return list(before[1].entities) if before else []
        if form in words.breaks or (found and form not in words.of):
            break
        at -= 1
    return list(dict.fromkeys(reversed(found)))


def told_to(scene: Scene, verb: int, first: int) -> tuple[list[int], list[str]]:
    """Find whom words before an infinitive would have act ("a chance for the Danes to resume talks").

    Args:
        scene: the article.
        verb: the token of the infinitive.
        first: the first token of the sentence.

    Returns:
        the entities and the codes of national adjectives between it and the verb or clause before; none where it has
        no word such as "to" before it.
    """
    row, words = scene.row, scene.words
    at = verb - 1 - (row[verb - 1].form == "'")
    if at <= first or row[at].form not in words.infinitive:
        return [], []
    entities: list[int] = []
    codes: list[str] = []
    for n in range(at - 1, max(first, at - SUBJECT_REACH) - 1, -1):
        form = row[n].form
        if scene.side(n) is not Direction.UNKNOWN or form in words.breaks or form == ",":
            break
        if (entities or codes) and form in words.topics:
            break
        if n in scene.spots and scene.spots[n].mention.actor_kind is not ActorKind.OUTLET:
            entities[:0] = scene.spots[n].entities
        elif n in scene.demonyms:
            codes[:0] = [scene.demonyms[n]]
    return list(dict.fromkeys(entities)), codes


def subject_meant(scene: Scene, head: int, first: int) -> list[int]:
    """Find whom a pronoun right before a verb means: the first to act in its sentence, or the only person in it, or so before."""
    near = range(max(first, head - PRONOUN_REACH), head)
    if not any(scene.row[at].form in scene.words.subjects for at in near):
        return []
    number = max(0, bisect_right(scene.sentences, (head, len(scene.row))) - 1)
    for begin, end in reversed(scene.sentences[_told_from(scene, number) : number + 1]):
        named = [
            (at, spot)
            for at in range(begin, min(end, head))
            if (spot := scene.spots.get(at)) and is_person(scene, at) and spot.entities
        ]
        named = [(at, spot) for at, spot in named if spot.mention.kind is not MentionKind.PRONOUN]
        acting = [spot for at, spot in named if not _governed(scene, _with_role(scene, at, begin), begin)]
        if acting:
            return list(acting[0].entities[:1])
        apart = [spot for at, spot in named if not _linked(scene, _with_role(scene, at, begin), begin)]
        if len({spot.entities for spot in apart}) == 1:
            return list(apart[0].entities[:1])
    return []


def _told_from(scene: Scene, number: int) -> int:
    """Find the sentence that names whom a pronoun means: the one before, or before others that open with the pronoun."""
    row, first = scene.row, scene.sentences[number][0]
    begun = number
    while (
        begun > max(0, number - SAME_PRONOUN)
        and row[first].form in scene.words.subjects
        and row[scene.sentences[begun - 1][0]].form == row[first].form
    ):
        begun -= 1
    return max(0, begun - 1)


def _with_role(scene: Scene, at: int, first: int) -> int:
    """Find where a mention begins with the office before it ("with the minister Anna Berg")."""
    role = scene.spots[at].mention.role
    if role is None or role.start >= scene.spots[at].mention.span.start:
        return at
    return max(first, min(at, scene.token(role)))


def _governed(scene: Scene, start: int, first: int) -> bool:
    """Whether a preposition stands before a mention (over its article and small words)."""
    words = scene.words
    return _before(scene, start, first) in words.topics | words.links | words.genitives


def _linked(scene: Scene, start: int, first: int) -> bool:
    """Whether a mention is the other side ("with the minister Anna Berg")."""
    return _before(scene, start, first) in scene.words.links


def _before(scene: Scene, start: int, first: int) -> str:
    """Give the word before a mention and its article and small words, "" where the sentence begins."""
    at = start - 1
    while (
        at >= first and at >= start - 3 and scene.row[at].form in scene.words.articles - scene.words.genitives
    ):
        at -= 1
    return scene.row[at].form if at >= first else ""


def actors_in(scene: Scene, first: int, last: int) -> list[int]:
    """Give everyone named in a stretch but media and cities."""
    spots = (scene.spots[at] for at in range(first, last) if at in scene.spots)
    return [
        entity
        for spot in spots
        if spot.mention.actor_kind is not ActorKind.OUTLET and not known_city(name_of(scene, spot))
        for entity in spot.entities
    ]
