"""Every page: what it is for, its filters, its errors, its two languages."""

import re
from html import unescape

import pytest
from fastapi.testclient import TestClient

from pourparlers.exports import networks
from pourparlers.report.wording import languages
from pourparlers.web import discourse
from pourparlers.web.app import create_app
from pourparlers.web.rendering import words
from web_server import SCRIPT, filled, hostile

PAGES = [
    "/", "/timeline", "/issues", "/actors", "/meetings", "/articles", "/outlets", "/compare", "/network", "/search",
]  # fmt: skip


@pytest.fixture(scope="module")
def client(tmp_path_factory, example):
    path = tmp_path_factory.mktemp("web") / "talks.db"
    filled(path, [*example, hostile()]).close()
    with TestClient(create_app(path), base_url="http://127.0.0.1") as client:
        client.view = client.app.state.desk.view()
        yield client


def get(client, path, expecting=200, **query):
    client.cookies.clear()
    response = client.get(path, params=query or None)
    assert response.status_code == expecting, response.text[-500:]
    return response.text


def links(page, prefix):
    return [unescape(found) for found in re.findall(r'href="([^"]*)"', page) if found.startswith(prefix)]


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("language", languages())
def test_every_page_speaks_every_language(client, page, language):
    text = get(client, page, lang=language)
    assert f'<html lang="{language}">' in text
    assert "None" not in re.sub(r"<[^>]*>", "", text)


def test_labels_have_the_same_keys_in_every_language():
    tables = [words(language).table for language in languages()]
    keys = [{(section, key) for section, held in table.items() for key in held} for table in tables]
    assert all(one == keys[0] for one in keys)


def test_every_link_on_every_page_leads_somewhere(client):
    for page in PAGES:
        kinds = {}
        for link in links(get(client, page), "/"):
            kind = re.sub(r"[^/]*$", "", link.partition("?")[0]) + "?" * ("?" in link)
            kinds.setdefault(kind, link)
        for link in kinds.values():
            if not link.startswith(("/articles/", "/review", "/account")):
                assert client.get(link.partition("#")[0]).status_code == 200, link


def test_the_chosen_language_is_remembered_and_the_browser_asked_else(client):
    fresh = TestClient(client.app, base_url="http://127.0.0.1")
    assert 'lang="fr"' in fresh.get("/issues", headers={"accept-language": "fr-CH, en;q=0.5"}).text[:80]
    fresh.get("/issues?lang=en")
    assert 'lang="en"' in fresh.get("/issues", headers={"accept-language": "fr"}).text[:80]


def test_the_overview_shows_what_moved_clashes_and_holds_each_cell_s_history(client):
    page = get(client, "/", since="2022-01-11")
    assert "new position" in page
    assert "against" in page or "→" in page
    assert page.count('<details class="history">') > 5


def test_what_moved_since_the_last_visit_is_told_by_when_articles_came(client):
    fresh = TestClient(client.app, base_url="http://127.0.0.1")
    fresh.cookies.set("visits", f"0.{2_000_000_000}")
    assert "Nothing new" not in fresh.get("/").text
    fresh = TestClient(client.app, base_url="http://127.0.0.1")
    fresh.cookies.set("visits", "1000000000.1000000000")
    page = fresh.get("/").text
    assert "Since your last visit" in page


def test_every_cited_line_leads_to_the_article_at_its_words(client):
    view = client.view
    for page in ("/", "/timeline", "/issues/" + next(iter(view.issues)), "/parties/RUS"):
        cited = links(get(client, page), "/articles/")
        places = [re.fullmatch(r"/articles/([^?]+)\?at=(\d+)-(\d+)", link) for link in cited]
        places = [place for place in places if place]
        assert places
        for place in places:
            assert int(place[2]) < int(place[3]) <= len(view.articles[place[1]].text)


def test_an_issue_page_holds_positions_of_each_party_and_its_statements(client):
    view = client.view
    issue = max(view.issues, key=lambda id: len(view.positions_of_issue.get(id, ())))
    page = get(client, f"/issues/{issue}")
    for one in view.positions_of_issue[issue][:3]:
        assert view.parties[one.party].labels["en"] in page
    one = view.positions_of_issue[issue][0]
    only = get(client, f"/issues/{issue}", party=one.party)
    assert len(only) < len(page)


def test_an_actor_page_tells_its_names_and_words(client):
    view = client.view
    actor = max(view.actors.values(), key=lambda one: len(view.statements_of_actor.get(one.id, ())))
    page = get(client, f"/actors/{actor.id}")
    assert page.count('<li class="line"') >= min(5, len(view.statements_of_actor[actor.id]))


def test_a_meeting_page_cites_every_passage_that_tells_of_it(client):
    view = client.view
    meeting = max(view.meetings.values(), key=lambda one: len(one.evidence))
    page = get(client, f"/meetings/{meeting.id}")
    for place in meeting.evidence:
        assert f"/articles/{place.article}?at={place.start}" in page or f"at={place.start - 1}" in page


def test_an_outlet_page_lists_its_articles(client):
    view = client.view
    name = next(name for name in view.articles_of_outlet if name and "<" not in name)
    page = get(client, f"/outlets/{name}")
    for one in view.articles_of_outlet[name]:
        assert f"/articles/{one.id}" in page


def test_the_timeline_filters_by_party_act_outlet_and_days(client):
    view = client.view
    page = get(client, "/timeline", party="RUS", act="request", since="2022-01-10", until="2022-01-12")
    wanted = [
        one
        for one in view.latest
        if "RUS" in one.parties
        and one.act == "request"
        and "2022-01-10" <= view.day_of.get(one.id, "") <= "2022-01-12"
    ]
    assert wanted
    assert f"{len(wanted)} statement" in page
    assert page.count('class="act f-asks"') == len(wanted)


def test_the_timeline_s_columns_lead_to_their_days(client):
    column = links(get(client, "/timeline"), "/timeline?since=")[0]
    assert 'class="columns"' in get(client, column)


def test_search_by_words_finds_quotes_and_articles_and_filters_by_speaker(client):
    page = get(client, "/search", q="OTAN", by="words")
    assert "<mark>" in page or 'class="line"' in page
    assert "No article and no quotation" in get(client, "/search", q="zzzzqqq", by="words")


def test_search_by_meaning_crosses_languages(client):
    view = client.view
    page = get(client, "/search", q="threats of financial sanctions", by="meaning")
    first = re.findall(r'<q lang="(..)"', page)[:8]
    assert {"en", "fr"} <= set(first)
    only = get(client, "/search", q="sanctions", by="meaning", party="RUS")
    ids = re.findall(r'<li class="line" id="s-([^"]+)"', only)
    known = {re.sub(r"[^A-Za-z0-9_.-]+", "-", id): one for id, one in view.statements.items()}
    assert ids
    assert all("RUS" in known[id].parties for id in ids)


def test_two_articles_are_compared_side_by_side(client):
    pairs = links(get(client, "/compare"), "/compare?a=")
    page = get(client, pairs[0])
    assert page.count('class="abreast"') >= 1
    assert "Only in" in page


def test_two_outlets_are_compared(client):
    names = sorted(
        (name for name in client.view.articles_of_outlet if name and "<" not in name),
        key=lambda name: -len(client.view.statements_of_outlet[name]),
    )[:2]
    page = get(client, "/compare", a=f"outlet:{names[0]}", b=f"outlet:{names[1]}")
    assert "told by both" in page


def test_the_network_has_its_numbers_and_the_statements_behind_a_tie(client):
    page = get(client, "/network", level="actor", size="50")
    assert "<circle" in page
    assert page.count('<th scope="row">') >= 1
    behind = next(link for link in links(page, "/network?") if "edge=" in link)
    assert 'id="behind"' in get(client, behind.partition("#")[0])


@pytest.mark.parametrize("measure", ["none", "average", "jaccard", "cosine"])
@pytest.mark.parametrize("kind", ["subtract", "congruence", "conflict"])
@pytest.mark.parametrize("level", ["actor", "party"])
def test_ties_are_those_of_the_exported_networks(example_state, kind, level, measure):
    counted = discourse.tally(example_state.statements, level=level)
    chosen = [who for who, _ in counted.spoken]
    found = {
        frozenset((chosen[one.a], chosen[one.b])): (one.agree, one.clash, round(one.weight, 9))
        for one in discourse.bonds(counted, chosen, kind=kind, measure=measure)
    }
    made = networks.network(example_state, kind, level=level, normalisation=measure)
    assert found == {
        frozenset((one.source, one.target)): (
            one.attributes["congruence"],
            one.attributes["conflict"],
            round(one.weight, 9),
        )
        for one in made.edges
        if one.weight
    }


@pytest.mark.parametrize(
    ("page", "query"),
    [
        ("/timeline", {"party": "nobody"}),
        ("/timeline", {"since": "soon", "until": "9999-99-99", "act": "dance", "page": "-3"}),
        ("/timeline", {"since": "0001-01-01", "until": "9999-12-31"}),
        ("/network", {"least": "nan", "size": "1e9", "kind": "x", "edge": "a~b"}),
        ("/network", {"issue": "none such"}),
        ("/search", {"q": '"' * 300, "page": "99999999999"}),
        ("/search", {"q": "\x00\ud800".encode("utf-8", "replace").decode()}),
        ("/compare", {"a": "article:none", "b": "outlet:"}),
        ("/actors", {"name": "\u202e<", "kind": "x"}),
        ("/meetings", {"since": "2022-01-01", "status": "x"}),
        ("/", {"since": "1-1-1", "columns": "x", "page": "0"}),
    ],
)
def test_nonsense_in_an_address_is_no_error(client, page, query):
    get(client, page, **query)


@pytest.mark.parametrize(
    "page", ["/nothing", "/issues/none", "/actors/none", "/meetings/none", "/outlets/none", "/parties/none"]
)
def test_what_is_not_there_is_said_so(client, page):
    text = get(client, page, 404)
    assert "There is no such page" in text


def test_hostile_words_stand_as_text(client):
    for page in (
        *PAGES,
        "/articles?title=script",
        "/search?q=enlargement",
        "/parties/RUS",
        "/outlets/%3Ci%3EOut%3C%2Fi%3E%20%26%20%E2%80%AEside",
    ):
        text = get(client, page)
        assert SCRIPT not in text
        assert "<i>Out</i>" not in text
        assert "\u202e" not in re.sub(r'(value|href)="[^"]*"', "", text), page
        assert "</title><b>" not in text


def test_pages_ask_no_other_host(client):
    for page in PAGES:
        text = get(client, page)
        assert not re.findall(r'(?:src|href|action)="(?:https?:)?//', text)
        assert " style=" not in text
        assert not re.findall(r"<script(?![^>]* src=)", text)


def test_an_empty_dossier_says_how_to_fill_it(tmp_path):
    filled(tmp_path / "empty.db", []).close()
    with TestClient(create_app(tmp_path / "empty.db"), base_url="http://127.0.0.1") as client:
        assert "pourparlers add" in client.get("/").text
        for page in PAGES:
            assert client.get(page).status_code == 200, page
