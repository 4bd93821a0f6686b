"""Actors and parties: who is who, and everything about one."""

from __future__ import annotations

from dataclasses import replace

from fastapi import APIRouter, HTTPException, Request
from fastapi.responses import HTMLResponse

from pourparlers.model import Actor, ActorKind
from pourparlers.report import events
from pourparlers.report.text import one_line
from pourparlers.web import choices
from pourparlers.web.desk import DeskOf
from pourparlers.web.filters import filter_of, part, wanted
from pourparlers.web.forms import actor_form
from pourparlers.web.look import Look, look_of
from pourparlers.web.opposition import by_sharpness, facing, together
from pourparlers.web.rendering import address, language_of, render
from pourparlers.web.security import Reader
from pourparlers.web.shared import shared
from pourparlers.web.view import View

router = APIRouter(include_in_schema=False)

_MOST_VARIANTS = 20
_MOST_MEETINGS = 8
_MOST_CLASHES = 5
_MOST_ARTICLES = 12
_MOST_ISSUES = 12


@router.get("/actors")
@shared
def actors(request: Request, desk: DeskOf, _user: Reader) -> HTMLResponse:
    """Who is who, those who speak most first; by party, kind, or part of a name."""
    view = desk.view()
    look = look_of(view, language_of(request))
    party = request.query_params.get("party", "")
    kind = request.query_params.get("kind", "")
    name = request.query_params.get("name", "").strip()[:100].casefold()
    found = [
        one
        for one in view.keep("actors", lambda: _ranked(view))
        if (not party or one.party == party)
        and (not kind or one.kind.value == kind)
        and (not name or any(name in spelling.casefold() for spelling in (one.name, *one.variants)))
    ]
    shown = part(request, found)
    return render(
        request,
        "actors.html.j2",
        party=party,
        kind=kind,
        name=name,
        party_choices=choices.parties(look, party),
        kind_choices=[(one.value, look.words.kind("actor-kind", one.value)) for one in ActorKind],
        shown=shown,
        rows=[_row(look, one) for one in shown.items],
    )


@router.get("/actors/{id:path}")
@shared
def actor(request: Request, desk: DeskOf, _user: Reader, id: str) -> HTMLResponse:
    """One actor: names, offices, party, what it says and what is said of it, meetings, articles."""
    view = desk.view()
    one = view.actors.get(id)
    if one is None:
        raise HTTPException(404)
    look = look_of(view, language_of(request))
    asked = replace(filter_of(request), actor=id)
    statements = part(request, wanted(view, asked))
    about = part(request, view.statements_about.get(id, ()), size=_MOST_ARTICLES, name="about")
    articles = view.articles_of_actor.get(id, ())
    codes = (id, one.code) if one.code else (id,)
    meetings = tuple(dict.fromkeys(m for code in codes for m in view.meetings_of_actor.get(code, ())))
    return render(
        request,
        "actor.html.j2",
        correct=actor_form(request, look, id),
        id=id,
        view=view,
        name=look.actor_name(id),
        kind=look.words.kind("actor-kind", one.kind.value),
        party=look.party_name(one.party) if one.party else None,
        roles=list(dict.fromkeys(one_line(role) for role in one.roles))[:_MOST_VARIANTS],
        spellings=[text for text in dict.fromkeys(map(one_line, one.variants)) if text != one_line(one.name)][
            :_MOST_VARIANTS
        ],
        mentions=len(one.mentions),
        why=look.why(one.reason),
        issues=_issues(look, view, id),
        meetings=[(m.id, events.encounter(look, m)) for m in meetings[:_MOST_MEETINGS]],
        meetings_total=len(meetings),
        articles=[look.article_name(view.articles[a]) for a in articles[-_MOST_ARTICLES:][::-1]],
        articles_total=len(articles),
        asked=asked,
        issue_choices=choices.issues(look, asked.issue),
        act_choices=choices.acts(look),
        statements=statements,
        lines=look.lines(statements.items),
        about=about,
        about_lines=look.lines(about.items),
    )


@router.get("/parties/{id:path}")
@shared
def party(request: Request, desk: DeskOf, _user: Reader, id: str) -> HTMLResponse:
    """One party: what it holds on each issue, with whom it clashes and agrees, who speaks for it."""
    view = desk.view()
    if id not in view.parties and id not in view.statements_of_party:
        raise HTTPException(404)
    look = look_of(view, language_of(request))
    asked = replace(filter_of(request), party=id)
    statements = part(request, wanted(view, asked))
    held = sorted(
        view.positions_of_party.get(id, ()),
        key=lambda one: (one.last_said or one.first_said or "", len(one.statements), one.id),
        reverse=True,
    )
    positions = part(
        request,
        [one for one in held if not asked.issue or asked.issue == one.issue],
        size=12,
        name="positions",
    )
    clashes = by_sharpness(look, view.clashes_of_party.get(id, ()))
    clashing = part(request, clashes, size=_MOST_CLASHES, name="clashes")
    people = view.actors_of_party.get(id, ())
    ranked = sorted(people, key=lambda one: (-len(view.statements_of_actor.get(one.id, ())), one.name))
    return render(
        request,
        "party.html.j2",
        view=view,
        party=look.party_name(id),
        actor=address("actors", id) if id in view.actors else "",
        positions=positions,
        held=[look.held(one, id) for one in positions.items],
        clashing=clashing,
        clashes=facing(look, clashing.items),
        common=together(look, view.convergences_of_party.get(id, ())[:_MOST_CLASHES]),
        people=[
            (look.actor_name(one.id), len(view.statements_of_actor.get(one.id, ()))) for one in ranked[:20]
        ],
        people_total=len(people),
        asked=asked,
        issue_choices=choices.issues(look, asked.issue),
        act_choices=choices.acts(look),
        statements=statements,
        lines=look.lines(statements.items),
    )


def _ranked(view: View) -> list[Actor]:
    return sorted(
        view.state.actors,
        key=lambda one: (
            -len(view.statements_of_actor.get(one.id, ())),
            -len(one.mentions),
            one.name,
            one.id,
        ),
    )


def _row(look: Look, one: Actor) -> dict[str, object]:
    roles = dict.fromkeys(one_line(role) for role in one.roles)
    return {
        "name": look.actor_name(one.id),
        "kind": look.words.kind("actor-kind", one.kind.value),
        "party": look.party_name(one.party) if one.party else None,
        "role": next(iter(roles), ""),
        "statements": len(look.view.statements_of_actor.get(one.id, ())),
        "mentions": len(one.mentions),
    }


def _issues(look: Look, view: View, actor: str) -> list[tuple[str, str, int]]:
    """The issues an actor speaks on, those with most statements first: id, label, how many."""

    def counted() -> list[tuple[str, int]]:
        counts: dict[str, int] = {}
        for one in view.statements_of_actor.get(actor, ()):
            for issue in one.issues:
                counts[issue] = counts.get(issue, 0) + 1
        return sorted(counts.items(), key=lambda item: (-item[1], item[0]))[:_MOST_ISSUES]

    return [(id, look.issue(id), n) for id, n in view.keep(("issues of", actor), counted)]
