"""One pass of the reading model over an article: for every piece of it, what each head of the model says.

The model is a multilingual encoder (multilingual-e5-small, Wang et al. 2024) with heads for attribution tags,
cues, roles, acts, entities and conditions; `docs/model-card.md` says how it was made and what it can do. It runs
on ONNX Runtime, in windows of the length it was trained on, each with a margin of its neighbours.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from importlib.resources import as_file, files
from pathlib import Path
from typing import Any

import numpy as np
import onnxruntime
from numpy.typing import NDArray
from tokenizers import Tokenizer

from pourparlers.errors import ModelError
from pourparlers.model import Act, Span
from pourparlers.reading.pieces import PARAGRAPH, breaks, cut, windows

Floats = NDArray[np.float32]

ROLES = ("source", "content", "target")
ENTITIES = ("person", "organisation", "place", "role", "time")
TAGS = ("O", "B-source", "I-source", "B-cue", "I-cue", "B-content", "I-content")

_WIDTHS = {
    "tags": len(TAGS),
    "cues": 3,
    "acts_cue": len(Act),
    "acts_content": len(Act),
    "entities": 11,
    "conditions": 3,
}
_PROBABILITIES = ("tags", "cues", "entities", "conditions")
_FAR = 1 << 20


@dataclass(frozen=True)
class _Window:
    """What links the pieces of one window: of the pieces `[start, start + length)` that were read.

    `edges` is how far each piece is from the nearest edge of the window that has text beyond it.
    """

    start: int
    edges: NDArray[np.int32]
    query: NDArray[np.float16]
    key: NDArray[np.float16]
    bias: Floats


@dataclass(frozen=True)
class Encoded:
    """What the model says of each of the n pieces of one article.

    Attributes:
        offsets: (n, 2) characters of the text.
        tags: (n, 7) probabilities of `TAGS`: the outer level of attributions.
        cues: (n, 3) probabilities of O, B and I of a cue at any level, outer or nested.
        acts_cue: (n, 16) logits in the order of `Act`; those of an attribution are their mean over its cue pieces
        acts_content: (n, 16) and the mean of these over its content pieces, summed.
        entities: (n, 11) probabilities of O, then of B and I of each of `ENTITIES`.
        conditions: (n, 3) probabilities of O, B and I of a condition.
        hidden: (n, 384) the parts of which sentence vectors are made.
        states: (n, 384) the last state of the encoder, which all heads but the sentence vector read.
    """

    offsets: NDArray[np.int32]
    tags: Floats
    cues: Floats
    acts_cue: Floats
    acts_content: Floats
    entities: Floats
    conditions: Floats
    hidden: NDArray[np.float16]
    states: NDArray[np.float16]
    read: NDArray[np.int32]
    links: tuple[_Window, ...]
    distances: Floats

    def roles(self, piece: int) -> Floats:
        """(n, 3) probability that each piece is in each of `ROLES` of the attribution whose cue starts at `piece`.

        Where two windows hold both pieces, the one in which they are further from its edges is believed.
        """
        out = np.zeros((len(self.offsets), len(ROLES)), np.float32)
        at = int(np.searchsorted(self.read, piece))
        if at == len(self.read) or self.read[at] != piece:
            return out
        trust = np.full(len(self.read), -1, np.int32)
        for window in self.links[self._first_window(at) :]:
            if window.start > at:
                break
            place = at - window.start
            if place >= len(window.edges):
                continue
            logits = np.einsum(
                "jrd,rd->jr", window.key.astype(np.float32), window.query[place].astype(np.float32)
            )
            logits += window.bias + self.distances[distance_bucket(np.arange(len(window.edges)) - place)]
            here = slice(window.start, window.start + len(window.edges))
            edges = np.minimum(window.edges, window.edges[place])
            better = np.flatnonzero(edges > trust[here])
            trust[here][better] = edges[better]
            out[self.read[here][better]] = 1 / (1 + np.exp(-logits[better].clip(-30, 30)))
        return out

    def _first_window(self, at: int) -> int:
        low, high = 0, len(self.links)
        while low < high:
            middle = (low + high) // 2
            if self.links[middle].start + len(self.links[middle].edges) <= at:
                low = middle + 1
            else:
                high = middle
        return low

    def pieces(self, span: Span) -> range:
        """The pieces that overlap a span of the text."""
        first = int(np.searchsorted(self.offsets[:, 1], span.start, side="right"))
        return range(first, max(first, int(np.searchsorted(self.offsets[:, 0], span.end, side="left"))))

    def vector(self, spans: Sequence[Span]) -> Floats:
        """(384,) the unit sentence embedding of the text in the spans, or zeros if no piece is in them."""
        total: Floats = self.hidden[self._within(spans)].astype(np.float32).sum(axis=0)
        length = float(np.linalg.norm(total))
        return total / np.float32(length) if length else total

    def state(self, spans: Sequence[Span]) -> Floats:
        """(384,) the mean state of the pieces in the spans, or zeros if no piece is in them."""
        chosen = self.states[self._within(spans)].astype(np.float32)
        mean: Floats = chosen.mean(axis=0) if len(chosen) else np.zeros(self.states.shape[1], np.float32)
        return mean

    def _within(self, spans: Sequence[Span]) -> NDArray[np.intp]:
        return np.array(sorted({piece for span in spans for piece in self.pieces(span)}), np.intp)


def distance_bucket(distance: NDArray[np.int64]) -> NDArray[np.int64]:
    """How far a piece lies from a cue, signed, in 32 classes that grow with the distance (Raffel et al. 2020)."""
    size = np.abs(distance)
    log = 8 + np.floor(np.log(np.maximum(size, 1) / 8) / np.log(256 / 8) * 8).astype(np.int64)
    return np.where(size < 8, size, np.minimum(log, 15)) + np.where(distance > 0, 16, 0)


class Encoder:
    """The reading model, loaded once and used for any number of texts.

    Args:
        threads: windows read at the same time; 0 for as many as there are processors.
        folder: where the model files are, if not those of the package.

    Raises:
        ModelError: the model files are missing or damaged.
    """

    def __init__(self, *, threads: int = 0, folder: Path | None = None) -> None:
        with as_file(files("pourparlers.reading") / "data") as bundled:
            self._load(folder or bundled)
        self._threads = threads or os.cpu_count() or 1

    def _load(self, folder: Path) -> None:
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = 1
        options.inter_op_num_threads = 1
        options.log_severity_level = 3
        try:
            card = json.loads((folder / "model.json").read_text("utf-8"))
            self.name = f"{card['name']} {card['version']}"
            self._length, self._overlap = int(card["window"]), int(card["overlap"])
            self._begin, self._end = int(card["begin"]), int(card["end"])
            self._distances = np.array(card["distances"], np.float32)
            self._words = np.load(folder / "embeddings.npy", mmap_mode="r", allow_pickle=False)
            self._positions = np.load(folder / "positions.npy", allow_pickle=False)
            self.tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
            self._session = onnxruntime.InferenceSession(
                str(folder / "model.onnx"), options, providers=["CPUExecutionProvider"]
            )
        except Exception as error:
            raise ModelError(
                f"the reading model cannot be loaded: {error}",
                where=str(folder),
                cure="install the package again",
            ) from error

    def encode(self, text: str, *, skip: Sequence[Span] = ()) -> Encoded:
        """Reads a text of any length.

        Args:
            text: the text of an article.
            skip: spans that are never read, such as captions; the pieces in them are O and have no roles.
        """
        ids, offsets = cut(self.tokenizer, text)
        read = _read(offsets, skip)
        kinds = breaks(text, offsets)[read]
        kinds[1:][np.diff(read) > 1] = PARAGRAPH
        bounds = windows(kinds, length=self._length, overlap=self._overlap)
        with ThreadPoolExecutor(self._threads) as pool:
            results = list(pool.map(lambda bound: self._run(ids[read[bound[0] : bound[1]]]), bounds))
        count = len(offsets)
        heads = {name: np.zeros((count, width), np.float32) for name, width in _WIDTHS.items()}
        for name in _PROBABILITIES:
            heads[name][:, 0] = 1
        hidden, states = (np.zeros((count, self._positions.shape[1]), np.float16) for _ in range(2))
        links = []
        trust = np.full(len(read), -1, np.int32)
        for (start, end), result in zip(bounds, results, strict=True):
            edges = _edges(start, end, len(read))
            better = np.flatnonzero(edges > trust[start:end])
            trust[start:end][better] = edges[better]
            rows = read[start:end][better]
            for name, table in heads.items():
                table[rows] = result[name][better]
            hidden[rows], states[rows] = result["hidden"][better], result["states"][better]
            key, query = result["key"].astype(np.float16), result["query"].astype(np.float16)
            links.append(_Window(start, edges, query, key, result["bias"]))
        return Encoded(
            offsets=offsets,
            hidden=hidden,
            states=states,
            read=read,
            links=tuple(links),
            distances=self._distances,
            **heads,
        )

    def _run(self, ids: NDArray[np.int32]) -> dict[str, Any]:
        """The outputs of the model for one window, without its begin and end marks."""
        framed = np.concatenate([[self._begin], ids, [self._end]])
        vectors = dequantise(self._words[framed]) + self._positions[: len(framed)]
        names = [output.name for output in self._session.get_outputs()]
        values = self._session.run(names, {"vectors": vectors[None]})
        return {name: value[0, 1:-1] for name, value in zip(names, values, strict=True)}


def dequantise(blocks: NDArray[np.uint8]) -> Floats:
    """Word embeddings as stored, (n, blocks, 18), to floats (n, blocks * 32).

    A block is a half-precision scale and 32 weights of 4 bits: the low halves of 16 bytes, then the high ones.
    """
    scale = np.ascontiguousarray(blocks[..., :2]).view("<f2").astype(np.float32)
    halves = blocks[..., 2:]
    values = np.concatenate([halves & 15, halves >> 4], axis=-1).astype(np.float32) - 8
    floats: Floats = (values * scale).reshape(len(blocks), -1)
    return floats


def _read(offsets: NDArray[np.int32], skip: Iterable[Span]) -> NDArray[np.int32]:
    """The pieces that lie outside all of the spans."""
    kept = np.ones(len(offsets), bool)
    for start, end in skip:
        kept &= (offsets[:, 1] <= start) | (offsets[:, 0] >= end)
    return np.flatnonzero(kept).astype(np.int32)


def _edges(start: int, end: int, total: int) -> NDArray[np.int32]:
    """How far each piece of a window is from an edge of it that has text beyond."""
    places = np.arange(end - start, dtype=np.int32)
    left = places if start else np.full_like(places, _FAR)
    right = places[::-1] if end < total else np.full_like(places, _FAR)
    return np.minimum(left, right)
