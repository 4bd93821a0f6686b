"""In whose name somebody speaks: weights learnt from sources whose sides readers told.

Those in whose name a person, a group or a body without an entry in `knowledge` may speak are himself, experts, the press, and the countries,
organisations and parties that the article names. What the rules say (`sided.py`) is one trait of a side among others. `training/fit_sides.py`
fits the weights.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from math import log1p

import numpy as np

from pourparlers.knowledge.entities import EXPERT, PRESS, is_state, party_of
from pourparlers.knowledge.entities import entity as known_entity
from pourparlers.model import ActorKind, Mention, MentionKind, Span
from pourparlers.reading.cast import OFFICES_OF_STATE, Cast, Figure, is_political
from pourparlers.reading.encoder import Floats
from pourparlers.reading.pronouns import Sighting
from pourparlers.reading.ranking import Traits, best, likelihoods, traits_of
from pourparlers.reading.scene import Scene
from pourparlers.reading.sided import CONTEXT, OPPOSITION, OUTSIDE, OWN_NAME, SERVING
from pourparlers.reading.speakers import HEAD

OWN = "own"
"""The side of who speaks for himself."""
KINDS = {OWN: 0, EXPERT: 1, PRESS: 2}
"""The sides that the article does not name, numbered for the weights."""
LEARNT = "model:side"
"""The slug of a mention of somebody who speaks in another name than the rules would say, by learnt weights."""
TOLD = frozenset({OWN_NAME, OUTSIDE, CONTEXT, SERVING})
"""The slugs of how the rules found a side."""
UNASKED = {ActorKind.COUNTRY, ActorKind.OUTLET}
DOCUMENT = "document"
"""The class of nouns for which the rules know better, as they do for legislators, parties and oppositions."""
SURE = 0.5
"""How likely another side than the rules say must be."""
FLAGS = ("plural", "private", "elsewhere", "unofficial", "against", "legislator", "ministerial")
_LOOKED_AT = 3
_BESIDE = 30  # characters
_CHARACTERS = 8.0


@dataclass(frozen=True, eq=False)
class Speaker:
    """Somebody who speaks in an article.

    `mentions` are his, in text order, `sources` those of them that are the source of an attribution. `rule` is his side by the rules (a
    code, a name, or OWN) and `why` the slugs of how they found it. `named` are the sides that the article names, with each sighting, in
    text order; `state` gives the mean state of the encoder in some spans.
    """

    scene: Scene
    figure: Figure
    mentions: Sequence[Mention]
    sources: Sequence[Mention]
    rule: str
    why: frozenset[str]
    year: int | None
    named: Sequence[tuple[str, Sighting]]
    state: Callable[[tuple[Span, ...]], Floats]

    @cached_property
    def sides(self) -> dict[str, list[Sighting]]:
        """The sides that the article names otherwise than by him, each with its sightings."""
        found: dict[str, list[Sighting]] = {}
        for side, sighting in self.named:
            if sighting.figure is not self.figure:
                found.setdefault(side, []).append(sighting)
        return found

    @cached_property
    def total(self) -> int:
        """How often any side is named."""
        return sum(map(len, self.sides.values()))

    @cached_property
    def often(self) -> list[str]:
        """The sides, those named most often first."""
        return sorted(self.sides, key=lambda side: (-len(self.sides[side]), side))

    @cached_property
    def introduced(self) -> Mention:
        """Where he is told of best: with his office, or first."""
        return next((m for m in self.mentions if m.role is not None), self.mentions[0])

    @cached_property
    def last_before(self) -> int:
        """Where the last side is named before he is introduced."""
        ends = [one.end for several in self.sides.values() for one in several]
        return max((end for end in ends if end <= self.introduced.span.start), default=-1)

    @cached_property
    def phrases(self) -> list[Span]:
        """The words of his offices and of his sources that are no pronouns."""
        roles = [m.role for m in self.mentions if m.role is not None]
        return [*roles, *(m.span for m in self.sources if m.kind is MentionKind.ROLE)]

    @cached_property
    def states(self) -> Floats:
        """The mean state of his sources, and the state where he is told of best, (2 * width,)."""
        best = self.introduced
        whole = (
            Span(min(best.span.start, best.role.start), max(best.span.end, best.role.end))
            if best.role
            else best.span
        )
        mean = np.mean([self.state((one.span,)) for one in self.sources], axis=0)
        return np.concatenate([mean, self.state((whole,))])


@dataclass(frozen=True, eq=False)
class Candidate:
    """A side with its traits, and its states (2 * width,): at its nearest sighting, and the mean of some; or the number of its kind."""

    side: str
    traits: Traits
    states: Floats | int


def side_of(figure: Figure) -> str | None:
    """Give the side that a mention of a country, an organisation or a known body names."""
    if figure.code is not None:
        return party_of(figure.code) or figure.code
    return figure.party if figure.kind is ActorKind.ORGANISATION else None


def candidates(speaker: Speaker) -> Iterator[Candidate]:
    """Give the sides in whose name somebody may speak: those of no name, then those the article names, and what the rules say.

    A person with a name is of the press only where the rules say so.
    """
    about = _of_speaker(speaker)
    for side, number in KINDS.items():
        if side == PRESS != speaker.rule and speaker.figure.names:
            continue
        yield Candidate(
            side,
            traits_of(
                {f"t_{side}": True} | _ruled(speaker, side) | {f"{side}_{k}": v for k, v in about.items()}
            ),
            number,
        )
    for side in speaker.often:
        yield Candidate(side, traits_of(_of_side(speaker, side) | about), _states(speaker, side))
    if speaker.rule not in KINDS and speaker.rule not in speaker.sides:
        yield Candidate(
            speaker.rule, traits_of(_of_side(speaker, speaker.rule) | about), np.zeros_like(speaker.states)
        )


def choose(speaker: Speaker) -> str:
    """Give the side in whose name somebody most likely speaks.

    It is what the rules say unless another is likely, and likelier by a margin; and where the encoder has not read of him.
    """
    if not speaker.states.any():
        return speaker.rule
    several = list(candidates(speaker))
    likely = likelihoods("sides", speaker.states, several)
    ruled = next(n for n, one in enumerate(several) if one.side == speaker.rule)
    chosen = best(likely, ruled)
    return several[chosen].side if likely[chosen] >= SURE else speaker.rule


def with_sides(
    found: Sequence[Mention],
    cast: Cast,
    sightings: Sequence[Sighting],
    year: int | None,
    state: Callable[[tuple[Span, ...]], Floats],
    by: Callable[[Speaker], str],
) -> tuple[Mention, ...]:
    """Give mentions with the sides of those who speak and have no entry in `knowledge`.

    Args:
        found: the mentions of an article in text order, with their sides by rule.
        cast: its entities.
        sightings: what names or stands for whom, in text order.
        year: when the article is from.
        state: gives the mean state of the encoder in some spans.
        by: tells the side of a speaker.
    """
    every: dict[int, list[Mention]] = {}
    for mention in found:
        every.setdefault(mention.entity, []).append(mention)
    named = [(side, one) for one in sightings if (side := side_of(one.figure)) is not None]
    changed: dict[int, tuple[str, str]] = {}
    for number, mentions in every.items():
        figure, sources = cast.figures[number], [one for one in mentions if HEAD in one.why]
        if figure.code is not None or figure.kind in UNASKED or not sources:
            continue
        told, why = sources[0].party, frozenset(sources[0].why) & TOLD
        opposes = told is not None and told.endswith(OPPOSITION)
        if opposes or OUTSIDE in why or DOCUMENT in figure.classes:
            continue
        rule = OWN if told is None or OWN_NAME in why or _is_own_name(figure, told) else told
        speaker = Speaker(cast.scene, figure, mentions, sources, rule, why, year, named, state)
        side = by(speaker)
        if side != rule:
            changed[number] = rule, side
    return tuple(_sided(one, *changed[one.entity]) if one.entity in changed else one for one in found)


def _is_own_name(figure: Figure, side: str) -> bool:
    return figure.kind is ActorKind.ORGANISATION and known_entity(side) is None


def _sided(mention: Mention, rule: str, side: str) -> Mention:
    why = (*(slug for slug in mention.why if slug not in TOLD), LEARNT)
    if side != OWN:
        return replace(mention, party=side, why=why)
    if mention.actor_kind is ActorKind.PERSON and is_state(rule):
        return replace(mention, why=(*why, OWN_NAME))
    return replace(mention, party=None, why=why)


def _ruled(speaker: Speaker, side: str) -> dict[str, float | bool]:
    if side != speaker.rule:
        return {"not_ruled": True}
    return {"ruled": True, **{f"ruled_{slug}": True for slug in speaker.why}}


def _of_speaker(speaker: Speaker) -> dict[str, float | bool]:
    """Tell what the article says of him."""
    figure = speaker.figure
    courts, state = speaker.scene.vocabulary.courts, speaker.scene.vocabulary.state
    found: dict[str, float | bool] = {f"f_{name}": getattr(figure, name) for name in FLAGS}
    found |= {f"f_{figure.kind.value}": True} | {f"f_class_{name}": True for name in figure.classes}
    return found | {
        "f_named": bool(figure.names),
        "f_office": bool(figure.offices & OFFICES_OF_STATE),
        "f_other_office": bool(figure.offices - OFFICES_OF_STATE),
        "f_now": bool(figure.now),
        "f_past": bool(figure.past),
        "f_past_only": bool(figure.past) and not figure.now,
        "f_country": figure.country is not None,
        "f_known": figure.known_side is not None,
        "f_affiliation": figure.affiliation is not None,
        "f_of": figure.of is not None,
        "f_bodies": bool(figure.bodies),
        "f_court": bool(figure.nouns & courts),
        "f_state": bool(figure.nouns & state),
        "f_nouns": bool(figure.nouns),
        "f_serving": figure.serving(speaker.year),
        "f_mentions": log1p(len(speaker.mentions)),
        "f_sources": log1p(len(speaker.sources)),
    }


def _of_side(speaker: Speaker, side: str) -> dict[str, float | bool]:
    """Tell how a side stands in the article, and to him."""
    figure, known = speaker.figure, known_entity(side)
    served = figure.of
    found: dict[str, float | bool] = {"s": True} | _ruled(speaker, side)
    found |= {
        "s_state": is_state(side),
        "s_political": is_political(side),
        "s_known": known is not None,
        "s_other": known is None,
        "s_country": figure.country is not None and side == (party_of(figure.country) or figure.country),
        "s_other_country": figure.country is not None
        and side != (party_of(figure.country) or figure.country),
        "s_known_side": figure.known_side == side,
        "s_affiliation": figure.affiliation == side,
        "s_body": any((party_of(code) or code) == side for code in figure.bodies),
        "s_served": served is not None and side in {served.country, served.known_side},
    }
    seen = speaker.sides.get(side)
    if not seen:
        return found
    place = speaker.introduced.span
    before = [one for one in seen if one.end <= place.start]
    nearest = min(seen, key=lambda one: min(abs(one.start - place.end), abs(place.start - one.end)))
    far = max(nearest.start - place.end, place.start - nearest.end, 0)
    phrases, text = speaker.phrases, speaker.scene.text
    title = len(text.partition("\n")[0])
    return found | {
        "s_share": len(seen) / speaker.total,
        "s_times": log1p(len(seen)),
        "s_rank": 1 / (1 + speaker.often.index(side)),
        "s_first": speaker.often[0] == side,
        "s_first_state": next((one for one in speaker.often if is_state(one)), None) == side,
        "s_only_state": is_state(side) and sum(map(is_state, speaker.sides)) == 1,
        "s_in_phrase": any(p.start <= one.start < p.end for p in phrases for one in seen),
        "s_near": log1p(far) / _CHARACTERS,
        "s_beside": far < _BESIDE,
        "s_before": bool(before),
        "s_last_before": bool(before) and before[-1].end == speaker.last_before,
        "s_subject": any(one.subject for one in seen),
        "s_quoted": all(one.quoted for one in seen),
        "s_title": any(one.start <= title for one in seen),
    }


def _states(speaker: Speaker, side: str) -> Floats:
    place, seen = speaker.introduced.span, speaker.sides[side]
    near = sorted(seen, key=lambda one: (abs(one.start - place.start), one.start))[:_LOOKED_AT]
    every = [speaker.state((Span(one.start, one.end),)) for one in near]
    return np.concatenate([every[0], np.mean(every, axis=0)])
