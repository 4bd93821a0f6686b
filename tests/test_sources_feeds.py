"""Feeds as sites write them: full texts, teasers with links, JSON; in files and by URL."""

import json
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pourparlers.errors import EmptyError, FormatError, SourceError
from pourparlers.sources import load
from pourparlers.sources.formats import read_material
from pourparlers.sources.material import of_bytes

SENTENCE = "The delegate of {} told reporters that the talks on fishing rights would be resumed in spring."

RSS = f"""<?xml version="1.0" encoding="UTF-8"?>
<!-- made by a content system -->
<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/">
<channel><title>The Pier &amp; Mole</title><link>https://pier.example</link><language>en-GB</language><ttl>60</ttl>
<item><title><![CDATA[Talks <em>go on</em> & on]]></title><link>https://pier.example/a?utm=1</link>
 <guid isPermaLink="false">a-1</guid><pubDate>Wed, 12 Jan 2022 23:30:00 -0500</pubDate><dc:creator>Anna Quay</dc:creator>
 <description>Only a teaser …</description>
 <content:encoded><![CDATA[<p>{SENTENCE.format("Oslo")}</p><figure><figcaption>A boat</figcaption></figure>
 <p>He added:&nbsp;&#8220;No date is set.&#8221;<br/>Then he left.</p><script>track()</script>]]></content:encoded></item>
<item><title>Only a teaser</title><link>https://pier.example/b</link><description>{SENTENCE.format("Bern")}</description></item>
<item><title>Nothing at all</title><link>https://pier.example/c</link></item>
</channel></rss>
"""
ATOM = """<?xml version='1.0' encoding='iso-8859-1'?>
<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="fr"><title>Le Môle</title><id>urn:x</id>
<entry><title type="html">Les &lt;b&gt;pourparlers&lt;/b&gt; reprennent</title><link rel="alternate" href="/un"/>
<link rel="enclosure" href="https://mole.example/un.mp3"/>
<id>tag:mole.example,2022:1</id><updated>2022-01-13T08:00:00Z</updated><published>2022-01-12T08:00:00+01:00</published>
<author><name>A. Jetée</name></author><content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><p>La déléguée a déclaré
que la réunion de Genève était utile.</p><p>Elle reviendra.</p></div></content></entry>
</feed>
""".encode("latin-1")
JSON = json.dumps(
    {
        "version": "https://jsonfeed.org/version/1.1",
        "title": "The Pier",
        "language": "en",
        "authors": [{"name": "The desk"}],
        "items": [
            {
                "id": "1",
                "url": "https://pier.example/a",
                "title": "Talks go on",
                "content_text": SENTENCE.format("Oslo") + "\n\nHe said 3 < 4 & left.",
                "date_published": "2022-01-12T08:00:00Z",
                "authors": [{"name": "Anna Quay"}, {"name": "Bo Mole"}],
            },
            {
                "id": "https://pier.example/b",
                "content_html": f"<p>{SENTENCE.format('Bern')}</p>",
                "author": {"name": "Bo"},
            },
            {"id": 3},
            "no item",
        ],
    }
)


def read(data, label="feed.xml"):
    data = data if isinstance(data, bytes) else data.encode()
    found = list(read_material(of_bytes(data, label)))
    return (
        [one for one in found if not isinstance(one, SourceError)],
        [one for one in found if isinstance(one, SourceError)],
    )


def test_rss_with_full_text_a_teaser_and_nothing():
    found, failures = read(RSS)
    first, second = (one.article for one in found)
    assert first.name == "feed.xml#https://pier.example/a?utm=1"
    assert first.text == (
        "Talks go on & on\n\n" + SENTENCE.format("Oslo") + "\n\nHe added: “No date is set.”\n\nThen he left."
    )
    assert (first.title, first.outlet, first.author) == ("Talks go on & on", "The Pier & Mole", "Anna Quay")
    assert (str(first.published), first.url) == ("2022-01-12", "https://pier.example/a?utm=1")
    assert SENTENCE.format("Bern") in second.text
    assert [type(one) for one in failures] == [EmptyError]
    assert "feed.xml#https://pier.example/c" in str(failures[0])


def test_atom_in_latin_1_with_xhtml():
    (found,), failures = read(ATOM)
    article = found.article
    assert not failures
    assert article.title == "Les pourparlers reprennent"
    assert article.text.endswith(
        "La déléguée a déclaré que la réunion de Genève était utile.\n\nElle reviendra."
    )
    assert (article.outlet, article.author, str(article.published)) == ("Le Môle", "A. Jetée", "2022-01-12")


def test_json_feed():
    found, failures = read(JSON, "feed.json")
    first, second = (one.article for one in found)
    assert first.text.endswith(SENTENCE.format("Oslo") + "\n\nHe said 3 < 4 & left.")
    assert (first.author, first.outlet, str(first.published)) == (
        "Anna Quay, Bo Mole",
        "The Pier",
        "2022-01-12",
    )
    assert (second.author, second.url) == ("Bo", "https://pier.example/b")
    assert [type(one) for one in failures] == [EmptyError]


def test_what_is_kept_of_an_item_is_a_feed_of_one_item():
    found, _ = read(RSS)
    (again,), failures = read(found[0].body, "again.json")
    assert not failures
    assert again.article.text == found[0].article.text
    assert again.article.published == found[0].article.published


def test_a_feed_cut_off_keeps_the_items_before():
    at = RSS.index("Only a teaser</title>") + 5
    found, failures = read(RSS[:at])
    assert found[0].article.title == "Talks go on & on"
    assert any("cut off" in str(one) for one in failures)
    found, failures = read(JSON[:-9], "feed.json")
    assert not found
    assert [type(one) for one in failures] == [FormatError]


def test_rss_1_and_a_feed_with_a_prefix_and_utf_16():
    rdf = (
        '<?xml version="1.0"?><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" '
        'xmlns="http://purl.org/rss/1.0/" xmlns:dc="http://purl.org/dc/elements/1.1/">'
        '<channel rdf:about="https://a.example"><title>Old Pier</title></channel><item rdf:about="https://a.example/1">'
        f"<title>Talks</title><link>https://a.example/1</link><description>{SENTENCE.format('Oslo')}</description>"
        "<dc:date>2022-01-12T08:00+01:00</dc:date></item></rdf:RDF>"
    )
    for data in (rdf, rdf.replace('"1.0"?>', '"1.0" encoding="utf-16"?>', 1).encode("utf-16")):
        (found,), failures = read(data)
        assert not failures
        assert (found.article.outlet, str(found.article.published)) == ("Old Pier", "2022-01-12")


def test_entities_that_swell_are_not_followed():
    bombs = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 12))
    data = f'<?xml version="1.0"?><!DOCTYPE rss [<!ENTITY e0 "so it goes "><!ENTITY x SYSTEM "file:///etc/passwd">{bombs}]>'
    data += "<rss><channel><item><title>a</title><description>He said &e11; &x; so.</description></item></channel></rss>"
    found, _ = read(data)
    assert all(len(one.article.text) < 10_000 and "root:" not in one.article.text for one in found)


@pytest.mark.parametrize(
    "data",
    [
        "<rss",
        "<rss></rss>",
        "<feed xmlns='http://www.w3.org/2005/Atom'/>",
        '{"version":"https://jsonfeed.org/version/1"',
        '{"version":"https://jsonfeed.org/version/1","items":7}',
    ],
)
def test_what_is_no_feed_is_one_line(data):
    found, failures = read(data, "a.rss")
    assert not found
    assert failures
    assert all("\n" not in str(one) and "a.rss" in str(one) for one in failures)


@settings(max_examples=25, deadline=None)
@given(st.integers(0, len(RSS)), st.text("<>&;!?/[]\"' \x00é", max_size=20), st.sampled_from([RSS, JSON]))
def test_any_damage_gives_articles_or_errors(at, junk, feed):
    found, failures = read(feed[:at] + junk + feed[at + len(junk) :], "feed.rss")
    assert found or failures
    assert all("\n" not in str(one) for one in failures)


class Site(BaseHTTPRequestHandler):
    def do_GET(self):
        page = f"<html><head><title>Page</title></head><body><article><p>{SENTENCE.format('Rome') * 5}</p></article></body></html>"
        pages = {
            "/feed": (
                "application/rss+xml",
                RSS.replace("https://pier.example", f"http://{self.headers['Host']}"),
            ),
            "/b": ("text/html", page),
        }
        kind, content = pages.get(self.path, (None, ""))
        self.send_response(200 if kind else 404)
        self.send_header("Content-Type", kind or "text/plain")
        self.end_headers()
        self.wfile.write(content.encode())

    def log_message(self, *_):
        pass


def test_a_feed_named_by_its_url_is_followed_to_its_pages():
    server = ThreadingHTTPServer(("127.0.0.1", 0), Site)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    at = f"http://127.0.0.1:{server.server_port}"
    try:
        loaded = load([f"{at}/feed"], allow_private=True)
        refused = load([f"{at}/feed"])
    finally:
        server.shutdown()
    assert [one.name for one in loaded.articles] == [f"{at}/feed#{at}/a?utm=1", f"{at}/feed#{at}/b"]
    assert SENTENCE.format("Rome") in loaded.articles[1].text
    assert ["answers 404" in str(one) for one in loaded.failures] == [True]
    assert not refused.articles
