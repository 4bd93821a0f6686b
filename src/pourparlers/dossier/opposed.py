"""How likely two positions of different sides clash, stand side by side, or neither: weights learnt from pairs that readers judged.

A network with one hidden layer on the traits of a pair (`against.py`), and a product of two projections of the encoder's states over the
words of the earlier and of the later one; `training/fit_opposition.py` fits the weights of both.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from operator import attrgetter

import numpy as np

from pourparlers.dossier.against import Side, in_order, traits
from pourparlers.dossier.drafts import GIVING, PLAIN, REFUSING
from pourparlers.dossier.standing import Held, of_one_thing, of_the_same_words, shared_issue
from pourparlers.knowledge.network import network, together
from pourparlers.model import Act, Clash, Reason

LIKELY = 0.6
"""How likely two must be to clash head-on, being in tension counted half, for it to be told."""
LEARNT = "model:opposition"
_DIGITS = 4
_GENERAL = "opposed"
_GOOD = frozenset({Act.SUPPORT, Act.ASSESS_POSITIVE})
_CHARGES = frozenset({Act.ACCUSE, Act.ASSESS_NEGATIVE})
_THREATS = frozenset({Act.THREATEN, Act.WARN})
_MEASURES = frozenset({Act.ANNOUNCE, Act.COMMIT, Act.OFFER, Act.THREATEN})
_ASKING = frozenset({Act.REQUEST})
_KINDS: tuple[tuple[str, frozenset[Act], frozenset[Act], bool], ...] = (
    ("request-rejection", _ASKING, REFUSING, True),
    ("offer-rejection", frozenset({Act.OFFER}), REFUSING, True),
    ("support-rejection", _GOOD, REFUSING, True),
    ("accusation-denial", _CHARGES, frozenset({Act.DENY}), True),
    ("opposite-demands", _ASKING, _ASKING, True),
    ("request-commitment", _ASKING, GIVING, True),
    ("threat-counter-threat", _THREATS, _THREATS, True),
    ("accusation-counter-accusation", frozenset({Act.ACCUSE}), frozenset({Act.ACCUSE}), True),
    ("assessment-contrast", _GOOD, _CHARGES, True),
    ("rival-accounts", PLAIN, PLAIN, True),
    ("request-accusation", _ASKING, _CHARGES, False),
    ("accusation-request", _CHARGES, _ASKING, False),
    ("threat-defiance", _THREATS, REFUSING, False),
    ("measure-condemnation", _MEASURES, _CHARGES, False),
)
"""The kinds of clashes: the acts of either side, and whether they may come in any order."""


def likelihoods(pairs: Sequence[tuple[Held, Held]]) -> list[float]:
    """Give for each two positions how likely they clash head-on, being in tension counted half."""
    if not pairs:
        return []
    sides = {held.position.id: Side(held) for pair in pairs for held in pair}
    ordered = [in_order(sides[one.position.id], sides[two.position.id]) for one, two in pairs]
    scores = network("opposition").scores([traits(one, two) for one, two in ordered])
    scores = scores + np.array([[together(one.telling.bearing, two.telling.bearing)] for one, two in ordered])
    return [round(float(one), _DIGITS) for one in (1 / (1 + np.exp(-scores))).mean(axis=1)]


def learnt(pairs: Sequence[tuple[Held, Held]]) -> Iterator[Clash]:
    """Give the clashes among some pairs of positions that are likely enough.

    The same words read as those of either side are none, nor are warnings of one danger by two who do not speak of each other.
    """
    pairs = [(a, b) for a, b in pairs if not of_the_same_words(a, b) and not _fear_alike(a, b)]
    for (one, two), likely in zip(pairs, likelihoods(pairs), strict=True):
        if likely >= LIKELY:
            kind, a, b = kind_of(*sorted((one, two), key=attrgetter("order")))
            ids = (a.position.id, b.position.id)
            yield Clash("~".join(ids), kind, shared_issue(a, b), *ids, Reason(likely, (LEARNT,)))


def _fear_alike(a: Held, b: Held) -> bool:
    """Tell whether two sides warn, and the words of neither name the other; or of one thing, and only one names the other."""
    if not a.position.act is b.position.act is Act.WARN:
        return False
    naming = [not (one.about | one.owners).isdisjoint(two.sides) for one, two in ((a, b), (b, a))]
    return not any(naming) or (not all(naming) and of_one_thing(a, b))


def kind_of(a: Held, b: Held) -> tuple[str, Held, Held]:
    """Give the kind of a clash by the acts of its sides, the earlier first, with the demand, charge, threat or earlier side first."""
    for kind, first, second, in_any_order in _KINDS:
        if a.position.act in first and b.position.act in second:
            return kind, a, b
        if in_any_order and b.position.act in first and a.position.act in second:
            return kind, b, a
    return _GENERAL, a, b
