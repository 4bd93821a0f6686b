"""Turns records into windows of pieces with the labels of every head, and windows into batches."""

from __future__ import annotations

import random
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

import numpy as np
import torch
from numpy.typing import NDArray
from tokenizers import Tokenizer
from torch import Tensor

from pourparlers.reading.pieces import breaks, cut
from records import ACTS, ENTITIES, Record, Span

IGNORE = -100
LENGTH = 254
BATCH_PIECES = 2048
OTHER_SCHEME = frozenset({"polnear"})


@dataclass
class Link:
    """The roles of all pieces of a window in the attribution whose cue starts at `piece`; -1 where not known."""

    piece: int
    labels: NDArray[np.int8]


@dataclass
class ActLabel:
    """The act of an attribution: its cue and content pieces in the window, its act and the other one allowed."""

    cue: list[int]
    content: list[int]
    act: int
    other: int
    weight: float = 1.0


@dataclass
class Window:
    """A window with its begin and end marks, and what is known of its pieces."""

    ids: NDArray[np.int32]
    labels: dict[str, NDArray[np.int64]]
    links: list[Link] = field(default_factory=list)
    acts: list[ActLabel] = field(default_factory=list)
    vectors: list[tuple[int, int, int]] = field(default_factory=list)


def _anchors(text: str, offsets: NDArray[np.int32]) -> NDArray[np.int64]:
    """The character that speaks for each piece: its first letter or digit, or its first character."""
    word = np.fromiter((c.isalnum() for c in text), bool, len(text))
    following = np.where(word, np.arange(len(text)), len(text))
    following = np.minimum.accumulate(following[::-1])[::-1]
    first = following[offsets[:, 0]]
    return np.where(first < offsets[:, 1], first, offsets[:, 0]).astype(np.int64)


class _Layer:
    """One layer of labels over the characters of a text: a class and an instance number for each."""

    def __init__(self, size: int) -> None:
        self.kind = np.zeros(size, np.int64)
        self.instance = np.zeros(size, np.int64)

    def put(self, spans: Iterable[Span], kind: int, instance: int) -> None:
        for start, end in spans:
            free = self.kind[start:end] == 0
            self.kind[start:end][free] = kind
            self.instance[start:end][free] = instance

    def bio(self, anchors: NDArray[np.int64]) -> NDArray[np.int64]:
        kind, instance = self.kind[anchors], self.instance[anchors]
        same = np.zeros(len(anchors), bool)
        same[1:] = (kind[1:] == kind[:-1]) & (instance[1:] == instance[:-1])
        return np.where(kind == 0, 0, 2 * kind - 1 + same)


def _inside(anchors: NDArray[np.int64], spans: Iterable[Span]) -> NDArray[np.bool_]:
    found = np.zeros(len(anchors), bool)
    for start, end in spans:
        found |= (anchors >= start) & (anchors < end)
    return found


def _labels(record: Record, anchors: NDArray[np.int64]) -> dict[str, NDArray[np.int64]]:
    size, known = len(record.text), set(record.labels)
    unknown = np.full(len(anchors), IGNORE, np.int64)
    labels = dict.fromkeys(("tags", "cues", "entities", "conditions"), unknown)
    if "attributions" in known:
        tags, cues = _Layer(size), _Layer(size)
        for number, attribution in enumerate(record.attributions, start=1):
            cues.put(attribution.cue, 1, number)
            if not attribution.nested:
                for kind, spans in enumerate(
                    (attribution.source, attribution.cue, attribution.content), start=1
                ):
                    tags.put(spans, kind, number)
        labels["tags"], labels["cues"] = tags.bio(anchors), cues.bio(anchors)
        if "nested" not in known:
            hidden = _inside(anchors, (s for a in record.attributions for s in a.content))
            labels["cues"] = np.where(hidden & (labels["cues"] == 0), IGNORE, labels["cues"])
        doubtful = _inside(anchors, record.doubtful)
        for name in ("tags", "cues"):
            labels[name] = np.where(doubtful, IGNORE, labels[name])
    if "entities" in known:
        layer = _Layer(size)
        for number, (start, end, kind) in enumerate(record.entities, start=1):
            layer.put([(start, end)], 1 + ENTITIES.index(kind), number)
        found = layer.bio(anchors)
        labels["entities"] = np.where((found == 0) & _inside(anchors, record.unsure), IGNORE, found)
    if "conditions" in known:
        layer = _Layer(size)
        for number, attribution in enumerate(record.attributions, start=1):
            layer.put([attribution.condition] if attribution.condition else [], 1, number)
        labels["conditions"] = layer.bio(anchors)
    return labels


def _cuts(kinds: NDArray[np.int8], rng: random.Random | None) -> list[tuple[int, int]]:
    """Windows that do not overlap; with `rng`, of random lengths, so that cuts fall elsewhere in every epoch."""
    out = []
    start = 0
    while start < len(kinds):
        length = LENGTH if rng is None or (start and rng.random() < 0.7) else rng.randint(LENGTH // 3, LENGTH)
        end = min(len(kinds), start + length)
        if end < len(kinds):
            half = start + length // 2
            for kind in (2, 1):
                found = np.flatnonzero(kinds[half : end + 1] == kind)
                if len(found):
                    end = half + int(found[-1])
                    break
        out.append((start, end))
        start = end
    return out


def windows(
    record: Record, tokenizer: Tokenizer, begin: int, end: int, rng: random.Random | None = None
) -> list[Window]:
    """The windows of a record, labelled."""
    ids, offsets = cut(tokenizer, record.text)
    if not len(ids):
        return []
    anchors = _anchors(record.text, offsets)
    labels = _labels(record, anchors)
    attributions = [
        tuple(
            np.flatnonzero(_inside(anchors, spans)) for spans in (a.cue, a.source, a.content, a.target or [])
        )
        for a in record.attributions
    ]
    doubtful = np.flatnonzero(_inside(anchors, record.doubtful))
    out = []
    for low, high in _cuts(breaks(record.text, offsets), rng):
        edge = np.full(1, IGNORE, np.int64)
        window = Window(
            np.concatenate([[begin], ids[low:high], [end]]).astype(np.int32),
            {name: np.concatenate([edge, values[low:high], edge]) for name, values in labels.items()},
        )
        rows: dict[int, NDArray[np.int8]] = {}
        for attribution, (cue, source, content, target) in zip(
            record.attributions, attributions, strict=True
        ):
            within = [p[(p >= low) & (p < high)] - low + 1 for p in (cue, source, content, target)]
            if attribution.act and (len(within[0]) or len(within[2])):
                act = ACTS.index(attribution.act)
                other = ACTS.index(attribution.other_act) if attribution.other_act else act
                window.acts.append(ActLabel(within[0].tolist(), within[2].tolist(), act, other))
            if not len(cue) or not low <= cue[0] < high:
                continue
            row = rows.setdefault(int(cue[0]) - low + 1, np.zeros((high - low + 2, 3), np.int8))
            for role, found in enumerate(within[1:]):
                row[found, role] = 1
            if attribution.target is None:
                row[:, 2] = -1
        unknown = doubtful[(doubtful >= low) & (doubtful < high)] - low + 1
        for row in rows.values():
            row[unknown] = -1
        window.links = [Link(piece, row) for piece, row in rows.items()]
        for start, stop, act in record.acts:
            inside = (np.flatnonzero(_inside(anchors[low:high], [(start, stop)])) + 1).tolist()
            window.acts.append(ActLabel(inside, inside, ACTS.index(act), ACTS.index(act), 0.3))
        for (start, stop), row_number in zip(record.phrases, record.vectors, strict=True):
            first = int(np.searchsorted(offsets[:, 1], start, side="right"))
            last = int(np.searchsorted(offsets[:, 0], stop, side="left"))
            if low <= first < last <= high:
                window.vectors.append((first - low + 1, last - low + 1, row_number))
        out.append(window)
    return out


def begin_mark(dataset: str, special: dict[str, int]) -> int:
    """The piece that begins a window; another one where attributions were annotated by guidelines that differ."""
    return special["end" if dataset in OTHER_SCHEME else "begin"]


def batched(pool: list[Window], rng: random.Random | None) -> Iterator[list[Window]]:
    """Batches of windows of about the same length, of about as many pieces each, in random order."""
    if rng:
        rng.shuffle(pool)
    batches: list[list[Window]] = []
    for start in range(0, len(pool), 400):
        batch: list[Window] = []
        for window in sorted(pool[start : start + 400], key=lambda w: len(w.ids)):
            if batch and (len(batch) + 1) * len(window.ids) > BATCH_PIECES:
                batches.append(batch)
                batch = []
            batch.append(window)
        batches.append(batch)
    if rng:
        rng.shuffle(batches)
    return iter(batches)


def collate(batch: list[Window], pad: int) -> tuple[Tensor, Tensor, dict[str, Tensor]]:
    """ids and mask (batch, pieces), and labels of the flat heads."""
    length = max(len(w.ids) for w in batch)
    ids = torch.full((len(batch), length), pad)
    mask = torch.zeros(len(batch), length, dtype=torch.bool)
    labels = {name: torch.full((len(batch), length), IGNORE) for name in batch[0].labels}
    for i, window in enumerate(batch):
        size = len(window.ids)
        ids[i, :size] = torch.from_numpy(window.ids)
        mask[i, :size] = True
        for name, values in window.labels.items():
            labels[name][i, :size] = torch.from_numpy(values)
    return ids, mask, labels
