"""Find the phrases of a word list in a run of words, in time linear in the words.

A phrase is written as plain words; `*` at the end of a word stands for any ending. Small words (determiners,
prepositions, pronouns) do not count, neither in the phrase nor in the text, and between two words of a phrase one
other word may stand: "adhésion OTAN" finds "l'adhésion à l'OTAN" and "adhésion rapide à l'OTAN".
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import Generic, NamedTuple, TypeVar

from pourparlers.knowledge.lexicon import lexicon
from pourparlers.knowledge.words import Word, words_of

T = TypeVar("T")
_LEAST_STEM = 2


class Found(NamedTuple, Generic[T]):
    """A phrase found: what it stands for, the first and last of its words (indices), and how many it has."""

    value: T
    first: int
    last: int
    length: int


class _Slot(NamedTuple):
    stem: str
    open: bool

    def takes(self, key: str) -> bool:
        return key.startswith(self.stem) if self.open else key == self.stem


@lru_cache(maxsize=32)
def small_words(language: str) -> frozenset[str]:
    """Give the folded words of a language that carry no matter of their own."""
    return frozenset(w.key for one in lexicon(language, "positions").get("small", ()) for w in words_of(one))


def content_words(words: Iterable[Word], language: str) -> list[Word]:
    """Drop the small words."""
    small = small_words(language)
    return [w for w in words if w.key not in small]


class Phrases(Generic[T]):
    """Word lists made ready for searching."""

    def __init__(self, entries: Iterable[tuple[str, T]], language: str, *, keep_small: bool = False) -> None:
        small: frozenset[str] = frozenset() if keep_small else small_words(language)
        self._exact: dict[str, list[tuple[tuple[_Slot, ...], T]]] = {}
        self._open: dict[str, list[tuple[tuple[_Slot, ...], T]]] = {}
        self._cache: dict[str, tuple[tuple[tuple[_Slot, ...], T], ...]] = {}
        for phrase, value in entries:
            slots = _slots(phrase, small)
            if slots:
                table = self._open if slots[0].open else self._exact
                table.setdefault(slots[0].stem, []).append((slots, value))

    def find(self, words: Sequence[Word]) -> list[Found[T]]:
        """Give every phrase in the words (small words dropped before), by first word, longest first."""
        found = []
        known = self._cache
        for n, word in enumerate(words):
            starting = known.get(word.key)
            for slots, value in self._starting(word.key) if starting is None else starting:
                last = _run(words, n, slots)
                if last is not None:
                    found.append(Found(value, n, last, len(slots)))
        if len(found) > 1:
            found.sort(key=lambda one: (one.first, -one.length, one.last))
        return found

    def any(self, words: Sequence[Word]) -> bool:
        """Tell whether any phrase stands in the words."""
        known = self._cache
        for n, word in enumerate(words):
            starting = known.get(word.key)
            for slots, _ in self._starting(word.key) if starting is None else starting:
                if _run(words, n, slots) is not None:
                    return True
        return False

    def _starting(self, key: str) -> tuple[tuple[tuple[_Slot, ...], T], ...]:
        hits = list(self._exact.get(key, ()))
        for length in range(_LEAST_STEM, len(key) + 1):
            hits += self._open.get(key[:length], ())
        found = self._cache[key] = tuple(hits)
        return found


def word_list(language: str, *path: str) -> tuple[str, ...]:
    """Give a list of `languages/<xx>/positions.toml`, empty when the language has none."""
    table: object = lexicon(language, "positions")
    for name in path:
        table = table.get(name, ()) if hasattr(table, "get") else ()
    return tuple(str(one) for one in table) if isinstance(table, list | tuple) else ()


@lru_cache(maxsize=256)
def phrases(language: str, *path: str, keep_small: bool = False) -> Phrases[str]:
    """Make a list of `languages/<xx>/positions.toml` ready; each phrase stands for itself."""
    return Phrases(((one, one) for one in word_list(language, *path)), language, keep_small=keep_small)


@lru_cache(maxsize=512)
def listed(language: str, topic: str, name: str) -> Phrases[str]:
    """Make a list of `languages/<xx>/<topic>.toml` ready; each phrase stands for itself, and small words count in it."""
    found = lexicon(language, topic).get(name, ())
    return Phrases(((str(one), str(one)) for one in found), language, keep_small=True)


def _slots(phrase: str, small: frozenset[str]) -> tuple[_Slot, ...]:
    slots = []
    for part in phrase.split():
        keys = [w.key for w in words_of(part)]
        for n, key in enumerate(keys):
            ending = part.endswith("*") and n == len(keys) - 1
            if ending or key not in small:
                slots.append(_Slot(key, ending))
    if len(slots) == 1 and (slots[0].stem.isdigit() or (slots[0].open and len(slots[0].stem) < _LEAST_STEM)):
        return ()
    return tuple(slots)


def _run(words: Sequence[Word], n: int, slots: tuple[_Slot, ...]) -> int | None:
    for slot in slots[1:]:
        if n + 1 < len(words) and slot.takes(words[n + 1].key):
            n += 1
        elif n + 2 < len(words) and slot.takes(words[n + 2].key):
            n += 2
        else:
            return None
    return n
