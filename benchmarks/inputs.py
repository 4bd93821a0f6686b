"""How quick web archives are read, beside the same texts in plain files.

usage: inputs.py [--texts FOLDER] [--size N] [--rounds N]

Makes N different articles of the texts, writes them as plain files and as pages of one WARC, reads both in one process,
in turn, and prints words a second, by the clock and by processor time, and the ratio of the two. Processor time is the
one to go by where other programs run on the same machine.
"""

from __future__ import annotations

import argparse
import html
import io
import json
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from speed import EXAMPLE, corpus

READ = """
import json, resource, sys, time
from pathlib import Path
from pourparlers.reading.engine import Reader
from pourparlers.sources import stream
from pourparlers.errors import SourceError
reader = Reader(threads=1)
start, busy = time.perf_counter(), time.process_time()
words = articles = 0
for item in stream([Path(name) for name in sys.argv[1:]]):
    if isinstance(item, SourceError):
        raise SystemExit(str(item))
    reader.read(item.article)
    words += len(item.article.text.split())
    articles += 1
peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
print(json.dumps([articles, words, time.perf_counter() - start, time.process_time() - busy, peak]))
"""
MENU = "".join(f'<li><a href="/section/{number}">Section {number}</a></li>' for number in range(40))


def page(text: str) -> bytes:
    """A page as a news site has them: head, menu, article, related links, footer."""
    title, _, body = text.partition("\n")
    paragraphs = "".join(f"<p>{html.escape(one)}</p>\n" for one in body.split("\n") if one.strip())
    related = "".join(
        f'<li><a href="/other/{number}">Another story, number {number}</a></li>' for number in range(20)
    )
    return (
        f'<!doctype html><html lang="fr"><head><meta charset="utf-8"><title>{html.escape(title)}</title>'
        f"<style>{'.a{color:red}' * 100}</style><script>{'var a = 1;' * 200}</script></head><body>"
        f"<nav><ul>{MENU}</ul></nav><main><article><h1>{html.escape(title)}</h1>{paragraphs}</article></main>"
        f"<aside><ul>{related}</ul></aside><footer><p>All rights reserved</p></footer></body></html>"
    ).encode()


def archive(files: Sequence[Path], target: Path) -> None:
    """Write the files as pages of a WARC, packed record by record."""
    with target.open("wb") as out:
        writer = WARCWriter(out, gzip=True)
        for number, file in enumerate(files):
            headers = StatusAndHeaders(
                "200 OK", [("Content-Type", "text/html; charset=utf-8")], protocol="HTTP/1.1"
            )
            payload = io.BytesIO(page(file.read_text(encoding="utf-8")))
            url = f"https://press.example/{number}"
            writer.write_record(
                writer.create_warc_record(url, "response", payload=payload, http_headers=headers)
            )


def run(names: Sequence[Path]) -> tuple[int, int, float, float, float]:
    """Articles, words, seconds by the clock, seconds of the processor, and peak memory (MB), in a fresh process."""
    done = subprocess.run(
        [sys.executable, "-c", READ, *map(str, names)], capture_output=True, text=True, check=False
    )
    if done.returncode:
        sys.exit(done.stderr)
    articles, words, clock, busy, peak = json.loads(done.stdout)
    return articles, words, clock, busy, peak


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--texts", type=Path, default=EXAMPLE)
    parser.add_argument("--size", type=int, default=20)
    parser.add_argument("--rounds", type=int, default=1)
    options = parser.parse_args()
    texts = [file.read_text(encoding="utf-8") for file in sorted(options.texts.glob("*.txt"))]
    with tempfile.TemporaryDirectory() as folder:
        files = corpus(texts, options.size, Path(folder))
        target = Path(folder) / "pages.warc.gz"
        archive(files, target)
        by_clock, by_processor = [], []
        for _ in range(options.rounds):
            speeds = {}
            for name, inputs in (("files", files), ("warc", [target])):
                articles, words, clock, busy, peak = run(inputs)
                speeds[name] = (words / clock, words / busy)
                print(
                    f"{name:6} {articles} articles, {words} words: {words / clock:.0f} words/s by the clock, "
                    f"{words / busy:.0f} by processor time, {peak:.0f} MB",
                    flush=True,
                )
            by_clock.append(speeds["warc"][0] / speeds["files"][0])
            by_processor.append(speeds["warc"][1] / speeds["files"][1])
        count = options.rounds
        print(
            f"ratio  {sum(by_clock) / count:.3f} by the clock, {sum(by_processor) / count:.3f} by processor time"
        )


if __name__ == "__main__":
    main()
