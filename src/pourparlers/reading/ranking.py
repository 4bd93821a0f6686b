"""How likely each candidate is the one that a pronoun or noun phrase stands for: weights learnt from phrases that readers resolved.

A network with one hidden layer scores each candidate by its traits (`reference.py`), a product of two projections by the states of the
encoder where phrase and candidate are mentioned, and a softmax draws the sums of one phrase together (mention ranking: Denis and Baldridge
2008). `training/fit_reference.py` fits the weights of both.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from pourparlers.knowledge.network import network, pairing
from pourparlers.reading.encoder import Floats
from pourparlers.reading.reference import Candidate

MARGIN = 0.1
"""How much likelier than what the rules say another must be."""


def likelihoods(states: Floats, several: Sequence[Candidate]) -> list[float]:
    """Give how likely each candidate of a phrase with these states is the one it stands for; they sum to one."""
    scores = network("reference").scores([one.traits for one in several])[:, 0]
    return shares(scores + pairing("reference_states").scores(states, [one.states for one in several]))


def shares(scores: NDArray[np.float64]) -> list[float]:
    """Give the softmax of scores."""
    odds = np.exp(scores - scores.max())
    return [float(one) for one in odds / odds.sum()]


def best(likely: Sequence[float], ruled: int | None) -> int:
    """Give the place of the likeliest, or that of what the rules say (`ruled`, if it is among them) unless another is surer by a margin."""
    first = max(range(len(likely)), key=likely.__getitem__)
    return first if ruled is None or likely[first] > likely[ruled] + MARGIN else ruled
