"""Terminal tables of what is not a brief: attributions, issues of a codebook, scores."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from rich.console import Console
from rich.text import Text

from pourparlers.dossier.codebook import Codebook
from pourparlers.model import Act
from pourparlers.report.lookup import LONGEST_QUOTE, signed
from pourparlers.report.pen import Pen
from pourparlers.report.text import one_line, shorten
from pourparlers.report.wording import wording

Row = Mapping[str, Any]


def attributions(rows: Iterable[Row], *, language: str, console: Console | None = None) -> None:
    """Print attributions in the interchange format, by document.

    Args:
        rows: one mapping an attribution; its spans may have their words under "text".
        language: of the interface.
        console: where to, standard output by default.
    """
    pen = Pen(console or Console(), wording(language))
    document = None
    for row in rows:
        if row["doc"] != document:
            document = row["doc"]
            pen.sub(one_line(str(document)))
        who = one_line(str(row.get("speaker") or "")) or pen.words("page.none")
        opening, closing = pen.words.marks()
        spans = row["content"]
        words = " […] ".join(one_line(span["text"]) for span in spans if span.get("text"))
        place = ", ".join(f"{span['start']}-{span['end']}" for span in spans)
        body = Text(f"{opening}{shorten(words, LONGEST_QUOTE)}{closing} " if words else "")
        body.append(f"[{place}]", style="dim")
        notes = [pen.words.kind("attribution", row["type"]), one_line(str(row.get("party") or ""))]
        if row.get("condition"):
            notes.append(
                f"{pen.words('matrix.condition')} {pen.words.quoted(one_line(_text(row['condition'])))}"
            )
        notes.append(pen.words.percent(row.get("confidence", 1.0)))
        pen.pair(who, signed(Act(row["act"]), pen.words), body, " · ".join(note for note in notes if note))


def issues(book: Codebook, *, language: str, console: Console | None = None) -> None:
    """Print the issues of a codebook: id, labels by language, words by language."""
    pen = Pen(console or Console(), wording(language))
    if not book.issues:
        pen.line(pen.words("matrix.empty"))
    for entry in book.issues:
        labels = " · ".join(f"{code}: {', '.join(texts)}" for code, texts in entry.labels if texts)
        pen.line(Text(entry.id, style="bold"), f"  {one_line(labels)}")
        if entry.parent:
            pen.line(Text(pen.words("matrix.within", issue=entry.parent), style="dim"), indent=4)
        for code, texts in entry.words:
            if texts:
                pen.line(Text(one_line(f"{code}: {', '.join(texts)}"), style="dim"), indent=4)


def scores(
    scored: Any,  # noqa: ANN401
    documents: Iterable[Any],
    *,
    list_misses: bool = False,
    console: Console | None = None,
) -> None:
    """Print the figures of an evaluation.

    Args:
        scored: an `evaluation.Scores` (the report does not import the evaluation, which stands beside it).
        documents: the `evaluation.Document`s that were scored.
        list_misses: print each attribution that was missed or is extra, too.
        console: where to, standard output by default.
    """
    pen = Pen(console or Console(), wording("en"))
    pen.line(f"{scored.documents} documents, {scored.gold} attributions wanted, {scored.predicted} found")
    pen.sub(f"{'':<12}{'precision':>10}{'recall':>10}{'F1':>10}")
    groups = ((f"{part} tokens", rates) for part, rates in scored.tokens.items())
    for name, rates in (*scored.matches.items(), *groups):
        pen.line(f"{name:<14}{rates.precision:>8.3f}{rates.recall:>10.3f}{rates.f1:>10.3f}")
    pen.sub("of the matches at 0.5")
    for name, share in (
        ("source", scored.source),
        ("speaker", scored.speaker),
        ("party", scored.party),
        ("act", scored.act),
    ):
        pen.line(f"{name:<14}{'–' if share is None else f'{share:.3f}':>8}")
    pen.line(
        f"conditions    {scored.conditions_found} of {scored.conditions_wanted} found, "
        f"{scored.conditions_invented} invented"
    )
    pen.sub("found, by type")
    for name, share in scored.recall_by_type.items():
        pen.line(f"{name:<14}{share:>8.3f}")
    if list_misses:
        _misses(pen, scored.misses, {document.name: document.text for document in documents})


def _misses(pen: Pen, misses: Iterable[Any], texts: Mapping[str, str]) -> None:
    for miss in misses:
        words = " […] ".join(one_line(texts[miss.document][start:end]) for start, end in miss.record.content)
        start = miss.record.content[0].start if miss.record.content else 0
        pen.line(
            "extra " if miss.extra else "missed ", f"{miss.document}:{start} ", shorten(words, LONGEST_QUOTE)
        )


def _text(value: Any) -> str:  # noqa: ANN401
    return str(value.get("text", "")) if isinstance(value, Mapping) else str(value)
