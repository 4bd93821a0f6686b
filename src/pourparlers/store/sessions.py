"""Who is signed in where. A browser holds a random secret; the database holds its digest."""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Connection, delete, insert, or_, select, update

from pourparlers.store.accounts import Account, key_of
from pourparlers.store.base import Database
from pourparlers.store.schema import accounts, sessions

_BYTES = 32
_OF_ACCOUNT = (
    accounts.c.name,
    accounts.c.role,
    accounts.c.password,
    accounts.c.made_at.label("account_made_at"),
)
_TELL_EVERY = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class Session:
    """A sign-in: whose, since when, until when, from where; `digest` is its key."""

    digest: str
    account: Account
    made_at: datetime
    seen_at: datetime
    ends_at: datetime
    address: str


def begin(
    database: Database, account: Account, *, at: datetime, seconds: float, address: str, instead_of: str = ""
) -> str:
    """Start a session of an account.

    Args:
        database: the dossier's.
        account: who signs in.
        at: the time.
        seconds: how long it lasts at most.
        address: where from.
        instead_of: the secret of a session that this one replaces.

    Returns:
        its secret (256 random bits), for the browser alone.
    """
    secret = secrets.token_urlsafe(_BYTES)

    def work(connection: Connection) -> None:
        over = or_(sessions.c.ends_at <= at, sessions.c.digest == digest(instead_of))
        connection.execute(delete(sessions).where(over))
        connection.execute(
            insert(sessions),
            {
                "digest": digest(secret),
                "account": key_of(account.name),
                "made_at": at,
                "seen_at": at,
                "ends_at": at + timedelta(seconds=seconds),
                "address": address,
            },
        )

    database.write(work)
    return secret


def find(database: Database, secret: str, *, at: datetime, idle: float) -> Session | None:
    """The session of a secret, if it is neither over nor was unused for `idle` seconds; notes that it is used."""
    with database.reading() as connection:
        row = (
            connection.execute(
                select(sessions, *_OF_ACCOUNT).join(accounts).where(sessions.c.digest == digest(secret))
            )
            .mappings()
            .first()
        )
    if row is None or row["ends_at"] <= at or row["seen_at"] + timedelta(seconds=idle) <= at:
        return None
    if row["seen_at"] + _TELL_EVERY <= at:
        here = sessions.c.digest == row["digest"]
        database.write(lambda connection: connection.execute(update(sessions).where(here).values(seen_at=at)))
    account = Account(row["name"], row["role"], row["password"], row["account_made_at"])
    return Session(row["digest"], account, row["made_at"], row["seen_at"], row["ends_at"], row["address"])


def end(database: Database, secret: str) -> None:
    """End a session."""
    database.write(
        lambda connection: connection.execute(delete(sessions).where(sessions.c.digest == digest(secret)))
    )


def digest(secret: str) -> str:
    """What the database holds of a secret; the secret is random and long, so a plain hash does (SHA-256)."""
    return hashlib.sha256(secret.encode("utf-8", "replace")).hexdigest()
