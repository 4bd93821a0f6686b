"""The entities known beforehand: what each code stands for, its party, its codes elsewhere, its labels."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from babel.localedata import load

from pourparlers.knowledge.forms import listed
from pourparlers.knowledge.lexicon import FALLBACK, data, known_language, lexicon
from pourparlers.model import ActorKind

PRESS = "PRESS"
EXPERT = "EXPERT"


@dataclass(frozen=True, slots=True)
class Entity:
    """A country, organisation, institution, group or outlet.

    `code` is ISO 3166-1 alpha-3 for a country; `party` is the code of the side it speaks for (an institution
    speaks for its country, an outlet for `PRESS`, anything else for itself); `cameo` is its CAMEO actor code.
    """

    code: str
    kind: ActorKind
    party: str
    iso2: str | None = None
    iso3: str | None = None
    cameo: str | None = None


def entity(code: str) -> Entity | None:
    """Give the entity of a code, None when there is none.

    Beside the listed ones, every country has the institutions of `data/institutions.toml`: "FRA-MFA" is the
    foreign ministry of France.
    """
    return _entities().get(code) or _institution(code)


def party_of(code: str) -> str | None:
    """Give the code of the party an entity speaks for, None when the code is not known."""
    found = entity(code)
    return found.party if found else None


def codes() -> tuple[str, ...]:
    """Give the codes of all listed entities, sorted."""
    return tuple(sorted(_entities()))


def blocs(party: str) -> frozenset[str]:
    """Give the bodies that a party belongs to, of those that speak for their members as one; such a body belongs to itself."""
    return _blocs().get(party, frozenset())


def label(code: str, language: str) -> str:
    """Give the name to show for an entity in a language: its own, else the English one, else the code."""
    tongue = known_language(language)
    found = _labels(tongue).get(code) or _labels(FALLBACK).get(code)
    if found:
        return found
    country, dash, kind = code.partition("-")
    template = lexicon(tongue, "institutions").get("labels", {}).get(kind)
    if dash and template and _institution(code):
        return str(template).format(country=label(country, tongue))
    return code


def country_names(language: str) -> Mapping[str, str]:
    """Give the CLDR name of every country with an alpha-3 code in one of the served languages, by code."""
    territories = load(known_language(language))["territories"]
    return {
        code: str(territories[row["iso2"]])
        for code, row in data("countries").items()
        if row["iso2"] in territories
    }


def capital_names(language: str) -> Mapping[str, str]:
    """Give the CLDR name of every sovereign country's capital that is the city of a time zone, by country code.

    Where CLDR has no name of its own, as for most in English, the English one stands.
    """
    zones = load(known_language(language))["time_zones"]
    return {
        code: str(zones.get(row.get("zone"), {}).get("city") or row["capital"])
        for code, row in data("countries").items()
        if "party" not in row and "capital" in row and ("zone" in row or language == FALLBACK)
    }


@cache
def _entities() -> Mapping[str, Entity]:
    found: dict[str, Entity] = {}
    for code, row in data("countries").items():
        cameo = row.get("cameo", code) or None
        found[code] = Entity(code, ActorKind.COUNTRY, row.get("party", code), row.get("iso2"), code, cameo)
    for kind, table in data("entities").items():
        for code, row in table.items():
            found[code] = Entity(code, ActorKind(kind), row.get("party", code), cameo=row.get("cameo"))
    for code, row in data("outlets").items():
        found[code] = Entity(code, ActorKind.OUTLET, row.get("state", PRESS))
    return found


@cache
def _blocs() -> Mapping[str, frozenset[str]]:
    found: dict[str, set[str]] = {}
    for body, members in data("blocs").items():
        for party in (body, *members):
            found.setdefault(party, set()).add(body)
    return {party: frozenset(bodies) for party, bodies in found.items()}


def _institution(code: str) -> Entity | None:
    country, dash, kind = code.partition("-")
    row: Mapping[str, Any] | None = data("institutions").get(kind)
    state = _entities().get(country) if dash else None
    if row is None or state is None or state.kind is not ActorKind.COUNTRY:
        return None
    rule = "country" if country in row.get("voices", ()) else row["party"]
    party = {"country": state.party, "own": code}.get(rule, rule)
    cameo = f"{state.cameo}{row['cameo']}" if state.cameo and row.get("cameo") else None
    return Entity(code, ActorKind(row["kind"]), party, cameo=cameo)


@cache
def _labels(language: str) -> Mapping[str, str]:
    countries, organisations = lexicon(language, "countries"), lexicon(language, "organisations")
    found = {code: row["label"] for code, row in data("outlets").items()}
    for table in (lexicon(language, "seats"), countries, organisations):
        names = table.get("names", {}).items()
        found |= {code: listed(forms)[0] for code, forms in names if code in _entities()}
    for labels in (country_names(language), countries.get("labels", {}), organisations.get("labels", {})):
        found |= labels
    return found
