"""What stands before every request: who asks, from where, whether it is theirs to ask, and how much they may send."""

from __future__ import annotations

import secrets
from http.cookies import CookieError, SimpleCookie

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from pourparlers.store import Store
from pourparlers.web.security.forgery import SAFE_METHODS, is_foreign, token_of
from pourparlers.web.security.headers import protective
from pourparlers.web.security.peers import is_host_known, peer_of, was_passed_on
from pourparlers.web.security.users import Role, User
from pourparlers.web.settings import Settings


class Guard:
    """Middleware around the whole application.

    It sets, in `request.state`: user (or None), role checks being the routes' own; nonce, csrf (for templates); secret,
    bears_token, is_local (for `forgery`); address (where from) and is_secure.
    """

    def __init__(self, app: ASGIApp, settings: Settings, store: Store) -> None:
        self._app = app
        self._settings = settings
        self._store = store

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        settings = self._settings
        headers = Headers(scope=scope)
        peer = peer_of((scope.get("client") or ("", 0))[0], scope["scheme"], headers, settings)
        nonce = secrets.token_urlsafe(16)
        cookies = _cookies(headers)
        name = f"visitor-{scope['server'][1]}" if not peer.is_secure else "__Host-visitor"
        known = cookies.get(name)
        secret = known or secrets.token_urlsafe(32)

        async def shield(message: Message) -> None:
            if message["type"] == "http.response.start":
                response = MutableHeaders(scope=message)
                for key, value in protective(nonce, is_secure=peer.is_secure, is_private=False).items():
                    response.setdefault(key, value)
                if known is None and response.get("content-type", "").startswith("text/html"):
                    secure = "; Secure" if peer.is_secure else ""
                    response.append("set-cookie", f"{name}={secret}; Path=/; HttpOnly; SameSite=Lax{secure}")
            await send(message)

        state = scope.setdefault("state", {})
        state |= {
            "user": User(settings.user, Role.ADMIN),
            "nonce": nonce,
            "secret": secret,
            "csrf": token_of(secret),
            "bears_token": False,
            "is_local": True,
            "address": peer.address,
            "is_secure": peer.is_secure,
        }
        if refusal := self._refusal(scope["method"], headers, peer.hosts):
            await refusal(scope, receive, shield)
            return
        await self._app(scope, receive, shield)

    def _refusal(self, method: str, headers: Headers, hosts: frozenset[str]) -> PlainTextResponse | None:
        if not all(is_host_known(host, self._settings) for host in hosts):
            return PlainTextResponse("not served under this name; add it with --host-name", 400)
        if was_passed_on(headers):
            return PlainTextResponse("came through a proxy: ask for accounts, or name the proxy", 400)
        if method not in SAFE_METHODS and is_foreign(headers, set(hosts)):
            return PlainTextResponse("sent by a page of another site", 403)
        return None


def _cookies(headers: Headers) -> dict[str, str]:
    try:
        return {key: one.value for key, one in SimpleCookie(headers.get("cookie", "")).items()}
    except CookieError:
        return {}
