"""What only one of the reports tells: decisions, demands and charges that no other one has in any words."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from pourparlers.dossier.accounts import WEIGHTY, is_whole
from pourparlers.dossier.drafts import Draft
from pourparlers.dossier.likeness import likeness, may_be_like, nearness, overlap
from pourparlers.dossier.making import NO_PARTY
from pourparlers.dossier.reports import Report, divergence, places
from pourparlers.model import Act, Divergence, Reason

_MOST = 4  # of one report, the weightiest
_LONGEST = 4  # words that carry meaning, for what is told by one alone
_IN_OTHER_WORDS = 0.5  # cosine of what one side says in both
_SOME_WORDS = 0.34  # share of the shorter one's words, the same
_TOLD = 0.5  # share of a statement's words that stand close together in another report
_DECISIONS = frozenset(
    {Act.ANNOUNCE, Act.COMMIT, Act.AGREE, Act.REJECT, Act.THREATEN, Act.OFFER, Act.CONCEDE}
)
_SURE, _LIKELY = 0.6, 0.5


def left_alone(
    report: Report, others: Sequence[Report], compared: Sequence[Sequence[Divergence]]
) -> tuple[Divergence, ...]:
    """Statements that no report around this one has, those of one utterance together, the weightiest few.

    Words that another divergence rests on already are left out. Decisions come first, and those of whom the others do
    not even name.
    """
    told = {place for found in compared for one in found for place in (*one.a, *one.b)}
    mine = [
        draft
        for draft in report.drafts
        if _can_stand(draft)
        and draft.statement.act in WEIGHTY | _DECISIONS
        and not set(places([draft])) & told
    ]
    rest = [draft for other in others for draft in other.drafts]
    named = {actor for other in others for actor in other.named}
    left: defaultdict[str, list[Draft]] = defaultdict(list)
    for draft, near in zip(mine, may_be_like(mine, rest), strict=True):
        if any(_is_told(draft, rest[n]) for n in near) or _in_other_words(draft, rest):
            continue
        words = report.words(draft)
        if not any(len(words & passage) >= _TOLD * len(words) for o in others for passage in o.passages):
            left[draft.statement.attribution].append(draft)
    found = [_told_alone(group, new=not named & set(group[0].statement.speakers)) for group in left.values()]
    return tuple(sorted(found, key=lambda one: (-one.reason.confidence, one.a))[:_MOST])


def _can_stand(draft: Draft) -> bool:
    return (
        not draft.nested_in
        and not draft.shell
        and not draft.unsaid
        and not draft.blanket
        and is_whole(draft)
        and len(draft.keys) >= _LONGEST
        and bool(draft.statement.speakers)
        and not set(draft.statement.parties) <= NO_PARTY
    )


def _is_told(one: Draft, two: Draft) -> bool:
    """Tell whether another report has a statement, whatever act it makes of it."""
    if likeness(one, two):
        return True
    ours = set(one.statement.parties) & set(two.statement.parties)
    return bool(ours) and len(one.stems & two.stems) > 1 and overlap(one.stems, two.stems) >= _SOME_WORDS


def _in_other_words(one: Draft, rest: Sequence[Draft]) -> bool:
    mine = set(one.statement.parties)
    return any(mine & set(two.statement.parties) and nearness(one, two) >= _IN_OTHER_WORDS for two in rest)


def _told_alone(group: Sequence[Draft], *, new: bool) -> Divergence:
    issues = {issue for draft in group for issue in draft.statement.issues[:1]}
    issue = min(issues) if len(issues) == 1 else None
    decides = any(draft.statement.act in _DECISIONS for draft in group)
    reason = Reason(_SURE if new or decides else _LIKELY, ("rule:alone",))
    return divergence("alone", places(group), (), issue, group[0].statement.speakers, reason)
