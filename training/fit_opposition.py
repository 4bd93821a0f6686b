"""Fits the weights that tell how likely two positions of different sides clash.

usage: PYTHONPATH=../src:../benchmarks python fit_opposition.py GOLD_DIR TEXT_DIR opposition.jsonl OUT_DIR

Each line of `opposition.jsonl` is a dossier: where its articles are from, their ids and the SHA-256 of their texts; its lines, each the
number of an article, start, end, party and act of what the product of an earlier day listed; and pairs of lines. `listed` are those that readers
who went through the dossier named: H head-on, T in tension, A in agreement, S the same once more; all others are none of these. `judged` are those that
readers were asked about one by one (N for none), which outranks what is listed: most were chosen because earlier weights thought them likely.

The dossiers are read by the product of today; a position stands for the line of its party on half of the same words.
OUT_DIR gets `opposition.json` (the network on the traits of a pair) and `opposition_states.json` (the product of the states of its two).
Printed is how many pairs are right among the likeliest, each sixth of the dossiers told by weights learnt from the others.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch import Tensor, nn

from fit_reference import FILES, FOLDERS
from fit_sameness import statements
from networks import Pairing, Several, columns, lessons, table
from pourparlers.dossier.against import Side, in_order, traits
from pourparlers.dossier.clashes import comparable
from pourparlers.dossier.confidence import confident
from pourparlers.dossier.memory import Memory
from pourparlers.dossier.opposed import LIKELY
from pourparlers.dossier.positions import positions as merge
from pourparlers.dossier.standing import Held, held
from pourparlers.model import Article
from pourparlers.reading.encoder import Floats
from pourparlers.reading.engine import Reader
from standoff import digest
from states import HALF, texts

MEMBERS, HIDDEN, PARTS, BATCH, EPOCHS = 6, 24, 6, 256, 12
RATE, DECAY, DROPOUT = 3e-3, 0.02, 0.15
RANK, STATE_RATE, STATE_DECAY, STATE_DROPOUT = 32, 2e-3, 0.1, 0.6
JUDGED, UNNAMED = 4.0, 0.3
"""The weights of a pair that was judged by itself, and of one that no reader named: as half of the likeliest of those clash, they are no sure counterexamples."""
CLASHING, HEAD_ON, NONE = "HT", "H", "N"


@dataclass(frozen=True)
class Pair:
    """Two positions of a dossier, what they are like, the states over the words of either, the earlier first, and what readers say of them."""

    dossier: int
    traits: Mapping[str, float]
    states: tuple[Floats, Floats]
    label: str
    weight: float


def dossiers(gold: Path, folder: Path, labels: Path) -> Iterator[tuple[dict[str, Any], dict[str, str]]]:
    """Give each dossier with its texts by id; one of which a text is another by now is left out."""
    for line in labels.read_text("utf-8").splitlines():
        one = json.loads(line)
        if one["set"] in FILES:
            found = texts(folder, FILES[one["set"]], one["articles"])
        else:
            paths = {id: gold / FOLDERS[one["set"]] / f"{id}.txt" for id in one["articles"]}
            found = {id: path.read_text("utf-8") for id, path in paths.items()}
        if [digest(found[id]) for id in one["articles"]] == one["sha256"]:
            yield one, found


def positions(articles: Mapping[str, str]) -> tuple[list[Held], dict[str, Article]]:
    """Give the positions of a dossier as the product has them today, and its articles."""
    drafts, known, table = statements(articles)
    memory = Memory()
    found = held(*merge(drafts, known, memory), memory)
    return confident(found, table.actors, memory), known


def pairs(
    number: int, told: Mapping[str, Any], articles: Mapping[str, str], reader: Reader
) -> Iterator[Pair]:
    """Give the pairs of a dossier that are compared and whose lines were seen by the readers."""
    every, pages = positions(articles)
    lines = [(one, _line(one, told, pages)) for one in every]
    known = [(one, line) for one, line in lines if line is not None]
    sides = {one.position.id: Side(one) for one in every}
    states = {id: _states(page, reader) for id, page in pages.items()}
    listed = {frozenset(pair): label for *pair, label in told["listed"]}
    judged = {frozenset(pair): label for *pair, label in told["judged"]}
    for (one, first), (two, second) in combinations(known, 2):
        if comparable(one, two):
            pair = frozenset((first, second))
            label = judged.get(pair) or listed.get(pair, NONE)
            weight = JUDGED if pair in judged else UNNAMED if label == NONE else 1.0
            a, b = in_order(sides[one.position.id], sides[two.position.id])
            earlier, later = (
                states[s.telling.statement.article][s.telling.statement.attribution] for s in (a, b)
            )
            yield Pair(number, traits(a, b), (earlier, later), label, weight)


def _states(article: Article, reader: Reader) -> dict[str, Floats]:
    _, encoded, found = reader.hear(article)
    return {one.id: encoded.state(one.content) for one in found}


def _line(one: Held, told: Mapping[str, Any], pages: Mapping[str, Article]) -> int | None:
    """Give the line that a position stands for: of its party, and on at least half of the same words, the more the better."""
    quote, party = one.position.quote, "+".join(sorted(one.home))
    found = []
    for n, (article, start, end, whose, _) in enumerate(told["lines"]):
        shared = min(end, quote.end) - max(start, quote.start)
        lengths = sorted((end - start, quote.end - quote.start))
        if (
            told["articles"][article] == pages[quote.article].name
            and whose == party
            and shared >= HALF * lengths[0]
        ):
            found.append((shared / lengths[1], -n))
    return -max(found)[1] if found else None


class Both(nn.Module):
    """The networks on the traits of pairs, and the product of the states of the two, which raises or lowers all their scores alike."""

    def __init__(self, several: Sequence[Pair], names: Mapping[str, int]) -> None:
        super().__init__()
        self.traits = Several(len(names), MEMBERS, HIDDEN, DROPOUT, scores=2, bias=True)
        self.states = Pairing(*both(several), 1, RANK, STATE_DROPOUT, kinds=0)

    def forward(self, rows: Tensor, earlier: Tensor, later: Tensor) -> Tensor:
        """(rows, members, scores)."""
        product = self.states(earlier, later, torch.full((len(rows),), -1))
        found: Tensor = self.traits(rows) + product[..., None]
        return found


def both(several: Sequence[Pair]) -> tuple[Tensor, Tensor]:
    """The states of the earlier and of the later of each pair, (pairs, width)."""
    earlier, later = (torch.from_numpy(np.stack([p.states[at] for p in several])).float() for at in (0, 1))
    return earlier, later


def fitted(several: Sequence[Pair], names: Mapping[str, int]) -> Both:
    """Learn how likely pairs clash, each by itself (binary cross-entropy)."""
    torch.manual_seed(1)
    net = Both(several, names)
    rows = table([pair.traits for pair in several], names)
    earlier, later = both(several)
    wanted = torch.tensor([[float(p.label in CLASHING), float(p.label == HEAD_ON)] for p in several])
    weights = torch.tensor([p.weight for p in several])
    parts = [(net.traits, RATE, DECAY), (net.states, STATE_RATE, STATE_DECAY)]
    for optimizer, chosen in lessons(parts, len(rows), BATCH, EPOCHS):
        scores = net(rows[chosen], earlier[chosen], later[chosen])
        each = nn.functional.binary_cross_entropy_with_logits(
            scores, wanted[chosen][:, None].expand_as(scores), reduction="none"
        )
        optimizer.zero_grad()
        (each.mean((1, 2)) * weights[chosen]).mean().backward()
        optimizer.step()
    return net.eval()


def report(name: str, likely: Sequence[float], pairs: Sequence[Pair]) -> None:
    """Print how many of the likeliest clash head-on or at all, and the share of all head-on ones that they are."""
    order = np.argsort(likely)[::-1]
    clashing, head_on = (np.array([pairs[k].label in those for k in order]) for those in (CLASHING, HEAD_ON))
    sure = sum(one >= LIKELY for one in likely)
    print(f"{name}: {len(order)} pairs, {clashing.sum()} clash, {head_on.sum()} head-on")
    for n in (100, 200, 400, 800, sure):
        print(
            f"  the likeliest {n}: {clashing[:n].mean():.2f} clash, {head_on[:n].mean():.2f} head-on,"
            f" {head_on[:n].sum() / head_on.sum():.2f} of those that do"
        )


def main(gold: Path, folder: Path, labels: Path, out: Path) -> None:
    """Fit, print what comes out of it on dossiers that it has not seen, and write the weights."""
    torch.set_num_threads(2)
    several: list[Pair] = []
    reader = Reader()
    for number, (told, articles) in enumerate(dossiers(gold, folder, labels)):
        several += pairs(number, told, articles, reader)
    names = columns(pair.traits for pair in several)
    likely = np.zeros(len(several))
    for part in range(PARTS):
        net = fitted([pair for pair in several if pair.dossier % PARTS != part], names)
        mine = [n for n, pair in enumerate(several) if pair.dossier % PARTS == part]
        with torch.no_grad():
            unseen = [several[n] for n in mine]
            scores = net(table([pair.traits for pair in unseen], names), *both(unseen)).mean(1)
        likely[mine] = torch.sigmoid(scores).mean(1).numpy()
    report("each sixth by the others", likely.tolist(), several)
    alone = [n for n, pair in enumerate(several) if pair.weight == JUDGED]
    report("of those judged by themselves", likely[alone].tolist(), [several[n] for n in alone])
    net = fitted(several, names)
    net.traits.write(names, out / "opposition.json")
    net.states.write(out / "opposition_states.json")


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:]))
