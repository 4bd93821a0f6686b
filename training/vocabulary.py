"""Chooses the pieces of the XLM-R vocabulary that the languages served use, and writes the tokenizer.

usage: python vocabulary.py E5_BIN OUT_DIR [--size N] [--texts FILE ...]

A piece is kept when it is a single character of one of the scripts, occurs in one of the texts, in CLDR's
names of countries, languages and time units, or is among the most frequent by the word frequencies of
`wordfreq` (Speer 2022), as written in running text, with a capital, and in capitals.
"""

from __future__ import annotations

import argparse
import json
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path

import numpy as np
from tokenizers import Tokenizer, models, pre_tokenizers

import e5
from pourparlers.reading.pieces import normalise

LANGUAGES = ("fr", "en", "de", "es", "it", "pt", "pl", "ru", "uk", "tr", "ar")
SCRIPTS = (
    (0x20, 0x24F),
    (0x370, 0x3FF),
    (0x400, 0x52F),
    (0x600, 0x6FF),
    (0x1E00, 0x1EFF),
    (0x2000, 0x2BFF),
    (0x3000, 0x301F),
)
MOST_WORDS = 150_000
MUST = 1e9


def unigram(pieces: list[str], scores: Iterable[float], unknown: int) -> Tokenizer:
    """The XLM-R tokenizer over a vocabulary; the text is normalised before (`pourparlers.reading.pieces`)."""
    model = models.Unigram([(p, float(s)) for p, s in zip(pieces, scores, strict=True)], unk_id=unknown)
    tokenizer = Tokenizer(model)
    tokenizer.pre_tokenizer = pre_tokenizers.Metaspace(prepend_scheme="always", split=True)
    return tokenizer


def words(language: str) -> Iterator[tuple[str, float]]:
    """Words of a language as they are written, with their frequency: plain, with a capital, in capitals."""
    import wordfreq

    for word in wordfreq.top_n_list(language, MOST_WORDS):
        frequency = wordfreq.word_frequency(word, language)
        yield word, frequency
        yield word[:1].upper() + word[1:], frequency / 5
        yield word.upper(), frequency / 50


def names(language: str) -> Iterator[str]:
    """CLDR's names of countries, languages, months and days in a language."""
    from babel import Locale

    locale = Locale(language)
    yield from locale.territories.values()
    yield from locale.languages.values()
    for table in (locale.months, locale.days):
        for width in table.values():
            for form in width.values():
                yield from form.values()


def choose(full: Tokenizer, pieces: list[str], texts: Iterable[str], size: int) -> list[int]:
    """Ids of the pieces to keep, ascending; the four special ones first."""
    weight: Counter[int] = Counter()
    for language in LANGUAGES:
        entries = list(words(language))
        coded = full.encode_batch_fast([word for word, _ in entries], add_special_tokens=False)
        for (_, frequency), code in zip(entries, coded, strict=True):
            for piece in set(code.ids):
                weight[piece] += frequency
        for name in names(language):
            for piece in full.encode(normalise(name).text, add_special_tokens=False).ids:
                weight[piece] += MUST
    for text in texts:
        for piece in set(full.encode(normalise(text).text, add_special_tokens=False).ids):
            weight[piece] += MUST
    for number, piece in enumerate(pieces):
        bare = piece.removeprefix("▁")
        if len(bare) <= 1 and all(any(a <= ord(c) <= b for a, b in SCRIPTS) for c in bare):
            weight[number] += MUST
    special = {0, 1, 2, 3}
    best = [piece for piece, _ in weight.most_common(size) if piece not in special]
    return sorted(special | set(best[: size - len(special)]))


def main() -> None:
    """Writes `tokenizer.json`, `embeddings.npy` and `kept.npy` (ids in the full vocabulary)."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("e5", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--size", type=int, default=80_000)
    parser.add_argument("--texts", type=Path, nargs="*", default=[])
    options = parser.parse_args()
    base = e5.read(options.e5)
    full = unigram(base.pieces, base.scores, base.special["unknown"])
    texts = (line for path in options.texts for line in set(path.read_text("utf-8").splitlines()))
    kept = choose(full, base.pieces, texts, options.size)
    options.out.mkdir(parents=True, exist_ok=True)
    small = unigram([base.pieces[i] for i in kept], base.scores[kept], base.special["unknown"])
    small.save(str(options.out / "tokenizer.json"), pretty=False)
    np.save(options.out / "embeddings.npy", base.words[kept])
    np.save(options.out / "kept.npy", np.array(kept, np.int32))
    print(json.dumps({"pieces": len(kept), "megabytes": round(base.words[kept].nbytes / 1e6, 1)}))


if __name__ == "__main__":
    main()
