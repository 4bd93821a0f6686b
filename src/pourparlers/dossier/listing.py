"""Which positions say in the same words what another of the same sides says: a reader is shown them once.

What two reports read in two ways is held both ways, so that whatever stands against it meets it; in a list it stands
once, under the issue it is most about.
"""

from __future__ import annotations

from collections.abc import Mapping

from pourparlers.dossier.themes import OTHER
from pourparlers.knowledge.words import words_of
from pourparlers.model import Act, Position, StateOfPlay

_BY_WORDS = "issue:rule:words"


def listed_under(state: StateOfPlay) -> dict[str, str]:
    """Give the position under which each one that repeats its words is listed.

    Two positions of the same sides say it in the same words where their strongest words read the same, or are parts of
    one another in one article and do the same. They are listed under the one whose issue has a name, comes first in
    its statement, is named by its own words, has the most statements and is the surest, in this order.

    Args:
        state: the positions, with the statements and articles behind them.

    Returns:
        the id of another position for each that is not listed by itself.
    """
    first = {one.id: one.issues[0] for one in state.statements if one.issues}
    texts = {one.id: one.text for one in state.articles}
    by_sides: dict[tuple[str, ...], list[Position]] = {}
    for one in state.positions:
        by_sides.setdefault(one.parties or (one.party,), []).append(one)
    under: dict[str, str] = {}
    for several in by_sides.values():
        alike: dict[str, Position] = {}
        apart: dict[tuple[Act, str], list[Position]] = {}
        for one in sorted(several, key=lambda one: _rank(one, first)):
            quote = one.quote
            same = alike.setdefault(
                _plain(texts.get(quote.article, "")[quote.start : quote.end]) or one.id, one
            )
            near = apart.setdefault((one.act, quote.article), [])
            home = same if same is not one else next((two for two in near if _is_part(one, two)), None)
            if home is None:
                near.append(one)
            else:
                under[one.id] = under.get(home.id, home.id)
    return under


def _rank(one: Position, first: Mapping[str, str]) -> tuple[bool, bool, bool, int, float, str]:
    return (
        one.issue == OTHER,
        one.issue not in {first.get(id) for id in one.statements},
        _BY_WORDS not in one.reason.why,
        -len(one.statements),
        -one.reason.confidence,
        one.id,
    )


def _plain(text: str) -> str:
    return " ".join(word.key for word in words_of(text))


def _is_part(one: Position, two: Position) -> bool:
    a, b = one.quote, two.quote
    return (a.start <= b.start and b.end <= a.end) or (b.start <= a.start and a.end <= b.end)
