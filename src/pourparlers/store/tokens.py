"""What programs show instead of a password: random, with a role and an end; the database holds the digest."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import RowMapping, delete, insert, select, update

from pourparlers.errors import UsageError
from pourparlers.store.accounts import ROLES, key_of
from pourparlers.store.base import Database
from pourparlers.store.schema import accounts, tokens
from pourparlers.store.sessions import digest

PREFIX = "pp_"
"""What every token begins with, so that people and scanners of leaked secrets know it."""
_BYTES = 32
_LONGEST = 80
_TELL_EVERY = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class Token:
    """A token without its secret; `account` is who made it, None on the command line."""

    number: int
    name: str
    role: str
    account: str | None
    made_at: datetime
    ends_at: datetime | None
    used_at: datetime | None


def make(
    database: Database,
    name: str,
    role: str,
    *,
    at: datetime,
    ends_at: datetime | None = None,
    account: str | None = None,
) -> str:
    """Make a token.

    Args:
        database: the dossier's.
        name: what it is for; what is done with it is done under this name.
        role: what it allows.
        at: the time.
        ends_at: when it ends, if ever.
        account: the name of the account that makes it; the token ends with it.

    Returns:
        the token; it cannot be had again.

    Raises:
        UsageError: the name or role cannot be used, or it would be over already.
    """
    name = name.strip()
    if not 0 < len(name) <= _LONGEST or not name.isprintable():
        raise UsageError("not a name for a token", where=repr(name), cure=f"1 to {_LONGEST} letters")
    if role not in ROLES:
        raise UsageError(f"no role {role!r}", cure=", ".join(ROLES))
    if ends_at is not None and ends_at <= at:
        raise UsageError("it would be over already", where=name)
    secret = PREFIX + secrets.token_urlsafe(_BYTES)
    made = {
        "digest": digest(secret),
        "name": name,
        "role": role,
        "account": None if account is None else key_of(account),
        "made_at": at,
        "ends_at": ends_at,
    }
    database.write(lambda connection: connection.execute(insert(tokens), made))
    return secret


def find(database: Database, secret: str, *, at: datetime) -> Token | None:
    """The token of a secret, if it is not over; notes that it is used."""
    if not secret.startswith(PREFIX):
        return None
    with database.reading() as connection:
        row = connection.execute(_SELECT.where(tokens.c.digest == digest(secret))).mappings().first()
    if row is None or (row["ends_at"] is not None and row["ends_at"] <= at):
        return None
    if row["used_at"] is None or row["used_at"] + _TELL_EVERY <= at:
        here = tokens.c.number == row["number"]
        database.write(lambda connection: connection.execute(update(tokens).where(here).values(used_at=at)))
    return _token(row)


def every(database: Database) -> list[Token]:
    """All tokens, the latest first."""
    with database.reading() as connection:
        found = connection.execute(_SELECT.order_by(tokens.c.number.desc())).mappings()
        return [_token(row) for row in found]


def remove(database: Database, number: int) -> Token:
    """End a token.

    Raises:
        UsageError: there is none of this number.
    """
    found = next((one for one in every(database) if one.number == number), None)
    if found is None:
        raise UsageError("no such token", where=str(number))
    database.write(lambda connection: connection.execute(delete(tokens).where(tokens.c.number == number)))
    return found


_SELECT = select(tokens, accounts.c.name.label("made_by")).outerjoin(accounts)


def _token(row: RowMapping) -> Token:
    return Token(
        row["number"],
        row["name"],
        row["role"],
        row["made_by"],
        row["made_at"],
        row["ends_at"],
        row["used_at"],
    )
