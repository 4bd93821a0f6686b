"""What an editor filled in about an actor, an issue or a meeting, as a change to the dossier."""

from __future__ import annotations

import re
from typing import Any

from starlette.datastructures import FormData

from pourparlers.dossier.amendments import (
    ActorRef,
    AddMeeting,
    Amendment,
    MergeActors,
    MergeIssues,
    MergeMeetings,
    RejectMeeting,
    RenameIssue,
    SetActor,
    SetMeeting,
    SplitActor,
    SplitMeeting,
)
from pourparlers.knowledge.words import fold
from pourparlers.model import Evidence, MeetingStatus
from pourparlers.report.text import one_line
from pourparlers.store.amending import actor_ref, issue_ref, meeting_words
from pourparlers.web.correcting import FormError, actor_id, party_code
from pourparlers.web.look import Look

Made = tuple[Amendment, dict[str, Any]]
"""A change, and the values before it as they are to be shown."""

_DATE = re.compile(r"\d{4}(-\d{2}(-\d{2})?|-W\d{2})?|")
_PLACE = re.compile(r"([0-9a-f]{1,64}|[\w.-]{1,64}):(\d{1,9})-(\d{1,9})")
_LONGEST = 300


def actor_change(look: Look, id: str, form: FormData) -> Made:
    """Give the change of an actor that a form asks for: `do` is set, merge or split.

    Raises:
        FormError: it cannot be understood.
    """
    who, one = _ref(look, id), look.view.actors[id]
    match _text(form, "do"):
        case "merge":
            other = _actor(look, _text(form, "other"))
            if other == id:
                raise FormError("no_actor", _text(form, "other"))
            return MergeActors(0, who, (_ref(look, other),)), {"name": one.name}
        case "split":
            apart = _places(look, form, "apart")
            name = _text(form, "name")
            if not apart or not name:
                raise FormError("no_words" if name else "no_name")
            return SplitActor(0, who, apart, name), {"name": one.name}
        case "set":
            name, party = _text(form, "name"), _text(form, "party")
            new = None if name == look.name(id) else name or None
            side = None if party == (look.party(one.party) if one.party else "") else _party(look, party)
            if new is None and side is None:
                raise FormError("no_change")
            was = {
                "name": one.name if new is not None else None,
                "party": one.party if side is not None else None,
            }
            return SetActor(0, who, new, side), was
        case other_name:
            raise FormError("no_such", other_name)


def issue_change(look: Look, id: str, form: FormData) -> Made:
    """Give the change of an issue that a form asks for: `do` is rename or merge.

    Raises:
        FormError: it cannot be understood.
    """
    one, said = look.view.issues[id], look.view.statements_of_issue
    ref = issue_ref(one, said.get(id, ())[:8])
    match _text(form, "do"):
        case "rename":
            label = _text(form, "label")
            if not label or label == look.issue(id):
                raise FormError("no_change")
            labels = (
                {look.words.language: label}
                if not form.get("everywhere")
                else dict.fromkeys(one.labels, label)
            )
            return RenameIssue(0, ref, labels), {"labels": look.issue(id)}
        case "merge":
            wanted = fold(_text(form, "other"))
            other = next((n for n in look.view.issues if fold(look.issue(n)) == wanted and n != id), None)
            if other is None:
                raise FormError("no_issue_called", _text(form, "other"))
            return MergeIssues(0, ref, (issue_ref(look.view.issues[other], said.get(other, ())[:8]),)), {}
        case other_name:
            raise FormError("no_such", other_name)


def meeting_change(look: Look, id: str, form: FormData) -> Made:
    """Give the change of a meeting that a form asks for: `do` is set, merge, split or reject.

    Raises:
        FormError: it cannot be understood.
    """
    one = look.view.meetings[id]
    told = meeting_words(one)
    match _text(form, "do"):
        case "reject":
            return RejectMeeting(0, told), {}
        case "merge":
            other = look.view.meetings.get(_text(form, "other"))
            if other is None or other.id == id:
                raise FormError("no_meeting", _text(form, "other"))
            return MergeMeetings(0, told, (meeting_words(other),)), {}
        case "split":
            apart = _places(look, form, "apart")
            if not apart or len(apart) >= len(one.evidence):
                raise FormError("no_words")
            return SplitMeeting(0, told, apart), {}
        case "set":
            asked = _fields(look, form)
            now = {
                "status": one.status,
                "date": one.date or "",
                "place": one.place or "",
                "kind": one.kind,
                "participants": ", ".join(look.actor_name(who).label for who in one.participants),
            }
            new = {name: value for name, value in asked.items() if value is not None and value != now[name]}
            if not new:
                raise FormError("no_change")
            was = {name: now[name] for name in new}
            if "participants" in new:
                new["participants"] = _who(look, str(new["participants"]))
            return SetMeeting(0, told, **new), was
        case other_name:
            raise FormError("no_such", other_name)


def new_meeting(look: Look, article: str, form: FormData) -> Made:
    """Give the meeting that a form adds: `content` are the words that name it.

    Raises:
        FormError: it cannot be understood.
    """
    place = _places(look, form, "content", article)
    if not place:
        raise FormError("no_words")
    asked = _fields(look, form)
    status = asked["status"] or MeetingStatus.PLANNED
    return AddMeeting(
        0,
        place[0],
        asked["kind"] or "meeting",
        status,
        asked["date"] or None,
        asked["place"] or None,
        _who(look, asked["participants"] or ""),
    ), {}


def _fields(look: Look, form: FormData) -> dict[str, Any]:
    status = _text(form, "status")
    if status and status not in set(MeetingStatus):
        raise FormError("no_such", status)
    date = _text(form, "date") if "date" in form else None
    if date is not None and not _DATE.fullmatch(date):
        raise FormError("no_date", date)
    return {
        "status": MeetingStatus(status) if status else None,
        "date": date,
        "place": _text(form, "place") if "place" in form else None,
        "kind": _text(form, "kind") or None,
        "participants": _text(form, "participants", 2000) if "participants" in form else None,
    }


def _who(look: Look, names: str) -> tuple[ActorRef, ...]:
    """Actors by their names; whom the dossier does not know goes by the name alone."""
    made = []
    for name in (each.strip() for each in names.split(",")):
        if name:
            id = actor_id(look, name)
            made.append(_ref(look, id) if id else ActorRef(name=one_line(name)))
    return tuple(made)


def _ref(look: Look, id: str) -> ActorRef:
    return actor_ref(look.view.actors[id], {one.id: one.text for one in look.view.state.articles})


def _actor(look: Look, name: str) -> str:
    id = actor_id(look, name)
    if id is None:
        raise FormError("no_actor", name)
    return id


def _party(look: Look, name: str) -> str:
    if not name:
        return ""
    wanted = fold(name)
    return next(
        (id for id in look.view.parties if wanted in (fold(look.party(id)), fold(id))),
        party_code(name, look.words.language),
    )


def _places(look: Look, form: FormData, name: str, article: str = "") -> tuple[Evidence, ...]:
    """Words as forms give them: "ARTICLE:START-END" each, or "START-END" of one article."""
    made = []
    for raw in form.getlist(name):
        found = _PLACE.fullmatch(f"{article}:{raw}" if article else str(raw))
        if found is None or found[1] not in look.view.articles:
            raise FormError("no_words", str(raw))
        place = Evidence(found[1], int(found[2]), int(found[3]))
        if not place.start < place.end <= len(look.view.articles[place.article].text):
            raise FormError("no_words", str(raw))
        made.append(place)
    return tuple(made)


def _text(form: FormData, name: str, longest: int = _LONGEST) -> str:
    value = form.get(name, "")
    return one_line(value)[:longest] if isinstance(value, str) else ""
