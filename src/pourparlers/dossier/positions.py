"""Statements to positions: what a side holds on an issue, with everything that proves it.

Statements of one side on one issue that do the same and say the same become one position, in the dossier's order:
each joins the likest position so far or founds one, so an article added at the end leaves earlier positions where
they are. What says the same is told by nested or continued words, shared content words (overlap coefficient) and
the sentence embeddings of the reading, together.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import blake2b

import numpy as np

from pourparlers.dossier.drafts import ASSESSING, GIVING, REFUSING, Draft
from pourparlers.dossier.making import NO_PARTY
from pourparlers.dossier.themes import STRONG
from pourparlers.model import Act, Article, Evidence, Position, Reason

_SAME_WORDS = 0.5  # overlap of content words from which two statements of one kind say the same
_SAME_CLOSE = 0.34  # the same for statements of one speaker a sentence apart
_SAME_VECTOR = 0.75
_ACROSS_ACTS = 0.75
_MOSTLY = 0.5  # of the characters
_NEXT = 2  # sentences
_LEAST_SAID = 2  # content words of a stand that names no matter
_MANY = 64  # positions of one block that a statement is compared with, the latest first
_QUOTE_LEAST, _QUOTE_MOST = 18, 220
_SIDES = (GIVING, REFUSING, ASSESSING, frozenset({Act.THREATEN, Act.WARN}), frozenset({Act.ACCUSE}))
_PLAIN = frozenset({Act.STATE, Act.ANNOUNCE})


@dataclass
class _Group:
    """A position while it gathers statements."""

    parties: tuple[str, ...]
    issue: str
    drafts: list[Draft] = field(default_factory=list)
    why: set[str] = field(default_factory=set)


def positions(
    drafts: Sequence[Draft], articles: Mapping[str, Article]
) -> tuple[tuple[Position, ...], dict[str, tuple[Draft, ...]]]:
    """Merge statements into positions.

    Args:
        drafts: the statements with their issues, in the dossier's order.
        articles: the articles by id.

    Returns:
        the positions, sorted by party, issue and first statement, and the drafts behind each by position id.
    """
    blocks: dict[tuple[tuple[str, ...], str], list[_Group]] = {}
    placed: dict[str, list[_Group]] = {}
    groups: list[_Group] = []
    for draft in drafts:
        if not held(draft):
            continue
        parties = tuple(p for p in draft.statement.parties if p not in NO_PARTY)
        for n, issue in enumerate(_held_issues(draft)):
            block = blocks.setdefault((tuple(sorted(parties)), issue), [])
            group, why = _join(draft, block, placed)
            if group is None:
                group, why = _Group(parties, issue), ""
                block.append(group)
                groups.append(group)
            group.drafts.append(draft)
            if why:
                group.why.add(why)
            if n == 0:
                placed.setdefault(draft.id.partition(".")[0], []).append(group)
    made = [(_position(group, articles), tuple(group.drafts)) for group in groups]
    made.sort(key=lambda one: (one[0].party, one[0].issue, one[1][0].order, one[0].id))
    return tuple(one for one, _ in made), {one.id: behind for one, behind in made}


def held(draft: Draft) -> bool:
    """Tell whether a statement takes a stand for a side: by act, by speaker, and on an issue."""
    statement = draft.statement
    real = any(party not in NO_PARTY for party in statement.parties)
    if not real or draft.shell or not statement.issues:
        return False
    by_words = any(theme.weight >= STRONG for theme in draft.themes)
    if statement.act in _PLAIN:
        return by_words
    said = by_words or draft.blanket is not None or statement.act in ASSESSING
    return said or len(draft.keys) >= _LEAST_SAID


def _held_issues(draft: Draft) -> tuple[str, ...]:
    """Give the issues a statement makes a position on; a whole answer makes one, however many it reaches."""
    return draft.statement.issues[:1] if draft.blanket else draft.statement.issues


def _join(
    draft: Draft, block: Sequence[_Group], placed: Mapping[str, list[_Group]]
) -> tuple[_Group | None, str]:
    recent = block[-_MANY:]
    for group in reversed(recent):
        for other in reversed(group.drafts[-8:]):
            if _overlaps(draft, other):
                return group, "rule:same-words"
    linked = [f"{draft.statement.article}:{id}" for id in (draft.continues, draft.nested_in) if id]
    for id in linked:
        for group in placed.get(id, ()):
            if group in recent and _one_kind(draft, group.drafts[-1]) and not _other_condition(draft, group):
                return group, "rule:continues"
    if draft.blanket:
        return None, ""
    best: tuple[float, _Group] | None = None
    for group in recent:
        score = max(likeness(draft, other) for other in (group.drafts[0], group.drafts[-1]))
        if score > 0 and (best is None or score > best[0]) and not _other_condition(draft, group):
            best = (score, group)
    return (best[1], "rule:same-matter") if best else (None, "")


def _overlaps(one: Draft, two: Draft) -> bool:
    """Tell whether two statements stand on the same characters of one article, most of the shorter one."""
    if one.statement.article != two.statement.article or one.order == two.order:
        return False
    first, second = one.place, two.place
    shared = min(first.end, second.end) - max(first.start, second.start)
    lengths = (first.end - first.start, second.end - second.start)
    return shared > _MOSTLY * (min(lengths) if _one_kind(one, two) else max(lengths))


def likeness(one: Draft, two: Draft) -> float:
    """Give how surely two statements say the same, 0 for different ones."""
    if two.blanket:
        return 0.0
    words = _overlap(one.stems, two.stems)
    cosine = _cosine(one, two)
    close = (
        one.statement.article == two.statement.article
        and one.sentence - two.sentence <= _NEXT
        and set(one.statement.parties) == set(two.statement.parties)
    )
    if one.statement.act is not two.statement.act:
        same = words >= _ACROSS_ACTS and _least(one, two) >= 2 and on_one_side(one, two)
        return words if same else 0.0
    if one.statement.act in ASSESSING:
        same = words >= _SAME_WORDS or (close and words >= _SAME_CLOSE) or cosine >= _SAME_VECTOR
        return max(words, cosine) if same else 0.0
    shared = _shared_theme(one, two)
    if _apart(one, two):
        words = 0.0
    need = _SAME_CLOSE if close or shared else _SAME_WORDS
    if words >= need or cosine >= _SAME_VECTOR:
        return max(words, cosine)
    return 0.0


def _apart(one: Draft, two: Draft) -> bool:
    """Tell whether two sentences of one article have nothing in common but their matter."""
    if one.statement.article != two.statement.article or one.sentence == two.sentence:
        return False
    matters = {theme.id for theme in (*one.themes, *two.themes)}
    return _least(one, two) > 1 and one.stems & two.stems <= matters


def _shared_theme(one: Draft, two: Draft) -> bool:
    """Tell whether both speak of one matter before all others: then other words for it do not part them."""
    first = [t.id for t in one.themes if t.weight >= STRONG][:1]
    return bool(first) and first == [t.id for t in two.themes if t.weight >= STRONG][:1]


def _one_kind(one: Draft, two: Draft) -> bool:
    return one.statement.act is two.statement.act


def on_one_side(one: Draft, two: Draft) -> bool:
    """Tell whether the acts of two statements go the same way."""
    return any({one.statement.act, two.statement.act} <= side for side in _SIDES)


def _other_condition(draft: Draft, group: _Group) -> bool:
    """Tell whether one is bound to a condition and the other is not."""
    return (draft.statement.condition is None) != all(d.statement.condition is None for d in group.drafts)


def _least(one: Draft, two: Draft) -> int:
    return min(len(one.stems), len(two.stems))


def _overlap(one: frozenset[str], two: frozenset[str]) -> float:
    least = min(len(one), len(two))
    return len(one & two) / least if least else 0.0


def _cosine(one: Draft, two: Draft) -> float:
    if one.vector is None or two.vector is None:
        return 0.0
    return float(np.dot(one.vector, two.vector))


def _position(group: _Group, articles: Mapping[str, Article]) -> Position:
    founder = group.drafts[0]
    act = _act(group)
    dates = sorted(d.statement.said_on for d in group.drafts if d.statement.said_on)
    outlets = dict.fromkeys(
        outlet for d in group.drafts if (outlet := _outlet(articles[d.statement.article]))
    )
    evidence = dict.fromkeys(one for d in group.drafts for one in d.statement.content)
    condition = next((d.statement.condition for d in group.drafts if d.statement.condition), None)
    return Position(
        id=_id(group, founder),
        party=group.parties[0],
        issue=group.issue,
        act=act,
        statements=tuple(d.id for d in group.drafts),
        evidence=tuple(evidence),
        quote=_quote(group, articles),
        condition=condition,
        first_said=dates[0] if dates else None,
        last_said=dates[-1] if dates else None,
        outlets=tuple(outlets),
        reason=_reason(group, len(outlets)),
        parties=group.parties,
        issues_also=tuple(
            dict.fromkeys(i for d in group.drafts for i in d.statement.issues if i != group.issue)
        ),
        marks=_marks(group, condition is not None),
    )


def _id(group: _Group, founder: Draft) -> str:
    place = f"{'+'.join(group.parties)}|{group.issue}|{founder.statement.article}|{founder.place.start}-{founder.place.end}"
    return "p-" + blake2b(place.encode(), digest_size=5).hexdigest()


def _act(group: _Group) -> Act:
    """Give the act most of the statements do, surest first where they are even."""
    votes: dict[Act, float] = {}
    for draft in group.drafts:
        votes[draft.statement.act] = votes.get(draft.statement.act, 0.0) + draft.statement.reason.confidence
    order = list(Act)
    return max(votes, key=lambda act: (votes[act], -order.index(act)))


def _quote(group: _Group, articles: Mapping[str, Article]) -> Evidence:
    """Choose the shortest telling words: quoted before reported, a clause before a word."""

    def rank(one: tuple[Draft, Evidence]) -> tuple[bool, bool, int, tuple[str, str, int, int], int]:
        draft, evidence = one
        length = evidence.end - evidence.start
        return (
            not _QUOTE_LEAST <= length <= _QUOTE_MOST,
            not draft.quoted,
            length,
            draft.order,
            evidence.start,
        )

    candidates = [(d, _hull(d, articles)) for d in group.drafts]
    return min(candidates, key=rank)[1]


def _hull(draft: Draft, articles: Mapping[str, Article]) -> Evidence:
    """Give the content in one piece, with cue and source when it is a word or two."""
    content = draft.place
    if content.end - content.start >= _QUOTE_LEAST:
        return content
    around = [one for one in (draft.statement.cue, draft.statement.source) if one is not None]
    start = min(content.start, *(one.start for one in around)) if around else content.start
    end = max(content.end, *(one.end for one in around)) if around else content.end
    text = articles[content.article].text
    return Evidence(content.article, start, end) if "\n\n" not in text[start:end] else content


def _outlet(article: Article) -> str | None:
    return article.outlet or article.name or None


def _marks(group: _Group, conditional: bool) -> tuple[str, ...]:
    marks = {mark for d in group.drafts for mark in d.marks}
    if all(d.statement.said_by for d in group.drafts):
        marks.add("by-anothers-word")
    if any(d.blanket for d in group.drafts):
        marks.add("blanket")
    if any(d.partial for d in group.drafts):
        marks.add("partial")
    if conditional:
        marks.add("conditional")
    if len(group.parties) > 1:
        marks.add("joint")
    return tuple(sorted(marks))


def _reason(group: _Group, outlets: int) -> Reason:
    """Give how sure the position is: its surest statement, more with every independent outlet."""
    doubt = 1.0
    for confidence in _best_per_article(group):
        doubt *= 1.0 - min(confidence, 0.99)
    why = [f"statements:{len(group.drafts)}", f"outlets:{outlets}", *sorted(group.why)]
    why += [one for one in group.drafts[0].statement.reason.why if one.startswith("issue:")]
    return Reason(round(1.0 - doubt, 4), tuple(why))


def _best_per_article(group: _Group) -> list[float]:
    best: dict[str, float] = {}
    for draft in group.drafts:
        article = draft.statement.article
        best[article] = max(best.get(article, 0.0), draft.statement.reason.confidence)
    return [best[article] for article in sorted(best)]
