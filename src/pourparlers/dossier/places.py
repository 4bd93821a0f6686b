"""Places as articles name them, and a key under which the names of one place in any language are the same."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import NamedTuple

from babel.localedata import load

from pourparlers.knowledge.cities import cities
from pourparlers.knowledge.entities import find
from pourparlers.knowledge.lexicon import FALLBACK, LANGUAGES, data
from pourparlers.knowledge.registry import capital_names, country_names
from pourparlers.knowledge.words import fold


class Place(NamedTuple):
    """A place: its name as written, its key, and the ISO 3166-1 alpha-3 code of its country if known."""

    name: str
    key: str
    country: str | None


def place(name: str, code: str | None = None) -> Place:
    """Recognise a place by its name in any served language, else by the name itself.

    Args:
        name: the name as written.
        code: the country code or organisation code it is known by in the text, if any.
    """
    folded = fold(name)
    key, country = cities().get(folded) or _countries().get(folded) or (folded, code)
    return Place(name, key, country)


def agree(one: Place | None, other: Place | None) -> bool:
    """Tell whether two places can be the same: one unknown, equal, or one the country of the other."""
    if one is None or other is None or one.key == other.key:
        return True
    return one.key == other.country or other.key == one.country


def known_place(name: str) -> bool:
    """Tell whether a name is that of a city or country in any served language."""
    folded = fold(name)
    return folded in cities() or folded in _countries()


def known_city(name: str) -> bool:
    """Tell whether a name is that of a known city."""
    return fold(name) in cities()


def place_label(name: str, language: str) -> str:
    """Give the name of a place in a language (ISO 639-1) where it is known, else as it is written."""
    found = place(name)
    return _labels(language).get(found.key, name)


@cache
def _labels(language: str) -> Mapping[str, str]:
    zones = load(language)["time_zones"]
    own = {key for key, _ in cities().values() if key in load("en")["time_zones"] or key in zones}
    labels = {zone: zones.get(zone, {}).get("city") or zone.split("/")[1].replace("_", " ") for zone in own}
    labels |= {f"{code}/capital": name for code, name in capital_names(FALLBACK).items()}
    labels |= {f"{code}/capital": name for code, name in capital_names(language).items()}
    labels |= {key: row[language] for key, row in data("meeting_places").items() if language in row}
    labels |= country_names(language)
    return labels


@cache
def _countries() -> Mapping[str, tuple[str, str | None]]:
    return {
        fold(name): (code, code) for language in LANGUAGES for code, name in country_names(language).items()
    }


def is_seat(name: str, language: str) -> bool:
    """Tell whether a name is that of a seat of power ("la Maison Blanche", "the Kremlin")."""
    return any(match.form == "seat" for match in find(name, language))


@cache
def _country_codes() -> frozenset[str]:
    return frozenset(code for code, _ in _countries().values())


def is_country(code: str) -> bool:
    """Tell whether a code is that of a country."""
    return code in _country_codes()
