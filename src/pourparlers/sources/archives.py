"""ZIP archives of any of the other formats, and single files packed with gzip. Nothing is ever written."""

from __future__ import annotations

import functools
import io
import zipfile
import zlib
from collections.abc import Callable, Iterator
from typing import BinaryIO, cast

from pourparlers.errors import BinaryError, EmptyError, FormatError, SourceError, TooLargeError
from pourparlers.sources.formats import Format, Item, endings, read_material
from pourparlers.sources.inputs import DOCUMENT_ENDINGS
from pourparlers.sources.limits import (
    MAX_RATIO,
    MAX_UNPACKED_BYTES,
    MEGABYTE,
    RATIO_MATTERS_BYTES,
    check_directory,
)
from pourparlers.sources.material import ZIP, Material
from pourparlers.sources.metadata import MAX_SIDECAR_BYTES, Metadata, read_sidecar
from pourparlers.sources.salvage import salvage
from pourparlers.sources.unpacking import MAGIC, Unpacked

_DEEPEST = 1
_PACKED = (".csv.gz", ".tsv.gz", ".jsonl.gz", ".ndjson.gz", ".txt.gz", ".html.gz", ".xml.gz")
_ENCRYPTED = 0x1
_BROKEN = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, ValueError)


def _is_zip(material: Material) -> bool:
    return material.head.startswith(ZIP)


def _read_zip(material: Material) -> Iterator[Item]:
    """Give the articles of the files in an archive, as of a folder: those of other kinds are passed over."""
    if not _is_zip(material):
        raise FormatError("no ZIP archive", where=material.where, cure="give it the name of what it is")
    if material.depth > _DEEPEST:
        raise FormatError(
            "an archive in an archive in an archive",
            where=material.where,
            cure="unpack it and name the folder",
        )
    with material.random_access() as stream:
        check_directory(stream, material.where)
        try:
            archive = zipfile.ZipFile(stream)
        except _BROKEN:
            yield FormatError(
                "a ZIP archive that is damaged or cut off", where=material.where, cure="fetch it again"
            )
            yield from _salvaged(stream, material)
            return
        with archive:
            yield from _members(archive, material)


def _salvaged(stream: BinaryIO, material: Material) -> Iterator[Item]:
    """Give the articles of what is whole in an archive that is cut off."""
    stream.seek(0)
    for written, data in salvage(stream):
        name = written.replace("\\", "/")
        if not _is_passed_over(name) and name.lower().endswith(endings()):
            yield from read_material(material.within(name, functools.partial(io.BytesIO, data), len(data)))


def _members(archive: zipfile.ZipFile, material: Material) -> Iterator[Item]:
    unpacked = sum(info.file_size for info in archive.infolist())
    if unpacked > MAX_UNPACKED_BYTES:
        raise TooLargeError(
            f"unpacks to {unpacked / MEGABYTE / 1000:.0f} GB, more than {MAX_UNPACKED_BYTES // MEGABYTE // 1000}",
            where=material.where,
            cure="unpack it, if you trust it",
        )
    is_empty = True
    for info in archive.infolist():
        name = info.filename.replace("\\", "/")
        last = name.rpartition("/")[2].lower()
        if _is_passed_over(name):
            continue
        if not last.endswith(endings()):
            if last.endswith(DOCUMENT_ENDINGS):
                is_empty = False
                ending = last[last.rindex(".") :]
                yield BinaryError(
                    f"{ending} files are not read",
                    where=f"{material.where}/{name}",
                    cure="save its text as .txt",
                )
            continue
        is_empty = False
        where = f"{material.where}/{name}"
        try:
            _check(info, where)
            said = _beside(archive, info, where)
        except SourceError as error:
            yield error
        else:
            opened = _opener(archive, info, where)
            yield from read_material(material.within(name, opened, info.file_size, said))
    if is_empty:
        yield EmptyError("no articles in this archive", where=material.where, cure="give another file")


def _is_passed_over(name: str) -> bool:
    """Whether a name is of a folder, hidden, or a read-me file, as in a folder."""
    last = name.rpartition("/")[2].lower()
    hidden = any(part.startswith(".") and part.strip(".") for part in name.split("/"))
    return not last or hidden or name.startswith("__MACOSX/") or last.rpartition(".")[0] == "readme"


def _check(info: zipfile.ZipInfo, where: str) -> None:
    if info.flag_bits & _ENCRYPTED:
        raise FormatError("locked with a password", where=where, cure="unpack it and name the folder")
    if info.file_size > RATIO_MATTERS_BYTES and info.file_size > MAX_RATIO * info.compress_size:
        raise TooLargeError(
            f"swells to more than {MAX_RATIO} times its size", where=where, cure="unpack it, if you trust it"
        )


def _opener(archive: zipfile.ZipFile, info: zipfile.ZipInfo, where: str) -> Callable[[], BinaryIO]:
    def opened() -> BinaryIO:
        try:
            return cast("BinaryIO", archive.open(info))
        except _BROKEN:
            raise FormatError(
                "cannot be unpacked", where=where, cure="unpack it and name the folder"
            ) from None

    return opened


def _beside(archive: zipfile.ZipFile, info: zipfile.ZipInfo, where: str) -> Metadata:
    """Read what `NAME.meta.json` and `NAME.json` say of a file, as beside a file in a folder.

    Raises:
        MetadataError: one is not JSON, or has a value that cannot be used.
    """
    said = Metadata()
    stem = info.filename.rpartition(".")[0]
    for name in (f"{stem}.meta.json", f"{stem}.json"):
        other = archive.NameToInfo.get(name)
        if other is None or other is info or other.file_size > MAX_SIDECAR_BYTES:
            continue
        with _opener(archive, other, where)() as file:
            said = said.over(read_sidecar(file.read(), f"{where}, {name}"))
    return said


# ---------------------------------------------------------------- gzip


def _is_gzip(material: Material) -> bool:
    return material.head.startswith(MAGIC)


def _read_gzip(material: Material) -> Iterator[Item]:
    """Give what is in a packed file, by its name without ".gz"."""
    if not _is_gzip(material):
        raise FormatError("not packed with gzip", where=material.where, cure="give it the name of what it is")
    if material.depth > _DEEPEST:
        raise FormatError("packed in a packed archive", where=material.where, cure="unpack it")
    yield from read_material(material.unpacked(_unpacker(material)))


def _unpacker(material: Material) -> Callable[[], BinaryIO]:
    def opened() -> BinaryIO:
        return io.BufferedReader(Unpacked(material.open(), material.where), 1 << 20)

    return opened


FORMATS = (
    Format("zip", "a ZIP archive", (".zip",), _is_zip, _read_zip),
    Format("gzip", "a file packed with gzip", _PACKED, _is_gzip, _read_gzip),
)
