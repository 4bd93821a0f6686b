"""The head of one part of a noun phrase: a person's name, a known entity, a common noun, or a pronoun."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Literal

from pourparlers.knowledge.entities import entity
from pourparlers.model import ActorKind
from pourparlers.reading import complements
from pourparlers.reading.names import Name
from pourparlers.reading.scene import NOUN_FORMS, Scene

HeadKind = Literal["person", "known", "noun", "pronoun"]
FURTHEST = 4
NEAREST = 2
GOVERNMENT = "GOV"
"""How the CAMEO codes of the organs of a government end."""


@dataclass(frozen=True)
class Head:
    """One head of a noun phrase.

    `words` are the words of its own part of the phrase. `noun` is the class of its head noun (role, expert, press,
    document, group, organisation, or other), `pronoun` the kind of pronoun, `key` the folded head noun, `office` what
    office it is, `country` the code of the side named in it, `plural` whether it speaks of several, `dual` of two.
    `pointing` tells of "this" and "the same". `size` counts its words without determiners. `inner` is the name of a person in a complement ("l'entourage de X"),
    `inner_code` a known entity in one ("un rapport de l'ONU"), `affiliation` an organisation not known beforehand.
    `former` tells of an office held before, `elsewhere` of one in a body that is not of the state, `unofficial` of one
    that is none of the government ("senator"), `against` of one in the opposition to it, `legislator` of one
    in a parliament that is not named, `ministerial` of one under a body of a state that
    is not named, `civil` of none at all ("resident"), `rank` of a title that is kept for life ("general").
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
    possessive: bool = False
    pointing: bool = False
    dual: bool = False
    size: int = 0
    inner: Name | None = None
    inner_code: str | None = None
    affiliation: str | None = None
    former: bool = False
    elsewhere: bool = False
    unofficial: bool = False
    against: bool = False
    legislator: bool = False
    ministerial: bool = False
    civil: bool = False
    rank: bool = False

    @property
    def body(self) -> str | None:
        """The code of the organisation that an office is held in ("le chef du parti travailliste"), not of a state or its organ."""
        known = entity(self.inner_code) if self.inner_code and self.noun == "role" else None
        if known is None or known.kind is ActorKind.COUNTRY or (known.cameo or "").endswith(GOVERNMENT):
            return None
        return known.code


def head_of(scene: Scene, part: range, names: Mapping[int, Name]) -> Head | None:
    """Find the head of one part of a phrase (the number of its words), None when there is none."""
    vocabulary, words = scene.vocabulary, scene.words
    part = _trimmed(scene, part)
    pronoun = vocabulary.pronouns.at(words, part.start, part.stop)
    if pronoun is not None and pronoun[0] < part.stop and words[pronoun[0]].key in vocabulary.topic:
        part, pronoun = range(pronoun[0] + 1, part.stop), None
    if pronoun is not None and pronoun[0] == part.stop:
        return Head("pronoun", part, pronoun=pronoun[1], plural="plural" in pronoun[1])
    first, base = _determined(scene, part)
    if first >= part.stop:
        kind = pronoun[1] if pronoun else "plural"
        return replace(base, kind="pronoun", pronoun=kind) if pronoun or base.dual else None
    core = range(first, _core_end(scene, first, part.stop))
    name = _naming(scene, part, core, names)
    if name is not None:
        return _before_name(scene, _after_name(scene, part, name, names), base, first, names)
    noun, key, number = _noun(scene, core)
    code = _known(scene, core) or _named(scene, core, noun)
    if code is not None:
        return replace(base, kind="known", code=code)
    return _common(scene, replace(base, noun=noun, key=key, size=part.stop - first), number, names)


def _trimmed(scene: Scene, part: range) -> range:
    """Leave out a preposition before a phrase ("de la ministre") and the object pronoun after a subject ("ils nous")."""
    vocabulary, words = scene.vocabulary, scene.words
    first, stop = part.start, part.stop
    if stop - first > 1 and words[first].key in vocabulary.of - frozenset(vocabulary.determiners):
        first += 1 if not words[first].capital else 0
    if stop - first == 2 and all(vocabulary.pronouns.at(words, k, k + 1) for k in (first, first + 1)):
        whole = vocabulary.pronouns.at(words, first, stop)
        if (whole is None or whole[0] < stop) and words[first].key not in vocabulary.determiners:
            stop -= 1
    return range(first, stop)


def _common(scene: Scene, head: Head, number: int, names: Mapping[int, Name]) -> Head:
    """Tell of a common noun what its words and complements say."""
    vocabulary, part = scene.vocabulary, head.words
    folded = tuple(word.key for word in scene.words[part.start : part.stop])
    before = scene.words[part.start - 1].key if part.start else ""
    belongs = head.noun == "organisation" and (folded[0] in vocabulary.of or before in vocabulary.of)
    placed = (head.noun == "other" or belongs) and vocabulary.expert_places.within(folded)
    office = _office(scene, part) if head.noun == "role" else None
    studies = head.noun == "role" and office is None and head.key not in vocabulary.civil
    if studies:
        placed = vocabulary.expert_places.within(folded)
    noun = "expert" if placed else head.noun
    if noun == "document" and any(
        (found := scene.noun(k, part.stop)) and found[1] == "press" for k in range(part.start, number)
    ):
        noun = "press"
    side = complements.country(scene, part, number)
    if head.plural or not _is_adjective(scene, number, part):
        side = _not_a_neighbour(scene, head.key, side)
    if noun == "press" and side is not None and (sent := _office(scene, part)):
        noun, office = "role", sent
    gender = vocabulary.genders.get(head.key)
    return replace(
        head,
        noun=noun,
        gender="f" if gender == "f" else head.gender or gender,
        office=office if noun == "role" else None,
        country=side,
        plural=head.plural or noun == "group" or head.key in vocabulary.plurals,
        inner=next((names[k] for k in part if k in names and names[k].first == k), None),
        inner_code=complements.inner_code(scene, part, number),
        affiliation=complements.affiliation(scene, part, names),
        former=noun == "role"
        and any(scene.words[k].key in vocabulary.former for k in part if k <= number + 1),
        rank=noun == "role" and head.key in vocabulary.honorifics,
        elsewhere=noun == "role" and complements.elsewhere(scene, part, number),
        against=noun in {"role", "group"} and not vocabulary.opposition.isdisjoint(folded),
        civil=noun == "role" and office is None and head.key in vocabulary.civil,
        ministerial=noun == "role" and _is_ministerial(scene, part, number),
        legislator=noun in {"role", "group"} and _is_legislator(scene, range(number, part.stop)),
        unofficial=noun in {"role", "group"} and vocabulary.unofficial.within(folded) is not None,
    )


def _is_legislator(scene: Scene, part: range) -> bool:
    """Tell whether words name a legislator, and not of which body."""
    folded = tuple(scene.words[k].key for k in part)
    vocabulary = scene.vocabulary
    named = any(key in vocabulary.of or key in vocabulary.topic for key in folded)
    return not named and vocabulary.legislators.within(folded) is not None


def _is_ministerial(scene: Scene, part: range, number: int) -> bool:
    """Tell whether what is beside a noun is a bare body of a state ("du ministère", "for the Defence Ministry"), or of its government."""
    noun = scene.noun(number, part.stop)
    own = range(number, noun[0] if noun else number + 1)
    vocabulary, keys = scene.vocabulary, [scene.words[k].key for k in part if k not in own]
    if any(key in vocabulary.governmental for key in keys):
        return not any(scene.covering[k] >= 0 for k in part)
    small = (vocabulary.of, vocabulary.portfolio, vocabulary.elided, vocabulary.determiners, vocabulary.topic)
    return any(key in vocabulary.state for key in keys) and all(
        key in vocabulary.state or any(key in words for words in small) for key in keys
    )


def _not_a_neighbour(scene: Scene, noun: str, side: str | None) -> str | None:
    """Leave out the country that other countries are named by ("les pays voisins de la Norvège")."""
    known = entity(side) if side else None
    if known is None or known.iso3 is None:
        return side
    return None if noun in scene.vocabulary.generic.get("country", ()) else side


def _is_adjective(scene: Scene, noun: int, part: range) -> bool:
    """Tell whether the adjective of a country stands right beside a noun ("le royaume saoudien")."""
    beside = [scene.match(k) for k in (noun - 1, noun + 1) if k in part]
    return any(match is not None and match.form == "demonym_adjective" for match in beside)


def _office(scene: Scene, part: range) -> str | None:
    """Give the office that words tell, whatever adjective of a country parts them ("le ministre français de la Défense")."""
    keys = tuple(scene.words[index].key for index in part)
    plain = tuple(
        scene.words[index].key
        for index in part
        if (match := scene.match(index)) is None or match.form not in {"demonym_adjective", "compound"}
    )
    offices = scene.vocabulary.offices
    return offices.within(keys) or offices.within(plain)


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
        country=complements.country(scene, rest, rest.start),
        affiliation=complements.affiliation(scene, rest, names),
        civil=any(scene.words[k].key in scene.vocabulary.civil for k in rest[:NEAREST]),
    )


def _before_name(scene: Scene, head: Head, base: Head, first: int, names: Mapping[int, Name]) -> Head:
    """Add what the words before a name tell of the office, where it is not written right before it."""
    name = head.name
    if name is None or name.roles or name.first <= first or scene.vocabulary.head_last:
        return head
    noun, key, number = _noun(scene, range(first, _core_end(scene, first, name.first)))
    if noun not in {"role", "press"}:
        return head
    told = replace(base, words=range(first, name.first), noun=noun, key=key)
    return with_apposition(head, _common(scene, told, number, names))


def _determined(scene: Scene, part: range) -> tuple[int, Head]:
    """Step over determiners and numbers: where the noun begins, and a head with what they tell of it."""
    vocabulary = scene.vocabulary
    two = vocabulary.generic.get("two", frozenset())
    gender: str | None = None
    index, loose, stepped, kinds = part.start, False, [], []
    while index < part.stop:
        key = scene.words[index].key
        kind = vocabulary.determiners.get(key)
        number = key in vocabulary.skipped and not scene.noun(index, part.stop)
        if kind is None and (scene.covering[index] >= 0 or not (key in vocabulary.elided or number)):
            break
        gender = kind if kind in {"m", "f"} else gender
        loose = loose or (kind is None and key not in vocabulary.elided)
        stepped.append(key)
        kinds.append(kind)
        index += 1
    seen = len([k for k in kinds if k is not None]) or any(key in vocabulary.elided for key in stepped)
    return index, Head(
        "noun",
        part,
        gender=gender,
        plural="p" in kinds or any(key in two for key in stepped),
        dual=any(key in two for key in stepped),
        definite=not any(key in vocabulary.indefinite for key in stepped) and bool(seen or not loose),
        pointing=any(key in vocabulary.demonstrative for key in stepped),
        possessive=any(key in vocabulary.possessive for key in stepped),
    )


def _core_end(scene: Scene, first: int, stop: int) -> int:
    """Give where the complements of the noun begin ("the leader | of the party")."""
    noun = scene.noun(first, stop)
    for index in range(noun[0] if noun is not None else first + 1, stop):
        if scene.words[index].key in scene.vocabulary.of and not (
            scene.covering[index] >= 0 and scene.covering[index] == scene.covering[index - 1]
        ):
            return index
    return stop


def _naming(scene: Scene, part: range, core: range, names: Mapping[int, Name]) -> Name | None:
    """Give the name of the person that the part speaks of, not one in a complement of another noun."""
    vocabulary = scene.vocabulary
    inside = [names[i] for i in part if i in names and (names[i].first == i or i == part.start)]
    for name in inside:
        begin = name.honorific if name.honorific is not None and name.honorific >= part.start else name.first
        if begin <= core.start:
            if not _owns(scene, name, part):
                return name
            continue
        before = scene.words[begin - 1].key
        if vocabulary.head_last:
            titled = name is inside[0] or _titles(scene, begin)
            if titled and name.stop == core.stop and not _owns(scene, name, part):
                return name
            continue
        if before in vocabulary.of or before in vocabulary.determiners or before in vocabulary.elided:
            continue
        if any(scene.words[k].key in vocabulary.agent for k in range(core.start, begin)):
            continue
        if name.roles and name.roles[0].stop <= begin:
            head = name.roles[0].start
            if head <= core.start or not complements.linked(scene, head):
                return name
            continue
        noun = scene.noun(core.start, part.stop)
        sent = noun is not None and noun[1] == "press" and _office(scene, core) is not None
        if noun is not None and noun[1] in {"organisation", "document", "press", "group"} and not sent:
            continue
        return name
    return None


def _titles(scene: Scene, begin: int) -> bool:
    """Tell whether an office ends right before a name ("Acme chief executive X")."""
    noun = scene.noun(begin - 1, begin)
    return noun is not None or scene.match(begin - 1) is not None


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
    """Give the known entity that is the head itself ("la Russie", "the Palestinians")."""
    last = scene.vocabulary.head_last
    index = core.stop - 1 if last else core.start
    match = scene.match(index)
    if match is None:
        return None
    alone = last and len(core) == 1 and scene.words[index].capital and match.form == "demonym_adjective"
    return match.entity.code if match.form in NOUN_FORMS or alone else None


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
    if before in vocabulary.elided or match.entity.kind is ActorKind.COUNTRY:
        return None
    return match.entity.code


def _noun(scene: Scene, core: range) -> tuple[str, str, int]:
    """Give the class of the head noun, its folded word, and its number among the words."""
    order = range(core.stop - 1, core.start - 1, -1) if scene.vocabulary.head_last else core
    for index in order:
        noun = scene.noun(index, core.stop)
        if noun is not None:
            wider = scene.noun(index - 1, core.stop) if index > core.start else None
            whole = wider if scene.vocabulary.head_last and wider and wider[0] == noun[0] else None
            first, known = (index - 1, whole) if whole else (index, noun)
            return known[1], " ".join(word.key for word in scene.words[first : known[0]]), first
        if not scene.vocabulary.head_last and index - core.start >= FURTHEST:
            break
    return "other", scene.words[order[0]].key, order[0]


def with_apposition(person: Head, noun: Head) -> Head:
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
        former=person.former or noun.former,
        elsewhere=person.elsewhere or noun.elsewhere,
        unofficial=person.unofficial or noun.unofficial,
        against=person.against or noun.against,
        legislator=person.legislator or noun.legislator,
        ministerial=person.ministerial or noun.ministerial,
        civil=person.civil or noun.civil,
    )
