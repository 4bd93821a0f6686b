"""Who is behind the mentions of several articles: one actor a person, whatever the spelling, and never two in one."""

from dataclasses import replace
from datetime import UTC, datetime
from itertools import permutations

import pytest

from pourparlers.dossier.actors import actors
from pourparlers.knowledge.entities import find
from pourparlers.model import ActorKind, Attribution, AttributionType, Reading, Span
from pourparlers.reading import mentions
from test_people import article, nothing_encoded, read, said


def reading_of(name, text, language="fr"):
    one = article(text, language, name)
    return one, Reading(name, (), (), mentions.find(one, nothing_encoded(), ()), ())


def table(*texts):
    pairs = [reading_of(f"a{n}", *(t if isinstance(t, tuple) else (t,))) for n, t in enumerate(texts)]
    return actors([a for a, _ in pairs], [r for _, r in pairs])


def people(found):
    return [actor for actor in found.actors if actor.kind is ActorKind.PERSON]


def test_spellings_and_scripts_of_one_name_are_one_actor():
    found = people(
        table(
            "Le ministre russe Sergueï Gnatiouchkov a parlé.",
            ("Russian minister Sergei Gnatyushkov spoke.", "en"),
            ("Министр Сергей Гнатюшков выступил.", "ru"),
            "M. Gnatiouchkov est reparti.",
        )
    )
    assert len(found) == 1
    assert {"M. Gnatiouchkov", "Sergei Gnatyushkov", "Сергей Гнатюшков"} <= set(found[0].variants)
    assert found[0].party == "RUS"


def test_given_names_that_differ_beyond_spelling_are_two_people():
    found = people(table("Marie Delcourt a signé.", "Marina Delcourt a refusé.", "Anna Delcourt est là."))
    assert len(found) == 3


def test_a_bare_surname_joins_the_one_person_it_fits():
    found = people(table("La ministre Anna Delcourt a signé.", "Mme Delcourt reviendra."))
    assert [actor.name for actor in found] == ["Anna Delcourt"]


def test_a_bare_surname_of_another_gender_stays_apart():
    found = people(table("La ministre Anna Delcourt a signé.", "M. Delcourt reviendra."))
    assert len(found) == 2


def test_a_surname_that_fits_two_people_joins_neither():
    found = people(
        table(
            "Anna Delcourt a signé.",
            "Paul Delcourt a signé.",
            "L'analyste Delcourt hésite.",
        )
    )
    assert len(found) == 3


def test_known_entities_merge_over_languages():
    found = table("Moscou refuse. Les Russes attendent.", ("Russia refuses.", "en"))
    russia = next(actor for actor in found.actors if actor.code == "RUS")
    assert {"Moscou", "Russes", "Russia"} <= set(russia.variants)
    assert {"Russie", "Russia"} <= set(found.labels("RUS"))


def test_the_order_of_the_articles_changes_nothing():
    texts = [
        "Anna Delcourt a signé avec Paul Delcourt.",
        "Mme Delcourt reviendra. Le président Paul Delcourt aussi.",
        "Sergueï Orlov, porte-parole du Kremlin, a parlé.",
        "M. Orlov et Delcourt sont partis.",
    ]
    pairs = [reading_of(f"a{n}", text) for n, text in enumerate(texts)]
    tables = [actors([a for a, _ in order], [r for _, r in order]) for order in permutations(pairs)]
    assert all(one.actors == tables[0].actors and one.entities == tables[0].entities for one in tables)


def test_every_entity_has_an_actor_and_every_mention_its_words():
    text = "Un responsable américain demande une trêve."
    attribution = Attribution("0", AttributionType.INDIRECT, Span(0, 24), None, (Span(33, 42),))
    one, reading = read(text, (attribution,))
    found = actors([one], [reading])
    actor = next(a for a in found.actors if a.id == found.entities[(one.id, reading.speakers["0"][0])])
    assert actor.party == "USA"
    assert actor.name == "responsable américain"
    assert {text[e.start : e.end] for e in actor.mentions} == {"Un responsable américain"}


def test_an_organisation_not_known_beforehand_is_its_own_side():
    text = "Le Réseau des lacs nordiques (RLN) proteste."
    found = table(text)
    actor = next(a for a in found.actors if "RLN" in a.variants)
    assert actor.party == actor.name


def test_a_public_figure_speaks_for_the_side_everybody_knows_whatever_stands_around():
    (found,) = people(table("Donald Trump a félicité la Corée du Sud, puis M. Trump a salué Séoul."))
    assert found.party == "USA"
    assert "knowledge:public-figure" in found.reason.why


def test_an_office_outranks_a_surname_that_a_public_figure_shares():
    (found,) = people(table("Le ministre norvégien Lavrov a parlé."))
    assert found.party == "NOR"


def test_a_word_that_only_begins_a_sentence_is_no_side_of_its_own():
    text = "Ensuite aurait craint la pluie. Lumière a craint la neige."
    attributions = said(text, ("Ensuite", "la pluie"), ("Lumière", "la neige"))
    one, reading = read(text, attributions, "fr")
    assert "Lumière" in {actor.party for actor in actors([one], [reading]).actors} <= {None, "Lumière"}


def sides_of(text, surname, *, year=2019, language="fr"):
    one = replace(article(text, language, "a"), published=datetime(year, 6, 1, tzinfo=UTC))
    found = actors([one], [Reading("a", (), (), mentions.find(one, nothing_encoded(), ()), ())])
    (actor,) = (actor for actor in people(found) if surname in actor.name)
    return actor.party


@pytest.mark.parametrize(
    ("text", "language", "surname", "year", "wanted"),
    [
        ("L'ancien président Nicolas Sarkozy a pris la parole.", "fr", "Sarkozy", 2015, "Nicolas Sarkozy"),
        ("Le président Nicolas Sarkozy a pris la parole.", "fr", "Sarkozy", 2010, "FRA"),
        ("Nicolas Sarkozy a pris la parole.", "fr", "Sarkozy", 2010, "FRA"),
        ("Le candidat Emmanuel Macron a pris la parole.", "fr", "Macron", 2016, "Emmanuel Macron"),
        ("Javier Milei spoke to supporters.", "en", "Milei", 2022, "Javier Milei"),
        ("Javier Milei spoke to supporters.", "en", "Milei", 2024, "ARG"),
        ("Le député français Luc Barnave a voté non.", "fr", "Barnave", 2019, "Luc Barnave"),
        ("Le ministre français Luc Barnave a voté non.", "fr", "Barnave", 2019, "FRA"),
        (
            "Le chef de l'opposition israélienne Dov Lanir a parlé.",
            "fr",
            "Lanir",
            2019,
            "ISR-OPPOSITION",
        ),
    ],
)
def test_who_holds_no_office_of_the_state_speaks_in_his_own_name(text, language, surname, year, wanted):
    assert sides_of(text, surname, year=year, language=language) == wanted


def test_without_a_date_the_offices_of_others_tell_the_year():
    text = "President Barack Obama spoke to Congress. Donald Trump spoke in Ohio."
    assert {actor.name: actor.party for actor in people(table((text, "en")))} == {
        "Barack Obama": "USA",
        "Donald Trump": "Donald Trump",
    }


@pytest.mark.parametrize(
    ("text", "surname", "wanted"),
    [
        ("Washington hésite. La sénatrice démocrate Clara Welds a dit non.", "Welds", "USA-DEMOCRATS"),
        ("Washington hésite. Le sénateur républicain Carl Welds a dit non.", "Welds", "USA-REPUBLICANS"),
        ("Le président de l'UDI, Paul Ferrandier, a dit non.", "Ferrandier", "FRA-UDI"),
        ("L'ex-émissaire de l'ONU Staffan de Mistura a écrit.", "Mistura", "Staffan de Mistura"),
        ("L'émissaire de l'ONU Staffan de Mistura a écrit.", "Mistura", "UN"),
        ("En Libye, le chef du gouvernement d'union Fayez al-Sarraj a parlé.", "Sarraj", "GNA"),
    ],
)
def test_who_is_of_a_party_or_a_rival_government_is_on_its_side(text, surname, wanted):
    assert sides_of(text, surname, year=2018) == wanted


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("Les brigades du Hezbollah ont dit non.", ["KATAIB-HEZBOLLAH"]),
        ("Le Hezbollah a dit non.", ["HEZBOLLAH"]),
        ("En Libye, le gouvernement d'union attend.", ["LBY", "GNA"]),
        ("Au Liban, le gouvernement d'union attend.", ["LBN"]),
        ("Les sociaux-démocrates quittent les Etats-Unis.", ["USA"]),
    ],
)
def test_factions_and_rival_governments_are_told_from_their_neighbours(text, wanted):
    codes = [match.entity.code for match in find(text, "fr")]
    assert codes == wanted


@pytest.mark.parametrize(
    ("text", "language", "wanted"),
    [
        ("La Croix-Rouge norvégienne a dit non.", "fr", ["NOR-REDCROSS"]),
        ("The Norwegian Red Cross said no.", "en", ["NOR-REDCROSS"]),
        ("La Cruz Roja noruega dijo que no.", "es", ["NOR-REDCROSS"]),
        ("La Croix-Rouge a dit non.", "fr", ["IFRC"]),
        ("Die USA warten, die Republikaner sagen nein.", "de", ["USA", "USA-REPUBLICANS"]),
        ("I repubblicani dicono di no.", "it", []),
    ],
)
def test_national_societies_and_parties_are_told_in_several_languages(text, language, wanted):
    assert [match.entity.code for match in find(text, language)] == wanted
