"""Reading over a local Ray cluster: Parquet out, into a dossier, and to SQL."""

import gzip
import json
import os
import sys
from datetime import UTC, datetime

import pytest
from typer.testing import CliRunner

from pourparlers import store
from pourparlers.cli import app
from pourparlers.cluster import parts
from pourparlers.cluster.attempts import MOST, Attempts
from pourparlers.errors import OutputError, UsageError
from pourparlers.reading.engine import Reader
from pourparlers.sources import load
from pourparlers.sources.loading import stream

pytest.importorskip("pyarrow", reason="Parquet needs pyarrow")

TEXTS = {
    "oslo": '"We will not sign a ceasefire," the Norwegian minister said on Monday. France demanded talks.',
    "paris": 'La France exige "un cessez-le-feu immédiat", a déclaré lundi le ministre.',
    "bern": "Switzerland offered to host the negotiations. Norway rejected the offer, its envoy said.",
}


@pytest.fixture
def folder(tmp_path):
    made = tmp_path / "news"
    made.mkdir()
    for name, text in TEXTS.items():
        (made / f"{name}.txt").write_text(text, encoding="utf-8")
    return made


@pytest.fixture(scope="module")
def reader():
    return Reader(threads=1)


def read_all(folder, reader):
    return [parts.Read(item, reader.read(item.article)) for item in stream([folder])]


# ---------------------------------------------------------------- parts


def test_a_part_gives_back_what_was_read(folder, tmp_path, reader):
    read = read_all(folder, reader)
    out = tmp_path / "out"
    parts.begin(out)
    parts.write(out, "k", read, at=datetime(2031, 3, 4, tzinfo=UTC))
    back = list(parts.read(out))
    assert [(received.article, received.body, received.headers) for received, _ in back] == [
        (one.found.article, one.found.body, one.found.headers) for one in read
    ]
    assert [reading for _, reading in back] == [one.reading for one in read]
    assert parts.ids(out) == {one.found.article.id for one in read}
    assert parts.is_there(out, "k")


def test_parts_go_into_a_dossier_as_they_were_read(folder, tmp_path, reader):
    out = tmp_path / "out"
    parts.begin(out)
    parts.write(out, "k", read_all(folder, reader), at=datetime(2031, 3, 4, tzinfo=UTC))
    (out / "articles" / "part-broken.parquet").write_bytes(b"PAR1")
    done = CliRunner().invoke(app, ["add", str(tmp_path / "talks.db"), str(out)])
    assert done.exit_code == 1
    assert sorted(line.split("\t")[1] for line in done.stdout.splitlines()) == ["new"] * 3
    assert done.stderr.count("\n") == 1
    assert "part-broken.parquet" in done.stderr
    with store.open(tmp_path / "talks.db", create=False) as dossier:
        assert {one.text for one in dossier.articles()} == set(TEXTS.values())
        assert dossier.doctor() == []
        assert len(list(dossier.readings())) == 3
    (out / "articles" / "part-broken.parquet").unlink()
    done = CliRunner().invoke(app, ["add", str(tmp_path / "talks.db"), str(out)])
    assert [line.split("\t")[1] for line in done.stdout.splitlines()] == ["known"] * 3


def test_parts_answer_sql(folder, tmp_path, reader):
    duckdb = pytest.importorskip("duckdb")
    out = tmp_path / "out"
    parts.begin(out)
    parts.write(out, "k", read_all(folder, reader), at=datetime(2031, 3, 4, tzinfo=UTC))
    found = duckdb.sql(
        f"SELECT a.name, s.content, substring(a.text, s.start + 1, s.\"end\" - s.start) FROM '{out}/articles/*.parquet' a "
        f"JOIN '{out}/attributions/*.parquet' s ON s.article = a.id WHERE s.content NOT LIKE '%[…]%'"
    ).fetchall()
    assert {name for name, _, _ in found} == set(TEXTS)
    assert all(content == words for _, content, words in found)


def test_a_folder_with_something_else_is_left_alone(tmp_path):
    (tmp_path / "mine.txt").write_text("mine")
    assert not parts.is_readings(tmp_path)
    with pytest.raises(OutputError, match="something else"):
        parts.begin(tmp_path)


def test_what_kills_the_process_is_not_begun_for_ever(tmp_path):
    for _ in range(MOST):
        assert Attempts(tmp_path, "batch").may_begin("a")
    again = Attempts(tmp_path, "batch")
    assert not again.may_begin("a")
    for _ in range(MOST + 1):
        assert again.may_begin("b")
        again.ended("b")
    assert Attempts(tmp_path, "other").may_begin("a")
    again.end()
    assert Attempts(tmp_path, "batch").may_begin("a")


# ---------------------------------------------------------------- the cluster


@pytest.fixture(scope="module")
def cluster():
    if os.environ.get("POURPARLERS_TEST_RAY") != "required":
        pytest.importorskip("ray", reason='a local cluster needs ray (pip install "pourparlers[cluster]")')
    import ray

    os.environ |= {"RAY_USAGE_STATS_ENABLED": "0", "RAY_worker_niceness": "0"}
    ray.init(num_cpus=2, include_dashboard=False, log_to_driver=False, logging_level="ERROR")
    yield ray
    ray.shutdown()


def page(text):
    return (
        f"<html><head><title>Talks</title></head><body><article><h1>Talks</h1><p>{text}</p>"
        f"<p>{' '.join(['The delegations will meet again in the spring, officials of both sides confirmed.'] * 3)}</p>"
        "</article></body></html>"
    )


def warc(pages):
    """A gzipped web archive, one member a record (ISO 28500)."""
    made = b""
    for n, html in enumerate(pages):
        body = f"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n\r\n{html}".encode()
        head = (
            "WARC/1.0\r\nWARC-Type: response\r\n"
            f"WARC-Target-URI: https://news.example/{n}\r\nWARC-Date: 2031-03-04T10:00:00Z\r\n"
            f"WARC-Record-ID: <urn:uuid:00000000-0000-4000-8000-{n:012}>\r\n"
            f"Content-Type: application/http; msgtype=response\r\nContent-Length: {len(body)}\r\n\r\n"
        ).encode()
        made += gzip.compress(head + body + b"\r\n\r\n")
    return made


def test_a_cluster_reads_what_one_machine_reads(cluster, folder, tmp_path, reader):
    from pourparlers.cluster.run import read_many

    (folder / "empty.txt").write_text("")
    (folder / "pages.warc.gz").write_bytes(warc([page(TEXTS["oslo"]), page(TEXTS["bern"])]))
    alone = load([folder])
    parts.begin(tmp_path / "out")
    for _ in range(MOST):  # earlier runs, stopped while they opened this file
        Attempts(tmp_path / "out" / ".begun", f"open {folder / 'oslo.txt'}").may_begin("")
    seen = []
    done = read_many([folder], tmp_path / "out", workers=1, progress=seen.append)
    assert done.articles == len({one.id for one in alone.articles}) >= 3
    assert sorted(done.failures) == sorted(str(one) for one in alone.failures)
    assert seen[-1].articles == done.articles
    back = {received.article.id: reading for received, reading in parts.read(tmp_path / "out")}
    assert back == {one.id: reader.read(one) for one in alone.articles}
    # Run again, nothing is left to do; with one more file, only that one is read.
    (folder / "rome.txt").write_text('Italy rejected "any delay", its minister said.')
    done = read_many([folder], tmp_path / "out", workers=1)
    assert done.articles == 1
    assert len(parts.ids(tmp_path / "out")) == len(back) + 1
    assert not any((tmp_path / "out" / ".begun").iterdir())


def test_a_worker_that_dies_is_replaced_and_what_kills_it_is_named(cluster, folder, tmp_path, monkeypatch):
    from pourparlers.cluster import run

    site = tmp_path / "site"
    site.mkdir()
    killed = tmp_path / "killed"
    (site / "deadly.py").write_text(
        "import os\n"
        "from pourparlers.cluster import run\n"
        "class Worker(run._Worker):\n"
        "    def _read(self, article):\n"
        "        if article.name == 'paris':\n"
        f"            open({str(killed)!r}, 'a').write('x')\n"
        "            os._exit(1)\n"
        "        return super()._read(article)\n"
    )
    monkeypatch.syspath_prepend(str(site))
    import deadly
    from ray import cloudpickle

    cloudpickle.register_pickle_by_value(deadly)
    monkeypatch.setattr(run, "_Worker", deadly.Worker)
    done = run.read_many([folder], tmp_path / "out", workers=1)
    assert done.articles == 2
    assert list(done.failures) == ["paris: could not be read: the process that read it died"]
    assert killed.read_text() == "x" * MOST


def test_standard_input_is_no_input_of_a_cluster(tmp_path):
    pytest.importorskip("ray", reason="needs ray")
    from pourparlers.cluster.run import read_many

    with pytest.raises(UsageError):
        read_many(["-"], tmp_path / "out")


def test_without_ray_one_line_says_what_to_install(tmp_path, monkeypatch, folder):
    monkeypatch.setitem(sys.modules, "ray", None)
    done = CliRunner().invoke(app, ["read-many", str(folder), "--out", str(tmp_path / "out")])
    assert done.exit_code == 1
    assert done.stderr == 'pourparlers: Ray is not installed (pip install "pourparlers[cluster]")\n'
    assert not (tmp_path / "out").exists()


def test_the_marker_says_what_wrote_the_folder(tmp_path):
    parts.begin(tmp_path / "out")
    about = json.loads((tmp_path / "out" / parts.MARKER).read_text())
    assert about["format"] == "pourparlers readings"
    assert about["version"] == 1
