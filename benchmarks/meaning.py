"""How long search by meaning takes among many statements, beside the model that reads the question.

usage: meaning.py [--rows 217650]

Makes random unit vectors, and prints the processor time of the nearest 200 of all of them, of 50,000 and of 5,000.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Callable

import numpy as np

from pourparlers.web.meaning import WIDTH, centred

AN_ARTICLE = 22
TIMES = 3


def timed(what: str, work: Callable[[], object], times: int = TIMES) -> None:
    """Print what something takes, in milliseconds of a processor."""
    start = time.process_time()
    for _ in range(times):
        work()
    print(f"{what:32s} {(time.process_time() - start) / times * 1000:8.1f} ms of a processor", flush=True)


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--rows", type=int, default=217_650, help="how many statements")
    rows: int = parser.parse_args().rows
    matrix = np.random.default_rng(1).standard_normal((rows, WIDTH), dtype=np.float32)
    matrix /= np.linalg.norm(matrix, axis=1, keepdims=True)
    keys = [(f"{n // AN_ARTICLE:016x}", str(n % AN_ARTICLE)) for n in range(rows)]
    languages = {f"{n:016x}": "en" if n % 7 == 0 else "fr" for n in range(rows // AN_ARTICLE + 1)}
    means = centred(keys, matrix, languages)
    timed("made ready, once for each view", lambda: centred(keys, matrix, languages), 1)
    question = matrix[5]
    means.nearest(question, 1, among=keys[:1])
    timed(f"nearest of all {rows}", lambda: means.nearest(question, 200))
    for some in (50_000, 5_000):
        timed(f"nearest of {some}", lambda: means.nearest(question, 200, among=keys[:some]))  # noqa: B023


if __name__ == "__main__":
    main()
