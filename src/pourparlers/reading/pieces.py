"""Cuts text into the encoder's pieces and knows which characters of the text each piece stands for."""

from __future__ import annotations

import re
import sys
import unicodedata
from functools import lru_cache
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from tokenizers import Tokenizer

BREAK = re.compile(r"\n+|(?<=[.!?…])[\"”»’)]{0,3}\s+")
PARAGRAPH, SENTENCE = 2, 1

_DELETED = {*range(1, 9), 0xB, *range(0xE, 0x20), 0x7F, 0x8F, 0x9F, 0xAD}
_BLANK = {0x9, 0xA, 0xC, 0xD, 0x1680, *range(0x200B, 0x2010), 0x2028, 0x2029, 0x2581, 0xFEFF, 0xFFFD}


def _ranges(characters: list[str]) -> str:
    """A regular expression class of the characters, which are sorted."""
    runs: list[list[int]] = []
    for code in map(ord, characters):
        if runs and runs[-1][1] == code - 1:
            runs[-1][1] = code
        else:
            runs.append([code, code])
    return "".join(f"\\U{first:08x}-\\U{last:08x}" for first, last in runs)


_COMBINING = _ranges([c for c in map(chr, range(sys.maxunicode + 1)) if unicodedata.combining(c)])
_CLUSTER = re.compile(f"[!-~]+(?![{_COMBINING}])|.[{_COMBINING}]{{0,8}}", re.DOTALL)


class Normal(NamedTuple):
    """A text as the encoder's vocabulary has it; character i of it stands for `[starts[i], ends[i])` of the original."""

    text: str
    starts: NDArray[np.int32]
    ends: NDArray[np.int32]


class Pieces(NamedTuple):
    """Pieces of a text: ids in the vocabulary (n,), and the characters of the original text (n, 2) of each."""

    ids: NDArray[np.int32]
    offsets: NDArray[np.int32]


@lru_cache(maxsize=1 << 16)
def _normal(cluster: str) -> str:
    kept = "".join(" " if ord(c) in _BLANK else c for c in cluster if ord(c) not in _DELETED)
    return unicodedata.normalize("NFKC", kept)


def normalise(text: str) -> Normal:
    """SentencePiece's `nmt_nfkc` (Kudo and Richardson 2018): NFKC, control characters out, white space to one space.

    Works character by character (with the combining marks that follow it), so that nothing is ever
    aligned to more than the characters it comes from.
    """
    out: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    space = False
    for found in _CLUSTER.finditer(text):
        cluster, start, end = found.group(), found.start(), found.end()
        if cluster.isascii() and cluster > " " and cluster.isprintable():
            out.append(cluster)
            starts.extend(range(start, end))
            ends.extend(range(start + 1, end + 1))
            space = False
            continue
        for character in _normal(cluster):
            if character == " " and space:
                continue
            space = character == " "
            out.append(character)
            starts.append(start)
            ends.append(end)
    return Normal("".join(out), np.array(starts, np.int32), np.array(ends, np.int32))


def cut(tokenizer: Tokenizer, text: str) -> Pieces:
    """The pieces of a text. Offsets are those of the text as given, without the white space before a word."""
    normal = normalise(text)
    if not normal.text.strip():
        return Pieces(np.zeros(0, np.int32), np.zeros((0, 2), np.int32))
    coded = tokenizer.encode(normal.text, add_special_tokens=False)
    spans = np.array(coded.offsets, np.int32).reshape(-1, 2)
    blank = np.frombuffer(normal.text.encode("utf-32-le"), np.uint32) == ord(" ")
    first = np.minimum(spans[:, 0], len(blank) - 1)
    last = np.maximum(spans[:, 1] - 1, first)
    first = np.where(blank[first] & (first < last), first + 1, first)
    offsets = np.stack([normal.starts[first], normal.ends[last]], axis=1)
    return Pieces(np.array(coded.ids, np.int32), offsets.astype(np.int32))


def breaks(text: str, offsets: NDArray[np.int32]) -> NDArray[np.int8]:
    """For each piece: PARAGRAPH or SENTENCE where one begins at it, else 0."""
    kind = np.zeros(len(offsets), np.int8)
    for found in BREAK.finditer(text):
        piece = int(np.searchsorted(offsets[:, 0], found.end()))
        if piece < len(kind):
            kind[piece] = max(int(kind[piece]), PARAGRAPH if "\n" in found.group() else SENTENCE)
    return kind


def windows(kinds: NDArray[np.int8], *, length: int, overlap: int) -> list[tuple[int, int]]:
    """Half-open windows of at most `length` pieces that cover all, ending at paragraphs or sentences where they can.

    Neighbours share about `overlap` pieces: the next window starts at the last paragraph or sentence that
    begins at least that far before the end of the one before.
    """
    total = len(kinds)
    out: list[tuple[int, int]] = []
    start = 0
    while start < total:
        end = min(total, start + length)
        if end < total:
            end = _last_break(kinds, start + length // 2, end + 1, end)
        out.append((start, end))
        if end == total:
            break
        start = (
            end
            if overlap == 0
            else _last_break(kinds, max(start + 1, end - 2 * overlap), end - overlap + 1, end - overlap)
        )
    return out


def _last_break(kinds: NDArray[np.int8], low: int, high: int, otherwise: int) -> int:
    for kind in (PARAGRAPH, SENTENCE):
        found = np.flatnonzero(kinds[low:high] == kind)
        if len(found):
            return low + int(found[-1])
    return otherwise
