"""Measures an exported model on the same sentences in ten languages (the PUD treebanks).

usage: python transfer.py parallel_pud.tsv MODEL_DIR [--e5 E5_BIN]

For the news sentences of each language: F1 of the sentences in which an attribution is found against those in
which one is found in the English version, and the share of the attributions that have a source. For all
sentences: how often the English translation is the nearest of all English sentences by sentence vector; with
--e5, by the original encoder's vectors too.
"""

from __future__ import annotations

import argparse
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

import e5
import evaluate
import teacher
from pourparlers.model import Span
from pourparlers.reading.encoder import Encoder
from vocabulary import unigram


def first(vectors: NDArray[np.floating], english: NDArray[np.floating], rows: NDArray[np.intp]) -> float:
    """Share of the rows whose own English row is the nearest of all."""
    return float(((vectors @ english.T).argmax(axis=1) == np.arange(len(vectors)))[rows].mean())


def main() -> None:
    """Prints a line a language."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("sentences", type=Path)
    parser.add_argument("model", type=Path)
    parser.add_argument("--e5", type=Path)
    options = parser.parse_args()
    lines = [line.split("\t") for line in options.sentences.read_text("utf-8").splitlines()]
    languages, rows = lines[0][1:], lines[1:]
    news = np.flatnonzero([row[0].startswith("n") for row in rows])
    encoder = Encoder(folder=options.model)
    vectors: dict[str, NDArray[np.float32]] = {}
    found: dict[str, set[int]] = {}
    sourced: dict[str, float] = {}
    for column, language in enumerate(languages, start=1):
        encoded = [encoder.encode(row[column]) for row in rows]
        vectors[language] = np.stack(
            [x.vector([Span(0, len(row[column]))]) for x, row in zip(encoded, rows, strict=True)]
        )
        decoded = {i: evaluate.decode(encoded[i]) for i in news}
        found[language] = {i for i, attributions in decoded.items() if attributions}
        everything = [a for attributions in decoded.values() for a in attributions]
        sourced[language] = sum(bool(a.source) for a in everything) / max(1, len(everything))
    base_vectors: dict[str, NDArray[np.floating]] = {}
    if options.e5:
        base = e5.read(options.e5)
        tokenizer = unigram(base.pieces, base.scores, base.special["unknown"])
        for column, language in enumerate(languages, start=1):
            base_vectors[language] = teacher.embed(base, tokenizer, [row[column] for row in rows]).astype(
                float
            )
    for language in languages:
        both = len(found[language] & found["en"])
        agreement = 2 * both / (len(found[language]) + len(found["en"]))
        line = f"{language}: {len(found[language])} of {len(news)} with an attribution, agreement {agreement:.3f}"
        line += f", with a source {sourced[language]:.3f}"
        line += f", translation first: news {first(vectors[language], vectors['en'], news):.3f}"
        line += f", all {first(vectors[language], vectors['en'], np.arange(len(rows))):.3f}"
        if base_vectors:
            line += f"; original encoder: news {first(base_vectors[language], base_vectors['en'], news):.3f}"
            line += f", all {first(base_vectors[language], base_vectors['en'], np.arange(len(rows))):.3f}"
        print(line, flush=True)


if __name__ == "__main__":
    main()
