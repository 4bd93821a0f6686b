"""Adding articles: files in any format that `pourparlers add` reads, or a text pasted in."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date as Day
from typing import Annotated

from fastapi import APIRouter, File, Form, Request, UploadFile
from fastapi.responses import HTMLResponse

from pourparlers.sources.formats import endings
from pourparlers.sources.material import Material, Options, of_bytes
from pourparlers.sources.metadata import Metadata
from pourparlers.store import Added
from pourparlers.web.desk import Desk, DeskOf
from pourparlers.web.look import Name, look_of
from pourparlers.web.rendering import language_of, render
from pourparlers.web.security import Editor
from pourparlers.web.settings import Settings
from pourparlers.web.taking import Taken, label_of, take

router = APIRouter(include_in_schema=False)

Line = Annotated[str, Form(max_length=300)]
_SOON = 1.5
_MOST_SHOWN = 200
_PASTED = "text/plain; charset=utf-8"


@router.get("/articles/add")
def form(request: Request, _user: Editor) -> HTMLResponse:
    """The forms: for files, and for a text."""
    return _page(request)


@router.post("/articles/add")
def add(
    request: Request,
    desk: DeskOf,
    _user: Editor,
    file: Annotated[list[UploadFile], File()] = [],  # noqa: B006
    text: Annotated[str, Form()] = "",
    title: Line = "",
    outlet: Line = "",
    date: Line = "",
) -> HTMLResponse:
    """Read the files or the text that was sent, keep the articles, and tell what became of each."""
    kept = {"text": text, "title": title.strip(), "outlet": outlet.strip(), "date": date.strip()}
    files = [one for one in file if one.filename or one.size]
    try:
        day = Day.fromisoformat(kept["date"]) if kept["date"] else None
    except ValueError:
        return _page(request, status=422, problem="no_date", form=kept)
    if files:
        taken = take(desk, _of_files(files, Options(day)))
    elif text.strip():
        taken = take(desk, [_of_text(text, Metadata(kept["title"] or None, day, kept["outlet"] or None))])
    else:
        return _page(request, status=422, problem="nothing", form=kept)
    if any(one.is_new or one.is_read for one in taken.added):
        desk.wait(_SOON)
    return _told(request, desk, taken, kept if text and not taken.added else None)


def _of_files(files: Sequence[UploadFile], options: Options) -> Iterator[Material]:
    for one in files:
        label = label_of(one.filename or "")
        yield replace(
            of_bytes(one.file.read(), label, options=options),
            headers=(("Content-Disposition", f'attachment; filename="{label}"'),),
        )


def _of_text(text: str, said: Metadata) -> Material:
    """A text that was pasted in; what was said of it is kept with its bytes."""
    told = {"Title": said.title, "Outlet": said.outlet, "Date": said.date.isoformat() if said.date else None}
    headers = (("Content-Type", _PASTED), *((key, value) for key, value in told.items() if value))
    label = label_of(said.title or text.strip().partition("\n")[0])
    made = of_bytes(text.replace("\r\n", "\n").encode("utf-8", "replace"), label)
    return replace(made, name=label, said=said, headers=headers)


def _told(request: Request, desk: Desk, taken: Taken, form: dict[str, str] | None) -> HTMLResponse:
    """What became of everything that was sent."""
    look = look_of(desk.view(), language_of(request))

    def names(many: list[Added]) -> tuple[int, list[Name]]:
        """How many, and what the first of them are called."""
        shown = [desk.store.article(one.article) for one in many[:_MOST_SHOWN]]
        return len(many), [look.article_name(one) for one in shown]

    read = [one for one in taken.added if not one.failure]
    return _page(
        request,
        status=200 if taken.added else 422,
        form=form,
        new=names([one for one in read if one.is_new or one.is_read]),
        known=names([one for one in read if not one.is_new and not one.is_read]),
        unread=names([one for one in taken.added if one.failure]),
        failures=[(one.where or "", one.code, one.what) for one in taken.failures[:_MOST_SHOWN]],
        more=max(0, len(taken.failures) - _MOST_SHOWN),
    )


def _page(
    request: Request,
    *,
    status: int = 200,
    problem: str = "",
    form: dict[str, str] | None = None,
    **told: object,
) -> HTMLResponse:
    settings: Settings = request.app.state.settings
    nothing: dict[str, object] = {
        "new": (0, ()),
        "known": (0, ()),
        "unread": (0, ()),
        "failures": (),
        "more": 0,
    }
    return render(
        request,
        "adding.html.j2",
        status=status,
        problem=problem,
        form=form or dict.fromkeys(("text", "title", "outlet", "date"), ""),
        accept=",".join(endings()),
        most_bytes=settings.upload_bytes,
        is_done=bool(told),
        **(nothing | told),
    )
