"""Averages the weights of two checkpoints of one line of training.

usage: python average.py FIRST.pt SECOND.pt SHARE OUT.pt

SHARE is the weight of the second (0 to 1). Where one was trained on from the other, the weights between them often do better
than either on what neither has seen (Wortsman et al. 2022, model soups). Fit the sentence head anew afterwards.
"""

from __future__ import annotations

import argparse
from pathlib import Path

import torch
from torch import Tensor


def average(first: dict[str, Tensor], second: dict[str, Tensor], share: float) -> dict[str, Tensor]:
    """Give the mean of two sets of weights of the same names and shapes; what is not a number is the second's."""
    return {
        name: torch.lerp(first[name].float(), weight.float(), share).to(weight.dtype)
        if weight.dtype.is_floating_point
        else weight
        for name, weight in second.items()
    }


def main() -> None:
    """Averages and writes."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("first", type=Path)
    parser.add_argument("second", type=Path)
    parser.add_argument("share", type=float)
    parser.add_argument("out", type=Path)
    options = parser.parse_args()
    first, second = (
        torch.load(path, weights_only=False)["model"] for path in (options.first, options.second)
    )
    torch.save({"model": average(first, second, options.share)}, options.out)


if __name__ == "__main__":
    main()
