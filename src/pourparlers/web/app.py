"""The application of one dossier, put together."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from http import HTTPStatus
from pathlib import Path
from threading import Thread

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import Response
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.middleware.gzip import GZipMiddleware

from pourparlers import __version__
from pourparlers import store as stores
from pourparlers.errors import PourparlersError
from pourparlers.store import Store
from pourparlers.web import api, assets, pages, security
from pourparlers.web.desk import Desk
from pourparlers.web.rendering import render
from pourparlers.web.settings import Settings
from pourparlers.web.shared import Pages
from pourparlers.web.warming import warm

_WORTH_PACKING = 1000
_KNOWN = frozenset({400, 401, 403, 404, 405, 409, 413, 422, 429, 503})


def create_app(store: Store | str | Path, settings: Settings | None = None) -> FastAPI:
    """Make the application that serves one dossier.

    Args:
        store: the dossier's database, or where it is.
        settings: where and for whom; by default this machine alone, without accounts.

    Raises:
        StoreError: the database is not there or cannot be opened.
    """
    settings = settings or Settings()
    opened = store if isinstance(store, Store) else stores.open(store, create=False)
    desk = Desk(opened, ready=warm)

    @asynccontextmanager
    async def life(_app: FastAPI) -> AsyncIterator[None]:
        Thread(target=desk.warm, name="first view", daemon=True).start()
        yield
        await run_in_threadpool(desk.close)
        if opened is not store:
            opened.close()

    app = FastAPI(
        title="Pourparlers",
        version=__version__,
        lifespan=life,
        docs_url=None,
        redoc_url=None,
        openapi_url=None,
    )
    app.state.desk = desk
    app.state.pages = Pages()
    app.state.settings = settings
    app.state.title = _title(opened)
    app.include_router(assets.router)
    for module in pkgutil.iter_modules(pages.__path__):
        page = importlib.import_module(f"{pages.__name__}.{module.name}")
        if hasattr(page, "router"):
            app.include_router(page.router)
    api.install(app)
    app.add_exception_handler(HTTPException, _refused)
    app.add_exception_handler(RequestValidationError, _invalid)
    app.add_exception_handler(PourparlersError, _failed)
    security.install(app, settings, opened)
    app.add_middleware(GZipMiddleware, minimum_size=_WORTH_PACKING, compresslevel=3)
    return app


def _title(store: Store) -> str:
    """The name of the dossier: its file's, or its database's."""
    return Path(store.database.url.database or "").stem


async def _refused(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    what = error.detail if error.detail and error.detail != _phrase(error.status_code) else ""
    response = _page(request, error.status_code, what)
    response.headers.update(error.headers or {})
    if error.status_code == HTTPStatus.SERVICE_UNAVAILABLE:
        response.headers["Refresh"] = response.headers.get("Retry-After", "5")
    return response


async def _failed(request: Request, error: Exception) -> Response:
    assert isinstance(error, PourparlersError)
    if _is_of_api(request):
        return api.failed(request, error)
    return _page(request, 500 if error.code == "store" else 400, str(error))


async def _invalid(request: Request, error: Exception) -> Response:
    assert isinstance(error, RequestValidationError)
    return api.invalid(request, error) if _is_of_api(request) else _page(request, 422, "")


def _is_of_api(request: Request) -> bool:
    return request.url.path.startswith("/api/")


def _page(request: Request, status: int, what: str) -> Response:
    if _is_of_api(request):
        return api.problem(request, status, what)
    return render(request, "error.html.j2", status=status, code=status, what=what, known=status in _KNOWN)


def _phrase(status: int) -> str:
    return HTTPStatus(status).phrase
