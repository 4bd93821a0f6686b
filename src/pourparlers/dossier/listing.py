"""Which positions say in the same words what another of the same sides says: a reader is shown them once.

A demand on two matters is held on both, so that whatever stands against it meets it; in a list it stands under the
one it is most about.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from pourparlers.dossier.themes import OTHER
from pourparlers.model import Act, Position, Statement

_BY_WORDS = "issue:rule:words"

_Same = tuple[tuple[str, ...], Act, str]


def listed_under(positions: Iterable[Position], statements: Iterable[Statement]) -> dict[str, str]:
    """Give the position under which each one that repeats its words is listed.

    Two positions of the same sides that do the same say it in the same words where one's strongest words are in the
    other's. They are listed under the one whose issue has a name, comes first in its statement, is named by its own
    words, has the most statements and is the surest, in this order.

    Args:
        positions: the positions.
        statements: the statements behind them.

    Returns:
        the id of another position for each that is not listed by itself.
    """
    first = {one.id: one.issues[0] for one in statements if one.issues}
    same: dict[_Same, list[Position]] = {}
    for one in positions:
        same.setdefault((one.parties or (one.party,), one.act, one.quote.article), []).append(one)
    under: dict[str, str] = {}
    for several in same.values():
        if len(several) > 1:
            _list(several, first, under)
    return under


def _list(several: Sequence[Position], first: Mapping[str, str], under: dict[str, str]) -> None:
    kept: list[Position] = []
    for one in sorted(several, key=lambda one: _rank(one, first)):
        home = next((other for other in kept if _repeats(one, other)), None)
        if home is None:
            kept.append(one)
        else:
            under[one.id] = home.id


def _rank(one: Position, first: Mapping[str, str]) -> tuple[bool, bool, bool, int, float, str]:
    return (
        one.issue == OTHER,
        one.issue not in {first.get(id) for id in one.statements},
        _BY_WORDS not in one.reason.why,
        -len(one.statements),
        -one.reason.confidence,
        one.id,
    )


def _repeats(one: Position, two: Position) -> bool:
    a, b = one.quote, two.quote
    return (a.start <= b.start and b.end <= a.end) or (b.start <= a.start and a.end <= b.end)
