"""What a correction looks like when a program sends it, and the edit that it asks for."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Annotated, Any, Literal, TypeVar

from fastapi import HTTPException
from pydantic import BaseModel, ConfigDict, Field
from starlette.datastructures import FormData, UploadFile

from pourparlers.dossier import amendments as changes
from pourparlers.model import Act, Evidence, MeetingStatus, RegionKind
from pourparlers.store.amending import actor_ref, issue_ref, meeting_words
from pourparlers.store.corrections import Edit, amend
from pourparlers.web.api.answers import Id
from pourparlers.web.correcting import FormError, edits
from pourparlers.web.desk import Desk
from pourparlers.web.fresh import now
from pourparlers.web.look import look_of
from pourparlers.web.view import View

T = TypeVar("T")
_MOST = 100

Ids = Annotated[list[Id], Field(min_length=1, max_length=_MOST)]
Text = Annotated[str, Field(max_length=300)]
When = Annotated[str, Field(max_length=40, pattern=r"^([0-9]{4}(-[0-9]{2}(-[0-9]{2})?|-W[0-9]{2})?)?$")]


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid")


class Chosen(_Part):
    """A stretch of a text, in characters."""

    start: int = Field(ge=0, lt=1_000_000_000)
    end: int = Field(gt=0, lt=1_000_000_000)


class ChosenWords(Chosen):
    """A stretch of the text of an article."""

    article: Id


class _Change(_Part):
    why: Annotated[str, Field(max_length=1000)] = ""


class Looked(_Change):
    """A statement is right as it is, or there is no such statement."""

    do: Literal["accept", "reject"]
    article: Id
    statement: Id


class _Said(_Change):
    """Values of a statement; those that are not given stay as they are, null or an empty list takes them away."""

    article: Id
    act: Act | None = None
    source: Chosen | None = None
    cue: Chosen | None = None
    condition: Chosen | None = None
    speaker_words: Annotated[list[Chosen], Field(max_length=_MOST)] = []
    speakers: Annotated[list[Text], Field(max_length=_MOST)] = []
    parties: Annotated[list[Text], Field(max_length=_MOST)] = []
    targets: Annotated[list[Text], Field(max_length=_MOST)] = []
    issues: Annotated[list[Id], Field(max_length=_MOST)] = []
    new_issues: Annotated[list[Text], Field(max_length=_MOST)] = []


class Mend(_Said):
    """A statement is to be otherwise. Speakers, parties and targets are names; `new_issues` are labels."""

    do: Literal["mend"]
    statement: Id
    content: Annotated[list[Chosen], Field(min_length=1, max_length=_MOST)] = []


class Add(_Said):
    """A statement was missed."""

    do: Literal["add"]
    content: Annotated[list[Chosen], Field(min_length=1, max_length=_MOST)]


class SetRegion(_Change):
    """A stretch is no body but something else (`kind`), or body after all (null)."""

    do: Literal["region"]
    article: Id
    place: Chosen
    kind: RegionKind | None = None


class MergeActors(_Change):
    """`others` are the same as `actor`."""

    do: Literal["merge-actors"]
    actor: Id
    others: Ids


class SplitActor(_Change):
    """Those named at `apart`, or written as one of `forms`, are somebody else, called `name`."""

    do: Literal["split-actor"]
    actor: Id
    apart: Annotated[list[ChosenWords], Field(max_length=_MOST)] = []
    name: Annotated[str, Field(min_length=1, max_length=300)]
    forms: Annotated[list[Text], Field(max_length=_MOST)] = []
    party: Text | None = None


class SetActor(_Change):
    """An actor's name, or its party ("" for none)."""

    do: Literal["set-actor"]
    actor: Id
    name: Annotated[str, Field(min_length=1, max_length=300)] | None = None
    party: Text | None = None


class RenameIssue(_Change):
    """An issue's labels by language."""

    do: Literal["rename-issue"]
    issue: Id
    labels: Annotated[
        dict[Annotated[str, Field(pattern="^[a-z]{2,3}$")], Text], Field(min_length=1, max_length=20)
    ]


class MergeIssues(_Change):
    """`others` are the same matter as `issue`."""

    do: Literal["merge-issues"]
    issue: Id
    others: Ids


class SetMeeting(_Change):
    """What is known of a meeting; null leaves it, "" takes date or place away."""

    do: Literal["set-meeting"]
    meeting: Id
    status: MeetingStatus | None = None
    date: When | None = None
    place: Text | None = None
    kind: Text | None = None
    participants: Ids | None = None


class MergeMeetings(_Change):
    """`others` are the same as `meeting`."""

    do: Literal["merge-meetings"]
    meeting: Id
    others: Ids


class SplitMeeting(_Change):
    """Of the words that tell of a meeting, `apart` tell of another one."""

    do: Literal["split-meeting"]
    meeting: Id
    apart: Annotated[list[ChosenWords], Field(min_length=1, max_length=_MOST)]


class RejectMeeting(_Change):
    """There is no such meeting."""

    do: Literal["reject-meeting"]
    meeting: Id


class AddMeeting(_Change):
    """A meeting that was missed; `what` are the words that name it."""

    do: Literal["add-meeting"]
    what: ChosenWords
    kind: Annotated[str, Field(min_length=1, max_length=300)]
    status: MeetingStatus
    date: When | None = None
    place: Text | None = None
    participants: Annotated[list[Id], Field(max_length=_MOST)] = []


OfArticle = Looked | Mend | Add | SetRegion
OfDossier = (
    MergeActors
    | SplitActor
    | SetActor
    | RenameIssue
    | MergeIssues
    | SetMeeting
    | MergeMeetings
    | SplitMeeting
    | RejectMeeting
    | AddMeeting
)
Change = Annotated[OfArticle | OfDossier, Field(discriminator="do")]
"""A correction of any kind."""


def edit_of(desk: Desk, change: OfArticle | OfDossier) -> Edit:
    """The edit that a correction asks for.

    Raises:
        HTTPException: 404, what it is about is not in the dossier now; 422, its values cannot be used.
    """
    view = desk.view()
    if isinstance(change, OfArticle):
        return _of_article(desk, view, change)
    amended = _of_dossier(view, change)
    return amend(amended, {id: one.text for id, one in view.articles.items()})


def _of_article(desk: Desk, view: View, change: OfArticle) -> Edit:
    if change.article not in view.articles:
        raise HTTPException(404, f"no article {change.article} in this dossier now")
    held = now(desk, change.article)
    asked = {"do": change.do, **_form(change)}
    pairs: list[tuple[str, str | UploadFile]] = [
        (name, one) for name, many in asked.items() for one in ([many] if isinstance(many, str) else many)
    ]
    try:
        return edits(held, look_of(view, "en"), FormData(pairs))[0]
    except FormError as error:
        missing = error.key == "gone"
        told = f"{error.key.replace('_', ' ')}{f': {error.value}' if error.value else ''}"
        raise HTTPException(404 if missing else 422, told) from error


def _form(change: OfArticle) -> dict[str, str | list[str]]:
    """The same as the form of the article's page sends it."""
    if isinstance(change, Looked):
        return {"statement": change.statement}
    if isinstance(change, SetRegion):
        kind = change.kind.value if change.kind else "body"
        return {"content": _places([change.place]), "kind": kind}
    given = change.model_fields_set
    made: dict[str, str | list[str]] = {}
    for role in ("source", "cue", "condition"):
        if role in given:
            place = getattr(change, role)
            made[role] = _places([place] if place else [])
    if change.content:
        made["content"] = _places(change.content)
    if change.act is not None:
        made["act"] = change.act.value
    for name, field in (("speaker", "speakers"), ("party", "parties"), ("target", "targets")):
        if field in given:
            made[name] = ", ".join(getattr(change, field))
    if "speaker_words" in given:
        made["speaker_words"] = _places(change.speaker_words)
    if given & {"issues", "new_issues"}:
        made |= {"issues": "1", "issue": change.issues, "issue_new": change.new_issues}
    return made | ({"statement": change.statement} if isinstance(change, Mend) else {})


def _of_dossier(view: View, change: OfDossier) -> changes.Amendment:
    match change:
        case MergeActors():
            others = tuple(_actor(view, id) for id in change.others)
            return changes.MergeActors(0, _actor(view, change.actor), others)
        case SplitActor():
            apart = _words(view, change.apart)
            if not apart and not change.forms:
                raise HTTPException(422, "say what is somebody else: apart or forms")
            who = _actor(view, change.actor)
            return changes.SplitActor(0, who, apart, change.name, tuple(change.forms), change.party)
        case SetActor():
            return changes.SetActor(0, _actor(view, change.actor), change.name, change.party)
        case RenameIssue():
            return changes.RenameIssue(0, _issue(view, change.issue), change.labels)
        case MergeIssues():
            others_of = tuple(_issue(view, id) for id in change.others)
            return changes.MergeIssues(0, _issue(view, change.issue), others_of)
        case _:
            return _of_meeting(view, change)


def _of_meeting(view: View, change: OfDossier) -> changes.Amendment:
    match change:
        case SetMeeting():
            named = change.participants
            who = None if named is None else tuple(_actor(view, id) for id in named)
            told = (change.status, change.date, change.place, change.kind, who)
            return changes.SetMeeting(0, _meeting(view, change.meeting), *told)
        case MergeMeetings():
            others = tuple(_meeting(view, id) for id in change.others)
            return changes.MergeMeetings(0, _meeting(view, change.meeting), others)
        case SplitMeeting():
            return changes.SplitMeeting(0, _meeting(view, change.meeting), _words(view, change.apart))
        case RejectMeeting():
            return changes.RejectMeeting(0, _meeting(view, change.meeting))
        case AddMeeting():
            (what,) = _words(view, [change.what])
            who = tuple(_actor(view, id) for id in change.participants)
            return changes.AddMeeting(0, what, change.kind, change.status, change.date, change.place, who)
        case _:
            raise HTTPException(422, f"cannot {change.do}")


def _actor(view: View, id: str) -> changes.ActorRef:
    texts = {article: one.text for article, one in view.articles.items()}
    return actor_ref(_one(view.actors, id, "actor"), texts)


def _issue(view: View, id: str) -> changes.IssueRef:
    return issue_ref(_one(view.issues, id, "issue"), view.statements_of_issue.get(id, ()))


def _meeting(view: View, id: str) -> tuple[Evidence, ...]:
    return meeting_words(_one(view.meetings, id, "meeting"))


def _one(many: Mapping[str, T], id: str, kind: str) -> T:
    if id not in many:
        raise HTTPException(404, f"no {kind} {id} in this dossier now")
    return many[id]


def _words(view: View, places: Sequence[ChosenWords]) -> tuple[Evidence, ...]:
    for one in places:
        if one.article not in view.articles or not one.start < one.end <= len(
            view.articles[one.article].text
        ):
            raise HTTPException(422, f"no words at {one.start} to {one.end} of {one.article}")
    return tuple(Evidence(one.article, one.start, one.end) for one in places)


def _places(places: Sequence[Any]) -> str:
    return ",".join(f"{one.start}-{one.end}" for one in places)
