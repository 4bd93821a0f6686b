"""What was exported comes back the same."""

from dataclasses import replace
from importlib.util import find_spec

import pytest

from pourparlers import exports
from pourparlers.errors import FormatError, NotFoundError
from pourparlers.exports.reading import read_statements, read_table
from pourparlers.exports.tables import tables
from report_dossier import DOSSIER, EMPTY

FORMATS = ["csv", "jsonl", *(["parquet"] if find_spec("pyarrow") else [])]


def write(state, name, tmp_path, ending):
    return exports.write(state, name, tmp_path / f"talks{ending}")


@pytest.mark.parametrize("name", FORMATS)
@pytest.mark.parametrize("many", ["file", "folder", "zip"])
def test_the_same_statements_come_back(name, many, tmp_path):
    ending = {"file": f".{name}", "folder": "", "zip": ".zip"}[many]
    assert read_statements(write(DOSSIER, name, tmp_path, ending)) == DOSSIER.statements


@pytest.mark.parametrize("name", FORMATS)
def test_every_statement_of_the_example_comes_back(name, example_state, tmp_path):
    assert example_state.statements
    assert read_statements(write(example_state, name, tmp_path, f".{name}")) == example_state.statements


@pytest.mark.parametrize("name", FORMATS)
def test_every_table_comes_back_cell_by_cell(name, tmp_path):
    path = write(DOSSIER, name, tmp_path, "")
    for table, made in tables(DOSSIER).items():
        read = read_table(path, table)
        assert read.rows == made.rows
        assert read.columns == (made.columns if made.rows or name != "jsonl" else ())


@pytest.mark.parametrize("name", FORMATS)
@pytest.mark.parametrize("title", ["=1+1", "+1", "-1", "@SUM(A1)", "'=1", "\t=1", "plain", "'quoted'", "1-2"])
def test_a_formula_in_a_name_comes_back_as_it_was(name, title, tmp_path):
    first = replace(DOSSIER.articles[0], title=title, outlet=title)
    path = write(replace(DOSSIER, articles=(first, *DOSSIER.articles[1:])), name, tmp_path, "")
    table = read_table(path, "articles")
    row = dict(zip(table.columns, table.rows[0], strict=True))
    assert (row["title"], row["outlet"]) == (title, title)


def test_an_empty_table_has_no_statement(tmp_path):
    assert read_statements(write(EMPTY, "csv", tmp_path, ".csv")) == ()


def test_what_is_no_table_is_said_in_one_line(tmp_path):
    path = tmp_path / "other.csv"
    path.write_text("a,b\r\n1,2\r\n")
    with pytest.raises(FormatError, match=r"other\.csv: not a table of statements"):
        read_statements(path)
    path.write_text("id,confidence\r\n1,high\r\n")
    with pytest.raises(FormatError):
        read_table(path)
    with pytest.raises(NotFoundError):
        read_table(tmp_path / "none.csv")
    with pytest.raises(NotFoundError, match="no table of gossip"):
        read_table(write(DOSSIER, "csv", tmp_path, ".zip"), "gossip")
    (tmp_path / "broken.parquet").write_bytes(b"PAR1 no")
    if "parquet" in FORMATS:
        with pytest.raises(FormatError):
            read_table(tmp_path / "broken.parquet")
