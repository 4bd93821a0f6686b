"""What moved: since a visit, by when articles came into the dossier, or since a day, by when they were published."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

from fastapi import Request, Response

from pourparlers.dossier.changes import Snapshot, compare
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
        return view.keep(("moved", since), lambda: _moved(view, since, view.published))
    return view.keep(("moved", since), lambda: _moved(view, since.isoformat(), view.moved))


def _moved(view: View, since: str, first: Mapping[str, str]) -> tuple[Change, ...]:
    state = view.state
    before = Snapshot(
        date=since,
        positions={
            one.id: (one.party, one.issue, one.act.value) for one in state.positions if first[one.id] < since
        },
        meetings={one.id: (one.status.value, one.date) for one in state.meetings if first[one.id] < since},
        actors=frozenset(one.id for one in state.actors if first[one.id] < since),
    )
    return compare(before, state)
