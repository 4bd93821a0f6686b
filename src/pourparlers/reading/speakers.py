"""Whose words each attribution is: from its source, or, where the sentence names none, from what stands around it."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from pourparlers.knowledge.words import words_of
from pourparlers.model import Article, Attribution, Mention, Span
from pourparlers.reading.sentences import paragraphs, sentences
from pourparlers.reading.vocabulary import vocabulary

HEAD = "rule:source-head"
"""The slug that a mention carries when it is a head of the source of an attribution."""

Entities = tuple[int, ...]
REPEATED = 0.6
LONGEST_HEADING = 100
NEAR = 24
AGENT = 2
"""Words after a participle among which the preposition of its agent stands ("contesté notamment par")."""


@dataclass
class History:
    """What is known while an article is followed from its first attribution to its last.

    `speakers` are those found so far, by attribution; `order` the outer attributions in the order of their anchors.
    """

    article: Article
    attributions: Mapping[str, Attribution]
    sentence_starts: Sequence[int]
    paragraph_starts: Sequence[int]
    speakers: dict[str, Entities] = field(default_factory=dict)
    order: list[str] = field(default_factory=list)
    headings: frozenset[int] = frozenset()
    relative: frozenset[str] = frozenset()
    of: frozenset[str] = frozenset()
    agent: frozenset[str] = frozenset()

    def sentence(self, offset: int) -> int:
        """Give the number of the sentence at an offset."""
        return bisect_right(self.sentence_starts, offset)

    def paragraph(self, offset: int) -> int:
        """Give the number of the paragraph at an offset."""
        return bisect_right(self.paragraph_starts, offset)

    def previous(self, offset: int) -> str | None:
        """Give the id of the last outer attribution anchored before an offset whose speaker is known.

        What a heading, a relative clause, the complement of a noun or the agent of a passive says comes after what the
        sentences around it say.
        """
        aside: str | None = None
        for name in reversed(self.order):
            if self.speakers.get(name) and anchor(self.attributions[name]) < offset:
                if not self._aside(self.attributions[name], offset):
                    return name
                aside = aside or name
        return aside

    def _complement(self, source: Span) -> bool:
        """Tell whether a source is the complement of a noun ("the refusal of X"), and leads no sentence."""
        before = words_of(self.article.text[max(0, source.start - NEAR) : source.start + 1])[-2:]
        if len(before) < 2 or source.start - NEAR < 0:
            return False
        return before[0].key in self.of

    def _aside(self, attribution: Attribution, offset: int) -> bool:
        place = anchor(attribution)
        if self.paragraph(place) in self.headings:
            return self.paragraph(place) != self.paragraph(offset)
        source, cue = attribution.source, attribution.cue
        if source is None or cue is None:
            return False
        if self._complement(source):
            return True
        if source.end > cue.start:
            between = words_of(self.article.text[cue.end : source.start])
            return any(word.key in self.agent for word in between[:AGENT])
        between = words_of(self.article.text[source.end : cue.start])
        return any(word.key in self.relative for word in between[:2])


def resolve(
    article: Article, attributions: tuple[Attribution, ...], mentions: tuple[Mention, ...]
) -> dict[str, Entities]:
    """Tell whose words each attribution is.

    Args:
        article: the article.
        attributions: its attributions.
        mentions: its mentions, those that head a source marked as such (`HEAD` in their `why`).

    Returns:
        for each attribution id the numbers of its speakers' entities: several for joint speakers, none when the text
        does not say.
    """
    heads: dict[Span, list[int]] = {}
    for mention in mentions:
        if HEAD in mention.why:
            heads.setdefault(mention.span, []).append(mention.entity)
    spans = sorted(heads)
    starts = [span.start for span in spans]

    def stated(attribution: Attribution, _: History) -> Entities:
        source = attribution.source or attribution.cue
        if source is None:
            return ()
        inside = []
        for span in spans[bisect_right(starts, source.start - 1) : bisect_right(starts, source.end)]:
            if span.start < source.end:
                inside += heads[span]
        return tuple(dict.fromkeys(inside))

    return follow(article, attributions, stated)


def anchor(attribution: Attribution) -> int:
    """Give where an attribution is anchored in the text: at its source, else its cue, else its content."""
    return (attribution.source or attribution.cue or attribution.content[0]).start


def follow(
    article: Article, attributions: Sequence[Attribution], stated: Callable[[Attribution, History], Entities]
) -> dict[str, Entities]:
    """Go through the attributions of an article in the order in which their speakers can be known.

    Outer attributions come first, in text order; then those inside them, level by level; then those whose speaker only
    the rest of the article tells.

    Args:
        article: the article.
        attributions: its attributions.
        stated: gives the speakers of an attribution by its source or, without one, by its cue, from what is known so far.

    Returns:
        the speakers by attribution id, one entry for each attribution.
    """
    by_id = {attribution.id: attribution for attribution in attributions}
    blocks = paragraphs(article.text)
    history = History(
        article,
        by_id,
        [span.start for span in sentences(article.text, article.language)],
        [span.start for span in blocks],
        headings=frozenset(
            number for number, span in enumerate(blocks, 1) if number > 1 and _heading(article.text, span)
        ),
        relative=vocabulary(article.language).relative,
        of=vocabulary(article.language).of,
        agent=vocabulary(article.language).agent,
    )
    for attribution in sorted(attributions, key=lambda a: (_depth(a, by_id), anchor(a), a.content[0])):
        found = () if attribution.source else _implied(attribution, history)
        found = found or stated(attribution, history)
        history.speakers[attribution.id] = found
        if attribution.nested_in is None:
            history.order.append(attribution.id)
    _complete(history)
    return {attribution.id: history.speakers[attribution.id] for attribution in attributions}


def _heading(text: str, block: Span) -> bool:
    """Tell whether a paragraph is a heading: short, and not closed as a sentence is."""
    words = text[block.start : min(block.end, block.start + LONGEST_HEADING + 1)].strip()
    return len(words) <= LONGEST_HEADING and not words.rstrip("\"»”’' )").endswith(
        (".", "!", "?", "…", ":", ",")
    )


def _depth(attribution: Attribution, by_id: Mapping[str, Attribution]) -> int:
    depth = 0
    seen = {attribution.id}
    while (parent := by_id.get(attribution.nested_in or "")) is not None and parent.id not in seen:
        attribution = parent
        seen.add(attribution.id)
        depth += 1
    return depth


def _implied(attribution: Attribution, history: History) -> Entities:
    if attribution.continues is not None:
        return history.speakers.get(attribution.continues, ())
    before = history.previous(anchor(attribution)) if attribution.nested_in is None else None
    if before is None:
        return ()
    if attribution.cue is not None and _same_sentence(history, before, attribution):
        return history.speakers[before]
    return ()


def _same_sentence(history: History, name: str, attribution: Attribution) -> bool:
    return history.sentence(anchor(history.attributions[name])) == history.sentence(anchor(attribution))


def _complete(history: History) -> None:
    """Find the speakers of quotations without a source: repeated elsewhere with one, or next to one."""
    open_ones = [a for a in history.attributions.values() if not history.speakers[a.id] and a.source is None]
    if not open_ones:
        return
    contents = {name: _words(history.article, a) for name, a in history.attributions.items()}
    for attribution in open_ones:
        if attribution.continues is not None:
            history.speakers[attribution.id] = history.speakers.get(attribution.continues, ())
        if not history.speakers[attribution.id]:
            history.speakers[attribution.id] = _repeated(attribution, contents, history) or _beside(
                attribution, history
            )


def _words(article: Article, attribution: Attribution) -> frozenset[str]:
    return frozenset(
        w.key
        for span in attribution.content
        for w in words_of(article.text[span.start : span.end])
        if len(w.key) > 2
    )


def _repeated(attribution: Attribution, contents: Mapping[str, frozenset[str]], history: History) -> Entities:
    own = contents[attribution.id]
    best = 0.0
    found: Entities = ()
    for name, words in contents.items():
        other = history.attributions[name]
        if (
            name == attribution.id
            or not own
            or not words
            or not history.speakers.get(name)
            or other.source is None
        ):
            continue
        if other.nested_in == attribution.id or attribution.nested_in == name:
            continue
        share = len(own & words) / len(own)
        if share >= REPEATED and share > best and len(own) > 1 - (share == 1):
            best, found = share, history.speakers[name]
    return found


def _beside(attribution: Attribution, history: History) -> Entities:
    """Take the speaker of the quotation before in the same paragraph, else of the one after."""
    if attribution.cue is not None or attribution.nested_in is not None:
        return ()
    here, place = history.paragraph(anchor(attribution)), anchor(attribution)
    near = [
        (abs(anchor(history.attributions[name]) - place), anchor(history.attributions[name]) > place, name)
        for name in history.order
        if history.speakers[name] and history.paragraph(anchor(history.attributions[name])) == here
    ]
    return history.speakers[min(near)[2]] if near else ()
