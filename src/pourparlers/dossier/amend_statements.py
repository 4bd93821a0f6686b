"""People's changes to statements and issues, laid over them before positions are made."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from pourparlers.dossier.amend_actors import Cast
from pourparlers.dossier.amendments import (
    ActorRef,
    Amendments,
    IssueRef,
    MergeIssues,
    RenameIssue,
    SetStatement,
    marked,
)
from pourparlers.dossier.drafts import Draft
from pourparlers.dossier.merging import slug
from pourparlers.dossier.themes import STRONG, Theme
from pourparlers.knowledge.words import fold
from pourparlers.model import Evidence, Issue, Statement

_SAME = 0.5
_WITHIN = 0.8


def amend_statements(
    issues: Sequence[Issue], drafts: Sequence[Draft], cast: Cast, amendments: Amendments
) -> tuple[tuple[Issue, ...], list[Draft]]:
    """Lay changes over statements and issues: first those of statements, then those of issues.

    Args:
        issues: the issues that came up.
        drafts: the statements with their issues.
        cast: the actors, changes already laid over them.
        amendments: what people changed.

    Returns:
        the issues that statements are on, by id, and the drafts in the same order.
    """
    if not (amendments.statements or amendments.issues):
        return tuple(issues), list(drafts)
    book = _Book(issues, drafts)
    for change in amendments.statements:
        for at in book.find(change):
            book.drafts[at] = _set(book, book.drafts[at], change, cast)
    for one in amendments.issues:
        match one:
            case RenameIssue():
                book.rename(one)
            case MergeIssues():
                book.merge(one)
    return book.used(), book.drafts


class _Book:
    """The statements by article, and the issues by id."""

    def __init__(self, issues: Sequence[Issue], drafts: Sequence[Draft]) -> None:
        self.drafts = list(drafts)
        self.issues = {issue.id: issue for issue in issues}
        self._by_article: dict[str, list[int]] = defaultdict(list)
        for at, draft in enumerate(self.drafts):
            self._by_article[draft.statement.article].append(at)

    def find(self, change: SetStatement) -> list[int]:
        """Give the statement whose content is most like that of a change, else all that lie within it."""
        near = [
            (at, self.drafts[at].statement)
            for article in {place.article for place in change.content}
            for at in self._by_article[article]
        ]
        scored = [(alike(one.content, change.content), _same_cue(one, change), -at) for at, one in near]
        best = max(scored, default=(0.0, False, 0))
        if best[0] >= _SAME:
            return [-best[2]]
        return [at for at, one in near if covered(one.content, change.content) >= _WITHIN]

    def issue(self, ref: IssueRef, *, is_wanted: bool = False) -> str | None:
        """Give the id of the issue that is meant; with `is_wanted`, one that is not there is made."""
        known = self.issues.get(ref.id)
        if known is not None and (not ref.labels or _share(known.labels, ref.labels)):
            return known.id
        named = [one.id for one in self.issues.values() if _share(one.labels, ref.labels)]
        if len(named) == 1:
            return named[0]
        votes = Counter(
            issue for place in ref.words for draft in self._at(place) for issue in draft.statement.issues
        )
        if votes:
            return min(votes, key=lambda id: (-votes[id], id))
        if known is not None or not is_wanted:
            return known.id if known else None
        label = next(iter(ref.labels.values()), ref.id)
        id = ref.id if ref.id and ref.id not in self.issues else f"own.{slug(label)}"
        labels = {tongue: ref.labels.get(tongue, label) for tongue in ("en", "fr", *ref.labels)}
        self.issues[id] = Issue(id, dict(sorted(labels.items())))
        return id

    def rename(self, change: RenameIssue) -> None:
        """Give an issue other labels."""
        id = self.issue(change.issue)
        if id is not None:
            self.issues[id] = replace(
                self.issues[id], labels=dict(sorted({**self.issues[id].labels, **change.labels}.items()))
            )

    def merge(self, change: MergeIssues) -> None:
        """Put the statements of some issues on another one."""
        id = self.issue(change.issue)
        others = {found for ref in change.others if (found := self.issue(ref)) and found != id}
        if id is None or not others:
            return
        terms = (term for name in (id, *sorted(others)) for term in self.issues[name].terms)
        self.issues[id] = replace(self.issues[id], terms=tuple(dict.fromkeys(terms)))
        for name, one in self.issues.items():
            if one.parent in others and name != id:
                self.issues[name] = replace(one, parent=id)
        for at, draft in enumerate(self.drafts):
            if others & set(draft.statement.issues):
                kept = tuple(dict.fromkeys(id if one in others else one for one in draft.statement.issues))
                reason = marked(draft.statement.reason, change.number)
                reason = replace(reason, confidence=draft.statement.reason.confidence)
                self.drafts[at] = replace(
                    draft, statement=replace(draft.statement, issues=kept, reason=reason)
                )

    def used(self) -> tuple[Issue, ...]:
        """Give the issues that statements are on, and those above them."""
        wanted: set[str] = set()
        for name in {issue for draft in self.drafts for issue in draft.statement.issues}:
            above: str | None = name
            while above in self.issues and above not in wanted:
                wanted.add(above)
                above = self.issues[above].parent
        return tuple(self.issues[name] for name in sorted(wanted))

    def _at(self, place: Evidence) -> Iterator[Draft]:
        for at in self._by_article[place.article]:
            if alike(self.drafts[at].statement.content, (place,)) >= _SAME:
                yield self.drafts[at]


def _set(book: _Book, draft: Draft, change: SetStatement, cast: Cast) -> Draft:
    one = draft.statement
    parties_of = {actor.id: actor.party for actor in cast.actors.values()}
    speakers = _who(change.speakers, cast)
    if speakers is not None:
        one = replace(one, speakers=speakers, parties=_parties(speakers, parties_of), said_by=None)
    if change.parties is not None:
        one = replace(one, parties=change.parties)
    targets = _who(change.targets, cast)
    if targets is not None:
        one = replace(one, targets=targets)
    if change.act is not None:
        one = replace(one, act=change.act)
    if change.condition is not None:
        one = replace(one, condition=change.condition[0] if change.condition else None)
    issues = list(one.issues)
    if change.issues is not None:
        issues = [id for ref in change.issues if (id := book.issue(ref, is_wanted=True))]
    issues += [id for ref in change.added if (id := book.issue(ref, is_wanted=True))]
    gone = {book.issue(ref) for ref in change.removed}
    kept = tuple(dict.fromkeys(id for id in issues if id not in gone))
    told = tuple(
        Theme(id, STRONG, (), id) for id in kept if id not in one.issues or change.issues is not None
    )
    return replace(
        draft,
        statement=replace(one, issues=kept, reason=marked(one.reason, change.number)),
        target_parties=_parties(one.targets, parties_of),
        themes=(*told, *(theme for theme in draft.themes if theme.id not in {t.id for t in told})),
    )


def _who(refs: Sequence[ActorRef] | None, cast: Cast) -> tuple[str, ...] | None:
    """Give the actors that are meant; None when there is nothing to change, or nobody is found."""
    found = tuple(dict.fromkeys(id for ref in refs or () if (id := cast.find(ref))))
    return None if refs is None or (refs and not found) else found


def alike(a: Iterable[Evidence], b: Iterable[Evidence]) -> float:
    """Give the share of characters common to two sets of words in all of theirs (Jaccard)."""
    common, mine, theirs = _common(a, b)
    return common / (mine + theirs - common) if mine + theirs > common else 0.0


def covered(a: Iterable[Evidence], b: Iterable[Evidence]) -> float:
    """Give the share of the first words that the second contain."""
    common, mine, _ = _common(a, b)
    return common / mine if mine else 0.0


def _common(a: Iterable[Evidence], b: Iterable[Evidence]) -> tuple[int, int, int]:
    mine, theirs = tuple(a), tuple(b)
    common = sum(
        max(0, min(x.end, y.end) - max(x.start, y.start))
        for x in mine
        for y in theirs
        if x.article == y.article
    )
    return common, sum(x.end - x.start for x in mine), sum(y.end - y.start for y in theirs)


def _same_cue(one: Statement, change: SetStatement) -> bool:
    return one.cue is not None and change.cue is not None and alike((one.cue,), (change.cue,)) > 0


def _share(a: Mapping[str, str], b: Mapping[str, str]) -> bool:
    """Tell whether two issues are called the same in some language."""
    return any(fold(label) == fold(b[tongue]) for tongue, label in a.items() if tongue in b)


def _parties(actors: Iterable[str], party_of: Mapping[str, str | None]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(party for id in actors if (party := party_of.get(id))))
