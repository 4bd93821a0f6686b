"""Whose side somebody is on when the words beside a name could mislead: another body, a company, the two of a pair."""

import pytest

from pourparlers.knowledge.entities import EXPERT, PRESS, find
from test_people import ByRule, read, said, spoken

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


WAR = "La guerre reprend. "


@pytest.mark.parametrize(
    ("text", "source", "content", "wanted"),
    [
        (
            WAR + 'Nils Ek, du Danish Refugee Council, a dénoncé "un abandon".',
            "Nils Ek, du Danish Refugee Council",
            "un abandon",
            ["DRC-NGO"],
        ),
        (
            WAR + 'Ida Lund, chercheuse de Human Rights Watch, a dénoncé "un abandon".',
            "Ida Lund, chercheuse de Human Rights Watch",
            "un abandon",
            ["HRW"],
        ),
        (
            WAR + 'Ida Lund, chercheuse de Chatham House, a dénoncé "un abandon".',
            "Ida Lund, chercheuse de Chatham House",
            "un abandon",
            [EXPERT],
        ),
        (
            WAR + 'Plusieurs organisations humanitaires ont dénoncé "un abandon".',
            "Plusieurs organisations humanitaires",
            "un abandon",
            ["NGOS"],
        ),
        (
            WAR + 'Le directeur de l\'ONG norvégienne Oxfam a dénoncé "un abandon".',
            "Le directeur de l'ONG norvégienne Oxfam",
            "un abandon",
            ["OXFAM"],
        ),
    ],
)
def test_who_works_for_a_body_that_stands_up_for_a_cause_speaks_for_it(text, source, content, wanted):
    assert parties(text, (source, content)) == wanted


def test_a_body_in_apposition_keeps_the_small_words_of_its_name():
    text = WAR + 'L\'organisation Hands on Rivers and Clean Lakes a dénoncé "un abandon".'
    pair = ("L'organisation Hands on Rivers and Clean Lakes", "un abandon")
    assert parties(text, pair) == ["Hands on Rivers and Clean Lakes"]


def test_brackets_tell_which_countries_a_phrase_stands_for_and_how_many_go_on():
    text = 'Le trio (Suède, Norvège, Finlande) salue "un pas". "Un autre suivra", disent ces trois pays.'
    pairs = (("Le trio (Suède, Norvège, Finlande)", "un pas"), ("ces trois pays", "Un autre suivra"))
    assert parties(text, pairs[0]) == ["FIN", "NOR", "SWE"]
    late = 'Le trio (Suède, Norvège, Finlande) salue "un pas". Ces trois pays veulent "un autre".'
    assert parties(late, pairs[0], ("Ces trois pays", "un autre")) == ["FIN", "NOR", "SWE"]


def test_where_something_was_said_is_not_who_said_it():
    text = 'Avec le président allemand Jan Berg, son homologue polonais Adam Nowak a dit "non".'
    pair = ("Avec le président allemand Jan Berg, son homologue polonais Adam Nowak", "non")
    assert parties(text, pair) == ["POL"]


def test_the_chief_of_another_body_is_not_whoever_spoke_last():
    text = 'La Suède attend. Selon Nils Ek, "la paix est loin". Le chef du Mouvement pour Malmövik a regretté "un retard".'
    pairs = (("Nils Ek", "la paix est loin"), ("Le chef du Mouvement pour Malmövik", "un retard"))
    _, reading = read(text, said(text, *pairs), "fr", by=ByRule)
    assert reading.speakers["0"] != reading.speakers["1"]


def test_a_party_is_a_side_of_its_own_and_its_minister_speaks_for_the_state():
    assert parties('Le parti travailliste a dit "non".', ("Le parti travailliste", "non")) == ["GBR-LABOUR"]
    text = 'La Première ministre travailliste britannique Ann Doe a dit "non".'
    assert parties(text, ("La Première ministre travailliste britannique Ann Doe", "non")) == ["GBR"]


def test_a_minister_named_after_the_words_of_a_country_is_of_it():
    text = (
        "Le Chili et encore le Chili. Le Chili toujours.\n\n"
        'La Lettonie se dit "prête". "Nous attendons", a précisé le ministre de la Défense Jan Kalns.'
    )
    pairs = (("La Lettonie", "prête"), ("le ministre de la Défense Jan Kalns", "Nous attendons"))
    assert parties(text, *pairs) == ["LVA"]


def test_a_word_that_ends_a_compound_is_no_part_of_a_name():
    text = 'Le champion des pro-Nato Nils Ek a gagné. Nils Ek a promis "la paix".'
    assert spoken(text, ("Nils Ek", "la paix"))[-1] == ["Nils Ek"]


def test_ministries_of_a_country_are_of_its_side():
    text = 'Les ministères suédois des Affaires étrangères et de la Défense ont dit "non".'
    pair = ("Les ministères suédois des Affaires étrangères et de la Défense", "non")
    assert parties(text, pair) == ["SWE"]


def test_the_media_of_a_state_without_others_are_its_voice():
    text = "North Korea tested a rocket. The North's state media praised the launch."
    assert parties(text, ("The North's state media", "the launch"), language="en") == ["PRK"]


def test_a_legislator_told_by_the_place_is_the_one_who_spoke():
    text = 'Selon Nils Ek, "la paix est loin". Le député de Malmövik a regretté "un retard".'
    pairs = (("Nils Ek", "la paix est loin"), ("Le député de Malmövik", "un retard"))
    _, reading = read(text, said(text, *pairs), "fr")
    assert reading.speakers["0"] == reading.speakers["1"]


@pytest.mark.parametrize(
    ("source", "language", "wanted"),
    [
        ("Les chefs de la diplomatie norvégienne, suédoise et danoise", "fr", ["DNK", "NOR", "SWE"]),
        ("Les ministres norvégien et suédois", "fr", ["NOR", "SWE"]),
        ("The Norwegian, Swedish and Danish foreign ministers", "en", ["DNK", "NOR", "SWE"]),
        ("Le négociateur du dossier norvégien et suédois", "fr", ["NOR"]),
        ("Les ministres norvégiens de la Défense", "fr", ["NOR"]),
    ],
)
def test_those_whose_noun_has_the_adjectives_of_several_countries_are_of_all_of_them(
    source, language, wanted
):
    assert parties(f"{source} said it was a fault.", (source, "a fault"), language=language) == wanted
