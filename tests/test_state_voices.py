"""State agencies are the voice of their government; other media are the press."""

import pytest

from pourparlers.knowledge.entities import PRESS, party_of
from test_own_voice import told


@pytest.mark.parametrize(
    ("code", "party"),
    [("KCNA", "PRK"), ("XINHUA", "CHN"), ("PRK-MEDIA", "PRK"), ("REUTERS", PRESS), ("FRA-MEDIA", PRESS)],
)
def test_an_outlet_is_the_press_unless_it_is_the_voice_of_a_state(code, party):
    assert party_of(code) == party


@pytest.mark.parametrize(
    "source",
    ["l'agence de presse officielle KCNA", "l'agence d'État nord-coréenne KCNA", "KCNA"],
)
def test_an_agency_is_the_one_its_phrase_ends_with(source):
    assert told(f"Oslo attend, a écrit {source}.", source)[0] == {"PRK"}


def test_the_agency_named_before_is_meant_by_the_bare_noun():
    text = "KCNA a parlé. L'agence a dit non."
    assert told(text, "L'agence")[0] == {"PRK"}


def test_an_office_before_a_comma_is_not_of_who_speaks_behind_it():
    text = "They are with the Swedish minister, Lind said."
    assert told(text, "Lind", "en")[0] == {None}


def test_the_name_behind_a_portfolio_leaves_it_out():
    text = "Le ministre norvégien de l'Intérieur Torvald Ek a dit non."
    assert told(text, "Le ministre norvégien de l'Intérieur Torvald Ek")[0] == {"NOR"}
