"""The position matrix: issues by parties, the chief position of each cell, and its history."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from pourparlers.dossier.themes import OTHER
from pourparlers.model import Position
from pourparlers.report.lookup import chief_first, is_apart
from pourparlers.report.view import ActSign
from pourparlers.web.look import Glance, Look, Name
from pourparlers.web.view import View

MOST_IN_HISTORY = 6
_MOST_IN_TRAIL = 10


@dataclass(frozen=True, slots=True)
class Cell:
    """What one party holds on one issue: the chief position, all of them in time order, their signs."""

    key: str
    chief: Glance | None
    history: tuple[Glance, ...]
    trail: tuple[ActSign, ...]
    more: int
    href: str


@dataclass(frozen=True, slots=True)
class Row:
    """One issue with its cells."""

    issue: Name
    clashes: int
    deadlock: bool
    since: str
    statements: int
    cells: tuple[Cell, ...]


def columns(view: View) -> tuple[str, ...]:
    """The parties that hold something, most statements first; press and experts, who are no parties, are not among them."""

    def order() -> tuple[str, ...]:
        holding = {party for party in view.positions_of_party if not is_apart(party)}
        return tuple(sorted(holding, key=lambda id: (-len(view.statements_of_party.get(id, ())), id)))

    return view.keep("columns", order)


def most_disputed(view: View) -> tuple[str, ...]:
    """The issues on which something is held: most clashes first, then most parties, then most statements; those without a name last."""

    def order() -> tuple[str, ...]:
        clashes = Counter(clash.issue for clash in view.state.clashes)
        parties: defaultdict[str, set[str]] = defaultdict(set)
        for issue, held in view.positions_of_issue.items():
            parties[issue] = {
                party for one in held for party in one.parties or (one.party,) if not is_apart(party)
            }
        said = view.statements_of_issue
        return tuple(
            sorted(
                (issue for issue, who in parties.items() if who),
                key=lambda id: (id == OTHER, -clashes[id], -len(parties[id]), -len(said.get(id, ())), id),
            )
        )

    return view.keep("most disputed", order)


def row(look: Look, issue: str, parties: Sequence[str]) -> Row:
    """One issue, with a cell for each of these parties; kept in the view."""
    key = ("row", look.words.language, issue, tuple(parties))
    return look.view.keep(key, lambda: _row(look, issue, parties))


def _row(look: Look, issue: str, parties: Sequence[str]) -> Row:
    view = look.view
    held: defaultdict[str, list[Position]] = defaultdict(list)
    for one in view.positions_of_issue.get(issue, ()):
        if _is_first(view, one, issue):
            for party in one.parties or (one.party,):
                held[party].append(one)
    deadlock = view.deadlocks.get(issue)
    return Row(
        issue=look.issue_name(issue),
        clashes=len(view.clashes_of_issue.get(issue, ())),
        deadlock=deadlock is not None,
        since=look.words.day(deadlock.since, short=True) if deadlock else "",
        statements=len(view.statements_of_issue.get(issue, ())),
        cells=tuple(_cell(look, issue, party, held.get(party, [])) for party in parties),
    )


def _is_first(view: View, position: Position, issue: str) -> bool:
    """Tell whether a position is held on an issue, and some of its statements are on it first: a demand on two stands once."""
    said = (view.statements[id] for id in position.statements)
    return position.issue == issue and any(one.issues[:1] == (issue,) for one in said)


def _cell(look: Look, issue: str, party: str, positions: list[Position]) -> Cell:
    href = f"{look.issue_name(issue).href}?{urlencode({'party': party})}"
    key = look.anchor("h", f"{issue}.{party}")
    if not positions:
        return Cell(key, None, (), (), 0, href)
    in_time = sorted(positions, key=lambda one: (one.first_said is None, one.first_said or "", one.id))
    return Cell(
        key=key,
        chief=look.glance(chief_first(positions)[0]),
        history=tuple(look.glance(one) for one in in_time[-MOST_IN_HISTORY:]),
        trail=tuple(look.act(one.act) for one in in_time[-_MOST_IN_TRAIL:]),
        more=max(0, len(in_time) - MOST_IN_HISTORY),
        href=href,
    )
