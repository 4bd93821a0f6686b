"""The list of articles, and the outlets."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from itertools import islice

from fastapi import APIRouter, HTTPException, Request
from fastapi.responses import HTMLResponse

from pourparlers.model import Article
from pourparlers.report import events
from pourparlers.report.text import one_line
from pourparlers.web import choices
from pourparlers.web.desk import DeskOf
from pourparlers.web.filters import filter_of, part, wanted
from pourparlers.web.look import Look, look_of
from pourparlers.web.rendering import address, language_of, render
from pourparlers.web.security import Reader
from pourparlers.web.shared import shared
from pourparlers.web.view import View

router = APIRouter(include_in_schema=False)

_MOST_VOICES = 8
_MOST_ARTICLES = 15
_MOST_DIFFERENCES = 6
_NEWEST = 100


@router.get("/articles")
@shared
def articles(request: Request, desk: DeskOf, _user: Reader) -> HTMLResponse:
    """All articles, the latest first; by outlet, language, days, words of the title, or issue."""
    view = desk.view()
    look = look_of(view, language_of(request))
    asked = filter_of(request)
    language = request.query_params.get("language", "")
    title = request.query_params.get("title", "").strip()[:200].casefold()
    on_issue = {one.article for one in view.statements_of_issue.get(asked.issue, ())} if asked.issue else None
    by_actor = set(view.articles_of_actor.get(asked.actor, ())) if asked.actor else None
    base = view.articles_of_outlet.get(asked.outlet, ()) if asked.outlet else view.articles_by_day
    found = [
        one
        for one in base
        if (not language or one.language == language)
        and (not title or title in (one.title or one.name).casefold())
        and (on_issue is None or one.id in on_issue)
        and (by_actor is None or one.id in by_actor)
        and _within(one, asked.since, asked.until)
    ]
    shown = part(request, found)
    languages = view.keep("languages", lambda: Counter(one.language for one in view.state.articles))
    return render(
        request,
        "articles.html.j2",
        view=view,
        asked=asked,
        chosen_language=language,
        title=title,
        actor=look.actor_name(asked.actor) if asked.actor else None,
        outlet_choices=choices.outlets(look, asked.outlet),
        issue_choices=choices.issues(look, asked.issue),
        language_choices=[(code, look.words.language_name(code)) for code, _ in languages.most_common()],
        shown=shown,
        rows=[_row(look, one) for one in shown.items],
    )


@router.get("/outlets")
@shared
def outlets(request: Request, desk: DeskOf, _user: Reader) -> HTMLResponse:
    """What each outlet brought."""
    view = desk.view()
    look = look_of(view, language_of(request))
    names = view.keep(
        "outlets",
        lambda: sorted(
            view.articles_of_outlet, key=lambda name: (not name, -len(view.articles_of_outlet[name]), name)
        ),
    )
    shown = part(request, names)
    rows = [
        {
            "label": one_line(name),
            "href": address("outlets", name) if name else "",
            "articles": len(view.articles_of_outlet[name]),
            "copies": sum(len(one.copies) for one in view.articles_of_outlet[name]),
            "statements": len(view.statements_of_outlet.get(name, ())),
            "voices": [(look.party_name(party), n) for party, n in _voices(view, name)[:4]],
            "last": _last_day(look, view.articles_of_outlet[name]),
        }
        for name in shown.items
    ]
    return render(request, "outlets.html.j2", shown=shown, rows=rows)


@router.get("/outlets/{name:path}")
@shared
def outlet(request: Request, desk: DeskOf, _user: Reader, name: str) -> HTMLResponse:
    """One outlet: whose words it carries, its articles, where it differs from others, its statements."""
    view = desk.view()
    mine = view.articles_of_outlet.get(name)
    if not mine:
        raise HTTPException(404)
    look = look_of(view, language_of(request))
    asked = filter_of(request)
    statements = part(request, wanted(view, replace(asked, outlet=name)))
    differing = {
        one.id: one
        for article in mine[:_NEWEST]
        for one in view.divergences_of_article.get(article.id, ())
        if one.a and one.b
    }
    total = len(view.statements_of_outlet.get(name, ())) or 1
    return render(
        request,
        "outlet.html.j2",
        view=view,
        label=one_line(name),
        outlet=name,
        articles=[_row(look, one) for one in mine[:_MOST_ARTICLES]],
        articles_total=len(mine),
        spoken=[look.words.language_name(code) for code in sorted({one.language for one in mine})],
        voices=[
            (look.party_name(party), n, look.words.percent(round(n / total, 2)), round(100 * n / total, 1))
            for party, n in _voices(view, name)[:_MOST_VOICES]
        ],
        differences=[events.difference(look, one) for one in islice(differing.values(), _MOST_DIFFERENCES)],
        asked=asked,
        party_choices=choices.parties(look, asked.party),
        issue_choices=choices.issues(look, asked.issue),
        act_choices=choices.acts(look),
        statements=statements,
        lines=look.lines(statements.items),
    )


def _within(one: Article, since: str, until: str) -> bool:
    day = one.published.isoformat() if one.published else ""
    return (not since or since <= day) and (not until or "" < day <= until)


def _row(look: Look, one: Article) -> dict[str, object]:
    return {
        "name": look.article_name(one),
        "outlet": look.outlet_name(one) if one.outlet else None,
        "day": look.words.day(one.published, short=True),
        "iso": one.published.isoformat() if one.published else "",
        "language": look.words.language_name(one.language),
        "copies": len(one.copies),
        "statements": len(look.view.statements_of_article.get(one.id, ())),
    }


def _voices(view: View, outlet: str) -> list[tuple[str, int]]:
    """The parties whose words an outlet carries, those with most statements first."""

    def counted() -> list[tuple[str, int]]:
        counts = Counter(party for one in view.statements_of_outlet.get(outlet, ()) for party in one.parties)
        return sorted(counts.items(), key=lambda item: (-item[1], item[0]))

    return view.keep(("voices", outlet), counted)


def _last_day(look: Look, many: tuple[Article, ...]) -> str:
    return look.words.day(next((one.published for one in many if one.published), None), short=True)
