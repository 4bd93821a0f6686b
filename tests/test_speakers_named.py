"""Who speaks where the sentence names nobody new: the latter, the minister, a report, "le Nord", a body with a name of its own."""

import pytest

from pourparlers.knowledge.entities import party_of
from pourparlers.knowledge.public_figures import side_by_office
from pourparlers.knowledge.transliteration import skeleton
from test_people import ByRule, read, said, spoken
from test_sides import side


def parties(text, *pairs, language="fr"):
    """Give the side of each who speaks, in text order."""
    attributions = said(text, *pairs)
    _, reading = read(text, attributions, language)
    by_entity = {mention.entity: mention.party for mention in reading.mentions if mention.party}
    return [[by_entity.get(number) for number in reading.speakers[one.id]] for one in attributions]


def test_the_latter_is_whoever_was_named_last():
    text = "Anna Berg a remercié Karl Lund. Ce dernier a dit non."
    assert spoken(text, ("Ce dernier", "non")) == [["Karl Lund"]]


def test_the_agent_of_a_passive_aside_does_not_go_on_speaking():
    text = (
        "Les négociateurs norvégiens veulent que les rebelles reconnaissent le gouvernement, "
        "décrit par les Suédois comme faible. Ils souhaitent une trêve."
    )
    found = parties(text, ("Les négociateurs norvégiens", "les rebelles reconnaissent"), ("Ils", "une trêve"))
    assert found[1] == ["NOR"]


def test_a_kingdom_with_its_adjective_is_that_country():
    text = "La Norvège a parlé. Le royaume suédois a dit non."
    assert side(text, "Le royaume suédois", "fr") == "SWE"


def test_a_body_with_a_name_of_its_own_is_not_the_one_named_before():
    text = "L'Otan a parlé. Ensuite l'ONG Varlande a dit non."
    assert side(text, "l'ONG Varlande", "fr") != party_of("NATO")


@pytest.mark.parametrize(
    ("text", "source"),
    [
        (
            "Selon un rapport confidentiel de l'ONU, des navires ont passé. La Libye attend. Ce rapport sur la Libye dit non.",
            "Ce rapport sur la Libye",
        ),
        (
            "L'ONU a publié un rapport. La Libye et la Norvège attendent. Ensuite le rapport dit non.",
            "le rapport",
        ),
    ],
)
def test_a_report_is_of_whom_it_was_called_before(text, source):
    assert side(text, source, "fr") == "UN"


def test_nobody_speaks_through_what_two_sides_agreed():
    text = "L'accord d'Oslo prévoit une trêve."
    assert parties(text, ("L'accord d'Oslo", "une trêve")) == [[]]


def test_the_north_is_the_country_named_so_later():
    text = "Hier encore le Nord a dit non. Une délégation nord-coréenne arrive."
    assert side(text, "le Nord", "fr") == "PRK"


def test_an_office_held_by_one_of_a_surname_tells_the_side():
    assert side_by_office([(skeleton("hagel"),)], {"defence"}, 2014) == "USA"
    assert side_by_office([(skeleton("hagel"),)], {"defence"}, 1999) is None
    assert side_by_office([(skeleton("hagel"),)], {"premier"}, None) is None


def test_an_office_of_a_state_goes_before_a_later_post():
    text = "Le Premier ministre des Pays-Bas, Mark Rutte, a dit non."
    assert side(text, "Le Premier ministre des Pays-Bas, Mark Rutte", "fr") == "NLD"


def test_the_minister_is_the_one_who_just_spoke_though_called_otherwise():
    text = (
        "Le ministre russe Ivan Petrov attend. La chute sera longue, a dit le chef de la diplomatie "
        "norvégienne Karl Lund. La trêve tiendra, a ajouté le ministre."
    )
    found = spoken(
        text,
        ("le chef de la diplomatie norvégienne Karl Lund", "La chute sera longue"),
        ("le ministre", "La trêve tiendra"),
        by=ByRule,
    )
    assert found[1] == ["Karl Lund"]


def test_specialised_agencies_speak_for_themselves():
    assert party_of("WHO") == "WHO"
    assert party_of("UNHCR") == "UN"


def test_an_agent_behind_an_adverb_does_not_go_on_speaking_either():
    text = (
        "Les négociateurs norvégiens veulent que les rebelles reconnaissent le gouvernement, "
        "contesté notamment par les Suédois. Ils souhaitent une trêve."
    )
    first, second = "les rebelles reconnaissent", "le gouvernement"
    found = parties(
        text, ("Les négociateurs norvégiens", first), ("les Suédois", second), ("Ils", "une trêve")
    )
    assert found[0] == ["NOR"]


def test_the_two_presidents_are_those_at_the_head_of_a_country():
    text = (
        "Le président norvégien Karl Lund a reçu le président suédois Nils Holm. Le conseiller Per Dahl attend. "
        "Les deux dirigeants ont promis une trêve."
    )
    assert spoken(text, ("Les deux dirigeants", "une trêve")) == [["Karl Lund", "Nils Holm"]]


def test_two_leaders_are_those_who_are_known_to_be_at_the_head_of_a_state_though_the_article_does_not_say_so():
    text = (
        "Le président américain Joe Biden a appelé Emmanuel Macron. Nils Ek et la ministre Anna Dahl attendent. "
        "Les deux dirigeants ont promis une trêve."
    )
    assert spoken(text, ("Les deux dirigeants", "une trêve")) == [["Joe Biden", "Emmanuel Macron"]]


@pytest.mark.parametrize(
    ("text", "source", "name"),
    [
        (
            "Le secrétaire adjoint chargé du Proche-Orient David Ek a dit non.",
            "Le secrétaire adjoint chargé du Proche-Orient David Ek",
            "David Ek",
        ),
        (
            "Anna Lund a parlé. Le député du Pas-de-Calais Pierre Ek a dit non.",
            "Le député du Pas-de-Calais Pierre Ek",
            "Pierre Ek",
        ),
    ],
)
def test_a_name_begins_behind_the_joined_words_of_an_office(text, source, name):
    assert spoken(text, (source, "non")) == [[name]]
