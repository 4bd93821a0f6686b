"""Articles and their readings to the state of play. Pure: no clock, no network, the same bytes in any order."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date as Day

from pourparlers.dossier import changes, divergences, meetings
from pourparlers.dossier import clashes as conflict
from pourparlers.dossier.actors import actors as identify
from pourparlers.dossier.amend_actors import Cast, amend_actors
from pourparlers.dossier.amend_meetings import amend_meetings
from pourparlers.dossier.amend_statements import amend_statements
from pourparlers.dossier.amendments import NONE, Amendments
from pourparlers.dossier.changes import Snapshot
from pourparlers.dossier.codebook import Codebook
from pourparlers.dossier.convergences import convergences
from pourparlers.dossier.drafts import page_order
from pourparlers.dossier.issues import assign
from pourparlers.dossier.memory import understand
from pourparlers.dossier.positions import positions as merge
from pourparlers.model import Article, Reading, StateOfPlay


def state_of_play(
    articles: Sequence[Article],
    readings: Sequence[Reading],
    *,
    codebook: Codebook | None = None,
    date: Day | str | None = None,
    since: Day | str | Snapshot | None = None,
    amendments: Amendments = NONE,
) -> StateOfPlay:
    """Bring everything read from the articles of one negotiation together.

    Args:
        articles: the articles, in any order.
        readings: what was read from each; one whose article is missing is left out.
        codebook: the user's issues; matters it does not name are found as without one.
        date: the day of the state of play (ISO 8601); articles published later are left out.
        since: the day from which on changes are listed, or what was kept of an earlier state of play; without one,
            none are listed.
        amendments: what people changed in the dossier as a whole; it outranks what is found.

    Returns:
        the state of play, the same whatever the order of the articles.
    """
    day = _iso(date)
    state = _state(in_order(articles, readings, day), codebook, day, amendments)
    if since is None:
        return state
    if isinstance(since, Snapshot):
        return replace(state, since=since.date or "", changes=changes.compare(since, state))
    start = _iso(since) or ""
    earlier = [
        (a, r)
        for a, r in in_order(articles, readings, day)
        if a.published is None or a.published.isoformat() < start
    ]
    before = changes.snapshot(_state(earlier, codebook, start, amendments))
    return replace(state, since=start, changes=changes.compare(before, state))


def _state(
    pairs: Sequence[tuple[Article, Reading]],
    codebook: Codebook | None,
    day: str | None,
    amendments: Amendments,
) -> StateOfPlay:
    kept = [article for article, _ in pairs]
    table = amend_actors(identify(kept, [reading for _, reading in pairs]), pairs, amendments.actors)
    cast = Cast(table, pairs)
    party_of = {actor.id: actor.party for actor in table.actors}

    def actor_of(article: str, entity: int) -> str | None:
        return table.entities.get((article, entity))

    understood = [
        understand(article, reading, actor_of, party_of.get, codebook) for article, reading in pairs
    ]
    pages = {one.page.article.id: one.page for one in understood}
    said = [draft for one in understood for draft in one.drafts]
    issues, said = amend_statements(*assign(said, pages, codebook), cast, amendments)
    held, behind = merge(said, {article.id: article for article in kept})
    found = conflict.clashes(held, behind)
    tellings = [telling for article, reading in pairs for telling in meetings.find(article, reading)]
    return StateOfPlay(
        date=day,
        articles=tuple(kept),
        actors=table.actors,
        parties=table.parties,
        issues=issues,
        statements=tuple(draft.statement for draft in said),
        positions=held,
        clashes=found,
        convergences=convergences(held, behind),
        meetings=amend_meetings(
            meetings.merge(tellings, actor=lambda a, who: actor_of(a, who.entity) or who.code, date=day),
            cast,
            amendments.meetings,
        ),
        divergences=divergences.find(tuple(pages.values()), said),
        deadlocks=conflict.deadlocks(held, found),
        model=next((reading.model for _, reading in pairs if reading.model), ""),
    )


def _iso(day: Day | str | None) -> str | None:
    return day.isoformat() if isinstance(day, Day) else day


def in_order(
    articles: Iterable[Article], readings: Iterable[Reading], date: str | None = None
) -> list[tuple[Article, Reading]]:
    """Put articles in the dossier's order: by date, undated ones last, then by id; each id once."""
    by_id = {reading.article: reading for reading in readings}
    kept = {
        article.id: article
        for article in sorted(articles, key=lambda a: (a.id, a.name))
        if article.id in by_id and not (date and article.published and article.published.isoformat() > date)
    }
    return [(article, by_id[article.id]) for article in sorted(kept.values(), key=page_order)]
