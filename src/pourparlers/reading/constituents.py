"""Phrases and forms of words as small closed lists tell them: where a noun phrase begins and ends, nouns, passives."""

from __future__ import annotations

from collections.abc import Callable

from pourparlers.reading.drafts import Draft
from pourparlers.reading.grammar import Grammar
from pourparlers.reading.words import Range, Words

MAX_PHRASE = 14
HYPHENS = {"-", "‐", "‑"}


def phrase_before(end: int, words: Words, grammar: Grammar) -> Range:
    """The noun phrase that ends before a word: back to its determiner, a sign or a second preposition."""
    first = end - 1
    while first > 0 and end - first < MAX_PHRASE and words.sentence[first - 1] == words.sentence[end - 1]:
        gap = words.between(first - 1, first)
        if any(sign in gap for sign in ',;:.()"«»“”') and not titled(first, words, grammar):
            break
        before, here = words.lower(first - 1), words.lower(first)
        if here in grammar.determiners and before not in grammar.links:
            break
        if here in grammar.links and before in grammar.links and before not in grammar.determiners:
            break
        first -= 1
    return first, end


def ends_phrase(words: Words, word: int) -> bool:
    """Whether a sign other than an apostrophe or a hyphen stands before a word."""
    return any(sign in words.between(word - 1, word) for sign in ':;,.!?…()"«»“”')


def capital(word: int, words: Words) -> bool:
    """Whether a word begins with a capital."""
    return words.text[words.spans[word].start].isupper()


def whole_name(part: Range, words: Words, free: Callable[[int], bool]) -> Range:
    """A phrase with the rest of the names at its ends, as far as hyphens join words to them: "Jean-Yves", "Etats-Unis"."""
    first, last = part
    while first and _hyphenated(first - 1, words) and free(first - 1):
        first -= 1
    while last < len(words) and _hyphenated(last - 1, words) and free(last):
        last += 1
    return first, last


def _hyphenated(word: int, words: Words) -> bool:
    """Whether a hyphen joins a word to the next one, both with a capital."""
    return words.between(word, word + 1) in HYPHENS and capital(word, words) and capital(word + 1, words)


def titled(word: int, words: Words, grammar: Grammar) -> bool:
    """Whether an honorific stands right before a name: "M. X", "Mrs X"."""
    return (
        word > 0
        and words.lower(word - 1) in grammar.titles
        and capital(word, words)
        and capital(word - 1, words)
        and words.between(word - 1, word) in {" ", ". ", ".", "\u00a0", ".\u00a0"}
    )


def determined(last: int, draft: Draft, words: Words, grammar: Grammar) -> int:
    """Where the noun phrase that a determiner opens ends, at least: after its noun and the names that go on from it."""
    taken = {word for part in (draft.cue, *draft.contents) if part for word in range(*part)}
    end = last
    while end < len(words) and words.sentence[end] == draft.sentence and end not in taken:
        gap = words.between(end - 1, end)
        opened = words.lower(end - 1) in grammar.joins or gap in HYPHENS
        if not (opened or capital(end, words)) or ends_phrase(words, end):
            break
        end += 1
    while end > last and words.lower(end - 1) in grammar.joins:
        end -= 1
    return end


def is_noun(draft: Draft, words: Words, grammar: Grammar) -> bool:
    """Whether a cue is a noun, and no form of a verb that begins like one ("called", "appelé")."""
    return draft.cue is not None and any(
        word.startswith(noun)
        and (word == noun or not word.endswith((*grammar.participles, *grammar.gerunds) or ("\0",)))
        for word in map(words.lower, range(*draft.cue))
        for noun in grammar.nouns
    )


def is_passive(draft: Draft, words: Words, grammar: Grammar, reach: int) -> bool:
    """Whether a cue is a participle and an auxiliary of the passive stands in it or so many words before."""
    if draft.cue is None:
        return False
    first, last = draft.cue
    before = range(max(first - reach, 0), last - 1)
    return any(words.lower(word) in grammar.passive for word in before) and words.lower(last - 1).endswith(
        grammar.participles or ("\0",)
    )
