"""The state of play as flat tables: one tuple a row, all cells text, numbers or nothing."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from pourparlers.exports.names import SOFTWARE, Names, hull
from pourparlers.exports.stances import Stance, stance
from pourparlers.model import Evidence, Meeting, Reason, Statement, StateOfPlay

Cell = str | int | float | None
_MARKS = ("doc", "start", "end", "text")


@dataclass(frozen=True, slots=True)
class Table:
    """Rows with named columns."""

    columns: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]


def tables(state: StateOfPlay, language: str = "en") -> dict[str, Table]:
    """The tables of a state of play, by name.

    Several values in one cell are parted by `; `. Where a line rests on several stretches, `*_start` and `*_end` span
    them all and `*_text` is everything between; the table `evidence` has each stretch by itself. `software` and
    `model` end every row.
    """
    names = Names(state, language)
    made = {
        "statements": _statements(state, names),
        "positions": _positions(state, names),
        "meetings": _meetings(state, names),
        "actors": _actors(state, names),
        "clashes": _clashes(state, names),
        "divergences": _divergences(state, names),
        "matrix": _matrix(state, names),
        "evidence": _evidence(state, names),
    }
    by = (SOFTWARE, state.model)
    return {
        name: Table((*table.columns, "software", "model"), tuple((*row, *by) for row in table.rows))
        for name, table in made.items()
    }


def _columns(text: str) -> tuple[str, ...]:
    """Column names; `name*` stands for the four columns of a citation."""
    return tuple(
        column
        for word in text.split()
        for column in ([f"{word[:-1]}_{mark}" for mark in _MARKS] if word.endswith("*") else [word])
    )


def _cite(names: Names, one: Evidence | None) -> tuple[Cell, ...]:
    return (None,) * 4 if one is None else (names.doc(one), one.start, one.end, names.text(one))


def _join(values: Iterable[str]) -> str:
    return "; ".join(values)


def _reason(reason: Reason) -> tuple[Cell, ...]:
    return reason.confidence, _join(reason.why)


def _statements(state: StateOfPlay, names: Names) -> Table:
    columns = _columns(
        "id attribution article outlet published url language speakers speaker_ids parties party_ids act stance "
        "issues issue_ids targets target_ids said_by said_by_id nested said_on content* cue* source* condition* "
        "addressee* channel* confidence why"
    )
    rows: list[tuple[Cell, ...]] = []
    for one in state.statements:
        article = names.articles[one.article]
        rows.append(
            (
                one.id,
                one.attribution,
                article.name,
                article.outlet,
                article.published.isoformat() if article.published else None,
                article.url,
                article.language,
                _join(map(names.actor, one.speakers)),
                _join(one.speakers),
                _join(map(names.party, one.parties)),
                _join(one.parties),
                one.act.value,
                stance(one.act).value,
                _join(map(names.issue, one.issues)),
                _join(one.issues),
                _join(map(names.actor, one.targets)),
                _join(one.targets),
                names.actor(one.said_by) if one.said_by else None,
                one.said_by,
                int(one.nested),
                one.said_on,
                *_cite(names, hull(one.content)),
                *_cite(names, one.cue),
                *_cite(names, one.source),
                *_cite(names, one.condition),
                *_cite(names, one.addressee),
                *_cite(names, one.channel),
                *_reason(one.reason),
            )
        )
    return Table(columns, tuple(rows))


def _positions(state: StateOfPlay, names: Names) -> Table:
    columns = _columns(
        "id party party_id parties party_ids issue issue_id issues_also act stance marks first_said last_said "
        "outlets statements statement_ids quote* condition* confidence why"
    )
    rows = tuple(
        (
            one.id,
            names.party(one.party),
            one.party,
            _join(map(names.party, one.parties or (one.party,))),
            _join(one.parties or (one.party,)),
            names.issue(one.issue),
            one.issue,
            _join(one.issues_also),
            one.act.value,
            stance(one.act).value,
            _join(one.marks),
            one.first_said,
            one.last_said,
            _join(one.outlets),
            len(one.statements),
            _join(one.statements),
            *_cite(names, one.quote),
            *_cite(names, one.condition),
            *_reason(one.reason),
        )
        for one in state.positions
    )
    return Table(columns, rows)


def _meetings(state: StateOfPlay, names: Names) -> Table:
    columns = _columns(
        "id kind status place date participants participant_ids what* date_text* duration* confidence why"
    )
    rows = tuple(
        (
            one.id,
            one.kind,
            one.status.value,
            one.place,
            one.date,
            _join(map(names.participant, one.participants)),
            _join(one.participants),
            *_cite(names, one.what),
            *_cite(names, one.date_text),
            *_cite(names, one.duration),
            *_reason(one.reason),
        )
        for one in state.meetings
    )
    return Table(columns, rows)


def _actors(state: StateOfPlay, names: Names) -> Table:
    columns = _columns(
        "id name kind variants party party_id affiliation roles code mentions first_mention* confidence why"
    )
    rows = tuple(
        (
            one.id,
            one.name,
            one.kind.value,
            _join(one.variants),
            names.party(one.party),
            one.party,
            one.affiliation,
            _join(one.roles),
            one.code,
            len(one.mentions),
            *_cite(names, one.mentions[0] if one.mentions else None),
            *_reason(one.reason),
        )
        for one in state.actors
    )
    return Table(columns, rows)


def _clashes(state: StateOfPlay, names: Names) -> Table:
    held = {one.id: one for one in state.positions}
    columns = _columns("id kind issue issue_id a a_party a_quote* b b_party b_quote* confidence why")
    rows = tuple(
        (
            one.id,
            one.kind,
            names.issue(one.issue),
            one.issue,
            one.a,
            names.party(held[one.a].party),
            *_cite(names, held[one.a].quote),
            one.b,
            names.party(held[one.b].party),
            *_cite(names, held[one.b].quote),
            *_reason(one.reason),
        )
        for one in state.clashes
    )
    return Table(columns, rows)


def _divergences(state: StateOfPlay, names: Names) -> Table:
    columns = _columns("id kind issue issue_id actors a* b* confidence why")
    rows = tuple(
        (
            one.id,
            one.kind,
            names.issue(one.issue),
            one.issue,
            _join(map(names.actor, one.actors)),
            *_cite(names, one.a[0] if one.a else None),
            *_cite(names, one.b[0] if one.b else None),
            *_reason(one.reason),
        )
        for one in state.divergences
    )
    return Table(columns, rows)


def _matrix(state: StateOfPlay, names: Names) -> Table:
    """How often each actor and each party speaks for and against each issue; shares are of all its statements there."""
    columns = _columns("level id name issue_id issue statements for against neither share_for share_against")
    levels: Sequence[tuple[str, Callable[[Statement], tuple[str, ...]], Callable[[str], str]]] = (
        ("actor", lambda one: one.speakers, names.actor),
        ("party", lambda one: one.parties, names.party),
    )
    rows: list[tuple[Cell, ...]] = []
    for level, speak, name in levels:
        counts = Counter(
            (who, issue, stance(one.act))
            for one in state.statements
            for who in dict.fromkeys(speak(one))
            for issue in dict.fromkeys(one.issues)
        )
        for who, issue in sorted({(who, issue) for who, issue, _ in counts}):
            yes, no, open_ = (counts[who, issue, one] for one in (Stance.FOR, Stance.AGAINST, Stance.NEITHER))
            total = yes + no + open_
            shares = round(yes / total, 4), round(no / total, 4)
            rows.append((level, who, name(who), issue, names.issue(issue), total, yes, no, open_, *shares))
    return Table(columns, tuple(rows))


def _evidence(state: StateOfPlay, names: Names) -> Table:
    """Every stretch of text that a line of the other tables rests on, one a row."""
    rows: list[tuple[Cell, ...]] = []

    def add(table: str, id: str, role: str, many: Iterable[Evidence | None]) -> None:
        found = [one for one in many if one is not None]
        rows.extend((table, id, role, n, *_cite(names, one)) for n, one in enumerate(found, 1))

    for said in state.statements:
        add("statements", said.id, "content", said.content)
        for role in ("cue", "source", "condition", "addressee", "channel"):
            add("statements", said.id, role, (getattr(said, role),))
    for held in state.positions:
        add("positions", held.id, "evidence", held.evidence)
        add("positions", held.id, "quote", (held.quote,))
        add("positions", held.id, "condition", (held.condition,))
    for meeting in state.meetings:
        for role, many in _of_meeting(meeting):
            add("meetings", meeting.id, role, many)
    for actor in state.actors:
        add("actors", actor.id, "mention", actor.mentions)
    for one in state.divergences:
        add("divergences", one.id, "a", one.a)
        add("divergences", one.id, "b", one.b)
    return Table(_columns("table id role n") + _MARKS, tuple(rows))


def _of_meeting(one: Meeting) -> Iterable[tuple[str, tuple[Evidence | None, ...]]]:
    return (
        ("what", (one.what,)),
        ("date", (one.date_text,)),
        ("duration", (one.duration,)),
        ("evidence", one.evidence),
    )
