"""Where two reports tell the same thing differently, and what only one of them tells.

Articles are compared with the few that tell most of the same: issues and parties in common, within two days, another
outlet. Within a pair, what one speaker says is aligned one to one (mutually best likeness: nested content words and
the cross-lingual sentence embeddings together); what is left over on either side is what each outlet chose.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cached_property, partial
from hashlib import blake2b
from heapq import nsmallest

import msgspec

from pourparlers.dossier.drafts import ASSESSING, Draft
from pourparlers.dossier.figures import Figure, compare, figures
from pourparlers.dossier.likeness import likeness, may_be_like, nearness, on_one_side
from pourparlers.dossier.making import NO_PARTY
from pourparlers.dossier.memory import Kept, Memory
from pourparlers.dossier.page import Page
from pourparlers.dossier.shelving import Shelf, digest, shelved
from pourparlers.dossier.themes import ASSESSMENT, OTHER
from pourparlers.knowledge.transliteration import skeleton
from pourparlers.model import Act, ActorKind, Divergence, Evidence, MentionKind, Reason
from pourparlers.reading.vocabulary import vocabulary

_PARTNERS = 3
_SHARED = 2  # (party, issue) pairs two articles must have in common to be compared
_WINDOW = 2  # days
_SAME_WORDS = 0.85
_MOST_EVIDENCE = 6
_OCCASION = 1  # utterances that both reports tell, for what each leaves out to be a choice
_LONG_ENOUGH = 4
_WHOLE = 3  # words that carry meaning
_SAID_IN = 2  # words that two tellings of one utterance share
_OF_ALL = 0.25  # of the words of the longer one
_NEAR = 0.5  # cosine of two statements that tell of one thing, whenever they were said
_ALIKE = 0.4  # the same for those of one day
_A_LITTLE = 0.3  # the same where they share a word
_ROOT = 5  # letters in which two words for one office begin alike

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
_found: msgspec.msgpack.Decoder[tuple[Divergence, ...]] = msgspec.msgpack.Decoder(tuple[Divergence, ...])


@dataclass(frozen=True, eq=False)
class _Report:
    """One article as it is compared: its page and statements, and what is looked up in them."""

    page: Page
    drafts: Sequence[Draft]

    @cached_property
    def digest(self) -> bytes:
        """A digest of all that is compared."""
        actors, parties = self.page.cast
        cast = list(actors.items()), list(parties.items())
        return digest(self.page.article, self.page.reading, cast, self.drafts)

    @cached_property
    def keys(self) -> frozenset[tuple[str, str]]:
        """What it tells of: parties with the issues they speak on."""
        return frozenset(
            (party, issue)
            for draft in self.drafts
            for party in draft.statement.parties
            if party not in NO_PARTY
            for issue in draft.statement.issues
            if issue != OTHER
        )

    @cached_property
    def figures(self) -> tuple[Figure, ...]:
        """Its figures."""
        return figures(self.page)

    @cached_property
    def said(self) -> dict[str, list[Draft]]:
        """The statements by speaker."""
        found: dict[str, list[Draft]] = {}
        for draft in self.drafts:
            for actor in dict.fromkeys(draft.statement.speakers):
                found.setdefault(actor, []).append(draft)
        return found

    @cached_property
    def people(self) -> frozenset[str | None]:
        """The people it mentions."""
        mentions = self.page.reading.mentions
        return frozenset(self.page.actor(one) for one in mentions if one.actor_kind is ActorKind.PERSON)

    @cached_property
    def names(self) -> dict[str, dict[str, tuple[str, Evidence]]]:
        """By person: the words of the name by how they sound, as spelled (folded), with the first place."""
        return _names(self.page)

    @cached_property
    def offices(self) -> dict[str, list[tuple[Evidence, frozenset[str]]]]:
        """By person: where an office is given, and the words of it that carry meaning."""
        return _offices(self.page)


def find(pages: Sequence[Page], said: Sequence[Sequence[Draft]], memory: Memory) -> tuple[Divergence, ...]:
    """The divergences between reports.

    Args:
        pages: the articles with their readings, in the dossier's order.
        said: the statements of each, with their issues.
        memory: what was compared before.

    Returns:
        divergences sorted by the place of their evidence; those with an empty `b` are told by one report alone.
    """
    kept: Kept[_Report] = memory.of("reports")
    reports = [
        kept.get(page.article.id, (page, drafts), partial(_Report, page, drafts))
        for page, drafts in zip(pages, said, strict=True)
    ]
    ids = [report.page.article.id for report in reports]
    compared: Kept[tuple[Divergence, ...]] = memory.of("compared")
    partners: defaultdict[int, list[int]] = defaultdict(list)
    told: defaultdict[int, list[tuple[Divergence, ...]]] = defaultdict(list)
    found: defaultdict[str, list[Divergence]] = defaultdict(list)
    for i, j in sorted(_pairs(reports, memory)):
        one, two = reports[i], reports[j]
        between = compared.get((ids[i], ids[j]), (one, two), partial(_compared, one, two, memory.shelf))
        for here, there in ((i, j), (j, i)):
            partners[here].append(there)
            told[here].append(between)
        for divergence in between:
            found[divergence.a[0].article].append(divergence)
    alone: Kept[tuple[Divergence, ...]] = memory.of("alone")
    for i in sorted(partners):
        others = [reports[j] for j in sorted(partners[i])]
        parts = (reports[i], *others, *told[i])
        make = partial(_left_alone, reports[i], others, told[i], memory.shelf)
        found[ids[i]] += alone.get(ids[i], parts, make)
    in_order: Kept[tuple[Divergence, ...]] = memory.of("divergences")
    return tuple(
        one
        for article in sorted(found)
        for one in in_order.get(article, found[article], partial(_in_order, found[article]))
    )


def _compared(one: _Report, two: _Report, shelf: Shelf | None) -> tuple[Divergence, ...]:
    """Compare two reports, unless that was done before."""
    key = f"{one.page.article.id} {two.page.article.id}"
    made_of = partial(_digest, (one, two))
    return shelved(shelf, "compared", key, made_of, _found, partial(_between, one, two))


def _left_alone(
    report: _Report, others: Sequence[_Report], told: Sequence[Sequence[Divergence]], shelf: Shelf | None
) -> tuple[Divergence, ...]:
    """Give what one report alone tells, unless it is known; what it was told with follows from the reports."""
    made_of = partial(_digest, (report, *others))
    return shelved(
        shelf, "alone", report.page.article.id, made_of, _found, partial(_alone, report, others, told)
    )


def _digest(reports: Iterable[_Report]) -> bytes:
    return digest(*(one.digest for one in reports))


def _in_order(found: Iterable[Divergence]) -> tuple[Divergence, ...]:
    """Sort divergences, each once."""
    once: dict[str, Divergence] = {}
    for one in found:
        once.setdefault(one.id, one)
    return tuple(sorted(once.values(), key=lambda d: (d.a, d.b, d.kind)))


def _pairs(reports: Sequence[_Report], memory: Memory) -> set[tuple[int, int]]:
    """Give each article, by number, with the few others that tell most of the same.

    Articles are only looked at together when their days are near, so the time grows with the articles.
    """
    by_day: dict[date | None, list[int]] = {}
    for i, report in enumerate(reports):
        by_day.setdefault(report.page.article.published, []).append(i)
    undated = by_day.get(None, [])
    kept: Kept[list[tuple[_Report, _Report]]] = memory.of("partners")
    numbers = {id(report): i for i, report in enumerate(reports)}
    pairs: set[tuple[int, int]] = set()
    for day, here in by_day.items():
        near = (
            [day + timedelta(n) for n in range(-_WINDOW, _WINDOW + 1)]
            if day
            else sorted(filter(None, by_day))
        )
        around = [reports[i] for one in near for i in by_day.get(one, ())] + [reports[i] for i in undated]
        those = [reports[i] for i in here]
        for one, two in kept.get(day, (*those, None, *around), partial(_partners, those, around)):
            i, j = numbers[id(one)], numbers[id(two)]
            pairs.add((min(i, j), max(i, j)))
    return pairs


def _partners(those: Sequence[_Report], around: Sequence[_Report]) -> list[tuple[_Report, _Report]]:
    """Give for each of some reports the few of those around that tell most of the same."""
    index: defaultdict[tuple[str, str], list[int]] = defaultdict(list)
    for j, report in enumerate(around):
        for key in report.keys:
            index[key].append(j)
    found = []
    for report in those:
        shared = Counter(j for key in report.keys for j in index[key])
        best = nsmallest(
            _PARTNERS,
            (j for j, count in shared.items() if count >= _SHARED and _comparable(report, around[j])),
            key=lambda j, shared=shared: (-shared[j], around[j].page.article.id),  # type: ignore[misc]
        )
        found += [(report, around[j]) for j in best]
    return found


def _comparable(one: _Report, two: _Report) -> bool:
    a, b = one.page.article, two.page.article
    return a.id != b.id and not (a.outlet and a.outlet == b.outlet)


def _between(one: _Report, two: _Report) -> tuple[Divergence, ...]:
    found: list[Divergence] = []
    aligned: set[str] = set()
    matched: set[tuple[str, str]] = set()
    spoken = [
        (actor, one.said[actor], two.said[actor], _align(one.said[actor], two.said[actor]))
        for actor in sorted(one.said.keys() & two.said.keys())
    ]
    one_occasion = sum(len(pairs) for *_, pairs in spoken) >= _OCCASION
    for actor, ours, theirs, pairs in spoken:
        for a, b, like in pairs:
            alike = _told_alike(a, b)
            if not alike and not _share_words(a, b):
                continue
            aligned |= {a.id, b.id}
            common = set(a.statement.issues) & set(b.statement.issues)
            matched |= {(one.id, issue) for one in (a, b) for issue in common}
            if not alike:
                found.append(_utterance(a, b, like, actor))
        rest = [
            [d for d in side if d.id not in aligned and not d.nested_in and _is_whole(d)]
            for side in (ours, theirs)
        ]
        if one_occasion and actor in one.people and all(rest) and _of_one_talk(*rest):
            reason = Reason(0.6, ("rule:selection",))
            found.append(_divergence("selection", _places(rest[0]), _places(rest[1]), None, (actor,), reason))
    found += _accounts(one, two, matched)
    found += [numbered(divergence) for _, divergence in compare(one.figures, two.figures)]
    found += _spellings(one, two)
    found += _roles(one, two)
    return tuple(found)


def _align(ours: Sequence[Draft], theirs: Sequence[Draft]) -> list[tuple[Draft, Draft, float]]:
    """Pairs of statements that are each other's likeliest."""
    scores = [[likeness(a, b) for b in theirs] for a in ours]
    rows = [max(row) for row in scores]
    columns = [max(column) for column in zip(*scores, strict=True)]
    pairs = [
        (ours[i], theirs[j], like)
        for i, row in enumerate(scores)
        for j, like in enumerate(row)
        if like and like == rows[i] == columns[j]
    ]
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


def _is_whole(draft: Draft) -> bool:
    """Tell whether a statement says enough to stand by itself: a few words, not the scraps a sentence is quoted in."""
    return not draft.heading and len(draft.keys) >= _WHOLE


def _share_words(one: Draft, two: Draft) -> bool:
    """Tell whether two statements of one language have words in common beyond the matter they are on."""
    if one.language != two.language:
        return True
    matters = {theme.id for theme in (*one.themes, *two.themes)}
    ours, theirs = one.stems - matters, two.stems - matters
    shared = ours & theirs
    return len(shared) >= _SAID_IN and len(shared) >= _OF_ALL * max(len(ours), len(theirs))


def _of_one_talk(ours: Sequence[Draft], theirs: Sequence[Draft]) -> bool:
    """Tell whether somebody judges talks in both reports, on one day: what each quotes beside it is its choice."""
    judged = [[d for d in side if _judges_talks(d)] for side in (ours, theirs)]
    return any(_of_one_day(a, b) for a in judged[0] for b in judged[1])


def _of_one_day(one: Draft, two: Draft) -> bool:
    """Tell whether two statements can be of one day: reports of the next morning may be all that dates one."""
    days = [day for d in (one, two) if (day := d.statement.said_on) and len(day) == len("2000-01-01")]
    return len(days) == 2 and abs(date.fromisoformat(days[0]) - date.fromisoformat(days[1])) <= timedelta(1)


def _judges_talks(draft: Draft) -> bool:
    """Tell whether a statement is said of talks."""
    return draft.statement.issues[:1] == (ASSESSMENT,)


def _tell_one_thing(one: Draft, two: Draft, party: str) -> bool:
    """Tell whether two statements of a side can be one: the same deed and meaning, or judgements of the same talks.

    They are said by the same one or by the side itself; what is only a little alike is so on one day alone.
    """
    speakers = (set(one.statement.speakers), set(two.statement.speakers))
    known = speakers[0] & speakers[1] or any(_is_side(some, party) for some in speakers)
    if not known or any(draft.heading and not draft.blanket for draft in (one, two)):
        return False
    acts = {one.statement.act, two.statement.act}
    if nearness(one, two) >= _NEAR:
        return len(acts) == 1 or on_one_side(one, two)
    if not _of_one_day(one, two):
        return False
    if all(draft.of_talks and _judges_talks(draft) for draft in (one, two)):
        return not (one.hopes or two.hopes) and acts <= ASSESSING
    return len(acts) == 1 and _is_one_deed(one, two)


def _is_one_deed(one: Draft, two: Draft) -> bool:
    """Tell whether two statements of one day that do the same are one: a demand on one matter, an answer as a whole."""
    if one.blanket or two.blanket:
        return True
    if one.statement.act is Act.REQUEST and one.statement.issues[0] == two.statement.issues[0]:
        return True
    matters = {theme.id for theme in (*one.themes, *two.themes)}
    return nearness(one, two) >= (_A_LITTLE if one.stems & two.stems - matters else _ALIKE)


def _is_side(speakers: Collection[str], party: str) -> bool:
    """Tell whether a country, or an office of it, speaks itself, and no person."""
    return any(speaker == party or speaker.startswith(f"{party}-") for speaker in speakers)


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
        mates = [
            (a, b)
            for a in sides[0]
            for b in sides[1]
            if _compares(a, b) and _tell_one_thing(a, b, party) and not _told_alike(a, b)
        ]
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
    report: _Report, others: Sequence[_Report], compared: Sequence[Sequence[Divergence]]
) -> tuple[Divergence, ...]:
    """Statements that no report compared with this one has, those of one utterance together.

    Words that another divergence rests on already are left out.
    """
    told = {place for found in compared for one in found for place in (*one.a, *one.b)}
    mine = [
        draft
        for draft in report.drafts
        if not draft.nested_in
        and not draft.shell
        and _is_whole(draft)
        and draft.statement.act in _WEIGHTY
        and not set(draft.statement.parties) <= NO_PARTY
        and not set(_places([draft])) <= told
    ]
    rest = [draft for other in others for draft in other.drafts]
    left: defaultdict[str, list[Draft]] = defaultdict(list)
    for draft, near in zip(mine, may_be_like(mine, rest), strict=True):
        if not any(likeness(draft, rest[n]) for n in near):
            left[draft.statement.attribution].append(draft)
    return tuple(_told_alone(group) for group in left.values())


def _told_alone(group: Sequence[Draft]) -> Divergence:
    issues = {issue for draft in group for issue in draft.statement.issues[:1]}
    issue = min(issues) if len(issues) == 1 else None
    reason = Reason(0.5, ("rule:alone",))
    return _divergence("alone", _places(group), (), issue, group[0].statement.speakers, reason)


def _spellings(one: _Report, two: _Report) -> Iterator[Divergence]:
    """Names of one person that the two reports spell differently."""
    for actor in sorted(one.names.keys() & two.names.keys()):
        mine, yours = one.names[actor], two.names[actor]
        for key in sorted(mine.keys() & yours.keys()):
            (a, here), (b, there) = mine[key], yours[key]
            if a != b:
                reason = Reason(0.9, ("rule:spelling",))
                yield _divergence("spelling", (here,), (there,), None, (actor,), reason)
                break


def _names(page: Page) -> dict[str, dict[str, tuple[str, Evidence]]]:
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


def _roles(one: _Report, two: _Report) -> Iterator[Divergence]:
    """Offices that two reports give one person in other words."""
    for actor in sorted(one.offices.keys() & two.offices.keys()):
        here, there = one.offices[actor], two.offices[actor]
        if not any(_one_office(a, b) for _, a in here for _, b in there):
            reason = Reason(0.7, ("rule:role",))
            yield _divergence("role", (here[0][0],), (there[0][0],), None, (actor,), reason)


def _one_office(one: frozenset[str], two: frozenset[str]) -> bool:
    """Tell whether two offices may be one: one says more than the other, or both have a word of one root."""
    return one <= two or two <= one or any(a[:_ROOT] == b[:_ROOT] for a in one for b in two)


def _offices(page: Page) -> dict[str, list[tuple[Evidence, frozenset[str]]]]:
    """Give the offices of each person, without ranks and without what is told of two people at once."""
    found: defaultdict[str, list[tuple[Evidence, frozenset[str]]]] = defaultdict(list)
    ranks = vocabulary(page.language).honorifics
    told = [(m.role, m.entity) for m in page.reading.mentions if m.role]
    for mention in page.reading.mentions:
        actor = page.actor(mention) if mention.role else None
        if not actor or not mention.role:
            continue
        role = mention.role
        if any(entity != mention.entity and r.start < role.end and role.start < r.end for r, entity in told):
            continue
        matter = frozenset(word.key for word in page.content_in([role]))
        if matter and not matter & ranks.keys():
            found[actor].append((Evidence(page.article.id, *role), matter))
    return dict(found)


def _places(drafts: Iterable[Draft]) -> Side:
    places = [place for draft in drafts for place in draft.statement.content]
    return tuple(dict.fromkeys(places[:_MOST_EVIDENCE]))


def _divergence(
    kind: str, a: Side, b: Side, issue: str | None, actors: tuple[str, ...], reason: Reason
) -> Divergence:
    return numbered(Divergence(id="", kind=kind, a=a, b=b, issue=issue, actors=actors, reason=reason))


def numbered(one: Divergence) -> Divergence:
    """Give a divergence its id, made of what it rests on."""
    written = repr((one.kind, one.a, one.b)).encode()
    return replace(one, id="d" + blake2b(written, digest_size=5).hexdigest())
