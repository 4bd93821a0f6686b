"""One frozen picture of a dossier, with every question the pages ask answered by a look into a dict."""

from __future__ import annotations

from collections import OrderedDict, defaultdict
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from threading import Lock
from typing import Any, Protocol, TypeVar

from pourparlers.exports.names import Names
from pourparlers.model import (
    Actor,
    Article,
    Clash,
    Convergence,
    Deadlock,
    Divergence,
    Issue,
    Meeting,
    Party,
    Position,
    Statement,
    StateOfPlay,
)
from pourparlers.web.meaning import Meanings


class _Named(Protocol):
    @property
    def id(self) -> str: ...


T = TypeVar("T")
N = TypeVar("N", bound=_Named)
_MOST_KEPT = 300


@dataclass(frozen=True, eq=False)
class View:
    """The state of play with its lookups, made once.

    `number` grows with each rebuild. `day_of` gives the day (ISO 8601) of each statement, where known. `arrived` is
    when each article came into the dossier; `moved` when the first article behind each position, meeting and actor did,
    and `published` its day; both in ISO 8601, "" where unknown.
    Lists of statements begin with the latest, the undated ones come last; `*_of_outlet` has "" for no outlet.
    """

    state: StateOfPlay
    number: int
    built_at: datetime
    arrived: Mapping[str, datetime]
    meanings: Meanings = field(repr=False)

    articles: Mapping[str, Article] = field(repr=False)
    actors: Mapping[str, Actor] = field(repr=False)
    parties: Mapping[str, Party] = field(repr=False)
    issues: Mapping[str, Issue] = field(repr=False)
    statements: Mapping[str, Statement] = field(repr=False)
    positions: Mapping[str, Position] = field(repr=False)
    clashes: Mapping[str, Clash] = field(repr=False)
    convergences: Mapping[str, Convergence] = field(repr=False)
    meetings: Mapping[str, Meeting] = field(repr=False)
    divergences: Mapping[str, Divergence] = field(repr=False)
    deadlocks: Mapping[str, Deadlock] = field(repr=False)

    day_of: Mapping[str, str] = field(repr=False)
    moved: Mapping[str, str] = field(repr=False)
    published: Mapping[str, str] = field(repr=False)
    latest: tuple[Statement, ...] = field(repr=False)
    articles_by_day: tuple[Article, ...] = field(repr=False)
    meetings_by_day: tuple[Meeting, ...] = field(repr=False)

    statements_of_article: Mapping[str, tuple[Statement, ...]] = field(repr=False)
    statements_of_actor: Mapping[str, tuple[Statement, ...]] = field(repr=False)
    statements_about: Mapping[str, tuple[Statement, ...]] = field(repr=False)
    statements_of_party: Mapping[str, tuple[Statement, ...]] = field(repr=False)
    statements_of_issue: Mapping[str, tuple[Statement, ...]] = field(repr=False)
    statements_of_outlet: Mapping[str, tuple[Statement, ...]] = field(repr=False)
    statements_of_attribution: Mapping[tuple[str, str], tuple[Statement, ...]] = field(repr=False)
    positions_of_party: Mapping[str, tuple[Position, ...]] = field(repr=False)
    positions_of_issue: Mapping[str, tuple[Position, ...]] = field(repr=False)
    positions_of_statement: Mapping[str, tuple[Position, ...]] = field(repr=False)
    clashes_of_issue: Mapping[str, tuple[Clash, ...]] = field(repr=False)
    clashes_of_party: Mapping[str, tuple[Clash, ...]] = field(repr=False)
    convergences_of_issue: Mapping[str, tuple[Convergence, ...]] = field(repr=False)
    convergences_of_party: Mapping[str, tuple[Convergence, ...]] = field(repr=False)
    meetings_of_actor: Mapping[str, tuple[Meeting, ...]] = field(repr=False)
    meetings_of_article: Mapping[str, tuple[Meeting, ...]] = field(repr=False)
    divergences_of_article: Mapping[str, tuple[Divergence, ...]] = field(repr=False)
    divergences_of_issue: Mapping[str, tuple[Divergence, ...]] = field(repr=False)
    articles_of_outlet: Mapping[str, tuple[Article, ...]] = field(repr=False)
    articles_of_actor: Mapping[str, tuple[str, ...]] = field(repr=False)
    actors_of_party: Mapping[str, tuple[Actor, ...]] = field(repr=False)
    first_day: str = ""
    last_day: str = ""
    _kept: OrderedDict[Hashable, Any] = field(default_factory=OrderedDict, repr=False)
    _lock: Lock = field(default_factory=Lock, repr=False)

    def keep(self, key: Hashable, make: Callable[[], T]) -> T:
        """What `make` gives, made once in the life of this view; of many keys, those long unasked are let go."""
        with self._lock:
            if key in self._kept:
                self._kept.move_to_end(key)
                found: T = self._kept[key]
                return found
        made = make()
        with self._lock:
            self._kept[key] = made
            if len(self._kept) > _MOST_KEPT:
                self._kept.popitem(last=False)
        return made

    @property
    def today(self) -> str:
        """The day of the state of play: the one asked for, else that of the latest article; "" for none."""
        return self.state.date or max(
            (one.published.isoformat() for one in self.articles_by_day[:1] if one.published), default=""
        )

    def outlet(self, article: str) -> str:
        """The outlet of an article, "" where unknown."""
        return self.articles[article].outlet or ""


def view_of(
    state: StateOfPlay,
    *,
    number: int,
    built_at: datetime,
    arrived: Mapping[str, datetime],
    meanings: Meanings,
) -> View:
    """Make all lookups of a state of play.

    Args:
        state: the state of play.
        number: of the view, larger than that of earlier ones.
        built_at: when.
        arrived: when each article came into the dossier.
        meanings: the sentence vectors of its statements.
    """
    names = Names(state)
    articles = {one.id: one for one in state.articles}
    day_of = {one.id: day for one in state.statements if (day := names.said(one))}
    latest = sorted(state.statements, key=lambda one: (day_of.get(one.id, ""), one.article), reverse=True)
    positions = {one.id: one for one in state.positions}
    of_party = _group(state.positions, lambda one: one.parties or (one.party,))
    participants = _group(state.meetings, lambda one: one.participants)
    about = _group(latest, lambda one: (*one.targets, *((one.said_by,) if one.said_by else ())))
    days = sorted({day for day in day_of.values() if len(day) == 10})
    return View(
        state=state,
        number=number,
        built_at=built_at,
        arrived=arrived,
        meanings=meanings,
        articles=articles,
        actors=_by_id(state.actors),
        parties=_by_id(state.parties),
        issues=_by_id(state.issues),
        statements=_by_id(state.statements),
        positions=positions,
        clashes=_by_id(state.clashes),
        convergences=_by_id(state.convergences),
        meetings=_by_id(state.meetings),
        divergences=_by_id(state.divergences),
        deadlocks={one.issue: one for one in state.deadlocks},
        day_of=day_of,
        moved=_first(state, {id: at.isoformat() for id, at in arrived.items()}),
        published=_first(
            state, {one.id: one.published.isoformat() for one in state.articles if one.published}
        ),
        latest=tuple(latest),
        articles_by_day=tuple(sorted(state.articles, key=_latest_first, reverse=True)),
        meetings_by_day=tuple(sorted(state.meetings, key=lambda one: (one.date or "", one.id), reverse=True)),
        statements_of_article=_group(state.statements, lambda one: (one.article,)),
        statements_of_actor=_group(latest, lambda one: one.speakers),
        statements_about=about,
        statements_of_party=_group(latest, lambda one: one.parties),
        statements_of_issue=_group(latest, lambda one: one.issues),
        statements_of_outlet=_group(latest, lambda one: (articles[one.article].outlet or "",)),
        statements_of_attribution=_group(state.statements, lambda one: ((one.article, one.attribution),)),
        positions_of_party=of_party,
        positions_of_issue=_group(state.positions, lambda one: (one.issue, *one.issues_also)),
        positions_of_statement=_group(state.positions, lambda one: one.statements),
        clashes_of_issue=_group(state.clashes, lambda one: (one.issue,)),
        clashes_of_party=_group(
            state.clashes,
            lambda one: [p for side in (one.a, one.b) for p in _parties(positions, side)],
        ),
        convergences_of_issue=_group(state.convergences, lambda one: (one.issue,)),
        convergences_of_party=_group(
            state.convergences, lambda one: [p for side in one.positions for p in _parties(positions, side)]
        ),
        meetings_of_actor=participants,
        meetings_of_article=_group(state.meetings, lambda one: (place.article for place in one.evidence)),
        divergences_of_article=_group(
            state.divergences, lambda one: (place.article for place in (*one.a, *one.b))
        ),
        divergences_of_issue=_group(state.divergences, lambda one: (one.issue,) if one.issue else ()),
        articles_of_outlet=_group(
            sorted(state.articles, key=_latest_first, reverse=True), lambda one: (one.outlet or "",)
        ),
        articles_of_actor={
            one.id: tuple(dict.fromkeys(place.article for place in one.mentions)) for one in state.actors
        },
        actors_of_party=_group(state.actors, lambda one: (one.party,) if one.party else ()),
        first_day=days[0] if days else "",
        last_day=days[-1] if days else "",
    )


def _latest_first(one: Article) -> tuple[str, str, str]:
    return one.published.isoformat() if one.published else "", one.outlet or one.name, one.id


def _by_id(many: Iterable[N]) -> dict[str, N]:
    return {one.id: one for one in many}


def _group(many: Iterable[T], keys: Callable[[T], Iterable[Any]]) -> dict[Any, tuple[T, ...]]:
    found: defaultdict[Any, list[T]] = defaultdict(list)
    for one in many:
        for key in dict.fromkeys(keys(one)):
            found[key].append(one)
    return {key: tuple(group) for key, group in found.items()}


def _parties(positions: Mapping[str, Position], id: str) -> Sequence[str]:
    one = positions[id]
    return one.parties or (one.party,)


def _first(state: StateOfPlay, when: Mapping[str, str]) -> dict[str, str]:
    """The first time of the articles behind each position, meeting and actor."""

    def first(articles: Iterable[str]) -> str:
        return min((when[one] for one in articles if one in when), default="")

    said_in = {one.id: one.article for one in state.statements}
    found = {one.id: first(said_in[id] for id in one.statements) for one in state.positions}
    found |= {one.id: first(place.article for place in one.evidence) for one in state.meetings}
    return found | {one.id: first(place.article for place in one.mentions) for one in state.actors}
