"""Those who are of a state and do not speak for its government: legislators, parties, former presidents."""

import pytest

from pourparlers.model import Article, Attribution, AttributionType, Span
from pourparlers.reading import mentions, sided
from test_people import nothing_encoded


def told(text, source, language="fr"):
    """Give the sides of who is named by the source of what is said, and whether it speaks for no government of theirs."""
    at = text.rindex(source)
    article = Article(id="a", name="a", text=text, language=language)
    said = Attribution("1", AttributionType.INDIRECT, Span(at, at + len(source)), None, (Span(0, 1),))
    found = mentions.find(article, nothing_encoded(), (said,))
    heads = [one for one in found if mentions.HEAD in one.why]
    aside = {sided.OUTSIDE, sided.OWN_NAME}
    return {one.party for one in heads}, any(not aside.isdisjoint(one.why) for one in heads)


@pytest.mark.parametrize(
    ("text", "source", "language", "party"),
    [
        ("La sénatrice norvégienne Anna Lind a dit non.", "La sénatrice norvégienne Anna Lind", "fr", "NOR"),
        ("L'ex-président norvégien Nils Ek a dit non.", "L'ex-président norvégien Nils Ek", "fr", "NOR"),
        ("Des députés norvégiens ont dit non.", "Des députés norvégiens", "fr", "NOR"),
        ("Norwegian lawmaker Anna Lind said no.", "Norwegian lawmaker Anna Lind", "en", "NOR"),
        ("The Norwegian parliament said no.", "The Norwegian parliament", "en", "NOR"),
    ],
)
def test_legislators_and_former_presidents_do_not_speak_for_the_government(text, source, language, party):
    assert told(text, source, language) == ({party}, True)


@pytest.mark.parametrize(
    ("text", "source"),
    [
        ("Le ministre norvégien Nils Ek a dit non.", "Le ministre norvégien Nils Ek"),
        ("Le président norvégien Nils Ek a dit non.", "Le président norvégien Nils Ek"),
        ("Oslo a dit non.", "Oslo"),
    ],
)
def test_those_in_office_do(text, source):
    assert not told(text, source)[1]


def test_a_bare_senator_is_of_the_only_country_whose_parliament_is_named():
    text = "Le Congrès américain a voté. Le sénateur norvégien Tom Birch a dit non."
    assert told(text, "Le sénateur norvégien Tom Birch")[0] == {"NOR"}
    assert told(text.replace("norvégien", "influent"), "Le sénateur influent Tom Birch") == ({"USA"}, True)


def test_a_senator_of_a_party_is_of_that_party():
    text = "Le Congrès américain a voté. Le sénateur démocrate Tom Birch a dit non."
    assert told(text, "Le sénateur démocrate Tom Birch")[0] == {"USA-DEMOCRATS"}


def test_a_legislator_of_a_body_of_its_own_is_of_no_other_country():
    text = "Le Congrès américain a voté. Oslo et Stockholm attendent. Anna Lind, députée au Conseil législatif, a dit non."
    assert told(text, "Anna Lind, députée au Conseil législatif") == ({None}, True)


def test_a_candidate_of_the_opposition_is_of_the_opposition():
    text = "La candidate de l'opposition vénézuélienne a dit non."
    assert told(text, "La candidate de l'opposition vénézuélienne")[0] == {"VEN-OPPOSITION"}


@pytest.mark.parametrize(
    ("text", "source", "language"),
    [
        ("Nils Ek, un résident d'Oslo, a dit non.", "Nils Ek, un résident d'Oslo", "fr"),
        ("Ek, un commerçant de la Norvège, a dit non.", "Ek, un commerçant de la Norvège", "fr"),
        ("Le peuple de Norvège a dit non.", "Le peuple de Norvège", "fr"),
        ("Nils Ek, a shopkeeper in Norway, said no.", "Nils Ek, a shopkeeper in Norway", "en"),
    ],
)
def test_residents_and_the_people_are_not_the_state(text, source, language):
    assert told(text, source, language)[0] == {None}


@pytest.mark.parametrize(
    "source",
    [
        "L'envoyé spécial norvégien en Suède Nils Ek",
        "Le député norvégien et défenseur des droits des femmes Nils Ek",
    ],
)
def test_a_name_behind_a_long_office_is_the_speaker_and_has_it(source):
    article = Article(id="a", name="a", text=f"{source} a dit non.", language="fr")
    said = Attribution("1", AttributionType.INDIRECT, Span(0, len(source)), None, (Span(0, 1),))
    head = next(one for one in mentions.find(article, nothing_encoded(), (said,)) if mentions.HEAD in one.why)
    assert (source[head.span.start : head.span.end], head.party) == ("Nils Ek", "NOR")


def speaker(text, source, quoted=(), language="fr"):
    """Give the sides of who a pronoun in the source stands for."""
    at = text.rindex(source)
    article = Article(id="a", name="a", text=text, language=language)
    said = Attribution(
        "1", AttributionType.INDIRECT, Span(at, at + len(source)), None, (Span(at + 4, at + 5),)
    )
    return {
        one.party
        for one in mentions.find(article, nothing_encoded(), (*quoted, said))
        if mentions.HEAD in one.why
    }


def test_an_impersonal_pronoun_is_nobody():
    text = "La Norvège a parlé. Il est à craindre que tout recommence."
    assert speaker(text, "Il") == set()


def test_the_government_is_not_one_that_only_a_quotation_names():
    text = 'La Norvège, la Norvège. "Le gouvernement suédois a aidé", dit Oslo. Le gouvernement a dit oui.'
    quote = Attribution(
        "0",
        AttributionType.DIRECT,
        Span(text.index("Oslo"), text.index("Oslo") + 4),
        None,
        (Span(text.index("Le gouvernement suédois"), text.index('",')),),
    )
    at = text.rindex("Le gouvernement")
    said = Attribution("1", AttributionType.INDIRECT, Span(at, at + 15), None, (Span(at + 20, at + 21),))
    article = Article(id="a", name="a", text=text, language="fr")
    found = mentions.find(article, nothing_encoded(), (quote, said))
    assert {one.party for one in found if mentions.HEAD in one.why and one.span.start == at} == {"NOR"}
