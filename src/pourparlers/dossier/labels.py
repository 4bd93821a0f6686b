"""Name an induced issue by a telling noun phrase of the articles."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

from pourparlers.knowledge.phrases import Phrases, phrases, small_words, word_list
from pourparlers.knowledge.words import Word, fold
from pourparlers.model import Span

_MOST_WORDS = 6
_MOST_CONTENT = 3
_LEAST_LETTERS = 4
_QUOTES = ' \u00a0\u202f"“”«»'
_UNQUOTED = str.maketrans("", "", '"“”«»')
_BETWEEN = _QUOTES + "'’-\u2011"


def noun_phrase(text: str, words: Sequence[Word], language: str, telling: frozenset[str]) -> Span | None:
    """Choose the stretch of a content that names what it is about.

    Without a parser, nouns are taken to be what stands behind a determiner, with what is joined to it by "of", and
    what a content begins with when "of" or an adjective follows: the longest such stretch, the first of equals. In a
    language without articles every stretch will do. A word that could name any matter ("text", "decision") names none.

    Args:
        text: the article's text.
        words: the words of the content, small words included.
        language: the language of the text.
        telling: the folded words one of which must be in it (no names).

    Returns:
        the stretch, without its leading determiner; None for a content without a telling noun to be seen.
    """
    small = small_words(language)
    generic = generic_nouns(language)
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
        noun = not lone and (_is_behind(text, words, n, language) or _opens(text, words, n, last, language))
        rank = (min(len(content), _MOST_CONTENT), sum(len(w.key) for w in content))
        tells = any(w.key in telling and not generic.any([w]) for w in content)
        if noun and tells and rank[1] >= _LEAST_LETTERS and (best is None or rank > best):
            best, span = rank, Span(words[n].start, words[last].end)
        n = last + 1
    return span


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
        if gap.strip(_BETWEEN) or content >= _MOST_CONTENT:
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
