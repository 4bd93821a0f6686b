"""The brief as Word and PDF, opened by python-docx and pypdf; words in CoNLL columns."""

from __future__ import annotations

import hashlib
import io
import os
import subprocess
import sys
from functools import cache

import docx
import pytest
from pypdf import PdfReader

from pourparlers import exports
from pourparlers.errors import OutputError
from pourparlers.exports.bundle import Bundle, file_names
from pourparlers.model import Article, StateOfPlay
from pourparlers.report import made, markdown, paper, word
from pourparlers.report.outline import Heading, Run, Table, outline
from report_dossier import DOSSIER, EMPTY


@cache
def in_word(language):
    return word.render(DOSSIER, language=language)


@cache
def in_pdf(language):
    return paper.render(DOSSIER, language=language)


def texts(document) -> str:
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(one.text for one in document.paragraphs), *cells])


@pytest.mark.parametrize("language", ["fr", "en"])
def test_word_has_every_line_of_the_outline(language):
    document = docx.Document(io.BytesIO(in_word(language)))
    found = texts(document)
    for part in outline(DOSSIER, language=language):
        if isinstance(part, Heading):
            assert part.text in found
        elif isinstance(part, Table):
            assert all(title in found for title in part.head)
    assert document.core_properties.title == outline(DOSSIER, language=language)[0].text
    assert document.core_properties.comments.startswith("pourparlers ")
    assert next(one.style.name for one in document.paragraphs if one.text) == "Title"


def test_word_marks_what_is_read_from_right_to_left():
    document = docx.Document(io.BytesIO(in_word("en")))
    runs = [
        run
        for table in document.tables
        for cell in table._cells
        for one in cell.paragraphs
        for run in one.runs
    ]
    assert any(run.font.rtl and made.is_right_to_left(run.text) for run in runs)
    assert not any(run.font.rtl and run.text.isascii() for run in runs)


def test_pdf_has_its_headings_bookmarks_and_fonts():
    reader = PdfReader(io.BytesIO(in_pdf("fr")))
    found = " ".join(" ".join(page.extract_text().split()) for page in reader.pages)
    titles = [part.text for part in outline(DOSSIER, language="fr") if isinstance(part, Heading)]
    assert all(" ".join(title.split()) in found for title in titles)
    assert reader.metadata is not None
    assert reader.metadata.title == titles[0]
    assert reader.outline
    fonts = reader.pages[0]["/Resources"]["/Font"].values()
    assert all("DejaVuSans" in font.get_object()["/BaseFont"] for font in fonts)


def test_pdf_shows_all_scripts_the_project_serves():
    said = "Łódź · İstanbul ığüş · Переговоры · Київ її · المحادثات مفيدة · « œuvre »"
    article = Article("a" * 12, said, f"{said}\n\nA text.", "en", outlet=said)
    state = StateOfPlay("2022-01-12", (article,), (), (), (), (), ())
    found = " ".join(
        page.extract_text() for page in PdfReader(io.BytesIO(paper.render(state, language="en"))).pages
    )
    for words in ("Łódź", "İstanbul ığüş", "Переговоры", "Київ її", "œuvre"):
        assert words in found
    assert made.is_right_to_left(found)


@pytest.mark.parametrize("render", [word.render, paper.render])
def test_an_empty_state_of_play_is_a_document_too(render):
    assert len(render(EMPTY, language="en")) > 1000


def test_documents_are_the_same_in_another_process():
    code = (
        "import hashlib, sys; sys.path.insert(0, 'tests'); from report_dossier import DOSSIER;"
        "from pourparlers.report import paper, word;"
        "print(*(hashlib.sha256(one.render(DOSSIER, language='fr')).hexdigest() for one in (paper, word)))"
    )
    there = subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True,
        text=True,
        check=True,
        env={**os.environ, "PYTHONHASHSEED": "7", "TZ": "Asia/Tokyo"},
    ).stdout
    here = (in_pdf("fr"), in_word("fr"))
    assert there.split() == [hashlib.sha256(one).hexdigest() for one in here]


def test_a_missing_library_is_one_line_with_the_command(monkeypatch):
    monkeypatch.setitem(sys.modules, "docx", None)
    with pytest.raises(OutputError) as caught:
        word.render(EMPTY, language="en")
    assert str(caught.value) == (
        'this needs python-docx, which is not installed (pip install "pourparlers[documents]")'
    )


def test_article_text_is_no_markup_in_any_of_the_documents():
    found = texts(docx.Document(io.BytesIO(in_word("en"))))
    assert "<b>bad</b>" in found
    assert "**" not in found
    assert "\\<b\\>bad" in markdown.render(DOSSIER, language="en")
    assert Run("x") == Run("x", is_bold=False, is_italic=False)


# ---------------------------------------------------------------- CoNLL


def columns(state: StateOfPlay) -> dict[str, list[list[str]]]:
    made_files = exports.render(state, "conll")
    assert isinstance(made_files, Bundle)
    files = [f"{name}.conllu" for name in file_names(article.name for article in state.articles)]
    assert list(made_files.files) == files
    lines = {
        article.name: made_files.files[file].decode().split("\n")
        for file, article in zip(files, state.articles, strict=True)
    }
    return {
        name: [line.split("\t") for line in many if line and not line.startswith("#")]
        for name, many in lines.items()
    }


def test_conll_words_stand_where_they_say():
    found = columns(DOSSIER)
    assert len(found) == len(DOSSIER.articles)
    for article in DOSSIER.articles:
        rows = found[article.name]
        covered = set()
        for row in rows:
            where = dict(pair.split("=") for pair in row[9].split("|"))
            start, end = int(where["start_char"]), int(where["end_char"])
            assert article.text[start:end] == row[1]
            covered |= set(range(start, end))
        assert all(character.isspace() or n in covered for n, character in enumerate(article.text))
        assert len({len(row) for row in rows}) == 1


def test_conll_layers_give_every_attribution_back():
    found = columns(DOSSIER)
    names = {article.id: article for article in DOSSIER.articles}
    for statement in DOSSIER.statements:
        article = names[statement.article]
        label = f"Content:{statement.attribution}:{statement.act.value}"
        words = [row[1] for row in found[article.name] if any(tag[2:] == label for tag in row[10:])]
        for one in statement.content:
            assert "".join(article.text[one.start : one.end].split()) in "".join(words)


def test_conll_tags_are_well_formed():
    for rows in columns(DOSSIER).values():
        for layer in range(10, len(rows[0])):
            before = "O"
            for row in rows:
                tag = row[layer]
                assert tag == "O" or tag[:2] in {"B-", "I-"}
                if tag.startswith("I-"):
                    assert before[2:] == tag[2:]
                before = tag
