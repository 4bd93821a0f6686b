"""What each head is trained on."""

from __future__ import annotations

import torch
from torch import Tensor
from torch.nn import functional

from batches import IGNORE, Window
from model import Outputs
from pourparlers.reading.encoder import distance_bucket
from records import ACTS


def flat(outputs: Outputs, labels: dict[str, Tensor]) -> dict[str, Tensor]:
    """Cross entropy of each tagging head, over the pieces whose label is known."""
    out = {}
    for name, wanted in labels.items():
        if (wanted != IGNORE).any():
            out[name] = functional.cross_entropy(
                outputs.flat[name].flatten(0, 1), wanted.flatten(), ignore_index=IGNORE
            )
    return out


def links(outputs: Outputs, distances: Tensor, batch: list[Window]) -> Tensor | None:
    """Binary cross entropy of the roles, summed over a window's pieces, a sixteenth of its mean over cues."""
    found = [(item, link) for item, window in enumerate(batch) for link in window.links]
    if not found:
        return None
    length = outputs.bias.shape[1]
    items = torch.tensor([item for item, _ in found])
    cues = torch.tensor([link.piece for _, link in found])
    wanted = torch.full((len(found), length, outputs.bias.shape[2]), -1.0)
    for row, (_, link) in enumerate(found):
        wanted[row, 1 : len(link.labels) - 1] = torch.from_numpy(link.labels[1:-1]).float()
    query = outputs.query.flatten(0, 1).index_select(0, items * length + cues)
    by_role = torch.einsum("crd,cjrd->cjr", query, outputs.key.index_select(0, items))
    apart = torch.arange(length)[None, :] - cues[:, None]
    buckets = torch.from_numpy(distance_bucket(apart.numpy()))
    logits = (
        by_role + outputs.bias.index_select(0, items) + distances[buckets.flatten()].view(*buckets.shape, -1)
    )
    loss = functional.binary_cross_entropy_with_logits(logits, wanted.clamp(min=0), reduction="none")
    return (loss * (wanted >= 0)).sum() / (16 * len(found))


def _means(values: Tensor, groups: list[tuple[int, list[int]]]) -> Tensor:
    """(groups, width) the mean of the pieces of each group, given as an item of the batch and its pieces."""
    length = values.shape[1]
    rows = torch.tensor(
        [item * length + piece for item, pieces in groups for piece in pieces], dtype=torch.long
    )
    owner = torch.tensor([g for g, (_, pieces) in enumerate(groups) for _ in pieces], dtype=torch.long)
    share = torch.tensor([1 / len(pieces) for _, pieces in groups for _ in pieces])
    chosen = values.flatten(0, 1).index_select(0, rows) * share[:, None]
    return torch.zeros(len(groups), values.shape[2]).index_add(0, owner, chosen)


def acts(outputs: Outputs, batch: list[Window], share: float, balance: Tensor) -> Tensor | None:
    """Cross entropy of the act; the other act that is allowed takes `1 - share` of the wanted probability."""
    found = [(item, label) for item, window in enumerate(batch) for label in window.acts]
    if not found:
        return None
    logits = _means(outputs.flat["acts_cue"], [(item, label.cue) for item, label in found])
    logits = logits + _means(outputs.flat["acts_content"], [(item, label.content) for item, label in found])
    wanted = torch.zeros(len(found), len(ACTS))
    for row, (_, label) in enumerate(found):
        wanted[row, label.act] += share
        wanted[row, label.other] += 1 - share
    weight = torch.tensor([label.weight * float(balance[label.act]) for _, label in found])
    loss = functional.cross_entropy(logits, wanted, reduction="none")
    return (loss * weight).sum() / weight.sum().clamp(min=1)


def vectors(outputs: Outputs, batch: list[Window], table: Tensor, centre: Tensor) -> Tensor | None:
    """One minus the cosine with the original encoder's vector, plain and after the mean vector is taken off."""
    found = [
        (item, list(range(a, b)), row) for item, window in enumerate(batch) for a, b, row in window.vectors
    ]
    if not found:
        return None
    ours = functional.normalize(_means(outputs.hidden, [(item, pieces) for item, pieces, _ in found]), dim=-1)
    theirs = table[[row for _, _, row in found]].float()
    plain = 1 - (ours * theirs).sum(-1)
    apart = 1 - functional.cosine_similarity(ours - centre, theirs - centre, dim=-1)
    return plain.mean() + apart.mean()
