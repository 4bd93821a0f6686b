"""The user's own list of issues: read from TOML, written back, merged, renamed and split.

    [[issue]]
    id = "enlargement"
    parent = "security"                 # optional
    label.fr = "Élargissement de l'OTAN"
    label.en = "NATO enlargement"
    words.fr = ["élargissement", "extension OTAN"]
    words.en = ["enlargement", "NATO expansion"]

A label may also be one text, or a list of texts of which the first is shown; `words` may be one list for every
language. In `words`, `*` stands for any ending.
"""

from __future__ import annotations

import json
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from pourparlers.errors import CodebookError
from pourparlers.knowledge.lexicon import LANGUAGES, known_language
from pourparlers.model import Issue

_ANY = "*"


@dataclass(frozen=True, slots=True)
class Entry:
    """One issue of a codebook. `labels` and `words` are pairs of language and texts; "*" is every language."""

    id: str
    labels: tuple[tuple[str, tuple[str, ...]], ...]
    words: tuple[tuple[str, tuple[str, ...]], ...]
    parent: str | None = None

    def words_in(self, language: str) -> tuple[str, ...]:
        """Give the words that point to the issue in a language: its own, those of every language, its labels."""
        base = known_language(language)
        given = dict(self.words)
        return (*given.get(base, ()), *given.get(_ANY, ()), *dict(self.labels).get(base, ()))

    def label(self) -> dict[str, str]:
        """Give what is shown, by language; English and French are always there."""
        shown = {language: texts[0] for language, texts in self.labels if texts and language != _ANY}
        some = next((texts[0] for _, texts in self.labels if texts), self.id)
        return {"en": shown.get("en", some), "fr": shown.get("fr", some)} | shown


@dataclass(frozen=True, slots=True)
class Codebook:
    """The issues of one dossier, as the user wants them."""

    issues: tuple[Entry, ...]

    def entry(self, id: str) -> Entry:
        """Give one issue by its id.

        Raises:
            CodebookError: there is none.
        """
        for one in self.issues:
            if one.id == id:
                return one
        known = ", ".join(one.id for one in self.issues)
        raise CodebookError(f"no issue {id!r} in the codebook", cure=f"it has {known}" if known else None)


def load(path: Path) -> Codebook:
    """Read a codebook, or the `[[issue]]` tables of a dossier file.

    Raises:
        CodebookError: the file is missing, is no TOML, or an issue in it lacks what it needs.
    """
    try:
        tables = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError) as error:
        raise CodebookError("the codebook cannot be read", where=str(path), cure=str(error)) from error
    except tomllib.TOMLDecodeError as error:
        raise CodebookError(f"not TOML: {error}", where=str(path)) from error
    return parse(tables, where=str(path))


def parse(tables: Mapping[str, Any], *, where: str | None = None) -> Codebook:
    """Make a codebook of TOML tables.

    Raises:
        CodebookError: an issue has no id, an id twice, a parent that is none, or values of another kind.
    """
    found = tables.get("issue", [])
    if not isinstance(found, list) or not all(isinstance(one, dict) for one in found):
        raise CodebookError("issues are written as [[issue]] tables", where=where)
    entries = tuple(_entry(one, n, where) for n, one in enumerate(found, start=1))
    ids = [one.id for one in entries]
    for one in entries:
        if ids.count(one.id) > 1:
            raise CodebookError(f"issue {one.id!r} is there twice", where=where)
        if one.parent is not None and one.parent not in ids:
            raise CodebookError(
                f"issue {one.id!r} has the parent {one.parent!r}, which is not there", where=where
            )
    return Codebook(entries)


def dump(codebook: Codebook) -> str:
    """Write a codebook as TOML that `parse` reads back."""
    blocks = []
    for one in codebook.issues:
        lines = ["[[issue]]", f"id = {_text(one.id)}"]
        if one.parent is not None:
            lines.append(f"parent = {_text(one.parent)}")
        lines += [f"label.{_key(language)} = {_texts(texts)}" for language, texts in one.labels]
        lines += [f"words.{_key(language)} = {_texts(texts)}" for language, texts in one.words]
        blocks.append("\n".join(lines) + "\n")
    return "\n".join(blocks)


def to_dict(codebook: Codebook) -> list[dict[str, Any]]:
    """Write a codebook as JSON values, one object an issue."""
    return [
        {
            "id": one.id,
            "parent": one.parent,
            "label": {language: list(texts) for language, texts in one.labels},
            "words": {language: list(texts) for language, texts in one.words},
        }
        for one in codebook.issues
    ]


def from_issues(
    issues: Iterable[Issue], terms: Mapping[str, Mapping[str, Iterable[str]]] | None = None
) -> Codebook:
    """Make a codebook of the issues of a state of play, to be edited.

    Args:
        issues: the issues.
        terms: for an issue id, the words by language that point to it; without them its labels do.
    """
    known = list(issues)
    ids = {one.id for one in known}
    return Codebook(
        tuple(
            Entry(
                one.id,
                tuple((language, (text,)) for language, text in sorted(one.labels.items())),
                tuple(
                    (language, tuple(words))
                    for language, words in sorted((terms or {}).get(one.id, {}).items())
                ),
                one.parent if one.parent in ids else None,
            )
            for one in known
        )
    )


def rename(codebook: Codebook, id: str, label: str, language: str) -> Codebook:
    """Give an issue another label in one language.

    Raises:
        CodebookError: there is no such issue.
    """
    entry = codebook.entry(id)
    labels = dict(entry.labels) | {known_language(language): (label,)}
    return _put(codebook, replace(entry, labels=tuple(sorted(labels.items()))))


def merge(codebook: Codebook, into: str, others: Iterable[str]) -> Codebook:
    """Take issues up into one: its label stays, the labels and words of the others become its words.

    Raises:
        CodebookError: there is no such issue.
    """
    gone = [codebook.entry(id) for id in others if id != into]
    entry = codebook.entry(into)
    words = {language: list(texts) for language, texts in entry.words}
    for one in gone:
        for language, texts in (*one.labels, *one.words):
            own = words.setdefault(language, [])
            own += [text for text in texts if text not in own]
    merged = replace(entry, words=tuple(sorted((k, tuple(v)) for k, v in words.items())))
    ids = {one.id for one in gone}
    kept = [one for one in _put(codebook, merged).issues if one.id not in ids]
    return Codebook(
        tuple(replace(one, parent=into) if one.parent in ids and one.id != into else one for one in kept)
    )


def split(codebook: Codebook, id: str, new: str, words: Iterable[str], language: str) -> Codebook:
    """Take words out of an issue into a new one, which gets the first of them for its label.

    Raises:
        CodebookError: there is no such issue, the new id is taken, or no word is given.
    """
    taken = list(words)
    if not taken:
        raise CodebookError("name at least one word for the new issue", where=new)
    if any(one.id == new for one in codebook.issues):
        raise CodebookError(f"issue {new!r} is already there")
    entry = codebook.entry(id)
    base = known_language(language)
    left = tuple(
        (k, tuple(text for text in texts if k != base or text not in taken)) for k, texts in entry.words
    )
    made = Entry(new, ((base, (taken[0],)),), ((base, tuple(taken)),), entry.parent)
    return Codebook((*_put(codebook, replace(entry, words=left)).issues, made))


def _put(codebook: Codebook, entry: Entry) -> Codebook:
    return Codebook(tuple(entry if one.id == entry.id else one for one in codebook.issues))


def _entry(table: Mapping[str, Any], n: int, where: str | None) -> Entry:
    id = table.get("id")
    if not isinstance(id, str) or not id.strip():
        raise CodebookError(f"issue {n} has no id", where=where, cure='write id = "…"')
    parent = table.get("parent")
    if parent is not None and not isinstance(parent, str):
        raise CodebookError(f"the parent of issue {id!r} is not a text", where=where)
    labels = _by_language(table.get("label", {}), f"label of issue {id!r}", where)
    words = _by_language(table.get("words", {}), f"words of issue {id!r}", where)
    if not labels and not words:
        raise CodebookError(f"issue {id!r} has neither label nor words", where=where)
    return Entry(id.strip(), labels, words, parent)


def _by_language(given: object, what: str, where: str | None) -> tuple[tuple[str, tuple[str, ...]], ...]:
    tables = given if isinstance(given, dict) else {_ANY: given}
    pairs = []
    for language, texts in tables.items():
        some = [texts] if isinstance(texts, str) else texts
        if language not in (*LANGUAGES, _ANY):
            raise CodebookError(f"the {what} names an unknown language {language!r}", where=where)
        if not isinstance(some, list) or not all(isinstance(text, str) for text in some):
            raise CodebookError(f"the {what} is neither a text nor a list of texts", where=where)
        if some:
            pairs.append((language, tuple(some)))
    return tuple(sorted(pairs))


def _text(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)


def _texts(texts: tuple[str, ...]) -> str:
    return _text(texts[0]) if len(texts) == 1 else "[" + ", ".join(_text(one) for one in texts) + "]"


def _key(language: str) -> str:
    return language if language != _ANY else '"*"'
