"""Attributions of one article: who is said to say what (PARC3, PolNeAR, FRACAS), decoded from the encoder."""

from __future__ import annotations

from itertools import groupby

from pourparlers.model import Article, Attribution, AttributionType, Span
from pourparlers.reading import quotes as quotation
from pourparlers.reading import sentences as sentence_cutter
from pourparlers.reading import words as word_cutter
from pourparlers.reading import rules
from pourparlers.reading.drafts import Draft, drafts
from pourparlers.reading.encoder import Encoded
from pourparlers.reading.grammar import grammar
from pourparlers.reading.quotes import Quotes
from pourparlers.reading.spans import Cutter


def find(article: Article, encoded: Encoded) -> tuple[Attribution, ...]:
    text = article.text
    blocks = sentence_cutter.paragraphs(text)
    quotes = quotation.find(text, blocks)
    sentences = sentence_cutter.sentences(text, article.language, blocks=blocks, quotes=quotes)
    words = word_cutter.split(text, blocks, sentences)
    known = grammar(article.language)
    cutter = Cutter(words, quotes)
    quoted = cutter.quoted_words()
    found: list[Draft] = []
    for _, group in groupby(drafts(words, encoded), key=lambda draft: draft.sentence):
        found += rules.apply(list(group), words, known, quoted)
    found.sort(key=lambda draft: draft.first)
    out = []
    for n, d in enumerate(found):
        content = cutter.content(d.contents)
        if not content:
            continue
        if d.cue is None and not any(cutter.quoted(s.start) for s in content):
            continue
        out.append(
            Attribution(
                str(n),
                cutter.type(content),
                cutter.plain(d.source),
                cutter.plain(d.cue),
                content,
                confidence=d.confidence,
                why=tuple(d.why),
            )
        )
    return tuple(out)
