"""Meetings: one entry for each, from all the mentions of it in one article and over all articles.

Mentions are put together when nothing speaks against it (date, place, ordinal, kind, participants) and something
speaks for it; the order of the articles does not matter.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from pourparlers.dossier.encounters import Encounter
from pourparlers.dossier.encounters import find as find_encounters
from pourparlers.dossier.places import Place, agree
from pourparlers.knowledge.entities import find as find_entities
from pourparlers.knowledge.entities import label, party_of
from pourparlers.knowledge.public_figures import side_of
from pourparlers.knowledge.words import fold
from pourparlers.model import (
    ActorKind,
    Article,
    Evidence,
    Meeting,
    MeetingStatus,
    MentionKind,
    Reading,
    Reason,
    Span,
)

FORMAL = frozenset({"summit", "council", "session", "conference"})
APART = frozenset(
    frozenset(pair)
    for pair in (
        *(("call", kind) for kind in ("visit", "summit", "council", "session", "conference")),
        *(("visit", kind) for kind in ("council", "session", "conference", "talks", "summit")),
        *(
            ("summons", kind)
            for kind in ("visit", "call", "summit", "council", "session", "conference", "talks")
        ),
    )
)
SETTLED = (MeetingStatus.CANCELLED, MeetingStatus.POSTPONED)
IMPLIED = -1
VAGUE = frozenset({"talks"})


@dataclass(frozen=True, slots=True)
class Participant:
    """Who takes part: the entity number in the article's reading (`IMPLIED` if it has none), code, name and side."""

    entity: int
    code: str | None
    name: str
    person: bool
    side: str | None

    @property
    def key(self) -> str:
        """The same for the same participant in any article: its code, else the last word of its name."""
        return self.code or fold(self.name).split(" ")[-1]


@dataclass(frozen=True, slots=True)
class Telling:
    """All that one article tells of one meeting; `encounters` are in text order."""

    article: str
    published: date | None
    encounters: tuple[Encounter, ...]
    participants: tuple[Participant, ...]
    status: MeetingStatus
    date: str | None
    place: Place | None
    kind: str
    ordinal: int | None
    confidence: float


def find(article: Article, reading: Reading) -> tuple[Telling, ...]:
    """Find the meetings that one article tells of.

    Args:
        article: the article; its boilerplate regions are never read.
        reading: its mentions, times, sentences and attributions.

    Returns:
        one telling for each meeting, in text order; mentions that tell nothing of a meeting are left out.
    """
    people = _participants(article, reading)
    clusters: list[list[Encounter]] = []
    for encounter in find_encounters(article, reading):
        encounter = replace(
            encounter, participants=tuple(who for who in encounter.participants if who in people)
        )
        homes = [home for home in clusters if _continues(encounter, home, people)]
        if homes:
            max(reversed(homes), key=lambda home: _closeness(encounter, home, people)).append(encounter)
        else:
            clusters.append([_inherit(encounter, clusters, people)])
    tellings = (_telling(article, cluster, people) for cluster in clusters)
    return tuple(telling for telling in tellings if _worth(telling))


def _participants(article: Article, reading: Reading) -> dict[int, Participant]:
    """Describe every entity of a reading that can take part in a meeting."""
    names: dict[int, str] = {}
    codes: dict[int, str | None] = {}
    sides: dict[int, str | None] = {}
    people: set[int] = set()
    for mention in reading.mentions:
        unnamed = mention.kind is not MentionKind.NAME and mention.code is None
        if mention.actor_kind is ActorKind.OUTLET or (mention.actor_kind is ActorKind.GROUP and unnamed):
            continue
        entity = mention.entity
        text = article.text[mention.span.start : mention.span.end]
        if mention.kind is MentionKind.NAME and len(text) > len(names.get(entity, "")):
            names[entity] = text
        names.setdefault(entity, text)
        codes[entity] = codes.get(entity) or mention.code
        if mention.actor_kind is ActorKind.PERSON:
            people.add(entity)
        if mention.role and not sides.get(entity):
            found = find_entities(article.text[mention.role.start : mention.role.end], article.language)
            sides[entity] = found[0].entity.party if found else None
    return {
        entity: Participant(
            entity=entity,
            code=code,
            name=label(code, article.language) if code else names[entity],
            person=entity in people,
            side=(party_of(code) if code else None)
            or sides.get(entity)
            or _figure(names[entity], entity in people),
        )
        for entity, code in codes.items()
    }


def _figure(name: str, person: bool) -> str | None:
    return side_of(name) if person else None


# ---------------------------------------------------------------- one article


def _continues(encounter: Encounter, home: Sequence[Encounter], people: dict[int, Participant]) -> bool:
    """Whether a mention goes on about the meeting of earlier mentions."""
    if any(frozenset({encounter.kind, other.kind}) in APART for other in home):
        return False
    ordinals = {one.ordinal for one in (encounter, *home) if one.ordinal}
    if len(ordinals) > 1:
        return False
    if not all(agree(encounter.place, other.place) for other in home):
        return False
    day = _best_date(one.date for one in home)
    if encounter.date and day and not _same_time(encounter.date, day):
        return False
    known = _those(home, people)
    if encounter.indefinite:
        alike = encounter.kind == home[0].kind and encounter.kind in FORMAL
        same = bool(encounter.date and day) or alike
        return same and (encounter.anaphoric or _overlap(_those([encounter], people), known))
    if encounter.anaphoric:
        told = bool(encounter.date or encounter.place)
        return bool(
            not told or (encounter.date and day) or (encounter.place and _place_of(home)) or len(known) > 1
        )
    if encounter.kind not in VAGUE and all(one.kind in VAGUE and not (one.date or one.place) for one in home):
        return False
    same_kind = encounter.kind in {one.kind for one in home}
    if not known:
        return bool(encounter.date and day) or (same_kind and not (encounter.date or encounter.place))
    general = encounter.kind in VAGUE and not (encounter.date or encounter.place)
    return (same_kind or not general) and _overlap(_those([encounter], people), known)


def _closeness(encounter: Encounter, home: Sequence[Encounter], people: dict[int, Participant]) -> float:
    """How much speaks for a mention going on about a meeting; the latest meeting wins a tie."""
    same_day = encounter.date is not None and encounter.date in {one.date for one in home}
    same_place = encounter.place is not None and encounter.place.key in {
        one.place.key for one in home if one.place
    }
    same_who = bool(encounter.participants) and _overlap(_those([encounter], people), _those(home, people))
    return (
        2.0 * same_day
        + 2.0 * same_place
        + 2.0 * same_who
        + 1.5 * (encounter.kind in {one.kind for one in home})
    )


def _inherit(
    encounter: Encounter, before: Sequence[Sequence[Encounter]], people: dict[int, Participant]
) -> Encounter:
    """Let those of the last meeting take part in "their" next one, or in the second of a row."""
    serial = encounter.anaphoric and not encounter.indefinite and bool(encounter.date or encounter.place)
    if len(_those([encounter], people)) > 1 or not (encounter.joint or serial):
        return encounter
    for home in reversed(before):
        known = [who.entity for who in _those(home, people) if who.entity != IMPLIED]
        row = encounter.joint or encounter.ordinal or encounter.kind == home[0].kind
        if row and len(known) > 1 and set(encounter.participants) <= set(known):
            return replace(encounter, participants=tuple(known), why=(*encounter.why, "rule:joint"))
    return encounter


def _those(encounters: Iterable[Encounter], people: dict[int, Participant]) -> tuple[Participant, ...]:
    """Give who takes part by any of these mentions, those that the words only imply last."""
    encounters = tuple(encounters)
    entities = dict.fromkeys(entity for one in encounters for entity in one.participants)
    found = [people[entity] for entity in entities if entity in people]
    known = {one.code for one in found}
    codes = dict.fromkeys(code for one in encounters for code in one.hosts if code not in known)
    return (*found, *(Participant(IMPLIED, code, code, False, party_of(code)) for code in codes))


def _overlap(some: Sequence[Participant], others: Sequence[Participant]) -> bool:
    """Whether more than half of the smaller group, or two, are in the other group too."""
    shared = sum(any(_same(one, other) for other in others) for one in some)
    return 2 * shared > min(len(some), len(others)) or shared > 1


def _same(one: Participant, other: Participant) -> bool:
    """Whether two participants are one, or a person and the side that sent them."""
    if one.key == other.key:
        return True
    return one.person != other.person and one.side is not None and one.side == other.side


def _same_time(one: str, other: str) -> bool:
    """Whether two ISO dates can be the same time: equal, or one a part of the other (a day and its week or month)."""
    if one.startswith(other) or other.startswith(one):
        return True
    coarse, fine = sorted((one, other), key=lambda value: ("W" not in value, len(value)))
    if "W" in coarse and len(fine) == 10:
        year, week, _ = date.fromisoformat(fine).isocalendar()
        return coarse == f"{year}-W{week:02}"
    return False


def _best_date(values: Iterable[str | None]) -> str | None:
    """Choose the finest date, then the most frequent, then the earliest."""
    counted = Counter(value for value in values if value)
    return min(counted, key=lambda value: (-len(value), -counted[value], value), default=None)


def _place_of(encounters: Iterable[Encounter]) -> Place | None:
    counted = Counter(one.place for one in encounters if one.place)
    return min(counted, key=lambda p: (p.key == p.country, -counted[p], p.name), default=None)


def _telling(article: Article, cluster: Sequence[Encounter], people: dict[int, Participant]) -> Telling:
    kinds = Counter(one.kind for one in cluster)
    participants = _those(cluster, people)
    persons = {one.side for one in participants if one.person and one.side}
    kept = (
        tuple(one for one in participants if one.person or one.side not in persons)
        if len(participants) > 2
        else participants
    )
    value, where = _best_date(one.date for one in cluster), _place_of(cluster)
    return Telling(
        article=article.id,
        published=article.published,
        encounters=tuple(cluster),
        participants=kept if len(kept) > 1 else participants,
        status=_article_status(cluster),
        date=value,
        place=where,
        kind=min(kinds, key=lambda kind: (-kinds[kind], kind == "visit", kind in VAGUE, kind)),
        ordinal=next((one.ordinal for one in cluster if one.ordinal), None),
        confidence=round(
            0.4
            + 0.2 * bool(value)
            + 0.2 * bool(where)
            + 0.1 * (len(participants) > 1)
            + 0.05 * (len(cluster) > 1),
            2,
        ),
    )


def _article_status(cluster: Sequence[Encounter]) -> MeetingStatus:
    """What the article says most surely: that it is off, then what dates, words and tenses add up to."""
    weight: Counter[MeetingStatus] = Counter()
    for one in cluster:
        if one.status in SETTLED:
            return one.status
        if one.status:
            weight[one.status] += 3 if "status:date" in one.why else 1 if "status:tense" in one.why else 2
    if weight:
        return max(weight, key=lambda status: weight[status])
    return MeetingStatus.ONGOING if cluster[0].kind in VAGUE else MeetingStatus.HELD


def _worth(telling: Telling) -> bool:
    """Whether an article tells enough of a meeting for it to stand in a calendar."""
    who = len(telling.participants)
    specific = bool(telling.date or telling.place)
    stated = any(one.status for one in telling.encounters)
    if telling.kind in ("session", "council"):
        new = any(one.indefinite and one.date for one in telling.encounters)
        return who > 0 and stated and (new or telling.place is not None)
    if telling.kind in FORMAL:
        return who > 0 and (specific or stated)
    if telling.kind == "visit":
        return telling.place is not None and stated and any(one.person for one in telling.participants)
    return who > 1 and (specific or stated)


# ---------------------------------------------------------------- many articles


def merge(
    tellings: Iterable[Telling],
    *,
    actor: Callable[[str, Participant], str | None] | None = None,
    date: str | None = None,
) -> tuple[Meeting, ...]:
    """Put the tellings of all articles together, one entry a meeting.

    Args:
        tellings: what `find` gave for every article, in any order.
        actor: gives the id of the actor behind a participant of an article (id), None to leave it out; without it
            participants are codes, or names where there is none.
        date: the day of the state of play (ISO 8601). A planned meeting whose day has passed stays planned until a
            report says that it was held.

    Returns:
        the meetings by date (the undated last), then by id.
    """
    ordered = sorted(
        tellings,
        key=lambda one: (one.published is None, str(one.published), one.article, one.encounters[0].what),
    )
    clusters: list[list[Telling]] = []
    for telling in sorted(ordered, key=lambda one: -one.confidence):
        home = next(
            (cluster for cluster in clusters if all(_one_meeting(telling, other) for other in cluster)), None
        )
        if home is None:
            clusters.append([telling])
        else:
            home.append(telling)
    clusters = _with_recalled(clusters)
    meetings = [
        _meeting(sorted(cluster, key=ordered.index), actor or _code_or_name, date) for cluster in clusters
    ]
    return tuple(sorted(meetings, key=lambda one: (one.date is None, one.date or "", one.id)))


def _with_recalled(clusters: list[list[Telling]]) -> list[list[Telling]]:
    """Add talks that are only recalled ("the talks were frank") to the latest dated ones of the same parties."""
    dated = [cluster for cluster in clusters if any(one.date for one in cluster)]
    kept = []
    for cluster in clusters:
        homes = [home for home in dated if cluster not in dated and _recalls(cluster, home)]
        if homes:
            max(homes, key=lambda home: _best_date(one.date for one in home) or "").extend(cluster)
        else:
            kept.append(cluster)
    return kept


def _recalls(cluster: Sequence[Telling], home: Sequence[Telling]) -> bool:
    """Whether undated held talks can be the dated ones: the same parties, nothing known against it."""
    return all(
        one.kind in VAGUE
        and one.status is other.status is MeetingStatus.HELD
        and frozenset({one.kind, other.kind}) not in APART
        and agree(one.place, other.place)
        and (one.ordinal is None or other.ordinal in (None, one.ordinal))
        and sum(any(_same(a, b) for b in other.participants) for a in one.participants) > 1
        for one in cluster
        for other in home
    )


def _code_or_name(article: str, participant: Participant) -> str:
    return participant.code or participant.name


def _one_meeting(one: Telling, other: Telling) -> bool:
    """Whether two articles tell of one meeting; in one article they were told apart already, but for the very same."""
    if frozenset({one.kind, other.kind}) in APART or not agree(one.place, other.place):
        return False
    if one.ordinal and other.ordinal and one.ordinal != other.ordinal:
        return False
    if one.date and other.date and not _same_time(one.date, other.date):
        return False
    shared = sum(any(_same(a, b) for b in other.participants) for a in one.participants)
    same_day = bool(one.date and other.date)
    same_place = bool(one.place and other.place)
    if same_day and same_place:
        return shared > 0 or not (one.participants and other.participants)
    if same_day or same_place:
        return shared > 1 or (shared == 1 and one.kind == other.kind and one.kind in FORMAL)
    return shared > 1 and one.kind == other.kind and not (one.date or other.date or one.place or other.place)


def _meeting(
    cluster: Sequence[Telling], actor: Callable[[str, Participant], str | None], today: str | None
) -> Meeting:
    best = max(cluster, key=lambda one: one.confidence)
    mentions = [(one.article, encounter) for one in cluster for encounter in one.encounters]
    what = max(best.encounters, key=_told)
    value = _best_date(one.date for one in cluster)
    dated = [(article, one) for article, one in mentions if one.date_text and one.date == value]
    lasting = [(article, one.duration) for article, one in mentions if one.duration]
    status, why = _status(cluster, value, today)
    kinds = Counter(one.kind for one in cluster)
    kind = min(kinds, key=lambda name: (-kinds[name], name in VAGUE, name))
    sides = {who.side or who.key for one in cluster for who in one.participants}
    identity = f"{best.article}:{what.what.start}"
    reasons = dict.fromkeys(slug for _, one in mentions for slug in one.why)
    return Meeting(
        id=f"m-{hashlib.sha256(identity.encode()).hexdigest()[:10]}",
        what=Evidence(best.article, *what.what),
        kind=("bilateral" if len(sides) == 2 else "multilateral") if kind == "meeting" else kind,
        status=status,
        place=_best_place(cluster),
        date=value,
        date_text=_cited(dated[0][0], dated[0][1].date_text) if dated else None,
        participants=tuple(
            dict.fromkeys(
                found for one in cluster for who in one.participants if (found := actor(one.article, who))
            )
        ),
        evidence=tuple(dict.fromkeys(Evidence(article, *one.evidence) for article, one in mentions)),
        duration=_cited(*lasting[0]) if lasting else None,
        reason=Reason(min(0.99, best.confidence + 0.05 * (len(cluster) - 1)), (*why, *reasons)),
    )


def _told(encounter: Encounter) -> tuple[int, int]:
    known = bool(encounter.date) + bool(encounter.place) + bool(encounter.participants)
    return known, -encounter.what.start


def _cited(article: str, span: Span | None) -> Evidence | None:
    return Evidence(article, *span) if span else None


def _best_place(cluster: Sequence[Telling]) -> str | None:
    found = _place_of(encounter for one in cluster for encounter in one.encounters)
    return found.name if found else None


def _status(
    cluster: Sequence[Telling], value: str | None, today: str | None
) -> tuple[MeetingStatus, tuple[str, ...]]:
    """Take the latest report's word; what any report saw held stays held; a passed date alone proves nothing."""
    if any(one.status is MeetingStatus.HELD for one in cluster):
        return MeetingStatus.HELD, ()
    status = cluster[-1].status
    passed = today is not None and value is not None and len(value) == 10 and value < today
    if passed and status in (MeetingStatus.PLANNED, MeetingStatus.ONGOING):
        return status, ("date passed, no report",)
    return status, ()
