"""The tables beside the main ones: articles, parties, issues, agreements, deadlocks and what changed."""

from __future__ import annotations

from pourparlers.exports.names import Names
from pourparlers.exports.rows import Table, cite, columns, join, reason
from pourparlers.model import StateOfPlay


def registers(state: StateOfPlay, names: Names) -> dict[str, Table]:
    """The tables by name."""
    return {
        "articles": _articles(state),
        "parties": _parties(state, names),
        "issues": _issues(state, names),
        "convergences": _convergences(state, names),
        "deadlocks": _deadlocks(state, names),
        "changes": _changes(state, names),
    }


def _articles(state: StateOfPlay) -> Table:
    head = columns("id name title outlet author url language published date_source copies")
    rows = tuple(
        (
            one.id,
            one.name,
            one.title,
            one.outlet,
            one.author,
            one.url,
            one.language,
            one.published.isoformat() if one.published else None,
            one.date_source.value,
            join(copy.name for copy in one.copies),
        )
        for one in state.articles
    )
    return Table(head, rows)


def _parties(state: StateOfPlay, names: Names) -> Table:
    rows = tuple(
        (one.id, names.party(one.id), join(f"{code}: {text}" for code, text in sorted(one.labels.items())))
        for one in state.parties
    )
    return Table(columns("id label labels"), rows)


def _issues(state: StateOfPlay, names: Names) -> Table:
    head = columns("id label labels parent from_codebook first_term*")
    rows = tuple(
        (
            one.id,
            names.issue(one.id),
            join(f"{code}: {text}" for code, text in sorted(one.labels.items())),
            one.parent,
            int(one.from_codebook),
            *cite(names, one.terms[0] if one.terms else None),
        )
        for one in state.issues
    )
    return Table(head, rows)


def _convergences(state: StateOfPlay, names: Names) -> Table:
    held = {one.id: one for one in state.positions}
    head = columns("id issue issue_id parties positions confidence why")
    rows = tuple(
        (
            one.id,
            names.issue(one.issue),
            one.issue,
            join(names.party(held[id].party) for id in one.positions),
            join(one.positions),
            *reason(one.reason),
        )
        for one in state.convergences
    )
    return Table(head, rows)


def _deadlocks(state: StateOfPlay, names: Names) -> Table:
    rows = tuple(
        (names.issue(one.issue), one.issue, join(one.positions), one.since, *reason(one.reason))
        for one in state.deadlocks
    )
    return Table(columns("issue issue_id positions since confidence why"), rows)


def _changes(state: StateOfPlay, names: Names) -> Table:
    rows = tuple(
        (
            one.kind,
            one.subject,
            one.before,
            one.after,
            *cite(names, one.evidence[0] if one.evidence else None),
            *reason(one.reason),
        )
        for one in state.changes or ()
    )
    return Table(columns("kind subject before after evidence* confidence why"), rows)
