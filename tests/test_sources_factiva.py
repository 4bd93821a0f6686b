"""Exports of Factiva in HTML and RTF, with field codes and without."""

from __future__ import annotations

from datetime import date

from hypothesis import given, settings
from hypothesis import strategies as st

from pourparlers.errors import SourceError
from pourparlers.sources.formats import read_material
from pourparlers.sources.material import of_bytes
from press_files import ENGLISH, FACTIVA, FRENCH, factiva_page, read, rtf, rtf_line, rtf_row

PLAIN = """<html><head><title>Factiva</title></head><body><div id="article-HARC" class="article">
<div class="article enArticle"><p>\n</p><div>News</div>
<div id="hd"><span class="enHeadline">President hails <b>talks</b></span>\n</div><div class="author">Ann Lee </div>
<div>391 words</div><div>17 October 2021</div><div>10:30 GMT</div><div>Harbour Courier</div><div>HARC</div>
<div>1; National</div><div>16,17</div><div>English</div><div>(c) 2021 Harbour Ltd </div>\n<p></p>
<p class="articleParagraph enarticleParagraph">The president said the <b>talks</b> were near the end.</p>
<p>Harbour Newspapers Limited</p><p>Document HARC000020211017edah0004z</p></div></div></body></html>"""


def test_field_codes_in_html():
    second = {**FACTIVA, "HD": ("Second",), "LA": ("English",), "AN": ("Document COURPO0020211230ehct0002x",)}
    found, errors = read(factiva_page(FACTIVA, second), "f.html")
    first = found[0].article
    assert not errors
    assert len(found) == 2
    assert (first.title, first.outlet, first.published) == (
        "Les pourparlers reprennent",
        "Le Courrier du port",
        date(2021, 12, 29),
    )
    assert (first.author, first.language, found[0].headers) == ("Jeanne Durand", "fr", (("Page", "26"),))
    assert first.text == "\n\n".join(("Les pourparlers reprennent", *FRENCH))


def test_html_without_codes_is_told_by_what_the_lines_say():
    [found], _ = read(PLAIN.encode(), "f.html")
    one = found.article
    assert (one.title, one.author, one.outlet) == ("President hails talks", "Ann Lee", "Harbour Courier")
    assert (one.published, found.headers) == (date(2021, 10, 17), (("Page", "16,17"),))
    assert one.text == "President hails talks\n\nThe president said the talks were near the end."


def test_field_codes_in_rtf():
    rows = [rtf_row(code, *lines) for code, lines in FACTIVA.items()]
    again = [
        rtf_row(code, *lines)
        for code, lines in {**FACTIVA, "AN": ("Document GAZE000020220130ei1u0001x",)}.items()
    ]
    found, errors = read(rtf(*rows, r"\pard\page", *again), "f.rtf")
    assert not errors
    assert [one.article.name for one in found] == ["f.rtf#1", "f.rtf#2"]
    assert found[0].article.text == "\n\n".join(("Les pourparlers reprennent", *FRENCH))
    assert (found[0].article.outlet, found[0].article.published) == (
        "Le Courrier du port",
        date(2021, 12, 29),
    )


def test_rtf_without_codes_in_two_languages():
    english = [
        rtf_line("News"), rtf_line("Harbour talks resume", bold=True), rtf_line("By Ann Lee"), rtf_line("391 words"),
        rtf_line("17 October 2021"), rtf_line("Harbour Courier"), rtf_line("HARC"), rtf_line("1; National"),
        rtf_line("16"), rtf_line("English"), rtf_line("(c) 2021 Harbour Ltd"),
        rtf_line("The minister said that the talks would resume next week."), rtf_line("Harbour Newspapers Limited"),
        rtf_line("Document HARC000020211017edah0004z"),
    ]  # fmt: skip
    german = [
        rtf_line("Page 1 of 2 © 2021 Factiva, Inc. All rights reserved."), rtf_line("Gespräche im Hafen", bold=True),
        rtf_line("1.204 Wörter"), rtf_line("3 Januar 2022"), rtf_line("Neue Küstenzeitung"), rtf_line("NKZ"),
        rtf_line("Deutsch"), rtf_line("Copyright 2022 NKZ"), rtf_line("Der Minister sagte, die Gespräche gingen weiter."),
        rtf_line("Dokument NKZ0000020220103ei130001x"),
    ]  # fmt: skip
    found, errors = read(rtf(*english, r"\page", *german), "f.rtf")
    assert not errors
    one, two = (item.article for item in found)
    assert (one.title, one.author, one.outlet, found[0].headers) == (
        "Harbour talks resume",
        "Ann Lee",
        "Harbour Courier",
        (("Page", "16"),),
    )
    assert one.text == "Harbour talks resume\n\nThe minister said that the talks would resume next week."
    assert (two.title, two.outlet, two.published, two.language) == (
        "Gespräche im Hafen",
        "Neue Küstenzeitung",
        date(2022, 1, 3),
        "de",
    )


def test_a_contents_list_in_front_is_no_article():
    contents = [rtf_line(f"{title} .... 2") for title in ("Les pourparlers reprennent", "Autre")]
    rows = [rtf_row(code, *lines) for code, lines in FACTIVA.items()]
    [found], errors = read(rtf(*contents, *rows), "f.rtf")
    assert not errors
    assert found.article.text.startswith("Les pourparlers reprennent\n\nLe ministre")


def test_a_page_without_articles_is_said():
    found, errors = read(
        b"<html><head><title>Factiva</title></head><body>Your session ended</body></html>", "f.html"
    )
    assert not found
    assert errors == ["f.html: no article in it (save its text as .txt)"]


@settings(max_examples=40, deadline=None)
@given(st.data())
def test_cut_or_damaged_exports_give_articles_or_our_errors(data):
    rows = [rtf_row(code, *lines) for code, lines in {**FACTIVA, "TD": ENGLISH}.items()]
    whole = data.draw(st.sampled_from((rtf(*rows), PLAIN.encode())))
    made = bytearray(whole[: data.draw(st.integers(0, len(whole)))])
    for _ in range(data.draw(st.integers(0, 5))):
        if made:
            made[data.draw(st.integers(0, len(made) - 1))] = data.draw(st.integers(0, 255))
    for item in read_material(of_bytes(bytes(made), "f.rtf")):
        assert isinstance(item, SourceError) or item.article.text
