import pytest

from pourparlers.dossier.actors import actors
from pourparlers.knowledge.entities import EXPERT
from pourparlers.model import Article, Attribution, AttributionType, Reading, Span
from pourparlers.reading import mentions, sentences, speakers
from test_people import nothing_encoded


def side(text, source, language):
    """Give the side of who is named by the source of what is said in a text."""
    at = text.rindex(source)
    article = Article(id="a", name="a", text=text, language=language)
    said = Attribution("1", AttributionType.INDIRECT, Span(at, at + len(source)), None, (Span(0, 1),))
    found = mentions.find(article, nothing_encoded(), (said,))
    reading = Reading(
        "a",
        tuple(sentences.sentences(text, language)),
        (said,),
        found,
        (),
        speakers.resolve(article, (said,), found),
    )
    table = actors([article], [reading])
    (number, *_) = reading.speakers["1"]
    return next(a.party for a in table.actors if a.id == table.entities["a", number])


MUCH = "La Norvège a rappelé son ambassadeur. La Norvège ne cédera pas. Oslo et la Norvège attendent. "


@pytest.mark.parametrize(
    ("text", "source", "language", "party"),
    [
        (
            "Finnish Prime Minister Liisa Aalto and U.S. Defense Secretary Tom Birch met. Birch said no.",
            "Birch",
            "en",
            "USA",
        ),
        (
            "“No,” said the former Swedish envoy Anna Lind.",
            "the former Swedish envoy Anna Lind",
            "en",
            EXPERT,
        ),
        ("L'ancien ministre suédois Nils Ek a dit non.", "L'ancien ministre suédois Nils Ek", "fr", EXPERT),
        ("L'ancien président suédois Nils Ek a dit non.", "L'ancien président suédois Nils Ek", "fr", "SWE"),
        (
            "Nils Ek, ministre suédois et ancien ambassadeur, a dit non.",
            "Nils Ek, ministre suédois et ancien ambassadeur,",
            "fr",
            "SWE",
        ),
        (
            MUCH + "Le président de l'Union des pêcheurs, Nils Ek, a dit non.",
            "Le président de l'Union des pêcheurs, Nils Ek",
            "fr",
            None,
        ),
        (
            MUCH + "Le président de la République, Nils Ek, a dit non.",
            "Le président de la République, Nils Ek",
            "fr",
            "NOR",
        ),
        (
            MUCH + "Le Tribunal mixte pour la Norvège (TMN) a siégé. Les juges ont dit non.",
            "Les juges",
            "fr",
            "Tribunal mixte pour la Norvège",
        ),
        ("Les pays voisins de la Norvège ont dit non.", "Les pays voisins de la Norvège", "fr", None),
        (
            "Autre pays ami de la Norvège, la Suède a dit non.",
            "Autre pays ami de la Norvège, la Suède",
            "fr",
            "SWE",
        ),
        (MUCH + "L'opposition a dit non.", "L'opposition", "fr", "NOR-OPPOSITION"),
        (MUCH + "Les juges ont dit non.", "Les juges", "fr", "NOR"),
        ("Anna Lind, an ambassador to Norway, said no.", "Anna Lind, an ambassador to Norway,", "en", None),
    ],
)
def test_whom_somebody_speaks_for(text, source, language, party):
    assert side(text, source, language) == party


def test_a_ministry_of_the_south_is_of_the_country_that_ends_so():
    text = "La Corée du Sud attend. Le ministère de l'Unification du Sud a dit non."
    assert side(text, "Le ministère de l'Unification du Sud", "fr") == "KOR"


def test_the_spokesman_of_a_bare_ministry_is_of_the_country_that_the_article_is_about():
    assert (
        side(MUCH + "Le porte-parole du ministère a dit non.", "Le porte-parole du ministère", "fr") == "NOR"
    )


def test_that_of_a_ministry_for_dealings_with_another_may_be_of_either():
    text = "La Norvège et la Suède, Oslo et Stockholm. Le porte-parole du ministère en charge des relations dit non."
    assert side(text, "Le porte-parole du ministère en charge des relations", "fr") is None
