"""The side a well-known person speaks for and the high offices held, where a report takes them for granted."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from functools import cache, lru_cache

from pourparlers.knowledge.lexicon import data
from pourparlers.knowledge.transliteration import skeleton
from pourparlers.knowledge.words import words_of

Key = tuple[str, ...]
PRIVATE = {"billionaire"}
"""What is held in nobody's name."""
_OPEN = 9999


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
    if not key or key in full:
        return full.get(key)
    ends = (key[0], key[-1])
    return full.get(ends) if _may_be(key[1:-1], _middles().get(ends, ())) else None


def offices_of(names: Iterable[Key], side: str, year: int | None = None) -> frozenset[str]:
    """Tell which high offices of a side a person has held.

    Args:
        names: the person's full names, or a bare surname, each as the skeletons of its words.
        side: the code of the country or organisation.
        year: the year in question; None for any.

    Returns:
        the offices, as `data/office_holders.toml` names them.
    """
    found = set()
    for key in names:
        for one in {key, (key[0], key[-1])} if len(key) > 1 else {key}:
            for office, first, last in _holders().get((side, one), ()):
                if year is None or first <= year <= last:
                    found.add(office)
    return frozenset(found)


def side_by_office(names: Iterable[Key], offices: Iterable[str], year: int | None) -> str | None:
    """Give the one side for which somebody of these names held one of these offices, in a year or ever.

    Args:
        names: the person's names, each as the skeletons of its words; the last word of each is looked up.
        offices: as `data/office_holders.toml` names them.
        year: the year in question; None for any.

    Returns:
        its code; None when nobody held it, or people of several sides did.
    """
    wanted, surnames = set(offices), {key[-1:] for key in names}
    if not wanted:
        return None
    sides = {
        side
        for (side, key), held in _holders().items()
        if key in surnames
        and any(one in wanted and (year is None or first <= year <= last) for one, first, last in held)
    }
    return next(iter(sides)) if len(sides) == 1 else None


def tenures(names: Iterable[Key], side: str, offices: Iterable[str]) -> frozenset[tuple[int, int | None]]:
    """Give from when to when somebody held some offices of a side.

    Args:
        names: the person's names, each as the skeletons of its words.
        side: the code of the country or organisation.
        offices: as `data/office_holders.toml` names them.

    Returns:
        first and last years; None for the last of an office still held when the list was written.
    """
    wanted = set(offices)
    return frozenset(
        (first, last if last < _OPEN else None)
        for key in names
        for one in {key, (key[0], key[-1])}
        for office, first, last in _holders().get((side, one), ())
        if office in wanted
    )


@cache
def _holders() -> dict[tuple[str, Key], tuple[tuple[str, int, int], ...]]:
    """Give the offices held and their years by side and full name, its ends, or surname."""
    found: defaultdict[tuple[str, Key], tuple[tuple[str, int, int], ...]] = defaultdict(tuple)
    for office, sides in data("office_holders").items():
        for side, entries in sides.items():
            for entry in entries:
                name, years = entry.rsplit(" ", 1)
                first, last = years.split("-")
                key = _key(name)
                for one in {key, (key[0], key[-1]), key[-1:]}:
                    found[side, one] += ((office, int(first), int(last or _OPEN)),)
    return dict(found)


def _may_be(middle: Key, known: Key) -> bool:
    """Tell whether the words between first and last name allow for one person: the same, initials, or left out."""
    return not (middle and known) or any(
        (a[:1] == b[:1] and 1 in {len(a), len(b)}) or a == b for a in middle for b in known
    )


@cache
def _middles() -> dict[Key, Key]:
    """Give what stands between the first and the last name of public figures, where it does."""
    names = [_key(name) for names in data("public_figures")["sides"].values() for name in names]
    return {(key[0], key[-1]): key[1:-1] for key in names if len(key) > 2}


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
    held_for: defaultdict[Key, set[str]] = defaultdict(set)
    for (side, key), offices in _holders().items():
        if any(office not in PRIVATE for office, _, _ in offices):
            held_for[key].add(side)
    for key, sides in held_for.items():
        if len(key) > 1 and len(sides) == 1:
            full.setdefault(key, next(iter(sides)))
            surnames[key[-1]].add(full[key])
    return full, {surname: next(iter(codes)) for surname, codes in surnames.items() if len(codes) == 1}


def _key(name: str) -> Key:
    return tuple(skeleton(word.key) for word in words_of(name))
