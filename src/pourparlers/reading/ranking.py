"""How likely each candidate is the one that a pronoun or noun phrase stands for: weights learnt from phrases that readers resolved.

A network with one hidden layer scores each candidate by its traits (`reference.py`), and a softmax draws the scores of one phrase
together (mention ranking: Denis and Baldridge 2008). `training/fit_reference.py` fits the weights.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from pourparlers.knowledge.lexicon import weights
from pourparlers.reading.encoder import Floats
from pourparlers.reading.reference import Traits

MARGIN = 0.1
"""How much likelier than what the rules say another must be."""


def likelihoods(several: Sequence[Traits]) -> list[float]:
    """Give how likely each candidate of a phrase is the one it stands for; they sum to one."""
    known = _weights()
    rows = np.zeros((len(several), len(known.names)), np.float32)
    for row, traits in zip(rows, several, strict=True):
        for name, value in traits.items():
            if (at := known.names.get(name)) is not None:
                row[at] = value
    scores = np.tanh(rows @ known.inner + known.inner_bias) @ known.outer
    odds = np.exp(scores - scores.max())
    return [float(one) for one in odds / odds.sum()]


def best(likely: Sequence[float], ruled: int | None) -> int:
    """Give the place of the likeliest, or that of what the rules say (`ruled`, if it is among them) unless another is surer by a margin."""
    first = max(range(len(likely)), key=likely.__getitem__)
    return first if ruled is None or likely[first] > likely[ruled] + MARGIN else ruled


@dataclass(frozen=True)
class _Weights:
    names: Mapping[str, int]
    inner: Floats
    inner_bias: Floats
    outer: Floats


@lru_cache(maxsize=1)
def _weights() -> _Weights:
    known = weights("reference")
    names = {name: at for at, name in enumerate(known["traits"])}
    inner, bias, outer = (np.array(known[part], np.float32) for part in ("inner", "inner_bias", "outer"))
    return _Weights(names, inner, bias, outer)
