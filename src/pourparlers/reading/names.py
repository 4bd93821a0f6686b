"""Names of people, found by their capitals and by what stands around them: honorifics, offices, given names, appositions."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from pourparlers.knowledge.lexicon import data
from pourparlers.model import Span
from pourparlers.reading.scene import NOUN_FORMS, STOPS, Scene
from pourparlers.reading.vocabulary import given_names

LONGEST_NAME = 7
LONGEST_ROLE = 16


@dataclass(frozen=True)
class Name:
    """The name of a person as written: words `first` to `stop` (exclusive), without honorific.

    `honorific` is the number of the word of the honorific before it, if any. `role` are the words of the office
    written with it. `gender` is "m", "f" or None. `certain` tells whether the words around it say that it is a person.
    """

    first: int
    stop: int
    gender: str | None
    honorific: int | None
    role: range | None
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
    tagged = {index for span in people for index in scene.range(span)}
    found: list[Name] = []
    index = 0
    while index < len(scene.words):
        run = _run(scene, index)
        if run is None:
            index += 1
            continue
        name = _judge(scene, *run, heads, tagged)
        if name is not None:
            found.append(name)
        index = run[1]
    return _with_echoes(scene, tuple(found))


def _heads(scene: Scene, sources: Sequence[Span]) -> dict[int, int]:
    heads = {}
    for span in sources:
        words = scene.range(span)
        heads.update(dict.fromkeys(words, words.stop))
    return heads


def _starts_name(scene: Scene, index: int) -> bool:
    word = scene.words[index]
    if not word.capital or word.key[0].isdigit():
        return False
    if scene.covering[index] < 0:
        return True
    match = scene.match(index)
    return bool(
        match
        and match.end == word.end
        and match.start == word.start
        and word.key in given_names()
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
    return gap in {". ", ".", ".\u00a0"} and before.end - before.start <= 2


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
            end < len(scene.words)
            and end - stop < 3
            and _particle(scene, end, alone=stop - index == 1)
            and _joined(scene, end)
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


def _particle(scene: Scene, index: int, *, alone: bool) -> bool:
    kind = _particles().get(scene.words[index].key)
    return kind == "free" or (
        kind == "linking" and alone and scene.words[index - 1].key in given_names() | _particles()
    )


def _judge(scene: Scene, first: int, stop: int, heads: dict[int, int], tagged: set[int]) -> Name | None:
    words, vocabulary = scene.words, scene.vocabulary
    gender: str | None = None
    honorific: int | None = None
    role_inside: range | None = None
    while first < stop and scene.initial(first) and _is_opening(scene, first, stop):
        first += 1
    while first < stop - 1 and (
        words[first].key in vocabulary.elided or words[first].key in vocabulary.determiners
    ):
        first += 1
    start = first
    while first < stop - 1:
        noun = vocabulary.nouns.at(words, first, stop)
        if words[first].key in vocabulary.honorifics and _titles(scene, first):
            honorific, gender = first, vocabulary.honorifics[words[first].key] or gender
            first += 1
        elif (
            noun
            and noun[0] < stop
            and noun[1] in {"role", "group", "organisation", "expert", "press"}
            and not _given(scene, first)
        ):
            role_inside = range(start, noun[0])
            first = noun[0]
        elif any(_role_at(scene, k, stop) for k in range(first + 1, stop - 1)) and not _given(scene, first):
            first += 1
        else:
            break
    if first >= stop or stop - first > LONGEST_NAME:
        return None
    if (
        honorific is None
        and first > 0
        and words[first - 1].key in vocabulary.honorifics
        and _titles(scene, first - 1)
    ):
        honorific, gender = first - 1, vocabulary.honorifics[words[first - 1].key] or gender
    if words[first].end - words[first].start == 1 and stop - first > 1 and scene.gap(first + 1) == "-":
        return None
    if stop - first == 1 and (
        words[first].key in vocabulary.starters or words[first].key in vocabulary.portfolio
    ):
        return None
    if (
        words[first].upper
        and stop - first == 1
        and words[first].end - words[first].start > 1
        and not (honorific or tagged & {first})
    ):
        return None
    if vocabulary.nouns.at(words, first, stop) == (stop, "organisation"):
        return None
    if any(_organisation_word(scene, index, first, stop) for index in range(first, stop)):
        return None
    if (
        stop - first == 1
        and honorific is None
        and first > 0
        and not any(c in STOPS for c in scene.gap(first))
    ):
        beside = vocabulary.nouns.at(words, first - 1, first)
        if beside is not None and beside[1] in {"organisation", "press", "document"}:
            return Name(first, stop, None, None, None, False, ())
    role = (
        _role_before(scene, honorific if honorific is not None else first)
        or role_inside
        or _role_after(scene, stop)
    )
    single = stop - first == 1
    why = [
        slug
        for slug, holds in (
            ("rule:honorific", honorific is not None),
            ("rule:office", role is not None),
            ("knowledge:given-name", not single and words[first].key in given_names()),
            ("encoder:person", bool(tagged & set(range(first, stop)))),
            ("rule:age", _age_after(scene, stop)),
        )
        if holds
    ]
    certain = bool(why)
    shouted = all(word.upper for word in words[first:stop]) or any(
        word.key in vocabulary.starters for word in words[first:stop]
    )
    if not certain and not single and not shouted and _heads_source(scene, first, stop, heads):
        why, certain = ["rule:source"], True
    if single and not certain and scene.initial(first) and words[first].key in scene.lower:
        return None
    if gender == "p":
        gender = None
    if gender is None and not single:
        gender = given_names().get(words[first].key) or None
    if gender is None and role is not None:
        gender = _role_gender(scene, role)
    return Name(first, stop, gender, honorific, role, certain, tuple(why))


def _given(scene: Scene, index: int) -> bool:
    return (
        scene.words[index].key in given_names()
        and scene.vocabulary.nouns.at(scene.words, index, index + 1) is None
    )


def _titles(scene: Scene, index: int) -> bool:
    """Tell whether an honorific stands right before the next word, and is written as one."""
    word = scene.words[index]
    if index + 1 >= len(scene.words) or not (
        _joined(scene, index + 1) or scene.gap(index + 1) in {". ", ".\u00a0"}
    ):
        return False
    return len(word.key) > 1 or word.capital


def _is_opening(scene: Scene, index: int, stop: int) -> bool:
    """Tell whether the capital of a word is only that of its sentence."""
    key = scene.words[index].key
    vocabulary = scene.vocabulary
    if key in vocabulary.starters or key in vocabulary.elided or key in vocabulary.determiners:
        return True
    if key in given_names() or key in vocabulary.honorifics:
        return False
    return stop - index > 1 and key in scene.lower and vocabulary.nouns.at(scene.words, index, stop) is None


def _role_at(scene: Scene, index: int, stop: int) -> bool:
    noun = scene.vocabulary.nouns.at(scene.words, index, stop)
    return noun is not None and noun[1] == "role"


def _organisation_word(scene: Scene, index: int, first: int, stop: int) -> bool:
    if scene.words[index].key in organisation_words() and (stop - first == 1 or index > first):
        return True
    noun = scene.vocabulary.nouns.at(scene.words, index, index + 1)
    if noun is None or noun[1] not in {"organisation", "press", "document"}:
        return False
    return stop - first == 1 or index > first or scene.words[first].key not in given_names()


def _role_before(scene: Scene, first: int) -> range | None:
    """Give the words of the office right before a name ("le ministre russe de la Défense Sergueï Choïgou")."""
    vocabulary = scene.vocabulary
    floor = max(0, first - LONGEST_ROLE)
    comma = first > 0 and scene.gap(first).strip() == ","
    stop = first
    if not comma and first > 0 and _is_link(scene, first - 1):
        return None
    if first == 0 or not (
        comma or scene.gap(first) in {" ", "\u00a0", "\n"} or scene.gap(first).strip() == ""
    ):
        return None
    head: int | None = None
    index = first - 1
    while index >= floor:
        if index + 1 < stop and any(c in STOPS or c == "," for c in scene.gap(index + 1)):
            break
        if scene.words[index].key in vocabulary.relative and not vocabulary.head_last:
            break
        noun = vocabulary.nouns.at(scene.words, index, stop)
        if noun is not None and noun[1] in {"role", "expert"}:
            head = index
            wider = vocabulary.nouns.at(scene.words, index - 1, stop) if index > floor else None
            if wider is not None and wider[0] > index and wider[1] == "role":
                head = index - 1
            break
        if not _belongs_to_role(scene, index, stop) or (comma and _two_capitals(scene, index)):
            break
        index -= 1
    if head is None:
        return None
    return range(_widened(scene, head, floor), stop)


def _two_capitals(scene: Scene, index: int) -> bool:
    """Tell whether a word and the next look like a name of their own."""
    pair = range(index, min(index + 2, len(scene.words)))
    return len(pair) == 2 and all(scene.words[k].capital and scene.covering[k] < 0 for k in pair)


def _widened(scene: Scene, head: int, floor: int) -> int:
    """Take in what qualifies the head from before: "ancien", "vice", a country ("the Russian foreign minister")."""
    vocabulary = scene.vocabulary
    index = head
    while index - 1 >= floor and not any(c in STOPS or c == "," for c in scene.gap(index)):
        before = scene.words[index - 1]
        known = scene.match(index - 1)
        noun = vocabulary.nouns.at(scene.words, index - 1, index)
        if before.key in vocabulary.determiners or before.key in vocabulary.of:
            break
        if before.key in vocabulary.skipped or (
            vocabulary.head_last
            and (
                known
                or noun
                or before.capital
                or vocabulary.offices.within((before.key,))
                or before.key in vocabulary.portfolio
            )
        ):
            index -= 1
        else:
            break
    return index


def _belongs_to_role(scene: Scene, index: int, stop: int) -> bool:
    vocabulary, word = scene.vocabulary, scene.words[index]
    return (
        scene.covering[index] >= 0
        or word.capital
        or word.key in vocabulary.of
        or word.key in vocabulary.topic
        or word.key in vocabulary.determiners
        or word.key in vocabulary.elided
        or word.key in vocabulary.portfolio
        or word.key in vocabulary.skipped
        or word.key in vocabulary.conjunctions
        or vocabulary.nouns.at(scene.words, index, stop) is not None
    )


def _role_after(scene: Scene, stop: int) -> range | None:
    """Give the words of the office in apposition ("Alexandre Grouchko, vice-ministre russe des Affaires étrangères")."""
    words, vocabulary = scene.words, scene.vocabulary
    if stop >= len(words):
        return None
    gap = scene.gap(stop)
    if gap == " (":
        return _parenthesis(scene, stop)
    if gap.strip() not in {",", "–", "—"}:
        return None
    head, end = stop, stop
    limit = min(len(words), stop + 6)
    while head < limit:
        if head > stop and any(c in STOPS or c == "," for c in scene.gap(head)):
            return None
        noun = vocabulary.nouns.at(words, head, min(len(words), head + 4))
        if noun is not None and noun[1] in {"role", "expert", "press"}:
            end = noun[0]
            break
        if not (_belongs_to_role(scene, head, head + 1) or vocabulary.head_last):
            return None
        head += 1
    else:
        return None
    first = stop
    while first < head and (
        words[first].key in vocabulary.determiners or words[first].key in vocabulary.elided
    ):
        first += 1
    while (
        end < len(words)
        and end - stop < LONGEST_ROLE
        and not any(c in STOPS or c == "," for c in scene.gap(end))
    ):
        if not _belongs_to_role(scene, end, len(words)) or words[end].key in vocabulary.relative:
            break
        end += 1
    while end > head + 1 and (
        words[end - 1].key in vocabulary.of
        or words[end - 1].key in vocabulary.determiners
        or words[end - 1].key in vocabulary.conjunctions
    ):
        end -= 1
    return range(first, end)


def _parenthesis(scene: Scene, index: int) -> range | None:
    """Give a party and state in brackets after a name: "(R-Texas)"."""
    words = scene.words
    if (
        index + 1 < len(words)
        and words[index].upper
        and words[index].end - words[index].start == 1
        and scene.gap(index + 1) == "-"
    ):
        return range(index, index + 2)
    return None


def _is_link(scene: Scene, index: int) -> bool:
    """Tell whether a word is a preposition or a determiner, so that what follows is not in apposition to an office."""
    key, vocabulary = scene.words[index].key, scene.vocabulary
    return (
        key in vocabulary.of
        or key in vocabulary.topic
        or key in vocabulary.determiners
        or key in vocabulary.elided
    )


def _age_after(scene: Scene, stop: int) -> bool:
    return (
        stop < len(scene.words)
        and scene.gap(stop) == ", "
        and scene.words[stop].key.isdecimal()
        and len(scene.words[stop].key) == 2
    )


def _heads_source(scene: Scene, first: int, stop: int, heads: dict[int, int]) -> bool:
    if first not in heads:
        return False
    return (
        first == 0
        or first - 1 not in heads
        or scene.gap(first).strip() == ","
        or scene.words[first - 1].key not in scene.vocabulary.of
    )


def _role_gender(scene: Scene, role: range) -> str | None:
    vocabulary = scene.vocabulary
    for index in role:
        for length in (3, 2, 1):
            gender = vocabulary.genders.get(
                " ".join(word.key for word in scene.words[index : min(index + length, role.stop)])
            )
            if gender:
                return gender
    before = scene.words[role.start - 1].key if role.start else ""
    gender = vocabulary.determiners.get(before)
    return gender if gender in {"m", "f"} else None


def _with_echoes(scene: Scene, names: tuple[Name, ...]) -> tuple[Name, ...]:
    """Keep the certain names, and single words that repeat a part of one."""
    known = {key for name in names if name.certain for key in name.keys(scene) if len(key) > 1}
    known -= set(_particles()) | scene.vocabulary.starters
    return tuple(
        name
        for name in names
        if name.certain or (all(key in known for key in name.keys(scene)) and scene.words[name.first].capital)
    )


def is_noun(scene: Scene, index: int) -> bool:
    """Tell whether a known entity stands at a word as a noun ("la Russie", "les Russes") and not as an adjective."""
    match = scene.match(index)
    return match is not None and match.form in NOUN_FORMS
