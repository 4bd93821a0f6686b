"""ZIP archives: read like a folder, never written anywhere, never unpacked past what a machine can hold."""

import csv
import gzip
import io
import json
import os
import struct
import zipfile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pourparlers.errors import BinaryError, EmptyError, FormatError, SourceError, TooLargeError
from pourparlers.sources import load
from pourparlers.sources.formats import read_material
from pourparlers.sources.material import of_bytes

TEXT = "The delegate said the talks would go on in {}.\n"


def packed(files: dict, method=zipfile.ZIP_DEFLATED) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return out.getvalue()


def read(data: bytes, label: str = "press.zip"):
    found = list(read_material(of_bytes(data, label)))
    return (
        [one.article for one in found if not isinstance(one, SourceError)],
        [one for one in found if isinstance(one, SourceError)],
    )


def test_an_archive_is_read_like_a_folder():
    page = f"<!doctype html><html><body><article><p>{TEXT.format('Rome') * 6}</p></article></body></html>"
    articles, failures = read(
        packed(
            {
                "a/": b"",
                "a/one.txt": TEXT.format("Oslo"),
                "a/one.meta.json": json.dumps({"date": "2022-01-12", "outlet": "The Pier"}),
                "a/b/page.html": page,
                "photo.jpg": b"\xff\xd8\xff",
                "__MACOSX/a/._one.txt": b"\x00\x05",
                ".hidden.txt": "x",
                "README.txt": "about",
                "table.csv": "title,text\nt," + TEXT.format("Bern"),
                "old.doc": b"\xd0\xcf",
                "empty.txt": "",
            }
        )
    )
    assert [one.name for one in articles] == [
        "press.zip/a/one.txt",
        "press.zip/a/b/page.html",
        "press.zip/table.csv#1",
    ]
    assert (articles[0].outlet, str(articles[0].published)) == ("The Pier", "2022-01-12")
    assert [type(one) for one in failures] == [BinaryError, EmptyError]
    assert "press.zip/old.doc" in str(failures[0])


def test_archives_may_lie_in_an_archive_but_not_deeper():
    inner = packed({"one.txt": TEXT.format("Oslo")})
    articles, failures = read(packed({"inner.zip": inner, "more.zip": packed({"deep.zip": inner})}))
    assert [one.name for one in articles] == ["press.zip/inner.zip/one.txt"]
    assert "press.zip/more.zip/deep.zip: an archive in an archive in an archive" in str(failures[0])


def test_a_path_that_climbs_is_only_a_name(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    names = [
        "../../climbed.txt",
        "/etc/climbed.txt",
        "..\\climbed.txt",
        "C:\\climbed.txt",
        "a/\x1b[31mred.txt",
    ]
    (tmp_path / "press.zip").write_bytes(packed({name: TEXT.format(name) for name in names}))
    loaded = load([tmp_path / "press.zip"])
    assert len(loaded.articles) == len(names)
    assert loaded.articles[0].name == "press.zip/../../climbed.txt"
    assert all(one.name.isprintable() for one in loaded.articles)
    assert os.listdir(tmp_path) == ["press.zip"]
    assert not (tmp_path.parent.parent / "climbed.txt").exists()


def test_locked_files_are_one_line_each():
    data = bytearray(packed({"one.txt": TEXT.format("Oslo"), "two.txt": TEXT.format("Bern")}))
    entry = data.index(b"PK\x01\x02")
    data[entry + 8] |= 1
    data[6] |= 1
    articles, failures = read(bytes(data))
    assert [one.name for one in articles] == ["press.zip/two.txt"]
    assert "press.zip/one.txt: locked with a password" in str(failures[0])


def test_a_file_that_swells_is_refused_and_the_others_read():
    articles, failures = read(
        packed({"bomb.txt": bytes(20_000_000), "bomb.csv": b"text\n" + b" " * 20_000_000, "one.txt": TEXT})
    )
    assert [one.name for one in articles] == ["press.zip/one.txt"]
    assert [type(one) for one in failures] == [TooLargeError] * 2
    assert "press.zip/bomb.txt: swells to more than 200 times its size" in str(failures[0])


def test_an_archive_that_swells_in_all_is_refused_whole():
    data = bytearray(packed({f"{n}.txt": TEXT for n in range(10)}))
    at = data.index(b"PK\x01\x02")
    for _ in range(10):
        struct.pack_into("<L", data, at + 24, 0xFFFFFF00)
        at = data.find(b"PK\x01\x02", at + 4)
    articles, (failure,) = read(bytes(data))
    assert not articles
    assert "unpacks to 43 GB" in str(failure)


def test_an_archive_that_lies_about_a_size_gives_no_more_than_it_says():
    data = bytearray(packed({"one.txt": TEXT.format("Oslo") * 100, "two.txt": TEXT.format("Bern")}))
    struct.pack_into("<L", data, data.index(b"PK\x01\x02") + 24, 10)
    articles, failures = read(bytes(data))
    assert "press.zip/two.txt" in [one.name for one in articles]
    assert all(len(one.text) < 100 for one in articles)
    assert all(isinstance(one, SourceError) for one in failures)


def test_too_many_files_are_refused_before_they_are_listed():
    data = bytearray(packed({"one.txt": TEXT}))
    end = data.rindex(b"PK\x05\x06")
    struct.pack_into("<HHL", data, end + 8, 0xFFFE, 0xFFFE, 0x7FFFFFFF)
    articles, (failure,) = read(bytes(data))
    assert not articles
    assert isinstance(failure, TooLargeError)


def test_a_damaged_file_in_an_archive_is_alone_lost():
    data = bytearray(
        packed({"one.txt": TEXT.format("Oslo") * 20, "two.txt": TEXT.format("Bern")}, zipfile.ZIP_STORED)
    )
    data[60:80] = b"?" * 20
    articles, failures = read(bytes(data))
    assert [one.name for one in articles] == ["press.zip/two.txt"]
    assert "press.zip/one.txt: damaged" in str(failures[0])


@pytest.mark.parametrize(
    "data", [b"", b"PK\x03\x04", b"PK\x05\x06" + bytes(18), packed({})[:-1], packed({"a.txt": TEXT})[:36]]
)
def test_what_is_no_archive_is_one_line(data):
    articles, failures = read(data)
    assert not articles
    assert [("press.zip" in str(one), "\n" in str(one)) for one in failures] == [(True, False)]


def test_a_table_packed_with_gzip(tmp_path):
    out = io.StringIO()
    csv.writer(out).writerows([["title", "text"], ["t", TEXT.format("Oslo")], ["t", TEXT.format("Bern")]])
    whole = gzip.compress(out.getvalue().encode())
    (tmp_path / "table.csv.gz").write_bytes(whole)
    (tmp_path / "story.txt.gz").write_bytes(gzip.compress(TEXT.encode()))
    assert [one.name for one in load([tmp_path]).articles] == ["story", "table.csv#1", "table.csv#2"]
    swelling, failures = read(gzip.compress(b"text\n" + bytes(30_000_000)), "a.csv.gz")
    assert not swelling
    assert isinstance(failures[0], TooLargeError)
    _, failures = read(whole[:-9], "a.csv.gz")
    assert isinstance(failures[-1], FormatError)


@pytest.mark.parametrize("sized", [True, False])
def test_an_archive_cut_off_keeps_the_files_that_are_whole(sized):
    files = {
        "one.txt": TEXT.format("Oslo"),
        "photo.jpg": b"\xff\xd8",
        "two.txt": TEXT.format("Bern") * 50,
        "three.txt": TEXT,
    }
    out = io.BytesIO()
    if sized:
        out.write(packed(files))
    else:
        out.seekable = lambda: False
        with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
            for name, content in files.items():
                archive.writestr(name, content)
    data = out.getvalue()
    articles, (failure,) = read(data[: data.index(b"three.txt") + 12])
    assert [one.name for one in articles] == ["press.zip/one.txt", "press.zip/two.txt"]
    assert articles[1].text == TEXT.format("Bern") * 50
    assert "damaged or cut off" in str(failure)


SMALL = packed({"one.txt": TEXT, "t.csv": f"title,text\nx,{TEXT}"})


@settings(max_examples=80, deadline=None)
@given(st.integers(0, len(SMALL) - 1), st.binary(max_size=12))
def test_any_damage_gives_articles_or_errors(at, junk):
    articles, failures = read(SMALL[:at] + junk + SMALL[at + len(junk) :])
    assert articles or failures
    assert all("\n" not in str(one) for one in failures)
