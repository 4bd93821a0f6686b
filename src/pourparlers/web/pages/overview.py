"""The overview: what moved, where parties clash, what is next, and who holds what."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from pourparlers.model import Change
from pourparlers.report import events
from pourparlers.report.view import Move
from pourparlers.web import matrix, moves
from pourparlers.web.desk import DeskOf
from pourparlers.web.filters import filter_of, part
from pourparlers.web.look import Look, look_of
from pourparlers.web.opposition import sharpest
from pourparlers.web.rendering import language_of, render
from pourparlers.web.security import Reader
from pourparlers.web.view import View

router = APIRouter(include_in_schema=False)

_MOST_MOVES = 8
_MOST_CLASHES = 4
_MOST_NEXT = 6
_MOST_NEW = 6
_COLUMNS = 6
_ROWS = 20
_FIRST_VISIT = timedelta(days=2)


@dataclass(frozen=True, slots=True)
class Moved:
    """A change with where it leads."""

    move: Move
    href: str


@router.get("/")
def overview(request: Request, desk: DeskOf, _user: Reader) -> HTMLResponse:
    """The state of play at a glance."""
    view = desk.view()
    look = look_of(view, language_of(request))
    seen = moves.visits(request, datetime.now(UTC))
    asked = filter_of(request).since
    last = seen.since()
    since: datetime | str = asked or last or _first_visit(view)
    changed = moves.moved(view, since)
    most = _ROWS if "moves" in request.query_params else _MOST_MOVES
    coming = view.keep(
        "coming",
        lambda: sorted(
            (one for one in view.meetings_by_day if events.is_coming(one, view.today)), key=events.soonest
        ),
    )
    parties = part(request, matrix.columns(view), size=_COLUMNS, name="columns")
    issues = part(request, matrix.most_disputed(view), size=_ROWS)
    response = render(
        request,
        "overview.html.j2",
        view=view,
        since=since if isinstance(since, str) else since.date().isoformat(),
        by_visit=not isinstance(since, str),
        since_words=_moment(look, since),
        last_visit=last is not None,
        periods=[(n, _days_before(view, n)) for n in (1, 3, 7, 30)] if view.last_day else [],
        moves=[moved(look, n, change) for n, change in enumerate(changed[:most], 1)],
        moves_total=len(changed),
        clashes=sharpest(look, _MOST_CLASHES),
        clashes_total=len(view.state.clashes),
        coming=[events.encounter(look, one) for one in coming[:_MOST_NEXT]],
        coming_ids=[one.id for one in coming[:_MOST_NEXT]],
        coming_total=len(coming),
        newest=[
            (look.article_name(one), look.words.day(one.published, short=True))
            for one in view.articles_by_day[:_MOST_NEW]
        ],
        parties=parties,
        party_names=[look.party_name(id) for id in parties.items],
        issues=issues,
        rows=[matrix.row(look, issue, parties.items) for issue in issues.items],
    )
    moves.remember(response, seen, secure=request.url.scheme == "https")
    return response


def moved(look: Look, number: int, change: Change) -> Moved:
    """A change in words, with the page of what it is about."""
    view, id = look.view, change.subject
    if id in view.positions:
        position = view.positions[id]
        href = f"{look.issue_name(position.issue).href}#{look.anchor('p', id)}"
    elif id in view.meetings:
        href = look.meeting_name(view.meetings[id]).href
    else:
        href = look.actor_name(id).href
    return Moved(events.move(look, number, change), href)


def _first_visit(view: View) -> str:
    """Who comes for the first time sees the last days of the press."""
    return (date.fromisoformat(view.last_day) - _FIRST_VISIT).isoformat() if view.last_day else ""


def _days_before(view: View, days: int) -> str:
    return (date.fromisoformat(view.last_day) - timedelta(days=days)).isoformat()


def _moment(look: Look, since: datetime | str) -> str:
    return look.words.day(since if isinstance(since, str) else since.date())
