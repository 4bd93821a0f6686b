"""People's changes to meetings, laid over them once all reports of each are put together."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace

from pourparlers.dossier.amend_actors import Cast
from pourparlers.dossier.amendments import (
    ActorRef,
    AddMeeting,
    MeetingChange,
    MergeMeetings,
    RejectMeeting,
    SetMeeting,
    SplitMeeting,
    both,
    mark,
    marked,
)
from pourparlers.model import Evidence, Meeting, Reason


def amend_meetings(
    meetings: Sequence[Meeting], cast: Cast, changes: Sequence[MeetingChange]
) -> tuple[Meeting, ...]:
    """Lay changes over meetings, one after the other.

    Args:
        meetings: the meetings as the machine found them.
        cast: the actors, changes already laid over them.
        changes: what people changed, in the order they did.

    Returns:
        the meetings by date (the undated last), then by id. A participant nobody knows by words or code goes by name.
    """
    if not changes:
        return tuple(meetings)
    found = {one.id: one for one in meetings}
    for change in changes:
        if isinstance(change, AddMeeting):
            one = _added(change, cast)
            found[one.id] = one
            continue
        id = _find(found, change.words)
        if id is None:
            continue
        match change:
            case SetMeeting():
                found[id] = _set(found[id], change, cast)
            case RejectMeeting():
                del found[id]
            case MergeMeetings():
                _merge(found, id, change)
            case SplitMeeting():
                _split(found, id, change)
    return tuple(sorted(found.values(), key=lambda one: (one.date is None, one.date or "", one.id)))


def _find(meetings: dict[str, Meeting], words: Sequence[Evidence]) -> str | None:
    """Give the meeting of which most of the words tell, named before told about."""
    wanted: dict[str, list[Evidence]] = defaultdict(list)
    for place in words:
        wanted[place.article].append(place)
    votes: dict[str, tuple[int, int]] = {}
    for one in meetings.values():
        told = [place for place in (one.what, *one.evidence) if place.article in wanted]
        hits = sum(any(_touch(place, other) for other in told) for some in wanted.values() for place in some)
        if hits:
            votes[one.id] = (hits, int(any(_touch(one.what, place) for place in words)))
    return max(votes, key=lambda id: (*votes[id], id), default=None)


def _touch(a: Evidence, b: Evidence) -> bool:
    return a.article == b.article and a.start < b.end and b.start < a.end


def _set(one: Meeting, change: SetMeeting, cast: Cast) -> Meeting:
    if change.status is not None:
        one = replace(one, status=change.status)
    if change.date is not None:
        one = replace(
            one, date=change.date or None, date_text=one.date_text if change.date == one.date else None
        )
    if change.place is not None:
        one = replace(one, place=change.place or None)
    if change.kind:
        one = replace(one, kind=change.kind)
    if change.participants is not None:
        one = replace(one, participants=_who(change.participants, cast))
    return replace(one, reason=marked(one.reason, change.number))


def _merge(found: dict[str, Meeting], id: str, change: MergeMeetings) -> None:
    others = [each for words in change.others if (each := _find(found, words)) and each != id]
    one = found[id]
    for other in [found.pop(each) for each in dict.fromkeys(others)]:
        one = replace(
            one,
            place=one.place or other.place,
            date=one.date or other.date,
            date_text=one.date_text or (other.date_text if not one.date else None),
            participants=tuple(dict.fromkeys((*one.participants, *other.participants))),
            evidence=tuple(dict.fromkeys((*one.evidence, *other.evidence))),
            duration=one.duration or other.duration,
            reason=both(one.reason, other.reason),
        )
    found[id] = replace(one, reason=marked(one.reason, change.number))


def _split(found: dict[str, Meeting], id: str, change: SplitMeeting) -> None:
    one = found[id]
    gone = tuple(place for place in one.evidence if any(_touch(place, apart) for apart in change.apart))
    left = tuple(place for place in one.evidence if place not in gone)
    if not gone or not left:
        return
    new = _id(gone[0])
    reason = marked(one.reason, change.number)
    found[new] = replace(
        one, id=new, what=gone[0], evidence=gone, date_text=None, duration=None, reason=reason
    )
    what = one.what if any(_touch(one.what, place) for place in left) else left[0]
    found[id] = replace(one, what=what, evidence=left, reason=reason)


def _added(change: AddMeeting, cast: Cast) -> Meeting:
    return Meeting(
        id=_id(change.what),
        what=change.what,
        kind=change.kind,
        status=change.status,
        place=change.place or None,
        date=change.date or None,
        date_text=None,
        participants=_who(change.participants, cast),
        evidence=(change.what,),
        reason=Reason(1.0, (mark(change.number),)),
    )


def _who(refs: Sequence[ActorRef], cast: Cast) -> tuple[str, ...]:
    found = (cast.find(ref) or ref.code or ref.name for ref in refs)
    return tuple(dict.fromkeys(one for one in found if one))


def _id(what: Evidence) -> str:
    return f"m-{hashlib.sha256(f'{what.article}:{what.start}'.encode()).hexdigest()[:10]}"
