"""What the user names, spread out: files, folders, globs, URLs and standard input."""

from __future__ import annotations

import glob
import os
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from pourparlers.errors import BinaryError, EmptyError, NotFoundError, SourceError

TEXT_ENDINGS = (".txt", ".text", ".md")
PAGE_ENDINGS = (".html", ".htm", ".xhtml")
DOCUMENT_ENDINGS = (
    ".pdf", ".doc", ".docx", ".odt", ".rtf", ".epub", ".eml", ".msg", ".zip", ".gz", ".tar", ".warc", ".xlsx", ".bin",
    ".dat",
)  # fmt: skip
STANDARD_INPUT = "-"
_URL = re.compile(r"https?://", re.IGNORECASE)
_GLOB = re.compile(r"[*?\[]")


@dataclass(frozen=True, slots=True)
class Input:
    """One thing to read: a file, a URL or standard input; exactly one of `path` and `url`, or neither."""

    name: str
    path: Path | None = None
    url: str | None = None


def expand(inputs: str | Path | Sequence[str | Path]) -> tuple[list[Input], list[SourceError]]:
    """Spread folders and globs into files, in a stable order, each file once.

    A folder gives all files below it in formats that are read, but hidden ones and read-me files; documents it holds
    in other formats are named as errors, anything else (pictures, metadata) is passed over.

    Args:
        inputs: paths, globs, http(s) URLs, or "-" for standard input; one of them alone is the only one.

    Returns:
        what to read, and an error for each input that names nothing readable.
    """
    found: list[Input] = []
    failures: list[SourceError] = []
    seen: set[str] = set()
    for one in [inputs] if isinstance(inputs, str | Path) else inputs:
        try:
            for item in _spread(str(one), literal=isinstance(one, Path)):
                if isinstance(item, SourceError):
                    failures.append(item)
                    continue
                key = item.url or (os.path.realpath(item.path) if item.path else STANDARD_INPUT)
                if key not in seen:
                    seen.add(key)
                    found.append(item)
        except SourceError as error:
            failures.append(error)
    return found, failures


def _spread(name: str, *, literal: bool) -> Iterator[Input | SourceError]:
    if not literal and name == STANDARD_INPUT:
        yield Input("stdin")
        return
    if not literal and _URL.match(name):
        yield Input(name, url=name)
        return
    if "\x00" in name or not name:
        raise NotFoundError("no such file or folder", where=repr(name))
    path = Path(name).expanduser()
    try:
        if path.is_dir():
            yield from _folder(path)
        elif path.exists():
            yield Input(path.stem, path=path)
        elif _GLOB.search(name):
            yield from _glob(path)
        else:
            raise NotFoundError("no such file or folder", where=name, cure="check the name")
    except OSError as error:
        raise NotFoundError(f"cannot be opened: {error.strerror}", where=name) from None


def _folder(folder: Path) -> Iterator[Input | SourceError]:
    # The formats import this module for the ends of names.
    from pourparlers.sources.formats import endings  # noqa: PLC0415

    unreadable: list[OSError] = []
    empty = True
    for base, folders, files in os.walk(folder, onerror=unreadable.append):
        folders[:] = sorted(one for one in folders if not one.startswith("."))
        for name in sorted(files):
            path = Path(base, name)
            ending = path.suffix.lower()
            if name.startswith(".") or path.stem.lower() == "readme" or not path.is_file():
                continue
            if name.lower().endswith(endings()):
                empty = False
                yield Input(path.stem, path=path)
            elif ending in DOCUMENT_ENDINGS:
                empty = False
                yield BinaryError(
                    f"{ending} files are not read", where=str(path), cure="save its text as .txt or .html"
                )
    for error in unreadable:
        empty = False
        yield SourceError(f"cannot be opened: {error.strerror}", where=str(error.filename))
    if empty:
        wanted = " ".join(endings())
        raise EmptyError("no articles in this folder", where=str(folder), cure=f"put files in it: {wanted}")


def _glob(pattern: Path) -> Iterator[Input | SourceError]:
    paths = sorted(Path(one) for one in glob.glob(str(pattern), recursive=True))
    files = [path for path in paths if path.is_file()]
    folders = [path for path in paths if path.is_dir()] if not files else []
    if not files and not folders:
        raise NotFoundError("no file matches", where=str(pattern), cure="check the pattern")
    for path in files:
        if not (path.suffix.lower() == ".json" and pattern.suffix.lower() != ".json"):
            yield Input(path.stem, path=path)
    for path in folders:
        yield from _folder(path)
