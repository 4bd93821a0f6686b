"""The matrix: who holds what on which issue."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence

from pourparlers.dossier.clashes import SURE_ENOUGH
from pourparlers.dossier.dating import DAY, beginning
from pourparlers.dossier.themes import OTHER
from pourparlers.model import Act, Clash, Evidence, Issue, Position
from pourparlers.report.lookup import Lookup, chief_first, is_apart, is_doubtful
from pourparlers.report.view import Agreement, Cell, Link, Matrix, Opposition, Row, Stance

MOST_COLUMNS = 5
_TOLD = frozenset({Act.STATE, Act.ANNOUNCE})


def matrices(look: Lookup) -> tuple[Matrix, Matrix]:
    """The matrix of the parties, and apart from it that of the press and the experts.

    Each statement stands once, under the issue it is most about; what was last said on an issue comes first.
    Rows: most clashes first, then most parties, then most statements. Columns: most statements first; parties
    beyond the fifth share a last column, their names kept in the cells.
    """
    return _matrix(look, apart=False), _matrix(look, apart=True)


def _matrix(look: Lookup, *, apart: bool) -> Matrix:
    held: dict[str, dict[str, list[Position]]] = defaultdict(lambda: defaultdict(list))
    for position in look.state.positions:
        if position.id not in look.listed_under:
            for party in dict.fromkeys((position.party, *position.parties)):
                if is_apart(party) is apart:
                    held[position.issue][party].append(position)
    order = sorted({party for row in held.values() for party in row}, key=look.heavier)
    own = order if len(order) <= MOST_COLUMNS + 1 else order[:MOST_COLUMNS]
    rest = order[len(own) :]
    clashes = Counter(several[0].issue for several in together(look))
    known = {issue.id: issue for issue in look.state.issues}

    def most_disputed(issue: str) -> tuple[bool, int, int, int, str, str]:
        said = sum(len(position.statements) for row in held[issue].values() for position in row)
        return issue == OTHER, -clashes[issue], -len(held[issue]), -said, look.issue(issue), issue

    rows = []
    for issue in sorted(held, key=most_disputed):
        day = max((_day(one) for row in held[issue].values() for one in row), default="")
        cells = [_cell(look, party, issue, held[issue].get(party, []), day) for party in own]
        if rest:
            shared = [
                stance
                for party in rest
                for stance in _cell(look, party, issue, held[issue].get(party, []), day).stances
            ]
            cells.append(Cell(look.words("matrix.others"), tuple(shared)))
        rows.append(
            _row(
                look,
                look.anchor("j" if apart else "i", issue),
                issue,
                known.get(issue),
                clashes[issue],
                cells,
            )
        )
    columns = [look.party(party) for party in own] + ([look.words("matrix.others")] if rest else [])
    return Matrix(tuple(columns), tuple(rows))


def _row(
    look: Lookup, anchor: str, identity: str, issue: Issue | None, clashes: int, cells: list[Cell]
) -> Row:
    label, language = look.issues.get(identity, (look.issue(identity), ""))
    parent = issue.parent if issue else None
    return Row(
        anchor=anchor,
        issue=label,
        issue_language=language,
        within=look.words("matrix.within", issue=look.issue(parent)) if parent else "",
        contention=_contention(look, identity, clashes),
        cells=tuple(cells),
    )


def _contention(look: Lookup, issue: str, clashes: int) -> str:
    """How many clashes there are on an issue, and since when nobody has moved."""
    words = look.words
    parts = [words("matrix.contention", n=clashes)] if clashes else []
    for deadlock in look.state.deadlocks:
        if deadlock.issue == issue:
            since = words.day(deadlock.since, short=True)
            parts.append(words("matrix.deadlock_since", date=since) if since else words("matrix.deadlock"))
    return " · ".join(parts)


def _cell(look: Lookup, party: str, issue: str, positions: list[Position], day: str) -> Cell:
    """The positions of one party on one issue: those of the day on which the last thing was said on it, then the others."""
    ordered = sorted(chief_first(positions), key=lambda one: _day(one) != day)
    return Cell(look.party(party), tuple(look.stance(position.id, party, issue) for position in ordered))


def _day(position: Position) -> str:
    return beginning(position.last_said) if position.last_said else ""


def latest(look: Lookup, most: int) -> tuple[str, tuple[Stance, ...]]:
    """The last day on which something was first said, and the chief things said then: of each party one before its next.

    What takes a stand goes before what is only told, and what is doubtful last. Without a day there is nothing.
    """
    said = {p.id: beginning(p.first_said or "") for p in look.state.positions if not is_apart(p.party)}
    day = max((one for one in said.values() if len(one) == DAY), default="")
    of_party: Counter[str] = Counter()
    ranked: list[tuple[bool, int, bool, int, str]] = []
    for one in chief_first([look.position[id] for id, on in said.items() if day and on == day]):
        if one.id not in look.listed_under and "own-voice" not in one.marks:
            ranked.append((is_doubtful(one), of_party[one.party], one.act in _TOLD, len(ranked), one.id))
            of_party[one.party] += 1
    return day, tuple(look.together(id) for *_, id in sorted(ranked)[:most])


def oppositions(look: Lookup) -> tuple[Opposition, ...]:
    """The clashes, sharpest first: the surest of those with the most words behind them.

    Clashes of the same two sides on one issue, or over the same words, are one, with the other words under it.
    """
    found = []
    for several in together(look):
        first = several[0]
        a, b = look.together(first.a), look.together(first.b)
        anchor = look.anchor("c", first.id)
        link = Link(anchor, f"{look.words('note.clash')} · {look.issue(first.issue)}")
        shown = {a.quote, b.quote}
        also = []
        for position in dict.fromkeys(one for clash in several for one in (clash.a, clash.b)):
            for statement in look.position[position].statements:
                look.supports[statement].append(link)
            stance = look.together(position)
            if stance.quote not in shown:
                shown.add(stance.quote)
                also.append(stance)
        kind = look.words.kind("clash-kind", first.kind)
        why = look.why(first.reason)
        found.append(
            Opposition(anchor, kind, look.issue(first.issue), a, b, why, tuple(also), _is_weak(first))
        )
    return tuple(found)


def together(look: Lookup) -> list[list[Clash]]:
    """The clashes in groups of the same two sides on one issue or over the same words, the sharpest first."""

    def sharpness(clash: Clash) -> tuple[float, int, str]:
        said = [len(look.position[one].statements) for one in (clash.a, clash.b)]
        return -clash.reason.confidence * min(said), -sum(said), clash.id

    groups: dict[frozenset[frozenset[str]], list[list[Clash]]] = defaultdict(list)
    order: list[list[Clash]] = []
    for clash in sorted(look.state.clashes, key=sharpness):
        known = groups[_sides(look, clash)]
        for group in known:
            if any(
                one.issue == clash.issue or not _words(look, one).isdisjoint(_words(look, clash))
                for one in group
            ):
                group.append(clash)
                break
        else:
            known.append([clash])
            order.append(known[-1])
    return order


def _is_weak(clash: Clash) -> bool:
    if clash.reason.confidence < SURE_ENOUGH:
        return True
    return clash.kind == "accusation-counter-accusation" and "rule:each-other" not in clash.reason.why


def _sides(look: Lookup, clash: Clash) -> frozenset[frozenset[str]]:
    held = (look.position[one] for one in (clash.a, clash.b))
    return frozenset(
        frozenset((*(one.parties or (one.party,)), *(mark for mark in one.marks if mark == "own-voice")))
        for one in held
    )


def _words(look: Lookup, clash: Clash) -> frozenset[Evidence]:
    return frozenset(look.position[one].quote for one in (clash.a, clash.b))


def agreements(look: Lookup) -> tuple[Agreement, ...]:
    """The convergences, those of most parties first."""
    found = []
    for convergence in look.state.convergences:
        stances = tuple(look.together(position) for position in convergence.positions)
        anchor = look.anchor("v", convergence.id)
        held = (look.position[position] for position in convergence.positions)
        parties = look.names(party for one in held for party in one.parties or (one.party,))
        heading = look.words("convergences.same", parties=parties)
        link = Link(anchor, f"{look.words('note.convergence')} · {look.issue(convergence.issue)}")
        for position in convergence.positions:
            for statement in look.position[position].statements:
                look.supports[statement].append(link)
        why = look.why(convergence.reason)
        found.append(Agreement(anchor, look.issue(convergence.issue), heading, stances, why))
    return tuple(sorted(found, key=lambda item: (-len(item.stances), item.issue, item.anchor)))


def sharpest(clashes: Sequence[Opposition], most: int) -> tuple[Opposition, ...]:
    """The first clashes, each on another issue and of other sides as long as there are others.

    What is not sure enough is not among them, nor two accusations that are not known to be against each other.
    """
    seen: set[object] = set()
    first: list[Opposition] = []
    again: list[Opposition] = []
    for clash in clashes:
        if clash.is_weak:
            continue
        keys = {clash.issue, frozenset((clash.a.party, clash.b.party))}
        (again if keys & seen else first).append(clash)
        seen |= keys
    return tuple((first + again)[:most])
