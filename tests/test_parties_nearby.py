"""Whose side somebody is on when the words beside a name could mislead: another body, a company, the two of a pair."""

import pytest

from pourparlers.knowledge.entities import EXPERT, PRESS, find
from test_people import read, said

PAIR = "La Norvège et la Suède ont rompu mardi. "


def parties(text, *pairs, language="fr"):
    """Give the parties of the speakers of the last attribution of a text."""
    attributions = said(text, *pairs)
    _, reading = read(text, attributions, language)
    sides = {m.entity: m.party for m in reading.mentions}
    return sorted(sides[number] or "" for number in reading.speakers[attributions[-1].id])


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Le Conseil de sécurité nationale a tranché.", "fr"),
        ("The National Security Council met on Monday.", "en"),
        ("Der Nationale Sicherheitsrat tagte.", "de"),
        ("El Consejo de Seguridad Nacional se reunió.", "es"),
        ("Ulusal Güvenlik Konseyi toplandı.", "tr"),
    ],
)
def test_a_council_of_national_security_is_not_that_of_the_united_nations(text, language):
    assert not [match for match in find(text, language) if match.entity.code == "UN-SC"]


def test_the_council_of_the_united_nations_stays_itself():
    (match,) = find("Le Conseil de sécurité a tranché.", "fr")
    assert match.entity.code == "UN-SC"


def test_an_assembly_introduced_before_is_not_the_organisation_named_last():
    text = "Une vaste assemblée siège. L'ONU observe. La vaste assemblée réclame une trêve."
    pairs = (("Une vaste assemblée", "siège"), ("La vaste assemblée", "une trêve"))
    assert "UN" not in parties(text, *pairs)


@pytest.mark.parametrize(
    ("text", "source", "wanted"),
    [
        (PAIR + "Les deux pays disent attendre.", "Les deux pays", ["NOR", "SWE"]),
        (PAIR + "Avec le Japon et le Chili, les deux pays disent attendre.", "les deux pays", ["NOR", "SWE"]),
        (
            "La Norvège, le Chili et la Suède ont rompu mardi. Les deux pays disent attendre.",
            "Les deux pays",
            [],
        ),
        ("La Norvège a rompu mardi. Les deux pays disent attendre.", "Les deux pays", []),
        (
            "Kaboul et les talibans se parlent. Les deux camps disent attendre.",
            "Les deux camps",
            ["AFG", "TALIBAN"],
        ),
    ],
)
def test_both_are_the_two_named_nearby_and_nobody_when_it_is_not_clear(text, source, wanted):
    assert parties(text, (source, "attendre")) == wanted


@pytest.mark.parametrize(
    ("text", "source"),
    [
        ("Acmetron Inc. fell. The US rival Acmetron said no today.", "The US rival Acmetron"),
        ("US producer Acmetron said no today. Acmetron shareholders vote soon.", "US producer Acmetron"),
    ],
)
def test_a_company_is_a_side_of_its_own_wherever_it_is_from(text, source):
    assert parties(text, (source, "no today"), language="en") == ["Acmetron"]


def test_a_chief_executive_speaks_for_the_company_named_before_the_office():
    text = (
        "Acmetron Ltd rose. Norway waits. Norway again. Acmetron chief executive Olof Bergman said no today."
    )
    source = "Acmetron chief executive Olof Bergman"
    assert parties(text, (source, "no today"), language="en") == ["Acmetron"]


@pytest.mark.parametrize(
    ("text", "source", "wanted"),
    [
        (
            "Anna Lind, chargée des études nordiques au groupe de réflexion norvégien Fjord, dit non ici.",
            "Anna Lind, chargée des études nordiques au groupe de réflexion norvégien Fjord,",
            EXPERT,
        ),
        (
            "Anna Lind, de l'Université des études norvégiennes de Bergen, dit non ici.",
            "Anna Lind, de l'Université des études norvégiennes de Bergen",
            EXPERT,
        ),
        (
            "Anna Lind, connue pour sa dureté envers la Norvège, dit non ici.",
            "Anna Lind, connue pour sa dureté envers la Norvège",
            "",
        ),
        (
            "Anna Lind, l'envoyée spéciale norvégienne, dit non ici.",
            "Anna Lind, l'envoyée spéciale norvégienne",
            "NOR",
        ),
        ("Selon France TV, non ici.", "France TV", PRESS),
    ],
)
def test_what_stands_after_a_name_tells_its_side_and_not_that_of_its_subject(text, source, wanted):
    assert parties(text, (source, "non ici")) == [wanted]


def test_a_plan_that_others_are_against_is_not_theirs():
    text = 'La Norvège dit "non à tout". Elle se bat contre un projet, lequel interdit de pêcher.'
    assert parties(text, ("La Norvège", "non à tout"), ("un projet", "de pêcher")) == [""]


def test_the_ministry_that_adds_something_is_of_who_spoke_before():
    text = 'L\'Inde attend. L\'Inde encore. La Norvège a dit "non à tout". "La partie indienne doit céder", a ajouté le ministère.'
    pairs = (("La Norvège", "non à tout"), ("le ministère", "La partie indienne doit céder"))
    assert parties(text, *pairs) == ["NOR"]


@pytest.mark.parametrize(
    ("text", "source", "wanted", "language"),
    [
        (
            "Iran tested a rocket and Iran praised it. Ann Doe, President Obama's national security adviser, said it was a provocation.",
            "Ann Doe, President Obama's national security adviser,",
            ["USA"],
            "en",
        ),
        (
            "L'Iran a tiré une fusée et l'Iran s'en félicite. Un conseiller du président Barack Obama a dénoncé une provocation.",
            "Un conseiller du président Barack Obama",
            ["USA"],
            "fr",
        ),
    ],
)
def test_who_serves_a_public_figure_is_on_that_side_and_not_of_the_country_the_article_is_about(
    text, source, wanted, language
):
    content = "it was a provocation" if language == "en" else "une provocation"
    assert parties(text, (source, content), language=language) == wanted


def test_the_regime_of_somebody_is_not_the_country_named_last():
    text = "North Korea's Kim Jong Un watched. China is its neighbour. Kim's regime said it would go on."
    assert parties(text, ("Kim's regime", "it would go on"), language="en") == ["PRK"]
