"""Accounts: who may sign in and what they may do. Passwords come here hashed."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, RowMapping, delete, func, insert, select, update

from pourparlers.errors import UsageError
from pourparlers.store.base import Database
from pourparlers.store.schema import accounts, sessions, tokens

ROLES = ("reader", "editor", "admin")
"""Each may do what those before may."""
_LONGEST = 80


@dataclass(frozen=True, slots=True)
class Account:
    """A person who may sign in; `password` is the hash of theirs."""

    name: str
    role: str
    password: str
    made_at: datetime


def add(database: Database, name: str, role: str, password: str, *, at: datetime) -> Account:
    """Make an account.

    Args:
        database: the dossier's.
        name: of the person; names that differ in case or compatibility forms alone (Unicode NFKC) are the same.
        role: one of `ROLES`.
        password: its hash.
        at: the time.

    Raises:
        UsageError: there is one of this name, or the name or role cannot be used.
    """
    name = _checked(name)
    _check_role(role)

    def work(connection: Connection) -> Account:
        if _row(connection, name) is not None:
            raise UsageError("there is an account of this name", where=name, cure="choose another name")
        made = {"key": key_of(name), "name": name, "role": role, "password": password, "made_at": at}
        connection.execute(insert(accounts), made)
        return Account(name, role, password, at)

    return database.write(work)


def find(database: Database, name: str) -> Account | None:
    """The account of a name, however it is written."""
    with database.reading() as connection:
        row = _row(connection, name)
    return None if row is None else account_of(row)


def every(database: Database) -> list[Account]:
    """All accounts, by name."""
    with database.reading() as connection:
        found = connection.execute(select(accounts).order_by(accounts.c.key)).mappings()
        return [account_of(row) for row in found]


def has_admin(database: Database) -> bool:
    """Whether there is an account that may make others."""
    with database.reading() as connection:
        return _admins(connection) > 0


def is_empty(database: Database) -> bool:
    """Whether there is no account at all."""
    with database.reading() as connection:
        return connection.execute(select(accounts.c.key).limit(1)).first() is None


def set_role(database: Database, name: str, role: str) -> None:
    """Give an account another role; tokens of theirs that could do more end.

    Raises:
        UsageError: no such account or role, or no admin would be left.
    """
    _check_role(role)

    def work(connection: Connection) -> None:
        row = _known(connection, name)
        if row["role"] == "admin" and role != "admin":
            _check_last(connection)
        connection.execute(update(accounts).where(accounts.c.key == row["key"]).values(role=role))
        higher = ROLES[ROLES.index(role) + 1 :]
        connection.execute(delete(tokens).where(tokens.c.account == row["key"], tokens.c.role.in_(higher)))

    database.write(work)


def set_password(database: Database, name: str, password: str, *, keep: Sequence[str] = ()) -> None:
    """Give an account another password and end its sessions.

    Args:
        database: the dossier's.
        name: of the account.
        password: the hash of the new one.
        keep: digests of sessions that go on.

    Raises:
        UsageError: no such account.
    """

    def work(connection: Connection) -> None:
        row = _known(connection, name)
        connection.execute(update(accounts).where(accounts.c.key == row["key"]).values(password=password))
        ended = (sessions.c.account == row["key"]) & sessions.c.digest.not_in(keep)
        connection.execute(delete(sessions).where(ended))

    database.write(work)


def rehash(database: Database, name: str, before: str, after: str) -> None:
    """Keep the same password under a newer hash, unless it was changed meanwhile."""

    def work(connection: Connection) -> None:
        same = (accounts.c.key == key_of(name)) & (accounts.c.password == before)
        connection.execute(update(accounts).where(same).values(password=after))

    database.write(work)


def remove(database: Database, name: str) -> None:
    """Remove an account with its sessions and tokens. What it did stays under its name.

    Raises:
        UsageError: no such account, or no admin would be left for the others.
    """

    def work(connection: Connection) -> None:
        row = _known(connection, name)
        others = connection.execute(select(func.count()).select_from(accounts)).scalar_one() - 1
        if row["role"] == "admin" and others:
            _check_last(connection)
        connection.execute(delete(sessions).where(sessions.c.account == row["key"]))
        connection.execute(delete(tokens).where(tokens.c.account == row["key"]))
        connection.execute(delete(accounts).where(accounts.c.key == row["key"]))

    database.write(work)


def key_of(name: str) -> str:
    """What makes two spellings the same name."""
    return unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", name.strip()).casefold())[:200]


def account_of(row: RowMapping) -> Account:
    """The account of a row."""
    return Account(row["name"], row["role"], row["password"], row["made_at"])


def _row(connection: Connection, name: str) -> RowMapping | None:
    return (
        connection.execute(select(accounts).where(accounts.c.key == _storable(key_of(name))))
        .mappings()
        .first()
    )


def _known(connection: Connection, name: str) -> RowMapping:
    row = _row(connection, name)
    if row is None:
        raise UsageError("no such account", where=name)
    return row


def _checked(name: str) -> str:
    name = unicodedata.normalize("NFC", name.strip())
    if not 0 < len(name) <= _LONGEST or any(unicodedata.category(c)[0] == "C" for c in name):
        raise UsageError("not a name for an account", where=repr(name), cure=f"1 to {_LONGEST} letters")
    return name


def _storable(key: str) -> str:
    """A key with nothing that databases refuse; no account has such a name."""
    return key.replace("\x00", "\ufffd").encode("utf-8", "replace").decode()


def _check_role(role: str) -> None:
    if role not in ROLES:
        raise UsageError(f"no role {role!r}", cure=", ".join(ROLES))


def _admins(connection: Connection) -> int:
    found = select(func.count()).select_from(accounts).where(accounts.c.role == "admin")
    return int(connection.execute(found).scalar_one())


def _check_last(connection: Connection) -> None:
    if _admins(connection) == 1:
        raise UsageError("the last admin", cure="make another one first")
