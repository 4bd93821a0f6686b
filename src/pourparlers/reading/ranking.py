"""How likely each candidate is the right one: whom a pronoun or noun phrase stands for, in whose name somebody speaks.

A network with one hidden layer scores each candidate by its traits (`reference.py`, `siding.py`), a product of two projections by the
states of the encoder where phrase and candidate are mentioned, and a softmax draws the sums of one phrase together (mention ranking: Denis
and Baldridge 2008). `training/fit_reference.py` and `fit_sides.py` fit the weights of both, to what readers told.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Protocol

import numpy as np

from pourparlers.knowledge.network import network, pairing
from pourparlers.reading.encoder import Floats

MARGIN = 0.1
"""How much likelier than what the rules say another must be."""


Traits = dict[str, float]


class Candidate(Protocol):
    """What is scored: traits, and states (width,) or the number of the kind of those without."""

    @property
    def traits(self) -> Traits:
        """What it is like."""

    @property
    def states(self) -> Floats | int:
        """The states of the encoder where it is mentioned."""


def traits_of(found: Mapping[str, float | bool]) -> Traits:
    """Give traits as numbers; those that are nothing are left out."""
    return {name: float(value) for name, value in found.items() if value}


def likelihoods(name: str, states: Floats, several: Sequence[Candidate]) -> list[float]:
    """Give how likely each candidate is, beside something with these states, by the weights of a name; they sum to one."""
    scores = network(name).scores([one.traits for one in several])[:, 0]
    scores = scores + pairing(f"{name}_states").scores(states, [one.states for one in several])
    odds = np.exp(scores - scores.max())
    return [float(one) for one in odds / odds.sum()]


def best(likely: Sequence[float], ruled: int | None) -> int:
    """Give the place of the likeliest, or that of what the rules say (`ruled`, if it is among them) unless another is surer by a margin."""
    first = max(range(len(likely)), key=likely.__getitem__)
    return first if ruled is None or likely[first] > likely[ruled] + MARGIN else ruled
