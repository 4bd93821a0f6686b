"""The matters a text speaks of: what negotiations are often about, and what the user's codebook names."""

from __future__ import annotations

from collections.abc import Mapping, Sequence, Set
from functools import lru_cache
from typing import Any, NamedTuple

from pourparlers.dossier.codebook import Codebook
from pourparlers.dossier.page import Page
from pourparlers.knowledge.lexicon import FALLBACK, LANGUAGES, data, lexicon
from pourparlers.knowledge.phrases import Found, Phrases
from pourparlers.knowledge.words import Word
from pourparlers.model import Span

STRONG = 1.0
HINT = 0.35
_EACH_FURTHER_WORD = 0.6
_FIRST = 1.5
ASSESSMENT = "talks.assessment"
PROCESS = "talks.process"
OTHER = "other"
"""What is said on no matter that has a name: never compared, shown last."""


_NOTHING = "none"  # phrases whose words point to no matter, whatever they do elsewhere


class Theme(NamedTuple):
    """A matter found in a run of words: how strongly, the words (indices) that point to it, the issue it stands under."""

    id: str
    weight: float
    words: tuple[int, ...]
    issue: str


class _Entry(NamedTuple):
    theme: str
    base: float
    issue: str
    who: bool = False


class Themes:
    """The matters of one language, made ready for searching; without the parts of quarrels other than those given."""

    def __init__(self, language: str, codebook: Codebook | None, quarrels: frozenset[str]) -> None:
        known = tuple(_generic(language, set(_whole_of().values()) - quarrels))
        self._generic: Phrases[_Entry] = Phrases(known, language)
        own = (
            [
                (word, _Entry(one.id, STRONG, one.id))
                for one in codebook.issues
                for word in one.words_in(language)
            ]
            if codebook
            else []
        )
        self._own: Phrases[_Entry] = Phrases(own, language)

    def find(self, words: Sequence[Word], aside: frozenset[int] = frozenset()) -> list[Theme]:
        """Give the matters in the words (small words dropped before), the strongest first.

        The user's codebook comes before what is known in general: a word it uses points to nothing else. Words at the
        places `aside` only tell when or on which occasion: they hint at a matter at most.
        """
        own = _longest(self._own.find(words))
        taken = {n for one in own for n in range(one.first, one.last + 1)}
        rest = [one for one in self._generic.find(words) if not taken & set(range(one.first, one.last + 1))]
        told = own + [one for one in _longest(rest) if one.value.theme != _NOTHING]
        if aside:
            told = [
                one._replace(value=one.value._replace(base=HINT)) if words[one.first].start in aside else one
                for one in told
                if one.value.base >= STRONG or words[one.first].start not in aside
            ]
        return _weigh(told)


@lru_cache(maxsize=64)
def themes(language: str, codebook: Codebook | None = None, quarrels: frozenset[str] = frozenset()) -> Themes:
    """Make the matters of a language ready (cached)."""
    return Themes(language, codebook, quarrels)


def themes_of(page: Page, codebook: Codebook | None) -> Themes:
    """Give the matters that may be found in an article: parts of a quarrel only where it names the whole quarrel."""
    words = page.content_in([Span(0, len(page.text))])
    found = _wholes(page.language).find(words)
    return themes(page.language, codebook, frozenset(one.value for one in found))


@lru_cache(maxsize=32)
def _wholes(language: str) -> Phrases[str]:
    """Make the words of whole quarrels ready; each stands for the family of its parts."""
    known = lexicon(language, "issues") or lexicon(FALLBACK, "issues")
    entries = [
        (word, str(part))
        for whole, part in _whole_of().items()
        for word in known.get(whole, {}).get("words", ())
    ]
    return Phrases(entries, language)


@lru_cache(maxsize=1)
def generic_labels() -> dict[str, dict[str, str]]:
    """Give the labels of the matters known in general, by id and language."""
    labels: dict[str, dict[str, str]] = {}
    for language in LANGUAGES:
        for name, entry in lexicon(language, "issues").items():
            if entry.get("label"):
                labels.setdefault(name, {})[language] = entry["label"]
    return labels


def family(issue: str) -> str:
    """Give the family of a matter known in general ("military.bases" is of "military"), else the id itself."""
    return issue.partition(".")[0]


@lru_cache(maxsize=1)
def _one_with() -> Mapping[str, Any]:
    known: Mapping[str, Any] = data("issues")["one_with"]
    return known


@lru_cache(maxsize=1)
def _whole_of() -> Mapping[str, Any]:
    known: Mapping[str, Any] = data("issues")["whole_of"]
    return known


def _generic(language: str, without: Set[str]) -> list[tuple[str, _Entry]]:
    entries = []
    for name, entry in (lexicon(language, "issues") or lexicon(FALLBACK, "issues")).items():
        if family(name) in without:
            continue
        issue = str(_one_with().get(name, name))
        entries += [(word, _Entry(name, STRONG, issue)) for word in entry.get("words", ())]
        entries += [(word, _Entry(name, STRONG, issue, who=True)) for word in entry.get("who", ())]
        entries += [(word, _Entry(name, HINT, issue)) for word in entry.get("hints", ())]
    return entries


def _longest(found: list[Found[_Entry]]) -> list[Found[_Entry]]:
    """Keep what no longer phrase covers; of phrases as long over the same words, all."""
    best: dict[int, int] = {}
    for one in found:
        for n in range(one.first, one.last + 1):
            best[n] = max(best.get(n, 0), one.length)
    return [one for one in found if all(best[n] <= one.length for n in range(one.first, one.last + 1))]


def _weigh(found: list[Found[_Entry]]) -> list[Theme]:
    """Weigh the matters; a word for who somebody is, or for a whole quarrel, only hints where others tell what is done."""
    told = any(one.value.base >= STRONG and not one.value.who for one in found)
    parts = {family(one.value.theme) for one in found if one.value.base >= STRONG}
    found = [
        one._replace(value=one.value._replace(base=HINT))
        if (told and one.value.who) or _whole_of().get(one.value.theme) in parts
        else one
        for one in found
    ]
    strong = [one for one in found if one.value.base >= STRONG]
    head = min((one.first for one in strong), default=-1)
    weights: dict[str, float] = {}
    where: dict[str, set[int]] = {}
    under = {one.value.theme: one.value.issue for one in found}
    seen: set[tuple[str, int]] = set()
    for one in sorted(found, key=lambda f: (f.first, f.value.theme)):
        if (one.value.theme, one.first) in seen:
            continue
        seen.add((one.value.theme, one.first))
        weight = one.value.base * (1 + _EACH_FURTHER_WORD * (one.length - 1))
        if one.value.base >= STRONG and one.first == head:
            weight *= _FIRST
        weights[one.value.theme] = weights.get(one.value.theme, 0.0) + weight
        where.setdefault(one.value.theme, set()).update(range(one.first, one.last + 1))
    return sorted(
        (Theme(name, weight, tuple(sorted(where[name])), under[name]) for name, weight in weights.items()),
        key=lambda theme: (-theme.weight, theme.words[0], theme.id),
    )
