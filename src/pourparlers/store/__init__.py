"""Where dossiers live: articles as received, what was read from them, and what people corrected."""

from __future__ import annotations

from pathlib import Path

from pourparlers.store.applying import Corrected
from pourparlers.store.backup import restore
from pourparlers.store.comparing import ChangeKind, ReadingChange, Rereading
from pourparlers.store.corrections import Conflict, Correction, Edit
from pourparlers.store.dossier import Store
from pourparlers.store.receiving import receive
from pourparlers.store.records import Added, Finding, Hit, Received

__all__ = [
    "Added",
    "ChangeKind",
    "Conflict",
    "Corrected",
    "Correction",
    "Edit",
    "Finding",
    "Hit",
    "ReadingChange",
    "Received",
    "Rereading",
    "Store",
    "open",
    "receive",
    "restore",
]


def open(name: str | Path, *, create: bool = True) -> Store:
    """Open a dossier's database; made when it is not there, brought up to date when an earlier version made it.

    Args:
        name: a path (SQLite, one file), or `postgresql://user@host/database`.
        create: whether to make it when it is not there.

    Raises:
        StoreError: it cannot be opened, is not a dossier's, or was made by a newer version.
    """
    return Store(name, create=create)
