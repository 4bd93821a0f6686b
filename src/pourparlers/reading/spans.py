"""From words to characters: spans with whole words, cut at quotation marks, without what the marks leave out."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence

from pourparlers.model import AttributionType, Span
from pourparlers.reading.grammar import Grammar
from pourparlers.reading.quotes import Quotes
from pourparlers.reading.words import Range, Words

UNITS = "%‰€$£°"
CLOSERS = {")": "(", "]": "["}


class Cutter:
    """Cuts the spans of one text; knows its words and quotations."""

    def __init__(self, words: Words, quotes: Quotes) -> None:
        self._words = words
        self._text = words.text
        self._marks = quotes.marks
        self._mark_starts = [mark.start for mark in quotes.marks]
        self._quotes = quotes.outer
        self._quote_starts = [quote.span.start for quote in quotes.outer]

    def plain(self, part: Range | None) -> Span | None:
        """The characters of a source or a cue."""
        if part is None:
            return None
        span = self._words.span(part)
        return Span(span.start, self._closed(span))

    def cue(self, part: Range | None, known: Grammar) -> Span | None:
        """The characters of a cue: its lexical words, without auxiliaries, clitics and particles at the edges."""
        if part is None:
            return None
        first, last = part
        text = self._text[self._words.spans[first].start : self._words.spans[last - 1].end].lower()
        if text in known.prepositions:
            return self._words.span(part)
        while last - first > 1 and self._words.lower(first) in known.cue_edges:
            first += 1
        while last - first > 1 and self._words.lower(last - 1) in known.cue_tails:
            last -= 1
        return self._words.span((first, last))

    def content(
        self, parts: Sequence[Range], known: Grammar, *, after: Range | None = None
    ) -> tuple[Span, ...]:
        """The characters of a content, in pieces between the quotation marks.

        Full stops and other signs inside the marks stay with what they end. What a content never begins with,
        and pieces of function words alone beside others, are left out.

        Args:
            parts: ranges of words, sorted.
            known: the word lists of the language.
            after: the cue.
        """
        pieces = [piece for part in parts for piece in self._between_marks(part)]
        if pieces:
            pieces[0] = self._without_leading(pieces[0], known, after)
        full = [piece for piece in pieces if not self._is_function(piece, known)]
        return tuple(self._grown(self._words.span(piece)) for piece in full)

    def _without_leading(self, piece: Range, known: Grammar, after: Range | None) -> Range:
        first, last = piece
        while first < last - 1 and self._words.lower(first) in known.leading:
            first += 1
        if (
            after is not None
            and first == after[1]
            and first < last - 1
            and self._words.lower(first) in known.complements
        ):
            first += 1
        return first, last

    def _is_function(self, piece: Range, known: Grammar) -> bool:
        return not self.quoted(self._words.spans[piece[0]].start) and all(
            self._words.lower(word) in known.function or self._words.lower(word) in known.inverted
            for word in range(*piece)
        )

    def type(self, content: Sequence[Span]) -> AttributionType:
        """Whether all, none or some of a content stands in quotation marks."""
        quoted = [self.quoted(span.start) for span in content]
        if all(quoted):
            return AttributionType.DIRECT
        return AttributionType.MIXED if any(quoted) else AttributionType.INDIRECT

    def quoted(self, position: int) -> bool:
        """Whether a character stands in a quotation."""
        return self._quote_at(position) is not None

    def quoted_words(self) -> tuple[bool, ...]:
        """For each word whether it stands in a quotation."""
        return tuple(self.quoted(start) for start in self._words.starts)

    def _quote_at(self, position: int) -> Span | None:
        at = bisect_right(self._quote_starts, position) - 1
        if at >= 0 and position < self._quotes[at].span.end:
            return self._quotes[at].span
        return None

    def _between_marks(self, part: Range) -> list[Range]:
        span = self._words.span(part)
        low = bisect_left(self._mark_starts, span.start)
        high = bisect_left(self._mark_starts, span.end)
        pieces, first = [], part[0]
        for mark in self._marks[low:high]:
            cut = bisect_left(self._words.starts, mark.start)
            if first < cut:
                pieces.append((first, cut))
            first = max(first, cut)
        if first < part[1]:
            pieces.append((first, part[1]))
        return pieces

    def _grown(self, span: Span) -> Span:
        quote = self._quote_at(span.start)
        if quote is None:
            return Span(self._opened(span), self._closed(span))
        start, end = span
        before = self._text[max(quote.start, start - 8) : start]
        if start - len(before) == quote.start and not any(map(str.isalnum, before)):
            start = quote.start + len(before) - len(before.lstrip())
        after = self._text[end : min(quote.end, end + 8)]
        if end + len(after) == quote.end and not any(map(str.isalnum, after)):
            end += len(after.rstrip())
        else:
            end = self._closed(Span(start, end))
        return Span(start, end)

    def _closed(self, span: Span) -> int:
        end = span.end
        while end < len(self._text) and self._text[end] in UNITS:
            end += 1
        if end < len(self._text) and self._text[end] in CLOSERS:
            inside = self._text[span.start : end]
            if inside.count(CLOSERS[self._text[end]]) > inside.count(self._text[end]):
                end += 1
        return end

    def _opened(self, span: Span) -> int:
        before = self._text[span.start - 1 : span.start]
        inside = self._text[span.start : span.end]
        if before in {"(", "["}:
            closer = ")" if before == "(" else "]"
            if inside.count(closer) > inside.count(before):
                return span.start - 1
        return span.start
