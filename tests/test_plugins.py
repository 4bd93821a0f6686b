"""A package that adds a source format, an export format and a language, as one that is installed does."""

import json
import os
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from pourparlers import exports, plugins
from pourparlers.errors import UsageError

EXAMPLE = Path(__file__).parents[1] / "examples" / "plugin"
DUTCH = {
    "headline": "Noorwegen weigert staakt-het-vuren",
    "body_text": (
        '"Wij willen geen staakt-het-vuren", zei de Noorse minister. '
        "Volgens het ministerie is er voor de winter niet over te praten, en het zal ook dan niet worden aanvaard."
    ),
    "versioncreated": "2031-03-04T10:00:00Z",
}


def install(folder, groups):
    """Make an installed package of the example, as pip does: its modules and its .dist-info."""
    shutil.copytree(EXAMPLE / "pourparlers_example", folder / "pourparlers_example")
    info = folder / "pourparlers_example-0.1.0.dist-info"
    info.mkdir()
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: pourparlers-example\nVersion: 0.1.0\n")
    lines = [
        line
        for group, entries in groups.items()
        for line in (f"[{group}]", *(f"{name} = {value}" for name, value in entries.items()))
    ]
    (info / "entry_points.txt").write_text("\n".join((*lines, "")))


def run(folder, *arguments):
    paths = [str(folder), *filter(None, [os.environ.get("PYTHONPATH")])]
    return subprocess.run(
        [sys.executable, "-m", "pourparlers", *map(str, arguments)],
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(paths), "COLUMNS": "200"},
    )


@pytest.fixture
def example_groups():
    return tomllib.loads((EXAMPLE / "pyproject.toml").read_text())["project"]["entry-points"]


def test_an_installed_package_adds_a_source_an_export_and_a_language(tmp_path, example_groups):
    install(tmp_path / "site", example_groups)
    (tmp_path / "news").mkdir()
    (tmp_path / "news" / "oslo.ninjs").write_text(json.dumps(DUTCH), encoding="utf-8")
    done = run(tmp_path / "site", "plugins", "--json")
    found = {one["group"]: one for one in json.loads(done.stdout)}
    assert done.returncode == 0
    assert set(found) == set(plugins.GROUPS)
    assert {one["package"] for one in found.values()} == {"pourparlers-example"}
    done = run(tmp_path / "site", "brief", tmp_path / "news", "--json")
    brief = json.loads(done.stdout)
    assert done.stderr == ""
    assert [(one["language"], one["published"]) for one in brief["articles"]] == [("nl", "2031-03-04")]
    done = run(tmp_path / "site", "export", tmp_path / "news", "--to", "org", "-o", tmp_path / "talks.org")
    assert done.returncode == 0
    assert (tmp_path / "talks.org").read_text(encoding="utf-8").startswith("# pourparlers ")


def test_a_broken_package_is_one_line_and_stops_nothing(tmp_path):
    groups = {
        "pourparlers.sources": {"gone": "pourparlers_example.gone:FORMAT"},
        "pourparlers.exports": {"odd": "pourparlers_example:__doc__"},
        "pourparlers.languages": {"fr": "pourparlers_example.nl", "xx": "pourparlers_example"},
    }
    install(tmp_path / "site", groups)
    article = tmp_path / "oslo.txt"
    article.write_text('"We will not sign," the Norwegian minister said.\n')
    done = run(tmp_path / "site", "read", "--format", "jsonl", article)
    assert done.stdout.count("\n") == 1
    assert sorted(line.split(": ")[1] for line in done.stderr.splitlines()) == [
        "pourparlers_example",
        "pourparlers_example.gone:FORMAT",
        "pourparlers_example.nl",
    ]
    done = run(tmp_path / "site", "export", article, "--to", "odd", "-o", tmp_path / "x")
    assert (done.returncode, done.stderr.count("it is no Format")) == (1, 1)
    assert run(tmp_path / "site", "plugins").returncode == 1


def test_the_example_is_ready_to_be_installed():
    project = tomllib.loads((EXAMPLE / "pyproject.toml").read_text())
    assert set(project["project"]["entry-points"]) == set(plugins.GROUPS)


def test_without_packages_there_are_our_own_formats_only():
    assert set(exports.FORMATS) <= set(exports.known())
    with pytest.raises(UsageError, match="no format 'org'"):
        exports.format_named("org")
