"""What each statement is about: the user's codebook, matters known in general, or clusters of the articles' own words.

Statements are taken in the dossier's order (date, then id of the article), one by one, so an article added at the
end never changes the issue of an earlier statement: sequential leader clustering (Hartigan, Clustering Algorithms,
1975, ch. 3), with words first and sentence embeddings where words do not decide.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from pourparlers.dossier.centring import Centre, Vector, width_of
from pourparlers.dossier.clusters import Cluster, Space
from pourparlers.dossier.codebook import Codebook, Entry
from pourparlers.dossier.drafts import ASSESSING, PLAIN, Draft
from pourparlers.dossier.labels import as_label
from pourparlers.dossier.making import NO_PARTY
from pourparlers.dossier.matters import (
    FAR,
    NEAR,
    TALKS,
    answers,
    assessed,
    last_of_side,
    main_matter,
    matter,
    matters,
    off_talks,
    on_a_matter,
    spoken_of,
)
from pourparlers.dossier.memory import Memory, common
from pourparlers.dossier.naming import name_of
from pourparlers.dossier.page import Page
from pourparlers.dossier.repeats import Sayings, said_here
from pourparlers.dossier.themes import (
    ASSESSMENT,
    OTHER,
    PROCESS,
    STRONG,
    Theme,
    family,
    generic_labels,
)
from pourparlers.dossier.wording import stem
from pourparlers.knowledge.words import fold
from pourparlers.model import Evidence, Issue, Reason

_FEW = 6  # content words of a statement that may lean on what stands around
_ENOUGH = 3  # the same of one that stands without a matter
_LIKE = 0.7  # cosine from which a statement without words of a matter joins one
_LIKE_SHARED = 0.5  # the same when it shares a word with it
_SHORT_WORD = 3
_NEXT = 1  # sentence
_SHARED_WORDS = 2
_MOST_TERMS = 12
_RUNS = 3
_TALKED = frozenset({ASSESSMENT, PROCESS})
_MARKS = (16, 64, 256, 1024, 4096)  # articles before the end after which the state of the clusters is kept

Said = tuple[Draft, ...]
"""The statements of one article, in text order."""


class _Assigner:
    def __init__(self, pages: Mapping[str, Page], codebook: Codebook | None, centre: Centre) -> None:
        self._pages = pages
        self._given = codebook
        self._codebook: Mapping[str, Entry] = {one.id: one for one in codebook.issues} if codebook else {}
        self.clusters: dict[str, Cluster] = {}
        self._space = Space()
        self._by_key: dict[str, set[str]] = {}
        self._recent: list[Draft] = []
        self._spoken_of: frozenset[str] = frozenset()
        self._main: str | None = None
        self._mostly = False
        self._said: dict[str, int] = {}
        self._sayings = Sayings()
        self._again: dict[str, Draft] = {}
        self._centre = centre

    def copy(self) -> _Assigner:
        """Give another one that goes on from here."""
        other = _Assigner(self._pages, self._given, self._centre.copy())
        other.clusters = {id: one.copy() for id, one in self.clusters.items()}
        other._space = self._space.copy()
        other._by_key = {key: set(ids) for key, ids in self._by_key.items()}
        other._said = dict(self._said)
        other._sayings = self._sayings.copy()
        return other

    def resume(self, pages: Mapping[str, Page]) -> _Assigner:
        """Give another one that goes on from here with these articles."""
        other = self.copy()
        other._pages = pages
        return other

    def article(self, drafts: Said, before: Said | None) -> Said:
        """Give the statements of the next article their issues; `before` is what came of them another time."""
        self._recent = []
        self._spoken_of = spoken_of(drafts)
        if not drafts:
            return drafts
        page = self._pages[drafts[0].statement.article]
        self._main, self._mostly = main_matter(drafts, page, self._given)
        self._again = said_here(drafts)
        for n, (draft, vector) in enumerate(zip(drafts, self._centre.of(drafts), strict=True)):
            self._recent.append(self._assign(draft, vector, before[n] if before else None))
        if before and all(a is b for a, b in zip(self._recent, before, strict=True)):
            return before
        return tuple(self._recent)

    def _assign(self, draft: Draft, vector: Vector | None, before: Draft | None) -> Draft:
        found, why, sure = self._issues(self._again.get(draft.id, draft), vector)
        earlier = self._sayings.earlier(draft)
        if earlier and on_a_matter(earlier) and not set(earlier.statement.issues) <= set(found):
            found, why, sure = earlier.statement.issues, "rule:said-again", 0.9
        strong = bool(found) and why in {"rule:words", "rule:assessment", "rule:naming"}
        for issue in found:
            self._know(issue, draft, vector, strong)
            self._said[issue] = self._said.get(issue, 0) + int(strong)
        reason = draft.statement.reason
        reason = Reason(
            round(reason.confidence * sure, 4), (*reason.why, f"issue:{why}") if found else reason.why
        )
        answered = tuple(one.id for one in answers(draft, self._recent)) if draft.blanket else draft.answers
        again = earlier.id if earlier is not None else None
        if (
            before is not None
            and before.vector is vector
            and (before.statement.issues, before.statement.reason, before.answers, before.again)
            == (found, reason, answered, again)
        ):
            self._sayings.add(before)
            return before
        statement = replace(draft.statement, issues=found, reason=reason)
        done = replace(draft, statement=statement, answers=answered, vector=vector, again=again)
        self._sayings.add(done)
        return done

    def _issues(self, draft: Draft, vector: Vector | None) -> tuple[tuple[str, ...], str, float]:
        if draft.blanket:
            return self._answered(draft)
        if draft.naming and (draft.of_talks or draft.talks_first or not off_talks(draft)):
            return (PROCESS,), "rule:naming", 0.85
        strong = [one for one in draft.themes if one.weight >= STRONG]
        if draft.statement.act in ASSESSING:
            if assessed(draft, strong) and (draft.talks_first or self._on_talks(draft)):
                return (ASSESSMENT,), "rule:assessment", 0.9
            strong = [one for one in strong if one.id not in {ASSESSMENT, PROCESS}] or strong
        if strong:
            return matters(draft, strong), "rule:words", 1.0
        return self._without_words(draft, vector)

    def _on_talks(self, draft: Draft) -> bool:
        """Tell whether talks are spoken of: in the words of an assessment, in its sentence, or shortly before."""
        if draft.of_talks or any(
            one.weight >= STRONG and family(one.id) == TALKS for one in (*draft.themes, *draft.around)
        ):
            return True
        for earlier in reversed(self._recent):
            if draft.sentence - earlier.sentence > FAR:
                break
            if any(family(issue) == TALKS for issue in earlier.statement.issues):
                return True
        return False

    def _without_words(self, draft: Draft, vector: Vector | None) -> tuple[tuple[str, ...], str, float]:
        hints = {one.issue for one in draft.themes}
        spoken = sorted(
            draft.themes, key=lambda one: (-self._said.get(one.issue, 0), -one.weight, one.words, one.id)
        )
        stems = {stem(key) for key in draft.keys if len(key) > _SHORT_WORD}
        for cosine, issue in self._space.near(vector, _LIKE_SHARED):
            cluster = self.clusters.get(issue)
            if cosine >= _LIKE or issue in hints or (cluster and cluster.keys & stems):
                return (issue,), "rule:embedding", 0.75
        by_words = self._by_words(stems)
        if by_words:
            return (by_words,), "rule:shared-words", 0.7
        hinted = next((one for one in spoken if self._is_borne_out(one, draft)), None)
        if hinted:
            return (matter(draft, hinted),), "rule:hint", 0.6
        near = self._near(draft)
        if near:
            return near, "rule:context", 0.5
        return self._of_its_own(draft)

    def _of_its_own(self, draft: Draft) -> tuple[tuple[str, ...], str, float]:
        """Found a matter that its own words name; where they name none, go on from what the side last spoke of."""
        if set(draft.statement.parties) - NO_PARTY and not draft.shell:
            founded, speaks = self._found(draft)
            if founded:
                return (founded,), "rule:induced", 0.6
            before = self._just_before(draft) if not speaks and len(draft.keys) <= _FEW else ()
            if before:
                return before, "rule:last-spoken-of", 0.45
            likely = self._mostly or draft.statement.act not in ASSESSING
            if self._main and likely and (speaks or draft.points):
                return (self._main,), "rule:main-matter", 0.45
            if speaks or len(draft.keys) >= _ENOUGH:
                return self._home(draft)
            if self._main and draft.keys and draft.statement.act not in PLAIN:
                return (self._main,), "rule:main-matter", 0.4
        return (), "", 1.0

    def _home(self, draft: Draft) -> tuple[tuple[str, ...], str, float]:
        """Give a home to what names no matter: the rest of its sentence, what its side spoke of just before; else it has none."""
        around = next((one.issue for one in draft.around if one.weight >= STRONG), None)
        if around:
            return (around,), "rule:context", 0.4
        before = last_of_side(draft, self._recent, _NEXT)
        return (before, "rule:last-spoken-of", 0.4) if before else ((OTHER,), "rule:no-name", 0.5)

    def _is_borne_out(self, theme: Theme, draft: Draft) -> bool:
        """Tell whether words that only hint at a matter speak of it: two of them, or the article names it elsewhere.

        Words for talks need nothing else where they come first.
        """
        if len(theme.words) > 1 or theme.issue in self._spoken_of:
            return True
        return family(theme.id) == TALKS and (draft.talks_first or bool(_TALKED & self._spoken_of))

    def _just_before(self, draft: Draft) -> tuple[str, ...]:
        """Take what the same side last spoke of, for words that name no matter ("the deputies turned the text down")."""
        return last_of_side(draft, self._recent, NEAR) if len(draft.keys) >= _SHARED_WORDS else ()

    def _near(self, draft: Draft) -> tuple[str, ...]:
        """Take the matter of what stands around: the rest of the sentence, else what was said just before."""
        few = len(draft.keys) <= _FEW and (draft.points or len(draft.keys) < _SHARED_WORDS)
        around = [one for one in draft.around if one.weight >= STRONG]
        if around and few:
            return (around[0].issue,)
        for earlier in reversed(self._recent):
            if draft.sentence - earlier.sentence > NEAR:
                break
            if on_a_matter(earlier) and not earlier.shell and self._leans(draft, earlier, few):
                return earlier.statement.issues[:1]
        return ()

    def _leans(self, draft: Draft, earlier: Draft, few: bool) -> bool:
        """Tell whether a statement goes on from an earlier one: the same utterance, or a few words just after it."""
        whole = draft.id.rpartition(".")[0]
        if whole and earlier.id.rpartition(".")[0] == whole:
            return True
        sides = set(draft.statement.parties) & set(earlier.statement.parties)
        reach = NEAR if draft.continues and sides else 1
        return few and draft.sentence - earlier.sentence <= reach

    def _answered(self, draft: Draft) -> tuple[tuple[str, ...], str, float]:
        """Give a whole answer the issues of what it answers: what the other side said before, in the same article."""
        answered = answers(draft, self._recent)
        issues = tuple(dict.fromkeys(issue for one in answered for issue in one.statement.issues))
        if issues:
            return issues, "rule:blanket", 0.8
        around = [one.issue for one in draft.around if one.weight >= STRONG]
        return ((around[0],), "rule:context", 0.5) if around else ((), "", 1.0)

    def _by_words(self, stems: set[str]) -> str | None:
        votes: dict[str, int] = {}
        for key in stems:
            for cluster in self._by_key.get(key, ()):
                votes[cluster] = votes.get(cluster, 0) + 1
        best = min(((-count, cluster) for cluster, count in votes.items()), default=None)
        return best[1] if best and -best[0] >= _SHARED_WORDS else None

    def _found(self, draft: Draft) -> tuple[str | None, bool]:
        """Found a matter where there is a name for it; tell also whether the words speak of anything."""
        page = self._pages[draft.statement.article]
        span, speaks = name_of(draft, page)
        if span is None:
            return None, speaks
        label = as_label(page.text[span.start : span.end])
        slug = re.sub(r"[^\w]+", "-", fold(label)).strip("-")
        name, n = f"own.{slug}", 1
        while name in self.clusters:
            n += 1
            name = f"own.{slug}-{n}"
        self.clusters[name] = Cluster(name, {page.language: label}, founded=True)
        self.clusters[name].terms.append(Evidence(page.article.id, *span))
        return name, True

    def _know(self, issue: str, draft: Draft, vector: Vector | None, strong: bool) -> None:
        cluster = self.clusters.get(issue)
        if cluster is None:
            entry = self._codebook.get(issue)
            labels = entry.label() if entry else dict(generic_labels().get(issue, {}))
            cluster = self.clusters[issue] = Cluster(issue, labels)
        if strong and len(cluster.terms) < _MOST_TERMS:
            cluster.terms += [
                Evidence(draft.statement.article, *term)
                for theme, term in zip(draft.themes, draft.terms, strict=False)
                if theme.issue == issue
            ]
        if cluster.founded:
            self._name(cluster, draft)
            if not cluster.keys:
                cluster.keys = {stem(key) for key in draft.keys if len(key) > _SHORT_WORD}
                for key in cluster.keys:
                    self._by_key.setdefault(key, set()).add(issue)
        cluster.size += 1
        if strong or (cluster.founded and cluster.size > 1):
            self._space.add(issue, vector)

    def _name(self, cluster: Cluster, draft: Draft) -> None:
        if draft.language in cluster.labels:
            return
        page = self._pages[draft.statement.article]
        span, _ = name_of(draft, page)
        if span is not None:
            cluster.labels[draft.language] = as_label(page.text[span.start : span.end])


@dataclass
class _Run:
    """What was given issues: the statements of each article before and after, and the state after some articles."""

    said: Sequence[Said]
    done: list[Said]
    marks: dict[int, _Assigner]


def assign(
    said: Sequence[Said], pages: Mapping[str, Page], codebook: Codebook | None, memory: Memory
) -> tuple[tuple[Issue, ...], list[Said]]:
    """Give every statement its issues.

    Args:
        said: the statements by article, in the dossier's order.
        pages: the articles by id.
        codebook: the user's issues, if any.
        memory: what was assigned before: articles whose predecessors are all the same need no more work.

    Returns:
        the issues that came up, sorted by id, and the statements with theirs, in the same order.
    """
    width = width_of(said)
    runs: list[_Run] = memory.of("runs").get((codebook, width), (), list)
    last = max(runs, key=lambda run: common(run.said, said), default=_Run((), [], {}))
    shared = common(last.said, said)
    start = max((n for n in last.marks if n <= shared), default=0)
    assigner = last.marks[start].resume(pages) if start else _Assigner(pages, codebook, Centre(memory, width))
    before = {id(one): done for one, done in zip(last.said[start:], last.done[start:], strict=True)}
    run = _Run(said, last.done[:start], {n: mark for n, mark in last.marks.items() if n <= start})
    for n, one in enumerate(said[start:], start + 1):
        run.done.append(assigner.article(one, before.get(id(one))))
        if len(said) - n in _MARKS:
            run.marks[n] = assigner.copy()
    run.marks = _spread(run.marks, len(said))
    if len(said) == shared or 2 * shared > len(last.said):
        runs[:] = [one for one in runs if one is not last]
    runs.insert(0, run)
    del runs[_RUNS:]
    return _issues(assigner, run.done, codebook), run.done


def _spread(marks: Mapping[int, _Assigner], size: int) -> dict[int, _Assigner]:
    """Keep the marks that are nearest to where they are wanted."""
    wanted = {min(marks, key=lambda n: (n > size - gap, abs(size - gap - n))) for gap in _MARKS if marks}
    return {n: mark for n, mark in marks.items() if n in wanted}


def _issues(assigner: _Assigner, done: Iterable[Said], codebook: Codebook | None) -> tuple[Issue, ...]:
    entries = {one.id: one for one in codebook.issues} if codebook else {}
    parents = {one.id: one.parent for one in entries.values()}
    used = {issue for said in done for draft in said for issue in draft.statement.issues}
    wanted = set(used)
    for issue in used:
        parent = parents.get(issue)
        while parent and parent not in wanted:
            wanted.add(parent)
            parent = parents.get(parent)
    issues = []
    for name in sorted(wanted):
        cluster = assigner.clusters.get(name)
        labels = cluster.labels if cluster else entries[name].label()
        terms = tuple(cluster.terms) if cluster else ()
        issues.append(Issue(name, _both(labels), terms, parents.get(name), name in entries))
    return tuple(issues)


def _both(labels: Mapping[str, str]) -> dict[str, str]:
    """Make sure there is a label in French and in English: where the articles have none, another language's."""
    some = next((labels[language] for language in sorted(labels)), "")
    return dict(sorted(({"en": labels.get("en", some), "fr": labels.get("fr", some)} | dict(labels)).items()))
