"""What a noun phrase is about: its heads. "Le porte-parole du Kremlin, Dmitri Peskov" is Peskov, "Paris et Berlin" both."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from pourparlers.knowledge.entities import party_of
from pourparlers.model import ActorKind, Span
from pourparlers.reading.names import Name, organisation_words
from pourparlers.reading.scene import NOUN_FORMS, Scene

HeadKind = Literal["person", "known", "noun", "pronoun"]
LONGEST_LABEL = 12


@dataclass(frozen=True)
class Head:
    """One head of a noun phrase.

    `words` are the words of its own part of the phrase. `noun` is the class of its head noun (role, expert, press,
    document, group, organisation, or other), `pronoun` the kind of pronoun, `key` the folded head noun, `office` what
    office it is, `country` the code of the side named in it, `plural` whether it speaks of several, `dual` of two.
    `size` counts its words without determiners. `inner` is the name of a person in a complement ("l'entourage de X"),
    `inner_code` a known entity in one ("un rapport de l'ONU"), `affiliation` an organisation not known beforehand.
    """

    kind: HeadKind
    words: range
    name: Name | None = None
    code: str | None = None
    noun: str = ""
    pronoun: str = ""
    key: str = ""
    office: str | None = None
    country: str | None = None
    gender: str | None = None
    plural: bool = False
    definite: bool = True
    demonstrative: bool = False
    possessive: bool = False
    dual: bool = False
    size: int = 0
    inner: Name | None = None
    inner_code: str | None = None
    affiliation: str | None = None


def heads(scene: Scene, span: Span, names: Mapping[int, Name]) -> tuple[Head, ...]:
    """Find whom or what a noun phrase speaks of.

    Args:
        scene: the article.
        span: the phrase, for example the source of an attribution.
        names: the names of people by the number of each of their words.

    Returns:
        its heads in text order: several for a coordination, one for a name with an apposition, none for an empty span.
    """
    words = scene.range(span)
    if not words:
        return ()
    found: list[tuple[str, Head]] = []
    for joiner, part in _parts(scene, words):
        head = _head(scene, part, names)
        if head is not None:
            found.append((joiner, head))
    return _combined(scene, found)


def _parts(scene: Scene, words: range) -> list[tuple[str, range]]:
    """Cut a phrase at its commas and conjunctions; what stands in brackets and relative clauses is left out."""
    parts: list[tuple[str, range]] = []
    joiner, first, depth = "", words.start, 0
    index = words.start
    vocabulary = scene.vocabulary

    def close(stop: int) -> None:
        if stop > first:
            parts.append((joiner, range(first, stop)))

    while index < words.stop:
        gap = scene.gap(index) if index > words.start else ""
        depth += gap.count("(") + gap.count("[") - gap.count(")") - gap.count("]")
        if depth > 0:
            close(index)
            first = index + 1
            index += 1
            continue
        depth = max(depth, 0)
        key = scene.words[index].key
        joint = vocabulary.joint.at(scene.words, index, words.stop)
        if "," in gap or "--" in gap or "–" in gap:
            close(index)
            joiner, first = ",", index
        if key in vocabulary.conjunctions or joint:
            after = joint[0] if joint else index + 1
            if after < words.stop and _coordinates(scene, after, words, first):
                close(index)
                joiner, first = "and", after
                index = after
                continue
        if key in vocabulary.relative and index > words.start and not _covered(scene, index):
            close(index)
            return parts
        index += 1
    close(words.stop)
    return parts


def _covered(scene: Scene, index: int) -> bool:
    return scene.covering[index] >= 0


def _coordinates(scene: Scene, after: int, words: range, first: int) -> bool:
    """Tell whether a conjunction joins two heads, and not two complements or two adjectives of one."""
    if scene.covering[after] >= 0 and scene.covering[after] == scene.covering[after - 2]:
        return False
    key, vocabulary = scene.words[after].key, scene.vocabulary
    if key in vocabulary.of and not scene.words[after].capital:
        return False
    if key in vocabulary.determiners or key in vocabulary.elided or scene.words[after].capital:
        return True
    noun = scene.noun(after, words.stop)
    if vocabulary.head_last:
        return scene.covering[after] >= 0 or _covered(scene, after - 2) or key in vocabulary.skipped
    return (
        (noun is not None and noun[1] in {"group", "expert"})
        or key in vocabulary.skipped
        or key in vocabulary.honorifics
    )


def _head(scene: Scene, part: range, names: Mapping[int, Name]) -> Head | None:
    vocabulary, words = scene.vocabulary, scene.words
    pronoun = vocabulary.pronouns.at(words, part.start, part.stop)
    if pronoun is not None and pronoun[0] < part.stop and words[pronoun[0]].key in vocabulary.topic:
        part = range(pronoun[0] + 1, part.stop)
        pronoun = None
    if pronoun is not None and pronoun[0] == part.stop:
        return Head("pronoun", part, pronoun=pronoun[1], plural="plural" in pronoun[1])
    first, told = _determined(scene, part)
    if first >= part.stop:
        if pronoun or told["dual"]:
            return Head(
                "pronoun", part, pronoun=pronoun[1] if pronoun else "plural", plural=bool(told["plural"])
            )
        return None
    core = range(first, _core_end(scene, first, part.stop))
    name = _naming(scene, part, core, names)
    if name is not None:
        return _after_name(scene, part, name, names)
    known = _known(scene, core)
    if known is not None:
        return replace(_told("known", part, told), code=known)
    noun, key, number = _noun(scene, core)
    folded = tuple(word.key for word in words[part.start : part.stop])
    place = vocabulary.expert_places.within(folded)
    if place and noun == "other":
        noun = "expert"
    named = _named(scene, core, noun)
    if named is not None:
        return replace(_told("known", part, told), code=named)
    base = _told("noun", part, told)
    return replace(
        base,
        noun=noun,
        key=key,
        gender="f" if vocabulary.genders.get(key) == "f" else base.gender or vocabulary.genders.get(key),
        office=vocabulary.offices.within(folded) if noun == "role" else None,
        country=_country(scene, part, number),
        plural=base.plural or noun == "group",
        size=part.stop - first,
        inner=next((names[k] for k in part if k in names and names[k].first == k), None),
        inner_code=_inner_code(scene, part, number),
        affiliation=_affiliation(scene, part, names),
    )


def _after_name(scene: Scene, part: range, name: Name, names: Mapping[int, Name]) -> Head:
    """Give the head for a name, with what stands right after it ("Richard Gowan du centre de réflexion …")."""
    head = Head("person", part, name=name, gender=name.gender)
    rest = range(name.stop, part.stop)
    if not rest:
        return head
    folded = tuple(word.key for word in scene.words[rest.start : rest.stop])
    return replace(
        head,
        noun="expert" if scene.vocabulary.expert_places.within(folded) else "",
        country=_country(scene, rest, rest.start),
        affiliation=_affiliation(scene, rest, names),
    )


def _told(kind: HeadKind, part: range, told: Mapping[str, str | bool | None]) -> Head:
    gender = told["gender"]
    return Head(
        kind,
        part,
        gender=gender if isinstance(gender, str) else None,
        plural=bool(told["plural"]),
        dual=bool(told["dual"]),
        definite=bool(told["definite"]),
        demonstrative=bool(told["demonstrative"]),
        possessive=bool(told["possessive"]),
    )


def _inner_code(scene: Scene, part: range, number: int) -> str | None:
    """Give the first known entity that stands as a noun in a complement; media that only got hold of it left out."""
    agent = False
    for index in part:
        agent = agent or scene.words[index].key in scene.vocabulary.agent
        match = scene.match(index)
        if match is not None and match.form in NOUN_FORMS and index != number:
            if not (agent and match.entity.kind is ActorKind.OUTLET):
                return match.entity.code
    return None


def _affiliation(scene: Scene, part: range, names: Mapping[int, Name]) -> str | None:
    """Give the capitalised words that name something not known beforehand ("Broadcom chief executive")."""
    vocabulary = scene.vocabulary
    first: int | None = None
    for index in part:
        word = scene.words[index]
        plain = (
            not word.capital
            or scene.covering[index] >= 0
            or index in names
            or word.key in vocabulary.portfolio
            or word.key in vocabulary.honorifics
            or word.key in vocabulary.starters
            or word.key in vocabulary.determiners
            or word.key in vocabulary.elided
            or word.key in vocabulary.skipped
            or scene.noun(index, part.stop) is not None
            or (index == part.start and scene.initial(index) and word.key in scene.lower)
        )
        if first is None and not plain:
            first = index
        elif first is not None and (plain or scene.gap(index) not in {" ", "-"}):
            return scene.text[scene.words[first].start : scene.words[index - 1].end]
    return (
        scene.text[scene.words[first].start : scene.words[part.stop - 1].end] if first is not None else None
    )


def _determined(scene: Scene, part: range) -> tuple[int, dict[str, str | bool | None]]:
    """Step over determiners and numbers: where the noun begins, and what they tell of it."""
    vocabulary = scene.vocabulary
    told: dict[str, str | bool | None] = dict.fromkeys(
        ("plural", "dual", "demonstrative", "possessive"), False
    )
    told |= {"gender": None, "definite": True}
    two = vocabulary.generic.get("two", frozenset())
    index, loose, seen = part.start, False, False
    while index < part.stop:
        word = scene.words[index]
        kind = vocabulary.determiners.get(word.key)
        if _covered(scene, index) and kind is None:
            break
        if kind is not None:
            told["gender"] = kind if kind in {"m", "f"} else told["gender"]
            told["plural"] = told["plural"] or kind == "p"
        elif word.key not in vocabulary.elided and not (
            word.key in vocabulary.skipped and not scene.noun(index, part.stop)
        ):
            break
        told["definite"] = told["definite"] and word.key not in vocabulary.indefinite
        told["demonstrative"] = told["demonstrative"] or word.key in vocabulary.demonstrative
        told["possessive"] = told["possessive"] or word.key in vocabulary.possessive
        if kind is None and word.key not in vocabulary.elided:
            loose = True
        seen = seen or kind is not None or word.key in vocabulary.elided
        told["dual"] = told["dual"] or word.key in two
        told["plural"] = told["plural"] or word.key in two
        index += 1
    told["definite"] = told["definite"] and (seen or not loose)
    return index, told


def _core_end(scene: Scene, first: int, stop: int) -> int:
    """Give where the complements of the noun begin ("the leader | of the party")."""
    for index in range(first + 1, stop):
        if scene.words[index].key in scene.vocabulary.of and not (
            _covered(scene, index) and scene.covering[index] == scene.covering[index - 1]
        ):
            return index
    return stop


def _naming(scene: Scene, part: range, core: range, names: Mapping[int, Name]) -> Name | None:
    """Give the name of the person that the part speaks of, not one in a complement of another noun."""
    vocabulary = scene.vocabulary
    inside = [names[index] for index in part if index in names and names[index].first == index]
    for name in inside:
        begin = name.honorific if name.honorific is not None and name.honorific >= part.start else name.first
        if begin <= core.start:
            return None if _owns(scene, name, part) else name
        before = scene.words[begin - 1].key
        if vocabulary.head_last:
            if name.stop <= core.stop and name.stop == core.stop and not _owns(scene, name, part):
                return name
            continue
        if before in vocabulary.of or before in vocabulary.determiners or before in vocabulary.elided:
            continue
        if name.roles and name.roles[0].stop <= begin:
            head = name.roles[0].start
            if head <= core.start or not _linked(scene, head):
                return name
            continue
        noun = scene.noun(core.start, part.stop)
        if noun is not None and noun[1] in {"organisation", "document", "press", "group"}:
            continue
        return name
    return None


def _linked(scene: Scene, index: int) -> bool:
    """Tell whether a noun is the complement of another ("du président", "de la chancelière")."""
    vocabulary = scene.vocabulary
    before = index - 1
    while before >= 0 and scene.words[before].key in vocabulary.elided | vocabulary.skipped | frozenset(
        vocabulary.determiners
    ):
        if scene.words[before].key in vocabulary.of:
            return True
        before -= 1
    return before >= 0 and scene.words[before].key in vocabulary.of


def _owns(scene: Scene, name: Name, part: range) -> bool:
    """Tell whether a name is a possessor or a modifier ("Moon's office", "the Biden administration")."""
    return (
        scene.vocabulary.head_last
        and name.stop < part.stop
        and not (
            scene.words[name.stop].key in scene.vocabulary.of
            or scene.words[name.stop].key in scene.vocabulary.relative
        )
        and "," not in scene.gap(name.stop)
        and "(" not in scene.gap(name.stop)
    )


def _known(scene: Scene, core: range) -> str | None:
    index = core.stop - 1 if scene.vocabulary.head_last else core.start
    match = scene.match(index)
    if match is None:
        return None
    if match.form in NOUN_FORMS:
        after = core.start if scene.vocabulary.head_last else core.start
        return match.entity.code if after <= index else None
    if (
        scene.vocabulary.head_last
        and scene.words[index].capital
        and len(core) == 1
        and match.form == "demonym_adjective"
    ):
        return match.entity.code
    return None


def _named(scene: Scene, core: range, noun: str) -> str | None:
    """Give the known name that ends a phrase in apposition to its noun ("l'agence nord-coréenne KCNA")."""
    match = scene.match(core.stop - 1)
    if (
        scene.vocabulary.head_last
        or noun not in {"press", "organisation"}
        or match is None
        or match.form != "name"
    ):
        return None
    first = scene.range_of(match).start
    before = scene.words[first - 1].key
    vocabulary = scene.vocabulary
    if (
        first <= core.start
        or before in vocabulary.of
        or before in vocabulary.topic
        or before in vocabulary.determiners
    ):
        return None
    return (
        match.entity.code
        if before not in vocabulary.elided and match.entity.kind is not ActorKind.COUNTRY
        else None
    )


def _noun(scene: Scene, core: range) -> tuple[str, str, int]:
    """Give the class of the head noun, its folded word, and its number among the words."""
    order = range(core.stop - 1, core.start - 1, -1) if scene.vocabulary.head_last else core
    for index in order:
        noun = scene.noun(index, core.stop)
        if noun is not None:
            return noun[1], " ".join(word.key for word in scene.words[index : noun[0]]), index
        if not scene.vocabulary.head_last and index - core.start >= 4:
            break
    return "other", scene.words[order[0]].key, order[0]


def _country(scene: Scene, part: range, noun: int) -> str | None:
    """Give the party named in a phrase, not one that is only its topic or place ("à Paris", "for Syria")."""
    vocabulary = scene.vocabulary
    late: str | None = None
    for index in part:
        match = scene.match(index)
        if match is None or (index > part.start and scene.match(index - 1) == match):
            continue
        party = party_of(match.entity.code) or match.entity.code
        before = index - 1
        while before > part.start and (
            scene.words[before].key in vocabulary.determiners or scene.words[before].key in vocabulary.elided
        ):
            if scene.words[before].key in vocabulary.topic:
                break
            before -= 1
        if (
            match.form != "demonym_adjective"
            and before > noun
            and scene.words[before].key in vocabulary.topic
        ):
            late = late or party
            continue
        return party
    return late


def _combined(scene: Scene, found: Sequence[tuple[str, Head]]) -> tuple[Head, ...]:
    """Tell coordination from apposition."""
    kept: list[Head] = []
    listing = any(joiner == "and" for joiner, _ in found[1:])
    for joiner, head in found:
        if not kept:
            kept.append(head)
            continue
        last = kept[-1]
        if joiner == "and":
            if not (head.kind == "noun" and head.noun == "other" and last.kind == "person"):
                kept.append(head)
        elif head.kind == "person" and last.kind == "noun" and not last.plural:
            kept[-1] = _with_apposition(head, last)
        elif head.kind == "noun" and last.kind == "person" and not listing:
            kept[-1] = _with_apposition(last, head)
        elif head.kind == "person" and last.kind == "noun":
            kept = [head]
        elif listing and head.kind == last.kind and head.kind in {"person", "known"}:
            kept.append(head)
        elif (
            listing
            and head.kind == "noun"
            and last.kind == "noun"
            and head.noun == last.noun
            and head.noun != "other"
        ):
            kept.append(head)
        elif (
            head.kind == "known"
            and last.kind == "noun"
            and last.noun in {"organisation", "other"}
            and not last.plural
            and last.country is None
        ):
            kept[-1] = head
    return tuple(kept)


def _with_apposition(person: Head, noun: Head) -> Head:
    """Give the head of a person with what the apposition tells of the office."""
    words = range(min(person.words.start, noun.words.start), max(person.words.stop, noun.words.stop))
    return replace(
        person,
        words=words,
        noun=person.noun or noun.noun,
        key=person.key or noun.key,
        office=person.office or noun.office,
        country=person.country or noun.country,
        affiliation=person.affiliation or noun.affiliation,
        inner=person.inner or noun.inner,
    )
