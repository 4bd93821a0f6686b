"""Who asks, and what they may do."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Annotated

from fastapi import Depends, HTTPException, Request

from pourparlers.web.security.forgery import check_token


class Role(StrEnum):
    """What a person may do; each may do what those before may."""

    READER = "reader"
    EDITOR = "editor"
    ADMIN = "admin"


_ORDER = tuple(Role)


@dataclass(frozen=True, slots=True)
class User:
    """A person, or a program with a token."""

    name: str
    role: Role

    def may(self, role: Role) -> bool:
        """Whether they may do what a role may."""
        return _ORDER.index(self.role) >= _ORDER.index(role)


class SignInNeededError(HTTPException):
    """Nobody has signed in, and somebody has to."""

    def __init__(self) -> None:
        super().__init__(401, "sign in first", {"WWW-Authenticate": "Bearer"})


async def _reader(request: Request) -> User:
    return await _user(request, Role.READER)


async def _editor(request: Request) -> User:
    return await _user(request, Role.EDITOR)


async def _admin(request: Request) -> User:
    return await _user(request, Role.ADMIN)


async def _anyone(request: Request) -> User | None:
    await check_token(request)
    user: User | None = request.state.user
    return user


async def _user(request: Request, role: Role) -> User:
    user: User | None = request.state.user
    if user is None:
        raise SignInNeededError
    if not user.may(role):
        raise HTTPException(403, f"only an {role} may do this")
    await check_token(request)
    return user


Reader = Annotated[User, Depends(_reader)]
"""Who may look. A route that has this parameter is for them alone, and safe from forged requests."""
Editor = Annotated[User, Depends(_editor)]
"""Who may correct and add articles."""
Admin = Annotated[User, Depends(_admin)]
"""Who may see accounts, tokens and the audit log."""
Anyone = Annotated[User | None, Depends(_anyone)]
"""Also who has not signed in: for the few routes that are public on purpose."""

ROLE_CHECKS = {_reader: Role.READER, _editor: Role.EDITOR, _admin: Role.ADMIN, _anyone: None}
"""The functions behind these, with the role that each asks for."""
