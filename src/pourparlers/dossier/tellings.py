"""The meetings that one article tells of: its mentions of encounters, put together and weighed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from pourparlers.dossier.encounter_context import Context, context_of, parties_around, place_around
from pourparlers.dossier.encounter_scene import scene_of
from pourparlers.dossier.encounters import ABSTRACT, ALONGSIDE, ONE_SIDED, REMOTE, UNNAMED_PAIR, Encounter
from pourparlers.dossier.encounters import find as find_encounters
from pourparlers.dossier.places import Place, agree, is_country
from pourparlers.knowledge.entities import find as find_entities
from pourparlers.knowledge.entities import label, party_of
from pourparlers.knowledge.public_figures import side_of
from pourparlers.knowledge.words import fold
from pourparlers.model import (
    ActorKind,
    Article,
    MeetingStatus,
    MentionKind,
    Reading,
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
RECENT = 30
MONTH = 31
TOLD = 6
VAGUE = frozenset({"talks"})
ELSEWHERE = frozenset({"talks", "call", "visit"})


@dataclass(frozen=True, slots=True)
class Participant:
    """Who takes part: the entity number in the article's reading (`IMPLIED` if it has none), code, name and side."""

    entity: int
    code: str | None
    name: str
    person: bool
    side: str | None
    body: bool = False

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
    scene = scene_of(article, reading)
    for found in find_encounters(scene):
        long_ago = _is_long_ago(found, article.published)
        encounter = replace(found, participants=tuple(who for who in found.participants if who in people))
        encounter = _without_strangers(encounter, clusters, people)
        homes = [
            home
            for home in clusters[-RECENT:]
            if _continues(encounter, _told_of(home), people)
            and not (long_ago and _is_of_now(home, article.published))
        ]
        if homes:
            max(reversed(homes), key=lambda home: _closeness(encounter, _told_of(home), people)).append(
                encounter
            )
        else:
            clusters.append([_inherit(encounter, clusters, people)])
    context = context_of(scene)
    tellings = (
        _telling(article, one, people) for one in _offered_once(_completed(clusters, people, context), people)
    )
    return tuple(telling for telling in tellings if _worth(telling))


def _is_long_ago(one: Encounter, published: date | None) -> bool:
    """Whether the day of a meeting lies more than a month before the report."""
    if published is None or one.date is None or "W" in one.date:
        return False
    return one.date < (published - timedelta(MONTH)).isoformat()[: len(one.date)]


def _is_of_now(home: Sequence[Encounter], published: date | None) -> bool:
    """Whether earlier mentions speak of a meeting of these days: none of them gives a day long past."""
    return not any(_is_long_ago(one, published) for one in _told_of(home))


def _without_strangers(
    encounter: Encounter, before: Sequence[Sequence[Encounter]], people: dict[int, Participant]
) -> Encounter:
    """Leave out unknown groups beside a summit that was spoken of already ("the charities stay away from the summit")."""
    told = encounter.kind in FORMAL and any(encounter.kind == home[0].kind for home in before[-RECENT:])
    if not told or encounter.indefinite or encounter.hosts or not encounter.participants:
        return encounter
    if any(who.code or who.side or who.person for who in _those([encounter], people)):
        return encounter
    return replace(encounter, participants=(), anaphoric=True)


def _participants(article: Article, reading: Reading) -> dict[int, Participant]:
    """Describe every entity of a reading that can take part in a meeting."""
    names: dict[int, str] = {}
    codes: dict[int, str | None] = {}
    known: set[int] = set()
    sides: dict[int, str | None] = {}
    people: set[int] = set()
    bodies: set[int] = set()
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
        if mention.role and not sides.get(entity):
            found = find_entities(article.text[mention.role.start : mention.role.end], article.language)
            sides[entity] = found[0].entity.party if found else None
    return {
        entity: Participant(
            entity=entity,
            code=code,
            name=label(code, article.language) if code else names[entity],
            person=entity in people,
            body=entity in bodies,
            side=(party_of(code) if code else None)
            or sides.get(entity)
            or _figure(names[entity], entity in people),
        )
        for entity, code in codes.items()
        if entity in known
    }


def _figure(name: str, person: bool) -> str | None:
    words = name.split()
    told = (side_of(" ".join(words[n:])) for n in range(max(1, len(words) - 1)))
    return next((side for side in told if side), None) if person else None


def _told_of(home: Sequence[Encounter]) -> Sequence[Encounter]:
    """Give the mentions that tell what a meeting is: the first and the last, so that time stays linear."""
    return home if len(home) <= 2 * TOLD else [*home[:TOLD], *home[-TOLD:]]


def _continues(encounter: Encounter, home: Sequence[Encounter], people: dict[int, Participant]) -> bool:
    """Whether a mention goes on about the meeting of earlier mentions."""
    if _contradicts(encounter, home) or _other_people(encounter, home, people):
        return False
    same_kind = encounter.kind in {one.kind for one in home}
    same_day = bool(encounter.date and any(one.date for one in home))
    told = bool(encounter.date or encounter.place)
    known = _those(home, people)
    alike = overlap(_those([encounter], people), known)
    if same_kind and encounter.kind in FORMAL and _in_one_city(encounter, home):
        return True
    if encounter.indefinite:
        formal = encounter.kind == home[0].kind and encounter.kind in FORMAL
        return (same_day or formal) and (encounter.anaphoric or alike)
    if encounter.anaphoric:
        same_place = bool(encounter.place and any(one.place for one in home))
        asked = not known and same_kind and _is_asked_for_too(encounter, home)
        return not told or same_day or same_place or len(known) > 1 or asked
    if not known:
        return same_day or (same_kind and not told)
    apart = not same_kind and not same_day and _is_other_kind(encounter, home)
    return not apart and alike and (same_kind or told or encounter.kind not in VAGUE)


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
    """Whether two or more people meet here and two or more others there."""
    here, there = ({who.key for who in _those(some, people) if who.person} for some in ([encounter], home))
    return min(len(here), len(there)) > 1 and not here & there


def _contradicts(encounter: Encounter, home: Sequence[Encounter]) -> bool:
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
        or (encounter.ordinal is not None and all(_only_asked_for(one) for one in home))
    )


def _only_asked_for(one: Encounter) -> bool:
    return one.status is MeetingStatus.PROPOSED and one.ordinal is None


def _closeness(encounter: Encounter, home: Sequence[Encounter], people: dict[int, Participant]) -> float:
    """How much speaks for a mention going on about a meeting; the latest meeting wins a tie."""
    same_day = encounter.date is not None and encounter.date in {one.date for one in home}
    same_place = encounter.place is not None and encounter.place.key in {
        one.place.key for one in home if one.place
    }
    same_who = bool(encounter.participants) and overlap(_those([encounter], people), _those(home, people))
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
    row = encounter.anaphoric or (encounter.ordinal is not None and encounter.kind in FORMAL)
    serial = row and not encounter.indefinite and bool(encounter.date or encounter.place)
    if len(_those([encounter], people)) > 1 or not (encounter.joint or serial):
        return encounter
    nearest = list(reversed(before[-RECENT:]))
    own = set(encounter.participants)
    named = [
        home for home in nearest if own and own <= {who.entity for who in _those(_told_of(home), people)}
    ]
    for home in named or nearest:
        known = [who.entity for who in _those(_told_of(home), people) if who.entity != IMPLIED]
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


def _completed(
    clusters: Sequence[Sequence[Encounter]], people: dict[int, Participant], context: Context
) -> Iterator[Sequence[Encounter]]:
    """Add to each meeting the parties and the place that only the words around it tell."""
    sides = {who.entity: who.side or who.key for who in people.values() if who.side or who.code}
    taken, reserved = (
        frozenset(
            one.place.key
            for cluster in clusters
            for one in cluster
            if one.place and (not formal or one.kind in FORMAL)
        )
        for formal in (False, True)
    )
    beside = {one.evidence: home for home in clusters for one in home if ALONGSIDE in one.why}
    for cluster in clusters:
        head = cluster[0]
        if not _those(cluster, people) and _must_have_parties(cluster):
            found = parties_around(context, head.evidence, sides)
            if found:
                head = replace(head, participants=found, why=(*head.why, "rule:parties-around"))
        elif _is_one_sided_offer(cluster, people):
            found = parties_around(context, head.evidence, sides)
            if not head.participants or sides.get(head.participants[0]) in {sides[one] for one in found}:
                head = replace(
                    head, participants=found or head.participants, why=(*head.why, "rule:parties-around")
                )
        is_somewhere = head.kind not in ELSEWHERE and not any(REMOTE in one.why for one in cluster)
        if is_somewhere and best_place(cluster) is None:
            known = [who.entity for who in _those(cluster, people)]
            spans = [one.evidence for one in cluster]
            formal = head.kind in FORMAL
            where = place_around(context, spans, known, formal=formal, taken=reserved if formal else taken)
            summit = next((beside[span] for span in spans if span in beside), None)
            if where is None and summit is not None and summit is not cluster:
                others = [one.evidence for one in summit]
                where = best_place(summit) or place_around(
                    context, others, [], formal=True, taken=frozenset()
                )
            if where:
                head = replace(head, place=where, why=(*head.why, "rule:place-around"))
        yield [head, *cluster[1:]]


def _is_one_sided_offer(cluster: Sequence[Encounter], people: dict[int, Participant]) -> bool:
    """Whether only the side that offers talks is named with them ("offered to hold talks")."""
    head = cluster[0]
    known = {one.side or one.key for one in _those(cluster, people)}
    asked = head.kind in VAGUE and head.status is MeetingStatus.PROPOSED
    return asked and len(known) == 1 and {ABSTRACT, ONE_SIDED}.isdisjoint(head.why)


def _offered_once(
    clusters: Iterable[Sequence[Encounter]], people: dict[int, Participant]
) -> list[Sequence[Encounter]]:
    """Put two offers of talks among the same parties together: an article speaks of one offer in several ways."""
    kept: list[Sequence[Encounter]] = []
    for cluster in clusters:
        for n, home in enumerate(kept):
            if _is_same_offer(cluster, home, people):
                kept[n] = [*home, *cluster]
                break
        else:
            kept.append(cluster)
    return kept


def _is_same_offer(
    one: Sequence[Encounter], other: Sequence[Encounter], people: dict[int, Participant]
) -> bool:
    both = (one, other)
    if any(some[0].kind not in VAGUE or _article_status(some) is not MeetingStatus.PROPOSED for some in both):
        return False
    if all(any(each.date or each.place for each in some) for some in both) or _contradicts(one[0], other):
        return False
    sides = [{who.side or who.key for who in _those(some, people)} for some in both]
    return len(sides[0]) > 1 and sides[0] == sides[1]


def _must_have_parties(cluster: Sequence[Encounter]) -> bool:
    """Whether words speak of parties without naming them: "the two sides", or talks that are known already."""
    head = cluster[0]
    if not {ABSTRACT, ONE_SIDED}.isdisjoint(head.why):
        return False
    stated = any(one.status for one in cluster)
    return UNNAMED_PAIR in head.why or (head.kind in VAGUE and not head.indefinite and stated)


def _those(encounters: Iterable[Encounter], people: dict[int, Participant]) -> tuple[Participant, ...]:
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


def without_own_side(participants: Sequence[Participant]) -> tuple[Participant, ...]:
    """Leave out the country or body that a person who takes part speaks for."""
    sides = {one.side for one in participants if one.person and one.side}
    return tuple(one for one in participants if one.person or (one.side or one.code) not in sides)


def _telling(article: Article, cluster: Sequence[Encounter], people: dict[int, Participant]) -> Telling:
    kinds = Counter(one.kind for one in cluster)
    participants = _those(cluster, people)
    kept = without_own_side(participants) if len(participants) > 2 else participants
    value, where = best_date(one.date for one in cluster), best_place(cluster)
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
    people = any(one.person for one in telling.participants)
    who = len({one.key if people else one.side or one.key for one in without_own_side(telling.participants)})
    specific = bool(telling.date or telling.place)
    stated = any(one.status for one in telling.encounters)
    if all(ABSTRACT in one.why for one in telling.encounters):
        return who > 1 and specific
    if telling.kind in ("session", "council"):
        new = any(one.indefinite and one.date for one in telling.encounters)
        return who > 0 and stated and (new or telling.place is not None)
    if telling.kind in FORMAL:
        hosted = who > 1 or any(not one.person for one in telling.participants)
        return who > 0 and (specific or (hosted and stated))
    if telling.kind == "visit":
        return telling.place is not None and (stated or telling.date is not None) and people
    if who == 1 and telling.kind == "meeting":
        return telling.participants[0].body and specific and stated
    named = any(len(one.participants) > 1 for one in telling.encounters)
    return who > 1 and (specific or stated or named)
