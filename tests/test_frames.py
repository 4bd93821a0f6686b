"""Tables for pandas, polars and Arrow, graphs for networkx, from articles and from a stored dossier."""

import subprocess
import sys
from datetime import UTC, datetime

import pytest

import pourparlers as pp
from pourparlers import frames, store
from pourparlers.errors import NotFoundError, OutputError, StoreError, UsageError
from pourparlers.exports.networks import network
from pourparlers.exports.tables import tables
from pourparlers.store import Received

NAMES = ("statements", "positions", "meetings", "actors", "issues", "clashes", "divergences")


def test_every_table_has_the_columns_and_rows_of_the_exports(example, example_state):
    made = tables(example_state)
    for name in NAMES:
        frame = getattr(example, name)()
        assert len(frame) == len(made[name].rows)
        assert frame.columns == made[name].columns
        assert [tuple(row.values()) for row in frame.rows] == list(made[name].rows)
    assert repr(example.positions()) == (
        f"<positions: {len(made['positions'].rows)} rows, {len(made['positions'].columns)} columns>"
    )
    assert example.table("matrix").table == made["matrix"]
    with pytest.raises(NotFoundError, match="no table 'gossip'"):
        example.table("gossip")


def test_labels_come_in_the_language_asked_for(example):
    english, french = ({row["party"] for row in example.positions(language=one)} for one in ("en", "fr"))
    assert "Russia" in english
    assert "Russie" in french


def test_the_state_is_made_once(example, monkeypatch):
    first = example._state()
    assert example._state() is first
    assert example._state(date=first.articles[0].published) is not first


@pytest.mark.parametrize("library", ["pandas", "polars", "pyarrow"])
def test_frames_keep_types_and_cells(library, example):
    pytest.importorskip(library)
    frame = example.statements()
    made = {"pandas": frame.to_pandas, "polars": frame.to_polars, "pyarrow": frame.to_arrow}[library]()
    if library == "pandas":
        assert {n: str(made[n].dtype) for n in ("id", "content_start", "confidence")} == {
            "id": "string",
            "content_start": "Int64",
            "confidence": "Float64",
        }
        rows = made.astype(object).where(made.notna(), None).to_dict("records")
    else:
        rows = made.to_dicts() if library == "polars" else made.to_pylist()
    assert rows == frame.rows


def test_a_network_is_a_graph_with_every_attribute(example, example_state):
    pytest.importorskip("networkx")
    graph = example.network("conflict", level="party", normalisation="average")
    made = network(example_state, "conflict", level="party", normalisation="average")
    assert dict(graph.nodes(data=True)) == {
        one.id: {"label": one.label, **one.attributes} for one in made.nodes
    }
    assert {(a, b): w for a, b, w in graph.edges(data="weight")} == {
        (one.source, one.target): one.weight for one in made.edges
    }
    assert graph.graph == dict(made.attributes)
    with pytest.raises(UsageError):
        example.network("star")


def test_a_missing_library_is_one_clear_line(example, monkeypatch):
    monkeypatch.setitem(sys.modules, "polars", None)
    with pytest.raises(OutputError) as error:
        example.actors().to_polars()
    assert str(error.value) == f"polars is not installed ({frames.EXTRA})"


def test_a_stored_dossier_gives_the_same(example, tmp_path):
    pairs = list(example)[:3]
    with store.open(tmp_path / "talks.db") as dossier:
        for article, reading in pairs:
            dossier.add(Received(article, article.text.encode(), datetime(2022, 1, 20, tzinfo=UTC)), reading)
    opened = pp.open(tmp_path / "talks.db")
    assert {one.id for one in opened.articles} == {article.id for article, _ in pairs}
    same = pp.Corpus(opened.articles, opened.readings)
    assert opened.statements().rows == same.statements().rows
    with pytest.raises(StoreError):
        pp.open(tmp_path / "none.db")


def test_importing_the_package_loads_nothing_heavy():
    code = (
        "import sys, pourparlers; "
        "print([n for n in ('numpy', 'onnxruntime', 'pandas', 'polars', 'networkx', 'jinja2', 'sqlalchemy', 'ray') "
        "if n in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
    code = (
        "import sys, pourparlers; pourparlers.read; "
        "print([n for n in ('pandas', 'polars', 'networkx', 'pyarrow', 'sqlalchemy', 'ray') if n in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
