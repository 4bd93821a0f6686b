"""Reads annotated documents: the JSON of our gold (`ID.txt` + `ID.json`) and brat stand-off (`.txt` + `.ann`)."""

from __future__ import annotations

import json
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path

from pourparlers.errors import GoldError, NotFoundError
from pourparlers.evaluation.records import Document, Record, record_from_json
from pourparlers.model import Span

_ANNOTATOR = re.compile(r"_[0-9a-f]{4}$")
_ROLE = re.compile(r"(source|cue|content)\d*", re.IGNORECASE)


def read_gold(folder: Path) -> tuple[Document, ...]:
    """Every annotated document below a folder, sorted by path.

    JSON files with an `attributions` list and brat `.ann` files are both taken. Brat texts lie beside their
    annotation or, as in PolNeAR, in a folder `text` beside the folder of annotations; where several annotators
    did one text, the first in alphabetical order counts.

    Raises:
        NotFoundError: the folder does not exist.
        GoldError: nothing annotated is in it, or a file is malformed.
    """
    if not folder.is_dir():
        raise NotFoundError("no such folder", where=str(folder))
    documents = [*_json_documents(folder), *_brat_documents(folder)]
    if not documents:
        raise GoldError("no annotated document (NAME.json or NAME.ann beside NAME.txt)", where=str(folder))
    return tuple(documents)


def read_predictions(path: Path) -> dict[str, tuple[Record, ...]]:
    """Predicted attributions by document, from a JSON Lines file as `pourparlers read --format jsonl` prints it.

    Raises:
        GoldError: a line is not such an object.
    """
    found: defaultdict[str, list[Record]] = defaultdict(list)
    for number, line in enumerate(_text_of(path).splitlines(), 1):
        if not line.strip():
            continue
        where = f"{path}:{number}"
        try:
            raw = json.loads(line)
            name = str(raw["doc"])
        except (ValueError, KeyError, TypeError) as error:
            raise GoldError("not an attribution in JSON with a `doc`", where=where) from error
        found[name].append(record_from_json(raw, where=where))
    return {name: tuple(records) for name, records in found.items()}


def _json_documents(folder: Path) -> Iterator[Document]:
    for path in sorted(folder.rglob("*.json")):
        if path.name.endswith(".meta.json"):
            continue
        try:
            raw = json.loads(_text_of(path))
        except ValueError as error:
            raise GoldError(f"not JSON: {error}", where=str(path)) from error
        if not isinstance(raw, dict) or "attributions" not in raw:
            continue
        yield Document(
            name=str(raw.get("doc", path.stem)),
            text=_text_of(path.with_suffix(".txt")),
            records=tuple(record_from_json(item, where=str(path)) for item in raw["attributions"]),
            path=path.with_suffix(".txt"),
        )


def _brat_documents(folder: Path) -> Iterator[Document]:
    seen: set[Path] = set()
    for path in sorted(folder.rglob("*.ann")):
        text_path = _brat_text(path)
        if text_path in seen:
            continue
        seen.add(text_path)
        yield Document(text_path.stem, _text_of(text_path), tuple(_brat_records(path)), text_path)


def _brat_text(path: Path) -> Path:
    name = _ANNOTATOR.sub("", path.stem)
    candidates = [path.with_suffix(".txt"), path.parent.parent / "text" / f"{name}.txt"]
    for candidate in candidates:
        if candidate.is_file():
            return candidate
    raise GoldError("no text beside this annotation", where=str(path), cure=f"expected {candidates[0].name}")


def _brat_records(path: Path) -> Iterator[Record]:
    spans: dict[str, tuple[Span, ...]] = {}
    events: list[tuple[str, list[tuple[str, str]]]] = []
    acts: dict[str, tuple[str, ...]] = {}
    for number, line in enumerate(_text_of(path).splitlines(), 1):
        key, _, rest = line.partition("\t")
        try:
            if key.startswith("T"):
                _, _, offsets = rest.partition("\t")[0].partition(" ")
                spans[key] = tuple(Span(*map(int, pair.split())) for pair in offsets.split(";"))
            elif key.startswith("E"):
                pairs = [item.partition(":") for item in rest.split()]
                events.append((key, [(role, target) for role, _, target in pairs[1:]]))
            elif key.startswith("A") and rest.startswith("Act "):
                _, event, value = rest.split(" ")
                acts[event] = tuple(value.split("|"))
        except (ValueError, TypeError) as error:
            raise GoldError("malformed brat line", where=f"{path}:{number}") from error
    for key, roles in events:
        parts: defaultdict[str, list[Span]] = defaultdict(list)
        for role, target in roles:
            if named := _ROLE.fullmatch(role):
                parts[named[1].lower()].extend(spans.get(target, ()))
        if parts["content"]:
            yield Record(
                id=key,
                source=hull(parts["source"]),
                cue=hull(parts["cue"]),
                content=tuple(sorted(parts["content"])),
                acts=acts.get(key, ()),
            )


def hull(spans: Iterable[Span]) -> Span | None:
    """Give the stretch that some spans lie in; None where there are none."""
    ordered = sorted(spans)
    return Span(ordered[0].start, max(span.end for span in ordered)) if ordered else None


def _text_of(path: Path) -> str:
    try:
        with path.open(encoding="utf-8", newline="") as file:
            return file.read()
    except (OSError, UnicodeDecodeError) as error:
        raise GoldError(f"cannot be read: {error}", where=str(path)) from error
