"""Fits the weights that tell whom a pronoun or a noun phrase stands for, from sources that readers resolved.

usage: PYTHONPATH=../src:../benchmarks python fit_reference.py GOLD_DIR TEXT_DIR speakers.jsonl OUT.json

Each line of `speakers.jsonl` is an article: its set and id, the SHA-256 of its text, and its sources that are pronouns or noun phrases
(`at`) or, where words have none, the words (`says`), as offsets. `is` has the names or earlier sources that one stands
for, "new" for somebody not named, "x" for no speaker; `side` the names of those in whose name he speaks, "own", "experts" or "press".

The articles are read by the product of today, which gives the candidates of each source and their traits. Printed is how
often the rules and the weights are right, each article judged by weights learnt from the others, in parts.
"""

from __future__ import annotations

import json
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import torch
from torch import Tensor

from networks import Several, columns, lessons, table
from pourparlers.model import Article
from pourparlers.reading import mentions
from pourparlers.reading.cast import Figure
from pourparlers.reading.engine import Reader
from pourparlers.reading.ranking import best
from pourparlers.reading.reference import Asked, Traits, candidates
from pourparlers.sources import load
from standoff import digest
from states import texts

MEMBERS, HIDDEN = 8, 32
EPOCHS, RATE, DECAY, DROPOUT, PARTS, BATCH = 20, 3e-3, 3e-3, 0.1, 5, 32
FOLDERS = {"fr-news": "fr-news/train", "polnear": "polnear/train/text"}
FILES = {"orange": "orange_fr.jsonl", "same_event": "same_event_en.jsonl"}


@dataclass(frozen=True)
class Case:
    """A phrase and its candidates: what each is like, which of them it stands for and which the rules take."""

    article: int
    kind: str
    rows: Sequence[Traits]
    right: Sequence[bool]
    ruled: Sequence[bool]


class Asking(mentions.Sources):
    """Resolves sources by rule and keeps what was asked."""

    def __init__(self, *given: Any) -> None:  # noqa: ANN401 - handed on
        super().__init__(*given)
        self.asked: list[tuple[Asked, list[tuple[Figure | None, Traits]]]] = []

    def choose(self, asked: Asked) -> Figure | None:
        """Keep the candidates and give what the rules give."""
        self.asked.append((asked, list(candidates(asked))))
        return asked.rule


def labelled(gold: Path, folder: Path, labels: Path) -> Iterator[tuple[Article, list[dict[str, Any]]]]:
    """Give each article with its labels; one whose text is another by now is left out."""
    every = [json.loads(line) for line in labels.read_text("utf-8").splitlines()]
    known: dict[tuple[str, str], str] = {}
    for name, file in FILES.items():
        ids = [one["id"] for one in every if one["set"] == name]
        known |= {(name, id): text for id, text in texts(folder, file, ids).items()}
    for one in every:
        if one["set"] in FOLDERS:
            path = gold / FOLDERS[one["set"]] / f"{one['id']}.txt"
            known[one["set"], one["id"]] = path.read_text("utf-8")
    with tempfile.TemporaryDirectory() as place:
        for one in every:
            path = Path(place) / f"{one['id']}.txt"
            path.write_text(known[one["set"], one["id"]], "utf-8")
            [article] = load([path]).articles
            if digest(article.text) == one["sha256"]:
                yield article, one["sources"]


def asked_of(article: Article, reader: Reader) -> Asking:
    """Read an article as the product does, and keep what was asked of each source."""
    _, encoded, found = reader.hear(article)
    made: list[Asking] = []

    def keeping(*given: Any) -> Asking:  # noqa: ANN401 - handed on
        made.append(Asking(*given))
        return made[-1]

    mentions.find(article, encoded, found, by=keeping)
    return made[-1]


def cases(number: int, reader: Asking, labels: Sequence[dict[str, Any]]) -> Iterator[Case]:
    """Give the phrases of an article that were labelled and stand for one entity or for somebody new."""
    by_place = {tuple(one["at"]): one for one in labels if "at" in one}
    figures: dict[tuple[int, int], set[int]] = {}
    for span, figure in reader.found:
        figures.setdefault((span.start, span.end), set()).add(figure)
    for asked, several in reader.asked:
        source = asked.attribution.source
        label = by_place.get((source.start, source.end)) if source else None
        if label is None or label["is"] == "x":
            continue
        wanted = _figures(label, by_place, figures, reader)
        if len(wanted) != 1:
            continue
        numbers = [figure.number if figure else None for figure, _ in several]
        kind = asked.head.pronoun or f"noun {asked.head.noun}"
        yield Case(
            number,
            kind,
            [traits for _, traits in several],
            [one in wanted for one in numbers],
            [figure is asked.rule for figure, _ in several],
        )


def _figures(
    label: dict[str, Any],
    by_place: dict[tuple[int, ...], dict[str, Any]],
    figures: dict[tuple[int, int], set[int]],
    reader: Asking,
) -> set[int | None]:
    """Give the entities that a source stands for; what an earlier source of somebody new stands for is his entity."""
    if label["is"] == "new":
        return {None}
    found: set[int | None] = set()
    for place in map(tuple, label["is"]):
        before = by_place.get(place)
        if before is not None and before is not label and isinstance(before["is"], list):
            found |= _figures(before, by_place, figures, reader)
        elif place in figures:
            found |= figures[place]
        else:
            inside = {
                n for (a, b), several in figures.items() if a >= place[0] and b <= place[1] for n in several
            }
            found |= inside if len(inside) == 1 else {None, -1}
    return found


@dataclass(frozen=True)
class Packed:
    """All candidates of all phrases one below the other; phrase `i` has `sizes[i]` rows from `starts[i]` on."""

    rows: Tensor
    right: Tensor
    starts: Tensor
    sizes: Tensor

    def batch(self, chosen: Tensor) -> tuple[Tensor, Tensor, Tensor]:
        """The rows of some phrases, (phrases * most candidates, traits), which are right and which are there."""
        places = torch.arange(int(self.sizes[chosen].max()))[None]
        there = places < self.sizes[chosen][:, None]
        at = (self.starts[chosen][:, None] + places).clamp(max=len(self.rows) - 1)
        return self.rows[at.flatten()], self.right[at] & there, there


def packed(several: Sequence[Case], names: dict[str, int]) -> Packed:
    """Put the traits of all candidates in one table."""
    sizes = torch.tensor([len(case.rows) for case in several])
    rows = table([traits for case in several for traits in case.rows], names)
    right = torch.tensor([one for case in several for one in case.right])
    return Packed(rows, right, sizes.cumsum(0) - sizes, sizes)


def fitted(several: Sequence[Case], names: dict[str, int]) -> Several:
    """Learn to score the right candidate of each phrase above the others."""
    torch.manual_seed(1)
    net = Several(len(names), MEMBERS, HIDDEN, DROPOUT)
    data = packed([case for case in several if any(case.right)], names)
    for optimizer, chosen in lessons(net, len(data.sizes), BATCH, EPOCHS, RATE, DECAY):
        rows, right, there = data.batch(chosen)
        scores = net(rows).view(*there.shape, MEMBERS)
        every = scores.masked_fill(~there[..., None], -torch.inf).logsumexp(1)
        wanted = scores.masked_fill(~right[..., None], -torch.inf).logsumexp(1)
        optimizer.zero_grad()
        (every - wanted).mean().backward()
        optimizer.step()
    return net.eval()


def judged(net: Several, several: Sequence[Case], names: dict[str, int]) -> Iterator[tuple[str, bool, bool]]:
    """Give for each phrase its kind, whether the rules are right and whether the weights are; no pronoun is somebody new."""
    data = packed(several, names)
    with torch.no_grad():
        every = net(data.rows).mean(1)[:, 0].split(data.sizes.tolist())
    for case, scores in zip(several, every, strict=True):
        told = scores if case.kind.startswith("noun") else scores[:-1]
        likely = told.softmax(0).tolist()
        ruled = next((n for n in range(len(likely)) if case.ruled[n]), None)
        yield case.kind, ruled is not None and case.right[ruled], case.right[best(likely, ruled)]


def main(gold: Path, folder: Path, labels: Path, out: Path) -> None:
    """Fit, print what comes out of it on articles that it has not seen, and write the weights."""
    torch.set_num_threads(2)
    reader = Reader()
    several: list[Case] = []
    for number, (article, told) in enumerate(labelled(gold, folder, labels)):
        several += cases(number, asked_of(article, reader), told)
    names = columns(row for case in several for row in case.rows)
    counts: Counter[tuple[str, str]] = Counter()
    for part in range(PARTS):
        net = fitted([case for case in several if case.article % PARTS != part], names)
        for kind, rules, weights in judged(net, [c for c in several if c.article % PARTS == part], names):
            for name in (kind, kind.partition(" ")[0] if " " in kind else "pronouns", "all"):
                counts.update({(name, "phrases"): 1, (name, "rules"): rules, (name, "weights"): weights})
    for name in sorted({name for name, _ in counts}, key=lambda name: -counts[name, "phrases"]):
        total = counts[name, "phrases"]
        print(
            f"{name:18} {total:5} rules {counts[name, 'rules'] / total:.3f} weights {counts[name, 'weights'] / total:.3f}"
        )
    fitted(several, names).write(names, out)


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:]))
