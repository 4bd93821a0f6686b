"""Find the entities known beforehand in a text: countries, capitals, demonyms, seats of power, organisations."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

from pourparlers.knowledge.gazetteer import (
    Entry,
    Form,
    Frame,
    Gazetteer,
    gazetteer,
    given_names,
    keys_of,
)
from pourparlers.knowledge.registry import EXPERT, PRESS, Entity, codes, entity, label, party_of
from pourparlers.knowledge.words import Word, joined, words_of
from pourparlers.model import ActorKind

__all__ = [
    "EXPERT",
    "PRESS",
    "Entity",
    "Form",
    "Match",
    "adjective_country",
    "codes",
    "entity",
    "find",
    "label",
    "party_of",
]

_HYPHENS = "-\u2010\u2011\u2012\u2013"
_STATE = "STATE"
_DEMONYMS = frozenset({"demonym_adjective", "demonym_noun", "compound"})
_LEAST_STEM = 3
_SHORT = 80  # characters of a text that may come again


class Match(NamedTuple):
    """An entity named in a text at `text[start:end]`, and by what form of its name."""

    start: int
    end: int
    entity: Entity
    form: Form


class _Found(NamedTuple):
    first: int
    last: int
    start: int
    end: int
    code: str
    form: Form
    requires: str | None = None


def find(text: str, language: str) -> list[Match]:
    """Find every entity named in a text, in time linear in its length.

    Args:
        text: any text; case, accents and kinds of apostrophe do not matter, except that a name needs its capital.
        language: the language of the text, a BCP 47 tag; one that is not served is read as English.

    Returns:
        matches in text order that do not overlap. The longest name wins. "seat" is a seat of power or another
        metonym, or an institution with its country ("la diplomatie russe" is RUS-MFA, "le gouvernement russe"
        RUS); in "russo-américain" both halves are "compound".
    """
    return list(_found_in(text, language) if len(text) < _SHORT else _matches(text, language))


@lru_cache(maxsize=16384)
def _found_in(text: str, language: str) -> tuple[Match, ...]:
    """Find the entities of a name or an office; the same ones stand in many articles."""
    return tuple(_matches(text, language))


def _matches(text: str, language: str) -> list[Match]:
    table = gazetteer(language)
    words = words_of(text)
    found = [_as_written(words, table, one) for one in _named(text, words, table)]
    known = {one.code for one in found if one.requires is None}
    known |= {party for code in known if (party := party_of(code))}
    kept = [one for one in found if one.requires is None or one.requires in known]
    kept = [one for one in kept if not _detached(text, words, table, one)]
    return [
        Match(one.start, one.end, spoken, one.form)
        for one in _framed(text, words, table, _compounds(text, kept))
        if (spoken := entity(one.code))
    ]


def adjective_country(word: str, language: str) -> str | None:
    """Give the code of the country or organisation a demonym stands for ("russe", "Russian"), None for others."""
    keys, table = keys_of(word), gazetteer(language)
    if not keys:
        return None
    stems = [keys[0].removeprefix(proclitic) for proclitic in ("", *table.proclitics)]
    for entry in (entry for stem in stems for entry in table.entries.get(stem, ())):
        if entry.keys[1:] == keys[1:] and entry.form in _DEMONYMS:
            return entry.code
    return None


def _named(text: str, words: Sequence[Word], table: Gazetteer) -> list[_Found]:
    found = []
    n = 0
    while n < len(words):
        key = words[n].key
        if key not in table.entries and not key.startswith(table.proclitics):
            n += 1
            continue
        hit = _longest(text, words, n, table)
        if hit is None:
            n += 1
            continue
        entry, skipped = hit
        if _overtaken(text, words, n, len(entry.keys), table):
            n += 1
            continue
        last = n + len(entry.keys) - 1
        if entry.code is not None:
            start, end = words[n].start + skipped, words[last].end
            if entry.dotted and text[end : end + 1] == ".":
                end += 1
            found.append(_Found(n, last, start, end, entry.code, entry.form, entry.requires))
        n = last + 1
    return found


def _longest(text: str, words: Sequence[Word], n: int, table: Gazetteer) -> tuple[Entry, int] | None:
    key = words[n].key
    for entry in table.entries.get(key, ()):
        if not entry.definite and _fits(text, words, n, entry, table):
            return entry, 0
    for proclitic in table.proclitics:
        if key.startswith(proclitic) and len(key) - len(proclitic) >= _LEAST_STEM:
            for entry in table.entries.get(key[len(proclitic) :], ()):
                if (not entry.definite or proclitic in table.definite) and _fits(
                    text, words, n, entry, table
                ):
                    return entry, len(proclitic.removesuffix(table.article))
    return None


def _overtaken(text: str, words: Sequence[Word], n: int, size: int, table: Gazetteer) -> bool:
    """Tell whether a name that begins inside these words goes on after them ("l'Union" in "l'Union européenne")."""
    return any(
        (hit := _longest(text, words, n + k, table)) is not None and k + len(hit[0].keys) > size
        for k in range(1, size)
    )


def _fits(text: str, words: Sequence[Word], n: int, entry: Entry, table: Gazetteer) -> bool:
    size = len(entry.keys)
    if n + size > len(words):
        return False
    for k in range(1, size):
        word = words[n + k]
        if word.key != entry.keys[k] or not joined(text[words[n + k - 1].end : word.start], entry.dotted):
            return False
    if entry.acronym:
        return _is_acronym(words, n, size, table)
    for word in (words[n + k] for k in entry.capitals):
        if not word.capital and text[word.start].lower() != text[word.start].upper():
            return False
    if not entry.capitals:
        return True
    return size > 1 or entry.form == "demonym_adjective" or not _in_person_name(text, words, n, table)


def _is_acronym(words: Sequence[Word], n: int, size: int, table: Gazetteer) -> bool:
    word = words[n]
    if size == 1 and not word.upper:
        return word.capital and len(word.key) >= 4 and word.key not in table.plain_words
    return all(words[n + k].upper for k in range(size)) and not (
        word.key in table.plain_words and _shouted(words, n, table)
    )


def _shouted(words: Sequence[Word], n: int, table: Gazetteer) -> bool:
    """Tell whether the words beside this one are in capitals too, so that its own say nothing."""
    beside = [words[k] for k in (n - 1, n + 1) if 0 <= k < len(words)]
    return any(
        word.upper and len(word.key) > 1 and (word.key not in table.entries or word.key in table.plain_words)
        for word in beside
    )


def _in_person_name(text: str, words: Sequence[Word], n: int, table: Gazetteer) -> bool:
    """Tell whether a one-word name is rather part of a person's: "Michael Jordan", "Chad Smith"."""
    if n > 0 and words[n - 1].capital and text[words[n - 1].end : words[n].start] == " ":
        before = words[n - 1].key
        if before in given_names() and before not in table.entries:
            return True
    if words[n].key not in table.person_names or n + 1 >= len(words):
        return False
    after = words[n + 1]
    return (
        after.capital
        and not after.upper
        and text[words[n].end : after.start] == " "
        and after.key not in table.entries
    )


def _as_written(words: Sequence[Word], table: Gazetteer, one: _Found) -> _Found:
    """Tell the noun ("les Russes") from the adjective ("russes") by its capital or its determiner."""
    if one.form != "demonym_adjective":
        return one
    word = words[one.first]
    if table.capital_nouns and word.capital and not (word.upper and _shouted(words, one.first, table)):
        return one._replace(form="demonym_noun")
    if one.first > 0 and words[one.first - 1].key in table.determiners:
        return one._replace(form="demonym_noun")
    return one


def _detached(text: str, words: Sequence[Word], table: Gazetteer, one: _Found) -> bool:
    """Tell whether the word says what others are to the country: "pro-russe", "US-backed"."""
    if one.first > 0 and words[one.first - 1].key in table.detach_before:
        between = text[words[one.first - 1].end : one.start]
        if len(between) == 1 and between in _HYPHENS:
            return True
    if one.last + 1 < len(words) and words[one.last + 1].key in table.detach_after:
        between = text[one.end : words[one.last + 1].start]
        return len(between) == 1 and between in _HYPHENS
    return False


def _compounds(text: str, found: Sequence[_Found]) -> list[_Found]:
    """Mark the halves of "russo-américain" and drop a first half that stands alone."""
    marked = list(found)
    for n in range(len(found) - 1):
        between = text[found[n].end : found[n + 1].start]
        halves = {found[n].form, found[n + 1].form}
        if len(between) == 1 and between in _HYPHENS and halves & {"demonym_adjective", "compound"}:
            marked[n] = marked[n]._replace(form="compound")
            marked[n + 1] = marked[n + 1]._replace(form="compound")
    return [
        new
        for old, new in zip(found, marked, strict=True)
        if old.form != "compound" or text[old.end : old.end + 1] in tuple(_HYPHENS)
    ]


def _framed(text: str, words: Sequence[Word], table: Gazetteer, found: Sequence[_Found]) -> list[_Found]:
    """Widen a country to the institution its neighbours make of it: "[diplomatie] russe", "[Croix-Rouge] russe"."""
    result: list[_Found] = []
    for one in found:
        floor = result[-1].last + 1 if result else 0
        if one.first < floor:
            continue
        beside = result[-1] if result and floor == one.first and not _is_country(result[-1].code) else None
        frame = _frame(text, words, table, one, beside.first if beside else floor)
        if frame is None or (beside and frame.left and one.first - len(frame.left) != beside.first):
            result.append(one)
            continue
        if beside and frame.left:
            result.pop()
        first, last = one.first - len(frame.left), one.last + len(frame.right)
        code = one.code if frame.institution == _STATE else f"{one.code}-{frame.institution}"
        start = words[first].start if frame.left else one.start
        result.append(_Found(first, last, start, max(one.end, words[last].end), code, "seat"))
    return result


def _frame(text: str, words: Sequence[Word], table: Gazetteer, one: _Found, floor: int) -> Frame | None:
    left = table.frames_left.get(words[one.first - 1].key, ()) if one.first > floor else ()
    right = table.frames_right.get(words[one.last + 1].key, ()) if one.last + 1 < len(words) else ()
    for frame in sorted([*left, *right], key=lambda f: -len(f.left) - len(f.right)):
        if one.form not in frame.forms or not _is_country(one.code):
            continue
        if _words_are(text, words, one.first - len(frame.left), frame.left, one.first, floor) and _words_are(
            text, words, one.last + 1, frame.right, one.last, floor
        ):
            return frame
    return None


def is_state(code: str) -> bool:
    """Tell whether a code is that of a state, and not of a body within one, an organisation or nothing known."""
    known = entity(code)
    return known is not None and known.iso3 is not None


def _is_country(code: str) -> bool:
    known = entity(code)
    return known is not None and known.kind is ActorKind.COUNTRY


def _words_are(
    text: str, words: Sequence[Word], first: int, keys: Sequence[str], beside: int, floor: int
) -> bool:
    """Tell whether these words stand there, next to the word `beside`, each joined to the next."""
    if not keys:
        return True
    if first < floor or first + len(keys) > len(words):
        return False
    if any(words[first + k].key != key for k, key in enumerate(keys)):
        return False
    low, high = min(first, beside), max(first + len(keys) - 1, beside)
    return all(
        joined(text[words[k].end : words[k + 1].start], False)
        or text[words[k].end : words[k + 1].start] == ". "
        for k in range(low, high)
    )
