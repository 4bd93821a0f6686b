"""What each statement is about: the user's codebook, matters known in general, or clusters of the articles' own words.

Statements are taken in the dossier's order (date, then id of the article), one by one, so an article added at the
end never changes the issue of an earlier statement: sequential leader clustering (Hartigan, Clustering Algorithms,
1975, ch. 3), with words first and sentence embeddings where words do not decide.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import groupby

import numpy as np
from numpy.typing import NDArray

from pourparlers.dossier.codebook import Codebook
from pourparlers.dossier.drafts import ASKING, ASSESSING, GIVING, Draft
from pourparlers.dossier.labels import noun_phrase
from pourparlers.dossier.making import NO_PARTY
from pourparlers.dossier.page import Page
from pourparlers.dossier.themes import ASSESSMENT, PROCESS, STRONG, Theme, generic_labels
from pourparlers.dossier.wording import stem
from pourparlers.knowledge.words import fold
from pourparlers.model import Act, Evidence, Issue, Reason, Span

_SECOND = 0.55  # a demand is also on a second matter from this share of the first one's weight
_NEAR = 3  # sentences a pronoun may look back for its matter
_FAR = 4 * _NEAR  # sentences a whole answer may look back
_FEW = 6  # content words of a statement that may lean on what stands around
_LIKE = 0.7  # cosine from which a statement without words of a matter joins one
_LIKE_SHARED = 0.5  # the same when it shares a word with it
_MOVING = ASKING | GIVING | {Act.REJECT, Act.THREATEN, Act.ANNOUNCE}
_ON_MORE = ASKING | {Act.ACCUSE, Act.DENY}
_TELLING = frozenset(Act) - {Act.STATE, Act.ANNOUNCE}
_NEAREST = 5
_LEAST_KNOWN = 8  # statements before their mean tells what they have in common
_SHORT_WORD = 3
_SHARED_WORDS = 2
_MOST_TERMS = 12

Vector = NDArray[np.float32]


@dataclass
class _Cluster:
    id: str
    labels: dict[str, str]
    keys: set[str] = field(default_factory=set)
    terms: list[Evidence] = field(default_factory=list)
    founded: bool = False
    size: int = 0


class _Space:
    """The centroids of the issues so far; rows grow as issues come."""

    def __init__(self) -> None:
        self._sums: Vector = np.zeros((16, 0), dtype=np.float32)
        self._units: Vector = self._sums
        self._ids: list[str] = []
        self._row: dict[str, int] = {}

    def add(self, issue: str, vector: Vector | None) -> None:
        if vector is None:
            return
        if self._sums.shape[1] == 0:
            self._sums = np.zeros((16, vector.shape[0]), dtype=np.float32)
            self._units = self._sums.copy()
        row = self._row.get(issue)
        if row is None:
            row = self._row[issue] = len(self._ids)
            self._ids.append(issue)
            if row == len(self._sums):
                self._sums = np.vstack([self._sums, np.zeros_like(self._sums)])
                self._units = np.vstack([self._units, np.zeros_like(self._units)])
        self._sums[row] += vector
        self._units[row] = self._sums[row] / max(float(np.sqrt(self._sums[row] @ self._sums[row])), 1e-9)

    def near(self, vector: Vector | None, least: float) -> list[tuple[float, str]]:
        """Give the issues whose cosine to a vector is at least this, the likest first."""
        if vector is None or not self._ids:
            return []
        cosines = self._units[: len(self._ids)] @ vector
        rows = np.flatnonzero(cosines >= least)
        return sorted(((float(cosines[n]), self._ids[n]) for n in rows), key=lambda one: (-one[0], one[1]))[
            :_NEAREST
        ]


class _Assigner:
    def __init__(self, pages: Mapping[str, Page], codebook: Codebook | None) -> None:
        self._pages = pages
        self._codebook = {one.id: one for one in codebook.issues} if codebook else {}
        self.clusters: dict[str, _Cluster] = {}
        self._space = _Space()
        self._by_key: dict[str, set[str]] = {}
        self._recent: list[Draft] = []
        self._said: dict[str, int] = {}

    def assign(self, draft: Draft) -> Draft:
        """Give a draft its issues."""
        if self._recent and self._recent[-1].statement.article != draft.statement.article:
            self._recent = []
        found, why, sure = self._issues(draft)
        strong = bool(found) and why in {"rule:words", "rule:assessment", "rule:naming"}
        for issue in found:
            self._know(issue, draft, strong)
            self._said[issue] = self._said.get(issue, 0) + int(strong)
        reason = draft.statement.reason
        statement = replace(
            draft.statement,
            issues=found,
            reason=Reason(
                round(reason.confidence * sure, 4), (*reason.why, f"issue:{why}") if found else reason.why
            ),
        )
        answered = tuple(one.id for one in answers(draft, self._recent)) if draft.blanket else ()
        done = replace(draft, statement=statement, answers=answered)
        self._recent.append(done)
        return done

    def _issues(self, draft: Draft) -> tuple[tuple[str, ...], str, float]:
        if draft.blanket:
            return self._answered(draft)
        if draft.naming:
            return (PROCESS,), "rule:naming", 0.85
        strong = [one for one in draft.themes if one.weight >= STRONG]
        if draft.statement.act in ASSESSING:
            assessed = _assessed(draft, strong)
            if assessed:
                return (ASSESSMENT,), "rule:assessment", 0.9
            strong = [one for one in strong if one.id not in {ASSESSMENT, PROCESS}] or strong
        if strong:
            return _matters(draft, strong), "rule:words", 1.0
        return self._without_words(draft)

    def _without_words(self, draft: Draft) -> tuple[tuple[str, ...], str, float]:
        hints = {one.id: one.weight for one in draft.themes}
        spoken = sorted(
            draft.themes, key=lambda one: (-self._said.get(one.id, 0), -one.weight, one.words, one.id)
        )
        stems = {stem(key) for key in draft.keys if len(key) > _SHORT_WORD}
        for cosine, issue in self._space.near(draft.vector, _LIKE_SHARED):
            cluster = self.clusters.get(issue)
            if cosine >= _LIKE or issue in hints or (cluster and cluster.keys & stems):
                return (issue,), "rule:embedding", 0.75
        by_words = self._by_words(stems)
        if by_words:
            return (by_words,), "rule:shared-words", 0.7
        if hints:
            return (_matter(draft, spoken[0]),), "rule:hint", 0.6
        near = self._near(draft)
        if near:
            return near, "rule:context", 0.5
        if draft.statement.act in _TELLING and set(draft.statement.parties) - NO_PARTY and not draft.shell:
            founded = self._found(draft)
            if founded:
                return (founded,), "rule:induced", 0.6
        return (), "", 1.0

    def _near(self, draft: Draft) -> tuple[str, ...]:
        """Take the matter of what stands around: the rest of the sentence, else what was said just before."""
        few = len(draft.keys) <= _FEW and (draft.points or len(draft.keys) < _SHARED_WORDS)
        around = [one for one in draft.around if one.weight >= STRONG]
        if around and few:
            return (around[0].id,)
        for earlier in reversed(self._recent):
            if draft.sentence - earlier.sentence > _NEAR:
                break
            if earlier.statement.issues and not earlier.shell and self._leans(draft, earlier, few):
                return earlier.statement.issues[:1]
        return ()

    def _leans(self, draft: Draft, earlier: Draft, few: bool) -> bool:
        """Tell whether a statement goes on from an earlier one: the same utterance, or a few words just after it."""
        whole = draft.id.rpartition(".")[0]
        if whole and earlier.id.rpartition(".")[0] == whole:
            return True
        sides = set(draft.statement.parties) & set(earlier.statement.parties)
        reach = _NEAR if draft.continues and sides else 1
        return few and draft.sentence - earlier.sentence <= reach

    def _answered(self, draft: Draft) -> tuple[tuple[str, ...], str, float]:
        """Give a whole answer the issues of what it answers: what the other side said before, in the same article."""
        answered = answers(draft, self._recent)
        issues = tuple(dict.fromkeys(issue for one in answered for issue in one.statement.issues))
        if issues:
            return issues, "rule:blanket", 0.8
        around = [one.id for one in draft.around if one.weight >= STRONG]
        return ((around[0],), "rule:context", 0.5) if around else ((), "", 1.0)

    def _by_words(self, stems: set[str]) -> str | None:
        votes: dict[str, int] = {}
        for key in stems:
            for cluster in self._by_key.get(key, ()):
                votes[cluster] = votes.get(cluster, 0) + 1
        best = min(((-count, cluster) for cluster, count in votes.items()), default=None)
        return best[1] if best and -best[0] >= _SHARED_WORDS else None

    def _found(self, draft: Draft) -> str | None:
        page = self._pages[draft.statement.article]
        span = _noun(draft, page)
        if span is None:
            return None
        label = " ".join(page.text[span.start : span.end].split())
        slug = re.sub(r"[^\w]+", "-", fold(label)).strip("-")
        name, n = f"own.{slug}", 1
        while name in self.clusters:
            n += 1
            name = f"own.{slug}-{n}"
        label = label[0].upper() + label[1:]
        self.clusters[name] = _Cluster(name, {page.language: label}, founded=True)
        self.clusters[name].terms.append(Evidence(page.article.id, *span))
        return name

    def _know(self, issue: str, draft: Draft, strong: bool) -> None:
        cluster = self.clusters.get(issue)
        if cluster is None:
            entry = self._codebook.get(issue)
            labels = entry.label() if entry else dict(generic_labels().get(issue, {}))
            cluster = self.clusters[issue] = _Cluster(issue, labels)
        if strong and len(cluster.terms) < _MOST_TERMS:
            cluster.terms += [
                Evidence(draft.statement.article, *term)
                for theme, term in zip(draft.themes, draft.terms, strict=False)
                if theme.id == issue
            ]
        if cluster.founded:
            self._name(cluster, draft)
            if not cluster.keys:
                cluster.keys = {stem(key) for key in draft.keys if len(key) > _SHORT_WORD}
                for key in cluster.keys:
                    self._by_key.setdefault(key, set()).add(issue)
        cluster.size += 1
        if strong or (cluster.founded and cluster.size > 1):
            self._space.add(issue, draft.vector)

    def _name(self, cluster: _Cluster, draft: Draft) -> None:
        if draft.language in cluster.labels:
            return
        page = self._pages[draft.statement.article]
        span = _noun(draft, page)
        if span is not None:
            label = " ".join(page.text[span.start : span.end].split())
            cluster.labels[draft.language] = label[0].upper() + label[1:]


def _centred(drafts: Iterable[Draft]) -> list[Draft]:
    """Take from each embedding what all have in common, so that cosines tell statements apart.

    Sentence embeddings of one encoder crowd in a narrow cone (Ethayarajh 2019); their mean is taken off. It is that
    of the articles up to the statement's own, so an article added at the end changes no earlier one.
    """
    made: list[Draft] = []
    total: Vector | None = None
    count = 0
    for _, group in groupby(drafts, key=lambda draft: draft.statement.article):
        page = list(group)
        vectors = [draft.vector for draft in page if draft.vector is not None]
        if vectors:
            added: Vector = np.asarray(np.sum(vectors, axis=0), dtype=np.float32)
            total = added if total is None else total + added
            count += len(vectors)
        for draft in page:
            vector: Vector | None = None
            if draft.vector is not None and total is not None and count >= _LEAST_KNOWN:
                rest = draft.vector - total / np.float32(count)
                length = max(float(np.sqrt(rest @ rest)), 1e-9)
                vector = np.asarray(rest / length, dtype=np.float32)
            made.append(replace(draft, vector=vector))
    return made


def _noun(draft: Draft, page: Page) -> Span | None:
    """Give the stretch that names what a statement is about: no date, no name alone."""
    times = [time.span for span in draft.spans for time in page.times_in(span)]
    words = [
        w
        for span in draft.spans
        for w in page.words_in(span)
        if not any(t.start <= w.start < t.end for t in times)
    ]
    return noun_phrase(page.text, words, page.language, frozenset(draft.keys))


def assign(
    drafts: Iterable[Draft], pages: Mapping[str, Page], codebook: Codebook | None = None
) -> tuple[tuple[Issue, ...], list[Draft]]:
    """Give every statement its issues.

    Args:
        drafts: the statements in the dossier's order.
        pages: the articles by id.
        codebook: the user's issues, if any.

    Returns:
        the issues that came up, sorted by id, and the drafts with theirs, in the same order.
    """
    assigner = _Assigner(pages, codebook)
    done = [assigner.assign(draft) for draft in _centred(drafts)]
    parents = {one.id: one.parent for one in codebook.issues} if codebook else {}
    used = {issue for draft in done for issue in draft.statement.issues}
    wanted = set(used)
    for issue in used:
        parent = parents.get(issue)
        while parent and parent not in wanted:
            wanted.add(parent)
            parent = parents.get(parent)
    entries = {one.id: one for one in codebook.issues} if codebook else {}
    issues = []
    for name in sorted(wanted):
        cluster = assigner.clusters.get(name)
        labels = cluster.labels if cluster else entries[name].label()
        terms = tuple(cluster.terms) if cluster else ()
        issues.append(Issue(name, _both(labels), terms, parents.get(name), name in entries))
    return tuple(issues), done


def answers(draft: Draft, before: Sequence[Draft]) -> list[Draft]:
    """Give what a whole answer answers: sayings of its kind by another side, before it in the article.

    The nearest run counts: from the last such saying back, as long as no more than a few sentences part them;
    an answer to demands, named as such, reaches further.
    """
    ours = set(draft.statement.parties)
    acts = _ANSWERED[draft.blanket or "any"]
    found: list[Draft] = []
    edge = draft.sentence
    reach = _FAR if draft.blanket == "request" and not draft.partial else _NEAR
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
        if not earlier.statement.issues or edge - earlier.sentence > (reach if found else _FAR):
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


def _assessed(draft: Draft, strong: Sequence[Theme]) -> bool:
    """Tell whether an assessment is one of the talks themselves."""
    talks = [one for one in draft.themes if one.id.startswith("talks.")]
    others = [one for one in strong if not one.id.startswith("talks.")]
    if draft.talks_first or (talks and (not others or sum(one.weight for one in talks) > others[0].weight)):
        return True
    return draft.outlook and not others


def _matters(draft: Draft, strong: Sequence[Theme]) -> tuple[str, ...]:
    """Give the matter of a statement; a demand may be on two, each with words of its own."""
    first = strong[0]
    if draft.statement.act not in _ON_MORE:
        return (_matter(draft, first),)
    further = [
        one
        for one in strong[1:2]
        if one.weight >= _SECOND * first.weight and not set(one.words) & set(first.words)
    ]
    return tuple(dict.fromkeys(_matter(draft, one) for one in (first, *further)))


def _matter(draft: Draft, theme: Theme) -> str:
    """Give the matter of a word; who wants, offers or refuses talks speaks of holding them, not of how they went."""
    return PROCESS if theme.id == ASSESSMENT and draft.statement.act in _MOVING else theme.id


def _both(labels: Mapping[str, str]) -> dict[str, str]:
    """Make sure there is a label in French and in English: where the articles have none, another language's."""
    some = next((labels[language] for language in sorted(labels)), "")
    return dict(sorted(({"en": labels.get("en", some), "fr": labels.get("fr", some)} | dict(labels)).items()))
