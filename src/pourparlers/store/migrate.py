"""Bring a database to the schema that this version works with."""

from __future__ import annotations

from importlib.resources import as_file, files

from sqlalchemy import Connection, inspect, text

from pourparlers.errors import StoreError
from pourparlers.store import dialects
from pourparlers.store.migrations import REVISIONS


def version(connection: Connection) -> str | None:
    """The version of the schema, or None where there is none yet."""
    if not inspect(connection).has_table("alembic_version"):
        return None
    found = connection.execute(text("SELECT version_num FROM alembic_version")).scalar()
    return None if found is None else str(found)


def is_up_to_date(connection: Connection, where: str) -> bool:
    """Whether the schema is this version's.

    Raises:
        StoreError: it is a newer version's.
    """
    found = version(connection)
    if found is not None and found not in REVISIONS:
        raise StoreError(
            f"made by a newer version of pourparlers (schema {found}; this one knows up to {REVISIONS[-1]})",
            where=where,
            cure="upgrade pourparlers",
        )
    return found == REVISIONS[-1]


def migrate(connection: Connection, where: str, target: str = REVISIONS[-1]) -> None:
    """Run the missing steps within the transaction of a connection: all of them, or none.

    Raises:
        StoreError: the database is not a dossier's, or a newer version's.
    """
    # Few runs migrate anything: the others need not wait for Alembic.
    from alembic.config import Config  # noqa: PLC0415
    from alembic.runtime.environment import EnvironmentContext  # noqa: PLC0415
    from alembic.script import ScriptDirectory  # noqa: PLC0415

    dialects.take_lock(connection)
    if is_up_to_date(connection, where):
        return
    dialects.claim(connection, where)
    with as_file(files("pourparlers.store") / "migrations") as folder:
        script = ScriptDirectory(str(folder))
        with EnvironmentContext(
            Config(), script, fn=lambda revision, _context: script._upgrade_revs(target, revision)
        ) as environment:
            environment.configure(connection=connection)
            environment.run_migrations()
