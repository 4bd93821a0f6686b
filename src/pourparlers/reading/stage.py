"""What stands in an article before its attributions are followed: people, known entities, short forms, sightings."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import replace

from pourparlers.knowledge.entities import Match, party_of
from pourparlers.knowledge.lexicon import data
from pourparlers.model import ActorKind, Attribution, Mention, MentionKind, Span
from pourparlers.reading.acronyms import Definition, definitions
from pourparlers.reading.cast import Cast, Figure, describe, is_political
from pourparlers.reading.head import Head
from pourparlers.reading.names import Name, company_words
from pourparlers.reading.nouns import Surroundings
from pourparlers.reading.phrases import heads
from pourparlers.reading.pronouns import Sighting
from pourparlers.reading.scene import NOUN_FORMS, Scene

QUOTES = frozenset("\"«»“”„‘’'‹›")
APOSTROPHES = frozenset("'’")


class Stage:
    """The mentions of one article while they are gathered."""

    def __init__(self, ground: Scene, names: Sequence[Name], attributions: Sequence[Attribution]) -> None:
        self.scene = ground
        inside = [words for a in attributions if a.source for words in [ground.words_in(a.source)]]
        self.taken = {name for words in inside for name in names if name.first in words}
        self.names = {index: name for name in names for index in range(name.first, name.stop)}
        self.cast = Cast(ground)
        self.cast.people(names)
        self.found: dict[tuple[Span, int], Mention] = {}
        self.attributions = {attribution.id: attribution for attribution in attributions}
        self.quoted = sorted(span for a in attributions for span in a.content if self._opens(span))
        self.around = Surroundings(ground.vocabulary, self.cast)
        self.phrases: dict[tuple[str, str | None], Figure] = {}
        self.introduced: set[int] = set()
        for name in names:
            self._describe(name)
        self._found_companies()
        for name in names:
            self._name(name)
        for match in ground.matches:
            self._match(match)
        self.short: dict[str, Figure] = {}
        self.defined: dict[int, Figure] = {}
        for definition in definitions(ground):
            self._define(definition)
        self.around.sightings = self._with_subjects()

    def _with_subjects(self) -> list[Sighting]:
        """Give the sightings in text order; the first of a sentence that is no complement stands for its subject."""
        found: list[Sighting] = []
        sentence, index, led = 0, 0, -1
        for sighting in sorted(self.around.sightings, key=lambda s: (s.start, s.end)):
            while index < len(self.scene.words) and self.scene.words[index].start <= sighting.start:
                sentence += self.scene.initial(index)
                index += 1
            leads = not sighting.complement and not sighting.quoted and led != sentence
            led = sentence if leads else led
            leads = leads or self._resumes(sighting)
            found.append(replace(sighting, subject=True) if leads else sighting)
        return found

    def _resumes(self, sighting: Sighting) -> bool:
        """Tell whether a name begins the main clause after another one ("Arrivé hier, X a dit")."""
        words = self.scene.words_in(Span(sighting.start, sighting.end))
        stop = words.stop
        if sighting.complement or sighting.quoted or stop >= len(self.scene.words) or not words.start:
            return False
        after = self.scene.words[stop]
        joined = after.key in self.scene.vocabulary.conjunctions or after.key in self.scene.vocabulary.of
        return (
            self.scene.gap(words.start).strip() == ","
            and self.scene.gap(stop).isspace()
            and not after.capital
            and not joined
        )

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
                self.serves(figure, head)
                if head.kind == "known" and is_political(head.code):
                    figure.country = figure.country or head.code
        match = self.scene.match(name.first) or self._owner(name)
        if match is not None:
            figure.country = figure.country or party_of(match.entity.code)

    def _owner(self, name: Name) -> Match | None:
        """Give the country in the possessive before a name ("North Korea's Kim Jong Un")."""
        first = name.first
        if first < 2 or self.scene.words[first - 1].key != "s" or self.scene.gap(first - 1) not in {"'", "’"}:
            return None
        return self.scene.match(first - 2)

    def _found_companies(self) -> None:
        """Take a bare name for a company where one of its places tells: "X Inc", "X shareholders", "les actionnaires de X".

        A company is a side of its own, whatever country it is from.
        """
        words, vocabulary = self.scene.words, self.scene.vocabulary
        companies: set[str] = set()
        for index in range(1, len(words)):
            word, before = words[index], words[index - 1]
            owner = index - 2 if before.key == "s" and index > 1 else index - 1
            if word.key in company_words() and word.capital and self.scene.gap(index) == " ":
                companies.add(before.key)
            elif vocabulary.head_last and vocabulary.shareholders.at(words, index, len(words)):
                companies.add(words[owner].key)
            elif (
                before.key in vocabulary.of
                and index > 1
                and vocabulary.shareholders.at(words, index - 2, index)
            ):
                companies.add(word.key)
        for figure in self.around.people():
            bare = all(len(name) == 1 and name[0] in companies for name in figure.names)
            if figure.names and bare:
                figure.kind, figure.private = ActorKind.ORGANISATION, True
                at = self.scene.words_in(Span(figure.at[0], figure.at[0] + 1))
                figure.affiliation = self.scene.text[words[at.start].start : words[at.start].end]

    def serves(self, figure: Figure, head: Head) -> None:
        """Keep whom an entity serves: the person in the complement of its office."""
        if head.inner is not None and self.cast.by_name[head.inner] is not figure:
            figure.of = figure.of or self.cast.by_name[head.inner]

    def _name(self, name: Name) -> None:
        figure = self.cast.by_name[name]
        role = self.scene.span(name.roles[0].start, name.roles[0].stop) if name.roles else None
        span = self.written(name)
        self.add(span, MentionKind.NAME, figure, role=role, why=name.why or ("rule:part-of-name",))
        self._see(span, figure)

    def written(self, name: Name) -> Span:
        """Give the span of a name with its honorific."""
        titled = name.honorific is not None and name.honorific == name.first - 1
        return self.scene.span(name.first - 1 if titled else name.first, name.stop)

    def _match(self, match: Match) -> None:
        if match.form not in NOUN_FORMS:
            return
        figure = self.cast.known(match.entity.code)
        kind = MentionKind.DEMONYM if match.form == "demonym_noun" else MentionKind.NAME
        span = Span(match.start, match.end)
        words = self.scene.words_in(span)
        for index in words:
            self.around.named.setdefault(self.scene.words[index].key, []).append((span.start, figure))
        if self.in_quotation(span.start):
            self.around.in_quotes.add(span.start)
        before = self.scene.words[words.start - 1].key if words.start else ""
        determiner = self.scene.vocabulary.determiners.get(before, "")
        self.add(span, kind, figure, plural=determiner == "p", why=(f"knowledge:{match.form}",))
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
        self.add(whole, MentionKind.NAME, figure, why=("rule:short-form",))
        self.add(short, MentionKind.NAME, figure, why=("rule:short-form",))
        self.short[self.scene.words[definition.short].key] = figure
        self.defined[long.stop - 1] = figure

    def _see(self, span: Span, figure: Figure, *, gender: str | None = None, plural: bool = False) -> None:
        words, vocabulary = self.scene.words, self.scene.vocabulary
        index = first = self.scene.words_in(span).start
        while first > 0 and not self.scene.initial(first) and words[first - 1].key in vocabulary.determiners:
            first -= 1
        inside = first > 0 and not self.scene.initial(first)
        before = words[first - 1].key if inside else ""
        complement = before in vocabulary.of | vocabulary.topic | vocabulary.agent or (
            first != index and words[first].key in vocabulary.of
        )
        self.around.sightings.append(
            Sighting(
                span.start,
                span.end,
                figure,
                subject=not inside or self.scene.initial(first - 1),
                complement=complement,
                quoted=self.in_quotation(span.start),
                gender=gender,
                plural=plural,
            )
        )

    def _opens(self, span: Span) -> bool:
        """Tell whether a content stands in quotation marks; the apostrophe of "qu'il" is none."""
        text = self.scene.text
        return any(
            text[at] in QUOTES and not (text[at] in APOSTROPHES and at and text[at - 1].isalpha())
            for at in range(max(0, span.start - 2), span.start)
        )

    def in_quotation(self, offset: int) -> bool:
        """Tell whether a place lies in what somebody is quoted with."""
        at = bisect_right(self.quoted, Span(offset, 1 << 60)) - 1
        return at >= 0 and self.quoted[at].start <= offset < self.quoted[at].end

    def add(
        self,
        span: Span,
        kind: MentionKind,
        figure: Figure,
        *,
        role: Span | None = None,
        plural: bool = False,
        why: tuple[str, ...] = (),
    ) -> None:
        """Keep a mention; one that is there already gets the new reasons too."""
        key = (span, figure.number)
        old = self.found.get(key)
        if old is not None:
            self.found[key] = replace(old, why=tuple(dict.fromkeys((*old.why, *why))))
        else:
            self.found[key] = Mention(
                span, kind, figure.kind, figure.number, figure.code, role, None, plural, why
            )
