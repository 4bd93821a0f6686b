"""How the body of an article is laid out: paragraphs, quotations, sentences and words, without its regions."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from pourparlers.model import Article, Region, Span
from pourparlers.reading import quotes as quotation
from pourparlers.reading import sentences as sentence_cutter
from pourparlers.reading import words as word_cutter
from pourparlers.reading.quotes import Quotes
from pourparlers.reading.words import Words


@dataclass(frozen=True, slots=True)
class Layout:
    """The parts of one body; words in no paragraph (captions, appeals) have place -1."""

    paragraphs: tuple[Span, ...]
    quotes: Quotes
    sentences: tuple[Span, ...]
    words: Words


def lay_out(article: Article) -> Layout:
    """Find the paragraphs, quotations, sentences and words of an article, outside of its regions."""
    text = article.text
    paragraphs = _body(text, sentence_cutter.paragraphs(text), article.regions)
    quotes = quotation.find(text, paragraphs)
    sentences = sentence_cutter.sentences(text, article.language, blocks=paragraphs, quotes=quotes)
    return Layout(paragraphs, quotes, sentences, word_cutter.split(text, paragraphs, sentences))


def unread(article: Article, layout: Layout) -> list[Span]:
    """What the encoder is not to see: the regions, and odd marks, which would make all that follows a quotation."""
    return [*(region.span for region in article.regions), *layout.quotes.odd]


def _body(text: str, paragraphs: Sequence[Span], regions: Sequence[Region]) -> tuple[Span, ...]:
    body: list[Span] = []
    at = 0
    for paragraph in paragraphs:
        while at and regions[at - 1].span.end > paragraph.start:
            at -= 1
        start = paragraph.start
        while at < len(regions) and regions[at].span.start < paragraph.end:
            body.append(Span(start, regions[at].span.start))
            start = max(start, regions[at].span.end)
            at += 1
        body.append(Span(start, paragraph.end))
    return tuple(
        span for span in (sentence_cutter.trimmed(text, *span) for span in body) if span.end > span.start
    )
