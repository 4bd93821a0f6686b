"""The last view of a dossier, on disk from one start to the next: a cache and nothing else.

It lies among the caches of who serves the dossier, never beside the dossier: one that comes from somebody else brings
none along. It holds plain values (MessagePack) that are checked against the classes of the model; nothing in it can be run.
One that is damaged, was written by another version, or is not of what the database has is as good as none.
"""

from __future__ import annotations

import logging
import mmap
import os
import shutil
import struct
import tempfile
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, fields
from functools import cache, cached_property
from hashlib import blake2b
from pathlib import Path
from threading import Condition, Thread
from typing import Any, TypeVar, get_args, get_type_hints

import msgspec
import numpy as np

import pourparlers
from pourparlers.dossier.memory import Memory
from pourparlers.model import StateOfPlay
from pourparlers.store import Conflict, Correction
from pourparlers.store.shelf import Shelf
from pourparlers.web.meaning import WIDTH, Floats

T = TypeVar("T")

_MAGIC = b"pourparlers view"
_HEAD = struct.Struct("<Q16s")
_ALIGNED = 8
_AT_ONCE = 1000  # things in a block: others may run between two of them
_SOON = 15.0  # seconds after a view was made
_SELDOM = 600.0  # seconds after one was written
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Basis:
    """What a view was made of: the number of each article's reading; the last correction, and a digest of all."""

    readings: dict[str, int]
    correction: int
    digest: str

    def fits(self, readings: Mapping[str, int], corrections: Sequence[Correction]) -> bool:
        """Whether all of it is still there; there may be more by now."""
        known = [one for one in corrections if one.number <= self.correction]
        same = all(readings.get(id) == number for id, number in self.readings.items())
        return same and basis(self.readings, known) == self


@dataclass(frozen=True, slots=True)
class Saved:
    """A state of play with its basis, the corrections that do not fit it, and the sentence vectors with their keys."""

    state: StateOfPlay
    basis: Basis
    contents: tuple[int, ...]
    conflicts: tuple[Conflict, ...]
    keys: tuple[tuple[str, str], ...]
    matrix: Floats


@dataclass(frozen=True, slots=True)
class _Head:
    software: str
    basis: Basis
    contents: tuple[int, ...]
    conflicts: tuple[Conflict, ...]
    date: str | None
    model: str
    blocks: dict[str, int]


def basis(readings: Mapping[str, int], corrections: Sequence[Correction]) -> Basis:
    """Describe what a view was made of.

    Args:
        readings: the number of the current reading of each article.
        corrections: all that were made, undone ones too.
    """
    told = "\n".join(f"{one.number} {one.at.isoformat()} {one.who}" for one in corrections)
    last = max((one.number for one in corrections), default=0)
    return Basis(dict(readings), last, blake2b(told.encode(), digest_size=16).hexdigest())


@cache
def software() -> str:
    """What tells this version from others, edited copies included: the name, size and time of each of its files."""
    root = Path(pourparlers.__file__).parent
    files = sorted(path for path in root.rglob("*") if path.is_file() and path.suffix != ".pyc")
    seen = [pourparlers.__version__]
    for path in files:
        found = path.stat()
        seen.append(f"{path.relative_to(root)} {found.st_size} {found.st_mtime_ns}")
    return blake2b("\n".join(seen).encode(), digest_size=16).hexdigest()


def write(path: Path, saved: Saved) -> None:
    """Write a view to a file, whole or not at all.

    Raises:
        OSError: it cannot be written.
    """
    handle, name = tempfile.mkstemp(dir=path.parent)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(_MAGIC)
            for block in _blocks(saved):
                file.write(_HEAD.pack(block.nbytes, blake2b(block, digest_size=16).digest()))
                file.write(block)
                file.write(bytes(-block.nbytes % _ALIGNED))
        os.replace(name, path)
    except BaseException:
        with suppress(OSError):
            os.unlink(name)
        raise


def read(path: Path) -> Saved | None:
    """Read a view from a file; None for one that is not there, damaged, or of another version."""
    try:
        with path.open("rb") as file:
            held = memoryview(mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ))
        return _read(held)
    except (OSError, ValueError, struct.error, msgspec.MsgspecError) as error:
        if not isinstance(error, FileNotFoundError):
            _log.info("the view that was kept is left aside: %s", error)
        return None


def _parts() -> dict[str, Any]:
    """The classes of the things that a state of play has many of, by name."""
    hints = get_type_hints(StateOfPlay)
    many = (one.name for one in fields(StateOfPlay) if one.name != "changes")
    return {name: get_args(hints[name])[0] for name in many if get_args(hints[name])[1:] == (...,)}


def _blocks(saved: Saved) -> Iterator[memoryview]:
    encoder = msgspec.msgpack.Encoder()
    state = saved.state
    many: dict[str, Sequence[Any]] = {name: getattr(state, name) for name in _parts()}
    many["keys"] = saved.keys
    counts = {name: len(range(0, len(some), _AT_ONCE)) for name, some in many.items()}
    head = _Head(software(), saved.basis, saved.contents, saved.conflicts, state.date, state.model, counts)
    yield memoryview(encoder.encode(head))
    for some in many.values():
        for at in range(0, len(some), _AT_ONCE):
            yield memoryview(encoder.encode(some[at : at + _AT_ONCE]))
    yield (np.ascontiguousarray(saved.matrix, dtype="<f4").data.cast("B") if saved.keys else memoryview(b""))


def _read(held: memoryview) -> Saved | None:
    if held[: len(_MAGIC)] != _MAGIC:
        raise ValueError("no view")
    blocks = _checked(held, len(_MAGIC))
    head = msgspec.msgpack.decode(next(blocks), type=_Head)
    if head.software != software():
        return None

    def many(name: str, kind: type[T]) -> tuple[T, ...]:
        of: Any = list
        decoder: msgspec.msgpack.Decoder[list[T]] = msgspec.msgpack.Decoder(of[kind])
        return tuple(one for _ in range(head.blocks[name]) for one in decoder.decode(next(blocks)))

    parts: dict[str, Any] = {name: many(name, kind) for name, kind in _parts().items()}
    keys = many("keys", tuple[str, str])
    matrix = np.frombuffer(next(blocks), "<f4").reshape(len(keys), WIDTH)
    state = StateOfPlay(date=head.date, model=head.model, **parts)
    return Saved(state, head.basis, head.contents, head.conflicts, keys, matrix)


def _checked(held: memoryview, at: int) -> Iterator[memoryview]:
    while at < len(held):
        length, digest = _HEAD.unpack_from(held, at)
        at += _HEAD.size
        block = held[at : at + length]
        if blake2b(block, digest_size=16).digest() != digest:
            raise ValueError(f"damaged before byte {at + length}")
        yield block
        at += length + -length % _ALIGNED
    raise ValueError("it ends too soon")


# ---------------------------------------------------------------- where, and when


class Keeper:
    """Keeps the last view of one dossier, and gives it back at the next start; and what the next one is made with.

    Args:
        where: what tells the dossier from others: the path or address of its database.
    """

    def __init__(self, where: str) -> None:
        home = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "pourparlers" / "views"
        self.folder = home / blake2b(where.encode(), digest_size=10).hexdigest()
        self._where = where
        self._changed = Condition()
        self._waiting: Saved | None = None
        self._thread: Thread | None = None
        self._is_closing = False
        self._shelf: Shelf | None = None

    @cached_property
    def memory(self) -> Memory:
        """What is worked out for the articles is kept too, so that a view is not made from nothing."""
        try:
            self.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
            (self.folder / "where").write_text(self._where, encoding="utf-8")
            _forget(self.folder.parent.iterdir())
        except OSError as error:
            _log.info("nothing is kept in %s: %s", self.folder, error)
            return Memory()
        self._shelf = Shelf(self.folder / "results", software())
        return Memory(self._shelf)

    def last(self, readings: Mapping[str, int], corrections: Sequence[Correction]) -> Saved | None:
        """The view that was kept, if what it was made of is still there."""
        found = read(self.folder / "view")
        return found if found is not None and found.basis.fits(readings, corrections) else None

    def keep(self, saved: Saved) -> None:
        """Write a view soon, unless a newer one comes meanwhile."""
        if self._shelf is not None:
            self._shelf.flush()
        with self._changed:
            self._waiting = saved
            if self._thread is None and not self._is_closing:
                self._thread = Thread(target=self._run, name="keeper", daemon=True)
                self._thread.start()

    def close(self) -> None:
        """Write what was not written yet."""
        with self._changed:
            self._is_closing = True
            self._changed.notify_all()
        if self._thread is not None:
            self._thread.join()
        if self._shelf is not None:
            self._shelf.close()

    def _run(self) -> None:
        pause = _SOON
        while True:
            with self._changed:
                self._changed.wait_for(lambda: self._is_closing, pause)
                self._changed.wait_for(lambda: self._is_closing or self._waiting is not None)
                saved, self._waiting = self._waiting, None
                is_last = self._is_closing
            if saved is not None:
                self._write(saved)
            if is_last:
                return
            pause = _SELDOM

    def _write(self, saved: Saved) -> None:
        start = time.monotonic()
        try:
            write(self.folder / "view", saved)
        except OSError as error:
            _log.info("the view is not kept: %s", error)
        else:
            _log.info("the view was kept in %.1f s", time.monotonic() - start)


def _forget(folders: Iterable[Path]) -> None:
    """Delete what was kept of dossiers that are not there any more."""
    for folder in folders:
        with suppress(OSError):
            where = (folder / "where").read_text(encoding="utf-8")
            if "://" not in where and not Path(where).exists():
                shutil.rmtree(folder)
