"""What a side says again in the same words: in a headline and the text under it, or in two articles of one agency."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from pourparlers.dossier.drafts import PLAIN, Draft
from pourparlers.dossier.likeness import on_one_side, overlap
from pourparlers.dossier.making import NO_PARTY
from pourparlers.dossier.themes import STRONG
from pourparlers.model import Act

_RUN = 3  # content words in a row that two statements share
_RUN_NEAR = 2  # the same within an article
_SHARE = 0.5  # of the fewer content words, where both do the same or one tells plainly
_SHARE_APART = 0.66  # the same where they do not
_LATEST = 8  # earlier statements with the same words that are looked at
_NO = frozenset({Act.REJECT, Act.DENY})
_YES = frozenset({Act.AGREE, Act.SUPPORT, Act.COMMIT, Act.OFFER})
_CROSSED = (
    (_NO, _YES),
    (frozenset({Act.ASSESS_POSITIVE}), frozenset({Act.ASSESS_NEGATIVE, Act.ACCUSE})),
)

_Gram = tuple[tuple[str, ...], tuple[str, ...]]


class Sayings:
    """The statements so far, to be found again by any few of their words in a row."""

    def __init__(self) -> None:
        self._by_gram: dict[_Gram, list[Draft]] = {}

    def copy(self) -> Sayings:
        """Give another one that goes on from here."""
        other = Sayings()
        other._by_gram = {gram: list(drafts) for gram, drafts in self._by_gram.items()}
        return other

    def add(self, draft: Draft) -> None:
        """Take a statement in."""
        for gram in _grams(draft):
            self._by_gram.setdefault(gram, []).append(draft)

    def earlier(self, draft: Draft) -> Draft | None:
        """Give the statement, the latest first, that this one says again."""
        for gram in _grams(draft):
            for other in reversed(self._by_gram.get(gram, ())[-_LATEST:]):
                if says_again(draft, other):
                    return other
        return None


def said_here(drafts: Sequence[Draft]) -> dict[str, Draft]:
    """Give for each statement of an article whose words name no matter the like with the matter of its repetition.

    A headline or a scrap of a quotation is about what the whole sentence further down names.
    """
    found: dict[str, Draft] = {}
    sayings = Sayings()
    for draft in drafts:
        if _names(draft):
            sayings.add(draft)
    for draft in drafts:
        fuller = None if _names(draft) else sayings.earlier(draft)
        if fuller is not None:
            found[draft.id] = replace(draft, themes=fuller.themes)
    return found


def _names(draft: Draft) -> bool:
    return any(theme.weight >= STRONG for theme in draft.themes)


def says_again(one: Draft, two: Draft) -> bool:
    """Tell whether two statements of the same sides say one thing in the same words, a run of them and most of one's.

    One that says yes and one that says no do not. A few words are not enough where only one is bound to a condition.
    """
    if one.blanket or two.blanket or one.shell or two.shell or sides(one) != sides(two):
        return False
    first, second = one.statement.act, two.statement.act
    if any({first, second} & some and {first, second} & others for some, others in _CROSSED):
        return False
    near = one.statement.article == two.statement.article
    alike = first is second or on_one_side(one, two) or {first, second} <= PLAIN
    shared = overlap(one.stems, two.stems)
    if shared < (_SHARE if alike else _SHARE_APART) or len(one.stems & two.stems) < _RUN_NEAR:
        return False
    bound = (one.statement.condition is None) != (two.statement.condition is None)
    few = near and not bound and shared >= _SHARE_APART
    return longest_run(one.keys, two.keys) >= (_RUN_NEAR if few else _RUN)


def sides(draft: Draft) -> tuple[str, ...]:
    """Give the sides that a statement is of."""
    return tuple(sorted(p for p in draft.statement.parties if p not in NO_PARTY))


def _grams(draft: Draft) -> Iterator[_Gram]:
    """Give the words of a statement in rows of two, with its sides."""
    ours = sides(draft)
    if ours:
        for pair in zip(draft.keys, draft.keys[1:], strict=False):
            yield ours, pair


def longest_run(one: Sequence[str], two: Sequence[str]) -> int:
    """Give the length of the longest run of words that stands in both."""
    longest, row = 0, [0] * (len(two) + 1)
    for word in one:
        row = [0, *(row[n] + 1 if word == other else 0 for n, other in enumerate(two))]
        longest = max(longest, *row)
    return longest
