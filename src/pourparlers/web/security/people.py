"""Accounts and tokens from the command line: the first admin is made so."""

from __future__ import annotations

import getpass
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import TextIO

from pourparlers.errors import UsageError
from pourparlers.store import Store, audit
from pourparlers.store import accounts as kept
from pourparlers.store import tokens as kept_tokens
from pourparlers.web.security import passwords

HERE = "command line"
"""What the audit log calls the address of what is done on the command line."""


def accounts(
    store: Store, action: str, name: str, role: str, *, now: datetime, stdin: TextIO
) -> Iterator[str]:
    """Add, list or remove an account, or change its role or password.

    Args:
        store: the dossier.
        action: "add", "list", "role", "password" or "remove".
        name: whose account.
        role: for "add" and "role".
        now: the time.
        stdin: where the password comes from: asked for twice on a terminal, else the first line.

    Yields:
        lines for the user.

    Raises:
        UsageError: it cannot be done.
    """
    database = store.database
    if action == "list":
        yield from (f"{one.name}\t{one.role}" for one in kept.every(database))
        return
    if not name:
        raise UsageError("whose account?", cure=f"`pourparlers account {action} DOSSIER NAME`")
    detail = name
    match action:
        case "add":
            if kept.find(database, name) is not None:
                raise UsageError("there is an account of this name", where=name)
            if role not in kept.ROLES:
                raise UsageError(f"no role {role!r}", where="--role", cure=", ".join(kept.ROLES))
            kept.add(database, name, role, _hash(name, stdin), at=now)
            detail = f"{name}: {role}"
        case "role":
            kept.set_role(database, name, role)
            detail = f"{name}: {role}"
        case "password":
            if kept.find(database, name) is None:
                raise UsageError("no such account", where=name)
            kept.set_password(database, name, _hash(name, stdin))
        case "remove":
            kept.remove(database, name)
        case _:
            raise UsageError(f"cannot {action!r}", cure="add, list, role, password or remove")
    _note(store, f"account-{action}", detail, now)
    yield detail


def tokens(store: Store, action: str, name: str, role: str, days: int, *, now: datetime) -> Iterator[str]:
    """Make, list or end tokens.

    Args:
        store: the dossier.
        action: "add", "list" or "remove".
        name: what a new one is for, or the number of the one to remove.
        role: of a new one.
        days: how long a new one lasts; 0 is for ever.
        now: the time.

    Yields:
        lines for the user; of a new one the token itself.

    Raises:
        UsageError: it cannot be done.
    """
    database = store.database
    match action:
        case "list":
            for one in kept_tokens.every(database):
                ends = one.ends_at.date().isoformat() if one.ends_at else "never"
                yield f"{one.number}\t{one.name}\t{one.role}\tends {ends}"
        case "add":
            ends_at = now + timedelta(days=days) if days else None
            made = kept_tokens.make(database, name, role, at=now, ends_at=ends_at)
            _note(store, "token-add", f"{name}: {role}", now)
            yield made
        case "remove":
            if not name.isdecimal():
                raise UsageError("which token?", cure="give its number, as `pourparlers token list` shows it")
            ended = kept_tokens.remove(database, int(name))
            _note(store, "token-remove", ended.name, now)
            yield ended.name
        case _:
            raise UsageError(f"cannot {action!r}", cure="add, list or remove")


def _hash(name: str, stdin: TextIO) -> str:
    if stdin.isatty():
        password = getpass.getpass("password: ")
        if password != getpass.getpass("again: "):
            raise UsageError("the two passwords differ")
    else:
        password = stdin.readline().rstrip("\r\n")
    passwords.check_quality(password, name)
    return passwords.hashed(password)


def _note(store: Store, what: str, detail: str, now: datetime) -> None:
    audit.note(store.database, at=now, who=_user(), address=HERE, what=what, detail=detail)


def _user() -> str:
    try:
        return getpass.getuser()
    except (OSError, KeyError):
        return HERE
