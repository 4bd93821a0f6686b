"""Learns to rank the candidates of a phrase, by their traits and by the encoder's states: `fit_reference.py` and `fit_sides.py` do."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from torch import Tensor, nn

from networks import Pairing, Several, columns, lessons, table
from pourparlers.reading.encoder import Floats
from pourparlers.reading.ranking import best

MEMBERS, HIDDEN = 8, 32
EPOCHS, RATE, DECAY, DROPOUT, PARTS, BATCH = 20, 3e-3, 3e-3, 0.1, 5, 32
RANK, STATE_RATE, STATE_DECAY, STATE_DROPOUT = 4, 1e-3, 0.1, 0.4


@dataclass(frozen=True)
class Case:
    """A phrase and its candidates: what each is like, which of them is right and which the rules take.

    `states` are those of the phrase, `others` those of each candidate, or the number of its kind if it has none. Of candidates that are not
    `open` none is taken.
    """

    article: int
    kind: str
    rows: Sequence[dict[str, float]]
    states: Floats
    others: Sequence[Floats | int]
    right: Sequence[bool]
    ruled: Sequence[bool]
    open: Sequence[bool]


@dataclass(frozen=True)
class Packed:
    """All candidates of all phrases one below the other; phrase `i` has `sizes[i]` rows from `starts[i]` on.

    `phrases` are the states of the phrases, `others` those of the candidates (zeros for those without), `kinds` the kinds of these (-1 for those with).
    """

    rows: Tensor
    phrases: Tensor
    others: Tensor
    kinds: Tensor
    right: Tensor
    starts: Tensor
    sizes: Tensor

    def batch(self, chosen: Tensor) -> tuple[tuple[Tensor, ...], Tensor, Tensor]:
        """What the networks are given of the candidates of some phrases, (candidates, ...); which are right and which are there."""
        places = torch.arange(int(self.sizes[chosen].max()))[None]
        there = places < self.sizes[chosen][:, None]
        at = (self.starts[chosen][:, None] + places)[there]
        owners = torch.repeat_interleave(chosen, self.sizes[chosen])
        right = torch.zeros_like(there)
        right[there] = self.right[at]
        return (self.rows[at], self.phrases[owners], self.others[at], self.kinds[at]), right, there


def packed(several: Sequence[Case], names: dict[str, int]) -> Packed:
    """Put the traits and states of all candidates in one table."""
    sizes = torch.tensor([len(case.rows) for case in several])
    every = [states for case in several for states in case.others]
    zeros = np.zeros_like(several[0].states)
    return Packed(
        table([traits for case in several for traits in case.rows], names),
        torch.from_numpy(np.stack([case.states for case in several])).float(),
        torch.from_numpy(np.stack([zeros if isinstance(one, int) else one for one in every])).float(),
        torch.tensor([one if isinstance(one, int) else -1 for one in every]),
        torch.tensor([one for case in several for one in case.right]),
        sizes.cumsum(0) - sizes,
        sizes,
    )


class Both(nn.Module):
    """The networks on the traits and the product of the states, whose scores are summed."""

    def __init__(self, data: Packed) -> None:
        super().__init__()
        self.traits = Several(data.rows.shape[1], MEMBERS, HIDDEN, DROPOUT)
        kinds = int(data.kinds.max()) + 1
        self.states = Pairing(
            data.phrases, data.others[data.kinds < 0], MEMBERS, RANK, STATE_DROPOUT, kinds=kinds
        )

    def forward(self, rows: Tensor, phrases: Tensor, others: Tensor, kinds: Tensor) -> Tensor:
        """(rows, members) scores."""
        found: Tensor = self.traits(rows)[..., 0] + self.states(phrases, others, kinds)
        return found


def fitted(several: Sequence[Case], names: dict[str, int], share: float = 1.0) -> Both:
    """Learn to score the right candidate of each phrase above the others; in the end the states count only by a share."""
    torch.manual_seed(1)
    data = packed([case for case in several if any(case.right)], names)
    net = Both(data)
    parts = [(net.traits, RATE, DECAY), (net.states, STATE_RATE, STATE_DECAY)]
    for optimizer, chosen in lessons(parts, len(data.sizes), BATCH, EPOCHS):
        given, right, there = data.batch(chosen)
        scores = torch.full((*there.shape, MEMBERS), -torch.inf)
        scores[there] = net(*given)
        every = scores.logsumexp(1)
        wanted = scores.masked_fill(~right[..., None], -torch.inf).logsumexp(1)
        optimizer.zero_grad()
        (every - wanted).mean().backward()
        optimizer.step()
    net.states.shrink(share)
    return net.eval()


def judged(
    net: Both, several: Sequence[Case], names: dict[str, int], sure: float
) -> Iterator[tuple[str, bool, bool]]:
    """Give for each phrase its kind, whether the rules are right and whether the weights are, where they are as sure as that."""
    data = packed(several, names)
    owners = torch.repeat_interleave(torch.arange(len(several)), data.sizes)
    with torch.no_grad():
        scored = net(data.rows, data.phrases[owners], data.others, data.kinds).mean(1)
    for case, scores in zip(several, scored.split(data.sizes.tolist()), strict=True):
        at = [n for n, one in enumerate(case.open) if one]
        likely = scores[at].softmax(0).tolist()
        ruled = next((n for n, place in enumerate(at) if case.ruled[place]), None)
        chosen = best(likely, ruled)
        taken = chosen if ruled is None or likely[chosen] >= sure else ruled
        yield case.kind, ruled is not None and case.right[at[ruled]], case.right[at[taken]]


def learn(several: Sequence[Case], out: Path, name: str, *, sure: float = 0.0, share: float = 1.0) -> None:
    """Fit, print how well it does on articles that it has not seen, by the kinds of phrases, and write the weights of all.

    Another candidate than the rules take must be as likely as `sure`; the scores by the states count by `share`. `out` gets `NAME.json` (the network on the traits) and `NAME_states.json` (the product of the states).
    """
    names = columns(row for case in several for row in case.rows)
    counts: Counter[tuple[str, str]] = Counter()
    for part in range(PARTS):
        net = fitted([case for case in several if case.article % PARTS != part], names, share)
        unseen = [case for case in several if case.article % PARTS == part]
        for kind, rules, weights in judged(net, unseen, names, sure):
            for told in {kind, kind.partition(" ")[0], "all"}:
                counts.update({(told, "phrases"): 1, (told, "rules"): rules, (told, "weights"): weights})
    for told in sorted({told for told, _ in counts}, key=lambda told: (-counts[told, "phrases"], told)):
        total = counts[told, "phrases"]
        print(
            f"{told:24} {total:5} rules {counts[told, 'rules'] / total:.3f} weights {counts[told, 'weights'] / total:.3f}"
        )
    net = fitted(several, names, share)
    net.traits.write(names, out / f"{name}.json")
    net.states.write(out / f"{name}_states.json")
