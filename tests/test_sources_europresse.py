"""Exports of Europresse: the fields, the quirks, and what is refused."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pourparlers.errors import SourceError
from pourparlers.sources.formats import read_material
from pourparlers.sources.material import of_bytes
from press_files import FRENCH, europresse, europresse_article, read


def test_each_article_has_what_the_export_says_of_it():
    found, errors = read(
        europresse(europresse_article(), europresse_article("Autre titre", number="")), "e.html"
    )
    assert not errors
    first = found[0].article
    assert (first.outlet, first.published, first.title) == (
        "Le Courrier du port",
        date(2022, 1, 12),
        "Les pourparlers reprennent",
    )
    assert (first.author, first.language, first.name) == ("Jeanne Durand", "fr", "e.html#1")
    assert found[0].headers == (("Page", "16"),)
    assert first.text == "\n\n".join(("Les pourparlers reprennent", *FRENCH))
    assert first.title_span is not None
    assert first.text[first.title_span.start : first.title_span.end] == first.title


def test_notes_certificates_and_pictures_are_not_text():
    [found], _ = read(europresse(europresse_article()), "e.html")
    assert found.article.name == "e"
    for aside in ("photo du port", "Tous droits", "certificat", "DIPLOMATIE", "news·"):
        assert aside not in found.article.text


def test_marked_search_terms_entities_and_soft_hyphens_leave_words_whole():
    text = "Le <mark>minis</mark>tre a dé&shy;claré&nbsp;: «&nbsp;<i>non</i>&nbsp;» &amp; s’est levé&#146;."
    title = "Les <mark>pourparlers</mark> reprennent"
    [found], _ = read(europresse(europresse_article(title, text=(text,))), "e.html")
    assert found.article.title == "Les pourparlers reprennent"
    assert "Le ministre a déclaré : « non » & s’est levé’." in found.article.text


def test_the_standfirst_is_text_and_the_link_to_the_outlet_an_address():
    link = '<a href="https://courrier.example/a1">Cet article est paru dans Le Courrier (site web)</a>'
    made = europresse_article(subtitle="Chacun attend l'autre.", text=(*FRENCH, link))
    [found], _ = read(europresse(made), "e.html")
    assert found.article.text.split("\n\n")[1] == "Chacun attend l'autre."
    assert found.article.url == "https://courrier.example/a1"
    assert "paru dans" not in found.article.text


@pytest.mark.parametrize(
    ("header", "day", "page"),
    [
        ("World, Friday, November 13, 2015", date(2015, 11, 13), ()),
        ("Economie, lundi 13 mars 2006, p. MDE6", date(2006, 3, 13), (("Page", "MDE6"),)),
        ("jeudi 12 janvier 2022 - 18:03 UTC +01:00", date(2022, 1, 12), ()),
        ("", date(2022, 1, 15), ()),
    ],
)
def test_dates_and_pages_in_their_forms(header, day, page):
    made = europresse_article(header=header, number="news·20220115·CP·1")
    [found], _ = read(europresse(made), "e.html")
    assert (found.article.published, found.headers) == (day, page)


def test_the_older_markup_is_read_too():
    old = """<article><header><div><span class="DocPublicationName">Le Courrier   </span></div>
    <div><span class="DocHeader">Politique, mardi 14 mars 2006, p. 12</span></div>
    <div class="titreArticle"><p class='sm-margin-bottom'>TRIBUNES</p><p class="titreArticleVisu">Un titre</p></div>
    <div>Jeanne Durand</div></header><section><p>Un paragraphe assez long pour être lu.</p></div></div></section>
    <aside><b>Note(s) : </b></aside><footer><small>© 2006.</small><p>Numéro : news·20060314·CP·0q1403</p></footer>"""
    [found], _ = read(europresse(old), "e.html")
    assert (found.article.outlet, found.article.author) == ("Le Courrier", "Jeanne Durand")
    assert found.article.text == "Un titre\n\nUn paragraphe assez long pour être lu."
    table = """<table><tr><td><span class="DocPublicationName">Le Courrier</span>
    <span class="DocHeader">mardi</span><span class="DocHeader">14 mars 2006</span><br>
    <span class="TitreArticleVisu">Un vieux titre</span><br>Un paragraphe assez long pour être lu.<br>
    news·20060314·CP·0q1403</td></tr></table>"""
    [found], _ = read(europresse(table), "e.html")
    assert (found.article.title, found.article.published) == ("Un vieux titre", date(2006, 3, 14))
    assert found.article.text.endswith("lu.")


def test_a_document_printed_twice_counts_once_and_an_empty_one_is_said():
    made = europresse(
        europresse_article(), europresse_article(), europresse_article("Vide", text=(), number="x")
    )
    found, errors = read(made, "e.html")
    assert len(found) == 1
    assert errors == ["e.html#3: no text under the title: 'Vide' (export it with its full text)"]


def test_windows_1252_under_the_name_of_latin_1():
    made = europresse(
        europresse_article(text=("L’accord coûtera 3 € – « non », dit-il au port…",)), charset="iso-8859-1"
    )
    [found], _ = read(made, "e.html")
    assert "L’accord coûtera 3 € – « non », dit-il au port…" in found.article.text


@settings(max_examples=40, deadline=None)
@given(st.data())
def test_cut_or_damaged_exports_give_articles_or_our_errors(data):
    whole = europresse(europresse_article(), europresse_article("Deux", number="news·20220113·CP·2"))
    made = bytearray(whole[: data.draw(st.integers(0, len(whole)))])
    for _ in range(data.draw(st.integers(0, 5))):
        if made:
            made[data.draw(st.integers(0, len(made) - 1))] = data.draw(st.integers(0, 255))
    for item in read_material(of_bytes(bytes(made), "e.html")):
        assert isinstance(item, SourceError) or item.article.text
