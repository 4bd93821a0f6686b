"""Corrections and rereadings as tables for people and JSON values for programs."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict
from typing import Any

from rich.console import Console
from rich.table import Table
from rich.text import Text

from pourparlers.model import Article, Attribution
from pourparlers.store.comparing import ReadingChange, Rereading
from pourparlers.store.telling import Told

_MOST = 90


def correction_values(one: Told) -> dict[str, Any]:
    """A correction as JSON values."""
    return asdict(one) | {"at": one.at.isoformat()}


def corrections(many: Iterable[Told], unfit: Mapping[int, str], *, console: Console) -> None:
    """Print corrections, the latest first; those that are undone are dim, those that do not fit any more say why.

    Args:
        many: the corrections.
        unfit: why some do not fit, by number.
        console: where to.
    """
    table = Table(box=None, pad_edge=False)
    for name in ("number", "when", "who", "what", "words", "change"):
        table.add_column(name, overflow="fold", no_wrap=name in {"number", "when"})
    for one in many:
        changed = [
            f"{field.name}: {', '.join(field.before) or '–'} → {', '.join(field.after) or '–'}"
            for field in one.fields
        ]
        changed += [f"undoes {one.undoes}"] if one.undoes is not None else []
        changed += [one.why] if one.why else []
        changed += [f"undone by {one.undone_by}"] if one.undone_by is not None else []
        changed += [f"conflict: {unfit[one.number]}"] if one.number in unfit else []
        cells = (
            str(one.number),
            f"{one.at:%Y-%m-%d %H:%M}",
            one.who,
            one.what,
            _short(one.quote),
            "\n".join(map(_short, changed)),
        )
        table.add_row(*map(Text, cells), style="" if one.stands else "dim")
    console.print(table)


def rereading_values(one: Rereading, article: Article) -> dict[str, Any]:
    """What another reading changed in an article, as JSON values."""
    return {
        "article": article.id,
        "name": article.name,
        "before": " ".join(one.before).strip() or None,
        "after": " ".join(one.after).strip(),
        "changes": [
            {
                "kind": change.kind.value,
                "before": _quote(change.before, article),
                "after": _quote(change.after, article),
                "fields": list(change.fields),
            }
            for change in one.changes
        ],
    }


def rereading(one: Rereading, article: Article, *, console: Console) -> None:
    """Print what another reading changed in an article."""
    console.print(Text(f"{article.name}  {' '.join(one.before).strip() or '–'} → {' '.join(one.after)}"))
    for change in one.changes:
        console.print(Text(f"  {change.kind.value:8}{_change(change, article)}"))


def _change(change: ReadingChange, article: Article) -> str:
    words = _short(_quote(change.after or change.before, article) or "")
    return f"{words}  ({', '.join(change.fields)})" if change.fields else words


def _quote(one: Attribution | None, article: Article) -> str | None:
    return None if one is None else " … ".join(article.text[span.start : span.end] for span in one.content)


def _short(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= _MOST else f"{line[: _MOST - 1]}…"
