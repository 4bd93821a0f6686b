"""Whether a mention of an encounter goes on about a meeting that the article has spoken of."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date

from pourparlers.dossier.encounter_making import (
    FORMAL,
    OF_BODY,
    Encounter,
)
from pourparlers.dossier.places import Place, agree
from pourparlers.dossier.telling_parties import (
    IMPLIED,
    Participant,
    overlap,
    same_party,
    those,
)
from pourparlers.model import MeetingStatus

APART = frozenset(
    frozenset(pair)
    for pair in (
        *(("press-conference", kind) for kind in ("call", "visit", "talks", *FORMAL)),
        *(("call", kind) for kind in ("visit", "summit", "council", "session", "conference")),
        *(("visit", kind) for kind in ("council", "session", "conference", "talks", "summit")),
        *(
            ("summons", kind)
            for kind in ("visit", "call", "summit", "council", "session", "conference", "talks")
        ),
    )
)
RECENT = 30
TOLD = 6
VAGUE = frozenset({"talks"})


def without_strangers(
    encounter: Encounter, before: Sequence[Sequence[Encounter]], people: dict[int, Participant]
) -> Encounter:
    """Leave out unknown groups beside a summit that was spoken of already ("the charities stay away from the summit")."""
    told = encounter.kind in FORMAL and any(encounter.kind == home[0].kind for home in before[-RECENT:])
    if not told or encounter.indefinite or encounter.hosts or not encounter.participants:
        return encounter
    if any(who.code or who.side or who.person for who in those([encounter], people)):
        return encounter
    return replace(encounter, participants=(), anaphoric=True)


def told_of(home: Sequence[Encounter]) -> Sequence[Encounter]:
    """Give the mentions that tell what a meeting is: the first and the last, so that time stays linear."""
    return home if len(home) <= 2 * TOLD else [*home[:TOLD], *home[-TOLD:]]


def continues(encounter: Encounter, home: Sequence[Encounter], people: dict[int, Participant]) -> bool:
    """Whether a mention goes on about the meeting of earlier mentions."""
    if contradicts(encounter, home) or _other_people(encounter, home, people):
        return False
    same_kind = encounter.kind in {one.kind for one in home}
    if same_kind and encounter.kind in FORMAL and _in_one_city(encounter, home):
        return True
    return _goes_on(encounter, home, people)


def _goes_on(encounter: Encounter, home: Sequence[Encounter], people: dict[int, Participant]) -> bool:
    """Whether a mention that nothing speaks against goes on about a meeting: by how it is named, its day, place, people."""
    same_kind = encounter.kind in {one.kind for one in home}
    same_day = bool(encounter.date and any(one.date for one in home)) or _on_one_named_day(encounter, home)
    told = bool(encounter.date or encounter.place)
    mine, known = those([encounter], people), those(home, people)
    alike = overlap(mine, known)
    if encounter.indefinite:
        formal = encounter.kind == home[0].kind and encounter.kind in FORMAL
        return (same_day or formal) and (encounter.anaphoric or alike)
    if "press-conference" in (encounter.kind, home[0].kind) and not encounter.anaphoric:
        return alike and len(known) > 1
    if encounter.anaphoric:
        same_place = bool(encounter.place and any(one.place for one in home))
        asked = not known and same_kind and _is_asked_for_too(encounter, home)
        return not told or same_day or same_place or len(known) > 1 or asked
    if not known:
        return same_day or (same_kind and not told)
    if same_day and same_kind and not mine:
        return True
    apart = not same_kind and not same_day and _is_other_kind(encounter, home)
    return not apart and alike and (same_kind or told or encounter.kind not in VAGUE)


def _on_one_named_day(encounter: Encounter, home: Sequence[Encounter]) -> bool:
    """Whether both are of the same day by its name, where no date is known ("Monday's talks" in an undated article)."""
    return encounter.unresolved is not None and encounter.unresolved in {one.unresolved for one in home}


def _is_asked_for_too(encounter: Encounter, home: Sequence[Encounter]) -> bool:
    """Whether a mention gives the day or place of what was only planned or proposed without them so far."""
    ahead = encounter.status in (MeetingStatus.PROPOSED, MeetingStatus.PLANNED)
    return ahead and encounter.status == home[-1].status and not any(one.date or one.place for one in home)


def _is_other_kind(encounter: Encounter, home: Sequence[Encounter]) -> bool:
    """Whether one is a summit or the like and the other is not, or a journey without a place the other."""
    formal = {one.kind in FORMAL for one in (encounter, *home)}
    journey = all(one.kind == "visit" and not one.place for one in home)
    place = encounter.place is not None and encounter.place.key in {
        one.place.key for one in home if one.place
    }
    return (len(formal) > 1 and not place) or (journey and encounter.kind != "visit")


def _in_one_city(encounter: Encounter, home: Sequence[Encounter]) -> bool:
    """Whether a mention names the very city of a meeting, not only its country."""
    where = encounter.place
    return (
        where is not None
        and where.key != where.country
        and where.key in {one.place.key for one in home if one.place}
    )


def _other_people(encounter: Encounter, home: Sequence[Encounter], people: dict[int, Participant]) -> bool:
    """Whether two or more people meet here and two or more there, and not all of the fewer are among the others."""
    formal = any(one.kind in FORMAL for one in (encounter, *home))
    return other_people(those([encounter], people), those(home, people), formal=formal)


def other_people(some: Iterable[Participant], others: Iterable[Participant], *, formal: bool) -> bool:
    """Whether two or more people meet here and two or more there, and (of a summit: none) not all of the fewer there too."""
    here, there = ({who.key for who in group if who.person} for group in (some, others))
    return min(len(here), len(there)) > 1 and not (here & there if formal else here <= there or there <= here)


def contradicts(encounter: Encounter, home: Sequence[Encounter]) -> bool:
    """Whether kind, ordinal, place or date of a mention speak against a meeting."""
    day = best_date(one.date for one in home)
    general = all(one.kind in VAGUE and not (one.date or one.place) for one in home)
    return (
        any(frozenset({encounter.kind, other.kind}) in APART for other in home)
        or len({one.ordinal for one in (encounter, *home) if one.ordinal}) > 1
        or not all(agree(encounter.place, other.place) for other in home)
        or bool(encounter.date and day and not same_time(encounter.date, day))
        or len({one.unresolved for one in (encounter, *home) if one.unresolved}) > 1
        or (encounter.kind not in VAGUE and general)
        or _is_another_formal_one(encounter, home)
        or any(_is_of_own(one) and _is_of_sides(other) for one, other in _pairs(encounter, home))
        or any(_is_over(one) and _is_awaited(other) for one, other in _pairs(encounter, home))
        or (encounter.ordinal is not None and all(_only_asked_for(one) for one in home))
    )


def _pairs(encounter: Encounter, home: Sequence[Encounter]) -> list[tuple[Encounter, Encounter]]:
    return [pair for other in home for pair in ((encounter, other), (other, encounter))]


def _is_of_own(one: Encounter) -> bool:
    """Whether a body's own members meet."""
    return OF_BODY in one.why


def _is_of_sides(one: Encounter) -> bool:
    """Whether talks or the like are said to be between some."""
    return one.kind in VAGUE and not one.anaphoric


def _is_over(one: Encounter) -> bool:
    """Whether a verb tells that people have met ("where he met the president")."""
    return "rule:verb" in one.why and one.status is MeetingStatus.HELD


def _is_awaited(one: Encounter) -> bool:
    """Whether a day to come tells that a meeting lies ahead."""
    return "status:date" in one.why and one.status is MeetingStatus.PLANNED


def _is_another_formal_one(encounter: Encounter, home: Sequence[Encounter]) -> bool:
    """Whether a dated council or the like is told of beside a summit or the like that nobody has dated."""
    kinds = {one.kind for one in home}
    return (
        encounter.kind in FORMAL
        and bool(encounter.date)
        and encounter.anaphoric
        and bool(kinds & FORMAL)
        and encounter.kind not in kinds
    )


def _only_asked_for(one: Encounter) -> bool:
    return one.status is MeetingStatus.PROPOSED and one.ordinal is None


def closeness(encounter: Encounter, home: Sequence[Encounter], people: dict[int, Participant]) -> float:
    """How much speaks for a mention going on about a meeting; the latest meeting wins a tie."""
    same_day = encounter.date is not None and encounter.date in {one.date for one in home}
    same_place = encounter.place is not None and encounter.place.key in {
        one.place.key for one in home if one.place
    }
    same_who = bool(encounter.participants) and overlap(those([encounter], people), those(home, people))
    return (
        2.0 * same_day
        + 2.0 * same_place
        + 2.0 * same_who
        + 1.5 * (encounter.kind in {one.kind for one in home})
    )


def inherit(
    encounter: Encounter, before: Sequence[Sequence[Encounter]], people: dict[int, Participant]
) -> Encounter:
    """Let those of the last meeting take part in "their" next one, or in the second of a row."""
    row = encounter.anaphoric or (encounter.ordinal is not None and encounter.kind in FORMAL)
    serial = row and not encounter.indefinite and bool(encounter.date or encounter.place)
    if len(those([encounter], people)) > 1 or not (encounter.joint or serial):
        return encounter
    nearest = list(reversed(before[-RECENT:]))
    own = set(encounter.participants)
    named = [home for home in nearest if own and own <= {who.entity for who in those(told_of(home), people)}]
    for home in named or nearest:
        known = [who.entity for who in those(told_of(home), people) if who.entity != IMPLIED]
        alike = encounter.joint or encounter.ordinal or encounter.kind == home[0].kind
        if (
            alike
            and len(known) > 1
            and (encounter.joint or _all_among(encounter.participants, known, people))
        ):
            return replace(encounter, participants=tuple(known), why=(*encounter.why, "rule:joint"))
    return encounter


def _all_among(some: Sequence[int], known: Sequence[int], people: dict[int, Participant]) -> bool:
    return all(any(same_party(people[one], people[other]) for other in known) for one in some)


def same_time(one: str, other: str) -> bool:
    """Whether two ISO dates can be the same time: equal, or one a part of the other (a day and its week or month)."""
    if one.startswith(other) or other.startswith(one):
        return True
    coarse, fine = sorted((one, other), key=lambda value: ("W" not in value, len(value)))
    if "W" in coarse and len(fine) == 10:
        year, week, _ = date.fromisoformat(fine).isocalendar()
        return coarse == f"{year}-W{week:02}"
    return False


def best_date(values: Iterable[str | None]) -> str | None:
    """Choose the finest date, then the most frequent, then the earliest."""
    counted = Counter(value for value in values if value)
    return min(counted, key=lambda value: (-len(value), -counted[value], value), default=None)


def best_place(encounters: Iterable[Encounter]) -> Place | None:
    """Choose a city over a country, then the most frequent."""
    counted = Counter(one.place for one in encounters if one.place)
    return min(counted, key=lambda p: (p.key == p.country, -counted[p], p.name), default=None)
