"""What the forms begin with that correct an actor, an issue or a meeting."""

from __future__ import annotations

from dataclasses import dataclass

from fastapi import Request

from pourparlers.model import Evidence, MeetingStatus
from pourparlers.report.text import one_line, shorten
from pourparlers.web import choices
from pourparlers.web.look import Look
from pourparlers.web.marking import shown
from pourparlers.web.rendering import address, link
from pourparlers.web.security import Role

_AROUND = 48
_LONGEST = 160
_MOST_PLACES = 100
_MOST_OTHERS = 100
_MOST_ACTORS = 500


@dataclass(frozen=True, slots=True)
class Place:
    """Words of an article with some of what stands around them; `value` is what a form sends."""

    value: str
    href: str
    day: str
    before: str
    words: str
    after: str


@dataclass(frozen=True, slots=True)
class ActorForm:
    """The form of an actor."""

    action: str
    seen: int
    name: str
    party: str
    mentions: tuple[Place, ...]
    actors: tuple[str, ...]
    parties: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class IssueForm:
    """The form of an issue."""

    action: str
    seen: int
    name: str
    issues: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class MeetingForm:
    """The form of a meeting; `others` are ids and names of those it could be the same as, the nearest days first."""

    action: str
    seen: int
    status: str
    date: str
    place: str
    kind: str
    participants: str
    statuses: tuple[str, ...]
    kinds: tuple[str, ...]
    evidence: tuple[Place, ...]
    others: tuple[tuple[str, str], ...]
    actors: tuple[str, ...]


def actor_form(request: Request, look: Look, id: str) -> ActorForm | None:
    """The form of an actor, for editors."""
    if not may_edit(request):
        return None
    one = look.view.actors[id]
    return ActorForm(
        action=f"{address('actors', id)}/corrections",
        seen=request.app.state.desk.corrected,
        name=look.name(id),
        party=look.party(one.party) if one.party else "",
        mentions=tuple(_place(look, place, _AROUND) for place in one.mentions[:_MOST_PLACES]),
        actors=actor_names(look),
        parties=tuple(label for _, label in choices.parties(look)),
    )


def issue_form(request: Request, look: Look, id: str) -> IssueForm | None:
    """The form of an issue, for editors."""
    if not may_edit(request):
        return None
    others = tuple(look.issue(other) for other, _ in choices.issues(look) if other != id)
    return IssueForm(
        f"{address('issues', id)}/corrections", request.app.state.desk.corrected, look.issue(id), others
    )


def meeting_form(request: Request, look: Look, id: str) -> MeetingForm | None:
    """The form of a meeting, for editors."""
    if not may_edit(request):
        return None
    one = look.view.meetings[id]
    others = sorted(
        (other for other in look.view.state.meetings if other.id != id),
        key=lambda other: (
            other.date != one.date,
            other.place != one.place,
            other.date is None,
            other.date or "",
        ),
    )
    return MeetingForm(
        action=f"{address('meetings', id)}/corrections",
        seen=request.app.state.desk.corrected,
        status=one.status.value,
        date=one.date or "",
        place=one.place or "",
        kind=one.kind,
        participants=", ".join(look.actor_name(who).label for who in one.participants),
        statuses=tuple(status.value for status in MeetingStatus),
        kinds=tuple(sorted({one.kind, *look.words.table["meeting-kind"]})),
        evidence=tuple(_place(look, place, 0) for place in one.evidence[:_MOST_PLACES]),
        others=tuple(
            (other.id, " · ".join(filter(None, (other.date, other.place, look.meeting_name(other).label))))
            for other in others[:_MOST_OTHERS]
        ),
        actors=actor_names(look),
    )


def may_edit(request: Request) -> bool:
    """Whether who asks may correct."""
    user = request.state.user
    return bool(user and user.may(Role.EDITOR))


def actor_names(look: Look) -> tuple[str, ...]:
    """What the actors named most are called, in alphabetical order."""

    def make() -> tuple[str, ...]:
        most = sorted(look.view.state.actors, key=lambda one: (-len(one.mentions), one.id))[:_MOST_ACTORS]
        return tuple(sorted({look.actor_name(one.id).label for one in most}))

    return look.view.keep(("actor names", look.words.language), make)


def _place(look: Look, place: Evidence, around: int) -> Place:
    text = shown(look.view.articles[place.article].text)
    before = text[max(0, place.start - around) : place.start].partition(" ")[2] if around else ""
    after = text[place.end : place.end + around].rpartition(" ")[0] if around else ""
    day = look.view.articles[place.article].published
    return Place(
        f"{place.article}:{place.start}-{place.end}",
        link(place),
        look.words.day(day, short=True) if day else "",
        before,
        shorten(one_line(text[place.start : place.end]), _LONGEST),
        after,
    )
