"""Accounts, signing in and out, roles, tokens, the audit log, and what is refused before any page."""

import asyncio
import io
import re
import shutil
from datetime import UTC, datetime, timedelta

import pytest
from argon2 import PasswordHasher
from fastapi.testclient import TestClient
from typer.testing import CliRunner

from postgres import server
from pourparlers import store as stores
from pourparlers.cli import app as commands
from pourparlers.errors import UsageError
from pourparlers.store import accounts, audit, sessions, tokens
from pourparlers.web.app import create_app
from pourparlers.web.security import check_start, passwords, people
from pourparlers.web.security.sign_in import inside
from pourparlers.web.security.throttle import Throttle
from pourparlers.web.settings import Settings
from store_talks import talks
from web_server import filled

NOW = datetime.now(UTC)
PASSWORD = "seven herons on a frozen lake"
QUICK = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
HASH = QUICK.hash(PASSWORD)
SHARED = Settings(accounts=True)


@pytest.fixture(autouse=True)
def _quick(monkeypatch):
    """Weak hashes, so that the tests need not wait."""
    monkeypatch.setattr(passwords, "_hasher", QUICK)


@pytest.fixture(scope="module")
def kept(tmp_path_factory):
    path = tmp_path_factory.mktemp("kept") / "talks.db"
    filled(path, talks(2)).close()
    return path


@pytest.fixture
def store(tmp_path, kept):
    with stores.open(shutil.copy(kept, tmp_path / "talks.db")) as made:
        yield made


@pytest.fixture
def people_in(store):
    """The store with one account of each role."""
    for role in accounts.ROLES:
        accounts.add(store.database, f"an {role}", role, HASH, at=NOW)
    return store


def client(store, settings=SHARED, **more):
    return TestClient(
        create_app(store, settings), base_url="http://localhost", follow_redirects=False, **more
    )


def token_in(page):
    return re.search(r'name="csrf" value="([^"]+)"', page.text)[1]


def sign_in(browser, name, password=PASSWORD, **more):
    form = {"name": name, "password": password, "csrf": token_in(browser.get("/login")), **more}
    return browser.post("/login", data=form)


def signed_in(store, role, settings=SHARED):
    browser = client(store, settings)
    assert sign_in(browser, f"an {role}").status_code == 303
    return browser


def cookie_of(response):
    return next(
        one for one in response.headers.get_list("set-cookie") if one.startswith(("session", "__Host-s"))
    )


# ------------------------------------------------------------ signing in


def test_a_stranger_is_sent_to_sign_in_and_then_to_where_he_wanted(people_in):
    browser = client(people_in)
    sent = browser.get("/articles?page=2")
    assert (sent.status_code, sent.headers["location"]) == (303, "/login?next=%2Farticles%3Fpage%3D2")
    form = browser.get(sent.headers["location"])
    assert 'value="/articles?page=2"' in form.text
    came = sign_in(browser, "an editor", next="/articles?page=2")
    assert came.headers["location"] == "/articles?page=2"
    assert browser.get("/articles").status_code == 200
    assert browser.get("/login").status_code == 303


def test_the_cookie_is_for_this_site_and_not_for_scripts(people_in):
    cookie = cookie_of(sign_in(client(people_in), "an admin"))
    assert "HttpOnly" in cookie
    assert "SameSite=lax" in cookie
    assert "Path=/" in cookie
    assert "Secure" not in cookie


def test_over_https_the_cookie_is_secure_and_the_browser_stays_there(people_in):
    browser = TestClient(create_app(people_in, SHARED), base_url="https://localhost", follow_redirects=False)
    came = sign_in(browser, "an admin")
    assert cookie_of(came).startswith("__Host-session=")
    assert "Secure" in cookie_of(came)
    assert "max-age" in came.headers["strict-transport-security"]
    assert browser.get("/account").status_code == 200


def test_wrong_passwords_and_unknown_names_look_the_same(people_in):
    browser = client(people_in)
    wrong = sign_in(browser, "an admin", "a wrong password")
    unknown = sign_in(browser, "nobody", "a wrong password")
    assert wrong.status_code == unknown.status_code == 401
    strip = re.compile(r'value="[^"]*"|content="[^"]*"')
    assert strip.sub("", wrong.text) == strip.sub("", unknown.text)


def test_an_unknown_name_costs_a_hash_too(monkeypatch):
    verified = []
    real = passwords._hasher
    monkeypatch.setattr(
        passwords,
        "_hasher",
        type(
            "H", (), {"hash": real.hash, "verify": lambda _, h, p: verified.append(h) or real.verify(h, p)}
        )(),
    )
    passwords._nobodys.cache_clear()
    assert not passwords.is_password(None, PASSWORD)
    assert passwords.is_password(HASH, PASSWORD)
    assert len(verified) == 2
    assert all(one.startswith("$argon2id$") for one in verified)


def test_passwords_are_kept_as_argon2id_of_the_recommended_cost(monkeypatch):
    monkeypatch.undo()
    made = passwords.hashed(PASSWORD)
    assert made.startswith("$argon2id$v=19$m=65536,t=3,p=4$")
    assert not passwords.is_outdated(made)
    assert passwords.is_outdated(HASH)


def test_a_session_is_new_at_each_sign_in_and_a_planted_one_is_not_taken(people_in):
    browser = client(people_in)
    form = browser.get("/login")
    browser.cookies.set("session-80", "planted", domain="localhost.local")
    browser.post("/login", data={"name": "an editor", "password": PASSWORD, "csrf": token_in(form)})
    jar = {cookie.value for cookie in browser.cookies.jar if cookie.name == "session-80"}
    assert "planted" not in jar or len(jar) == 2
    first = next(iter(jar - {"planted"}))
    assert sessions.find(people_in.database, first, at=datetime.now(UTC), idle=60)
    assert sessions.find(people_in.database, "planted", at=datetime.now(UTC), idle=60) is None


def test_signing_out_ends_the_session_at_the_server(people_in):
    browser = signed_in(people_in, "reader")
    secret = next(cookie.value for cookie in browser.cookies.jar if cookie.name.startswith("session"))
    browser.post("/logout", data={"csrf": token_in(browser.get("/account"))})
    assert sessions.find(people_in.database, secret, at=datetime.now(UTC), idle=60) is None
    assert browser.get("/account").status_code == 303


def test_only_digests_of_secrets_are_kept(people_in):
    browser = signed_in(people_in, "reader")
    secret = next(cookie.value for cookie in browser.cookies.jar if cookie.name.startswith("session"))
    token = tokens.make(people_in.database, "import", "reader", at=NOW)
    people_in.database.engine.dispose()
    raw = b"".join(path.read_bytes() for path in people_in_files(people_in))
    for hidden in (secret, token, PASSWORD):
        assert hidden.encode() not in raw


def people_in_files(store):
    from pathlib import Path

    path = Path(store.database.url.database)
    return [one for one in path.parent.iterdir() if one.name.startswith(path.name)]


def test_sessions_end_when_over_and_when_unused(people_in):
    database, account = people_in.database, accounts.find(people_in.database, "an editor")
    secret = sessions.begin(database, account, at=NOW, seconds=3600, address="a")
    find = lambda minutes: sessions.find(database, secret, at=NOW + timedelta(minutes=minutes), idle=1200)  # noqa: E731
    assert find(19)
    assert find(38)
    assert find(57)
    assert find(60) is None
    secret = sessions.begin(database, account, at=NOW, seconds=3600, address="a")
    assert find(21) is None


def test_a_changed_password_ends_other_sessions_but_not_this_one(people_in):
    one, other = signed_in(people_in, "editor"), signed_in(people_in, "editor")
    form = {"password": PASSWORD, "new": "eleven otters by the weir", "again": "eleven otters by the weir"}
    done = one.post("/account/password", data={**form, "csrf": token_in(one.get("/account"))})
    assert done.headers["location"] == "/account?done=password"
    assert one.get("/account").status_code == 200
    assert other.get("/account").status_code == 303
    assert sign_in(client(people_in), "an editor").status_code == 401
    assert sign_in(client(people_in), "an editor", "eleven otters by the weir").status_code == 303


@pytest.mark.parametrize(
    ("form", "status"),
    [
        (
            {"password": "wrong", "new": "eleven otters by the weir", "again": "eleven otters by the weir"},
            401,
        ),
        ({"password": PASSWORD, "new": "eleven otters by the weir", "again": "other"}, 422),
        ({"password": PASSWORD, "new": "short", "again": "short"}, 422),
    ],
)
def test_a_password_is_not_changed_on_a_mistake(people_in, form, status):
    browser = signed_in(people_in, "reader")
    done = browser.post("/account/password", data={**form, "csrf": token_in(browser.get("/account"))})
    assert done.status_code == status
    assert 'role="alert"' in done.text


@pytest.mark.parametrize(
    "target",
    [
        "//evil.example",
        "https://evil.example",
        "/\\evil.example",
        "javascript:x",
        "/a\r\nSet-Cookie: x=1",
        "",
    ],
)
def test_one_is_only_sent_on_within_the_application(target):
    assert inside(target) == "/"


def test_a_sign_in_goes_nowhere_else_and_writes_no_header(people_in):
    came = sign_in(client(people_in), "an editor", next="/a\r\nSet-Cookie: x=1")
    assert came.headers["location"] == "/"
    assert "x=1" not in str(came.headers)


# ------------------------------------------------------------ tries


def test_tries_are_slowed_down_and_the_wait_doubles():
    now = [0.0]
    throttle = Throttle(lambda: now[0])
    waits = []
    for _ in range(8):
        wait = throttle.attempt("Jo", "192.0.2.1")
        waits.append(wait)
        now[0] += wait
        if wait:
            assert throttle.attempt("jo", "192.0.2.1") == 0
    assert waits == [0, 0, 0, 0, 1, 2, 4, 8]
    assert throttle.attempt("Jo", "198.51.100.9") == 0
    assert throttle.attempt("An", "192.0.2.1") == 0


def test_a_right_password_clears_the_name_from_there():
    throttle = Throttle(lambda: 0.0)
    for _ in range(4):
        throttle.attempt("jo", "192.0.2.1")
    throttle.succeed("jo", "192.0.2.1")
    assert throttle.attempt("jo", "192.0.2.1") == 0


def test_one_customers_ipv6_network_counts_as_one_address():
    throttle = Throttle(lambda: 0.0)
    waits = [throttle.attempt(f"name {n}", f"2001:db8::{n:x}") for n in range(30)]
    assert waits[19] == 0
    assert waits[25] > 0
    assert throttle.attempt("name", "2001:db8:0:1::1") == 0


def test_nobody_locks_another_one_out_for_long():
    throttle = Throttle(lambda: 0.0)
    waits = [throttle.attempt("victim", f"192.0.2.{n}") for n in range(100)]
    assert 0 < max(waits) <= 30


def test_too_many_tries_are_told_when_to_come_back(people_in):
    browser = client(people_in)
    browser.app.state.throttle = Throttle(lambda: 0.0)
    answers = [sign_in(browser, "an admin", "a wrong password") for _ in range(5)]
    assert [one.status_code for one in answers] == [401] * 4 + [429]
    assert int(answers[-1].headers["retry-after"]) >= 1
    assert sign_in(browser, "an admin").status_code == 429


# ------------------------------------------------------------ accounts


def test_names_that_look_alike_are_the_same(store):
    accounts.add(store.database, "Jeanne Müller", "editor", HASH, at=NOW)
    assert accounts.find(store.database, " jeanne mu\u0308ller").name == "Jeanne Müller"
    with pytest.raises(UsageError):
        accounts.add(store.database, "JEANNE MÜLLER", "reader", HASH, at=NOW)


@pytest.mark.parametrize("name", ["", " ", "a\nb", "a\x00b", "\u202eadmin", "x" * 81])
def test_odd_names_are_refused(store, name):
    with pytest.raises(UsageError):
        accounts.add(store.database, name, "reader", HASH, at=NOW)
    assert accounts.find(store.database, name) is None


def test_the_last_admin_stays(people_in):
    for change in (
        lambda: accounts.remove(people_in.database, "an admin"),
        lambda: accounts.set_role(people_in.database, "an admin", "reader"),
    ):
        with pytest.raises(UsageError, match="last admin"):
            change()


def test_an_account_goes_with_its_sessions_and_tokens(people_in):
    browser = signed_in(people_in, "editor")
    token = tokens.make(people_in.database, "mine", "editor", at=NOW, account="an editor")
    accounts.remove(people_in.database, "an editor")
    assert browser.get("/account").status_code == 303
    assert tokens.find(people_in.database, token, at=NOW) is None


def test_who_may_do_less_keeps_no_token_that_may_do_more(people_in):
    token = tokens.make(people_in.database, "mine", "editor", at=NOW, account="an editor")
    accounts.set_role(people_in.database, "an editor", "reader")
    assert tokens.find(people_in.database, token, at=NOW) is None


def test_a_token_ends(store):
    token = tokens.make(store.database, "import", "reader", at=NOW, ends_at=NOW + timedelta(days=1))
    assert tokens.find(store.database, token, at=NOW).role == "reader"
    assert tokens.find(store.database, token, at=NOW + timedelta(days=1)) is None


def test_the_command_line_makes_the_first_admin_and_takes_no_password_as_argument(store):
    path = store.database.where
    run = lambda *words, text="": CliRunner().invoke(commands, list(words), input=text)  # noqa: E731
    made = run("account", "add", path, "jo", "--role", "admin", text=PASSWORD + "\n")
    assert (made.exit_code, made.output) == (0, "jo: admin\n")
    assert run("account", "list", path).output == "jo\tadmin\n"
    assert run("account", "add", path, "an", text="short\n").exit_code == 2
    assert run("account", "add", path, "an", "--password", "x").exit_code == 2
    assert run("account", "password", path, "jo", text="eleven otters by the weir\n").exit_code == 0
    assert run("account", "fly", path, "jo").exit_code == 2
    token = run("token", "add", path, "import", "--role", "editor").output.strip()
    assert tokens.find(store.database, token, at=datetime.now(UTC)).name == "import"
    assert "import\teditor" in run("token", "list", path).output
    assert run("token", "remove", path, "1").exit_code == 0
    assert run("account", "remove", path, "jo").exit_code == 0
    told = [entry.what for entry in audit.entries(store.database)]
    assert told == ["account-remove", "token-remove", "token-add", "account-password", "account-add"]
    assert PASSWORD not in str(audit.entries(store.database))


def test_a_password_in_a_pipe_is_its_first_line(store):
    lines = people.accounts(store, "add", "jo", "reader", now=NOW, stdin=io.StringIO(f"{PASSWORD}\r\nmore"))
    assert list(lines) == ["jo: reader"]
    assert passwords.is_password(accounts.find(store.database, "jo").password, PASSWORD)


# ------------------------------------------------------------ the admin's pages


def test_an_admin_makes_changes_and_removes_an_account(people_in):
    admin = signed_in(people_in, "admin")
    csrf = token_in(admin.get("/admin/accounts"))
    new = {"name": "Zoé", "role": "reader", "password": PASSWORD, "csrf": csrf}
    assert admin.post("/admin/accounts", data=new).status_code == 303
    assert "Zoé" in admin.get("/admin/accounts").text
    assert (
        admin.post("/admin/accounts/Zo%C3%A9/role", data={"role": "editor", "csrf": csrf}).status_code == 303
    )
    assert accounts.find(people_in.database, "zoé").role == "editor"
    again = {"password": "eleven otters by the weir", "csrf": csrf}
    assert admin.post("/admin/accounts/Zo%C3%A9/password", data=again).status_code == 303
    assert sign_in(client(people_in), "Zoé", "eleven otters by the weir").status_code == 303
    assert admin.post("/admin/accounts/Zo%C3%A9/remove", data={"csrf": csrf}).status_code == 303
    assert accounts.find(people_in.database, "Zoé") is None
    assert admin.post("/admin/accounts", data={**new, "role": "king"}).status_code == 422
    assert admin.post("/admin/accounts/an%20admin/remove", data={"csrf": csrf}).status_code == 422


def test_a_token_is_shown_once_and_opens_the_application(people_in):
    admin = signed_in(people_in, "admin")
    form = {
        "name": "import <b>",
        "role": "reader",
        "days": "30",
        "csrf": token_in(admin.get("/admin/tokens")),
    }
    shown = admin.post("/admin/tokens", data=form)
    token = re.search(r"pp_[\w-]+", shown.text)[0]
    assert shown.headers["cache-control"] == "no-store"
    assert "<b>" not in shown.text
    assert token not in admin.get("/admin/tokens").text
    program = client(people_in, headers={"Authorization": f"Bearer {token}"})
    assert program.get("/articles").status_code == 200
    assert program.get("/admin/accounts").status_code == 403
    admin.post("/admin/tokens/1/remove", data={"csrf": form["csrf"]})
    assert client(people_in, headers={"Authorization": f"Bearer {token}"}).get("/articles").status_code == 303


def test_what_is_done_is_in_the_audit_log_with_who_and_from_where(people_in):
    admin = signed_in(people_in, "admin")
    sign_in(client(people_in), "nobody", "a wrong password")
    csrf = token_in(admin.get("/admin/accounts"))
    admin.post("/admin/accounts/an%20editor/role", data={"role": "reader", "csrf": csrf})
    told = [(one.who, one.what, one.detail, one.address) for one in audit.entries(people_in.database)]
    assert told == [
        ("an admin", "account-role", "an editor: reader", "testclient"),
        ("nobody", "sign-in", "refused", "testclient"),
        ("an admin", "sign-in", "admin", "testclient"),
    ]
    assert "role changed" in admin.get("/admin/audit").text
    assert "role changed" not in admin.get("/admin/audit?who=nobody").text
    assert admin.get("/admin/audit?page=99999999999").status_code == 200


# ------------------------------------------------------------ the first account


def test_the_first_account_counts_at_once_and_is_an_admin_s(store):
    local = client(store, Settings())
    page = local.get("/admin/accounts")
    form = {"name": "Ada", "role": "reader", "password": PASSWORD, "csrf": token_in(page)}
    assert local.post("/admin/accounts", data=form).status_code == 422
    assert accounts.is_empty(store.database)
    assert local.post("/admin/accounts", data={**form, "role": "admin"}).status_code == 303
    assert local.get("/articles").headers["location"] == "/login?next=%2Farticles"
    assert sign_in(local, "Ada").status_code == 303
    assert local.get("/articles").status_code == 200


def test_a_running_application_asks_for_the_account_made_beside_it_and_goes_on_asking(store):
    local = client(store, Settings())
    assert local.get("/").status_code == 200
    assert local.get("/api/v1/session").json()["name"] == "local"
    with stores.open(store.database.where) as other:
        accounts.add(other.database, "Ada", "admin", HASH, at=NOW)
    assert local.get("/").status_code == 303
    assert local.get("/api/v1/summary").status_code == 401
    assert local.post("/api/v1/articles", files={"file": ("a.txt", b"Words.")}).status_code in {401, 403}
    accounts.remove(store.database, "Ada")
    assert local.get("/").status_code == 303


# ------------------------------------------------------------ where it may be reached


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.0.2.7", "talks.example.org"])
def test_it_does_not_start_for_others_without_an_admin(store, host):
    with pytest.raises(UsageError, match="no admin account yet"):
        check_start(Settings(host=host), store)
    accounts.add(store.database, "jo", "editor", HASH, at=NOW)
    with pytest.raises(UsageError):
        check_start(Settings(host=host), store)
    accounts.add(store.database, "an", "admin", HASH, at=NOW)
    check_start(Settings(host=host), store)


def test_it_starts_locally_or_behind_a_proxy_without_accounts(store):
    check_start(Settings(), store)
    check_start(Settings(host="::1"), store)
    check_start(Settings(host="0.0.0.0", identity_header="X-User", trusted_proxies=("192.0.2.1",)), store)
    with pytest.raises(UsageError, match="trusted-proxy"):
        Settings(host="0.0.0.0", identity_header="X-User")
    with pytest.raises(UsageError):
        Settings(trusted_proxies=("not an address",))


def test_the_command_says_in_one_line_why_it_does_not_start(store):
    ran = CliRunner().invoke(commands, ["serve", store.database.where, "--host", "0.0.0.0"])
    assert ran.exit_code == 2
    assert len(ran.output.strip().splitlines()) == 1
    assert "pourparlers account add" in ran.output


def test_a_dossier_with_accounts_asks_for_them_on_this_machine_too(people_in):
    assert client(people_in, Settings()).get("/").status_code == 303


def test_used_locally_nobody_signs_in(store):
    browser = client(store, Settings(user="me"))
    assert "me" in browser.get("/account").text
    assert browser.get("/admin/audit").status_code == 200


PROXIED = Settings(
    identity_header="X-Remote-User", trusted_proxies=("192.0.2.0/24",), hosts=("talks.example.org",)
)


def behind(store, peer, settings=PROXIED, **headers):
    return TestClient(
        create_app(store, settings),
        base_url="http://localhost",
        client=(peer, 1234),
        headers=headers,
        follow_redirects=False,
    )


def test_a_proxys_word_is_taken_from_the_proxy_alone(people_in):
    named = {"X-Remote-User": "an editor"}
    assert "an editor" in behind(people_in, "192.0.2.9", **named).get("/account").text
    assert behind(people_in, "203.0.113.5", **named).get("/account").status_code == 401
    forged = {**named, "X-Forwarded-For": "192.0.2.9"}
    assert behind(people_in, "203.0.113.5", **forged).get("/account").status_code == 401


def test_whom_the_proxy_names_without_an_account_may_look(people_in):
    page = behind(people_in, "192.0.2.9", **{"X-Remote-User": "somebody"})
    assert page.get("/articles").status_code == 200
    assert page.get("/admin/accounts").status_code == 403
    assert behind(people_in, "192.0.2.9", **{"X-Remote-User": "a\x01b"}).get("/articles").status_code == 401


def test_a_proxy_that_names_two_names_nobody(people_in):
    twice = behind(people_in, "192.0.2.9")
    headers = [("X-Remote-User", "an admin"), ("X-Remote-User", "x")]
    assert twice.get("/articles", headers=headers).status_code == 401


def test_the_address_behind_a_proxy_is_the_one_it_saw(people_in):
    settings = Settings(accounts=True, trusted_proxies=("192.0.2.0/24",))
    browser = behind(
        people_in, "192.0.2.9", settings, **{"X-Forwarded-For": "10.0.0.1, 203.0.113.77, 192.0.2.8"}
    )
    sign_in(browser, "an admin")
    assert audit.entries(people_in.database)[0].address == "203.0.113.77"


def test_a_slow_body_is_not_waited_for():
    from pourparlers.web.security.bodies import limited

    async def never():
        await asyncio.sleep(60)

    async def take():
        await limited(never, 10, Settings(pause_seconds=0.02))()

    with pytest.raises(Exception, match="did not come in time"):
        asyncio.run(take())


# ------------------------------------------------------------ on a server


def test_accounts_are_kept_on_a_postgresql_server_too(tmp_path_factory):
    psycopg = pytest.importorskip("psycopg")
    with server(tmp_path_factory.mktemp("postgres")) as address:
        with psycopg.connect(f"{address}/postgres", autocommit=True) as connection:
            connection.execute("CREATE DATABASE talks")
        with stores.open(f"{address}/talks") as store:
            database = store.database
            made = accounts.add(database, "Jeanne Müller", "admin", HASH, at=NOW)
            assert accounts.find(database, "\x00\ud800") is None
            secret = sessions.begin(database, made, at=NOW, seconds=60, address="::1")
            assert sessions.find(database, secret, at=NOW, idle=60).account == made
            token = tokens.make(database, "import", "editor", at=NOW, account=made.name)
            assert tokens.find(database, token, at=NOW).account == made.name
            audit.note(database, at=NOW, who="a\x00b", address="", what="sign-in")
            assert audit.entries(database, who="a\x00b")[0].what == "sign-in"
            accounts.remove(database, "JEANNE MÜLLER")
            assert sessions.find(database, secret, at=NOW, idle=60) is None
