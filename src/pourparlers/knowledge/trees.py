"""Boosted trees, from weights in `data/NAME.json`: named traits in, a score out (gradient boosting: Friedman 2001)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from pourparlers.knowledge.lexicon import weights


@dataclass(frozen=True)
class Trees:
    """A score to begin with and trees that each add to it.

    A tree is a leaf, what it adds, or a list of a trait, a limit, and two trees: the first for who has at most that much of the trait.
    """

    base: float
    trees: tuple[Any, ...]

    def score(self, traits: Mapping[str, float]) -> float:
        """Give the score of something by its traits; those it does not have are nothing."""
        found = self.base
        for tree in self.trees:
            at = tree
            while isinstance(at, list):
                trait, limit, low, high = at
                at = low if traits.get(trait, 0.0) <= limit else high
            found += at
        return found


@cache
def trees(name: str) -> Trees:
    """Read trees: `base` and `trees`."""
    known = weights(name)
    return Trees(float(known["base"]), tuple(known["trees"]))
