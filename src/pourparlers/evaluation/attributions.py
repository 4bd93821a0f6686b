"""How well attributions are found: the measures of the field, over word tokens.

Tokens are maximal runs of word characters, so quotation marks and white space never count.

- tokens: P, R and F1 of the union of a document's source, cue and content tokens.
- match@50, match@80: one-to-one matching of attributions by the F1 of their content tokens, at 0.5 and 0.8.
- ggt@30, ggt@80: the criterion of the Gender Gap Tracker and of Radar de Parité: the share of the gold content
  that the prediction covers.
- linked: the matches at 0.5 whose contents share at least half of either and whose source is right.
- source, speaker, party, act: of the matches at 0.5, the share that is right.
- condition: of the matches at 0.5 whose gold has a condition, the share for which one is found; and how many were
  found where gold has none.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from pourparlers.evaluation.names import same_name
from pourparlers.evaluation.records import Document, Record
from pourparlers.model import Span

_WORD = re.compile(r"\w+")
_CRITERIA = ("match@50", "match@80", "linked", "ggt@30", "ggt@80")
_PARTS = ("source", "cue", "content")

Tokens = frozenset[int]


@dataclass(frozen=True, slots=True)
class Rates:
    """Precision, recall and their harmonic mean, each in 0..1."""

    precision: float
    recall: float

    @property
    def f1(self) -> float:
        """The harmonic mean of precision and recall; 0 when both are 0."""
        return harmonic(self.precision, self.recall)


@dataclass(frozen=True, slots=True)
class Miss:
    """A gold attribution that was not found, or (`extra`) a predicted one that gold does not have."""

    document: str
    extra: bool
    record: Record


@dataclass(frozen=True, slots=True)
class Scores:
    """The figures of one evaluation; shares are in 0..1."""

    documents: int
    gold: int
    predicted: int
    tokens: dict[str, Rates]
    matches: dict[str, Rates]
    recall_by_type: dict[str, float]
    source: float
    speaker: float
    party: float
    act: float | None
    conditions_wanted: int
    conditions_found: int
    conditions_invented: int
    misses: tuple[Miss, ...]


@dataclass
class _Tally:
    gold: int = 0
    predicted: int = 0
    matched: int = 0
    source: int = 0
    speaker: int = 0
    party: int = 0
    act: int = 0
    with_act: int = 0
    conditions_wanted: int = 0
    conditions_found: int = 0
    conditions_invented: int = 0


def harmonic(precision: float, recall: float) -> float:
    """F1; 0 when both are 0."""
    return 2 * precision * recall / (precision + recall) if precision + recall else 0.0


def score(documents: Sequence[Document], predictions: Mapping[str, Sequence[Record]]) -> Scores:
    """Score predicted attributions against gold ones.

    Args:
        documents: gold, with texts.
        predictions: by document name; a document without an entry has no predictions.
    """
    tally = _Tally()
    tokens = {part: [0, 0, 0] for part in _PARTS}
    hits = dict.fromkeys(_CRITERIA, 0)
    by_type: defaultdict[str, list[int]] = defaultdict(lambda: [0, 0])
    misses: list[Miss] = []
    for document in documents:
        count = _Tokens(document.text)
        gold = [(record, count.inside(record.content)) for record in document.records]
        found = [(record, count.inside(record.content)) for record in predictions.get(document.name, ())]
        core = [pair for pair in gold if not pair[0].marginal]
        kept = _without_marginal(gold, found)
        tally.gold += len(core)
        tally.predicted += len(kept)
        for name, overlap, threshold in (
            ("match@50", _symmetric, 0.5),
            ("match@80", _symmetric, 0.8),
            ("ggt@30", _covered, 0.3),
            ("ggt@80", _covered, 0.8),
        ):
            pairs = _match([t for _, t in core], [t for _, t in kept], threshold, overlap)
            hits[name] += len(pairs)
            if name == "match@50":
                hits["linked"] += _judge(pairs, core, kept, count, tally)
                got, used = {i for i, _ in pairs}, {j for _, j in pairs}
                for i, (record, _) in enumerate(core):
                    by_type[record.type][0] += i in got
                    by_type[record.type][1] += 1
                misses += [Miss(document.name, False, r) for i, (r, _) in enumerate(core) if i not in got]
                misses += [Miss(document.name, True, r) for j, (r, _) in enumerate(kept) if j not in used]
        marginal = [record for record, _ in gold if record.marginal]
        for part in _PARTS:
            wanted = count.inside(_spans([r for r, _ in core], part))
            ignored = count.inside(_spans(marginal, part)) - wanted
            given = count.inside(_spans([r for r, _ in kept], part)) - ignored
            for i, size in enumerate((len(wanted & given), len(given), len(wanted))):
                tokens[part][i] += size
    return Scores(
        documents=len(documents),
        gold=tally.gold,
        predicted=tally.predicted,
        tokens={part: Rates(_share(hit, n), _share(hit, m)) for part, (hit, n, m) in tokens.items()},
        matches={k: Rates(_share(n, tally.predicted), _share(n, tally.gold)) for k, n in hits.items()},
        recall_by_type={kind: _share(*pair) for kind, pair in sorted(by_type.items())},
        source=_share(tally.source, tally.matched),
        speaker=_share(tally.speaker, tally.matched),
        party=_share(tally.party, tally.matched),
        act=_share(tally.act, tally.with_act) if tally.with_act else None,
        conditions_wanted=tally.conditions_wanted,
        conditions_found=tally.conditions_found,
        conditions_invented=tally.conditions_invented,
        misses=tuple(misses),
    )


def to_dict(scores: Scores) -> dict[str, Any]:
    """The figures as plain JSON values."""
    return {
        "documents": scores.documents,
        "gold": scores.gold,
        "predicted": scores.predicted,
        "tokens": {part: _rates(rates) for part, rates in scores.tokens.items()},
        "matches": {name: _rates(rates) for name, rates in scores.matches.items()},
        "recall_by_type": scores.recall_by_type,
        "source": scores.source,
        "speaker": scores.speaker,
        "party": scores.party,
        "act": scores.act,
        "conditions": {
            "wanted": scores.conditions_wanted,
            "found": scores.conditions_found,
            "invented": scores.conditions_invented,
        },
        "misses": [
            {
                "document": miss.document,
                "extra": miss.extra,
                "id": miss.record.id,
                "content": miss.record.content,
            }
            for miss in scores.misses
        ],
    }


def _rates(rates: Rates) -> dict[str, float]:
    return {"precision": rates.precision, "recall": rates.recall, "f1": rates.f1}


class _Tokens:
    """The words of a text, and which of them lie in given spans."""

    def __init__(self, text: str) -> None:
        words = [match.span() for match in _WORD.finditer(text)]
        self.starts = [start for start, _ in words]
        self.ends = [end for _, end in words]

    def inside(self, spans: Iterable[Span]) -> Tokens:
        out: set[int] = set()
        for span in spans:
            i = bisect_right(self.ends, span.start)
            while i < len(self.starts) and self.starts[i] < span.end:
                out.add(i)
                i += 1
        return frozenset(out)


def _spans(records: Iterable[Record], part: str) -> list[Span]:
    if part == "content":
        return [span for record in records for span in record.content]
    return [span for record in records if (span := getattr(record, part)) is not None]


def _symmetric(gold: Tokens, found: Tokens) -> float:
    both = len(gold & found)
    return harmonic(_share(both, len(found)), _share(both, len(gold)))


def _covered(gold: Tokens, found: Tokens) -> float:
    return _share(len(gold & found), len(gold))


def _match(
    gold: Sequence[Tokens],
    found: Sequence[Tokens],
    threshold: float,
    overlap: Callable[[Tokens, Tokens], float],
) -> list[tuple[int, int]]:
    """Greedy one-to-one matching, best pairs first."""
    scored = sorted(
        (-value, i, j)
        for i, a in enumerate(gold)
        for j, b in enumerate(found)
        if (value := overlap(a, b)) >= threshold and value > 0
    )
    used_gold: set[int] = set()
    used_found: set[int] = set()
    pairs = []
    for _, i, j in scored:
        if i not in used_gold and j not in used_found:
            used_gold.add(i)
            used_found.add(j)
            pairs.append((i, j))
    return pairs


def _without_marginal(
    gold: Sequence[tuple[Record, Tokens]], found: Sequence[tuple[Record, Tokens]]
) -> list[tuple[Record, Tokens]]:
    pairs = _match([t for _, t in gold], [t for _, t in found], 0.5, _symmetric)
    aside = {j for i, j in pairs if gold[i][0].marginal}
    return [pair for j, pair in enumerate(found) if j not in aside]


def _judge(
    pairs: Iterable[tuple[int, int]],
    gold: Sequence[tuple[Record, Tokens]],
    found: Sequence[tuple[Record, Tokens]],
    count: _Tokens,
    tally: _Tally,
) -> int:
    """Adds up what is right of each pair; gives how many of them are linked."""
    linked = 0
    for i, j in pairs:
        (want, wanted_content), (have, given_content) = gold[i], found[j]
        wanted, given = count.inside(_spans([want], "source")), count.inside(_spans([have], "source"))
        right = bool(wanted & given) or not (wanted or given)
        shared = len(wanted_content & given_content)
        linked += right and 2 * shared >= max(len(wanted_content), len(given_content))
        tally.matched += 1
        tally.source += right
        tally.speaker += same_name(have.speaker_names, want.speaker_names)
        tally.party += same_name(have.party_names, want.party_names)
        if want.acts:
            tally.with_act += 1
            tally.act += bool(have.acts) and have.acts[0] in want.acts
        tally.conditions_wanted += want.condition is not None
        tally.conditions_found += want.condition is not None and have.condition is not None
        tally.conditions_invented += want.condition is None and have.condition is not None
    return linked


def _share(part: float, whole: float) -> float:
    return part / whole if whole else 0.0
