"""Makes a checkpoint from the files the product reads, so that training can go on from what is in the repository.

usage: python restore.py E5_BIN MODEL_DIR OUT.pt

The matrices come back as they were rounded (8 bits, a scale a column and a channel); all else as it was. Positions past the
product's window are the original ones, the word embeddings are frozen and no part of a checkpoint.
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path

import numpy as np
import onnx
import torch
from numpy.typing import NDArray
from onnx import numpy_helper
from torch import Tensor

import e5
from model import Reader

Array = NDArray[np.generic]
NORMS = {"weight": "scale", "bias": "shift"}


def weight(constants: dict[str, Array], name: str) -> Array:
    """The matrix of a linear part, (out, in), from 8 bits or as it is."""
    stored = constants[f"{name}.weight"].T
    if f"{name}.channel" not in constants:
        return stored
    return stored.astype(np.float32) * constants[f"{name}.step"][:, None] * constants[f"{name}.channel"]


def part(constants: dict[str, Array], name: str) -> Array:
    """A weight of the reader by its name in a checkpoint; KeyError if the graph has none."""
    module, _, kind = name.rpartition(".")
    module = module.replace("encoder.layers.", "l").replace("flat.", "")
    module = "emb" if module == "encoder.ln" else module
    if f"{module}.shift" in constants:
        return constants[f"{module}.{NORMS[kind]}"]
    return weight(constants, module) if kind == "weight" else constants[f"{module}.bias"]


def restored(base: e5.E5, folder: Path) -> dict[str, Tensor]:
    """The weights of the reader whose files lie in a folder, by their names in a checkpoint."""
    graph = onnx.load(folder / "model.onnx").graph
    constants = {one.name: numpy_helper.to_array(one) for one in graph.initializer}
    card = json.loads((folder / "model.json").read_text("utf-8"))
    state = Reader(base, 0).state_dict()
    positions = np.load(folder / "positions.npy")
    apart: dict[str, Array] = {
        "distances": np.array(card["distances"], np.float32),
        "encoder.positions": np.concatenate(
            [positions, state["encoder.positions"][len(positions) :].numpy()]
        ),
    }
    for name, value in state.items():
        found = apart[name] if name in apart else part(constants, name)
        value.copy_(torch.from_numpy(np.array(found)))
    return state


def main() -> None:
    """Writes the checkpoint."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("e5", type=Path)
    parser.add_argument("model", type=Path)
    parser.add_argument("out", type=Path)
    options = parser.parse_args()
    torch.save({"model": restored(e5.read(options.e5), options.model)}, options.out)


if __name__ == "__main__":
    main()
