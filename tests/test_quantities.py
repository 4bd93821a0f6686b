"""Figures as written, and what they count."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pourparlers.knowledge.lexicon import LANGUAGES, lexicon
from pourparlers.model import Article, Region, RegionKind, Span
from pourparlers.reading import quantities


def article(text, language="fr", regions=()):
    return Article(id="a", name="a", text=text, language=language, regions=regions)


def found(text, language="fr"):
    return [
        (text[slice(*q.span)], q.unit, q.value, q.exact) for q in quantities.find(article(text, language))
    ]


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        ("fr", "La séance a duré près de huit heures.", ("près de huit heures", "hour", 8, True)),
        (
            "fr",
            "Quelque 100 000 soldats russes sont là.",
            ("Quelque 100 000 soldats", "soldier", 100_000, True),
        ),
        (
            "fr",
            "des dizaines de milliers de soldats",
            ("dizaines de milliers de soldats", "soldier", 10_000, False),
        ),
        ("fr", "une aide de 2,5 milliards d'euros", ("2,5 milliards d'euros", "euro", 2.5e9, True)),
        ("en", "The session lasted more than seven hours.", ("more than seven hours", "hour", 7, True)),
        ("en", "about 100,000 Russian troops", ("about 100,000 Russian troops", "soldier", 100_000, True)),
        ("en", "tens of thousands of troops", ("tens of thousands of troops", "soldier", 10_000, False)),
        ("de", "Das Treffen dauerte rund vier Stunden.", ("rund vier Stunden", "hour", 4, True)),
        (
            "ru",
            "около 100 тысяч военнослужащих",
            ("около 100 тысяч военнослужащих", "soldier", 100_000, True),
        ),
    ],
)
def test_a_figure_has_a_value_and_a_unit(language, text, expected):
    assert found(text, language) == [expected]


@pytest.mark.parametrize(
    "text", ["Une heure viendra, une seule. 100, milliers", "En 1997, les soldats", "le 12 janvier"]
)
def test_a_number_that_counts_nothing_is_left_alone(text):
    assert all(unit == "hour" for _, unit, *_ in found(text))


def test_nothing_is_read_from_what_is_not_body():
    text = "Photo de 300 soldats\nLe texte."
    assert quantities.find(article(text, regions=(Region(RegionKind.CAPTION, Span(0, 20)),))) == ()


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_has_the_same_tables(language):
    raw = lexicon(language, "quantities")
    assert set(raw) == {"approximations", "links", "numbers", "scales", "collectives", "units"}
    assert {"hour", "soldier", "dead", "percent"} <= set(raw["units"])


@given(st.text(alphabet="0123456789 ,.huitres milliers de soldats%", max_size=80), st.sampled_from(LANGUAGES))
def test_any_text_gives_spans_inside_it_in_order(text, language):
    spans = [q.span for q in quantities.find(article(text, language))]
    assert all(0 <= span.start < span.end <= len(text) for span in spans)
    assert spans == sorted(spans)


def test_a_year_before_a_number_is_no_part_of_it():
    assert found("In 2017 100 soldiers left", "en") == [("100 soldiers", "soldier", 100, True)]


@given(st.text(alphabet="0123456789 ,.\u00a0\u202f", max_size=24))
def test_any_run_of_digits_is_read(digits):
    quantities.find(article(f"{digits} soldats"))
