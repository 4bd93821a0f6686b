"""The tables agree with ISO 3166 and CLDR, and with one another."""

from __future__ import annotations

import pytest
from babel.core import get_global

from pourparlers.knowledge.entities import codes, entity, label
from pourparlers.knowledge.forms import expand, listed
from pourparlers.knowledge.gazetteer import gazetteer
from pourparlers.knowledge.lexicon import LANGUAGES, data, lexicon
from pourparlers.knowledge.registry import capital_names, country_names
from pourparlers.model import ActorKind

TOPICS = ("writing", "countries", "demonyms", "organisations", "seats", "institutions")
UNINHABITED = {"ATA", "ATF", "BVT", "HMD", "IOT", "SGS", "UMI"}


def test_every_iso_country_is_there_with_its_two_codes():
    aliases = get_global("territory_aliases")
    iso = {code: row["iso2"] for code, row in data("countries").items()}
    assert len(iso) == 250
    assert len(set(iso.values())) == 250
    assert {code for code in iso if aliases.get(code, [iso[code]]) != [iso[code]]} == set()


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_country_has_a_name(language):
    assert set(country_names(language)) == set(data("countries"))


@pytest.mark.parametrize("language", ["fr", "en"])
def test_every_sovereign_country_has_a_capital_adjective_and_noun(language):
    sovereign = {
        code for code, row in data("countries").items() if "party" not in row and code not in UNINHABITED
    }
    table = lexicon(language, "demonyms")
    capitals = set(capital_names(language)) | set(lexicon(language, "countries")["capitals"])
    assert sovereign - capitals == {"HKG", "MAC"}
    assert sovereign - set(table["adjectives"]) == set()
    if not lexicon(language, "writing")["capital_nouns"]:
        assert sovereign - set(table["nouns"]) <= {"VAT", "KIR", "DMA"}


def test_capital_cities_of_time_zones_lie_in_their_country():
    zones = get_global("zone_territories")
    for code, row in data("countries").items():
        if "zone" in row:
            assert zones.get(row["zone"], row["iso2"]) == row["iso2"], code


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("topic", TOPICS)
def test_every_language_has_every_topic(language, topic):
    assert lexicon(language, topic)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_code_in_the_word_lists_is_known(language):
    tables = [lexicon(language, topic).get("names", {}) for topic in ("countries", "organisations", "seats")]
    demonyms = lexicon(language, "demonyms")
    tables += [demonyms.get(key, {}) for key in ("adjectives", "nouns", "prefixes")]
    tables += [lexicon(language, "countries")["capitals"], lexicon(language, "seats")["conditional"]]
    assert [code for table in tables for code in table if entity(code) is None] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_class_of_endings_exists(language):
    demonyms = lexicon(language, "demonyms")
    for key in ("adjectives", "nouns", "prefixes"):
        for value in demonyms.get(key, {}).values():
            assert all(written.strip() for written in expand(value, demonyms["endings"]))


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_institution_has_a_label_and_is_known(language):
    topic = lexicon(language, "institutions")
    assert set(topic["frames"]) - {"STATE"} <= set(data("institutions"))
    assert set(topic["labels"]) == set(data("institutions"))
    assert all("{country}" in text for text in topic["labels"].values())


@pytest.mark.parametrize("language", ["fr", "en"])
def test_every_entity_has_a_label(language):
    only_elsewhere = {"country", "organisation", "group"}
    missing = [
        code for code in codes() if label(code, language) == code and entity(code).kind in only_elsewhere
    ]
    named_elsewhere = {
        code
        for other in LANGUAGES
        for topic in ("organisations", "seats")
        for code in lexicon(other, topic)["names"]
    }
    assert set(missing) <= named_elsewhere


def test_every_party_is_known():
    assert {entity(code).party for code in codes()} <= set(codes())


def test_outlets_speak_for_the_press_or_as_the_voice_of_a_state():
    outlets = [entity(code) for code in codes() if entity(code).kind is ActorKind.OUTLET]
    assert len(outlets) > 120
    voices = {outlet.party for outlet in outlets} - {"PRESS"}
    assert voices
    assert all(entity(party).iso3 for party in voices)


def test_the_gazetteer_is_built_once_a_language():
    assert gazetteer("fr") is gazetteer("fr")


def test_alternatives_are_parted_by_bars():
    assert listed("a | b|c") == listed(["a", "b", "c"]) == ["a", "b", "c"]
    assert list(expand("russe+c|franc", {"c": ", s"})) == ["russe", "russes", "franc"]
