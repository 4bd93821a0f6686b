"""The command line, run as a user runs it."""

import json
import subprocess
import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner

from pourparlers import __version__
from pourparlers.cli import app

ARTICLE = (
    "Accord en vue à Genève\n\n"
    'Le ministre suisse Paul Keller a exigé lundi "un cessez-le-feu immédiat". '
    "La Norvège a rejeté cette demande, selon sa porte-parole, Ingrid Solberg.\n"
)


@pytest.fixture
def article(tmp_path):
    path = tmp_path / "accord.txt"
    path.write_text(ARTICLE, encoding="utf-8")
    return path


def run(*arguments, **more):
    return CliRunner().invoke(app, [str(argument) for argument in arguments], **more)


def test_it_runs_as_a_program():
    done = subprocess.run(
        [sys.executable, "-m", "pourparlers", "--version"], capture_output=True, text=True, check=True
    )
    assert done.stdout == f"pourparlers {__version__}\n"


def test_brief_prints_the_words_that_prove_a_line(article):
    done = run("brief", article, "--lang", "fr")
    assert done.exit_code == 0
    assert "un cessez-le-feu immédiat" in " ".join(done.stdout.split())


def test_brief_gives_json_whose_evidence_quotes_the_article(article):
    done = run("brief", article, "--json", "--date", "2024-03-05")
    brief = json.loads(done.stdout)
    places = [place for position in brief["positions"] for place in position["evidence"]]
    assert places
    assert all(ARTICLE[place["start"] : place["end"]] == place["text"] for place in places)


def test_brief_writes_one_html_file(article, tmp_path):
    target = tmp_path / "brief.html"
    done = run("brief", article, "--html", target)
    assert done.exit_code == 0
    assert "cessez-le-feu" in target.read_text(encoding="utf-8")
    assert [path.name for path in tmp_path.iterdir() if path.name.endswith(".part")] == []


def test_brief_to_a_place_that_cannot_be_written_says_so_in_one_line(article, tmp_path):
    done = run("brief", article, "--html", tmp_path / "nowhere" / "brief.html")
    assert done.exit_code == 1
    assert done.stderr.count("\n") == 1
    assert "brief.html" in done.stderr


def test_read_prints_one_attribution_a_line_with_offsets_into_the_file(article):
    done = run("read", "--format", "jsonl", article)
    rows = [json.loads(line) for line in done.stdout.splitlines()]
    assert {row["doc"] for row in rows} == {"accord"}
    words = {ARTICLE[span["start"] : span["end"]] for row in rows for span in row["content"]}
    assert "un cessez-le-feu immédiat" in words


def test_read_takes_standard_input():
    done = run("read", "--format", "jsonl", "-", input=ARTICLE)
    assert done.exit_code == 0
    assert done.stdout


@pytest.mark.parametrize("name", ["positions", "calendar", "who", "clashes", "compare"])
def test_each_section_has_a_table_and_json(name, article):
    shown = run(name, article)
    assert shown.exit_code == 0
    assert shown.stdout.strip()
    json.loads(run(name, article, "--json").stdout)


def test_a_bad_file_is_named_and_the_good_ones_are_read(article, tmp_path):
    (tmp_path / "empty.txt").write_text("")
    done = run("read", "--format", "jsonl", tmp_path)
    assert done.exit_code == 1
    assert "empty.txt" in done.stderr
    assert done.stdout.count("accord") > 0


def test_nothing_to_read_is_an_error(tmp_path):
    done = run("brief", tmp_path / "missing.txt")
    assert done.exit_code == 1
    assert "missing.txt" in done.stderr


@pytest.mark.parametrize(
    "arguments",
    [
        ["brief", "--json", "--markdown"],
        ["brief", "--lang", "eo"],
        ["read", "--format", "xml"],
        ["brief", "--date", "x"],
    ],
)
def test_a_command_that_makes_no_sense_exits_with_2(arguments, article):
    assert run(*arguments, article).exit_code == 2


def test_evaluate_scores_a_folder(article):
    start = ARTICLE.index("un cessez")
    gold = {
        "doc": "accord",
        "attributions": [{"id": "1", "type": "direct", "content": [{"start": start, "end": start + 25}]}],
    }
    article.with_suffix(".json").write_text(json.dumps(gold), encoding="utf-8")
    scores = json.loads(run("evaluate", article.parent, "--json").stdout)
    assert scores["gold"] == 1
    assert scores["matches"]["match@50"]["recall"] == 1
    assert "match@50" in run("evaluate", article.parent).stdout


def test_the_reference_page_is_what_the_program_prints():
    script = Path(__file__).parents[1] / "docs" / "reference" / "make_cli.py"
    done = subprocess.run([sys.executable, str(script), "--check"], check=False)
    assert done.returncode == 0, "run python docs/reference/make_cli.py"


def test_a_dossier_keeps_what_was_added_and_is_read_like_any_input(article, tmp_path):
    database = tmp_path / "talks.db"
    assert run("add", database, article).exit_code == 0
    assert "known" in run("add", database, article).stdout
    assert run("doctor", database).exit_code == 0
    assert "un cessez-le-feu immédiat" in " ".join(run("brief", database).stdout.split())


def test_a_backup_brings_a_dossier_back(article, tmp_path):
    database, kept = tmp_path / "talks.db", tmp_path / "kept.db"
    run("add", database, article)
    assert run("backup", database, kept).exit_code == 0
    database.unlink()
    assert run("restore", kept, database).exit_code == 0
    assert "cessez-le-feu" in run("brief", database).stdout
