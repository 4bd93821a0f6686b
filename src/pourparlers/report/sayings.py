"""Single statements that matter by themselves: conditions, threats, judgements of the talks."""

from __future__ import annotations

from collections.abc import Iterable

from pourparlers.model import Act, Evidence, Statement
from pourparlers.report.lookup import JUDGING, Lookup, is_apart
from pourparlers.report.view import Link, Saying

_THREATS = frozenset({Act.THREATEN, Act.WARN})


def conditions(look: Lookup) -> tuple[Saying, ...]:
    """Statements bound to a condition ("if X, then Y"), one for each wording."""
    found = [statement for statement in look.state.statements if statement.condition]
    return _sayings(look, found, look.words("note.condition"))


def threats(look: Lookup) -> tuple[Saying, ...]:
    """Threats and warnings of the parties that are bound to no condition."""
    found = [
        statement
        for statement in look.state.statements
        if statement.act in _THREATS and not statement.condition and _of_parties(statement)
    ]
    return _sayings(look, found, look.words.kind("act", Act.THREATEN))


def assessments(look: Lookup) -> tuple[Saying, ...]:
    """What the parties think of the talks."""
    found = [
        statement
        for statement in look.state.statements
        if statement.act in JUDGING and _of_parties(statement)
    ]
    return _sayings(look, found, look.words("note.assessment"))


def _of_parties(statement: Statement) -> bool:
    return any(not is_apart(party) for party in statement.parties)


def _sayings(look: Lookup, statements: Iterable[Statement], label: str) -> tuple[Saying, ...]:
    """In words, by party and time; the same words of the same speakers only once."""
    seen = set()
    found = []
    for statement in sorted(statements, key=lambda s: (*_first_party(look, s), s.said_on or "", s.id)):
        saying = _saying(look, statement, label)
        key = (saying.party, saying.act.name, tuple(quote.text.casefold() for quote in saying.words))
        if key not in seen:
            seen.add(key)
            found.append(saying)
    return tuple(found)


def _first_party(look: Lookup, statement: Statement) -> tuple[int, str, str]:
    return min((look.heavier(party) for party in statement.parties), default=(0, "", ""))


def _saying(look: Lookup, statement: Statement, label: str) -> Saying:
    condition = statement.condition
    anchor = look.anchor("s", f"{label}-{statement.id}")
    act = look.act(statement.act)
    speakers = look.names(statement.speakers or statement.parties)
    look.supports[statement.id].append(Link(anchor, f"{label} · {speakers}", act))
    words = without(statement.content, condition) if condition else statement.content
    return Saying(
        anchor=anchor,
        speakers=speakers,
        party=look.names(statement.parties),
        act=act,
        words=look.quotes(item for item in words or statement.content if look.spoken(item)),
        condition=look.quote(condition) if condition else None,
        issues=look.words.listed(look.issue(issue) for issue in statement.issues),
        day=look.words.day(statement.said_on or look.article[statement.article].published),
        by_word_of=look.name(statement.said_by) if statement.said_by else "",
        why=look.why(statement.reason),
    )


def without(content: tuple[Evidence, ...], cut: Evidence) -> tuple[Evidence, ...]:
    """The content less one stretch of it, still exact offsets."""
    left: list[Evidence] = []
    for item in content:
        if item.article != cut.article or cut.end <= item.start or item.end <= cut.start:
            left.append(item)
            continue
        if item.start < cut.start:
            left.append(Evidence(item.article, item.start, cut.start))
        if cut.end < item.end:
            left.append(Evidence(item.article, cut.end, item.end))
    return tuple(left)
