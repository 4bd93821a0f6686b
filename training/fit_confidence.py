"""Fits the trees that tell how likely a position is right.

usage: PYTHONPATH=../src:../benchmarks python fit_confidence.py TEXT_DIR ../benchmarks OUT.json

Learnt from the dossiers in `benchmarks/states` and `benchmarks/judged` that are not held out, as the product of today reads them: a position is
right if readers listed it with its party and its act, once or as said again. Printed is what comes of it with each sixth of
the dossiers told by the trees of the others: how often a right one is surer than a wrong one, and the share that is right by confidence.
"""

from __future__ import annotations

import json
import sys
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sklearn.ensemble import HistGradientBoostingClassifier
from sklearn.metrics import roc_auc_score

from pourparlers.dossier.build import state_of_play
from pourparlers.dossier.confidence import of_speakers, traits
from pourparlers.dossier.memory import Memory
from pourparlers.dossier.serialise import to_dict
from states import SHARES, Evidence, beside, corpus, judged, texts

TREES, LEAVES, RATE, LEAST, PENALTY = 200, 4, 0.05, 20, 5.0
PARTS = 6
OFTEN = 15
"""How many positions must have a trait that counts."""
HELD_OUT = "held"

Traits = Mapping[str, float]
Rows = NDArray[np.float64]


def positions(gold: Mapping[str, Any], articles: Mapping[str, str]) -> Iterator[tuple[Traits, bool]]:
    """Give the traits of each position of a dossier, one for each party, and whether it is right."""
    dossier, memory = corpus(articles), Memory()
    state = state_of_play(dossier.articles, dossier.readings, memory=memory)
    actors = {actor.id: actor for actor in state.actors}
    wanted, found, pairs = beside(gold, to_dict(state, "en"), Evidence(articles))
    for one, right in zip(found, judged(wanted, found, pairs), strict=True):
        known = memory.of("held").latest(one["id"])
        if right is not None and known is not None:
            yield traits(known[1], of_speakers(known[1], actors)), right


def table(rows: Sequence[Traits], names: Sequence[str]) -> Rows:
    """The traits of some positions, (positions, traits)."""
    return np.array([[row.get(name, 0.0) for name in names] for row in rows])


def fitted(rows: Rows, right: NDArray[np.bool_]) -> HistGradientBoostingClassifier:
    """Learn how likely positions are right."""
    trees = HistGradientBoostingClassifier(
        max_iter=TREES,
        max_leaf_nodes=LEAVES,
        learning_rate=RATE,
        min_samples_leaf=LEAST,
        l2_regularization=PENALTY,
        random_state=0,
    )
    return trees.fit(rows, right)


def written(trees: HistGradientBoostingClassifier, names: Sequence[str]) -> dict[str, Any]:
    """The trees as `knowledge/trees.py` reads them."""

    def tree(nodes: Any, at: int = 0) -> Any:  # noqa: ANN401 - a row of scikit-learn's table of nodes
        node = nodes[at]
        if node["is_leaf"]:
            return round(float(node["value"]), 4)
        limit = round(float(node["num_threshold"]), 4)
        return [names[node["feature_idx"]], limit, tree(nodes, node["left"]), tree(nodes, node["right"])]

    every = [tree(one.nodes) for several in trees._predictors for one in several]
    return {"base": round(float(trees._baseline_prediction.item()), 4), "trees": every}


def main(folder: Path, benchmarks: Path, out: Path) -> None:
    """Fit, print what comes out of it on dossiers that it has not seen, and write the trees."""
    rows: list[Traits] = []
    right, part = [], []
    files = [*sorted((benchmarks / "judged").glob("*.json")), *sorted((benchmarks / "states").glob("*.json"))]
    every = [json.loads(file.read_text("utf-8")) for file in files]
    for number, gold in enumerate(one for one in every if HELD_OUT not in one["set"]):
        for found, is_right in positions(gold, texts(folder, gold["source"], gold["articles"])):
            rows.append(found)
            right.append(is_right)
            part.append(number % PARTS)
    often = Counter(name for row in rows for name in row)
    names = sorted(name for name, times in often.items() if times >= OFTEN)
    x, y, parts = table(rows, names), np.array(right), np.array(part)
    likely = np.zeros(len(y))
    for n in range(PARTS):
        likely[parts == n] = fitted(x[parts != n], y[parts != n]).predict_proba(x[parts == n])[:, 1]
    print(f"{len(y)} positions, {y.mean():.3f} right; a right one is surer in {roc_auc_score(y, likely):.3f}")
    for low, high in zip(SHARES, (1.0, *SHARES), strict=False):
        there = (likely >= low) & (likely < high)
        print(f"  from {low:.2f}: {y[there].sum()} of {there.sum()}, {y[there].mean():.2f}")
    out.write_text(json.dumps(written(fitted(x, y), names), separators=(",", ":")) + "\n", "utf-8")


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:]))
