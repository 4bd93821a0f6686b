"""Name an induced issue by a telling noun phrase of the articles."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache
from typing import NamedTuple

from pourparlers.knowledge.phrases import Phrases, phrases, small_words, word_list
from pourparlers.knowledge.words import Word, fold
from pourparlers.model import Span

_MOST_WORDS = 6
_MOST_CONTENT = 3
_LEAST_LETTERS = 4
_QUOTES = ' \u00a0\u202f"“”«»'
_UNQUOTED = str.maketrans("", "", '"“”«»')
_BETWEEN = _QUOTES + "'’-\u2011"


class Phrase(NamedTuple):
    """A stretch that may name a matter; `words` are those that carry meaning, `rank` how much it tells."""

    span: Span
    words: tuple[Word, ...]
    rank: tuple[int, int]


def noun_phrases(text: str, words: Sequence[Word], language: str, telling: frozenset[str]) -> list[Phrase]:
    """Give the stretches of a content that may name what it is about, and what stands on either side of a link in them.

    Without a parser, nouns are taken to be what stands behind a determiner, with what is joined to it by "of", and
    what a content begins with when "of" or an adjective follows. In a language without articles every stretch will
    do. A word that could name any matter ("text", "decision") names none.

    Args:
        text: the article's text.
        words: the words of the content, small words included.
        language: the language of the text.
        telling: the folded words one of which must be in it (no names).
    """
    small = small_words(language)
    generic = generic_nouns(language)
    colour = phrases(language, "polarity", "positive", keep_small=True)
    found = []

    def take(first: int, last: int) -> None:
        content = tuple(w for w in words[first : last + 1] if w.key not in small and not colour.any([w]))
        rank = (min(len(content), _MOST_CONTENT), sum(len(w.key) for w in content))
        tells = any(w.key in telling and not generic.any([w]) for w in content)
        if tells and rank[1] >= _LEAST_LETTERS:
            found.append(Phrase(Span(words[first].start, words[last].end), content, rank))

    n = 0
    while n < len(words):
        if words[n].key in small:
            n += 1
            continue
        last = _reach(text, words, n, small, language)
        lone = last == n and words[n].key in _leads(language)
        if not lone and (_is_behind(text, words, n, language) or _opens(text, words, n, last, language)):
            take(n, last)
            if any(words[k].key in small for k in range(n, last)):
                for first, end in _sides(words, n, last, small):
                    take(first, end)
        n = last + 1
    return found


def _sides(words: Sequence[Word], first: int, last: int, small: frozenset[str]) -> Iterator[tuple[int, int]]:
    """Give the runs of words between the links of a stretch."""
    start: int | None = None
    for n in range(first, last + 2):
        link = n > last or words[n].key in small
        if link and start is not None:
            yield start, n - 1
            start = None
        elif not link and start is None:
            start = n


def as_label(text: str) -> str:
    """Give the words of a stretch as a name: in one line, without quotation marks, with a capital."""
    plain = " ".join(text.translate(_UNQUOTED).split())
    return plain[:1].upper() + plain[1:]


def generic_nouns(language: str) -> Phrases[str]:
    """Give the words that could name any matter, and so name none."""
    return phrases(language, "generic_nouns", keep_small=True)


def _is_behind(text: str, words: Sequence[Word], n: int, language: str) -> bool:
    """Tell whether a word stands right behind a determiner that is no pronoun ("the talks", not "I call them back")."""
    determiners = _determiners(language)
    if not determiners:
        return True
    if n == 0 or words[n - 1].key not in determiners or not _is_near(text, words[n - 1], words[n]):
        return False
    if _is_infinitive(text, words, n, language):
        return False
    before = words[n - 2].key if n > 1 and _is_near(text, words[n - 2], words[n - 1]) else ""
    return before not in _folded(language, "pronoun_leads")


def _opens(text: str, words: Sequence[Word], n: int, last: int, language: str) -> bool:
    """Tell whether a content begins with a noun without a determiner ("withdrawal of the troops"), not with a verb."""
    if n > 0 or last == n or not _determiners(language):
        return False
    word = text[words[n].start : words[n].end].lower()
    return word.endswith(_endings(language, "noun_endings"))


def _is_infinitive(text: str, words: Sequence[Word], n: int, language: str) -> bool:
    verb = text[words[n].start : words[n].end].lower().endswith(_endings(language, "infinitive_endings"))
    return verb and words[n - 1].key in _folded(language, "infinitive_leads")


def _is_near(text: str, one: Word, two: Word) -> bool:
    return not text[one.end : two.start].strip(_BETWEEN)


@cache
def _folded(language: str, name: str) -> frozenset[str]:
    return frozenset(fold(one) for one in word_list(language, name))


@cache
def _determiners(language: str) -> frozenset[str]:
    return _folded(language, "determiners")


@cache
def _links(language: str) -> frozenset[str]:
    return frozenset(word_list(language, "noun_links"))


@cache
def _endings(language: str, name: str) -> tuple[str, ...]:
    return word_list(language, name)


@cache
def _leads(language: str) -> frozenset[str]:
    return _folded(language, "noun_leads")


def _reach(text: str, words: Sequence[Word], n: int, small: frozenset[str], language: str) -> int:
    """Give the last word of the noun phrase that begins at a word: nouns joined by links, adjectives behind a noun."""
    last, content = n, 1
    articles = _folded(language, "link_articles")
    links, endings, leads = _links(language), _endings(language, "adjective_endings"), _leads(language)
    for k in range(n + 1, min(len(words), n + _MOST_WORDS)):
        gap = text[words[k - 1].end : words[k].start]
        if gap.strip(_BETWEEN):
            break
        if content >= _MOST_CONTENT:
            goes_on = not endings or text[words[k].start : words[k].end].lower().endswith(endings)
            if words[k].key not in small and goes_on and gap.strip(_QUOTES) == "":
                last = _before_link(words, n, last, small)
            break
        word = text[words[k].start : words[k].end].lower()
        if words[k].key not in small:
            if _is_infinitive(text, words, k, language) or word.endswith(_endings(language, "verb_endings")):
                break
            behind = k - last == 1 and words[last].key not in leads
            if endings and behind and not word.endswith(endings) and gap.strip(_QUOTES) == "":
                break
            last, content = k, content + 1
        elif word not in links or (word in articles and words[k - 1].key not in small):
            break
    while last > n and words[last].key in small | leads:
        last -= 1
    return last


def _before_link(words: Sequence[Word], first: int, last: int, small: frozenset[str]) -> int:
    """Give the last word before the last link of a stretch that is cut short behind it, else the last word."""
    link = next((k for k in range(last, first, -1) if words[k].key in small), None)
    return link - 1 if link is not None else last
