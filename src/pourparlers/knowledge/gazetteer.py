"""The table of names of one language: every written form of every entity, keyed by its first word."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, Literal, NamedTuple

from pourparlers.knowledge.forms import decline, expand, listed
from pourparlers.knowledge.lexicon import data, known_language, lexicon
from pourparlers.knowledge.registry import capital_names, country_names
from pourparlers.knowledge.words import Word, fold, words_of

Form = Literal["name", "demonym_noun", "demonym_adjective", "capital", "seat", "compound"]
_LONGEST_ARTICLE = 3
SLOTS: Mapping[str, frozenset[Form]] = {
    "{adj}": frozenset({"demonym_adjective"}),
    "{name}": frozenset({"name", "capital"}),
    "{any}": frozenset({"demonym_adjective", "name", "capital"}),
}


class Entry(NamedTuple):
    """One written form. `code` None masks words that only look like an entity.

    `capitals` are the numbers of the words that must start with a capital letter; `acronym` asks for capitals all
    through; `dotted` for full stops between the letters; `requires` for another entity in the same text; `definite`
    for an article written together with the name.
    """

    keys: tuple[str, ...]
    code: str | None
    form: Form
    capitals: tuple[int, ...] = ()
    acronym: bool = False
    dotted: bool = False
    requires: str | None = None
    definite: bool = False


class Frame(NamedTuple):
    """Words around a country's adjective or name that make an institution of it ("Foreign Ministry")."""

    left: tuple[str, ...]
    forms: frozenset[Form]
    right: tuple[str, ...]
    institution: str


@dataclass(frozen=True, slots=True)
class Gazetteer:
    """The forms of one language and its habits of writing."""

    entries: Mapping[str, Sequence[Entry]]
    frames_left: Mapping[str, Sequence[Frame]]
    frames_right: Mapping[str, Sequence[Frame]]
    proclitics: tuple[str, ...] = ()
    definite: frozenset[str] = frozenset()
    article: str = ""
    capital_nouns: bool = False
    determiners: frozenset[str] = frozenset()
    detach_before: frozenset[str] = frozenset()
    detach_after: frozenset[str] = frozenset()
    plain_words: frozenset[str] = frozenset()
    person_names: frozenset[str] = frozenset()


@cache
def gazetteer(language: str) -> Gazetteer:
    """Build the table of one language; kept, so that each language is built once and only when asked for."""
    tongue = known_language(language)
    writing = lexicon(tongue, "writing")
    definite = frozenset(writing.get("definite_proclitics", ()))
    proclitics = tuple(sorted({*writing.get("proclitics", ()), *definite}, key=len, reverse=True))
    table = _Table(writing.get("article", ""))
    _add_all(table, tongue)
    left: dict[str, list[Frame]] = defaultdict(list)
    right: dict[str, list[Frame]] = defaultdict(list)
    for frame in _frames(tongue):
        if frame.left:
            left[frame.left[-1]].append(frame)
        else:
            right[frame.right[0]].append(frame)
    return Gazetteer(
        entries=table.sorted(),
        frames_left=left,
        frames_right=right,
        proclitics=proclitics,
        definite=definite,
        article=writing.get("article", ""),
        capital_nouns=bool(writing.get("capital_nouns", False)),
        determiners=_keys(writing.get("determiners", ())),
        detach_before=_keys(writing.get("detach_before", ())),
        detach_after=_keys(writing.get("detach_after", ())),
        plain_words=_keys(writing.get("plain_words", ())),
        person_names=_keys(writing.get("person_names", ())),
    )


@cache
def given_names() -> Mapping[str, str]:
    """Read the given names of all languages: folded name to "m", "f", or "" where both bear it."""
    table = data("given_names")
    masculine, feminine = (
        frozenset(fold(table.get(key, "")).replace("-", " ").split()) for key in ("male", "female")
    )
    both = masculine & feminine
    return (
        dict.fromkeys(masculine - both, "m") | dict.fromkeys(feminine - both, "f") | dict.fromkeys(both, "")
    )


def keys_of(name: str) -> tuple[str, ...]:
    """Cut a name into folded words."""
    return tuple(word.key for word in words_of(name))


class _Table:
    def __init__(self, article: str) -> None:
        self.article = article
        self.entries: dict[str, dict[tuple[tuple[str, ...], bool, bool], Entry]] = defaultdict(dict)

    def add(
        self,
        forms: Sequence[str],
        code: str | None,
        form: Form,
        *,
        requires: str | None = None,
        strict: bool = False,
    ) -> None:
        """Add the forms of one name, the base form first; `strict` asks for every capital that it has."""
        words = words_of(forms[0])
        if not words:
            return
        entry = _entry(forms[0], words, code, form, requires, strict)
        plain = forms[0].replace(" ", "").isalpha()
        self._put(entry)
        for written in forms[1:]:
            keys = tuple(map(fold, written.split())) if plain else keys_of(written)
            self._put(entry._replace(keys=keys))

    def _put(self, entry: Entry) -> None:
        first, *others = entry.keys
        if self.article and first.startswith(self.article) and len(first) > len(self.article) + 2:
            entry = entry._replace(keys=(first.removeprefix(self.article), *others), definite=True)
        key = entry.keys, entry.acronym, not entry.capitals or entry.definite
        self.entries[entry.keys[0]].setdefault(key, entry)

    def sorted(self) -> dict[str, tuple[Entry, ...]]:
        return {
            first: tuple(sorted(entries.values(), key=lambda entry: -len(entry.keys)))
            for first, entries in self.entries.items()
        }


def _entry(
    name: str, words: Sequence[Word], code: str | None, form: Form, requires: str | None, strict: bool
) -> Entry:
    acronym = name.isupper() and len(words[0].key) > 1
    initials = len(words) > 1 and all(len(word.key) == 1 for word in words)
    capitals = [n for n, word in enumerate(words) if word.capital]
    if not strict:
        capitals = [n for n in capitals if len(words[n].key) > _LONGEST_ARTICLE][:1] or capitals[:1]
    keys = tuple(word.key for word in words)
    return Entry(keys, code, form, tuple(capitals), acronym or initials, "." in name and initials, requires)


def _add_all(table: _Table, language: str) -> None:
    countries, demonyms = lexicon(language, "countries"), lexicon(language, "demonyms")
    writing = lexicon(language, "writing")
    rules, skipped = writing.get("declension", ()), writing.get("skip_capitals", ())

    def declined(code: str, names: Iterable[str], form: Form) -> None:
        for name in names:
            table.add(decline(name, rules), code, form)

    for name in lexicon(language, "seats").get("masks", ()):
        table.add([name], None, "name")
    _add_organisations(table, language, rules)
    for code, names in countries.get("names", {}).items():
        declined(code, listed(names), "name")
    for code, name in country_names(language).items():
        if not any(mark in name for mark in "(–") and " - " not in name:
            declined(code, [name], "name")
    endings = demonyms.get("endings", {})
    tables: tuple[tuple[str, Form], ...] = (
        ("adjectives", "demonym_adjective"),
        ("nouns", "demonym_noun"),
        ("prefixes", "compound"),
    )
    for key, form in tables:
        for code, value in demonyms.get(key, {}).items():
            for name in listed(value):
                table.add(list(expand(name, endings)), code, form)
    for code, names in countries.get("capitals", {}).items():
        declined(code, listed(names), "capital")
    for code, name in capital_names(language).items():
        if name not in skipped:
            declined(code, [name], "capital")


def _add_organisations(table: _Table, language: str, rules: Sequence[Mapping[str, Any]]) -> None:
    organisations, seats = lexicon(language, "organisations"), lexicon(language, "seats")
    topics: tuple[tuple[Mapping[str, Any], Form], ...] = ((organisations, "name"), (seats, "seat"))
    for topic, form in topics:
        for code, names in topic.get("names", {}).items():
            for name in listed(names):
                table.add(decline(name, rules, longest=1), code, form)
    for code, rows in seats.get("conditional", {}).items():
        for requires, names in rows.items():
            for name in listed(names):
                table.add([name], code, "seat", requires=requires)
    for code, template in seats.get("leaders", {}).items():
        for leader in data("leaders").get(code, ()):
            for written in listed(template):
                table.add([written.format(name=leader)], code, "seat")
    for code, row in data("outlets").items():
        for name in listed(row["names"]):
            table.add([name], code, "name", strict=True)


def _frames(language: str) -> list[Frame]:
    topic = lexicon(language, "institutions")
    of = topic.get("of", [""])
    frames = []
    for institution, patterns in topic.get("frames", {}).items():
        for pattern in patterns:
            for written in expand(pattern, topic.get("endings", {})):
                for linked in [written.replace("{of}", link) for link in (of if "{of}" in written else [""])]:
                    slot = next(slot for slot in SLOTS if slot in linked)
                    before, _, after = linked.partition(slot)
                    frames.append(Frame(keys_of(before), SLOTS[slot], keys_of(after), institution))
    return sorted(frames, key=lambda frame: -len(frame.left) - len(frame.right))


def _keys(words: Iterable[str]) -> frozenset[str]:
    return frozenset(fold(word) for word in words)
