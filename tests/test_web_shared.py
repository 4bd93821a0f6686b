"""Pages made once for all: every answer has its own nonce, token and name, and nobody sees what another may do."""

import re
from datetime import UTC, datetime

import pytest
from argon2 import PasswordHasher
from fastapi.testclient import TestClient

from pourparlers.store import accounts
from pourparlers.web.app import create_app
from pourparlers.web.security import passwords
from pourparlers.web.settings import Settings
from pourparlers.web.shared import Pages
from store_talks import talks
from web_server import filled, hostile

NOW = datetime.now(UTC)
PASSWORD = "seven herons on a frozen lake"
QUICK = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
PEOPLE = {"ann <b>": "reader", "bob & co": "reader", "eve": "editor"}


@pytest.fixture(scope="module")
def app(tmp_path_factory):
    store = filled(tmp_path_factory.mktemp("shared") / "talks.db", [*talks(3), hostile()])
    for name, role in PEOPLE.items():
        accounts.add(store.database, name, role, QUICK.hash(PASSWORD), at=NOW)
    made = create_app(store, Settings(accounts=True))
    assert made.state.desk.wait(60)
    yield made
    store.close()


@pytest.fixture
def browsers(app, monkeypatch):
    monkeypatch.setattr(passwords, "_hasher", QUICK)
    found = {}
    for name in PEOPLE:
        browser = found[name] = TestClient(app, base_url="http://localhost", follow_redirects=False)
        token = re.search(r'name="csrf" value="([^"]+)"', browser.get("/login").text)[1]
        signed = browser.post("/login", data={"name": name, "password": PASSWORD, "csrf": token})
        assert signed.status_code == 303
    return found


def nonces(response):
    told = re.search(r"'nonce-([^']+)'", response.headers["content-security-policy"])[1]
    return told, set(re.findall(r'nonce="([^"]+)"', response.text))


def token(response):
    return re.search(r'<meta name="csrf" content="([^"]+)">', response.text)[1]


def plain(response):
    """A page without what is its own."""
    return re.sub(r'<meta name="csrf"[^>]*>|nonce="[^"]*"|<li><a href="/account">.*?</li>', "", response.text)


@pytest.mark.parametrize(
    "path", ["/timeline", "/issues", "/actors", "/network", "/compare", "/search?q=NATO"]
)
def test_the_same_page_goes_to_all_and_what_is_its_own_to_each(browsers, path):
    first, second = browsers["ann <b>"].get(path), browsers["bob & co"].get(path)
    again = browsers["ann <b>"].get(path)
    assert first.status_code == second.status_code == 200
    assert plain(first) == plain(second) == plain(again)
    assert "<bdi>ann &lt;b&gt;</bdi>" in first.text
    assert "<bdi>bob &amp; co</bdi>" in second.text
    assert "ann &lt;" not in second.text
    assert len({token(first), token(second), token(again)}) == 3
    for response in (first, second, again):
        told, used = nonces(response)
        assert used <= {told}
    assert len({nonces(one)[0] for one in (first, second, again)}) == 3


def test_the_token_of_a_shared_page_is_good_for_who_got_it_alone(browsers, app):
    path = f"/actors/{app.state.desk.view().state.actors[0].id}"
    eve, ann = browsers["eve"], browsers["ann <b>"]
    assert "/corrections" in eve.get(path).text
    assert "/corrections" not in ann.get(path).text
    form = {"csrf": token(eve.get(path)), "do": "nothing"}
    assert eve.post(f"{path}/corrections", data=form).status_code != 403
    assert ann.post(f"{path}/corrections", data=form).status_code == 403


def test_languages_and_addresses_are_told_apart(browsers):
    ann = browsers["ann <b>"]
    english, french = (ann.get("/issues", headers={"accept-language": one}).text for one in ("en", "fr"))
    assert '<html lang="en">' in english
    assert '<html lang="fr">' in french
    assert ann.get("/issues?lang=fr").cookies["lang"] == "fr"
    assert ann.get("/actors?kind=person").text != ann.get("/actors?kind=country").text


def test_who_has_not_signed_in_gets_none(browsers, app):
    assert browsers["eve"].get("/issues").status_code == 200
    stranger = TestClient(app, base_url="http://localhost", follow_redirects=False)
    assert stranger.get("/issues").status_code == 303


def test_pages_of_an_earlier_view_are_let_go_and_few_are_kept(monkeypatch):
    monkeypatch.setattr("pourparlers.web.shared._MOST", 10)
    pages = Pages()
    pages.put(1, "a", b"1234")
    assert pages.get(1, "a") == b"1234"
    assert pages.get(2, "a") is None
    pages.put(2, "b", b"1234")
    assert pages.get(1, "a") is None
    pages.put(1, "a", b"1234")
    assert pages.get(2, "b") == b"1234"
    pages.put(2, "c", b"1234")
    pages.get(2, "b")
    pages.put(2, "d", b"1234")
    assert pages.get(2, "c") is None
    assert pages.get(2, "b") == b"1234"
