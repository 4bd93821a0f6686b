"""The words of encounters in one language, made ready for matching against rows of tokens."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import NamedTuple

from pourparlers.knowledge.lexicon import lexicon
from pourparlers.model import MeetingStatus
from pourparlers.reading.timewords import Grammar, Token, expand, fold, grammar

ANY = "*"
NUMBER = "{number}"
STEM = 3


class Hit(NamedTuple):
    """A phrase found in a row of tokens: its label, and its tokens [first, last)."""

    label: str
    first: int
    last: int


class Phrases:
    """Labelled phrases, looked up at a token: the longest one that fits. `*` ends a stem or stands for a word."""

    def __init__(self, labelled: Iterable[tuple[str, Iterable[str]]], numbers: Grammar) -> None:
        self._numbers = numbers.classes["number"]
        buckets: defaultdict[str, list[tuple[tuple[str, ...], str]]] = defaultdict(list)
        for label, templates in labelled:
            for template in templates:
                for path in expand(template):
                    buckets[path[0].rstrip(ANY)[:STEM]].append((path, label))
        self._buckets = {
            key: sorted(paths, key=lambda entry: -len(entry[0])) for key, paths in buckets.items()
        }

    @property
    def stems(self) -> frozenset[str]:
        """What the forms of the tokens begin with that a phrase starts at."""
        return frozenset(self._buckets)

    def at(self, row: Sequence[Token], index: int) -> Hit | None:
        """Give the longest phrase that starts at a token; None past the end of the row."""
        if index >= len(row):
            return None
        for path, label in self._buckets.get(row[index].form[:STEM], ()):
            last = index + len(path)
            if last <= len(row) and all(
                self._fits(word, token.form) for word, token in zip(path, row[index:last], strict=True)
            ):
                return Hit(label, index, last)
        return None

    def all(self, row: Sequence[Token], first: int, last: int) -> list[Hit]:
        """Give every phrase that starts in [first, last), overlapping or not."""
        return [hit for index in range(first, last) if (hit := self.at(row, index))]

    def _fits(self, word: str, form: str) -> bool:
        if word == NUMBER:
            return form.isdecimal() or (form,) in self._numbers
        return word in (ANY, form) or (word.endswith(ANY) and len(word) > 1 and form.startswith(word[:-1]))


@dataclass(frozen=True, slots=True)
class Words:
    """How one language speaks of encounters."""

    nouns: Phrases
    direct: Phrases
    receiving: Phrases
    linked: Phrases
    mutual: Phrases
    hosts: Phrases
    matters: Phrases
    status: Phrases
    reported_at: Phrases
    alongside: Phrases
    durations: Phrases
    negations: Phrases
    light: Phrases
    pairs: Phrases
    abstract: Phrases
    carriers: Phrases
    counterparts: Phrases
    day_of: Phrases
    envoys: Phrases
    summoning: Phrases
    distance: Phrases
    passing: Phrases
    own_bodies: Phrases
    urgency: Phrases
    auspices: Phrases
    accords: Phrases
    ordinals: Mapping[str, int]
    links: frozenset[str]
    agents: frozenset[str]
    by: frozenset[str]
    infinitive: frozenset[str]
    of: frozenset[str]
    topics: frozenset[str]
    breaks: frozenset[str]
    anchors: frozenset[str]
    until: frozenset[str]
    purposes: frozenset[str]
    subjects: frozenset[str]
    possessives: frozenset[str]
    joint: frozenset[str]
    place_prepositions: frozenset[str]
    determiners: frozenset[str]
    relatives: frozenset[str]
    objects: frozenset[str]
    indefinite: frozenset[str]
    place_of: frozenset[str]
    place_of_any: frozenset[str]
    genitives: frozenset[str]
    articles: frozenset[str]
    rounds: frozenset[str]
    sites: frozenset[str]
    between: frozenset[str]
    where: frozenset[str]
    premodifiers: bool
    times: Grammar
    openers: frozenset[str]

    def may_open(self, form: str) -> bool:
        """Tell whether a noun or verb of an encounter can start with a token of this form."""
        return form[:STEM] in self.openers


@cache
def encounter_words(language: str) -> Words:
    """Read `languages/<xx>/meetings.toml` (BCP 47 tag; a language that is not served reads as English)."""
    table = lexicon(language, "meetings")
    times = grammar(language)
    words = table["words"]

    def single(name: str) -> Phrases:
        return Phrases([(name, words[name])], times)

    def folded(name: str) -> frozenset[str]:
        return frozenset(fold(word) for word in words[name])

    nouns = Phrases(table["nouns"].items(), times)
    verbs = {
        name: Phrases(table[f"verbs_{name}"].items(), times)
        for name in ("direct", "receiving", "linked", "mutual")
    }
    summoning = single("summoning")
    status = {label: table["status"][label] for label in MeetingStatus}
    return Words(
        nouns=nouns,
        direct=verbs["direct"],
        receiving=verbs["receiving"],
        linked=verbs["linked"],
        mutual=verbs["mutual"],
        hosts=Phrases(table["hosts"].items(), times),
        matters=Phrases(table["matters"].items(), times),
        status=Phrases(status.items(), times),
        reported_at=Phrases([("reported_at", table["status"]["reported_at"])], times),
        alongside=Phrases([("alongside", table["status"]["alongside"])], times),
        durations=Phrases([("duration", table["duration"]["phrases"])], times),
        negations=single("negations"),
        light=single("light"),
        pairs=single("pairs"),
        abstract=single("abstract"),
        carriers=single("carriers"),
        counterparts=single("counterparts"),
        day_of=single("day_of"),
        envoys=single("envoys"),
        summoning=summoning,
        distance=single("distance"),
        passing=single("passing"),
        own_bodies=single("own_bodies"),
        urgency=single("urgency"),
        auspices=single("auspices"),
        accords=single("accords"),
        ordinals={fold(word): number for word, number in table["ordinals"].items()},
        links=folded("links"),
        agents=folded("agents"),
        by=folded("by"),
        infinitive=folded("infinitive"),
        of=folded("of"),
        topics=folded("topics"),
        breaks=folded("breaks"),
        anchors=folded("anchors"),
        until=folded("until"),
        purposes=folded("purposes"),
        subjects=folded("subjects"),
        possessives=folded("possessives"),
        joint=folded("joint"),
        place_prepositions=folded("place_prepositions"),
        determiners=folded("determiners"),
        relatives=folded("relatives"),
        objects=folded("objects"),
        indefinite=folded("indefinite"),
        place_of=folded("place_of"),
        place_of_any=folded("place_of_any"),
        genitives=folded("genitives"),
        articles=folded("articles"),
        rounds=folded("rounds"),
        sites=folded("sites"),
        between=folded("between"),
        where=folded("where"),
        premodifiers=table["premodifiers"],
        times=times,
        openers=frozenset(stem for one in (nouns, summoning, *verbs.values()) for stem in one.stems),
    )
