"""Who may do what, and what is refused: accounts, sessions, roles, forged requests, limits, the audit log.

Every route takes `Reader`, `Editor` or `Admin`:

    @router.get("/issues")
    def issues(request: Request, desk: DeskOf, _user: Reader) -> HTMLResponse: ...

Forms have `<input type="hidden" name="csrf" value="{{ csrf }}">`; scripts send it as the header `X-CSRF-Token`.
"""

from __future__ import annotations

from fastapi import FastAPI

from pourparlers.store import Store
from pourparlers.web.security.guard import Guard
from pourparlers.web.security.users import Admin, Editor, Reader, Role, User
from pourparlers.web.settings import Settings

__all__ = ["Admin", "Editor", "Reader", "Role", "User", "install"]


def install(app: FastAPI, settings: Settings, store: Store) -> None:
    """Put the guard before an application.

    Args:
        app: the application.
        settings: whom to let in, and limits.
        store: the dossier, with its accounts.
    """
    app.add_middleware(Guard, settings=settings, store=store)
