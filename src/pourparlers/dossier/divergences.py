"""Where two reports tell the same thing differently, and what only one of them tells.

Articles are compared with the few that tell most of the same: issues and parties in common, within two days, another
outlet. Within a pair, what one speaker says is aligned one to one (mutually best likeness: nested content words and
the cross-lingual sentence embeddings together); what is left over on either side is what each outlet chose.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from hashlib import blake2b

from pourparlers.dossier.drafts import Draft
from pourparlers.dossier.figures import Figure, compare, figures
from pourparlers.dossier.making import NO_PARTY
from pourparlers.dossier.page import Page
from pourparlers.dossier.positions import likeness, on_one_side
from pourparlers.knowledge.transliteration import skeleton
from pourparlers.model import Act, ActorKind, Divergence, Evidence, MentionKind, Reason, Span

_PARTNERS = 3
_SHARED = 2  # (party, issue) pairs two articles must have in common to be compared
_WINDOW = timedelta(days=2)
_SAME_WORDS = 0.85
_MOST_EVIDENCE = 6
_OCCASION = 1  # utterances that both reports tell, for what each leaves out to be a choice
_LONG_ENOUGH = 4

_WEIGHTY = frozenset(
    {
        Act.REQUEST,
        Act.OFFER,
        Act.AGREE,
        Act.COMMIT,
        Act.CONCEDE,
        Act.REJECT,
        Act.THREATEN,
        Act.ACCUSE,
        Act.DENY,
    }
)

Side = tuple[Evidence, ...]


@dataclass(frozen=True, slots=True)
class _Report:
    """One article as it is compared: its page, statements and figures."""

    page: Page
    drafts: tuple[Draft, ...]
    figures: tuple[Figure, ...]

    @property
    def keys(self) -> frozenset[tuple[str, str]]:
        return frozenset(
            (party, issue)
            for draft in self.drafts
            for party in draft.statement.parties
            if party not in NO_PARTY
            for issue in draft.statement.issues
        )


def find(pages: Sequence[Page], drafts: Iterable[Draft]) -> tuple[Divergence, ...]:
    """The divergences between reports.

    Args:
        pages: the articles with their readings, in the dossier's order.
        drafts: the statements with their issues.

    Returns:
        divergences sorted by the place of their evidence; those with an empty `b` are told by one report alone.
    """
    by_article: defaultdict[str, list[Draft]] = defaultdict(list)
    for draft in drafts:
        by_article[draft.statement.article].append(draft)
    reports = [_Report(page, tuple(by_article[page.article.id]), ()) for page in pages]
    pairs = _pairs(reports)
    wanted = {i for pair in pairs for i in pair}
    reports = [
        replace(report, figures=figures(report.page)) if i in wanted else report
        for i, report in enumerate(reports)
    ]
    found: list[Divergence] = []
    for i, j in pairs:
        found += _between(reports[i], reports[j])
    found += _alone(reports, pairs, {place for one in found for place in (*one.a, *one.b)})
    return tuple(sorted(_numbered(found), key=lambda d: (d.a, d.b, d.kind)))


def _pairs(reports: Sequence[_Report]) -> list[tuple[int, int]]:
    """Each article with the few others that tell most of the same."""
    index: defaultdict[tuple[str, str], list[int]] = defaultdict(list)
    for i, report in enumerate(reports):
        for key in sorted(report.keys):
            index[key].append(i)
    pairs: set[tuple[int, int]] = set()
    for i, report in enumerate(reports):
        shared: defaultdict[int, int] = defaultdict(int)
        for key in report.keys:
            for j in index[key]:
                if i != j and _comparable(report, reports[j]):
                    shared[j] += 1
        best = sorted(
            (j for j in shared if shared[j] >= _SHARED),
            key=lambda j: (-shared[j], reports[j].page.article.id),
        )
        pairs |= {(min(i, j), max(i, j)) for j in best[:_PARTNERS]}
    return sorted(pairs)


def _comparable(one: _Report, two: _Report) -> bool:
    a, b = one.page.article, two.page.article
    if a.outlet and a.outlet == b.outlet:
        return False
    return not (a.published and b.published) or abs(a.published - b.published) <= _WINDOW


def _between(one: _Report, two: _Report) -> list[Divergence]:
    found: list[Divergence] = []
    aligned: set[str] = set()
    matched: set[tuple[str, str]] = set()
    people = _people(one.page)
    spoken = [
        (actor, ours, theirs, _align(ours, theirs))
        for actor in sorted(_speakers(one) & _speakers(two))
        for ours, theirs in [(_said(one, actor), _said(two, actor))]
    ]
    one_occasion = sum(len(pairs) for *_, pairs in spoken) >= _OCCASION
    for actor, ours, theirs, pairs in spoken:
        for a, b, like in pairs:
            aligned |= {a.id, b.id}
            common = set(a.statement.issues) & set(b.statement.issues)
            matched |= {(one.id, issue) for one in (a, b) for issue in common}
            if not _told_alike(a, b):
                found.append(_utterance(a, b, like, actor))
        rest = [[d for d in side if d.id not in aligned and not d.nested_in] for side in (ours, theirs)]
        if one_occasion and actor in people and all(rest):
            reason = Reason(0.6, ("rule:selection",))
            found.append(_divergence("selection", _places(rest[0]), _places(rest[1]), None, (actor,), reason))
    found += _accounts(one, two, matched)
    found += [divergence for _, divergence in compare(one.figures, two.figures)]
    found += _spellings(one.page, two.page)
    found += _roles(one.page, two.page)
    return found


def _align(ours: Sequence[Draft], theirs: Sequence[Draft]) -> list[tuple[Draft, Draft, float]]:
    """Pairs of statements that are each other's likeliest."""
    scores = {(i, j): likeness(a, b) for i, a in enumerate(ours) for j, b in enumerate(theirs)}
    pairs = []
    for (i, j), like in scores.items():
        row = max(scores[i, k] for k in range(len(theirs)))
        column = max(scores[k, j] for k in range(len(ours)))
        if like and like == row == column:
            pairs.append((ours[i], theirs[j], like))
    used: set[str] = set()
    out = []
    for a, b, like in sorted(pairs, key=lambda p: (-p[2], p[0].order, p[1].order)):
        if not {a.id, b.id} & used:
            used |= {a.id, b.id}
            out.append((a, b, like))
    return out


def _told_alike(one: Draft, two: Draft) -> bool:
    """Whether both tell it in the same words, or in two languages with the same act."""
    if one.statement.act is not two.statement.act:
        return False
    if one.language != two.language:
        return True
    most = max(len(one.stems), len(two.stems))
    return not most or len(one.stems & two.stems) / most >= _SAME_WORDS


def _utterance(one: Draft, two: Draft, like: float, actor: str) -> Divergence:
    shared = [issue for issue in one.statement.issues if issue in two.statement.issues]
    why = (
        ("rule:same-speaker", "encoder:likeness") if one.language != two.language else ("rule:same-speaker",)
    )
    reason = Reason(round(min(0.95, like), 3), why)
    return _divergence(
        "utterance", _places([one]), _places([two]), shared[0] if shared else None, (actor,), reason
    )


def _accounts(one: _Report, two: _Report, matched: Collection[tuple[str, str]]) -> Iterator[Divergence]:
    """What a party holds on one issue, told by both reports in statements that do not match."""
    for party, issue in sorted(one.keys & two.keys):
        sides = [
            [
                d
                for d in report.drafts
                if party in d.statement.parties
                and issue in d.statement.issues
                and (d.id, issue) not in matched
                and d.statement.act is not Act.STATE
            ]
            for report in (one, two)
        ]
        mates = [(a, b) for a in sides[0] for b in sides[1] if _compares(a, b) and not _told_alike(a, b)]
        if mates:
            a_side = sorted({a.id: a for a, _ in mates}.values(), key=lambda d: d.order)
            b_side = sorted({b.id: b for _, b in mates}.values(), key=lambda d: d.order)
            reason = Reason(0.5, ("rule:account",))
            yield _divergence("account", _places(a_side), _places(b_side), issue, (), reason)


def _compares(one: Draft, two: Draft) -> bool:
    """Tell whether two statements go the same way, or both take a stand on the very matter they begin with."""
    first, second = one.statement.issues[:1], two.statement.issues[:1]
    return on_one_side(one, two) or (
        first == second and {one.statement.act, two.statement.act} <= _WEIGHTY and not one.blanket
    )


def _alone(
    reports: Sequence[_Report], pairs: Iterable[tuple[int, int]], told: Collection[Evidence]
) -> Iterator[Divergence]:
    """Statements of compared articles that no article they are compared with has, those of one utterance together.

    Words that another divergence rests on already are left out.
    """
    partners: defaultdict[int, set[int]] = defaultdict(set)
    for i, j in pairs:
        partners[i].add(j)
        partners[j].add(i)
    for i, others in sorted(partners.items()):
        rest = [draft for j in sorted(others) for draft in reports[j].drafts]
        left: defaultdict[str, list[Draft]] = defaultdict(list)
        for draft in reports[i].drafts:
            if (
                draft.nested_in
                or draft.shell
                or draft.statement.act not in _WEIGHTY
                or set(draft.statement.parties) <= NO_PARTY
                or set(_places([draft])) <= set(told)
            ):
                continue
            if not any(likeness(draft, other) for other in rest):
                left[draft.statement.attribution].append(draft)
        for group in left.values():
            issues = {issue for draft in group for issue in draft.statement.issues[:1]}
            issue = min(issues) if len(issues) == 1 else None
            reason = Reason(0.5, ("rule:alone",))
            yield _divergence("alone", _places(group), (), issue, group[0].statement.speakers, reason)


def _people(page: Page) -> set[str | None]:
    return {
        page.actor(mention) for mention in page.reading.mentions if mention.actor_kind is ActorKind.PERSON
    }


def _speakers(report: _Report) -> set[str]:
    return {actor for draft in report.drafts for actor in draft.statement.speakers}


def _said(report: _Report, actor: str) -> list[Draft]:
    return [draft for draft in report.drafts if actor in draft.statement.speakers]


def _spellings(one: Page, two: Page) -> Iterator[Divergence]:
    """Names of one person that the two reports spell differently."""
    mine, yours = _names(one), _names(two)
    for actor in sorted(mine.keys() & yours.keys()):
        for key in sorted(mine[actor].keys() & yours[actor].keys()):
            (a, here), (b, there) = mine[actor][key], yours[actor][key]
            if a != b:
                reason = Reason(0.9, ("rule:spelling",))
                yield _divergence("spelling", (here,), (there,), None, (actor,), reason)
                break


def _names(page: Page) -> dict[str, dict[str, tuple[str, Evidence]]]:
    """By person: the words of the name by how they sound, as spelled (folded), with the first place."""
    found: defaultdict[str, dict[str, tuple[str, Evidence]]] = defaultdict(dict)
    for mention in page.reading.mentions:
        if mention.kind is not MentionKind.NAME or mention.actor_kind is not ActorKind.PERSON:
            continue
        actor = page.actor(mention)
        for word in page.words_in(mention.span) if actor else ():
            if actor and len(word.key) >= _LONG_ENOUGH and word.capital:
                place = Evidence(page.article.id, *mention.span)
                found[actor].setdefault(skeleton(word.key), (word.key, place))
    return dict(found)


def _roles(one: Page, two: Page) -> Iterator[Divergence]:
    """Offices that two reports give one person in other words."""
    mine, yours = _offices(one), _offices(two)
    for actor in sorted(mine.keys() & yours.keys()):
        here, there = mine[actor], yours[actor]
        if not any(_one_within_other(_matter(one, a), _matter(two, b)) for a in here for b in there):
            yield _divergence("role", here[:1], there[:1], None, (actor,), Reason(0.7, ("rule:role",)))


def _matter(page: Page, place: Evidence) -> frozenset[str]:
    return frozenset(word.key for word in page.content_in([Span(place.start, place.end)]))


def _one_within_other(a: frozenset[str], b: frozenset[str]) -> bool:
    """Whether one says no more than the other: "president" and "Russian president"."""
    return a <= b or b <= a


def _offices(page: Page) -> dict[str, Side]:
    found: defaultdict[str, list[Evidence]] = defaultdict(list)
    for mention in page.reading.mentions:
        actor = page.actor(mention) if mention.role else None
        if actor and mention.role:
            found[actor].append(Evidence(page.article.id, *mention.role))
    return {actor: tuple(places) for actor, places in found.items()}


def _places(drafts: Iterable[Draft]) -> Side:
    places = [place for draft in drafts for place in draft.statement.content]
    return tuple(dict.fromkeys(places[:_MOST_EVIDENCE]))


def _divergence(
    kind: str, a: Side, b: Side, issue: str | None, actors: tuple[str, ...], reason: Reason
) -> Divergence:
    return Divergence(id="", kind=kind, a=a, b=b, issue=issue, actors=actors, reason=reason)


def _numbered(found: Iterable[Divergence]) -> Iterator[Divergence]:
    """Give each an id made of what it rests on, each once."""
    seen: set[str] = set()
    for one in found:
        written = repr((one.kind, one.a, one.b)).encode()
        number = "d" + blake2b(written, digest_size=5).hexdigest()
        if number not in seen:
            seen.add(number)
            yield replace(one, id=number)
