"""What several tests share: the example, read once."""

from pathlib import Path

import pytest

EXAMPLE = Path(__file__).parents[1] / "examples" / "geneva-2022"


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
