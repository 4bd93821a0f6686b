"""What grammar says better than the encoder: who a cue's subject is, and which words belong to which cue.

Every rule takes the drafts of one sentence and changes them in place; `apply` runs them in their order.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby

from pourparlers.reading.drafts import Draft
from pourparlers.reading.grammar import Grammar, phrase_at
from pourparlers.reading.words import Range, Words

NEAR_SUBJECT = 5
NEAR_RELATIVE = 7
MAX_PHRASE = 14
MAX_GAP = 2
MAX_HEAD = 6
QUOTED_GAP = 3
MAX_UNLIKELY = 8
HYPHENS = {"-", "‐", "‑"}


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
    for draft in drafts:
        if draft.cue is None:
            _heading_source(draft, words, quoted, sources)
        else:
            _inverted_subject(draft, words, grammar)
            _antecedent(draft, words, grammar)
            _passive(draft, words, grammar)
            _possessor(draft, words, grammar)
    for draft in drafts:
        _whole_source(draft, words, grammar)
    _share_subject(drafts, words, grammar)
    return [
        draft
        for draft in drafts
        if draft.contents and _stands(draft, quoted) and not _unlikely(draft, words, grammar)
    ]


def _stands(draft: Draft, quoted: Sequence[bool]) -> bool:
    """Whether somebody says it: there is a cue, or quotation marks."""
    return draft.cue is not None or any(quoted[first] for first, _ in draft.contents)


def _unlikely(draft: Draft, words: Words, grammar: Grammar) -> bool:
    """Whether nobody says it, as it is only called unlikely: "it is unlikely that X accepts"."""
    if draft.cue is None:
        return False
    return any(
        0 < phrase_at(words, word, grammar.unlikely) <= draft.cue[0] - word
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
        while head and words.sentence[head - 1] == draft.sentence and not _ends_phrase(words, head):
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


def _quoted_parts(contents: Sequence[Range], quoted: Sequence[bool]) -> Iterator[Range]:
    for first, last in contents:
        for stands, group in groupby(range(first, last), key=quoted.__getitem__):
            if stands:
                run = list(group)
                yield run[0], run[-1] + 1


def _ends_phrase(words: Words, word: int) -> bool:
    """Whether a sign other than an apostrophe or a hyphen stands before a word."""
    return any(sign in words.between(word - 1, word) for sign in ':;,.!?…()"«»“”')


def _inverted_subject(draft: Draft, words: Words, grammar: Grammar) -> None:
    """The subject written after its verb with a hyphen: "prévient-il", "a-t-il ajouté", "a t-il lancé"."""
    if draft.cue is None:
        return
    first, last = draft.cue
    candidates = [
        *range(last, min(last + 2, len(words))),
        *range(first - 1, max(first - NEAR_SUBJECT, 0), -1),
    ]
    for word in candidates:
        if word < first and any("," in words.between(k, k + 1) for k in range(word, first)):
            break
        if (
            words.lower(word) in grammar.inverted
            and words.sentence[word] == draft.sentence
            and words.text[words.spans[word].start - 1] in "-‐‑"
        ):
            draft.source = (word, word + 1)
            draft.why.append("rule:inverted-subject")
            return


def _antecedent(draft: Draft, words: Words, grammar: Grammar) -> None:
    """The noun phrase before a relative pronoun: "X, qui a promis", "X, who said"."""
    if draft.cue is None:
        return
    pronoun = -1
    for word in range(draft.cue[0] - 1, max(draft.cue[0] - NEAR_RELATIVE, 0), -1):
        if words.lower(word) in grammar.relatives:
            pronoun = word
            break
        if "," in words.between(word, word + 1):
            break
    if pronoun < 0 and draft.source is not None and draft.source[1] - draft.source[0] == 1:
        pronoun = draft.source[0] if words.lower(draft.source[0]) in grammar.relatives else -1
    if pronoun <= 0 or words.sentence[pronoun - 1] != draft.sentence:
        return
    alone = words.between(pronoun - 2, pronoun - 1) not in HYPHENS if pronoun > 1 else True
    if alone and words.lower(pronoun - 1) in grammar.conjunctions:
        _same_antecedent(draft, pronoun, words, grammar)
        return
    own = draft.source is not None and (
        draft.source[1] in {pronoun - 1, pronoun} or pronoun < draft.source[0] < draft.cue[0]
    )
    if own or (alone and words.lower(pronoun - 1) in grammar.function):
        return
    if any(_opens_subject(word, words, grammar) for word in range(pronoun + 1, draft.cue[0])):
        return
    draft.source = _phrase_before(pronoun, words, grammar)
    draft.why.append("rule:antecedent")


def _same_antecedent(draft: Draft, pronoun: int, words: Words, grammar: Grammar) -> None:
    """A relative pronoun after "and" speaks of what the one before it in the sentence speaks of."""
    before = next(
        (
            word
            for word in range(pronoun - 2, 0, -1)
            if words.sentence[word] == draft.sentence and words.lower(word) == words.lower(pronoun)
        ),
        0,
    )
    if draft.source == (pronoun, pronoun + 1) and before and words.lower(before - 1) not in grammar.function:
        draft.source = _phrase_before(before, words, grammar)
        draft.why.append("rule:antecedent")


def _opens_subject(word: int, words: Words, grammar: Grammar) -> bool:
    """Whether a word after a relative pronoun is a subject of its own: "which X says", "which the bank says"."""
    return words.lower(word) in grammar.determiners - grammar.cue_edges or (
        words.text[words.spans[word].start].isupper()
    )


def _phrase_before(end: int, words: Words, grammar: Grammar) -> Range:
    first = end - 1
    while first > 0 and end - first < MAX_PHRASE and words.sentence[first - 1] == words.sentence[end - 1]:
        gap = words.between(first - 1, first)
        if any(sign in gap for sign in ',;:.()"«»“”') and not _titled(first, words, grammar):
            break
        before, here = words.lower(first - 1), words.lower(first)
        if here in grammar.determiners and before not in grammar.links:
            break
        if here in grammar.links and before in grammar.links and before not in grammar.determiners:
            break
        first -= 1
    return first, end


def _passive(draft: Draft, words: Words, grammar: Grammar) -> None:
    """The subject of a passive is not who says it: "il a été signalé que", "he was told that"."""
    if draft.cue is None or draft.source is None or draft.source[1] > draft.cue[0]:
        return
    if _is_passive(draft, words, grammar, 1):
        draft.source = None
        draft.why.append("rule:passive")


def _possessor(draft: Draft, words: Words, grammar: Grammar) -> None:
    """Who speaks is the possessor of what is said, when nobody else is named: "sa demande de", "their call for"."""
    if draft.cue is None or draft.source is not None or draft.cue[0] == 0:
        return
    before = draft.cue[0] - 1
    if (
        words.sentence[before] == draft.sentence
        and words.lower(before) in grammar.possessives
        and words.between(before, before + 1).isspace()
    ):
        draft.source = (before, before + 1)
        draft.why.append("rule:possessor")


def _whole_source(draft: Draft, words: Words, grammar: Grammar) -> None:
    """A source begins with the title of its name and does not end with what only joins words."""
    if draft.source is None:
        return
    first, last = draft.source
    joints = grammar.conjunctions | (grammar.cue_edges - grammar.inverted - grammar.determiners)
    while last - first > 1 and words.lower(last - 1) in joints:
        last -= 1
    if words.lower(last - 1) in grammar.determiners and (
        last == len(words) or words.lower(last) not in joints
    ):
        last = _determined(last, draft, words, grammar)
    if _titled(first, words, grammar) and words.sentence[first - 1] == draft.sentence:
        first -= 1
    apposed = first > 0 and words.lower(first) in grammar.possessives and last - first > 1
    if (
        apposed
        and words.between(first - 1, first) == ", "
        and words.text[words.spans[first - 1].start].isupper()
        and words.sentence[first - 1] == draft.sentence
    ):
        first = _phrase_before(first, words, grammar)[0]
    draft.source = first, last


def _determined(last: int, draft: Draft, words: Words, grammar: Grammar) -> int:
    """Where the noun phrase that a determiner opens ends, at least: after its noun and the names that go on from it."""
    taken = {word for part in (draft.cue, *draft.contents) if part for word in range(*part)}
    joins = grammar.determiners | (grammar.links - grammar.conjunctions)
    end = last
    while end < len(words) and words.sentence[end] == draft.sentence and end not in taken:
        gap = words.between(end - 1, end)
        opened = words.lower(end - 1) in joins or gap in HYPHENS
        if not (opened or words.text[words.spans[end].start].isupper()) or _ends_phrase(words, end):
            break
        end += 1
    while end > last and words.lower(end - 1) in joins:
        end -= 1
    return end


def _titled(word: int, words: Words, grammar: Grammar) -> bool:
    """Whether an honorific stands right before a name: "M. X", "Mrs X"."""
    return (
        word > 0
        and words.lower(word - 1) in grammar.titles
        and words.text[words.spans[word].start].isupper()
        and words.text[words.spans[word - 1].start].isupper()
        and words.between(word - 1, word) in {" ", ". ", ".", "\u00a0", ".\u00a0"}
    )


def _share_subject(drafts: Sequence[Draft], words: Words, grammar: Grammar) -> None:
    """A coordinated verb and a participle take the subject of the verb before them (or else after)."""
    subject: Draft | None = None
    for draft in drafts:
        if draft.cue is None:
            continue
        if draft.source is not None:
            if not _is_noun(draft, words, grammar):
                subject = draft
        elif (
            subject is not None
            and not _is_noun(draft, words, grammar)
            and not _is_passive(draft, words, grammar, 2)
        ):
            draft.source = subject.source
            draft.why.append("rule:shared-subject")
    following: Draft | None = None
    for draft in reversed(drafts):
        if draft.cue is None:
            continue
        if draft.source is not None:
            following = draft
        elif following is not None and words.lower(draft.cue[0]).endswith(grammar.gerunds or ("\0",)):
            draft.source = following.source
            draft.why.append("rule:shared-subject")


def _is_noun(draft: Draft, words: Words, grammar: Grammar) -> bool:
    return draft.cue is not None and any(
        words.lower(word).startswith(grammar.nouns or ("\0",)) for word in range(*draft.cue)
    )


def _is_passive(draft: Draft, words: Words, grammar: Grammar, reach: int) -> bool:
    """Whether a cue is a participle and an auxiliary of the passive stands in it or so many words before."""
    if draft.cue is None:
        return False
    first, last = draft.cue
    before = range(max(first - reach, 0), last - 1)
    return any(words.lower(word) in grammar.passive for word in before) and words.lower(last - 1).endswith(
        grammar.participles or ("\0",)
    )
