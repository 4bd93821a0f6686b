"""The interchange format of attributions: one JSON object each (docs/reference/formats.md)."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from pourparlers.model import Article, Attribution, Reading, Span

Known = Mapping[str, Any]
"""What the caller knows of an attribution beyond its words: `speaker`, `speaker_names`, `party`, `issue` …"""


def records(
    article: Article, reading: Reading, *, speaker_of: Callable[[Attribution], Known] | None = None
) -> Iterator[dict[str, Any]]:
    """Give what was read of an article as JSON values.

    Args:
        article: the article; its `name` is the `doc` of each record.
        reading: what was read from it.
        speaker_of: gives the keys that no single article can tell for sure, such as the canonical speaker.

    Yields:
        one record for each attribution, in text order. Offsets are Python string indices into the article's text.
    """
    for one in reading.attributions:
        record = _record(article, one)
        if speaker_of is not None:
            record.update(speaker_of(one))
        yield record


def _record(article: Article, one: Attribution) -> dict[str, Any]:
    def quoted(span: Span | None) -> str | None:
        return None if span is None else article.text[span.start : span.end]

    return {
        "doc": article.name,
        "id": f"{article.name}:{one.id}",
        "type": one.type.value,
        "source": _span(one.source),
        "cue": _span(one.cue),
        "content": [_span(span) for span in one.content],
        "nested_in": one.nested_in and f"{article.name}:{one.nested_in}",
        "continues": one.continues and f"{article.name}:{one.continues}",
        "speaker": quoted(one.source),
        "party": None,
        "act": one.act.value,
        "issue": None,
        "target": quoted(one.target),
        "condition": quoted(one.condition),
        "addressee": quoted(one.addressee),
        "channel": quoted(one.channel),
        "confidence": round(one.confidence, 3),
        "why": list(one.why),
    }


def _span(span: Span | None) -> dict[str, int] | None:
    return None if span is None else {"start": span.start, "end": span.end}
