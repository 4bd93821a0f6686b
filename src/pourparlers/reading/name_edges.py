"""Where a name begins and ends among words with capitals: particles, compounds, offices and honorifics before it."""

from __future__ import annotations

from functools import cache

from pourparlers.knowledge.cities import cities
from pourparlers.knowledge.gazetteer import given_names
from pourparlers.knowledge.lexicon import data
from pourparlers.knowledge.words import words_of
from pourparlers.reading.scene import Scene

LONGEST_NAME = 7
TITLES = {"role", "group", "organisation", "expert", "press"}


@cache
def particles() -> dict[str, str]:
    """Give the small words and endings of names, each with where it may stand."""
    table = data("name_particles")
    return {word: kind for kind in ("suffixes", "linking", "free") for word in table.get(kind, ())}


@cache
def _platforms() -> frozenset[str]:
    """Give the networks that people write on, whose names may stand right before theirs ("a écrit sur Twitter X")."""
    return frozenset(data("name_particles").get("platforms", ()))


@cache
def _leaders() -> frozenset[str]:
    """Give the surnames after which an administration is called."""
    return frozenset(
        word.key for names in data("leaders").values() for name in names for word in words_of(name)
    )


def capitals(scene: Scene, index: int) -> tuple[int, int] | None:
    """Give the capitalised words that begin at a word, particles between them included."""
    if not _starts_name(scene, index):
        return None
    stop = index + 1
    while stop < len(scene.words) and stop - index < LONGEST_NAME + 4 and joined(scene, stop):
        word = scene.words[stop]
        if word.capital and scene.covering[stop] < 0:
            stop += 1
            continue
        if scene.gap(stop) == "-" and stop - index >= 2 and not word.capital and word.key.isalpha():
            stop += 1
            continue
        end = stop
        while (
            end < len(scene.words) and end - stop < 3 and _particle(scene, end, index) and joined(scene, end)
        ):
            end += 1
        if (
            end == stop
            or end >= len(scene.words)
            or not (scene.words[end].capital and scene.covering[end] < 0 and joined(scene, end))
        ):
            break
        stop = end + 1
    return index, stop


def _starts_name(scene: Scene, index: int) -> bool:
    word = scene.words[index]
    if not word.capital or word.key[0].isdigit():
        return False
    if scene.covering[index] < 0:
        return True
    match = scene.match(index)
    if (
        match is not None
        and match.form == "seat"
        and word.key in _leaders()
        and match.end - match.start > len(word.key)
    ):
        return True
    return bool(
        match
        and match.end == word.end
        and match.start == word.start
        and word.key in given_names()
        and index + 2 <= len(scene.words) - 1
        and scene.words[index + 1].key not in given_names()
        and joined(scene, index + 1)
        and scene.covering[index + 1] < 0
        and scene.words[index + 1].capital
        and not scene.words[index + 1].upper
    )


def joined(scene: Scene, index: int) -> bool:
    """Tell whether a word is joined to the one before as parts of a name are."""
    if index >= len(scene.words):
        return False
    gap, before = scene.gap(index), scene.words[index - 1]
    if gap in {" ", "\u00a0", "-", "'", "’", "\u2011"}:
        return True
    return gap in {". ", ".", ".\u00a0"} and (
        before.end - before.start == 1 or before.key in scene.vocabulary.honorifics
    )


def _particle(scene: Scene, index: int, first: int) -> bool:
    kind = particles().get(scene.words[index].key)
    return kind == "free" or (
        kind == "linking"
        and (scene.words[first].key in given_names() or scene.words[index - 1].key in particles())
    )


def opened(scene: Scene, first: int, stop: int) -> int:
    """Step over the words whose capital is only that of their sentence, and over determiners."""
    while first < stop and scene.initial(first) and _is_opening(scene, first, stop):
        first += 1
    vocabulary = scene.vocabulary
    while first < stop - 1 and (
        scene.words[first].key in vocabulary.elided or scene.words[first].key in vocabulary.determiners
    ):
        first += 1
    while first + 2 < stop and (
        scene.words[first].key in _platforms() or _is_portfolio(scene, first) or _is_compounded(scene, first)
    ):
        first += 1
    place = _compound_end(scene, first, stop)
    if place > first + 1 and place + 1 < stop and is_given(scene, place) and not is_given(scene, first):
        return place
    while (
        first + 2 < stop and is_given(scene, first + 1) and (_is_noun(scene, first) or _is_city(scene, first))
    ):
        first += 1
    return first


def _compound_end(scene: Scene, first: int, stop: int) -> int:
    """Give where the words that hyphens join to the first end ("le député du Pas-de-Calais Anna Lind")."""
    end = first + 1
    while end < stop and scene.gap(end) == "-":
        end += 1
    return end


def _is_noun(scene: Scene, index: int) -> bool:
    """Tell whether a determiner makes a capitalised word a noun that only stands before a name ("le Brexit Michel Barnier")."""
    before = scene.words[index - 1].key if index else ""
    return before in scene.vocabulary.determiners and not is_given(scene, index)


def _is_compounded(scene: Scene, index: int) -> bool:
    """Tell whether a word only ends a compound that begins before it ("les pro-Nato Nils Ek", "du Pas-de-Calais Nils Ek")."""
    before = scene.words[index - 1] if index and scene.gap(index) == "-" else None
    inside = index > 1 and scene.gap(index - 1) == "-"
    return before is not None and not before.capital and (inside or before.key not in particles())


def _is_portfolio(scene: Scene, index: int) -> bool:
    """Tell whether a word ends the office before a name ("le ministre de l'Intérieur Nils Ek")."""
    before = scene.words[index - 1].key if index else ""
    led = before in scene.vocabulary.determiners or before in scene.vocabulary.elided
    return (
        (led or before in scene.vocabulary.of)
        and scene.words[index].key in scene.vocabulary.portfolio
        and not is_given(scene, index)
    )


def _is_city(scene: Scene, index: int) -> bool:
    """Tell whether a word is the city that an office before a name is of ("la maire de Paris Anna Lind")."""
    before = scene.words[index - 1].key if index else ""
    return before in scene.vocabulary.of and scene.words[index].key in cities()


def _is_opening(scene: Scene, index: int, stop: int) -> bool:
    """Tell whether the capital of a word is only that of its sentence."""
    key = scene.words[index].key
    vocabulary = scene.vocabulary
    if key in vocabulary.starters or key in vocabulary.elided or key in vocabulary.determiners:
        return True
    if key in given_names() or key in vocabulary.honorifics:
        return False
    return stop - index > 1 and key in scene.lower and scene.noun(index, stop) is None


def titled(scene: Scene, first: int, stop: int) -> tuple[int, int | None, str | None, range | None]:
    """Part honorifics and offices written with a capital from a name: where it begins, honorific, gender, office."""
    words, vocabulary = scene.words, scene.vocabulary
    start, honorific, gender, inside = first, None, None, None
    while first < stop - 1 and not is_given(scene, first):
        noun = scene.noun(first, stop)
        if words[first].key in vocabulary.honorifics and not noun and _titles(scene, first):
            honorific, gender = first, vocabulary.honorifics[words[first].key] or gender
            first += 1
        elif noun and noun[0] < stop and noun[1] in TITLES and scene.gap(noun[0]) != "-":
            inside = range(start, noun[0])
            first = noun[0]
        elif any(role_at(scene, k, stop) and scene.gap(k + 1) != "-" for k in range(first + 1, stop - 1)):
            first += 1
        else:
            break
    before = first - 1
    if (
        honorific is None
        and before >= 0
        and words[before].key in vocabulary.honorifics
        and _titles(scene, before)
    ):
        honorific, gender = before, vocabulary.honorifics[words[before].key] or gender
    return first, honorific, gender, inside


def _titles(scene: Scene, index: int) -> bool:
    """Tell whether an honorific stands right before the next word, and is written as one."""
    word = scene.words[index]
    if index + 1 >= len(scene.words) or not (
        joined(scene, index + 1) or scene.gap(index + 1) in {". ", ".\u00a0"}
    ):
        return False
    written = scene.text[word.start : word.end].lower()
    return (len(word.key) > 1 or word.capital) and written in scene.vocabulary.written_honorifics


def is_given(scene: Scene, index: int) -> bool:
    """Tell whether a word is a given name and no noun."""
    return scene.words[index].key in given_names() and scene.noun(index, index + 1) is None


def role_at(scene: Scene, index: int, stop: int) -> bool:
    """Tell whether the word for an office begins at a word."""
    noun = scene.noun(index, stop)
    return noun is not None and noun[1] == "role"
