"""Name an induced issue by a telling noun phrase of the articles."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

from pourparlers.knowledge.phrases import phrases, small_words, word_list
from pourparlers.knowledge.words import Word, fold
from pourparlers.model import Span

_MOST_WORDS = 6
_MOST_CONTENT = 3
_LEAST_LETTERS = 4


def noun_phrase(text: str, words: Sequence[Word], language: str, telling: frozenset[str]) -> Span | None:
    """Choose the stretch of a content that names what it is about.

    Without a parser, nouns are taken to be what stands behind a determiner, with what is joined to it by "of": the
    longest such stretch, the first of equals. In a language without articles every stretch will do.

    Args:
        text: the article's text.
        words: the words of the content, small words included.
        language: the language of the text.
        telling: the folded words one of which must be in it (no names).

    Returns:
        the stretch, without its leading determiner; None for a content without a noun to be seen.
    """
    small = small_words(language)
    determiners = _determiners(language)
    colour = phrases(language, "polarity", "positive", keep_small=True)
    best: tuple[int, int] | None = None
    span = None
    n = 0
    while n < len(words):
        if words[n].key in small:
            n += 1
            continue
        last = _reach(text, words, n, small, language)
        content = [w for w in words[n : last + 1] if w.key not in small and not colour.any([w])]
        lone = last == n and words[n].key in _leads(language)
        noun = not lone and (not determiners or (n > 0 and words[n - 1].key in determiners))
        rank = (min(len(content), _MOST_CONTENT), sum(len(w.key) for w in content))
        tells = any(w.key in telling for w in content)
        if noun and tells and rank[1] >= _LEAST_LETTERS and (best is None or rank > best):
            best, span = rank, Span(words[n].start, words[last].end)
        n = last + 1
    return span


@cache
def _determiners(language: str) -> frozenset[str]:
    return frozenset(fold(one) for one in word_list(language, "determiners"))


@cache
def _links(language: str) -> frozenset[str]:
    return frozenset(word_list(language, "noun_links"))


@cache
def _endings(language: str) -> tuple[str, ...]:
    return word_list(language, "adjective_endings")


@cache
def _leads(language: str) -> frozenset[str]:
    return frozenset(fold(one) for one in word_list(language, "noun_leads"))


def _reach(text: str, words: Sequence[Word], n: int, small: frozenset[str], language: str) -> int:
    """Give the last word of the noun phrase that begins at a word: nouns joined by links, adjectives behind a noun."""
    last, content = n, 1
    links, endings, leads = _links(language), _endings(language), _leads(language)
    for k in range(n + 1, min(len(words), n + _MOST_WORDS)):
        gap = text[words[k - 1].end : words[k].start]
        if gap.strip(" \u00a0'’-\u2011") or content >= _MOST_CONTENT:
            break
        word = text[words[k].start : words[k].end].lower()
        if words[k].key not in small:
            behind = k - last == 1 and words[last].key not in leads
            if endings and behind and not word.endswith(endings) and gap.strip(" \u00a0") == "":
                break
            last, content = k, content + 1
        elif word not in links:
            break
    while last > n and words[last].key in small | leads:
        last -= 1
    return last
