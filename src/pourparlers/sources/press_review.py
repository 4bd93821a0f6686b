"""A document that holds one article or, as press reviews do, several: where each begins, and what its head says.

An article begins with a headline (what the document calls a heading, or what is set larger or bolder than the text) and a line
with the outlet and the date, before or after it: "Le Monde, mercredi 12 janvier 2022, p. 4". Where no line says so, it
begins with each headline of the highest rank.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from pourparlers.sources.blocks import Block
from pourparlers.sources.credit_lines import Credit, credit_of
from pourparlers.sources.credits import is_byline
from pourparlers.sources.entries import Entry, tidy
from pourparlers.sources.labels import labels
from pourparlers.sources.language import detect
from pourparlers.sources.metadata import Metadata
from pourparlers.sources.phrases import Phrases, phrases, plain

_LARGER = 1.12
_LONGEST_HEADLINE = 220
_LONGEST_SOURCE = 45
_LEAST_TEXT = 200
_TEXT_BEFORE = 400
_SENTENCE_END = tuple(".…;:")
_LEADER = re.compile(r"(?:[.·…_]\s?){3,}\s?\d{0,4}$|\s{2,}\d{1,4}$|\t\d{1,4}$")
_NO_RANK = 0


@dataclass(frozen=True, slots=True)
class _Head:
    """Where an article begins, its title and its text, and what stands in between."""

    start: int
    title: int | None
    text: int
    credit: Credit


def review_entries(blocks: Sequence[Block]) -> list[Entry]:
    """Take the articles out of the paragraphs of a document.

    Args:
        blocks: all paragraphs, in the order they are read in.

    Returns:
        the articles; one when nothing says that there are several.
    """
    blocks = [block for block in blocks if tidy(block.text)]
    review = _Review(blocks)
    heads = review.heads()
    if not heads:
        return [Entry(Metadata(), tuple(tidy(block.text) for block in blocks))] if blocks else []
    found = [review.entry(head, end.start if end else len(blocks)) for head, end in _pairs(heads)]
    before = review.before(heads[0].start)
    titles = Counter(plain(one.said.title or "") for one in found)
    kept = [one for one in found if one.paragraphs or titles[plain(one.said.title or "")] == 1]
    return [*before, *kept]


def _pairs(heads: Sequence[_Head]) -> Iterator[tuple[_Head, _Head | None]]:
    return zip(heads, [*heads[1:], None], strict=True)


class _Review:
    """The paragraphs of one document, and what each of them is."""

    def __init__(self, blocks: Sequence[Block]) -> None:
        self.blocks = blocks
        self.lines = [tidy(block.text) for block in blocks]
        language = detect(" ".join(self.lines[:400]))
        self.signs: Phrases = phrases(language)
        self.contents = [_LEADER.search(block.text) is not None for block in blocks]
        self.ranks = self._ranks()
        self.credits = [self._credit(n, language) for n in range(len(blocks))]

    def _ranks(self) -> list[int]:
        """Rank what is a headline: higher is more; 0 is text."""
        letters: Counter[float] = Counter()
        for block in self.blocks:
            letters[round(block.size, 1)] += len(block.text)
        usual = letters.most_common(1)[0][0] if letters else 0.0
        bold = sum(len(one.text) for one in self.blocks if one.is_bold)
        bold_tells = 2 * bold < sum(len(one.text) for one in self.blocks)
        return [
            _NO_RANK if self.contents[n] else _rank(block, self.lines[n], usual, bold_tells)
            for n, block in enumerate(self.blocks)
        ]

    def _credit(self, n: int, language: str) -> Credit | None:
        folded = plain(self.lines[n])
        if self.contents[n] or any(one in folded for one in labels("review")):
            return None
        return credit_of(self.lines[n], language, self.signs, is_headline=self.ranks[n] > _NO_RANK)

    def heads(self) -> list[_Head]:
        """Find where the articles begin."""
        dated = [n for n, credit in enumerate(self.credits) if credit]
        after = sum(self._is_title(n + 1) for n in dated)
        before = sum(self._is_title(n - 1) for n in dated)
        heads: dict[int, _Head] = {}
        taken = -1
        for n in dated:
            if n > taken:
                head = self._head(n, title_first=before > after, least=taken + 1)
                heads[head.start] = head
                taken = head.text - 1
        titled = [self.ranks[one.title] for one in heads.values() if one.title is not None]
        least = min(titled, default=_NO_RANK) if dated else self._chief()
        within = {n for head in heads.values() for n in range(head.start, head.text)}
        if least > _NO_RANK:
            for n, rank in enumerate(self.ranks):
                if rank >= least and n not in within and n - 1 not in within and self._has_text(n, least):
                    heads[n] = self._headline(n)
                    within.update(range(n, heads[n].text))
        return [heads[n] for n in sorted(heads)]

    def _chief(self) -> int:
        """Give the rank of the headlines that begin articles.

        It is the highest under which several have a text; a single headline with a text right under it, as an article has
        over its subheadings, comes before lower ones, and the title of a cover does not.
        """
        ranks = sorted({rank for rank in self.ranks if rank}, reverse=True)
        for rank in ranks:
            found = [n for n, one in enumerate(self.ranks) if one >= rank and self._has_text(n, rank)]
            if len(found) > 1 or (found and self._has_text(found[0], 1)):
                return rank
        return _NO_RANK

    def _has_text(self, n: int, rank: int) -> bool:
        """Whether there is text between a headline and the next of its rank or a higher one."""
        length = 0
        for at in range(n + 1, len(self.blocks)):
            if self.ranks[at] >= rank and (length or self.ranks[at] != self.ranks[at - 1]):
                break
            length += 0 if self.ranks[at] or self.contents[at] else len(self.lines[at])
            if length >= _LEAST_TEXT:
                return True
        return False

    def _is_title(self, n: int) -> bool:
        return 0 <= n < len(self.blocks) and self.ranks[n] > _NO_RANK and not self.credits[n]

    def _head(self, n: int, *, title_first: bool, least: int) -> _Head:
        """Put the head around a line with a date together."""
        credit = self.credits[n] or Credit()
        start, end = n, n + 1
        if credit.outlet is None and self._is_source(n - 1) and n - 1 >= least:
            credit, start = credit.of(self.lines[n - 1]), n - 1
        title = None
        if title_first or not self._is_title(end):
            at = start - 1
            while at >= least and self._is_title(at) and self.ranks[at] >= (self.ranks[start - 1]):
                title, start, at = at, at, at - 1
        if title is None:
            end, credit = self._skip_bylines(end, credit)
            if self._is_title(end) or (end < len(self.lines) and _may_be_title(self.lines[end])):
                title, end = end, end + 1
        end, credit = self._skip_bylines(end, credit)
        return _Head(start, title, end, credit)

    def _headline(self, n: int) -> _Head:
        end = n + 1
        while end < len(self.ranks) and self.ranks[end] == self.ranks[n]:
            end += 1
        end, credit = self._skip_bylines(end, Credit())
        return _Head(n, n, end, credit)

    def _skip_bylines(self, at: int, credit: Credit) -> tuple[int, Credit]:
        while credit.author is None and at < len(self.lines) and is_byline(self.lines[at], self.signs):
            credit, at = credit.by(self.lines[at]), at + 1
        return at, credit

    def _is_source(self, n: int) -> bool:
        """Whether a line may be the name of an outlet: short, and no sentence."""
        if n < 0 or self.contents[n] or self.credits[n]:
            return False
        line = self.lines[n]
        return len(line) <= _LONGEST_SOURCE and not line.endswith(_SENTENCE_END) and line[:1].isupper()

    def entry(self, head: _Head, end: int) -> Entry:
        """Make the article of a head and what follows it up to the next."""
        first = head.start if head.title is None else head.title
        title = None if head.title is None else self._title(head)
        text = [self.lines[n] for n in range(head.text, end) if not self.contents[n]]
        page = self.blocks[first].page
        return Entry(
            said=Metadata(title, head.credit.date, head.credit.outlet, author=head.credit.author),
            paragraphs=tuple(text),
            page=head.credit.page or (str(page) if page else None),
        )

    def _title(self, head: _Head) -> str:
        """Give a title that may go over several paragraphs set alike."""
        assert head.title is not None
        at = head.title
        parts = [self.lines[at]]
        while (
            at + 1 < head.text and self.ranks[at + 1] == self.ranks[head.title] and not self.credits[at + 1]
        ):
            at += 1
            parts.append(self.lines[at])
        return " ".join(parts)

    def before(self, end: int) -> list[Entry]:
        """Give what stands before the first head as an article, if it is text and not a cover or table of contents."""
        lines = [self.lines[n] for n in range(end) if not self.contents[n]]
        is_cover = any(
            word in plain(one) for one in lines[:6] for word in labels("review") | labels("contents")
        )
        if (
            is_cover
            or sum(len(one) for one in lines if one.endswith((".", "!", "?", "»", "”"))) < _TEXT_BEFORE
        ):
            return []
        return [Entry(Metadata(), tuple(lines))]


def _rank(block: Block, line: str, usual: float, bold_tells: bool) -> int:
    if len(line) > _LONGEST_HEADLINE or not any(map(str.isalpha, line)):
        return _NO_RANK
    if block.heading:
        return 100_000 - block.heading
    if usual and block.size >= usual * _LARGER:
        return int(block.size * 10)
    return 1 if block.is_bold and bold_tells and not line.endswith(_SENTENCE_END) else _NO_RANK


def _may_be_title(line: str) -> bool:
    return len(line) <= _LONGEST_HEADLINE // 2 and not line.endswith(_SENTENCE_END)
