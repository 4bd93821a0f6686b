"""Whom a pronoun, a possessive or a bare office ("le ministre") stands for, among what was mentioned before it.

The order of preference follows what is common in news prose: the speaker of the quotation before, then subjects, then
what is nearest (Lappin and Leass, 1994, weigh the same cues).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import log1p

from pourparlers.knowledge.public_figures import offices_of
from pourparlers.model import ActorKind, Span
from pourparlers.reading.cast import Figure, administrations
from pourparlers.reading.head import Head

WINDOW = 1600
PERSON = 1.6
UNTOLD = 1.2
HELD = 2.6
THING = 1.5
LAST = 2.2
LAST_OF_NARRATION = 1.3
SAME = 1.0
COMPLEMENT = 1.7
PERSONAL = {"masculine": "m", "feminine": "f"}
HIGHEST = {"president", "premier"}
MINISTERIAL = {"foreign", "defence"}
KNOWN = HIGHEST | MINISTERIAL
THINGS = {ActorKind.COUNTRY, ActorKind.ORGANISATION, ActorKind.OUTLET, ActorKind.GROUP}


@dataclass(frozen=True)
class Sighting:
    """A mention that may be an antecedent: where, of whom, and how it stands in its sentence."""

    start: int
    end: int
    figure: Figure
    subject: bool = False
    complement: bool = False
    quoted: bool = False
    gender: str | None = None
    plural: bool = False


@dataclass(frozen=True)
class Place:
    """Where a pronoun stands, and what is known there.

    `own` are the words it says: nobody named in them only is meant by it.
    `last` are the speakers of the last attribution before it, `enclosing` those of the attribution it lies in, when that
    content is not in quotation marks; when it is, they are the `quoter`, who is "I" there and not "he" or "she".
    `follows` tells whether it comes after what it says ("…", a-t-il dit).
    """

    start: int
    own: tuple[Span, ...]
    sentence: Callable[[int], int]
    paragraph: Callable[[int], int]
    last: tuple[Figure, ...] = ()
    enclosing: tuple[Figure, ...] = ()
    quoted: bool = False
    quoter: tuple[Figure, ...] = ()
    follows: bool = False

    def says(self, sighting: Sighting) -> bool:
        """Tell whether a mention stands in the words said."""
        return any(span.start <= sighting.start < span.end for span in self.own)


def antecedents(
    head: Head, place: Place, sightings: Sequence[Sighting], *, gendered: bool
) -> tuple[Figure, ...]:
    """Find whom a third-person pronoun stands for.

    Args:
        head: the pronoun.
        place: where it stands.
        sightings: the mentions of the article in text order.
        gendered: whether things have grammatical gender in the language ("elle" may be a country).

    Returns:
        one entity for a singular pronoun, one or several for a plural, none when nothing fits.
    """
    kind = head.pronoun
    before = [
        s for s in sightings if s.end <= place.start and place.start - s.start < WINDOW and not place.says(s)
    ]
    if kind in PERSONAL:
        before = [s for s in before if s.figure not in place.quoter]
    if kind == "relative":
        return tuple(s.figure for s in before[-1:])
    gender = PERSONAL.get(kind.removesuffix("_plural"))
    if head.plural:
        return _several(before, place, gender)
    wanted = [s for s in before if _fits(s, kind, gender, gendered=gendered)]
    if place.enclosing and any(agrees(f, gender) and not f.plural for f in place.enclosing):
        return tuple(f for f in place.enclosing if agrees(f, gender))[:1]
    best = max(wanted, key=lambda s: (_weight(s, place, kind, gender), s.start), default=None)
    others = tuple(f for f in place.last if agrees(f, gender) and f not in place.quoter)
    return (best.figure,) if best else others[:1]


def named_last(head: Head, place: Place, sightings: Sequence[Sighting]) -> Figure | None:
    """Find whom "the latter" stands for: the person named last in its sentence or the one before, else nobody."""
    gender = PERSONAL.get(head.pronoun)
    for sighting in reversed(sightings):
        figure = sighting.figure
        if sighting.end > place.start or place.says(sighting) or (sighting.quoted and not place.quoted):
            continue
        if place.sentence(place.start) - place.sentence(sighting.start) > 1:
            return None
        if figure.kind is ActorKind.PERSON and not figure.plural and agrees(figure, gender, sighting.gender):
            return figure
    return None


def _fits(sighting: Sighting, kind: str, gender: str | None, *, gendered: bool) -> bool:
    figure = sighting.figure
    if figure.plural or sighting.plural:
        return False
    if kind == "neuter":
        return figure.kind in THINGS
    if figure.kind in THINGS and not gendered and kind != "possessive":
        return False
    return agrees(figure, gender, sighting.gender)


def agrees(figure: Figure, gender: str | None, seen: str | None = None) -> bool:
    """Tell whether an entity may have this gender, by its own or by that of the mention seen."""
    own = figure.gender if figure.kind is ActorKind.PERSON else (seen or figure.gender)
    return gender is None or own is None or own == gender


def _weight(sighting: Sighting, place: Place, kind: str, gender: str | None) -> float:
    figure = sighting.figure
    same = place.sentence(place.start) == place.sentence(sighting.start)
    weight = -0.9 * (place.sentence(place.start) - place.sentence(sighting.start))
    weight -= 0.6 * (place.paragraph(place.start) - place.paragraph(sighting.start))
    if figure in place.last:
        weight += LAST if place.follows else LAST_OF_NARRATION
    elif figure.kind in THINGS and kind in PERSONAL:
        weight -= THING
    if sighting.subject:
        weight += 0.9
        if figure.kind is ActorKind.PERSON and same and not (place.follows and sighting.complement):
            weight += SAME
    if sighting.complement:
        weight -= COMPLEMENT
    if sighting.quoted and not place.quoted:
        weight -= 1.5
    if figure.kind is ActorKind.PERSON and kind != "neuter":
        weight += PERSON
    if gender is not None and (figure.gender or sighting.gender) is None:
        weight -= UNTOLD
    return weight


def _several(before: Sequence[Sighting], place: Place, gender: str | None) -> tuple[Figure, ...]:
    """Find whom a plural pronoun stands for: a group, the joint speakers before, or two named side by side; nobody alone."""
    if len(place.last) > 1:
        return place.last
    groups = [s for s in before if (s.figure.plural or s.plural) and agrees(s.figure, gender)]
    best = max(groups, key=lambda s: (_weight(s, place, "plural", None), s.start), default=None)
    if best is not None and place.paragraph(place.start) - place.paragraph(best.start) <= 1:
        return (best.figure,)
    people = _people(before, gender)
    if len(people) > 1 and not any(figure.plural for figure in place.last):
        return people
    alone = any(figure.kind is ActorKind.PERSON and not figure.plural for figure in place.last)
    return place.last if place.last and not alone else (best.figure,) if best else ()


def _people(before: Sequence[Sighting], gender: str | None) -> tuple[Figure, ...]:
    """Give the two people named last side by side or one as often as the other ("A and B … they")."""
    pair: list[Figure] = []
    for sighting in reversed(before):
        figure = sighting.figure
        if (
            figure.kind is ActorKind.PERSON
            and not figure.plural
            and not sighting.quoted
            and figure not in pair
        ):
            pair.append(figure)
        if len(pair) == 2:
            break
    fits = any(agrees(figure, gender) for figure in pair)
    return tuple(sorted(pair, key=lambda figure: figure.number)) if len(pair) == 2 and fits else ()


def bearer(
    head: Head,
    place: Place,
    people: Sequence[Figure],
    sightings: Sequence[Sighting],
    *,
    year: int | None = None,
    ministers: frozenset[str] = frozenset(),
) -> Figure | None:
    """Find the person that a bare office or relation stands for ("le ministre", "cette analyste").

    Args:
        head: the phrase, definite or demonstrative, of one person.
        place: where it stands.
        people: the people of the article.
        sightings: the mentions of the article in text order.
        year: of the article, if it is known.
        ministers: the nouns of whoever holds an office of a government ("le ministre").

    Returns:
        the person whose office and country agree with it best; failing that, for a head of state or government, one of
        whom no office is told, since the press does not introduce them; None when nobody fits.
    """
    fitting = [f for f in people if not f.plural and agrees(f, head.gender) and same_side(f, head)]
    scored = [
        (claim(figure, head, place, sightings, year, ministers), -figure.number, figure) for figure in fitting
    ]
    best = max((entry for entry in scored if entry[0] > 0), default=None, key=lambda entry: entry[:2])
    return best[2] if best else None


def claim(
    figure: Figure,
    head: Head,
    place: Place,
    sightings: Sequence[Sighting],
    year: int | None,
    ministers: frozenset[str],
) -> float:
    """Weigh how well a person fits a bare office; nothing above zero when not at all."""
    claim = _title(figure, head, place, year, ministers)
    if not claim:
        return 0.0
    if head.country is None and figure.country is not None and head.office in HIGHEST:
        claim -= 1.5
    if head.country is not None and head.country == (figure.country or figure.known_side):
        claim += 1.0
    if head.country is not None and figure.country is None and head.office == "president":
        claim += 0.8 * (head.country in administrations(figure))
    seen = [s for s in sightings if s.figure is figure]
    claim += 0.6 * log1p(len(seen))
    if figure in place.last:
        claim += 1.0
    before = [s for s in seen if s.start < place.start]
    if before:
        claim += max(0.0, 1.0 - 0.25 * (place.paragraph(place.start) - place.paragraph(before[-1].start)))
    return claim


def _title(figure: Figure, head: Head, place: Place, year: int | None, ministers: frozenset[str]) -> float:
    """Weigh what the article says of a person's office against the one written."""
    if head.body is not None and figure.offices and head.body not in figure.bodies:
        return 0.0
    if head.office is None:
        another = _of_another_body(figure, head)
        if head.key in figure.nouns and not another:
            return 3.0
        spoke = figure in place.last and figure.kind is ActorKind.PERSON and _same_class(figure, head)
        spoke = spoke and not another and not (head.country is not None and figure.offices)
        minister = spoke and head.key in ministers and bool(figure.offices & MINISTERIAL)
        return 3.0 if minister else 1.5 if spoke else 0.0
    if head.office in figure.offices:
        return 3.0
    return HELD if _has_held(figure, head, year) else _untold(figure, head)


def _untold(figure: Figure, head: Head) -> float:
    """Weigh a person of whom this office is not told against it."""
    if head.key in figure.nouns and not figure.offices:
        return 2.0
    unsaid = bool(figure.names) and not figure.offices and "expert" not in figure.classes
    return 1.2 if unsaid and head.office in KNOWN else 0.0


def _has_held(figure: Figure, head: Head, year: int | None) -> bool:
    """Tell whether a public figure has held an office in a year (None: in any)."""
    side = head.country or figure.country or figure.known_side
    return side is not None and head.office in offices_of(figure.skeletons, side, year)


def same_side(figure: Figure, head: Head) -> bool:
    """Tell whether nothing says that a person is of another side than a phrase."""
    side = figure.country or figure.known_side
    return head.country is None or side is None or head.country == side


def _same_class(figure: Figure, head: Head) -> bool:
    return head.noun != "expert" or not figure.classes or "expert" in figure.classes


def _of_another_body(figure: Figure, head: Head) -> bool:
    """Tell whether a phrase tells of an office in a body of its own; a legislator's or a mayor's place is none."""
    local = head.unofficial and head.inner is None
    return head.elsewhere and not figure.elsewhere and not local
