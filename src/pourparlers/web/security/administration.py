"""Accounts, tokens and the audit log, for admins."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Annotated
from urllib.parse import quote

from fastapi import APIRouter, Form, Request
from fastapi.responses import RedirectResponse, Response

from pourparlers.errors import UsageError
from pourparlers.store import Store, accounts, audit, tokens
from pourparlers.web.rendering import render
from pourparlers.web.security import passwords
from pourparlers.web.security.users import Admin, Role, User

router = APIRouter(include_in_schema=False, prefix="/admin")

Text = Annotated[str, Form(max_length=2000)]
_A_PAGE = 100
_DAYS = (7, 30, 90, 365)


@router.get("/accounts")
def show_accounts(request: Request, _user: Admin) -> Response:
    """Who may sign in."""
    return _accounts(request)


@router.post("/accounts")
def add_account(
    request: Request, user: Admin, name: Text = "", role: Text = "", password: Text = ""
) -> Response:
    """Make an account."""

    def work(store: Store) -> str:
        if role != Role.ADMIN and accounts.is_empty(store.database):
            raise UsageError("the first account is an admin's, or nobody could make others")
        passwords.check_quality(password, name)
        made = accounts.add(store.database, name, role, passwords.hashed(password), at=datetime.now(UTC))
        return f"{made.name}: {made.role}"

    return _done(request, user, "account-add", work)


@router.post("/accounts/{name}/role")
def change_role(request: Request, user: Admin, name: str, role: Text = "") -> Response:
    """Let somebody do more, or less."""

    def work(store: Store) -> str:
        accounts.set_role(store.database, name, role)
        return f"{name}: {role}"

    return _done(request, user, "account-role", work)


@router.post("/accounts/{name}/password")
def change_password(request: Request, user: Admin, name: str, password: Text = "") -> Response:
    """Give somebody another password; their sessions end."""

    def work(store: Store) -> str:
        passwords.check_quality(password, name)
        accounts.set_password(store.database, name, passwords.hashed(password))
        return name

    return _done(request, user, "account-password", work)


@router.post("/accounts/{name}/remove")
def remove_account(request: Request, user: Admin, name: str) -> Response:
    """Remove an account, with its sessions and tokens."""

    def work(store: Store) -> str:
        accounts.remove(store.database, name)
        return name

    return _done(request, user, "account-remove", work)


@router.get("/tokens")
def show_tokens(request: Request, _user: Admin) -> Response:
    """What programs may show instead of a password."""
    return _tokens(request)


@router.post("/tokens")
def make_token(request: Request, user: Admin, name: Text = "", role: Text = "", days: Text = "") -> Response:
    """Make a token; it is shown this once."""
    store = _store(request)
    now = datetime.now(UTC)
    by_account = accounts.find(store.database, user.name)
    try:
        made = tokens.make(
            store.database,
            name,
            role,
            at=now,
            ends_at=now + timedelta(days=int(days)) if days in map(str, _DAYS) else None,
            account=by_account.name if by_account else None,
        )
    except UsageError as error:
        return _tokens(request, status=422, problem=str(error))
    _note(request, user, "token-add", f"{name.strip()}: {role}")
    return _tokens(request, made=made)


@router.post("/tokens/{number}/remove")
def remove_token(request: Request, user: Admin, number: int) -> Response:
    """End a token."""
    try:
        ended = tokens.remove(_store(request).database, number)
    except UsageError as error:
        return _tokens(request, status=404, problem=str(error))
    _note(request, user, "token-remove", ended.name)
    return RedirectResponse("/admin/tokens", 303)


@router.get("/audit")
def show_audit(request: Request, _user: Admin, who: str = "", what: str = "", page: str = "1") -> Response:
    """Who did what, when and from where; the latest first."""
    database = _store(request).database
    total = audit.count(database, who=who, what=what)
    pages = max(1, -(-total // _A_PAGE))
    number = min(max(1, int(page)), pages) if page.isascii() and page.isdigit() and len(page) < 9 else 1
    return render(
        request,
        "audit.html.j2",
        entries=audit.entries(database, who=who, what=what, limit=_A_PAGE, offset=(number - 1) * _A_PAGE),
        total=total,
        who=who,
        what=what,
        number=number,
        pages=pages,
    )


def _done(request: Request, user: User, what: str, work: Callable[[Store], str]) -> Response:
    """Change an account and show them all, or say why not."""
    try:
        detail = work(_store(request))
    except UsageError as error:
        return _accounts(request, status=422, problem=str(error))
    _note(request, user, what, detail)
    return RedirectResponse("/admin/accounts", 303)


def _accounts(request: Request, *, status: int = 200, problem: str = "") -> Response:
    return render(
        request,
        "accounts.html.j2",
        status=status,
        accounts=accounts.every(_store(request).database),
        roles=accounts.ROLES,
        shortest=passwords.SHORTEST,
        encoded=lambda name: quote(name, safe=""),
        problem=problem,
    )


def _tokens(request: Request, *, status: int = 200, problem: str = "", made: str = "") -> Response:
    response = render(
        request,
        "tokens.html.j2",
        status=status,
        tokens=tokens.every(_store(request).database),
        roles=accounts.ROLES,
        days=_DAYS,
        now=datetime.now(UTC),
        made=made,
        problem=problem,
    )
    response.headers["cache-control"] = "no-store"
    return response


def _note(request: Request, user: User, what: str, detail: str) -> None:
    request.state.is_noted = True
    audit.note(
        _store(request).database,
        at=datetime.now(UTC),
        who=user.name,
        address=request.state.address,
        what=what,
        detail=detail,
    )


def _store(request: Request) -> Store:
    store: Store = request.app.state.desk.store
    return store
