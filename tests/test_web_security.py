"""What the application refuses, on every route: strangers, forged requests, other names, huge and slow bodies."""

import re
import socket
import threading
from datetime import UTC, datetime

import pytest
from argon2 import PasswordHasher
from fastapi.routing import APIRoute
from fastapi.testclient import TestClient

from pourparlers import store as stores
from pourparlers.store import accounts, audit, tokens
from pourparlers.web.app import create_app
from pourparlers.web.security.forgery import SAFE_METHODS, is_token, token_of
from pourparlers.web.security.users import ROLE_CHECKS, Role
from pourparlers.web.settings import Settings
from store_talks import received, talks
from web_server import filled, serving

NOW = datetime.now(UTC)
HASH = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1).hash("seven herons on a frozen lake")
PUBLIC = {"/login", "/assets/{name}", "/api/v1/health"}
"""Routes that who has not signed in may use; anything else needs a role."""
EDITING = re.compile(r"/api/v1/(articles|corrections)|/(articles|corrections|actors|issues|meetings|review)")
VALUES = {"number": "1", "name": "x", "id": "x", "format": "csv"}


@pytest.fixture(scope="module")
def store(tmp_path_factory):
    with filled(tmp_path_factory.mktemp("safe") / "talks.db", talks(2)) as made:
        for role in accounts.ROLES:
            accounts.add(made.database, f"an {role}", role, HASH, at=NOW)
        yield made


@pytest.fixture(scope="module")
def app(store):
    made = create_app(store, Settings(accounts=True))
    assert made.state.desk.wait(120)
    return made


@pytest.fixture(scope="module")
def bearers(store):
    return {role: tokens.make(store.database, f"a {role}", role, at=NOW) for role in accounts.ROLES}


@pytest.fixture(scope="module")
def local(tmp_path_factory):
    with filled(tmp_path_factory.mktemp("local") / "talks.db", talks(2)) as made:
        app = create_app(made)
        assert app.state.desk.wait(120)
        yield app


def routes(app):
    """All routes with their whole paths, those of included routers too."""
    found = {}

    def walk(many, prefix=""):
        for one in many:
            if isinstance(one, APIRoute):
                found[prefix + one.path, min(one.methods)] = one
            elif hasattr(one, "original_router"):
                walk(one.original_router.routes, prefix + (getattr(one.include_context, "prefix", "") or ""))

    walk(app.routes)
    return [(path, method, one) for (path, method), one in sorted(found.items())]


def roles_of(route):
    found, waiting = set(), list(route.dependant.dependencies)
    while waiting:
        one = waiting.pop()
        waiting += one.dependencies
        if one.call in ROLE_CHECKS:
            found.add(ROLE_CHECKS[one.call])
    return found


def address(path):
    return re.sub(r"{(\w+)(:path)?}", lambda found: VALUES[found[1]], path)


def client(app, **headers):
    return TestClient(app, base_url="http://localhost", headers=headers, follow_redirects=False)


# ------------------------------------------------------------ every route


def test_the_walk_finds_the_routes(app):
    paths = {path for path, _, _ in routes(app)}
    assert {"/", "/articles/{id}", "/admin/accounts", "/api/v1/statements", "/api/v1/corrections"} <= paths
    assert len(paths) > 60


def test_every_route_needs_a_role_or_is_public_on_purpose(app):
    for path, method, route in routes(app):
        assert roles_of(route) - {None} or path in PUBLIC, (method, path)
        if path.startswith("/admin"):
            assert roles_of(route) == {Role.ADMIN}, path
        if method not in SAFE_METHODS and EDITING.match(path):
            assert Role.EDITOR in roles_of(route), path


def test_a_stranger_gets_nothing_from_any_route(app):
    stranger = client(app)
    for path, method, _ in routes(app):
        if path in PUBLIC:
            continue
        came = stranger.request(method, address(path))
        assert came.status_code in ({401} if path.startswith("/api/") else {303, 401}), (method, path)
        assert "enlargement" not in came.text


def test_nobody_does_more_than_his_role_lets_him(app, bearers):
    order = list(Role)
    for path, method, route in routes(app):
        needed = max((order.index(role) for role in roles_of(route) if role), default=0)
        for role in order[:needed]:
            came = client(app, Authorization=f"Bearer {bearers[role]}").request(method, address(path))
            assert came.status_code in {403, 422}, (role, method, path, came.status_code)
            if came.status_code == 422:
                pytest.fail(f"{method} {path} looks at the request before it looks at who asks")


def test_nothing_is_changed_by_a_request_without_our_token(local):
    browser = client(local, Origin="http://localhost", **{"Sec-Fetch-Site": "same-origin"})
    browser.get("/")
    for path, method, _ in routes(local):
        if method not in SAFE_METHODS:
            came = browser.request(method, address(path))
            assert came.status_code == 403, (method, path, came.status_code)


def test_nothing_is_changed_by_a_page_of_another_site(local):
    for headers in ({"Origin": "https://evil.example"}, {"Origin": "null"}, {"Sec-Fetch-Site": "cross-site"}):
        browser = client(local)
        token = re.search(r'name="csrf" content="([^"]+)"', browser.get("/").text)[1]
        for path, method, _ in routes(local):
            if method not in SAFE_METHODS:
                came = browser.request(method, address(path), headers=headers, data={"csrf": token})
                assert came.status_code == 403, (method, path)


def test_no_method_but_those_meant_does_anything(app, bearers):
    admin = client(app, Authorization=f"Bearer {bearers['admin']}")
    for method in ("PUT", "DELETE", "PATCH", "TRACE", "PROPFIND"):
        assert admin.request(method, "/api/v1/articles").status_code == 405


# ------------------------------------------------------------ headers


def test_every_page_has_its_policy_and_no_script_without_nonce(local):
    browser = client(local)
    nonces = set()
    for path, method, _ in routes(local):
        if method != "GET":
            continue
        came = browser.get(address(path))
        policy = came.headers["content-security-policy"]
        assert "default-src 'none'" in policy, path
        assert "frame-ancestors 'none'" in policy
        assert "unsafe" not in policy
        assert "*" not in policy
        assert "http" not in policy
        assert came.headers["x-content-type-options"] == "nosniff", path
        assert came.headers["x-frame-options"] == "DENY"
        assert came.headers["referrer-policy"] == "same-origin"
        assert came.headers["cache-control"]
        nonce = re.search(r"'nonce-([^']+)'", policy)[1]
        assert nonce not in nonces
        nonces.add(nonce)
        if came.headers.get("content-type", "").startswith("text/html"):
            for tag in re.findall(r"<(?:script|style)\b[^>]*>", came.text):
                assert f'nonce="{nonce}"' in tag or 'src="/assets/' in tag, (path, tag)
            assert not re.search(r"<[^>]+\s(?:on[a-z]+|style)\s*=", came.text), path
            assert not re.search(r"""(?:src|href|action)=["'](?:https?:)?//(?!localhost)""", came.text) or (
                path == "/articles/{id}"
            )


def test_pages_of_accounts_are_not_kept_by_browsers(app, bearers):
    admin = client(app, Authorization=f"Bearer {bearers['admin']}")
    assert admin.get("/admin/accounts").headers["cache-control"] == "no-store"
    assert admin.get("/articles").headers["cache-control"] == "no-store"


@pytest.mark.parametrize("value", ["x\r\nSet-Cookie: a=b", "x%0d%0aSet-Cookie:%20a=b", "\u2028"])
def test_nothing_asked_for_becomes_a_header(local, value):
    browser = client(local)
    for path in ("/", "/search", "/login", "/articles", "/api/v1/statements"):
        for name in ("lang", "next", "q", "page", "outlet"):
            came = browser.get(path, params={name: value})
            assert "a=b" not in "".join(came.headers.get_list("set-cookie"))
            assert came.status_code < 500


# ------------------------------------------------------------ names and addresses


@pytest.mark.parametrize(
    "host",
    [
        "evil.example",
        "localhost.evil.example",
        "127.0.0.1.nip.io",
        "localhost:80@evil.example",
        "",
        "[::2]",
        "127.0.0.2",
    ],
)
def test_another_name_for_this_machine_is_not_answered(local, host):
    came = client(local).get("/api/v1/summary", headers={"Host": host})
    assert came.status_code == 400
    assert "view" not in came.text


@pytest.mark.parametrize("host", ["localhost", "LOCALHOST:8321", "127.0.0.1:80", "[::1]:8321"])
def test_its_own_names_are_answered(local, host):
    assert client(local).get("/api/v1/summary", headers={"Host": host}).status_code == 200


def test_further_names_are_those_that_are_told(tmp_path):
    with filled(tmp_path / "talks.db", talks(1)) as store:
        app = create_app(store, Settings(hosts=("desk.example.org",)))
        assert client(app).get("/api/v1/health", headers={"Host": "desk.example.org"}).status_code == 200
        assert client(app).get("/api/v1/health", headers={"Host": "x.example.org"}).status_code == 400


@pytest.mark.parametrize("header", ["X-Forwarded-For", "Forwarded", "X-Real-IP", "Via"])
def test_used_locally_nothing_comes_through_a_proxy(local, header):
    assert client(local).get("/", headers={header: "203.0.113.5"}).status_code == 400


def test_a_wrong_token_is_not_the_local_user(local):
    assert client(local, Authorization="Bearer pp_wrong").get("/api/v1/summary").status_code == 401


def test_tokens_of_forms_hold_for_their_secret_alone():
    one, two = token_of("secret"), token_of("secret")
    assert one != two
    assert is_token(one, "secret")
    assert is_token(two, "secret")
    for wrong in ("", "x", one[:-2], one + "A", token_of("other"), "é" * 86, "A" * 86):
        assert not is_token(wrong, "secret")


# ------------------------------------------------------------ bodies


def test_a_body_that_says_it_is_too_long_is_not_read(local):
    came = client(local).post("/api/v1/articles", headers={"Content-Length": "999999999999999999999999"})
    assert came.status_code == 413
    assert came.headers["content-type"] == "application/problem+json"
    assert client(local).post("/login", headers={"Content-Length": "-1"}).status_code == 400


def test_a_body_without_a_length_ends_at_the_limit(tmp_path):
    sent = []

    def endless():
        yield b'--x\r\nContent-Disposition: form-data; name="file"; filename="a.txt"\r\n\r\n'
        while len(sent) < 1000:
            sent.append(1)
            yield b"a" * 10_000

    with filled(tmp_path / "talks.db", talks(1)) as store:
        app = create_app(store, Settings(upload_bytes=200_000, body_bytes=1000))
        kind = {"Content-Type": "multipart/form-data; boundary=x"}
        came = client(app).post("/api/v1/articles", content=endless(), headers=kind)
        assert came.status_code == 413
        long = client(app).post("/api/v1/corrections", content=iter([b"[" * 600] * 2))
        assert long.status_code == 413


def test_a_stranger_may_send_little(app):
    big = client(app).post("/login", content=b"a" * 70_000)
    assert big.status_code == 413


@pytest.mark.parametrize("body", [b"[" * 100_000, b'{"a":' * 50_000, b"\xff\xfe", b"1e999999999", b"null"])
def test_hostile_json_is_only_refused(local, body):
    came = client(local).post(
        "/api/v1/corrections", content=body, headers={"Content-Type": "application/json"}
    )
    assert came.status_code in {400, 422}


def test_many_fields_and_files_are_only_refused(local):
    fields = "&".join(f"a{n}=1" for n in range(5000))
    kind = {"Content-Type": "application/x-www-form-urlencoded"}
    assert client(local).post("/login", content=fields, headers=kind).status_code < 500


def test_a_slow_sender_is_let_go(tmp_path):
    with filled(tmp_path / "talks.db", talks(1)) as store:
        app = create_app(store, Settings(pause_seconds=0.3))
        with (
            serving(app) as url,
            socket.create_connection(("127.0.0.1", int(url.rpartition(":")[2]))) as line,
        ):
            line.settimeout(20)
            line.sendall(
                b"POST /api/v1/corrections HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
                b"Content-Length: 100\r\n\r\n{"
            )
            assert line.recv(4096).startswith(b"HTTP/1.1 408")


# ------------------------------------------------------------ kept


def test_what_an_editor_changes_is_in_the_audit_log_before_it_is_answered(app, store, bearers):
    editor = client(app, Authorization=f"Bearer {bearers['editor']}")
    one = editor.get("/api/v1/statements").json()["items"][0]
    change = {"do": "accept", "article": one["article"], "statement": one["id"]}
    assert editor.post("/api/v1/corrections", json=change).status_code == 201
    entry = audit.entries(store.database)[0]
    assert (entry.who, entry.what, entry.detail) == ("a editor", "POST", "/api/v1/corrections 201")


def test_a_refusal_to_someone_known_is_in_the_audit_log(app, store, bearers):
    client(app, Authorization=f"Bearer {bearers['reader']}").post("/admin/accounts")
    assert audit.entries(store.database)[0].detail == "/admin/accounts 403"


def test_a_backup_taken_while_the_application_writes_is_whole(tmp_path):
    pairs = talks(12)
    with filled(tmp_path / "talks.db", pairs[:4]) as store:
        app = create_app(store)
        assert app.state.desk.wait(120)
        api, stop, made = client(app), threading.Event(), []

        def write():
            for article, reading in pairs[4:]:
                store.add(received(article), reading)
                one = api.get("/api/v1/statements").json()["items"][len(made) % 4]
                change = {"do": "accept", "article": one["article"], "statement": one["id"]}
                made.append(api.post("/api/v1/corrections", json=change).status_code)
                if stop.is_set():
                    return

        writer = threading.Thread(target=write)
        writer.start()
        for number in range(3):
            store.backup(tmp_path / f"backup-{number}.db")
        stop.set()
        writer.join()
        assert set(made) == {201}
        for number in range(3):
            stores.restore(tmp_path / f"backup-{number}.db", tmp_path / f"again-{number}.db")
            with stores.open(tmp_path / f"again-{number}.db") as again:
                assert again.doctor() == []
                assert len(list(again.pairs())) >= 4
