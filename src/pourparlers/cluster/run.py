"""The reading stage over Ray Data (https://docs.ray.io/en/latest/data/data.html).

Files are opened by tasks, which give articles; actors, each with the model loaded once, read them and write parts. What
is in a part is not read again, so that a run that was stopped goes on where it was; an actor or a machine that dies is
replaced by Ray, and its batch read again. The folder must be one that all machines see.
"""

from __future__ import annotations

import logging
import os
import pickle
import shutil
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib import import_module
from itertools import islice
from pathlib import Path
from typing import Any

from pourparlers.cluster import parts
from pourparlers.cluster.attempts import Attempts
from pourparlers.errors import OutputError, PourparlersError, SourceError, UsageError
from pourparlers.model import Article, Reading
from pourparlers.reading.engine import Reader
from pourparlers.sources.formats import Found, broken_plugins, read_material
from pourparlers.sources.inputs import Input, expand
from pourparlers.sources.loading import material_of
from pourparlers.sources.material import Options

BATCH = 32
BLOCK = 1 << 20
_OPENING, _READING = 0.1, 0.9
"""Processors a task and an actor ask for: as many actors as processors, and room for a task that opens files."""
_BEGUN = ".begun"
"""The folder of what this run has begun: an earlier run that was stopped is nobody's fault."""
_DIED = "could not be read: the process that read it died"


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a run has come.

    Args:
        articles: read in this run.
        words: in them.
        failures: what could not be read.
        seconds: since it began.
        processor: the seconds that processors spent reading and writing, of all actors together.
    """

    articles: int = 0
    words: int = 0
    failures: tuple[str, ...] = ()
    seconds: float = 0.0
    processor: float = 0.0


def read_many(
    inputs: Sequence[str | Path],
    out: Path,
    *,
    options: Options | None = None,
    workers: int | None = None,
    address: str | None = None,
    batch: int = BATCH,
    progress: Callable[[Progress], None] | None = None,
) -> Progress:
    """Read articles on a Ray cluster into a folder of parts (see `parts`).

    Args:
        inputs: files, folders and globs that all machines see, and URLs.
        out: a new folder, or one that an earlier run has begun; what is in it is not read again.
        options: what holds for all inputs.
        workers: how many actors read; by default one for each processor of the cluster.
        address: of a cluster that runs ("auto", "ray://host:10001"); without one, this machine alone.
        batch: how many articles make a part; what is lost when a machine dies is the part it was at.
        progress: told after each part.

    Returns:
        what was done. What cannot be read is in its failures, and stops nothing.

    Raises:
        OutputError: Ray or pyarrow is not installed, or the folder cannot be written.
        UsageError: an input is standard input.
        PourparlersError: the cluster stopped; what was written stays, and running it again goes on.
    """
    ray, data = _library("ray"), _library("ray.data")
    parts.begin(out)
    shutil.rmtree(out / _BEGUN, ignore_errors=True)
    begun = time.monotonic()
    found, failures = expand(inputs)
    if any(one.path is None and one.url is None for one in found):
        raise UsageError("a cluster cannot read standard input", cure="name files, folders or URLs")
    done = Progress(failures=tuple(str(one) for one in (*failures, *broken_plugins())))
    if not found:
        return done
    _start(ray, workers, address)
    workers = workers or max(1, int(ray.cluster_resources().get("CPU", 1)))
    context = data.DataContext.get_current()
    context.target_max_block_size = BLOCK
    context.enable_progress_bars = False
    context.print_on_execution_start = False
    logging.getLogger("ray.data").setLevel(logging.ERROR)
    where = str(out.resolve())
    rows = data.from_items(
        [{"input": pickle.dumps(_absolute(one))} for one in found], override_num_blocks=min(len(found), 1000)
    )
    articles = rows.map_batches(
        _open,
        batch_size=1,
        num_cpus=_OPENING,
        fn_kwargs={"options": options or Options(), "out": where, "known": ray.put(parts.ids(out))},
    )
    summaries = articles.map_batches(
        _Worker,
        batch_size=batch,
        num_cpus=_READING,
        compute=data.ActorPoolStrategy(size=workers),
        fn_constructor_kwargs={"out": where},
    )
    try:
        for row in summaries.iter_rows():
            done = Progress(
                done.articles + row["articles"],
                done.words + row["words"],
                (*done.failures, *pickle.loads(row["failures"])),
                time.monotonic() - begun,
                done.processor + row["processor"],
            )
            if progress:
                progress(done)
    except ray.exceptions.RayError as error:
        reason = str(error).strip().splitlines() or [type(error).__name__]
        raise PourparlersError(f"the cluster stopped: {reason[-1]}", cure="run it again to go on") from error
    return done


def _open(
    batch: dict[str, Any],
    options: Options,
    out: str,
    known: Any,  # noqa: ANN401
) -> Iterator[dict[str, list[bytes]]]:
    """Give the articles of one input that are in no part yet, and why others give none."""
    ids = _library("ray").get(known)
    for raw in batch["input"]:
        one: Input = pickle.loads(raw)
        items = _items(one, options, Attempts(Path(out, _BEGUN), f"open {one.path or one.url}"))
        new = (item for item in items if not (isinstance(item, Found) and item.article.id in ids))
        while block := [pickle.dumps(item) for item in islice(new, BATCH)]:
            yield {"item": block}


def _items(one: Input, options: Options, attempts: Attempts) -> Iterator[Found | SourceError]:
    if not attempts.may_begin(""):
        yield SourceError(_DIED, where=str(one.path or one.url))
        return
    try:
        yield from read_material(material_of(one, options))
    except SourceError as error:
        yield error
    attempts.end()


class _Worker:
    """One actor: the model, and the folder it writes to."""

    def __init__(self, out: str) -> None:
        self._out = Path(out)
        self._reader = Reader(threads=1)

    def __call__(self, batch: dict[str, Any]) -> dict[str, list[Any]]:
        begun = time.process_time()
        items = [pickle.loads(raw) for raw in batch["item"]]
        failures = [str(item) for item in items if not isinstance(item, Found)]
        found = {item.article.id: item for item in items if isinstance(item, Found)}
        key = parts.key_of(found)
        read: list[parts.Read] = []
        if found and not parts.is_there(self._out, key):
            attempts = Attempts(self._out / _BEGUN, key)
            for item in found.values():
                result = self._attempt(item.article, attempts)
                if isinstance(result, Reading):
                    read.append(parts.Read(item, result))
                else:
                    failures.append(str(result))
            if read:
                parts.write(self._out, key, read, at=datetime.now(UTC))
            attempts.end()
        words = sum(len(one.found.article.text.split()) for one in read)
        return {
            "articles": [len(read)],
            "words": [words],
            "failures": [pickle.dumps(tuple(failures))],
            "processor": [time.process_time() - begun],
        }

    def _attempt(self, article: Article, attempts: Attempts) -> Reading | PourparlersError:
        if not attempts.may_begin(article.id):
            return PourparlersError(_DIED, where=article.name)
        result = self._read(article)
        attempts.ended(article.id)
        return result

    def _read(self, article: Article) -> Reading | PourparlersError:
        try:
            return self._reader.read(article)
        except PourparlersError as error:
            return error
        except Exception as error:
            return PourparlersError(f"could not be read: {type(error).__name__}: {error}", where=article.name)


def _start(ray: Any, workers: int | None, address: str | None) -> None:  # noqa: ANN401
    """Join a cluster, or make one of this machine; nothing is sent to anybody about its use."""
    os.environ.setdefault("RAY_USAGE_STATS_ENABLED", "0")
    if ray.is_initialized():
        return
    quiet = {"log_to_driver": False, "logging_level": "ERROR"}
    if address:
        ray.init(address=address, **quiet)
    else:
        ray.init(num_cpus=workers, include_dashboard=False, **quiet)


def _absolute(one: Input) -> Input:
    return Input(one.name, one.path.resolve(), None) if one.path else one


def _library(name: str) -> Any:  # noqa: ANN401
    try:
        return import_module(name)
    except ImportError as error:
        raise OutputError("Ray is not installed", cure='pip install "pourparlers[cluster]"') from error
