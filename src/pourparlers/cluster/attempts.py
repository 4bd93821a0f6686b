"""What was begun and never ended: so that what kills the process that reads it is not begun for ever.

A file for each piece of work has a line for each beginning and each end of a part of it. Work that is done removes its
file; work whose process dies leaves it, and the process that takes over finds in it what was begun and did not end.
"""

from __future__ import annotations

import hashlib
from pathlib import Path

MOST = 2
"""How often something may be begun without an end before it is taken to be what kills the process."""


class Attempts:
    """The beginnings of the parts of one piece of work.

    Args:
        folder: where the file is kept; shared by all that may do the work.
        work: names the work.
    """

    def __init__(self, folder: Path, work: str) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self._path = folder / _name(work)

    def may_begin(self, part: str) -> bool:
        """Whether a part may be begun; notes that it is."""
        lines = self._path.read_text("utf-8").splitlines() if self._path.is_file() else []
        if lines.count(f"+{_name(part)}") - lines.count(f"-{_name(part)}") >= MOST:
            return False
        self._note(f"+{_name(part)}")
        return True

    def ended(self, part: str) -> None:
        """A part is done, or failed without harm."""
        self._note(f"-{_name(part)}")

    def end(self) -> None:
        """All of it is done."""
        self._path.unlink(missing_ok=True)

    def _note(self, line: str) -> None:
        with self._path.open("a", encoding="utf-8") as file:
            file.write(f"{line}\n")


def _name(part: str) -> str:
    return hashlib.sha256(part.encode(errors="replace")).hexdigest()[:20]
