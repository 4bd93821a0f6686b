"""What the brief as a document says of its making: title, day, software and model; the same on every day."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime
from importlib import import_module
from types import ModuleType

from pourparlers import __version__
from pourparlers.errors import OutputError
from pourparlers.model import StateOfPlay

_NOT_TEXT = re.compile("[^\t\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_EARLIEST = datetime(1980, 1, 1, tzinfo=UTC)  # the first moment a ZIP can hold


def made_on(state: StateOfPlay) -> datetime:
    """Give the moment written into a document: the start of the day of the state of play, not of today."""
    days = [article.published.isoformat() for article in state.articles if article.published]
    try:
        day = date.fromisoformat(state.date or max(days, default=""))
    except ValueError:
        return _EARLIEST
    return max(datetime(day.year, day.month, day.day, tzinfo=UTC), _EARLIEST)


def made_by(state: StateOfPlay) -> str:
    """Say which software and which model made a document."""
    return f"pourparlers {__version__}" + (f" · {state.model}" if state.model else "")


def needed(module: str, package: str) -> ModuleType:
    """Load a library of the extra `documents`.

    Raises:
        OutputError: it is not installed.
    """
    try:
        return import_module(module)
    except ImportError:
        cure = 'pip install "pourparlers[documents]"'
        raise OutputError(f"this needs {package}, which is not installed", cure=cure) from None


def is_right_to_left(text: str) -> bool:
    """Whether a text has Arabic or Hebrew letters."""
    return any(
        "\u0590" <= one <= "\u08ff" or "\ufb1d" <= one <= "\ufdff" or "\ufe70" <= one <= "\ufefc"
        for one in text
    )


def printable(text: str) -> str:
    """Text in one line, with U+FFFD for what neither XML 1.0 nor a font can hold."""
    return _NOT_TEXT.sub("\ufffd", text.replace("\r", " ").replace("\n", " "))
