"""Who speaks through a document: its author told in the phrase, where the document was first told of, or who spoke last."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pourparlers.knowledge.entities import PRESS, entity, party_of
from pourparlers.reading.cast import Figure
from pourparlers.reading.head import Head
from pourparlers.reading.pronouns import WINDOW, Place
from pourparlers.reading.scene import NOUN_FORMS

if TYPE_CHECKING:
    from pourparlers.reading.nouns import Surroundings

SHORT = 3
COMPLEMENT = 6

Author = tuple[tuple[Figure, ...], str]


def author(head: Head, place: Place, around: Surroundings) -> Author | None:
    """Find who speaks through a document.

    Args:
        head: the phrase that names it.
        place: where it stands.
        around: what was seen in the article.

    Returns:
        the author and why; nobody for what two sides agreed or what binds all (a treaty, a law); None when the
        document speaks for itself.
    """
    if around.is_a(head, "binding"):
        return (), "rule:nobodys-document"
    first_told = _first_told(head, place, around) if head.definite and not head.possessive else None
    named = _named(head, around, first_told)
    if named is not None:
        return (named,), "rule:author"
    if around.is_a(head, "impersonal") or not head.definite or _is_aim(head, around):
        return None
    before = around.documents.get(head.key) or ((first_told,) if first_told is not None else ())
    if before:
        return before, "rule:author"
    near = place.last if head.size <= SHORT and not head.possessive else ()
    return (near, "rule:author-spoke-last") if near else None


def _named(head: Head, around: Surroundings, first_told: Figure | None) -> Figure | None:
    """Give the author that the phrase names; "this report on X" is of whom it was called a report before."""
    if head.inner is not None:
        return around.cast.by_name[head.inner]
    if head.pointing and first_told is not None:
        return first_told
    code = head.inner_code or (head.country if head.country != PRESS else None)
    return around.cast.known(code) if code is not None and entity(code) else None


def _is_aim(head: Head, around: Surroundings) -> bool:
    """Tell whether a document is only what something is for ("pour le texte")."""
    words, first = around.cast.scene.words, head.words.start
    return first > 0 and words[first - 1].key in around.vocabulary.aim


def _first_told(head: Head, place: Place, around: Surroundings) -> Figure | None:
    """Find whose a document was called where it was told of before ("a report of the UN", "X released a report")."""
    scene, small = around.cast.scene, around.vocabulary
    key = head.key.split()[0]
    for index in range(head.words.start - 1, 0, -1):
        word = scene.words[index]
        if place.start - word.start > WINDOW:
            return None
        if word.key != key:
            continue
        owner = _owner(index, around)
        if owner is not None:
            return owner
        if scene.words[index - 1].key in small.indefinite:
            here = place.sentence(word.start)
            subjects = [
                sighting.figure
                for sighting in around.sightings
                if sighting.start < word.start
                and place.sentence(sighting.start) == here
                and sighting.subject
                and not sighting.quoted
                and sighting.figure.party
            ]
            return subjects[-1] if subjects else None
    return None


def _owner(index: int, around: Surroundings) -> Figure | None:
    """Give the known body in the complement right after a noun ("un rapport confidentiel de l'ONU")."""
    scene, small = around.cast.scene, around.vocabulary
    of = False
    for k in range(index + 1, min(index + COMPLEMENT, len(scene.words))):
        if scene.parted(k):
            return None
        of = of or scene.words[k].key in small.of
        match = scene.match(k)
        if match is not None:
            known = of and match.form in NOUN_FORMS and party_of(match.entity.code)
            return around.cast.known(match.entity.code) if known else None
    return None
