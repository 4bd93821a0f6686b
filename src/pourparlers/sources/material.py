"""Something to read: a file, a download, standard input or a part of another file; opened when it is read."""

from __future__ import annotations

import zipfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date as Date
from functools import cached_property
from io import BytesIO
from pathlib import Path
from types import MappingProxyType
from typing import BinaryIO

from pourparlers.sources.limits import MAX_DOCUMENT_BYTES, check_directory, check_size
from pourparlers.sources.metadata import Metadata, beside

HEAD = 65_536
ZIP = (b"PK\x03\x04", b"PK\x05\x06")


@dataclass(frozen=True, slots=True)
class Options:
    """What the user says of all inputs.

    Args:
        date: the publication date of articles that do not say theirs.
        language: the language of texts that do not say theirs.
        columns: which column of a table holds what: {"text": "body", "date": "day"}.
        allow_private: whether links may lead to private addresses.
    """

    date: Date | None = None
    language: str | None = None
    columns: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    allow_private: bool = False


@dataclass(frozen=True)
class Material:
    """One thing to read.

    Args:
        name: what its article is called when it is one: "story" of story.docx, "press.zip/a/story.docx".
        label: what its articles are called by when it holds several: "archive.warc.gz", "press.zip/a/table.csv".
        where: what errors call it: the whole path or URL.
        open: opens it at its start, to be read once through; the caller closes it.
        size: its size in bytes.
        options: what the user says of all inputs.
        path: the file, when it is one of its own.
        said: what is said of it beside it, when that is no file of its own.
        url: where it was fetched from.
        declared: the encoding its server or container gives.
        is_page: whether its server or name says that it is HTML.
        is_named: whether the user named this very URL, so that a feed's links may be followed.
        depth: how many containers it lies in.
        headers: what came with it and is kept with its bytes.
    """

    name: str
    label: str
    where: str
    open: Callable[[], BinaryIO]
    size: int
    options: Options = Options()
    path: Path | None = None
    said: Metadata | None = None
    url: str | None = None
    declared: str | None = None
    is_page: bool = False
    is_named: bool = False
    depth: int = 0
    headers: tuple[tuple[str, str], ...] = ()

    @cached_property
    def head(self) -> bytes:
        """The first 64 KiB."""
        with self.open() as stream:
            return stream.read(HEAD)

    @cached_property
    def sidecar(self) -> Metadata:
        """What the file beside it says.

        Raises:
            MetadataError: that file cannot be used.
        """
        if self.said is not None or self.path is None:
            return self.said or Metadata()
        return beside(self.path)

    def data(self, limit: int = MAX_DOCUMENT_BYTES) -> bytes:
        """All of it.

        Raises:
            TooLargeError: it has more bytes than the limit.
        """
        check_size(self.size, limit, self.where)
        with self.open() as stream:
            data = stream.read(limit + 1)
        check_size(len(data), limit, self.where)
        return data

    def random_access(self) -> BinaryIO:
        """Open it so that any part can be read at once; what lies in a container is held in memory.

        Raises:
            TooLargeError: it lies in a container and is too large to be held.
        """
        return BytesIO(self.data()) if self.depth else self.open()

    @cached_property
    def members(self) -> frozenset[str]:
        """The names in it, when it is a ZIP archive that can be opened; otherwise none.

        Raises:
            TooLargeError: it holds more names than are read, or lies in a container and is too large to be held.
        """
        if not self.head.startswith(ZIP):
            return frozenset()
        with self.random_access() as stream:
            check_directory(stream, self.where)
            try:
                with zipfile.ZipFile(stream) as archive:
                    return frozenset(archive.namelist())
            except (zipfile.BadZipFile, NotImplementedError, ValueError, OSError, EOFError):
                return frozenset()

    def unpacked(self, open: Callable[[], BinaryIO]) -> Material:
        """The same without its packing: "table.csv" for "table.csv.gz"."""
        label = self.label[:-3] if self.label.lower().endswith(".gz") else self.label
        name = label if self.depth else Path(label).stem
        return replace(
            self, name=name, label=label, open=open, declared=None, is_page=False, depth=self.depth + 1
        )

    def within(
        self, name: str, open: Callable[[], BinaryIO], size: int, said: Metadata | None = None
    ) -> Material:
        """A file that lies in this one: "press.zip/a/story.html"; its name is only ever shown."""
        shown = "".join(character if character.isprintable() else "\ufffd" for character in name)
        return replace(
            self,
            name=f"{self.label}/{shown}",
            label=f"{self.label}/{shown}",
            where=f"{self.where}/{shown}",
            open=open,
            size=size,
            path=None,
            said=said,
            url=None,
            declared=None,
            is_page=False,
            is_named=False,
            depth=self.depth + 1,
            headers=(),
        )


def of_bytes(
    data: bytes, label: str, *, where: str | None = None, options: Options | None = None
) -> Material:
    """Something to read from bytes in memory, called by the name of a file."""
    return Material(
        name=Path(label).stem or label,
        label=label,
        where=where or label,
        open=lambda: BytesIO(data),
        size=len(data),
        options=options or Options(),
    )
