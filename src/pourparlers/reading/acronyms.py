"""Short forms of organisations: "Réseau action climat (RAC)", and later "le RAC"."""

from __future__ import annotations

from typing import NamedTuple

from pourparlers.reading.scene import NOUN_FORMS, Scene

LONGEST = 12


class Definition(NamedTuple):
    """A short form in brackets: its word, and the words before it that it stands for."""

    short: int
    long: range


def definitions(scene: Scene) -> list[Definition]:
    """Find the short forms that an article gives in brackets right after the long ones, in text order."""
    found = []
    for index in range(1, len(scene.words)):
        word = scene.words[index]
        if not word.capital or not scene.gap(index).endswith(" ("):
            continue
        if not scene.text.startswith(")", word.end) or not any(
            c.isupper() for c in scene.text[word.start : word.end]
        ):
            continue
        long = _long_form(scene, index)
        if long is not None:
            found.append(Definition(index, long))
    return found


def _long_form(scene: Scene, short: int) -> range | None:
    """Give the words before a short form whose first has its first letter, else the known name right before it."""
    letters = scene.words[short].key
    first: int | None = None
    for index in range(short - 1, max(-1, short - 1 - LONGEST), -1):
        word = scene.words[index]
        if index < short - 1 and any(c in '.;:!?\n"«»()' for c in scene.gap(index + 1)):
            break
        if word.capital and word.key[0] == letters[0]:
            first = index
            break
    match = scene.match(short - 1)
    if first is not None and short - first >= 2:
        return range(first, short)
    if match is not None and match.form in NOUN_FORMS:
        return range(scene.range_of(match).start, short)
    return _described(scene, short) if scene.match(short) is not None else None


def _described(scene: Scene, short: int) -> range | None:
    """Give the words that describe a known organisation before its name in brackets ("l'agence pour l'enfance (Unicef)")."""
    for index in range(short - 1, max(-1, short - 1 - LONGEST), -1):
        noun = scene.noun(index, short)
        if noun is not None and noun[1] == "organisation":
            return range(index, short)
        if any(c in '.,;:!?\n"«»()' for c in scene.gap(index)):
            break
    return None


def initials(scene: Scene, words: range) -> str:
    """Give the first letters of the capitalised words of a phrase ("Rail Accident Investigation Branch" gives raib)."""
    named = (scene.words[index] for index in words if scene.words[index].capital)
    return "".join(word.key[0] for word in named if word.key not in scene.vocabulary.determiners)
