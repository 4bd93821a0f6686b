"""Meetings, divergences between reports, and what has changed."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, timedelta

from pourparlers.dossier.changes import turns
from pourparlers.dossier.places import place_label
from pourparlers.model import Act, Change, Divergence, Meeting, MeetingStatus
from pourparlers.report.lookup import Lookup
from pourparlers.report.text import differing
from pourparlers.report.view import Difference, Encounter, Link, Move

_COMING = frozenset(
    {MeetingStatus.ONGOING, MeetingStatus.PLANNED, MeetingStatus.PROPOSED, MeetingStatus.POSTPONED}
)
_FRESH = 21  # days for which a plan without a day still counts as one
_ISO_DAY = re.compile(r"\d{4}-\d{2}")


def calendar(look: Lookup) -> tuple[tuple[Encounter, ...], tuple[Encounter, ...]]:
    """Meetings to come (soonest first, the undated last) and past ones (latest first, the undated last)."""
    today = _today(look)
    ahead = {m.id for m in look.state.meetings if is_coming(m, today) and not _is_stale(look, m, today)}
    coming = [meeting for meeting in look.state.meetings if meeting.id in ahead]
    past = [meeting for meeting in look.state.meetings if meeting.id not in ahead]
    coming.sort(key=soonest)
    past.sort(key=lambda m: m.id)
    past.sort(key=lambda m: m.date or "", reverse=True)
    return tuple(encounter(look, m) for m in coming), tuple(encounter(look, m) for m in past)


def _today(look: Lookup) -> str:
    """The day of the state of play: the one asked for, else the latest article's."""
    published = [article.published.isoformat() for article in look.state.articles if article.published]
    return look.state.date or max(published, default="")


def soonest(meeting: Meeting) -> tuple[bool, bool, str, str]:
    """Sort key of meetings to come: what goes on now, then by date, the undated last."""
    return meeting.status is not MeetingStatus.ONGOING, meeting.date is None, meeting.date or "", meeting.id


def is_coming(meeting: Meeting, today: str) -> bool:
    """Whether a meeting lies ahead: of a date that has passed without a report, nobody can say."""
    return meeting.status in _COMING and not (meeting.date and meeting.date < today[: len(meeting.date)])


def _is_stale(look: Lookup, meeting: Meeting, today: str) -> bool:
    """Whether a meeting without a day was spoken of weeks ago and never since: nobody can say it still lies ahead."""
    told = {one.article for one in meeting.evidence}
    days = [a.published for a in look.state.articles if a.id in told and a.published]
    if meeting.date or not (days and today):
        return False
    return max(days) + timedelta(_FRESH) < date.fromisoformat(today)


def encounter(look: Lookup, meeting: Meeting) -> Encounter:
    """A meeting in words."""
    words = look.words
    anchor = look.anchor("m", meeting.id)
    what = look.quote(meeting.what)
    evidence = tuple(dict.fromkeys((meeting.what, *meeting.evidence)))
    look.remember(evidence, Link(anchor, words("note.meeting", name=what.text)))
    return Encounter(
        anchor=anchor,
        name=what.text,
        kind=words.kind("meeting-kind", meeting.kind),
        status=words(f"status.{meeting.status.value}"),
        status_slug=meeting.status.value,
        day=words.day(meeting.date, weekday=True),
        iso=meeting.date or "",
        written=look.quote(meeting.date_text) if meeting.date_text else None,
        place=place_label(meeting.place, words.language) if meeting.place else "",
        participants=look.names(meeting.participants),
        duration=look.quote(meeting.duration) if meeting.duration else None,
        what=what,
        evidence=tuple(look.quote(item) for item in evidence),
        why=look.why(meeting.reason),
    )


def divergences(look: Lookup) -> tuple[tuple[Difference, ...], tuple[Difference, ...]]:
    """Two tellings side by side, and what only one report tells; the surest first."""
    ordered = sorted(look.state.divergences, key=lambda item: (-item.reason.confidence, item.id))
    both = tuple(difference(look, item) for item in ordered if item.a and item.b)
    alone = tuple(difference(look, item) for item in ordered if not (item.a and item.b))
    return both, alone


def difference(look: Lookup, divergence: Divergence) -> Difference:
    """A divergence in words; where two single quotes of one language differ, the differing words are marked."""
    anchor = look.anchor("d", divergence.id)
    kind = look.words.kind("divergence-kind", divergence.kind)
    link = Link(anchor, f"{look.words('note.divergence')} · {kind}")
    look.remember((*divergence.a, *divergence.b), link)
    about = [look.names(divergence.actors)] if divergence.actors else []
    if divergence.issue:
        about.append(look.issue(divergence.issue))
    a, b = look.quotes(divergence.a or divergence.b), look.quotes(divergence.b if divergence.a else ())
    if len(a) == len(b) == 1 and a[0].language == b[0].language:
        left, right = differing(a[0].text, b[0].text)
        a, b = (replace(a[0], parts=left),), (replace(b[0], parts=right),)
    return Difference(anchor, kind, " · ".join(about), a, b, look.why(divergence.reason))


def changes(look: Lookup) -> tuple[Move, ...]:
    """What is new, in the order of the state of play; if it was not compared, who turned within its days."""
    found = turns(look.state) if look.state.changes is None else look.state.changes
    return tuple(move(look, n, change) for n, change in enumerate(found, start=1))


def move(look: Lookup, n: int, change: Change) -> Move:
    """The nth change in words."""
    anchor = look.anchor("n", str(n))
    kind = look.words.kind("change-kind", change.kind)
    look.remember(change.evidence, Link(anchor, f"{look.words('note.change')} · {kind}"))
    about, target = _subject(look, change.subject)
    return Move(
        anchor=anchor,
        kind=kind,
        about=about,
        target=target,
        turn=_turn(look, change.before, change.after) if change.before else "",
        evidence=look.quotes(change.evidence),
        why=look.why(change.reason),
    )


def _subject(look: Lookup, identity: str) -> tuple[str, str]:
    """What a change is about in words, and the anchor of its line, "" if it has none any more."""
    if identity in look.position:
        stance = look.together(identity)
        return f"{stance.party} {stance.act.word} · {stance.issue}", stance.anchor
    if identity in look.meeting:
        meeting = look.meeting[identity]
        return look.quote(meeting.what).text, look.anchor("m", identity)
    if identity in look.actor:
        return look.name(identity), look.anchor("w", identity)
    return look.issue(identity), ""


def _turn(look: Lookup, before: str, after: str | None) -> str:
    words = look.words
    if not after:
        return words("changes.from", before=_value(look, before))
    return words("changes.from_to", before=_value(look, before), after=_value(look, after))


def _value(look: Lookup, value: str) -> str:
    """An act, a status, a date or a text in words."""
    if value in set(Act):
        return look.words.kind("act", value)
    if value in set(MeetingStatus):
        return look.words(f"status.{value}")
    if _ISO_DAY.match(value):
        return look.words.day(value)
    return look.name(value)
