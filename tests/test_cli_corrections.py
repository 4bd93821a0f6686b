import json
from dataclasses import replace

import pytest
from typer.testing import CliRunner

from pourparlers import store
from pourparlers.cli import app
from pourparlers.model import Act
from pourparlers.store.corrections import mend, reject
from store_talks import AT, received
from test_store_corrections_dossier import pairs


@pytest.fixture
def path(tmp_path):
    name = tmp_path / "talks.db"
    with store.open(name) as dossier:
        for article, reading in pairs():
            dossier.add(received(article), reading)
        article, reading = next(dossier.pairs())
        first, second = reading.attributions
        dossier.correct(mend(article, first, replace(first, act=Act.OFFER)), who="ana", at=AT, why="as told")
        dossier.correct(reject(article, second), who="ben", at=AT)
    return str(name)


def run(*arguments):
    done = CliRunner().invoke(app, list(arguments), env={"COLUMNS": "200"})
    return done.exit_code, done.output


def test_corrections_are_listed_with_who_before_and_after(path):
    code, shown = run("corrections", path)
    assert code == 0
    assert "ana" in shown
    assert "as told" in shown
    assert "offer" in shown
    code, raw = run("corrections", path, "--json")
    values = json.loads(raw)
    assert [(one["number"], one["who"], one["what"]) for one in values] == [
        (2, "ben", "reject"),
        (1, "ana", "mend"),
    ]
    assert run("corrections", path, "--conflicts") == (0, "none\n")


def test_a_correction_is_undone_once(path):
    assert run("corrections", path, "--undo", "2", "--who", "cy", "--why", "said after all") == (0, "3\n")
    code, shown = run("corrections", path, "--undo", "2")
    assert code == 1
    assert "undone already" in shown
    assert "undone by 3" in run("corrections", path)[1]


def test_gold_is_written(path, tmp_path):
    code, shown = run("corrections", path, "--gold", str(tmp_path / "gold"))
    assert code == 0
    assert len(shown.split()) == 1
    assert json.loads((tmp_path / "gold" / shown.split()[0].rpartition("/")[2]).read_text("utf-8"))[
        "attributions"
    ]


def test_reading_anew_keeps_corrections_and_tells_what_changed(path):
    code, shown = run("reread", path)
    assert code == 0
    assert shown
    with store.open(path) as dossier:
        assert len(dossier.corrections()) == 2
        assert any(a.act is Act.OFFER for one in dossier.corrected() for a in one.reading.attributions)
    code, again = run("reread", path, "--changes", "--json")
    assert code == 0
    assert {one["kind"] for line in again.splitlines() for one in json.loads(line)["changes"]} <= {
        "found",
        "lost",
        "changed",
    }
    assert run("reread", path) == (0, "")
