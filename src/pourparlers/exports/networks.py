"""Discourse networks: who agrees, who disagrees, and who speaks for or against what.

Definitions: P. Leifeld, "Discourse Network Analysis: Policy Debates as Dynamic Networks", in J. N. Victor,
A. H. Montgomery and M. Lubell (eds.), The Oxford Handbook of Political Networks, 2017; and the manual of the Discourse
Network Analyzer, chapter "DNA algorithms". X[i][j][k] counts the statements of actor i on issue j with stance k (for,
against: `stances.toml`). For two actors i and i':

- congruence: the sum over j and k of X[i][j][k] X[i'][j][k];
- conflict: the sum over j and over k other than l of X[i][j][k] X[i'][j][l];
- subtract: congruence less conflict;
- two-mode (actor by issue): X[i][j][for] less X[i][j][against], both kept as attributes.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import combinations
from math import sqrt

from pourparlers.errors import UsageError
from pourparlers.exports.names import SOFTWARE, Names, full_day
from pourparlers.exports.stances import Stance, stance
from pourparlers.model import Statement, StateOfPlay

Value = str | int | float
Counts = Mapping[tuple[str, Stance], int]
"""How many statements of one actor, by issue and stance."""

NETWORKS = ("congruence", "conflict", "subtract", "two-mode")
LEVELS = ("actor", "party")
NORMALISATIONS = {
    "congruence": ("none", "average", "jaccard", "cosine"),
    "conflict": ("none", "average", "jaccard", "cosine"),
    "subtract": ("none", "average", "jaccard", "cosine"),
    "two-mode": ("none", "activity", "prominence"),
}
DUPLICATES = ("all", "document")


@dataclass(frozen=True, slots=True)
class Node:
    """An actor, a party or an issue."""

    id: str
    label: str
    attributes: Mapping[str, Value]


@dataclass(frozen=True, slots=True)
class Edge:
    """An undirected tie; `weight` is after normalisation."""

    source: str
    target: str
    weight: float
    attributes: Mapping[str, Value]


@dataclass(frozen=True, slots=True)
class Network:
    """A graph with attributes of its own, sorted nodes and sorted edges."""

    attributes: Mapping[str, Value]
    nodes: tuple[Node, ...]
    edges: tuple[Edge, ...]


def network(
    state: StateOfPlay,
    kind: str = "congruence",
    *,
    level: str = "actor",
    normalisation: str = "none",
    duplicates: str = "all",
    since: str | None = None,
    until: str | None = None,
    language: str = "en",
) -> Network:
    """Make a discourse network of the statements that speak for or against an issue.

    Args:
        state: the state of play.
        kind: "congruence", "conflict", "subtract" or "two-mode".
        level: whether "actor" or "party" speaks.
        normalisation: "none"; for one-mode networks "average" (divided by the mean number of statements of the two),
            "jaccard" (divided by what both say and what one alone says) or "cosine" (of their rows of X); for two-mode
            ones "activity" (by the actor's statements) or "prominence" (by those on the issue).
        duplicates: "all" counts every statement, "document" a stance on an issue once an article.
        since: the first day of a time window, ISO 8601; undated statements are in no window.
        until: its last day.
        language: of labels.

    Returns:
        the network. Whoever speaks is a node, with or without ties.

    Raises:
        UsageError: a name that is not one of these, or a day that is none.
    """
    _check("network", kind, NETWORKS)
    _check("level", level, LEVELS)
    _check(f"normalisation of a {kind} network", normalisation, NORMALISATIONS[kind])
    _check("duplicates", duplicates, DUPLICATES)
    for day in (since, until):
        if day is not None and not full_day(day):
            raise UsageError(f"not a day: {day!r}", cure="write it as YYYY-MM-DD")
    names = Names(state, language)
    said = [
        one
        for one in state.statements
        if stance(one.act) is not Stance.NEITHER and _within(one, names, since, until)
    ]
    speak: Callable[[Statement], tuple[str, ...]] = (
        (lambda one: one.speakers) if level == "actor" else (lambda one: one.parties)
    )
    behind = _behind(said, speak)
    counts = _counts(said, speak, once=duplicates == "document")
    held = _Held(names, level, counts, behind)
    if kind == "two-mode":
        nodes = (*held.actors(), *held.issues())
        edges = tuple(held.two_mode(normalisation))
    else:
        nodes = tuple(held.actors())
        edges = tuple(held.one_mode(kind, normalisation))
    about: dict[str, Value] = {
        "network": kind,
        "level": level,
        "normalisation": normalisation,
        "duplicates": duplicates,
        "since": since or "",
        "until": until or "",
        "date": names.day,
        "software": SOFTWARE,
        "model": state.model,
    }
    return Network(about, nodes, edges)


def windows(state: StateOfPlay, days: int, *, step: int | None = None) -> Iterator[tuple[str, str]]:
    """Give the first and last day of each time window over the statements that have a date.

    Args:
        state: the state of play.
        days: how long a window is.
        step: how many days later the next one begins; by default when the last has ended.

    Raises:
        UsageError: a length or step under one day.
    """
    step = days if step is None else step
    if days < 1 or step < 1:
        raise UsageError("a time window and its step are at least one day long")
    names = Names(state)
    said = sorted(day for one in state.statements if (day := names.said(one)))
    if not said:
        return
    start, end = date.fromisoformat(said[0]), date.fromisoformat(said[-1])
    while start <= end:
        yield start.isoformat(), (start + timedelta(days=days - 1)).isoformat()
        start += timedelta(days=step)


def _check(what: str, name: str, known: tuple[str, ...]) -> None:
    if name not in known:
        raise UsageError(f"no {what} {name!r}", cure=f"one of {', '.join(known)}")


def _within(one: Statement, names: Names, since: str | None, until: str | None) -> bool:
    if since is None and until is None:
        return True
    day = names.said(one)
    return day is not None and (since is None or since <= day) and (until is None or day <= until)


def _pairs(
    said: Iterable[Statement], speak: Callable[[Statement], tuple[str, ...]]
) -> Iterator[tuple[str, str, Statement]]:
    for one in said:
        for who in dict.fromkeys(speak(one)):
            for issue in dict.fromkeys(one.issues):
                yield who, issue, one


def _behind(
    said: Iterable[Statement], speak: Callable[[Statement], tuple[str, ...]]
) -> dict[tuple[str, str], list[Statement]]:
    behind: defaultdict[tuple[str, str], list[Statement]] = defaultdict(list)
    for who, issue, one in _pairs(said, speak):
        behind[who, issue].append(one)
    return dict(behind)


def _counts(
    said: Iterable[Statement], speak: Callable[[Statement], tuple[str, ...]], *, once: bool
) -> dict[str, Counter[tuple[str, Stance]]]:
    counts: defaultdict[str, Counter[tuple[str, Stance]]] = defaultdict(Counter)
    seen: set[tuple[str, str, Stance, str]] = set()
    for who, issue, one in _pairs(said, speak):
        key = (who, issue, stance(one.act), one.article)
        if not once or key not in seen:
            counts[who][issue, stance(one.act)] += 1
        seen.add(key)
    return dict(counts)


class _Held:
    """The counts X with the names and statements behind them."""

    def __init__(
        self,
        names: Names,
        level: str,
        counts: Mapping[str, Counts],
        behind: Mapping[tuple[str, str], list[Statement]],
    ) -> None:
        self._names = names
        self._level = level
        self._counts = counts
        self._behind = behind

    def actors(self) -> Iterator[Node]:
        for who in sorted(self._counts):
            mine = self._counts[who]
            facts: dict[str, Value] = {
                "mode": self._level,
                "for": _total(mine, Stance.FOR),
                "against": _total(mine, Stance.AGAINST),
            }
            known = self._names.actors.get(who) if self._level == "actor" else None
            if known is not None:
                facts |= {
                    "kind": known.kind.value,
                    "party": self._names.party(known.party),
                    "party_id": known.party or "",
                    "affiliation": known.affiliation or "",
                    "roles": "; ".join(known.roles),
                    "variants": "; ".join(known.variants),
                    "code": known.code or "",
                    "confidence": float(known.reason.confidence),
                }
            name = self._names.actor if self._level == "actor" else self._names.party
            yield Node(who, name(who), facts)

    def issues(self) -> Iterator[Node]:
        for issue in sorted({issue for _, issue in self._behind}):
            facts: dict[str, Value] = {"mode": "issue"}
            for one in (Stance.FOR, Stance.AGAINST):
                facts[one.value] = sum(mine.get((issue, one), 0) for mine in self._counts.values())
            yield Node(f"issue:{issue}", self._names.issue(issue), facts)

    def two_mode(self, normalisation: str) -> Iterator[Edge]:
        prominence: Counter[str] = Counter()
        for mine in self._counts.values():
            for (issue, _), n in mine.items():
                prominence[issue] += n
        for who, issue in sorted(self._behind):
            mine = self._counts[who]
            yes, no = mine.get((issue, Stance.FOR), 0), mine.get((issue, Stance.AGAINST), 0)
            by = {"none": 1, "activity": sum(mine.values()), "prominence": prominence[issue]}[normalisation]
            facts: dict[str, Value] = {"for": yes, "against": no, **self._cited(self._behind[who, issue])}
            yield Edge(who, f"issue:{issue}", (yes - no) / by, facts)

    def one_mode(self, kind: str, normalisation: str) -> Iterator[Edge]:
        meeting: defaultdict[tuple[str, str], list[str]] = defaultdict(list)
        for issue, speakers in sorted(_by_issue(self._behind).items()):
            for pair in combinations(sorted(speakers), 2):
                meeting[pair].append(issue)
        for (a, b), shared in sorted(meeting.items()):
            one, two = self._counts[a], self._counts[b]
            same, other = congruence(one, two), conflict(one, two)
            raw = {"congruence": same, "conflict": other, "subtract": same - other}[kind]
            if raw == 0 and kind != "subtract":
                continue
            facts: dict[str, Value] = {
                "congruence": same,
                "conflict": other,
                "issues": "; ".join(map(self._names.issue, shared)),
                "issue_ids": "; ".join(shared),
                **self._cited(s for issue in shared for who in (a, b) for s in self._behind[who, issue]),
            }
            yield Edge(a, b, raw / divisor(one, two, normalisation), facts)

    def _cited(self, said: Iterable[Statement]) -> dict[str, Value]:
        found = {one.id: one for one in said}
        days = sorted(day for one in found.values() if (day := self._names.said(one)))
        return {
            "statements": "; ".join(found),
            "first_said": days[0] if days else "",
            "last_said": days[-1] if days else "",
        }


def _by_issue(behind: Iterable[tuple[str, str]]) -> dict[str, list[str]]:
    found: defaultdict[str, list[str]] = defaultdict(list)
    for who, issue in behind:
        found[issue].append(who)
    return found


def _total(mine: Counts, stance: Stance) -> int:
    return sum(n for (_, one), n in mine.items() if one is stance)


def congruence(one: Counts, two: Counts) -> int:
    """How often two actors take the same stance on the same issue."""
    return sum(n * two.get(key, 0) for key, n in one.items())


def conflict(one: Counts, two: Counts) -> int:
    """How often two actors take opposite stances on the same issue."""
    turned = {Stance.FOR: Stance.AGAINST, Stance.AGAINST: Stance.FOR}
    return sum(n * two.get((issue, turned[k]), 0) for (issue, k), n in one.items())


def divisor(one: Counts, two: Counts, normalisation: str) -> float:
    """What the weight of a tie is divided by; above 0 for actors that have said something.

    "cosine" is the product of the lengths of the two rows of X.
    """
    if normalisation == "average":
        return (sum(one.values()) + sum(two.values())) / 2
    if normalisation == "jaccard":
        alone = sum(n for key, n in one.items() if not two.get(key)) + sum(
            n for key, n in two.items() if not one.get(key)
        )
        return float(alone + congruence(one, two))
    if normalisation == "cosine":
        return sqrt(sum(n * n for n in one.values())) * sqrt(sum(n * n for n in two.values()))
    return 1.0
