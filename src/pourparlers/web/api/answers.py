"""Answers: JSON with a validator (ETag), lists a page at a time with links to the others (RFC 8288)."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date
from typing import Annotated, Any, Literal, TypeVar
from urllib.parse import urlencode

from fastapi import HTTPException, Request, Response
from pydantic import AfterValidator, BaseModel, ConfigDict, Field

from pourparlers.dossier.serialise import Writer
from pourparlers.model import Actor, Article, Evidence, Issue, Position, Statement
from pourparlers.web.view import View

T = TypeVar("T")
MOST_WORDS = 50
"""The most places in articles that are told of one actor, issue or position; `exports` has all."""


def _is_day(text: str) -> str:
    return date.fromisoformat(text).isoformat()


Day = Annotated[
    str,
    Field(pattern=r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$", json_schema_extra={"format": "date"}),
    AfterValidator(_is_day),
]
Id = Annotated[str, Field(max_length=300)]
Language = Literal["en", "fr"]


class Query(BaseModel):
    """What every question may say: the language of labels."""

    model_config = ConfigDict(extra="forbid")

    lang: Language = "en"


class Paged(Query):
    """Which part of a list is wanted."""

    page: int = Field(1, ge=1, le=1_000_000)
    per_page: int = Field(50, ge=1, le=200)


class Writing(Writer):
    """The writer of the state of play, naming articles by their ids, and long lists of places cut."""

    def evidence(self, one: Evidence | None) -> dict[str, Any] | None:
        """Words with their place."""
        told = super().evidence(one)
        return None if told is None or one is None else {"article": one.article, **told}

    def article(self, one: Article) -> dict[str, Any]:
        """An article without its text."""
        return {**super().article(one), "characters": len(one.text)}

    def actor(self, one: Actor) -> dict[str, Any]:
        """An actor, with the first of its mentions."""
        return {**super().actor(_cut(one, "mentions")), "mention_count": len(one.mentions)}

    def issue(self, one: Issue) -> dict[str, Any]:
        """An issue, with the first of its words."""
        return {**super().issue(_cut(one, "terms")), "term_count": len(one.terms)}

    def position(self, one: Position) -> dict[str, Any]:
        """A position, with the first of its words."""
        return {**super().position(_cut(one, "evidence")), "evidence_count": len(one.evidence)}

    def statement(self, one: Statement) -> dict[str, Any]:
        """A statement."""
        return {**super().statement(one), "article": one.article}


def writing(view: View, language: str) -> Writing:
    """The writer of a view, made once."""
    return view.keep(("writing", language), lambda: Writing(view.state, language))


def seal(view: View) -> str:
    """What tells one view from all others (ETag)."""
    return f'W/"{view.number}-{view.built_at.timestamp():.6f}"'


def answer(request: Request, tag: str, make: Callable[[], Any], *, status: int = 200) -> Response:
    """JSON, unless the client has the same already.

    Args:
        request: the request.
        tag: the ETag.
        make: gives the JSON values; not called for an answer without them.
        status: the HTTP status.
    """
    if is_known(request, tag):
        return Response(status_code=304, headers={"etag": tag})
    return Response(written(make()), status, {"etag": tag}, media_type="application/json")


def is_known(request: Request, tag: str) -> bool:
    """Whether the client says that it has this already (If-None-Match, weak comparison)."""
    told = request.headers.get("if-none-match", "")
    known = {one.strip().removeprefix("W/") for one in told.split(",")}
    return told.strip() == "*" or tag.removeprefix("W/") in known


def listed(
    request: Request, view: View, many: Sequence[T], write: Callable[[T], Any], asked: Paged
) -> Response:
    """One page of a list."""

    def make() -> dict[str, Any]:
        start = (asked.page - 1) * asked.per_page
        return {
            "items": [write(one) for one in many[start : start + asked.per_page]],
            "total": len(many),
            "page": asked.page,
            "pages": pages,
            "view": view.number,
        }

    pages = max(1, -(-len(many) // asked.per_page))
    response = answer(request, seal(view), make)
    response.headers["link"] = _links(request, asked.page, pages)
    return response


def one_of(request: Request, view: View, found: T | None, write: Callable[[T], Any]) -> Response:
    """One thing.

    Raises:
        HTTPException: 404, there is none.
    """
    if found is None:
        raise HTTPException(404, "there is no such thing in this dossier now")
    return answer(request, seal(view), lambda: write(found))


def written(value: Any) -> bytes:  # noqa: ANN401
    """JSON in UTF-8; half surrogate pairs, which that cannot hold, stay escaped."""
    try:
        return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()
    except UnicodeEncodeError:
        return json.dumps(value, separators=(",", ":")).encode()


def _cut(one: T, name: str) -> T:
    places = getattr(one, name)
    return one if len(places) <= MOST_WORDS else replace(one, **{name: places[:MOST_WORDS]})  # type: ignore[type-var]


def _links(request: Request, page: int, pages: int) -> str:
    wanted = {"first": 1, "prev": page - 1, "next": page + 1, "last": pages}
    kept = [(name, value) for name, value in request.query_params.multi_items() if name != "page"]
    found = [
        f'<{request.url.path}?{urlencode([*kept, ("page", str(number))])}>; rel="{rel}"'
        for rel, number in wanted.items()
        if 1 <= number <= pages
    ]
    return ", ".join(found)
