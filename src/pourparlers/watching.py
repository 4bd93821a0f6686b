"""A dossier kept up with feeds: asks them, adds what is new, and says what that changes."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path

from rich.console import Console
from rich.text import Text

from pourparlers.dossier.changes import Snapshot, snapshot
from pourparlers.dossier.codebook import Codebook
from pourparlers.dossier.serialise import to_dict
from pourparlers.errors import PourparlersError, UsageError
from pourparlers.exports import put
from pourparlers.model import Article, Reading, StateOfPlay
from pourparlers.report import html, markdown, terminal
from pourparlers.sources.polling import FeedState, Poller
from pourparlers.store import Received, Store

_KINDS = (".html", ".md", ".json")
Read = Callable[[Iterable[Article]], Iterator[Reading | PourparlersError]]


@dataclass(frozen=True, slots=True)
class Round:
    """What one round of polls brought.

    Args:
        new: the articles added that the dossier did not have.
        failures: what could not be fetched or read.
        state: the state of play with what changed since before the round; None when nothing was added.
    """

    new: tuple[Article, ...]
    failures: tuple[PourparlersError, ...]
    state: StateOfPlay | None


def watch_once(
    dossier: Store,
    feeds: Sequence[str],
    poller: Poller,
    memory: Path,
    read: Read,
    *,
    now: Callable[[], datetime],
    codebook: Codebook | None = None,
) -> Round:
    """Ask each feed once and add what is new.

    Args:
        dossier: the store the articles go to.
        feeds: the addresses of the feeds.
        poller: what asks them.
        memory: the file in which what is known of the feeds is kept between rounds; written at the end.
        read: reads articles in order, as `reading.engine.read_many` does.
        now: tells the time, with its zone.
        codebook: the issues of the dossier.

    Raises:
        StoreError: the dossier cannot be read or written.
        OutputError: the memory cannot be written.
    """
    known = remembered(memory)
    before: list[Snapshot] = []
    failures: list[PourparlersError] = []
    articles: dict[str, Article] = {}

    def came() -> Iterator[Received]:
        for url in feeds:
            for one in poller.poll(url, known.get(url, FeedState())):
                if isinstance(one, FeedState):
                    known[url] = one
                elif isinstance(one, PourparlersError):
                    failures.append(one)
                else:
                    if not before:
                        before.append(snapshot(dossier.corpus().state(codebook=codebook)))
                    articles[one.article.id] = one.article
                    yield Received(one.article, one.body, now(), one.headers)

    new: list[Article] = []
    for added in dossier.add_all(came(), read):
        if added.failure is not None:
            failures.append(added.failure)
        if added.is_new:
            new.append(articles[added.article])
    state = dossier.corpus().state(codebook=codebook, since=before[0]) if new else None
    put(json.dumps({url: asdict(one) for url, one in known.items()}, indent=1).encode(), memory)
    return Round(tuple(new), tuple(failures), state)


def memory_of(database: str) -> Path:
    """Where what is known of the feeds is kept: beside a file, else among the user's state (XDG)."""
    if "://" not in database:
        return Path(f"{database}.feeds.json")
    home = Path(os.environ.get("XDG_STATE_HOME") or Path.home() / ".local" / "state") / "pourparlers"
    home.mkdir(parents=True, exist_ok=True)
    return home / f"feeds-{hashlib.sha256(database.encode()).hexdigest()[:16]}.json"


def remembered(memory: Path) -> dict[str, FeedState]:
    """Read what is known of the feeds; nothing when the file is not there or is not ours, so that all is asked anew."""
    try:
        raw = json.loads(memory.read_bytes())
        return {
            url: FeedState(
                etag=one["etag"],
                modified=one["modified"],
                not_before=datetime.fromisoformat(one["not_before"]).isoformat()
                if one["not_before"]
                else None,
                failures=int(one["failures"]),
                seen=tuple(map(str, one["seen"])),
            )
            for url, one in raw.items()
        }
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return {}


def check(feeds: Sequence[str], out: Path | None) -> None:
    """Refuse what is no address, and a file to write of a kind there is not.

    Raises:
        UsageError: there is one.
    """
    for feed in feeds:
        if not feed.lower().startswith(("http://", "https://")):
            raise UsageError(
                "not the address of a feed", where=feed, cure="name one with http:// or https://"
            )
    if out is not None and out.suffix.lower() not in _KINDS:
        raise UsageError("no such kind of file", where=f"--out {out}", cure=f"end it in {' '.join(_KINDS)}")


def show(found: Round, *, language: str, as_json: bool, out: Path | None, console: Console) -> None:
    """Print what a round brought and what it changed, and write the brief; nothing when it brought nothing.

    Args:
        found: the round.
        language: of names and labels, "fr" or "en".
        as_json: print one line of JSON instead.
        out: the file to write the brief to.
        console: where to print.

    Raises:
        OutputError: the brief cannot be written.
    """
    if found.state is None:
        return
    whole = to_dict(found.state, language)
    if out is not None:
        kind = out.suffix.lower()
        if kind == ".html":
            put(html.render(found.state, language=language).encode(), out)
        elif kind == ".md":
            put(markdown.render(found.state, language=language).encode(), out)
        else:
            put(json.dumps(whole, ensure_ascii=False, indent=1).encode(), out)
    if as_json:
        new = [
            {"id": one.id, "name": one.name, "title": one.title, "outlet": one.outlet, "url": one.url}
            for one in found.new
        ]
        failures = [str(one) for one in found.failures]
        line = {"new": new, "changes": whole["changes"], "failures": failures}
        console.file.write(json.dumps(line, ensure_ascii=False) + "\n")
        console.file.flush()
        return
    for one in found.new:
        console.print(Text(f"{one.name}\tnew"), soft_wrap=True)
    terminal.render_section(found.state, "changes", language=language, console=console)
