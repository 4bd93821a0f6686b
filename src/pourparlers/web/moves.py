"""What moved: since a visit, by when articles came into the dossier, or since a day, by when they were published."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from fastapi import Request, Response

from pourparlers.dossier.changes import Snapshot, compare, stands
from pourparlers.model import Change
from pourparlers.web.view import View

_COOKIE = "visits"
_ONE_VISIT = 30 * 60
_A_YEAR = 365 * 24 * 3600


@dataclass(frozen=True, slots=True)
class Visits:
    """The beginnings of this visit and of the one before, as seconds since 1970; 0 for none."""

    before: int
    now: int

    def since(self) -> datetime | None:
        """The beginning of the visit before."""
        return datetime.fromtimestamp(self.before, UTC) if self.before else None


def visits(request: Request, now: datetime) -> Visits:
    """What the cookie remembers; after half an hour, a new visit begins."""
    at = int(now.timestamp())
    before, _, last = request.cookies.get(_COOKIE, "").partition(".")
    if not (before.isdecimal() and last.isdecimal() and len(before) < 12 and len(last) < 12):
        return Visits(0, at)
    known = Visits(min(int(before), at), min(int(last), at))
    return known if at - known.now < _ONE_VISIT else Visits(known.now, at)


def remember(response: Response, seen: Visits, *, secure: bool) -> None:
    """Keep the visits in a cookie."""
    response.set_cookie(
        _COOKIE, f"{seen.before}.{seen.now}", max_age=_A_YEAR, httponly=True, samesite="lax", secure=secure
    )


def moved(view: View, since: datetime | str) -> tuple[Change, ...]:
    """What changed since a moment of the dossier, or since a day of the press (ISO 8601), the weightiest first."""
    if isinstance(since, str):
        return view.keep(("moved", since), lambda: _moved(view, since, "day", view.published))
    return view.keep(("moved", since), lambda: _moved(view, since.isoformat(), "moment", view.moved))


def order(view: View, unit: str, first: Mapping[str, str]) -> list[tuple[str, str]]:
    """When each position, meeting and actor came, and its id, in time order; kept in the view."""
    return view.keep(("order", unit), lambda: sorted((when, id) for id, when in first.items()))


def _moved(view: View, since: str, unit: str, first: Mapping[str, str]) -> tuple[Change, ...]:
    """Compare what came since with what was there, as far as the two have to do with each other."""
    came = order(view, unit, first)
    new = [id for _, id in reversed(came[bisect_left(came, (since, "")) :])]
    positions = tuple(view.positions[id] for id in new if id in view.positions)
    pairs = {(one.party, one.issue) for one in positions}
    before = stands(
        view.state,
        (
            one
            for issue in {issue for _, issue in pairs}
            for one in view.positions_of_issue.get(issue, ())
            if (one.party, one.issue) in pairs and first[one.id] < since
        ),
    )
    actors = tuple(view.actors[id] for id in new if id in view.actors)
    now = replace(
        view.state,
        positions=positions,
        meetings=tuple(view.meetings[id] for id in new if id in view.meetings),
        actors=actors,
        statements=tuple(said for one in actors for said in view.statements_of_actor.get(one.id, ())[:1]),
    )
    return compare(Snapshot(since, before, {}, frozenset()), now)
