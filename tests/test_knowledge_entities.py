from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pourparlers.knowledge.entities import adjective_country, entity, find, label, party_of
from pourparlers.knowledge.lexicon import LANGUAGES, data
from pourparlers.knowledge.registry import blocs
from pourparlers.model import ActorKind


def named(text, language):
    return [(text[m.start : m.end], m.entity.code, m.form) for m in find(text, language)]


def codes(text, language):
    return [m.entity.code for m in find(text, language)]


@pytest.mark.parametrize(
    ("text", "language", "found"),
    [
        ("Les Américains attendent.", "fr", [("Américains", "USA", "demonym_noun")]),
        ("Les diplomates américains attendent.", "fr", [("américains", "USA", "demonym_adjective")]),
        ("Moscou se tait.", "fr", [("Moscou", "RUS", "capital")]),
        ("La Chine achète de l'encre de chine.", "fr", [("Chine", "CHN", "name")]),
        ("Le Kremlin écoute.", "fr", [("Kremlin", "RUS-KREMLIN", "seat")]),
        ("LES ETATS-UNIS PARTENT", "fr", [("ETATS-UNIS", "USA", "name")]),
        ("l’Elysee confirme", "fr", [("Elysee", "FRA-ELYSEE", "seat")]),
        ("la Maison blanche dément", "fr", [("Maison blanche", "USA-WHITEHOUSE", "seat")]),
        ("Le régime syrien se tait", "fr", [("régime syrien", "SYR", "seat")]),
        ("l'administration Biden hésite", "fr", [("administration Biden", "USA-ADMIN", "seat")]),
        ("La diplomatie russe proteste", "fr", [("diplomatie russe", "RUS-MFA", "seat")]),
        ("Turkey will not buy turkey.", "en", [("Turkey", "TUR", "name")]),
        ("the Trump administration said", "en", [("Trump administration", "USA-ADMIN", "seat")]),
        ("Russia’s Foreign Ministry said", "en", [("Russia’s Foreign Ministry", "RUS-MFA", "seat")]),
        ("It was the U.S. that left.", "en", [("U.S.", "USA", "name")]),
        ("Dziennikarze w Moskwie czekają", "pl", [("Moskwie", "RUS", "capital")]),
        ("Встреча с Россией", "ru", [("Россией", "RUS", "name")]),
        ("Розмови з Україною", "uk", [("Україною", "UKR", "name")]),
        ("İran'ın yanıtı bekleniyor", "tr", [("İran", "IRN", "name")]),
        ("وصل الوفد إلى واشنطن", "ar", [("واشنطن", "USA", "capital")]),
        ("Russlands Antwort", "de", [("Russlands", "RUS", "name")]),
    ],
)
def test_a_name_is_found_with_its_form(text, language, found):
    assert named(text, language) == found


@pytest.mark.parametrize(
    ("text", "language", "halves"),
    [
        ("le dialogue russo-américain", "fr", ["RUS", "USA"]),
        ("des échanges sino-indiens", "fr", ["CHN", "IND"]),
        ("le dossier israélo-palestinien", "fr", ["ISR", "PSE"]),
        ("Sino-American ties", "en", ["CHN", "USA"]),
        ("российско-украинская граница", "ru", ["RUS", "UKR"]),
    ],
)
def test_both_halves_of_a_compound_are_found(text, language, halves):
    matches = find(text, language)
    assert [m.entity.code for m in matches] == halves
    assert {m.form for m in matches} == {"compound"}


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("des manifestants pro-russes", "fr"),
        ("Iran-backed fighters", "en"),
        ("Michael Jordan spoke.", "en"),
        ("Dominique Martin préside.", "fr"),
        ("WHO IS TO BLAME", "en"),
        ("a walk on the West Coast", "en"),
        ("les accords de Minsk", "fr"),
        ("un vol Air France", "fr"),
        ("في غرب المدينة", "ar"),
    ],
)
def test_what_only_looks_like_an_actor_is_left_alone(text, language):
    assert find(text, language) == []


def test_a_north_korean_is_no_south_korean():
    assert codes("le négociateur nord-coréen et le négociateur sud-coréen", "fr") == ["PRK", "KOR"]


def test_the_longest_name_wins():
    assert codes("L'Union européenne attend.", "fr") == ["EU"]
    assert codes("the Washington Post in Washington", "en") == ["WAPO", "USA"]


def test_the_alliance_is_nato_only_where_nato_is_named():
    assert codes("L'Alliance attend.", "fr") == []
    assert codes("L'Otan se réunit. L'Alliance attend.", "fr") == ["NATO", "NATO"]


def test_an_acronym_in_a_shouted_line_is_a_word():
    assert codes("The WHO said so.", "en") == ["WHO"]
    assert codes("UN PAS DE PLUS", "fr") == []


@pytest.mark.parametrize(
    ("code", "party"),
    [
        ("RUS-KREMLIN", "RUS"),
        ("USA-CONGRESS", "USA"),
        ("FRA-MFA", "FRA"),
        ("NATO", "NATO"),
        ("AFP", "PRESS"),
        ("EU-COMMISSION", "EU"),
        ("PYF", "FRA"),
        ("IRN-OPPOSITION", "IRN-OPPOSITION"),
        ("IRN-MEDIA", "PRESS"),
        ("ZZZ", None),
        ("ZZZ-MFA", None),
    ],
)
def test_an_entity_speaks_for_its_party(code, party):
    assert party_of(code) == party


def test_an_entity_carries_the_codes_of_others():
    russia = entity("RUS")
    assert (russia.kind, russia.iso2, russia.iso3, russia.cameo) == (ActorKind.COUNTRY, "RU", "RUS", "RUS")
    assert entity("NATO").cameo == "IGOWSTNAT"
    assert entity("FRA-ARMY").cameo == "FRAMIL"


@pytest.mark.parametrize(
    ("code", "french", "english"),
    [
        ("RUS", "Russie", "Russia"),
        ("EU", "Union européenne", "European Union"),
        ("PRESS", "Presse", "Press"),
        ("EXPERT", "Experts", "Experts"),
        ("GBR-SCOTLAND", "Écosse", "Scotland"),
        ("USA-WHITEHOUSE", "Maison Blanche", "White House"),
        ("no-such-code", "no-such-code", "no-such-code"),
    ],
)
def test_labels_are_in_the_readers_language(code, french, english):
    assert (label(code, "fr"), label(code, "en")) == (french, english)


@pytest.mark.parametrize(
    ("word", "language", "code"),
    [
        ("russes", "fr", "RUS"),
        ("Américaine", "fr", "USA"),
        ("Iranian", "en", "IRN"),
        ("Britons", "en", "GBR"),
        ("российского", "ru", "RUS"),
        ("rosyjskiej", "pl", "RUS"),
        ("الروسية", "ar", "RUS"),
        ("bleues", "fr", None),
        ("Russia", "en", None),
        ("", "fr", None),
    ],
)
def test_a_demonym_leads_to_its_country(word, language, code):
    assert adjective_country(word, language) == code


@pytest.mark.parametrize("language", LANGUAGES)
@settings(deadline=None, max_examples=25)
@given(text=st.text(alphabet=st.sampled_from("Russie USAU.N. l'É-\n« россий США الروسية ß"), max_size=60))
def test_matches_lie_in_the_text_in_order(language, text):
    end = 0
    for match in find(text, language):
        assert end <= match.start < match.end <= len(text)
        end = match.end


@pytest.mark.parametrize(
    "text", ["l'" * 16_000, "ministère des Affaires étrangères de " * 1_000, "U." * 16_000]
)
def test_hostile_text_takes_linear_time(text):
    find("Paul Iran", "fr")
    start = time.process_time()
    find(text[: len(text) // 4], "fr")
    quarter = time.process_time() - start
    start = time.process_time()
    find(text, "fr")
    assert time.process_time() - start < 12 * quarter + 0.5


def test_every_bloc_is_a_body_and_every_member_of_one_a_country():
    for body, members in data("blocs").items():
        assert entity(body).kind is ActorKind.ORGANISATION
        assert {entity(code).kind for code in members} == {ActorKind.COUNTRY}
        assert members == sorted(set(members))
        assert all(body in blocs(party) for party in (body, *members))
    assert blocs("CHE") == frozenset()
