"""Articles: listed, one by one, their texts, what was read from them; added by upload or by address."""

from __future__ import annotations

from dataclasses import replace
from datetime import date as Date
from typing import Annotated, Any

from fastapi import APIRouter, File, Form, HTTPException, Request, Response, UploadFile
from fastapi import Query as Asked
from pydantic import BaseModel, ConfigDict, Field

from pourparlers.errors import SourceError
from pourparlers.model import Article, Reading, Span
from pourparlers.reading.interchange import records
from pourparlers.sources.inputs import Input
from pourparlers.sources.loading import material_of
from pourparlers.sources.material import Material, Options, of_bytes
from pourparlers.store.applying import apply
from pourparlers.store.corrections import active
from pourparlers.store.laying import by_article
from pourparlers.web.api import replies, shapes
from pourparlers.web.api.answers import (
    Day,
    Id,
    Paged,
    Query,
    answer,
    is_known,
    listed,
    one_of,
    seal,
    writing,
    written,
)
from pourparlers.web.desk import Desk, DeskOf
from pourparlers.web.security import Editor, Reader
from pourparlers.web.settings import Settings
from pourparlers.web.taking import label_of, take
from pourparlers.web.view import View

router = APIRouter(tags=["articles"])
_KNOWN: dict[int | str, dict[str, Any]] = {200: {"model": replies.Uploaded, "description": "All were known"}}


class OfArticles(Paged):
    """Which articles; `title` is a part of the title, `issue` and `actor` are what they speak of."""

    outlet: Id = ""
    language: Annotated[str, Field(max_length=8)] = ""
    issue: Id = ""
    actor: Id = ""
    title: Id = ""
    since: Day | None = None
    until: Day | None = None


class Address(BaseModel):
    """Where an article is to be fetched from."""

    model_config = ConfigDict(extra="forbid")

    url: Annotated[str, Field(max_length=2000, pattern=r"^https?://")]
    date: Day | None = None
    language: Annotated[str, Field(pattern=r"^[a-z]{2,3}$")] | None = None


@router.get("/articles", response_model=shapes.Listed[shapes.Article])
def list_articles(
    request: Request, desk: DeskOf, _user: Reader, asked: Annotated[OfArticles, Asked()]
) -> Response:
    """The articles, the latest first."""
    view = desk.view()
    on_issue = {one.article for one in view.statements_of_issue.get(asked.issue, ())} if asked.issue else None
    by_actor = set(view.articles_of_actor.get(asked.actor, ())) if asked.actor else None
    part = asked.title.casefold()
    found = [
        one
        for one in (view.articles_of_outlet.get(asked.outlet, ()) if asked.outlet else view.articles_by_day)
        if (not asked.language or one.language == asked.language)
        and (not part or part in (one.title or one.name).casefold())
        and (on_issue is None or one.id in on_issue)
        and (by_actor is None or one.id in by_actor)
        and _within(one.published, asked.since, asked.until)
    ]
    return listed(request, view, found, writing(view, asked.lang).article, asked)


@router.post("/articles", response_model=replies.Uploaded, status_code=201, responses=_KNOWN)
def add_articles(
    desk: DeskOf,
    _user: Editor,
    file: Annotated[UploadFile, File(description="A file in any format that `pourparlers add` reads.")],
    date: Annotated[str, Form(max_length=10)] = "",
    language: Annotated[str, Form(max_length=3)] = "",
) -> Response:
    """Add the articles of a file; those that are there already are left alone (201 when one is new, else 200)."""
    options = Options(_day(date), _code(language))
    label = label_of(file.filename or "")
    material = replace(
        of_bytes(file.file.read(), label, options=options),
        headers=(("Content-Disposition", f'attachment; filename="{label}"'),),
    )
    return _take(desk, material)


@router.post("/articles/by-url", response_model=replies.Uploaded, status_code=201, responses=_KNOWN)
def add_by_url(request: Request, desk: DeskOf, _user: Editor, asked: Address) -> Response:
    """Fetch a page and add its article, where the one who runs the application allows it; its links are not followed."""
    settings: Settings = request.app.state.settings
    if not settings.add_urls:
        raise HTTPException(403, "adding by address is not allowed here: upload the file")
    day = Date.fromisoformat(asked.date) if asked.date else None
    options = Options(day, asked.language, allow_private=settings.allow_private)
    material = replace(material_of(Input(asked.url, url=asked.url), options), is_named=False)
    return _take(desk, material)


@router.get("/articles/{id}", response_model=shapes.Article)
def get_article(
    request: Request, desk: DeskOf, _user: Reader, id: Id, asked: Annotated[Query, Asked()]
) -> Response:
    """One article, without its text."""
    view = desk.view()
    return one_of(request, view, view.articles.get(id), writing(view, asked.lang).article)


@router.get(
    "/articles/{id}/text",
    response_class=Response,
    responses={200: {"content": {"text/plain": {"schema": {"type": "string"}}}}},
)
def get_text(request: Request, desk: DeskOf, _user: Reader, id: Id) -> Response:
    """The text that all offsets count characters of."""
    article = _known(desk.view(), id)
    tag = f'"{article.id}"'
    if is_known(request, tag):
        return Response(status_code=304, headers={"etag": tag})
    body = article.text.encode("utf-8", "replace")
    return Response(body, headers={"etag": tag}, media_type="text/plain; charset=utf-8")


@router.get("/articles/{id}/reading", response_model=replies.Reading)
def get_reading(request: Request, desk: DeskOf, _user: Reader, id: Id) -> Response:
    """Everything read from an article, corrections laid over it: attributions, mentions, times, what is not body."""
    view = desk.view()
    _known(view, id)
    return answer(request, seal(view), lambda: _told(desk, view, id))


def corrected_reading(desk: Desk, id: str) -> tuple[Article, Reading, list[int]]:
    """An article as it was received and its reading, corrections laid over both, and the numbers of these.

    Raises:
        HTTPException: 409, it was not read yet.
    """
    reading = desk.store.reading(id)
    if reading is None:
        raise HTTPException(409, "this article was not read yet")
    made = by_article(desk.store.corrections()).get(id, [])
    found = apply(desk.store.article(id), reading, made)
    return found.article, found.reading, [one.number for one in active(made)]


def _told(desk: Desk, view: View, id: str) -> dict[str, Any]:
    article, reading, numbers = corrected_reading(desk, id)

    def words(span: Span) -> dict[str, Any]:
        return {**_place(span), "text": article.text[span.start : span.end]}

    return {
        "article": id,
        "model": reading.model,
        "corrections": numbers,
        "sentences": [_place(one) for one in reading.sentences],
        "attributions": [
            {
                "attribution": one.id,
                "statements": [said.id for said in view.statements_of_attribution.get((id, one.id), ())],
                **record,
            }
            for one, record in zip(reading.attributions, records(article, reading), strict=True)
        ],
        "mentions": [
            {
                **words(one.span),
                "kind": one.kind.value,
                "actor_kind": one.actor_kind.value,
                "entity": one.entity,
                "code": one.code,
                "party": one.party,
            }
            for one in reading.mentions
        ],
        "times": [{**words(one.span), "value": one.value} for one in reading.times],
        "regions": [{**_place(one.span), "kind": one.kind.value} for one in article.regions],
    }


def _take(desk: Desk, material: Material) -> Response:
    """Read what was sent and keep it; what cannot be read is told."""
    taken = take(desk, [material])
    failures = [str(one) for one in taken.failures]
    if not taken.added:
        raise SourceError("; ".join(failures[:3]) or "no article in it", where=material.where)
    told = [
        {
            "article": one.article,
            "name": one.name,
            "new": one.is_new,
            "read": one.is_read,
            "failure": str(one.failure) if one.failure else None,
        }
        for one in taken.added
    ]
    status = 201 if any(one.is_new for one in taken.added) else 200
    return Response(written({"added": told, "failures": failures}), status, media_type="application/json")


def _known(view: View, id: str) -> Article:
    article = view.articles.get(id)
    if article is None:
        raise HTTPException(404, "there is no such article in this dossier now")
    return article


def _within(day: Date | None, since: str | None, until: str | None) -> bool:
    told = day.isoformat() if day else ""
    return (since is None or told >= since) and (until is None or "" < told <= until)


def _place(span: Span) -> dict[str, int]:
    return {"start": span.start, "end": span.end}


def _day(text: str) -> Date | None:
    try:
        return Date.fromisoformat(text) if text else None
    except ValueError:
        raise HTTPException(422, "date: write it as YYYY-MM-DD") from None


def _code(text: str) -> str | None:
    if text and not (text.isascii() and text.isalpha() and text.islower() and len(text) > 1):
        raise HTTPException(422, "language: a code of two or three letters, as in fr")
    return text or None
