"""What two models say alike of articles that nobody has annotated by our guidelines, kept apart from their texts.

usage: python agreed.py RECORDS.jsonl DATASET MODEL_DIR OTHER_MODEL_DIR OUT.jsonl

Both models read each article with the product's rules. An attribution that both find, with the same source and cue and nearly the
same content, is kept as the first has it; where they differ, the words are `doubtful` and no head for attributions is trained on
them (agreement between two learners, as in Zhou and Li 2005, "Tri-training: Exploiting Unlabeled Data Using Three Classifiers"). An
annotation by other guidelines, if the articles have one, is a third vote: what only one side has is doubtful too. OUT has the form that `standoff.lay` puts on the texts again.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from functools import cache
from pathlib import Path
from typing import Any

import records
from pourparlers.model import Article, Attribution
from pourparlers.reading import attributions
from pourparlers.reading.encoder import Encoder
from pourparlers.reading.layout import lay_out, unread
from pourparlers.sources.boilerplate import find_regions
from standoff import digest

ALIKE = 0.8
SAME_SOURCE = 0.5
LABELS = ["attributions"]


@cache
def encoder(folder: Path) -> Encoder:
    """The model in a folder, loaded once."""
    return Encoder(threads=1, folder=folder)


def read(record: records.Record, folder: Path) -> tuple[Attribution, ...]:
    """The attributions that the product finds with a model."""
    text, language = record.text, record.language
    article = Article(record.name, record.name, text, language, regions=find_regions(text, language))
    layout = lay_out(article)
    encoded = encoder(folder).encode(text, skip=unread(article, layout))
    return tuple(attributions.find(article, encoded, layout))


def places(spans: Iterable[records.Span | None]) -> set[int]:
    """The characters of spans."""
    return {at for span in spans if span for at in range(*span)}


def share(one: set[int], other: set[int]) -> float:
    """How much of two sets is common; 1 for two empty ones."""
    return len(one & other) / len(one | other) if one | other else 1.0


def alike(one: Attribution, other: Attribution) -> bool:
    """Whether two readings of an attribution say the same."""
    cues = places([one.cue]), places([other.cue])
    return (
        share(places(one.content), places(other.content)) >= ALIKE
        and share(places([one.source]), places([other.source])) >= SAME_SOURCE
        and (bool(cues[0] & cues[1]) or not any(cues))
    )


def compared(
    ours: Iterable[Attribution], theirs: Iterable[Attribution]
) -> tuple[list[records.Attribution], list[records.Span]]:
    """The attributions that both have, and the words on which they differ."""
    left = list(theirs)
    kept: list[records.Attribution] = []
    doubtful: set[int] = set()
    for one in ours:
        pair = next((other for other in left if alike(one, other)), None)
        if pair:
            left.remove(pair)
            doubtful |= places(one.content) ^ places(pair.content)
            kept.append(
                records.Attribution(
                    [tuple(span) for span in (one.source,) if span],
                    [tuple(span) for span in (one.cue,) if span],
                    [tuple(span) for span in one.content],
                    nested=one.nested_in is not None,
                )
            )
        else:
            doubtful |= places([one.source, one.cue, *one.content])
    for other in left:
        doubtful |= places([other.source, other.cue, *other.content])
    return kept, records.runs(sorted(doubtful))


def voted(
    kept: Iterable[records.Attribution], third: Iterable[records.Attribution]
) -> tuple[list[records.Attribution], list[records.Span]]:
    """The attributions whose content a third reading mostly has as well, and the words of all others, of either side."""
    left = list(third)
    both: list[records.Attribution] = []
    doubtful: set[int] = set()
    for one in kept:
        words = places(one.content)
        pair = next((other for other in left if len(words & places(other.content)) * 2 > len(words)), None)
        if pair:
            both.append(one)
        else:
            doubtful |= places([*one.source, *one.cue, *one.content])
    held = places(span for one in both for span in one.content)
    for other in left:
        words = places(other.content)
        if len(words & held) * 2 <= len(words):
            doubtful |= places([*other.source, *other.cue, *other.content])
    return both, records.runs(sorted(doubtful))


def entry(record: records.Record, folder: Path, other: Path) -> dict[str, Any]:
    """What is kept of an article."""
    kept, doubtful = compared(read(record, folder), read(record, other))
    if LABELS[0] in record.labels:
        kept, more = voted(kept, record.attributions)
        doubtful = records.runs(sorted(places([*doubtful, *more])))
    fields = ("source", "cue", "content", "nested")
    rows = [{name: value for name in fields if (value := getattr(one, name))} for one in kept]
    return {
        "name": record.name,
        "sha256": digest(record.text),
        "labels": LABELS,
        "attributions": rows,
        "doubtful": doubtful,
    }


def entries(articles: list[records.Record], folder: Path, other: Path) -> Iterator[dict[str, Any]]:
    """An entry for each article, in order."""
    with ProcessPoolExecutor(2) as pool:
        yield from pool.map(entry, articles, [folder] * len(articles), [other] * len(articles), chunksize=4)


def main() -> None:
    """Writes the offsets."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("records", type=Path)
    parser.add_argument("dataset")
    parser.add_argument("model", type=Path)
    parser.add_argument("other", type=Path)
    parser.add_argument("out", type=Path)
    options = parser.parse_args()
    chosen = (options.dataset, "train")
    articles = [one for one in records.read(options.records) if (one.dataset, one.split) == chosen]
    sure = doubted = 0
    with options.out.open("w", encoding="utf-8") as out:
        for found in entries(articles, options.model, options.other):
            sure += len(found["attributions"])
            doubted += len(found["doubtful"])
            out.write(json.dumps(found, separators=(",", ":")) + "\n")
    print(f"{len(articles)} articles, {sure} attributions, {doubted} doubtful stretches")


if __name__ == "__main__":
    main()
