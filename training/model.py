"""The multi-task encoder in PyTorch: multilingual-e5-small and its heads."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn import functional

from e5 import E5, dequantise
from records import ACTS, ENTITIES, ROLES

FLAT = {
    "tags": 7,
    "cues": 3,
    "acts_cue": len(ACTS),
    "acts_content": len(ACTS),
    "entities": 1 + 2 * len(ENTITIES),
    "conditions": 3,
}
BUCKETS = 32
LINK = 64


def tapped(layers: int) -> tuple[int, int, int]:
    """The layers whose states make the vector of a phrase: at a half, at three quarters and the last."""
    return layers // 2, 3 * layers // 4, layers


class Dropout(nn.Module):
    """Dropout (Srivastava et al. 2014) from a pool of random masks, as drawing each anew is slow on processors."""

    POOL = 1 << 22

    def __init__(self, chance: float) -> None:
        super().__init__()
        self.chance = chance
        self.pool: Tensor | None = None

    def forward(self, state: Tensor) -> Tensor:
        """The state, with parts of it zero in training."""
        if not self.training or not self.chance:
            return state
        if self.pool is None or self.pool.dtype != state.dtype:
            self.pool = shared_pool(self.chance, state.dtype)
        start = int(torch.randint(self.POOL, ()))
        return state * self.pool[start : start + state.numel()].view(state.shape)


@cache
def shared_pool(chance: float, kind: torch.dtype) -> Tensor:
    """Masks of zeros and 1 / (1 - chance); the second half repeats the first."""
    half = (torch.rand(Dropout.POOL) >= chance).to(kind) / (1 - chance)
    return torch.cat([half, half])


class Layer(nn.Module):
    """One layer of BERT, post-normalised."""

    def __init__(self, width: int, inner: int, heads: int, epsilon: float, dropout: float) -> None:
        super().__init__()
        self.heads = heads
        self.qkv = nn.Linear(width, 3 * width)
        self.ao = nn.Linear(width, width)
        self.aln = nn.LayerNorm(width, epsilon)
        self.fi = nn.Linear(width, inner)
        self.fo = nn.Linear(inner, width)
        self.oln = nn.LayerNorm(width, epsilon)
        self.dropout = Dropout(dropout)

    def forward(self, state: Tensor, mask: Tensor) -> Tensor:
        """(batch, pieces, width) in and out; `mask` is added to the scores.

        Written out, as PyTorch's own attention is slower backwards on processors."""
        batch, length, width = state.shape
        q, k, v = (
            self.qkv(state).view(batch, length, 3, self.heads, width // self.heads).permute(2, 0, 3, 1, 4)
        )
        scores = (q * q.shape[-1] ** -0.5) @ k.transpose(-1, -2) + mask
        seen = scores.softmax(-1) @ v
        state = self.aln(state + self.dropout(self.ao(seen.transpose(1, 2).reshape(batch, length, width))))
        return self.oln(state + self.dropout(self.fo(functional.gelu(self.fi(state)))))


class Encoder(nn.Module):
    """The trunk, from word embeddings that are looked up outside."""

    def __init__(self, base: E5, dropout: float) -> None:
        super().__init__()
        self.positions = nn.Parameter(torch.from_numpy(base.weights["emb.pos"] + base.weights["emb.type"][0]))
        self.ln = nn.LayerNorm(base.width, base.epsilon)
        self.dropout = Dropout(dropout)
        self.layers = nn.ModuleList(
            Layer(base.width, base.inner, base.heads, base.epsilon, dropout) for _ in range(base.layers)
        )
        self.load_state_dict(trunk_state(base))

    def forward(self, vectors: Tensor, mask: Tensor) -> list[Tensor]:
        """(batch, pieces, width) word embeddings to the state after each layer; `mask` is true where there is a piece."""
        state = self.dropout(self.ln(vectors + self.positions[: vectors.shape[1]]))
        kind = torch.get_autocast_dtype("cpu") if torch.is_autocast_enabled("cpu") else state.dtype
        hidden = torch.zeros(mask.shape, dtype=kind).masked_fill(~mask, -1e4)[:, None, None, :]
        states = []
        for layer in self.layers:
            state = layer(state, hidden)
            states.append(state)
        return states


def trunk_state(base: E5) -> dict[str, Tensor]:
    """The original weights under this module's names."""
    w = base.weights
    state = {
        "positions": w["emb.pos"] + w["emb.type"][0],
        "ln.weight": w["emb.ln.w"],
        "ln.bias": w["emb.ln.b"],
    }
    for i in range(base.layers):
        state[f"layers.{i}.qkv.weight"] = np.concatenate([w[f"l{i}.{x}.w"] for x in "qkv"])
        state[f"layers.{i}.qkv.bias"] = np.concatenate([w[f"l{i}.{x}.b"] for x in "qkv"])
        for part in ("ao", "aln", "fi", "fo", "oln"):
            state[f"layers.{i}.{part}.weight"] = w[f"l{i}.{part}.w"]
            state[f"layers.{i}.{part}.bias"] = w[f"l{i}.{part}.b"]
    return {name: torch.from_numpy(np.ascontiguousarray(value)) for name, value in state.items()}


@dataclass
class Outputs:
    """What the heads say: logits of each flat head; queries, keys and biases of the links; parts of vectors; each layer's state."""

    flat: dict[str, Tensor]
    query: Tensor
    key: Tensor
    bias: Tensor
    hidden: Tensor
    states: list[Tensor]


class Reader(nn.Module):
    """The encoder and all heads. The word embeddings are frozen and no part of the weights."""

    def __init__(self, base: E5, dropout: float = 0.1) -> None:
        super().__init__()
        width = base.width
        self.words = torch.from_numpy(dequantise(base.words))
        self.encoder = Encoder(base, dropout)
        self.dropout = Dropout(dropout)
        self.flat = nn.ModuleDict({n: nn.Linear(width, s) for n, s in FLAT.items()})
        self.query_inner = nn.Linear(width, width)
        self.query = nn.Linear(width, len(ROLES) * LINK)
        self.key_inner = nn.Linear(width, width)
        self.key = nn.Linear(width, len(ROLES) * LINK)
        self.bias = nn.Linear(width, len(ROLES))
        self.distances = nn.Parameter(torch.zeros(BUCKETS, len(ROLES)))
        self.tapped = tapped(base.layers)
        self.vector = nn.Linear(len(self.tapped) * width, width)
        with torch.no_grad():
            for name in ("acts_cue", "acts_content"):
                self.flat[name].weight.zero_()
                self.flat[name].bias.zero_()
            self.bias.bias.fill_(-3)
            self.vector.weight.zero_()
            self.vector.weight[:, -width:].copy_(torch.eye(width))
            self.vector.bias.zero_()

    def forward(self, ids: Tensor, mask: Tensor) -> Outputs:
        """(batch, pieces) ids in the full vocabulary."""
        states = self.encoder(self.words[ids], mask)
        state = self.dropout(states[-1])
        seen = torch.cat([*(states[layer - 1] for layer in self.tapped[:-1]), state], dim=-1)
        flat = {name: head(state).float() for name, head in self.flat.items()}
        shape = (*ids.shape, len(ROLES), LINK)
        query = self.query(functional.gelu(self.query_inner(state))).float().view(shape) / LINK**0.5
        key = self.key(functional.gelu(self.key_inner(state))).float().view(shape)
        return Outputs(flat, query, key, self.bias(state).float(), self.vector(seen).float(), states)
