"""Search: by words, over texts and quotes; and by meaning, over quotes, whatever their language."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from pourparlers.model import Evidence, RegionKind, Statement
from pourparlers.report.text import one_line
from pourparlers.store import Hit
from pourparlers.web import choices
from pourparlers.web.desk import Desk, DeskOf
from pourparlers.web.filters import Filter, filter_of, part, passes, wanted
from pourparlers.web.look import Line, Look, Name, look_of
from pourparlers.web.rendering import language_of, link, render
from pourparlers.web.security import Reader
from pourparlers.web.shared import shared
from pourparlers.web.view import View

router = APIRouter(include_in_schema=False)

_LONGEST = 500
_MOST_HITS = 100
_MOST_OF_SOME = 2000
_MOST_NEAR = 200
_FEW = 8
_A_PAGE = 25
_AROUND = 130


@dataclass(frozen=True, slots=True)
class Found:
    """A statement, or a stretch of an article with the words asked for in the middle."""

    line: Line | None
    article: Name | None = None
    outlet: Name | None = None
    day: str = ""
    iso: str = ""
    href: str = ""
    before: str = ""
    words: str = ""
    after: str = ""
    language: str = ""


@router.get("/search")
@shared
def search(request: Request, desk: DeskOf, _user: Reader) -> HTMLResponse:
    """What says it in these words, and what means it; by speaker, party, issue, act, outlet and days."""
    view = desk.view()
    look = look_of(view, language_of(request))
    asked = filter_of(request)
    question = " ".join(request.query_params.get("q", "")[:_LONGEST].split())
    by = request.query_params.get("by", "")
    spoken = [] if by == "meaning" else by_words(desk, view, question, asked)
    near = [] if by == "words" else near_in_meaning(desk, view, question, asked)
    words_part = part(request, spoken, size=_A_PAGE if by == "words" else _FEW)
    near_part = part(request, near, size=_A_PAGE if by == "meaning" else _FEW)
    return render(
        request,
        "search.html.j2",
        view=view,
        question=question,
        by=by if by in {"words", "meaning"} else "",
        asked=asked,
        party_choices=choices.parties(look, asked.party),
        issue_choices=choices.issues(look, asked.issue),
        actor_choices=choices.actors(look, asked.actor),
        outlet_choices=choices.outlets(look, asked.outlet),
        act_choices=choices.acts(look),
        words_part=words_part,
        found=[_found(look, one) for one in words_part.items],
        near_part=near_part,
        near=look.lines(near_part.items),
    )


def by_words(desk: Desk, view: View, question: str, asked: Filter) -> Sequence[Statement | Hit]:
    """Statements and articles with the words, best first; with a filter, statements alone."""
    if not question:
        return []
    found = _those if asked.chosen() else _all
    return view.keep(("words", question, asked), lambda: list(found(desk, view, question, asked)))


def _all(desk: Desk, view: View, question: str, asked: Filter) -> Iterator[Statement | Hit]:
    said: set[str] = set()
    for hit in desk.store.search(question, limit=_MOST_HITS):
        if hit.attribution is None:
            if hit.article in view.articles:
                yield hit
        else:
            yield from _first(view, (hit.article, hit.attribution), asked, said)


def _those(desk: Desk, view: View, question: str, asked: Filter) -> Iterator[Statement | Hit]:
    said: set[str] = set()
    for quote in desk.store.quotes(question, limit=_MOST_OF_SOME):
        yield from _first(view, quote, asked, said)


def _first(view: View, quote: tuple[str, str], asked: Filter, said: set[str]) -> Iterator[Statement]:
    """The first statement of a quote that a filter lets through and that was not given yet."""
    for one in view.statements_of_attribution.get(quote, ()):
        if one.id not in said and passes(view, one, asked):
            said.add(one.id)
            yield one
            return


def near_in_meaning(desk: Desk, view: View, question: str, asked: Filter) -> list[Statement]:
    """The statements nearest in meaning, each wording once."""
    if not question:
        return []

    def find() -> list[Statement]:
        found: dict[str, Statement] = {}
        vector = desk.questions.vector(question)
        among = None
        if asked.chosen():
            among = dict.fromkeys((one.article, one.attribution) for one in wanted(view, asked))
        for key, _ in view.meanings.nearest(vector, _MOST_NEAR, among=among):
            for one in view.statements_of_attribution.get(key, ()):
                if passes(view, one, asked):
                    place = one.content[0]
                    words = one_line(view.articles[one.article].text[place.start : place.end]).casefold()
                    found.setdefault(words, one)
                    break
        return list(found.values())[: _A_PAGE * 4]

    return view.keep(("near", question, asked), find)


def _found(look: Look, one: Statement | Hit) -> Found:
    if isinstance(one, Statement):
        return Found(look.line(one))
    article = look.view.articles[one.article]
    start, end = one.span
    end = min(end, start + _AROUND)
    head = (one.span for one in article.regions if one.kind is RegionKind.FRONT_MATTER)
    first = max((span.end for span in head if span.end <= start), default=0)
    return Found(
        None,
        article=look.article_name(article),
        outlet=look.outlet_name(article),
        day=look.words.day(article.published, short=True),
        iso=article.published.isoformat() if article.published else "",
        href=link(Evidence(article.id, start, end)),
        before=one_line(article.text[max(first, start - _AROUND) : start]),
        words=one_line(article.text[start:end]),
        after=one_line(article.text[end : end + _AROUND]),
        language=article.language,
    )
