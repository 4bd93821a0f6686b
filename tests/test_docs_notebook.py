"""The notebook in the documentation runs, and its committed outputs are small and of this run's shape."""

from pathlib import Path

import pytest

nbformat = pytest.importorskip("nbformat")
nbclient = pytest.importorskip("nbclient")
pytest.importorskip("ipykernel")
for library in ("pandas", "polars", "networkx"):
    pytest.importorskip(library)

PAGE = Path(__file__).parents[1] / "docs" / "notebook.ipynb"


def kinds(notebook):
    return [
        sorted(kind for output in cell.outputs for kind in output.get("data", {"no data": 0}))
        for cell in notebook.cells
        if cell.cell_type == "code"
    ]


def test_the_notebook_runs_from_top_to_bottom():
    kept = nbformat.read(PAGE, as_version=4)
    nbformat.validate(kept)
    shapes = kinds(kept)
    made = nbclient.NotebookClient(
        nbformat.read(PAGE, as_version=4),
        timeout=120,
        kernel_name="python3",
        resources={"metadata": {"path": str(PAGE.parent)}},
    ).execute()
    assert kinds(made) == shapes
    (checked,) = (cell for cell in made.cells if "content_text" in cell.source)
    assert checked.outputs[0].data["text/plain"] == "True"


def test_its_outputs_are_committed_and_small():
    kept = nbformat.read(PAGE, as_version=4)
    assert all(cell.outputs for cell in kept.cells if cell.cell_type == "code")
    assert PAGE.stat().st_size < 150_000
    assert str(Path.home()) not in PAGE.read_text(encoding="utf-8")
