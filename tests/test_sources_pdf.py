"""PDF press reviews: articles, columns, hyphens, running heads; and what is refused."""

from __future__ import annotations

import zlib
from datetime import date
from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pourparlers.errors import SourceError
from pourparlers.sources.formats import read_material
from pourparlers.sources.material import of_bytes
from press_files import ENGLISH, FRENCH, paper, read


@cache
def review() -> bytes:
    made = paper("Revue de presse du ministère – 13 janvier 2022")
    made.add_page()
    made.title_line("Revue de presse", 22)
    made.line("Sommaire")
    made.line("Les pourparlers reprennent ........ 2")
    made.line("Un compromis circule ........ 3")
    made.add_page()
    made.line("Le Courrier du port – mercredi 12 janvier 2022")
    made.title_line("Les pourparlers reprennent au bord du lac, chacun campe sur ses positions")
    made.line("Par Jeanne Durand")
    made.columns(FRENCH * 2, 2)
    made.add_page()
    made.line("La Gazette du lac – jeudi 13 janvier 2022 – p. A4")
    made.title_line("Un compromis circule")
    for text in FRENCH:
        made.multi_cell(0, 5, text, new_x="LMARGIN", new_y="NEXT")
        made.ln(2)
    return bytes(made.output())


def test_each_article_has_its_head_and_page():
    found, errors = read(review(), "review.pdf")
    assert not errors
    assert [(one.article.title, one.article.outlet, one.article.published, one.headers) for one in found] == [
        (
            "Les pourparlers reprennent au bord du lac, chacun campe sur ses positions",
            "Le Courrier du port",
            date(2022, 1, 12),
            (("Page", "2"),),
        ),
        ("Un compromis circule", "La Gazette du lac", date(2022, 1, 13), (("Page", "A4"),)),
    ]
    assert found[0].article.author == "Jeanne Durand"


def test_columns_are_read_one_after_the_other_and_edges_left_out():
    found, _ = read(review(), "review.pdf")
    assert found[0].article.text.split("\n\n")[1:] == list(FRENCH * 2)
    assert found[1].article.text.split("\n\n")[1:] == list(FRENCH)


def test_two_stories_on_a_page_in_three_columns_are_told_by_their_headlines():
    made = paper()
    made.add_page()
    for title in ("Le lac dit non au traité", "La capitale attend une réponse"):
        made.title_line(title)
        made.columns(FRENCH * 2, 3)
    found, _ = read(bytes(made.output()), "page.pdf")
    assert [one.article.title for one in found] == [
        "Le lac dit non au traité",
        "La capitale attend une réponse",
    ]
    assert all(one.article.text.split("\n\n")[1:] == list(FRENCH * 2) for one in found)


def test_hyphens_at_line_ends_go_unless_the_word_has_one():
    made = paper()
    made.add_page()
    made.title_line("Harbour talks resume")
    made.line("The Harbour Courier | January 12, 2022 | By Ann Lee")
    made.ln(3)
    for line in (
        "The minister said on Wednesday that the nego-", "tiations would resume next week, and a vice-",
        "president added that the vice-president’s role was open to all of the parties.",
    ):  # fmt: skip
        made.line(line, 10)
    [found], _ = read(bytes(made.output()), "story.pdf")
    assert (found.article.outlet, found.article.author) == ("The Harbour Courier", "Ann Lee")
    assert "that the negotiations would" in found.article.text
    assert "a vice-president added" in found.article.text


def bomb() -> bytes:
    packed = zlib.compress(bytes(90_000_000))
    return b"%PDF-1.4\n1 0 obj<</Filter/FlateDecode/Length 9>>\nstream\n" + packed + b"\nendstream endobj"


def locked() -> bytes:
    made = paper()
    made.add_page()
    made.line(ENGLISH[0])
    made.set_encryption(owner_password="o", user_password="u")
    return bytes(made.output())


def scanned() -> bytes:
    made = paper()
    made.add_page()
    made.rect(10, 10, 50, 50)
    return bytes(made.output())


@pytest.mark.parametrize(
    ("make", "says"),
    [
        (bomb, "unpacks to more than"),
        (locked, "locked with a password (save it without one)"),
        (scanned, "no text in this PDF: its pages are pictures"),
        (lambda: review()[:9000], "this PDF is damaged"),
    ],
)
def test_what_cannot_be_read_is_one_line_with_its_place(make, says):
    found, errors = read(make(), "x.pdf")
    assert not found
    assert len(errors) == 1
    assert errors[0].startswith(f"x.pdf: {says}")


@settings(max_examples=12, deadline=None)
@given(st.data())
def test_cut_or_damaged_documents_give_articles_or_our_errors(data):
    made = bytearray(review()[: data.draw(st.integers(0, len(review())))])
    for _ in range(data.draw(st.integers(0, 5))):
        if made:
            made[data.draw(st.integers(0, len(made) - 1))] = data.draw(st.integers(0, 255))
    for item in read_material(of_bytes(bytes(made), "x.pdf")):
        assert isinstance(item, SourceError) or item.article.text
