"""How the store bears kills, and how quick it is.

usage: store.py [--kills 200] [--articles 10000]

First kills (SIGKILL) a process that adds articles and makes corrections of every kind, at random moments: after each kill the store must be whole, and
everything acknowledged be there. Then adds articles, with readings of about the usual size, and prints what adding,
opening, searching, reading everything back, examining and backing up take, and the size of the file.
"""

from __future__ import annotations

import argparse
import hashlib
import multiprocessing
import os
import random
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from itertools import count, islice
from pathlib import Path

from pourparlers import store
from pourparlers.dossier.amendments import (
    ActorRef,
    AddMeeting,
    IssueRef,
    MergeActors,
    MergeIssues,
    MergeMeetings,
    RejectMeeting,
    RenameIssue,
    SetActor,
    SetMeeting,
    SetStatement,
    SplitActor,
    SplitMeeting,
)
from pourparlers.model import (
    Act,
    ActorKind,
    Article,
    Attribution,
    AttributionType,
    Evidence,
    MeetingStatus,
    Mention,
    MentionKind,
    Reading,
    RegionKind,
    Span,
    Vector,
)
from pourparlers.store.amending import amendments
from pourparlers.store.corrections import Edit, Speaker, add, amend, mend, region, reject

AT = datetime(2031, 3, 4, 9, 30, tzinfo=UTC)
WORDS = [
    "talks",
    "delegation",
    "ceasefire",
    "border",
    "sanctions",
    "prisoners",
    "corridor",
    "monitors",
    "text",
    "deadline",
    "round",
    "envoy",
    "gas",
    "grain",
    "port",
]


def dispatches(first: int = 0, statements: int = 25) -> Iterator[tuple[Article, Reading]]:
    """Articles without end, each with its own words and 25 statements of 20 words with a vector of 384 floats."""
    for number in islice(count(), first, None):
        choose = random.Random(number)
        text, spans = f"Dispatch {number}.\n", []
        for _ in range(statements):
            text += "Avaria said that "
            said = " ".join(choose.choice(WORDS) + str(choose.randrange(50)) for _ in range(20))
            spans.append(Span(len(text), len(text) + len(said)))
            text += said + ".\n"
        id = hashlib.sha256(text.encode()).hexdigest()[:12]
        day = date(2031, 1, 1) + timedelta(days=number // 40)
        said_all = tuple(
            Attribution(
                str(n), AttributionType.INDIRECT, Span(span.start - 17, span.start - 11),
                Span(span.start - 10, span.start - 6), (span,), act=choose.choice(list(Act)), act_scores=(0.0625,) * 16,
                confidence=0.9, why=("encoder:cue",),
            )
            for n, span in enumerate(spans, 1)
        )  # fmt: skip
        mentions = tuple(
            Mention(one.source, MentionKind.NAME, ActorKind.COUNTRY, 0) for one in said_all if one.source
        )
        vectors = {one.id: Vector(choose.randrange(-64, 64) / 1024 for _ in range(384)) for one in said_all}
        speakers = {one.id: (0,) for one in said_all}
        article = Article(id, f"dispatch-{number}", text, "en", published=day)
        yield article, Reading(id, tuple(spans), said_all, mentions, (), speakers, vectors, "bench-1")


def received(article: Article) -> store.Received:
    """An article as if it had just come."""
    return store.Received(article, article.text.encode(), AT)


def add_and_say(path: Path, first: int, said: int) -> None:
    """Add articles and correct each, until killed; names the article, then the correction, once it is safe."""
    with store.open(path) as dossier, os.fdopen(said, "w", buffering=1) as acknowledge:
        for article, reading in dispatches(first, statements=5):
            print(dossier.add(received(article), reading).article, file=acknowledge)
            for edit in edits(article, reading):
                print(dossier.correct(edit, who="bench", at=AT), file=acknowledge)
            print(dossier.undo(len(dossier.corrections()), who="bench", at=AT), file=acknowledge)


def edits(article: Article, reading: Reading) -> Iterator[Edit]:
    """One correction of each kind."""
    first, second, third, *_ = reading.attributions
    place = Evidence(article.id, *first.content[0])
    who = ActorRef((Evidence(article.id, *(first.source or first.content[0])),), name="Avaria")
    what, texts = IssueRef("bench", {"en": "Benchmarks"}, (place,)), {article.id: article.text}
    said = SetStatement(
        0, (place,), act=Act.OFFER, issues=(what,), condition=(place,), targets=(who,), parties=("FRA",)
    )
    yield reject(article, third)
    yield mend(article, first, replace(first, cue=None), statement=said, was={"act": first.act.value})
    yield mend(article, second, second)
    yield add(article, replace(third, id="", act=Act.WARN), [Speaker(first.source or first.content[0])])
    yield region(article, Span(0, 8), RegionKind.CAPTION)
    for change in (
        SetActor(0, who, name="Avaria's envoy", party="FRA"),
        MergeActors(0, who, (ActorRef((place,)),)),
        SplitActor(0, who, (place,), "Somebody else"),
        RenameIssue(0, what, {"en": "Renamed"}),
        MergeIssues(0, what, (what,)),
        AddMeeting(0, place, "talks", MeetingStatus.PLANNED, "2031-05", "Geneva", (who,)),
        SetMeeting(0, (place,), MeetingStatus.HELD, "2031-06", "Bern", participants=(who,)),
        MergeMeetings(0, (place,), ((place,),)),
        SplitMeeting(0, (place,), (place,)),
        RejectMeeting(0, (place,)),
    ):
        yield amend(change, texts, {"name": "before"})


def kills(path: Path, times: int) -> None:
    """Kill a writer at random moments; stop at the first thing lost or broken."""
    moments, acknowledged = random.Random(5), set[str]()
    for turn in range(times):
        heard, said = os.pipe()
        writer = multiprocessing.get_context("fork").Process(
            target=add_and_say, args=(path, len(acknowledged), said)
        )
        writer.start()
        os.close(said)
        with os.fdopen(heard) as lines:
            if turn % 4:
                acknowledged.add(lines.readline().strip())
            time.sleep(moments.uniform(0, 0.08))
            writer.kill()
            writer.join()
            acknowledged |= {line.strip() for line in lines if line.endswith("\n")}
        with store.open(path) as dossier:
            findings = dossier.doctor()
            kept = {article.id for article in dossier.articles()}
            made = dossier.corrections()
            kept |= {str(one.number) for one in made}
            _, conflicts = amendments(made, {article.id: article.text for article in dossier.articles()})
        lost = acknowledged - kept
        if findings or lost or conflicts:
            sys.exit(f"after kill {turn + 1}: {findings} lost {lost} {conflicts}")
    print(
        f"{times} kills: whole after each, {len(acknowledged)} acknowledged articles and corrections all there"
    )


def timed(what: str, work: Callable[[], object]) -> None:
    """Run and print how long it took."""
    start = time.perf_counter()
    work()
    print(f"{what:44s} {time.perf_counter() - start:9.3f} s")


def speed(path: Path, many: int) -> None:
    """Fill a store and time what people wait for."""
    each: list[float] = []
    with store.open(path) as dossier:
        for article, reading in islice(dispatches(), many):
            start = time.perf_counter()
            dossier.add(received(article), reading)
            each.append(time.perf_counter() - start)
    each.sort()
    print(f"adding {many} articles, each: median {each[many // 2] * 1000:.1f} ms, ", end="")
    print(f"95th percentile {each[many * 95 // 100] * 1000:.1f} ms, longest {each[-1] * 1000:.0f} ms")
    print(f"file: {path.stat().st_size / 2**20:.0f} MB")
    timed("open", lambda: store.open(path).close())
    with store.open(path) as dossier:
        for query in ("dispatch", "sanctions7", '"talks1 gas2"', "ceasefire3 prisoners4 corridor9"):
            timed(f"search {query}", lambda query=query: dossier.search(query))
        timed("one article and its reading", lambda: dossier.reading(next(dossier.articles()).id))
        timed("all articles", lambda: sum(1 for _ in dossier.articles()))
        timed("all articles and readings", lambda: sum(1 for _ in dossier.pairs()))
        timed("backup", lambda: dossier.backup(path.with_name("backup.db")))
        timed("doctor", dossier.doctor)


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--kills", type=int, default=200)
    parser.add_argument("--articles", type=int, default=10_000)
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        if arguments.kills:
            kills(Path(folder) / "kills.db", arguments.kills)
        if arguments.articles:
            speed(Path(folder) / "speed.db", arguments.articles)


if __name__ == "__main__":
    main()
