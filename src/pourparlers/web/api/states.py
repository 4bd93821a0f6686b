"""The state of play: its parts as lists with filters, and each by its id."""

from __future__ import annotations

from collections import deque
from datetime import UTC, datetime
from threading import Lock
from typing import Annotated, Any

from fastapi import APIRouter, HTTPException, Request, Response
from fastapi import Query as Asked

from pourparlers.dossier.changes import Snapshot, compare, snapshot
from pourparlers.model import Act, ActorKind, MeetingStatus
from pourparlers.web import moves
from pourparlers.web.api import shapes
from pourparlers.web.api.answers import Day, Id, Paged, Query, answer, listed, one_of, seal, writing
from pourparlers.web.desk import DeskOf
from pourparlers.web.filters import Filter, wanted
from pourparlers.web.security import Reader
from pourparlers.web.view import View

router = APIRouter()

_MOST_PAST = 64
_COUNTED = (
    "articles",
    "actors",
    "parties",
    "issues",
    "statements",
    "positions",
    "clashes",
    "convergences",
    "meetings",
    "divergences",
)


class OfIssue(Paged):
    """On which issue, by which party."""

    issue: Id = ""
    party: Id = ""


class OfStatements(OfIssue):
    """Which statements; days are those they were said on."""

    act: Act | None = None
    actor: Id = ""
    outlet: Id = ""
    article: Id = ""
    since: Day | None = None
    until: Day | None = None


class OfPositions(OfIssue):
    """Which positions."""

    act: Act | None = None


class OfActors(Paged):
    """Which actors; `name` is a part of one of their names."""

    party: Id = ""
    kind: ActorKind | None = None
    name: Id = ""


class OfMeetings(Paged):
    """Which meetings; days compare with dates as far as these are known."""

    status: MeetingStatus | None = None
    actor: Id = ""
    since: Day | None = None
    until: Day | None = None


class OfDivergences(Paged):
    """Which divergences; `kind` as they tell it."""

    article: Id = ""
    issue: Id = ""
    kind: Id = ""


class Since(Query):
    """Since when: a day of the press, a moment at which articles came in (ISO 8601), or an earlier view's number."""

    day: Day | None = None
    moment: datetime | None = None
    view: Annotated[int, Asked(ge=1)] | None = None


class Past:
    """The views that clients were told of, so far as is needed to say what changed since."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._kept: deque[tuple[int, Snapshot]] = deque(maxlen=_MOST_PAST)

    def keep(self, view: View) -> None:
        """Remember a view."""
        with self._lock:
            if not self._kept or self._kept[-1][0] < view.number:
                self._kept.append((view.number, snapshot(view.state)))

    def find(self, number: int) -> Snapshot | None:
        """What is remembered of a view."""
        with self._lock:
            return next((one for kept, one in self._kept if kept == number), None)


def _view(request: Request, desk: DeskOf) -> View:
    view = desk.view()
    past: Past = request.app.state.past
    past.keep(view)
    return view


@router.get("/summary", response_model=shapes.Summary, tags=["state of play"])
def get_summary(request: Request, desk: DeskOf, _user: Reader, asked: Annotated[Query, Asked()]) -> Response:
    """The dossier at a glance: how much of everything, and where talks are stuck."""
    view = _view(request, desk)
    state = view.state
    write = writing(view, asked.lang)
    return answer(
        request,
        seal(view),
        lambda: {
            "dossier": request.app.state.title,
            "date": view.today or None,
            "model": state.model,
            "view": view.number,
            "built_at": view.built_at.isoformat(),
            "counts": {name: len(getattr(state, name)) for name in _COUNTED},
            "deadlocks": [write.deadlock(one) for one in state.deadlocks],
        },
    )


@router.get("/statements", response_model=shapes.Listed[shapes.Statement], tags=["state of play"])
def list_statements(
    request: Request, desk: DeskOf, _user: Reader, asked: Annotated[OfStatements, Asked()]
) -> Response:
    """Who said what, the latest first."""
    view = _view(request, desk)
    chosen = Filter(
        party=asked.party,
        issue=asked.issue,
        act=asked.act.value if asked.act else "",
        actor=asked.actor,
        outlet=asked.outlet,
        since=asked.since or "",
        until=asked.until or "",
    )
    found = wanted(view, chosen)
    if asked.article:
        found = [one for one in found if one.article == asked.article]
    return listed(request, view, found, writing(view, asked.lang).statement, asked)


@router.get("/positions", response_model=shapes.Listed[shapes.Position], tags=["state of play"])
def list_positions(
    request: Request, desk: DeskOf, _user: Reader, asked: Annotated[OfPositions, Asked()]
) -> Response:
    """Who holds what on which issue."""
    view = _view(request, desk)
    found = [
        one
        for one in (view.positions_of_issue.get(asked.issue, ()) if asked.issue else view.state.positions)
        if (not asked.party or asked.party in (one.parties or (one.party,)))
        and (asked.act is None or one.act is asked.act)
    ]
    return listed(request, view, found, writing(view, asked.lang).position, asked)


@router.get("/issues", response_model=shapes.Listed[shapes.Issue], tags=["state of play"])
def list_issues(request: Request, desk: DeskOf, _user: Reader, asked: Annotated[Paged, Asked()]) -> Response:
    """What is negotiated about."""
    view = _view(request, desk)
    return listed(request, view, view.state.issues, writing(view, asked.lang).issue, asked)


@router.get("/parties", response_model=shapes.Listed[shapes.Party], tags=["state of play"])
def list_parties(request: Request, desk: DeskOf, _user: Reader, asked: Annotated[Paged, Asked()]) -> Response:
    """The sides."""
    view = _view(request, desk)
    return listed(request, view, view.state.parties, writing(view, asked.lang).party, asked)


@router.get("/actors", response_model=shapes.Listed[shapes.Actor], tags=["state of play"])
def list_actors(
    request: Request, desk: DeskOf, _user: Reader, asked: Annotated[OfActors, Asked()]
) -> Response:
    """The people, organisations and countries."""
    view = _view(request, desk)
    part = asked.name.casefold()
    found = [
        one
        for one in (view.actors_of_party.get(asked.party, ()) if asked.party else view.state.actors)
        if (asked.kind is None or one.kind is asked.kind)
        and (not part or any(part in name.casefold() for name in (one.name, *one.variants)))
    ]
    return listed(request, view, found, writing(view, asked.lang).actor, asked)


@router.get("/meetings", response_model=shapes.Listed[shapes.Meeting], tags=["state of play"])
def list_meetings(
    request: Request, desk: DeskOf, _user: Reader, asked: Annotated[OfMeetings, Asked()]
) -> Response:
    """The encounters, past and to come, the latest first."""
    view = _view(request, desk)
    found = [
        one
        for one in (view.meetings_of_actor.get(asked.actor, ()) if asked.actor else view.meetings_by_day)
        if (asked.status is None or one.status is asked.status)
        and (asked.since is None or (one.date or "") >= asked.since)
        and (asked.until is None or "" < (one.date or "") <= asked.until)
    ]
    return listed(request, view, found, writing(view, asked.lang).meeting, asked)


@router.get("/clashes", response_model=shapes.Listed[shapes.Clash], tags=["state of play"])
def list_clashes(
    request: Request, desk: DeskOf, _user: Reader, asked: Annotated[OfIssue, Asked()]
) -> Response:
    """Positions head-on."""
    view = _view(request, desk)
    found = _both(view.state.clashes, asked, view.clashes_of_issue, view.clashes_of_party)
    return listed(request, view, found, writing(view, asked.lang).clash, asked)


@router.get("/convergences", response_model=shapes.Listed[shapes.Convergence], tags=["state of play"])
def list_convergences(
    request: Request, desk: DeskOf, _user: Reader, asked: Annotated[OfIssue, Asked()]
) -> Response:
    """Positions on the same line."""
    view = _view(request, desk)
    found = _both(view.state.convergences, asked, view.convergences_of_issue, view.convergences_of_party)
    return listed(request, view, found, writing(view, asked.lang).convergence, asked)


@router.get("/divergences", response_model=shapes.Listed[shapes.Divergence], tags=["state of play"])
def list_divergences(
    request: Request, desk: DeskOf, _user: Reader, asked: Annotated[OfDivergences, Asked()]
) -> Response:
    """What reports tell differently."""
    view = _view(request, desk)
    base = view.divergences_of_article.get(asked.article, ()) if asked.article else view.state.divergences
    found = [
        one
        for one in base
        if (not asked.issue or one.issue == asked.issue) and (not asked.kind or one.kind == asked.kind)
    ]
    return listed(request, view, found, writing(view, asked.lang).divergence, asked)


@router.get("/changes", response_model=shapes.Changes, tags=["state of play"])
def list_changes(request: Request, desk: DeskOf, _user: Reader, asked: Annotated[Since, Asked()]) -> Response:
    """What changed since a day, a moment, or a view that an earlier answer was of (exactly one of these)."""
    given = [one for one in (asked.day, asked.moment, asked.view) if one is not None]
    if len(given) != 1:
        raise HTTPException(422, "say since when: day, moment or view")
    past: Past = request.app.state.past
    view = _view(request, desk)
    if asked.view is not None:
        before = past.find(asked.view)
        if before is None:
            raise HTTPException(404, "nothing is known of that view any more; ask by day or moment")
        found = compare(before, view.state)
    else:
        moment = asked.moment
        if moment is not None and moment.tzinfo is None:
            moment = moment.replace(tzinfo=UTC)
        since = asked.day or moment
        assert since is not None
        found = moves.moved(view, since)
    write = writing(view, asked.lang)
    return answer(
        request,
        seal(view),
        lambda: {
            "since": str(given[0]),
            "view": view.number,
            "changes": [write.change(one) for one in found],
        },
    )


def _both(every: Any, asked: OfIssue, of_issue: Any, of_party: Any) -> list[Any]:  # noqa: ANN401
    found = of_issue.get(asked.issue, ()) if asked.issue else every
    if not asked.party:
        return list(found)
    theirs = {one.id for one in of_party.get(asked.party, ())}
    return [one for one in found if one.id in theirs]


def _single(plural: str, singular: str, shape: type) -> None:
    """A route that gives one thing by its id."""

    def one(
        request: Request, desk: DeskOf, _user: Reader, id: Id, asked: Annotated[Query, Asked()]
    ) -> Response:
        view = _view(request, desk)
        write = writing(view, asked.lang)
        return one_of(request, view, getattr(view, plural).get(id), getattr(write, singular))

    router.add_api_route(
        f"/{plural}/{{id:path}}",
        one,
        response_model=shape,
        name=f"get_{singular}",
        operation_id=f"get_{singular}",
        summary=f"One {singular}",
        tags=["state of play"],
    )


for _plural, _singular, _shape in (
    ("statements", "statement", shapes.Statement),
    ("positions", "position", shapes.Position),
    ("issues", "issue", shapes.Issue),
    ("parties", "party", shapes.Party),
    ("actors", "actor", shapes.Actor),
    ("meetings", "meeting", shapes.Meeting),
    ("clashes", "clash", shapes.Clash),
    ("convergences", "convergence", shapes.Convergence),
    ("divergences", "divergence", shapes.Divergence),
):
    _single(_plural, _singular, _shape)
