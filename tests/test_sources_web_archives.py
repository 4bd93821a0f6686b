"""Web archives as crawlers write them: every page an article, damage alone lost, memory bounded."""

import gzip
import io
import json
import tracemalloc
import zipfile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from pourparlers.errors import SourceError, TooLargeError
from pourparlers.sources import load
from pourparlers.sources.formats import read_material
from pourparlers.sources.material import of_bytes

SENTENCE = "The delegate of {} told reporters that the talks on fishing rights would be resumed in spring. "


def page(town: str, charset: str = "utf-8") -> bytes:
    body = "".join(f"<p>{SENTENCE.format(town) * 3}</p>" for _ in range(3))
    head = f'<title>Talks in {town}</title><meta name="author" content="Anna Quay">'
    return f"<!doctype html><html lang=en><head>{head}</head><body><article>{body}</article></body></html>".encode(
        charset
    )


def archive(*pages, packed=True, extra=None) -> bytes:
    out = io.BytesIO()
    writer = WARCWriter(out, gzip=packed)
    writer.write_record(writer.create_warcinfo_record("a.warc", {"software": "a crawler"}))
    for number, (url, body, kind) in enumerate(pages):
        request = StatusAndHeaders("GET / HTTP/1.1", [("Host", "a.example")], is_http_request=True)
        writer.write_record(
            writer.create_warc_record(url, "request", payload=io.BytesIO(b""), http_headers=request)
        )
        headers = [("Content-Type", kind), *((extra or {}).get(number, ()))]
        status = StatusAndHeaders("200 OK", headers, protocol="HTTP/1.1")
        writer.write_record(
            writer.create_warc_record(url, "response", payload=io.BytesIO(body), http_headers=status)
        )
    return out.getvalue()


def towns(*names):
    return [(f"https://www.pier.example/{name}", page(name), "text/html; charset=utf-8") for name in names]


def read(data: bytes, label: str = "crawl.warc.gz"):
    found = list(read_material(of_bytes(data, label)))
    return (
        [one for one in found if not isinstance(one, SourceError)],
        [one for one in found if isinstance(one, SourceError)],
    )


@pytest.mark.parametrize("packing", ["members", "one member", "none"])
def test_pages_of_an_archive_are_articles_by_address(packing):
    data = archive(*towns("Oslo", "Bern"), packed=packing == "members")
    if packing == "one member":
        data = gzip.compress(data)
    found, failures = read(data)
    assert not failures
    assert [one.article.name for one in found] == [
        "crawl.warc.gz#https://www.pier.example/Oslo",
        "crawl.warc.gz#https://www.pier.example/Bern",
    ]
    article = found[0].article
    assert (article.title, article.author, article.outlet) == ("Talks in Oslo", "Anna Quay", "pier.example")
    assert article.url == "https://www.pier.example/Oslo"
    assert found[0].body == page("Oslo")
    assert ("Content-Type", "text/html; charset=utf-8") in found[0].headers


def test_charset_and_codings_are_undone():
    accented = "Orsières"
    chunked = page("Bern")
    chunked = b"%x\r\n%s\r\n%x\r\n%s\r\n0\r\n\r\n" % (100, chunked[:100], len(chunked) - 100, chunked[100:])
    data = archive(
        ("http://a.example/1", page(accented, "cp1252"), "text/html; charset=windows-1252"),
        ("http://a.example/2", gzip.compress(page("Oslo")), "text/html"),
        ("http://a.example/3", chunked, "text/html"),
        ("http://a.example/4", b"\x0b\x02\x80" + bytes(range(128, 250)) * 9, "text/html"),
        extra={
            1: [("Content-Encoding", "gzip")],
            2: [("Transfer-Encoding", "chunked")],
            3: [("Content-Encoding", "br")],
        },
    )
    found, failures = read(data)
    assert [one.article.title for one in found] == [f"Talks in {accented}", "Talks in Oslo", "Talks in Bern"]
    assert ["http://a.example/4: a page packed as br" in str(one) for one in failures] == [True]


def test_what_is_no_page_is_passed_over_and_the_same_page_counts_once():
    data = archive(
        *towns("Oslo"),
        ("https://www.pier.example/logo.png", b"\x89PNG", "image/png"),
        ("https://www.pier.example/robots.txt", b"User-agent: *", "text/plain"),
        *towns("Oslo"),
        ("https://www.pier.example/note", SENTENCE.format("Bern").encode(), "text/plain"),
    )
    found, failures = read(data)
    assert not failures
    assert [one.article.url[-4:] for one in found] == ["Oslo", "note"]


def test_a_page_not_found_and_a_revisit_are_no_articles():
    out = io.BytesIO()
    writer = WARCWriter(out, gzip=True)
    gone = StatusAndHeaders("404 Not Found", [("Content-Type", "text/html")], protocol="HTTP/1.1")
    writer.write_record(
        writer.create_warc_record(
            "http://a.example/gone", "response", payload=io.BytesIO(page("Oslo")), http_headers=gone
        )
    )
    writer.write_record(
        writer.create_revisit_record(
            "http://a.example/b", "sha1:AAAA", "http://a.example/a", "2022-01-12T00:00:00Z"
        )
    )
    assert read(out.getvalue()) == ([], [])


def test_text_extracted_by_a_crawl_is_read():
    out = io.BytesIO()
    writer = WARCWriter(out, gzip=True)
    writer.write_record(
        writer.create_warc_record(
            "http://a.example/b",
            "conversion",
            payload=io.BytesIO(SENTENCE.format("Oslo").encode()),
            warc_content_type="text/plain",
        )
    )
    (found,), _ = read(out.getvalue(), "crawl.warc.wet.gz")
    assert found.article.text == SENTENCE.format("Oslo")


def test_an_archive_cut_off_keeps_what_came_before():
    data = archive(*towns("Oslo", "Bern", "Rome"))
    for packed in (data, gzip.decompress(data)):
        found, failures = read(packed[:-400])
        assert [one.article.title for one in found] == ["Talks in Oslo", "Talks in Bern"]
        assert ["cut off" in str(one) for one in failures] == [True]


def test_a_damaged_member_loses_its_page_alone():
    whole = archive(*towns("Oslo", "Bern", "Rome"))
    starts = [at for at in range(len(whole)) if whole[at : at + 3] == b"\x1f\x8b\x08"]
    at = starts[4] + 60
    found, failures = read(whole[:at] + bytes(40) + whole[at + 40 :])
    assert [one.article.title for one in found] == ["Talks in Oslo", "Talks in Rome"]
    assert len(failures) == 1
    assert "damaged near byte" in str(failures[0])


def test_a_wrong_length_loses_little():
    data = archive(*towns("Oslo", "Bern", "Rome", "Kyiv"), packed=False)
    at = data.index(b"/Bern\r\n", data.index(b"Talks in Oslo"))
    at = data.index(b"Content-Length: ", data.index(b"WARC-Type: response", at - 300))
    end = data.index(b"\r\n", at)
    for wrong in (b"Content-Length: 20", b"Content-Length: none", b"Content-Length: -7"):
        found, failures = read(data[:at] + wrong + data[end:])
        titles = [one.article.title for one in found]
        assert titles[0] == "Talks in Oslo"
        assert titles[-2:] == ["Talks in Rome", "Talks in Kyiv"]
        assert failures


def test_a_record_that_swells_is_refused():
    bomb = b"WARC/1.0\r\nWARC-Type: metadata\r\nContent-Length: 30000000\r\n\r\n" + bytes(30_000_000)
    found, failures = read(archive(*towns("Oslo")) + gzip.compress(bomb))
    assert len(found) == 1
    assert [type(one) for one in failures] == [TooLargeError]
    assert "200 times" in str(failures[0])


def test_a_page_too_large_is_named_and_a_film_passed_over():
    large = b"<html>" + b"<p>so it is </p>\n" * 1_500_000
    data = archive(
        ("http://a.example/film", bytes(range(256)) * 100_000, "video/mp4"),
        ("http://a.example/large", large, "text/html"),
        *towns("Oslo"),
        packed=False,
    )
    found, failures = read(data)
    assert len(found) == 1
    assert ["http://a.example/large: a page of more than 20 MB" in str(one) for one in failures] == [True]


def test_memory_does_not_grow_with_the_archive():
    film = [(f"http://a.example/{n}", bytes(range(256)) * 4000, "video/mp4") for n in range(40)]
    notes = [(f"http://a.example/note/{n}", SENTENCE.format(n).encode(), "text/plain") for n in range(40)]
    data = archive(*film, *notes, packed=False)
    list(read_material(of_bytes(archive(notes[0]), "c.warc")))
    tracemalloc.start()
    assert sum(1 for _ in read_material(of_bytes(data, "c.warc"))) == 40
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 5_000_000 < len(data)


def wacz(*archives: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as packed:
        for number, data in enumerate(archives):
            packed.writestr(f"archive/data-{number}.warc.gz", data)
        packed.writestr("indexes/index.cdx.gz", gzip.compress(b"com,example)/ 2022 {}"))
        packed.writestr("pages/pages.jsonl", json.dumps({"format": "json-pages-1.0", "id": "pages"}) + "\n")
        packed.writestr("datapackage.json", json.dumps({"profile": "data-package", "wacz_version": "1.1.1"}))
    return out.getvalue()


def test_a_wacz_gives_the_pages_of_its_archives_once(tmp_path):
    data = wacz(archive(*towns("Oslo", "Bern")), archive(*towns("Bern", "Rome"))[:-300])
    (tmp_path / "crawl.wacz").write_bytes(data)
    loaded = load([tmp_path])
    assert [one.name for one in loaded.articles] == [
        f"crawl.wacz#https://www.pier.example/{town}" for town in ("Oslo", "Bern")
    ]
    assert ["archive/data-1.warc.gz" in str(one) for one in loaded.failures] == [True]


@pytest.mark.parametrize(
    "data", [b"WARC/1.0\r\n", b"WARC/", gzip.compress(b"WARC/1.0"), b"", b"\x1f\x8b", b"<html>"]
)
def test_what_is_no_archive_is_one_line(data):
    found, failures = read(data, "crawl.warc")
    assert not found
    assert len(failures) == 1
    assert "\n" not in str(failures[0])
    assert "crawl.warc" in str(failures[0])


SMALL = archive(*towns("Oslo"))


@settings(max_examples=40, deadline=None)
@given(st.integers(0, len(SMALL)), st.binary(max_size=30), st.booleans())
def test_any_damage_gives_articles_or_errors(at, junk, unpacked):
    data = gzip.decompress(SMALL) if unpacked else SMALL
    at = at % len(data)
    found, failures = read(b"WARC/1.0\r\n" * unpacked + data[:at] + junk + data[at + len(junk) :])
    assert all("\n" not in str(one) for one in failures)
    assert len(found) + len(failures) < 9


def test_a_wacz_cut_off_keeps_its_archives_that_are_whole():
    found, failures = read(wacz(archive(*towns("Oslo")), archive(*towns("Bern")))[:-30], "crawl.wacz")
    assert [one.article.title for one in found] == ["Talks in Oslo", "Talks in Bern"]
    assert "damaged or cut off" in str(failures[0])
