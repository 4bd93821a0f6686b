"""Names of places that are written as names of people are."""

import pytest

from pourparlers.model import Article, MentionKind
from pourparlers.reading import mentions
from test_people import nothing_encoded


def names(text, language):
    article = Article(id="a", name="a", text=text, language=language)
    found = mentions.find(article, nothing_encoded(), ())
    return {text[m.span.start : m.span.end] for m in found if m.kind is MentionKind.NAME and m.code is None}


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Les tirs visent la ville de Anna Vik. Anna Vik est vide.", "fr"),
        ("Anna Vik est vide, et la région de Anna Vik aussi.", "fr"),
        ("They fled the town of Anna Vik. Anna Vik is empty.", "en"),
        ("They met near Mount Anna Vik.", "en"),
    ],
)
def test_what_is_called_a_place_once_is_nobody(text, language):
    assert names(text, language) == set()


def test_a_person_is_none():
    assert names("La voix de Anna Vik porte. Anna Vik a dit non.", "fr") == {"Anna Vik"}


def test_somebody_with_an_office_is_kept_though_a_place_has_the_name():
    assert "Anna Vik" in names("La ministre Anna Vik a quitté la ville de Anna Vik.", "fr")
