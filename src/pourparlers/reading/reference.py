"""What each entity of an article is like beside a pronoun or noun phrase that speaks, by which `ranking.py` tells whom it stands for.

What the rules found is one trait among others; somebody who is not named has those of the phrase alone. Beside the traits stand the states
of the encoder where the phrase and the entity are mentioned.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from math import log1p

import numpy as np

from pourparlers.model import ActorKind, Attribution, Span
from pourparlers.reading.cast import Figure
from pourparlers.reading.encoder import Floats
from pourparlers.reading.head import Head
from pourparlers.reading.nouns import Surroundings
from pourparlers.reading.pronouns import PERSONAL, Place, Sighting, agrees, claim
from pourparlers.reading.ranking import Traits, traits_of
from pourparlers.reading.speakers import History, anchor

BEFORE, AFTER, TURNS, FIRST_SEEN, LOOKED_AT = 80, 30, 40, 6, 3
_FAR = 10  # sentences
_STRONG_CLAIM = 5.0
_LONG_PHRASE = 4  # words
_CHARACTERS = 8.0
OF_PHRASE = (
    "definite",
    "possessive",
    "pointing",
    "dual",
    "former",
    "elsewhere",
    "unofficial",
    "against",
    "legislator",
    "ministerial",
    "civil",
)


@dataclass(frozen=True)
class Asked:
    """A phrase that speaks, and what is known where it stands.

    `vector` gives the sentence vector of the text in some spans, `state` the mean state of the encoder in them. `rule` is the entity that
    the rules take it for, None for somebody new, and `why` the slug of the rule.
    """

    head: Head
    span: Span
    place: Place
    attribution: Attribution
    history: History
    around: Surroundings
    vector: Callable[[tuple[Span, ...]], Floats]
    state: Callable[[tuple[Span, ...]], Floats]
    rule: Figure | None
    why: str

    @cached_property
    def gender(self) -> str | None:
        """The grammatical gender of the phrase, if it shows."""
        return self.head.gender or PERSONAL.get(self.head.pronoun.removesuffix("_plural"))

    @cached_property
    def kind(self) -> str:
        """What kind of pronoun or of noun it is."""
        return f"p_{self.head.pronoun}" if self.head.kind == "pronoun" else f"p_noun_{self.head.noun}"

    @cached_property
    def capitals(self) -> frozenset[str]:
        """Its words with a capital that is not due to their place, which name somebody or something."""
        scene = self.around.cast.scene
        return frozenset(
            scene.words[k].key
            for k in scene.words_in(self.span)
            if scene.words[k].capital and not scene.initial(k)
        )

    @cached_property
    def own_name(self) -> frozenset[str]:
        """Those of them that are no name known beforehand ("l'ONG Varlande")."""
        scene = self.around.cast.scene
        known = {scene.words[k].key for k in scene.words_in(self.span) if scene.covering[k] >= 0}
        return self.capitals - known

    @cached_property
    def seen(self) -> Sequence[Sighting]:
        """The sightings near it, in text order."""
        every = self.around.sightings
        at = bisect_left(every, self.place.start, key=lambda one: one.start)
        return every[max(0, at - BEFORE) : at + AFTER]

    @cached_property
    def recent(self) -> list[Figure]:
        """Those seen before it, the last first, each once."""
        before = (s.figure for s in reversed(self.seen) if s.end <= self.place.start)
        return list({figure.number: figure for figure in before}.values())

    @cached_property
    def fitting(self) -> list[Figure]:
        """Those of them who are people of its gender."""
        return [one for one in self.recent if one.kind is ActorKind.PERSON and agrees(one, self.gender)]

    @cached_property
    def turns(self) -> Mapping[int, list[int]]:
        """For each entity that spoke before it, how many utterances ago."""
        found: dict[int, list[int]] = {}
        ago = 0
        for name in reversed(self.history.order):
            if (
                not self.history.speakers.get(name)
                or anchor(self.history.attributions[name]) >= self.place.start
            ):
                continue
            for number in self.history.speakers[name]:
                found.setdefault(number, []).append(ago)
            ago += 1
            if ago == TURNS:
                break
        return found

    @cached_property
    def last_paragraph(self) -> int:
        """How many paragraphs before it the last utterance was made; far if there is none."""
        name = self.history.previous(self.place.start)
        if name is None:
            return _FAR
        return self.history.paragraph(self.place.start) - self.history.paragraph(
            anchor(self.history.attributions[name])
        )

    @cached_property
    def opening(self) -> Figure | None:
        """Whom its sentence names first, before it."""
        here = self.place.sentence(self.place.start)
        first = (s for s in self.seen if self.place.sentence(s.start) == here)
        found = next(first, None)
        return found.figure if found is not None and found.start < self.place.start else None

    @cached_property
    def vectors(self) -> tuple[Floats, Floats]:
        """The sentence vectors of the phrase and of what it says."""
        return self.vector((self.span,)), self.vector(self.attribution.content)

    @cached_property
    def states(self) -> Floats:
        """The states of the phrase and of the cue beside it, (2 * width,)."""
        cue = self.attribution.cue
        return np.concatenate([self.state((self.span,)), self.state((cue,) if cue else ())])


@dataclass(frozen=True, eq=False)
class Candidate:
    """Somebody a phrase may stand for, None for somebody new, with his traits.

    `states` are the state where he was mentioned last before the phrase and the mean of some mentions, (2 * width,); 0 for somebody new.
    """

    figure: Figure | None
    traits: Traits
    states: Floats | int


def candidates(asked: Asked) -> Iterator[Candidate]:
    """Give those a phrase may stand for, in the order of their first sighting; last somebody new.

    Unless the rules say so, nobody who is named in the phrase itself is meant, no noun stands for somebody whom only quotations name
    nor one thing with a name for another, no single one for several without a name, and no "he" in a quotation is who is quoted.
    """
    by_figure: dict[int, list[Sighting]] = {}
    for sighting in asked.seen:
        by_figure.setdefault(sighting.figure.number, []).append(sighting)
    for several in by_figure.values():
        figure = several[0].figure
        if figure is not asked.rule and _is_aside(asked, figure, several):
            continue
        yield Candidate(figure, traits_of(_of_figure(asked, figure, several)), _states(asked, several))
    yield Candidate(None, traits_of(_of_nobody(asked)), 0)


def _states(asked: Asked, seen: Sequence[Sighting]) -> Floats:
    """Give the state of the last mention before the phrase, and the mean of those of the last ones and the first."""
    before = [s for s in seen if s.end <= asked.place.start]
    later = [s for s in seen if s.start >= asked.span.end]
    some = [*before[-LOOKED_AT:], *before[: len(before) > LOOKED_AT]] or later[:1] or seen[:1]
    last = before[-1] if before else some[0]
    every = [asked.state((Span(s.start, s.end),)) for s in some]
    return np.concatenate([asked.state((Span(last.start, last.end),)), np.mean(every, axis=0)])


def _is_aside(asked: Asked, figure: Figure, seen: Sequence[Sighting]) -> bool:
    if asked.head.pronoun in PERSONAL and figure in asked.place.quoter:
        return True
    if any(asked.span.start <= s.start < asked.span.end for s in seen):
        return True
    if asked.head.kind != "noun":
        return False
    spoken = not asked.place.quoted and all(s.quoted for s in seen)
    nameless = figure.plural and not asked.head.plural and not (figure.code or figure.names)
    thing = figure.kind is not ActorKind.PERSON and bool(asked.own_name)
    return spoken or nameless or (thing and asked.own_name.isdisjoint(_words(asked, seen)))


def _words(asked: Asked, seen: Sequence[Sighting]) -> set[str]:
    """Give the words by which somebody is called where he is seen first."""
    scene = asked.around.cast.scene
    return {scene.words[k].key for s in seen[:FIRST_SEEN] for k in scene.words_in(Span(s.start, s.end))}


def _of_nobody(asked: Asked) -> dict[str, float | bool]:
    head = asked.head
    found: dict[str, float | bool] = {"n": True, "n_noun": head.kind == "noun", f"n_{asked.kind}": True}
    found |= {f"n_{name}": getattr(head, name) for name in OF_PHRASE}
    return found | {
        "n_rule": asked.rule is None,
        "n_plural": head.plural,
        "n_office": bool(head.office),
        "n_country": bool(head.country),
        "n_size": min(_LONG_PHRASE, head.size) / _LONG_PHRASE,
        "n_inner": head.inner is not None,
        "n_inner_code": bool(head.inner_code),
        "n_affiliation": bool(head.affiliation),
        "n_capitals": min(_LONG_PHRASE, len(asked.capitals)) / _LONG_PHRASE,
        "n_quoted": asked.place.quoted,
        "n_follows": asked.place.follows,
        "n_lead": asked.place.paragraph(asked.place.start) <= 2,
    }


def _of_figure(asked: Asked, figure: Figure, seen: Sequence[Sighting]) -> dict[str, float | bool]:
    place = asked.place
    before = [s for s in seen if s.end <= place.start and not place.says(s)]
    after = [s for s in seen if s.start >= asked.span.end]
    found: dict[str, float | bool] = {asked.kind: True, f"k_{figure.kind.value}": True}
    found |= _likeness(asked, figure, seen, before)
    found |= _turns(asked, figure)
    if before:
        found |= _nearness(asked, figure, before)
    if after:
        found |= {
            "after": True,
            "after_sentences": log1p(place.sentence(after[0].start) - place.sentence(place.start)),
            "after_paragraphs": log1p(place.paragraph(after[0].start) - place.paragraph(place.start)),
            "only_after": not before,
        }
    if asked.head.kind == "noun":
        found |= _office(asked, figure, seen)
    if figure is asked.rule:
        found |= {"rule": True, asked.why: True}
    phrase, said = asked.vectors
    names = [asked.vector((Span(s.start, s.end),)) for s in (*before[-2:], *after[:1])]
    return found | {
        "in_own_words": any(place.says(s) for s in seen),
        "before": log1p(len(before)),
        "times": log1p(len(seen)),
        "share": len(seen) / len(asked.seen),
        "in_title": any(place.paragraph(s.start) <= 1 for s in seen),
        "like_phrase": max((float(phrase @ name) for name in names), default=0.0),
        "like_words": max((float(said @ name) for name in names), default=0.0),
        "follows": place.follows,
        "quoted_place": place.quoted,
        "nested": asked.attribution.nested_in is not None,
        "coded": figure.code is not None,
        "named": bool(figure.names or figure.code),
    }


def _likeness(
    asked: Asked, figure: Figure, seen: Sequence[Sighting], before: Sequence[Sighting]
) -> dict[str, float | bool]:
    """Tell whether gender and number agree."""
    own = (before or seen)[-1].gender or figure.gender
    gender = figure.gender if figure.kind is ActorKind.PERSON else own
    plural = figure.plural or any(s.plural for s in seen)
    return {
        "gender": bool(asked.gender and gender == asked.gender),
        "other_gender": bool(asked.gender and gender and gender != asked.gender),
        "untold_gender": bool(asked.gender and not gender),
        "number": plural == asked.head.plural,
        "plural_for_one": plural and not asked.head.plural,
        "one_for_plural": asked.head.plural and not plural,
    }


def _turns(asked: Asked, figure: Figure) -> dict[str, float | bool]:
    """Tell whether and when the entity spoke before."""
    place, ago = asked.place, asked.turns.get(figure.number, ())
    last = figure in place.last
    return {
        "last": last,
        "last_follows": last and place.follows,
        "last_here": last and asked.last_paragraph == 0,
        "last_before": last and asked.last_paragraph == 1,
        "last_joint": last and len(place.last) > 1,
        "spoke": bool(ago),
        "spoke_ago": 1 / (1 + ago[0]) if ago else 0.0,
        "spoke_times": log1p(len(ago)),
        "enclosing": figure in place.enclosing,
        "quoter": figure in place.quoter,
    }


def _nearness(asked: Asked, figure: Figure, before: Sequence[Sighting]) -> dict[str, float | bool]:
    """Tell how near and in which role the entity was seen before."""
    place, sighting = asked.place, before[-1]
    here = place.sentence(place.start)
    sentences = min(_FAR, here - place.sentence(sighting.start))
    paragraphs = place.paragraph(place.start) - place.paragraph(sighting.start)
    of_kind = [one for one in asked.recent if one.kind is figure.kind]
    return {
        "seen": True,
        "sentences": sentences,
        "sentences_log": log1p(sentences),
        "same_sentence": sentences == 0,
        "sentence_before": sentences == 1,
        "paragraphs_log": log1p(paragraphs),
        "same_paragraph": paragraphs == 0,
        "paragraph_before": paragraphs == 1,
        "characters": log1p(place.start - sighting.start) / _CHARACTERS,
        "subject": sighting.subject,
        "complement": sighting.complement,
        "quoted": sighting.quoted,
        "quoted_elsewhere": sighting.quoted and not place.quoted,
        "subject_here": sighting.subject and sentences == 0,
        "subject_before": any(s.subject and here - place.sentence(s.start) == 1 for s in before),
        "subject_lately": any(s.subject and here - place.sentence(s.start) <= 2 for s in before),
        "rank": _rank(asked.recent, figure),
        "nearest": asked.recent[:1] == [figure],
        "rank_of_kind": _rank(of_kind, figure),
        "nearest_of_kind": of_kind[:1] == [figure],
        "rank_fitting": _rank(asked.fitting, figure),
        "opens_sentence": asked.opening is figure,
    }


def _rank(several: Sequence[Figure], figure: Figure) -> float:
    at = next((n for n, one in enumerate(several) if one is figure), None)
    return 0.0 if at is None else 1 / (1 + at)


def _office(asked: Asked, figure: Figure, seen: Sequence[Sighting]) -> dict[str, float | bool]:
    """Tell how the words of a noun phrase fit what the article and what we know says of the entity."""
    head, around = asked.head, asked.around
    person = figure.kind is ActorKind.PERSON
    side = figure.country or figure.known_side or (None if person else figure.party)
    ministers = around.vocabulary.generic.get("minister", frozenset())
    found: dict[str, float | bool] = {f"h_{name}": getattr(head, name) for name in OF_PHRASE}
    if person and not figure.plural:
        found["claim"] = claim(figure, head, asked.place, asked.seen, around.year, ministers) / _STRONG_CLAIM
    words = _words(asked, seen)
    return found | {
        "country": bool(head.country and side == head.country),
        "other_country": bool(head.country and side and side != head.country),
        "untold_country": bool(head.country and not side),
        "no_country": head.country is None,
        "office": bool(head.office and head.office in figure.offices),
        "office_held": bool(head.office and person and head.office in figure.held(around.year)),
        "other_office": bool(head.office and figure.offices and head.office not in figure.offices),
        "any_office": bool(figure.offices),
        "phrase_office": bool(head.office),
        "noun": head.key in figure.nouns,
        "word": head.key in words,
        "capitals": min(_LONG_PHRASE, len(asked.capitals)) / _LONG_PHRASE,
        "capitals_shared": not asked.capitals.isdisjoint(words),
        "capitals_others": bool(asked.capitals - words),
        "known_side": figure.known_side is not None,
        "inner": head.inner is not None and around.cast.by_name.get(head.inner) is figure,
        "inner_code": bool(head.inner_code and figure.code == head.inner_code),
        "size": min(_LONG_PHRASE, head.size) / _LONG_PHRASE,
    }
