"""Who may do what, and what is refused: accounts, sessions, roles, forged requests, limits, the audit log.

Every route takes `Reader`, `Editor` or `Admin`:

    @router.get("/issues")
    def issues(request: Request, desk: DeskOf, _user: Reader) -> HTMLResponse: ...

Forms have `<input type="hidden" name="csrf" value="{{ csrf }}">`; scripts send it as the header `X-CSRF-Token`.
"""

from __future__ import annotations

from functools import partial
from urllib.parse import quote

from fastapi import FastAPI, HTTPException, Request
from fastapi.responses import RedirectResponse, Response
from starlette.exceptions import HTTPException as AnyHTTPException

from pourparlers.errors import UsageError
from pourparlers.store import Store, accounts
from pourparlers.web.security import administration, sign_in
from pourparlers.web.security.forgery import SAFE_METHODS
from pourparlers.web.security.guard import Guard
from pourparlers.web.security.identity import is_local
from pourparlers.web.security.users import Admin, Anyone, Editor, Reader, Role, SignInNeededError, User
from pourparlers.web.settings import Settings

__all__ = ["Admin", "Anyone", "Editor", "Reader", "Role", "User", "check_start", "install"]


def check_start(settings: Settings, store: Store) -> None:
    """Refuse to be reached by others without knowing who they are.

    Raises:
        UsageError: it would listen elsewhere than on this machine, and nobody could or had to sign in.
    """
    if settings.identity_header or accounts.has_admin(store.database):
        return
    if settings.accounts or not settings.is_loopback or not accounts.is_empty(store.database):
        raise UsageError(
            f"{settings.host} is for people who sign in, and there is no admin account yet",
            cure=f"`pourparlers account add {store.database.where} NAME --role admin`, "
            "or --identity-header with --trusted-proxy",
        )


def install(app: FastAPI, settings: Settings, store: Store) -> None:
    """Put the guard before an application, and give it the pages to sign in and for admins.

    Args:
        app: the application; its handler of HTTP exceptions makes what refusals look like.
        settings: whom to let in, and limits.
        store: the dossier, with its accounts.
    """
    handler = app.exception_handlers[AnyHTTPException]

    async def refuse(request: Request, error: Exception) -> Response:
        answer = handler(request, error)
        response: Response = await answer if hasattr(answer, "__await__") else answer
        if isinstance(error, AnyHTTPException):
            response.headers.update(error.headers or {})
        return response

    async def ask(request: Request, error: Exception) -> Response:
        is_page = request.method in SAFE_METHODS and not request.url.path.startswith("/api/")
        if not is_page or settings.identity_header is not None:
            return await refuse(request, error)
        here = request.url.path + (f"?{request.url.query}" if request.url.query else "")
        return RedirectResponse(f"/login?next={quote(here, safe='')}", 303)

    app.state.throttle = sign_in.make_throttle()
    app.include_router(sign_in.router)
    app.include_router(administration.router)
    app.add_exception_handler(SignInNeededError, ask)
    app.add_exception_handler(AnyHTTPException, refuse)
    app.add_exception_handler(HTTPException, refuse)
    app.add_middleware(
        Guard, settings=settings, store=store, is_local=partial(is_local, settings, store), refuse=refuse
    )
