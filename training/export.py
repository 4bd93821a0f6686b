"""Exports a checkpoint as the files the product reads, and says how well they agree with it.

usage: python export.py E5_BIN CHECKPOINT RECORDS.jsonl VOCABULARY_DIR OUT_DIR --version V [--precise NAME ...]

VOCABULARY_DIR is what `vocabulary.py` wrote. The channel scales are measured on the training articles of the
project's own sets. Matrices named with --precise (such as l11.fo) stay in 32 bits.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import time
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from tokenizers import Tokenizer
from torch import Tensor, nn

import e5
import evaluate
import graph as onnx_graph
import records
from model import FLAT, LINK, Reader
from pourparlers.reading.encoder import Encoder
from records import ROLES
from vocabulary import unigram

Array = NDArray[np.float32]
PARTS = ("qkv", "ao", "fi", "fo")
SMOOTHING = 0.8
CALIBRATION = 20


def weights_of(model: Reader) -> dict[str, Array]:
    """The trunk's weights under the original names."""
    encoder = model.encoder
    out: dict[str, Tensor] = {"emb.ln.w": encoder.ln.weight, "emb.ln.b": encoder.ln.bias}
    for i, layer in enumerate(encoder.layers):
        for name, weight, bias in zip("qkv", layer.qkv.weight.chunk(3), layer.qkv.bias.chunk(3), strict=True):
            out |= {f"l{i}.{name}.w": weight, f"l{i}.{name}.b": bias}
        for name in ("ao", "aln", "fi", "fo", "oln"):
            part = getattr(layer, name)
            out |= {f"l{i}.{name}.w": part.weight, f"l{i}.{name}.b": part.bias}
    return {name: value.detach().numpy().astype(np.float32) for name, value in out.items()}


def channels(
    model: Reader, reader: evaluate.TorchEncoder, articles: list[records.Record], precise: set[str]
) -> dict[str, Array]:
    """The scale of each input channel of each matrix: the range it has to the power of SMOOTHING, over the weights'."""
    largest: dict[str, Tensor] = {}
    modules = {
        f"l{i}.{part}": getattr(layer, part) for i, layer in enumerate(model.encoder.layers) for part in PARTS
    }
    modules |= {name: getattr(model, name) for name in ("query_inner", "key_inner", "query", "key", "vector")}
    handles = []
    for name, module in modules.items():

        def watch(_: nn.Module, inputs: tuple[Tensor, ...], __: Tensor, name: str = name) -> None:
            peak = inputs[0].float().abs().flatten(0, -2).amax(0)
            largest[name] = torch.maximum(largest.get(name, peak), peak)

        handles.append(module.register_forward_hook(watch))
    for record in articles:
        reader.encode(record.text)
    for handle in handles:
        handle.remove()
    out = {}
    for name, module in modules.items():
        if name not in precise:
            peak = largest[name].clamp(min=1e-5).numpy()
            weight = module.weight.detach().abs().amax(0).clamp(min=1e-5).numpy()
            out[name] = (peak**SMOOTHING / weight ** (1 - SMOOTHING)).astype(np.float32)
    return out


def build(model: Reader, base: e5.E5, smooth: dict[str, Array]) -> bytes:
    """The ONNX model."""
    graph = onnx_graph.Graph(smooth)
    states = onnx_graph.trunk(
        graph, weights_of(model), layers=base.layers, heads=base.heads, epsilon=base.epsilon
    )
    state = states[-1]

    def linear(value: str, name: str, part: nn.Linear) -> str:
        return graph.linear(value, name, part.weight.detach().numpy(), part.bias.detach().numpy())

    def shaped(value: str, name: str) -> str:
        shape = graph.constant(f"{name}.shape", np.array([0, 0, len(ROLES), LINK], np.int64))
        return graph.node("Reshape", [value, shape], f"{name}.shaped")

    outputs = {}
    for name, head in model.flat.items():
        value = linear(state, name, head)
        outputs[name] = (
            value if name.startswith("acts") else graph.node("Softmax", [value], f"{name}.softmax", axis=-1)
        )
    for name, inner, outer in (
        ("query", model.query_inner, model.query),
        ("key", model.key_inner, model.key),
    ):
        value = linear(graph.gelu(linear(state, f"{name}_inner", inner)), name, outer)
        if name == "query":
            value = graph.node(
                "Mul", [value, graph.constant("query.scale", np.float32(LINK**-0.5))], "query.scaled"
            )
        outputs[name] = shaped(value, name)
    outputs["bias"] = linear(state, "bias", model.bias)
    tapped = [states[layer - 1] for layer in model.tapped]
    outputs["states"] = state
    outputs["hidden"] = linear(graph.node("Concat", tapped, "tapped", axis=-1), "vector", model.vector)
    return onnx_graph.finish(graph, base.width, outputs).SerializeToString()


def agreement(exact: Encoder, fast: Encoder, texts: list[str]) -> dict[str, float]:
    """Share of pieces with the same tag, cue and entity, and speed, over texts whose pieces are the same."""
    same: dict[str, list[int]] = {name: [0, 0] for name in FLAT}
    cosines, roles = [], [0, 0]
    for text in texts:
        a, b = exact.encode(text), fast.encode(text)
        if len(a.offsets) != len(b.offsets):
            continue
        for name, counts in same.items():
            x, y = getattr(a, name).argmax(1), getattr(b, name).argmax(1)
            counts[0] += int((x == y).sum())
            counts[1] += len(x)
        for cue in np.flatnonzero(a.cues.argmax(1) == 1):
            x, y = a.roles(int(cue)) > 0.5, b.roles(int(cue)) > 0.5
            roles[0] += int((x & y).sum())
            roles[1] += int((x | y).sum())
        p, q = a.hidden.astype(np.float32), b.hidden.astype(np.float32)
        cosines.append(((p * q).sum(1) / np.linalg.norm(p, axis=1) / np.linalg.norm(q, axis=1)).mean())
    out = {name: right / max(1, total) for name, (right, total) in same.items()}
    out |= {
        "role pieces in both of those in either": roles[0] / max(1, roles[1]),
        "cosine": float(np.mean(cosines)),
    }
    began = time.perf_counter()
    for text in texts:
        fast.encode(text)
    out["words a second"] = sum(len(text.split()) for text in texts) / (time.perf_counter() - began)
    return out


def check(exact: Encoder, fast: Encoder, articles: list[records.Record]) -> None:
    """Prints how well the exported model agrees with the checkpoint, and how well it reads."""
    figures = agreement(exact, fast, [r.text for r in articles])
    print(json.dumps({name: round(value, 4) for name, value in figures.items()}), flush=True)
    for dataset in sorted({r.dataset for r in articles}):
        chosen = [r for r in articles if r.dataset == dataset]
        print(f"{dataset}, exported:", evaluate.line(evaluate.score(fast.encode, chosen)), flush=True)


def main() -> None:
    """Writes the files, each under another name first, and prints their size, agreement and speed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("e5", type=Path)
    parser.add_argument("checkpoint", type=Path)
    parser.add_argument("records", type=Path)
    parser.add_argument("vocabulary", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--version", required=True)
    parser.add_argument("--precise", nargs="*", default=[])
    parser.add_argument(
        "--unchecked", action="store_true", help="do not measure agreement, quality and speed"
    )
    options = parser.parse_args()
    base = e5.read(options.e5)
    model = Reader(base, 0.0)
    model.load_state_dict(torch.load(options.checkpoint, weights_only=False)["model"])
    full = unigram(base.pieces, base.scores, base.special["unknown"])
    exact = evaluate.TorchEncoder(model, base, full, exact=True)
    articles = list(records.read(options.records))
    calibration = [r for r in articles if r.split == "train" and r.dataset in {"fr-news", "en-news"}][
        :CALIBRATION
    ]
    smooth = channels(model, exact, calibration, set(options.precise))

    options.out.mkdir(parents=True, exist_ok=True)
    kept = np.load(options.vocabulary / "kept.npy")
    small = Tokenizer.from_file(str(options.vocabulary / "tokenizer.json"))
    if small.get_vocab_size() != len(kept):
        raise SystemExit("the tokenizer and the list of pieces kept do not belong together")
    card = {
        "name": "pourparlers-reader",
        "version": options.version,
        "window": evaluate.WINDOW,
        "overlap": evaluate.OVERLAP,
        "begin": int(np.flatnonzero(kept == base.special["begin"])[0]),
        "end": int(np.flatnonzero(kept == base.special["end"])[0]),
        "distances": np.round(model.distances.detach().numpy().astype(float), 5).tolist(),
    }
    new = options.out / "new"
    new.mkdir(exist_ok=True)
    (new / "model.onnx").write_bytes(build(model, base, smooth))
    np.save(new / "positions.npy", model.encoder.positions.detach().numpy()[: evaluate.WINDOW + 2])
    np.save(new / "embeddings.npy", base.words[kept])
    shutil.copy(options.vocabulary / "tokenizer.json", new / "tokenizer.json")
    (new / "model.json").write_text(json.dumps(card) + "\n", "utf-8")
    fast = Encoder(threads=2, folder=new)
    if not options.unchecked:
        check(exact, fast, [r for r in articles if r.split == "dev" and r.dataset in {"fr-news", "en-news"}])
    for path in sorted(new.iterdir()):
        print(path.name, round(path.stat().st_size / 1e6, 2), "MB")
        os.replace(path, options.out / path.name)
    new.rmdir()


if __name__ == "__main__":
    main()
