"""Words that only tell when or on which occasion something is said or done, and so not what it is about."""

from __future__ import annotations

from collections.abc import Sequence

from pourparlers.knowledge.lexicon import lexicon
from pourparlers.knowledge.phrases import listed, small_words
from pourparlers.knowledge.words import Word, fold

_MOST = 3  # words that carry meaning behind one link ("the release of 400 Taliban prisoners")
_LEAST = 1  # the same in a language without determiners, where nothing tells the next noun
_BETWEEN = " \u00a0\u202f\n'’\"“”«»-\u2011"


def occasions(text: str, words: Sequence[Word], language: str) -> frozenset[int]:
    """Give the places of the words that stand behind "before", "on the sidelines of" and the like.

    Args:
        text: the text of the article.
        words: the words of a statement, small words included.
        language: the language of the text.

    Returns:
        where each of these words begins: a noun with what goes with it, up to the next preposition, verb or sign.
    """
    found: set[int] = set()
    for one in listed(language, "positions", "occasions").find(words):
        found |= _reach(text, words, one.last, language)
    return frozenset(found)


def _reach(text: str, words: Sequence[Word], last: int, language: str) -> set[int]:
    small, determiners = small_words(language), _keys(language, "determiners")
    articles = _keys(language, "link_articles")
    links = _keys(language, "noun_links") - articles
    most = _MOST if determiners else _LEAST
    reached: set[int] = set()
    run, opens = 0, True
    for n in range(last + 1, len(words)):
        word = words[n]
        if text[words[n - 1].end : word.start].strip(_BETWEEN):
            break
        if word.key in links or (opens and word.key in determiners | articles):
            run, opens = 0, True
        elif word.key in small or run == most:
            break
        else:
            reached.add(word.start)
            run, opens = run + 1, False
    return reached


def _keys(language: str, name: str) -> frozenset[str]:
    return frozenset(fold(str(one)) for one in lexicon(language, "positions").get(name, ()))
