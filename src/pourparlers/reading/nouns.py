"""What a noun phrase without a name stands for: "le ministre", "les deux dirigeants", "le mouvement", "le communiqué"."""

from __future__ import annotations

from bisect import insort
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from typing import NamedTuple

from pourparlers.knowledge.entities import entity, is_state, party_of
from pourparlers.model import ActorKind, Span
from pourparlers.reading.authors import SHORT, author
from pourparlers.reading.cast import Cast, Figure
from pourparlers.reading.head import Head
from pourparlers.reading.pronouns import HIGHEST, WINDOW, Place, Sighting, agrees, bearer, same_side
from pourparlers.reading.vocabulary import Vocabulary

LEAST_SHARED = 2
OPENING = 3
NEXT = 1
SENTENCES_BACK = 3
NUMBERS = {3: "three", 4: "four", 5: "five"}
THINGS = {
    "country": frozenset({ActorKind.COUNTRY}),
    "organisation": frozenset({ActorKind.ORGANISATION, ActorKind.GROUP}),
    "outlet": frozenset({ActorKind.OUTLET}),
    "armed": frozenset({ActorKind.GROUP}),
}


class StandIns(NamedTuple):
    """Those a phrase stands for, and why."""

    figures: tuple[Figure, ...]
    why: str


class Surroundings:
    """What was seen in an article so far: the sightings in text order, and by each folded word of a known name where."""

    def __init__(self, vocabulary: Vocabulary, cast: Cast) -> None:
        self.vocabulary = vocabulary
        self.cast = cast
        self.sightings: list[Sighting] = []
        self.named: dict[str, list[tuple[int, Figure]]] = {}
        self.in_quotes: set[int] = set()
        self.documents: dict[str, tuple[Figure, ...]] = {}

    @property
    def year(self) -> int | None:
        """The year of the article, if it is known."""
        published = self.cast.scene.article.published
        return published.year if published else None

    def see(self, sighting: Sighting) -> None:
        """Add a sighting in its place."""
        insort(self.sightings, sighting, key=lambda s: (s.start, s.end))

    def people(self) -> list[Figure]:
        """Give the people of the article."""
        return [figure for figure in self.cast.figures if figure.kind is ActorKind.PERSON]

    def before(self, place: Place, wanted: Callable[[Figure], bool]) -> list[Figure]:
        """Give those seen before a place, the last first, each once."""
        seen = [s.figure for s in reversed(self.sightings) if s.start < place.start and wanted(s.figure)]
        return list({figure.number: figure for figure in reversed(seen)}.values())[::-1] if seen else []

    def is_a(self, head: Head, kind: str) -> bool:
        """Tell whether a noun stands for something of this kind that was named before."""
        return head.key in self.vocabulary.generic.get(kind, frozenset())


def stand_ins(head: Head, place: Place, around: Surroundings) -> StandIns | None:
    """Find whom a noun phrase stands for that names nobody itself.

    Args:
        head: the phrase.
        place: where it stands.
        around: what was seen in the article.

    Returns:
        those it stands for, None when it speaks for itself ("des analystes", "le ministère").
    """
    if head.pointing and not head.plural and around.is_a(head, "source"):
        return StandIns(place.last, "rule:same-source") if place.last else None
    if head.noun == "document":
        found = author(head, place, around)
        if found is None:
            return None
        if found[0]:
            around.documents[head.key] = found[0]
        return StandIns(*found)
    return (
        _members(head, around)
        or _pair(head, place, around)
        or _holder(head, place, around)
        or _introduced(head, place, around)
        or _same_body(head, place, around)
        or _generic(head, place, around)
    )


def _members(head: Head, around: Surroundings) -> StandIns | None:
    """Take all members for the organisation ("tous les pays de l'UE")."""
    if not (head.plural and head.definite and head.inner_code is not None and around.is_a(head, "members")):
        return None
    whole = entity(head.inner_code)
    if whole is not None and whole.iso3 is not None:
        return None
    return StandIns((around.cast.known(head.inner_code),), "rule:members")


def _holder(head: Head, place: Place, around: Surroundings) -> StandIns | None:
    """Find the person that a bare office or relation stands for."""
    if head.noun not in {"role", "expert"} or head.plural or not head.definite:
        return None
    if around.is_a(head, "counterpart"):
        return _counterpart(head, place, around)
    if head.possessive:
        owner = _owning(place, around)
        if owner is None or head.office is None or head.country is not None:
            return None
        head = replace(head, country=owner)
    if head.pointing and head.country is None:
        people = [f for f in place.last if f.kind is ActorKind.PERSON and agrees(f, head.gender)]
        if people and not any(f.offices - {head.office} for f in people if head.office):
            return StandIns((people[0],), "rule:pointed-at")
    ministers = around.vocabulary.generic.get("minister", frozenset())
    figure = bearer(head, place, around.people(), around.sightings, year=around.year, ministers=ministers)
    if figure is not None:
        return StandIns((figure,), "rule:office-holder")
    return _of_side(head, place, around)


def _of_side(head: Head, place: Place, around: Surroundings) -> StandIns | None:
    """Find the person named last of the country that "le responsable américain" tells."""
    if head.country is None or head.inner_code is not None or not around.is_a(head, "anyone"):
        return None
    named = around.before(
        place,
        lambda f: (
            f.kind is ActorKind.PERSON
            and bool(f.names)
            and (f.country or f.known_side) == head.country
            and agrees(f, head.gender)
        ),
    )
    return StandIns((named[0],), "rule:person-of-side") if named else None


def _owning(place: Place, around: Surroundings) -> str | None:
    """Give the country that a possessive speaks of: the last that its sentence names as a subject."""
    here = place.sentence(place.start)
    for sighting in reversed(around.sightings):
        if sighting.start < place.start and sighting.figure.kind is ActorKind.COUNTRY:
            if place.sentence(sighting.start) != here:
                return None
            if sighting.subject and not sighting.complement and sighting.figure.code:
                return party_of(sighting.figure.code)
    return None


def _introduced(head: Head, place: Place, around: Surroundings) -> StandIns | None:
    """Find the person that the sentences right after name and give the same office ("a spokesman", then who it is)."""
    if head.noun not in {"role", "expert"} or head.plural or head.possessive or head.inner is not None:
        return None
    opening = place.paragraph(place.start) <= OPENING
    for figure in sorted(around.people(), key=lambda f: f.at[:1]):
        if not figure.names or figure.at[0] <= place.start or not same_side(figure, head):
            continue
        near = place.paragraph(figure.at[0]) - place.paragraph(place.start) <= NEXT
        named = head.key in figure.nouns or (head.office is not None and head.office in figure.offices)
        expert = opening and head.noun == "expert" and "expert" in figure.classes
        only = head.definite and head.office is not None and _only_one(head, around)
        if (near or opening or only) and (named or expert) and agrees(figure, head.gender):
            return StandIns((figure,), "rule:introduced-after")
    return None


def _only_one(head: Head, around: Surroundings) -> bool:
    """Tell whether one person alone of an article is said to hold an office."""
    return sum(head.office in figure.offices for figure in around.people() if figure.names) == 1


def _pair(head: Head, place: Place, around: Surroundings) -> StandIns | None:
    """Find the two last named that "les deux dirigeants" or "both sides" stand for."""
    if head.plural and head.definite and around.is_a(head, "opposed"):
        return _opposed(place, around)
    people, sides = around.is_a(head, "pair_people"), around.is_a(head, "pair_sides")
    if head.plural and head.definite and (people or sides) and _as_many(head, around) == len(place.last):
        return StandIns(place.last, "rule:as-many")
    if not head.plural or not head.definite or not (head.dual and (people or sides)):
        return None
    if not people:
        return StandIns(_two_sides(place, around, groups=around.is_a(head, "pair_groups")), "rule:two")
    kind = ActorKind.PERSON
    if around.is_a(head, "pair_leaders"):
        heads = around.before(place, lambda figure: bool(figure.held(around.year) & HIGHEST))
        by_side = {side: figure for figure in reversed(heads) if (side := figure.party or figure.known_side)}
        if len(by_side) > 1:
            two = sorted(list(by_side.values())[-2:], key=lambda figure: figure.number)
            return StandIns(tuple(two), "rule:two")
    last = around.before(place, lambda figure: figure.kind is kind)[:2]
    if len(last) < 2:
        after = [s.figure for s in around.sightings if s.start >= place.start and s.figure.kind is kind]
        last = list({figure.number: figure for figure in (*last, *after)}.values())[:2]
    both = tuple(sorted(last, key=lambda figure: figure.number))
    return StandIns(both, "rule:two") if len(both) == 2 else None


def _as_many(head: Head, around: Surroundings) -> int:
    """Give how many a phrase says that it speaks of, from three on ("ces trois pays")."""
    keys = {around.cast.scene.words[k].key for k in head.words}
    named = around.vocabulary.generic
    return next((n for n, name in NUMBERS.items() if keys & named.get(name, frozenset())), -1)


def _two_sides(place: Place, around: Surroundings, *, groups: bool) -> tuple[Figure, ...]:
    """Find the two countries named nearby that "both countries" are, or movements too; nobody when more are, or fewer.

    Who stands in a complement of the same sentence is none of them ("with X and Y, the two countries …").
    """
    here = place.sentence(place.start)
    kinds = {ActorKind.COUNTRY, ActorKind.GROUP} if groups else {ActorKind.COUNTRY}
    near: list[tuple[int, Sighting]] = []
    aside = False
    for sighting in around.sightings:
        if not place.start - WINDOW < sighting.start < place.start:
            continue
        distance = here - place.sentence(sighting.start)
        aside = sighting.complement or (aside and _goes_on(sighting, around))
        if sighting.figure.kind in kinds and sighting.figure.code and (distance or not aside):
            near.append((distance, sighting))
    for reach in range(SENTENCES_BACK + 1):
        seen = [sighting for distance, sighting in near if distance <= reach]
        sides = {s.figure.number: s.figure for s in seen}
        several = len(sides) > 2
        if several:
            sides = {s.figure.number: s.figure for s in seen if not s.complement}
        if len(sides) == 2:
            return tuple(sides[number] for number in sorted(sides))
        if several:
            break
    return ()


def _goes_on(sighting: Sighting, around: Surroundings) -> bool:
    """Tell whether a conjunction joins a name to the one before it ("with X and Y")."""
    words, small = around.cast.scene.words, around.vocabulary
    index = around.cast.scene.words_in(Span(sighting.start, sighting.end)).start - 1
    while index > 0 and (words[index].key in small.determiners or words[index].key in small.elided):
        index -= 1
    return index >= 0 and words[index].key in small.conjunctions


def _opposed(place: Place, around: Surroundings) -> StandIns | None:
    """Find the two countries named most often so far, that "the belligerents" stand for."""
    times = Counter(
        s.figure.number
        for s in around.sightings
        if s.start < place.start and s.figure.kind is ActorKind.COUNTRY
    )
    most = sorted(times, key=lambda number: (-times[number], number))[:2]
    return StandIns(tuple(around.cast.figures[n] for n in most), "rule:two") if len(most) == 2 else None


def _counterpart(head: Head, place: Place, around: Surroundings) -> StandIns | None:
    """Find the person of the country that "son homologue américain" names."""
    if head.country is None:
        return None
    people = [
        figure
        for figure in around.people()
        if (figure.country or figure.known_side) == head.country
        and figure not in place.last
        and agrees(figure, head.gender)
    ]
    offices = {office for figure in place.last for office in figure.held(around.year)}
    peers = [figure for figure in people if offices & figure.held(around.year)]
    fitting = {figure.number for figure in peers or people}
    before = around.before(place, lambda figure: figure.number in fitting)
    after = [s.figure for s in around.sightings if s.figure.number in fitting]
    found = before[:1] or after[:1]
    return StandIns(tuple(found), "rule:counterpart") if found else None


def _same_body(head: Head, place: Place, around: Surroundings) -> StandIns | None:
    """Take a body without its country for the one named before whose name has all its words ("the Foreign Ministry")."""
    if head.noun != "organisation" or not head.definite or head.plural or head.country or head.inner_code:
        return None
    scene, small = around.cast.scene, around.vocabulary
    own = {
        scene.words[k].key
        for k in head.words
        if scene.words[k].key not in small.of
        and scene.words[k].key not in small.determiners
        and scene.words[k].key not in small.elided
    }
    for start, figure in reversed(around.named.get(head.key.split()[0], ())):
        match = scene.match(scene.words_in(Span(start, start + 1)).start)
        if len(own) < LEAST_SHARED or start >= place.start or match is None:
            continue
        if own <= {scene.words[k].key for k in scene.range_of(match)}:
            return StandIns((figure,), "rule:short-form")
    return None


def _generic(head: Head, place: Place, around: Surroundings) -> StandIns | None:
    """Find what a bare noun stands for: "le mouvement", "l'agence", "le pays"."""
    if not head.definite or head.possessive or head.inner or head.size > SHORT or head.country is not None:
        return None
    if _has_name(head, around):
        return None
    same = [
        figure
        for start, figure in around.named.get(head.key.split()[0], ())
        if start < place.start and (place.quoted or start not in around.in_quotes)
    ]
    if not same and (clipped := _clipped_later(head, around)) is not None:
        return StandIns((clipped,), "rule:short-form")
    if (
        same
        and not head.plural
        and (head.noun in {"organisation", "press"} or _clipped(head, same[-1], around))
    ):
        return StandIns((same[-1],), "rule:short-form")
    kinds = [kind for kind in THINGS if around.is_a(head, kind) and (not head.plural or kind == "armed")]
    fitting = around.before(
        place, lambda figure: any(_may_be(figure, kind=kind, wanted=THINGS[kind]) for kind in kinds)
    )
    last = [figure for figure in place.last if figure in fitting]
    if fitting:
        return StandIns(((last or fitting)[0],), "rule:generic-noun")
    return None


def _has_name(head: Head, around: Surroundings) -> bool:
    """Tell whether a name that is not known follows a noun, so that it stands for nobody else ("l'ONG X", "le collectif X")."""
    scene, small = around.cast.scene, around.vocabulary
    return any(
        scene.words[k].capital and scene.covering[k] < 0 and scene.words[k].key not in small.portfolio
        for k in head.words
        if scene.words[k].key != head.key and k > head.words.start
    )


def _clipped(head: Head, figure: Figure, around: Surroundings) -> bool:
    """Tell whether a word with a capital is the last part of a country's name ("le Nord", "the South")."""
    scene = around.cast.scene
    word = scene.words[head.words.stop - 1]
    return (
        figure.kind is ActorKind.COUNTRY
        and head.size == 1
        and word.key == head.key
        and word.capital
        and not scene.initial(head.words.stop - 1)
    )


def _clipped_later(head: Head, around: Surroundings) -> Figure | None:
    """Find the one country of whose names in the article a word with a capital is a part ("le Nord", then "nord-coréen")."""
    scene, last = around.cast.scene, head.words.stop - 1
    if head.size != 1 or not scene.words[last].capital or scene.initial(last):
        return None
    codes = {
        party
        for match in scene.matches
        if (party := party_of(match.entity.code)) and is_state(party)
        if head.key in {scene.words[k].key for k in scene.range_of(match)}
    }
    return around.cast.known(next(iter(codes))) if len(codes) == 1 else None


def _may_be(figure: Figure, *, kind: str, wanted: frozenset[ActorKind]) -> bool:
    """Tell whether an entity has a name and, unless a country is asked for, is not an organ of one."""
    if figure.kind not in wanted:
        return False
    if figure.code is None:
        return figure.affiliation is not None
    party = entity(figure.party or "")
    own = figure.kind is ActorKind.OUTLET or party is None or party.iso3 is None
    return kind == "country" or own
