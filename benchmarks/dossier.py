"""How quick the state of play of a large dossier is, and how much memory it takes.

usage: dossier.py TEXTS [--sizes 100,1000] [--kept FILE] [--a-day 30] [--profile]

Reads the articles of TEXTS (files and folders, as `pourparlers read` takes them) once, and makes dossiers of any size
of them: stories of a few reports each, spread over months, in which a fifth of the words, some of the names, the
outlets, the dates and the meaning of each statement are varied. For each size it prints what the state of play takes
from nothing, with what an earlier process kept of the same articles, and in the same process with one more article, with nothing new, with an attribution of one article of
the middle taken out, without the first article, and with what changed on the last day.
"""

from __future__ import annotations

import argparse
import cProfile
import hashlib
import pickle
import pstats
import random
import re
import resource
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import date, timedelta
from itertools import islice
from pathlib import Path

import numpy as np

from pourparlers import pipeline
from pourparlers.dossier.build import state_of_play
from pourparlers.dossier.memory import Memory
from pourparlers.model import Article, MentionKind, Reading, StateOfPlay, TimeExpression, Vector
from pourparlers.store.shelf import Shelf

FIRST = date(2030, 1, 1)
TOLD_BY = 3
OUTLETS = 40
WORDS_VARIED = 0.2
NAMES_VARIED = 0.15
UNDATED = 0.01
DRIFT = 0.5
_WORD = re.compile(r"\b[^\W\d_]{4,}\b")
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}\Z")

Pair = tuple[Article, Reading]


class Vary:
    """Makes other articles of known ones; everything a reading points to stays where it is in the text."""

    def __init__(self, base: Sequence[Pair], seed: int) -> None:
        self._choose = random.Random(seed)
        self._base = base
        self._vectors = [np.asarray(v) for _, reading in base for v in reading.vectors.values()]
        self._words: defaultdict[tuple[str, int, bool], set[str]] = defaultdict(set)
        for article, _ in base:
            for word in _WORD.findall(article.text):
                self._words[article.language, len(word), word[0].isupper()].add(word)
        self._pools = {key: sorted(words) for key, words in self._words.items()}

    def dossier(self, a_day: int) -> Iterator[Pair]:
        """Give articles for ever: on each day some stories, each told by a few outlets."""
        n = 0
        while True:
            day = FIRST + timedelta(n // a_day)
            story = self._choose.choice(self._base)
            for outlet in self._choose.sample(range(OUTLETS), TOLD_BY):
                yield self.one(story, n, day, f"Outlet {outlet}")
                n += 1

    def one(self, pair: Pair, n: int, day: date, outlet: str) -> Pair:
        """Give another report of what an article tells."""
        article, reading = pair
        swaps = self._swaps(article, reading)
        text = _WORD.sub(lambda match: swaps.get(match.group(), match.group()), article.text)
        id = hashlib.sha256(f"{n} {text}".encode()).hexdigest()[:16]
        shift = day - (article.published or day)
        undated = self._choose.random() < UNDATED
        made = replace(
            article,
            id=id,
            name=f"{n:05d}",
            text=text,
            title=article.title_span and text[slice(*article.title_span)],
            outlet=outlet,
            published=None if undated else day,
            copies=(),
        )
        times = tuple(_shifted(one, shift) for one in reading.times)
        vectors = {key: self._drifted(vector) for key, vector in reading.vectors.items()}
        return made, replace(reading, article=id, times=times, vectors=vectors)

    def _swaps(self, article: Article, reading: Reading) -> dict[str, str]:
        named = {
            word
            for mention in reading.mentions
            if mention.kind is not MentionKind.PRONOUN
            for word in _WORD.findall(article.text[slice(*mention.span)])
        }
        people = {
            word
            for mention in reading.mentions
            if mention.kind is MentionKind.NAME and mention.code is None
            for word in _WORD.findall(article.text[slice(*mention.span)])[-1:]
        }
        swaps = {}
        for word in sorted(set(_WORD.findall(article.text))):
            share = NAMES_VARIED if word in people else 0.0 if word in named else WORDS_VARIED
            if self._choose.random() < share:
                pool = self._pools[article.language, len(word), word[0].isupper()]
                swaps[word] = self._choose.choice(pool)
        return swaps

    def _drifted(self, vector: Vector) -> Vector:
        mixed = np.asarray(vector) + DRIFT * self._choose.random() * self._choose.choice(self._vectors)
        return Vector((mixed / np.linalg.norm(mixed)).tolist())


def _shifted(one: TimeExpression, shift: timedelta) -> TimeExpression:
    if one.value is None or not _DAY.match(one.value):
        return one
    return replace(one, value=(date.fromisoformat(one.value) + shift).isoformat())


def read(inputs: Sequence[str], kept: Path | None) -> list[Pair]:
    """Read the articles, or take them from the file they were kept in."""
    if kept is not None and kept.exists():
        pairs: list[Pair] = pickle.loads(kept.read_bytes())
        return pairs
    start = time.perf_counter()
    pairs = list(pipeline.read(*inputs))
    seconds = time.perf_counter() - start
    print(f"read {len(pairs)} articles in {seconds:.1f} s, {seconds / len(pairs) * 1000:.0f} ms each")
    if kept is not None:
        kept.write_bytes(pickle.dumps(pairs))
    return pairs


def timed(what: str, work: Callable[[], StateOfPlay], profile: bool) -> StateOfPlay:
    """Do something, and print what it took: seconds, seconds of a processor, and the most memory so far."""
    watch = cProfile.Profile()
    start, spent = time.perf_counter(), time.process_time()
    state = watch.runcall(work) if profile else work()
    seconds, spent = time.perf_counter() - start, time.process_time() - spent
    print(f"  {what:24s} {seconds:8.2f} s   {spent:8.2f} s of a processor   {peak():6.0f} MB", flush=True)
    if profile:
        pstats.Stats(watch, stream=sys.stdout).sort_stats("tottime").print_stats(40)
    return state


def peak() -> float:
    """The most memory this process has held, in MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def measure(pairs: Sequence[Pair], profile: bool) -> None:
    """Make the state of play of all but the last article, and of what is nearly the same."""
    most = pairs[:-1]
    middle, reading = most[len(most) // 2]
    fewer = replace(reading, attributions=reading.attributions[1:])
    mended = [(article, fewer if article is middle else one) for article, one in pairs]
    folder = tempfile.TemporaryDirectory()
    shelf = Shelf(Path(folder.name) / "results", "")
    memory = Memory(shelf)
    print(f"{len(most)} articles, {sum(len(r.attributions) for _, r in most)} attributions: {peak():.0f} MB")

    def state(
        of: Sequence[Pair], since: date | None = None, held: Memory = memory
    ) -> Callable[[], StateOfPlay]:
        return lambda: state_of_play([a for a, _ in of], [r for _, r in of], since=since, memory=held)

    made = timed("from nothing", state(most), profile)
    print(
        f"  {len(made.statements)} statements, {len(made.actors)} actors, {len(made.issues)} issues, "
        f"{len(made.positions)} positions, {len(made.clashes)} clashes, {len(made.convergences)} convergences, "
        f"{len(made.meetings)} meetings, {len(made.divergences)} divergences"
    )
    del made
    shelf.flush()
    timed("with what was kept", state(most, held=Memory(Shelf(Path(folder.name) / "results", ""))), profile)
    timed("one article more", state(pairs), profile)
    timed("nothing new", state(pairs), profile)
    timed("one of the middle mended", state(mended), profile)
    timed("one article less", state(mended[1:]), profile)
    day = max(article.published for article, _ in most if article.published)
    timed("and what the day changed", state(mended[1:], day), profile)


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("texts", nargs="+")
    parser.add_argument("--sizes", default="100,1000")
    parser.add_argument("--kept", type=Path, help="where readings are kept from one run to the next")
    parser.add_argument("--a-day", type=int, default=30)
    parser.add_argument("--profile", action="store_true", help="print where the time goes")
    arguments = parser.parse_args()
    base = read(arguments.texts, arguments.kept)
    for size in map(int, arguments.sizes.split(",")):
        measure(list(islice(Vary(base, size).dossier(arguments.a_day), size + 1)), arguments.profile)


if __name__ == "__main__":
    main()
