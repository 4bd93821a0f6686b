"""Word lists by language and topic, read from the TOML files of `languages/<xx>/` and `data/`.

An installed package adds a language under the entry-point group `pourparlers.languages`: the entry point is named by the
language's code and names a package that holds the same TOML files. What such a pack leaves out is English.
"""

from __future__ import annotations

import json
import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from types import MappingProxyType
from typing import Any

from babel import Locale, UnknownLocaleError

from pourparlers import plugins
from pourparlers.errors import PluginError

OWN = ("fr", "en", "de", "es", "it", "pt", "pl", "ru", "uk", "tr", "ar")
FALLBACK = "en"
_NEEDED = "language"
"""The topic that tells texts of a language; a pack must have it."""


@cache
def _packs() -> tuple[dict[str, Traversable], tuple[PluginError, ...]]:
    """The folders of installed languages by code, and what is wrong with those that cannot be used."""
    found: dict[str, Traversable] = {}
    broken: list[PluginError] = []
    for entry in plugins.entries(plugins.LANGUAGES):
        try:
            if entry.name in OWN or entry.name in found:
                raise PluginError(f"the language {entry.name!r} is there already")
            Locale.parse(entry.name)
            folder = files(entry.value)
            if not folder.joinpath(f"{_NEEDED}.toml").is_file():
                raise PluginError(f"it has no {_NEEDED}.toml")
            for one in folder.iterdir():
                if one.name.endswith(".toml"):
                    tomllib.loads(one.read_text(encoding="utf-8"))
            found[entry.name] = folder
        except (PluginError, ImportError, OSError, TypeError, ValueError, UnknownLocaleError) as error:
            broken.append(plugins.failed(entry, error))
    return found, tuple(broken)


LANGUAGES = (*OWN, *_packs()[0])


def broken_packs() -> tuple[PluginError, ...]:
    """An error for each installed language that cannot be used."""
    return _packs()[1]


def known_language(language: str) -> str:
    """Give the served language behind a BCP 47 tag ("fr-CA" is "fr"), or English when there is none."""
    base = language.replace("_", "-").partition("-")[0].lower()
    return base if base in LANGUAGES else FALLBACK


def lexicon(language: str, topic: str) -> Mapping[str, Any]:
    """Read the word lists of one topic in one language.

    Args:
        language: a BCP 47 tag; a language that is not served falls back to English.
        topic: the name of a file in `languages/<xx>/`, without its ending.

    Returns:
        the tables of the file, cached and not to be changed; empty when the language has no such file.
    """
    code = known_language(language)
    return _of_pack(code, topic) if code in _packs()[0] else _read("languages", code, topic)


def data(topic: str) -> Mapping[str, Any]:
    """Read the tables of one topic that holds for every language (`data/<topic>.toml`), empty when missing."""
    return _read("data", topic)


def weights(name: str) -> dict[str, Any]:
    """Read weights that were learnt (`data/<name>.json`)."""
    found: dict[str, Any] = json.loads(files(__package__).joinpath("data", f"{name}.json").read_text("utf8"))
    return found


@cache
def _of_pack(code: str, topic: str) -> Mapping[str, Any]:
    path = _packs()[0][code].joinpath(f"{topic}.toml")
    own = tomllib.loads(path.read_text(encoding="utf-8")) if path.is_file() else {}
    return MappingProxyType(_over(_read("languages", FALLBACK, topic), own))


def _over(under: Mapping[str, Any], own: Mapping[str, Any]) -> dict[str, Any]:
    """Tables laid over others, key by key."""
    both = {key: (under[key], own[key]) for key in under.keys() & own.keys()}
    deep = {
        key: _over(a, b) for key, (a, b) in both.items() if isinstance(a, Mapping) and isinstance(b, Mapping)
    }
    return {**under, **own, **deep}


@cache
def _read(*path: str) -> Mapping[str, Any]:
    resource = files(__package__).joinpath(*path[:-1], f"{path[-1]}.toml")
    if not resource.is_file():
        return MappingProxyType({})
    return MappingProxyType(tomllib.loads(resource.read_text(encoding="utf-8")))
