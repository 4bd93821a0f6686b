"""Words that answer another side: a refusal to give way, a denial of all blame, an account set against another one."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from pourparlers.dossier.drafts import REFUSING
from pourparlers.dossier.page import Page
from pourparlers.knowledge.entities import find
from pourparlers.knowledge.phrases import listed, phrases
from pourparlers.knowledge.words import Word
from pourparlers.model import Act, Attribution, Span

_BARE = 2  # content words of a denial that says nothing but what is denied
_LEAD = 3  # words before what takes something up ("For Rome, this is …")
_OPENING = 6  # words with which a content begins
_ADJECTIVES = frozenset({"demonym_adjective", "compound"})
_NOUNS = ("request", "offer", "accuse", "threaten")


def unbowed(words: Sequence[Word], language: str) -> bool:
    """Tell whether words refuse to give way, whatever others ask, decide or threaten."""
    return listed(language, "replies", "unbowed").any(words)


def denies_blame(own: Sequence[Word], act: Act, language: str) -> bool:
    """Tell whether a refusal says nothing but that one did not do it ("denied any involvement")."""
    return act in REFUSING and 0 < len(own) <= _BARE and listed(language, "replies", "blame").any(own)


def saying_named(words: Sequence[Word], language: str) -> str | None:
    """Tell which kind of saying words begin with ("the demands of …", "all the charges that …"), if they do.

    Args:
        words: the words that carry meaning.
        language: their language.
    """
    for kind in _NOUNS:
        if any(hit.first <= 1 for hit in phrases(language, "anaphors", kind).find(words)):
            return kind
    return None


def contrasts(page: Page, attribution: Attribution) -> bool:
    """Tell whether an attribution is set against what was said before it ("…, while Paris says that …")."""
    first = min(
        span.start
        for span in (attribution.source, attribution.cue, attribution.content[0])
        if span is not None
    )
    sentence = page.sentence(page.sentence_at(first))
    start = attribution.content[0].start
    before = page.words_in(Span(sentence.start, max(start, first)))
    said = [one for one in attribution.content if one.start < start]
    free = [word for word in before if not any(one.start <= word.start < one.end for one in said)]
    return listed(page.language, "replies", "contrasting").any(free)


def takes_up(page: Page, spans: Sequence[Span]) -> bool:
    """Tell whether words, or their sentence, begin by taking up what was just said ("This decision …", "Il s'agit …")."""
    sentence = page.sentence(page.sentence_at(spans[0].start))
    for stretch in (spans[0], sentence):
        words = page.words_in(stretch)[:_OPENING]
        hits = listed(page.language, "replies", "taking_up").find(words)
        dated = bool(words) and bool(page.times_in(Span(words[0].start, words[-1].end)))
        if not dated and any(hit.first <= _LEAD for hit in hits):
            return True
    return False


def owners(page: Page, spans: Sequence[Span], sides: Collection[str]) -> frozenset[str]:
    """Give the other countries whose adjective stands in some words: what is Turkish is Turkey's."""
    texts = [page.text[span.start : span.end] for span in spans]
    matches = [one for text in texts for one in find(text, page.language)]
    found = {one.entity.party for one in matches if one.form in _ADJECTIVES}
    return frozenset(found - set(sides))
