"""How quick the product is, and how much memory it takes, as whole commands on texts of the example.

usage: speed.py [--texts FOLDER] [--sizes 1,10,100,1000] [--spacy PYTHON]

Prints start-up time, the time to the first brief of two articles, and for each corpus size the articles and words per
second, the peak memory of all processes together, and (with --spacy, a Python that has spaCy and fr_core_news_md) the
figure of a bare spaCy pipeline on the same texts and machine.
"""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Sequence
from pathlib import Path

EXAMPLE = Path(__file__).parents[1] / "examples" / "geneva-2022"

SPACY = """
import sys, time, spacy
texts = [open(name, encoding="utf-8").read() for name in sys.argv[1:]]
nlp = spacy.load("fr_core_news_md")
start = time.perf_counter()
for _ in nlp.pipe(texts, n_process=2, batch_size=8):
    pass
print(time.perf_counter() - start)
"""


def corpus(texts: Sequence[str], size: int, folder: Path) -> list[Path]:
    """`size` different articles: the texts in turn, each with a number in it so that none is a copy."""
    paths = []
    for number in range(size):
        words = texts[number % len(texts)].split(" ")
        mark = (
            f" Dépêche numéro {number} : " + " ".join(f"rubrique{number * 31 + k}" for k in range(60)) + "."
        )
        half = len(words) // 2
        cut = (number * 7) % half if number >= len(texts) else 0
        path = folder / f"{number:05d}.txt"
        path.write_text(" ".join(words[cut:]) + "\n\n" + (mark if cut else ""), encoding="utf-8")
        paths.append(path)
    return paths


def timed(command: Sequence[str]) -> tuple[float, float]:
    """Seconds, and the peak resident memory (MB) of a command and its children together."""
    start = time.perf_counter()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    peak = 0.0
    done = threading.Event()

    def watch() -> None:
        nonlocal peak
        while not done.wait(0.05):
            peak = max(peak, resident(process.pid))

    watcher = threading.Thread(target=watch)
    watcher.start()
    code = process.wait()
    seconds = time.perf_counter() - start
    done.set()
    watcher.join()
    if code:
        sys.exit(f"{' '.join(command[:4])} … exited with {code}")
    return seconds, peak


def resident(pid: int) -> float:
    """Resident memory (MB) of a process and all below it; 0 once it is gone."""
    total = 0
    todo = [pid]
    while todo:
        one = todo.pop()
        try:
            total += int(Path(f"/proc/{one}/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE")
            todo += map(int, Path(f"/proc/{one}/task/{one}/children").read_text().split())
        except (OSError, IndexError, ValueError):
            continue
    return total / 2**20


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--texts", type=Path, default=EXAMPLE)
    parser.add_argument("--sizes", default="1,10,100,1000")
    parser.add_argument("--spacy", help="a Python that has spaCy and fr_core_news_md")
    arguments = parser.parse_args()
    texts = [path.read_text(encoding="utf-8") for path in sorted(arguments.texts.glob("*.txt"))]
    program = [sys.executable, "-m", "pourparlers"]
    print(f"start-up (--version)        {timed([*program, '--version'])[0]:8.2f} s")
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        two = [str(path) for path in corpus(texts, 2, folder)]
        print(f"brief of two articles       {timed([*program, 'brief', *two])[0]:8.2f} s")
        empty_read = timed([*program, "read", two[0], "--format", "jsonl"])[0]
        print(f"read of one article         {empty_read:8.2f} s")
        for size in map(int, arguments.sizes.split(",")):
            shutil.rmtree(folder)
            folder.mkdir()
            paths = corpus(texts, size, folder)
            words = sum(len(path.read_text(encoding="utf-8").split()) for path in paths)
            for name in ("read", "brief"):
                more = ["--format", "jsonl"] if name == "read" else ["--json"]
                seconds, peak = timed([*program, name, str(folder), *more])
                print(
                    f"{name:5s} {size:5d} articles, {words:7d} words: {seconds:8.2f} s {size / seconds:7.1f} articles/s "
                    f"{words / seconds:7.0f} words/s {peak:6.0f} MB"
                )
            if arguments.spacy and size >= 100:
                command = [arguments.spacy, "-c", SPACY, *map(str, paths[:200])]
                some = sum(len(path.read_text(encoding="utf-8").split()) for path in paths[:200])
                seconds = float(subprocess.run(command, capture_output=True, text=True, check=True).stdout)
                print(
                    f"spaCy fr_core_news_md, bare, two processes: {some / seconds:7.0f} words/s (loading not counted)"
                )


if __name__ == "__main__":
    main()
