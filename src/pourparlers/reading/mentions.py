"""Mentions: the names, offices, demonyms and pronouns of an article, and which of them speak of the same entity."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace

import numpy as np

from pourparlers.knowledge.entities import Match, entity, party_of
from pourparlers.knowledge.lexicon import data
from pourparlers.model import ActorKind, Article, Attribution, Mention, MentionKind, Span
from pourparlers.reading.acronyms import Definition, definitions, initials
from pourparlers.reading.cast import Cast, Figure, describe
from pourparlers.reading.encoder import ENTITIES, Encoded
from pourparlers.reading.names import Name, find_names
from pourparlers.reading.nouns import Surroundings, stand_ins
from pourparlers.reading.phrases import Head, heads
from pourparlers.reading.pronouns import Place, Sighting, antecedents
from pourparlers.reading.scene import NOUN_FORMS, Scene, scene
from pourparlers.reading.speakers import HEAD, Entities, History, anchor, follow

KINDS = {
    "expert": ActorKind.PERSON,
    "role": ActorKind.PERSON,
    "press": ActorKind.OUTLET,
    "group": ActorKind.GROUP,
}
FIRST = {"first_singular", "first_plural"}
QUOTES = frozenset("\"«»“”„‘’'‹›")
SURE = 0.5
OWN_OFFICE = {"rule:office-holder", "rule:role", "rule:expert"}
OFFICES_OF_STATE = {
    "president",
    "premier",
    "foreign",
    "defence",
    "deputy_minister",
    "vice_president",
    "envoy",
}
FOCUS = 0.4
CONTEXT = "context:country"
"""The slug of a mention whose party is that of the country the article is about, for want of a better reason."""

Found = tuple[Figure, Span, MentionKind, str]


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
        self.attributions = {attribution.id: attribution for attribution in attributions}
        self.quoted = sorted(span for a in attributions for span in a.content if self._opens(span))
        self.around = Surroundings(ground.vocabulary, self.cast)
        self.phrases: dict[tuple[str, str | None], Figure] = {}
        for name in names:
            self._describe(name)
        for name in names:
            self._name(name)
        for match in ground.matches:
            self._match(match)
        self.short: dict[str, Figure] = {}
        self.defined: dict[int, Figure] = {}
        for definition in definitions(ground):
            self._define(definition)
        self.around.sightings.sort(key=lambda s: (s.start, s.end))

    # ---------------------------------------------------------------- what is there before any attribution is followed

    def _describe(self, name: Name) -> None:
        """Keep what the offices written with a name say of the person."""
        figure = self.cast.by_name[name]
        brackets = data("name_particles").get("bracketed", {})
        for role in name.roles:
            if self.scene.gap(role.start).endswith("("):
                figure.country = figure.country or brackets.get(self.scene.words[role.start].key)
                continue
            for head in heads(self.scene, self.scene.span(role.start, role.stop), self.names):
                describe(figure, head)
                self._serves(figure, head)
        match = self.scene.match(name.first) or self._owner(name)
        if match is not None:
            figure.country = figure.country or party_of(match.entity.code)

    def _owner(self, name: Name) -> Match | None:
        """Give the country in the possessive before a name ("North Korea's Kim Jong Un")."""
        first = name.first
        if first < 2 or self.scene.words[first - 1].key != "s" or self.scene.gap(first - 1) not in {"'", "’"}:
            return None
        return self.scene.match(first - 2)

    def _serves(self, figure: Figure, head: Head) -> None:
        """Keep whom an entity serves: the person in the complement of its office."""
        if head.inner is not None and self.cast.by_name[head.inner] is not figure:
            figure.of = figure.of or self.cast.by_name[head.inner]

    def _name(self, name: Name) -> None:
        figure = self.cast.by_name[name]
        role = self.scene.span(name.roles[0].start, name.roles[0].stop) if name.roles else None
        span = self._written(name)
        self._add(span, MentionKind.NAME, figure, role=role, why=name.why or ("rule:part-of-name",))
        self._see(span, figure)

    def _written(self, name: Name) -> Span:
        """Give the span of a name with its honorific."""
        titled = name.honorific is not None and name.honorific == name.first - 1
        return self.scene.span(name.first - 1 if titled else name.first, name.stop)

    def _match(self, match: Match) -> None:
        if match.form not in NOUN_FORMS:
            return
        figure = self.cast.known(match.entity.code)
        kind = MentionKind.DEMONYM if match.form == "demonym_noun" else MentionKind.NAME
        span = Span(match.start, match.end)
        words = self.scene.range(span)
        for index in words:
            self.around.named.setdefault(self.scene.words[index].key, []).append((span.start, figure))
        before = self.scene.words[words.start - 1].key if words.start else ""
        determiner = self.scene.vocabulary.determiners.get(before, "")
        self._add(span, kind, figure, plural=determiner == "p", why=(f"knowledge:{match.form}",))
        self._see(
            span, figure, gender=determiner if determiner in {"m", "f"} else None, plural=determiner == "p"
        )

    def _define(self, definition: Definition) -> None:
        """Keep a short form given in brackets and what it stands for."""
        long, short = definition.long, self.scene.span(definition.short, definition.short + 1)
        match = self.scene.match(long.start)
        whole = self.scene.span(long.start, long.stop)
        inner = self.scene.match(definition.short)
        if inner is not None:
            figure = self.cast.known(inner.entity.code)
        elif match is not None and match.end >= whole.end:
            figure = self.cast.known(match.entity.code)
        else:
            figure = self.cast.add(ActorKind.ORGANISATION)
            for head in heads(self.scene, whole, self.names):
                figure.country = figure.country or head.country
        self._add(whole, MentionKind.NAME, figure, why=("rule:short-form",))
        self._add(short, MentionKind.NAME, figure, why=("rule:short-form",))
        self.short[self.scene.words[definition.short].key] = figure
        self.defined[long.stop - 1] = figure

    def _see(self, span: Span, figure: Figure, *, gender: str | None = None, plural: bool = False) -> None:
        words, vocabulary = self.scene.words, self.scene.vocabulary
        index = first = self.scene.range(span).start
        while first > 0 and not self.scene.initial(first) and words[first - 1].key in vocabulary.determiners:
            first -= 1
        inside = first > 0 and not self.scene.initial(first)
        before = words[first - 1].key if inside else ""
        complement = before in vocabulary.of | vocabulary.topic or (
            first != index and words[first].key in vocabulary.of
        )
        self.around.sightings.append(
            Sighting(
                span.start,
                span.end,
                figure,
                subject=not inside or self.scene.initial(first - 1),
                complement=complement,
                quoted=self._quoted(span.start),
                gender=gender,
                plural=plural,
            )
        )

    def _opens(self, span: Span) -> bool:
        """Tell whether a content stands in quotation marks."""
        return any(c in QUOTES for c in self.scene.text[max(0, span.start - 2) : span.start])

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
        else:
            self.found[key] = Mention(
                span, kind, figure.kind, figure.number, figure.code, role, None, plural, why
            )

    # ---------------------------------------------------------------- sources

    def stated(self, attribution: Attribution, history: History) -> Entities:
        """Give the entities that the source of an attribution speaks of, and keep its mentions."""
        if attribution.source is None:
            return ()
        place = self._place(attribution, history)
        found: list[int] = []
        for head in heads(self.scene, attribution.source, self.names):
            for figure, span, kind, why in self._figures(head, place, attribution, history):
                role = span if kind is MentionKind.ROLE and why in OWN_OFFICE else None
                self._add(span, kind, figure, plural=head.plural, role=role, why=(why, HEAD))
                if kind is MentionKind.PRONOUN:
                    self.around.see(Sighting(span.start, span.end, figure, subject=True, quoted=place.quoted))
                found.append(figure.number)
        return tuple(dict.fromkeys(found))

    def _place(self, attribution: Attribution, history: History) -> Place:
        start = anchor(attribution)
        previous = history.previous(start)
        own = () if attribution.nested_in else attribution.content
        parent = attribution.nested_in if attribution.nested_in in self.attributions else None
        quoted = self._quoted(start)
        return Place(
            start,
            own,
            history.sentence,
            history.paragraph,
            last=self._speakers(history, previous),
            enclosing=() if quoted else self._speakers(history, parent),
            quoted=quoted,
        )

    def _speakers(self, history: History, name: str | None) -> tuple[Figure, ...]:
        return tuple(self.cast.figures[number] for number in history.speakers.get(name or "", ()))

    def _figures(
        self, head: Head, place: Place, attribution: Attribution, history: History
    ) -> Iterator[Found]:
        span = self.scene.span(head.words.start, head.words.stop)
        if head.kind == "person" and head.name is not None:
            figure = self.cast.by_name[head.name]
            describe(figure, head)
            self._serves(figure, head)
            yield figure, self._written(head.name), MentionKind.NAME, "rule:name"
        elif head.kind == "known" and head.code is not None:
            yield self.cast.known(head.code), span, MentionKind.NAME, "knowledge:name"
        elif head.kind == "pronoun":
            for figure, why in self._pronoun(head, place, attribution, history):
                yield figure, span, MentionKind.ROLE if why == "rule:indefinite" else MentionKind.PRONOUN, why
        else:
            for figure, why in self._noun(head, place):
                yield figure, span, MentionKind.ROLE, why

    def _pronoun(
        self, head: Head, place: Place, attribution: Attribution, history: History
    ) -> list[tuple[Figure, str]]:
        if head.pronoun in FIRST:
            parent = self._speakers(history, attribution.nested_in)
            return [(figure, "rule:first-person") for figure in parent or place.last]
        if head.pronoun == "second":
            return []
        if head.pronoun == "indefinite":
            figure = self.cast.add(ActorKind.GROUP)
            figure.plural = True
            return [(figure, "rule:indefinite")]
        if head.pronoun == "possessive" and not head.plural and place.enclosing:
            return [(place.enclosing[0], "rule:possessive")]
        gendered = not self.scene.vocabulary.head_last
        found = antecedents(head, place, self.around.sightings, gendered=gendered)
        return [(figure, "rule:antecedent") for figure in found]

    def _noun(self, head: Head, place: Place) -> list[tuple[Figure, str]]:
        short = self._short_form(head)
        if short is not None:
            return [(short, "rule:short-form")]
        standing = stand_ins(head, place, self.around)
        if standing is not None:
            for figure in standing.figures if standing.tells else ():
                describe(figure, head)
            return [(figure, standing.why) for figure in standing.figures]
        span = self.scene.span(head.words.start, head.words.stop)
        label = (f"{head.key}/{head.office or ''}", head.country)
        figure = self.phrases.get(label) if head.definite or head.plural else None
        if figure is None:
            figure = self.cast.add(
                ActorKind.GROUP if head.plural else KINDS.get(head.noun, ActorKind.ORGANISATION)
            )
            figure.plural = head.plural
            self.phrases[label] = figure
            self.short.setdefault(initials(self.scene, head.words), figure)
        describe(figure, head)
        self._serves(figure, head)
        if head.possessive and figure.country is None and figure.of is None:
            asked = replace(head, pronoun="possessive", gender=None, plural=False)
            owners = antecedents(asked, place, self.around.sightings, gendered=True)
            figure.of = next((owner for owner in owners if owner is not figure), None)
        self.around.see(
            Sighting(span.start, span.end, figure, subject=True, gender=head.gender, plural=head.plural)
        )
        return [(figure, f"rule:{head.noun}")]

    def _short_form(self, head: Head) -> Figure | None:
        """Give what a short form, or the long form that was given one, stands for."""
        defined = self.defined.get(head.words.stop - 1)
        if defined is not None and head.noun not in {"role", "expert", "document"}:
            return defined
        last = self.scene.words[head.words.stop - 1]
        return self.short.get(last.key) if last.upper and head.size == 1 else None

    def _context(self) -> str | None:
        """Give the country that the article is about: named more often than all others together."""
        counts: Counter[str] = Counter()
        for match in self.scene.matches:
            party = party_of(match.entity.code)
            state = entity(party) if party else None
            if party is not None and state is not None and state.iso3:
                counts[party] += 1
        first = min(counts, key=lambda party: (-counts[party], party), default=None)
        return first if first is not None and counts[first] > FOCUS * counts.total() else None

    def mentions(self) -> tuple[Mention, ...]:
        """Give the mentions found, in text order."""
        context, state = self._context(), self.scene.vocabulary.state
        found = []
        for mention in sorted(self.found.values(), key=lambda m: (m.span, m.entity)):
            figure = self.cast.figures[mention.entity]
            party, why = figure.party, mention.why
            if (
                party is None
                and context is not None
                and (figure.offices & OFFICES_OF_STATE or figure.nouns & state)
            ):
                party, why = context, (*why, CONTEXT)
            found.append(replace(mention, gender=figure.gender, party=party, why=why))
        return tuple(found)
