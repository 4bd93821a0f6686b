"""What a thing is said of where only who did it was read: "a plan, rejected by X", "Rejected by X, the plan …"."""

from __future__ import annotations

from collections.abc import Sequence

from pourparlers.reading.constituents import ends_phrase, phrase_before, titled
from pourparlers.reading.drafts import Draft
from pourparlers.reading.grammar import Grammar
from pourparlers.reading.words import Range, Words

SURE = 0.75  # how sure the cue must be, as nothing was read that it reports
MAX_NEAR = 4  # words between a participle and who does it, or the sign before it
MAX_NOUN = 14


def find(draft: Draft, drafts: Sequence[Draft], words: Words, grammar: Grammar) -> None:
    """Give a participle that has its agent and no content the noun that it goes with.

    Args:
        draft: one of a sentence.
        drafts: all of that sentence.
        words: the words of the text.
        grammar: the word lists of its language.
    """
    if draft.cue is None or draft.source is None or draft.contents or draft.confidence < SURE:
        return
    first, last = draft.cue
    led = range(max(draft.source[0] - 2, last), draft.source[0] + 1)
    if (
        not draft.outer
        or not 0 < draft.source[0] - last <= MAX_NEAR
        or not words.lower(last - 1).endswith(grammar.participles or ("\0",))
        or not any(words.lower(word) in grammar.agents for word in led)
    ):
        return
    opens = first == 0 or words.sentence[first - 1] != draft.sentence
    noun = _behind(draft.source[1], draft, words, grammar) if opens else _before(draft, words, grammar)
    if noun is not None and not any(_overlaps(noun, one) for one in drafts if one is not draft):
        draft.contents = [noun]
        draft.why.append("rule:done-to")


def _before(draft: Draft, words: Words, grammar: Grammar) -> Range | None:
    """The noun phrase before the comma that a participle follows."""
    assert draft.cue is not None
    end = draft.cue[0]
    while end > 1 and draft.cue[0] - end < MAX_NEAR and not ends_phrase(words, end):
        end -= 1
    if "," not in words.between(end - 1, end) or words.sentence[end - 1] != draft.sentence:
        return None
    start = end - 1
    while (
        start
        and words.sentence[start - 1] == draft.sentence
        and (not ends_phrase(words, start) or titled(start, words, grammar))
    ):
        start -= 1
    verbs = grammar.having | grammar.copulas | grammar.passive | grammar.relatives | grammar.leading
    bare = end - start <= MAX_NOUN and not any(words.lower(word) in verbs for word in range(start, end))
    noun = (start, end) if bare and _opens_noun(start, words, grammar) else phrase_before(end, words, grammar)
    return noun if _opens_noun(noun[0], words, grammar) else None


def _behind(start: int, draft: Draft, words: Words, grammar: Grammar) -> Range | None:
    """The noun phrase behind the comma that ends the clause of a participle, up to its verb."""
    verbs = grammar.cue_edges - grammar.determiners - grammar.links
    stops = verbs | grammar.having | grammar.copulas | grammar.relatives | grammar.conjunctions
    if start >= len(words) or "," not in words.between(start - 1, start):
        return None
    end = start + 1
    while (
        end < len(words)
        and words.sentence[end] == draft.sentence
        and not ends_phrase(words, end)
        and words.lower(end) not in stops
    ):
        end += 1
    return (start, end) if end - start <= MAX_NOUN and _opens_noun(start, words, grammar) else None


def _opens_noun(word: int, words: Words, grammar: Grammar) -> bool:
    return words.lower(word) in grammar.determiners


def _overlaps(noun: Range, other: Draft) -> bool:
    parts = (other.cue, other.source)
    return any(part is not None and part[0] < noun[1] and part[1] > noun[0] for part in parts)
