import re
from html import unescape

import pytest
from fastapi.testclient import TestClient

from pourparlers.web.app import create_app
from test_store_corrections_dossier import PEOPLE, pairs
from web_server import filled


@pytest.fixture
def client(tmp_path):
    with filled(tmp_path / "talks.db", pairs()) as store:
        app = create_app(store)
        assert app.state.desk.wait(30)
        with TestClient(app, base_url="http://127.0.0.1") as client:
            client.store, client.desk = store, app.state.desk
            yield client


def forms(page, action):
    """The forms of a page that send to an address, as their hidden and other fields."""
    found = re.findall(rf'<form method="post" action="{re.escape(action)}".*?</form>', page, re.DOTALL)
    made = []
    for form in found:
        fields = re.findall(r'<input[^>]* name="([^"]+)"[^>]* value="([^"]*)"', form)
        select = re.findall(
            r'<select[^>]* name="([^"]+)".*?<option value="([^"]*)" selected', form, re.DOTALL
        )
        made.append({name: unescape(value) for name, value in (*fields, *select)})
    return made


def first(client):
    (article,) = (one for one in client.store.articles() if one.name == "talk0")
    return f"/articles/{article.id}"


def form(client, path, do, n=0, query=""):
    page = client.get(f"{path}{query}")
    assert page.status_code == 200
    return [one for one in forms(page.text, f"{path}/corrections") if one.get("do") == do][n]


def send(client, path, data, **headers):
    answer = client.post(f"{path}/corrections", data=data, headers=headers, follow_redirects=False)
    client.desk.wait(30)
    return answer


def view(client):
    assert client.desk.wait(30)
    return client.desk.view()


def test_a_statement_is_rejected_and_that_is_undone_without_a_script(client):
    path = first(client)
    answer = send(client, path, form(client, path, "reject"))
    assert answer.status_code == 303
    assert "an end to NATO enlargement" not in {
        words(view(client), one) for one in view(client).state.statements
    }
    page = client.get(answer.headers["location"]).text
    (undo, *_) = forms(page, "/corrections/1/undo")
    back = client.post("/corrections/1/undo", data=undo, follow_redirects=False)
    assert (back.status_code, back.headers["location"]) == (303, f"{path}?done=2#reading")
    assert "an end to NATO enlargement" in {words(view(client), one) for one in view(client).state.statements}
    assert client.post("/corrections/1/undo", data=undo).status_code == 409
    assert client.post("/corrections/99/undo", data=undo).status_code == 404


def words(view, statement):
    place = statement.content[0]
    return view.articles[place.article].text[place.start : place.end]


def test_act_party_issue_target_condition_and_speaker_of_a_statement(client):
    path = first(client)
    id = view(client).statements_of_article[path.rpartition("/")[2]][1].id
    data = form(client, path, "mend", query=f"?edit={id}")
    text = client.store.article(path.rpartition("/")[2]).text
    at = text.index("a mistake")
    data |= {
        "act": "warn",
        "party": "Ukraine",
        "target": "Russia",
        "speaker": PEOPLE[1],
        "condition": f"{at}-{at + 9}",
        "issue_new": "Trade",
        "why": "<b>as told",
    }
    data.pop("issue", None)
    assert send(client, path, data).status_code == 303
    (one,) = (s for s in view(client).state.statements if s.act.value == "warn")
    assert [view(client).actors[id].name for id in one.speakers] == [PEOPLE[1]]
    assert (one.parties, view(client).issues[one.issues[0]].labels["en"]) == (("UKR",), "Trade")
    assert (one.condition.start, one.condition.end) == (at, at + 9)
    assert view(client).actors[one.targets[0]].code == "RUS"
    page = client.get("/corrections").text
    assert "&lt;b&gt;as told" in page
    assert "Trade" in page
    assert client.store.corrections()[0].who == "local"
    assert client.store.corrections()[0].edit.before["statement"]["act"] == "assess_negative"


def test_accepted_statements_are_sure_and_leave_the_review_queue(client):
    before = len(re.findall(r'value="accept"', client.get("/review").text))
    path = first(client)
    send(client, path, form(client, path, "accept"))
    one = view(client).statements_of_article[path.rpartition("/")[2]][0]
    assert one.reason.confidence == 1.0
    assert len(re.findall(r'value="accept"', client.get("/review").text)) == before - 1
    send(client, path, form(client, path, "accept-all"))
    assert all(
        s.reason.confidence == 1.0 for s in view(client).statements_of_article[path.rpartition("/")[2]]
    )
    assert {one.what for one in told(client)} == {"accept"}


def told(client):
    from pourparlers.store.telling import tell

    return tell(client.store.corrections())


def test_a_missed_statement_is_added_and_a_stretch_is_no_body(client):
    path = first(client)
    article = client.store.article(path.rpartition("/")[2])
    at = article.text.index("hold talks")
    add = form(client, path, "add") | {"content": f"{at}-{at + 10}", "act": "announce", "speaker": "Russia"}
    add |= {"issue_new": "Talks", "party": "", "target": ""}
    assert send(client, path, add).status_code == 303
    added = [s for s in view(client).state.statements if words(view(client), s) == "hold talks"]
    assert [(s.act.value, s.parties) for s in added] == [("announce", ("RUS",))]
    assert send(client, path, add | {"content": ""}).status_code == 422
    region = form(client, path, "region") | {"content": f"{at - 25}-{len(article.text)}", "kind": "caption"}
    assert send(client, path, region).status_code == 303
    page = client.get(path).text
    assert '<details class="fold"' in page or " region" in page
    assert not [s for s in view(client).state.statements if words(view(client), s) == "hold talks"]


def test_two_editors_do_not_override_each_other_unseen(client):
    path = first(client)
    data = form(client, path, "reject")
    send(client, path, form(client, path, "accept"))
    answer = send(client, path, data)
    assert answer.status_code == 409
    assert "has changed this meanwhile" in unescape(answer.text)
    live = send(client, path, data, **{"X-Fragment": "1"})
    assert (live.status_code, list(live.json())) == (409, ["error"])
    assert len(client.store.corrections()) == 1


def test_live_corrections_give_the_part_of_the_page_that_changes(client):
    path = first(client)
    live = send(client, path, form(client, path, "accept"), **{"X-Fragment": "1"})
    assert live.status_code == 200
    assert "<html" not in live.text
    assert "Saved." in live.text
    trouble = send(
        client,
        path,
        form(client, path, "region") | {"content": "x", "kind": "caption"},
        **{"X-Fragment": "1"},
    )
    assert (trouble.status_code, trouble.json()["error"]) == (422, "Select the words in the text first.")


def test_actors_issues_and_meetings_are_corrected_from_their_pages(client):
    actor = next(one for one in view(client).state.actors if one.name == PEOPLE[0])
    path = f"/actors/{actor.id}"
    data = form(client, path, "set") | {"name": "Olga P.", "party": "Ukraine"}
    assert send(client, path, data).status_code == 303
    assert (view(client).actors[actor.id].name, view(client).actors[actor.id].party) == ("Olga P.", "UKR")
    data = form(client, path, "merge") | {"other": PEOPLE[1]}
    assert send(client, path, data).status_code == 303
    assert PEOPLE[1] in view(client).actors[actor.id].variants
    assert send(client, path, data | {"other": "Nobody"}).status_code == 422

    issue = view(client).state.issues[0].id
    path = f"/issues/{issue}"
    data = form(client, path, "rename") | {"label": "The matter"}
    assert send(client, path, data).status_code == 303
    assert view(client).issues[issue].labels["en"] == "The matter"

    meeting = next(one.id for one in view(client).state.meetings if one.place == "Geneva")
    path = f"/meetings/{meeting}"
    data = form(client, path, "set") | {"date": "2031-04", "participants": "Ukraine, Observers"}
    assert send(client, path, data).status_code == 303
    one = view(client).meetings[meeting]
    assert (one.date, one.participants[1]) == ("2031-04", "Observers")
    assert send(client, path, data | {"date": "soon"}).status_code == 422
    assert send(client, path, form(client, path, "reject")).status_code == 303
    assert meeting not in view(client).meetings
    article = first(client)
    at = client.store.article(article.rpartition("/")[2]).text.index("talks in Geneva")
    token = form(client, article, "accept")["csrf"]
    told = {
        "csrf": token,
        "content": f"{at}-{at + 15}",
        "kind": "talks",
        "status": "planned",
        "place": "Bern",
    }
    assert client.post(f"{article}/meetings", data=told, follow_redirects=False).status_code == 303
    assert [one.place for one in view(client).state.meetings if one.what.start == at] == ["Bern"]
    page = client.get("/corrections").text
    assert "Observers" in page
    assert client.store.conflicts(view(client).state) == []


def test_readers_see_no_forms(client, monkeypatch):
    from pourparlers.web import forms as offered

    for module in ("article", "review", "corrections"):
        monkeypatch.setattr(f"pourparlers.web.pages.{module}.may_edit", lambda _request: False)
    monkeypatch.setattr(offered, "may_edit", lambda _request: False)
    for path in (first(client), "/review", "/corrections"):
        page = client.get(path).text
        assert 'method="post"' not in page


def test_what_is_not_there_is_not_found(client):
    assert client.get("/articles/none").status_code == 404
    assert client.post("/articles/none/corrections", data={"do": "accept"}).status_code in (403, 404)
    path = first(client)
    token = form(client, path, "accept")["csrf"]
    for data in (
        {"do": "accept", "statement": "x"},
        {"do": "what"},
        {"do": "mend"},
        {"do": "accept", "seen": "y"},
    ):
        assert send(client, path, {"csrf": token, **data}).status_code in (409, 422)
    assert send(client, path, {"do": "accept"}).status_code == 403
    outside = {"csrf": token, "back": "https://elsewhere.example/"}
    send(client, path, form(client, path, "accept"))
    answer = client.post("/corrections/1/undo", data=outside, follow_redirects=False)
    assert answer.headers["location"].startswith("/corrections?")


def test_an_address_with_words_opens_what_is_folded_and_marks_them(client):
    path = first(client)
    page = client.get(f"{path}?at=0-6").text
    assert re.search(r'class="w[^"]* found" data-o="0"', page)
    for odd in ("9-3", "x", "0-99999999", "5"):
        assert client.get(f"{path}?at={odd}").status_code == 200


def test_both_languages_have_all_words():
    import tomllib
    from importlib import resources

    folder = resources.files("pourparlers.web") / "labels"
    for topic in ("article", "review", "correction", "field", "conflict"):
        keys = [
            {
                name: type(value)
                for name, value in tomllib.loads(
                    (folder / tongue / f"{topic}.toml").read_text("utf-8")
                ).items()
            }
            for tongue in ("en", "fr")
        ]
        assert keys[0] == keys[1]


def test_runs_give_back_the_text_character_for_character():
    from hypothesis import HealthCheck, given, settings
    from hypothesis import strategies as st

    from pourparlers.model import Act, Article, Evidence, Region, RegionKind, Span, Statement
    from pourparlers.web.marking import blocks, shown

    @settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
    @given(st.text(alphabet="ab\n \r\x00\u202e«é😀", min_size=1, max_size=60), st.data())
    def check(text, data):
        def span():
            start = data.draw(st.integers(0, len(text) - 1))
            return Span(start, data.draw(st.integers(start + 1, len(text))))

        regions = (Region(RegionKind.CAPTION, span()),) if data.draw(st.booleans()) else ()
        article = Article("a", "a", text, "en", regions=regions)
        said = [
            Statement(
                f"a:{n}",
                "a",
                str(n),
                (),
                (),
                Act.STATE,
                (),
                (Evidence("a", *span()),),
                cue=Evidence("a", *span()),
            )
            for n in range(data.draw(st.integers(0, 3)))
        ]
        at = 0
        for block in blocks(article, said, span()):
            for run in block.runs:
                assert text[at : run.start].strip() == ""
                assert run.text == shown(text[run.start : run.start + len(run.text)])
                at = run.start + len(run.text)
        assert text[at:].strip() == ""
        opened = [n for block in blocks(article, said) for run in block.runs for n in run.opens]
        assert sorted(opened) == [
            n
            for n, one in enumerate(said, 1)
            if text[one.content[0].start : one.content[0].start + 1].strip() or n in opened
        ]

    check()
