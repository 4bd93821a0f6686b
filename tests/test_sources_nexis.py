"""Exports of Nexis as Word documents, in the English and the French interface."""

from __future__ import annotations

from datetime import date

import pytest

from press_files import ENGLISH, FRENCH, NEXIS, nexis, read

COURRIER = {
    "title": "Les pourparlers reprennent",
    "outlet": "Le Courrier du port",
    "date": "mercredi 12 janvier 2022",
    "fields": {"Rubrique": "INTERNATIONAL; p. 4", "Longueur": "352 mots", "Auteur": "Jeanne Durand"},
    "text": FRENCH,
}


def test_each_document_has_what_its_head_says():
    found, errors = read(nexis(NEXIS, {**NEXIS, "title": "Another One"}), "n.docx")
    one = found[0].article
    assert not errors
    assert [item.article.title for item in found] == ["Talks Resume on the Lake", "Another One"]
    assert (one.outlet, one.published, one.author) == ("The Harbour Courier", date(2022, 1, 12), "ANN LEE")
    assert found[0].headers == (("Page", "7"),)
    assert one.text == "\n\n".join((NEXIS["title"], NEXIS["fields"]["Highlight"], *ENGLISH))


def test_cover_labels_pictures_and_ends_are_not_text():
    [found], _ = read(nexis(NEXIS), "n.docx")
    for aside in ("User Name", "Job Number", "Copyright", "Length", "Graphic", "dawn", "Load-Date", "End of"):
        assert aside not in found.article.text


def test_the_french_interface():
    [found], errors = read(nexis(COURRIER, end="Fin du document", body="Corps"), "n.docx")
    one = found.article
    assert not errors
    assert (one.title, one.outlet, one.published) == (
        "Les pourparlers reprennent",
        "Le Courrier du port",
        date(2022, 1, 12),
    )
    assert (one.author, one.language, found.headers) == ("Jeanne Durand", "fr", (("Page", "4"),))
    assert one.text == "\n\n".join((COURRIER["title"], *FRENCH))


@pytest.mark.parametrize(
    ("line", "day"),
    [
        ("June 20, 2003 Friday,  Late Edition - Final", date(2003, 6, 20)),
        ("Wednesday 12 January 2022 10:00 PM GMT", date(2022, 1, 12)),
        ("12. Januar 2022 Mittwoch", date(2022, 1, 12)),
        ("12 de enero de 2022 miércoles", date(2022, 1, 12)),
        ("winter 2022", None),
    ],
)
def test_date_lines_in_their_forms(line, day):
    [found], _ = read(nexis({**NEXIS, "date": line}), "n.docx")
    assert found.article.published == day


def test_no_headline_in_original_is_no_title():
    [found], _ = read(nexis({**NEXIS, "title": "No Headline In Original"}), "n.docx")
    assert "No Headline" not in found.article.text


def test_a_document_twice_counts_once_and_one_without_text_is_said():
    found, errors = read(
        nexis(NEXIS, NEXIS, {**NEXIS, "title": "Picture", "fields": {}, "text": ()}), "n.docx"
    )
    assert len(found) == 1
    assert errors == ["n.docx#3: no text under the title: 'Picture' (export it with its full text)"]
