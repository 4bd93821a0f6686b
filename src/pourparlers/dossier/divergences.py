"""Where two reports tell the same thing differently, and what only one of them tells.

Articles are compared with the few that tell most of the same: issues and parties in common, within two days, another
outlet. Within a pair, what one speaker says is aligned one to one (mutually best likeness: nested content words and
the cross-lingual sentence embeddings together); what is left over on either side is what each outlet chose.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta
from functools import partial
from heapq import nsmallest

import msgspec

from pourparlers.dossier.accounts import told_differently
from pourparlers.dossier.alone import left_alone
from pourparlers.dossier.drafts import Draft
from pourparlers.dossier.figures import compare
from pourparlers.dossier.memory import Kept, Memory
from pourparlers.dossier.page import Page
from pourparlers.dossier.reports import Office, Report, divergence, numbered
from pourparlers.dossier.shelving import Shelf, digest, shelved
from pourparlers.model import Divergence, Evidence, Reason

_PARTNERS = 3
_AROUND = 12  # articles in which what one tells alone is looked for
_SHARED = 2  # (party, issue) pairs two articles must have in common to be compared
_WINDOW = 2  # days
_MOST_FIGURES = 6
_ROOT = 5  # letters in which two words for one office begin alike
_COUNTED = frozenset({"figure", "update"})

_found: msgspec.msgpack.Decoder[tuple[Divergence, ...]] = msgspec.msgpack.Decoder(tuple[Divergence, ...])


def find(pages: Sequence[Page], said: Sequence[Sequence[Draft]], memory: Memory) -> tuple[Divergence, ...]:
    """The divergences between reports.

    Args:
        pages: the articles with their readings, in the dossier's order.
        said: the statements of each, with their issues.
        memory: what was compared before.

    Returns:
        divergences sorted by the place of their evidence; those with an empty `b` are told by one report alone.
    """
    kept: Kept[Report] = memory.of("reports")
    reports = [
        kept.get(page.article.id, (page, drafts), partial(Report, page, drafts))
        for page, drafts in zip(pages, said, strict=True)
    ]
    ids = [report.page.article.id for report in reports]
    compared: Kept[tuple[Divergence, ...]] = memory.of("compared")
    pairs, around = _pairs(reports, memory)
    told: defaultdict[int, list[tuple[Divergence, ...]]] = defaultdict(list)
    found: defaultdict[str, list[Divergence]] = defaultdict(list)
    counted: list[Divergence] = []
    for i, j in sorted(pairs):
        one, two = reports[i], reports[j]
        between = compared.get((ids[i], ids[j]), (one, two), partial(_compared, one, two, memory.shelf))
        for here in (i, j):
            told[here].append(between)
        for each in between:
            (counted if each.kind in _COUNTED else found[each.a[0].article]).append(each)
    for each in _one_a_fact(counted, {page.article.id: page.article.published for page in pages}):
        found[each.a[0].article].append(each)
    alone: Kept[tuple[Divergence, ...]] = memory.of("alone")
    for i in sorted(told):
        others = [reports[j] for j in sorted(around[i])]
        parts = (reports[i], *others, *told[i])
        make = partial(_left_alone, reports[i], others, told[i], memory.shelf)
        found[ids[i]] += alone.get(ids[i], parts, make)
    in_order: Kept[tuple[Divergence, ...]] = memory.of("divergences")
    return tuple(
        one
        for article in sorted(found)
        for one in in_order.get(article, found[article], partial(_in_order, found[article]))
    )


def _compared(one: Report, two: Report, shelf: Shelf | None) -> tuple[Divergence, ...]:
    """Compare two reports, unless that was done before."""
    key = f"{one.page.article.id} {two.page.article.id}"
    made_of = partial(_digest, (one, two))
    return shelved(shelf, "compared", key, made_of, _found, partial(_between, one, two))


def _left_alone(
    report: Report, others: Sequence[Report], told: Sequence[Sequence[Divergence]], shelf: Shelf | None
) -> tuple[Divergence, ...]:
    """Give what one report alone tells, unless it is known; what it was told with follows from the reports."""
    made_of = partial(_digest, (report, *others))
    return shelved(
        shelf, "alone", report.page.article.id, made_of, _found, partial(left_alone, report, others, told)
    )


def _digest(reports: Iterable[Report]) -> bytes:
    return digest(*(one.digest for one in reports))


def _in_order(found: Iterable[Divergence]) -> tuple[Divergence, ...]:
    """Sort divergences, each once."""
    once: dict[str, Divergence] = {}
    for one in found:
        once.setdefault(one.id, one)
    return tuple(sorted(once.values(), key=lambda d: (d.a, d.b, d.kind)))


def _pairs(
    reports: Sequence[Report], memory: Memory
) -> tuple[set[tuple[int, int]], defaultdict[int, set[int]]]:
    """Give which articles are compared, by number, and for each article the others around it.

    Articles are only looked at together when their days are near, so the time grows with the articles.
    """
    by_day: dict[date | None, list[int]] = {}
    for i, report in enumerate(reports):
        by_day.setdefault(report.page.article.published, []).append(i)
    undated = by_day.get(None, [])
    kept: Kept[list[tuple[Report, Report, bool]]] = memory.of("partners")
    numbers = {id(report): i for i, report in enumerate(reports)}
    pairs: set[tuple[int, int]] = set()
    around: defaultdict[int, set[int]] = defaultdict(set)
    for day, here in by_day.items():
        near = (
            [day + timedelta(n) for n in range(-_WINDOW, _WINDOW + 1)]
            if day
            else sorted(filter(None, by_day))
        )
        those = [reports[i] for i in here]
        others = [reports[i] for one in near for i in by_day.get(one, ())] + [reports[i] for i in undated]
        for one, two, is_partner in kept.get(day, (*those, None, *others), partial(_near, those, others)):
            i, j = numbers[id(one)], numbers[id(two)]
            around[i].add(j)
            if is_partner:
                pairs.add((min(i, j), max(i, j)))
                around[j].add(i)
    return pairs, around


def _near(those: Sequence[Report], others: Sequence[Report]) -> list[tuple[Report, Report, bool]]:
    """Give for each of some reports those of others that tell most of the same, and whether they are its partners."""
    index: defaultdict[tuple[str, str], list[int]] = defaultdict(list)
    for j, report in enumerate(others):
        for key in report.keys:
            index[key].append(j)
    found = []
    for report in those:
        shared = Counter(j for key in report.keys for j in index[key])
        best = nsmallest(
            _AROUND,
            (j for j in shared if _comparable(report, others[j])),
            key=lambda j, shared=shared: (-shared[j], others[j].page.article.id),  # type: ignore[misc]
        )
        found += [
            (report, others[j], rank < _PARTNERS and shared[j] >= _SHARED) for rank, j in enumerate(best)
        ]
    return found


def _comparable(one: Report, two: Report) -> bool:
    a, b = one.page.article, two.page.article
    return a.id != b.id and not (a.outlet and a.outlet == b.outlet)


def _between(one: Report, two: Report) -> tuple[Divergence, ...]:
    counted = [numbered(found) for found in compare(one.figures, two.figures)]
    said = [each for each in told_differently(one, two) if not any(_rests_on(each, f) for f in counted)]
    return (
        *said,
        *counted,
        *_spellings(one, two),
        *_roles(one, two),
    )


def _rests_on(said: Divergence, counted: Divergence) -> bool:
    """Tell whether two tellings of one utterance are the very clauses in which a figure differs."""
    return said.kind == "utterance" and all(
        any(p.article == q.article and p.start < q.end and q.start < p.end for p in mine for q in theirs)
        for mine, theirs in ((said.a, counted.a), (said.b, counted.b))
    )


def _spellings(one: Report, two: Report) -> Iterator[Divergence]:
    """Names of one person that the two reports spell differently."""
    for actor in sorted(one.names.keys() & two.names.keys()):
        mine, yours = one.names[actor], two.names[actor]
        for key in sorted(mine.keys() & yours.keys()):
            (a, here), (b, there) = mine[key], yours[key]
            if a != b:
                reason = Reason(0.9, ("rule:spelling",))
                yield divergence("spelling", (here,), (there,), None, (actor,), reason)
                break


def _roles(one: Report, two: Report) -> Iterator[Divergence]:
    """Offices of one person that are not the same in the two reports."""
    for actor in sorted(one.offices.keys() & two.offices.keys()):
        here, there = one.offices[actor], two.offices[actor]
        if not any(_one_office(a, b) for a in here for b in there):
            reason = Reason(0.7, ("rule:role",))
            yield divergence("role", (here[0].place,), (there[0].place,), None, (actor,), reason)


def _one_office(one: Office, two: Office) -> bool:
    """Tell whether two offices may be one: known as one, or with a word of one root."""
    return one.name == two.name or any(a[:_ROOT] == b[:_ROOT] for a in one.words for b in two.words)


def _one_a_fact(found: Iterable[Divergence], day: dict[str, date | None]) -> Iterator[Divergence]:
    """Bring together the figures of several pairs of reports that are given for one fact, the earliest on one side.

    A fact some of whose figures were brought up to date is one that moved.
    """
    group: dict[tuple[str, Evidence], list[Divergence]] = {}
    for one in found:
        unit = one.reason.why[-1]
        joined: list[Divergence] = [one]
        for other in {id(known): known for p in (*one.a, *one.b) if (known := group.get((unit, p)))}.values():
            joined += other
        for place in {p for each in joined for p in (*each.a, *each.b)}:
            group[unit, place] = joined
    for joined in {id(each): each for each in group.values()}.values():
        places = sorted(
            {p for one in joined for p in (*one.a, *one.b)},
            key=lambda p: (day[p.article] or date.max, p),
        )
        kind = "update" if any(one.kind == "update" for one in joined) else "figure"
        reason = max((one.reason for one in joined), key=lambda r: (r.confidence, r.why))
        yield divergence(kind, tuple(places[:1]), tuple(places[1:_MOST_FIGURES]), None, (), reason)
