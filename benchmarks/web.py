"""How quick the application is on a large dossier, and whether it holds when many use it at once.

usage: web.py TEXTS [--size 10000] [--kept FILE] [--store FILE] [--crowd SECONDS]

Reads the articles of TEXTS once, makes a dossier of any size of them (as `dossier.py` does: other words, names,
outlets, dates and meanings), starts `pourparlers serve` on it in a process of its own, and prints for each kind of page
and search how long the server takes, in milliseconds: the median, the 95th percentile, the longest; then what adding one
article takes beyond its reading. With `--crowd`, 200 readers and 5 editors use it at once for so many seconds: it prints
the errors, and the corrections that were acknowledged and are not there.
"""

from __future__ import annotations

import argparse
import asyncio
import html
import http.client
import random
import re
import statistics
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path
from urllib.parse import urlencode, urlsplit

from dossier import Vary, read

from pourparlers import store as stores
from pourparlers.model import Article, Reading
from pourparlers.store import Received

AT = datetime(2030, 1, 1, tzinfo=UTC)
A_DAY = 30
EACH = 40
READERS, EDITORS = 200, 5
QUESTIONS = (
    "sanctions", "ceasefire", "cessez-le-feu", "accord de paix", "élections", "nuclear programme", "prisoners",
    "withdrawal of troops", "gouvernement", "ministre des Affaires étrangères", "budget", "otages", "police",
    '"the president"', "economy", "grève", "climate", "justice", "frontière", "negotiat*",
)  # fmt: skip
LISTS = ("/", "/timeline", "/issues", "/actors", "/meetings", "/articles", "/outlets", "/compare", "/network")


def fill(path: Path, texts: list[str], kept: Path | None, size: int) -> tuple[Article, Reading]:
    """Put articles into a store, unless they are there, and give one more."""
    pairs = list(islice(Vary(read(texts, kept), size).dossier(A_DAY), size + 1))
    start = time.perf_counter()
    with stores.open(path) as store:
        there = {article.id for article in store.articles()}
        for article, reading in pairs[:-1]:
            if article.id not in there:
                store.add(_received(article), reading)
    print(f"{size} articles, {sum(len(r.attributions) for _, r in pairs)} attributions, ", end="")
    print(
        f"put in in {time.perf_counter() - start:.0f} s: {path.stat().st_size / 1e6:.0f} MB on disk",
        flush=True,
    )
    return pairs[-1]


def _received(article: Article) -> Received:
    return Received(article, article.text.encode(), AT)


@contextmanager
def served(path: Path) -> Iterator[tuple[str, subprocess.Popen[str]]]:
    """The address of the application in a process of its own."""
    command = [sys.executable, "-m", "pourparlers", "serve", str(path), "--port", "0"]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    try:
        assert process.stdout
        found = re.search(r"127\.0\.0\.1:\d+", process.stdout.readline())
        assert found, "the application did not start"
        yield found[0], process
    finally:
        process.terminate()
        process.wait(30)


class Client:
    """One connection that is kept open."""

    def __init__(self, address: str) -> None:
        self._connection = http.client.HTTPConnection(address, timeout=1800)

    def get(self, path: str) -> tuple[int, str, float]:
        """The status, the page, and how long it took in milliseconds."""
        start = time.perf_counter()
        self._connection.request("GET", path)
        response = self._connection.getresponse()
        body = response.read()
        return response.status, body.decode(), (time.perf_counter() - start) * 1000


def links(page: str, prefix: str) -> list[str]:
    """The links of a page that begin so, each once."""
    found = (html.unescape(link).partition("#")[0] for link in re.findall(r'href="([^"]*)"', page))
    return list(dict.fromkeys(link for link in found if link.startswith(prefix)))


def addresses(client: Client, choose: random.Random) -> dict[str, list[str]]:
    """Pages of every kind: lists and what they lead to, filters, searches."""
    found: defaultdict[str, list[str]] = defaultdict(list)
    for page in LISTS:
        found[page] = [page] * 5
    pages = {page: client.get(page)[1] for page in LISTS}
    for kind in ("issues", "actors", "meetings", "articles", "outlets"):
        many = [page for n in (1, 2, 3) for page in links(client.get(f"/{kind}?page={n}")[1], f"/{kind}/")]
        ones = [link.partition("?")[0] for link in many if "lang=" not in link]
        found[f"/{kind}/…"] = _some(choose, ones)
        found[f"/{kind}"] += [f"/{kind}?page={n}" for n in range(2, 7)]
    parties = re.findall(r'<option value="([^"]+)"', pages["/timeline"].partition('id="f-issue"')[0])
    issues = re.findall(r'<option value="([^"]+)"', pages["/timeline"].partition('id="f-issue"')[2])[:60]
    found["/parties/…"] = [f"/parties/{party}" for party in parties[:EACH]]
    for party in parties[:15]:
        found["/timeline"].append("/timeline?" + urlencode({"party": party}))
        found["/timeline"].append("/timeline?" + urlencode({"party": party, "act": "request"}))
    for issue in issues[:15]:
        found["/timeline"].append("/timeline?" + urlencode({"issue": html.unescape(issue)}))
        found["/network"].append("/network?" + urlencode({"issue": html.unescape(issue), "level": "actor"}))
    found["/network"] += [f"/network?level=actor&size={n}" for n in (10, 50, 100, 200)]
    found["/network"] += ["/network?kind=conflict", "/network?kind=congruence&measure=cosine"]
    found["/compare"] += _some(choose, links(pages["/compare"], "/compare?a="))
    outlets = [f"outlet:{link.rpartition('/')[2].replace('%20', ' ')}" for link in found["/outlets/…"][:10]]
    found["/compare"] += [
        "/compare?" + urlencode({"a": a, "b": b}) for a, b in zip(outlets, outlets[1:], strict=False)
    ]
    for question in QUESTIONS:
        found["search by words"].append("/search?" + urlencode({"q": question, "by": "words"}))
        found["search by meaning"].append("/search?" + urlencode({"q": question, "by": "meaning"}))
        found["search, both"].append("/search?" + urlencode({"q": question + " Europe"}))
        if parties:
            asked = {"q": question, "by": "meaning", "party": parties[0]}
            found["search by meaning, one party"].append("/search?" + urlencode(asked))
    return found


def _some(choose: random.Random, many: list[str]) -> list[str]:
    each = sorted(set(many))
    return choose.sample(each, min(EACH, len(each)))


def measure(address: str, process: subprocess.Popen[str]) -> None:
    """Print how long each kind of page takes."""
    client = Client(address)
    start = time.perf_counter()
    client.get("/issues")
    print(
        f"first page after {time.perf_counter() - start:.1f} s, {_memory(process.pid):.0f} MB of memory",
        flush=True,
    )
    wanted = addresses(client, random.Random(1))
    heads = f"{'median':>9s}{'95 %':>9s}{'longest':>9s}"
    print(f"{'milliseconds':32s}{'pages':>7s}{heads}   processor:{heads}")
    every: list[tuple[float, float]] = []
    for kind, paths in wanted.items():
        took = []
        for path in paths:
            before = _spent(process.pid)
            status, _, waited = client.get(path)
            if status != 200:
                print(f"{status} {path}")
            took.append((waited, _spent(process.pid) - before))
        every += took
        _line(kind, took)
    _line("all", every)


def _line(kind: str, took: list[tuple[float, float]]) -> None:
    if took:
        waited, spent = (_figures(column) for column in zip(*took, strict=True))
        print(f"{kind:32s}{len(took):7d}{waited}             {spent}", flush=True)


def _figures(took: Sequence[float]) -> str:
    high = statistics.quantiles(took, n=20, method="inclusive")[-1] if len(took) > 1 else took[0]
    return f"{statistics.median(took):9.0f}{high:9.0f}{max(took):9.0f}"


def _spent(process: int) -> float:
    """The milliseconds that processors have spent on a process."""
    files = Path(f"/proc/{process}/task").glob("*/schedstat")
    return sum(int(file.read_text().split()[0]) for file in files) / 1e6


def _memory(process: int) -> float:
    """What a process holds in memory, in MB."""
    found = re.search(r"VmRSS:\s+(\d+)", Path(f"/proc/{process}/status").read_text())
    return int(found[1]) / 1024 if found else 0.0


def add_one(path: Path, pair: tuple[Article, Reading]) -> None:
    """Print what adding one article takes beyond its reading, while the application serves."""
    with stores.open(path) as store:
        start = time.perf_counter()
        store.add(_received(pair[0]), pair[1])
        print(
            f"adding one article: {(time.perf_counter() - start) * 1000:.0f} ms beyond its reading",
            flush=True,
        )


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("texts", nargs="+")
    parser.add_argument("--size", type=int, default=10_000)
    parser.add_argument("--kept", type=Path, help="where readings are kept from one run to the next")
    parser.add_argument("--store", type=Path, help="where the dossier is kept from one run to the next")
    parser.add_argument("--crowd", type=float, help="for how many seconds 205 people use it at once")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        path = arguments.store or Path(folder) / "dossier.db"
        more = fill(path, arguments.texts, arguments.kept, arguments.size)
        with served(path) as (address, process):
            if arguments.crowd:
                crowd(path, address, arguments.crowd)
            else:
                measure(address, process)
                add_one(path, more)


if __name__ == "__main__":
    main()
