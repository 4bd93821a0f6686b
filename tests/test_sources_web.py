"""Only pages the user named, only public addresses, never long and never large."""

import gzip
import ipaddress
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from pourparlers.errors import EmptyError, FetchError, TooLargeError
from pourparlers.sources import load
from pourparlers.sources.web import fetch, is_public

BODY = "The minister said on Tuesday that the talks would go on in Vienna next week, whatever happens. " * 3
PAGE = (
    f"<html><head><title>Talks go on</title></head><body><article><h1>Talks go on</h1><p>{BODY}</p></article>"
)
BOMB = gzip.compress(b"a" * 30_000_000)


PAGES = {
    "/good": (200, {"Content-Type": "text/html; charset=utf-8"}, PAGE.encode()),
    "/old": (
        200,
        {"Content-Type": "text/html; charset=iso-8859-1"},
        PAGE.replace("talks", "négociations").encode("latin1"),
    ),
    "/text": (200, {"Content-Type": "text/plain"}, BODY.encode()),
    "/zipped": (
        200,
        {"Content-Type": "text/html", "Content-Encoding": "gzip"},
        gzip.compress(PAGE.encode()),
    ),
    "/bomb": (200, {"Content-Type": "text/html", "Content-Encoding": "gzip"}, BOMB),
    "/broken": (200, {"Content-Type": "text/html", "Content-Encoding": "gzip"}, b"no gzip at all"),
    "/moved": (301, {"Location": "/good"}, b""),
    "/loop": (302, {"Location": "/loop"}, b""),
    "/file": (302, {"Location": "file:///etc/passwd"}, b""),
    "/empty": (200, {"Content-Type": "text/html"}, b""),
}


class Site(BaseHTTPRequestHandler):
    """A site with one good page and several bad ones."""

    def do_GET(self):
        status, headers, content = PAGES.get(self.path, (404, {}, b"no"))
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, *_):
        pass


@pytest.fixture(scope="module")
def site():
    server = ThreadingHTTPServer(("127.0.0.1", 0), Site)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


@pytest.mark.parametrize("path", ["/good", "/zipped", "/moved"])
def test_a_page_becomes_an_article(site, path):
    loaded = load([site + path], allow_private=True)
    assert loaded.failures == ()
    (article,) = loaded.articles
    assert article.title == "Talks go on"
    assert article.name == site + path
    assert article.url == site + ("/good" if path == "/moved" else path)
    assert article.outlet == "127.0.0.1"


def test_plain_text_and_declared_encodings_are_read(site):
    text, old = load([site + "/text", site + "/old"], allow_private=True).articles
    assert text.text == BODY
    assert "négociations" in old.text


@pytest.mark.parametrize(
    ("path", "error", "words"),
    [
        ("/missing", FetchError, "404"),
        ("/loop", FetchError, "redirects"),
        ("/file", FetchError, "not http"),
        ("/bomb", TooLargeError, "MB"),
        ("/broken", FetchError, "failed"),
        ("/empty", EmptyError, "no text"),
    ],
)
def test_bad_answers_are_one_line(site, path, error, words):
    (failure,) = load([site + path], allow_private=True).failures
    assert isinstance(failure, error)
    assert words in str(failure)
    assert site + path in str(failure)


def test_private_addresses_are_refused_however_they_are_written(site):
    port = site.rpartition(":")[2]
    hosts = [
        "127.0.0.1",
        "localhost",
        "2130706433",
        "0x7f000001",
        "0177.0.0.1",
        "127.1",
        "[::1]",
        "[::ffff:127.0.0.1]",
    ]
    for host in hosts:
        with pytest.raises(FetchError):
            fetch(f"http://{host}:{port}/good", limit=1_000_000)


def test_a_redirect_is_checked_like_the_first_address(site, monkeypatch):
    asked = []

    def only_once(host, port, named, allow_private):
        asked.append(host)
        if len(asked) > 1:
            raise FetchError("not a public address", where=named)
        return "127.0.0.1"

    monkeypatch.setattr("pourparlers.sources.web._resolve", only_once)
    with pytest.raises(FetchError, match="not a public address"):
        fetch(f"{site}/moved", limit=1_000_000)
    assert len(asked) == 2


@pytest.mark.parametrize(
    ("address", "public"),
    [
        ("8.8.8.8", True),
        ("2606:4700:4700::1111", True),
        ("10.1.2.3", False),
        ("169.254.169.254", False),
        ("100.64.0.1", False),
        ("0.0.0.0", False),
        ("224.0.0.1", False),
        ("::1", False),
        ("fe80::1", False),
        ("fc00::1", False),
        ("::ffff:10.0.0.1", False),
        ("64:ff9b::7f00:1", False),
        ("2002:7f00:1::", False),
    ],
)
def test_public_addresses_are_told_from_others(address, public):
    assert is_public(ipaddress.ip_address(address)) is public


@pytest.mark.parametrize(
    "url", ["http://", "http://user:pass@example.org/", "http://exa mple/", "http://[::1", "http://h:99999/"]
)
def test_urls_that_make_no_sense(url):
    (failure,) = load([url]).failures
    assert isinstance(failure, FetchError)


def test_nobody_answering_is_one_line():
    (failure,) = load(["http://127.0.0.1:9/"], allow_private=True).failures
    assert isinstance(failure, FetchError)
    assert "connection" in str(failure)
