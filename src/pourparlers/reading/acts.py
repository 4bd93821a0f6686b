"""What a speaker does with the words: the act of each attribution (PLOVER root types where they exist).

The encoder's act heads and a lexicon of cues and of content words (`languages/<xx>/cues.toml`) are added up as
log odds; a negated cue turns its act round, a cue of opinion speaks against a mere statement, and some turns of phrase
("no intention of", "it is too early to") speak for an act whatever the cue.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache

import numpy as np
from numpy.typing import NDArray

from pourparlers.knowledge.lexicon import lexicon
from pourparlers.knowledge.phrases import Phrases
from pourparlers.knowledge.words import words_of
from pourparlers.model import Act, Article, Attribution, Span
from pourparlers.reading.acts_turns import (
    by_act,
    not_after_stop,
    openings,
    outright,
    turns,
    whole_words,
    words_said,
)
from pourparlers.reading.encoder import Encoded
from pourparlers.reading.polarity import polarity

ACTS = tuple(Act)
PLACE = {act: place for place, act in enumerate(ACTS)}
PRIOR = {
    Act.STATE: 0.6,
    Act.REQUEST: 0.2,
    Act.ACCUSE: 0.3,
    Act.REJECT: 0.2,
    Act.ASSESS_NEGATIVE: 0.3,
    Act.ASSESS_POSITIVE: 0.3,
}
# What the model alone hears too often where no word of cue or content speaks for any act.
UNWORDED = {Act.REQUEST: 0.6, Act.ASSESS_POSITIVE: 0.6, Act.OFFER: 0.6, Act.ASSESS_NEGATIVE: 0.3}
CONTENT_WEIGHTS = {
    Act.REQUEST: 1.6,
    Act.OFFER: 1.8,
    Act.WARN: 1.2,
    Act.ASSESS_POSITIVE: 1.6,
    Act.ASSESS_NEGATIVE: 1.2,
    Act.ACCUSE: 1.2,
    Act.THREATEN: 1.2,
    Act.REJECT: 1.6,
    Act.COMMIT: 0.8,
    Act.SUPPORT: 0.8,
    Act.ANNOUNCE: 0.7,
    Act.ASSESS_MIXED: 0.6,
    Act.DENY: 0.6,
    Act.CONCEDE: 0.5,
}
HEAD_WEIGHT = 1.0
CUE_WEIGHT = 3.0
SIGN_WEIGHT = 5.0
OPINION_WEIGHT = 1.5
SECOND_WEIGHT = 0.4
NEGATED = {
    Act.AGREE: Act.REJECT,
    Act.REQUEST: Act.REJECT,
    Act.COMMIT: Act.REJECT,
    Act.OFFER: Act.REJECT,
    Act.SUPPORT: Act.REJECT,
    Act.REJECT: Act.STATE,
    Act.DENY: Act.STATE,
    Act.ACCUSE: Act.STATE,
    Act.CONCEDE: Act.DENY,
    Act.ANNOUNCE: Act.STATE,
}
# What a cue that is not negated cannot do, however the model hears it.
CONTRARY = {
    Act.AGREE: (Act.REJECT, Act.ACCUSE),
    Act.SUPPORT: (Act.REJECT, Act.ACCUSE),
    Act.OFFER: (Act.REJECT, Act.ACCUSE),
    Act.REJECT: (Act.SUPPORT, Act.AGREE, Act.ASSESS_POSITIVE),
    Act.ACCUSE: (Act.SUPPORT, Act.AGREE, Act.ASSESS_POSITIVE),
    Act.ASSESS_POSITIVE: (Act.REJECT, Act.ACCUSE, Act.REQUEST),
    Act.ASSESS_NEGATIVE: (Act.REQUEST,),
    Act.DENY: (Act.ACCUSE, Act.REQUEST),
    Act.COMMIT: (Act.ACCUSE,),
}
CONTRARY_WEIGHT = 4.0
OPENING_WEIGHT = 4.0
OUTRIGHT_WEIGHT = 3.0
BEFORE_CUE = 24


@dataclass(frozen=True, slots=True)
class _Lexicon:
    cues: Mapping[Act, tuple[str, ...]]
    contents: Mapping[Act, tuple[str, ...]]
    negations: frozenset[str]
    opinions: tuple[str, ...]
    naming: tuple[str, ...]
    asking: frozenset[str]
    harms: tuple[str, ...]
    aside: tuple[str, ...]
    weight: float
    signs: Phrases[str]
    against: Phrases[str]


@cache
def _lexicon(language: str) -> _Lexicon:
    table = lexicon(language, "cues")
    acts = table.get("acts", {})

    def stems(name: str) -> dict[Act, tuple[str, ...]]:
        return {Act(act): tuple(f" {stem}" for stem in found) for act, found in acts.get(name, {}).items()}

    return _Lexicon(
        stems("cues"),
        stems("contents"),
        frozenset(table.get("negation", {}).get("before", ())),
        tuple(f" {stem}" for stem in acts.get("opinions", ())),
        tuple(f" {stem}" for stem in acts.get("naming", ())),
        frozenset(acts.get("asking", ())),
        tuple(f" {stem}" for stem in acts.get("harms", ())),
        tuple(acts.get("aside", ())),
        float(acts.get("weight", 1.0)),
        by_act(acts.get("signs", {}), language),
        by_act(acts.get("against", {}), language),
    )


def judge(article: Article, encoded: Encoded, attributions: Sequence[Attribution]) -> tuple[Attribution, ...]:
    """Set the act of each attribution and the probabilities of all acts.

    Args:
        article: the article.
        encoded: what the encoder says of it.
        attributions: as found in it.

    Returns:
        the same attributions with `act` and `act_scores`.
    """
    known = _lexicon(article.language)
    judged: list[Attribution] = []
    for one in attributions:
        scores = HEAD_WEIGHT * _heads(encoded, one) + _signs(article.text, article.language, one, known)
        words = _words(article.text, article.language, one, known)
        scores += known.weight * (_row(PRIOR) + words)
        if not words.any():
            scores -= _row(UNWORDED)
        odds = np.exp(scores - scores.max())
        shares = odds / odds.sum()
        best = int(shares.argmax())
        judged.append(
            replace(one, act=ACTS[best], act_scores=tuple(round(float(share), 4) for share in shares))
        )
    return tuple(judged)


def _row(odds: Mapping[Act, float]) -> NDArray[np.float32]:
    return np.array([odds.get(act, 0.0) for act in ACTS], np.float32)


def cued(language: str, act: Act, cue: str) -> bool:
    """Tell whether a cue is one of an act by its own words."""
    return act in _by_cue(_lowered(cue), _lexicon(language))


def done(language: str, cue: str) -> bool:
    """Tell whether the words of a cue do anything by themselves."""
    return bool(_by_cue(_lowered(cue), _lexicon(language)))


def worded(language: str, act: Act, content: str) -> bool:
    """Tell whether the words of a content do an act by themselves."""
    known = _lexicon(language)
    plain = _lowered(content)
    if any(stem in plain for stem in known.contents.get(act, ())):
        return True
    return any(hit.value == act.value for hit in known.signs.find(list(words_of(content))))


def _heads(encoded: Encoded, one: Attribution) -> NDArray[np.float32]:
    cue = encoded.acts_cue[encoded.pieces(one.cue)] if one.cue else np.zeros((0, len(ACTS)), np.float32)
    parts = [encoded.acts_content[encoded.pieces(span)] for span in one.content]
    content = np.concatenate(parts) if parts else np.zeros((0, len(ACTS)), np.float32)
    scores = np.zeros(len(ACTS), np.float32)
    for values in (cue, content):
        if len(values):
            scores += values.mean(axis=0)
    return scores


def _words(text: str, language: str, one: Attribution, known: _Lexicon) -> NDArray[np.float32]:
    scores = np.zeros(len(ACTS), np.float32)
    content = " ".join(_plain(text, span) for span in one.content)
    for phrase in known.aside:
        content = content.replace(phrase, "")
    if one.cue is not None:
        cue = _plain(text, one.cue)
        negated = _negated(text, one.cue, known)
        for act in _by_cue(cue, known):
            meant = NEGATED.get(act, act) if negated else act
            scores[PLACE[meant]] += CUE_WEIGHT
            if meant is Act.COMMIT and any(stem in content for stem in known.harms):
                scores[PLACE[Act.THREATEN]] += 2 * CUE_WEIGHT
        if any(stem in cue for stem in known.opinions):
            scores[PLACE[Act.STATE]] -= OPINION_WEIGHT
            if not worded(language, Act.REQUEST, content):
                scores[PLACE[Act.REQUEST]] -= OPINION_WEIGHT
    words = words_said(text, one)
    for act, stems in known.contents.items():
        found = sum(stem in content for stem in stems)
        if found:
            meant = _turned(act, polarity(words, language))
            scores[PLACE[meant]] += CONTENT_WEIGHTS.get(meant, 1.0) * (1 + SECOND_WEIGHT * min(found - 1, 2))
    return scores


def _signs(text: str, language: str, one: Attribution, known: _Lexicon) -> NDArray[np.float32]:
    """What speaks for or against an act however sure the model is: turns of phrase, and "call X Y" beside "call for"."""
    scores = np.zeros(len(ACTS), np.float32)
    words = words_said(text, one)
    against = {Act(hit.value) for hit in known.against.find(words)}
    for act in {Act(hit.value) for hit in known.signs.find(words)} - against:
        scores[PLACE[act]] += SIGN_WEIGHT
    for act in against:
        scores[PLACE[act]] -= SIGN_WEIGHT
    if one.cue is not None and any(stem in _plain(text, one.cue) for stem in known.naming):
        after = words_of(text[one.cue.start : one.cue.end + BEFORE_CUE])
        if not {word.key for word in after[1:3]} & known.asking:
            scores[PLACE[Act.REQUEST]] -= SIGN_WEIGHT
    for act in _cued(text, one, known):
        for contrary in CONTRARY.get(act, ()):
            scores[PLACE[contrary]] -= CONTRARY_WEIGHT
    for act, odds in turns(text, one, language).items():
        scores[PLACE[act]] += odds
    if one.cue is None or not _by_cue(_plain(text, one.cue), known):
        for act in openings(text, one, language) - against:
            scores[PLACE[act]] += OPENING_WEIGHT
        for act in outright(text, one, language):
            scores[PLACE[act]] += OUTRIGHT_WEIGHT
    return scores


def _cued(text: str, one: Attribution, known: _Lexicon) -> list[Act]:
    """Give the acts of a cue that is not negated and has only one."""
    if one.cue is None or _negated(text, one.cue, known):
        return []
    found = _by_cue(_plain(text, one.cue), known)
    return found if len(found) == 1 else []


def _by_cue(cue: str, known: _Lexicon) -> list[Act]:
    """Give the acts that the words of a cue, lowered, do."""
    return [act for act, stems in known.cues.items() if any(stem in cue for stem in stems)]


def _turned(act: Act, sign: int) -> Act:
    """Turn a judgement round whose words a negation turns: "no reason to be optimistic"."""
    if act is Act.ASSESS_POSITIVE and sign < 0:
        return Act.ASSESS_NEGATIVE
    if act is Act.ASSESS_NEGATIVE and sign > 0:
        return Act.ASSESS_POSITIVE
    return act


def _negated(text: str, cue: Span, known: _Lexicon) -> bool:
    before = not_after_stop(whole_words(text, max(0, cue.start - BEFORE_CUE), cue.start))
    words = before.lower().replace("’", "'").replace("'", " ").split()
    return any(word in known.negations for word in words[-4:])


def _plain(text: str, span: Span) -> str:
    return _lowered(text[span.start : span.end])


def _lowered(words: str) -> str:
    return " " + " ".join(words.lower().replace("’", "'").split())
