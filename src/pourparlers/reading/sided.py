"""The sides of those whom an article mentions, once all its sources are known."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from functools import cached_property

from pourparlers.knowledge.entities import entity, is_state, party_of
from pourparlers.knowledge.public_figures import side_by_office
from pourparlers.model import ActorKind, Mention
from pourparlers.reading.acronyms import definitions
from pourparlers.reading.cast import OFFICES_OF_STATE, UNOFFICIAL, is_political
from pourparlers.reading.era import year_by_holders
from pourparlers.reading.stage import Stage

FOCUS = 0.4
ALONE = 0.5
OPPOSITION = "-OPPOSITION"
"""How the codes of the oppositions of countries end."""
CONTEXT = "context:country"
"""The slug of a mention whose party is that of the country the article is about, for want of a better reason."""
OUTSIDE = "rule:outside-government"
"""The slug of a mention of somebody who is of a state and does not speak for its government."""
OWN_NAME = "rule:own-name"
"""The slug of a mention of a person of a state who holds no office of it and speaks in his own name."""
SERVING = "rule:serving"
"""The slug of a mention of a person who is told, or known at the article's date, to hold a high office."""


class Sided(Stage):
    """An article whose mentions have their sides."""

    def _context(self, focus: float = FOCUS) -> str | None:
        """Give the country that the article is about: of all the times that countries are named, it has this share."""
        counts: Counter[str] = Counter()
        for match in self.scene.matches:
            party = party_of(match.entity.code)
            if party is not None and is_state(party) and match.entity.kind is not ActorKind.OUTLET:
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

    @cached_property
    def era(self) -> int | None:
        """When the article is from, by its date or by the offices that it tells of."""
        return self.around.year or year_by_holders(self.cast.figures)

    def mentions(self) -> tuple[Mention, ...]:
        """Give the mentions found, in text order."""
        context, state = self._context(), self.scene.vocabulary.state
        alone = self._context(ALONE) is not None
        court, courts = self._court(), self.scene.vocabulary.courts
        house = self._house()
        era = self.era
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
