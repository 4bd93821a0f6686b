"""Several files that belong together, and the ZIP of them."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import TypeVar

from pourparlers.exports.rows import Table

Content = TypeVar("Content", str, bytes)

_EPOCH = (1980, 1, 1, 0, 0, 0)  # the first date a ZIP can hold
_UNSAFE = re.compile(r'[\x00-\x1f\x7f<>:"/\\|?*]')
_LONGEST = 120


@dataclass(frozen=True, slots=True)
class Bundle:
    """Files by name; names have no folder in them."""

    files: Mapping[str, bytes]


def bundled(
    made: Mapping[str, Table], only: str | None, ending: str, written: Callable[[Table], Content]
) -> Bundle | Content:
    """Write one table by itself, or all of them as files of one bundle, each named after its table."""
    if only is not None:
        return written(made[only])
    contents = {name: written(table) for name, table in made.items()}
    return Bundle(
        {
            f"{name}.{ending}": one.encode(errors="replace") if isinstance(one, str) else one
            for name, one in contents.items()
        }
    )


def zipped(bundle: Bundle) -> bytes:
    """Pack files into a ZIP that is the same for the same files: fixed dates and rights, given order."""
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as archive:
        for name, content in bundle.files.items():
            entry = zipfile.ZipInfo(name, _EPOCH)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.create_system = 3
            entry.external_attr = 0o644 << 16
            archive.writestr(entry, content)
    return held.getvalue()


def file_names(names: Iterable[str]) -> list[str]:
    """Make a safe and unique file name, without ending, of each name: a URL or a path stays recognisable.

    No name leads out of its folder or is hidden; names that differ by case alone get different files.
    """
    made: list[str] = []
    taken: set[str] = set()
    for name in names:
        plain = _UNSAFE.sub("_", name).strip(" .")[:_LONGEST] or "_"
        free, n = plain, 1
        while free.casefold() in taken:
            n += 1
            free = f"{plain}-{n}"
        taken.add(free.casefold())
        made.append(free)
    return made
