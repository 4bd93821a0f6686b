"""Attributions that are kept apart from their texts, as offsets: the texts may not be redistributed.

usage: python standoff.py RECORDS.jsonl DATASET MARKED_DIR OUT.jsonl

MARKED_DIR holds copies of articles, NAME.txt, with the marks of `additions.py` in every line; the numbers start anew on each line.
Where a text itself has square brackets, the copy has angle brackets (U+27E8, U+27E9). OUT gets, for each article, the offsets
and the SHA-256 of the text they are offsets of; `lay` puts them on the records of the same texts again.
"""

from __future__ import annotations

import argparse
import hashlib
import json
from collections.abc import Iterable, Iterator
from dataclasses import asdict
from pathlib import Path
from typing import Any

import additions
import records

BRACKETS = str.maketrans("[]", "⟨⟩")


def digest(text: str) -> str:
    """What tells one text from another."""
    return hashlib.sha256(text.encode()).hexdigest()


def marked(text: str, copy: str) -> list[records.Attribution]:
    """The attributions marked in the copy of a text; ValueError where the copy is not the text with marks."""
    lines, copies = text.split("\n"), copy.split("\n")
    found = []
    at = 0
    for number, line in enumerate(lines):
        mine = copies[number] if number < len(copies) else ""
        stripped = line.strip().translate(BRACKETS)
        words, attributions = additions.parse(mine.strip(), strict=False)
        if words != stripped:
            raise ValueError(f"line {number + 1} is not that of the text: {words[:60]!r}")
        start = at + len(line) - len(line.lstrip())
        found += [additions.moved(one, start) for one in attributions]
        at += len(line) + 1
    return found


def make(articles: Iterable[records.Record], folder: Path) -> Iterator[dict[str, Any]]:
    """An entry for each record of which there is a marked copy."""
    for record in articles:
        path = folder / f"{record.name}.txt"
        if path.exists():
            attributions = marked(record.text, path.read_text("utf-8"))
            rows = [{k: v for k, v in asdict(one).items() if v} for one in attributions]
            yield {"name": record.name, "sha256": digest(record.text), "attributions": rows}


def lay(articles: Iterable[records.Record], path: Path) -> Iterator[records.Record]:
    """The records, with the attributions that are kept for them; a record whose text has changed is as it was."""
    kept = {
        (entry["name"], entry["sha256"]): entry
        for entry in map(json.loads, path.read_text("utf-8").splitlines())
    }
    for record in articles:
        entry = kept.get((record.name, digest(record.text)))
        if entry:
            empty: dict[str, Any] = {"source": [], "cue": [], "content": []}
            record.attributions = [records.Attribution(**(empty | row)) for row in entry["attributions"]]
            record.labels = [*record.labels, *entry.get("labels", additions.LABELS)]
            record.doubtful = entry.get("doubtful", [])
        yield record


def kept(articles: Iterable[records.Record], path: Path) -> Iterator[records.Record]:
    """Those of the records for which attributions are kept, with them; every tenth, by its digest, is for development."""
    for record in lay(articles, path):
        if record.labels:
            record.split = "dev" if int(digest(record.text)[:8], 16) % 10 == 0 else "train"
            yield record


def fresh(articles: Iterable[records.Record], path: Path) -> Iterator[records.Record]:
    """The same, all of them for development: nothing has been learnt from them yet."""
    for record in kept(articles, path):
        record.split = "dev"
        yield record


def main() -> None:
    """Writes the offsets."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("records", type=Path)
    parser.add_argument("dataset")
    parser.add_argument("marked", type=Path)
    parser.add_argument("out", type=Path)
    options = parser.parse_args()
    articles = [one for one in records.read(options.records) if one.dataset == options.dataset]
    entries = list(make(articles, options.marked))
    lines = [json.dumps(entry, separators=(",", ":")) for entry in entries]
    options.out.write_text("".join(f"{line}\n" for line in lines), "utf-8")
    print(f"{len(entries)} articles, {sum(len(e['attributions']) for e in entries)} attributions")


if __name__ == "__main__":
    main()
