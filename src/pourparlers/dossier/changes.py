"""What is new since an earlier state of play: positions taken, hardened or softened, meetings, actors."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pourparlers.errors import FormatError
from pourparlers.model import Act, Change, Evidence, Position, Reason, StateOfPlay

# How hard an act is on the other side; a concession is below everything.
_HARDNESS = {
    Act.CONCEDE: -2,
    Act.AGREE: -1,
    Act.OFFER: -1,
    Act.SUPPORT: -1,
    Act.REQUEST: 1,
    Act.WARN: 1,
    Act.DENY: 1,
    Act.ACCUSE: 2,
    Act.REJECT: 2,
    Act.THREATEN: 3,
}
_NEW = Reason(0.9, ("rule:not-in-earlier-state",))


@dataclass(frozen=True, slots=True)
class Snapshot:
    """What must be known of an earlier state of play to say what changed.

    `positions` gives party, issue and act by position id; `meetings` status and date by meeting id.
    """

    date: str | None
    positions: Mapping[str, tuple[str, str, str]]
    meetings: Mapping[str, tuple[str, str | None]]
    actors: frozenset[str]


def snapshot(state: StateOfPlay) -> Snapshot:
    """Keep of a state of play what later ones are compared with."""
    return Snapshot(
        state.date,
        {one.id: (one.party, one.issue, one.act.value) for one in state.positions},
        {one.id: (one.status.value, one.date) for one in state.meetings},
        frozenset(one.id for one in state.actors),
    )


def read_snapshot(path: Path) -> Snapshot:
    """Read an earlier state of play from what `pourparlers brief --json` printed.

    Raises:
        FormatError: the file is not such a brief.
    """
    try:
        raw: Any = json.loads(path.read_text(encoding="utf-8"))
        return Snapshot(
            raw.get("date"),
            {p["id"]: (p["party_id"], p["issue"], p["act"]) for p in raw["positions"]},
            {m["id"]: (m["status"], m.get("date")) for m in raw["meetings"]},
            frozenset(a["id"] for a in raw["actors"]),
        )
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise FormatError(
            "not an earlier state of play", where=str(path), cure="keep one with `pourparlers brief --json`"
        ) from error


def compare(before: Snapshot, now: StateOfPlay) -> tuple[Change, ...]:
    """What is new in a state of play, the weightiest first: positions, meetings, actors.

    A party's new position on an issue it already held something on is `hardened` or `softened` when its act is
    harder or softer than all it did before there, else `new_position`.
    """
    return (*_positions(before, now), *_meetings(before, now), *_actors(before, now))


def _positions(before: Snapshot, now: StateOfPlay) -> Iterator[Change]:
    held: defaultdict[tuple[str, str], list[Act]] = defaultdict(list)
    for party, issue, act in before.positions.values():
        held[party, issue].append(Act(act))
    order = {"hardened": 0, "softened": 1, "new_position": 2}
    found = [
        _position(one, held[one.party, one.issue]) for one in now.positions if one.id not in before.positions
    ]
    yield from sorted(
        found, key=lambda change: (order[change.kind], -abs(_HARDNESS.get(Act(str(change.after)), 0)))
    )


def _position(one: Position, earlier: Iterable[Act]) -> Change:
    known = {act: _HARDNESS[act] for act in earlier if act in _HARDNESS}
    kind, was = "new_position", None
    if known and one.act in _HARDNESS:
        hardest, softest = max(known, key=lambda a: known[a]), min(known, key=lambda a: known[a])
        if _HARDNESS[one.act] > known[hardest]:
            kind, was = "hardened", hardest.value
        elif _HARDNESS[one.act] < known[softest] and _HARDNESS[one.act] < 0:
            kind, was = "softened", softest.value
    why = ("rule:not-in-earlier-state", *([f"rule:{kind}"] if was else []))
    reason = Reason(round(one.reason.confidence * 0.95, 3), why)
    return Change(kind, one.id, before=was, after=one.act.value, evidence=(one.quote,), reason=reason)


def _meetings(before: Snapshot, now: StateOfPlay) -> Iterator[Change]:
    for one in now.meetings:
        evidence = one.evidence[:1]
        if one.id not in before.meetings:
            yield Change("new_meeting", one.id, after=one.status.value, evidence=evidence, reason=_NEW)
            continue
        status, date = before.meetings[one.id]
        if status != one.status.value:
            yield Change("meeting_status", one.id, status, one.status.value, evidence, _NEW)
        elif date != one.date:
            yield Change("meeting_date", one.id, date, one.date, evidence, _NEW)


def _actors(before: Snapshot, now: StateOfPlay) -> Iterator[Change]:
    speaking = {actor for statement in now.statements for actor in statement.speakers}
    for one in now.actors:
        if one.id not in before.actors and one.id in speaking:
            first: tuple[Evidence, ...] = one.mentions[:1]
            yield Change("new_actor", one.id, after=one.name, evidence=first, reason=_NEW)
