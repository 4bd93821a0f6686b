"""What words say of the matters in them: which a statement is on, what an article is about, what a whole answer answers."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from pourparlers.dossier.codebook import Codebook
from pourparlers.dossier.drafts import ASKING, ASSESSING, GIVING, Draft
from pourparlers.dossier.making import NO_PARTY
from pourparlers.dossier.page import Page
from pourparlers.dossier.themes import ASSESSMENT, OTHER, PROCESS, STRONG, Theme, family, themes_of
from pourparlers.model import Act

TALKS = "talks"
NEAR = 3  # sentences a pronoun may look back for its matter
FAR = 4 * NEAR  # sentences a whole answer may look back
_SECOND = 0.55  # a demand is also on a second matter from this share of the first one's weight
_HEAD = 3  # sentences that tell what an article is about: the title and those after it
_FEW_ON_IT = 3  # statements on the matter of an article
_SHARE = 3  # and one in so many of those with words of a matter
_MOVING = ASKING | GIVING | {Act.REJECT, Act.THREATEN, Act.ANNOUNCE}
_ON_MORE = ASKING | {Act.ACCUSE, Act.DENY}


def on_a_matter(draft: Draft) -> bool:
    """Tell whether a statement is on a matter that has a name."""
    return bool(draft.statement.issues) and draft.statement.issues != (OTHER,)


def spoken_of(drafts: Sequence[Draft]) -> frozenset[str]:
    """Give the matters that an article names: in what is said or in the sentences around it."""
    return frozenset(one.issue for d in drafts for one in (*d.themes, *d.around) if one.weight >= STRONG)


def main_matter(
    drafts: Sequence[Draft], page: Page, codebook: Codebook | None
) -> tuple[str, bool] | tuple[None, bool]:
    """Give the matter an article is about, and whether half of what is said is on it.

    Its head names it, and more of what is said is on it than on any other.
    """
    first = [d.themes[0].issue for d in drafts if d.themes and d.themes[0].weight >= STRONG]
    times = Counter(first)
    most = max(times.values(), default=0)
    head = themes_of(page, codebook).find(page.content_in(page.sentences[:_HEAD]))
    for theme in head:
        named = theme.weight >= STRONG and family(theme.id) != TALKS
        if named and times[theme.issue] == most >= _FEW_ON_IT and _SHARE * most >= len(first):
            return theme.issue, 2 * most >= len(first)
    return None, False


def last_of_side(draft: Draft, before: Sequence[Draft], reach: int) -> tuple[str, ...]:
    """Give the matter that a side of a statement last spoke of, at most so many sentences before it."""
    for earlier in reversed(before):
        if draft.sentence - earlier.sentence > reach:
            break
        sides = set(draft.statement.parties) & set(earlier.statement.parties) - NO_PARTY
        if on_a_matter(earlier) and sides and not earlier.shell:
            return earlier.statement.issues[:1]
    return ()


def answers(draft: Draft, before: Sequence[Draft]) -> list[Draft]:
    """Give what a whole answer answers: sayings of its kind by another side, before it in the article.

    The nearest run counts: from the last such saying back, as long as no more than a few sentences part them;
    an answer to demands, named as such, reaches further.
    """
    ours = set(draft.statement.parties)
    acts = _ANSWERED[draft.blanket or "any"]
    found: list[Draft] = []
    edge = draft.sentence
    reach = FAR if draft.blanket == "request" and not draft.partial else NEAR
    for earlier in reversed(before):
        theirs = set(earlier.statement.parties) - NO_PARTY
        if (
            earlier.shell
            or earlier.blanket
            or earlier.statement.nested
            or not theirs
            or theirs & ours
            or earlier.statement.act not in acts
        ):
            continue
        if not on_a_matter(earlier) or edge - earlier.sentence > (reach if found else FAR):
            if found:
                break
            continue
        found.append(earlier)
        edge = min(edge, earlier.sentence)
    return found[-1:] if draft.partial else found[::-1]


_ANSWERED: dict[str, frozenset[Act]] = {
    "request": ASKING,
    "offer": frozenset({Act.REQUEST, Act.OFFER}),
    "accuse": frozenset({Act.ACCUSE}),
    "threaten": frozenset({Act.THREATEN, Act.WARN}),
    "any": frozenset({Act.REQUEST, Act.OFFER, Act.ACCUSE, Act.THREATEN}),
}


def assessed(draft: Draft, strong: Sequence[Theme]) -> bool:
    """Tell whether an assessment is one of the talks themselves."""
    talks = [one for one in draft.themes if one.id.startswith("talks.")]
    others = [one for one in strong if not one.id.startswith("talks.")]
    if draft.talks_first or (talks and (not others or sum(one.weight for one in talks) > others[0].weight)):
        return True
    return draft.outlook and not others


def matters(draft: Draft, strong: Sequence[Theme]) -> tuple[str, ...]:
    """Give the matter of a statement; a demand may be on two, each with words of its own."""
    first = _first(draft, strong)
    if draft.statement.act not in _ON_MORE:
        return (matter(draft, first),)
    further = [
        one
        for one in [one for one in strong if one is not first][:1]
        if one.weight >= _SECOND * first.weight and not set(one.words) & set(first.words)
    ]
    return tuple(dict.fromkeys(matter(draft, one) for one in (first, *further)))


def matter(draft: Draft, theme: Theme) -> str:
    """Give the matter of a word; who wants, offers or refuses talks speaks of holding them, not of how they went."""
    if theme.id == ASSESSMENT and draft.statement.act in _MOVING:
        return PROCESS
    return theme.issue


def _first(draft: Draft, strong: Sequence[Theme]) -> Theme:
    """Give the matter a statement is about: talks named after a matter are when or why, not what."""
    first = strong[0]
    if family(first.id) != TALKS or draft.statement.act in ASSESSING:
        return first
    others = [one for one in strong if family(one.id) != TALKS and one.words and first.words]
    return next((one for one in others if one.words[0] < first.words[0]), first)


def off_talks(draft: Draft) -> bool:
    """Tell whether the words name a matter, and it is not the talks."""
    named = [family(one.id) for one in draft.themes if one.weight >= STRONG]
    return bool(named) and TALKS not in named
