"""Mentions: the names, offices, demonyms and pronouns of an article, and which of them speak of the same entity."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace

import numpy as np

from pourparlers.knowledge.entities import PRESS, entity, party_of
from pourparlers.knowledge.public_figures import side_by_office
from pourparlers.model import ActorKind, Article, Attribution, Mention, MentionKind, Span
from pourparlers.reading.acronyms import definitions, initials
from pourparlers.reading.cast import OFFICES_OF_STATE, UNOFFICIAL, Figure, describe, is_political
from pourparlers.reading.encoder import ENTITIES, Encoded
from pourparlers.reading.era import year_by_holders
from pourparlers.reading.head import Head
from pourparlers.reading.names import Name, find_names
from pourparlers.reading.nouns import stand_ins
from pourparlers.reading.phrases import heads
from pourparlers.reading.placenames import of_people
from pourparlers.reading.pronouns import Place, Sighting, antecedents, named_last
from pourparlers.reading.scene import scene
from pourparlers.reading.speakers import HEAD, Entities, History, anchor, follow
from pourparlers.reading.stage import Stage

KINDS = {
    "expert": ActorKind.PERSON,
    "role": ActorKind.PERSON,
    "press": ActorKind.OUTLET,
    "group": ActorKind.GROUP,
}
FIRST = {"first_singular", "first_plural"}
SURE = 0.5
OWN_OFFICE = {"rule:office-holder", "rule:role", "rule:expert"}
STAND_INS = {"rule:office-holder", "rule:counterpart", "rule:introduced-after", "rule:generic-noun"}
FOCUS = 0.4
ALONE = 0.5
OPPOSITION = "-OPPOSITION"
"""How the codes of the oppositions of countries end."""
SPOKESPERSON = "spokesperson"
SIDES = {ActorKind.COUNTRY, ActorKind.ORGANISATION}
CAMPAIGNERS = "NGOS"
CONTEXT = "context:country"
"""The slug of a mention whose party is that of the country the article is about, for want of a better reason."""
OUTSIDE = "rule:outside-government"
"""The slug of a mention of somebody who is of a state and does not speak for its government."""
OWN_NAME = "rule:own-name"
"""The slug of a mention of a person of a state who holds no office of it and speaks in his own name."""
SERVING = "rule:serving"
"""The slug of a mention of a person who is told, or known at the article's date, to hold a high office."""

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
    names = of_people(ground, find_names(ground, sources, _people(encoded)))
    reader = _Sources(ground, names, attributions)
    follow(article, attributions, reader.stated)
    return reader.mentions()


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


class _Sources(Stage):
    """The mentions that are the sources of attributions, added to those that stand there anyway."""

    def stated(self, attribution: Attribution, history: History) -> Entities:
        """Give the entities that the source of an attribution speaks of, and keep its mentions."""
        if attribution.source is None:
            return self._unsaid(attribution)
        place = self._place(attribution, history)
        found: list[int] = []
        for head in heads(self.scene, attribution.source, self.names):
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
            for figure, why in self._pronoun(head, place, attribution, history):
                yield figure, span, MentionKind.ROLE if why == "rule:indefinite" else MentionKind.PRONOUN, why
        else:
            for figure, why in self._noun(head, place):
                yield figure, span, MentionKind.ROLE, why

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

    def _noun(self, head: Head, place: Place) -> list[tuple[Figure, str]]:
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
            for figure in standing.figures if standing.tells else ():
                describe(figure, head)
            return [(figure, standing.why) for figure in standing.figures]
        span = self.scene.span(head.words.start, head.words.stop)
        label = (f"{head.key}/{head.office or ''}", head.country)
        known = self.phrases.get(label) if head.definite or head.plural else None
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
        return [(figure, f"rule:{head.noun}")]

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

    def _context(self, focus: float = FOCUS) -> str | None:
        """Give the country that the article is about: of all the times that countries are named, it has this share."""
        counts: Counter[str] = Counter()
        for match in self.scene.matches:
            party = party_of(match.entity.code)
            state = entity(party) if party else None
            if (
                party is not None
                and state is not None
                and state.iso3
                and match.entity.kind is not ActorKind.OUTLET
            ):
                counts[party] += 1
        first = min(counts, key=lambda party: (-counts[party], party), default=None)
        return first if first is not None and counts[first] > focus * counts.total() else None

    def _court(self) -> str | None:
        """Give the name of the court of no country that the article gives a short form to, whose side its judges are on."""
        courts, words = self.scene.vocabulary.courts, self.scene.words
        for definition in definitions(self.scene):
            figure, long = self.defined.get(definition.long.stop - 1), definition.long
            of_none = figure is not None and figure.code is None and figure.country is None
            if figure is not None and of_none and any(words[k].key in courts for k in long):
                figure.affiliation = " ".join(
                    self.scene.text[words[long.start].start : words[long.stop - 1].end].split()
                )
                return figure.affiliation
        return None

    def _house(self) -> str | None:
        """Give the one country whose parliament and parties the article names."""
        codes = (match.entity.code for match in self.scene.matches)
        bodies = [
            known for code in codes if (known := entity(code)) and (known.cameo or "").endswith(UNOFFICIAL)
        ]
        sides = {party_of(known.code) or known.code for known in bodies}
        countries = {side.partition("-")[0] if is_political(side) else side for side in sides}
        return next(iter(countries)) if len(countries) == 1 else None

    def _is_judge(self, mention: Mention) -> bool:
        """Tell whether somebody is named with an office of a court."""
        words = self.scene.words_in(mention.role) if mention.role else range(0)
        titled = range(max(0, words.start - 1), words.stop) if words else words
        return any(self.scene.words[k].key in self.scene.vocabulary.courts for k in titled)

    def mentions(self) -> tuple[Mention, ...]:
        """Give the mentions found, in text order."""
        context, state = self._context(), self.scene.vocabulary.state
        alone = self._context(ALONE) is not None
        court, courts = self._court(), self.scene.vocabulary.courts
        house = self._house()
        era = self.around.year or year_by_holders(self.cast.figures)
        ours = frozenset(key for key in state if not self.scene.vocabulary.unofficial.within((key,)))
        found = []
        for mention in sorted(self.found.values(), key=lambda m: (m.span, m.entity)):
            figure = self.cast.figures[mention.entity]
            party, why = figure.party, mention.why
            judges = court is not None and (bool(figure.nouns & courts) or self._is_judge(mention))
            if judges and party is None:
                party = court
            of_state = (
                bool(
                    figure.offices & OFFICES_OF_STATE
                    or figure.nouns & state
                    or (figure.ministerial and alone)
                )
                and not figure.elsewhere
            )
            if party is None and of_state and figure.names:
                party = side_by_office(
                    figure.skeletons, (figure.offices - figure.past) & OFFICES_OF_STATE, self.around.year
                )
            if party is None and context is not None and of_state:
                against = figure.nouns & self.scene.vocabulary.opposition
                party, why = (f"{context}{OPPOSITION}" if against else context), (*why, CONTEXT)
            if party is None and figure.legislator:
                party = house
            if figure.alone(era, ours):
                why = (*why, OWN_NAME)
            elif figure.outside(party, self.around.year, ours):
                why = (*why, OUTSIDE)
                if figure.against and party is not None and entity(f"{party}{OPPOSITION}") is not None:
                    party = f"{party}{OPPOSITION}"
            elif figure.serving(self.around.year):
                why = (*why, SERVING)
            found.append(replace(mention, gender=figure.gender, party=party, why=why))
        return tuple(found)


def _is_body(head: Head) -> bool:
    """Tell whether a phrase is a body without its name: "the ministry", "la grande assemblée"."""
    return head.noun == "organisation" and head.definite and not head.plural
