"""Small learnt networks, from weights in `data/NAME.json`: named traits in, a few scores out; or two states in, how well they go together out."""

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


@dataclass(frozen=True)
class Pairing:
    """How well two things go together by their states: the product of two narrow projections (a bilinear form of low rank).

    `left` and `right` are of the shape (width, rank), their biases (rank,); `alone`, (width, kinds), and `alone_bias`, (kinds,), tell how well
    the left one goes with things of some kinds that have no state; there may be no such kinds.
    """

    left: Floats
    left_bias: Floats
    right: Floats
    right_bias: Floats
    alone: Floats
    alone_bias: Floats

    def scores(self, one: NDArray[np.floating], others: Sequence[NDArray[np.floating] | int]) -> Floats:
        """Give how well a state, (width,), goes with each of some others, (width,) or the number of a kind without states: (others,).

        A state that is not known, zeros, goes as well with one thing as with another.
        """
        if not one.any():
            return np.zeros(len(others), np.float64)
        ours, kinds = one @ self.left + self.left_bias, one @ self.alone + self.alone_bias
        found = [
            kinds[other]
            if isinstance(other, int)
            else ours @ (other @ self.right + self.right_bias) * other.any()
            for other in others
        ]
        return np.array(found, np.float64)

    def bearing(self, state: NDArray[np.floating]) -> Floats:
        """Give both projections of a state, (width,), one behind the other: (2 * rank,); zeros if it is not known."""
        both = [state @ self.left + self.left_bias, state @ self.right + self.right_bias]
        return np.concatenate(both) * state.any()


def together(one: NDArray[np.floating] | None, other: NDArray[np.floating] | None) -> float:
    """Give how well two things go together by their bearings, the left one first; nothing if either is not known."""
    if one is None or other is None or one.shape != other.shape:
        return 0.0
    rank = len(one) // 2
    return float(one[:rank] @ other[rank:])


@cache
def pairing(name: str) -> Pairing:
    """Read the projections of two states: `left`, `left_bias`, `right`, `right_bias` and, if there are kinds without one, `alone` and `alone_bias`."""
    known = weights(name)
    left, left_bias, right, right_bias, alone, alone_bias = (
        np.array(known.get(part, ()), np.float64)
        for part in ("left", "left_bias", "right", "right_bias", "alone", "alone_bias")
    )
    return Pairing(left, left_bias, right, right_bias, alone.reshape(len(left), -1), alone_bias)
