"""The side of people whom reports do not introduce."""

import pytest

from pourparlers.knowledge.entities import entity
from pourparlers.knowledge.lexicon import data
from pourparlers.knowledge.public_figures import side_of


@pytest.mark.parametrize(
    ("name", "side"),
    [
        ("Donald Trump", "USA"),
        ("Vladimir Poutine", "RUS"),
        ("Владимир Путин", "RUS"),
        ("Jean-Yves Le Drian", "FRA"),
        ("Michel Barnier", "EU"),
        ("Zelensky", "UKR"),
        ("Jean Dupont", None),
        ("Johnson", "GBR"),
        ("Kim", None),
        ("", None),
    ],
)
def test_a_name_in_any_spelling_gives_the_side(name, side):
    assert side_of(name) == side


def test_every_side_is_a_known_country_or_organisation_and_nobody_has_two():
    sides = data("public_figures")["sides"]
    assert all(entity(code) for code in sides)
    names = [name for listed in sides.values() for name in listed]
    assert len(names) == len(set(names))
