"""What the command line offers to people and programs: examples, completion, a manual page, schemas."""

import json
import os
import shutil
import subprocess
import sys
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner

from pourparlers import exports, schemas
from pourparlers.cli import app
from pourparlers.cluster import parts
from pourparlers.dossier.serialise import to_dict
from pourparlers.errors import UsageError
from report_dossier import DOSSIER, EMPTY

REFERENCE = Path(__file__).parents[1] / "docs" / "reference"
COMMANDS = sorted(typer.main.get_command(app).commands)


def script(name):
    spec = spec_from_file_location(name, REFERENCE / f"{name}.py")
    made = module_from_spec(spec)
    spec.loader.exec_module(made)
    return made


@pytest.mark.parametrize("name", COMMANDS)
def test_the_help_of_every_command_has_an_example(name):
    done = CliRunner().invoke(app, [name, "--help"], env={"COLUMNS": "200"})
    assert done.exit_code == 0
    assert f"\n  pourparlers {name}" in done.stdout


@pytest.mark.parametrize(
    ("shell", "sign"), [("bash", "complete "), ("zsh", "#compdef"), ("fish", "complete ")]
)
def test_completion_is_printed_for_each_shell(shell, sign):
    done = subprocess.run(
        [
            sys.executable,
            "-c",
            "import sys; sys.argv[0] = 'pourparlers'; from pourparlers.cli import main; main()",
        ],
        env={**os.environ, "_POURPARLERS_COMPLETE": f"source_{shell}"},
        capture_output=True,
        text=True,
        check=True,
    )
    assert sign in done.stdout
    assert "pourparlers" in done.stdout


def test_the_manual_page_is_current_and_names_every_command_and_option():
    made = script("make_man").page()
    assert (REFERENCE / "pourparlers.1").read_text(encoding="utf-8") == made, "run docs/reference/make_man.py"
    for name in COMMANDS:
        assert f"\n.SS pourparlers {name}".replace("-", "\\-") in made
    assert "\\-\\-allow\\-private" in made


@pytest.mark.skipif(not shutil.which("man"), reason="no man here")
def test_the_manual_page_renders_without_a_warning():
    done = subprocess.run(
        ["man", "--warnings", "-l", str(REFERENCE / "pourparlers.1")],
        env={**os.environ, "MANPAGER": "cat", "MANWIDTH": "80", "LC_ALL": "C.UTF-8"},
        capture_output=True,
        text=True,
        check=True,
    )
    assert "pourparlers brief" in done.stdout
    assert done.stderr == ""


def test_the_manual_page_is_installed_with_the_package():
    project = (REFERENCE.parents[1] / "pyproject.toml").read_text(encoding="utf-8")
    assert '"docs/reference/pourparlers.1" = "share/man/man1/pourparlers.1"' in project


# ---------------------------------------------------------------- schemas


def validator(name, part=None):
    jsonschema = pytest.importorskip("jsonschema")
    made = schemas.schema(name)
    jsonschema.Draft202012Validator.check_schema(made)
    shape = made if part is None else {**made["$defs"][part], "$schema": made["$schema"]}
    return jsonschema.Draft202012Validator(shape)


def test_the_published_schemas_are_current():
    make = script("make_schemas")
    for name in schemas.NAMES:
        assert schemas.schema(name) == json.loads(make.text(name)), "run docs/reference/make_schemas.py"
        assert schemas.schema(name)["$id"] == f"urn:pourparlers:schema:{name}:1"


@pytest.mark.parametrize("language", ["en", "fr"])
def test_briefs_follow_their_schema(language, example_state):
    for state in (DOSSIER, EMPTY, example_state):
        validator("brief").validate(json.loads(json.dumps(to_dict(state, language))))


def test_a_brief_without_a_key_does_not():
    brief = json.loads(json.dumps(to_dict(DOSSIER)))
    del brief["positions"][0]["quote"]
    assert not validator("brief").is_valid(brief)


def test_attributions_follow_their_schema(example):
    found = validator("attribution")
    rows = list(example.attributions())
    assert rows
    for row in rows:
        found.validate(json.loads(json.dumps(row)))


def test_exported_rows_follow_the_schema_of_their_table(example_state):
    for name, content in exports.render(example_state, "jsonl").files.items():
        found = validator("tables", name.removesuffix(".jsonl"))
        for line in content.decode().splitlines():
            found.validate(json.loads(line))


def test_the_marker_of_read_parts_follows_its_schema(tmp_path):
    parts.begin(tmp_path / "out")
    validator("readings").validate(json.loads((tmp_path / "out" / parts.MARKER).read_text()))


def test_the_command_prints_a_schema_or_lists_them():
    assert json.loads(CliRunner().invoke(app, ["schema", "brief"]).stdout) == schemas.schema("brief")
    listed = CliRunner().invoke(app, ["schema"]).stdout.splitlines()
    assert [line.split("\t")[0] for line in listed] == list(schemas.NAMES)
    assert CliRunner().invoke(app, ["schema", "poem"]).exit_code == 2
    with pytest.raises(UsageError):
        schemas.schema("../secret")
