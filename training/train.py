"""Trains the multi-task encoder, stage by stage, as a configuration says; goes on from the last epoch if interrupted.

usage: python train.py CONFIG.toml RECORDS.jsonl E5_BIN OUT_DIR [--start CHECKPOINT] [--only STAGE] [--pace STEPS]

OUT_DIR gets `last.pt` after every epoch (weights, their running mean, optimiser, random states), `STAGE.pt` (the mean) after
every stage, and `log.jsonl`. The word embeddings are frozen. With --start, the weights begin as those of a checkpoint; with --only,
one stage is run. With --pace, nothing is learnt: so many steps of each stage are timed, and how long all of them would take is printed.
"""

from __future__ import annotations

import argparse
import json
import time
import tomllib
from collections import defaultdict
from pathlib import Path
from typing import Any

import torch
from torch import Tensor

import batches
import e5
import evaluate
import records
import run as running
from model import Reader
from vocabulary import unigram

DEV = ("fr-news", "en-news")
WARM = 5


def training_sets(everything: list[records.Record], stage: dict[str, Any]) -> running.Sets:
    """The training articles of each data set that a stage names."""
    used = {part["dataset"] for part in stage["data"]}
    sets: running.Sets = defaultdict(list)
    for record in everything:
        if record.split == "train" and record.dataset in used:
            sets[record.dataset].append(record)
    if missing := used - set(sets):
        raise SystemExit(f"the records have no training article of {', '.join(sorted(missing))}")
    return sets


def measured(run: running.Run, everything: list[records.Record]) -> dict[str, dict[str, float]]:
    """What the mean of the weights reaches on each development set."""
    model = Reader(run.base, 0)
    model.load_state_dict(run.mean)
    reader = evaluate.TorchEncoder(model, run.base, run.tokenizer)
    found = {}
    for name in DEV:
        found[name] = evaluate.score(
            reader.encode, [r for r in everything if (r.dataset, r.split) == (name, "dev")]
        )
        print(f"{run.stage['name']} {run.epoch}, {name} dev: {evaluate.line(found[name])}", flush=True)
    return found


def learn(
    run: running.Run, everything: list[records.Record], sets: running.Sets, out: Path
) -> dict[str, Tensor]:
    """All epochs of a stage that are left; gives the mean of the weights."""
    while run.epoch < run.stage["epochs"]:
        began = time.time()
        pool = running.epoch_windows(
            run.stage["data"], sets, run.tokenizer, run.base.special, run.rng, run.epoch
        )
        entry: dict[str, Any] = {"stage": run.stage["name"], "epoch": run.epoch}
        entry |= {"pieces": sum(len(window.ids) for window in pool), "losses": run.learn_all(pool)}
        entry |= {"seconds": round(time.time() - began), "dev": measured(run, everything)}
        with (out / "log.jsonl").open("a", encoding="utf-8") as log:
            log.write(json.dumps(entry) + "\n")
        run.save(out / "last.pt")
        run.epoch += 1
    return run.mean


def pace(run: running.Run, sets: running.Sets, steps: int) -> tuple[int, float]:
    """How many steps a stage has, and how many seconds one takes, by the mean of so many after some to warm up."""
    epochs = [
        running.epoch_windows(run.stage["data"], sets, run.tokenizer, run.base.special, run.rng, epoch)
        for epoch in range(run.stage["epochs"])
    ]
    orders = [list(batches.batched(pool, run.rng)) for pool in epochs]
    run.total = sum(map(len, orders))
    run.model.train()
    for batch in orders[0][:WARM]:
        run.learn(batch)
    began = time.time()
    for batch in orders[0][WARM : WARM + steps]:
        run.learn(batch)
    return run.total, (time.time() - began) / len(orders[0][WARM : WARM + steps])


def main() -> None:
    """Trains."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("config", type=Path)
    parser.add_argument("records", type=Path)
    parser.add_argument("e5", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--start", type=Path)
    parser.add_argument("--only")
    parser.add_argument("--pace", type=int, metavar="STEPS")
    options = parser.parse_args()
    config = tomllib.loads(options.config.read_text("utf-8"))
    options.out.mkdir(parents=True, exist_ok=True)
    torch.set_num_threads(config["threads"])
    everything = list(records.read(options.records))
    base = e5.read(options.e5)
    tokenizer = unigram(base.pieces, base.scores, base.special["unknown"])
    weights = torch.load(options.start, weights_only=False)["model"] if options.start else None
    last = options.out / "last.pt"
    stages = [stage for stage in config["stage"] if options.only in {None, stage["name"]}]
    taught = [training_sets(everything, stage) for stage in stages]
    articles = {id(record): record for sets in taught for part in sets.values() for record in part}
    cache = options.out / f"{options.only or 'all'}.teacher.npy"
    table = running.teach(list(articles.values()), base, tokenizer, None if options.pace else cache)
    whole = 0.0
    for stage, sets in zip(stages, taught, strict=True):
        done = options.out / f"{stage['name']}.pt"
        if done.exists():
            weights = torch.load(done, weights_only=False)["model"]
        else:
            run = running.start(config, stage, base, tokenizer, table, sets)
            if options.pace:
                steps, seconds = pace(run, sets, options.pace)
                whole += steps * seconds
                print(
                    f"{stage['name']}: {steps} steps of {seconds:.2f} s, {whole / 3600:.2f} h so far",
                    flush=True,
                )
                continue
            if weights:
                run.model.load_state_dict(weights, strict=False)
            state = torch.load(last, weights_only=False) if last.exists() else {}
            if state.get("stage") == stage["name"]:
                run.resume(state)
            weights = learn(run, everything, sets, options.out)
            running.write(done, {"model": weights, "config": config})


if __name__ == "__main__":
    main()
