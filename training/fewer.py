"""Trains a reader of fewer layers to read as a trained one does.

usage: python fewer.py CONFIG.toml RECORDS.jsonl E5_BIN CHECKPOINT OUT_DIR [--keep N ...] [--steps N]

The layers kept start as the trained ones, and the state after each is drawn to that after the layer of the trained reader it
stands for (hidden-state distillation, Jiao et al. 2020, "TinyBERT"), while the heads go on learning what the last stage of the
configuration teaches. OUT_DIR gets `fewer.pt` and `log.jsonl`, with the figures of the development sets every 250 steps.
"""

from __future__ import annotations

import argparse
import dataclasses
import json
import tomllib
from collections.abc import Sequence
from pathlib import Path

import torch
from torch import Tensor
from torch.nn import functional

import batches
import e5
import records
import run as running
import train
from model import Outputs, Reader
from vocabulary import unigram

EVERY = 250


def thinned(base: e5.E5, keep: Sequence[int]) -> e5.E5:
    """The original weights with only some layers, numbered from 1."""
    weights = {name: value for name, value in base.weights.items() if name.startswith("emb.")}
    for place, layer in enumerate(keep):
        head = f"l{layer - 1}."
        weights |= {
            f"l{place}.{name.removeprefix(head)}": value
            for name, value in base.weights.items()
            if name.startswith(head)
        }
    return dataclasses.replace(base, layers=len(keep), weights=weights)


def inherited(state: dict[str, Tensor], keep: Sequence[int]) -> dict[str, Tensor]:
    """The weights of a trained reader, of some layers only."""
    place = {str(layer - 1): str(i) for i, layer in enumerate(keep)}
    found = {}
    for name, value in state.items():
        parts = name.split(".")
        if parts[:2] == ["encoder", "layers"]:
            if parts[2] not in place:
                continue
            parts[2] = place[parts[2]]
        found[".".join(parts)] = value
    return found


@dataclasses.dataclass
class Following(running.Run):
    """A stage in which each state of the model is drawn to one of a trained reader."""

    master: Reader | None = None
    keep: Sequence[int] = ()

    def more(self, ids: Tensor, mask: Tensor, outputs: Outputs) -> dict[str, Tensor]:
        """How far the states are from those wanted, as a share of their variance: of all on average, and of the last."""
        assert self.master is not None
        with torch.no_grad(), torch.autocast("cpu", dtype=torch.bfloat16):
            wanted = self.master.encoder(self.master.words[ids], mask)
        far = []
        for state, layer in zip(outputs.states, self.keep, strict=True):
            target = wanted[layer - 1][mask].float()
            far.append(functional.mse_loss(state[mask].float(), target) / target.var())
        return {"states": torch.stack(far).mean(), "last state": far[-1]}


def main() -> None:
    """Trains."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("config", type=Path)
    parser.add_argument("records", type=Path)
    parser.add_argument("e5", type=Path)
    parser.add_argument("checkpoint", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--keep", type=int, nargs="+", default=[1, 2, 4, 6, 7, 9, 11, 12])
    parser.add_argument("--steps", type=int, default=2000)
    options = parser.parse_args()
    config = tomllib.loads(options.config.read_text("utf-8"))
    stage = config["stage"][-1]
    options.out.mkdir(parents=True, exist_ok=True)
    torch.set_num_threads(config["threads"])
    everything = list(records.read(options.records))
    base = e5.read(options.e5)
    tokenizer = unigram(base.pieces, base.scores, base.special["unknown"])
    trained = torch.load(options.checkpoint, weights_only=False)["model"]
    master = Reader(base, 0).eval()
    master.load_state_dict(trained, strict=False)
    sets = train.training_sets(everything, stage)
    articles = [record for part in sets.values() for record in part]
    table = running.teach(articles, base, tokenizer, options.out / "teacher.npy")
    begun = running.start(config, stage, thinned(base, options.keep), tokenizer, table, sets)
    run = Following(**vars(begun), master=master, keep=options.keep)
    run.model.load_state_dict(inherited(trained, options.keep), strict=False)
    run.total = options.steps
    while run.step < options.steps:
        pool = running.epoch_windows(stage["data"], sets, tokenizer, base.special, run.rng, run.epoch)
        run.epoch += 1
        run.model.train()
        for batch in batches.batched(pool, run.rng):
            losses = run.learn(batch)
            if run.step % 50 == 0:
                print(run.step, {name: round(value, 3) for name, value in losses.items()}, flush=True)
            if run.step % EVERY == 0 or run.step == options.steps:
                entry = {"step": run.step, "losses": losses, "dev": train.measured(run, everything)}
                with (options.out / "log.jsonl").open("a", encoding="utf-8") as log:
                    log.write(json.dumps(entry) + "\n")
                running.write(options.out / "fewer.pt", {"model": run.mean, "keep": options.keep})
                run.model.train()
            if run.step == options.steps:
                break


if __name__ == "__main__":
    main()
