"""How likely each candidate is the one that a pronoun or noun phrase stands for: weights learnt from phrases that readers resolved.

A network with one hidden layer scores each candidate by its traits (`reference.py`), and a softmax draws the scores of one phrase
together (mention ranking: Denis and Baldridge 2008). `training/fit_reference.py` fits the weights.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files

import numpy as np

from pourparlers.reading.encoder import Floats
from pourparlers.reading.reference import Traits


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


@dataclass(frozen=True)
class _Weights:
    names: Mapping[str, int]
    inner: Floats
    inner_bias: Floats
    outer: Floats


@lru_cache(maxsize=1)
def _weights() -> _Weights:
    text = files("pourparlers.knowledge").joinpath("data", "reference.json").read_text("utf8")
    known = json.loads(text)
    names = {name: at for at, name in enumerate(known["traits"])}
    inner, bias, outer = (np.array(known[part], np.float32) for part in ("inner", "inner_bias", "outer"))
    return _Weights(names, inner, bias, outer)
