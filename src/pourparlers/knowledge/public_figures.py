"""The side a well-known person speaks for, where a report takes it for granted."""

from __future__ import annotations

from collections import defaultdict
from functools import cache, lru_cache

from pourparlers.knowledge.lexicon import data
from pourparlers.knowledge.transliteration import skeleton
from pourparlers.knowledge.words import words_of

Key = tuple[str, ...]


@lru_cache(maxsize=65536)
def side_of(name: str) -> str | None:
    """Give the code of the country or organisation a public figure speaks for.

    Args:
        name: a full name in any spelling or script, or a bare surname.

    Returns:
        the code; None for an unknown name, and for a surname that public figures of several sides share.
    """
    key = _key(name)
    full, surnames = _tables()
    if len(key) == 1:
        return surnames.get(key[0])
    return full.get(key) or full.get((key[0], key[-1])) if key else None


@cache
def _tables() -> tuple[dict[Key, str], dict[str, str]]:
    full: dict[Key, str] = {}
    surnames: defaultdict[str, set[str]] = defaultdict(set)
    for code, names in data("public_figures")["sides"].items():
        for name in names:
            key = _key(name)
            full[key] = code
            full.setdefault((key[0], key[-1]), code)
            surnames[key[-1]].add(code)
    return full, {surname: next(iter(codes)) for surname, codes in surnames.items() if len(codes) == 1}


def _key(name: str) -> Key:
    return tuple(skeleton(word.key) for word in words_of(name))
