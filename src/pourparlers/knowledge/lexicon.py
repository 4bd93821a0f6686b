"""Word lists by language and topic, read from the TOML files of `languages/<xx>/` and `data/`."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import Any

LANGUAGES = ("fr", "en", "de", "es", "it", "pt", "pl", "ru", "uk", "tr", "ar")
FALLBACK = "en"


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
    return _read("languages", known_language(language), topic)


def data(topic: str) -> Mapping[str, Any]:
    """Read the tables of one topic that holds for every language (`data/<topic>.toml`), empty when missing."""
    return _read("data", topic)


@cache
def _read(*path: str) -> Mapping[str, Any]:
    resource = files(__package__).joinpath(*path[:-1], f"{path[-1]}.toml")
    if not resource.is_file():
        return MappingProxyType({})
    return MappingProxyType(tomllib.loads(resource.read_text(encoding="utf-8")))
