"""Requests that another site makes a browser send (cross-site request forgery): told by origin and by a token.

After the OWASP cheat sheet: a token bound to the session's secret, or without one to that of a cookie, masked anew for
each page so that compressed pages do not give it away (BREACH); and Sec-Fetch-Site and Origin where browsers send them.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
import secrets
from collections.abc import Mapping
from urllib.parse import urlsplit

from fastapi import HTTPException, Request

SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS", "TRACE"})
FIELD = "csrf"
HEADER = "x-csrf-token"
_BYTES = 32
_FORMS = ("application/x-www-form-urlencoded", "multipart/form-data")
_ONLY_BROWSERS = ("origin", "referer", "cookie", "sec-fetch-site", "sec-fetch-mode")


def token_of(secret: str) -> str:
    """A token for forms, another one each time, that only who knows the secret can make."""
    mask = secrets.token_bytes(_BYTES)
    return base64.urlsafe_b64encode(mask + _mix(mask, _digest(secret))).decode().rstrip("=")


def is_token(given: str, secret: str) -> bool:
    """Whether a token was made with the secret."""
    try:
        raw = base64.urlsafe_b64decode(given.encode("ascii") + b"=" * (-len(given) % 4))
    except (ValueError, binascii.Error):
        return False
    if len(raw) != 2 * _BYTES:
        return False
    return hmac.compare_digest(_mix(raw[:_BYTES], raw[_BYTES:]), _digest(secret))


def is_foreign(headers: Mapping[str, str], hosts: set[str]) -> bool:
    """Whether a browser says that a page of another site sent the request.

    Args:
        headers: of the request, by lower-case name.
        hosts: the names and ports by which this application is reached.
    """
    if headers.get("sec-fetch-site", "same-origin") not in {"same-origin", "none"}:
        return True
    origin = headers.get("origin")
    return origin is not None and urlsplit(origin).netloc.lower() not in hosts


async def check_token(request: Request) -> None:
    """Let a request through that changes nothing, bears its own token, or has one of our pages' tokens.

    Raises:
        HTTPException: 403, it has none.
    """
    if request.method in SAFE_METHODS or request.state.bears_token:
        return
    # What bears nothing that browsers send was not sent by one: a program of this machine asks.
    is_program = not any(name in request.headers for name in _ONLY_BROWSERS)
    if is_program and request.state.is_local and request.url.path.startswith("/api/"):
        return
    given = request.headers.get(HEADER)
    if given is None and request.headers.get("content-type", "").startswith(_FORMS):
        field = (await request.form()).get(FIELD)
        given = field if isinstance(field, str) else None
    if given is None or not is_token(given, request.state.secret):
        raise HTTPException(403, "the form is too old or not ours: load the page again")


def _digest(secret: str) -> bytes:
    return hmac.digest(secret.encode(), b"csrf", hashlib.sha256)


def _mix(a: bytes, b: bytes) -> bytes:
    return bytes(x ^ y for x, y in zip(a, b, strict=True))
