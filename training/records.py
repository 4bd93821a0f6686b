"""The one format that every data set is brought into: one JSON object a line, one article each.

Offsets are Python string indices into `text`. `labels` says which annotations the article has; a head is only
trained on articles that have its annotation. `unsure` are stretches whose entity labels are not known, `doubtful` those of which it is not
known whether they are part of an attribution. `phrases` are stretches of which the original encoder's
vector is known, `vectors` the rows it is in.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass, field
from pathlib import Path

Span = tuple[int, int]

ROLES = ("source", "content", "target")
ENTITIES = ("person", "organisation", "place", "role", "time")
ACTS = (
    "request", "offer", "agree", "commit", "support", "concede", "reject", "threaten", "warn", "accuse", "deny",
    "announce", "assess_positive", "assess_negative", "assess_mixed", "state",
)  # fmt: skip


@dataclass
class Attribution:
    """One gold attribution. `target` and `condition` are None where it is not known where they stand."""

    source: list[Span]
    cue: list[Span]
    content: list[Span]
    nested: bool = False
    act: str | None = None
    other_act: str | None = None
    target: list[Span] | None = None
    condition: Span | None = None
    marginal: bool = False


@dataclass
class Record:
    """One article, with where it comes from and what is annotated in it."""

    name: str
    dataset: str
    split: str
    language: str
    licence: str
    text: str
    labels: list[str]
    attributions: list[Attribution] = field(default_factory=list)
    entities: list[tuple[int, int, str]] = field(default_factory=list)
    unsure: list[Span] = field(default_factory=list)
    doubtful: list[Span] = field(default_factory=list)
    acts: list[tuple[int, int, str]] = field(default_factory=list)
    phrases: list[Span] = field(default_factory=list)
    vectors: list[int] = field(default_factory=list)


def runs(places: Iterable[int], gap: int = 1) -> list[Span]:
    """The stretches that places in rising order make, half open, across gaps of less than `gap`."""
    out: list[list[int]] = []
    for place in places:
        if out and place - out[-1][1] < gap:
            out[-1][1] = place + 1
        else:
            out.append([place, place + 1])
    return [(a, b) for a, b in out]


def write(path: Path, records: Iterable[Record]) -> int:
    """Writes records, one a line, and gives back how many."""
    count = 0
    with path.open("w", encoding="utf-8") as file:
        for record in records:
            file.write(json.dumps(asdict(record), ensure_ascii=False) + "\n")
            count += 1
    return count


def read(path: Path) -> Iterator[Record]:
    """Reads what `write` wrote."""
    with path.open(encoding="utf-8") as file:
        for line in file:
            fields = json.loads(line)
            fields["attributions"] = [Attribution(**entry) for entry in fields["attributions"]]
            yield Record(**fields)
