"""The side of people whom reports do not introduce."""

from itertools import pairwise

import pytest

from pourparlers.knowledge.entities import entity
from pourparlers.knowledge.lexicon import data
from pourparlers.knowledge.public_figures import offices_of, side_of
from pourparlers.knowledge.transliteration import skeleton


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
        ("Kayleigh McEnany", "USA"),
        ("Herzi Halévi", "ISR"),
        ("Эльвира Набиуллина", "RUS"),
        ("Gérald Darmanin", "FRA"),
        ("Smith", "GBR"),
        ("Mohamed", None),
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


def test_no_spelling_of_a_name_stands_on_two_sides():
    found = {}
    for side, names in data("public_figures")["sides"].items():
        for name in names:
            assert found.setdefault(skeleton(name), side) == side


def test_nobody_holds_one_office_twice_at_once():
    for sides in data("office_holders").values():
        for entries in sides.values():
            held = sorted((entry.rsplit(" ", 1)[0], entry.rsplit(" ", 1)[1].split("-")) for entry in entries)
            for (one, (_, last)), (other, (first, _)) in pairwise(held):
                assert one != other or int(last or 9999) <= int(first)


def test_offices_are_those_of_their_years():
    name = [("donald", "trump")]
    assert "president" in offices_of(name, "USA", 2018)
    assert "president" not in offices_of(name, "USA", 2023)
    assert "president" in offices_of(name, "USA")
    assert not offices_of(name, "FRA")


def test_every_holder_of_an_office_is_of_a_known_side_and_has_years():
    for sides in data("office_holders").values():
        for side, entries in sides.items():
            assert entity(side)
            for entry in entries:
                first, last = entry.rsplit(" ", 1)[1].split("-")
                assert 1950 < int(first) <= int(last or 9999)
