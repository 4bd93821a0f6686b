"""What cannot be an article is one line that says what, where and what to do; it stops nothing."""

import contextlib
import os

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pourparlers.errors import (
    BinaryError,
    EmptyError,
    EncodingError,
    FormatError,
    MetadataError,
    SourceError,
    TooLargeError,
)
from pourparlers.sources import load, read_bytes

BODY = "The minister said on Tuesday that the talks would go on in Vienna. " * 5


def failure(path) -> SourceError:
    loaded = load([path])
    assert loaded.articles == ()
    (error,) = loaded.failures
    assert str(path) in str(error)
    assert "\n" not in str(error)
    assert error.cure
    return error


@pytest.mark.parametrize("content", [b"", b" \n\t\r\n ", "\ufeff".encode(), b"--- *** ---", b"12 34"])
def test_nothing_to_read(tmp_path, content):
    file = tmp_path / "empty.txt"
    file.write_bytes(content)
    assert isinstance(failure(file), EmptyError)


def test_front_matter_without_a_text(tmp_path):
    file = tmp_path / "a.txt"
    file.write_text("---\ntitle: Talks\n---\n \n", encoding="utf8")
    assert isinstance(failure(file), EmptyError)


def test_fifty_megabytes_are_refused_unread(tmp_path):
    for name in ("large.txt", "large.html"):
        with (tmp_path / name).open("wb") as file:
            file.truncate(50_000_000)
        error = failure(tmp_path / name)
        assert isinstance(error, TooLargeError)
        assert "50.0 MB" in str(error)


@pytest.mark.parametrize(
    "content",
    [
        b"%PDF-1.7\n%abc",
        b"PK\x03\x04rest of an archive",
        b"\x89PNG\r\n\x1a\nrest",
        b"<svg xmlns='http://www.w3.org/2000/svg'><text>Paris</text></svg>",
        b"<?xml version='1.0'?>\n<!-- drawn -->\n<svg><text>Paris</text></svg>",
        b"\xff\xd8\xff\xe0rest",
        bytes(range(256)) * 8,
        b"text with \x00 in it " * 20,
        b"\x00" * 100,
        b"\x01\x02\x03\x04 text \x05\x06",
    ],
)
def test_binary_files(tmp_path, content):
    for name in ("a.txt", "a.html"):
        (tmp_path / name).write_bytes(content)
        assert isinstance(failure(tmp_path / name), (BinaryError, FormatError))


def test_utf8_with_bytes_that_are_not(tmp_path):
    file = tmp_path / "mixed.txt"
    file.write_bytes("Réunion à huis clos, côté européen, été compris. ".encode() * 3 + b"\xff\xfe\xfd fin")
    error = failure(file)
    assert isinstance(error, EncodingError)
    assert "UTF-8" in str(error)


def test_utf8_cut_within_a_character_is_read(tmp_path):
    file = tmp_path / "cut.txt"
    whole = ("Réunion à huis clos. " * 5 + "é").encode()
    file.write_bytes(whole[:-1])
    assert load([file]).articles[0].text == whole[:-2].decode()


def test_damaged_utf16(tmp_path):
    file = tmp_path / "a.txt"
    file.write_bytes(b"\xff\xfe" + BODY.encode("utf-16-le") + b"\x00\xd8\x00")
    assert isinstance(failure(file), EncodingError)


@pytest.mark.parametrize(
    "page",
    [
        "<html><body>" + "<div>" * 10_000 + "</div>" * 10_000,
        "<html><head><script>"
        + "var x = 1;" * 1_000
        + "</script></head><body><script>y()</script></body></html>",
        "<html><body>" + "<script>x<</script>" * 2_000 + "<div><span>" * 10_000,
        "<html>",
        "<html><body><p",
        "<!-- " * 5_000,
        "<table><tr><td>" * 3_000,
        "&#0;&#x110000;&bogus;" * 2_000,
    ],
)
def test_hostile_pages_give_one_line(tmp_path, page):
    file = tmp_path / "page.html"
    file.write_text(page, encoding="utf8")
    assert isinstance(failure(file), SourceError)


def test_a_deep_page_around_an_article_does_not_break(tmp_path):
    file = tmp_path / "deep.html"
    file.write_text("<html><body>" + "<div>" * 10_000 + f"<p>{BODY}</p>", encoding="utf8")
    loaded = load([file])
    assert len(loaded.articles) + len(loaded.failures) == 1


@pytest.mark.parametrize(
    "text",
    ['He said "no. ' * 1_000, "« " * 1_000 + BODY, "(" * 10_000 + BODY, "[x" * 10_000, "*" * 100_000 + BODY],
)
def test_unclosed_quotes_and_brackets_lose_nothing(text):
    for lines in (text, text.replace(". ", ".\n")):
        assert read_bytes(lines.encode(), "a").text == lines


def test_a_megabyte_on_one_line_is_linear():
    for piece in ("(Photo ", "© ", "GENEVA, ", "www.", "a.b/c ", " | ", "Tags: ", "newsletter "):
        text = piece * (300_000 // len(piece)) + BODY
        assert read_bytes(text.encode(), "a").text == text


def test_one_bad_file_among_good_ones(tmp_path):
    for number in range(3):
        (tmp_path / f"good{number}.txt").write_text(f"{number} {BODY}", encoding="utf8")
    (tmp_path / "bad.txt").write_bytes(b"\x00\x01\x02" * 100)
    (tmp_path / "worse.pdf").write_bytes(b"%PDF-1.7")
    (tmp_path / "dated.txt").write_text(f"---\ndate: yesterday\n---\n{BODY}", encoding="utf8")
    loaded = load([tmp_path])
    assert [article.name for article in loaded.articles] == ["good0", "good1", "good2"]
    assert {type(error) for error in loaded.failures} == {BinaryError, FormatError, MetadataError}
    assert {
        name
        for name in ("bad.txt", "worse.pdf", "dated.txt")
        for error in loaded.failures
        if name in str(error)
    } == {
        "bad.txt",
        "worse.pdf",
        "dated.txt",
    }


def test_a_pipe_in_place_of_a_file_does_not_hang(tmp_path):
    os.mkfifo(tmp_path / "pipe.txt")
    assert isinstance(failure(tmp_path / "pipe.txt"), SourceError)


@pytest.mark.parametrize("content", ["{bad", "[" * 100_000, '{"date": 20220112}', '{"date": "2022-13-01"}'])
def test_a_bad_file_beside_the_text_is_named(tmp_path, content):
    (tmp_path / "a.txt").write_text(BODY, encoding="utf8")
    (tmp_path / "a.json").write_text(content, encoding="utf8")
    loaded = load([tmp_path / "a.txt"])
    assert isinstance(loaded.failures[0], MetadataError)
    assert "a.json" in str(loaded.failures[0])


@settings(max_examples=40, deadline=None)
@given(
    st.lists(
        st.sampled_from(
            ["<div>", "</p>", "<p>", "text ", "<!--", "-->", "<script>", "&amp;", "\x00", "<a href='", "é"]
        )
    )
)
def test_any_mix_of_tags_is_survived(parts):
    page = ("<html><body>" + "".join(parts)).encode()
    with contextlib.suppress(SourceError):
        read_bytes(page, "a", is_page=True)
