"""Meetings: one entry for each, from all the mentions of it in one article and over all articles.

Mentions are put together when nothing speaks against it (date, place, ordinal, kind, participants) and something
speaks for it; the order of the articles does not matter.
"""

from __future__ import annotations

import hashlib
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from functools import partial
from operator import itemgetter

from pourparlers.dossier.encounter_making import FORMAL, OF_BODY, Encounter
from pourparlers.dossier.homes import COMPARED, Homes, parties
from pourparlers.dossier.memory import Kept, Memory
from pourparlers.dossier.places import agree
from pourparlers.dossier.telling_joining import (
    APART,
    VAGUE,
    best_date,
    best_place,
    other_people,
    same_time,
)
from pourparlers.dossier.telling_parties import Participant, same_party
from pourparlers.dossier.tellings import Telling, find
from pourparlers.model import (
    Evidence,
    Meeting,
    MeetingStatus,
    Reason,
    Span,
)

__all__ = ["Participant", "Telling", "find", "merge"]


FORTNIGHT = 14
PAIR = 2
SEASON = 90
AHEAD = frozenset({MeetingStatus.PROPOSED, MeetingStatus.PLANNED})


def merge(
    tellings: Iterable[Telling],
    *,
    actor: Callable[[str, Participant], str | None] | None = None,
    date: str | None = None,
    memory: Memory | None = None,
) -> tuple[Meeting, ...]:
    """Put the tellings of all articles together, one entry a meeting.

    Args:
        tellings: what `find` gave for every article, in any order.
        actor: gives the id of the actor behind a participant of an article (id), None to leave it out; without it
            participants are codes, or names where there is none.
        date: the day of the state of play (ISO 8601), without one that of the latest article. A planned meeting whose
            day has passed stays planned until a report says that it was held.
        memory: the meetings made before.

    Returns:
        the meetings by date (the undated last), then by id.
    """
    tellings = tuple(tellings)
    today = date or max((one.published.isoformat() for one in tellings if one.published), default=None)
    clusters: list[list[Telling]] = []
    near: defaultdict[str, Homes] = defaultdict(Homes)
    sides = {id(one): parties(one) for one in tellings}
    for telling in sorted(tellings, key=lambda one: (-one.confidence, *_order(one))):
        keys = _keys(telling)
        home = next(
            (
                one
                for key in keys
                for one in near[key].of(telling, sides)
                if _belongs(telling, one[:COMPARED])
            ),
            None,
        )
        if home is None:
            home = []
            clusters.append(home)
        home.append(telling)
        for key in keys:
            near[key].add(home)
    kept: Kept[Meeting] = (memory or Memory()).of("meetings")
    meetings = []
    for found in _ahead_once(_with_recalled(clusters)):
        cluster = sorted(found, key=_order)
        known = tuple(
            (actor or _code_or_name)(one.article, who) for one in cluster for who in one.participants
        )
        identity = (today, cluster[0].article, cluster[0].encounters[0].what, known)
        meetings.append(kept.get(identity, cluster, partial(_meeting, cluster, known, today)))
    return tuple(sorted(meetings, key=lambda one: (one.date is None, one.date or "", one.id)))


def _order(telling: Telling) -> tuple[bool, str, str, Span]:
    """Sort tellings by the day of their article (the undated last), article and place in it."""
    return telling.published is None, str(telling.published), telling.article, telling.encounters[0].what


def _keys(telling: Telling) -> list[str]:
    """Give keys of which two tellings of one meeting share at least one: place, country, month, or none of them."""
    keys = [name for name in (telling.place.key, telling.place.country) if name] if telling.place else []
    if telling.date and "W" in telling.date:
        monday = datetime.strptime(telling.date + "-1", "%G-W%V-%u")
        keys += sorted({f"{monday:%Y-%m}", f"{monday + timedelta(6):%Y-%m}"})
    elif telling.date:
        keys.append(telling.date[:7])
    return keys or [f"undated {telling.kind}"]


def _with_recalled(clusters: list[list[Telling]]) -> list[list[Telling]]:
    """Add talks that are only recalled ("the talks were frank") to the latest dated ones of the same parties.

    Where no report has a date, they are added to the only ones of those parties that are told with their place.
    """
    latest = [(best_date(one.date for one in cluster) or "", cluster) for cluster in clusters]
    dated = [cluster for _, cluster in sorted(filter(itemgetter(0), latest), key=itemgetter(0), reverse=True)]
    undated = [cluster for day, cluster in latest if not day and _is_placed(cluster)]
    by_party = [_by_party(homes) for homes in (dated, undated)]
    kept: list[list[Telling]] = []
    for cluster in clusters:
        recalled = None
        if _is_recalled(cluster):
            sides = parties(cluster[0])
            recalled = next(
                (home for home in _near(sides, by_party[0], dated) if _recalls(cluster, home)), None
            )
            if recalled is None and not any(one.published or one.place for one in cluster):
                homes = [home for home in _near(sides, by_party[1], undated) if _recalls(cluster, home)]
                recalled = homes[0] if len(homes) == 1 else None
        if recalled is None:
            kept.append(cluster)
        else:
            recalled.extend(cluster)
    return kept


def _is_placed(cluster: Sequence[Telling]) -> bool:
    """Whether no report of talks has a date and one tells where they were."""
    undated = all(one.published is None and one.kind in VAGUE for one in cluster)
    return undated and any(one.place for one in cluster)


def _by_party(homes: Sequence[Sequence[Telling]]) -> Mapping[str, list[int]]:
    """Give the numbers of the meetings that each party was at, in order."""
    found: defaultdict[str, list[int]] = defaultdict(list)
    for n, home in enumerate(homes):
        for party in parties(home[0]):
            found[party].append(n)
    return found


def _near(
    sides: Iterable[str], by_party: Mapping[str, list[int]], homes: Sequence[list[Telling]]
) -> Iterator[list[Telling]]:
    """Give the meetings that any of some parties was at, in order."""
    return (homes[n] for n in sorted({n for party in sides for n in by_party.get(party, ())}))


def _is_recalled(cluster: Sequence[Telling]) -> bool:
    """Whether a meeting is only recalled: talks that were held, without a day."""
    return all(one.date is None and one.kind in VAGUE and one.status is MeetingStatus.HELD for one in cluster)


def _recalls(cluster: Sequence[Telling], home: Sequence[Telling]) -> bool:
    """Whether undated held talks can be the dated ones: the same parties, nothing known against it."""
    return all(
        other.status is MeetingStatus.HELD
        and frozenset({one.kind, other.kind}) not in APART
        and agree(one.place, other.place)
        and (one.ordinal is None or other.ordinal in (None, one.ordinal))
        and sum(any(same_party(a, b) for b in other.participants) for a in one.participants) > 1
        for one in cluster[:COMPARED]
        for other in home[:COMPARED]
    )


def _ahead_once(clusters: list[list[Telling]]) -> list[list[Telling]]:
    """Put together talks of the same sides that lie ahead, where a day is given once at most: no side is awaited at two tables."""
    kept: list[list[Telling]] = []
    ahead: defaultdict[frozenset[str], list[list[Telling]]] = defaultdict(list)
    for cluster in clusters:
        sides = frozenset(who.side or who.key for one in cluster[:COMPARED] for who in one.participants)
        awaited = all(one.kind in VAGUE and one.status in AHEAD for one in cluster) and len(sides) > 1
        home = next((one for one in ahead[sides] if _same_talks(cluster, one)), None) if awaited else None
        if home is not None:
            home.extend(cluster)
            continue
        kept.append(cluster)
        if awaited:
            ahead[sides].append(cluster)
    return kept


def _same_talks(cluster: Sequence[Telling], home: Sequence[Telling]) -> bool:
    """Whether nothing tells talks that lie ahead apart: place, number, day, or a season between the reports."""
    days = [one.published for one in (*cluster, *home) if one.published]
    near = not days or (max(days) - min(days)).days <= SEASON
    return near and all(
        agree(one.place, other.place)
        and (one.ordinal is None or other.ordinal in (None, one.ordinal))
        and not (one.date and other.date and not same_time(one.date, other.date))
        for one in cluster[:COMPARED]
        for other in home[:COMPARED]
    )


def _day(cluster: Sequence[Telling]) -> str | None:
    """Give the day of a meeting; talks still awaited, without a day, after the day once named have none any more."""
    value, last = best_date(one.date for one in cluster), cluster[-1]
    if value is None or last.date or not last.published or last.status not in AHEAD:
        return value
    if any(one.kind not in VAGUE or one.status not in AHEAD for one in cluster):
        return value
    day = datetime.strptime(value + "-7", "%G-W%V-%u").date().isoformat() if "W" in value else value
    return None if day < last.published.isoformat()[: len(day)] else value


def _code_or_name(article: str, participant: Participant) -> str:
    return participant.code or participant.name


def _two_meetings(one: Telling, other: Telling) -> bool:
    """Whether kind, place, ordinal or date tell two meetings apart."""
    return (
        frozenset({one.kind, other.kind}) in APART
        or not agree(one.place, other.place)
        or other_people(one.participants, other.participants, formal=bool(FORMAL & {one.kind, other.kind}))
        or bool(one.ordinal and other.ordinal and one.ordinal != other.ordinal and one.date != other.date)
        or bool(one.date and other.date and not same_time(one.date, other.date))
        or (one.article == other.article and not (one.date or other.date))
    )


def _one_meeting(one: Telling, other: Telling) -> bool:
    """Whether two articles tell of one meeting; in one article they were told apart already, but for the very same."""
    if _two_meetings(one, other):
        return False
    shared = sum(any(same_party(a, b) for b in other.participants) for a in one.participants)
    if _one_summit(one, other):
        return True
    same_day = bool(one.date and other.date)
    same_place = bool(one.place and other.place)
    if same_day and same_place:
        return shared > 0 or not (one.participants and other.participants)
    if same_day or same_place:
        return shared > 1 or (shared == 1 and one.kind == other.kind and one.kind in FORMAL)
    return shared > 1 and one.kind == other.kind and not (one.date or other.date or one.place or other.place)


def _one_summit(one: Telling, other: Telling) -> bool:
    """Whether two reports of the same days tell of a summit in one city, or of a body's only one, whoever they name."""
    if not (one.published and other.published) or not _are_sittings(one, other):
        return False
    if abs((one.published - other.published).days) > FORTNIGHT or MeetingStatus.PROPOSED in (
        one.status,
        other.status,
    ):
        return False
    if one.place and other.place and one.place.key == other.place.key != one.place.country:
        return True
    bodies = [{who.key for who in some.participants if who.body} for some in (one, other)]
    return one.kind == other.kind == "summit" and bool(bodies[0] & bodies[1])


def _are_sittings(one: Telling, other: Telling) -> bool:
    """Whether both are summits or the like, or a summit is only told as a meeting of the very body whose it is."""
    if one.kind == other.kind:
        return one.kind in FORMAL
    bodies = {who.key for some in (one, other) for who in some.participants if who.body}
    shared = [{who.key for who in some.participants} for some in (one, other)]
    told = {one.kind, other.kind} in ({"meeting", "summit"}, {"meeting", "council"})
    return told and bool(bodies & shared[0] & shared[1])


def _belongs(telling: Telling, home: Sequence[Telling]) -> bool:
    """Whether a telling is one meeting with what each article tells: with one of its tellings, apart from none."""
    if any(_two_meetings(telling, other) for other in home):
        return False
    by_article: defaultdict[str, list[Telling]] = defaultdict(list)
    for other in home:
        by_article[other.article].append(other)
    return all(any(_one_meeting(telling, other) for other in told) for told in by_article.values())


def _meeting(cluster: Sequence[Telling], actors: Sequence[str | None], today: str | None) -> Meeting:
    """Make the entry of a meeting; `actors` are those behind the participants of each telling in turn."""
    best = max(cluster, key=lambda one: one.confidence)
    mentions = [(one.article, encounter) for one in cluster for encounter in one.encounters]
    what = max(best.encounters, key=_told)
    value = _day(cluster)
    dated = [(article, one) for article, one in mentions if one.date_text and one.date == value]
    lasting = [(article, one.duration) for article, one in mentions if one.duration]
    status, why = _status(cluster, value, today)
    kinds = Counter(one.kind for one in cluster)
    kind = min(kinds, key=lambda name: (-kinds[name], name in VAGUE, name == "meeting", name))
    sides = {who.side or who.key for one in cluster for who in one.participants}
    bodies = any(who.body for one in cluster for who in one.participants)
    sent = {who.side for one in cluster for who in one.participants if who.person and who.side}
    identity = f"{best.article}:{what.what.start}"
    reasons = dict.fromkeys(slug for _, one in mentions for slug in one.why)
    those = zip((who for one in cluster for who in one.participants), actors, strict=True)
    return Meeting(
        id=f"m-{hashlib.sha256(identity.encode()).hexdigest()[:10]}",
        what=Evidence(best.article, *what.what),
        kind=_among(1 if OF_BODY in reasons and len(sides) == PAIR else len(sides), bodies)
        if kind == "meeting"
        else kind,
        status=status,
        place=_place_name(cluster),
        date=value,
        date_text=_cited(dated[0][0], dated[0][1].date_text) if dated else None,
        participants=tuple(
            dict.fromkeys(
                found
                for who, found in those
                if found and (who.person or (who.side or who.code) not in sent or len(sides) < 2)
            )
        ),
        evidence=tuple(dict.fromkeys(Evidence(article, *one.evidence) for article, one in mentions)),
        duration=_cited(*lasting[0]) if lasting else None,
        reason=Reason(min(0.99, best.confidence + 0.05 * (len(cluster) - 1)), (*why, *reasons)),
    )


def _among(sides: int, bodies: bool) -> str:
    """Name a meeting by how many sides meet; those of one side alone meet, those of a body are many."""
    if sides == 1 and not bodies:
        return "meeting"
    return "bilateral" if sides == 2 else "multilateral"


def _told(encounter: Encounter) -> tuple[int, int]:
    known = bool(encounter.date) + bool(encounter.place) + bool(encounter.participants)
    return known, -encounter.what.start


def _cited(article: str, span: Span | None) -> Evidence | None:
    return Evidence(article, *span) if span else None


def _place_name(cluster: Sequence[Telling]) -> str | None:
    found = best_place(encounter for one in cluster for encounter in one.encounters)
    return found.name if found else None


def _status(
    cluster: Sequence[Telling], value: str | None, today: str | None
) -> tuple[MeetingStatus, tuple[str, ...]]:
    """Take the latest report's word; what any report saw held stays held; a passed date alone proves nothing."""
    stated = [one for one in cluster if any(each.status for each in one.encounters)] or cluster
    if any(one.status is MeetingStatus.HELD for one in stated):
        return MeetingStatus.HELD, ()
    status = stated[-1].status
    passed = today is not None and value is not None and len(value) == 10 and value < today
    if passed and status in (MeetingStatus.PLANNED, MeetingStatus.ONGOING):
        return status, ("date passed, no report",)
    return status, ()
