"""Where the nodes of a network are drawn, and which of their names: the same network always gives the same drawing.

The layout is that of Fruchterman and Reingold ("Graph Drawing by Force-directed Placement", Software: Practice and
Experience 21, 1991) with a pull towards the middle; who clashes is pushed apart. Then the nodes are spread over the
page, half by where they are and half by their rank along each axis, and those that overlap are parted.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

WIDTH, HEIGHT = 1000.0, 640.0
LETTER, LINE = 7.4, 16.0
_MARGIN = 70.0
_STEPS, _STEPS_OF_MANY, _MANY = 250, 120, 60
_BY_RANK = 0.5
_APART = 64.0
_EDGE = 24.0
_PARTINGS = 40
_GRAVITY = 0.35
_GOLDEN = np.pi * (3 - np.sqrt(5))


@dataclass(frozen=True, slots=True)
class Label:
    """Where a name is written: its anchor point, and whether it starts, ends or is centred there."""

    x: float
    y: float
    anchor: str


def layout(nodes: int, ties: Sequence[tuple[int, int, float]]) -> NDArray[np.float64]:
    """Place nodes so that those with strong ties are near each other.

    Args:
        nodes: how many there are.
        ties: pairs of nodes with a weight; a negative one pushes apart.

    Returns:
        (nodes, 2) coordinates within `WIDTH` and `HEIGHT`.
    """
    if not nodes:
        return np.zeros((0, 2))
    turn = np.arange(nodes)
    place = (
        np.stack([np.cos(turn * _GOLDEN), np.sin(turn * _GOLDEN)], 1) * np.sqrt((turn + 0.5) / nodes)[:, None]
    )
    strength = np.zeros((nodes, nodes))
    strongest = max((abs(weight) for _, _, weight in ties), default=1.0) or 1.0
    for a, b, weight in ties:
        strength[a, b] = strength[b, a] = weight / strongest
    pull = np.where(strength > 0, 0.3 + 0.7 * np.sqrt(np.abs(strength)), np.where(strength < 0, 0.05, 0.0))
    push = np.where(strength < 0, 1 + np.sqrt(np.abs(strength)), 1.0)
    ideal = np.sqrt(4.0 / nodes)
    steps = _STEPS if nodes <= _MANY else _STEPS_OF_MANY
    push, pull = (push * ideal**2).astype(np.float32), (pull / ideal).astype(np.float32)
    x, y = place.T.astype(np.float32)
    for step in range(steps):
        dx, dy = x[:, None] - x, y[:, None] - y
        square = np.maximum(dx * dx + dy * dy, 1e-6)
        force = push / square - pull * np.sqrt(square)
        mx = np.einsum("ij,ij->i", dx, force) - _GRAVITY / ideal * x
        my = np.einsum("ij,ij->i", dy, force) - _GRAVITY / ideal * y
        size = np.maximum(np.hypot(mx, my), 1e-9)
        share = np.minimum(size, 0.2 * (1 - step / steps)) / size
        x, y = x + mx * share, y + my * share
    place = np.stack([x, y], 1).astype(np.float64)
    return _fitted(place)


def _fitted(place: NDArray[np.float64]) -> NDArray[np.float64]:
    low, high = place.min(0), place.max(0)
    spread = np.where(high - low > 1e-6, high - low, 1.0)
    share = (place - low) / spread
    rank = place.argsort(0, kind="stable").argsort(0) / max(1, len(place) - 1)
    mixed = (1 - _BY_RANK) * share + _BY_RANK * rank
    mixed[:, high - low <= 1e-6] = 0.5
    room = np.array([WIDTH - 2 * _MARGIN, HEIGHT - 2 * _MARGIN])
    return _parted(mixed * room + _MARGIN)


def _parted(place: NDArray[np.float64]) -> NDArray[np.float64]:
    """Move apart what is too close to be told apart, as far as the page allows."""
    least = min(_APART, 0.8 * float(np.sqrt(WIDTH * HEIGHT / max(1, len(place)))))
    low, high = np.array([_EDGE, _EDGE]), np.array([WIDTH - _EDGE, HEIGHT - _EDGE])
    for _ in range(_PARTINGS):
        dx, dy = (place[:, None, axis] - place[None, :, axis] for axis in (0, 1))
        length = np.hypot(dx, dy)
        np.fill_diagonal(length, least)
        short = np.maximum(least - length, 0.0) / 2
        if not short.any():
            break
        push = short / np.maximum(length, 1e-3)
        place = np.clip(place + np.stack([(dx * push).sum(1), (dy * push).sum(1)], 1), low, high)
    return place


def labels(place: NDArray[np.float64], radii: Sequence[float], names: Sequence[str]) -> list[Label | None]:
    """Write names beside their nodes, earlier ones first; None where a name would lie on another name or node."""
    taken: list[tuple[float, float, float, float]] = [
        (x - r, y - r, x + r, y + r) for (x, y), r in zip(place.tolist(), radii, strict=True)
    ]
    found: list[Label | None] = []
    for (x, y), r, name in zip(place.tolist(), radii, names, strict=True):
        width = len(name) * LETTER
        tries = (
            (Label(x + r + 4, y + LINE / 3, "start"), x + r + 3),
            (Label(x - r - 4, y + LINE / 3, "end"), x - r - 5 - width),
            (Label(x, y - r - 5, "middle"), x - width / 2),
            (Label(x, y + r + LINE - 2, "middle"), x - width / 2),
        )
        chosen = None
        for label, left in tries:
            box = (left, label.y - LINE + 4, left + width, label.y + 4)
            inside = box[0] >= 2 and box[2] <= WIDTH - 2 and box[1] >= 2 and box[3] <= HEIGHT - 2
            if inside and not any(_meet(box, other) for other in taken):
                chosen = label
                taken.append(box)
                break
        found.append(chosen)
    return found


def _meet(one: tuple[float, float, float, float], two: tuple[float, float, float, float]) -> bool:
    return one[0] < two[2] and two[0] < one[2] and one[1] < two[3] and two[1] < one[3]
