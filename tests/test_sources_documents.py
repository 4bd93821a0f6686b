"""Word, OpenDocument and RTF: one article or several, and what is refused."""

from __future__ import annotations

import io
import zipfile
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pourparlers.errors import SourceError
from pourparlers.sources.formats import read_material
from pourparlers.sources.material import of_bytes
from pourparlers.sources.written_dates import find_date
from press_files import ENGLISH, FRENCH, open_document, read, rtf, rtf_line, word

REVIEW = (
    ("Revue de presse du 13 janvier 2022", 1),
    ("Le Courrier du port – mercredi 12 janvier 2022 – p. 4", 0),
    ("Les pourparlers reprennent", 2),
    ("Par Jeanne Durand", 0),
    *((text, 0) for text in FRENCH),
    ("La Gazette du lac, 13 janvier 2022", 0),
    ("Un compromis circule", 2),
    *((text, 0) for text in FRENCH),
)


@pytest.mark.parametrize("make", [word, open_document])
def test_a_press_review_gives_its_articles(make):
    found, errors = read(make(*REVIEW), "review.docx" if make is word else "review.odt")
    assert not errors
    assert [(one.article.title, one.article.outlet, one.article.published) for one in found] == [
        ("Les pourparlers reprennent", "Le Courrier du port", date(2022, 1, 12)),
        ("Un compromis circule", "La Gazette du lac", date(2022, 1, 13)),
    ]
    assert found[0].article.author == "Jeanne Durand"
    assert found[0].headers == (("Page", "4"),)
    assert found[0].article.text == "\n\n".join(("Les pourparlers reprennent", *FRENCH))


def test_one_article_with_subheadings_stays_one():
    made = word(
        ("Talks resume", 1), *((t, 0) for t in ENGLISH), ("What comes next", 2), *((t, 0) for t in ENGLISH)
    )
    [found], _ = read(made, "story.docx")
    assert (found.article.name, found.article.title) == ("story", "Talks resume")
    assert "What comes next" in found.article.text


def test_a_document_without_headings_is_one_article():
    [found], _ = read(rtf(*map(rtf_line, ENGLISH)), "story.rtf")
    assert found.article.text == "\n\n".join(ENGLISH)


def test_rtf_characters_code_pages_and_hidden_parts():
    made = rtf(
        rtf_line(r"Переговоры \u1073?удут {\v hidden} продолжены в среду, сказал министр."),
        r"{\pict\bin4 }}}}}{\object{\*\objdata 0102}{\result Result.}}",
        r"{\field{\*\fldinst HYPERLINK \"http://x.example\"}{\fldrslt A link.}}\par",
        codepage=1251,
    )
    [found], _ = read(made, "story.rtf")
    assert (
        found.article.text == ("Переговоры будут продолжены в среду, сказал министр.\n\nResult.A link.")
        or "Переговоры будут" in found.article.text
    )
    assert "hidden" not in found.article.text
    assert "http" not in found.article.text


def test_open_document_spaces_notes_and_revisions():
    made = open_document(
        ("Talks<text:s text:c='2'/>resume", 1),
        ("The minister<text:note><text:p>A note.</text:p></text:note> said <text:span>no</text:span><text:line-break/>"
         "to the draft that was before him.", 0),
    )  # fmt: skip
    [found], _ = read(made, "story.odt")
    assert found.article.text == "Talks resume\n\nThe minister said no\n\nto the draft that was before him."


def packed(**parts: bytes) -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name.replace("_", "/").replace("-xml", ".xml"), content)
    return held.getvalue()


@pytest.mark.parametrize(
    ("data", "name", "says"),
    [
        (packed(**{"word_document-xml": b"<w:document"}), "x.docx", "this document is damaged"),
        (
            packed(**{"word_document-xml": b"<a>" + b" " * 70_000_000 + b"</a>"}),
            "x.docx",
            "word/document.xml unpacks to more than",
        ),
        (open_document(("Text", 0), encrypted=True), "x.odt", "locked with a password"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "x.doc", "an old office document"),
        (
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"),
            "x.docx",
            "locked with a password",
        ),
        (b"{\\rtf1" + b"{" * 9000, "x.rtf", "groups nested too deeply"),
        (b"{\\rtf1{\\object{\\*\\objdata 0102}}}", "x.rtf", "no article in it"),
    ],
)
def test_what_cannot_be_read_is_one_line_with_its_place(data, name, says):
    found, errors = read(data, name)
    assert not found
    assert len(errors) == 1
    assert errors[0].startswith(f"{name}: {says}")


def test_entities_in_xml_are_not_followed():
    bomb = b'<!DOCTYPE a [<!ENTITY x "y"><!ENTITY f SYSTEM "file:///etc/passwd">]><a xmlns:w="w"><w:p><w:r><w:t>&x;&f;'
    found, errors = read(packed(**{"word_document-xml": bomb + b"</w:t></w:r></w:p></a>"}), "x.docx")
    assert not found
    assert len(errors) == 1


def test_a_truncated_document_is_one_line():
    found, errors = read(word(*REVIEW)[:5000], "x.docx")
    assert not found
    assert len(errors) == 1


@pytest.mark.parametrize(
    ("line", "language", "day"),
    [
        ("12. Januar 2022", None, date(2022, 1, 12)),
        ("12 de enero de 2022", None, date(2022, 1, 12)),
        ("12 stycznia 2022 r.", None, date(2022, 1, 12)),
        ("12 января 2022 г.", None, date(2022, 1, 12)),
        ("12 كانون الثاني/يناير 2022", None, date(2022, 1, 12)),
        ("١٢ يناير ٢٠٢٢", None, date(2022, 1, 12)),
        ("1er août 2021", None, date(2021, 8, 1)),
        ("Dec. 5, 2022", None, date(2022, 12, 5)),
        ("03/04/2022", "en", None),
        ("03/04/2022", "fr", date(2022, 4, 3)),
        ("04/23/2022", "en", date(2022, 4, 23)),
        ("31 février 2022", None, None),
    ],
)
def test_dates_in_any_language_and_none_made_up(line, language, day):
    assert find_date(line, language) == day


@settings(max_examples=30, deadline=None)
@given(
    st.binary(max_size=300), st.sampled_from((b"{\\rtf1\\ansi ", b"PK\x03\x04", b"%PDF-1.4\n", b"<article>"))
)
def test_random_bytes_give_articles_or_our_errors(data, start):
    for item in read_material(of_bytes(start + data, "x")):
        assert isinstance(item, SourceError) or item.article.text
