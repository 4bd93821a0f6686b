"""Two articles or two outlets side by side."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from itertools import islice
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from pourparlers.model import Evidence, Statement
from pourparlers.report import events
from pourparlers.report.text import differing, one_line, shorten
from pourparlers.report.view import Difference
from pourparlers.web import choices
from pourparlers.web.alignment import MOST, Aligned, align
from pourparlers.web.desk import DeskOf
from pourparlers.web.filters import Filter, filter_of, part, passes
from pourparlers.web.look import Line, Look, Name, look_of
from pourparlers.web.rendering import language_of, render
from pourparlers.web.security import Reader
from pourparlers.web.shared import shared
from pourparlers.web.view import View

router = APIRouter(include_in_schema=False)

_LONGEST = 300
_NEWEST = 60
_MOST_PAIRS = 12
_A_PAGE = 25
_MOST_OTHER = 10
_TITLE = 70


@dataclass(frozen=True, slots=True)
class Side:
    """One of the two: what the query calls it, its name, where and when."""

    key: str
    name: Name
    note: str
    articles: frozenset[str]
    statements: tuple[Statement, ...]


@router.get("/compare")
@shared
def compare(request: Request, desk: DeskOf, _user: Reader) -> HTMLResponse:
    """The same utterances side by side, their differing words marked, and what only one has."""
    view = desk.view()
    look = look_of(view, language_of(request))
    asked = filter_of(request)
    a, b = (_side(look, request.query_params.get(name, "")[:_LONGEST]) for name in ("a", "b"))
    offered = _offered(look)
    shown: dict[str, Any] = {"aligned": None}
    if a and b and a.key != b.key:
        shown = _compared(request, look, a, b, asked)
    pairs = [] if a and b else _told_differently(look, a)
    return render(
        request,
        "compare.html.j2",
        view=view,
        a=a,
        b=b,
        asked=asked,
        offered=offered,
        known={key for group in offered for key, _ in group[1]},
        issue_choices=choices.issues(look, asked.issue),
        party_choices=choices.parties(look, asked.party),
        most=MOST,
        pairs=pairs,
        **shown,
    )


def _compared(request: Request, look: Look, a: Side, b: Side, asked: Filter) -> dict[str, Any]:
    view = look.view

    def find() -> Aligned:
        ours, theirs = (
            [one for one in side.statements if passes(view, one, asked)]
            if asked.chosen()
            else side.statements
            for side in (a, b)
        )
        return align(view, ours, theirs)

    aligned = view.keep(("aligned", a.key, b.key, asked), find)
    pairs = part(request, aligned.pairs, size=_A_PAGE)
    only_a = part(request, aligned.only_a, size=_A_PAGE, name="only_a")
    only_b = part(request, aligned.only_b, size=_A_PAGE, name="only_b")
    told = {place for pair in aligned.pairs for one in pair for place in one.content}
    return {
        "aligned": pairs,
        "told": [_marked(look.line(x), look.line(y)) for x, y in pairs.items],
        "only_a": only_a,
        "lines_a": look.lines(only_a.items),
        "only_b": only_b,
        "lines_b": look.lines(only_b.items),
        "other": _other(look, a, b, told),
    }


def _side(look: Look, key: str) -> Side | None:
    """What `article:ID` or `outlet:NAME` names, if it is in the view."""
    view, (kind, _, id) = look.view, key.partition(":")
    if kind == "article" and id in view.articles:
        article = view.articles[id]
        note = " · ".join(filter(None, (one_line(article.outlet or ""), look.words.day(article.published))))
        return Side(
            key, look.article_name(article), note, frozenset({id}), view.statements_of_article.get(id, ())
        )
    if kind == "outlet" and id and id in view.articles_of_outlet:
        mine = view.articles_of_outlet[id]
        return Side(
            key,
            look.outlet_name(mine[0]),
            look.words("header.articles", n=len(mine)),
            frozenset(one.id for one in mine),
            view.statements_of_outlet.get(id, ()),
        )
    return None


def _marked(one: Line, two: Line) -> tuple[Line, Line]:
    """Both with the words marked that the other lacks, where both are one quote in one language."""
    if len(one.words) == len(two.words) == 1 and one.words[0].language == two.words[0].language:
        left, right = differing(one.words[0].text, two.words[0].text)
        one = replace(one, words=(replace(one.words[0], parts=left),))
        two = replace(two, words=(replace(two.words[0], parts=right),))
    return one, two


def _other(look: Look, a: Side, b: Side, told: set[Evidence]) -> list[Difference]:
    """What else differs between the two: figures, dates, names, offices, accounts."""
    view = look.view
    found = []
    smaller, larger = sorted((a.articles, b.articles), key=len)
    for article in sorted(smaller):
        for one in view.divergences_of_article.get(article, ()):
            there = {place.article for place in (*one.a, *one.b)}
            if (
                one.kind != "selection"
                and one.b
                and there & larger
                and there & smaller
                and not told.issuperset((*one.a, *one.b))
            ):
                found.append(one)
    kept = {one.id: one for one in found}
    return [events.difference(look, one) for one in islice(kept.values(), _MOST_OTHER)]


def _offered(look: Look) -> list[tuple[str, list[tuple[str, str]]]]:
    """What can be chosen: the outlets, and the latest articles."""
    outlets = [(f"outlet:{name}", label) for name, label in choices.outlets(look)]
    articles = [
        (
            f"article:{one.id}",
            shorten(
                f"{look.words.day(one.published, short=True)} {one_line(one.outlet or '')} – {one_line(one.title or one.name)}",
                _TITLE,
            ),
        )
        for one in look.view.articles_by_day[:_NEWEST]
    ]
    return [("outlets", outlets), ("articles", articles)]


def _told_differently(look: Look, a: Side | None) -> list[tuple[Name, Name, str, str, int]]:
    """Pairs of articles that tell most things differently; with a side chosen, those of which it is one."""
    view = look.view
    counts = pair_counts(view)
    chosen = [(pair, n) for pair, n in counts if a is None or pair[0] in a.articles or pair[1] in a.articles][
        :_MOST_PAIRS
    ]
    found = []
    for pair, n in chosen:
        first, second = pair if a is None or pair[0] in a.articles else pair[::-1]
        names = [look.article_name(view.articles[id]) for id in (first, second)]
        found.append((names[0], names[1], f"article:{first}", f"article:{second}", n))
    return found


def pair_counts(view: View) -> list[tuple[tuple[str, str], int]]:
    """How much each two articles tell differently, most first; kept in the view."""
    return view.keep("told differently", lambda: _pair_counts(view))


def _pair_counts(view: View) -> list[tuple[tuple[str, str], int]]:
    counts: Counter[tuple[str, str]] = Counter()
    for one in view.state.divergences:
        if one.a and one.b and one.a[0].article != one.b[0].article:
            first, second = sorted((one.a[0].article, one.b[0].article))
            counts[first, second] += 1
    return sorted(counts.items(), key=lambda item: (-item[1], item[0]))
