"""The meetings that one article tells of: its mentions of encounters, put together and weighed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from pourparlers.dossier.encounter_context import context_of
from pourparlers.dossier.encounter_making import (
    ABSTRACT,
    AUSPICES,
    FORMAL,
    OF_BODY,
    ONE_SIDED,
    URGENT,
    Encounter,
)
from pourparlers.dossier.encounter_scene import scene_of
from pourparlers.dossier.encounters import find as find_encounters
from pourparlers.dossier.places import Place
from pourparlers.dossier.telling_joining import (
    RECENT,
    VAGUE,
    best_date,
    best_place,
    closeness,
    continues,
    inherit,
    told_of,
    without_strangers,
)
from pourparlers.dossier.telling_parties import (
    Participant,
    participants_of,
    those,
    without_own_side,
    without_voices,
)
from pourparlers.dossier.telling_rest import article_status, completed, offered_once
from pourparlers.model import Article, MeetingStatus, Reading

MONTH = 31


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
    people = participants_of(article, reading)
    clusters: list[list[Encounter]] = []
    scene = scene_of(article, reading)
    for found in find_encounters(scene):
        long_ago = _is_long_ago(found, article.published)
        encounter = without_strangers(without_voices(found, people), clusters, people)
        homes = [
            home
            for home in clusters[-RECENT:]
            if continues(encounter, told_of(home), people)
            and not (long_ago and _is_of_now(home, article.published))
        ]
        if homes:
            max(reversed(homes), key=lambda home: closeness(encounter, told_of(home), people)).append(
                encounter
            )
        else:
            clusters.append([inherit(encounter, clusters, people)])
    context = context_of(scene)
    tellings = (
        _telling(article, one, people) for one in offered_once(completed(clusters, people, context), people)
    )
    return tuple(telling for telling in tellings if _worth(telling))


def _is_long_ago(one: Encounter, published: date | None) -> bool:
    """Whether the day of a meeting lies more than a month before the report."""
    if published is None or one.date is None or "W" in one.date:
        return False
    return one.date < (published - timedelta(MONTH)).isoformat()[: len(one.date)]


def _is_of_now(home: Sequence[Encounter], published: date | None) -> bool:
    """Whether earlier mentions speak of a meeting of these days: none of them gives a day long past."""
    return not any(_is_long_ago(one, published) for one in told_of(home))


def _telling(article: Article, cluster: Sequence[Encounter], people: dict[int, Participant]) -> Telling:
    kinds = Counter(one.kind for one in cluster)
    participants = those(cluster, people)
    kept = without_own_side(participants) if len(participants) > 2 else participants
    value, where = best_date(one.date for one in cluster), best_place(cluster)
    return Telling(
        article=article.id,
        published=article.published,
        encounters=tuple(cluster),
        participants=kept if len(kept) > 1 else participants,
        status=article_status(cluster),
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
    if who == 1:
        return stated and _is_of_one(telling, specific=specific)
    wish = telling.kind in VAGUE and telling.status is MeetingStatus.PROPOSED
    named = any(len(one.participants) > 1 for one in telling.encounters)
    if telling.kind == "press-conference":
        named = stated = False
    if wish and not any({ABSTRACT, ONE_SIDED}.isdisjoint(one.why) for one in telling.encounters):
        named = stated = False
    return who > 1 and (specific or stated or named)


def _is_of_one(telling: Telling, *, specific: bool) -> bool:
    """Whether only one party need be known: a body whose members meet, or the one under whose auspices talks are held."""
    own = {slug for one in telling.encounters for slug in one.why}
    if telling.kind in VAGUE:
        return specific and AUSPICES in own
    first = telling.participants[0]
    body = first.body or (OF_BODY in own and (URGENT in own or not first.person))
    return telling.kind == "meeting" and body and (specific or URGENT in own)
