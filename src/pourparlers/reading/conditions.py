"""Conditional clauses as written, found by what opens them and by the encoder's condition tags."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from pourparlers.knowledge.lexicon import lexicon
from pourparlers.model import Span
from pourparlers.reading import viterbi
from pourparlers.reading.grammar import PhraseTable, by_first, grammar, phrase_at
from pourparlers.reading.words import Range, Words

MAX_CLAUSE = 40
MAX_SUBJECT = 6
SURE = 0.5
STOPS = ".;:!?…\n"


@dataclass(frozen=True, slots=True)
class Openers:
    """What opens a condition in a language (`languages/<xx>/circumstances.toml`, table `condition`)."""

    strong: PhraseTable
    weak: frozenset[str]
    subjects: frozenset[str]
    not_after: frozenset[str]
    consequences: PhraseTable
    indefinite: frozenset[str]
    noun_openers: frozenset[str]
    conjunctions: frozenset[str]


@cache
def openers(language: str) -> Openers:
    """The conditional words of a language."""
    table: Mapping[str, Any] = lexicon(language, "circumstances").get("condition", {})
    return Openers(
        strong=by_first(table.get("openers", ())),
        weak=frozenset(table.get("weak_openers", ())),
        subjects=frozenset(table.get("subjects", ())),
        not_after=frozenset(table.get("not_after", ())),
        consequences=by_first(table.get("consequences", ())),
        indefinite=frozenset(table.get("indefinite", ())),
        noun_openers=grammar(language).complements,
        conjunctions=grammar(language).conjunctions,
    )


def find(words: Words, known: Openers, tags: NDArray[np.float32]) -> list[Span]:
    """The conditional clauses of a text, in order, not overlapping.

    Args:
        words: the words of the text.
        known: the conditional words of its language.
        tags: (words, 3) probabilities of O, B and I of a condition.
    """
    found = []
    for span in viterbi.spans(tags, words.sentence):
        if float(tags[span.first : span.last, 1:].sum(axis=1).mean()) > SURE:
            length = max(1, _opener(words, span.first, known))
            bare = span.last - span.first <= length
            clause = _clause(words, span.first, length, known) if bare else (span.first, span.last)
            if clause[1] - clause[0] > length:
                found.append(clause)
    taken = {word for first, last in found for word in range(first, last)}
    word = 0
    while word < len(words):
        length = _opener(words, word, known)
        if length and word not in taken and words.sentence[word] >= 0:
            clause = _clause(words, word, length, known)
            if clause[1] - clause[0] > length and not taken.intersection(range(*clause)):
                found.append(clause)
                word = clause[1]
                continue
        word += 1
    return [words.span(clause) for clause in sorted(found)]


def _opener(words: Words, word: int, known: Openers) -> int:
    length = phrase_at(words, word, known.strong)
    if length:
        return length
    if words.lower(word) not in known.weak or word + 1 >= len(words):
        return 0
    if word and words.sentence[word - 1] == words.sentence[word] and words.lower(word - 1) in known.not_after:
        return 0
    following = words.text[words.spans[word + 1].start]
    if words.between(word, word + 1).strip(" \u00a0\"«“”'’"):
        return 0
    if words.spans[word].end - words.spans[word].start == 1:
        return 1 if words.between(word, word + 1) in "'’" and words.lower(word + 1) in {"il", "ils"} else 0
    return 1 if words.lower(word + 1) in known.subjects or following.isupper() else 0


def _clause(words: Words, word: int, length: int, known: Openers) -> Range:
    last = word + length
    noun = words.lower(last - 1) in known.noun_openers
    while last < len(words) and last - word < MAX_CLAUSE and words.sentence[last] == words.sentence[word]:
        gap = words.between(last - 1, last)
        if any(stop in gap for stop in STOPS) or ("," in gap and not words.lower(last).isdecimal()):
            break
        if noun and words.lower(last) in known.conjunctions:
            break
        last += 1
    return word, last


def subject(words: Words, content: Range, known: Openers) -> Span | None:
    """The condition that an indefinite subject states: "une attaque entraînerait", "an attack would bring"."""
    if content[0] >= len(words) or words.lower(content[0]) not in known.indefinite:
        return None
    for word in range(content[0] + 2, min(content[0] + MAX_SUBJECT + 1, content[1])):
        if phrase_at(words, word, known.consequences):
            return words.span((content[0], word))
        if "," in words.between(word - 1, word):
            return None
    return None
