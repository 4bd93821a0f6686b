"""Who asks: by a session, by a token, by the word of a trusted proxy, or, used locally, the one who started it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

from starlette.datastructures import Headers

from pourparlers.store import Store, accounts, sessions, tokens
from pourparlers.web.security.peers import Peer
from pourparlers.web.security.users import Role, User
from pourparlers.web.settings import Settings

_LONGEST_NAME = 200


@dataclass(frozen=True, slots=True)
class Identity:
    """Who asks; `secret` is that of the session, "" without one; `bears_token`: by a token of their own."""

    user: User | None
    secret: str = ""
    bears_token: bool = False


NOBODY = Identity(None)


def is_local(settings: Settings, store: Store) -> bool:
    """Whether everyone who can reach the application is taken for the one who started it."""
    return (
        settings.is_loopback
        and not settings.accounts
        and settings.identity_header is None
        and accounts.is_empty(store.database)
    )


def session_cookie(port: int, *, is_secure: bool) -> str:
    """The name of the cookie: cookies are common to all ports of a host, dossiers are not."""
    return "__Host-session" if is_secure else f"session-{port}"


def identify(
    headers: Headers,
    cookies: Mapping[str, str],
    cookie: str,
    peer: Peer,
    settings: Settings,
    store: Store,
) -> Identity:
    """Make out who asks. Reads the database, so it is not for the event loop.

    Args:
        headers: of the request.
        cookies: of the request.
        cookie: the name of the session's cookie.
        peer: where it comes from.
        settings: whose word is taken.
        store: the dossier, with its accounts.
    """
    now = datetime.now(UTC)
    kind, _, token = headers.get("authorization", "").partition(" ")
    if kind.lower() == "bearer":
        found = tokens.find(store.database, token.strip(), at=now)
        return Identity(User(found.name, Role(found.role)), bears_token=True) if found else NOBODY
    named = headers.getlist(settings.identity_header) if settings.identity_header and peer.by_proxy else []
    if user := _by_proxy(named, settings, store):
        return Identity(user)
    if secret := cookies.get(cookie, ""):
        session = sessions.find(store.database, secret, at=now, idle=settings.idle_seconds)
        if session is not None:
            return Identity(User(session.account.name, Role(session.account.role)), secret=secret)
    return NOBODY


def _by_proxy(named: list[str], settings: Settings, store: Store) -> User | None:
    """The one whom the proxy names; nobody when it names none, or more than one."""
    name = named[0].strip() if len(named) == 1 else ""
    if not 0 < len(name) <= _LONGEST_NAME or not name.isprintable():
        return None
    account = accounts.find(store.database, name)
    return User(account.name, Role(account.role)) if account else User(name, Role(settings.identity_role))
