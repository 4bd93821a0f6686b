"""What installed packages add, by entry points: source formats, export formats and languages.

`pourparlers.sources` names `sources.formats.Format`s, `pourparlers.exports` names `exports.Format`s,
`pourparlers.languages` names packages of word lists. See docs/how-to/plugins.md.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib.metadata import EntryPoint, entry_points

from pourparlers.errors import PluginError

SOURCES, EXPORTS, LANGUAGES = "pourparlers.sources", "pourparlers.exports", "pourparlers.languages"
GROUPS = (SOURCES, EXPORTS, LANGUAGES)


@dataclass(frozen=True, slots=True)
class Plugin:
    """One entry point: its group, its name, what it names, the package that brings it, and why it cannot be used."""

    group: str
    name: str
    value: str
    package: str
    error: PluginError | None = None


@cache
def entries(group: str) -> tuple[EntryPoint, ...]:
    """The entry points of a group, by name; nothing is loaded."""
    return tuple(sorted(entry_points(group=group), key=lambda one: (one.name, one.value)))


def failed(entry: EntryPoint, error: Exception) -> PluginError:
    """The one line that says that an entry point cannot be used."""
    reason = str(error) if isinstance(error, PluginError) else f"{type(error).__name__}: {error}"
    return PluginError(
        f"this plug-in cannot be loaded: {reason}", where=entry.value, cure="update or uninstall it"
    )


def installed() -> tuple[Plugin, ...]:
    """Every plug-in there is, each tried."""
    return tuple(
        Plugin(group, entry.name, entry.value, entry.dist.name if entry.dist else "", _tried(entry))
        for group in GROUPS
        for entry in entries(group)
    )


def _tried(entry: EntryPoint) -> PluginError | None:
    try:
        entry.load()
    except Exception as error:
        return failed(entry, error)
    return None
