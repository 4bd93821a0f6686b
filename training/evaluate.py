"""Measures a checkpoint on articles with gold attributions, with a plain decoder and no rules.

usage: python evaluate.py RECORDS.jsonl E5_BIN CHECKPOINT DATASET:SPLIT ...

Measures are those of the product's scorer: token F1 of source, cue and content; attributions matched one to one
by the F1 of their content tokens at 0.5 and 0.8; of the matches, the share whose source overlaps and whose act is
right. `linked` counts an attribution as found when at least half of the content is shared both ways and the
source overlaps.
"""

from __future__ import annotations

import argparse
import re
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from tokenizers import Tokenizer

import e5
import records
from batches import begin_mark
from model import Reader
from pourparlers.reading.encoder import Encoded, Encoder
from vocabulary import unigram

WORD = re.compile(r"\w+")
WINDOW, OVERLAP = 254, 48
TAGGED = ("source", "cue", "content")
SURE, SOURCE, LEAST = 0.5, 0.4, 0.2
"""How likely a cue and its content must be, a piece of its source, and one where none is."""
POSSIBLE, LINKED = 0.3, 0.3
"""How likely a cue must be that its roles count for the pieces, and the weight of roles beside tags. Chosen on PolNeAR dev."""
Span = tuple[int, int]


class TorchEncoder(Encoder):
    """The product's encoder with a PyTorch model inside, and with the full vocabulary."""

    def __init__(
        self, model: Reader, base: e5.E5, tokenizer: Tokenizer, *, exact: bool = False, dataset: str = ""
    ) -> None:
        self._exact = exact
        self.name = "torch"
        self._model = model.eval()
        self._length, self._overlap = WINDOW, OVERLAP
        self._begin, self._end = begin_mark(dataset, base.special), base.special["end"]
        self._distances = model.distances.detach().numpy()
        self._positions = np.zeros((256, base.width), np.float32)
        self.tokenizer = tokenizer
        self._threads = 1

    def _run(self, ids: NDArray[np.int32]) -> dict[str, Any]:
        framed = torch.from_numpy(np.concatenate([[self._begin], ids, [self._end]]))[None]
        with torch.no_grad(), torch.autocast("cpu", dtype=torch.bfloat16, enabled=not self._exact):
            out = self._model(framed, torch.ones_like(framed, dtype=torch.bool))
        flat = {
            name: (value if name.startswith("acts") else value.softmax(-1))[0, 1:-1].numpy()
            for name, value in out.flat.items()
        }
        links = {"query": out.query, "key": out.key, "bias": out.bias, "hidden": out.hidden}
        links["states"] = out.states[-1].float()
        return flat | {name: value[0, 1:-1].numpy() for name, value in links.items()}


@dataclass
class Found:
    """A decoded attribution."""

    source: list[Span]
    cue: list[Span]
    content: list[Span]
    act: str = "state"
    words: dict[str, set[int]] = field(default_factory=dict)


def decode(encoded: Encoded, *, nested: bool = True) -> list[Found]:
    """One attribution a cue, with the pieces that are likely in a role; then contents without a cue.

    A cue whose pieces and content are less likely than `SURE` together is none; without `nested`, neither is one in a content.
    """
    found = []
    cues = encoded.cues.argmax(axis=1)
    tags = encoded.tags.argmax(axis=1)
    inside = _tagged(encoded, "content") > 0.5
    offsets = encoded.offsets

    def spans(runs: list[tuple[int, int]]) -> list[Span]:
        return [(int(offsets[a, 0]), int(offsets[b - 1, 1])) for a, b in runs]

    def act(cue: list[int], content: list[int]) -> str:
        logits = np.zeros(len(records.ACTS), np.float32)
        if cue:
            logits += encoded.acts_cue[cue].mean(axis=0)
        if content:
            logits += encoded.acts_content[content].mean(axis=0)
        return records.ACTS[int(logits.argmax())]

    linked = np.zeros(len(offsets), bool)
    for start in np.flatnonzero(cues == 1):
        end = start + 1
        while end < len(cues) and cues[end] == 2:
            end += 1
        roles = encoded.roles(int(start))
        content = np.flatnonzero(roles[:, 1] > 0.5)
        sure = (1 - encoded.cues[start, 0]) * (roles[content, 1].mean() if len(content) else 0)
        if sure < SURE or (inside[start] and not nested):
            continue
        source = np.flatnonzero(roles[:, 0] > min(SOURCE, max(LEAST, roles[:, 0].max() / 2)))
        linked[content] = True
        kind = act(list(range(start, end)), content.tolist())
        found.append(
            Found(
                spans(records.runs(source, 3)), spans([(start, end)]), spans(records.runs(content, 2)), kind
            )
        )
    for a, b in records.runs(np.flatnonzero(tags >= 5)):
        if not linked[a:b].any() and b - a > 2:
            found.append(Found([], [], spans([(a, b)]), act([], list(range(a, b)))))
    return found


def _tagged(encoded: Encoded, role: str) -> NDArray[np.float32]:
    """(pieces,) how likely each is in a role of the outer level."""
    first = 2 * TAGGED.index(role) + 1
    return encoded.tags[:, first] + encoded.tags[:, first + 1]


def in_roles(encoded: Encoded, *, nested: bool = True) -> dict[str, list[Span]]:
    """The pieces that are source, cue or content of any attribution, by the tags and the roles of all cues together."""
    outer = {role: np.zeros(len(encoded.offsets), np.float32) for role in TAGGED}
    inner = {role: np.zeros(len(encoded.offsets), np.float32) for role in TAGGED}
    inside = _tagged(encoded, "content") > 0.5
    outer["cue"], inner["cue"] = 1 - encoded.cues[:, 0], (1 - encoded.cues[:, 0]) * inside
    for cue in np.flatnonzero(encoded.cues[:, 1] > POSSIBLE):
        roles = encoded.roles(int(cue)) * encoded.cues[cue, 1]
        level = inner if inside[cue] else outer
        for column, role in enumerate(("source", "content")):
            level[role] = np.maximum(level[role], roles[:, column])
    out = {}
    for role in TAGGED:
        likely = (1 - LINKED) * _tagged(encoded, role) + LINKED * outer[role]
        pieces = np.maximum(likely, inner[role]) if nested else likely
        runs = records.runs(np.flatnonzero(pieces > 0.5))
        out[role] = [(int(encoded.offsets[a, 0]), int(encoded.offsets[b - 1, 1])) for a, b in runs]
    return out


def _words(text_words: list[Span], spans: list[Span]) -> set[int]:
    return {i for i, (a, b) in enumerate(text_words) for s, e in spans if a < e and b > s}


def _f1(right: float, predicted: float, gold: float) -> float:
    return 2 * right / (predicted + gold) if predicted + gold else 0.0


def _matches(gold: list[Found], found: list[Found], threshold: float) -> list[tuple[Found, Found]]:
    pairs = []
    for i, g in enumerate(gold):
        for j, f in enumerate(found):
            shared = len(g.words["content"] & f.words["content"])
            score = _f1(shared, len(f.words["content"]), len(g.words["content"]))
            if shared and score >= threshold:
                pairs.append((-score, i, j))
    used: tuple[set[int], set[int]] = (set(), set())
    out = []
    for _, i, j in sorted(pairs):
        if i not in used[0] and j not in used[1]:
            used[0].add(i)
            used[1].add(j)
            out.append((gold[i], found[j]))
    return out


def score(read: Callable[[str], Encoded], articles: Iterable[records.Record]) -> dict[str, float]:
    """All measures over the articles."""
    c: Counter[str] = Counter()
    for record in articles:
        text_words = [m.span() for m in WORD.finditer(record.text)]
        nested = "nested" in record.labels
        encoded = read(record.text)
        found = decode(encoded, nested=nested)
        likely = in_roles(encoded, nested=nested)
        core = [a for a in record.attributions if not a.marginal]
        gold = [Found(a.source, a.cue, a.content, a.act or "") for a in core]
        marginal = [Found(a.source, a.cue, a.content) for a in record.attributions if a.marginal]
        other = {id(g): a.other_act for g, a in zip(gold, core, strict=True)}
        for item in [*gold, *marginal, *found]:
            item.words = {r: _words(text_words, getattr(item, r)) for r in ("source", "cue", "content")}
        aside = {id(f) for g, f in _matches(gold + marginal, found, 0.5) if any(g is m for m in marginal)}
        kept = [f for f in found if id(f) not in aside]
        for role in ("source", "cue", "content"):
            wanted = set().union(*(g.words[role] for g in gold))
            spare = set().union(*(m.words[role] for m in marginal)) - wanted
            given = _words(text_words, likely[role]) - spare
            c[f"{role} right"] += len(wanted & given)
            c[f"{role} given"] += len(given)
            c[f"{role} wanted"] += len(wanted)
        c["given"] += len(kept)
        c["wanted"] += len(gold)
        c["match@80"] += len(_matches(gold, kept, 0.8))
        for g, f in _matches(gold, kept, 0.5):
            c["match@50"] += 1
            overlap = bool(g.words["source"] & f.words["source"]) or not (
                g.words["source"] or f.words["source"]
            )
            shared = len(g.words["content"] & f.words["content"])
            half = 2 * shared >= len(g.words["content"]) and 2 * shared >= len(f.words["content"])
            c["source ok"] += overlap
            c["linked"] += overlap and half
            c["act ok"] += bool(g.act) and f.act in (g.act, other[id(g)])
    out = {
        f"{r} tokens": _f1(c[f"{r} right"], c[f"{r} given"], c[f"{r} wanted"])
        for r in ("content", "source", "cue")
    }
    out |= {m: _f1(c[m], c["given"], c["wanted"]) for m in ("match@50", "match@80", "linked")}
    out["precision@50"] = c["match@50"] / max(1, c["given"])
    out["recall@50"] = c["match@50"] / max(1, c["wanted"])
    return out | {m: c[f"{m} ok"] / max(1, c["match@50"]) for m in ("source", "act")}


def line(figures: dict[str, float]) -> str:
    """Figures for a log."""
    return "  ".join(f"{name} {value:.3f}" for name, value in figures.items())


def main() -> None:
    """Prints the figures of a checkpoint."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("records", type=Path)
    parser.add_argument("e5", type=Path)
    parser.add_argument("checkpoint", type=Path)
    parser.add_argument("parts", nargs="+")
    options = parser.parse_args()
    base = e5.read(options.e5)
    model = Reader(base, 0.0)
    model.load_state_dict(torch.load(options.checkpoint)["model"])
    tokenizer = unigram(base.pieces, base.scores, base.special["unknown"])
    everything = list(records.read(options.records))
    for part in options.parts:
        dataset, split = part.split(":")
        chosen = [r for r in everything if (r.dataset, r.split) == (dataset, split)]
        reader = TorchEncoder(model, base, tokenizer, dataset=dataset)
        print(part, len(chosen), "articles:", line(score(reader.encode, chosen)), flush=True)


if __name__ == "__main__":
    main()
