"""The application served on a loopback port, from a real database with the example and a hostile article in it."""

from __future__ import annotations

import shutil
import socket
import threading
import time
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, date, datetime
from urllib.request import urlopen

import pytest
import uvicorn

from pourparlers import store as stores
from pourparlers.model import Vector
from pourparlers.store import Received
from pourparlers.web.app import create_app
from talks import Talk

CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
AT = datetime(2031, 3, 4, 9, 30, tzinfo=UTC)
SCRIPT = "<script>document.title='owned'</script><img src=x onerror=\"document.title='owned'\">"
REVERSED = "\u202eoverride\u202c \u2067isolate"


def hostile():
    """An article whose words, title and outlet are markup, script and bidirectional controls; with its reading."""
    words = f"{SCRIPT} an end to NATO enlargement {REVERSED}"
    talk = Talk(f"Russia demanded {words} on Monday.", name="</title><b>bad</b>", day=date(2022, 1, 12))
    talk.say("RUS", "request", words, cue="demanded", source="Russia")
    article, reading = talk.done()
    vectors = {one.id: Vector((1.0, *[0.0] * 383)) for one in reading.attributions}
    return replace(
        article, id="bad-1", title=f"{SCRIPT} {REVERSED}", outlet="<i>Out</i> & \u202eside"
    ), replace(reading, article="bad-1", vectors=vectors, model="by hand")


def filled(path, pairs):
    """A new store with articles and their readings."""
    store = stores.open(path)
    for article, reading in pairs:
        store.add(Received(article, article.text.encode("utf-8", "replace"), AT), reading)
    return store


@contextmanager
def serving(app):
    """The address of an application on a free port of this machine, while the block lasts."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        config = uvicorn.Config(app, log_level="warning", lifespan="on")
        server = uvicorn.Server(config)
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]}, daemon=True)
        thread.start()
        until = time.monotonic() + 20
        while not server.started and time.monotonic() < until:
            time.sleep(0.01)
        try:
            yield f"http://127.0.0.1:{listener.getsockname()[1]}"
        finally:
            server.should_exit = True
            thread.join(10)


@pytest.fixture(scope="module")
def served(tmp_path_factory, example):
    """The address of the application with the example in it, and its store. Import it into a test module."""
    with filled(tmp_path_factory.mktemp("served") / "talks.db", [*example, hostile()]) as store:
        app = create_app(store)
        assert app.state.desk.wait(60)
        with serving(app) as url:
            urlopen(f"{url}/assets/mark.svg").close()
            yield url, store
