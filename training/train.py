"""Trains the multi-task encoder as a configuration says; goes on from the last epoch if it was interrupted.

usage: python train.py CONFIG.toml RECORDS.jsonl E5_BIN OUT_DIR [--start CHECKPOINT]

OUT_DIR gets `last.pt` after every epoch (weights, optimiser, random states) and `log.jsonl`. The word embeddings
are frozen. With --start, the weights begin as those of another checkpoint and not as the original encoder's.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import time
import tomllib
from collections import Counter, defaultdict
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import torch
from tokenizers import Tokenizer
from torch import Tensor
from torch.nn import functional

import batches
import e5
import evaluate
import losses
import records
import teacher
from augment import augment
from model import Reader
from vocabulary import unigram


def balance(articles: list[records.Record], power: float) -> Tensor:
    """Weight of each act: its frequency to the power of minus `power`, one on average over attributions."""
    counts = Counter(a.act for r in articles for a in r.attributions if a.act)
    weights = np.array([max(1, counts[act]) ** -power for act in records.ACTS])
    total = sum(weights[i] * counts[act] for i, act in enumerate(records.ACTS))
    return torch.tensor(weights * sum(counts.values()) / total, dtype=torch.float32)


def teach(articles: list[records.Record], base: e5.E5, tokenizer: Tokenizer, cache: Path) -> Tensor:
    """Vectors of the phrases of the articles, whose `phrases` and `vectors` are set.

    PolNeAR is left out, for time. The target of a translated sentence lies half-way between its own vector and that of the English one.
    """
    texts: list[str] = []
    for record in articles:
        record.phrases = teacher.phrases(record) if record.dataset != "polnear" else []
        record.vectors = list(range(len(texts), len(texts) + len(record.phrases)))
        texts += [record.text[s:e] for s, e in record.phrases]
    if cache.exists():
        table = torch.from_numpy(np.load(cache))
    else:
        table = torch.from_numpy(teacher.embed(base, tokenizer, texts))
        np.save(cache, table.numpy())
    english = {r.name[:-3]: r.vectors for r in articles if r.dataset == "pud" and r.language == "en"}
    for record in articles:
        if record.dataset == "pud" and record.language != "en":
            pair = english.get(record.name[:-3], [])
            if len(pair) == len(record.vectors) == 1:
                both = table[record.vectors[0]].float() + table[pair[0]].float()
                table[record.vectors[0]] = functional.normalize(both, dim=0).half()
    return table


def epoch_windows(
    config: dict[str, Any],
    sets: dict[str, list[records.Record]],
    tokenizer: Tokenizer,
    special: dict[str, int],
    rng: random.Random,
) -> list[batches.Window]:
    """The windows of one epoch."""
    pool = []
    for part in config["data"]:
        articles = sets[part["dataset"]]
        chosen = rng.sample(articles, min(part.get("sample", len(articles)), len(articles)))
        for record in chosen * part.get("times", 1):
            version = augment(record, rng) if part.get("augment") else record
            pool += batches.windows(version, tokenizer, special["begin"], special["end"], rng)
    return pool


def optimiser(model: Reader, config: dict[str, Any]) -> torch.optim.AdamW:
    """AdamW with a faster rate for the heads, and no decay of biases and norms."""
    groups: dict[tuple[bool, bool], list[Tensor]] = defaultdict(list)
    for name, weight in model.named_parameters():
        groups[name.startswith("encoder."), weight.dim() > 1].append(weight)
    rates = {True: config["learning_rate"], False: config["head_learning_rate"]}
    return torch.optim.AdamW(
        [
            {
                "params": weights,
                "lr": rates[inner],
                "base": rates[inner],
                "weight_decay": config["weight_decay"] * decayed,
            }
            for (inner, decayed), weights in groups.items()
        ],
        betas=(0.9, 0.98),
        fused=True,
    )


@dataclass
class Run:
    """A training run: what it learns from, what it has learnt, and where it is."""

    config: dict[str, Any]
    base: e5.E5
    tokenizer: Tokenizer
    model: Reader
    optimizer: torch.optim.AdamW
    table: Tensor
    centre: Tensor
    balance: Tensor
    rng: random.Random
    epoch: int = 0
    step: int = 0
    total: int = 0

    def resume(self, path: Path) -> None:
        """Goes on where a saved run stopped."""
        state = torch.load(path, weights_only=False)
        self.model.load_state_dict(state["model"])
        self.optimizer.load_state_dict(state["optimizer"])
        self.rng.setstate(state["python"])
        torch.set_rng_state(state["torch"])
        self.epoch, self.step, self.total = state["epoch"] + 1, state["step"], state["total"]

    def save(self, path: Path) -> None:
        """Saves everything that `resume` needs; never leaves half a file."""
        state = {
            "model": self.model.state_dict(),
            "optimizer": self.optimizer.state_dict(),
            "config": self.config,
        }
        state |= {"epoch": self.epoch, "step": self.step, "total": self.total}
        state |= {"python": self.rng.getstate(), "torch": torch.get_rng_state()}
        torch.save(state, path.with_suffix(".new"))
        os.replace(path.with_suffix(".new"), path)

    def learn(self, batch: list[batches.Window]) -> dict[str, float]:
        """One step; gives the losses."""
        ids, mask, labels = batches.collate(batch, self.base.special["pad"])
        with torch.autocast("cpu", dtype=torch.bfloat16):
            outputs = self.model(ids, mask)
        parts: dict[str, Tensor | None] = dict(losses.flat(outputs, labels))
        parts["links"] = losses.links(outputs, self.model.distances, batch)
        parts["acts"] = losses.acts(outputs, batch, self.config["act_share"], self.balance)
        parts["vectors"] = losses.vectors(outputs, batch, self.table, self.centre)
        known = {name: loss for name, loss in parts.items() if loss is not None}
        loss = sum((self.config["weights"][name] * value for name, value in known.items()), torch.zeros(()))
        rate = min(1, (self.step + 1) / self.config["warmup_steps"]) * max(0.02, 1 - self.step / self.total)
        for group in self.optimizer.param_groups:
            group["lr"] = group["base"] * rate
        loss.backward()
        torch.nn.utils.clip_grad_norm_(self.model.parameters(), self.config["clip"])
        self.optimizer.step()
        self.optimizer.zero_grad(set_to_none=True)
        self.step += 1
        return {name: value.item() for name, value in known.items()}

    def learn_all(self, pool: list[batches.Window]) -> dict[str, float]:
        """One epoch; gives the mean losses."""
        began = time.time()
        order = list(batches.batched(pool, self.rng))
        self.total = self.total or len(order) * self.config["epochs"]
        self.model.train()
        sums: Counter[str] = Counter()
        counts: Counter[str] = Counter()
        means: dict[str, float] = {}
        for number, batch in enumerate(order, start=1):
            for name, value in self.learn(batch).items():
                sums[name] += value
                counts[name] += 1
            means = {name: round(sums[name] / counts[name], 4) for name in sorted(sums)}
            if number % 50 == 0:
                print(self.epoch, number, len(order), round(time.time() - began), "s", means, flush=True)
        return means


def start(config: dict[str, Any], path: Path, training: list[records.Record], cache: Path) -> Run:
    """A new run from the original weights."""
    torch.manual_seed(config["seed"])
    torch.set_num_threads(config["threads"])
    base = e5.read(path)
    tokenizer = unigram(base.pieces, base.scores, base.special["unknown"])
    table = teach(training, base, tokenizer, cache)
    model = Reader(base, config["dropout"])
    return Run(
        config,
        base,
        tokenizer,
        model,
        optimiser(model, config),
        table,
        functional.normalize(table.float().mean(0), dim=0),
        balance(training, config["act_balance"]),
        random.Random(config["seed"]),
    )


def main() -> None:
    """Trains."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("config", type=Path)
    parser.add_argument("records", type=Path)
    parser.add_argument("e5", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--start", type=Path)
    options = parser.parse_args()
    config = tomllib.loads(options.config.read_text("utf-8"))
    options.out.mkdir(parents=True, exist_ok=True)
    used = {part["dataset"] for part in config["data"]}
    everything = list(records.read(options.records))
    sets: dict[str, list[records.Record]] = defaultdict(list)
    for record in everything:
        if record.split == "train" and record.dataset in used:
            sets[record.dataset].append(record)
    run = start(config, options.e5, [r for part in sets.values() for r in part], options.out / "teacher.npy")
    if options.start:
        run.model.load_state_dict(torch.load(options.start, weights_only=False)["model"], strict=False)
    last = options.out / "last.pt"
    if last.exists():
        run.resume(last)
    while run.epoch < config["epochs"]:
        began = time.time()
        pool = epoch_windows(config, sets, run.tokenizer, run.base.special, run.rng)
        entry: dict[str, Any] = {"epoch": run.epoch, "pieces": sum(len(w.ids) for w in pool)}
        entry |= {"losses": run.learn_all(pool), "seconds": round(time.time() - began), "dev": {}}
        reader = evaluate.TorchEncoder(run.model, run.base, run.tokenizer)
        for name in ("fr-news", "en-news"):
            articles = [r for r in everything if (r.dataset, r.split) == (name, "dev")]
            entry["dev"][name] = evaluate.score(reader.encode, articles)
            print(f"epoch {run.epoch}, {name} dev: {evaluate.line(entry['dev'][name])}", flush=True)
        with (options.out / "log.jsonl").open("a", encoding="utf-8") as log:
            log.write(json.dumps(entry) + "\n")
        run.save(last)
        run.epoch += 1


if __name__ == "__main__":
    main()
