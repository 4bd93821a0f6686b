"""Meetings, and everything about one."""

from __future__ import annotations

from fastapi import APIRouter, HTTPException, Request
from fastapi.responses import HTMLResponse

from pourparlers.model import Meeting, MeetingStatus, Statement
from pourparlers.report import events
from pourparlers.web.desk import DeskOf
from pourparlers.web.filters import filter_of, part
from pourparlers.web.forms import meeting_form
from pourparlers.web.look import look_of
from pourparlers.web.rendering import language_of, render
from pourparlers.web.security import Reader
from pourparlers.web.shared import shared
from pourparlers.web.view import View

router = APIRouter(include_in_schema=False)

_MOST_NEAR = 12


@router.get("/meetings")
@shared
def meetings(request: Request, desk: DeskOf, _user: Reader) -> HTMLResponse:
    """The calendar: what is to come, what was held; by status, days, and who is there."""
    view = desk.view()
    look = look_of(view, language_of(request))
    asked = filter_of(request)
    status = request.query_params.get("status", "")
    who = request.query_params.get("actor", "")
    coming, past = view.keep(
        ("meetings", status, who, asked.since, asked.until),
        lambda: _parted(view, status, who, asked.since, asked.until),
    )
    ahead, behind = part(request, coming, size=25, name="coming"), part(request, past)
    return render(
        request,
        "meetings.html.j2",
        view=view,
        asked=asked,
        chosen=status,
        who=look.actor_name(who) if who else None,
        status_choices=[(one.value, look.words(f"status.{one.value}")) for one in MeetingStatus],
        ahead=ahead,
        coming=[(one.id, events.encounter(look, one)) for one in ahead.items],
        behind=behind,
        past=[(one.id, events.encounter(look, one)) for one in behind.items],
    )


@router.get("/meetings/{id:path}")
@shared
def meeting(request: Request, desk: DeskOf, _user: Reader, id: str) -> HTMLResponse:
    """One meeting: every passage that tells of it, who is there, and what was said on its days."""
    view = desk.view()
    one = view.meetings.get(id)
    if one is None:
        raise HTTPException(404)
    look = look_of(view, language_of(request))
    around = _around(view, one)
    return render(
        request,
        "meeting.html.j2",
        correct=meeting_form(request, look, id),
        meeting=events.encounter(look, one),
        who=[look.actor_name(actor) for actor in one.participants],
        around=look.lines(around[:_MOST_NEAR]),
        around_total=len(around),
        day=one.date or "",
    )


def _parted(view: View, status: str, who: str, since: str, until: str) -> tuple[list[Meeting], list[Meeting]]:
    """The meetings to come, the soonest first, and the past ones, the latest first."""
    found = [one for one in view.meetings_by_day if _passes(one, status, who, since, until)]
    coming = [one for one in found if events.is_coming(one, view.today)]
    ahead = {one.id for one in coming}
    return sorted(coming, key=events.soonest), [one for one in found if one.id not in ahead]


def _passes(one: Meeting, status: str, who: str, since: str, until: str) -> bool:
    day = one.date or ""
    return (
        (not status or one.status.value == status)
        and (not who or who in one.participants)
        and (not since or day >= since[: len(day)] > "")
        and (not until or "" < day[:10] <= until)
    )


def _around(view: View, one: Meeting) -> list[Statement]:
    """What those who meet say in the articles that tell of the meeting."""
    articles = dict.fromkeys(place.article for place in one.evidence)
    who = set(one.participants)
    return [
        said
        for article in articles
        for said in view.statements_of_article.get(article, ())
        if who & {*said.speakers, *said.parties}
    ]
