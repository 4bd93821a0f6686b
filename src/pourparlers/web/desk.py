"""One dossier in memory: the current view of it, rebuilt in the background whenever something was written.

At the start, the last view that was kept is shown until this one is built.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from datetime import UTC, datetime
from threading import Condition, Thread
from typing import Annotated

from fastapi import Depends, HTTPException, Request
from sqlalchemy import func, select

from pourparlers.dossier.build import state_of_play
from pourparlers.model import StateOfPlay
from pourparlers.store import Conflict, Store
from pourparlers.store.amending import missed
from pourparlers.store.laying import lay
from pourparlers.store.schema import articles, corrections, readings, receipts
from pourparlers.web.meaning import Meanings, Questions, centred, meanings
from pourparlers.web.pairs import Pairs
from pourparlers.web.saved import Keeper, Saved, basis
from pourparlers.web.view import View, view_of

__all__ = ["Desk", "DeskOf", "View", "desk_of"]

_LOOK_EVERY = 5.0
_LONGEST_REST = 10.0  # seconds between two views: as long as the first took to build, pages have the processor to themselves
_log = logging.getLogger(__name__)


class Desk:
    """One dossier in memory. `conflicts` are the corrections that do not fit the last view any more, by number.

    `keeper` keeps the last view from one start to the next, `patience` is how long a question may wait for the first one.

    Args:
        store: the dossier's database.
        now: the clock.
        ready: is given each new view before anyone else, to work out what many will ask of it.
    """

    def __init__(
        self,
        store: Store,
        *,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
        ready: Callable[[View], None] = lambda _view: None,
    ) -> None:
        self.store = store
        self.questions = Questions()
        self.patience: float | None = None
        self.keeper: Keeper | None = None
        self.conflicts: dict[int, Conflict] = {}
        self._pairs = Pairs(store)
        self._now = now
        self._ready = ready
        self._changed = Condition()
        self._view: View | None = None
        self._made_of: tuple[int, ...] = ()
        self._wanted = 1
        self._built = 0
        self._building = False
        self._looked = 0.0
        self._failure: Exception | None = None

    def view(self) -> View:
        """The current view; the first calls wait until there is one, each `patience` seconds at most.

        Raises:
            StoreError: there is none, because the database cannot be read.
            HTTPException: 503, there is none yet.
        """
        with self._changed:
            if self._view is None:
                self._start()
                self._changed.wait_for(lambda: self._view is not None or not self._building, self.patience)
            view = self._view
        if view is None and self._building:
            raise HTTPException(503, headers={"Retry-After": "5"})
        if view is None:
            raise self._failure or RuntimeError("the view was not built")
        self._look()
        return view

    @property
    def corrected(self) -> int:
        """The number of the last correction that the view has."""
        return self._made_of[-1] if self._made_of else 0

    def warm(self) -> None:
        """Begin to build the view, so that the first reader waits less."""
        with self._changed:
            self._start()

    def touch(self) -> None:
        """Say that something was written: the view is rebuilt soon, in the background, once for many touches."""
        with self._changed:
            self._wanted += 1
            self._start()

    def wait(self, timeout: float) -> bool:
        """Wait until the view is not older than the last touch; whether it is within so many seconds."""
        with self._changed:
            wanted = self._wanted
            self._start()
            return self._changed.wait_for(lambda: self._built >= wanted, timeout)

    def _look(self) -> None:
        """Every few seconds, see whether another process wrote to the database."""
        now = time.monotonic()
        if now - self._looked < _LOOK_EVERY:
            return
        self._looked = now
        if not self._building and self._contents() != self._made_of:
            self.touch()

    def _start(self) -> None:
        if self._built < self._wanted and not self._building:
            self._building = True
            Thread(target=self._run, name="desk", daemon=True).start()

    def close(self) -> None:
        """Let the last view be kept."""
        if self.keeper is not None:
            self.keeper.close()

    def _run(self) -> None:
        if self._view is None and self.keeper is not None:
            self._resume(self.keeper)
        while True:
            with self._changed:
                wanted = self._wanted
                number = self._view.number + 1 if self._view is not None else 1
            start = time.monotonic()
            try:
                made_of = self._contents()
                view = self._build(number, made_of)
                self._ready(view)
            except Exception as error:
                _log.warning("the dossier could not be brought together: %s", error)
                with self._changed:
                    self._failure, self._building = error, False
                    self._changed.notify_all()
                return
            with self._changed:
                self._view, self._made_of, self._built = view, made_of, wanted
                self._changed.notify_all()
                if self._built >= self._wanted:
                    self._building = False
                    return
            time.sleep(min(time.monotonic() - start, _LONGEST_REST))

    def _contents(self) -> tuple[int, ...]:
        """What tells one state of the database from another."""
        with self.store.database.reading() as connection:
            return tuple(
                int(connection.execute(select(func.coalesce(func.max(table.c.number), 0))).scalar_one())
                for table in (readings, receipts, corrections)
            )

    def _resume(self, keeper: Keeper) -> None:
        """Show the view that was kept, if what it was made of is still there."""
        try:
            saved = keeper.last(self._pairs.numbers(), self.store.corrections())
            if saved is None:
                return
            languages = {one.id: one.language for one in saved.state.articles}
            view = self._view_of(saved.state, 1, centred(saved.keys, saved.matrix, languages))
        except Exception as error:
            _log.warning("the view that was kept is left aside: %s", error)
            return
        self.conflicts = {one.correction: one for one in saved.conflicts}
        with self._changed:
            self._view, self._made_of = view, saved.contents
            self._changed.notify_all()
        self._ready(view)

    def _build(self, number: int, contents: tuple[int, ...]) -> View:
        made = self.store.corrections()
        pairs = self._pairs.load()
        corpus, unfit = lay(pairs, made)
        memory = self.keeper.memory if self.keeper is not None else None
        state = state_of_play(corpus.articles, corpus.readings, amendments=corpus.amendments, memory=memory)
        means = meanings(corpus.readings, {one.id: one.language for one in corpus.articles})
        view = self._view_of(state, number, means)
        conflicts = (*unfit, *missed(state, corpus.amendments, made))
        self.conflicts = {one.correction: one for one in conflicts}
        if self.keeper is not None:
            based_on = basis(self._pairs.loaded(), made)
            self.keeper.keep(Saved(state, based_on, contents, conflicts, means.keys, means.matrix))
        return view

    def _view_of(self, state: StateOfPlay, number: int, means: Meanings) -> View:
        arrived = {
            row["id"]: row["added_at"]
            for row in self.store.database.rows(select(articles.c.id, articles.c.added_at))
        }
        return view_of(state, number=number, built_at=self._now(), arrived=arrived, meanings=means)


def desk_of(request: Request) -> Desk:
    """The desk of the application that serves a request."""
    desk: Desk = request.app.state.desk
    return desk


DeskOf = Annotated[Desk, Depends(desk_of)]
