"""What is new since an earlier state of play: positions taken, hardened or softened, meetings, actors."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple

from pourparlers.dossier.dating import DAY
from pourparlers.dossier.likeness import overlap
from pourparlers.dossier.themes import STRONG, themes
from pourparlers.errors import FormatError
from pourparlers.knowledge.phrases import content_words
from pourparlers.knowledge.words import words_of
from pourparlers.model import Act, Change, Evidence, Position, Reason, StateOfPlay

# How hard an act is on the other side; a concession is below everything.
_HARDNESS = {
    Act.CONCEDE: -2,
    Act.AGREE: -1,
    Act.OFFER: -1,
    Act.SUPPORT: -1,
    Act.COMMIT: -1,
    Act.REQUEST: 1,
    Act.WARN: 1,
    Act.DENY: 1,
    Act.ACCUSE: 2,
    Act.REJECT: 2,
    Act.THREATEN: 3,
}
_NEW = Reason(0.9, ("rule:not-in-earlier-state",))


# An announcement of what was refused before is no longer a refusal.
_REFUSING = frozenset({Act.REJECT})
_GIVING = frozenset({Act.CONCEDE, Act.AGREE, Act.OFFER, Act.SUPPORT, Act.COMMIT, Act.ANNOUNCE})
_ON_ONE_MATTER = (
    0.3  # share of the shorter one's content words that two positions on one matter have in common
)
_SAID_AGAIN = 0.5  # the same for a position that was there already, in other words
_MOODS = frozenset({"feared", "condemned", "criticised", "deplored", "denial", "hoped", "wanted", "expected"})
_STEM = 5  # letters by which a word is known again


class Stand(NamedTuple):
    """What is kept of a position: whose, on which issue, how it acts, and the content words of its quote, cut short."""

    party: str
    issue: str
    act: str
    matter: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Snapshot:
    """What must be known of an earlier state of play to say what changed.

    `positions` are what was held, by position id; `meetings` status and date by meeting id.
    """

    date: str | None
    positions: Mapping[str, Stand]
    meetings: Mapping[str, tuple[str, str | None]]
    actors: frozenset[str]


def snapshot(state: StateOfPlay) -> Snapshot:
    """Keep of a state of play what later ones are compared with."""
    return Snapshot(
        state.date,
        stands(state, state.positions),
        {one.id: (one.status.value, one.date) for one in state.meetings},
        frozenset(one.id for one in state.actors),
    )


def stands(state: StateOfPlay, positions: Iterable[Position]) -> dict[str, Stand]:
    """Keep what is held in some positions of a state of play, by position id."""
    articles = {one.id: one for one in state.articles}
    found = {}
    for one in positions:
        article = articles[one.quote.article]
        own = [
            article.text[e.start : e.end]
            for e in one.evidence
            if e.article == article.id and one.quote.start <= e.start and e.end <= one.quote.end
        ] or [article.text[one.quote.start : one.quote.end]]
        matter = _matter(" ".join(own), article.language)
        found[one.id] = Stand(one.party, one.issue, one.act.value, matter)
    return found


def read_snapshot(path: Path) -> Snapshot:
    """Read an earlier state of play from what `pourparlers brief --json` printed.

    Raises:
        FormatError: the file is not such a brief.
    """
    try:
        raw: Any = json.loads(path.read_text(encoding="utf-8"))
        languages = {a["name"]: a["language"] for a in raw["articles"]}
        return Snapshot(
            raw.get("date"),
            {
                p["id"]: Stand(
                    p["party_id"],
                    p["issue"],
                    p["act"],
                    _matter(_own_words(p["quote"], p["evidence"]), languages[p["quote"]["doc"]]),
                )
                for p in raw["positions"]
            },
            {m["id"]: (m["status"], m.get("date")) for m in raw["meetings"]},
            frozenset(a["id"] for a in raw["actors"]),
        )
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise FormatError(
            "not an earlier state of play", where=str(path), cure="keep one with `pourparlers brief --json`"
        ) from error


def _own_words(quote: Mapping[str, Any], evidence: Iterable[Mapping[str, Any]]) -> str:
    own = [
        e["text"]
        for e in evidence
        if e["doc"] == quote["doc"] and quote["start"] <= e["start"] and e["end"] <= quote["end"]
    ]
    return " ".join(own or [quote["text"]])


def _matter(text: str, language: str) -> frozenset[str]:
    """Give the content words of a text cut short, with the matter for the words that name one."""
    content = content_words(words_of(text), language)
    found = [theme for theme in themes(language).find(content) if theme.weight >= STRONG]
    naming = {n for theme in found for n in theme.words}
    rest = {word.key[:_STEM] for n, word in enumerate(content) if n not in naming}
    return frozenset(rest | {theme.id for theme in found})


def compare(before: Snapshot, now: StateOfPlay) -> tuple[Change, ...]:
    """What is new in a state of play, the weightiest first: positions, meetings, actors.

    A party's new position is `hardened` or `softened` when its act is harder or softer than all it did before on the
    same matter of that issue, else `new_position`; one that only says again what was held is not new.
    """
    return (*_positions(before, now), *_meetings(before, now), *_actors(before, now))


def turns(state: StateOfPlay) -> tuple[Change, ...]:
    """Who went from a refusal to consent, or back, within the days of a state of play; the newest first, each once.

    The evidence of a turn is what was held before and what is held since.
    """
    kept = stands(state, state.positions)
    held = [one for one in state.positions if _takes_a_side(one)]
    by_matter: defaultdict[tuple[str, str], list[Position]] = defaultdict(list)
    for one in held:
        by_matter[one.party, one.issue].append(one)
    found: dict[tuple[str, str, str], Change] = {}
    by_day = sorted(held, key=lambda one: (one.first_said or "", one.reason.confidence, one.id))
    for now in reversed(by_day):
        earlier = [
            one
            for one in by_matter[now.party, now.issue]
            if (one.first_said or "") < (now.first_said or "")
            and (one.last_said or "") <= (now.last_said or "")
            and _turns(one.act, now.act, kept[one.id].matter, kept[now.id].matter)
        ]
        if earlier:
            change = _turn(max(earlier, key=lambda one: (one.last_said or "", one.id)), now)
            found.setdefault((now.party, now.issue, change.kind), change)
    return tuple(found.values())


def _takes_a_side(one: Position) -> bool:
    """Tell whether a position gives or refuses on a known day; what is condemned or feared refuses nothing."""
    dated = len(one.first_said or "") == len(one.last_said or "") == DAY
    return dated and one.act in _REFUSING | _GIVING and not _MOODS & set(one.marks)


def _turn(was: Position, now: Position) -> Change:
    kind = "softened" if was.act in _REFUSING else "hardened"
    reason = Reason(round(min(was.reason.confidence, now.reason.confidence) * 0.95, 3), (f"rule:{kind}",))
    return Change(kind, now.id, was.act.value, now.act.value, (was.quote, now.quote), reason)


def _turns(was: Act, now: Act, before: frozenset[str], matter: frozenset[str]) -> bool:
    """Tell whether consent follows refusal, or refusal consent, of one thing."""
    if (was in _REFUSING) == (now in _REFUSING):
        return False
    refused, other = (before, matter) if was in _REFUSING else (matter, before)
    if refused and refused <= other:
        return True
    shared = len(before & matter)
    return Act.ANNOUNCE not in {was, now} and shared > 1 and overlap(before, matter) >= _ON_ONE_MATTER


def _positions(before: Snapshot, now: StateOfPlay) -> Iterator[Change]:
    held: defaultdict[tuple[str, str], list[Stand]] = defaultdict(list)
    for one in before.positions.values():
        held[one.party, one.issue].append(one)
    order = {"hardened": 0, "softened": 1, "new_position": 2}
    new = [one for one in now.positions if one.id not in before.positions]
    kept = stands(now, new)
    found = [_position(one, kept[one.id].matter, held[one.party, one.issue]) for one in new]
    yield from sorted(
        filter(None, found),
        key=lambda change: (
            order[change.kind],
            0 if change.before else -abs(_HARDNESS.get(Act(str(change.after)), 0)),
            -change.reason.confidence,
        ),
    )


def _position(one: Position, matter: frozenset[str], held: Iterable[Stand]) -> Change | None:
    earlier = [e for e in held if not (e.matter and matter) or overlap(e.matter, matter) >= _ON_ONE_MATTER]
    if any(e.act == one.act.value and e.matter and overlap(e.matter, matter) >= _SAID_AGAIN for e in earlier):
        return None
    known = {act: _HARDNESS[act] for e in earlier if (act := Act(e.act)) in _HARDNESS}
    kind, was = "new_position", None
    refused = [e for e in earlier if _turns(Act(e.act), one.act, e.matter, matter)]
    if one.act is Act.ANNOUNCE and refused:
        kind, was = "softened", refused[0].act
    elif known and one.act in _HARDNESS:
        hardest, softest = max(known, key=lambda a: known[a]), min(known, key=lambda a: known[a])
        if _HARDNESS[one.act] > known[hardest]:
            kind, was = "hardened", hardest.value
        elif _HARDNESS[one.act] < known[softest] and _HARDNESS[one.act] < 0:
            kind, was = "softened", softest.value
    why = ("rule:not-in-earlier-state", *([f"rule:{kind}"] if was else []))
    reason = Reason(round(one.reason.confidence * 0.95, 3), why)
    return Change(kind, one.id, before=was, after=one.act.value, evidence=(one.quote,), reason=reason)


def _meetings(before: Snapshot, now: StateOfPlay) -> Iterator[Change]:
    published = {one.id: one.published or date.min for one in now.articles}
    for one in now.meetings:
        latest = sorted(one.evidence, key=lambda e: published.get(e.article, date.min), reverse=True)
        evidence = tuple(latest[:1])
        if one.id not in before.meetings:
            yield Change("new_meeting", one.id, after=one.status.value, evidence=evidence, reason=_NEW)
            continue
        status, day = before.meetings[one.id]
        if status != one.status.value:
            yield Change("meeting_status", one.id, status, one.status.value, evidence, _NEW)
        elif day != one.date:
            yield Change("meeting_date", one.id, day, one.date, evidence, _NEW)


def _actors(before: Snapshot, now: StateOfPlay) -> Iterator[Change]:
    speaking = {actor for statement in now.statements for actor in statement.speakers}
    for one in now.actors:
        if one.id not in before.actors and one.id in speaking:
            first: tuple[Evidence, ...] = one.mentions[:1]
            yield Change("new_actor", one.id, after=one.name, evidence=first, reason=_NEW)
