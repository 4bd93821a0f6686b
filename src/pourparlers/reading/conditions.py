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
MAX_SUBJECT = 12
MAX_REST = 60  # words after a clause that are looked at for the end of its sentence
MAX_BEFORE = 4  # words before a clause that may say that it is none
MAX_NEGATION = 14  # words before "until" in which a negation may stand
MAX_BACK = 8  # words between an opener and what the encoder marks of its clause
MAX_FACT = 8  # words between an opener and the auxiliary of its clause
LEAST_CLAUSE = 4  # words of a clause that a comma may end
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
    pronouns: frozenset[str]
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
    opened: bool
    asking: tuple[str, ...]
    accomplished: frozenset[str]
    adverbs: frozenset[str]
    participles: tuple[str, ...]
    later: PhraseTable
    fulfilled: PhraseTable
    exchange: PhraseTable
    auxiliaries: frozenset[str]
    relatives: frozenset[str]
    titles: frozenset[str]


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
        pronouns=frozenset(table.get("pronouns", ())),
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
        opened=bool(table.get("opened", True)),
        asking=tuple(table.get("asking", ())),
        accomplished=frozenset(table.get("accomplished", ())),
        adverbs=frozenset(table.get("adverbs", ())),
        participles=tuple(grammar(language).participles),
        later=by_first(table.get("later", ())),
        fulfilled=by_first(table.get("fulfilled", ())),
        exchange=by_first(table.get("exchange", ())),
        auxiliaries=frozenset(table.get("auxiliaries", ())),
        relatives=grammar(language).relatives,
        titles=grammar(language).titles,
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
            first, length = _begun(words, span.first, known)
            if (known.opened and not length) or (found and first < found[-1][1]):
                continue
            length = max(1, length)
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


def _begun(words: Words, first: int, known: Openers) -> tuple[int, int]:
    """Where a clause begins that the encoder marks from a word on, and the length of what opens it, 0 if nothing does.

    The opener may stand before that word ("en | cas de", "si aucune « | solution"), no comma between.
    """
    own = _opener(words, first, known) or _weak(words, first, known)
    for back in (2, 1) if own else range(1, MAX_BACK):
        word = first - back
        if word < 0 or words.sentence[word] != words.sentence[first]:
            continue
        if any(sign in words.between(word, first) for sign in ",;:"):
            break
        length = _opener(words, word, known)
        if length > (back if own else 0):
            return word, length
    return first, own


def _weak(words: Words, first: int, known: Openers) -> int:
    """1 where a clause the encoder is sure of begins with a weak opener, whatever follows it."""
    alone = words.lower(first) in known.weak and words.spans[first].end - words.spans[first].start > 1
    asked = first and words.lower(first - 1) in known.not_after
    return 1 if alone and not asked else 0


def _whole(words: Words, clause: Range, known: Openers) -> Range:
    """A clause that was cut short ("si la | Russie …") up to the next sign or conjunction; one that opens a sentence up to its main clause."""
    first, last = clause
    length = _opener(words, first, known) or _weak(words, first, known)
    if not length:
        return clause
    end = _clause(words, first, length, known)[1]
    if end < last and _opens_sentence(words, first) and end - first >= LEAST_CLAUSE:
        return clause if _goes_on(words, end, known) else (first, end)
    while (
        last < end
        and not _closes(words, first, last)
        and not (words.lower(last) in known.conjunctions and words.lower(last - 1) not in known.function)
    ):
        last += 1
    return first, last


def _opens_sentence(words: Words, first: int) -> bool:
    """Whether at most a word or two of a sentence stand before a clause."""
    back = max(0, first - 2)
    return back == 0 or words.sentence[back - 1] != words.sentence[first] or words.sentence[first] < 0


def _goes_on(words: Words, word: int, known: Openers) -> bool:
    """Whether the word after a comma goes on with a clause: another one, or what is said of its last noun."""
    lower = words.lower(word)
    return lower in known.conjunctions | known.relatives | known.weak or bool(_opener(words, word, known))


def _closes(words: Words, first: int, word: int) -> bool:
    """Whether a quotation or a bracket that was not opened in a clause ends before a word."""
    gap = words.between(word - 1, word)
    if not (any(mark in gap for mark in "»”)") or gap.startswith('"')):
        return False
    inside = words.text[words.spans[first].start : words.spans[word - 1].end]
    return not any(mark in inside for mark in '"«“(')


def _binds(words: Words, clause: Range, length: int, known: Openers) -> bool:
    """Whether a clause makes what is said depend on it: no time, no comparison, no concession, no question."""
    first, last = clause
    hollow = length and last == first + length + 1 and words.lower(last - 1) in known.hollow
    unbound = phrase_at(words, first, known.negated) and not _negated(words, clause, length, known)
    other = phrase_at(words, first, known.times) or any(
        phrase_at(words, max(0, first - back), known.lookalikes) > back for back in (0, 1)
    )
    early = phrase_at(words, first, known.later) and not any(
        phrase_at(words, word, known.fulfilled) for word in range(first + 1, last)
    )
    return not (
        hollow
        or unbound
        or early
        or (other and not phrase_at(words, first, known.later))
        or _is_fact(words, clause, known)
        or _set_aside(words, first, known)
        or _turned_down(words, last, known)
    )


def _is_fact(words: Words, clause: Range, known: Openers) -> bool:
    """Whether a weak opener leads what has happened or not, which nobody can lay down ("if the meeting took place")."""
    first, last = clause
    if words.lower(first) not in known.weak:
        return False
    for word in range(first + 1, min(first + 1 + MAX_FACT, last)):
        if words.lower(word) in known.accomplished:
            after = word + 1
            while after < last and words.lower(after) in known.adverbs | known.negations:
                after += 1
            return after < last and words.lower(after).endswith(known.participles)
    return False


def _set_aside(words: Words, first: int, known: Openers) -> bool:
    """Whether the words before a clause concede it ("even if"), ask about it or wonder at it."""
    low = max(0, first - MAX_BEFORE)
    before = [words.lower(w) for w in range(low, first) if words.sentence[w] == words.sentence[first]]
    if not before:
        return False
    asked = words.lower(first) in known.weak and (
        before[-1] in known.not_after or any(w.startswith(known.asking) for w in before[-2:])
    )
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
    length = max(phrase_at(words, word, table) for table in (known.strong, known.negated, known.later))
    if length:
        counted = word + length < len(words) and words.text[words.spans[word + length].start].isdigit()
        measured = counted and words.lower(word + length - 1) in known.noun_openers
        return 0 if measured and not phrase_at(words, word, known.exchange) else length
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
    noun, relative = words.lower(last - 1) in known.noun_openers, False
    while last < len(words) and last - word < MAX_CLAUSE and words.sentence[last] == words.sentence[word]:
        gap = words.between(last - 1, last)
        if last - word > length and _closes(words, word, last):
            break
        if noun and words.lower(last) in known.titles and words.text.startswith(".", words.spans[last].end):
            break
        titled = gap.startswith(".") and words.lower(last - 1) in known.titles
        if (not titled and any(stop in gap for stop in STOPS)) or (
            "," in gap and not words.lower(last).isdecimal()
        ):
            break
        if noun and words.lower(last) in known.conjunctions:
            break
        if noun and not relative and last - word > length and words.lower(last) in known.pronouns:
            break
        relative = relative or words.lower(last) in known.relatives
        if noun and not relative and last - word > length and words.lower(last) in known.auxiliaries:
            break
        last += 1
    return word, last


def exchanged(words: Words, clause: Range, known: Openers) -> bool:
    """Whether a clause names what is given in exchange, a condition only where something is offered or asked for it."""
    return bool(phrase_at(words, clause[0], known.exchange))


def subject(words: Words, content: Range, known: Openers) -> Span | None:
    """The condition that an indefinite subject states: "une attaque entraînerait", "an attack would bring"."""
    if content[0] >= len(words) or words.lower(content[0]) not in known.indefinite:
        return None
    for word in range(content[0] + 2, min(content[0] + MAX_SUBJECT + 1, content[1])):
        if phrase_at(words, word, known.consequences):
            return words.span((content[0], word))
        if "," in words.between(word - 1, word) or words.lower(word) in known.relatives | known.auxiliaries:
            return None
    return None
