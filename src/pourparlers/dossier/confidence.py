"""How likely a position is right: that its party takes this stand in these words, and does what is said of it.

Boosted trees on plain traits of the statements behind it and of who says them, learnt from positions that readers judged
(`training/fit_confidence.py`). What they give is meant to be taken at its word: of positions with .8, four in five are right.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import partial
from math import exp, log1p

from pourparlers.dossier.against import Side, Traits
from pourparlers.dossier.amendments import is_marked
from pourparlers.dossier.drafts import Draft
from pourparlers.dossier.memory import Kept, Memory
from pourparlers.dossier.standing import Held
from pourparlers.knowledge.trees import trees
from pourparlers.model import Actor
from pourparlers.reading.ranking import traits_of

_FIRST = 3  # statements of a position that are looked at
_LONG, _QUOTE = 20, 5.0
_CERTAIN = 1.0
_LEAST, _MOST, _DIGITS = 0.01, 0.99, 4


def traits(held: Held, of_speakers: Traits) -> dict[str, float]:
    """Give the traits of a position, by name, with those of its speakers; those that are nothing are left out."""
    drafts, quote = held.drafts, held.position.quote
    founder = drafts[0]
    told = [draft.statement.reason.confidence for draft in drafts]
    found: Traits = {
        **Side(held).alone,
        "told": max(told),
        "told_least": min(told),
        "read": max(draft.read for draft in drafts),
        "read_least": min(draft.read for draft in drafts),
        "meant": max(draft.meant for draft in drafts),
        "keys": min(_LONG, len(founder.keys)) / _LONG,
        "quote": log1p(quote.end - quote.start) / _QUOTE,
        "speakers": log1p(len(founder.statement.speakers)),
        "themes": bool(founder.themes),
        "by_another": founder.statement.said_by is not None,
    }
    found |= {f"why {slug}": True for draft in drafts[:_FIRST] for slug in draft.statement.reason.why}
    found |= {f"source {slug}": True for slug in founder.heard}
    return traits_of(found | of_speakers)


def of_speakers(held: Held, actors: Mapping[str, Actor]) -> Traits:
    """Give the traits of those who say the first statement of a position."""
    found: Traits = {}
    for actor in (actors[id] for id in held.drafts[0].statement.speakers if id in actors):
        found |= {
            f"actor {actor.kind.value}": True,
            "actor_sure": actor.reason.confidence,
            "actor_home": actor.home is not None,
        }
    return found


def confident(held: Sequence[Held], actors: Sequence[Actor], memory: Memory) -> list[Held]:
    """Give positions with how likely each is right; what a person changed or looked at keeps what it has.

    Args:
        held: the positions.
        actors: all who speak.
        memory: the positions made before.
    """
    by_id = {actor.id: actor for actor in actors}
    kept: Kept[Held] = memory.of("confident")
    found = []
    for one in held:
        theirs = of_speakers(one, by_id)
        key = (one.position.id, *theirs.items())
        found.append(kept.get(key, (one,), partial(_confident, one, theirs)))
    return found


def _confident(held: Held, of_speakers: Traits) -> Held:
    if any(map(_is_looked_at, held.drafts)):
        return held
    score = trees("confidence").score(traits(held, of_speakers))
    likely = min(_MOST, max(_LEAST, 1 / (1 + exp(-score))))
    reason = replace(held.position.reason, confidence=round(likely, _DIGITS))
    return replace(held, position=replace(held.position, reason=reason))


def _is_looked_at(draft: Draft) -> bool:
    """Tell whether a person has changed a statement or the saying it is from, and not only its issue."""
    reason = draft.statement.reason
    return is_marked(reason) and _CERTAIN in {reason.confidence, draft.read}
