"""Mentions: the names, offices, demonyms and pronouns of an article, and which of them speak of the same entity."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from pourparlers.knowledge.entities import EXPERT, PRESS, Match, party_of
from pourparlers.model import ActorKind, Article, Attribution, AttributionType, Mention, MentionKind, Span
from pourparlers.reading.cast import Cast, Figure, describe
from pourparlers.reading.encoder import ENTITIES, Encoded
from pourparlers.reading.names import Name, find_names
from pourparlers.reading.phrases import Head, heads
from pourparlers.reading.pronouns import Place, Sighting, antecedents, bearer
from pourparlers.reading.scene import NOUN_FORMS, Scene, scene
from pourparlers.reading.speakers import HEAD, Entities, History, anchor, follow

KINDS = {
    "expert": ActorKind.PERSON,
    "role": ActorKind.PERSON,
    "press": ActorKind.OUTLET,
    "group": ActorKind.GROUP,
}
FIRST = {"first_singular", "first_plural"}
SURE = 0.5


def find(article: Article, encoded: Encoded, attributions: tuple[Attribution, ...]) -> tuple[Mention, ...]:
    """Find who and what an article speaks of.

    Args:
        article: the article.
        encoded: what the encoder says of it.
        attributions: its attributions; pronouns, offices and groups are mentions where they are the source of one.

    Returns:
        the mentions in text order. Those with the same `entity` speak of the same person, organisation, country or
        group. A phrase that speaks of several ("ils", "les deux dirigeants") is one mention for each. The heads of
        sources carry `speakers.HEAD` among their reasons.
    """
    ground = scene(article)
    sources = [attribution.source for attribution in attributions if attribution.source]
    names = find_names(ground, sources, _people(encoded))
    stage = _Stage(ground, names, attributions)
    follow(article, attributions, stage.stated)
    return stage.mentions()


def _people(encoded: Encoded) -> list[Span]:
    """Give the spans that the encoder takes for names of people."""
    if not len(encoded.entities):
        return []
    begin = 1 + 2 * ENTITIES.index("person")
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


class _Stage:
    """The mentions of one article while they are gathered."""

    def __init__(self, ground: Scene, names: Sequence[Name], attributions: Sequence[Attribution]) -> None:
        self.scene = ground
        self.names = {index: name for name in names for index in range(name.first, name.stop)}
        self.cast = Cast(ground)
        self.cast.people(names)
        self.found: dict[tuple[Span, int], Mention] = {}
        self.sightings: list[Sighting] = []
        self.by_id = {attribution.id: attribution for attribution in attributions}
        quoted = [
            span
            for attribution in attributions
            if attribution.nested_in is None and attribution.type is not AttributionType.INDIRECT
            for span in attribution.content
            if self._marked(span)
        ]
        self.quoted = sorted(quoted)
        self.phrases: dict[tuple[str, str | None], Figure] = {}
        for name in names:
            self._name(name)
        for match in ground.matches:
            self._match(match)
        self.sightings.sort(key=lambda s: (s.start, s.end))

    # ---------------------------------------------------------------- what is there before any attribution is followed

    def _name(self, name: Name) -> None:
        figure = self.cast.by_name[name]
        first = (
            name.honorific if name.honorific is not None and name.honorific == name.first - 1 else name.first
        )
        span = self.scene.span(first, name.stop)
        role = self.scene.span(name.role.start, name.role.stop) if name.role else None
        if role is not None:
            for head in heads(self.scene, role, {}):
                describe(figure, head)
        why = name.why or ("rule:part-of-name",)
        self._add(span, MentionKind.NAME, figure, role=role, why=why)
        self._see(span, figure)

    def _match(self, match: Match) -> None:
        if match.form not in NOUN_FORMS:
            return
        figure = self.cast.known(match.entity.code)
        kind = MentionKind.DEMONYM if match.form == "demonym_noun" else MentionKind.NAME
        span = Span(match.start, match.end)
        before = self._before(match.start)
        kind_before = self.scene.vocabulary.determiners.get(before, "") if before else ""
        self._add(span, kind, figure, plural=kind_before == "p", why=(f"knowledge:{match.form}",))
        self._see(
            span, figure, gender=kind_before if kind_before in {"m", "f"} else None, plural=kind_before == "p"
        )

    def _before(self, offset: int) -> str | None:
        index = bisect_right(self.scene.starts, offset - 1) - 1
        return self.scene.words[index].key if index >= 0 else None

    def _see(self, span: Span, figure: Figure, *, gender: str | None = None, plural: bool = False) -> None:
        index = self.scene.range(span).start
        vocabulary = self.scene.vocabulary
        first = index
        while (
            first > 0
            and not self.scene.initial(first)
            and self.scene.words[first - 1].key in vocabulary.determiners
        ):
            first -= 1
        before = self.scene.words[first - 1].key if first > 0 and not self.scene.initial(first) else ""
        link = (
            before in vocabulary.of
            or before in vocabulary.topic
            or (first != index and self.scene.words[first].key in vocabulary.of)
        )
        self.sightings.append(
            Sighting(
                span.start,
                span.end,
                figure,
                subject=self.scene.initial(first) or self.scene.initial(max(0, first - 1)),
                complement=link,
                quoted=self._quoted(span.start),
                gender=gender,
                plural=plural,
            )
        )

    def _marked(self, span: Span) -> bool:
        before = self.scene.text[max(0, span.start - 2) : span.start]
        return any(c in "\"«»“”„‘'’‹" for c in before)

    def _quoted(self, offset: int) -> bool:
        at = bisect_right(self.quoted, Span(offset, 1 << 60)) - 1
        return at >= 0 and self.quoted[at].start <= offset < self.quoted[at].end

    def _add(
        self,
        span: Span,
        kind: MentionKind,
        figure: Figure,
        *,
        role: Span | None = None,
        plural: bool = False,
        why: tuple[str, ...] = (),
    ) -> None:
        key = (span, figure.number)
        old = self.found.get(key)
        if old is not None:
            self.found[key] = replace(old, why=tuple(dict.fromkeys((*old.why, *why))))
            return
        self.found[key] = Mention(
            span, kind, figure.kind, figure.number, figure.code, role, figure.gender, plural, why
        )

    # ---------------------------------------------------------------- sources

    def stated(self, attribution: Attribution, history: History) -> Entities:
        """Give the entities that the source of an attribution speaks of, and keep its mentions."""
        source = attribution.source
        if source is None:
            return ()
        place = self._place(attribution, history)
        found: list[int] = []
        for head in heads(self.scene, source, self.names):
            for figure, span, kind, why in self._figures(head, place, attribution, history):
                self._add(span, kind, figure, plural=head.plural, role=self._role(head), why=(*why, HEAD))
                found.append(figure.number)
        return tuple(dict.fromkeys(found))

    def _role(self, head: Head) -> Span | None:
        if head.kind != "noun":
            return None
        return self.scene.span(head.words.start, head.words.stop)

    def _place(self, attribution: Attribution, history: History) -> Place:
        start = anchor(attribution)
        previous = history.previous(start)
        parent = self.by_id.get(attribution.nested_in or "")
        enclosing: tuple[Figure, ...] = ()
        if parent is not None and not self._quoted(start):
            enclosing = self._speakers(history, parent.id)
        return Place(
            start,
            history.sentence,
            history.paragraph,
            last=self._speakers(history, previous) if previous else (),
            enclosing=enclosing,
            quoted=self._quoted(start),
        )

    def _speakers(self, history: History, name: str) -> tuple[Figure, ...]:
        return tuple(self.cast.figures[number] for number in history.speakers.get(name, ()))

    def _figures(
        self, head: Head, place: Place, attribution: Attribution, history: History
    ) -> list[tuple[Figure, Span, MentionKind, tuple[str, ...]]]:
        span = self.scene.span(head.words.start, head.words.stop)
        if head.kind == "person" and head.name is not None:
            figure = self.cast.by_name[head.name]
            describe(figure, head)
            first = head.name.honorific if head.name.honorific == head.name.first - 1 else head.name.first
            return [
                (
                    figure,
                    self.scene.span(first if first is not None else head.name.first, head.name.stop),
                    MentionKind.NAME,
                    (),
                )
            ]
        if head.kind == "known" and head.code is not None:
            return [(self.cast.known(head.code), span, MentionKind.NAME, ("knowledge:name",))]
        if head.kind == "pronoun":
            return [
                (f, span, MentionKind.PRONOUN, why)
                for f, why in self._pronoun(head, place, attribution, history)
            ]
        return [(figure, span, MentionKind.ROLE, why) for figure, why in self._noun(head, place)]

    def _pronoun(
        self, head: Head, place: Place, attribution: Attribution, history: History
    ) -> list[tuple[Figure, tuple[str, ...]]]:
        parent = attribution.nested_in
        if head.pronoun in FIRST:
            speakers = self._speakers(history, parent) if parent else place.last
            return [(figure, ("rule:first-person",)) for figure in speakers]
        if head.pronoun == "possessive" and not head.plural and parent and place.enclosing:
            return [(figure, ("rule:possessive",)) for figure in place.enclosing[:1]]
        if head.pronoun in {"second"}:
            return []
        gendered = not self.scene.vocabulary.head_last
        return [
            (figure, ("rule:antecedent",))
            for figure in antecedents(head, place, self.sightings, gendered=gendered)
        ]

    def _noun(self, head: Head, place: Place) -> list[tuple[Figure, tuple[str, ...]]]:
        single = head.noun in {"role", "expert"} and not head.plural
        if single and head.definite and not head.possessive:
            people = [f for f in self.cast.figures if f.kind is ActorKind.PERSON]
            figure = bearer(head, place, people, self.sightings)
            if figure is not None:
                describe(figure, head)
                return [(figure, ("rule:office-holder",))]
        label = (head.key + "/" + (head.office or ""), head.country)
        figure = self.phrases.get(label) if head.definite or head.plural else None
        if figure is None:
            figure = self.cast.add(
                KINDS.get(head.noun, ActorKind.ORGANISATION) if not head.plural else ActorKind.GROUP
            )
            figure.plural = head.plural
            self.phrases[label] = figure
        describe(figure, head)
        span = self.scene.span(head.words.start, head.words.stop)
        self.sightings.append(
            Sighting(span.start, span.end, figure, subject=True, gender=head.gender, plural=head.plural)
        )
        self.sightings.sort(key=lambda s: (s.start, s.end))
        return [(figure, (f"rule:{head.noun}",))]

    def mentions(self) -> tuple[Mention, ...]:
        """Give the mentions found, in text order."""
        figures = self.cast.figures
        return tuple(
            replace(mention, gender=figures[mention.entity].gender, party=_side(figures[mention.entity]))
            for mention in sorted(self.found.values(), key=lambda m: (m.span, m.entity))
        )


def _side(figure: Figure) -> str | None:
    """Give the code of the side an entity speaks for, where the article says it."""
    if figure.code is not None:
        return party_of(figure.code)
    if "expert" in figure.classes and not figure.offices:
        return EXPERT
    if "press" in figure.classes:
        return PRESS
    return figure.country
