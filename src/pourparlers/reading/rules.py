"""What grammar says better than the encoder: which words belong to which cue, and (in `subjects`) who its subject is.

Every rule takes the drafts of one sentence and changes them in place; `apply` runs them in their order.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby

from pourparlers.reading import objects, subjects, together
from pourparlers.reading.constituents import capital, ends_phrase, phrase_before, whole_name
from pourparlers.reading.drafts import Draft
from pourparlers.reading.grammar import Grammar, phrase_at
from pourparlers.reading.words import Range, Words

MAX_GAP = 2
MAX_HEAD = 6
QUOTED_GAP = 3
MAX_UNLIKELY = 8
MAX_PREDICATE = 8
MAX_REST = 4


def apply(drafts: list[Draft], words: Words, grammar: Grammar, quoted: Sequence[bool]) -> list[Draft]:
    """Mend the drafts of one sentence.

    Args:
        drafts: as the encoder has them.
        words: the words of the text.
        grammar: the word lists of its language.
        quoted: for each word whether it stands in quotation marks.

    Returns:
        the drafts that have a content, in the order of their cues or contents.
    """
    sources = [draft.source for draft in drafts if draft.cue is None and not draft.contents and draft.source]
    drafts = [draft for draft in drafts if draft.cue is not None or draft.contents]
    drafts.sort(key=lambda draft: draft.cue or draft.contents[0])
    _join_contents(drafts, words, quoted)
    drafts = together.without_doubles(drafts)
    for draft in drafts:
        if draft.cue is None:
            _heading_source(draft, words, quoted, sources)
            if draft.contents:
                _named_before(draft, words, grammar, quoted)
            if draft.contents:
                _viewpoint(draft, words, grammar)
        else:
            _judged(draft, drafts, words, grammar)
    subjects.find(drafts, words, grammar)
    together.find(drafts, words, grammar)
    for draft in drafts:
        objects.find(draft, drafts, words, grammar)
        if draft.source is not None:
            draft.source = whole_name(draft.source, words, lambda word: not _taken(word, drafts))
        _to_its_end(draft, drafts, words, grammar, quoted)
    return [
        draft
        for draft in drafts
        if draft.contents and _stands(draft, quoted) and not _unlikely(draft, words, grammar)
    ]


def _to_its_end(
    draft: Draft, drafts: Sequence[Draft], words: Words, grammar: Grammar, quoted: Sequence[bool]
) -> None:
    """A content does not stop at a determiner or a preposition, nor a few words before its closing mark."""
    if not draft.contents:
        return
    first, last = draft.contents[-1]

    def goes_on(word: int) -> bool:
        within = word < len(words) and words.sentence[word] == draft.sentence
        return within and not ends_phrase(words, word) and not _taken(word, drafts)

    end = last
    while end - last < MAX_REST and words.lower(end - 1) in grammar.joins and goes_on(end):
        end += 1
    closing = end
    while closing - last < MAX_REST and quoted[closing - 1] and goes_on(closing) and quoted[closing]:
        closing += 1
    if quoted[first] and (closing == len(words) or not quoted[closing]):
        end = closing
    if end > last and words.lower(end - 1) not in grammar.joins:
        draft.contents[-1] = first, end
    draft.contents = _joined(draft.contents, quoted)


def _joined(contents: Sequence[Range], quoted: Sequence[bool]) -> list[Range]:
    """The parts, those of them one that neither a word nor a quotation mark keeps apart."""
    joined: list[Range] = []
    for first, last in contents:
        if joined and joined[-1][1] == first and quoted[first - 1] == quoted[first]:
            joined[-1] = joined[-1][0], last
        else:
            joined.append((first, last))
    return joined


def _taken(word: int, drafts: Sequence[Draft]) -> bool:
    """Whether a word is part of anything found."""
    return any(
        part[0] <= word < part[1]
        for draft in drafts
        for part in (draft.cue, draft.source, *draft.contents)
        if part is not None
    )


def _stands(draft: Draft, quoted: Sequence[bool]) -> bool:
    """Whether somebody says it: there is a cue, or quotation marks."""
    return draft.cue is not None or any(quoted[first] for first, _ in draft.contents)


def _unlikely(draft: Draft, words: Words, grammar: Grammar) -> bool:
    """Whether nobody says it, as it is only called unlikely: "it is unlikely that X accepts"."""
    if draft.cue is None:
        return False
    return any(
        0 < phrase_at(words, word, grammar.unlikely) <= draft.cue[0] - word
        and not any(ends_phrase(words, later) for later in range(word + 1, draft.cue[0] + 1))
        for word in range(max(draft.cue[0] - MAX_UNLIKELY, 0), draft.cue[0])
        if words.sentence[word] == draft.sentence
    )


def _join_contents(drafts: list[Draft], words: Words, quoted: Sequence[bool]) -> None:
    """A content without a cue belongs to the attribution whose content it goes on from."""
    for loose in [draft for draft in drafts if draft.cue is None]:
        near = [
            (gap[1] - gap[0], number)
            for number, draft in enumerate(drafts)
            if draft is not loose
            and draft.outer
            and (draft.cue is not None or any(quoted[first] for first, _ in draft.contents))
            for part in loose.contents
            for gap in (_gap(part, other) for other in draft.contents)
            if gap[1] - gap[0] <= (QUOTED_GAP if quoted[part[0]] else MAX_GAP) and not _occupied(gap, drafts)
        ]
        if near:
            holder = drafts[min(near)[1]]
            holder.contents = _fused([*holder.contents, *loose.contents], quoted)
            holder.why.append("rule:adjacent-content")
            drafts.remove(loose)


def _fused(parts: Sequence[Range], quoted: Sequence[bool]) -> list[Range]:
    """The parts in order; those of one quotation that next to nothing keeps apart are one."""
    fused: list[Range] = []
    for part in sorted(parts):
        if fused and part[0] - fused[-1][1] <= QUOTED_GAP and all(quoted[fused[-1][1] - 1 : part[0] + 1]):
            fused[-1] = fused[-1][0], part[1]
        else:
            fused.append(part)
    return fused


def _gap(one: Range, other: Range) -> Range:
    return (other[1], one[0]) if other[1] <= one[0] else (one[1], other[0])


def _occupied(gap: Range, drafts: Sequence[Draft]) -> bool:
    """Whether a cue or a source stands between two words."""
    return any(
        part is not None and part[0] < gap[1] and part[1] > gap[0]
        for draft in drafts
        if draft.outer
        for part in (draft.cue, draft.source)
    )


def _heading_source(draft: Draft, words: Words, quoted: Sequence[bool], sources: Sequence[Range]) -> None:
    """Who speaks where there is no cue: "X : «…»", "X «…»"."""
    first = draft.contents[0]
    start = next((part[0] for part in _quoted_parts(draft.contents, quoted)), None)
    if start is None:
        return
    colon = (
        start > 0 and ":" in words.between(start - 1, start) and words.sentence[start - 1] == draft.sentence
    )
    if colon and not quoted[start - 1]:
        head = start - 1
        while head and words.sentence[head - 1] == draft.sentence and not ends_phrase(words, head):
            head -= 1
        if start - head <= MAX_HEAD:
            draft.source = (head, start)
            draft.contents = list(_quoted_parts(draft.contents, quoted))
            draft.why.append("rule:heading-colon")
            return
    before = [source for source in sources if source[1] <= max(start, first[0])]
    if before:
        draft.source = before[-1]
        draft.contents = [
            part for part in draft.contents if part[0] >= before[-1][1] or part[1] <= before[-1][0]
        ]


def _named_before(draft: Draft, words: Words, grammar: Grammar, quoted: Sequence[bool]) -> None:
    """A name that opens a sentence right before a quotation is who is quoted: "Oslo « déçu »", "La Russie, « déçue », part"."""
    first = draft.contents[0][0]
    opens = first == 0 or words.sentence[first - 1] != draft.sentence
    if draft.source is not None or not opens or quoted[first]:
        return
    start = first
    while start < len(words) and not quoted[start] and not (start > first and ends_phrase(words, start)):
        start += 1
    if (
        start == len(words)
        or not quoted[start]
        or start - first > MAX_HEAD
        or words.sentence[start] != draft.sentence
    ):
        return
    head = range(first, start)
    apart = "," in words.between(start - 1, start) and words.lower(first) in grammar.determiners
    small = grammar.determiners | grammar.links
    named = start - first > 1 and all(capital(word, words) or words.lower(word) in small for word in head)
    if apart or (named and capital(start - 1, words)):
        draft.source = first, start
        draft.contents = [(max(a, start), b) for a, b in draft.contents if b > start]
        draft.why.append("rule:named-before")


def _viewpoint(draft: Draft, words: Words, grammar: Grammar) -> None:
    """A sentence that opens with whose view it gives: "Pour X, …", "A ses yeux, …"."""
    head = draft.contents[0][0]
    if draft.source is not None:
        head = draft.source[0]
        while (
            head
            and words.sentence[head - 1] == draft.sentence
            and words.lower(head - 1) in grammar.determiners
        ):
            head -= 1
    if head == 0 or words.sentence[head - 1] != draft.sentence:
        return
    before = head - 1
    if draft.source is not None:
        opens = before == 0 or words.sentence[before - 1] != draft.sentence
        if not opens or words.lower(before) not in grammar.viewpoints:
            return
        rest = draft.source[1]
    else:
        owner = before - 1
        if (
            owner < 0
            or words.lower(before) not in grammar.views
            or words.lower(owner) not in grammar.possessives
        ):
            return
        draft.source = (owner, owner + 1)
        rest = before + 1
    draft.cue = (before, before + 1)
    if draft.contents[0][0] - rest <= MAX_GAP:
        end = rest
        while end < len(words) and words.sentence[end] == draft.sentence:
            end += 1
        draft.contents = [(draft.contents[0][0], end)]
    draft.why.append("rule:viewpoint")


def _judged(draft: Draft, drafts: Sequence[Draft], words: Words, grammar: Grammar) -> None:
    """What is called something is a part of what is said: "X, qu'il juge dangereux", "X is called a farce by Y"."""
    if draft.cue is None or not draft.contents:
        return
    last = draft.cue[1]
    predicate = draft.contents[0][0]
    own_object = predicate == last and words.lower(last) in grammar.determiners
    if (
        not words.lower(draft.cue[0]).startswith(grammar.judging or ("\0",))
        or not 0 <= predicate - last <= MAX_GAP
        or own_object
        or sum(b - a for a, b in draft.contents) > MAX_PREDICATE
    ):
        return
    end = _called_end(draft, words, grammar)
    if end and words.sentence[end - 1] == draft.sentence and words.lower(end - 1) not in grammar.function:
        called = phrase_before(end, words, grammar)
        if not _occupied(called, drafts):
            draft.contents = [called, *draft.contents]
            draft.why.append("rule:judged")


def _called_end(draft: Draft, words: Words, grammar: Grammar) -> int:
    """Where what a verb calls something ends: before its relative pronoun or its passive; 0 if neither is there."""
    assert draft.cue is not None
    head = draft.cue[0]
    active = draft.source is not None and draft.source[1] <= head
    if active and draft.source is not None:
        head = draft.source[0]
    skipped = grammar.determiners if active else grammar.cue_edges - grammar.determiners
    while head and words.lower(head - 1) in skipped:
        head -= 1
    if head and words.lower(head - 1) in grammar.relative_objects:
        return head - 1
    passive = words.lower(draft.cue[0]).endswith(grammar.participles or ("\0",))
    return head if passive and not active else 0


def _quoted_parts(contents: Sequence[Range], quoted: Sequence[bool]) -> Iterator[Range]:
    for first, last in contents:
        for stands, group in groupby(range(first, last), key=quoted.__getitem__):
            if stands:
                run = list(group)
                yield run[0], run[-1] + 1
