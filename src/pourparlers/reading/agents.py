"""Who does what a passive tells: the noun phrase after "par", "by"."""

from __future__ import annotations

from collections.abc import Sequence

from pourparlers.reading.constituents import capital, ends_phrase, is_noun, is_passive
from pourparlers.reading.drafts import Draft
from pourparlers.reading.grammar import Grammar
from pourparlers.reading.words import Range, Words

MAX_AGENT = 10


def find(draft: Draft, drafts: Sequence[Draft], words: Words, grammar: Grammar) -> None:
    """Give a participle the agent after it as its source."""
    if draft.cue is None or is_noun(draft, words, grammar) or not _is_participle(draft.cue, words, grammar):
        return
    agent = _agent(draft, drafts, words, grammar)
    if agent is not None and not _overlaps(draft.source, agent):
        draft.source = agent
        draft.why.append("rule:agent")


def _overlaps(one: Range | None, other: Range) -> bool:
    return one is not None and one[0] < other[1] and other[0] < one[1]


def _is_participle(cue: Range, words: Words, grammar: Grammar) -> bool:
    """Whether a cue is a participle that no auxiliary makes active: "condamnée", "was accused", not "a condamné"."""
    first, last = cue
    if not words.lower(last - 1).endswith(grammar.participles or ("\0",)):
        return False
    before = first
    while before and words.lower(before - 1) in grammar.cue_edges - grammar.having:
        before -= 1
    had = any(words.lower(word) in grammar.having for word in range(max(before - 1, 0), last))
    passive = any(words.lower(word) in grammar.passive for word in range(max(before - 1, 0), last))
    return passive or not had


def _agent(draft: Draft, drafts: Sequence[Draft], words: Words, grammar: Grammar) -> Range | None:
    """The noun phrase after "par", "by": right after the participle, or after what a passive is about."""
    assert draft.cue is not None
    last = draft.cue[1]
    ends = [last + (last < len(words) and words.lower(last) in grammar.cue_edges), last]
    if is_passive(draft, words, grammar, 2) or "rule:passive" in draft.why:
        ends += [part[1] for part in draft.contents if part[0] >= last]
    for end in ends:
        here = end + 1 < len(words) and words.sentence[end + 1] == draft.sentence
        agent = here and words.lower(end) in grammar.agents and not ends_phrase(words, end)
        if agent and _opens_phrase(end + 1, words, grammar):
            return phrase_after(end + 1, draft, drafts, words, grammar)
    return None


def _opens_phrase(word: int, words: Words, grammar: Grammar) -> bool:
    few = range(word, min(word + 3, len(words)))
    return (
        words.lower(word) in grammar.determiners
        or capital(word, words)
        or any(words.lower(one).isdecimal() for one in few)
    )


def phrase_after(
    first: int, draft: Draft, drafts: Sequence[Draft], words: Words, grammar: Grammar
) -> Range | None:
    """The noun phrase from a word on: to the next sign, relative pronoun or word of another kind."""
    if words.lower(first) in grammar.weekdays or ends_phrase(words, first):
        return None
    inside = grammar.determiners | grammar.conjunctions | (grammar.possessors - grammar.agents)
    closing = (grammar.function | grammar.relatives | grammar.leading | grammar.topics) - inside
    taken = {
        word
        for other in drafts
        for part in (other.cue, *(other.contents if other.outer else ()))
        if part is not None
        for word in range(*part)
    } - {first}
    last = first + 1
    while (
        last < len(words)
        and last - first < MAX_AGENT
        and words.sentence[last] == draft.sentence
        and last not in taken
        and not ends_phrase(words, last)
        and words.lower(last) not in closing
    ):
        last += 1
    while last > first and words.lower(last - 1) in grammar.joins | grammar.function:
        last -= 1
    return (first, last) if last > first else None
