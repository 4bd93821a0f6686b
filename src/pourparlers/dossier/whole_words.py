"""The word lists that tell whether words stand whole (`languages/<xx>/whole.toml`, with those of cues and positions)."""

from __future__ import annotations

from collections.abc import Collection
from functools import lru_cache

from pourparlers.knowledge.lexicon import lexicon
from pourparlers.knowledge.phrases import word_list
from pourparlers.knowledge.words import fold, words_of


@lru_cache(maxsize=128)
def keys(language: str, topic: str, name: str) -> frozenset[str]:
    """Give a list of single words, folded."""
    return frozenset(fold(str(one)) for one in lexicon(language, topic).get(name, ()))


@lru_cache(maxsize=32)
def grammar(language: str) -> dict[str, frozenset[str]]:
    """Give the words by which cues are put together, folded."""
    table = lexicon(language, "cues").get("grammar", {})
    names = (
        "leading",
        "copulas",
        "prepositions",
        "viewpoints",
        "relatives",
        "inverted",
        "having",
        "relative_objects",
    )
    return {name: frozenset(fold(str(one)) for one in table.get(name, ())) for name in names}


@lru_cache(maxsize=32)
def leads(language: str) -> Collection[str]:
    """Give cues that are prepositions ("according to"), as their folded words."""
    cues = [*grammar(language)["prepositions"], *grammar(language)["viewpoints"]]
    return frozenset(" ".join(word.key for word in words_of(one)) for one in cues)


@lru_cache(maxsize=32)
def finite(language: str) -> frozenset[str]:
    """Give finite verbs that a clause is known by."""
    known = {fold(one) for one in word_list(language, "finite")}
    return frozenset(known | grammar(language)["copulas"])


@lru_cache(maxsize=32)
def negations(language: str) -> frozenset[str]:
    """Give the words that negate."""
    return frozenset(fold(one) for one in word_list(language, "polarity", "negation"))


@lru_cache(maxsize=32)
def determiners(language: str) -> frozenset[str]:
    """Give the words a noun stands behind that hold no preposition."""
    known = {fold(one) for one in word_list(language, "determiners")}
    return frozenset(known - keys(language, "whole", "turning") - keys(language, "whole", "fused"))
