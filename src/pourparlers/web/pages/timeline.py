"""The timeline: statements and meetings over time, drawn and listed."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from pourparlers.model import Act, Meeting, Statement
from pourparlers.report import events
from pourparlers.report.lookup import signed
from pourparlers.web import choices
from pourparlers.web.desk import DeskOf
from pourparlers.web.filters import Filter, filter_of, part, wanted
from pourparlers.web.look import Look, Name, look_of
from pourparlers.web.rendering import here, language_of, render
from pourparlers.web.security import Reader
from pourparlers.web.shared import shared
from pourparlers.web.spans import Span, cut, places
from pourparlers.web.view import View

router = APIRouter(include_in_schema=False)

FAMILIES = ("asks", "gives", "yes", "no", "threat", "charge", "says")
_MOST_LANES = 8


@dataclass(frozen=True, slots=True)
class Bar:
    """What is stacked on one part of time: family, from, to, in statements."""

    place: int
    pieces: tuple[tuple[str, int, int], ...]


@dataclass(frozen=True, slots=True)
class Lane:
    """One party over time."""

    party: Name
    total: int
    counts: tuple[int, ...]
    bars: tuple[Bar, ...]


@dataclass(frozen=True, slots=True)
class Counts:
    """How many statements and meetings each part of time has: of all, and by party and family."""

    spans: tuple[Span, ...]
    all: tuple[int, ...]
    meetings: tuple[int, ...]
    parties: dict[str, dict[int, dict[str, int]]]


@router.get("/timeline")
@shared
def timeline(request: Request, desk: DeskOf, _user: Reader) -> HTMLResponse:
    """Statements and meetings over time; by party, issue, act, speaker, outlet and days."""
    view = desk.view()
    look = look_of(view, language_of(request))
    asked = filter_of(request)
    counts = counted(view, asked)
    shown = part(request, items(view, asked))
    lanes = _lanes(look, counts)
    return render(
        request,
        "timeline.html.j2",
        view=view,
        asked=asked,
        total=len(wanted(view, asked)),
        spans=[_column(request, look, counts, n) for n in range(len(counts.spans))],
        unit=counts.spans[0].unit if counts.spans else "day",
        ticks=_ticks(look, counts.spans),
        tallest=max(counts.all, default=0) or 1,
        highest=max((max(lane.counts) for lane in lanes), default=0) or 1,
        lanes=lanes,
        counts=counts,
        families=FAMILIES,
        actor=look.actor_name(asked.actor) if asked.actor else None,
        party_choices=choices.parties(look, asked.party),
        issue_choices=choices.issues(look, asked.issue),
        outlet_choices=choices.outlets(look, asked.outlet),
        act_choices=choices.acts(look),
        shown=shown,
        days=_by_day(look, shown.items),
    )


def items(view: View, asked: Filter) -> Sequence[Statement | Meeting]:
    """Statements and meetings that a filter lets through, the latest first; kept in the view."""
    return view.keep(("timeline", asked), lambda: _items(view, asked))


def counted(view: View, asked: Filter) -> Counts:
    """How many statements and meetings there are over time; kept in the view."""
    return view.keep(("counts", asked), lambda: _counts(view, asked))


def _items(view: View, asked: Filter) -> Sequence[Statement | Meeting]:
    """Statements and meetings that a filter lets through, the latest first, meetings before what was said that day."""
    said = wanted(view, asked)
    meetings = _meetings(view, asked)
    if not meetings:
        return said
    rising = [view.day_of.get(one.id, "") for one in reversed(said)]
    found: list[Statement | Meeting] = []
    start = 0
    for meeting in sorted(meetings, key=lambda one: one.date or "", reverse=True):
        later = len(said) - bisect_right(rising, meeting.date or "")
        found += said[start:later]
        found.append(meeting)
        start = later
    return [*found, *said[start:]]


def _meetings(view: View, asked: Filter) -> list[Meeting]:
    """The meetings within a filter: they have no issue and no act, so one for those lets none through."""
    if asked.issue or asked.act:
        return []
    return [
        one
        for one in view.meetings_by_day
        if (not asked.party or any(asked.party in {who, _party(view, who)} for who in one.participants))
        and (not asked.actor or asked.actor in one.participants)
        and (not asked.outlet or any(view.outlet(place.article) == asked.outlet for place in one.evidence))
        and (not asked.since or asked.since <= (one.date or ""))
        and (not asked.until or "" < (one.date or "") <= asked.until)
    ]


def _party(view: View, actor: str) -> str:
    known = view.actors.get(actor)
    return (known.party if known else None) or ""


def _counts(view: View, asked: Filter) -> Counts:
    said = Counter(
        (day, one.parties, one.act) for one in wanted(view, asked) if (day := view.day_of.get(one.id))
    )
    days = {day for day, _, _ in said}
    spans = cut(asked.since or min(days, default=""), asked.until or max(days, default=""))
    place = places(spans)
    every: Counter[int] = Counter()
    parties: defaultdict[str, defaultdict[int, Counter[str]]] = defaultdict(lambda: defaultdict(Counter))
    families = _families(view)
    for (day, sides, act), many in said.items():
        if (n := place(day)) is None:
            continue
        every[n] += many
        for party in sides:
            parties[party][n][families[act.value]] += many
    met = Counter(n for one in _meetings(view, asked) if (n := place((one.date or "")[:10])) is not None)
    return Counts(
        spans,
        tuple(every[n] for n in range(len(spans))),
        tuple(met[n] for n in range(len(spans))),
        {party: {n: dict(count) for n, count in lane.items()} for party, lane in parties.items()},
    )


def _families(view: View) -> dict[str, str]:
    words = look_of(view, "en").words
    return {act.value: signed(act, words).family for act in Act}


def _lanes(look: Look, counts: Counts) -> list[Lane]:
    totals = {
        party: sum(sum(count.values()) for count in lane.values()) for party, lane in counts.parties.items()
    }
    found = []
    for party in sorted(totals, key=lambda id: (-totals[id], id))[:_MOST_LANES]:
        lane = counts.parties[party]
        bars = []
        for n, count in sorted(lane.items()):
            height, pieces = 0, []
            for family in FAMILIES:
                if many := count.get(family, 0):
                    pieces.append((family, height, many))
                    height += many
            bars.append(Bar(n, tuple(pieces)))
        heights = tuple(sum(lane.get(n, {}).values()) for n in range(len(counts.spans)))
        found.append(Lane(look.party_name(party), totals[party], heights, tuple(bars)))
    return found


def _column(request: Request, look: Look, counts: Counts, number: int) -> dict[str, object]:
    span = counts.spans[number]
    words = look.words
    days = words.days(span.first, span.last) if span.first != span.last else words.day(span.first, short=True)
    parts = [words("lines.statements", n=counts.all[number])]
    if counts.meetings[number]:
        parts.append(words("timeline.meetings", n=counts.meetings[number]))
    return {
        "href": here(request, since=span.first, until=span.last, page=None),
        "label": f"{days}: {', '.join(parts)}",
        "number": number,
        "days": days,
        "count": counts.all[number],
        "meetings": counts.meetings[number],
    }


def _ticks(look: Look, spans: Sequence[Span]) -> list[str]:
    """The first, a middle and the last day, as words."""
    if not spans:
        return []
    middle = [spans[len(spans) // 2].first] if len(spans) > 4 else []
    last = [spans[-1].first] if len(spans) > 1 else []
    return [look.words.day(day, short=True) for day in (spans[0].first, *middle, *last)]


def _by_day(
    look: Look, items: Sequence[Statement | Meeting]
) -> list[tuple[str, str, list[object], list[object]]]:
    """The items of each day: its date, its name, the meetings, the statements."""
    found: dict[str, tuple[list[object], list[object]]] = {}
    for one in items:
        day = (one.date or "") if isinstance(one, Meeting) else look.view.day_of.get(one.id, "")
        meetings, lines = found.setdefault(day, ([], []))
        if isinstance(one, Meeting):
            meetings.append((one.id, events.encounter(look, one)))
        else:
            lines.append(look.line(one))
    return [(day, look.words.day(day, weekday=True), *both) for day, both in found.items()]
