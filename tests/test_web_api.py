"""The REST API: every list and thing as described, filters, paging, validators, problems, uploads, corrections."""

import json
import re
from itertools import product

import pytest
from fastapi.testclient import TestClient

from pourparlers.dossier.serialise import to_dict
from pourparlers.store import accounts
from pourparlers.web.api import replies, shapes
from pourparlers.web.app import create_app
from pourparlers.web.settings import Settings
from store_talks import talks
from web_server import filled

LISTS = {
    "articles": shapes.Article,
    "statements": shapes.Statement,
    "positions": shapes.Position,
    "issues": shapes.Issue,
    "parties": shapes.Party,
    "actors": shapes.Actor,
    "meetings": shapes.Meeting,
    "clashes": shapes.Clash,
    "convergences": shapes.Convergence,
    "divergences": shapes.Divergence,
}
V1 = "/api/v1"


@pytest.fixture(scope="module")
def geneva(tmp_path_factory, example):
    """The API of the example, to look at."""
    with filled(tmp_path_factory.mktemp("api") / "geneva.db", example) as store:
        yield TestClient(create_app(store), base_url="http://localhost/api/v1/")


@pytest.fixture
def desk(tmp_path, example):
    """The API of a small dossier, to change."""
    with filled(tmp_path / "talks.db", list(example)[:2]) as store:
        yield TestClient(create_app(store), base_url="http://localhost/api/v1/")


def fresh(api):
    assert api.app.state.desk.wait(180)
    return api


def problem(response, status):
    assert response.status_code == status, response.text
    assert response.headers["content-type"] == "application/problem+json"
    told = response.json()
    assert told["status"] == status
    assert told["title"]
    return told


# ------------------------------------------------------------ looking


@pytest.mark.parametrize("name", LISTS)
def test_lists_and_their_things_are_as_described(geneva, name):
    told = geneva.get(name, params={"per_page": 200}).json()
    shapes.Listed[LISTS[name]].model_validate(told)
    assert told["total"] == len(getattr(geneva.app.state.desk.view().state, name))
    assert told["total"] or name == "convergences", "the example has no common line, and some of all else"
    for item in told["items"][:5]:
        assert geneva.get(f"{name}/{item['id']}").json() == item


def test_a_thing_is_what_the_brief_as_json_says_of_it(geneva):
    state = geneva.app.state.desk.view().state
    brief = {one["id"]: one for one in to_dict(state, "fr")["positions"]}
    for one in geneva.get("positions", params={"lang": "fr", "per_page": 200}).json()["items"]:
        for value in (one, one["quote"]):
            value.pop("article", None)
        known = brief[one["id"]]
        assert {key: one[key] for key in known if key not in ("evidence", "condition")} == {
            key: known[key] for key in known if key not in ("evidence", "condition")
        }


def test_every_quotation_stands_in_its_text(geneva):
    for one in geneva.get("statements", params={"per_page": 20}).json()["items"]:
        for words in one["content"]:
            text = geneva.get(f"articles/{words['article']}/text").text
            assert text[words["start"] : words["end"]] == words["text"]


def test_the_reading_of_an_article_is_as_described(geneva):
    for one in geneva.get("articles").json()["items"][:3]:
        told = geneva.get(f"articles/{one['id']}/reading").json()
        replies.Reading.model_validate(told)
        assert told["attributions"]


@pytest.mark.parametrize(
    ("address", "shape"),
    [
        ("summary", shapes.Summary),
        ("search?q=missiles", replies.Found),
        ("search?q=enlargement&by=words&act=reject", replies.Found),
        ("network", replies.Network),
        ("network?kind=two-mode&level=actor&normalisation=activity", replies.Network),
        ("changes?day=2022-01-12", shapes.Changes),
        ("changes?moment=2031-03-04T00:00:00", shapes.Changes),
        ("exports", replies.Formats),
        ("conflicts", replies.Conflicts),
        ("health", replies.Health),
        ("version", replies.Version),
        ("session", replies.Session),
        ("corrections", shapes.Listed[replies.Correction]),
        ("review", shapes.Listed[replies.Waiting]),
    ],
)
def test_other_answers_are_as_described(geneva, address, shape):
    shape.model_validate(geneva.get(address).json())


def test_search_finds_by_words_and_by_meaning(geneva):
    told = geneva.get("search", params={"q": "NATO enlargement", "limit": 5}).json()
    assert told["by_words"]
    assert told["by_meaning"]


def test_two_articles_are_compared(geneva):
    ids = [one["id"] for one in geneva.get("articles").json()["items"]]
    told = geneva.get("compare", params={"a": f"article:{ids[0]}", "b": f"article:{ids[1]}"}).json()
    replies.Compared.model_validate(told)
    said = geneva.get("statements", params={"article": ids[0]}).json()["total"]
    assert len(told["pairs"]) + len(told["only_a"]) == said
    problem(geneva.get("compare", params={"a": f"article:{ids[0]}", "b": "article:none"}), 404)


def test_filters_let_through_what_they_say(geneva):
    every = geneva.get("statements", params={"per_page": 200}).json()["items"]
    for act, party in product(("request", "reject"), ("RUS", "USA")):
        found = geneva.get("statements", params={"act": act, "party": party, "per_page": 200}).json()["items"]
        wanted = {one["id"] for one in every if one["act"] == act and party in one["party_ids"]}
        assert {one["id"] for one in found} == wanted
    since = geneva.get("statements", params={"since": "2022-01-12"}).json()
    assert 0 < since["total"] < len(every)


def test_pages_follow_each_other_by_their_links(geneva):
    seen, address = [], "statements?per_page=25&act=state"
    while address:
        told = geneva.get(address)
        seen += [one["id"] for one in told.json()["items"]]
        found = re.search(r'<([^>]+)>; rel="next"', told.headers["link"])
        address = f"http://localhost{found[1]}" if found else None
    assert len(seen) == len(set(seen)) == told.json()["total"]
    assert geneva.get("statements?page=999999").json()["items"] == []


@pytest.mark.parametrize(
    "query",
    [
        "page=0", "page=x", "per_page=201", "act=shout", "since=2022-13-01", "since=0", "sinse=2022-01-01", "lang=xx",
        "until=١٢٣٤-٠١-٠١", f"party={'x' * 301}",
    ],
)  # fmt: skip
def test_filters_that_make_no_sense_are_refused(geneva, query):
    told = problem(geneva.get(f"statements?{query}"), 422)
    assert told["errors"][0]["where"].startswith("query.")


def test_what_has_not_changed_is_not_sent_again(geneva):
    for address in ("statements", "summary", "exports/csv", "corrections"):
        first = geneva.get(address)
        again = geneva.get(address, headers={"If-None-Match": f'"x", {first.headers["etag"]}'})
        assert (again.status_code, again.content) == (304, b"")


@pytest.mark.parametrize("format", ["csv", "brat", "graphml", "gexf", "dna", "icalendar", "jsonld", "atom"])
def test_exports_are_downloads(geneva, format):
    made = geneva.get(f"exports/{format}")
    assert made.status_code == 200
    assert re.fullmatch(r'attachment; filename="geneva-\w+\.\w+"', made.headers["content-disposition"])
    assert made.headers["x-content-type-options"] == "nosniff"


def test_exports_take_the_options_they_have(geneva):
    assert geneva.get("exports/csv?only=statements").status_code == 200
    problem(geneva.get("exports/csv?network=conflict"), 422)
    problem(geneva.get("exports/word-perfect"), 404)


@pytest.mark.parametrize(
    "address",
    [
        "statements/none",
        "articles/none",
        "articles/none/text",
        "actors/..%2f..%2fx",
        "nothing",
        "corrections/9",
        "exports/%00",
    ],
)
def test_what_is_not_there_is_a_problem(geneva, address):
    problem(geneva.get(address), 404)


def test_a_wrong_method_is_a_problem(geneva):
    problem(geneva.delete("articles"), 405)


# ------------------------------------------------------------ adding


TEXT = (
    "Paris, 4 March 2031. Russia demanded an end to NATO enlargement. The United States rejected the demand."
)


def upload(api, name="note.txt", data=TEXT, **form):
    return api.post(
        "articles", files={"file": (name, data.encode() if isinstance(data, str) else data)}, data=form
    )


def test_an_upload_is_read_kept_once_and_soon_in_the_lists(desk):
    first = upload(desk, date="2031-03-04")
    replies.Uploaded.model_validate(first.json())
    assert first.status_code == 201
    (added,) = first.json()["added"]
    assert added["new"]
    assert added["read"]
    again = upload(desk, "other name.txt")
    assert again.status_code == 200
    assert again.json()["added"][0]["article"] == added["article"]
    assert fresh(desk).get(f"articles/{added['article']}").json()["published"] == "2031-03-04"


@pytest.mark.parametrize(
    "name",
    ["../../etc/passwd", "..\\..\\x.txt", "a\r\nSet-Cookie: x=1.txt", "\u202etxt.exe", ".", "x" * 500],
)
def test_the_name_of_an_upload_is_only_a_name(desk, name):
    added = upload(desk, name)
    assert added.status_code in {200, 201}
    label = added.json()["added"][0]["name"]
    assert "/" not in label
    assert label.isprintable()


@pytest.mark.parametrize(
    "data", [b"", b"\x00\x01\x02" * 100, b"PK\x03\x04 no archive", b"%PDF-1.7 no document"]
)
def test_what_cannot_be_read_is_said_and_nothing_is_kept(desk, data):
    before = len(list(desk.app.state.desk.store.articles()))
    problem(upload(desk, "file.bin", data), 422)
    assert len(list(desk.app.state.desk.store.articles())) == before


def test_a_date_or_language_that_is_none_is_refused(desk):
    problem(upload(desk, date="yesterday"), 422)
    problem(upload(desk, language="f1"), 422)


def test_addresses_are_fetched_only_where_that_is_allowed(tmp_path):
    for settings, status in ((Settings(), 403), (Settings(add_urls=True), 422)):
        with filled(tmp_path / f"{status}.db", talks(1)) as store:
            api = TestClient(create_app(store, settings), base_url="http://localhost/api/v1/")
            told = problem(api.post("articles/by-url", json={"url": "http://127.0.0.1:9/secret"}), status)
            assert "not" in told["detail"]
            problem(api.post("articles/by-url", json={"url": "file:///etc/passwd"}), 422)


# ------------------------------------------------------------ correcting


def statement(api):
    return api.get("statements").json()["items"][-1]


def kinds(api):
    """A correction of each kind, of what is in the dossier."""
    view = api.app.state.desk.view()
    said = statement(api)
    of = {"article": said["article"], "statement": said["id"]}
    place = {key: said["content"][0][key] for key in ("start", "end")}
    words = {"article": said["article"], **place}
    actors, issues = list(view.actors), list(view.issues)
    yield {"do": "accept", **of}
    yield {"do": "mend", **of, "act": "reject", "issues": [], "new_issues": ["Fishing"], "parties": ["USA"]}
    yield {"do": "reject", **of}
    yield {"do": "add", "article": said["article"], "content": [{"start": 0, "end": 8}], "act": "warn"}
    yield {"do": "region", "article": said["article"], "place": {"start": 0, "end": 10}, "kind": "byline"}
    yield {"do": "merge-actors", "actor": actors[0], "others": actors[1:2]}
    yield {"do": "split-actor", "actor": actors[0], "forms": ["Russia"], "name": "The other Russia"}
    yield {"do": "set-actor", "actor": actors[0], "name": "Someone", "party": ""}
    yield {"do": "rename-issue", "issue": issues[0], "labels": {"en": "Something", "fr": "Quelque chose"}}
    yield {"do": "merge-issues", "issue": issues[0], "others": issues[1:2] or issues[:1]}
    yield {
        "do": "add-meeting", "what": words, "kind": "talks", "status": "planned", "date": "2031-04", "place": "Oslo",
        "participants": actors[:1],
    }  # fmt: skip


def test_a_correction_of_each_kind_is_kept_listed_and_undone(desk):
    for change in list(kinds(desk)):
        made = desk.post("corrections", json={**change, "why": "I looked"})
        assert made.status_code == 201, (change, made.text)
        number = made.json()["number"]
        told = desk.get(f"corrections/{number}").json()
        replies.Correction.model_validate(told)
        assert (told["who"], told["why"], told["stands"]) == ("local", "I looked", True)
        assert told["what"] == change["do"]
        assert desk.post(f"corrections/{number}/undo", json={"why": "no"}).status_code == 201
        assert not desk.get(f"corrections/{number}").json()["stands"]
        problem(desk.post(f"corrections/{number}/undo"), 409)


def in_oslo(api):
    every = api.get("meetings", params={"per_page": 200}).json()["items"]
    return [one for one in every if one["what"] and one["date"] == "2031-04"]


def test_meetings_are_corrected(desk):
    *_, added = kinds(desk)
    assert desk.post("corrections", json=added).status_code == 201
    meeting = in_oslo(fresh(desk))[0]
    assert (meeting["place"], meeting["date"]) == ("Oslo", "2031-04")
    words = {key: meeting["what"][key] for key in ("article", "start", "end")}
    for change in (
        {"do": "set-meeting", "meeting": meeting["id"], "status": "cancelled", "place": ""},
        {"do": "split-meeting", "meeting": meeting["id"], "apart": [words]},
        {"do": "merge-meetings", "meeting": meeting["id"], "others": [meeting["id"]]},
        {"do": "reject-meeting", "meeting": meeting["id"]},
    ):
        made = desk.post("corrections", json=change)
        assert made.status_code == 201, (change, made.text)
    assert in_oslo(fresh(desk)) == []


def test_what_is_corrected_is_in_the_state_of_play(desk):
    said = statement(desk)
    change = {"do": "mend", "article": said["article"], "statement": said["id"], "act": "concede"}
    assert desk.post("corrections", json=change).status_code == 201
    fresh(desk)
    found = desk.get("statements", params={"act": "concede"}).json()["items"]
    assert [one["content"] for one in found] == [said["content"]]


def test_nobody_overrides_what_he_has_not_seen(desk):
    said = statement(desk)
    change = {"do": "mend", "article": said["article"], "statement": said["id"], "act": "concede"}
    tag = desk.get("corrections").headers["etag"]
    assert desk.post("corrections", json=change, headers={"If-Match": tag}).status_code == 201
    problem(desk.post("corrections", json={**change, "act": "warn"}, headers={"If-Match": tag}), 412)
    now = desk.get("corrections").headers["etag"]
    assert (
        desk.post("corrections", json={**change, "act": "warn"}, headers={"If-Match": now}).status_code == 201
    )
    problem(desk.post("corrections", json=change, headers={"If-Match": "nonsense"}), 412)


@pytest.mark.parametrize(
    ("change", "status"),
    [
        ({"do": "fly"}, 422),
        ({}, 422),
        ({"do": "accept", "article": "none", "statement": "none"}, 404),
        ({"do": "merge-actors", "actor": "none", "others": ["none"]}, 404),
        ({"do": "rename-issue", "issue": "none", "labels": {"en": "x"}}, 404),
        ({"do": "reject-meeting", "meeting": "none"}, 404),
        ({"do": "accept", "article": "x", "statement": "y", "extra": 1}, 422),
        ({"do": "reject-meeting", "meeting": "\ud800"}, 422),
    ],
)
def test_a_correction_that_cannot_be_is_refused(desk, change, status):
    body = json.dumps(change)
    problem(desk.post("corrections", content=body, headers={"Content-Type": "application/json"}), status)
    assert desk.get("corrections").json()["total"] == 0


def test_changes_since_a_view(desk):
    number = desk.get("summary").json()["view"]
    assert desk.get("changes", params={"view": number}).json()["changes"] == []
    upload(desk, data=TEXT.replace("Russia", "Sweden"), date="2031-03-05")
    told = fresh(desk).get("changes", params={"view": number}).json()
    assert told["view"] > number
    assert {one["kind"] for one in told["changes"]} >= {"new_actor"}
    problem(desk.get("changes", params={"view": 9999}), 404)
    problem(desk.get("changes"), 422)


# ------------------------------------------------------------ who may


def test_a_browsers_page_needs_the_token_and_a_program_does_not(desk):
    change = next(kinds(desk))
    assert desk.post("corrections", json=change).status_code == 201
    as_browser = {"Origin": "http://localhost", "Sec-Fetch-Site": "same-origin"}
    problem(desk.post("corrections", json=change, headers=as_browser), 403)
    csrf = TestClient(desk.app, base_url="http://localhost")
    token = re.search(r'name="csrf" content="([^"]+)"', csrf.get("/").text)[1]
    done = csrf.post(f"{V1}/corrections", json=change, headers={**as_browser, "X-CSRF-Token": token})
    assert done.status_code == 201
    problem(desk.post("corrections", json=change, headers={"Origin": "https://evil.example"}), 403)


def test_strangers_are_told_how_to_sign_in(tmp_path):
    with filled(tmp_path / "talks.db", talks(1)) as store:
        assert accounts.is_empty(store.database)
        api = TestClient(create_app(store, Settings(accounts=True)), base_url="http://localhost/api/v1/")
        assert problem(api.get("statements"), 401)
        assert api.get("statements").headers["www-authenticate"] == "Bearer"
        assert api.get("health").json() == {"status": "ok"}
