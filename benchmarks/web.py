"""How quick the application is on a large dossier, and whether it holds when many use it at once.

usage: web.py TEXTS [--size 10000] [--kept FILE] [--store FILE] [--caches FOLDER] [--crowd SECONDS]

Reads the articles of TEXTS once, makes a dossier of any size of them (as `dossier.py` does: other words, names,
outlets, dates and meanings), starts `pourparlers serve` on it in a process of its own, and prints for each kind of page
and search how long the server takes, in milliseconds: the median, the 95th percentile, the longest; then what adding one
article takes beyond its reading; then it starts it again, with what the first one kept. With `--crowd`, 200 readers and 5 editors use it at once for so many seconds: it prints
the errors, and the corrections that were acknowledged and are not there.
"""

from __future__ import annotations

import argparse
import html
import http.client
import json
import os
import random
import re
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from itertools import islice, pairwise
from pathlib import Path
from urllib.parse import urlencode

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
    base = read(texts, kept)
    start = time.perf_counter()
    with stores.open(path) as store:
        there = {article.id for article in store.articles()}
        if len(there) < size:
            for article, reading in islice(Vary(base, size).dossier(A_DAY), size):
                if article.id not in there:
                    store.add(_received(article), reading)
    seconds = time.perf_counter() - start
    print(
        f"{size} articles, put in in {seconds:.0f} s: {path.stat().st_size / 1e6:.0f} MB on disk", flush=True
    )
    return next(Vary(base, time.time_ns()).dossier(A_DAY))


def _received(article: Article) -> Received:
    return Received(article, article.text.encode(), AT)


@contextmanager
def served(path: Path, caches: Path) -> Iterator[tuple[str, subprocess.Popen[str]]]:
    """The address of the application in a process of its own."""
    command = [sys.executable, "-m", "pourparlers", "serve", str(path), "--port", "0"]
    told = os.environ | {"XDG_CACHE_HOME": str(caches)}
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=told)
    try:
        assert process.stdout
        found = re.search(r"127\.0\.0\.1:\d+", process.stdout.readline())
        assert found, "the application did not start"
        yield found[0], process
    finally:
        process.terminate()
        process.wait(300)


class Client:
    """One connection that is kept open."""

    def __init__(self, address: str) -> None:
        self._connection = http.client.HTTPConnection(address, timeout=1800)

    def get(self, path: str) -> tuple[int, str, float]:
        """The status, the page, and how long it took in milliseconds."""
        start = time.perf_counter()
        try:
            self._connection.request("GET", path)
            response = self._connection.getresponse()
        except ConnectionError:  # the server lets go of connections that are idle
            self._connection.close()
            start = time.perf_counter()
            self._connection.request("GET", path)
            response = self._connection.getresponse()
        body = response.read()
        return response.status, body.decode(), (time.perf_counter() - start) * 1000

    def post(self, path: str, value: object) -> tuple[int, str]:
        """Send JSON; the status and the answer."""
        self._connection.request("POST", path, json.dumps(value), {"Content-Type": "application/json"})
        response = self._connection.getresponse()
        return response.status, response.read().decode()


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
    found["/compare"] += ["/compare?" + urlencode({"a": a, "b": b}) for a, b in pairwise(outlets)]
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


def first_page(address: str, process: subprocess.Popen[str]) -> Client:
    """Print how long the first page takes; give the connection."""
    client = Client(address)
    start, spent = time.perf_counter(), _spent(process.pid)
    while client.get("/issues")[0] == 503:
        time.sleep(0.2)
    seconds, spent = time.perf_counter() - start, (_spent(process.pid) - spent) / 1000
    print(
        f"first page after {seconds:.1f} s, {spent:.1f} s of a processor; {_memory(process.pid):.0f} MB of memory",
        flush=True,
    )
    return client


def next_view(client: Client, process: subprocess.Popen[str]) -> None:
    """Print how long it takes from the first page until the view is built anew with what was kept."""

    def number() -> int:
        return int(json.loads(client.get("/api/v1/summary")[1])["view"])

    shown, start, spent = number(), time.perf_counter(), _spent(process.pid)
    while number() == shown:
        time.sleep(1)
    seconds, spent = time.perf_counter() - start, (_spent(process.pid) - spent) / 1000
    print(
        f"built anew after {seconds:.1f} s, {spent:.1f} s of a processor; {_memory(process.pid):.0f} MB of memory",
        flush=True,
    )


def measure(address: str, process: subprocess.Popen[str]) -> None:
    """Print how long each kind of page takes."""
    client = first_page(address, process)
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


def crowd(path: Path, address: str, seconds: float) -> None:
    """Let 200 people read and 5 correct for some time; print the errors, and corrections that were lost."""
    first = Client(address)
    while first.get("/issues")[0] == 503:
        time.sleep(0.2)
    paths = [path for paths in addresses(first, random.Random(2)).values() for path in paths]
    said = json.loads(first.get("/api/v1/statements?per_page=100")[1])["items"]
    until = time.monotonic() + seconds
    troubles: Counter[str] = Counter()
    took: list[float] = []
    acknowledged: list[int] = []

    def read_on(number: int) -> None:
        client, choose = Client(address), random.Random(number)
        while time.monotonic() < until:
            path = choose.choice(paths)
            try:
                status, _, spent = client.get(path)
            except OSError as error:
                troubles[type(error).__name__] += 1
                client = Client(address)
                continue
            took.append(spent)
            if status != 200:
                troubles[f"{status} {path.partition('?')[0]}"] += 1
            time.sleep(choose.uniform(0.5, 1.5))

    def correct_on(number: int) -> None:
        client, choose = Client(address), random.Random(number)
        while time.monotonic() < until:
            one = choose.choice(said)
            change = {"do": "accept", "article": one["article"], "statement": one["id"], "why": "as it is"}
            status, answer = client.post("/api/v1/corrections", change)
            if status == 201:
                acknowledged.append(json.loads(answer)["number"])
            else:
                troubles[f"{status} correction"] += 1
            time.sleep(choose.uniform(0.5, 1.5))

    threads = [threading.Thread(target=read_on, args=(n,)) for n in range(READERS)]
    threads += [threading.Thread(target=correct_on, args=(n,)) for n in range(EDITORS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with stores.open(path) as store:
        kept = {one.number for one in store.corrections()}
        wrong = [finding for finding in store.doctor() if not finding.is_note]
    lost = [number for number in acknowledged if number not in kept]
    print(
        f"{READERS} readers and {EDITORS} editors for {seconds:.0f} s: {len(took)} pages, in ms:{_figures(took)}"
    )
    print(
        f"errors: {dict(troubles) or 'none'}; corrections: {len(acknowledged)}, lost: {len(lost)}; doctor: {len(wrong)}"
    )


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("texts", nargs="+")
    parser.add_argument("--size", type=int, default=10_000)
    parser.add_argument("--kept", type=Path, help="where readings are kept from one run to the next")
    parser.add_argument("--store", type=Path, help="where the dossier is kept from one run to the next")
    parser.add_argument("--caches", type=Path, help="where views are kept from one run to the next")
    parser.add_argument("--crowd", type=float, help="for how many seconds 205 people use it at once")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        path = arguments.store or Path(folder) / "dossier.db"
        caches = arguments.caches or Path(folder) / "caches"
        more = fill(path, arguments.texts, arguments.kept, arguments.size)
        with served(path, caches) as (address, process):
            if arguments.crowd:
                crowd(path, address, arguments.crowd)
                return
            measure(address, process)
            add_one(path, more)
        with served(path, caches) as (address, process):
            next_view(first_page(address, process), process)


if __name__ == "__main__":
    main()
