"""Pages that are the same for all who may do the same: made once for each view, finished for each who asks.

What a page has of its own request is its nonce, the token of its forms and the name of who asks. A page is kept with marks
in their places, which nobody outside this process can know, and every answer gets its own. Browsers are not told that they
have a page already (304): they would run its scripts under the nonce of another answer.
"""

from __future__ import annotations

import inspect
import secrets
from collections import OrderedDict
from collections.abc import Callable, Hashable
from functools import wraps
from http import HTTPStatus
from threading import Lock
from typing import Any

from fastapi import Request, Response
from fastapi.responses import HTMLResponse
from markupsafe import escape

from pourparlers.web.desk import Desk
from pourparlers.web.rendering import language_of
from pourparlers.web.security import User

_MOST = 64_000_000  # bytes of the pages of one view
_NAME, _NONCE, _TOKEN = (secrets.token_hex(16) for _ in range(3))


class Pages:
    """The pages of the latest view, those asked for last."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._view = 0
        self._held: OrderedDict[Hashable, bytes] = OrderedDict()
        self._size = 0

    def get(self, view: int, key: Hashable) -> bytes | None:
        """A page of a view."""
        with self._lock:
            if view != self._view or key not in self._held:
                return None
            self._held.move_to_end(key)
            return self._held[key]

    def put(self, view: int, key: Hashable, page: bytes) -> None:
        """Keep a page; those of earlier views are let go."""
        with self._lock:
            if view < self._view:
                return
            if view > self._view:
                self._view, self._size = view, 0
                self._held.clear()
            self._size += len(page) - len(self._held.pop(key, b""))
            self._held[key] = page
            while self._size > _MOST:
                self._size -= len(self._held.popitem(last=False)[1])


def shared(page: Callable[..., Response]) -> Callable[..., Response]:
    """Make a page once for each view, address, language and role.

    Args:
        page: gives a page that shows the view and nothing else, but for the name of who asks; its parameters are
            `request`, `desk`, `_user`, and those of the address.
    """

    @wraps(page)
    def once(request: Request, desk: Desk, _user: User, **others: Any) -> Response:  # noqa: ANN401
        pages: Pages = request.app.state.pages
        view = desk.view().number
        key = (request.url.path, request.url.query, language_of(request), _user.role)
        held = pages.get(view, key)
        if held is None:
            request.state.user = User(_NAME, _user.role)
            try:
                response = page(request=request, desk=desk, _user=request.state.user, **others)
            finally:
                request.state.user = _user
            held = _marked(request, bytes(response.body))
            if response.status_code != HTTPStatus.OK or "set-cookie" in response.headers:
                response.body = _finished(request, held, _user)
                response.headers["content-length"] = str(len(response.body))
                return response
            pages.put(view, key, held)
        return HTMLResponse(_finished(request, held, _user))

    once.__signature__ = inspect.signature(page, eval_str=True)  # type: ignore[attr-defined]
    return once


def _own(request: Request) -> dict[str, str]:
    found = {_NONCE: request.state.nonce, _TOKEN: request.state.csrf}
    return {mark: own for mark, own in found.items() if own}


def _marked(request: Request, body: bytes) -> bytes:
    for mark, own in _own(request).items():
        body = body.replace(own.encode(), mark.encode())
    return body


def _finished(request: Request, body: bytes, user: User) -> bytes:
    for mark, own in (_own(request) | {_NAME: str(escape(user.name))}).items():
        body = body.replace(mark.encode(), own.encode())
    return body
