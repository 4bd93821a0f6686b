"""An article as a row of tokens, with the actors, times and places that stand at each of them."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from pourparlers.dossier.encounter_words import Hit, Words, encounter_words
from pourparlers.dossier.places import Place, is_seat, known_city, known_place, place
from pourparlers.knowledge.entities import find as find_entities
from pourparlers.model import (
    ActorKind,
    Article,
    Mention,
    MentionKind,
    Reading,
    Span,
    TimeExpression,
)
from pourparlers.reading.tense import Direction, verb_side
from pourparlers.reading.timewords import Token, fold, tokens

REACH = 45
MANY_WORDS = 5
PAIR = 2
SITE_REACH = 4
TITLE = 2


class Spot(NamedTuple):
    """The actors that stand at a token: the first mention, the entities of all of them, the token after.

    A pronoun or office of several ("ils", "les deux dirigeants") has no entities: the meetings before tell who.
    """

    mention: Mention
    entities: tuple[int, ...]
    last: int


@dataclass(frozen=True, slots=True)
class Scene:
    """An article as a row of tokens, with what stands at each of them."""

    article: Article
    row: Sequence[Token]
    words: Words
    spots: dict[int, Spot]
    time_at: dict[int, tuple[TimeExpression, int]]
    cue_ends: frozenset[int]
    sources: dict[int, tuple[int, ...]]
    offices: frozenset[int]
    demonyms: dict[int, str]
    sentences: Sequence[tuple[int, int]]
    sides: dict[int, Direction] = field(default_factory=dict)
    nouns: dict[int, Hit | None] = field(default_factory=dict)

    def side(self, at: int) -> Direction:
        """Give the side of today that the word at a token speaks of as a verb, looked up once."""
        if at not in self.sides:
            self.sides[at] = verb_side(self.row, at, self.words.times)
        return self.sides[at]

    def noun(self, at: int) -> Hit | None:
        """Give the noun of an encounter that starts at a token, looked up once; a link it needs ("call with") is none of it."""
        if at not in self.nouns:
            hit = self.words.nouns.at(self.row, at)
            linked = (
                hit is not None and hit.label != "none" and self.row[hit.last - 1].form in self.words.links
            )
            self.nouns[at] = hit._replace(last=hit.last - 1) if hit and linked else hit
        return self.nouns[at]

    def token(self, span: Span) -> int:
        """Give the number of the token that a stretch of text begins with."""
        return bisect_left(self.row, span.start, key=lambda token: token.start)


def scene_of(article: Article, reading: Reading) -> Scene:
    """Lay out an article: each mention and time at the token where it begins, sentences as token ranges."""
    row = tokens(article.text, article.regions)
    starts = [token.start for token in row]

    def reach(span: Span) -> tuple[int, int]:
        return bisect_left(starts, span.start), bisect_left(starts, span.end)

    people = {reach(one.span)[0] for one in reading.mentions if one.actor_kind is ActorKind.PERSON}
    spots: dict[int, Spot] = {}
    for mention in reading.mentions:
        first, last = reach(mention.span)
        if mention.actor_kind is not ActorKind.PERSON and first in people and last - first > MANY_WORDS:
            continue
        known = spots.get(first)
        if first < last and (known is None or known.last < last):
            spots[first] = Spot(mention, (mention.entity,), last)
        elif known is not None and known.last == last:
            spots[first] = known._replace(entities=(*known.entities, mention.entity))
    for first, spot in spots.items():
        if len(spot.entities) > 1 and spot.mention.kind is not MentionKind.NAME:
            spots[first] = spot._replace(entities=())
    _part_pairs(article, reading, spots)
    for first in _appositions(spots):
        del spots[first]
    time_at = {
        first: (time, last) for time in reading.times for first, last in [reach(time.span)] if first < last
    }
    cues = [reach(attribution.cue) for attribution in reading.attributions if attribution.cue]
    entity_at = defaultdict(list)
    for mention in reading.mentions:
        if mention.kind is MentionKind.NAME or mention.code:
            entity_at[mention.span.start].append(mention.entity)
    sources = {
        reach(attribution.cue)[0]: tuple(
            entity
            for at in range(attribution.source.start, attribution.source.end)
            for entity in entity_at.get(at, ())
        )
        for attribution in reading.attributions
        if attribution.cue and attribution.source
    }
    return Scene(
        article=article,
        row=row,
        words=encounter_words(article.language),
        spots=spots,
        time_at=time_at,
        cue_ends=frozenset(last for _, last in cues),
        sources=sources,
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


def _appositions(spots: dict[int, Spot]) -> list[int]:
    """Find the words for people of a country that only tell whose somebody is ("l'Américaine Anna Berg")."""
    return [
        first
        for first, spot in spots.items()
        if spot.mention.kind is MentionKind.DEMONYM
        and (after := spots.get(spot.last)) is not None
        and after.mention.kind is MentionKind.NAME
        and after.mention.actor_kind is ActorKind.PERSON
    ]


def _part_pairs(article: Article, reading: Reading, spots: dict[int, Spot]) -> None:
    """Read two people joined by a hyphen ("le sommet Trump-Kim") as both of them."""
    whole: dict[str, int] = {}
    for mention in reading.mentions:
        name = article.text[mention.span.start : mention.span.end]
        if mention.actor_kind is ActorKind.PERSON and mention.kind is MentionKind.NAME and "-" not in name:
            parts = fold(name).split()
            whole |= {part: mention.entity for part in (parts[0], parts[-1]) if part not in whole}
    for first, spot in spots.items():
        halves = fold(article.text[spot.mention.span.start : spot.mention.span.end]).split("-")
        pair = tuple(dict.fromkeys(whole[half] for half in halves if half in whole))
        if len(halves) == len(pair) == PAIR:
            spots[first] = spot._replace(entities=pair)


def is_person(scene: Scene, index: int) -> bool:
    """Tell whether the actor at a token is a person."""
    return scene.spots[index].mention.actor_kind is ActorKind.PERSON


def name_of(scene: Scene, spot: Spot) -> str:
    """Give the words of the mention at a spot."""
    return scene.article.text[spot.mention.span.start : spot.mention.span.end]


def place_at(scene: Scene, at: int, *, after_head: bool, formal: bool = False) -> tuple[Place, int] | None:
    """Read a place at a token: a preposition and a name ("à Genève", "in the White House"), or "de" and a city."""
    row, words = scene.row, scene.words
    inside = row[at].form in words.place_prepositions
    if not inside and not (after_head and row[at].form in words.place_of):
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


def site_at(scene: Scene, at: int, first: int) -> tuple[Place, int] | None:
    """Read "the village of X", "au château de X" at the noun: where something is, under a preposition."""
    row, words = scene.row, scene.words
    if row[at].form not in words.sites or row[at].capital:
        return None
    begin = at + 1
    while (
        begin < len(row) and begin < at + 4 and (row[begin].form in words.genitives or row[begin].form == "'")
    ):
        begin += 1
    if begin in (at + 1, len(row)) or not row[begin].capital or begin in scene.time_at:
        return None
    before = range(max(first, at - SITE_REACH), at)
    if not any(row[n].form in words.topics | words.place_prepositions for n in before):
        return None
    end = _name_end(row, begin, scene.article.text)
    return place(scene.article.text[row[begin].start : row[end - 1].end]), end


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


def dateline(scene: Scene, first: int, last: int) -> Place | None:
    """Read the city that a sentence or headline opens with before a colon ("Genève : …")."""
    row = scene.row
    if first >= last or not row[first].capital:
        return None
    end = _name_end(row, first, scene.article.text)
    name = scene.article.text[row[first].start : row[end - 1].end]
    return place(name) if end < last and row[end].form == ":" and known_city(name) else None


def destination(scene: Scene, at: int) -> Place | None:
    """Read the place right after a verb of travel, with or without a preposition."""
    while True:
        passed = scene.words.passing.at(scene.row, at)
        if at in scene.time_at:
            at = scene.time_at[at][1]
        elif passed is not None:
            at = passed.last
        else:
            break
    if at >= len(scene.row):
        return None
    found = place_at(scene, at, after_head=False)
    if found is not None or not scene.row[at].capital:
        return found[0] if found else None
    spot = scene.spots.get(at)
    end = spot.last if spot else _name_end(scene.row, at, scene.article.text)
    name = scene.article.text[scene.row[at].start : scene.row[end - 1].end]
    return place(name, spot.mention.code if spot else None) if known_place(name) else None


def mention_ending(scene: Scene, at: int, first: int) -> tuple[int, Spot] | None:
    """Give the mention whose last token this is, and where it begins."""
    for start in range(max(first, at - 11), at + 1):
        spot = scene.spots.get(start)
        if spot is not None and spot.last == at + 1:
            return start, spot
    return None


def of_saying(scene: Scene, at: int) -> bool:
    """Whether a time stands right after a verb of saying ("a déclaré mardi") and so dates the words."""
    return at in scene.cue_ends or at - 1 in scene.cue_ends


def reported_there(scene: Scene, start: int, first: int) -> bool:
    """Whether "lors de", "during" or the like stands before a noun phrase."""
    return any(scene.words.reported_at.at(scene.row, at) for at in range(max(first, start - 4), start))


def left_edge(scene: Scene, start: int, first: int) -> int:
    """Find where the clause before a head begins."""
    at = start
    while at > max(first, start - REACH) and not is_break(scene, at - 1):
        at -= 1
    return at


def is_break(scene: Scene, at: int) -> bool:
    """Tell whether a clause ends at a token; the full stop of a short title ("M.", "Dr.") ends none."""
    row = scene.row
    if row[at].form not in scene.words.breaks:
        return False
    before = row[at - 1] if at and row[at].form == "." else None
    titled = (
        before is not None and before.capital and len(before.form) <= TITLE and before.end == row[at].start
    )
    return not (titled and at + 1 < len(row) and row[at + 1].capital)


def phrase_start(scene: Scene, noun: Hit, first: int) -> int:
    """Find where the noun phrase begins: its determiner, ordinals and other words that cannot end another phrase."""
    words, row = scene.words, scene.row
    start = noun.first
    while start > first and noun.first - start < 6:
        form = row[start - 1].form
        if form == "'":
            return start - 2 if start - 2 >= first and row[start - 2].form in words.determiners else start
        stops = form in words.breaks | words.topics | words.links | words.genitives or form in ',.;:()"«»'
        if form not in words.determiners and (stops or scene.side(start - 1) is not Direction.UNKNOWN):
            return start
        start -= 1
        if form in words.determiners | words.possessives:
            return start
    return noun.first if noun.first - start >= 6 else start
