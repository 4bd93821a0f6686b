"""The people, organisations and countries of one article while its mentions are gathered."""

from __future__ import annotations

from bisect import bisect_left, insort
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache

from pourparlers.knowledge.entities import EXPERT, PRESS, is_state, party_of
from pourparlers.knowledge.entities import entity as known_entity
from pourparlers.knowledge.lexicon import data
from pourparlers.knowledge.public_figures import PRIVATE, offices_of, side_of, tenures
from pourparlers.knowledge.transliteration import skeleton
from pourparlers.model import ActorKind
from pourparlers.reading.head import Head
from pourparlers.reading.names import Name
from pourparlers.reading.scene import Scene

OFFICES_OF_STATE = frozenset(
    {"president", "premier", "foreign", "defence", "deputy_minister", "vice_president", "envoy"}
)
UNOFFICIAL = ("LEG", "PTY")
"""How the CAMEO codes of parliaments and parties end."""
CAMPAIGNING = "NGO"
"""The CAMEO code of bodies that help people or stand up for a cause: those who work there speak for them."""
PARTY_CODE = UNOFFICIAL[1]
MEDIA = "-MEDIA"
"""How the codes of the media of countries end; where there are no others, they are the voice of their government."""
HEADS_OF_STATE = frozenset({"president", "premier"})
"""The offices whose holders go on being heard for their country."""
VICE = frozenset({"vice_president"})
"""The office from which people go on to run for the head of the state."""


@dataclass
class Figure:
    """One entity of an article. `names` are folded full names, `skeletons` their spelling-free forms.

    `at` are the offsets where it is mentioned so far, in text order. `of` is whom it serves or belongs to. `bodies` are
    the codes of the organisations it is said to hold an office in. `private` ones speak for no state, whatever theirs is.
    `now` and `past` are the offices it is said to hold and to have held, `elsewhere` tells of one in a body not of the
    state, `unofficial` of one that is none of the government, `against` of one in the opposition to it,
    `legislator` of one in a parliament that is not named, `ministerial` of one under a ministry or the like.
    """

    number: int
    kind: ActorKind
    code: str | None = None
    gender: str | None = None
    plural: bool = False
    country: str | None = None
    names: list[tuple[str, ...]] = field(default_factory=list)
    skeletons: list[tuple[str, ...]] = field(default_factory=list)
    offices: set[str] = field(default_factory=set)
    nouns: set[str] = field(default_factory=set)
    classes: set[str] = field(default_factory=set)
    at: list[int] = field(default_factory=list)
    affiliation: str | None = None
    of: Figure | None = None
    bodies: set[str] = field(default_factory=set)
    private: bool = False
    now: set[str] = field(default_factory=set)
    past: set[str] = field(default_factory=set)
    elsewhere: bool = False
    unofficial: bool = False
    against: bool = False
    legislator: bool = False
    ministerial: bool = False

    @property
    def known_side(self) -> str | None:
        """The code of the country or organisation that a public figure of this full name speaks for."""
        return _side_among(self._full)

    @property
    def surely_of(self) -> str | None:
        """The side of the public figure of this name, be it a bare surname ("Mr Obama's adviser") where there is no fuller one."""
        return _side_among(self._full or self.names)

    @property
    def _full(self) -> list[tuple[str, ...]]:
        return [name for name in self.names if len(name) > 1]

    def held(self, year: int | None) -> frozenset[str]:
        """The offices that the article gives it, and those that this public figure held in a year (None: any)."""
        return self._known_offices(year) | self.offices

    def _known_offices(self, year: int | None) -> frozenset[str]:
        side = self.country or self.known_side
        return offices_of(self.skeletons, side, year) if side else frozenset()

    def outside(self, party: str | None, year: int | None, state: frozenset[str]) -> bool:
        """Whether it is of a state, or may be, and does not speak for its government: a legislator, a party, a former president.

        Args:
            party: its side, if it is known.
            year: when the article is from.
            state: the nouns of those who do.
        """
        side = known_entity(party) if party else None
        if party is not None and (side is None or side.iso3 is None):
            return False
        if self.code is not None:
            known = known_entity(self.code)
            return known is not None and (known.cameo or "").endswith(UNOFFICIAL)
        if (
            self.kind not in {ActorKind.PERSON, ActorKind.GROUP}
            or self._known_offices(year) & OFFICES_OF_STATE
        ):
            return False
        holds = self.now if self.kind is ActorKind.PERSON else self.nouns
        if self.unofficial:
            return not holds & (OFFICES_OF_STATE | state)
        return bool(self.past) and not self.now

    def alone(self, year: int | None, state: frozenset[str]) -> bool:
        """Whether it is a person of a state who holds no office of it: a candidate, a legislator, who was or will be in office.

        Those in the opposition are heard for it, those who lead or sit for a known party for that. Arguments as for `outside`.
        """
        if self.kind is not ActorKind.PERSON or self.code is not None or self.against or self.serving(year):
            return False
        if self.unofficial and not is_political(self.country):
            return not self.now & (OFFICES_OF_STATE | state)
        if self.now - PRIVATE or self.known_side is None:
            return False
        told = self.country is not None
        return bool(self.past) or (not told and year is not None and self._heads_later(year))

    def _heads_later(self, year: int) -> bool:
        """Whether this public figure is at the head of a state only after a year."""
        side = self.country or self.known_side or ""
        first = min((first for first, _ in tenures(self.skeletons, side, HEADS_OF_STATE)), default=year)
        return first > year and not any(
            since <= year for since, _ in tenures(self.skeletons, side, OFFICES_OF_STATE - VICE)
        )

    def serving(self, year: int | None) -> bool:
        """Whether it is told to hold a high office of its state, or known to hold one in a year."""
        if self.kind is not ActorKind.PERSON or self.code is not None:
            return False
        held = self._known_offices(year) if year is not None else frozenset()
        current = OFFICES_OF_STATE - self.past
        return bool(held & current) or (bool(self.offices & current) and not self.elsewhere)

    @property
    def party(self) -> str | None:
        """The code of its side, where the article says it; the name of an organisation that has no code."""
        if self.code is not None:
            return party_of(self.code) or self.code
        side = known_entity(self.known_side or "")
        if side is not None and side.iso3 is None and not self._of_a_state:
            return side.party
        if "expert" in self.classes and not self.offices:
            return self.country if campaigns(self.country) else EXPERT
        if "press" in self.classes:
            return (party_of(f"{self.country}{MEDIA}") if self.country else None) or PRESS
        if self.past and not self.now and not self.past & HEADS_OF_STATE:
            return EXPERT
        return self._served()

    @property
    def _of_a_state(self) -> bool:
        """Whether the article itself gives it an office of a country, whatever body it is known for later."""
        return is_state(self.country or "") and bool(self.now & (OFFICES_OF_STATE | {"monarch"}))

    def _served(self) -> str | None:
        """The code of the country, or of who is served, or the name of the organisation; no state for the private."""
        seen, figure = {self.number}, self
        while figure.country is None and figure.of is not None and figure.of.number not in seen:
            figure = figure.of
            seen.add(figure.number)
            if figure.code is not None:
                return party_of(figure.code)
        country = figure.country or (figure.surely_of if figure is not self else None)
        if country and is_political(country) and figure.now & OFFICES_OF_STATE and not figure.bodies:
            country = country.partition("-")[0]
        state = known_entity(country or "")
        if (self.private or figure.private) and state is not None and state.iso3 is not None:
            return self.affiliation
        return country or self.affiliation


class Cast:
    """The entities of one article, numbered in the order in which they are found."""

    def __init__(self, scene: Scene) -> None:
        self.scene = scene
        self.figures: list[Figure] = []
        self._by_code: dict[str, Figure] = {}
        self.by_name: dict[Name, Figure] = {}

    def known(self, code: str) -> Figure:
        """Give the entity of a code."""
        if code not in self._by_code:
            entity = known_entity(code)
            self._by_code[code] = self.add(entity.kind if entity else ActorKind.ORGANISATION, code=code)
        return self._by_code[code]

    def add(self, kind: ActorKind, *, code: str | None = None) -> Figure:
        """Add an entity that is like none so far."""
        self.figures.append(Figure(len(self.figures), kind, code))
        return self.figures[-1]

    def people(self, names: Sequence[Name]) -> None:
        """Group names into people: full names first, then surnames and given names to whom they fit."""
        full = [name for name in names if name.stop - name.first > 1]
        for name in sorted(full, key=lambda n: (-(n.stop - n.first), n.first)):
            keys = name.keys(self.scene)
            figure = next(
                (f for f in self.figures if f.kind is ActorKind.PERSON and self._same_full(f, keys, name)),
                None,
            )
            self._join(figure or self.add(ActorKind.PERSON), name, keys)
        for name in names:
            if name.stop - name.first == 1:
                figure = self._bearer(name)
                self._join(figure or self.add(ActorKind.PERSON), name, name.keys(self.scene))

    def _join(self, figure: Figure, name: Name, keys: tuple[str, ...]) -> None:
        scene = self.scene
        if keys not in figure.names:
            figure.names.append(keys)
            figure.skeletons.append(tuple(skeleton(key) for key in keys))
        if name.gender and (figure.gender is None or name.honorific is not None):
            figure.gender = name.gender
        insort(figure.at, scene.words[name.first].start)
        self.by_name[name] = figure

    def _same_full(self, figure: Figure, keys: tuple[str, ...], name: Name) -> bool:
        mine = tuple(skeleton(key) for key in keys)
        if name.honorific is not None and figure.gender and name.gender and figure.gender != name.gender:
            return False
        return any(len(theirs) > 1 and (mine == theirs or _part(mine, theirs)) for theirs in figure.skeletons)

    def _bearer(self, name: Name) -> Figure | None:
        key = skeleton(name.keys(self.scene)[0])
        start = self.scene.words[name.first].start
        fitting = [
            (self._rank(figure, key, start, name.gender), figure)
            for figure in self.figures
            if figure.kind is ActorKind.PERSON
            and self._bears(figure, key)
            and _agree(figure.gender, name.gender, name.honorific)
        ]
        return min(fitting, key=lambda pair: pair[0])[1] if fitting else None

    @staticmethod
    def _bears(figure: Figure, key: str) -> bool:
        return any(key in theirs for theirs in figure.skeletons)

    @staticmethod
    def _rank(figure: Figure, key: str, start: int, gender: str | None) -> tuple[int, bool, int]:
        surname = any(theirs[-1] == key for theirs in figure.skeletons)
        index = bisect_left(figure.at, start)
        distance = start - figure.at[index - 1] if index else 1_000_000 + min(figure.at, default=0)
        return (0 if surname else 1, gender is not None and figure.gender != gender, distance)


def _part(a: tuple[str, ...], b: tuple[str, ...]) -> bool:
    """Tell whether one of two full names has all the words of the other, with the same last word or the same first."""
    short, long = sorted((a, b), key=len)
    return (
        len(short) > 1
        and len(short) < len(long)
        and set(short) <= set(long)
        and (short[-1] == long[-1] or short[0] == long[0])
    )


def _side_among(names: Sequence[tuple[str, ...]]) -> str | None:
    return next((side for name in names if (side := side_of(" ".join(name)))), None)


def _agree(a: str | None, b: str | None, honorific: int | None) -> bool:
    return honorific is None or not a or not b or a == b


def campaigns(code: str | None) -> bool:
    """Tell whether a code is that of a body that helps people or stands up for a cause."""
    known = known_entity(code) if code else None
    return known is not None and known.cameo == CAMPAIGNING


def is_political(code: str | None) -> bool:
    """Tell whether a code is that of a political party."""
    known = known_entity(code) if code else None
    return known is not None and (known.cameo or "").endswith(PARTY_CODE)


def describe(figure: Figure, head: Head) -> None:
    """Keep what a phrase says of an entity: its office, its country, its gender.

    An office of another country than the one a public figure speaks for is somebody else's.
    """
    if foreign_to(figure, head):
        return
    if head.office:
        figure.offices.add(head.office)
    if figure.kind is ActorKind.PERSON and head.noun == "role":
        if head.former:
            figure.past.add(head.office or head.key)
        elif not head.rank:
            figure.now.add(head.office or head.key)
        figure.elsewhere = figure.elsewhere or head.elsewhere
    figure.unofficial = figure.unofficial or head.unofficial
    figure.against = figure.against or head.against
    figure.legislator = figure.legislator or head.legislator
    figure.ministerial = figure.ministerial or head.ministerial
    figure.private = figure.private or (head.civil and not figure.offices)
    if head.key:
        figure.nouns.add(head.key)
    if head.noun and head.noun != "other":
        figure.classes.add(head.noun)
    if head.body:
        figure.bodies.add(head.body)
    figure.country = figure.country or head.country
    figure.affiliation = figure.affiliation or head.affiliation
    if head.gender and figure.gender is None and not head.plural:
        figure.gender = head.gender


def foreign_to(figure: Figure, head: Head) -> bool:
    """Tell whether a phrase speaks of the office of another country than the one that a public figure speaks for."""
    if head.kind != "noun" or head.noun != "role" or head.country is None or figure.known_side is None:
        return False
    sides = [entity for side in (head.country, figure.known_side) if (entity := known_entity(side))]
    return head.country != figure.known_side and all(entity.iso3 for entity in sides)


@cache
def _administrations() -> dict[str, frozenset[str]]:
    """Give for the surname of each leader after whom an administration is called the party of that administration."""
    found: dict[str, set[str]] = {}
    for code, names in data("leaders").items():
        for name in names:
            found.setdefault(skeleton(name), set()).add(party_of(code) or code)
    return {name: frozenset(parties) for name, parties in found.items()}


def administrations(figure: Figure) -> frozenset[str]:
    """Give the parties of the administrations called after somebody of this surname."""
    return frozenset(p for keys in figure.skeletons for p in _administrations().get(keys[-1], ()))
