"""What a request may bring: so many bytes, in so much time, also when it does not say how many (chunked)."""

from __future__ import annotations

import asyncio
import time

from fastapi import HTTPException
from starlette.datastructures import Headers
from starlette.types import Message, Receive

from pourparlers.web.security.users import Role, User
from pourparlers.web.settings import Settings


def most(user: User | None, headers: Headers, settings: Settings) -> int:
    """The most bytes somebody's request may have: uploads are for editors, and come as multipart forms."""
    if user is None:
        return settings.stranger_bytes
    is_upload = headers.get("content-type", "").lower().startswith("multipart/form-data")
    return settings.upload_bytes if is_upload and user.may(Role.EDITOR) else settings.body_bytes


def check_length(headers: Headers, limit: int) -> None:
    """Refuse a body that says itself that it is too long.

    Raises:
        HTTPException: 413, it is; 400, it says something else than a number.
    """
    told = headers.get("content-length")
    if told is None:
        return
    if not (told.isascii() and told.isdigit()):
        raise HTTPException(400, "the length is not a number")
    if int(told[:20]) > limit:
        raise too_large(limit)


def limited(receive: Receive, limit: int, settings: Settings) -> Receive:
    """A request's body with an end: in bytes and in time.

    The function given back raises HTTPException: 413, there are more bytes; 408, they do not come in time.
    """
    size = 0
    is_whole = False
    deadline = time.monotonic() + settings.body_seconds

    async def take() -> Message:
        nonlocal size, is_whole
        if is_whole:
            return await receive()
        wait = min(settings.pause_seconds, deadline - time.monotonic())
        try:
            message = await asyncio.wait_for(receive(), max(wait, 0.01))
        except TimeoutError:
            raise HTTPException(408, "the request did not come in time", {"Connection": "close"}) from None
        size += len(message.get("body", b""))
        is_whole = not message.get("more_body", False)
        if size > limit:
            raise too_large(limit)
        return message

    return take


def too_large(limit: int) -> HTTPException:
    """What is said of a body that is too long."""
    shown = f"{limit // 1_000_000} MB" if limit >= 1_000_000 else f"{limit // 1000} kB"
    return HTTPException(413, f"more than {shown}", {"Connection": "close"})
