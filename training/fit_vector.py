"""Fits the sentence head of a trained checkpoint in closed form, and writes the checkpoint anew.

usage: python fit_vector.py RECORDS.jsonl E5_BIN CHECKPOINT OUT.pt [--teacher FILE.npy]

A phrase's vector is the mean over its pieces of a linear map of three layers' states, so the map that comes nearest
to the original encoder's vectors is a ridge regression. The rest of the model is left as it is.
"""

from __future__ import annotations

import argparse
from pathlib import Path

import torch
from torch import Tensor

import batches
import e5
import records
import run
from model import Reader
from vocabulary import unigram

PENALTY = 3.0
SETS = {"fr-news", "en-news", "democrat", "gum", "plover", "pud"}


def means(model: Reader, windows: list[batches.Window], pad: int) -> tuple[Tensor, list[int]]:
    """(phrases, layers * width) mean states of each phrase, and the rows of the table their vectors are in."""
    found, rows = [], []
    for batch in batches.batched(windows, None):
        ids, mask, _ = batches.collate(batch, pad)
        with torch.no_grad(), torch.autocast("cpu", dtype=torch.bfloat16):
            states = model.encoder(model.words[ids], mask)
        tapped = torch.cat([states[layer - 1].float() for layer in model.tapped], dim=-1)
        for item, window in enumerate(batch):
            for first, last, row in window.vectors:
                found.append(tapped[item, first:last].mean(0).half())
                rows.append(row)
    return torch.stack(found), rows


def ridge(inputs: Tensor, outputs: Tensor, penalty: float) -> tuple[Tensor, Tensor]:
    """Weight and bias of the linear map with the least squares (Hoerl and Kennard 1970)."""
    x, y = inputs.double(), outputs.double()
    x_mean, y_mean = x.mean(0), y.mean(0)
    x = x - x_mean
    weight = torch.linalg.solve(x.T @ x + penalty * torch.eye(x.shape[1]).double(), x.T @ (y - y_mean))
    return weight.T.float(), (y_mean - x_mean @ weight).float()


def main() -> None:
    """Fits and writes."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("records", type=Path)
    parser.add_argument("e5", type=Path)
    parser.add_argument("checkpoint", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--teacher", type=Path, default=Path("teacher.npy"))
    options = parser.parse_args()
    base = e5.read(options.e5)
    tokenizer = unigram(base.pieces, base.scores, base.special["unknown"])
    state = torch.load(options.checkpoint, weights_only=False)["model"]
    model = Reader(base, 0.0).eval()
    model.load_state_dict(
        {name: value for name, value in state.items() if not name.startswith("vector.")}, strict=False
    )
    known = SETS | {"polnear"}
    training = [r for r in records.read(options.records) if r.split == "train" and r.dataset in known]
    table = run.teach(training, base, tokenizer, options.teacher)
    begin, end = base.special["begin"], base.special["end"]
    windows = [w for r in training if r.dataset in SETS for w in batches.windows(r, tokenizer, begin, end)]
    inputs, rows = means(model, [w for w in windows if w.vectors], base.special["pad"])
    weight, bias = ridge(inputs, table[rows], PENALTY)
    with torch.no_grad():
        model.vector.weight.copy_(weight)
        model.vector.bias.copy_(bias)
    torch.save({"model": model.state_dict()}, options.out)
    print(f"fitted on {len(rows)} phrases")


if __name__ == "__main__":
    main()
