"""The overview."""

from __future__ import annotations

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from pourparlers.web.desk import DeskOf
from pourparlers.web.rendering import render

router = APIRouter()


@router.get("/", include_in_schema=False)
def overview(request: Request, desk: DeskOf) -> HTMLResponse:
    """The state of play at a glance."""
    return render(request, "overview.html.j2", view=desk.view())
