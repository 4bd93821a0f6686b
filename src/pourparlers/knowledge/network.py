"""Small learnt networks: named traits in, a few scores out, from weights in `data/NAME.json`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray

from pourparlers.knowledge.lexicon import weights

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Network:
    """A network with one hidden layer; several that were learnt side by side are one with a wider layer.

    `names` gives the column of each trait; `inner` is of the shape (traits, hidden), `inner_bias` (hidden,), `outer` (hidden, scores) and
    `outer_bias` (scores,).
    """

    names: Mapping[str, int]
    inner: Floats
    inner_bias: Floats
    outer: Floats
    outer_bias: Floats

    def scores(self, several: Sequence[Mapping[str, float]]) -> Floats:
        """Give the scores of some things by their traits, of the shape (things, scores); traits not learnt count for nothing."""
        rows = np.zeros((len(several), len(self.names)), np.float64)
        for row, traits in zip(rows, several, strict=True):
            for name, value in traits.items():
                if (at := self.names.get(name)) is not None:
                    row[at] = value
        found: Floats = np.tanh(rows @ self.inner + self.inner_bias) @ self.outer + self.outer_bias
        return found


@cache
def network(name: str) -> Network:
    """Read a network: `traits`, `inner`, `inner_bias`, `outer` and, if it has any, `outer_bias`."""
    known = weights(name)
    inner, bias, outer = (np.array(known[part], np.float64) for part in ("inner", "inner_bias", "outer"))
    outer = outer.reshape(len(bias), -1)
    rest = np.array(known.get("outer_bias", [0.0] * outer.shape[1]), np.float64)
    return Network({name: at for at, name in enumerate(known["traits"])}, inner, bias, outer, rest)
