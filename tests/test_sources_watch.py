"""Watching feeds: asked seldom and politely, each page fetched once, what is new added and told."""

import json
import threading
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from pourparlers import store, watching
from pourparlers.errors import FormatError, UsageError
from pourparlers.model import Reading
from pourparlers.sources import Options
from pourparlers.sources.polling import FeedState, Poller

NOON = datetime(2022, 1, 12, 12, tzinfo=UTC)
SENTENCE = "The delegate of {} told reporters that the talks on fishing rights would be resumed in spring. "


class Site(BaseHTTPRequestHandler):
    def do_GET(self):
        self.server.asked.append((self.path, dict(self.headers)))
        status, headers, content = self.server.pages.get(self.path, (404, {}, ""))
        if status == 200 and headers.get("ETag") and self.headers.get("If-None-Match") == headers["ETag"]:
            status, content = 304, ""
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(content.encode())

    def log_message(self, *_):
        pass


@pytest.fixture
def site():
    server = ThreadingHTTPServer(("127.0.0.1", 0), Site)
    server.asked, server.pages, server.at = [], {}, f"http://127.0.0.1:{server.server_port}"
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield server
    server.shutdown()


def feed(site, *towns, full=(), etag="one"):
    items = "".join(
        f"<item><title>Talks in {town}</title><link>{site.at}/{town}</link><description>soon</description></item>"
        for town in towns
    )
    items += "".join(
        f'<item><title>{town}</title><link>{site.at}/{town}</link><content:encoded xmlns:content="http://purl.org/rss/1.0/modules/content/">'
        f"&lt;p&gt;{SENTENCE.format(town) * 3}&lt;/p&gt;</content:encoded></item>"
        for town in full
    )
    site.pages["/feed"] = (
        200,
        {"ETag": etag, "Content-Type": "application/rss+xml"},
        f"<rss><channel><title>The Pier</title>{items}</channel></rss>",
    )
    for town in towns:
        text = "".join(f"<p>{SENTENCE.format(town) * 3}</p>" for _ in range(3))
        page = (
            f"<html><head><title>Talks in {town}</title></head><body><article>{text}</article></body></html>"
        )
        site.pages[f"/{town}"] = (200, {"Content-Type": "text/html"}, page)


def poller(**options):
    waits = []
    made = Poller(
        Options(allow_private=True, **options), timedelta(minutes=30), now=lambda: NOON, pause=waits.append
    )
    return made, waits


def poll(made, url, state=None):
    *items, state = made.poll(url, state or FeedState())
    return items, state


def test_new_items_are_fetched_once_and_the_feed_asked_with_its_mark(site):
    made, waits = poller()
    feed(site, "Oslo", full=["Bern"])
    items, state = poll(made, f"{site.at}/feed")
    assert [one.article.url[-4:] for one in items] == ["Oslo", "Bern"]
    assert waits
    assert "pourparlers/" in site.asked[0][1]["User-Agent"]
    site.asked.clear()
    assert poll(made, f"{site.at}/feed", state) == ([], state)
    assert site.asked[0][1]["If-None-Match"] == "one"
    feed(site, "Oslo", "Rome", full=["Bern"], etag="two")
    items, after = poll(made, f"{site.at}/feed", state)
    assert [one.article.url[-4:] for one in items] == ["Rome"]
    assert after.etag == "two"


@pytest.mark.parametrize("asked", ["7200", format_datetime(NOON + timedelta(hours=2))])
def test_a_server_that_says_when_is_not_asked_before(site, asked):
    made, _ = poller()
    site.pages["/feed"] = (429, {"Retry-After": asked}, "")
    (error,), state = poll(made, f"{site.at}/feed")
    assert "429" in str(error)
    assert datetime.fromisoformat(state.not_before) == NOON + timedelta(hours=2)
    site.asked.clear()
    (error,), again = poll(made, f"{site.at}/feed", state)
    assert "not asked again before 2022-01-12 14:00" in str(error)
    assert not site.asked
    assert again == state


def test_a_feed_that_fails_is_asked_later_and_later(site):
    made, _ = poller()
    state, waits = FeedState(), []
    for _ in range(9):
        _, state = poll(made, f"{site.at}/feed", FeedState(failures=state.failures))
        waits.append(datetime.fromisoformat(state.not_before) - NOON)
    assert waits[:3] == [timedelta(hours=1), timedelta(hours=2), timedelta(hours=4)]
    assert waits[-1] == timedelta(days=1)
    site.pages["/feed"] = (410, {}, "")
    (error,), _ = poll(made, f"{site.at}/feed")
    assert "gone for good" in str(error)


def test_a_page_that_robots_may_not_read_is_left_alone(site):
    made, _ = poller()
    feed(site, "Oslo", "Bern")
    site.pages["/robots.txt"] = (200, {}, "User-agent: *\nDisallow: /Bern\n")
    items, state = poll(made, f"{site.at}/feed")
    assert [type(one).__name__ for one in items] == ["Found", "FetchError"]
    assert "robots.txt" in str(items[1])
    assert "/Bern" not in [path for path, _ in site.asked]
    assert len(state.seen) == 2


def test_a_page_that_fails_for_now_is_tried_again(site):
    made, _ = poller()
    feed(site, "Oslo", "Bern")
    good = site.pages["/Bern"]
    site.pages["/Bern"] = (503, {}, "")
    items, state = poll(made, f"{site.at}/feed")
    assert "503" in str(items[1])
    site.pages["/Bern"] = good
    items, _ = poll(made, f"{site.at}/feed", FeedState(seen=state.seen))
    assert [one.article.url[-4:] for one in items] == ["Bern"]


def test_private_addresses_are_not_followed(site):
    made = Poller(Options(), timedelta(minutes=30), now=lambda: NOON)
    (error,), _ = poll(made, f"{site.at}/feed")
    assert "not a public address" in str(error)
    assert not site.asked


def unread(articles):
    for article in articles:
        yield Reading(article.id, (), (), (), (), model="none")


def test_a_round_adds_what_is_new_and_remembers(site, tmp_path):
    made, _ = poller()
    database = tmp_path / "talks.db"
    memory = watching.memory_of(str(database))
    url = f"{site.at}/feed"
    feed(site, "Oslo", "Bern")
    site.pages["/Bern"] = (404, {}, "")
    with store.open(database) as dossier:

        def once():
            return watching.watch_once(dossier, [url], made, memory, unread, now=lambda: NOON)

        first = once()
        assert [one.title for one in first.new] == ["Talks in Oslo"]
        assert first.state is not None
        assert ["404" in str(one) for one in first.failures] == [True]
        second = once()
        assert (second.new, second.failures, second.state) == ((), (), None)
        (received,) = dossier.received(first.new[0].id)
        assert received.body.startswith(b"<html>")
        assert ("Content-Location", f"{site.at}/Oslo") in received.headers
    assert json.loads(memory.read_bytes())[url]["etag"] == "one"


def test_a_memory_that_is_no_memory_is_as_none(tmp_path):
    for number, content in enumerate(["", "[]", '{"a": 1}', '{"a": {"etag": 1}}']):
        (tmp_path / str(number)).write_text(content)
        assert watching.remembered(tmp_path / str(number)) == {}


def test_what_is_no_address_is_refused(tmp_path):
    with pytest.raises(UsageError):
        watching.check(["feed.xml"], None)
    with pytest.raises(UsageError):
        watching.check(["https://a.example/feed"], tmp_path / "brief.pdf")


def test_what_is_no_feed_is_said(site):
    made, _ = poller()
    site.pages["/feed"] = (200, {"Content-Type": "text/html"}, "<html><body>Sign in</body></html>")
    (error,), state = poll(made, f"{site.at}/feed")
    assert isinstance(error, FormatError)
    assert state.failures == 1
