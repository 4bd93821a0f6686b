"""One article: its text with what is said in it marked, the statements beside it, corrections in place."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from urllib.parse import urlencode

from fastapi import APIRouter, HTTPException, Request
from fastapi.responses import JSONResponse, RedirectResponse, Response
from sqlalchemy import select

from pourparlers.errors import StaleError, StoreError
from pourparlers.model import Article, MeetingStatus, RegionKind, Span
from pourparlers.store.schema import articles
from pourparlers.store.telling import tell
from pourparlers.web import choices
from pourparlers.web.cards import cards
from pourparlers.web.correcting import Form, FormError, edits
from pourparlers.web.desk import Desk, DeskOf
from pourparlers.web.forms import actor_names, may_edit
from pourparlers.web.fresh import Now, now
from pourparlers.web.look import look_of
from pourparlers.web.marking import blocks
from pourparlers.web.rendering import address, language_of, render, words
from pourparlers.web.security import Editor, Reader

router = APIRouter(include_in_schema=False)

_AT = re.compile(r"(\d{1,9})-(\d{1,9})")
_SOON = 1.5
_AT_ONCE = 0.3
_MOST_MADE = 50


@router.get("/articles/{id}")
def article(request: Request, desk: DeskOf, _user: Reader, id: str) -> Response:
    """The text of an article with its statements; `at=START-END` points to words, `edit=STATEMENT` opens a form."""
    return _page(request, desk, _now(desk, id))


@router.post("/articles/{id}/corrections")
def correct(request: Request, desk: DeskOf, user: Editor, form: Form, id: str) -> Response:
    """Take in one correction, or several of one kind."""
    held = _now(desk, id)
    look = look_of(desk.view(), language_of(request))
    t = words(language_of(request))
    made: list[int] = []
    try:
        seen = int(str(form.get("seen", "")) or held.seen)
        for edit in edits(held, look, form):
            why = str(form.get("why", "")).strip()[:1000]
            made.append(desk.store.correct(edit, who=user.name, at=datetime.now(UTC), why=why, seen=seen))
            seen = max(seen, made[-1])
    except StaleError as error:
        return _refused(request, desk, held, 409, t("article.stale", who=error.who))
    except FormError as error:
        status = 409 if error.key == "gone" else 422
        return _refused(request, desk, held, status, t(f"article.{error.key}", value=error.value))
    except ValueError:
        return _refused(request, desk, held, 422, t("article.no_such", value="seen"))
    return changed(request, desk, id, made, back=str(form.get("back", "")))


def changed(request: Request, desk: Desk, id: str, made: list[int], *, back: str = "") -> Response:
    """The page of an article after corrections, or the part of it that they change; or back to the review queue."""
    desk.touch()
    is_live = "X-Fragment" in request.headers
    desk.wait(_AT_ONCE if is_live else _SOON)
    if is_live:
        return _page(request, desk, _now(desk, id), done=made)
    done = urlencode({"done": ",".join(map(str, made))})
    if back == "/review" or back.startswith("/review?"):
        return RedirectResponse(f"{back}{'&' if '?' in back else '?'}{done}", 303)
    return RedirectResponse(f"{address('articles', id)}?{done}#reading", 303)


def _refused(request: Request, desk: Desk, held: Now, status: int, what: str) -> Response:
    if "X-Fragment" in request.headers:
        return JSONResponse({"error": what}, status)
    return _page(request, desk, held, status=status, trouble=what)


def _now(desk: Desk, id: str) -> Now:
    try:
        return now(desk, id)
    except StoreError:
        if any(desk.store.database.rows(select(articles.c.id).where(articles.c.id == id))):
            raise
        raise HTTPException(404) from None


def _page(
    request: Request,
    desk: Desk,
    held: Now,
    *,
    status: int = 200,
    trouble: str = "",
    done: list[int] | None = None,
) -> Response:
    view, language = desk.view(), language_of(request)
    look = look_of(view, language)
    one = held.article
    at = _at(request, one)
    told = tell(held.corrections)
    made = done if done is not None else _numbers(request.query_params.get("done", ""))
    stands = {each.number for each in told if each.stands}
    return render(
        request,
        "article_body.html.j2" if "X-Fragment" in request.headers else "article.html.j2",
        status=status,
        article=one,
        href=address("articles", one.id),
        web=one.url if (one.url or "").startswith(("http://", "https://")) else "",
        outlet=look.outlet_name(one),
        day=look.words.day(one.published),
        blocks=blocks(one, held.statements, at),
        cards=cards(held, look),
        editing=request.query_params.get("edit", ""),
        at=at,
        is_read=held.reading.sentences != () or held.statements != (),
        is_kept=one.id in view.articles,
        now=held,
        trouble=trouble,
        done=[n for n in made if n in stands],
        told=told[:_MOST_MADE],
        may_edit=may_edit(request),
        acts=choices.acts(look),
        party_names=[label for _, label in choices.parties(look)],
        issue_names=[look.issue(id) for id, _ in choices.issues(look)],
        actor_names=actor_names(look),
        parties={id: look.party(id) for id in view.parties},
        kinds=["body", *(kind.value for kind in RegionKind)],
        meeting_kinds=sorted(look.words.table["meeting-kind"]),
        meeting_statuses=[status.value for status in MeetingStatus],
        position=_position(request, view.articles_by_day, one),
    )


def _at(request: Request, one: Article) -> Span | None:
    found = _AT.fullmatch(request.query_params.get("at", ""))
    if found is None:
        return None
    start, end = int(found[1]), min(int(found[2]), len(one.text))
    return Span(start, end) if start < end else None


def _numbers(written: str) -> list[int]:
    return [int(one) for one in written.split(",")[:500] if one.isascii() and one.isdigit() and len(one) < 10]


def _position(request: Request, ordered: tuple[Article, ...], one: Article) -> tuple[str, str]:
    """The addresses of the articles before and after in time."""
    index = request.app.state.desk.view().keep("order", lambda: {a.id: n for n, a in enumerate(ordered)})
    at = index.get(one.id)
    if at is None:
        return "", ""
    older = address("articles", ordered[at + 1].id) if at + 1 < len(ordered) else ""
    return older, address("articles", ordered[at - 1].id) if at else ""
