"""Adding articles in the pages: files and pasted texts, who may, limits, and what cannot be read."""

import io
import re
import threading
import zipfile

import pytest
from fastapi.testclient import TestClient

from pourparlers.store import accounts
from pourparlers.web import taking
from pourparlers.web.app import create_app
from pourparlers.web.security import passwords
from pourparlers.web.settings import Settings
from store_talks import talks
from web_server import AT, filled

TEXT = (
    "Paris, 4 March 2031. Russia demanded an end to NATO enlargement. The United States rejected the demand."
)
PASSWORD = "seven herons on a frozen lake"


@pytest.fixture
def client(tmp_path):
    with filled(tmp_path / "talks.db", talks(2)) as store:
        made = TestClient(create_app(store, Settings(upload_bytes=200_000)), base_url="http://localhost")
        made.headers["accept-language"] = "en"
        made.store = store
        yield made


def token(client, page="/articles/add"):
    return re.search(r'name="csrf" content="([^"]+)"', client.get(page).text)[1]


def send(client, *files, **fields):
    fields = {"csrf": token(client), **fields}
    sent = [("file", (name, data)) for name, data in files]
    return client.post("/articles/add", data=fields, files=sent or None)


def nothing_chosen(client):
    """What a browser sends of a form without a file in it."""
    edge = "----edge"
    fields = f'--{edge}\r\nContent-Disposition: form-data; name="csrf"\r\n\r\n{token(client)}\r\n'
    file = f'--{edge}\r\nContent-Disposition: form-data; name="file"; filename=""\r\n'
    body = f"{fields}{file}Content-Type: application/octet-stream\r\n\r\n\r\n--{edge}--\r\n"
    kind = f"multipart/form-data; boundary={edge}"
    return client.post("/articles/add", content=body, headers={"content-type": kind})


def links(page):
    return re.findall(r'<li><a href="(/articles/[0-9a-f]{12})"', page)


def packed(**members):
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as archive:
        for name, text in members.items():
            archive.writestr(f"{name}.txt", text)
    return data.getvalue()


def test_the_list_of_articles_leads_to_the_form(client):
    assert 'href="/articles/add"' in client.get("/articles").text
    page = client.get("/articles/add").text
    assert 'type="file" name="file" multiple' in page
    assert "200 kB" not in page


def test_several_files_are_read_and_each_is_told_of_with_a_link(client):
    before = len(list(client.store.articles()))
    two = packed(one=TEXT, two=TEXT.replace("Russia", "China"))
    came = send(client, ("press.zip", two), ("broken.pdf", b"%PDF-1.7 no document"), date="2031-03-04")
    assert came.status_code == 200
    assert "2 articles added" in came.text
    assert "broken" in came.text
    assert "Could not be read" in came.text
    assert len(links(came.text)) == 2
    for link in links(came.text):
        assert client.get(link).status_code == 200
        assert client.store.article(link.rpartition("/")[2]).published.isoformat() == "2031-03-04"
    assert len(list(client.store.articles())) == before + 2

    again = send(client, ("other name.txt", TEXT.encode()))
    assert "1 article was there already" in again.text
    assert links(again.text)[0] in links(came.text)
    assert len(list(client.store.articles())) == before + 2


def test_a_pasted_text_is_kept_with_its_title_outlet_and_day(client):
    came = send(
        client, text=f"{TEXT}\r\n\r\nThe end.", title="Talks in Paris", outlet="The Heron", date="2031-03-04"
    )
    (link,) = links(came.text)
    article = client.store.article(link.rpartition("/")[2])
    assert (article.title, article.outlet) == ("Talks in Paris", "The Heron")
    assert article.published.isoformat() == "2031-03-04"
    assert article.text == f"{TEXT}\n\nThe end."
    (received,) = client.store.received(article.id)
    assert dict(received.headers) == {
        "Content-Type": "text/plain; charset=utf-8",
        "Title": "Talks in Paris",
        "Outlet": "The Heron",
        "Date": "2031-03-04",
    }
    assert client.store.doctor() == []


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("empty.txt", b""),
        ("noise.bin", b"\x00\x01\x02" * 100),
        ("no.zip", b"PK\x03\x04 no archive"),
        ("<script>alert(1)</script>.pdf", b"%PDF-1.7 no document"),
        ("../../\u202etxt.exe", b"MZ\x00\x00" * 50),
    ],
)
def test_what_cannot_be_read_gives_one_line_and_changes_nothing(client, name, data):
    before = [one.id for one in client.store.articles()]
    came = send(client, (name, data))
    assert came.status_code == 422
    assert "Nothing was added." in came.text
    assert came.text.count("<li><strong><bdi>") == 1
    assert "<script>alert" not in came.text
    assert [one.id for one in client.store.articles()] == before


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({}, "Nothing was sent"),
        ({"text": "  \n "}, "Nothing was sent"),
        ({"text": TEXT, "date": "yesterday"}, "That is no date"),
        ({"text": "1 2 3 ..."}, "Nothing was added"),
    ],
)
def test_what_makes_no_sense_is_told_and_what_was_written_stays(client, fields, said):
    came = send(client, **fields)
    assert came.status_code == 422
    assert said in came.text
    assert fields.get("text", "").strip() in came.text


def test_a_form_without_a_file_is_told_so(client):
    came = nothing_chosen(client)
    assert came.status_code == 422
    assert "Nothing was sent" in came.text


def test_more_than_the_limit_is_refused(client):
    came = send(client, ("long.txt", TEXT.encode() * 3000))
    assert came.status_code == 413
    assert "too large" in came.text


def test_only_who_may_edit_and_has_our_token_may_add(client, tmp_path):
    came = client.post("/articles/add", data={"text": TEXT}, headers={"origin": "http://localhost"})
    assert came.status_code == 403
    for name, role in (("ada", "admin"), ("rita", "reader")):
        accounts.add(client.store.database, name, role, passwords.hashed(PASSWORD), at=AT)
    shared = TestClient(create_app(client.store, Settings(accounts=True)), base_url="http://localhost")
    assert shared.get("/articles/add", follow_redirects=False).status_code == 303
    shared.post("/login", data={"csrf": token(shared, "/login"), "name": "rita", "password": PASSWORD})
    assert 'href="/articles/add"' not in shared.get("/articles").text
    assert shared.get("/articles/add").status_code == 403
    sent = {"csrf": token(shared, "/articles"), "text": TEXT}
    assert shared.post("/articles/add", data=sent).status_code == 403


def test_pages_are_answered_while_articles_are_read(client, monkeypatch):
    begun, go_on = threading.Event(), threading.Event()
    read = taking.read_many

    def slow(articles, **how):
        begun.set()
        assert go_on.wait(30)
        return read(articles, **how)

    monkeypatch.setattr(taking, "read_many", slow)
    form = token(client)
    answers = []
    sending = threading.Thread(
        target=lambda: answers.append(
            client.post("/articles/add", data={"csrf": form}, files={"file": ("a.txt", TEXT.encode())})
        )
    )
    sending.start()
    assert begun.wait(30)
    assert client.get("/articles").status_code == 200
    go_on.set()
    sending.join(60)
    assert answers[0].status_code == 200
