"""Write the JSON Schemas of `src/pourparlers/schemas`. `--check` only compares."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

from pourparlers.exports.rows import kind
from pourparlers.exports.tables import tables
from pourparlers.model import (
    Act,
    ActorKind,
    AttributionType,
    DateSource,
    MeetingStatus,
    StateOfPlay,
)

FOLDER = Path(__file__).parents[2] / "src" / "pourparlers" / "schemas"
Schema = dict[str, Any]

TEXT: Schema = {"type": "string"}
TEXT_OR_NULL: Schema = {"type": ["string", "null"]}
TEXTS: Schema = {"type": "array", "items": TEXT}
FLAG: Schema = {"type": "boolean"}
SHARE: Schema = {"type": "number", "minimum": 0, "maximum": 1}
OFFSET: Schema = {"type": "integer", "minimum": 0}
LABELS: Schema = {"type": "object", "additionalProperties": TEXT}
DAY: Schema = {"type": ["string", "null"], "pattern": r"^\d{4}-\d{2}-\d{2}$"}
EVIDENCE: Schema = {"$ref": "#/$defs/evidence"}
EVIDENCE_OR_NULL: Schema = {"anyOf": [EVIDENCE, {"type": "null"}]}
EVIDENCES: Schema = {"type": "array", "items": EVIDENCE}


def one_of(values: type) -> Schema:
    """Any of an enumeration's values."""
    return {"enum": [one.value for one in values]}  # type: ignore[attr-defined]


def thing(**keys: Schema) -> Schema:
    """An object that has all these keys, and may have more."""
    return {"type": "object", "properties": keys, "required": list(keys)}


def many(**keys: Schema) -> Schema:
    """A list of such objects."""
    return {"type": "array", "items": thing(**keys)}


REASON = {"confidence": SHARE, "why": TEXTS}
SPAN = thing(start=OFFSET, end=OFFSET)
SPAN_OR_NULL: Schema = {"anyOf": [SPAN, {"type": "null"}]}


def attribution() -> Schema:
    """A line of `read --format jsonl`."""
    return thing(
        doc=TEXT,
        id=TEXT,
        type=one_of(AttributionType),
        source=SPAN_OR_NULL,
        cue=SPAN_OR_NULL,
        content={"type": "array", "items": SPAN, "minItems": 1},
        nested_in=TEXT_OR_NULL,
        continues=TEXT_OR_NULL,
        speaker=TEXT_OR_NULL,
        speaker_names=TEXTS,
        party=TEXT_OR_NULL,
        party_names=TEXTS,
        act=one_of(Act),
        issue=TEXT_OR_NULL,
        target=TEXT_OR_NULL,
        condition=TEXT_OR_NULL,
        addressee=TEXT_OR_NULL,
        channel=TEXT_OR_NULL,
        **REASON,
    )


def brief() -> Schema:
    """What `brief --json` prints."""
    copy = thing(name=TEXT, outlet=TEXT_OR_NULL, url=TEXT_OR_NULL, published=DAY)
    change = thing(
        kind=TEXT, subject=TEXT, before=TEXT_OR_NULL, after=TEXT_OR_NULL, evidence=EVIDENCES, **REASON
    )
    made = thing(
        date=DAY,
        since=TEXT_OR_NULL,
        model=TEXT,
        language={"enum": ["en", "fr"]},
        articles=many(
            id=TEXT,
            name=TEXT,
            title=TEXT_OR_NULL,
            outlet=TEXT_OR_NULL,
            author=TEXT_OR_NULL,
            url=TEXT_OR_NULL,
            language=TEXT,
            published=DAY,
            date_source=one_of(DateSource),
            copies={"type": "array", "items": copy},
        ),
        parties=many(id=TEXT, label=TEXT_OR_NULL, labels=LABELS),
        issues=many(
            id=TEXT,
            label=TEXT_OR_NULL,
            labels=LABELS,
            parent=TEXT_OR_NULL,
            from_codebook=FLAG,
            terms=EVIDENCES,
        ),
        actors=many(
            id=TEXT,
            name=TEXT,
            kind=one_of(ActorKind),
            variants=TEXTS,
            party=TEXT_OR_NULL,
            party_id=TEXT_OR_NULL,
            affiliation=TEXT_OR_NULL,
            roles=TEXTS,
            code=TEXT_OR_NULL,
            mentions=EVIDENCES,
            **REASON,
        ),
        statements=many(
            id=TEXT,
            doc=TEXT,
            attribution=TEXT,
            speakers=TEXTS,
            speaker_ids=TEXTS,
            parties=TEXTS,
            party_ids=TEXTS,
            act=one_of(Act),
            issues=TEXTS,
            content=EVIDENCES,
            cue=EVIDENCE_OR_NULL,
            source=EVIDENCE_OR_NULL,
            targets=TEXTS,
            target_ids=TEXTS,
            condition=EVIDENCE_OR_NULL,
            addressee=EVIDENCE_OR_NULL,
            channel=EVIDENCE_OR_NULL,
            said_by=TEXT_OR_NULL,
            said_by_id=TEXT_OR_NULL,
            nested=FLAG,
            said_on=TEXT_OR_NULL,
            **REASON,
        ),
        positions=many(
            id=TEXT,
            party=TEXT,
            party_id=TEXT,
            parties=TEXTS,
            party_ids=TEXTS,
            issue=TEXT,
            issue_label=TEXT,
            issues_also=TEXTS,
            act=one_of(Act),
            quote=EVIDENCE,
            condition=EVIDENCE_OR_NULL,
            marks=TEXTS,
            first_said=TEXT_OR_NULL,
            last_said=TEXT_OR_NULL,
            outlets=TEXTS,
            statements=TEXTS,
            evidence=EVIDENCES,
            listed_under=TEXT_OR_NULL,
            **REASON,
        ),
        clashes=many(id=TEXT, kind=TEXT, issue=TEXT, a=TEXT, b=TEXT, **REASON),
        convergences=many(id=TEXT, issue=TEXT, positions=TEXTS, **REASON),
        deadlocks=many(issue=TEXT, positions=TEXTS, since=TEXT_OR_NULL, **REASON),
        meetings=many(
            id=TEXT,
            what=EVIDENCE,
            kind=TEXT,
            status=one_of(MeetingStatus),
            place=TEXT_OR_NULL,
            date=TEXT_OR_NULL,
            date_text=EVIDENCE_OR_NULL,
            participants=TEXTS,
            participant_ids=TEXTS,
            duration=EVIDENCE_OR_NULL,
            evidence=EVIDENCES,
            **REASON,
        ),
        divergences=many(
            id=TEXT,
            kind=TEXT,
            issue=TEXT_OR_NULL,
            actors=TEXTS,
            a=EVIDENCES,
            b=EVIDENCES,
            evidence=EVIDENCES,
            **REASON,
        ),
        changes={"anyOf": [{"type": "array", "items": change}, {"type": "null"}]},
    )
    return made | {"$defs": {"evidence": thing(doc=TEXT, start=OFFSET, end=OFFSET, text=TEXT)}}


def rows() -> Schema:
    """A row of each table that `export --to jsonl` writes."""
    names = {int: "integer", float: "number", str: "string"}
    empty = StateOfPlay(None, (), (), (), (), (), ())
    made = {
        name: thing(**{column: {"type": [names[kind(column)], "null"]} for column in table.columns})
        for name, table in tables(empty).items()
    }
    return {"$defs": made, "anyOf": [{"$ref": f"#/$defs/{name}"} for name in made]}


def readings() -> Schema:
    """The marker of a folder that `read-many` writes."""
    return thing(format={"const": "pourparlers readings"}, version={"const": 1}, software=TEXT)


MADE = {"attribution": attribution, "brief": brief, "tables": rows, "readings": readings}


def text(name: str) -> str:
    """One schema as it is published."""
    about = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": f"urn:pourparlers:schema:{name}:1",
        "title": name,
        "description": (MADE[name].__doc__ or "").strip(),
    }
    return json.dumps(about | MADE[name](), indent=1) + "\n"


if __name__ == "__main__":
    stale = [
        name
        for name in MADE
        if not (path := FOLDER / f"{name}.schema.json").is_file()
        or path.read_text(encoding="utf-8") != text(name)
    ]
    if "--check" in sys.argv:
        sys.exit(bool(stale))
    for name in stale:
        (FOLDER / f"{name}.schema.json").write_text(text(name), encoding="utf-8")
