"""What people change in a dossier as a whole: who is whom, what a statement does, what is negotiated, which meetings are.

Plain frozen data. Everything is told by words and place (`Evidence`), never by the id of an actor, statement, issue or
meeting, because those may change as articles come. Each change bears the number of its correction and leaves the mark
`correction:NUMBER` in the reason of what it changed, so what was done can be seen in the state of play, and what could
not be done can be listed (`unmet`).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from pourparlers.model import Act, Evidence, MeetingStatus, Reason, StateOfPlay


@dataclass(frozen=True, slots=True)
class ActorRef:
    """An actor: where it is named, and for want of those its code in `knowledge` or what it is called."""

    mentions: tuple[Evidence, ...] = ()
    code: str | None = None
    name: str = ""


@dataclass(frozen=True, slots=True)
class IssueRef:
    """An issue: its id and labels, and some of the words that were on it; one that is found nowhere is a new one."""

    id: str
    labels: dict[str, str] = field(default_factory=dict)
    words: tuple[Evidence, ...] = ()


@dataclass(frozen=True, slots=True)
class MergeActors:
    """`others` are the same as `who`."""

    number: int
    who: ActorRef
    others: tuple[ActorRef, ...]


@dataclass(frozen=True, slots=True)
class SplitActor:
    """The entities named at `apart`, and those written only as one of `forms`, are somebody else, called `name`."""

    number: int
    who: ActorRef
    apart: tuple[Evidence, ...]
    name: str
    forms: tuple[str, ...] = ()
    party: str | None = None


@dataclass(frozen=True, slots=True)
class SetActor:
    """An actor's name, or the party it speaks for: None leaves it, "" is no party."""

    number: int
    who: ActorRef
    name: str | None = None
    party: str | None = None


@dataclass(frozen=True, slots=True)
class SetStatement:
    """A statement, found by its content and cue. None leaves a value as it is, an empty tuple takes it away."""

    number: int
    content: tuple[Evidence, ...]
    cue: Evidence | None = None
    speakers: tuple[ActorRef, ...] | None = None
    parties: tuple[str, ...] | None = None
    act: Act | None = None
    issues: tuple[IssueRef, ...] | None = None
    added: tuple[IssueRef, ...] = ()
    removed: tuple[IssueRef, ...] = ()
    condition: tuple[Evidence, ...] | None = None
    targets: tuple[ActorRef, ...] | None = None


@dataclass(frozen=True, slots=True)
class RenameIssue:
    """An issue's labels, by language."""

    number: int
    issue: IssueRef
    labels: dict[str, str]


@dataclass(frozen=True, slots=True)
class MergeIssues:
    """`others` are the same matter as `issue`."""

    number: int
    issue: IssueRef
    others: tuple[IssueRef, ...]


@dataclass(frozen=True, slots=True)
class SetMeeting:
    """A meeting, found by the words that tell of it. None leaves a value as it is, "" takes date or place away."""

    number: int
    words: tuple[Evidence, ...]
    status: MeetingStatus | None = None
    date: str | None = None
    place: str | None = None
    kind: str | None = None
    participants: tuple[ActorRef, ...] | None = None


@dataclass(frozen=True, slots=True)
class MergeMeetings:
    """The meetings of which `others` tell are the one of which `words` tell."""

    number: int
    words: tuple[Evidence, ...]
    others: tuple[tuple[Evidence, ...], ...]


@dataclass(frozen=True, slots=True)
class SplitMeeting:
    """Of the words that tell of a meeting, `apart` tell of another one."""

    number: int
    words: tuple[Evidence, ...]
    apart: tuple[Evidence, ...]


@dataclass(frozen=True, slots=True)
class RejectMeeting:
    """There is no such meeting."""

    number: int
    words: tuple[Evidence, ...]


@dataclass(frozen=True, slots=True)
class AddMeeting:
    """A meeting that was missed; `what` are the words that name it."""

    number: int
    what: Evidence
    kind: str
    status: MeetingStatus
    date: str | None = None
    place: str | None = None
    participants: tuple[ActorRef, ...] = ()


ActorChange = MergeActors | SplitActor | SetActor
IssueChange = RenameIssue | MergeIssues
MeetingChange = SetMeeting | MergeMeetings | SplitMeeting | RejectMeeting | AddMeeting
Amendment = ActorChange | SetStatement | IssueChange | MeetingChange


@dataclass(frozen=True, slots=True)
class Amendments:
    """All that stands, in the order it was made; later ones come after, and so outrank, earlier ones."""

    actors: tuple[ActorChange, ...] = ()
    statements: tuple[SetStatement, ...] = ()
    issues: tuple[IssueChange, ...] = ()
    meetings: tuple[MeetingChange, ...] = ()

    def __iter__(self) -> Iterator[Amendment]:
        yield from (*self.actors, *self.statements, *self.issues, *self.meetings)


NONE = Amendments()
_MARK = "correction:"


def mark(number: int) -> str:
    """Give what a correction leaves in the reasons of what it changed."""
    return f"{_MARK}{number}"


def marked(reason: Reason, number: int) -> Reason:
    """Give a reason with the mark of a correction: a person has looked, so it is sure."""
    return Reason(1.0, tuple(dict.fromkeys((*reason.why, mark(number)))))


def both(one: Reason, other: Reason) -> Reason:
    """Give the reason of two things that are one: the first's, with the marks of the other."""
    marks = (why for why in other.why if why.startswith(_MARK))
    return Reason(one.confidence, tuple(dict.fromkeys((*one.why, *marks))))


def is_marked(reason: Reason) -> bool:
    """Tell whether a person changed, or looked at, what this is the reason of."""
    return any(why.startswith(_MARK) for why in reason.why)


def unmet(state: StateOfPlay, amendments: Amendments) -> tuple[int, ...]:
    """List the changes, by number, that found nothing in a state of play to change.

    What was to go and is not there is as it should be. An issue has no reasons; it is told by its labels.
    """
    marks = {
        why
        for group in (state.actors, state.statements, state.meetings)
        for one in group
        for why in one.reason.why
    }
    shown = {tuple(sorted(issue.labels.items())) for issue in state.issues}
    ids = {issue.id for issue in state.issues}
    missed = []
    for one in amendments:
        match one:
            case RejectMeeting():
                met = True
            case RenameIssue():
                met = any(set(one.labels.items()) <= set(labels) for labels in shown)
            case MergeIssues():
                met = one.issue.id in ids or not ids & {other.id for other in one.others}
            case _:
                met = mark(one.number) in marks
        if not met:
            missed.append(one.number)
    return tuple(missed)
