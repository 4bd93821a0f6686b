"""Written forms out of the compact notation of the word lists.

`"russe+c"` is "russe" with each ending of the class `c` of the same file's `[endings]`; several words or several
alternatives in one string are separated by `|`. `[[declension]]` rules give the case forms of names: a name that
ends in `ending` takes each of `forms` instead.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import product
from typing import Any


def listed(value: str | Sequence[str]) -> list[str]:
    """Give the alternatives of an entry: a list, or one string parted by `|`."""
    parts = value.split("|") if isinstance(value, str) else value
    return [part.strip() for part in parts if part.strip()]


def expand(value: str | Sequence[str], endings: Mapping[str, str]) -> Iterator[str]:
    """Give every written form of an entry.

    Args:
        value: the entry, in the notation above.
        endings: the classes of endings, each a comma-separated list (an empty item is no ending).

    Raises:
        KeyError: a class is not in `endings`.
    """
    for part in listed(value):
        yield from (
            " ".join(words) for words in product(*(_word_forms(word, endings) for word in part.split()))
        )


def decline(name: str, rules: Sequence[Mapping[str, Any]], longest: int = 2) -> list[str]:
    """Give the case forms of a name by its words' endings, the name itself first.

    A name of more than `longest` words has no other form than itself.
    """
    words = name.split()
    if not rules or len(words) > longest:
        return [name]
    return list(
        dict.fromkeys(" ".join(choice) for choice in product(*(_declined(word, rules) for word in words)))
    )


def _word_forms(word: str, endings: Mapping[str, str]) -> Iterable[str]:
    stem, plus, name = word.rpartition("+")
    if not plus:
        return (word,)
    return [stem + ending.strip() for ending in endings[name].split(",")]


def _declined(word: str, rules: Sequence[Mapping[str, Any]]) -> list[str]:
    for rule in rules:
        ending = rule["ending"]
        if word.endswith(ending) and len(word) > len(ending) + 1:
            stem = word[: len(word) - len(ending)]
            return [word, *(stem + form for form in rule["forms"])]
    return [word]
