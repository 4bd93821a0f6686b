"""What an article tells of its meetings outside their own sentences: unnamed parties, the place, one offer in several ways."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from pourparlers.dossier.encounter_clause import REMOTE
from pourparlers.dossier.encounter_context import Context, parties_around, place_around
from pourparlers.dossier.encounter_making import (
    ABSTRACT,
    ALONGSIDE,
    FORMAL,
    ONE_SIDED,
    SAID_THERE,
    UNNAMED_PAIR,
    Encounter,
)
from pourparlers.dossier.telling_joining import (
    VAGUE,
    best_place,
    contradicts,
)
from pourparlers.dossier.telling_parties import (
    Participant,
    those,
)
from pourparlers.model import MeetingStatus

ELSEWHERE = frozenset({"talks", "call", "visit"})
SETTLED = (MeetingStatus.CANCELLED, MeetingStatus.POSTPONED)


def completed(
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
        if not those(cluster, people) and _must_have_parties(cluster):
            found = parties_around(context, head.evidence, sides)
            if found:
                head = _between(head, found, people)
        elif _is_one_sided_offer(cluster, people):
            found = parties_around(context, head.evidence, sides)
            if not head.participants or sides.get(head.participants[0]) in {sides[one] for one in found}:
                head = _between(head, found or head.participants, people)
        is_somewhere = head.kind not in ELSEWHERE and not any(REMOTE in one.why for one in cluster)
        if is_somewhere and best_place(cluster) is None:
            known = [who.entity for who in those(cluster, people)]
            spans = [one.evidence for one in cluster]
            formal = head.kind in FORMAL and head.status is not MeetingStatus.PROPOSED
            where = place_around(context, spans, known, formal=formal, taken=reserved if formal else taken)
            summit = next((beside[span] for span in spans if span in beside), None)
            if where is None and summit is not None and summit is not cluster:
                others = [one.evidence for one in summit]
                where = best_place(summit) or place_around(
                    context, others, [], formal=True, taken=frozenset()
                )
            if where:
                head = replace(head, place=where, why=(*head.why, "rule:place-around"))
        undated = not any(one.date or one.unresolved for one in cluster)
        if undated and context.said and any(SAID_THERE in one.why for one in cluster):
            head = replace(head, date=context.said, why=(*head.why, "date:of-the-words"))
        yield [head, *cluster[1:]]


def _between(head: Encounter, found: Sequence[int], people: dict[int, Participant]) -> Encounter:
    """Let two sides meet that are not named with the talks: the sides themselves, not who was named for them."""
    sides = {one: people[one].side for one in found if people[one].person}
    return replace(
        head,
        participants=tuple(one for one in found if not sides.get(one)),
        hosts=tuple(dict.fromkeys((*head.hosts, *(side for side in sides.values() if side)))),
        why=(*head.why, "rule:parties-around"),
    )


def _is_one_sided_offer(cluster: Sequence[Encounter], people: dict[int, Participant]) -> bool:
    """Whether only the side that offers talks is named with them ("offered to hold talks")."""
    head = cluster[0]
    known = {one.side or one.key for one in those(cluster, people)}
    asked = head.kind in VAGUE and head.status is MeetingStatus.PROPOSED
    return asked and len(known) == 1 and {ABSTRACT, ONE_SIDED}.isdisjoint(head.why)


def offered_once(
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
    if any(some[0].kind not in VAGUE or article_status(some) is not MeetingStatus.PROPOSED for some in both):
        return False
    if all(any(each.date or each.place for each in some) for some in both) or contradicts(one[0], other):
        return False
    sides = [{who.side or who.key for who in those(some, people)} for some in both]
    return len(sides[0]) > 1 and sides[0] == sides[1]


def _must_have_parties(cluster: Sequence[Encounter]) -> bool:
    """Whether words speak of parties without naming them: "the two sides", or talks that are known already."""
    head = cluster[0]
    if not {ABSTRACT, ONE_SIDED}.isdisjoint(head.why):
        return False
    stated = any(one.status for one in cluster)
    return UNNAMED_PAIR in head.why or (head.kind in VAGUE and not head.indefinite and stated)


def article_status(cluster: Sequence[Encounter]) -> MeetingStatus:
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
