"""How likely two statements of one side say the same in other words: weights learnt from what readers judged.

Logistic regression (Cox 1958) on a few plain traits of the two: the words and pieces of words they share, their meaning,
what they do, how far apart they stand and who says them.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from math import exp, log1p

from pourparlers.dossier.drafts import ASSESSING, PLAIN, REFUSING, Draft, matters_of
from pourparlers.dossier.likeness import nearness, on_one_side, one_kind, overlap
from pourparlers.dossier.repeats import longest_run
from pourparlers.dossier.themes import STRONG
from pourparlers.knowledge.lexicon import weights
from pourparlers.model import Act

_PIECE = 4  # letters
_LONG_RUN, _LONG, _FEW, _FAR = 6, 20, 6, 40
_BREATH = 2  # sentences
SOME_WORDS = 0.25
"""Overlap of words from which two statements are worth a closer look, whatever they mean."""
SOME_MEANING = 0.4
"""Their cosine, the same, whatever their words."""

Weights = tuple[float, Mapping[str, float]]


def sameness(one: Draft, two: Draft) -> float:
    """Give how likely two statements of one side say the same, from 0 to 1.

    These are always two: things said in one breath, or close by in one report, without a shared word beyond their matter,
    what names two matters, a demand and a charge or the like (but what one report only tells may be the demand of another), and a
    refusal and the announcement of what was refused.
    """
    acts = {one.statement.act, two.statement.act}
    if len(acts) > 1 and acts.isdisjoint(PLAIN) and not on_one_side(one, two):
        return 0.0
    if (Act.ANNOUNCE in acts and acts & REFUSING) or _on_two_matters(one, two):
        return 0.0
    if overlap(one.stems, two.stems) < SOME_WORDS and nearness(one, two) < SOME_MEANING:
        return 0.0
    found = traits(one, two)
    near = found["article"] and abs(one.sentence - two.sentence) <= _BREATH
    if found["bare"] and (found["utterance"] or near):
        return 0.0
    base, weights = _weights()
    return 1.0 / (1.0 + exp(-base - sum(weights[name] * value for name, value in found.items())))


def traits(one: Draft, two: Draft) -> dict[str, float]:
    """Give what two statements of one side have in common and what parts them, by name; none changes with their order."""
    first, second = one.statement, two.statement
    shared = one.stems & two.stems
    pieces, others = _pieces(one.keys), _pieces(two.keys)
    common = len(pieces & others)
    least = min(len(one.stems), len(two.stems))
    here = first.article == second.article
    numbers, figures = _numbers(one), _numbers(two)
    acts = {first.act, second.act}
    words = overlap(one.stems, two.stems)
    return {
        "overlap": words,
        "overlap_long": words * min(least, _FEW),
        "pieces": common / max(1, min(len(pieces), len(others))),
        "pieces_of_all": common / max(1, len(pieces | others)),
        "run": min(_LONG_RUN, longest_run(one.keys, two.keys)),
        "bare": float(shared <= matters_of(one, two)),
        "cosine": nearness(one, two),
        "act": float(one_kind(one, two)),
        "side": float(on_one_side(one, two)),
        "plain": float(acts <= PLAIN),
        "judging": float(acts <= ASSESSING),
        "issue": float(not set(first.issues).isdisjoint(second.issues)),
        "article": float(here),
        "utterance": float(here and first.attribution == second.attribution),
        "distance": log1p(min(abs(one.sentence - two.sentence), _FAR)) if here else 0.0,
        "speaker": float(not set(first.speakers).isdisjoint(second.speakers)),
        "shorter": float(min(least, 2 * _FEW)),
        "longer": float(min(max(len(one.stems), len(two.stems)), _LONG)),
        "figures_apart": float(bool(numbers) and bool(figures) and numbers.isdisjoint(figures)),
    }


def _on_two_matters(one: Draft, two: Draft) -> bool:
    ours = {theme.id for theme in one.themes if theme.weight >= STRONG}
    theirs = {theme.id for theme in two.themes if theme.weight >= STRONG}
    return bool(ours) and bool(theirs) and ours.isdisjoint(theirs)


def _numbers(draft: Draft) -> set[str]:
    return {key for key in draft.keys if key[:1].isdigit()}


@lru_cache(maxsize=65536)
def _pieces(keys: tuple[str, ...]) -> frozenset[str]:
    """Give all pieces of some words, their edges marked: forms of one word share most of theirs."""
    marked = (f"<{key}>" for key in keys)
    return frozenset(word[n : n + _PIECE] for word in marked for n in range(max(1, len(word) - _PIECE + 1)))


@lru_cache(maxsize=1)
def _weights() -> Weights:
    known = weights("sameness")
    return float(known["base"]), {name: float(value) for name, value in known["weights"].items()}
