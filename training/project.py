"""Projects the model's English reading of parallel sentences to the other languages.

usage: python project.py parallel_pud.tsv MODEL_DIR E5_BIN OUT.jsonl

Only the encyclopedia sentences are used (ids in w); the news sentences (ids in n) are what transfer is measured on.

The English version is read with the model in MODEL_DIR. Where it is sure of every attribution, their spans are
carried to each translation along word alignments; where it is sure that there is none, every translation is a record
without attributions; other sentences are left out. Pieces are aligned as in SimAlign (Jalili Sabet, Dufter, Yvon and
Schütze 2020, "SimAlign: High Quality Word Alignments Without Parallel Training Data Using Static and Contextualized
Embeddings", its Argmax method): two pieces are aligned if the vector of each is the nearest to the other's, in a
middle layer of the original encoder. A span is carried to the words aligned with its own, gaps of up to two words
filled; a sentence is left out where too few of a span's words are aligned or what they are aligned with is scattered,
or where an attribution has no source. Of the sentences without attributions, at most `SPARE` times as many are kept.
"""

from __future__ import annotations

import argparse
import re
from collections import Counter
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from tokenizers import Tokenizer

import e5
import evaluate
import records
from additions import QUOTES
from model import Encoder as Original
from pourparlers.reading.encoder import Encoded, Encoder
from pourparlers.reading.pieces import cut
from records import Attribution, Span
from vocabulary import unigram

LAYER = 8
SURE, SURELY_NOT = 0.8, 0.15
COVERED = 0.5
GAP = 2
LEFT_OUT, TOO_SHORT = 5, 3
LICENCE = "CC BY-SA 3.0; labels: projected"
SPARE = 1.5
REACH = 3
COMPLEMENTISERS = {
    "fr": {"que"}, "de": {"dass", "daß"}, "es": {"que"}, "it": {"che"}, "pt": {"que"}, "pl": {"że", "iż"},
    "ru": {"что"}, "tr": set(), "ar": {"أن", "إن", "بأن", "أنّ", "إنّ"},
}  # fmt: skip
ARTICLES = {
    "fr": {"le", "la", "les", "un", "une", "des"}, "es": {"el", "la", "los", "las", "un", "una"},
    "de": {"der", "die", "das", "den", "dem", "des", "ein", "eine", "einen", "einem", "einer", "eines"},
    "it": {"il", "lo", "la", "i", "gli", "le", "un", "uno", "una"}, "pt": {"o", "a", "os", "as", "um", "uma"},
}  # fmt: skip
PRONOUNS = {"he", "she", "it", "they", "we", "i", "you"}
WORD = re.compile(r"[\w'’-]*\w")
SENTENCE = 200


class Aligner:
    """Aligns the words of a sentence with those of its translation."""

    def __init__(self, base: e5.E5, tokenizer: Tokenizer) -> None:
        self._base, self._tokenizer = base, tokenizer
        self._encoder = Original(base, 0.0).eval()
        self.vectors = lru_cache(maxsize=64)(self._vectors)

    def _vectors(self, text: str) -> tuple[NDArray[np.floating], NDArray[np.int32]]:
        """(pieces, width) unit vectors, and (pieces, 2) characters."""
        ids, offsets = cut(self._tokenizer, text)
        ids, offsets = ids[:SENTENCE], offsets[:SENTENCE]
        framed = np.concatenate([[self._base.special["begin"]], ids, [self._base.special["end"]]])
        words = torch.from_numpy(e5.dequantise(self._base.words[framed])[None])
        with torch.no_grad():
            state = self._encoder(words, torch.ones(1, len(framed), dtype=torch.bool))[LAYER][0, 1:-1]
        found = state.float().numpy()
        found = found - found.mean(axis=0)
        return found / np.linalg.norm(found, axis=1, keepdims=True), offsets

    def align(self, text: str, other: str) -> tuple[list[Span], list[Span], set[tuple[int, int]]]:
        """The words of both, and the pairs of words of which two pieces are each other's nearest."""
        (left, at), (right, to) = self.vectors(text), self.vectors(other)
        scores = left @ right.T
        forward, backward = scores.argmax(axis=1), scores.argmax(axis=0)
        words, others = ([m.span() for m in WORD.finditer(t)] for t in (text, other))
        own, its = _owner(at, words), _owner(to, others)
        pairs = {
            (own[i], its[j])
            for i, j in enumerate(forward)
            if backward[j] == i and own[i] >= 0 and its[j] >= 0
        }
        return words, others, pairs


def _owner(offsets: NDArray[np.int32], words: Sequence[Span]) -> list[int]:
    """The word each piece is part of, or -1."""
    owner = []
    for start, end in offsets:
        owner.append(next((n for n, (a, b) in enumerate(words) if a < end and b > start), -1))
    return owner


def carry(
    spans: Sequence[Span], words: Sequence[Span], others: Sequence[Span], pairs: set[tuple[int, int]]
) -> list[int] | None:
    """The words of the translation that stand for the spans, in order; None where the alignment does not say."""
    inside = [n for n, (a, b) in enumerate(words) if any(a < end and b > start for start, end in spans)]
    aligned = {i for i, _ in pairs if i in set(inside)}
    if not inside or len(aligned) < COVERED * len(inside):
        return None
    hits = Counter(j for i, j in pairs if i in aligned)
    runs: list[list[int]] = []
    for j in sorted(hits):
        if runs and j - runs[-1][-1] <= GAP + 1:
            runs[-1] += range(runs[-1][-1] + 1, j + 1)
        else:
            runs.append([j])
    runs.sort(key=len, reverse=True)
    kept = runs[: max(1, len(spans))]
    if sum(hits[j] for run in kept for j in run) < 0.75 * sum(hits.values()):
        return None
    return sorted(j for run in kept for j in run)


def _spans(numbers: Sequence[int], words: Sequence[Span], text: str) -> list[Span]:
    """The spans of runs of words, split at quotation marks."""
    out: list[Span] = []
    for number in numbers:
        start, end = words[number]
        if out and number - 1 in numbers and not QUOTES.search(text, out[-1][1], start):
            out[-1] = (out[-1][0], end)
        else:
            out.append((start, end))
    return out


def project(
    found: Sequence[evaluate.Found], text: str, other: str, aligner: Aligner, language: str
) -> list[Attribution] | None:
    """The attributions of `text`, in its translation; None where one of them cannot be placed.

    Contents that reach to the begin or the end of the sentence do so in the translation if they nearly do. A content
    begins after its complementiser, and a source or content with the article before it. A pronoun that the translation
    leaves out is no source.
    """
    words, others, pairs = aligner.align(text, other)
    out = []
    for one in found:
        cue = carry(one.cue, words, others, pairs) if one.cue else []
        source = carry(one.source, words, others, pairs) if one.source else []
        content = carry(one.content, words, others, pairs)
        if cue is None or source is None or content is None:
            return None
        if content[-1] >= len(others) - 1 - REACH and one.content[-1][1] >= words[-1][1]:
            content += range(content[-1] + 1, len(others))
        if content[0] <= REACH and one.content[0][0] <= words[0][0]:
            content = [*range(content[0]), *content]
        if _letters(one.source, text) in PRONOUNS and _length(source, others) > LEFT_OUT:
            source = []
        elif not [n for n in source if n not in cue]:
            return None
        if cue and _length(cue, others) <= TOO_SHORT < len(_letters(one.cue, text)):
            return None
        source = _with_article(source, others, other, language)
        content = _with_article(content, others, other, language)
        source = [n for n in source if n not in cue]
        content = [n for n in content if n not in cue and n not in source]
        while content and other[slice(*others[content[0]])].lower() in COMPLEMENTISERS[language]:
            del content[0]
        if len(content) < 0.4 * sum(_words(one.content, words)):
            return None
        spans = [_spans(numbers, others, other) for numbers in (source, cue, content)]
        if len(spans[2]) > len(one.content) + 2:
            return None
        out.append(Attribution(*spans, act=one.act or None))
    return out


def _letters(spans: Sequence[Span], text: str) -> str:
    return " ".join(text[start:end] for start, end in spans).lower()


def _length(numbers: Sequence[int], words: Sequence[Span]) -> int:
    return sum(words[n][1] - words[n][0] for n in numbers)


def _with_article(numbers: list[int], words: Sequence[Span], text: str, language: str) -> list[int]:
    """The words, and the article before the first of them."""
    before = numbers[0] - 1 if numbers else -1
    if before >= 0 and text[slice(*words[before])].lower() in ARTICLES.get(language, ()):
        return [before, *numbers]
    return numbers


def _words(spans: Sequence[Span], words: Sequence[Span]) -> list[bool]:
    return [any(a < end and b > start for start, end in spans) for a, b in words]


def sure(encoded: Encoded, found: Sequence[evaluate.Found]) -> bool:
    """Whether the model is sure of all attributions it has found, or that there is none."""
    if not found:
        return bool(
            encoded.cues[:, 1].max() < SURELY_NOT and encoded.tags[:, 5:].sum(axis=1).max() < 2 * SURELY_NOT
        )
    for one in found:
        if not one.cue or not one.source:
            return False
        cue = [n for span in one.cue for n in range(*_range(encoded, span))]
        roles = encoded.roles(cue[0])
        if encoded.cues[cue[0], 1] < SURE:
            return False
        for role, spans in enumerate((one.source, one.content)):
            pieces = [n for span in spans for n in range(*_range(encoded, span))]
            if pieces and roles[pieces, role].mean() < SURE:
                return False
    return True


def _range(encoded: Encoded, span: Span) -> tuple[int, int]:
    first = int(np.searchsorted(encoded.offsets[:, 1], span[0], side="right"))
    return first, int(np.searchsorted(encoded.offsets[:, 0], span[1], side="left"))


def main() -> None:
    """Writes the records and prints how many each language has."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("sentences", type=Path)
    parser.add_argument("model", type=Path)
    parser.add_argument("e5", type=Path)
    parser.add_argument("out", type=Path)
    options = parser.parse_args()
    torch.set_num_threads(1)
    base = e5.read(options.e5)
    aligner = Aligner(base, unigram(base.pieces, base.scores, base.special["unknown"]))
    encoder = Encoder(threads=1, folder=options.model)
    lines = [line.split("\t") for line in options.sentences.read_text("utf-8").splitlines()]
    languages = lines[0][1:]
    english = 1 + languages.index("en")
    out: list[records.Record] = []
    counts: dict[str, Counter[str]] = {language: Counter() for language in languages}
    for row in lines[1:]:
        if not row[0].startswith("w"):
            continue
        encoded = encoder.encode(row[english])
        found = evaluate.decode(encoded)
        if not sure(encoded, found):
            continue
        for language, text in zip(languages, row[1:], strict=True):
            if language == "en":
                continue
            attributions = project(found, row[english], text, aligner, language) if found else []
            if attributions is None:
                counts[language]["dropped"] += 1
                continue
            if not found and counts[language]["without"] >= SPARE * counts[language]["with"]:
                continue
            counts[language]["with" if found else "without"] += 1
            labels = ["attributions", "acts"]
            name = f"{row[0]}:{language}"
            out.append(
                records.Record(name, "projected", "train", language, LICENCE, text, labels, attributions)
            )
    records.write(options.out, out)
    for language, counted in counts.items():
        print(language, dict(counted))


if __name__ == "__main__":
    main()
