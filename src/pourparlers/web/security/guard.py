"""What stands before every request: who asks, from where, whether it is theirs to ask, and how much they may send."""

from __future__ import annotations

import secrets
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime

from fastapi import HTTPException, Request
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from pourparlers.errors import StoreError
from pourparlers.store import Store, audit
from pourparlers.web.security import bodies
from pourparlers.web.security.forgery import SAFE_METHODS, is_foreign, token_of
from pourparlers.web.security.headers import protective
from pourparlers.web.security.identity import NOBODY, Identity, identify, session_cookie
from pourparlers.web.security.peers import Peer, is_host_known, peer_of, was_passed_on
from pourparlers.web.security.users import Role, User
from pourparlers.web.settings import Settings

Refuse = Callable[[Request, HTTPException], Awaitable[Response]]
"""Makes the answer to a request that is refused."""

_WORTH_NOTING = 400


class Guard:
    """Middleware around the whole application.

    It sets, in `request.state`: user (or None; which role is needed the routes say); nonce and csrf, for templates;
    secret, bears_token and is_local, for `forgery`; address (where from), is_secure, and the session's cookie and
    secret. Every request that changes something is noted in the audit log before it is answered; routes that note
    more themselves set `request.state.is_noted`.

    Args:
        app: the application.
        settings: whom to let in, and limits.
        store: the dossier, with its accounts.
        is_local: tells whether all who ask are the one who started it. It is asked before every request while it
            says so, and never again once it does not: who makes the first account closes the door behind them.
        refuse: makes refusals.
    """

    def __init__(
        self, app: ASGIApp, settings: Settings, store: Store, *, is_local: Callable[[], bool], refuse: Refuse
    ) -> None:
        self._app = app
        self._settings = settings
        self._store = store
        self._tell_local = is_local
        self._is_local = True
        self._refuse = refuse

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        peer = peer_of((scope.get("client") or ("", 0))[0], scope["scheme"], headers, self._settings)
        cookies = Request(scope).cookies
        port = (scope.get("server") or ("", 0))[1] or 0
        cookie = session_cookie(port, is_secure=peer.is_secure)
        visitor = cookie.replace("session", "visitor")
        nonce, made = secrets.token_urlsafe(16), secrets.token_urlsafe(32)
        state = scope.setdefault("state", {})
        state |= {
            "user": None,
            "nonce": nonce,
            "bears_token": False,
            "is_local": False,
            "is_noted": False,
            "address": peer.address,
            "is_secure": peer.is_secure,
            "session_cookie": cookie,
            "session": "",
            "secret": cookies.get(visitor) or made,
        }
        state["csrf"] = token_of(state["secret"])

        async def shield(message: Message) -> None:
            if message["type"] == "http.response.start":
                await self._note(scope, message["status"])
                response = MutableHeaders(scope=message)
                is_private = not state["is_local"]
                for key, value in protective(nonce, is_secure=peer.is_secure, is_private=is_private).items():
                    response.setdefault(key, value)
                is_page = response.get("content-type", "").startswith("text/html")
                if is_page and state["secret"] == made:
                    flags = "; Path=/; HttpOnly; SameSite=Lax" + ("; Secure" if peer.is_secure else "")
                    response.append("set-cookie", f"{visitor}={made}{flags}")
            await send(message)

        try:
            try:
                state["is_local"] = await self._local()
                self._check(scope["method"], headers, peer, is_local=state["is_local"])
                who = await self._identity(scope, headers, cookies, cookie, peer)
            except StoreError as error:
                raise HTTPException(503, str(error)) from error
            state |= {"user": who.user, "bears_token": who.bears_token, "session": who.secret}
            if who.secret:
                state |= {"secret": who.secret, "csrf": token_of(who.secret)}
            limit = bodies.most(who.user, headers, self._settings)
            bodies.check_length(headers, limit)
        except HTTPException as refusal:
            # Who came by another's name is shown nothing of this dossier.
            is_stray = refusal.status_code == 400
            answer = (
                PlainTextResponse(refusal.detail, 400)
                if is_stray
                else await self._refuse(Request(scope), refusal)
            )
            await answer(scope, receive, shield)
            return
        await self._app(scope, bodies.limited(receive, limit, self._settings), shield)

    async def _local(self) -> bool:
        if self._is_local:
            self._is_local = await run_in_threadpool(self._tell_local)
        return self._is_local

    def _check(self, method: str, headers: Headers, peer: Peer, *, is_local: bool) -> None:
        if len(headers.getlist("host")) != 1 or not all(
            is_host_known(host, self._settings) for host in peer.hosts
        ):
            raise HTTPException(400, "not served under this name; name it with --host-name")
        if is_local and was_passed_on(headers):
            raise HTTPException(400, "came through a proxy: ask for accounts, or name the proxy")
        if method not in SAFE_METHODS and is_foreign(headers, set(peer.hosts)):
            raise HTTPException(403, "sent by a page of another site")

    async def _identity(
        self, scope: Scope, headers: Headers, cookies: dict[str, str], cookie: str, peer: Peer
    ) -> Identity:
        if scope["path"].startswith("/assets/"):
            return NOBODY
        if scope["state"]["is_local"] and "authorization" not in headers:
            return Identity(User(self._settings.user, Role.ADMIN))
        return await run_in_threadpool(identify, headers, cookies, cookie, peer, self._settings, self._store)

    async def _note(self, scope: Scope, status: int) -> None:
        """Keep in the audit log what changed something, and what somebody known was refused."""
        state = scope["state"]
        user: User | None = state["user"]
        if scope["method"] in SAFE_METHODS or state["is_noted"] or user is None:
            return
        if status >= _WORTH_NOTING and status != 403:
            return
        await run_in_threadpool(
            audit.note,
            self._store.database,
            at=datetime.now(UTC),
            who=user.name,
            address=state["address"],
            what=scope["method"],
            detail=f"{scope['path']} {status}",
        )
