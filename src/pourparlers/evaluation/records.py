"""What is scored: attributions as plain records, gold and predicted alike."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pourparlers.errors import GoldError
from pourparlers.model import Span


@dataclass(frozen=True, slots=True)
class Record:
    """One attribution of one document, in the interchange format (docs/reference/formats.md).

    `speaker_names` and `party_names` hold every name that counts as right (gold) or that the actor goes by
    (predicted). `marginal` gold records are neither rewarded nor punished.
    """

    content: tuple[Span, ...]
    source: Span | None = None
    cue: Span | None = None
    id: str = ""
    type: str = ""
    speaker_names: tuple[str, ...] = ()
    party_names: tuple[str, ...] = ()
    acts: tuple[str, ...] = ()
    condition: str | None = None
    marginal: bool = False


@dataclass(frozen=True, slots=True)
class Document:
    """A text, the file it came from, and the attributions found in it."""

    name: str
    text: str
    records: tuple[Record, ...]
    path: Path


def record_from_json(raw: Mapping[str, Any], *, where: str) -> Record:
    """One attribution of the interchange format or of a gold JSON file.

    Args:
        raw: the decoded JSON object.
        where: what to name in an error.

    Raises:
        GoldError: a span is missing its start or end, or the content is not a list of spans.
    """
    try:
        return Record(
            id=str(raw.get("id", "")),
            type=str(raw.get("type", "")),
            source=_span(raw.get("source")),
            cue=_span(raw.get("cue")),
            content=tuple(span for item in raw.get("content") or () if (span := _span(item)) is not None),
            speaker_names=_names(raw, "speaker", "speaker_names", "speaker_variants"),
            party_names=_names(raw, "party", "party_names", "parties"),
            acts=tuple(act for key in ("act", "alt_act") if (act := raw.get(key))),
            condition=_text(raw.get("condition")),
            marginal=raw.get("tier", "core") == "marginal",
        )
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise GoldError(f"attribution {raw.get('id', '?')!r} has a malformed span", where=where) from error


def _span(raw: Mapping[str, int] | None) -> Span | None:
    return None if raw is None else Span(int(raw["start"]), int(raw["end"]))


def _names(raw: Mapping[str, Any], one: str, *many: str) -> tuple[str, ...]:
    named: Sequence[Any] = [raw.get(one), *(name for key in many for name in raw.get(key) or ())]
    return tuple(str(name) for name in named if name)


def _text(raw: Any) -> str | None:  # noqa: ANN401
    if isinstance(raw, Mapping):
        return str(raw.get("text", "")) or None
    return str(raw) if raw else None
