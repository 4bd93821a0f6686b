"""What reading over a Ray cluster costs, and how it scales from one worker to two, on this machine.

usage: cluster.py [--articles 192] [--batch 8] [--workers 1,2]

Makes different articles of the texts of the example, as files of one article, and reads them with each number of
workers. For each prints the articles and words per second from the first part written to the last (starting Ray and
loading the model come before it), and the processor seconds per million words that the workers spent. The processor
seconds hold, nearly, on a machine that is shared with other work; the rates and their ratio only on one that is not.
"""

from __future__ import annotations

import argparse
import os
import tempfile
import time
from pathlib import Path

from pourparlers.cluster.run import Progress, read_many
from speed import EXAMPLE, corpus


def measured(folder: Path, out: Path, workers: int, batch: int) -> tuple[float, float, float]:
    """Articles and words per second between the first part and the last, and processor seconds per million words."""
    seen: list[tuple[float, Progress]] = []
    read_many(
        [folder],
        out,
        workers=workers,
        batch=batch,
        progress=lambda one: seen.append((time.monotonic(), one)),
    )
    (start, first), (end, last) = seen[0], seen[-1]
    seconds = max(end - start, 1e-9)
    rate = (last.articles - first.articles) / seconds, (last.words - first.words) / seconds
    return *rate, last.processor / last.words * 1e6


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--articles", type=int, default=192)
    parser.add_argument("--batch", type=int, default=8)
    parser.add_argument("--workers", default="1,2")
    options = parser.parse_args()
    os.environ |= {"RAY_USAGE_STATS_ENABLED": "0", "RAY_worker_niceness": "0"}
    import ray  # noqa: PLC0415 - after its settings

    counts = [int(one) for one in options.workers.split(",")]
    ray.init(num_cpus=max(counts), include_dashboard=False, log_to_driver=False, logging_level="ERROR")
    texts = [path.read_text("utf-8") for path in sorted(EXAMPLE.glob("*.txt"))]
    print(f"processors {os.cpu_count()}, load {os.getloadavg()[0]:.1f}, articles {options.articles}")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name, "texts")
        folder.mkdir()
        corpus(texts, options.articles, folder)
        for workers in counts:
            articles, words, processor = measured(
                folder, Path(name, f"out-{workers}"), workers, options.batch
            )
            kept = sum(path.stat().st_size for path in Path(name, f"out-{workers}").rglob("*.parquet"))
            print(
                f"workers {workers}: {articles:.2f} articles/s, {words:.0f} words/s, "
                f"{processor:.0f} processor seconds per million words, "
                f"{kept / options.articles:.0f} bytes of Parquet an article, load {os.getloadavg()[0]:.1f}"
            )


if __name__ == "__main__":
    main()
