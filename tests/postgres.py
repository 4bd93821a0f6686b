"""A PostgreSQL server of the tests' own, where one can be started."""

import os
import shutil
import socket
import subprocess
from contextlib import contextmanager
from pathlib import Path

import pytest


def programs():
    """The folder of the newest server installed, or None."""
    if found := shutil.which("initdb"):
        return Path(found).parent
    installed = sorted(
        Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: float(path.parts[-3])
    )
    return installed[-1].parent if installed else None


def _none(reason):
    """Skip, or fail where a server was promised."""
    (pytest.fail if os.environ.get("POURPARLERS_TEST_POSTGRES") == "required" else pytest.skip)(reason)


@contextmanager
def server(folder):
    """Start a cluster in a folder on a free loopback port; gives the address of an empty database's server."""
    bin = programs()
    if bin is None:
        _none("no PostgreSQL server is installed")
    user = []
    if os.geteuid() == 0:
        if not shutil.which("setpriv"):
            _none("PostgreSQL does not run as root, and setpriv is not there to be somebody else")
        user = ["setpriv", "--reuid=nobody", "--regid=nogroup", "--clear-groups"]
        for parent in (folder, *folder.parents):
            if parent.stat().st_uid == os.geteuid() and parent != Path("/") and parent.is_relative_to("/tmp"):
                parent.chmod(parent.stat().st_mode | 0o011)
        shutil.chown(folder, "nobody", "nogroup")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    data = folder / "cluster"

    def run(*command):
        done = subprocess.run([*user, *command], capture_output=True, text=True, cwd="/", check=False)
        if done.returncode:
            _none(f"PostgreSQL cannot be started: {(done.stderr or done.stdout).strip()[-300:]}")

    run(
        bin / "initdb",
        "-D",
        data,
        "-U",
        "pourparlers",
        "-A",
        "trust",
        "-E",
        "UTF8",
        "--locale=C",
        "--no-sync",
    )
    options = f"-p {port} -c listen_addresses=127.0.0.1 -c unix_socket_directories='' -c fsync=off"
    run(bin / "pg_ctl", "-D", data, "-w", "-t", "60", "-l", folder / "log", "-o", options, "start")
    try:
        yield f"postgresql://pourparlers@127.0.0.1:{port}"
    finally:
        subprocess.run(
            [*user, bin / "pg_ctl", "-D", data, "-m", "immediate", "-w", "stop"],
            capture_output=True,
            cwd="/",
            check=False,
        )
