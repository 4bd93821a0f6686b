"""What people should look at first: the least certain statements that most depends on."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from pourparlers.dossier.amendments import is_marked
from pourparlers.model import Evidence, Statement
from pourparlers.report.lookup import is_apart
from pourparlers.store import Correction
from pourparlers.web import choices
from pourparlers.web.desk import DeskOf
from pourparlers.web.filters import filter_of, part, passes
from pourparlers.web.forms import may_edit
from pourparlers.web.look import look_of
from pourparlers.web.rendering import address, language_of, render
from pourparlers.web.security import Reader
from pourparlers.web.view import View

router = APIRouter(include_in_schema=False)

_A_PAGE = 25
_LEVELS = (50, 70, 90)


@dataclass(frozen=True, slots=True)
class Waiting:
    """A statement to be looked at: its weight, doubt times what hangs on it, and why (label and count)."""

    statement: Statement
    weight: float
    reasons: tuple[tuple[str, int], ...]


@router.get("/review")
def review(request: Request, desk: DeskOf, _user: Reader) -> HTMLResponse:
    """The review queue; the filters of statements, and `below`, a percentage of certainty."""
    view = desk.view()
    look = look_of(view, language_of(request))
    asked = filter_of(request)
    below = request.query_params.get("below", "")
    most = int(below) / 100 if below in map(str, _LEVELS) else 2.0
    found = everything(view)
    if asked.chosen() or most < 1:
        found = view.keep(
            ("review", asked, below),
            lambda: [
                one
                for one in everything(view)
                if one.statement.reason.confidence < most and passes(view, one.statement, asked)
            ],
        )
    new = _touched(desk.store.corrections(after=desk.corrected))
    if new:
        articles = {place.article for place in new}
        found = [
            one
            for one in found
            if one.statement.article not in articles
            or not any(_meets(place, new) for place in one.statement.content)
        ]
    shown = part(request, found, size=_A_PAGE)
    return render(
        request,
        "review.html.j2",
        shown=shown,
        rows=[
            (
                one,
                look.line(one.statement),
                f"{address('articles', one.statement.article)}?{_at(one.statement)}",
            )
            for one in shown.items
        ],
        looked=view.keep("looked", lambda: sum(is_marked(one.reason) for one in view.state.statements)),
        asked=asked,
        below=below,
        levels=_LEVELS,
        seen=desk.corrected,
        view=view,
        party_choices=choices.parties(look, asked.party),
        issue_choices=choices.issues(look, asked.issue),
        act_choices=choices.acts(look),
        outlet_choices=choices.outlets(look, asked.outlet),
        may_edit=may_edit(request),
        done=request.query_params.get("done", ""),
    )


def everything(view: View) -> list[Waiting]:
    """The whole queue, made once for a view."""
    return view.keep("review", lambda: queue(view))


def queue(view: View) -> list[Waiting]:
    """Weigh every statement that nobody has looked at, the heaviest first.

    The weight is the doubt (1 - confidence, at least a twentieth) times what hangs on the statement: positions, more
    for one that rests on these words alone; clashes; a deadlock; a red line, a condition; that one outlet alone tells it.
    """
    clashing = Counter(side for one in view.state.clashes for side in (one.a, one.b))
    made = [
        _weigh(view, one, clashing)
        for one in view.state.statements
        if not is_marked(one.reason) and not all(map(is_apart, one.parties or ("press",)))
    ]
    return sorted(
        made, key=lambda one: (-one.weight, view.day_of.get(one.statement.id, ""), one.statement.id)
    )


def _weigh(view: View, one: Statement, clashing: Counter[str]) -> Waiting:
    held = view.positions_of_statement.get(one.id, ())
    clashes = sum(clashing[each.id] for each in held)
    reasons: list[tuple[str, int]] = []
    stake = 0.2
    if held:
        stake += len(held)
        reasons.append(("positions", len(held)))
    if any(len(each.statements) == 1 for each in held):
        stake += 1
        reasons.append(("alone", 1))
    if clashes:
        stake += min(2.0, 0.5 * clashes)
        reasons.append(("clashes", clashes))
    if any(each.issue in view.deadlocks for each in held):
        stake += 0.5
        reasons.append(("deadlock", 1))
    if any("red-line" in each.marks for each in held):
        stake += 1
        reasons.append(("red_line", 1))
    if one.condition:
        stake += 0.5
        reasons.append(("conditional", 1))
    if held and all(len(each.outlets) < 2 for each in held):
        stake += 0.5
        reasons.append(("one_outlet", 1))
    if not one.issues:
        reasons.append(("no_issue", 1))
    if not one.parties:
        reasons.append(("no_party", 1))
    doubt = max(0.05, 1.0 - one.reason.confidence)
    return Waiting(one, round(10 * doubt * stake, 2), tuple(reasons))


def _touched(corrections: Iterable[Correction]) -> list[Evidence]:
    """The words that corrections are about which the view does not have yet."""
    return [
        Evidence(one.edit.article, held.start, held.start + len(held.quote))
        for one in corrections
        if one.edit and one.edit.article
        for role in ("before.content", "after.content", "region")
        for held in one.edit.anchors.get(role, ())
    ]


def _meets(place: Evidence, words: Iterable[Evidence]) -> bool:
    return any(
        place.article == one.article and place.start < one.end and one.start < place.end for one in words
    )


def _at(one: Statement) -> str:
    return f"at={one.content[0].start}-{one.content[-1].end}"
