"""How near two positions stand to each other: in an article, in time, in their words and on their matter."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product

from pourparlers.dossier.drafts import Draft, matters_of
from pourparlers.dossier.standing import Held, said_within
from pourparlers.dossier.themes import OTHER

FAR = 9999  # sentences: statements of two articles
MONTH = 31  # days
_GUESSED = "issue:rule:last-spoken-of"  # too loose a tie to stand head-on with anything


def pairs(a: Held, b: Held) -> Iterator[tuple[Draft, Draft]]:
    """Give the pairs of statements of one article."""
    for article in a.at.keys() & b.at.keys():
        yield from product(a.at[article], b.at[article])


def gap(a: Held, b: Held) -> int:
    """Give the sentences between two positions in one article, a great number for those of two."""
    return min((abs(x.sentence - y.sentence) for x, y in pairs(a, b)), default=FAR)


def near(a: Held, b: Held, reach: int) -> bool:
    """Tell whether something of each stands within so many sentences of the other."""
    return gap(a, b) <= reach


def after(a: Held, b: Held, reach: int) -> bool:
    """Tell whether something of `b` stands within so many sentences after something of `a`, in one article."""
    return any(0 <= y.sentence - x.sentence <= reach and y.order > x.order for x, y in pairs(a, b))


def shared_words(a: Held, b: Held) -> int:
    """Count the words beyond their matters that two statements of one article share at most."""
    return max((beyond_matters(x, y) for x, y in pairs(a, b)), default=0)


def beyond_matters(one: Draft, two: Draft) -> int:
    """Count the words beyond their matters that two statements share."""
    return len((one.stems & two.stems) - matters_of(one, two))


def on_one_issue(a: Held, b: Held) -> bool:
    """Tell whether two positions are on one matter that their own words name."""
    if any(_GUESSED in held.position.reason.why for held in (a, b)):
        return False
    return bool((a.issues & b.issues) - {OTHER})


def of_one_time(a: Held, b: Held) -> bool:
    """Tell whether two positions stand in one article, or something of each was said within a month."""
    return not a.at.keys().isdisjoint(b.at) or said_within(a, b, MONTH)
