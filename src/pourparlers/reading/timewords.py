"""The vocabulary and phrase patterns of time expressions in one language, as tokens and a trie.

Patterns are data (`knowledge/languages/<xx>/times.toml`); names of months and weekdays are CLDR's, by Babel,
with the inflected forms that CLDR leaves out added there. A template is a row of words in which `{month}` names
a class, `(a|b c)` is a choice, `[x]` may be missing, and what stands before `~` is context outside the span.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from functools import cache, lru_cache
from itertools import product
from typing import Any, Literal, NamedTuple

from babel import Locale, UnknownLocaleError

from pourparlers.knowledge.calendar import calendar_names
from pourparlers.knowledge.lexicon import known_language, lexicon
from pourparlers.model import Region

MARKS = "\u0300-\u036f\u064b-\u0652"
TOKEN = re.compile(rf"\d+|[^\W\d_](?:[^\W\d_]|[{MARKS}])*|[^\s\w]")
TEMPLATE = re.compile(r"\{\w+\}|[()\[\]|~]|[^\W\d_]+\*|" + TOKEN.pattern)
YEARS = range(1800, 2101)
CONTEXT = "~"


class Token(NamedTuple):
    """A word, number or sign: its characters in the text, and its form made comparable."""

    start: int
    end: int
    form: str
    capital: bool


class Capture(NamedTuple):
    """What stood for a class in a pattern: the class, its value, and the tokens [first, last)."""

    name: str
    value: int
    first: int
    last: int


class Match(NamedTuple):
    """A time phrase: the rule that reads it, its number if it is a fixed phrase, its tokens [first, last)."""

    rule: str
    offset: int | None
    captures: tuple[Capture, ...]
    first: int
    last: int


@dataclass(slots=True)
class Node:
    """A step in the trie of patterns."""

    words: dict[str, Node] = field(default_factory=dict)
    classes: dict[str, Node] = field(default_factory=dict)
    rule: str | None = None
    offset: int | None = None
    context: int = 0


@dataclass(frozen=True, slots=True)
class Tense:
    """The words by which a clause is known to speak of the past or the future."""

    past: frozenset[tuple[str, ...]]
    future: frozenset[tuple[str, ...]]
    past_endings: tuple[str, ...]
    future_endings: tuple[str, ...]
    auxiliaries: frozenset[str]
    participles: tuple[str, ...]
    neutral: frozenset[str]
    imperfect: frozenset[str]
    having: frozenset[str]
    called: frozenset[str]
    done: frozenset[str]
    undone: frozenset[str]
    attached: frozenset[str]
    breaks: frozenset[str]


@dataclass(frozen=True, slots=True)
class Grammar:
    """All that is known of time expressions in one language."""

    root: Node
    classes: Mapping[str, Mapping[tuple[str, ...], int]]
    capitals: bool
    ordinals: frozenset[str]
    order: str
    tense: Tense
    firsts: Mapping[str, frozenset[str]] = field(init=False)

    def __post_init__(self) -> None:
        firsts = {name: frozenset(words[0] for words in entries) for name, entries in self.classes.items()}
        object.__setattr__(self, "firsts", firsts)

    def is_time_word(self, form: str) -> bool:
        """Tell whether a token is a number word, a unit, a month or a weekday."""
        return any((form,) in entries for entries in self.classes.values())


@lru_cache(maxsize=65536)
def fold(word: str) -> str:
    """Give the form of a token under which it is looked up: composed, case-folded, with a plain apostrophe."""
    return unicodedata.normalize("NFC", word).casefold().replace("’", "'").replace("\u0307", "")


def tokens(text: str, regions: Sequence[Region] = ()) -> list[Token]:
    """Split the body of a text (what no region covers) into tokens, in order."""
    found: list[Token] = []
    at = 0
    for start, end in [*(region.span for region in regions), (len(text), len(text))]:
        found.extend(
            Token(m.start(), m.end(), fold(m[0]), m[0][0].isupper()) for m in TOKEN.finditer(text, at, start)
        )
        at = end
    return found


def forms(phrase: str) -> tuple[str, ...]:
    """Give the token forms of a word or phrase."""
    return tuple(fold(word) for word in TOKEN.findall(phrase))


@cache
def grammar(language: str) -> Grammar:
    """Read the grammar of a language (BCP 47 tag; what is not served reads as English)."""
    table = lexicon(language, "times")
    root = Node()
    for rule, templates in table["patterns"].items():
        for template in templates:
            for path in expand(template):
                _plant(root, path, rule, None)
    for rule, phrases in table["fixed"].items():
        for phrase, offset in phrases.items():
            for path in expand(phrase):
                _plant(root, path, rule, offset)
    for sign in "./-":
        _plant(root, ("{figure}", sign, "{figure}", sign, "{year4}"), "numeric", None)
    _plant(root, ("{year4}", "-", "{figure}", "-", "{figure}"), "iso", None)
    return Grammar(
        root=root,
        classes=_classes(table, known_language(language)),
        capitals=table["capitals"],
        ordinals=frozenset(table["ordinals"]),
        order=_order(language),
        tense=_tense(table["tense"]),
    )


def matches(row: Sequence[Token], known: Grammar) -> Iterator[Match]:
    """Find the time phrases in a row of tokens: leftmost, longest, not overlapping; linear in its length."""
    at = 0
    while at < len(row):
        found = max(_walk(row, at, known, known.root, (), at), key=lambda m: m.last, default=None)
        if found is None:
            at += 1
        else:
            yield found
            at = found.last


def expand(template: str) -> list[tuple[str, ...]]:
    """Write out a template: one row of words and classes for each way through its choices.

    >>> expand("[le] {day} (mai|juin)")
    [('{day}', 'mai'), ('{day}', 'juin'), ('le', '{day}', 'mai'), ('le', '{day}', 'juin')]
    """
    pieces = TEMPLATE.findall(template)
    rows, rest = _alternatives(pieces, 0)
    if rest != len(pieces):
        raise ValueError(f"unbalanced template: {template}")
    return rows


def _alternatives(pieces: Sequence[str], at: int) -> tuple[list[tuple[str, ...]], int]:
    rows: list[tuple[str, ...]] = []
    parts: list[list[tuple[str, ...]]] = []
    while at < len(pieces) and pieces[at] not in (")", "]"):
        piece = pieces[at]
        if piece in ("(", "["):
            inner, at = _alternatives(pieces, at + 1)
            parts.append([(), *inner] if piece == "[" else inner)
        elif piece == "|":
            rows.extend(_joined(parts))
            parts = []
        else:
            parts.append([(piece if piece.startswith("{") else fold(piece),)])
        at += 1
    return rows + _joined(parts), at


def _joined(parts: Iterable[list[tuple[str, ...]]]) -> list[tuple[str, ...]]:
    return [tuple(word for part in choice for word in part) for choice in product(*parts)]


def _plant(root: Node, path: tuple[str, ...], rule: str, offset: int | None) -> None:
    context = path.index(CONTEXT) if CONTEXT in path else 0
    node = root
    for word in path:
        if word == CONTEXT:
            continue
        if word.startswith("{"):
            node = node.classes.setdefault(word[1:-1], Node())
        else:
            node = node.words.setdefault(word, Node())
    if node.rule is None:
        node.rule, node.offset, node.context = rule, offset, context


def _walk(
    row: Sequence[Token], at: int, known: Grammar, node: Node, captures: tuple[Capture, ...], first: int
) -> Iterator[Match]:
    if node.rule is not None:
        yield Match(node.rule, node.offset, captures, first + node.context, at)
    if at == len(row):
        return
    step = node.words.get(row[at].form)
    if step is not None:
        yield from _walk(row, at + 1, known, step, captures, first)
    for name, step in node.classes.items():
        for value, last in _read(row, at, known, name):
            yield from _walk(row, last, known, step, (*captures, Capture(name, value, at, last)), first)


def _read(row: Sequence[Token], at: int, known: Grammar, name: str) -> Iterator[tuple[int, int]]:
    form = row[at].form
    if name in ("figure", "year4"):
        if form.isdecimal() and len(form) in ((1, 2) if name == "figure" else (4,)):
            yield int(form), at + 1
        return
    if name == "day":
        if form.isdecimal() and len(form) <= 2 and 1 <= int(form) <= 31 and not _decimal(row, at):
            yield int(form), at + 1
            if at + 1 < len(row) and row[at + 1].form in known.ordinals:
                yield int(form), at + 2
        return
    if name == "year":
        if form.isdecimal() and len(form) == 4 and int(form) in YEARS and not _decimal(row, at):
            yield int(form), at + 1
        return
    if name == "number" and form.isdecimal() and len(form) <= 3:
        yield int(form), at + 1
        return
    lower = known.capitals and name in ("weekday", "wday", "month", "mon") and not row[at].capital
    if lower or form not in known.firsts[name]:
        return
    entries = known.classes[name]
    for length in (1, 2, 3):
        if at + length > len(row):
            return
        value = entries.get(tuple(token.form for token in row[at : at + length]))
        if value is not None:
            yield value, at + length


def _decimal(row: Sequence[Token], at: int) -> bool:
    """Whether a number is part of a longer one ("1.300", "49.3", "20,5")."""
    before = at >= 2 and row[at - 1].end == row[at].start and row[at - 2].end == row[at - 1].start
    after = at + 2 < len(row) and row[at + 1].start == row[at].end and row[at + 2].start == row[at + 1].end
    return (before and row[at - 1].form in ".,/" and row[at - 2].form.isdecimal()) or (
        after and row[at + 1].form in ".,/" and row[at + 2].form.isdecimal()
    )


def _classes(table: Mapping[str, Any], language: str) -> dict[str, dict[tuple[str, ...], int]]:
    weekdays = _names(language, "days", table["weekdays"], table)
    months = _names(language, "months", table["months"], table)
    short_days = _names(language, "days", table["short_weekdays"], table, weekdays)
    short_months = _names(language, "months", table["short_months"], table, months)
    listed = {
        name: {forms(word): value for word, value in table[name].items()} for name in ("number", "unit")
    }
    return {
        "weekday": weekdays,
        "wday": {**short_days, **weekdays},
        "month": months,
        "mon": {**short_months, **months},
        "season": {forms(word): 0 for word in table["season"]},
        "daypart": {forms(word): 0 for word in table["daypart"]},
        **listed,
    }


def _names(
    language: str,
    kind: Literal["days", "months"],
    more: Mapping[str, int],
    table: Mapping[str, Any],
    whole: Container[tuple[str, ...]] | None = None,
) -> dict[tuple[str, ...], int]:
    """Give the forms of the names of months or weekdays; short ones, told apart from `whole` names, also with a dot."""
    names = dict(calendar_names(language, kind, ("wide",) if whole is None else ("abbreviated",)))
    result: dict[tuple[str, ...], int] = {}
    for name, number in {**names, **more}.items():
        for prefix in ("", *table["prefixes"]):
            for suffix in ("", *table["suffixes"]):
                form = forms(prefix + name + suffix)
                result[form] = number
                if whole is not None and form[-1] != "." and form not in whole:
                    result[(*form, ".")] = number
    return result


def _order(language: str) -> str:
    """Give the order of day, month and year in numeric dates ("dmy"), as CLDR's short format has it."""
    tag = language.replace("-", "_")
    locale = Locale.parse(known_language(language))
    if "_" in tag:
        with suppress(UnknownLocaleError, ValueError):
            locale = Locale.parse(tag)
    pattern = locale.date_formats["short"].pattern.lower()
    return "".join(sorted("dmy", key=pattern.index))


def _tense(table: Mapping[str, Any]) -> Tense:
    return Tense(
        past=frozenset(forms(word) for word in table["past"]),
        future=frozenset(forms(word) for word in table["future"]),
        past_endings=tuple(table["past_endings"]),
        future_endings=tuple(table["future_endings"]),
        auxiliaries=frozenset(table["auxiliaries"]),
        participles=tuple(table["participles"]),
        neutral=frozenset(table["neutral"]),
        imperfect=frozenset(table["imperfect"]),
        having=frozenset(table.get("having", ())),
        called=frozenset(table.get("called", ())),
        done=frozenset(table.get("done", ())),
        undone=frozenset(table.get("undone", ())),
        attached=frozenset(table["attached"]),
        breaks=frozenset(table["breaks"]),
    )
