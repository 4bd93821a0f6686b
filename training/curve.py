"""How the figures grow with the gold: one stage, learnt from a share of a data set, for several shares.

usage: python curve.py CONFIG.toml STAGE RECORDS.jsonl E5_BIN START.pt OUT_DIR DATASET [--shares 0.25,0.5,1]

Each share is the first so many articles of one random order. They are shown so many times oftener that all runs have the
same number of steps. OUT_DIR/SHARE gets what `train.py` would write.
"""

from __future__ import annotations

import argparse
import copy
import random
import tomllib
from pathlib import Path
from typing import Any

import torch

import e5
import records
import run as running
import train
from vocabulary import unigram


def reduced(
    stage: dict[str, Any], sets: running.Sets, dataset: str, share: float, seed: int
) -> tuple[dict[str, Any], running.Sets]:
    """The stage and its articles with a share of one data set."""
    articles = list(sets[dataset])
    random.Random(seed).shuffle(articles)
    kept = articles[: max(1, round(share * len(articles)))]
    stage = copy.deepcopy(stage)
    for part in stage["data"]:
        if part["dataset"] == dataset:
            part["times"] = round(part.get("times", 1) * len(articles) / len(kept))
    return stage, {**sets, dataset: kept}


def main() -> None:
    """Trains and prints."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("config", type=Path)
    parser.add_argument("stage")
    parser.add_argument("records", type=Path)
    parser.add_argument("e5", type=Path)
    parser.add_argument("start", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("dataset")
    parser.add_argument("--shares", default="0.25,0.5,1")
    options = parser.parse_args()
    config = tomllib.loads(options.config.read_text("utf-8"))
    torch.set_num_threads(config["threads"])
    whole = next(stage for stage in config["stage"] if stage["name"] == options.stage)
    everything = list(records.read(options.records))
    base = e5.read(options.e5)
    tokenizer = unigram(base.pieces, base.scores, base.special["unknown"])
    weights = torch.load(options.start, weights_only=False)["model"]
    known = train.training_sets(everything, whole)
    options.out.mkdir(parents=True, exist_ok=True)
    articles = [record for part in known.values() for record in part]
    table = running.teach(articles, base, tokenizer, options.out / "teacher.npy")
    for share in map(float, options.shares.split(",")):
        out = options.out / f"{share:g}"
        out.mkdir(parents=True, exist_ok=True)
        stage, sets = reduced(whole, known, options.dataset, share, config["seed"])
        print(f"{options.dataset}: {len(sets[options.dataset])} articles", flush=True)
        run = running.start(config, stage, base, tokenizer, table, sets)
        run.model.load_state_dict(weights, strict=False)
        running.write(out / "final.pt", {"model": train.learn(run, everything, sets, out), "config": config})


if __name__ == "__main__":
    main()
