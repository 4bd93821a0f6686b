"""Fits the weights that tell how likely two statements of one side say the same.

usage: PYTHONPATH=../src:../benchmarks python fit_sameness.py TEXT_DIR ../benchmarks/judged OUT.json

TEXT_DIR holds the texts, as for `states.py`; of the dossiers that readers judged those are left out that are held out. A position
stands there for all places where a side says one thing. Two statements are a pair where both stand on words of positions of
their side: alike if on those of one. Printed are precision and recall with each dossier judged by the weights of the others,
in eight parts, of the pairs that the rules for nested, continued and like words leave apart.
"""

from __future__ import annotations

import json
import sys
from collections import defaultdict
from collections.abc import Iterator, Mapping
from itertools import combinations
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from pourparlers.dossier.actors import ActorTable
from pourparlers.dossier.build import in_order, who
from pourparlers.dossier.drafts import Draft
from pourparlers.dossier.issues import assign
from pourparlers.dossier.likeness import likeness
from pourparlers.dossier.memory import Memory
from pourparlers.dossier.positions import held, voices
from pourparlers.dossier.repeats import sides
from pourparlers.dossier.sameness import traits
from pourparlers.dossier.sheets import sheet_of, understand
from pourparlers.model import Article
from states import corpus, texts

PENALTY = 10.0
OF_RULES = 0.3  # weight of a pair that the rules join already
PARTS = 8
LIKELY = 0.6
Rows = NDArray[np.float64]


def statements(articles: Mapping[str, str]) -> tuple[list[Draft], dict[str, Article], ActorTable]:
    """Give the statements of a dossier with their issues, its articles by id and its actors."""
    dossier = corpus(articles)
    pairs, memory = in_order(dossier.articles, dossier.readings), Memory()
    sheets = [sheet_of(article, reading, memory) for article, reading in pairs]
    table = who(dossier.articles, dossier.readings, memory=memory)
    party_of = {actor.id: actor.party for actor in table.actors}
    understood = [understand(sheet, table.entities, party_of.get, None, memory) for sheet in sheets]
    pages = {one.page.article.id: one.page for one in understood}
    _, said = assign([one.drafts for one in understood], pages, None, memory)
    return [one for drafts in said for one in drafts], {a.id: a for a, _ in pairs}, table


def pairs(gold: Mapping[str, Any], articles: Mapping[str, str]) -> Iterator[tuple[Draft, Draft, bool]]:
    """Give the pairs of statements of one side in a dossier that readers judged, and whether they say the same."""
    drafts, called, table = statements(articles)
    names = {party.id: {label.casefold() for label in party.labels.values()} for party in table.parties}
    by_side: defaultdict[object, list[tuple[Draft, set[int]]]] = defaultdict(list)
    for draft in filter(held, drafts):
        known = set().union(*(names.get(party, set()) for party in sides(draft)))
        found = {
            n
            for n, one in enumerate(gold["positions"])
            if one["party"].casefold() in known
            and any(_covers(draft, called, gold["articles"][m], a, b) for m, a, b in one["evidence"])
        }
        if found:
            by_side[sides(draft), voices(draft)].append((draft, found))
    for several in by_side.values():
        for (one, first), (two, second) in combinations(several, 2):
            yield one, two, bool(first & second)


def _covers(draft: Draft, called: Mapping[str, Article], article: str, start: int, end: int) -> bool:
    return any(
        called[one.article].name == article
        and 2 * (min(one.end, end) - max(one.start, start)) >= min(one.end - one.start, end - start)
        for one in draft.statement.content
    )


def fitted(rows: Rows, alike: Rows, weights: Rows) -> tuple[float, Rows]:
    """Fit a logistic regression with a penalty on the weights (ridge), by Newton's method; traits as they are."""
    mean, spread = rows.mean(0), np.maximum(rows.std(0), 1e-9)
    scaled = np.hstack([np.ones((len(rows), 1)), (rows - mean) / spread])
    penalty = np.diag([0.0] + [PENALTY] * rows.shape[1])
    found = np.zeros(scaled.shape[1])
    for _ in range(30):
        likely = 1 / (1 + np.exp(-scaled @ found))
        slope = scaled.T @ (weights * (alike - likely)) - penalty @ found
        bend = (scaled * (weights * likely * (1 - likely))[:, None]).T @ scaled + penalty
        found += np.linalg.solve(bend, slope)
    by_trait = found[1:] / spread
    return float(found[0] - by_trait @ mean), by_trait


def main(folder: Path, judged: Path, out: Path) -> None:
    """Fit, print what comes out of it on dossiers that it has not seen, and write the weights."""
    names, rows, alike, weights, part = [], [], [], [], []
    every = [json.loads(file.read_text("utf8")) for file in sorted(judged.glob("*.json"))]
    for number, gold in enumerate(one for one in every if one["set"] == "judged"):
        for one, two, same in pairs(gold, texts(folder, gold["source"], gold["articles"])):
            found = traits(one, two)
            names = list(found)
            rows.append(list(found.values()))
            alike.append(float(same))
            weights.append(OF_RULES if likeness(two, one) else 1.0)
            part.append(number % PARTS)
    x, y, w, parts = np.array(rows), np.array(alike), np.array(weights), np.array(part)
    likely = np.zeros(len(y))
    for n in range(PARTS):
        base, by_trait = fitted(x[parts != n], y[parts != n], w[parts != n])
        likely[parts == n] = 1 / (1 + np.exp(-base - x[parts == n] @ by_trait))
    apart, said = w == 1.0, likely >= LIKELY
    print(
        f"pairs {len(y)}, alike {int(y.sum())}; left by the rules {int(apart.sum())}, alike {int(y[apart].sum())}"
    )
    print(f"precision {y[apart & said].mean():.2f} recall {y[apart & said].sum() / y[apart].sum():.2f}")
    base, by_trait = fitted(x, y, w)
    table = {name: round(float(value), 4) for name, value in zip(names, by_trait, strict=True)}
    out.write_text(json.dumps({"base": round(base, 4), "weights": table}, indent=1) + "\n", "utf8")


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:]))
