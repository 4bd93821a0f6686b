"""Articles and their readings to the state of play. Pure: no clock, no network, the same bytes in any order."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date as Day
from functools import partial

from pourparlers.dossier import changes, divergences, meetings
from pourparlers.dossier import clashes as conflict
from pourparlers.dossier.actors import ActorTable, actors_of
from pourparlers.dossier.amend_actors import Cast, amend_actors
from pourparlers.dossier.amend_meetings import amend_meetings
from pourparlers.dossier.amend_statements import amend_statements
from pourparlers.dossier.amendments import NONE, Amendments
from pourparlers.dossier.changes import Snapshot
from pourparlers.dossier.codebook import Codebook
from pourparlers.dossier.confidence import confident
from pourparlers.dossier.convergences import convergences
from pourparlers.dossier.drafts import Draft, page_order
from pourparlers.dossier.issues import Said, assign
from pourparlers.dossier.memory import Kept, Memory, same
from pourparlers.dossier.positions import positions as merge
from pourparlers.dossier.sheets import Sheet, sheet_of, understand
from pourparlers.dossier.standing import held as stances
from pourparlers.model import Article, Issue, Meeting, Reading, StateOfPlay


def state_of_play(
    articles: Sequence[Article],
    readings: Sequence[Reading],
    *,
    codebook: Codebook | None = None,
    date: Day | str | None = None,
    since: Day | str | Snapshot | None = None,
    amendments: Amendments = NONE,
    memory: Memory | None = None,
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
        memory: what was worked out before; by default that of this process. It changes the time, not the result.

    Returns:
        the state of play, the same whatever the order of the articles.
    """
    with (memory or _shared).in_use() as mine:
        return _since(articles, readings, codebook, _iso(date), since, amendments, mine)


def who(
    articles: Sequence[Article],
    readings: Sequence[Reading],
    *,
    amendments: Amendments = NONE,
    memory: Memory | None = None,
) -> ActorTable:
    """Give the actors of the state of play of all these articles, and the way to them.

    Args:
        articles: the articles, in any order.
        readings: what was read from each; one whose article is missing is left out.
        amendments: what people changed in the dossier as a whole.
        memory: as in `state_of_play`; what is worked out for the one is there for the other.
    """
    with (memory or _shared).in_use() as mine:
        pairs = in_order(articles, readings)
        sheets = [sheet_of(article, reading, mine) for article, reading in pairs]
        return amend_actors(_actors(sheets, mine), pairs, amendments.actors)


def _since(
    articles: Sequence[Article],
    readings: Sequence[Reading],
    codebook: Codebook | None,
    day: str | None,
    since: Day | str | Snapshot | None,
    amendments: Amendments,
    memory: Memory,
) -> StateOfPlay:
    state = _state(in_order(articles, readings, day), codebook, day, amendments, memory)
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
    before = changes.snapshot(_state(earlier, codebook, start, amendments, memory))
    return replace(state, since=start, changes=changes.compare(before, state))


def _state(
    pairs: Sequence[tuple[Article, Reading]],
    codebook: Codebook | None,
    day: str | None,
    amendments: Amendments,
    memory: Memory,
) -> StateOfPlay:
    kept = tuple(article for article, _ in pairs)
    sheets = [sheet_of(article, reading, memory) for article, reading in pairs]
    table = amend_actors(_actors(sheets, memory), pairs, amendments.actors)
    cast = Cast(table, pairs)
    party_of = {actor.id: actor.party for actor in table.actors}
    understood = [understand(sheet, table.entities, party_of.get, codebook, memory) for sheet in sheets]
    pages = {one.page.article.id: one.page for one in understood}
    assigned = assign([one.drafts for one in understood], pages, codebook, memory)
    issues, said = _amended(*assigned, cast, amendments, memory)
    positions, behind = merge(
        (draft for one in said for draft in one), {article.id: article for article in kept}, memory
    )
    held = confident(stances(positions, behind, memory), table.actors, memory)
    found = conflict.clashes(held, memory)
    return StateOfPlay(
        date=day,
        articles=kept,
        actors=table.actors,
        parties=table.parties,
        issues=issues,
        statements=tuple(draft.statement for one in said for draft in one),
        positions=tuple(one.position for one in held),
        clashes=found,
        convergences=convergences(held, memory),
        meetings=amend_meetings(_meetings(sheets, table, day, memory), cast, amendments.meetings),
        divergences=divergences.find(tuple(pages.values()), said, memory),
        deadlocks=conflict.deadlocks(positions, found),
        model=next((reading.model for _, reading in pairs if reading.model), ""),
    )


def _actors(sheets: Sequence[Sheet], memory: Memory) -> ActorTable:
    by_article = sorted(sheets, key=lambda sheet: sheet.article.id)
    return actors_of([one for sheet in by_article for one in sheet.locals], memory)


def _amended(
    issues: Sequence[Issue], said: Sequence[Said], cast: Cast, amendments: Amendments, memory: Memory
) -> tuple[tuple[Issue, ...], Sequence[Said]]:
    """Lay people's changes over the statements; those that come out as they did before are the same objects."""
    flat = [draft for one in said for draft in one]
    amended, changed = amend_statements(issues, flat, cast, amendments)
    if same(flat, changed):
        return amended, said
    kept: Kept[Draft] = memory.of("amended")
    by_article: dict[str, list[Draft]] = {}
    for before, after in zip(flat, changed, strict=True):
        steady = after
        if after is not before:
            known = kept.find(
                after.id,
                lambda one, after=after, before=before: (  # type: ignore[misc]
                    one.vector is before.vector and _bare(one) == _bare(after)
                ),
            )
            if known is None:
                kept.put(after.id, (), after)
            steady = known or after
        by_article.setdefault(after.statement.article, []).append(steady)
    tuples: Kept[Said] = memory.of("said")
    return amended, [
        one
        if not one or same(one, by_article[one[0].statement.article])
        else tuples.get(
            one[0].statement.article, (found := by_article[one[0].statement.article]), partial(tuple, found)
        )
        for one in said
    ]


def _bare(draft: Draft) -> Draft:
    return replace(draft, vector=None, bearing=None)


def _meetings(
    sheets: Sequence[Sheet], table: ActorTable, day: str | None, memory: Memory
) -> tuple[Meeting, ...]:
    def actor_of(article: str, who: meetings.Participant) -> str | None:
        return table.entities.get((article, who.entity)) or who.code

    tellings = [telling for sheet in sheets for telling in sheet.tellings]
    return meetings.merge(tellings, actor=actor_of, date=day, memory=memory)


_shared = Memory()


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
