"""One stage of training: what it learns from, what it has learnt, where it is; saved after every epoch."""

from __future__ import annotations

import os
import random
import time
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import torch
from tokenizers import Tokenizer
from torch import Tensor
from torch.nn import functional
from torch.optim.swa_utils import get_ema_multi_avg_fn

import batches
import e5
import losses
import records
import teacher
from augment import augment
from model import Outputs, Reader

Sets = dict[str, list[records.Record]]

UNTAUGHT = frozenset({"polnear", "reread", "orange", "french", "english", "guided", "encyclopedia"})


def balance(articles: list[records.Record], power: float) -> Tensor:
    """Weight of each act: its frequency to the power of minus `power`, one on average over attributions."""
    counts = Counter(a.act for r in articles for a in r.attributions if a.act)
    weights = np.array([max(1, counts[act]) ** -power for act in records.ACTS])
    total = sum(weights[i] * counts[act] for i, act in enumerate(records.ACTS))
    return torch.tensor(weights * sum(counts.values()) / total, dtype=torch.float32)


def teach(articles: list[records.Record], base: e5.E5, tokenizer: Tokenizer, cache: Path | None) -> Tensor:
    """Vectors of the phrases of the articles, whose `phrases` and `vectors` are set.

    They are kept in `cache`, if they are as many; without one they are zeros, as for a run that is only timed. Some large sets are left out, for time. The target of a translated sentence lies half-way between its own vector and that of the English one.
    """
    texts: list[str] = []
    for record in articles:
        record.phrases = teacher.phrases(record) if record.dataset not in UNTAUGHT else []
        record.vectors = list(range(len(texts), len(texts) + len(record.phrases)))
        texts += [record.text[s:e] for s, e in record.phrases]
    if cache is None:
        return torch.zeros(len(texts), base.width)
    table = torch.from_numpy(np.load(cache)) if cache.exists() else torch.zeros(0)
    if len(table) != len(texts):
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
    data: list[dict[str, Any]],
    sets: Sets,
    tokenizer: Tokenizer,
    special: dict[str, int],
    rng: random.Random,
    epoch: int = 0,
) -> list[batches.Window]:
    """The windows of one epoch; a data set with `after` comes in only after so many."""
    pool = []
    for part in data:
        if epoch < part.get("after", 0):
            continue
        articles = sets[part["dataset"]]
        chosen = rng.sample(articles, min(part.get("sample", len(articles)), len(articles)))
        for record in chosen * part.get("times", 1):
            version = augment(record, rng) if part.get("augment") else record
            pool += batches.windows(
                version, tokenizer, batches.begin_mark(part["dataset"], special), special["end"], rng
            )
    return pool


def optimiser(model: Reader, stage: dict[str, Any], decay: float) -> torch.optim.AdamW:
    """AdamW with a faster rate for the heads, and no decay of biases and norms."""
    groups: dict[tuple[bool, bool], list[Tensor]] = defaultdict(list)
    for name, weight in model.named_parameters():
        groups[name.startswith("encoder."), weight.dim() > 1].append(weight)
    rates = {True: stage["learning_rate"], False: stage["head_learning_rate"]}
    return torch.optim.AdamW(
        [
            {
                "params": weights,
                "lr": rates[inner],
                "base": rates[inner],
                "weight_decay": decay * decayed,
            }
            for (inner, decayed), weights in groups.items()
        ],
        betas=(0.9, 0.98),
        fused=True,
    )


@dataclass
class Run:
    """One stage of a training run. `mean` is the running mean of the weights, which is what a stage gives on."""

    config: dict[str, Any]
    stage: dict[str, Any]
    base: e5.E5
    tokenizer: Tokenizer
    model: Reader
    optimizer: torch.optim.AdamW
    table: Tensor
    centre: Tensor
    balance: Tensor
    rng: random.Random
    mean: dict[str, Tensor] = field(default_factory=dict)
    epoch: int = 0
    step: int = 0
    total: int = 0

    def resume(self, state: dict[str, Any]) -> None:
        """Goes on where a saved run of this stage stopped."""
        self.model.load_state_dict(state["live"])
        self.mean = state["model"]
        self.optimizer.load_state_dict(state["optimizer"])
        self.rng.setstate(state["python"])
        torch.set_rng_state(state["torch"])
        self.epoch, self.step, self.total = state["epoch"] + 1, state["step"], state["total"]

    def save(self, path: Path) -> None:
        """Saves everything that `resume` needs."""
        state = {
            "stage": self.stage["name"],
            "model": self.mean,
            "live": self.model.state_dict(),
            "optimizer": self.optimizer.state_dict(),
            "config": self.config,
        }
        state |= {"epoch": self.epoch, "step": self.step, "total": self.total}
        state |= {"python": self.rng.getstate(), "torch": torch.get_rng_state()}
        write(path, state)

    def average(self) -> None:
        """Draws the running mean of the weights towards what they are now."""
        now = {name: value.detach() for name, value in self.model.state_dict().items()}
        if not self.mean:
            self.mean = {name: value.clone() for name, value in now.items()}
        get_ema_multi_avg_fn(self.config["average"])(list(self.mean.values()), list(now.values()), self.step)

    def more(self, ids: Tensor, mask: Tensor, outputs: Outputs) -> dict[str, Tensor]:
        """Further losses of a step; none here."""
        return {}

    def learn(self, batch: list[batches.Window]) -> dict[str, float]:
        """One step; gives the losses."""
        ids, mask, labels = batches.collate(batch, self.base.special["pad"])
        with torch.autocast("cpu", dtype=torch.bfloat16):
            outputs = self.model(ids, mask)
        parts: dict[str, Tensor | None] = dict(losses.flat(outputs, labels))
        parts["links"] = losses.links(outputs, self.model.distances, batch)
        parts["acts"] = losses.acts(outputs, batch, self.config["act_share"], self.balance)
        parts["vectors"] = losses.vectors(outputs, batch, self.table, self.centre)
        parts |= self.more(ids, mask, outputs)
        known = {name: loss for name, loss in parts.items() if loss is not None}
        loss = sum(
            (self.config["weights"].get(name, 1.0) * value for name, value in known.items()), torch.zeros(())
        )
        rate = min(1, (self.step + 1) / self.stage["warmup_steps"])
        rate *= max(self.stage["floor"], 1 - self.step / self.total)
        for group in self.optimizer.param_groups:
            group["lr"] = group["base"] * rate
        loss.backward()
        torch.nn.utils.clip_grad_norm_(self.model.parameters(), self.config["clip"])
        self.optimizer.step()
        self.optimizer.zero_grad(set_to_none=True)
        self.step += 1
        self.average()
        return {name: value.item() for name, value in known.items()}

    def learn_all(self, pool: list[batches.Window]) -> dict[str, float]:
        """One epoch; gives the mean losses."""
        began = time.time()
        order = list(batches.batched(pool, self.rng))
        self.total = self.total or len(order) * self.stage["epochs"]
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


def start(
    config: dict[str, Any],
    stage: dict[str, Any],
    base: e5.E5,
    tokenizer: Tokenizer,
    table: Tensor,
    sets: Sets,
) -> Run:
    """A stage that has not begun, with the original weights and new heads."""
    torch.manual_seed(config["seed"])
    model = Reader(base, config["dropout"])
    return Run(
        config,
        stage,
        base,
        tokenizer,
        model,
        optimiser(model, stage, config["weight_decay"]),
        table,
        functional.normalize(table.float().mean(0), dim=0),
        balance([record for part in sets.values() for record in part], config["act_balance"]),
        random.Random(config["seed"]),
    )


def write(path: Path, state: dict[str, Any]) -> None:
    """Saves a checkpoint; never leaves half a file."""
    torch.save(state, path.with_suffix(".new"))
    os.replace(path.with_suffix(".new"), path)
