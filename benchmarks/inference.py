"""How quick the reading model alone is: no rules, no dossier.

usage: inference.py TEXTS ... [--rounds 5]

TEXTS are text files or folders of them, best some forty articles or more. In each round they are read once by one process that gives every processor
windows of the same article, as for a single article, and once by a process for each processor, as `read` does with many articles.
Prints words per second, loading not counted.
"""

from __future__ import annotations

import argparse
import os
import time
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path

from pourparlers.reading.encoder import Encoder

_encoder: list[Encoder] = []


def load(threads: int) -> None:
    """Loads the model into this process."""
    _encoder[:] = [Encoder(threads=threads)]


def encode(text: str) -> int:
    """Reads one text, and gives the number of its pieces."""
    return len(_encoder[0].encode(text).offsets)


def texts(paths: Sequence[Path]) -> list[str]:
    """The texts of files and folders."""
    files = [file for path in paths for file in (sorted(path.rglob("*.txt")) if path.is_dir() else [path])]
    return [file.read_text(encoding="utf-8") for file in files]


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("texts", type=Path, nargs="+")
    parser.add_argument("--rounds", type=int, default=5)
    options = parser.parse_args()
    articles = texts(options.texts)
    words = sum(len(article.split()) for article in articles)
    processors = len(os.sched_getaffinity(0))
    load(processors)
    print(f"{len(articles)} texts, {words} words, {processors} processors; words per second")
    with ProcessPoolExecutor(processors, get_context("spawn"), load, (1,)) as pool:
        list(pool.map(encode, articles[: 2 * processors]))
        for number in range(1, options.rounds + 1):
            start = time.perf_counter()
            for article in articles:
                encode(article)
            middle = time.perf_counter()
            list(pool.map(encode, articles))
            end = time.perf_counter()
            print(
                f"round {number}: an article at a time {words / (middle - start):.0f}, "
                f"an article a processor {words / (end - middle):.0f}",
                flush=True,
            )


if __name__ == "__main__":
    main()
