"""What an input says of itself: YAML front matter, and a `.json` beside the text."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, fields
from datetime import date, datetime
from email.utils import parsedate_to_datetime
from pathlib import Path
from typing import Any

import yaml

from pourparlers.errors import MetadataError

MAX_FRONT_MATTER = 16_384
MAX_SIDECAR_BYTES = 5_000_000
_OLDEST = 1600
_DEEPEST = 8
_EMPTY = frozenset({"", "~", "null", "none"})
_LANGUAGE = re.compile(r"([a-z]{2,3})(?:[-_][a-z0-9]{1,8}){0,3}", re.IGNORECASE)
_ISO_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")


@dataclass(frozen=True, slots=True)
class Metadata:
    """What one source says of an article; None where it says nothing."""

    title: str | None = None
    date: date | None = None
    outlet: str | None = None
    language: str | None = None
    url: str | None = None
    author: str | None = None

    def over(self, other: Metadata) -> Metadata:
        """Fill what this one does not say from another."""
        return Metadata(*(getattr(self, key) or getattr(other, key) for key in KEYS))


KEYS = tuple(field.name for field in fields(Metadata))
_KEY_LINE = re.compile(rf"^(?:{'|'.join(KEYS)})[ \t]*:(?:[ \t]|$)", re.MULTILINE | re.IGNORECASE)
_FENCE = re.compile(r"^(?:---|\.\.\.)[ \t]*$", re.MULTILINE)


def front_matter(text: str, where: str) -> tuple[Metadata, int]:
    """Read the YAML block between two lines of three hyphens at the very start of a text.

    A text that only begins with a ruled line is left alone: the block must have one of our keys
    (title, date, outlet, language, url, author) at the start of a line.

    Args:
        text: the whole text.
        where: what the user calls it.

    Returns:
        what it says, and where the block ends in the text (0 without one).

    Raises:
        MetadataError: the block is not YAML, or a value cannot be used.
    """
    start = 1 if text.startswith("\ufeff") else 0
    opening = _FENCE.match(text, start)
    if opening is None or text[start : start + 3] != "---":
        return Metadata(), 0
    closing = _FENCE.search(text, opening.end() + 1, opening.end() + MAX_FRONT_MATTER)
    if closing is None:
        if _KEY_LINE.match(text, opening.end() + 1):
            raise MetadataError(
                "front matter without an end", where=where, cure="close it with a line of three hyphens"
            )
        return Metadata(), 0
    block = text[opening.end() + 1 : closing.start()]
    if not _KEY_LINE.search(block):
        return Metadata(), 0
    try:
        values = yaml.load(block, Loader=_Plain)
    except (yaml.YAMLError, RecursionError, ValueError) as error:
        mark = getattr(error, "problem_mark", None)
        line = f" in line {mark.line + 2}" if mark is not None else ""
        problem = getattr(error, "problem", None) or str(error)
        raise MetadataError(f"front matter is not YAML{line}: {problem}", where=where) from None
    if not isinstance(values, Mapping):
        raise MetadataError("front matter is not a list of keys and values", where=where)
    return _metadata(values, where), closing.end()


def beside(path: Path) -> Metadata:
    """Read `NAME.meta.json` and `NAME.json` beside a text; other keys than ours are left alone.

    Raises:
        MetadataError: a file is not JSON, a value cannot be used, or the two give different dates.
    """
    found = [
        (file, _metadata(values, str(file)))
        for file in (path.with_suffix(".meta.json"), path.with_suffix(".json"))
        if file != path and (values := _read_json(file)) is not None
    ]
    dated = [(file, said.date) for file, said in found if said.date]
    if len({day for _, day in dated}) > 1:
        (first, a), (second, b) = dated
        raise MetadataError(f"date {a}, but {first.name} says {b}", where=str(second))
    said = Metadata()
    for _, more in found:
        said = said.over(more)
    return said


def read_sidecar(data: bytes, where: str) -> Metadata:
    """Read the bytes of a JSON file beside a text; other keys than ours are left alone.

    Raises:
        MetadataError: it is not JSON, or a value cannot be used.
    """
    values = _parse_json(data, where)
    return _metadata(values, where) if isinstance(values, dict) else Metadata()


def parse_date(value: str, where: str) -> date:
    """Read a date: ISO 8601 (2022-01-12, with or without a time), or as in mail (Wed, 12 Jan 2022 08:00 GMT).

    Raises:
        MetadataError: it is neither, or no such day exists.
    """
    for read in (_from_iso, _from_mail):
        try:
            day = read(value.strip())
        except (ValueError, TypeError, IndexError, OverflowError):
            continue
        if day.year >= _OLDEST:
            return day
    raise MetadataError(f"{_short(value)!r} is no date", where=where, cure="write it as YYYY-MM-DD")


def _from_iso(value: str) -> date:
    if not _ISO_DATE.match(value):
        raise ValueError(value)
    return date.fromisoformat(value) if len(value) == 10 else datetime.fromisoformat(value).date()


def _from_mail(value: str) -> date:
    return parsedate_to_datetime(value[:100]).date()


def parse_language(value: str, where: str) -> str:
    """Read a language tag (BCP 47) and give its first part in lower case: "fr" for "fr-CA".

    Raises:
        MetadataError: it is no tag.
    """
    match = _LANGUAGE.fullmatch(value.strip())
    if match is None:
        raise MetadataError(
            f"{_short(value)!r} is no language", where=where, cure="write a code such as fr or en"
        )
    return match[1].lower()


def _metadata(values: Mapping[str, Any], where: str) -> Metadata:
    said: dict[str, Any] = {}
    for key, value in values.items():
        name = str(key).strip().lower()
        if name not in KEYS or value is None:
            continue
        text = _one_text(name, value, where)
        if text.lower() in _EMPTY:
            continue
        read: Callable[[str, str], object] | None = _READERS.get(name)
        said[name] = read(text, f"{where}, {name}") if read else text
    return Metadata(**said)


_READERS: dict[str, Callable[[str, str], object]] = {"date": parse_date, "language": parse_language}


def _one_text(name: str, value: object, where: str) -> str:
    if isinstance(value, list) and name == "author" and all(isinstance(one, str) for one in value):
        value = ", ".join(value)
    if not isinstance(value, str):
        raise MetadataError(f"{name} is {_short(str(value))!r}, not one line of text", where=where)
    return " ".join(value.split())


def _read_json(file: Path) -> Mapping[str, Any] | None:
    try:
        if not file.is_file() or file.stat().st_size > MAX_SIDECAR_BYTES:
            return None
        values = _parse_json(file.read_bytes(), str(file))
    except OSError as error:
        raise MetadataError(f"cannot be read: {error.strerror}", where=str(file)) from None
    return values if isinstance(values, dict) else None


def _parse_json(data: bytes, where: str) -> object:
    try:
        return json.loads(data, object_pairs_hook=lambda pairs: _unique(pairs, where))
    except (ValueError, RecursionError):
        raise MetadataError("not JSON", where=where, cure="mend it or take it away") from None


def _unique(pairs: Iterable[tuple[str, Any]], where: str) -> dict[str, Any]:
    values: dict[str, Any] = {}
    for key, value in pairs:
        if key in KEYS and key in values and values[key] != value:
            raise MetadataError(
                f"{key} given twice: {_short(str(values[key]))} and {_short(str(value))}", where=where
            )
        values[key] = value
    return values


def _short(value: str) -> str:
    return value if len(value) <= 60 else value[:59] + "…"


class _Plain(yaml.BaseLoader):
    """YAML without types (every scalar is text), without aliases, and not deep.

    The parser is PyYAML's; refusing aliases is what stops an entity-expansion bomb.
    """

    depth = 0

    def compose_node(self, parent: yaml.Node | None, index: int) -> yaml.Node | None:
        if self.check_event(yaml.AliasEvent):
            raise yaml.YAMLError("aliases are not allowed")
        self.depth += 1
        if self.depth > _DEEPEST:
            raise yaml.YAMLError("nested too deeply")
        node = super().compose_node(parent, index)
        self.depth -= 1
        return node

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Any, Any]:
        seen: dict[str, str] = {}
        for key, value in node.value:
            name = str(key.value).strip().lower()
            if name in KEYS and name in seen and seen[name] != str(value.value):
                raise yaml.MarkedYAMLError(
                    problem=f"{name} given twice: {_short(seen[name])} and {_short(str(value.value))}",
                    problem_mark=key.start_mark,
                )
            seen[name] = str(value.value)
        return super().construct_mapping(node, deep=deep)
