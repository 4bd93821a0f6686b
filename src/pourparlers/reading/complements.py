"""What the complements of a noun tell: whose side it is on, whom it names, which organisation it belongs to."""

from __future__ import annotations

from collections.abc import Mapping

from pourparlers.knowledge.entities import party_of
from pourparlers.model import ActorKind
from pourparlers.reading.names import Name, organisation_links, organisation_words
from pourparlers.reading.scene import NOUN_FORMS, Scene

LINKS = 3
"""The most small words between two capitals of a name."""


def country(scene: Scene, part: range, noun: int) -> str | None:
    """Give the party named in a phrase, not one that is only its topic or place ("à Paris").

    Its place tells when nothing else does, what it is for or against never ("pour la Syrie").

    A portfolio ("ministre des Affaires européennes") is no side. Media that only got hold of what is spoken of ("un document vu par l'AFP") are nobody's side.
    """
    vocabulary = scene.vocabulary
    late: str | None = None
    agent = False
    for index in part:
        match = scene.match(index)
        agent = agent or scene.words[index].key in vocabulary.agent
        if match is None or (index > part.start and scene.match(index - 1) == match):
            continue
        if agent and match.entity.kind is ActorKind.OUTLET:
            continue
        if match.form == "demonym_adjective":
            if (named := _named_after(scene, index + 1, part)) is not None:
                return named
            if index > part.start and scene.words[index - 1].key in vocabulary.civil:
                continue
        if index > noun + 1 and all(scene.words[k].key in vocabulary.portfolio for k in (index - 1, index)):
            continue
        party = party_of(match.entity.code) or match.entity.code
        before = index - 1
        while before > part.start and (
            scene.words[before].key in vocabulary.determiners or scene.words[before].key in vocabulary.elided
        ):
            if scene.words[before].key in vocabulary.topic | vocabulary.aim:
                break
            before -= 1
        if (
            match.form != "demonym_adjective"
            and before > noun
            and scene.words[before].key in vocabulary.topic | vocabulary.aim
        ):
            late = late or (party if scene.words[before].key not in vocabulary.aim else None)
            continue
        return party
    return late


def _named_after(scene: Scene, index: int, part: range) -> str | None:
    """Give the party of the body whose name follows the adjective of its country ("l'ONG norvégienne X")."""
    match = scene.match(index) if index < part.stop else None
    if match is None or match.form != "name" or match.entity.kind is ActorKind.COUNTRY:
        return None
    return match.entity.party if match.entity.kind is not ActorKind.OUTLET else None


def elsewhere(scene: Scene, part: range, noun: int) -> bool:
    """Tell whether an office is held in a body that is neither a state nor an organ of one ("président de l'association")."""
    vocabulary = scene.vocabulary
    for index in range(noun + 1, part.stop - 1):
        if scene.words[index].key not in vocabulary.of:
            continue
        body = index + 1
        while body < part.stop - 1 and (
            scene.words[body].key in vocabulary.determiners or scene.words[body].key in vocabulary.elided
        ):
            body += 1
        key = scene.words[body].key
        if scene.covering[body] >= 0 or key in vocabulary.state or key in vocabulary.portfolio:
            return False
        return scene.words[body].capital or scene.noun(body, part.stop) is not None
    return False


def inner_code(scene: Scene, part: range, noun: int) -> str | None:
    """Give the first known entity that stands as a noun in a complement; media that only got hold of it left out."""
    agent = False
    for index in part:
        agent = agent or scene.words[index].key in scene.vocabulary.agent
        match = scene.match(index)
        if match is None or match.form not in NOUN_FORMS or index == noun:
            continue
        if not agent or match.entity.kind is not ActorKind.OUTLET:
            return match.entity.code
    return None


def affiliation(scene: Scene, part: range, names: Mapping[int, Name]) -> str | None:
    """Give the capitalised words that name an organisation not known beforehand ("Broadcom chief executive")."""
    first: int | None = None
    stop = part.stop
    for index in part:
        plain = index in names or _is_plain(scene, part, index)
        if first is None and not plain:
            first = index
        elif first is not None and (plain or scene.gap(index) not in {" ", "-"}):
            stop = _goes_on(scene, first, index, part, names)
            break
    if first is None or not _is_organisation(scene, first, stop, part):
        return None
    return scene.text[scene.words[first].start : scene.words[stop - 1].end]


def _goes_on(scene: Scene, first: int, stop: int, part: range, names: Mapping[int, Name]) -> int:
    """Give where the name of a body in apposition ends, small words between its capitals included ("l'ONG Hands on Earth")."""
    if not _apposed(scene, first, part):
        return stop
    links, index, linked = organisation_links(), stop, False
    while index < part.stop:
        after = index
        while after < min(part.stop, index + LINKS) and scene.words[after].key in links:
            after += 1
        joins = {scene.words[k].key for k in range(index, after)} & scene.vocabulary.conjunctions
        capital = after < part.stop and scene.words[after].capital and scene.covering[after] < 0
        if not capital or after in names or (joins and not linked) or scene.parted(after):
            break
        linked = linked or after > index
        index = stop = after + 1
    return stop


def _apposed(scene: Scene, first: int, part: range) -> bool:
    """Tell whether a name stands right after the noun of a body, the adjective of its country between them or not."""
    before = first - 1
    while before > part.start and (match := scene.match(before)) and match.form == "demonym_adjective":
        before -= 1
    noun = scene.noun(before, before + 1) if before >= part.start else None
    return noun is not None and noun[1] == "organisation"


def _is_plain(scene: Scene, part: range, index: int) -> bool:
    word, vocabulary = scene.words[index], scene.vocabulary
    if not word.capital or scene.covering[index] >= 0 or scene.noun(index, part.stop) is not None:
        return True
    if index == part.start and scene.initial(index) and word.key in scene.lower:
        return True
    return any(
        word.key in words
        for words in (
            vocabulary.portfolio,
            vocabulary.honorifics,
            vocabulary.starters,
            vocabulary.determiners,
            vocabulary.elided,
            vocabulary.skipped,
        )
    )


def _is_organisation(scene: Scene, first: int, stop: int, part: range) -> bool:
    """Tell whether capitalised words in an office are those of an organisation, and not of a place."""
    words = scene.words[first:stop]
    if any((word.upper and word.end - word.start > 1) or word.key in organisation_words() for word in words):
        return True
    if _apposed(scene, first, part):
        return True
    after = stop + 1 if stop < part.stop and scene.words[stop].key == "s" else stop
    follows = next(
        (
            scene.noun(k, part.stop)
            for k in range(after, min(after + 2, part.stop))
            if scene.noun(k, part.stop)
        ),
        None,
    )
    return scene.vocabulary.head_last and follows is not None and follows[1] in {"role", "organisation"}


def linked(scene: Scene, index: int) -> bool:
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
