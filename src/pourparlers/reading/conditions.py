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
MAX_REST = 60  # words after a clause that are looked at for the end of its sentence
MAX_BEFORE = 4  # words before a clause that may say that it is none
MAX_NEGATION = 14  # words before "until" in which a negation may stand
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
    lookalikes: PhraseTable
    times: PhraseTable
    negated: PhraseTable
    negations: frozenset[str]
    spans_of_time: frozenset[str]
    hollow: frozenset[str]
    wondering: tuple[str, ...]
    concessions: PhraseTable
    conceding: frozenset[str]
    function: frozenset[str]


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
        lookalikes=by_first(table.get("lookalikes", ())),
        times=by_first(table.get("times", ())),
        negated=by_first(table.get("negated_openers", ())),
        negations=frozenset(table.get("negations", ())),
        spans_of_time=frozenset(table.get("spans_of_time", ())),
        hollow=frozenset(table.get("hollow", ())),
        wondering=tuple(table.get("wondering", ())),
        concessions=by_first(table.get("concessions", ())),
        conceding=frozenset(table.get("conceding", ())),
        function=grammar(language).function,
    )


def find(words: Words, known: Openers, tags: NDArray[np.float32]) -> list[Span]:
    """The conditional clauses of a text, in order, not overlapping.

    Args:
        words: the words of the text.
        known: the conditional words of its language.
        tags: (words, 3) probabilities of O, B and I of a condition.
    """
    found: list[Range] = []
    for span in viterbi.spans(tags, words.sentence):
        if float(tags[span.first : span.last, 1:].sum(axis=1).mean()) > SURE:
            first = _from_opener(words, span.first, known)
            length = max(1, _opener(words, first, known))
            bare = span.last - first <= length
            clause = (
                _clause(words, first, length, known) if bare else _whole(words, (first, span.last), known)
            )
            if clause[1] - clause[0] > length and _binds(words, clause, length, known):
                found.append(clause)
    taken = {word for first, last in found for word in range(first, last)}
    word = 0
    while word < len(words):
        length = _opener(words, word, known)
        if length and word not in taken and words.sentence[word] >= 0:
            clause = _clause(words, word, length, known)
            if (
                clause[1] - clause[0] > length
                and not taken.intersection(range(*clause))
                and _binds(words, clause, length, known)
            ):
                found.append(clause)
                word = clause[1]
                continue
        word += 1
    return [words.span(clause) for clause in sorted(found)]


def _from_opener(words: Words, first: int, known: Openers) -> int:
    """Where a clause found without the head of its opener begins: "en | cas de"."""
    for back in (2, 1):
        word = first - back
        inside = word >= 0 and words.sentence[word] == words.sentence[first]
        if inside and phrase_at(words, word, known.strong) > back:
            return word
    return first


def _whole(words: Words, clause: Range, known: Openers) -> Range:
    """A clause that was cut short ("si la | Russie …") up to the next sign or conjunction; any other as it is."""
    first, last = clause
    length = _opener(words, first, known)
    if not length:
        return clause
    end = _clause(words, first, length, known)[1]
    while (
        last < end
        and not _closes(words, last)
        and not (words.lower(last) in known.conjunctions and words.lower(last - 1) not in known.function)
    ):
        last += 1
    return first, last


def _closes(words: Words, word: int) -> bool:
    """Whether a quotation mark or a bracket stands before a word."""
    return any(mark in words.between(word - 1, word) for mark in '"«»“”()')


def _binds(words: Words, clause: Range, length: int, known: Openers) -> bool:
    """Whether a clause makes what is said depend on it: no time, no comparison, no concession, no question."""
    first, last = clause
    hollow = length and last == first + length + 1 and words.lower(last - 1) in known.hollow
    unbound = phrase_at(words, first, known.negated) and not _negated(words, clause, length, known)
    other = phrase_at(words, first, known.times) or any(
        phrase_at(words, max(0, first - back), known.lookalikes) > back for back in (0, 1)
    )
    return not (
        hollow or unbound or other or _set_aside(words, first, known) or _turned_down(words, last, known)
    )


def _set_aside(words: Words, first: int, known: Openers) -> bool:
    """Whether the words before a clause concede it ("even if"), ask about it or wonder at it."""
    low = max(0, first - MAX_BEFORE)
    before = [words.lower(w) for w in range(low, first) if words.sentence[w] == words.sentence[first]]
    if not before:
        return False
    asked = before[-1] in known.not_after and words.lower(first) in known.weak
    return asked or before[-1] in known.conceding or any(w.startswith(known.wondering) for w in before)


def _negated(words: Words, clause: Range, length: int, known: Openers) -> bool:
    """Whether "until …" bounds a refusal ("no talks until they withdraw") and not a stretch of time."""
    first, last = clause
    rest = [words.lower(word) for word in range(first + length, last)]
    if len(rest) < 2 or rest[0] not in known.subjects or known.spans_of_time.intersection(rest):
        return False
    low = max(0, first - MAX_NEGATION)
    return any(
        words.sentence[word] == words.sentence[first] and words.lower(word) in known.negations
        for word in range(low, first)
    )


def _turned_down(words: Words, last: int, known: Openers) -> bool:
    """Whether the rest of a sentence holds all the same ("… n'en reste pas moins"), or asks."""
    word = last
    while word < min(len(words), last + MAX_REST) and words.sentence[word] == words.sentence[last - 1]:
        if phrase_at(words, word, known.concessions):
            return True
        word += 1
    end = words.spans[word - 1].end
    following = words.spans[word].start if word < len(words) else len(words.text)
    return "?" in words.text[end : min(following, end + 4)]


def _opener(words: Words, word: int, known: Openers) -> int:
    length = phrase_at(words, word, known.strong) or phrase_at(words, word, known.negated)
    if length:
        counted = word + length < len(words) and words.text[words.spans[word + length].start].isdigit()
        return 0 if counted and words.lower(word + length - 1) in known.noun_openers else length
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
