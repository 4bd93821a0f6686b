"""What people change: an edit to one article, or to the dossier as a whole, as it is kept. `applying` lays them over."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import Any

from pourparlers.dossier.amendments import (
    AddMeeting,
    Amendment,
    MergeActors,
    MergeIssues,
    RenameIssue,
    SetActor,
    SetStatement,
    SplitActor,
)
from pourparlers.model import ActorKind, Article, Attribution, Evidence, RegionKind, Span
from pourparlers.store.anchors import Anchor, anchor
from pourparlers.store.codec import encode
from pourparlers.store.evidence import places
from pourparlers.store.rows import named


class What(StrEnum):
    """What a person did. `mend` replaces an attribution and, unchanged, accepts it; `add` makes one."""

    MEND = "mend"
    REJECT = "reject"
    ADD = "add"
    REGION = "region"
    ACTOR = "actor"
    ISSUE = "issue"
    MEETING = "meeting"
    UNDO = "undo"


@dataclass(frozen=True, slots=True)
class Speaker:
    """Whose words they are: where the article names them and, if it is known, what they are and their party."""

    span: Span
    kind: ActorKind = ActorKind.PERSON
    code: str | None = None
    party: str | None = None


@dataclass(frozen=True, slots=True)
class Edit:
    """A change to one article, or with no article to the dossier: JSON values before and after, anchors of all words."""

    what: What
    article: str | None
    anchors: dict[str, tuple[Anchor, ...]]
    before: dict[str, Any] | None = None
    after: dict[str, Any] | None = None


@dataclass(frozen=True, slots=True)
class Correction:
    """An edit as it was made: its number, who, when, why; an undo names what it undoes and has no edit."""

    number: int
    who: str
    at: datetime
    why: str
    edit: Edit | None = None
    undoes: int | None = None


@dataclass(frozen=True, slots=True)
class Conflict:
    """A correction that does not go with the reading any more, and whether it was kept all the same.

    `article` is empty where it is about the dossier as a whole.
    """

    correction: int
    article: str
    what: str
    is_applied: bool


def reject(article: Article, one: Attribution) -> Edit:
    """Say that there is no such attribution."""
    return Edit(What.REJECT, article.id, _anchors(article, "before", one), encode(one))


def mend(
    article: Article,
    before: Attribution,
    after: Attribution,
    speakers: Sequence[Speaker] | None = None,
    *,
    heard: Sequence[Speaker] = (),
    statement: SetStatement | None = None,
    was: Mapping[str, Any] | None = None,
) -> Edit:
    """Replace an attribution; with the same before and after, accept it.

    Args:
        article: the article.
        before: the attribution as it is.
        after: as it is to be.
        speakers: whose words they are; None leaves that as it is.
        heard: whose words they were when nobody changed that, for a reading that does not find them any more.
        statement: what is to change in the statement made of it (its number does not matter); without one, its act
            when the attribution's changes.
        was: the statement's values before, as they are to be shown.
    """
    if statement is None and after.act is not before.act:
        statement = _done(article, after)
    anchors = {**_anchors(article, "before", before), **_anchors(article, "after", after)}
    anchors |= _said(article, speakers) | _said(article, heard, "heard") | _stated(article, statement)
    told = encode(before) | ({"statement": dict(was)} if was else {})
    then = _after(after, speakers, statement)
    if heard:
        then["heard"] = [encode(one) for one in heard]
    return Edit(What.MEND, article.id, anchors, told, then)


def add(
    article: Article,
    after: Attribution,
    speakers: Sequence[Speaker] = (),
    *,
    statement: SetStatement | None = None,
) -> Edit:
    """Add an attribution that was missed; what is said of its statement, at least its act, stands."""
    statement = statement or _done(article, after)
    anchors = _anchors(article, "after", after) | _said(article, speakers) | _stated(article, statement)
    return Edit(What.ADD, article.id, anchors, None, _after(after, speakers, statement))


def region(article: Article, span: Span, kind: RegionKind | None) -> Edit:
    """Say that a stretch is body (None), or what else it is."""
    before = [
        encode(one) for one in article.regions if one.span.start < span.end and span.start < one.span.end
    ]
    after = {"kind": kind.value if kind else None}
    return Edit(
        What.REGION, article.id, {"region": (anchor(article.text, span),)}, {"regions": before}, after
    )


def amend(change: Amendment, texts: Mapping[str, str], was: Mapping[str, Any] | None = None) -> Edit:
    """Change actors, issues or meetings of the dossier.

    Args:
        change: what is to change; its number does not matter.
        texts: the texts of the articles whose words it speaks of, by id.
        was: the values before, as they are to be shown.

    Raises:
        KeyError: the text of an article is missing.
    """
    anchors = tuple(anchor_in(texts[one.article], one) for one in places(change))
    after = {"change": type(change).__name__, **encode(replace(change, number=0))}
    article = change.what.article if isinstance(change, AddMeeting) else None
    return Edit(_sort(change), article, {"words": anchors}, dict(was) if was else None, after)


def anchor_in(text: str, place: Evidence) -> Anchor:
    """Describe words of one of several articles so that they can be found again."""
    return replace(anchor(text, Span(place.start, place.end)), article=place.article)


def about_the_same(one: Edit, other: Edit) -> bool:
    """Whether two edits are about words that overlap."""
    return any(a[0] == b[0] and a[1] < b[2] and b[1] < a[2] for a in _words(one) for b in _words(other))


def active(corrections: Iterable[Correction]) -> list[Correction]:
    """The edits that stand, in the order they were made: those undone left out, unless the undo was undone."""
    every = sorted(corrections, key=lambda one: one.number)
    undone: set[int] = set()
    for one in reversed(every):
        if one.undoes is not None and one.number not in undone:
            undone.add(one.undoes)
    return [one for one in every if one.edit is not None and one.number not in undone]


def _words(edit: Edit) -> list[tuple[str, int, int]]:
    """The words an edit is about: article, start, end."""
    roles = ("before.content", "after.content", "region", "words")
    return [
        (one.article or edit.article or "", one.start, one.start + len(one.quote))
        for role in roles
        for one in edit.anchors.get(role, ())
    ]


def _sort(change: Amendment) -> What:
    match change:
        case MergeActors() | SplitActor() | SetActor():
            return What.ACTOR
        case RenameIssue() | MergeIssues():
            return What.ISSUE
        case SetStatement():
            raise TypeError("a statement is changed by `mend`")
        case _:
            return What.MEETING


def _done(article: Article, one: Attribution) -> SetStatement:
    """What is done with the words, as a change of its own: the dossier would else judge that anew."""
    content = tuple(Evidence(article.id, *span) for span in one.content)
    cue = Evidence(article.id, *one.cue) if one.cue else None
    return SetStatement(0, content, cue, act=one.act)


def _anchors(article: Article, side: str, one: Attribution) -> dict[str, tuple[Anchor, ...]]:
    found: dict[str, tuple[Anchor, ...]] = {}
    for role, _, span in named(one):
        key = f"{side}.{role}"
        found[key] = (*found.get(key, ()), anchor(article.text, span))
    return found


def _said(
    article: Article, speakers: Sequence[Speaker] | None, role: str = "speakers"
) -> dict[str, tuple[Anchor, ...]]:
    return {role: tuple(anchor(article.text, one.span) for one in speakers)} if speakers else {}


def _stated(article: Article, statement: SetStatement | None) -> dict[str, tuple[Anchor, ...]]:
    """The words a statement speaks of; those of other articles (where its actors are named) are kept as they are."""
    if statement is None:
        return {}
    here = [place for place in places(statement) if place.article == article.id]
    return {"statement": tuple(anchor_in(article.text, place) for place in here)}


def _after(
    one: Attribution, speakers: Sequence[Speaker] | None, statement: SetStatement | None
) -> dict[str, Any]:
    told = None if speakers is None else [encode(speaker) for speaker in speakers]
    stated = {"statement": encode(replace(statement, number=0))} if statement else {}
    return {"attribution": encode(one), "speakers": told, **stated}
