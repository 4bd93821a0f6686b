"""Mentions: the names, offices, demonyms and pronouns of an article, and which of them speak of the same entity."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from functools import cache

import numpy as np

from pourparlers.knowledge.entities import PRESS
from pourparlers.model import ActorKind, Article, Attribution, Mention, MentionKind, Span
from pourparlers.reading.acronyms import initials
from pourparlers.reading.cast import OFFICES_OF_STATE, Figure, describe
from pourparlers.reading.encoder import ENTITIES, Encoded
from pourparlers.reading.head import Head
from pourparlers.reading.names import Name, find_names
from pourparlers.reading.nouns import stand_ins
from pourparlers.reading.phrases import heads
from pourparlers.reading.placenames import of_people
from pourparlers.reading.pronouns import Place, Sighting, antecedents, named_last
from pourparlers.reading.ranking import best, likelihoods
from pourparlers.reading.reference import Asked, candidates
from pourparlers.reading.scene import Scene, scene
from pourparlers.reading.sided import Sided
from pourparlers.reading.siding import Speaker, with_sides
from pourparlers.reading.siding import choose as side_by_weights
from pourparlers.reading.speakers import HEAD, Entities, History, anchor, follow

KINDS = {
    "expert": ActorKind.PERSON,
    "role": ActorKind.PERSON,
    "press": ActorKind.OUTLET,
    "group": ActorKind.GROUP,
}
FIRST = {"first_singular", "first_plural"}
SURE = 0.5
OWN_OFFICE = {"rule:office-holder", "rule:role", "rule:expert"}
LEARNT = "model:reference"
"""The slug of a source taken for another entity than the rules would, by learnt weights."""
STAND_INS = {
    "rule:office-holder",
    "rule:counterpart",
    "rule:introduced-after",
    "rule:generic-noun",
    LEARNT,
}
TELLING = {"rule:office-holder", "rule:pointed-at", "rule:introduced-after"}
"""The rules for phrases that tell the office of whom they stand for."""
SURE_RULES = {"rule:short-form", "rule:campaigners", "rule:members"}
SAME, NEW = "rule:same-phrase", "rule:new"
ASKED = {"masculine", "feminine", "possessive"}
"""Pronouns for which the learnt weights know better than the rules; of the others there were few to learn from."""
SPOKESPERSON = "spokesperson"
SIDES = {ActorKind.COUNTRY, ActorKind.ORGANISATION}
CAMPAIGNERS = "NGOS"

Found = tuple[Figure, Span, MentionKind, str]


def find(
    article: Article,
    encoded: Encoded,
    attributions: tuple[Attribution, ...],
    *,
    by: Callable[[Scene, Sequence[Name], Sequence[Attribution], Encoded], Sources] | None = None,
) -> tuple[Mention, ...]:
    """Find who and what an article speaks of.

    Args:
        article: the article.
        encoded: what the encoder says of it.
        attributions: its attributions; pronouns, offices and groups are mentions where they are the source of one.
        by: makes what resolves the sources, if another than usual.

    Returns:
        the mentions in text order. Those with the same `entity` speak of the same person, organisation, country or
        group. A phrase that speaks of several ("ils", "les deux dirigeants") is one mention for each. The heads of
        sources carry `speakers.HEAD` among their reasons.
    """
    ground = scene(article)
    sources = [attribution.source for attribution in attributions if attribution.source]
    names = of_people(ground, find_names(ground, sources, _people(encoded, article.text)))
    reader = (by or Sources)(ground, names, attributions, encoded)
    follow(article, attributions, reader.stated)
    return reader.mentions()


def _people(encoded: Encoded, text: str) -> list[Span]:
    """Give the spans that the encoder takes for names of people; not where it takes the same words for a place more often."""
    people = _tagged(encoded, "person")
    place, person = (
        Counter(text[one.start : one.end] for one in found) for found in (_tagged(encoded, "place"), people)
    )
    return [one for one in people if place[text[one.start : one.end]] <= person[text[one.start : one.end]]]


def _tagged(encoded: Encoded, kind: str) -> list[Span]:
    """Give the spans that the encoder takes for entities of a kind."""
    begin = 1 + 2 * ENTITIES.index(kind)
    inside = encoded.entities[:, begin : begin + 2].sum(axis=1) > SURE
    starts = encoded.entities[:, begin] > encoded.entities[:, begin + 1]
    spans: list[Span] = []
    for piece in np.flatnonzero(inside):
        start, end = (int(offset) for offset in encoded.offsets[piece])
        if spans and not starts[piece] and start - spans[-1].end <= 1:
            spans[-1] = Span(spans[-1].start, end)
        elif end > start:
            spans.append(Span(start, end))
    return spans


class Sources(Sided):
    """The mentions that are the sources of attributions, added to those that stand there anyway."""

    def __init__(
        self,
        ground: Scene,
        names: Sequence[Name],
        attributions: Sequence[Attribution],
        encoded: Encoded,
    ) -> None:
        super().__init__(ground, names, attributions)
        self.vector, self.state = cache(encoded.vector), cache(encoded.state)
        self.alone = True

    def mentions(self) -> tuple[Mention, ...]:
        """Give the mentions found, in text order, with the sides of those who speak by learnt weights."""
        found = super().mentions()
        return with_sides(found, self.cast, self.around.sightings, self.era, self.state, self.side)

    def side(self, speaker: Speaker) -> str:
        """Give the side in whose name somebody speaks."""
        return side_by_weights(speaker)

    def stated(self, attribution: Attribution, history: History) -> Entities:
        """Give the entities that the source of an attribution speaks of, and keep its mentions."""
        if attribution.source is None:
            return self._unsaid(attribution)
        place = self._place(attribution, history)
        found: list[int] = []
        several = heads(self.scene, attribution.source, self.names)
        self.alone = len(several) == 1
        for head in several:
            for figure, span, kind, why in self._figures(head, place, attribution, history):
                role = span if kind is MentionKind.ROLE and why in OWN_OFFICE else None
                self.add(span, kind, figure, plural=head.plural, role=role, why=(why, HEAD))
                if kind is MentionKind.PRONOUN or (kind is MentionKind.ROLE and why in STAND_INS):
                    self.around.see(Sighting(span.start, span.end, figure, subject=True, quoted=place.quoted))
                found.append(figure.number)
        return tuple(dict.fromkeys(found))

    def _unsaid(self, attribution: Attribution) -> Entities:
        """Take the press for the source of what "has been reported" by nobody in particular."""
        cue = attribution.cue
        words = self.scene.words_in(cue) if cue else range(0)
        reported = self.scene.vocabulary.reported
        if (
            cue is None
            or attribution.nested_in
            or len(words) != 1
            or self.scene.words[words.start].key not in reported
        ):
            return ()
        figure = self.cast.known(PRESS)
        self.add(cue, MentionKind.ROLE, figure, why=("rule:unnamed-press", HEAD))
        return (figure.number,)

    def _place(self, attribution: Attribution, history: History) -> Place:
        start = anchor(attribution)
        previous = history.previous(start)
        own = () if attribution.nested_in else attribution.content
        parent = attribution.nested_in if attribution.nested_in in self.attributions else None
        quoted = self.in_quotation(start)
        return Place(
            start,
            own,
            history.sentence,
            history.paragraph,
            last=self._speakers(history, previous),
            enclosing=() if quoted or self._is_according(parent) else self._speakers(history, parent),
            quoted=quoted,
            follows=attribution.content[0].start < start,
            quoter=self._speakers(history, parent) if quoted else (),
        )

    def _is_according(self, name: str | None) -> bool:
        """Tell whether an attribution is one of the kind of "according to X, he …", where "he" is not X."""
        outer = self.attributions.get(name or "")
        if outer is None or outer.cue is None:
            return False
        according = self.scene.vocabulary.according
        return any(self.scene.words[index].key in according for index in self.scene.words_in(outer.cue))

    def _speakers(self, history: History, name: str | None) -> tuple[Figure, ...]:
        return tuple(self.cast.figures[number] for number in history.speakers.get(name or "", ()))

    def _figures(
        self, head: Head, place: Place, attribution: Attribution, history: History
    ) -> Iterator[Found]:
        span = self.scene.span(head.words.start, head.words.stop)
        named = self._named_after(head, attribution)
        if named is not None:
            describe(self.cast.by_name[named], head)
            yield self.cast.by_name[named], span, MentionKind.ROLE, "rule:named-after"
        elif head.kind == "person" and head.name is not None:
            figure = self.cast.by_name[head.name]
            describe(figure, head)
            self.serves(figure, head)
            self._goes_on(figure, place)
            yield figure, self.written(head.name), MentionKind.NAME, "rule:name"
        elif head.kind == "known" and head.code is not None:
            yield self.cast.known(head.code), span, MentionKind.NAME, "knowledge:name"
        elif head.kind == "pronoun":
            found = self._pronoun(head, place, attribution, history)
            if found and head.pronoun in ASKED and not head.plural:
                found = self._weighed(head, place, attribution, history, found) or found
            for figure, why in found:
                yield figure, span, MentionKind.ROLE if why == "rule:indefinite" else MentionKind.PRONOUN, why
        else:
            for figure, why in self._noun(head, place, attribution, history):
                yield figure, span, MentionKind.ROLE, why

    def _weighed(
        self,
        head: Head,
        place: Place,
        attribution: Attribution,
        history: History,
        found: Sequence[tuple[Figure | None, str]],
    ) -> list[tuple[Figure, str]] | None:
        """Give whom a phrase stands for by learnt weights; None for somebody new.

        Joint speakers, sources of several parts, documents and what a rule is sure of stay as the rules have them.
        """
        rule, why = found[0]
        sure = why in SURE_RULES or head.noun == "document"
        if len(found) > 1 or not self.alone or sure:
            return [(figure, why) for figure, why in found if figure is not None] or None
        span = self.scene.span(head.words.start, head.words.stop)
        asked = Asked(
            head, span, place, attribution, history, self.around, self.vector, self.state, rule, why
        )
        chosen = self.choose(asked)
        return None if chosen is None else [(chosen, why if chosen is rule else LEARNT)]

    def choose(self, asked: Asked) -> Figure | None:
        """Give the likeliest of those a phrase may stand for; None for somebody new, which no pronoun is."""
        several = [one for one in candidates(asked) if one.figure is not None or asked.head.kind == "noun"]
        if not several:
            return None
        ruled = next((n for n, one in enumerate(several) if one.figure is asked.rule), None)
        return several[best(likelihoods("reference", asked.states, several), ruled)].figure

    def _named_after(self, head: Head, attribution: Attribution) -> Name | None:
        """Give the name that stands in apposition right after the office that a source ends with."""
        stop, scene, cue = head.words.stop, self.scene, attribution.cue
        name = self.names.get(stop)
        if head.kind != "noun" or head.noun not in {"role", "expert"} or head.plural or head.pointing:
            return None
        if name is None or cue is None or name.first != stop or scene.gap(stop).strip() not in {"", ","}:
            return None
        closed = name.stop == len(scene.words) or scene.gap(name.stop).strip()[:1] in {",", "."}
        follows = cue.start >= scene.words[name.stop - 1].end
        return (
            name
            if name not in self.taken and (follows or (closed and not self._is_according(attribution.id)))
            else None
        )

    def _pronoun(
        self, head: Head, place: Place, attribution: Attribution, history: History
    ) -> list[tuple[Figure, str]]:
        if head.pronoun in FIRST:
            parent = self._speakers(history, attribution.nested_in)
            return [(figure, "rule:first-person") for figure in parent or place.last]
        if head.pronoun == "second" or self._is_impersonal(head):
            return []
        if head.pronoun == "indefinite":
            figure = self.cast.add(ActorKind.GROUP)
            figure.plural = True
            return [(figure, "rule:indefinite")]
        if head.pronoun == "possessive" and not head.plural and place.enclosing:
            return [(place.enclosing[0], "rule:possessive")]
        gendered = not self.scene.vocabulary.head_last
        folded = tuple(self.scene.words[k].key for k in head.words)
        if self.scene.vocabulary.latter.within(folded) and not head.plural:
            last = named_last(head, place, self.around.sightings)
            if last is not None:
                return [(last, "rule:named-last")]
        found = antecedents(head, place, self.around.sightings, gendered=gendered)
        return [(figure, "rule:antecedent") for figure in found]

    def _is_impersonal(self, head: Head) -> bool:
        """Tell whether a pronoun is nobody ("il est à craindre que …")."""
        words, stop = self.scene.words, head.words.stop
        nobody = head.pronoun in {"masculine", "neuter"} and stop < len(words)
        return nobody and self.scene.vocabulary.impersonal.at(words, stop, len(words)) is not None

    def _noun(
        self, head: Head, place: Place, attribution: Attribution, history: History
    ) -> list[tuple[Figure, str]]:
        label = (f"{head.key}/{head.office or ''}", head.country)
        known = self.phrases.get(label) if head.definite or head.plural else None
        standing = self._standing(head, place)
        if standing == []:
            return []
        found: Sequence[tuple[Figure | None, str]] = standing or [(known, SAME if known else NEW)]
        weighed = self._weighed(head, place, attribution, history, found)
        if weighed and weighed[0][0] is not known:
            for figure, why in weighed:
                if why in TELLING:
                    describe(figure, head)
            return weighed
        return [(self._own(head, place, known if weighed else None, label), f"rule:{head.noun}")]

    def _standing(self, head: Head, place: Place) -> list[tuple[Figure, str]] | None:
        """Give whom a noun phrase stands for by rule: nobody in particular (empty), or None if it speaks for itself."""
        short = self._short_form(head)
        if short is not None:
            return [(short, "rule:short-form")]
        introduced = self.phrases.get((f"{head.key}/", head.country)) if _is_body(head) else None
        if introduced is not None and introduced.number in self.introduced:
            return [(introduced, "rule:organisation")]
        folded = tuple(self.scene.words[k].key for k in head.words)
        if head.plural and head.inner_code is None and self.scene.vocabulary.campaigners.within(folded):
            return [(self.cast.known(CAMPAIGNERS), "rule:campaigners")]
        standing = stand_ins(head, place, self.around)
        if standing is not None:
            return [(figure, standing.why) for figure in standing.figures]
        return None

    def _own(self, head: Head, place: Place, known: Figure | None, label: tuple[str, str | None]) -> Figure:
        """Give the entity that a noun phrase is itself, the same for the same phrase."""
        span = self.scene.span(head.words.start, head.words.stop)
        several = head.plural and head.noun != "press"
        kind = ActorKind.GROUP if several else KINDS.get(head.noun, ActorKind.ORGANISATION)
        figure = known or self.cast.add(kind)
        if known is None:
            figure.plural = head.plural
            self.phrases[label] = figure
            self.short.setdefault(initials(self.scene, head.words), figure)
            if not head.definite:
                self.introduced.add(figure.number)
        describe(figure, head)
        figure.country = figure.country or self._clipped_country(head)
        self.serves(figure, head)
        unknown = head.noun == "other" and head.plural
        figure.private = not figure.offices and (head.key in self.scene.vocabulary.civil or unknown)
        if head.possessive and figure.country is None and figure.of is None:
            asked = replace(head, pronoun="possessive", gender=None, plural=False)
            owners = antecedents(asked, place, self.around.sightings, gendered=True)
            figure.of = next((owner for owner in owners if owner is not figure), None)
        if _is_body(head) and head.key in self.scene.vocabulary.state and place.follows:
            speaker = place.last[0] if len(place.last) == 1 else None
            figure.of = figure.of or (speaker if speaker is not figure else None)
        self.around.see(
            Sighting(span.start, span.end, figure, subject=True, gender=head.gender, plural=head.plural)
        )
        return figure

    def _goes_on(self, figure: Figure, place: Place) -> None:
        """Take whoever is named with an office of no country for one of the side that just spoke in the paragraph."""
        last = place.last[0] if len(place.last) == 1 else None
        official = figure.offices & (OFFICES_OF_STATE | {SPOKESPERSON})
        if not official or figure.elsewhere or figure.party is not None or figure.of is not None:
            return
        if last is not None and last.code is not None and last.kind in SIDES and place.follows:
            here = place.paragraph(place.start)
            seen = (s.start for s in self.around.sightings if s.figure is last and s.start < place.start)
            figure.of = last if any(place.paragraph(start) == here for start in seen) else None

    def _clipped_country(self, head: Head) -> str | None:
        """Give the country that a word of its name stands for beside a noun ("le ministère du Sud", "the North's media")."""
        words, of = self.scene.words, self.scene.vocabulary.of
        found: set[str | None] = set()
        for k in head.words[1:]:
            owns = k + 1 in head.words and words[k + 1].key == "s"
            if (
                not words[k].capital
                or self.scene.covering[k] >= 0
                or (words[k - 1].key not in of and not owns)
            ):
                continue
            for start, figure in self.around.named.get(words[k].key, ()):
                named = self.scene.words_in(Span(start, start + 1)).start
                match = self.scene.match(named)
                whole = self.scene.range_of(match) if match is not None else range(0)
                ends = {words[whole[-1]].key, *([words[whole[0]].key] if owns else [])} if whole else set()
                if figure.kind is ActorKind.COUNTRY and len(whole) > 1 and words[k].key in ends:
                    found.add(figure.party)
        return next(iter(found)) if len(found) == 1 else None

    def _short_form(self, head: Head) -> Figure | None:
        """Give what a short form, or the long form that was given one, stands for."""
        defined = self.defined.get(head.words.stop - 1)
        if defined is not None and head.noun not in {"role", "expert", "document"}:
            return defined
        last = self.scene.words[head.words.stop - 1]
        return self.short.get(last.key) if last.upper and head.size == 1 else None


def _is_body(head: Head) -> bool:
    """Tell whether a phrase is a body without its name: "the ministry", "la grande assemblée"."""
    return head.noun == "organisation" and head.definite and not head.plural
