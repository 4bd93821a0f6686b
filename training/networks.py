"""Small networks with one hidden layer, learnt side by side, products of two states, and their weights as `knowledge/network.py` reads them."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch import Tensor, nn

SMALL, LEAST = 0.02, 1e-3


class Several(nn.Module):
    """Some networks whose mean score counts, as the outcome of one changes with its first weights.

    Args:
        width: traits of a row.
        members: networks.
        hidden: units of the hidden layer of each.
        dropout: share of the units that are left out while learning.
        scores: scores of a row.
        bias: whether a score has a part that no trait changes.
    """

    def __init__(
        self, width: int, members: int, hidden: int, dropout: float, *, scores: int = 1, bias: bool = False
    ) -> None:
        super().__init__()
        self.inner = nn.Linear(width, members * hidden)
        self.outer = nn.Parameter(torch.randn(members, hidden, scores) / hidden**0.5)
        self.bias = nn.Parameter(torch.zeros(members, scores)) if bias else None
        self.dropout = nn.Dropout(dropout)

    def forward(self, rows: Tensor) -> Tensor:
        """(rows, traits) to the scores of each member, (rows, members, scores)."""
        members, hidden, _ = self.outer.shape
        inner = self.dropout(torch.tanh(self.inner(rows))).view(len(rows), members, hidden)
        found = torch.einsum("rmh,mhs->rms", inner, self.outer)
        return found if self.bias is None else found + self.bias

    def write(self, names: Mapping[str, int], path: Path) -> None:
        """Write the weights, to three digits."""
        known = {
            "traits": list(names),
            "inner": rounded(self.inner.weight.T),
            "inner_bias": rounded(self.inner.bias),
            "outer": rounded(self.outer.flatten(0, 1).squeeze(-1) / len(self.outer)),
        }
        if self.bias is not None:
            known["outer_bias"] = rounded(self.bias.mean(0))
        path.write_text(json.dumps(known, separators=(",", ":")) + "\n", "utf-8")


class Pairing(nn.Module):
    """How well two states go together: products of two narrow projections; linear scores of the first where the other thing has no state.

    Args:
        left: some first states, (rows, width), to even out each number of one by its mean and spread.
        right: the same of second ones.
        members: products whose mean counts.
        rank: width of the projections of each.
        dropout: share of the numbers that are left out while learning.
        kinds: kinds of things without a state; there may be none.
    """

    def __init__(
        self, left: Tensor, right: Tensor, members: int, rank: int, dropout: float, *, kinds: int = 1
    ) -> None:
        super().__init__()
        self.members = members
        self.left = nn.Linear(left.shape[1], members * rank)
        self.right = nn.Linear(right.shape[1], members * rank)
        self.alone = nn.Linear(left.shape[1], kinds) if kinds else None
        self.evened = {"left": _even(left), "right": _even(right)}
        self.dropout = nn.Dropout(dropout)
        for layer, spread in ((self.left, SMALL), (self.right, SMALL), (self.alone, 0.0)):
            if layer is not None:
                nn.init.normal_(layer.weight, 0, spread)
                nn.init.zeros_(layer.bias)

    def forward(self, left: Tensor, right: Tensor, kinds: Tensor) -> Tensor:
        """(rows, width) states, and the kinds of things without one (rows,), -1 for others, to the scores of each member (rows, members).

        Where the second state is not known (zeros), the score is none.
        """
        one, other = (
            self.dropout((state - mean) / spread)
            for state, (mean, spread) in zip((left, right), self.evened.values(), strict=True)
        )
        together = (self.left(one) * self.right(other)).view(len(left), self.members, -1).sum(-1)
        together = together * right.any(1, keepdim=True)
        if self.alone is None:
            return together
        alone = self.alone(one).gather(1, kinds.clamp(min=0)[:, None])
        return torch.where(kinds[:, None] < 0, together, alone)

    def shrink(self, share: float) -> None:
        """Make every score that share of itself."""
        with torch.no_grad():
            for layer in filter(None, (self.left, self.alone)):
                layer.weight *= share
                layer.bias *= share

    def write(self, path: Path) -> None:
        """Write the weights for states as they are, to three digits that count."""
        known: dict[str, Any] = {}
        for name, layer in (("left", self.left), ("right", self.right), ("alone", self.alone)):
            if layer is None:
                continue
            mean, spread = self.evened["right" if name == "right" else "left"]
            share = self.members if name == "left" else 1
            weight = layer.weight / spread / share
            known[name] = figures(weight.T)
            known[f"{name}_bias"] = figures(layer.bias / share - weight @ mean)
        path.write_text(json.dumps(known, separators=(",", ":")) + "\n", "utf-8")


def _even(states: Tensor) -> tuple[Tensor, Tensor]:
    there = states[states.any(1)]
    return there.mean(0), there.std(0) + LEAST


def figures(values: Tensor) -> Any:  # noqa: ANN401 - numbers, nested as the tensor is
    """Give the numbers of a tensor, to three digits that count."""
    flat = [float(f"{one:.3g}") for one in values.detach().flatten().tolist()]
    return np.array(flat).reshape(tuple(values.shape)).tolist()


def columns(rows: Iterable[Mapping[str, float]]) -> dict[str, int]:
    """Give each trait of any row its column."""
    return {name: at for at, name in enumerate(sorted({name for row in rows for name in row}))}


def table(rows: Sequence[Mapping[str, float]], names: Mapping[str, int]) -> Tensor:
    """Put the traits of some rows into one table, (rows, traits); a trait without a column counts for nothing."""
    found = torch.zeros(len(rows), len(names))
    for at, traits in enumerate(rows):
        for name, value in traits.items():
            if name in names:
                found[at, names[name]] = value
    return found


def lessons(
    parts: Sequence[tuple[nn.Module, float, float]], count: int, batch: int, epochs: int
) -> Iterator[tuple[torch.optim.Optimizer, Tensor]]:
    """Give the optimiser and the numbers of the cases of each step, for parts with the rate and weight decay of each.

    The rates fall from epoch to epoch in a straight line.
    """
    groups = [
        {"params": list(part.parameters()), "lr": rate, "weight_decay": decay} for part, rate, decay in parts
    ]
    optimizer = torch.optim.AdamW(groups)
    for epoch in range(epochs):
        for group, (_, rate, _) in zip(optimizer.param_groups, parts, strict=True):
            group["lr"] = rate * (1 - epoch / epochs)
        for chosen in torch.randperm(count).split(batch):
            yield optimizer, chosen


def rounded(values: Tensor) -> Any:  # noqa: ANN401 - numbers, nested as the tensor is
    """Give the numbers of a tensor, to three digits."""
    return np.round(values.detach().numpy().astype(float), 3).tolist()
