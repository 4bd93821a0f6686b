"""Run the application until it is stopped."""

from __future__ import annotations

import socket
import sys
import threading
import webbrowser
from collections.abc import Callable
from pathlib import Path

import uvicorn

from pourparlers import store as stores
from pourparlers.errors import UsageError
from pourparlers.store import Store
from pourparlers.web.app import create_app
from pourparlers.web.saved import Keeper
from pourparlers.web.security import check_start
from pourparlers.web.settings import Settings

_PATIENCE = 15.0
_TURN = 0.001  # seconds that building a view may keep a page waiting, each time


def serve(
    store: Store | str | Path, settings: Settings, *, tell: Callable[[str], None], browser: bool = False
) -> None:
    """Serve a dossier until SIGINT or SIGTERM.

    Args:
        store: the dossier's database, or where it is.
        settings: host, port and the rest.
        tell: is given the address once it is being listened on.
        browser: open it in the user's browser.

    Raises:
        StoreError: the database cannot be opened.
        UsageError: the address cannot be listened on, or nobody there could or had to sign in.
    """
    opened = store if isinstance(store, Store) else stores.open(store, create=False)
    check_start(settings, opened)
    sys.setswitchinterval(_TURN)
    app = create_app(opened, settings)
    app.state.desk.patience = _PATIENCE
    app.state.desk.keeper = Keeper(opened.database.where)
    threading.Thread(target=app.state.desk.questions.vector, args=("?",), daemon=True).start()
    with _listen(settings.host, settings.port) as listener:
        host, port = listener.getsockname()[:2]
        address = f"http://{f'[{host}]' if ':' in host else host}:{port}/"
        tell(address)
        if browser:
            threading.Timer(1.0, webbrowser.open, (address,)).start()
        config = uvicorn.Config(
            app, log_level="warning", timeout_graceful_shutdown=3, server_header=False, proxy_headers=False
        )
        uvicorn.Server(config).run(sockets=[listener])


def _listen(host: str, port: int) -> socket.socket:
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        listener = socket.socket(family, kind, protocol)
    except OSError as error:
        raise UsageError(f"no such host {host!r}", where="--host") from error
    try:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind(address)
        listener.listen(2048)
    except OSError as error:
        listener.close()
        raise UsageError(
            f"cannot listen on {host}:{port}: {error.strerror or error}", cure="choose another with --port"
        ) from error
    return listener
