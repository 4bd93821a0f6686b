"""What a language's own data say about the words round an attribution (`languages/<xx>/cues.toml`)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from pourparlers.knowledge.calendar import calendar_names
from pourparlers.knowledge.lexicon import known_language, lexicon
from pourparlers.reading.words import Words

PhraseTable = Mapping[str, tuple[tuple[str, ...], ...]]
"""Phrases as tuples of words, under their first word."""


@dataclass(frozen=True, slots=True)
class Grammar:
    """Small closed word lists, in lower case.

    inverted: subjects that follow their verb after a hyphen ("a-t-il").
    relatives: relative pronouns that are a subject ("qui", "who").
    determiners: what opens a noun phrase.
    links: prepositions and particles inside one ("de", "of").
    leading: what a content is never said to begin with ("que", "that").
    complements: what it does not begin with when the cue stands right before it ("à", "de", "to").
    function: words that are no content by themselves.
    cue_edges: auxiliaries, negations and clitics at the left of a cue that are no part of it.
    cue_tails: what is no part of it at its right.
    prepositions: cues whose source follows them ("selon", "according to").
    conjunctions: what joins clauses ("et", "but").
    passive: auxiliaries of the passive that stand before the participle.
    participles: its endings.
    gerunds: endings of verb forms that take the subject of the main verb.
    nouns: beginnings of cues that are nouns, whose source is never the subject of another cue.
    possessives: determiners that name a possessor ("sa", "their").
    possessors: prepositions that name one after a noun ("de", "of").
    agents: prepositions of who does it in a passive ("par", "by").
    topics: prepositions of what it is about, or where ("sur", "against").
    relative_objects: relative pronouns that are an object ("que", "which").
    viewpoints: prepositions that open a sentence with whose view it gives ("pour").
    views: nouns that do so after a possessive ("yeux", "view").
    comparing: conjunctions after which a subject may follow its verb ("comme", "as").
    quoting: beginnings of verbs whose object is who speaks ("cit", "quot").
    judging: beginnings of verbs that call a thing something ("qualifi", "describ").
    charging: beginnings of verbs of charging whose participle before "of" tells of whom is charged ("soupçonn", "accus").
    having: forms of the auxiliary that makes such a participle active ("a", "has").
    copulas: forms of "to be" that are no part of a pronoun before them ("nous sommes").
    weekdays: names of the days of the week (CLDR).
    subject_first: whether a subject never stands between its verb and what it reports.
    unlikely: what makes the verb after it a mere thought ("unlikely that"), as words in a row.
    resuming: what takes up the clause before it as an object ("ce que", "which"), as words in a row.
    subjects: pronouns that are nothing but the subject of the verb after them ("il", "they").
    documents: nouns of texts ("communiqué", "letter"), which are no speakers when cited.
    titles: honorifics that stand before a name, without their full stop ("M.", "Mrs").
    """

    inverted: frozenset[str]
    relatives: frozenset[str]
    determiners: frozenset[str]
    links: frozenset[str]
    leading: frozenset[str]
    complements: frozenset[str]
    function: frozenset[str]
    cue_edges: frozenset[str]
    cue_tails: frozenset[str]
    prepositions: frozenset[str]
    conjunctions: frozenset[str]
    passive: frozenset[str]
    participles: tuple[str, ...]
    gerunds: tuple[str, ...]
    nouns: tuple[str, ...]
    possessives: frozenset[str]
    possessors: frozenset[str]
    agents: frozenset[str]
    topics: frozenset[str]
    relative_objects: frozenset[str]
    viewpoints: frozenset[str]
    views: frozenset[str]
    comparing: frozenset[str]
    quoting: tuple[str, ...]
    judging: tuple[str, ...]
    charging: tuple[str, ...]
    having: frozenset[str]
    copulas: frozenset[str]
    weekdays: frozenset[str]
    subject_first: bool
    unlikely: PhraseTable
    titles: frozenset[str]
    joins: frozenset[str]
    subjects: frozenset[str]
    resuming: PhraseTable
    documents: frozenset[str]


@cache
def grammar(language: str) -> Grammar:
    """The word lists of a language; of English for a language that is not served."""
    table: Mapping[str, Any] = lexicon(language, "cues").get("grammar", {})

    def words(name: str) -> Iterable[str]:
        return (str(word) for word in table.get(name, ()))

    def syntax(name: str) -> frozenset[str]:
        return frozenset(lexicon(language, "people").get("syntax", {}).get(name, ()))

    return Grammar(
        **{
            name: frozenset(words(name))
            for name in (
                "inverted",
                "relatives",
                "determiners",
                "links",
                "leading",
                "complements",
                "function",
                "cue_edges",
                "cue_tails",
                "prepositions",
                "conjunctions",
                "passive",
                "possessors",
                "relative_objects",
                "viewpoints",
                "views",
                "comparing",
                "having",
                "copulas",
                "subjects",
            )
        },
        quoting=tuple(words("quoting")),
        judging=tuple(words("judging")),
        charging=tuple(words("charging")),
        weekdays=_weekdays(language),
        subject_first=bool(table.get("subject_first", False)),
        participles=tuple(words("participles")),
        gerunds=tuple(words("gerunds")),
        nouns=tuple(words("nouns")),
        unlikely=by_first([*words("unlikely")]),
        resuming=by_first([*words("resuming")]),
        joins=frozenset(words("determiners"))
        | (frozenset(words("links")) - frozenset(words("conjunctions"))),
        agents=syntax("agent"),
        topics=syntax("topic"),
        documents=frozenset(lexicon(language, "people").get("documents", {}).get("nouns", ())),
        possessives=frozenset(lexicon(language, "pronouns").get("possessive", ())),
        titles=frozenset(
            form.rstrip(".").lower()
            for forms in lexicon(language, "people").get("honorifics", {}).values()
            for form in forms
        ),
    )


def _weekdays(language: str) -> frozenset[str]:
    return frozenset(name.lower() for name, _ in calendar_names(known_language(language), "days", ("wide",)))


def by_first(phrases: Sequence[str]) -> PhraseTable:
    """Phrases as tuples of words, under their first word, the longest first."""
    table: dict[str, list[tuple[str, ...]]] = {}
    for phrase in phrases:
        parts = tuple(phrase.split())
        table.setdefault(parts[0], []).append(parts)
    return {first: tuple(sorted(found, key=len, reverse=True)) for first, found in table.items()}


def phrase_at(words: Words, word: int, phrases: PhraseTable) -> int:
    """How many words a phrase of the table that begins at a word has; 0 if none does."""
    for phrase in phrases.get(words.lower(word), ()):
        last = word + len(phrase)
        if last <= len(words) and all(words.lower(word + i) == part for i, part in enumerate(phrase)):
            return len(phrase)
    return 0
