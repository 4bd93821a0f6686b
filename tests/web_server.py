"""The application served on a loopback port, from a real database with the example in it."""

from __future__ import annotations

import shutil
import socket
import threading
import time
from contextlib import contextmanager
from datetime import UTC, datetime
from urllib.request import urlopen

import pytest
import uvicorn

from pourparlers import store as stores
from pourparlers.store import Received
from pourparlers.web.app import create_app

CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
AT = datetime(2031, 3, 4, 9, 30, tzinfo=UTC)


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
    with filled(tmp_path_factory.mktemp("served") / "talks.db", example) as store:
        app = create_app(store)
        assert app.state.desk.wait(60)
        with serving(app) as url:
            urlopen(f"{url}/assets/mark.svg").close()
            yield url, store
