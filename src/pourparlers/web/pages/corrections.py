"""All corrections, their undoing, and the corrections of actors, issues and meetings."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, datetime
from urllib.parse import unquote, urlencode

from fastapi import APIRouter, HTTPException, Request
from fastapi.responses import JSONResponse, RedirectResponse, Response
from starlette.datastructures import FormData

from pourparlers.errors import StaleError, StoreError
from pourparlers.store.corrections import Edit, amend
from pourparlers.store.telling import Told, tell
from pourparlers.web.amending import Made, actor_change, issue_change, meeting_change, new_meeting
from pourparlers.web.correcting import Form, FormError
from pourparlers.web.desk import Desk, DeskOf
from pourparlers.web.filters import part
from pourparlers.web.forms import may_edit
from pourparlers.web.look import Look, look_of
from pourparlers.web.pages.article import changed
from pourparlers.web.rendering import address, language_of, render, words
from pourparlers.web.security import Editor, Reader

router = APIRouter(include_in_schema=False)

_ARTICLE = re.compile(r"/articles/([^/?#]+)$")
_OF_DOSSIER = re.compile(r"/(actors|issues|meetings|articles)/[^?#\s]+$|/(corrections|review)$")
_SOON = 1.5


@router.get("/corrections")
def corrections(request: Request, desk: DeskOf, _user: Reader) -> Response:
    """All corrections, those that do not fit any more first; `who`, `what` and `article` filter them."""
    view = desk.view()
    look = look_of(view, language_of(request))
    query = request.query_params
    told = tell(desk.store.corrections())
    unfit = {number: one.what for number, one in desk.conflicts.items()}
    who, what, article = query.get("who", ""), query.get("what", ""), query.get("article", "")
    found = [
        one
        for one in told
        if (not who or one.who == who)
        and (not what or one.what == what)
        and (not article or one.article == article)
        and ("conflicts" not in query or one.number in unfit)
    ]
    found.sort(key=lambda one: one.number not in unfit or not one.stands)
    shown = part(request, found)
    return render(
        request,
        "corrections.html.j2",
        shown=shown,
        told=shown.items,
        conflicts=unfit,
        conflicts_only="conflicts" in query,
        who=who,
        what=what,
        article=article,
        names=sorted({one.who for one in told}),
        kinds=sorted({one.what for one in told}),
        parties={id: look.party(id) for id in view.parties},
        may_undo=may_edit(request),
        back="/corrections",
        done=_known(told, query.get("done", "")),
    )


@router.post("/corrections/{number}/undo")
def undo(request: Request, desk: DeskOf, user: Editor, form: Form, number: int) -> Response:
    """Undo a correction, or an undo."""
    back = _back(form.get("back", ""))
    try:
        made = desk.store.undo(
            number, who=user.name, at=datetime.now(UTC), why=str(form.get("why", ""))[:1000]
        )
    except StoreError as error:
        known = {"undone already": 409, "no such correction": 404}
        if error.what not in known:
            raise
        if "X-Fragment" in request.headers:
            t = words(language_of(request))
            return JSONResponse({"error": t("review.undone_already", n=number)}, known[error.what])
        raise HTTPException(known[error.what], str(error)) from None
    if found := _ARTICLE.match(back):
        return changed(request, desk, unquote(found[1]), [made])
    return _saved(desk, back, made)


def _corrected(kind: str, change: Callable[[Look, str, FormData], Made], gone: tuple[str, ...] = ()) -> None:
    """A route that takes the corrections of one kind of thing; after those in `gone` it is not there any more."""

    def correct(request: Request, desk: DeskOf, user: Editor, form: Form, id: str) -> Response:
        look = _look(request, desk)
        if id not in getattr(look.view, kind):
            raise HTTPException(404)
        there = "/corrections" if form.get("do") in gone else address(kind, id)
        return _keep(request, desk, user.name, form, lambda: change(look, id, form), there)

    router.add_api_route(f"/{kind}/{{id:path}}/corrections", correct, methods=["POST"])


_corrected("actors", actor_change)
_corrected("issues", issue_change)
_corrected("meetings", meeting_change, gone=("merge", "reject"))


@router.post("/articles/{id}/meetings")
def add_meeting(request: Request, desk: DeskOf, user: Editor, form: Form, id: str) -> Response:
    """Add a meeting that was missed: `content` are the words that name it."""
    look = _look(request, desk)
    if id not in look.view.articles:
        raise HTTPException(404)
    return _keep(request, desk, user.name, form, lambda: new_meeting(look, id, form), address("articles", id))


def _keep(
    request: Request, desk: Desk, who: str, form: Form, make: Callable[[], Made], there: str
) -> Response:
    t = words(language_of(request))
    try:
        change, was = make()
        seen = int(str(form.get("seen", "")) or desk.corrected)
        texts = {one.id: one.text for one in desk.view().state.articles}
        edit: Edit = amend(change, texts, was)
        why = str(form.get("why", "")).strip()[:1000]
        number = desk.store.correct(edit, who=who, at=datetime.now(UTC), why=why, seen=seen)
    except StaleError as error:
        return _refused(request, 409, t("article.stale", who=error.who))
    except FormError as error:
        return _refused(request, 422, t(f"article.{error.key}", value=error.value))
    except ValueError:
        return _refused(request, 422, t("article.no_such", value="seen"))
    if "X-Fragment" in request.headers and (found := _ARTICLE.match(there)):
        return changed(request, desk, unquote(found[1]), [number])
    return _saved(desk, there, number)


def _refused(request: Request, status: int, what: str) -> Response:
    if "X-Fragment" in request.headers:
        return JSONResponse({"error": what}, status)
    raise HTTPException(status, what)


def _saved(desk: Desk, back: str, number: int) -> Response:
    desk.touch()
    desk.wait(_SOON)
    return RedirectResponse(f"{back}?{urlencode({'done': number})}", 303)


def _look(request: Request, desk: Desk) -> Look:
    return look_of(desk.view(), language_of(request))


def _back(asked: object) -> str:
    """Where to return to: a page of the dossier, and nothing else."""
    return asked if isinstance(asked, str) and _OF_DOSSIER.fullmatch(asked) else "/corrections"


def _known(told: list[Told], done: str) -> Told | None:
    return next((one for one in told if str(one.number) == done), None)
