"""The state of play as flat tables: one tuple a row, all cells text, numbers or nothing."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence

from pourparlers.exports.names import SOFTWARE, Names, hull
from pourparlers.exports.registers import registers
from pourparlers.exports.rows import MARKS, Cell, Table, cite, columns, join, reason
from pourparlers.exports.stances import Stance, stance
from pourparlers.model import Evidence, Meeting, Statement, StateOfPlay


def tables(state: StateOfPlay, language: str = "en") -> dict[str, Table]:
    """The tables of a state of play, by name.

    Several values in one cell are parted by `; `. Where a line rests on several stretches, `*_start` and `*_end` span
    them all and `*_text` is everything between; the table `evidence` has each stretch by itself. What is not known is
    None, never empty text. `software` and `model` end every row.
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
        **registers(state, names),
    }
    by = (SOFTWARE, state.model)
    return {
        name: Table((*table.columns, "software", "model"), tuple(_known((*row, *by)) for row in table.rows))
        for name, table in made.items()
    }


def _known(row: tuple[Cell, ...]) -> tuple[Cell, ...]:
    return tuple(None if cell == "" else cell for cell in row)


def _statements(state: StateOfPlay, names: Names) -> Table:
    head = columns(
        "id attribution article article_id outlet published url language speakers speaker_ids parties party_ids act stance "
        "issues issue_ids targets target_ids said_by said_by_id nested said_on content* content_spans cue* source* "
        "condition* addressee* channel* shown* unsaid confidence why"
    )
    rows: list[tuple[Cell, ...]] = []
    for one in state.statements:
        article = names.articles[one.article]
        rows.append(
            (
                one.id,
                one.attribution,
                article.name,
                article.id,
                article.outlet,
                article.published.isoformat() if article.published else None,
                article.url,
                article.language,
                join(map(names.actor, one.speakers)),
                join(one.speakers),
                join(map(names.party, one.parties)),
                join(one.parties),
                one.act.value,
                stance(one.act).value,
                join(map(names.issue, one.issues)),
                join(one.issues),
                join(map(names.actor, one.targets)),
                join(one.targets),
                names.actor(one.said_by) if one.said_by else None,
                one.said_by,
                int(one.nested),
                one.said_on,
                *cite(names, hull(one.content)),
                join(f"{part.start}-{part.end}" for part in one.content),
                *cite(names, one.cue),
                *cite(names, one.source),
                *cite(names, one.condition),
                *cite(names, one.addressee),
                *cite(names, one.channel),
                *cite(names, one.shown),
                one.unsaid,
                *reason(one.reason),
            )
        )
    return Table(head, tuple(rows))


def _positions(state: StateOfPlay, names: Names) -> Table:
    head = columns(
        "id party party_id parties party_ids issue issue_id issues_also act stance marks first_said last_said "
        "outlets statements statement_ids quote* condition* confidence why"
    )
    rows = tuple(
        (
            one.id,
            names.party(one.party),
            one.party,
            join(map(names.party, one.parties or (one.party,))),
            join(one.parties or (one.party,)),
            names.issue(one.issue),
            one.issue,
            join(one.issues_also),
            one.act.value,
            stance(one.act).value,
            join(one.marks),
            one.first_said,
            one.last_said,
            join(one.outlets),
            len(one.statements),
            join(one.statements),
            *cite(names, one.quote),
            *cite(names, one.condition),
            *reason(one.reason),
        )
        for one in state.positions
    )
    return Table(head, rows)


def _meetings(state: StateOfPlay, names: Names) -> Table:
    head = columns(
        "id kind status place date participants participant_ids what* date_text* duration* confidence why"
    )
    rows = tuple(
        (
            one.id,
            one.kind,
            one.status.value,
            one.place,
            one.date,
            join(map(names.participant, one.participants)),
            join(one.participants),
            *cite(names, one.what),
            *cite(names, one.date_text),
            *cite(names, one.duration),
            *reason(one.reason),
        )
        for one in state.meetings
    )
    return Table(head, rows)


def _actors(state: StateOfPlay, names: Names) -> Table:
    head = columns(
        "id name kind variants party party_id affiliation roles code mentions first_mention* confidence why"
    )
    rows = tuple(
        (
            one.id,
            one.name,
            one.kind.value,
            join(one.variants),
            names.party(one.party),
            one.party,
            one.affiliation,
            join(one.roles),
            one.code,
            len(one.mentions),
            *cite(names, one.mentions[0] if one.mentions else None),
            *reason(one.reason),
        )
        for one in state.actors
    )
    return Table(head, rows)


def _clashes(state: StateOfPlay, names: Names) -> Table:
    held = {one.id: one for one in state.positions}
    head = columns("id kind issue issue_id a a_party a_quote* b b_party b_quote* confidence why")
    rows = tuple(
        (
            one.id,
            one.kind,
            names.issue(one.issue),
            one.issue,
            one.a,
            names.party(held[one.a].party),
            *cite(names, held[one.a].quote),
            one.b,
            names.party(held[one.b].party),
            *cite(names, held[one.b].quote),
            *reason(one.reason),
        )
        for one in state.clashes
    )
    return Table(head, rows)


def _divergences(state: StateOfPlay, names: Names) -> Table:
    head = columns("id kind issue issue_id actors a* b* confidence why")
    rows = tuple(
        (
            one.id,
            one.kind,
            names.issue(one.issue),
            one.issue,
            join(map(names.actor, one.actors)),
            *cite(names, one.a[0] if one.a else None),
            *cite(names, one.b[0] if one.b else None),
            *reason(one.reason),
        )
        for one in state.divergences
    )
    return Table(head, rows)


def _matrix(state: StateOfPlay, names: Names) -> Table:
    """How often each actor and each party speaks for and against each issue; shares are of all its statements there."""
    head = columns("level id name issue_id issue statements for against neither share_for share_against")
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
    return Table(head, tuple(rows))


def _evidence(state: StateOfPlay, names: Names) -> Table:
    """Every stretch of text that a line of the other tables rests on, one a row."""
    rows: list[tuple[Cell, ...]] = []

    def add(table: str, id: str, role: str, many: Iterable[Evidence | None]) -> None:
        found = [one for one in many if one is not None]
        rows.extend((table, id, role, n, *cite(names, one)) for n, one in enumerate(found, 1))

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
    for issue in state.issues:
        add("issues", issue.id, "term", issue.terms)
    for change in state.changes or ():
        add("changes", change.subject, change.kind, change.evidence)
    for one in state.divergences:
        add("divergences", one.id, "a", one.a)
        add("divergences", one.id, "b", one.b)
    return Table(columns("table id role n") + MARKS, tuple(rows))


def _of_meeting(one: Meeting) -> Iterable[tuple[str, tuple[Evidence | None, ...]]]:
    return (
        ("what", (one.what,)),
        ("date", (one.date_text,)),
        ("duration", (one.duration,)),
        ("evidence", one.evidence),
    )
