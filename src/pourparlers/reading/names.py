"""Names of people, found by their capitals and by what stands around them: honorifics, offices, given names, appositions."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from pourparlers.knowledge.cities import cities
from pourparlers.knowledge.gazetteer import given_names
from pourparlers.knowledge.lexicon import data
from pourparlers.model import Span
from pourparlers.reading import offices
from pourparlers.reading.name_edges import (
    LONGEST_NAME,
    TITLES,
    capitals,
    joined,
    opened,
    particles,
    role_at,
    titled,
)
from pourparlers.reading.scene import STOPS, Scene


@dataclass(frozen=True)
class Name:
    """The name of a person as written: words `first` to `stop` (exclusive), without honorific.

    `honorific` is the number of the word of the honorific before it, if any. `roles` are the words of the offices
    written with it, before and after. `gender` is "m", "f" or None. `certain` tells whether the words around it say that it is a person.
    """

    first: int
    stop: int
    gender: str | None
    honorific: int | None
    roles: tuple[range, ...]
    certain: bool
    why: tuple[str, ...]

    def keys(self, scene: Scene) -> tuple[str, ...]:
        """Give its folded words."""
        return tuple(word.key for word in scene.words[self.first : self.stop])


@cache
def organisation_words() -> frozenset[str]:
    """Give the words that make a capitalised sequence the name of an organisation, whatever the language."""
    return frozenset(data("name_particles").get("organisation_words", ()))


@cache
def organisation_links() -> frozenset[str]:
    """Give the small words that may stand inside the name of an organisation, whatever the language."""
    return frozenset(data("name_particles").get("organisation_links", ()))


@cache
def company_words() -> frozenset[str]:
    """Give the words that a company writes after its name, whatever the language."""
    return frozenset(data("name_particles").get("company_words", ()))


def find_names(scene: Scene, sources: Sequence[Span], people: Sequence[Span]) -> tuple[Name, ...]:
    """Find the names of people in an article.

    Args:
        scene: the article.
        sources: the sources of its attributions; a name that heads one is a speaker.
        people: what the encoder takes for people, if it says.

    Returns:
        the names in text order, none overlapping; single words only where something says that they name a person.
    """
    heads = _heads(scene, sources)
    tagged = {index for span in people for index in scene.words_in(span)}
    found: list[Name] = []
    index = 0
    caseless = {
        words.start: words for span in people if (words := scene.words_in(span)) and _caseless(scene, words)
    }
    while index < len(scene.words):
        if index in caseless:
            words = caseless[index]
            found.append(Name(words.start, words.stop, None, None, (), True, ("encoder:person",)))
            index = words.stop
            continue
        several = None if scene.capitalised(index) else capitals(scene, index)
        if several is None:
            index += 1
            continue
        name = _judge(scene, *several, heads, tagged)
        if name is not None:
            found.append(name)
        index = several[1]
    return _with_echoes(scene, tuple(found))


def _caseless(scene: Scene, words: range) -> bool:
    """Tell whether words are in a script without capitals, where only the encoder can tell a name."""
    first = scene.words[words.start]
    letter = scene.text[first.start]
    return letter.lower() == letter.upper() and len(words) <= LONGEST_NAME


def _heads(scene: Scene, sources: Sequence[Span]) -> dict[int, int]:
    heads = {}
    for span in sources:
        words = scene.words_in(span)
        heads.update(dict.fromkeys(words, words.stop))
    return heads


def _judge(scene: Scene, first: int, stop: int, heads: dict[int, int], tagged: set[int]) -> Name | None:
    first = opened(scene, first, stop)
    first, honorific, gender, inside = titled(scene, first, stop)
    if first >= stop or stop - first > LONGEST_NAME or not _plausible(scene, first, stop, honorific, tagged):
        return None
    words, single = scene.words, stop - first == 1
    before = offices.before(scene, honorific if honorific is not None else first, stop) or inside
    roles = tuple(role for role in (before, offices.after(scene, stop)) if role is not None)
    evidence = (
        ("rule:honorific", honorific is not None),
        ("rule:office", bool(roles)),
        ("knowledge:given-name", not single and words[first].key in given_names()),
        ("knowledge:administration", scene.covering[first] >= 0 and single),
        ("encoder:person", bool(tagged & set(range(first, stop)))),
        ("rule:age", _age_after(scene, stop)),
    )
    why = tuple(slug for slug, holds in evidence if holds)
    if not why and not single and not _shouted(scene, first, stop) and _heads_source(scene, first, heads):
        why = ("rule:source",)
    if not why and single and words[first].key in given_names() and heads.get(first) == stop:
        why = ("knowledge:given-name",)
    if single and words[first].key in cities() and set(why) <= {"knowledge:given-name", "encoder:person"}:
        return None
    if not why and single and scene.initial(first) and words[first].key in scene.lower:
        return None
    if gender not in {"m", "f"}:
        told = {offices.gender_of(scene, role) for role in roles}
        given = None if single else given_names().get(words[first].key) or None
        gender = "f" if "f" in told else given or ("m" if "m" in told else None)
    return Name(first, stop, gender, honorific, roles, bool(why), why)


def _plausible(scene: Scene, first: int, stop: int, honorific: int | None, tagged: set[int]) -> bool:
    """Tell whether capitalised words may be a person's name, and not an acronym, an organisation or a bracket."""
    words, vocabulary = scene.words, scene.vocabulary
    word = words[first]
    lettered = stop - first > 1 and word.end - word.start == 1 and scene.gap(first + 1) == "-"
    if lettered or (honorific is None and _is_noun_phrase(scene, first, stop)):
        return False
    if stop - first == 1:
        if word.key in vocabulary.starters or word.key in vocabulary.portfolio:
            return False
        if honorific is None and role_at(scene, first, stop):
            return False
        if word.upper and word.end - word.start > 1 and honorific is None and first not in tagged:
            return False
        if honorific is None and first > 0 and not any(c in STOPS or c == "," for c in scene.gap(first)):
            beside = scene.noun(first - 1, first)
            kind = beside[1] if beside is not None else None
            if kind in {"press", "document"} or (kind == "organisation" and scene.covering[first] < 0):
                return False
    return not any(_organisation_word(scene, index, first, stop) for index in range(first, stop))


def _is_noun_phrase(scene: Scene, first: int, stop: int) -> bool:
    """Tell whether capitalised words are a noun, or begin one, of more than a word ("Haut-Commissaire", "Première ministre")."""
    noun = scene.noun(first, min(stop + 1, len(scene.words)))
    return noun is not None and noun[0] - first > 1 and noun[0] >= stop and noun[1] in TITLES


def _shouted(scene: Scene, first: int, stop: int) -> bool:
    words = scene.words[first:stop]
    return all(word.upper for word in words) or any(word.key in scene.vocabulary.starters for word in words)


def _organisation_word(scene: Scene, index: int, first: int, stop: int) -> bool:
    if scene.words[index].key in organisation_words() and (stop - first == 1 or index > first):
        return True
    noun = scene.noun(index, index + 1)
    if noun is None or noun[1] not in {"organisation", "press", "document"}:
        return False
    return stop - first == 1 or index > first or scene.words[first].key not in given_names()


def _age_after(scene: Scene, stop: int) -> bool:
    return (
        stop < len(scene.words)
        and scene.gap(stop) == ", "
        and scene.words[stop].key.isdecimal()
        and len(scene.words[stop].key) == 2
    )


def _heads_source(scene: Scene, first: int, heads: dict[int, int]) -> bool:
    if first not in heads or _in_organisation(scene, first, heads):
        return False
    return (
        first == 0
        or first - 1 not in heads
        or scene.gap(first).strip() == ","
        or scene.words[first - 1].key not in scene.vocabulary.of
    )


def _in_organisation(scene: Scene, first: int, heads: dict[int, int]) -> bool:
    """Tell whether words go on the name of a body that begins before them ("l'ONG Hands on Good Earth")."""
    index = first - 1
    while index - 1 in heads and not scene.gap(index + 1).strip():
        noun = scene.noun(index - 1, index)
        if scene.words[index].capital and noun is not None and noun[1] == "organisation":
            return scene.covering[index] < 0
        if not scene.words[index].capital and scene.words[index].key not in organisation_links():
            return False
        index -= 1
    return False


def _with_echoes(scene: Scene, names: tuple[Name, ...]) -> tuple[Name, ...]:
    """Keep the certain names, the words that repeat a part of one, and those of titles in capitals that do."""
    small = set(particles())
    known = {key for name in names if name.certain for key in name.keys(scene) if len(key) > 1}
    known -= small | scene.vocabulary.starters
    kept = [name for name in names if name.certain or all(key in known for key in name.keys(scene))]
    index = 0
    while index < len(scene.words):
        stop = index
        while (
            stop < len(scene.words)
            and scene.capitalised(stop)
            and scene.covering[stop] < 0
            and scene.words[stop].capital
            and scene.words[stop].key in known
            and (stop == index or joined(scene, stop))
        ):
            stop += 1
        if stop > index:
            kept.append(Name(index, stop, None, None, (), False, ()))
        index = max(stop, index + 1)
    return tuple(sorted(kept, key=lambda name: name.first))
