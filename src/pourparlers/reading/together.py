"""Words that two attributions of a sentence share: a source within another's clause, what is taken up again, what is cited."""

from __future__ import annotations

from collections.abc import Sequence

from pourparlers.reading import agents
from pourparlers.reading.constituents import capital, ends_phrase
from pourparlers.reading.drafts import Draft
from pourparlers.reading.grammar import Grammar, phrase_at
from pourparlers.reading.words import Range, Words

SAME = 0.7
MAX_APART = 3


def without_doubles(drafts: Sequence[Draft]) -> list[Draft]:
    """The drafts less those without a cue whose words are what a cue beside them reports."""
    return [
        draft
        for draft in drafts
        if draft.cue is not None or not any(_reports(other, draft) for other in drafts if other.cue)
    ]


def _reports(one: Draft, loose: Draft) -> bool:
    assert one.cue is not None
    words = {word for part in loose.contents for word in range(*part)}
    told = {word for part in one.contents for word in range(*part)}
    return one.cue[0] not in words and len(words & told) > SAME * max(len(words), len(told))


def find(drafts: Sequence[Draft], words: Words, grammar: Grammar) -> None:
    """Give the drafts of one sentence that share words with another what they lack."""
    cued = [draft for draft in drafts if draft.cue is not None]
    for draft in cued:
        assert draft.cue is not None
        if _text(draft.cue, words) in grammar.prepositions:
            for other in cued:
                if other is not draft and _text(other.cue, words) not in grammar.prepositions:
                    _said_within(draft, other, words)
        elif not draft.contents:
            _taken_up(draft, cued, words, grammar)
            _cited(draft, cued, words, grammar)


def _text(cue: Range | None, words: Words) -> str:
    return "" if cue is None else words.text[words.spans[cue[0]].start : words.spans[cue[1] - 1].end].lower()


def _said_within(outer: Draft, inner: Draft, words: Words) -> None:
    """ "X wants, according to Y, that …": the words belong to X, and all of the clause to Y."""
    if not outer.contents or outer.source is None or inner.source is None or inner.contents:
        return
    assert outer.cue is not None
    assert inner.cue is not None
    if outer.source[0] < outer.cue[1] or outer.source[1] - outer.source[0] == 1:
        named = outer.source[0] >= outer.cue[1] and capital(outer.source[0], words)
        if not named:
            return
    start = outer.contents[0][0]
    between = set(range(inner.cue[1], start)) - {*range(*outer.cue), *range(*outer.source)}
    if inner.source[1] <= inner.cue[0] < start and len(between) <= MAX_APART:
        inner.contents = list(outer.contents)
        last = outer.cue[0] if inner.cue[1] <= outer.cue[0] < start else start
        outer.contents = [(inner.source[0], last), *outer.contents]
        outer.why.append("rule:said-within")


def _taken_up(draft: Draft, drafts: Sequence[Draft], words: Words, grammar: Grammar) -> None:
    """ "…, ce que X dément", "…, which X denies": what was told right before."""
    assert draft.cue is not None
    first = draft.cue[0] if draft.source is None else min(draft.source[0], draft.cue[0])
    for word in range(first - 1, max(first - 1 - MAX_APART, 0), -1):
        size = phrase_at(words, word, grammar.resuming)
        if size and "," in words.between(word - 1, word) and words.sentence[word - 1] == draft.sentence:
            before = [one for one in drafts if one is not draft and one.contents]
            told = [one.contents for one in before if one.contents[-1][1] == word]
            if told:
                draft.contents = list(told[-1])
                draft.why.append("rule:taken-up")
            return


def _cited(draft: Draft, drafts: Sequence[Draft], words: Words, grammar: Grammar) -> None:
    """ "…, reported X, citing Y": the words are Y's too, unless Y is a text."""
    assert draft.cue is not None
    first = words.lower(draft.cue[0])
    if not (first.startswith(grammar.quoting or ("\0",)) and first.endswith(grammar.gerunds or ("\0",))):
        return
    before = [one for one in drafts if one.contents and one.cue is not None and one.cue[0] < draft.cue[0]]
    if before and ends_phrase(words, draft.cue[0]):
        cited = agents.phrase_after(draft.cue[1], draft, drafts, words, grammar)
        if cited is not None and not any(words.lower(word) in grammar.documents for word in range(*cited)):
            draft.source = cited
            draft.contents = list(before[-1].contents)
            draft.why.append("rule:cited")
