"""Small networks with one hidden layer, learnt side by side, and their weights as `knowledge/network.py` reads them."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch import Tensor, nn


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
    net: nn.Module, count: int, batch: int, epochs: int, rate: float, decay: float
) -> Iterator[tuple[torch.optim.Optimizer, Tensor]]:
    """Give the optimiser and the numbers of the cases of each step; the rate falls from epoch to epoch in a straight line."""
    optimizer = torch.optim.AdamW(net.parameters(), rate, weight_decay=decay)
    for epoch in range(epochs):
        for group in optimizer.param_groups:
            group["lr"] = rate * (1 - epoch / epochs)
        for chosen in torch.randperm(count).split(batch):
            yield optimizer, chosen


def rounded(values: Tensor) -> Any:  # noqa: ANN401 - numbers, nested as the tensor is
    """Give the numbers of a tensor, to three digits."""
    return np.round(values.detach().numpy().astype(float), 3).tolist()
