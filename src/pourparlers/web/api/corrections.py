"""Corrections: listed, made and undone; those that do not go any more; what is to be looked at first."""

from __future__ import annotations

import re
from dataclasses import asdict
from datetime import UTC, datetime
from typing import Annotated, Any

from fastapi import APIRouter, Header, HTTPException, Request, Response
from fastapi import Query as Asked
from pydantic import BaseModel, ConfigDict, Field

from pourparlers.errors import StaleError, StoreError
from pourparlers.store.telling import Told, tell
from pourparlers.web.api import replies, shapes
from pourparlers.web.api.answers import Id, Paged, answer, is_known, listed, writing, written
from pourparlers.web.api.edits import Change, edit_of
from pourparlers.web.desk import Desk, DeskOf
from pourparlers.web.pages.review import Waiting, queue
from pourparlers.web.security import Editor, Reader

router = APIRouter(tags=["corrections"])

_TAG = re.compile(r'(?:W/)?"c([0-9]{1,9})"')
IfMatch = Annotated[str | None, Header(max_length=200)]


class OfCorrections(Paged):
    """Which corrections: of an article, by a person, of a kind, or only those that stand."""

    article: Id = ""
    who: Id = ""
    what: Id = ""
    standing: bool = False


class Why(BaseModel):
    """For what reason."""

    model_config = ConfigDict(extra="forbid")

    why: Annotated[str, Field(max_length=1000)] = ""


@router.get("/corrections", response_model=shapes.Listed[replies.Correction])
def list_corrections(
    request: Request, desk: DeskOf, _user: Reader, asked: Annotated[OfCorrections, Asked()]
) -> Response:
    """What people changed, the latest first. Send the ETag as If-Match to correct only what nobody else did since."""
    told = tell(desk.store.corrections())
    tag = _tag(told)
    if is_known(request, tag):
        return Response(status_code=304, headers={"etag": tag})
    found = [
        one
        for one in told
        if (not asked.article or one.article == asked.article)
        and (not asked.who or one.who == asked.who)
        and (not asked.what or one.what == asked.what)
        and (not asked.standing or one.stands)
    ]
    response = listed(request, desk.view(), found, _told, asked)
    response.headers["etag"] = tag
    return response


@router.get("/corrections/{number}", response_model=replies.Correction)
def get_correction(request: Request, desk: DeskOf, _user: Reader, number: int) -> Response:
    """One correction."""
    told = tell(desk.store.corrections())
    found = next((one for one in told if one.number == number), None)
    if found is None:
        raise HTTPException(404, "there is no such correction")
    return answer(request, _tag(told), lambda: _told(found))


@router.post("/corrections", response_model=replies.Made, status_code=201)
def make_correction(desk: DeskOf, user: Editor, change: Change, if_match: IfMatch = None) -> Response:
    """Correct something; with If-Match (the ETag of the list), only if nobody else corrected the same since."""
    edit = edit_of(desk, change)
    seen = _seen(if_match)
    try:
        number = desk.store.correct(edit, who=user.name, at=datetime.now(UTC), why=change.why, seen=seen)
    except StaleError as error:
        raise HTTPException(412, str(error)) from error
    return _made(desk, number)


@router.post("/corrections/{number}/undo", response_model=replies.Made, status_code=201)
def undo_correction(desk: DeskOf, user: Editor, number: int, asked: Why | None = None) -> Response:
    """Undo a correction, or an undo; 409 when it is undone already."""
    if not any(one.number == number for one in desk.store.corrections()):
        raise HTTPException(404, "there is no such correction")
    why = asked.why if asked else ""
    try:
        made = desk.store.undo(number, who=user.name, at=datetime.now(UTC), why=why)
    except StoreError as error:
        raise HTTPException(409, str(error)) from error
    return _made(desk, made)


@router.get("/conflicts", response_model=replies.Conflicts)
def list_conflicts(desk: DeskOf, _user: Reader) -> Response:
    """The corrections that do not go any more with what is read; none is ever dropped silently."""
    found = desk.store.conflicts(desk.view().state)
    return Response(written({"items": [asdict(one) for one in found]}), media_type="application/json")


@router.get("/review", response_model=shapes.Listed[replies.Waiting])
def review_queue(request: Request, desk: DeskOf, _user: Reader, asked: Annotated[Paged, Asked()]) -> Response:
    """What nobody has looked at yet: the least certain on which most depends first."""
    view = desk.view()
    write = writing(view, asked.lang)

    def told(one: Waiting) -> dict[str, Any]:
        reasons = [{"reason": reason, "count": count} for reason, count in one.reasons]
        return {"statement": write.statement(one.statement), "weight": one.weight, "reasons": reasons}

    return listed(request, view, view.keep("review", lambda: queue(view)), told, asked)


def _made(desk: Desk, number: int) -> Response:
    desk.touch()
    headers = {"etag": f'"c{number}"', "location": f"/api/v1/corrections/{number}"}
    return Response(written({"number": number}), 201, headers, media_type="application/json")


def _tag(told: list[Told]) -> str:
    return f'"c{told[0].number if told else 0}"'


def _seen(if_match: str | None) -> int | None:
    if if_match is None or if_match.strip() == "*":
        return None
    found = _TAG.fullmatch(if_match.strip())
    if found is None:
        raise HTTPException(412, "that is not the ETag of a list of corrections")
    return int(found[1])


def _told(one: Told) -> dict[str, Any]:
    return {**asdict(one), "at": one.at.isoformat()}
