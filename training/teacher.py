"""Vectors of the original encoder, which the sentence head of the new one is to stay close to."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import torch
from numpy.typing import NDArray
from tokenizers import Tokenizer
from torch.nn import functional

from e5 import E5, dequantise
from model import Encoder
from pourparlers.reading.pieces import BREAK, cut
from records import Record

SHORTEST = 20


def phrases(record: Record) -> list[tuple[int, int]]:
    """The sentences of an article and the contents of its attributions, those of some length."""
    bounds = [0, *(m.end() for m in BREAK.finditer(record.text)), len(record.text)]
    found = list(pairwise(bounds))
    if "nested" in record.labels:
        found += [span for a in record.attributions for span in a.content]
    return [(s, e) for s, e in found if len(record.text[s:e].strip()) >= SHORTEST]


def embed(base: E5, tokenizer: Tokenizer, texts: list[str], pieces: int = 6000) -> NDArray[np.float16]:
    """(texts, width) unit vectors: the mean of the last hidden states, begin and end marks included."""
    encoder = Encoder(base, 0.0).eval()
    begin, end, pad = base.special["begin"], base.special["end"], base.special["pad"]
    coded = [np.concatenate([[begin], cut(tokenizer, text).ids[:254], [end]]) for text in texts]
    order = sorted(range(len(coded)), key=lambda i: len(coded[i]))
    out = np.zeros((len(texts), base.width), np.float16)
    with torch.no_grad(), torch.autocast("cpu", dtype=torch.bfloat16):
        while order:
            count = max(1, pieces // len(coded[order[0]]))
            chosen = order[:count]
            longest = len(coded[chosen[-1]])
            chosen = chosen[: max(1, pieces // longest)]
            order = order[len(chosen) :]
            longest = len(coded[chosen[-1]])
            ids = np.full((len(chosen), longest), pad)
            for row, i in enumerate(chosen):
                ids[row, : len(coded[i])] = coded[i]
            mask = torch.from_numpy(ids != pad)
            words = torch.from_numpy(dequantise(base.words[ids.ravel()]).reshape(*ids.shape, -1))
            state = encoder(words, mask)[-1].float()
            mean = (state * mask[..., None]).sum(1) / mask.sum(1, keepdim=True)
            out[chosen] = functional.normalize(mean, dim=-1).half().numpy()
    return out
