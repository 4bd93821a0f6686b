"""Attributions of one article: who is said to say what (PARC3, PolNeAR, FRACAS), decoded from the encoder."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

from pourparlers.model import Article, Attribution
from pourparlers.reading import rules
from pourparlers.reading.drafts import Draft, drafts
from pourparlers.reading.encoder import Encoded
from pourparlers.reading.grammar import grammar
from pourparlers.reading.layout import Layout, lay_out
from pourparlers.reading.spans import Cutter
from pourparlers.reading.words import Range, Words

HEADING_WORDS = 14
MOST = 0.7
"""The share of a stretch of words that makes two of them one."""


def find(article: Article, encoded: Encoded, layout: Layout | None = None) -> tuple[Attribution, ...]:
    """Find the attributions of an article.

    Args:
        article: the article; nothing is read from its `regions`.
        encoded: what the encoder says of it.
        layout: its layout, if known already.

    Returns:
        the attributions in text order, numbered from 1: words whole, quotation marks outside every span, a
        content cut at them; without act and circumstances.
    """
    layout = lay_out(article) if layout is None else layout
    words = layout.words
    known = grammar(article.language)
    cutter = Cutter(words, layout.quotes)
    quoted = cutter.quoted_words()
    found: list[Draft] = []
    for _, group in groupby(drafts(words, encoded, quoted), key=lambda draft: draft.sentence):
        found += _without_doubles(rules.apply(list(group), words, known, quoted))
    found.sort(key=lambda draft: (draft.first, draft.contents[0]))
    contents = [cutter.content(draft.contents, known, after=draft.cue) for draft in found]
    kept = [(draft, content) for draft, content in zip(found, contents, strict=True) if content]
    drafts_kept = [draft for draft, _ in kept]
    _nest(drafts_kept)
    _continue(drafts_kept, words, quoted)
    ids = {id(draft): str(number) for number, draft in enumerate(drafts_kept, 1)}
    return tuple(
        Attribution(
            id=ids[id(draft)],
            type=cutter.type(content),
            source=cutter.plain(draft.source),
            cue=cutter.cue(draft.cue, known),
            content=content,
            nested_in=ids[id(draft.parent)] if draft.parent else None,
            continues=ids[id(draft.continues)] if draft.continues else None,
            target=cutter.plain(draft.target),
            confidence=round(draft.confidence, 3),
            why=tuple(dict.fromkeys(draft.why)),
        )
        for draft, content in kept
    )


def _without_doubles(found: Sequence[Draft]) -> list[Draft]:
    """Leave out a bare quotation that has a stretch of another's words over again.

    Of one whose marks hold another's words and the clause put in between, what follows them is left.
    """
    whole = [draft for draft in found if draft.cue is not None]
    for bare in found:
        if bare.cue is None and bare.source is None and len(bare.contents) == 1:
            (first, last), inside = bare.contents[0], [one for one in whole if _holds(bare.contents[0], one)]
            if inside:
                bare.contents = [(max(first, *(_end(one) for one in inside)), last)]
    kept = [draft for draft in found if all(first < last for first, last in draft.contents)]
    return [
        draft for draft in kept if draft.cue is not None or not any(_doubles(draft, one) for one in whole)
    ]


def _holds(part: Range, other: Draft) -> bool:
    """Tell whether a stretch has another's first words, and his cue after them."""
    (first, last), cue = other.contents[0], other.cue
    begins = abs(first - part[0]) <= 1 and last <= part[1]
    return begins and cue is not None and last <= cue[0] and cue[1] <= part[1]


def _end(draft: Draft) -> int:
    return max(part[1] for part in (*draft.contents, draft.cue, draft.source) if part is not None)


def _doubles(bare: Draft, other: Draft) -> bool:
    parts = [set(range(first, last)) for first, last in other.contents]
    rest = {n for span in (other.source, other.cue) if span for n in range(*span)}
    words = {n for first, last in bare.contents for n in range(first, last)}
    return words <= rest.union(*parts) and any(len(words & part) >= MOST * len(part) for part in parts)


def _nest(found: Sequence[Draft]) -> None:
    """An attribution whose cue stands in the content of another is nested in it, in the smallest such."""
    for _, group in groupby(found, key=lambda draft: draft.sentence):
        here = list(group)
        for draft in here:
            if draft.cue is None:
                continue
            holders = [
                (sum(last - first for first, last in other.contents), number)
                for number, other in enumerate(here)
                if other is not draft and any(first <= draft.cue[0] < last for first, last in other.contents)
            ]
            if holders:
                parent = here[min(holders)[1]]
                if not _inside(parent, draft):
                    draft.parent = parent


def _inside(draft: Draft | None, other: Draft) -> bool:
    while draft is not None:
        if draft is other:
            return True
        draft = draft.parent
    return False


def _continue(found: Sequence[Draft], words: Words, quoted: Sequence[bool]) -> None:
    """A quotation that is a sentence by itself, without a cue, goes on from the attribution before it."""
    previous: Draft | None = None
    for draft in found:
        if draft.parent is not None:
            continue
        if draft.cue is None and draft.source is None and previous is not None:
            first = draft.contents[0][0]
            last = max(part[1] for part in previous.contents)
            apart = words.paragraph[first] - words.paragraph[last - 1]
            if quoted[first] and apart <= 1 and (apart == 0 or not _heading(draft, words)):
                draft.continues = previous
                draft.why.append("rule:continuing-quote")
        previous = draft


def _heading(draft: Draft, words: Words) -> bool:
    first, last = draft.contents[0][0], draft.contents[-1][1]
    alone = (first == 0 or words.paragraph[first - 1] != words.paragraph[first]) and (
        last == len(words) or words.paragraph[last] != words.paragraph[last - 1]
    )
    end = words.spans[last - 1].end
    closed = any(stop in words.text[end : end + 3] for stop in ".!?…")
    return alone and last - first <= HEADING_WORDS and not closed
