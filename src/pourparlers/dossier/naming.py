"""The name of a matter nobody foresaw: a noun phrase of a statement that its article comes back to."""

from __future__ import annotations

from functools import lru_cache

from pourparlers.dossier.drafts import Draft
from pourparlers.dossier.judgements import in_heading
from pourparlers.dossier.labels import Phrase, generic_nouns, noun_phrases
from pourparlers.dossier.page import Page
from pourparlers.dossier.wording import stem
from pourparlers.knowledge.entities import find as find_entities
from pourparlers.knowledge.phrases import small_words
from pourparlers.knowledge.words import Word, words_of
from pourparlers.model import Span

_LEAST_WORDS = 2  # words that carry meaning in a name: one alone could stand for anything
_AGAIN = 2  # sentences, headings apart, in which they must stand, the first one among them
_AGAIN_UNTITLED = 3  # the same where it is not
_EACH_FURTHER_WORD = 0.5
_MOST_WORDS = 3
_AT_HAND = 16  # articles whose words are kept


def name_of(draft: Draft, page: Page) -> tuple[Span | None, bool]:
    """Give the stretch that names what a statement is about, and whether it speaks of anything that could.

    A stretch names a matter when the article comes back to it: no scrap of a sentence does. No date, no name alone.
    """
    words, telling = _own(draft, page)
    whole = [
        one
        for one in noun_phrases(page.text, words, page.language, telling)
        if not page.text[one.span.start : one.span.end].isupper()
    ]
    sentences = _sentences(page)
    best: tuple[float, int] | None = None
    span = None
    for one in whole:
        weight = _weight(one, page, sentences)
        if weight and (best is None or (weight, -one.span.start) > best):
            best, span = (weight, -one.span.start), one.span
    return span, bool(whole)


def _own(draft: Draft, page: Page) -> tuple[list[Word], frozenset[str]]:
    """Give the words of a statement without dates, and the keys of those that are no names."""
    times = [time.span for span in draft.spans for time in page.times_in(span)]
    words = [
        w
        for span in draft.spans
        for w in page.words_in(span)
        if not any(t.start <= w.start < t.end for t in times)
    ]
    named = {
        w.key
        for span in draft.spans
        for match in find_entities(page.text[span.start : span.end], page.language)
        for w in page.words_in(Span(span.start + match.start, span.start + match.end))
    }
    return words, frozenset(draft.keys) - named


def _weight(one: Phrase, page: Page, sentences: tuple[frozenset[str], ...]) -> float:
    """Give how much an article makes of a stretch: the sentences that have its words, more for more words."""
    if len(one.words) < _LEAST_WORDS or not sentences or not _is_whole(one, page):
        return 0.0
    stems = {stem(w.key) for w in one.words}
    times = sum(stems <= sentence for sentence in sentences)
    titled = stems <= sentences[0]
    if times < (_AGAIN if titled else _AGAIN_UNTITLED):
        return 0.0
    return (times + titled) * (1 + _EACH_FURTHER_WORD * (min(len(one.words), _MOST_WORDS) - 1))


def _is_whole(one: Phrase, page: Page) -> bool:
    """Tell whether a stretch is a name by itself: its noun is not one that could name any matter, nor a bare name."""
    generic = generic_nouns(page.language)
    small = small_words(page.language)
    inside = page.words_in(one.span)
    joint = next((n for n, word in enumerate(inside) if word.key in small), len(inside))
    head = inside[:joint]
    if len(inside) == 1 and inside[0].capital:
        return False
    if joint == len(inside):
        return not generic.any(head[:1]) and not generic.any(head[-1:])
    return not all(generic.any([word]) for word in head)


def _sentences(page: Page) -> tuple[frozenset[str], ...]:
    """Give the stems of the first sentence of an article and of each other one that is no heading."""
    first, rest = page.sentences[:1], page.sentences[1:]
    return _stemmed(page.text, (*first, *(one for one in rest if not in_heading(page.article, one.start))))


@lru_cache(maxsize=_AT_HAND)
def _stemmed(text: str, spans: tuple[Span, ...]) -> tuple[frozenset[str], ...]:
    words = words_of(text)
    found: list[frozenset[str]] = []
    n = 0
    for span in spans:
        inside: set[str] = set()
        while n < len(words) and words[n].start < span.end:
            if words[n].start >= span.start:
                inside.add(stem(words[n].key))
            n += 1
        found.append(frozenset(inside))
    return tuple(found)
