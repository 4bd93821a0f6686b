"""Corrections to the changes that the dossier lays over its state of play, their words found where they stand now."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from pourparlers.dossier.amendments import (
    ActorRef,
    AddMeeting,
    Amendment,
    Amendments,
    IssueRef,
    MergeActors,
    MergeIssues,
    MergeMeetings,
    RejectMeeting,
    RenameIssue,
    SetActor,
    SetMeeting,
    SetStatement,
    SplitActor,
    SplitMeeting,
    unmet,
)
from pourparlers.model import Actor, Evidence, Issue, Meeting, Statement, StateOfPlay
from pourparlers.store.anchors import Anchor, place
from pourparlers.store.codec import decode
from pourparlers.store.corrections import Conflict, Correction, Edit, What, about_the_same, active
from pourparlers.store.evidence import relocated

_MOST_PLACES = 8

_CHANGES: Mapping[str, Any] = {
    kind.__name__: kind
    for kind in (
        MergeActors, SplitActor, SetActor, RenameIssue, MergeIssues,
        SetMeeting, MergeMeetings, SplitMeeting, RejectMeeting, AddMeeting,
    )
}  # fmt: skip


def actor_ref(actor: Actor, texts: Mapping[str, str]) -> ActorRef:
    """Point at an actor: by up to eight of the places that name it, of different articles as far as may be.

    Args:
        actor: the actor.
        texts: the texts of the articles, by id.
    """
    names = {*actor.variants, actor.name}
    written = [one for one in actor.mentions if texts[one.article][one.start : one.end] in names]
    first: dict[str, Evidence] = {}
    for one in written or actor.mentions:
        first.setdefault(one.article, one)
    chosen = [*first.values(), *(one for one in written if one not in first.values())]
    return ActorRef(tuple(chosen[:_MOST_PLACES]), actor.code, actor.name)


def issue_ref(issue: Issue, statements: Iterable[Statement] = ()) -> IssueRef:
    """Point at an issue: by its labels, and by words of up to eight of the statements on it."""
    words = (one.content[0] for one in statements if issue.id in one.issues)
    return IssueRef(issue.id, dict(issue.labels), tuple(words)[:_MOST_PLACES])


def meeting_words(meeting: Meeting) -> tuple[Evidence, ...]:
    """Point at a meeting: by the words that name it and up to eight of those that tell of it."""
    return tuple(dict.fromkeys((meeting.what, *meeting.evidence)))[: _MOST_PLACES + 1]


def changed(corrections: Iterable[Correction]) -> list[Amendment]:
    """Give what corrections that are not undone change in the dossier, their words where they were when it was made.

    Raises:
        KeyError, TypeError, ValueError: what is kept of one is damaged.
    """
    edits = ((one.number, one.edit) for one in active(corrections) if one.edit)
    return [change for number, edit in edits if (change := _change(edit, number)) is not None]


def amendments(
    corrections: Iterable[Correction], texts: Mapping[str, str], homes: Mapping[str, str] | None = None
) -> tuple[Amendments, tuple[Conflict, ...]]:
    """Give the changes that stand, and the corrections whose words are not there any more.

    Args:
        corrections: all that were made, those undone too.
        texts: the texts of the articles that count, by id.
        homes: for an article that counts as a copy of another one, the id of that.
    """
    made: dict[str, list[Any]] = {"actors": [], "statements": [], "issues": [], "meetings": []}
    conflicts = []
    for one in active(corrections):
        edit = one.edit
        if edit is None or (change := _change(edit, one.number)) is None:
            continue
        now = _now([anchor for some in _told(edit) for anchor in some], texts, homes or {})
        if _gone(change, now):
            what = "its words are not in the dossier any more"
            conflicts.append(Conflict(one.number, edit.article or "", what, False))
            continue
        made[_GROUPS[edit.what]].append(relocated(change, now))
    return Amendments(**{name: tuple(some) for name, some in made.items()}), tuple(conflicts)


def missed(
    state: StateOfPlay, changes: Amendments, corrections: Iterable[Correction]
) -> tuple[Conflict, ...]:
    """Give the corrections that found nothing in a state of play to change, unless a later one took that away."""
    edits = {one.number: one.edit for one in active(corrections) if one.edit}
    takers = [(number, edit) for number, edit in edits.items() if _takes_away(edit)]
    found = []
    for number in unmet(state, changes):
        edit = edits[number]
        if not any(later > number and about_the_same(taker, edit) for later, taker in takers):
            what = "what it changes is not found any more"
            found.append(Conflict(number, edit.article or "", what, False))
    return tuple(found)


def _takes_away(edit: Edit) -> bool:
    is_gone = edit.what is What.MEETING and (edit.after or {}).get("change") == RejectMeeting.__name__
    return is_gone or edit.what in (What.REJECT, What.REGION)


_GROUPS = {
    What.MEND: "statements",
    What.ADD: "statements",
    What.ACTOR: "actors",
    What.ISSUE: "issues",
    What.MEETING: "meetings",
}


def _change(edit: Edit, number: int) -> Amendment | None:
    """Decode what an edit changes in the dossier; None for one that changes only an article."""
    after = dict(edit.after or {})
    kind: Any = SetStatement
    if edit.what in (What.MEND, What.ADD):
        after = dict(after.get("statement") or {})
    elif edit.what in _GROUPS:
        kind = _CHANGES[after.pop("change")]
    else:
        after = {}
    return decode(kind, {**after, "number": number}) if after else None


def _told(edit: Edit) -> Sequence[Sequence[Anchor]]:
    return [some for role, some in edit.anchors.items() if role in ("statement", "words")]


def _now(
    anchors: Iterable[Anchor], texts: Mapping[str, str], homes: Mapping[str, str]
) -> dict[Evidence, Evidence | None]:
    found: dict[Evidence, Evidence | None] = {}
    for one in anchors:
        article = homes.get(one.article, one.article)
        span = place(texts[article], one) if article in texts else None
        was = Evidence(one.article, one.start, one.start + len(one.quote))
        found[was] = Evidence(article, *span) if span else None
    return found


def _gone(change: Amendment, now: Mapping[Evidence, Evidence | None]) -> bool:
    """Whether the words without which a change means nothing are gone."""

    def lost(words: Iterable[Evidence]) -> bool:
        return all(now.get(one, one) is None for one in words)

    match change:
        case SetStatement():
            return lost(change.content) or bool(change.condition and lost(change.condition))
        case AddMeeting():
            return lost((change.what,))
        case SetMeeting() | RejectMeeting():
            return lost(change.words)
        case SplitMeeting():
            return lost(change.words) or lost(change.apart)
        case MergeMeetings():
            return lost(change.words) or any(lost(words) for words in change.others)
        case _:
            return False
