"""The issues, and everything about one."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from itertools import islice

from fastapi import APIRouter, HTTPException, Request
from fastapi.responses import HTMLResponse

from pourparlers.dossier.themes import OTHER
from pourparlers.model import Position
from pourparlers.report import events
from pourparlers.report.lookup import is_apart
from pourparlers.web import choices
from pourparlers.web.desk import DeskOf
from pourparlers.web.filters import filter_of, part, wanted
from pourparlers.web.forms import issue_form
from pourparlers.web.look import Held, Look, Name, look_of
from pourparlers.web.opposition import by_sharpness, facing, together
from pourparlers.web.rendering import language_of, render
from pourparlers.web.security import Reader
from pourparlers.web.shared import shared

router = APIRouter(include_in_schema=False)

_MOST_OF_PARTY = 4
_MOST_CLASHES = 6
_MOST_PARTIES = 12


@router.get("/issues")
@shared
def issues(request: Request, desk: DeskOf, _user: Reader) -> HTMLResponse:
    """All issues: who holds something on them, how disputed they are."""
    view = desk.view()
    look = look_of(view, language_of(request))
    ordered = view.keep(
        "issues",
        lambda: sorted(
            view.issues,
            key=lambda id: (
                id == OTHER,
                -len(view.clashes_of_issue.get(id, ())),
                -len(view.statements_of_issue.get(id, ())),
                id,
            ),
        ),
    )
    shown = part(request, ordered)
    rows = []
    for id in shown.items:
        held = view.positions_of_issue.get(id, ())
        parties = dict.fromkeys(party for one in held for party in one.parties or (one.party,))
        said = view.statements_of_issue.get(id, ())
        days = [day for one in said[:1] if (day := view.day_of.get(one.id))]
        rows.append(
            {
                "issue": look.issue_name(id),
                "parent": look.issue_name(parent) if (parent := view.issues[id].parent) else None,
                "parties": [look.party_name(party) for party in list(parties)[:5]],
                "more": max(0, len(parties) - 5),
                "clashes": len(view.clashes_of_issue.get(id, ())),
                "deadlock": id in view.deadlocks,
                "positions": len(held),
                "statements": len(said),
                "last": look.words.day(days[0], short=True) if days else "",
            }
        )
    return render(request, "issues.html.j2", shown=shown, rows=rows)


@router.get("/issues/{id:path}")
@shared
def issue(request: Request, desk: DeskOf, _user: Reader, id: str) -> HTMLResponse:
    """One issue: what each party holds on it and held before, clashes, common lines, divergences, statements."""
    view = desk.view()
    if id not in view.issues:
        raise HTTPException(404)
    look = look_of(view, language_of(request))
    asked = replace(filter_of(request), issue=id)
    clashes = by_sharpness(look, view.clashes_of_issue.get(id, ()))
    if asked.party:
        with_party = {one.id for one in view.clashes_of_party.get(asked.party, ())}
        clashes = [one for one in clashes if one.id in with_party]
    clashing = part(request, clashes, size=_MOST_CLASHES, name="clashes")
    statements = part(request, wanted(view, asked))
    deadlock = view.deadlocks.get(id)
    return render(
        request,
        "issue.html.j2",
        correct=issue_form(request, look, id),
        issue=look.issue_name(id),
        parent=look.issue_name(parent) if (parent := view.issues[id].parent) else None,
        children=[look.issue_name(one.id) for one in view.state.issues if one.parent == id],
        terms=look.quotes(view.issues[id].terms[:8]),
        deadlock=deadlock is not None,
        since=look.words.day(deadlock.since) if deadlock else "",
        counts=(len(view.statements_of_issue.get(id, ())), len(view.positions_of_issue.get(id, ()))),
        parties=_by_party(look, id, asked.party),
        clashing=clashing,
        clashes=facing(look, clashing.items),
        common=together(look, view.convergences_of_issue.get(id, ())[:_MOST_CLASHES]),
        differences=[
            events.difference(look, one)
            for one in islice(
                (d for d in view.divergences_of_issue.get(id, ()) if d.a and d.b), _MOST_CLASHES
            )
        ],
        asked=asked,
        party_choices=choices.parties(look, asked.party),
        act_choices=choices.acts(look),
        view=view,
        statements=statements,
        lines=look.lines(statements.items),
    )


def _by_party(look: Look, issue: str, only: str) -> list[tuple[Name, list[Held], int, str]]:
    """What each party holds, in time order: the last positions of each, how many there were before, their address."""
    held: defaultdict[str, list[Position]] = defaultdict(list)
    for one in look.view.positions_of_issue.get(issue, ()):
        for party in one.parties or (one.party,):
            if not only or party == only:
                held[party].append(one)
    ordered = sorted(held, key=lambda id: (is_apart(id), *look.heavier(id)))[:_MOST_PARTIES]
    found = []
    for party in ordered:
        many = sorted(held[party], key=lambda one: (one.first_said is None, one.first_said or "", one.id))
        most = 200 if only else _MOST_OF_PARTY
        last = [look.held(one, party, issue) for one in reversed(many[-most:])]
        found.append((look.party_name(party), last, len(many) - len(last), party))
    return found
