"""Names that a text uses of places ("the town of X", "the X river"), which their capitals alone would take for people."""

from __future__ import annotations

from collections.abc import Iterable

from pourparlers.reading.names import Name
from pourparlers.reading.scene import Scene

_ADJOINING = frozenset({" ", "\u00a0", "-"})


def of_people(scene: Scene, names: Iterable[Name]) -> tuple[Name, ...]:
    """Leave out the names of places: those that stand as one anywhere in the article.

    Args:
        scene: the article.
        names: what was taken for the names of people, in text order.

    Returns:
        those left, in the same order. A name with an honorific or an office is kept.
    """
    found = tuple(names)
    places = {name.keys(scene) for name in found if _is_place(scene, name)}
    people = {name.keys(scene) for name in found if _is_titled(name)}
    return tuple(name for name in found if name.keys(scene) not in places - people)


def _is_titled(name: Name) -> bool:
    return name.honorific is not None or bool(name.roles)


def _is_place(scene: Scene, name: Name) -> bool:
    """Tell whether a name is the complement of a noun of places, or goes with one."""
    words, vocabulary = scene.words, scene.vocabulary
    before = name.first - 1
    if before < 0 or scene.parted(name.first):
        return False
    if words[before].key in vocabulary.heights:
        return True
    if words[before].key in vocabulary.of and before and not scene.parted(before):
        return words[before - 1].key in vocabulary.places
    after = name.stop
    joined = after < len(words) and scene.gap(after) in _ADJOINING
    return vocabulary.head_last and joined and words[after].key in vocabulary.places
