"""A format is told by its content, then by its name; outside formats come in by the same door."""

import importlib.metadata

import pytest

from pourparlers.errors import SourceError
from pourparlers.sources import formats, load
from pourparlers.sources.metadata import Metadata

BODY = "The delegate said that the talks would go on in Vienna.\n"


def _letters(material):
    """Two articles, parted by a line of equals signs; an empty one is an error."""
    for number, part in enumerate(material.data().decode().removeprefix("LETTERS\n").split("====\n"), 1):
        if part.strip():
            yield formats.from_text(
                material, part, Metadata(outlet="Letters"), part=str(number), body=part.encode()
            )
        else:
            yield SourceError("nothing in it", where=f"{material.where}#{number}")


LETTERS = formats.Format(
    "letters", "a book of letters", (".letters",), lambda one: one.head.startswith(b"LETTERS\n"), _letters
)


class Entry:
    def __init__(self, name, value, loaded):
        self.name, self.value, self._loaded = name, value, loaded

    def load(self):
        if isinstance(self._loaded, Exception):
            raise self._loaded
        return self._loaded


@pytest.fixture
def installed(monkeypatch):
    caches = (formats.formats, formats.endings, formats._outside)

    def install(*loaded):
        entries = [Entry(f"p{number}", f"package{number}:FORMAT", one) for number, one in enumerate(loaded)]
        monkeypatch.setattr(formats, "entry_points", lambda group: entries)
        for cache in caches:
            cache.cache_clear()

    yield install
    monkeypatch.setattr(formats, "entry_points", importlib.metadata.entry_points)
    for cache in caches:
        cache.cache_clear()


def test_an_outside_format_gives_several_articles_and_says_what_is_bad(installed, tmp_path):
    installed(LETTERS)
    (tmp_path / "book.txt").write_text("LETTERS\n" + BODY + "====\n\n====\n" + BODY.replace("Vienna", "Oslo"))
    loaded = load([tmp_path / "book.txt"])
    assert [one.name for one in loaded.articles] == ["book.txt#1", "book.txt#3"]
    assert {one.outlet for one in loaded.articles} == {"Letters"}
    assert str(loaded.failures[0]).endswith("book.txt#2: nothing in it")


def test_its_files_are_found_in_folders(installed, tmp_path):
    installed((LETTERS,))
    (tmp_path / "old.letters").write_text("LETTERS\n" + BODY)
    assert [one.name for one in load([tmp_path]).articles] == ["old.letters#1"]


def test_the_name_tells_what_the_content_does_not(installed, tmp_path):
    installed(LETTERS)
    (tmp_path / "old.LETTERS").write_text(BODY)
    assert [one.name for one in load([tmp_path / "old.LETTERS"]).articles] == ["old.LETTERS#1"]


def test_a_plug_in_that_cannot_be_loaded_is_said_and_stops_nothing(installed, tmp_path):
    installed(ImportError("no module named press"), 7, LETTERS)
    (tmp_path / "a.txt").write_text(BODY)
    loaded = load([tmp_path / "a.txt"])
    assert len(loaded.articles) == 1
    assert [one.where for one in loaded.failures] == ["package0:FORMAT", "package1:FORMAT"]


def test_a_format_that_fails_ends_its_file_alone(installed, tmp_path):
    def fails(material):
        yield from _letters(material)
        raise ZeroDivisionError

    installed(formats.Format("letters", "a book", (".letters",), LETTERS.recognises, fails))
    (tmp_path / "a.letters").write_text("LETTERS\n" + BODY)
    (tmp_path / "b.txt").write_text(BODY.replace("Vienna", "Oslo"))
    loaded = load([tmp_path])
    assert [one.name for one in loaded.articles] == ["a.letters#1", "b"]
    assert "ZeroDivisionError" in str(loaded.failures[0])


def test_a_text_under_a_wrong_name_is_read_by_its_content(tmp_path):
    page = f"<!doctype html><html><body><article><p>{BODY * 4}</p></article></body></html>"
    (tmp_path / "page.txt").write_text(page)
    (article,) = load([tmp_path / "page.txt"]).articles
    assert "<p>" not in article.text
