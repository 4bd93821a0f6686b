"""What the address of a page asks for: filters of statements, and which part of a long list."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import date
from typing import Generic, TypeVar

from fastapi import Request

from pourparlers.model import Act, Statement
from pourparlers.web.rendering import here
from pourparlers.web.view import View

T = TypeVar("T")
A_PAGE = 50
_LONGEST = 300


@dataclass(frozen=True, slots=True)
class Part(Generic[T]):
    """One page of a long list; `before` and `after` are the addresses of its neighbours, "" where there is none."""

    items: Sequence[T]
    total: int
    number: int
    pages: int
    before: str
    after: str
    first: int
    last: int


def part(request: Request, many: Sequence[T], *, size: int = A_PAGE, name: str = "page") -> Part[T]:
    """The page of a list that the query asks for: the last one where it asks for more than there are."""
    pages = max(1, -(-len(many) // size))
    try:
        number = min(max(1, int(request.query_params.get(name, "1")[:9])), pages)
    except ValueError:
        number = 1
    start = (number - 1) * size
    items = many[start : start + size]
    return Part(
        items=items,
        total=len(many),
        number=number,
        pages=pages,
        before=here(request, **{name: number - 1 if number > 2 else None}) if number > 1 else "",
        after=here(request, **{name: number + 1}) if number < pages else "",
        first=start + 1 if items else 0,
        last=start + len(items),
    )


@dataclass(frozen=True, slots=True)
class Filter:
    """Which statements are wanted; "" is any. `since` and `until` are days (ISO 8601)."""

    party: str = ""
    issue: str = ""
    act: str = ""
    actor: str = ""
    outlet: str = ""
    since: str = ""
    until: str = ""

    def chosen(self) -> dict[str, str]:
        """What is asked for, by name."""
        return {one.name: value for one in fields(self) if (value := getattr(self, one.name))}


def filter_of(request: Request) -> Filter:
    """The filter in the query; days that are none and acts that are unknown are left out."""
    asked = {one.name: request.query_params.get(one.name, "").strip()[:_LONGEST] for one in fields(Filter)}
    asked |= {name: _day(asked[name]) for name in ("since", "until")}
    if asked["act"] not in set(Act):
        asked["act"] = ""
    return Filter(**asked)


def wanted(view: View, asked: Filter) -> Sequence[Statement]:
    """The statements that a filter lets through, the latest first; kept for the next page of them."""
    if not asked.chosen():
        return view.latest
    return view.keep(("statements", asked), lambda: _wanted(view, asked))


def _wanted(view: View, asked: Filter) -> Sequence[Statement]:
    groups: list[tuple[str, Mapping[str, tuple[Statement, ...]]]] = [
        (asked.party, view.statements_of_party),
        (asked.issue, view.statements_of_issue),
        (asked.actor, view.statements_of_actor),
        (asked.outlet, view.statements_of_outlet),
    ]
    base = min((group.get(key, ()) for key, group in groups if key), key=len, default=view.latest)
    if len(asked.chosen()) == 1 and any(key for key, _ in groups):
        return base
    return [one for one in base if passes(view, one, asked)]


def passes(view: View, one: Statement, asked: Filter) -> bool:
    """Whether a filter lets a statement through; undated ones are in no span of days."""
    day = view.day_of.get(one.id, "")
    return (
        (not asked.party or asked.party in one.parties)
        and (not asked.issue or asked.issue in one.issues)
        and (not asked.act or one.act.value == asked.act)
        and (not asked.actor or asked.actor in one.speakers)
        and (not asked.outlet or view.outlet(one.article) == asked.outlet)
        and (not asked.since or asked.since <= day)
        and (not asked.until or "" < day <= asked.until)
    )


def _day(text: str) -> str:
    try:
        return date.fromisoformat(text).isoformat()
    except ValueError:
        return ""
