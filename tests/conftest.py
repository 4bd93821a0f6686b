"""What several tests share: the example, read once."""

from itertools import count
from pathlib import Path

import pytest

from postgres import server

EXAMPLE = Path(__file__).parents[1] / "examples" / "geneva-2022"
_NUMBERS = count()


@pytest.fixture(scope="session")
def example_folder():
    return EXAMPLE


@pytest.fixture(scope="session")
def example(example_folder):
    """The corpus of the example, read with the real model."""
    from pourparlers import pipeline

    return pipeline.read(example_folder)


@pytest.fixture(scope="session")
def example_state(example):
    return example.state()


@pytest.fixture(scope="session")
def cluster(tmp_path_factory):
    """A PostgreSQL server for the whole run."""
    with server(tmp_path_factory.mktemp("postgres")) as address:
        yield address


@pytest.fixture
def address(cluster):
    """The address of an empty database."""
    psycopg = pytest.importorskip("psycopg")
    name = f"talks_{next(_NUMBERS)}"
    with psycopg.connect(f"{cluster}/postgres", autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}")
    return f"{cluster}/{name}"


@pytest.fixture(params=["file", "server"])
def either(request, tmp_path):
    """Where to keep a dossier: in a file, then on a server."""
    return tmp_path / "talks.db" if request.param == "file" else request.getfixturevalue("address")
