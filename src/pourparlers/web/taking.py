"""Articles that an editor sends: read and kept as `pourparlers add` does, one at a time."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from threading import Lock

from fastapi import HTTPException

from pourparlers.errors import ModelError, SourceError
from pourparlers.reading.engine import read_many
from pourparlers.sources.formats import read_material
from pourparlers.sources.material import Material
from pourparlers.store import Added, Received
from pourparlers.web.desk import Desk

_LONGEST_NAME = 200
_PATIENCE = 60.0
_reading = Lock()


@dataclass(frozen=True, slots=True)
class Taken:
    """What became of the articles that were sent, and why parts of what was sent give none."""

    added: tuple[Added, ...]
    failures: tuple[SourceError, ...]


def take(desk: Desk, materials: Iterable[Material]) -> Taken:
    """Read what was sent and keep it; each article is safe on disk before the next is read.

    One sending is read at a time, so that pages keep their share of the processor and models their share of memory.

    Raises:
        HTTPException: 503, the reading model is missing; 429, others' articles have been read for a minute.
        StoreError: the database cannot be written.
    """
    failures: list[SourceError] = []

    def came() -> Iterator[Received]:
        for material in materials:
            for item in read_material(material):
                if isinstance(item, SourceError):
                    failures.append(item)
                else:
                    yield Received(item.article, item.body, datetime.now(UTC), item.headers)

    added: list[Added] = []
    if not _reading.acquire(timeout=_PATIENCE):
        raise HTTPException(429, "other articles are being read: try again", {"Retry-After": "60"})
    try:
        added.extend(desk.store.add_all(came(), lambda articles: read_many(articles, processes=1)))
    except ModelError as error:
        raise HTTPException(503, str(error)) from error
    finally:
        _reading.release()
        if any(one.is_new or one.is_read for one in added):
            desk.touch()
    return Taken(tuple(added), tuple(failures))


def label_of(name: str) -> str:
    """The name of a file that was sent, without folders or control characters: it is only ever shown."""
    last = name.replace("\\", "/").rpartition("/")[2]
    shown = "".join(one for one in last if one.isprintable() and one != '"')
    return shown.strip(". ")[-_LONGEST_NAME:] or "upload"
