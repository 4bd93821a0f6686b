"""The application itself: whether it serves, which version, who asks, and the description of all this."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter, FastAPI, Request, Response
from fastapi.openapi.utils import get_openapi

from pourparlers import __version__
from pourparlers.store import accounts
from pourparlers.web.api import replies
from pourparlers.web.api.answers import written
from pourparlers.web.api.problems import MEDIA
from pourparlers.web.desk import DeskOf
from pourparlers.web.security import Anyone, Reader
from pourparlers.web.security.forgery import SAFE_METHODS, token_of

router = APIRouter(tags=["service"])

_REFUSALS = {"400": "The request cannot be understood", "401": "Nobody has signed in", "403": "Not allowed"}
_REFUSALS |= {"404": "There is no such thing", "422": "The request is not as described", "503": "Try again"}
_OF_CHANGES = {
    "408": "It did not come in time",
    "409": "It does not go with what is there",
    "413": "Too large",
}
_ABOUT = """Everything the pages of a dossier show and do. Lists come a page at a time, with links to the others in the
`Link` header. Answers bear an `ETag`; sent back as `If-None-Match`, it is answered by 304 while nothing changed.
Errors are problem details (RFC 9457). Offsets count characters (Unicode code points) of an article's text."""


@router.get("/health", response_model=replies.Health)
def get_health(request: Request, _user: Anyone) -> Response:
    """Whether the application can serve; for those who watch over it."""
    accounts.is_empty(request.app.state.desk.store.database)
    return Response(written({"status": "ok"}), media_type="application/json")


@router.get("/version", response_model=replies.Version)
def get_version(desk: DeskOf, _user: Reader) -> dict[str, Any]:
    """Which version answers, and which model read the articles."""
    return {"version": __version__, "api": "v1", "model": desk.view().state.model or None}


@router.get("/session", response_model=replies.Session)
def get_session(request: Request, user: Reader) -> Response:
    """Who asks, and the token that requests with a browser's cookie must show to change anything."""
    told = {"name": user.name, "role": str(user.role), "csrf": token_of(request.state.secret)}
    return Response(written(told), headers={"cache-control": "no-store"}, media_type="application/json")


@router.get("/openapi.json", include_in_schema=False)
def document(request: Request, _user: Reader) -> Response:
    """The description of the API (OpenAPI 3.1)."""
    app: FastAPI = request.app
    app.openapi_schema = app.openapi_schema or description(app)
    return Response(written(app.openapi_schema), media_type="application/json")


def description(app: FastAPI) -> dict[str, Any]:
    """Describe the API: what FastAPI finds out, with how to sign in and how errors look."""
    made: dict[str, Any] = get_openapi(
        title="Pourparlers", version=__version__, description=_ABOUT, routes=app.routes
    )
    parts = made["components"]
    for name in ("HTTPValidationError", "ValidationError"):
        parts["schemas"].pop(name, None)
    problem = replies.Problem.model_json_schema()
    parts["schemas"]["Problem"] = problem
    parts["securitySchemes"] = {"token": {"type": "http", "scheme": "bearer"}}
    made["security"] = [{}, {"token": []}]
    refusal = {"content": {MEDIA: {"schema": {"$ref": "#/components/schemas/Problem"}}}}
    for path in made["paths"].values():
        for method, operation in path.items():
            told = _REFUSALS if method.upper() in SAFE_METHODS else {**_REFUSALS, **_OF_CHANGES}
            if method.upper() in SAFE_METHODS:
                operation["responses"]["304"] = {"description": "Nothing changed"}
            for status, words in told.items():
                operation["responses"][status] = {"description": words, **refusal}
    return made
