"""Names of cities in the served languages: those of CLDR's time zones, capitals, and cities where talks are held."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from babel.localedata import load

from pourparlers.knowledge.lexicon import LANGUAGES, data
from pourparlers.knowledge.registry import capital_names
from pourparlers.knowledge.words import fold


@cache
def cities() -> Mapping[str, tuple[str, str | None]]:
    """Give, for the folded name of a city in any served language, one key for the city and its country if known."""
    found: dict[str, tuple[str, str | None]] = {}
    for zone in load("en")["time_zones"]:
        if zone.count("/") == 1 and not zone.startswith("Etc/"):
            names = [load(language)["time_zones"].get(zone, {}).get("city") for language in LANGUAGES]
            found |= {
                fold(name): (zone, None) for name in [zone.split("/")[1].replace("_", " "), *names] if name
            }
    for language in LANGUAGES:
        found |= {fold(name): (f"{code}/capital", code) for code, name in capital_names(language).items()}
    for key, row in data("meeting_places").items():
        found |= {fold(name): (key, row["country"]) for name in row["names"]}
    return found
