"""The state of play in the files of other programs: tables, annotations, networks, calendars, feeds.

Each format is a module with `write(state, *, language, …)`, imported when it is used; an installed package adds its own
under the entry-point group `pourparlers.exports`, each a `Format`. What a module gives is text, bytes, or the files of a
folder; `write` here puts it on disk whole or not at all. The same state of play gives the same bytes on every day: no
clock, no random ids.
"""

from __future__ import annotations

import inspect
import os
import shutil
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from importlib.metadata import EntryPoint
from pathlib import Path
from typing import Any

from pourparlers import plugins
from pourparlers.errors import OutputError, PluginError, UsageError
from pourparlers.exports.bundle import Bundle, zipped
from pourparlers.model import StateOfPlay

Written = str | bytes | Bundle


@dataclass(frozen=True, slots=True)
class Format:
    """A file format: the ending its files have, what it is good for, and the module that writes it."""

    ending: str
    help: str
    module: str

    @property
    def write(self) -> Callable[..., Written]:
        """The function that turns a state of play into the format; loads its module."""
        made: Callable[..., Written] = import_module(self.module).write
        return made


def _here(name: str) -> str:
    return f"{__name__}.{name}"


FORMATS: dict[str, Format] = {
    "csv": Format(
        "", "tables for spreadsheets and R: a folder, a ZIP, or one .csv of statements", _here("csv")
    ),
    "parquet": Format(
        "", "tables for pandas, polars and DuckDB: as csv, typed (needs pyarrow)", _here("parquet")
    ),
    "jsonl": Format("", "tables as JSON Lines, one object a row: as csv", _here("jsonl")),
    "brat": Format("", "stand-off annotation for brat and for `evaluate`: a folder or a ZIP", _here("brat")),
    "conll": Format("", "words in CoNLL columns with BIO tags: a folder or a ZIP", _here("conll")),
    "graphml": Format(
        ".graphml", "a discourse network for Gephi, visone, igraph, networkx", _here("graphml")
    ),
    "gexf": Format(".gexf", "a discourse network for Gephi", _here("gexf")),
    "dna": Format(".dna", "a database for the Discourse Network Analyzer 3", _here("dna")),
    "icalendar": Format(".ics", "the meetings that have a date, for a calendar", _here("icalendar")),
    "jsonld": Format(".jsonld", "W3C Web Annotations with their provenance", _here("jsonld")),
    "atom": Format(".atom", "a feed of the statements, newest first", _here("atom")),
}
_ONE_TABLE = {("csv", ".csv"), ("parquet", ".parquet"), ("jsonl", ".jsonl")}


def known() -> tuple[str, ...]:
    """All formats: our own, then those that installed packages add under `pourparlers.exports`."""
    return (*FORMATS, *_outside())


def format_named(name: str) -> Format:
    """One format.

    Raises:
        UsageError: there is none of this name.
        PluginError: an installed package adds it, and it cannot be loaded.
    """
    if name in FORMATS:
        return FORMATS[name]
    if name not in _outside():
        raise UsageError(f"no format {name!r}", cure=f"one of {', '.join(known())}")
    entry = _outside()[name]
    try:
        made = entry.load()
        if not isinstance(made, Format):
            raise PluginError("it is no Format")
        import_module(made.module)
    except Exception as error:
        raise plugins.failed(entry, error) from error
    return made


@cache
def _outside() -> dict[str, EntryPoint]:
    return {one.name: one for one in plugins.entries(plugins.EXPORTS) if one.name not in FORMATS}


def render(state: StateOfPlay, format: str, *, language: str = "en", **options: Any) -> Written:  # noqa: ANN401
    """Turn a state of play into a format.

    Args:
        state: the state of play.
        format: one of `known()`.
        language: of labels, "fr" or "en".
        options: what the format's `write` takes besides.

    Raises:
        UsageError: no such format, or it has no such option or value.
        OutputError: the state of play has nothing that the format could hold.
    """
    make = format_named(format).write
    unknown = sorted(set(options) - set(inspect.signature(make).parameters))
    if unknown:
        raise UsageError(f"format {format} has no option {unknown[0]!r}")
    return make(state, language=language, **options)


def write(
    state: StateOfPlay,
    format: str,
    path: str | Path,
    *,
    language: str = "en",
    **options: Any,  # noqa: ANN401
) -> Path:
    """Write a state of play to a file or folder, whole or not at all.

    Tables go to one file of statements when the path ends in .csv, .parquet or .jsonl; other formats of several files go to a
    ZIP when it ends in .zip, and to a new or empty folder otherwise. A file that is there is replaced.

    Args:
        state: the state of play.
        format: one of `known()`.
        path: where to.
        language: of labels, "fr" or "en".
        options: what the format's `write` takes besides.

    Returns:
        the path.

    Raises:
        UsageError: no such format or option.
        OutputError: it cannot be written; what was there before is untouched.
    """
    target = Path(path)
    if (format, target.suffix.lower()) in _ONE_TABLE:
        options = {"only": "statements", **options}
    made = render(state, format, language=language, **options)
    if isinstance(made, Bundle):
        if target.suffix.lower() != ".zip":
            return _folder(made, target)
        made = zipped(made)
    return put(made.encode(errors="replace") if isinstance(made, str) else made, target)


def put(content: bytes, target: Path) -> Path:
    """Write a file whole or not at all.

    Returns:
        the path.

    Raises:
        OutputError: it cannot be written; what was there before is untouched.
    """
    temporary = None
    try:
        handle, temporary = tempfile.mkstemp(dir=target.parent, prefix=f".{target.name}.")
        with os.fdopen(handle, "wb") as file:
            file.write(content)
        os.chmod(temporary, 0o666 & ~_umask())
        os.replace(temporary, target)
    except OSError as error:
        if temporary is not None:
            Path(temporary).unlink(missing_ok=True)
        raise _failed(error, target) from error
    return target


def _folder(bundle: Bundle, target: Path) -> Path:
    temporary = None
    try:
        if target.exists() and (not target.is_dir() or any(target.iterdir())):
            raise OutputError(
                "there is something already", where=str(target), cure="name a new or empty folder"
            )
        temporary = tempfile.mkdtemp(dir=target.parent, prefix=f".{target.name}.")
        for name, content in bundle.files.items():
            (Path(temporary) / name).write_bytes(content)
        os.chmod(temporary, 0o777 & ~_umask())
        os.replace(temporary, target)
    except OSError as error:
        if temporary is not None:
            shutil.rmtree(temporary, ignore_errors=True)
        raise _failed(error, target) from error
    return target


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask


def _failed(error: OSError, target: Path) -> OutputError:
    return OutputError(f"cannot be written: {error.strerror or error}", where=str(target))
