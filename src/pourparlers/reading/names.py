"""Names of people, found by their capitals and by what stands around them: honorifics, offices, given names, appositions."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from pourparlers.knowledge.cities import cities
from pourparlers.knowledge.gazetteer import given_names
from pourparlers.knowledge.lexicon import data
from pourparlers.knowledge.words import words_of
from pourparlers.model import Span
from pourparlers.reading import offices
from pourparlers.reading.scene import STOPS, Scene

LONGEST_NAME = 7
TITLES = {"role", "group", "organisation", "expert", "press"}


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
def _particles() -> dict[str, str]:
    table = data("name_particles")
    return {word: kind for kind in ("suffixes", "linking", "free") for word in table.get(kind, ())}


@cache
def organisation_words() -> frozenset[str]:
    """Give the words that make a capitalised sequence the name of an organisation, whatever the language."""
    return frozenset(data("name_particles").get("organisation_words", ()))


@cache
def organisation_links() -> frozenset[str]:
    """Give the small words that may stand inside the name of an organisation, whatever the language."""
    return frozenset(data("name_particles").get("organisation_links", ()))


@cache
def _platforms() -> frozenset[str]:
    """Give the networks that people write on, whose names may stand right before theirs ("a écrit sur Twitter X")."""
    return frozenset(data("name_particles").get("platforms", ()))


@cache
def company_words() -> frozenset[str]:
    """Give the words that a company writes after its name, whatever the language."""
    return frozenset(data("name_particles").get("company_words", ()))


@cache
def _leaders() -> frozenset[str]:
    """Give the surnames after which an administration is called."""
    return frozenset(
        word.key for names in data("leaders").values() for name in names for word in words_of(name)
    )


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
        run = None if scene.capitalised(index) else _run(scene, index)
        if run is None:
            index += 1
            continue
        name = _judge(scene, *run, heads, tagged)
        if name is not None:
            found.append(name)
        index = run[1]
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
        and _joined(scene, index + 1)
        and scene.covering[index + 1] < 0
        and scene.words[index + 1].capital
        and not scene.words[index + 1].upper
    )


def _joined(scene: Scene, index: int) -> bool:
    """Tell whether a word is joined to the one before as parts of a name are."""
    if index >= len(scene.words):
        return False
    gap, before = scene.gap(index), scene.words[index - 1]
    if gap in {" ", "\u00a0", "-", "'", "’", "\u2011"}:
        return True
    return gap in {". ", ".", ".\u00a0"} and (
        before.end - before.start == 1 or before.key in scene.vocabulary.honorifics
    )


def _run(scene: Scene, index: int) -> tuple[int, int] | None:
    """Give the capitalised words that begin at a word, particles between them included."""
    if not _starts_name(scene, index):
        return None
    stop = index + 1
    while stop < len(scene.words) and stop - index < LONGEST_NAME + 4 and _joined(scene, stop):
        word = scene.words[stop]
        if word.capital and scene.covering[stop] < 0:
            stop += 1
            continue
        if scene.gap(stop) == "-" and stop - index >= 2 and not word.capital and word.key.isalpha():
            stop += 1
            continue
        end = stop
        while (
            end < len(scene.words) and end - stop < 3 and _particle(scene, end, index) and _joined(scene, end)
        ):
            end += 1
        if (
            end == stop
            or end >= len(scene.words)
            or not (scene.words[end].capital and scene.covering[end] < 0 and _joined(scene, end))
        ):
            break
        stop = end + 1
    return index, stop


def _particle(scene: Scene, index: int, first: int) -> bool:
    kind = _particles().get(scene.words[index].key)
    return kind == "free" or (
        kind == "linking"
        and (scene.words[first].key in given_names() or scene.words[index - 1].key in _particles())
    )


def _judge(scene: Scene, first: int, stop: int, heads: dict[int, int], tagged: set[int]) -> Name | None:
    first = _opened(scene, first, stop)
    first, honorific, gender, inside = _titled(scene, first, stop)
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


def _opened(scene: Scene, first: int, stop: int) -> int:
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
    if place > first + 1 and place + 1 < stop and _given(scene, place) and not _given(scene, first):
        return place
    while (
        first + 2 < stop and _given(scene, first + 1) and (_is_noun(scene, first) or _is_city(scene, first))
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
    return before in scene.vocabulary.determiners and not _given(scene, index)


def _is_compounded(scene: Scene, index: int) -> bool:
    """Tell whether a word only ends a compound that begins before it ("les pro-Nato Nils Ek", "du Pas-de-Calais Nils Ek")."""
    before = scene.words[index - 1] if index and scene.gap(index) == "-" else None
    inside = index > 1 and scene.gap(index - 1) == "-"
    return before is not None and not before.capital and (inside or before.key not in _particles())


def _is_portfolio(scene: Scene, index: int) -> bool:
    """Tell whether a word ends the office before a name ("le ministre de l'Intérieur Nils Ek")."""
    before = scene.words[index - 1].key if index else ""
    led = before in scene.vocabulary.determiners or before in scene.vocabulary.elided
    return (
        (led or before in scene.vocabulary.of)
        and scene.words[index].key in scene.vocabulary.portfolio
        and not _given(scene, index)
    )


def _is_city(scene: Scene, index: int) -> bool:
    """Tell whether a word is the city that an office before a name is of ("la maire de Paris Anna Lind")."""
    before = scene.words[index - 1].key if index else ""
    return before in scene.vocabulary.of and scene.words[index].key in cities()


def _titled(scene: Scene, first: int, stop: int) -> tuple[int, int | None, str | None, range | None]:
    """Part honorifics and offices written with a capital from a name: where it begins, honorific, gender, office."""
    words, vocabulary = scene.words, scene.vocabulary
    start, honorific, gender, inside = first, None, None, None
    while first < stop - 1 and not _given(scene, first):
        noun = scene.noun(first, stop)
        if words[first].key in vocabulary.honorifics and not noun and _titles(scene, first):
            honorific, gender = first, vocabulary.honorifics[words[first].key] or gender
            first += 1
        elif noun and noun[0] < stop and noun[1] in TITLES and scene.gap(noun[0]) != "-":
            inside = range(start, noun[0])
            first = noun[0]
        elif any(_role_at(scene, k, stop) and scene.gap(k + 1) != "-" for k in range(first + 1, stop - 1)):
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
        if honorific is None and _role_at(scene, first, stop):
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


def _given(scene: Scene, index: int) -> bool:
    return scene.words[index].key in given_names() and scene.noun(index, index + 1) is None


def _titles(scene: Scene, index: int) -> bool:
    """Tell whether an honorific stands right before the next word, and is written as one."""
    word = scene.words[index]
    if index + 1 >= len(scene.words) or not (
        _joined(scene, index + 1) or scene.gap(index + 1) in {". ", ".\u00a0"}
    ):
        return False
    written = scene.text[word.start : word.end].lower()
    return (len(word.key) > 1 or word.capital) and written in scene.vocabulary.written_honorifics


def _is_opening(scene: Scene, index: int, stop: int) -> bool:
    """Tell whether the capital of a word is only that of its sentence."""
    key = scene.words[index].key
    vocabulary = scene.vocabulary
    if key in vocabulary.starters or key in vocabulary.elided or key in vocabulary.determiners:
        return True
    if key in given_names() or key in vocabulary.honorifics:
        return False
    return stop - index > 1 and key in scene.lower and scene.noun(index, stop) is None


def _role_at(scene: Scene, index: int, stop: int) -> bool:
    noun = scene.noun(index, stop)
    return noun is not None and noun[1] == "role"


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
    particles = set(_particles())
    known = {key for name in names if name.certain for key in name.keys(scene) if len(key) > 1}
    known -= particles | scene.vocabulary.starters
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
            and (stop == index or _joined(scene, stop))
        ):
            stop += 1
        if stop > index:
            kept.append(Name(index, stop, None, None, (), False, ()))
        index = max(stop, index + 1)
    return tuple(sorted(kept, key=lambda name: name.first))
