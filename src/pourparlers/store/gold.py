"""Corrected articles as gold that `pourparlers evaluate` reads: `NAME.txt` beside `NAME.json`."""

from __future__ import annotations

from typing import Any

from pourparlers.model import Article, Attribution, Reading, Span


def gold(article: Article, reading: Reading) -> dict[str, Any]:
    """The attributions of a corrected reading, in the shape of our gold (docs/reference/formats.md)."""
    text = article.text

    def told(span: Span | None) -> dict[str, Any] | None:
        return span and {"text": text[span.start : span.end], "start": span.start, "end": span.end}

    def record(one: Attribution) -> dict[str, Any]:
        numbers = reading.speakers.get(one.id, ())
        names = [
            text[m.span.start : m.span.end]
            for number in numbers
            for m in reading.mentions
            if m.entity == number
        ]
        parties = [m.party for number in numbers for m in reading.mentions if m.entity == number and m.party]
        return {
            "doc": article.id,
            "id": f"{article.id}:{one.id}",
            "type": one.type.value,
            "source": told(one.source),
            "cue": told(one.cue),
            "content": [told(span) for span in one.content],
            "speaker": names[0] if names else None,
            "speaker_variants": list(dict.fromkeys(names)),
            "parties": list(dict.fromkeys(parties)),
            "act": one.act.value,
            "nested_in": one.nested_in and f"{article.id}:{one.nested_in}",
            "continues": one.continues and f"{article.id}:{one.continues}",
            "condition": told(one.condition),
        }

    return {"doc": article.id, "attributions": [record(one) for one in reading.attributions]}
