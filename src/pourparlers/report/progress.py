"""How far a long reading has come: a bar on standard error, on a terminal only, with the rate and the time left."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

Show = Callable[[int, int, int | None], None]
"""Called with the articles done, and the inputs done and in all, from which the time left is told."""


class Counter:
    """Counts what is done and shows it."""

    def __init__(self, show: Show | None = None) -> None:
        self._show = show
        self._articles = 0
        self._inputs: tuple[int, int | None] = (0, None)

    def one(self) -> None:
        """One more article is done."""
        self.articles(self._articles + 1)

    def articles(self, done: int) -> None:
        """So many articles are done."""
        self._articles = done
        self._tell()

    def inputs(self, done: int, total: int, name: str = "") -> None:
        """So many inputs of so many are done."""
        self._inputs = (done, total)
        self._tell()

    def both(self, done: int, total: int) -> None:
        """So many articles are done, of so many that there are."""
        self._articles = done
        self.inputs(done, total)

    def _tell(self) -> None:
        if self._show is not None:
            self._show(self._articles, *self._inputs)


@contextmanager
def counter() -> Iterator[Counter]:
    """Count what is read; where standard error is no terminal, nothing is shown."""
    if not sys.stderr.isatty():
        yield Counter()
        return
    # Only a terminal needs it.
    from rich.console import Console  # noqa: PLC0415
    from rich.progress import BarColumn, Progress, TextColumn, TimeRemainingColumn  # noqa: PLC0415

    count = TextColumn("{task.fields[articles]} articles, {task.fields[rate]:.1f}/s")
    columns = (TextColumn("reading"), BarColumn(), count, TimeRemainingColumn())
    begun = time.monotonic()
    with Progress(
        *columns, console=Console(stderr=True), transient=True, redirect_stdout=sys.stdout.isatty()
    ) as bar:
        task = bar.add_task("", total=None, articles=0, rate=0.0)

        def show(articles: int, done: int, total: int | None) -> None:
            rate = articles / max(time.monotonic() - begun, 1e-9)
            bar.update(task, completed=done, total=total, articles=articles, rate=rate)

        yield Counter(show)
