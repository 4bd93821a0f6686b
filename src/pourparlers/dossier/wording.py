"""What the wording of a content tells: how it judges, what it answers, how firmly it is put, what it points to."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import takewhile

from pourparlers.dossier.drafts import ASKING, GIVING
from pourparlers.dossier.judgements import words_for
from pourparlers.dossier.themes import STRONG, Theme, family
from pourparlers.dossier.whole_words import grammar
from pourparlers.knowledge.phrases import phrases
from pourparlers.knowledge.words import Word
from pourparlers.model import Act, Span
from pourparlers.reading.polarity import loose, polarity

_SHORT = 2
_STEM = 6
_LONGEST_TERM = 80  # characters
_FIRM = frozenset({Act.REJECT, Act.THREATEN})
# Acts that may be done half; what is told, feared, charged or refused is not.
_PUT = GIVING | ASKING | frozenset({Act.ANNOUNCE, Act.THREATEN, Act.STATE})
_ANAPHORS = ("request", "offer", "accuse", "threaten", "any")


def stem(key: str) -> str:
    """Cut a folded word short, its plural or gender ending dropped: enough to find the same word again."""
    return (key.rstrip("sx").rstrip("e") or key)[:_STEM]


def blanket(words: Sequence[Word], own: Sequence[Word], language: str) -> tuple[str | None, bool]:
    """Tell whether a content is a whole answer ("these demands"): what it answers, and whether only some of it."""
    if len(own) > _SHORT + 2:
        return None, False
    for kind in _ANAPHORS:
        hits = [h for h in phrases(language, "anaphors", kind).find(own) if h.first == 0]
        rest = own[hits[0].last + 1 :] if hits else own
        if hits and all(polarity([w], language) or has(language, [w], "wording", "partial") for w in rest):
            return kind, loose(language, "wording", "partial").any(words)
    partial = loose(language, "wording", "partial").any(words)
    if partial and own and has(language, own[:1], "wording", "partial"):
        return blanket(words, own[1:], language)[0], True
    return None, False


def marks(words: Sequence[Word], act: Act, language: str) -> tuple[str, ...]:
    """Tell how a content is put: "red-line" where it names one or refuses for good, "hedged"."""
    marks = []
    firm = act in _FIRM and loose(language, "wording", "red_lines").any(words)
    if firm or words_for(language, "red_line_names").any(words):
        marks.append("red-line")
    relatives = grammar(language)["relatives"]
    main = list(takewhile(lambda word: word.key not in relatives, words))
    if act in _PUT and loose(language, "wording", "hedges").any(main):
        marks.append("hedged")
    return tuple(marks)


def points_back(words: Sequence[Word], language: str) -> bool:
    """Tell whether a content leans on what was just spoken of: a pronoun or a demonstrative in it."""
    return loose(language, "pointers").any(words)


def talks_first(content: Sequence[Word], found: Sequence[Theme], language: str) -> bool:
    """Tell whether a noun for the talks stands before the words of any other matter."""
    talks = [hit.first for hit in phrases(language, "wording", "talks").find(content)]
    others = [
        n for theme in found if theme.weight >= STRONG and family(theme.id) != "talks" for n in theme.words
    ]
    return bool(talks) and min(talks) < min(others, default=len(content))


def term(content: Sequence[Word], theme: Theme) -> Span:
    """Give the stretch of words that names a matter, short enough to be read as a term."""
    first = content[theme.words[0]]
    near = [content[n] for n in theme.words if content[n].end - first.start <= _LONGEST_TERM]
    return Span(first.start, max(w.end for w in (first, *near)))


def has(language: str, words: Sequence[Word], *path: str) -> bool:
    """Tell whether a word list has a phrase in the words (small words dropped)."""
    return phrases(language, *path).any(words)
