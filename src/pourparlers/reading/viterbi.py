"""The best sequence of B, I and O tags (Viterbi 1967): a span begins with B and goes on with I of its own role."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

FLOOR = 1e-6
NEVER = -1e9


class Tagged(NamedTuple):
    """Words `first` to `last` (excluded) have role `role` (0 is the first role after O)."""

    role: int
    first: int
    last: int


def spans(
    probabilities: NDArray[np.float32], breaks: Sequence[int], *, bias: NDArray[np.float32] | None = None
) -> list[Tagged]:
    """Decode tag probabilities into spans.

    Args:
        probabilities: (n, 1 + 2 * roles), columns O, then B and I of each role.
        breaks: for each of the n places the number of its stretch; no span crosses from one into another.
        bias: (1 + 2 * roles,) added to the log probabilities.

    Returns:
        the spans of the most probable valid tag sequence, in order.
    """
    count, width = probabilities.shape
    if not count:
        return []
    scores = np.log(np.maximum(probabilities, FLOOR))
    if bias is not None:
        scores = scores + bias
    rows: list[list[float]] = scores.tolist()
    inner = range(2, width, 2)
    back = [[0] * width]
    current = rows[0]
    for tag in inner:
        current[tag] = NEVER
    for place in range(1, count):
        row = rows[place]
        top = max(current)
        came = [current.index(top)] * width
        after = [top + value for value in row]
        for tag in inner:
            if breaks[place] != breaks[place - 1]:
                after[tag] = NEVER
            elif current[tag - 1] >= current[tag]:
                after[tag], came[tag] = current[tag - 1] + row[tag], tag - 1
            else:
                after[tag], came[tag] = current[tag] + row[tag], tag
        back.append(came)
        current = after
    tag = current.index(max(current))
    path = [tag]
    for place in range(count - 1, 0, -1):
        tag = back[place][tag]
        path.append(tag)
    return _runs(path[::-1])


def _runs(path: Sequence[int]) -> list[Tagged]:
    found: list[Tagged] = []
    for place, tag in enumerate(path):
        if tag == 0:
            continue
        role = (tag - 1) // 2
        if tag % 2 == 1 or not found or found[-1].last != place or found[-1].role != role:
            found.append(Tagged(role, place, place + 1))
        else:
            found[-1] = Tagged(role, found[-1].first, place + 1)
    return found
