"""The year an article without a date is from, as far as the offices it gives to people tell."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from pourparlers.knowledge.public_figures import tenures
from pourparlers.reading.cast import OFFICES_OF_STATE, Figure


def year_by_holders(people: Iterable[Figure]) -> int | None:
    """Give the year in which those whom an article names with an office held it, the latest where several do.

    The year in which an office was handed over counts for the successor.

    Args:
        people: the people of the article.

    Returns:
        the year; None where nobody is named with an office that ended.
    """
    votes: Counter[int] = Counter()
    since: list[tuple[int, int]] = []
    for figure in people:
        side = figure.country or figure.surely_of
        offices = figure.offices & OFFICES_OF_STATE - figure.past
        if side is None or not offices:
            continue
        for first, last in tenures(figure.skeletons, side, offices):
            if last is None:
                since.append((first, len(figure.at)))
            else:
                votes.update({year: len(figure.at) for year in range(first, last)})
    for first, times in since:
        votes.update({year: times for year in [*votes] if year >= first})
    return max(votes, key=lambda year: (votes[year], year), default=None)
