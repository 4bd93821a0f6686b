"""The words by which a language speaks of people: determiners, offices, groups, documents, pronouns, folded for look-up."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from pourparlers.knowledge.lexicon import known_language, lexicon
from pourparlers.knowledge.words import Word, fold, words_of

CLASSES = {
    "experts": "expert",
    "press": "press",
    "documents": "document",
    "groups": "group",
    "organisations": "organisation",
}
Keys = tuple[str, ...]
"""Folded words: the form in which every look-up is made."""


def keys_of(phrase: str) -> Keys:
    """Fold a phrase into its words ("chef de l'État" gives chef, de, l, etat)."""
    return tuple(word.key for word in words_of(phrase))


class Phrases:
    """Phrases of one to many words and what each stands for; the longest match wins."""

    def __init__(self, entries: Iterable[tuple[str, str]]) -> None:
        self._values: dict[Keys, str] = {}
        self._longest: dict[str, int] = {}
        self._plain: set[Keys] = set()
        for phrase, value in entries:
            keys = keys_of(phrase)
            if keys:
                self._values.setdefault(keys, value)
                self._longest[keys[0]] = max(len(keys), self._longest.get(keys[0], 0))
                if "".join(keys) == "".join(c for c in phrase.lower() if c.isalnum()):
                    self._plain.add(keys)

    def at(
        self, words: Sequence[Word], index: int, stop: int, text: str | None = None
    ) -> tuple[int, str] | None:
        """Give the end (exclusive) and the value of the longest phrase that begins at a word, if any.

        With `text`, of which these are the words, a phrase that has no accents does not match words that have
        ("juge" is not "jugé"); words without accents match either way.
        """
        for length in range(min(self._longest.get(words[index].key, 0), stop - index), 0, -1):
            keys = tuple(word.key for word in words[index : index + length])
            value = self._values.get(keys)
            if value is None:
                continue
            if text is not None and keys in self._plain and _accented(words[index : index + length], text):
                continue
            return index + length, value
        return None

    def within(self, keys: Keys) -> str | None:
        """Give the value of the longest phrase that occurs in a sequence of keys, the first of equals."""
        best: tuple[int, str] | None = None
        for index, key in enumerate(keys):
            for length in range(min(self._longest.get(key, 0), len(keys) - index), 0, -1):
                value = self._values.get(keys[index : index + length])
                if value is not None:
                    if best is None or length > best[0]:
                        best = (length, value)
                    break
        return best[1] if best else None

    def get(self, phrase: str) -> str | None:
        """Give the value of a whole phrase."""
        return self._values.get(keys_of(phrase))

    def __contains__(self, key: str) -> bool:
        return (key,) in self._values


def _accented(words: Sequence[Word], text: str) -> bool:
    return any(text[word.start : word.end].lower() != word.key for word in words)


@dataclass(frozen=True)
class Vocabulary:
    """One language's words for people, ready for look-up. All single words are folded keys.

    `nouns` maps a noun to its class: role, expert, press, document, group, organisation.
    `offices` maps the ways to write an office to one name for it. `generic` are the nouns that stand for something
    named before, by kind.
    """

    head_last: bool
    elided: frozenset[str]
    conjunctions: frozenset[str]
    joint: Phrases
    according: frozenset[str]
    of: frozenset[str]
    agent: frozenset[str]
    topic: frozenset[str]
    aim: frozenset[str]
    former: frozenset[str]
    relative: frozenset[str]
    skipped: frozenset[str]
    starters: frozenset[str]
    determiners: Mapping[str, str]
    demonstrative: frozenset[str]
    indefinite: frozenset[str]
    possessive: frozenset[str]
    honorifics: Mapping[str, str]
    written_honorifics: frozenset[str]
    nouns: Phrases
    plurals: frozenset[str]
    genders: Mapping[str, str]
    portfolio: frozenset[str]
    offices: Phrases
    expert_places: Phrases
    reported: frozenset[str]
    state: frozenset[str]
    courts: frozenset[str]
    governmental: frozenset[str]
    campaigners: Phrases
    opposition: frozenset[str]
    civil: frozenset[str]
    places: frozenset[str]
    heights: frozenset[str]
    unofficial: Phrases
    legislators: Phrases
    shareholders: Phrases
    pronouns: Phrases
    impersonal: Phrases
    latter: Phrases
    generic: Mapping[str, frozenset[str]]


def _folded(items: Iterable[str]) -> frozenset[str]:
    return frozenset(word.key for item in items for word in words_of(item))


def _classes(table: Mapping[str, Any]) -> Iterable[tuple[str, str]]:
    for topic, noun_class in CLASSES.items():
        yield from ((noun, noun_class) for noun in table.get(topic, {}).get("nouns", ()))
    for gender in ("masculine", "feminine", "any"):
        yield from ((noun, "role") for noun in table.get("roles", {}).get(gender, ()))


def _plurals(table: Mapping[str, Any]) -> frozenset[str]:
    """The nouns that are another noun of the lists and an s ("analysts"), which need no determiner to speak of several."""
    nouns = {" ".join(keys_of(noun)) for noun, _ in _classes(table)}
    return frozenset(noun for noun in nouns if noun.endswith("s") and noun[:-1] in nouns)


def _genders(roles: Mapping[str, Sequence[str]]) -> dict[str, str]:
    masculine, feminine = (_lasts(roles.get(key, ())) for key in ("masculine", "feminine"))
    return dict.fromkeys(masculine - feminine, "m") | dict.fromkeys(feminine - masculine, "f")


def _lasts(nouns: Iterable[str]) -> set[str]:
    return {" ".join(keys_of(noun)) for noun in nouns}


PRONOUN_KINDS = (
    "first_singular",
    "first_plural",
    "second",
    "possessive",
    "masculine",
    "feminine",
    "masculine_plural",
    "feminine_plural",
    "singular",
    "plural",
    "neuter",
    "relative",
    "indefinite",
)


@cache
def vocabulary(language: str) -> Vocabulary:
    """Read the words of one language (a BCP 47 tag; one that is not served falls back to English)."""
    code = known_language(language)
    people, pronouns = lexicon(code, "people"), lexicon(code, "pronouns")
    syntax = people.get("syntax", {})
    determiners = people.get("determiners", {})
    genders = {"masculine": "m", "feminine": "f", "plural": "p", "any": ""}
    return Vocabulary(
        head_last=syntax.get("head") == "last",
        elided=_folded(syntax.get("elided", ())),
        conjunctions=_folded(syntax.get("and", ())),
        joint=Phrases((phrase, "and") for phrase in syntax.get("joint", ())),
        according=_folded(syntax.get("according", ())),
        of=_folded(syntax.get("of", ())),
        agent=_folded(syntax.get("agent", ())),
        topic=_folded(syntax.get("topic", ())),
        aim=_folded(syntax.get("aim", ())),
        former=_folded(syntax.get("former", ())),
        relative=_folded(syntax.get("relative", ())),
        skipped=_folded(syntax.get("quantity", ())),
        starters=_folded(syntax.get("starters", ())),
        determiners={
            fold(d): genders[g]
            for g in ("any", "plural", "feminine", "masculine")
            for d in determiners.get(g, ())
        },
        demonstrative=_folded(determiners.get("demonstrative", ())),
        indefinite=_folded(determiners.get("indefinite", ())),
        possessive=_folded(determiners.get("possessive", ())),
        honorifics={
            fold(h.rstrip(".")): genders[g]
            for g in ("masculine", "feminine", "any", "plural")
            for h in people.get("honorifics", {}).get(g, ())
        },
        written_honorifics=frozenset(
            h.rstrip(".").lower() for forms in people.get("honorifics", {}).values() for h in forms
        ),
        nouns=Phrases(_classes(people)),
        plurals=_plurals(people),
        genders=_genders(people.get("roles", {})),
        portfolio=_folded(people.get("roles", {}).get("portfolio", ())),
        offices=Phrases(
            (phrase, office) for office, ways in people.get("offices", {}).items() for phrase in ways
        ),
        expert_places=Phrases((place, "expert") for place in people.get("experts", {}).get("places", ())),
        state=frozenset(" ".join(keys_of(noun)) for noun in people.get("state", {}).get("nouns", ())),
        opposition=_folded(people.get("state", {}).get("opposition", ())),
        courts=_folded(people.get("state", {}).get("courts", ())),
        governmental=_folded(people.get("state", {}).get("adjectives", ())),
        campaigners=Phrases((noun, "campaigners") for noun in people.get("campaigners", {}).get("nouns", ())),
        civil=frozenset(" ".join(keys_of(noun)) for noun in people.get("civil", {}).get("nouns", ())),
        places=_folded(people.get("places", {}).get("nouns", ())),
        heights=_folded(people.get("places", {}).get("heights", ())),
        unofficial=Phrases(
            (noun, kind) for kind, nouns in people.get("unofficial", {}).items() for noun in nouns
        ),
        legislators=Phrases(
            (noun, "legislator") for noun in people.get("unofficial", {}).get("legislators", ())
        ),
        shareholders=Phrases(
            (noun, "company") for noun in people.get("companies", {}).get("shareholders", ())
        ),
        reported=_folded(people.get("press", {}).get("passive", ())),
        impersonal=Phrases((phrase, "impersonal") for phrase in pronouns.get("impersonal", ())),
        latter=Phrases((phrase, "latter") for phrase in pronouns.get("latter", ())),
        pronouns=Phrases((form, kind) for kind in PRONOUN_KINDS for form in pronouns.get(kind, ())),
        generic={
            kind: frozenset(" ".join(keys_of(noun)) for noun in nouns)
            for kind, nouns in people.get("generic", {}).items()
        },
    )
