"""Signing in and out, and one's own password."""

from __future__ import annotations

import time
from datetime import UTC, datetime
from typing import Annotated, Any
from urllib.parse import urlsplit

from fastapi import APIRouter, Form, HTTPException, Request
from fastapi.responses import RedirectResponse, Response

from pourparlers.errors import UsageError
from pourparlers.store import Store, accounts, audit, sessions
from pourparlers.store.accounts import Account
from pourparlers.web.rendering import render
from pourparlers.web.security import passwords
from pourparlers.web.security.throttle import Throttle
from pourparlers.web.security.users import Anyone, Reader
from pourparlers.web.settings import Settings

router = APIRouter(include_in_schema=False)

Text = Annotated[str, Form(max_length=2000)]
_DONE = ("password", "signed-out")


def make_throttle() -> Throttle:
    """What counts the tries of one application."""
    return Throttle(time.monotonic)


def inside(target: str) -> str:
    """An address within this application, where one is given, else its first page."""
    parts = urlsplit(target)
    is_ours = target.startswith("/") and not target.startswith(("//", "/\\")) and target.isprintable()
    return target if is_ours and not parts.scheme and not parts.netloc and "\\" not in target else "/"


@router.get("/login")
def show_form(request: Request, user: Anyone, next: str = "/", done: str = "") -> Response:
    """The form to sign in; who is signed in already is sent on."""
    if user is not None:
        return RedirectResponse(inside(next), 303)
    return _form(request, next=inside(next), done=done)


@router.post("/login")
def sign_in(
    request: Request, _user: Anyone, name: Text = "", password: Text = "", next: Text = "/"
) -> Response:
    """Start a session: a new secret, whatever the browser had before."""
    store, settings = _parts(request)
    account = _authenticated(request, name, password)
    if account is None:
        _note(request, name, "sign-in", "refused")
        return _form(request, status=401, name=name, next=inside(next), problem="wrong")
    secret = sessions.begin(
        store.database,
        account,
        at=datetime.now(UTC),
        seconds=settings.session_seconds,
        address=request.state.address,
        instead_of=request.cookies.get(request.state.session_cookie, ""),
    )
    _note(request, account.name, "sign-in", account.role)
    response = RedirectResponse(inside(next), 303)
    _set_cookie(response, request, secret, int(settings.session_seconds))
    return response


@router.post("/logout")
def sign_out(request: Request, user: Reader) -> Response:
    """End the session."""
    store, _ = _parts(request)
    if request.state.session:
        sessions.end(store.database, request.state.session)
    _note(request, user.name, "sign-out", "")
    response = RedirectResponse("/login?done=signed-out", 303)
    _set_cookie(response, request, "", 0)
    response.headers["clear-site-data"] = '"cache", "storage"'
    return response


@router.get("/account")
def own(request: Request, user: Reader, done: str = "") -> Response:
    """Who is signed in, and a form to change the password."""
    return _own(request, user.name, done=done)


@router.post("/account/password")
def change_password(
    request: Request, user: Reader, password: Text = "", new: Text = "", again: Text = ""
) -> Response:
    """Change the password; other sessions of the account end."""
    store, _ = _parts(request)
    if not request.state.session:
        raise HTTPException(403, "there is no password to change")
    account = _authenticated(request, user.name, password)
    if account is None:
        _note(request, user.name, "password", "refused")
        return _own(request, user.name, status=401, problem="wrong")
    if new != again:
        return _own(request, user.name, status=422, problem="differ")
    try:
        passwords.check_quality(new, account.name)
    except UsageError:
        return _own(request, user.name, status=422, problem="weak")
    kept = sessions.digest(request.state.session)
    accounts.set_password(store.database, account.name, passwords.hashed(new), keep=(kept,))
    _note(request, account.name, "password", "own")
    return RedirectResponse("/account?done=password", 303)


def _authenticated(request: Request, name: str, password: str) -> Account | None:
    """The account, if it is its password.

    Raises:
        HTTPException: 429, it may not be tried now.
    """
    store, _ = _parts(request)
    throttle: Throttle = request.app.state.throttle
    address = request.state.address
    wait = throttle.attempt(name, address)
    if wait > 0:
        raise HTTPException(429, f"try again in {int(wait) + 1} s", {"Retry-After": str(int(wait) + 1)})
    account = accounts.find(store.database, name)
    try:
        is_right = passwords.is_password(account.password if account else None, password)
    except passwords.BusyError:
        raise HTTPException(429, "try again in a moment", {"Retry-After": "10"}) from None
    if account is None or not is_right:
        return None
    throttle.succeed(name, address)
    if passwords.is_outdated(account.password):
        accounts.rehash(store.database, account.name, account.password, passwords.hashed(password))
    return account


def _form(request: Request, *, status: int = 200, **values: Any) -> Response:  # noqa: ANN401
    told = {"name": "", "next": "/", "problem": "", "done": "", **values}
    told["done"] = told["done"] if told["done"] in _DONE else ""
    return render(request, "login.html.j2", status=status, **told)


def _own(request: Request, name: str, *, status: int = 200, problem: str = "", done: str = "") -> Response:
    store, _ = _parts(request)
    return render(
        request,
        "account.html.j2",
        status=status,
        account=accounts.find(store.database, name) if request.state.session else None,
        by_session=bool(request.state.session),
        shortest=passwords.SHORTEST,
        problem=problem,
        done=done if done in _DONE else "",
    )


def _set_cookie(response: Response, request: Request, secret: str, seconds: int) -> None:
    response.set_cookie(
        request.state.session_cookie,
        secret,
        max_age=seconds,
        path="/",
        httponly=True,
        samesite="lax",
        secure=request.state.is_secure,
    )


def _note(request: Request, who: str, what: str, detail: str) -> None:
    store, _ = _parts(request)
    request.state.is_noted = True
    audit.note(
        store.database,
        at=datetime.now(UTC),
        who=who,
        address=request.state.address,
        what=what,
        detail=detail,
    )


def _parts(request: Request) -> tuple[Store, Settings]:
    return request.app.state.desk.store, request.app.state.settings
