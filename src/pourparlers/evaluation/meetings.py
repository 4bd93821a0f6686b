"""How well the meetings found in an article match a gold list: one to one, by place and participants."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from pourparlers.dossier.meetings import Telling
from pourparlers.dossier.meetings import find as find_meetings
from pourparlers.dossier.places import agree, place
from pourparlers.errors import GoldError
from pourparlers.evaluation.names import folded, same_name
from pourparlers.knowledge.entities import find, party_of
from pourparlers.model import Article, Reading

NO_PLACE = folded("visioconférence virtuelle virtuel en ligne online virtual")


@dataclass(frozen=True, slots=True)
class MeetingRecord:
    """A meeting to compare. Each participant is the names it goes by: its own, its codes, its country."""

    place: str | None
    participants: tuple[tuple[str, ...], ...]
    status: str
    what: str = ""


@dataclass(frozen=True, slots=True)
class MeetingScores:
    """Counts over articles, and what was missed and invented, for those who read along."""

    gold: int = 0
    predicted: int = 0
    matched: int = 0
    status_right: int = 0
    missed: tuple[MeetingRecord, ...] = field(default=(), repr=False)
    invented: tuple[MeetingRecord, ...] = field(default=(), repr=False)

    @property
    def precision(self) -> float:
        """Share of the predicted meetings that are in the gold."""
        return self.matched / self.predicted if self.predicted else 0.0

    @property
    def recall(self) -> float:
        """Share of the gold meetings that were found."""
        return self.matched / self.gold if self.gold else 0.0

    @property
    def f1(self) -> float:
        """Harmonic mean of precision and recall."""
        both = self.gold + self.predicted
        return 2 * self.matched / both if both else 0.0

    @property
    def status_accuracy(self) -> float:
        """Share of the matched meetings whose status is right."""
        return self.status_right / self.matched if self.matched else 0.0

    def to_dict(self) -> dict[str, int | float]:
        """Give counts and rates as JSON values."""
        return {
            "gold": self.gold,
            "predicted": self.predicted,
            "matched": self.matched,
            "precision": round(self.precision, 3),
            "recall": round(self.recall, 3),
            "f1": round(self.f1, 3),
            "status": round(self.status_accuracy, 3),
        }

    def __add__(self, other: MeetingScores) -> MeetingScores:
        return MeetingScores(
            self.gold + other.gold,
            self.predicted + other.predicted,
            self.matched + other.matched,
            self.status_right + other.status_right,
            self.missed + other.missed,
            self.invented + other.invented,
        )


def read_gold_meetings(folder: Path) -> dict[str, tuple[MeetingRecord, ...]]:
    """Read the `meetings` of every annotated document (NAME.json) below a folder, by NAME.

    Raises:
        GoldError: a file is not JSON, or its meetings lack a place, participants or status.
    """
    found = {}
    for path in sorted(folder.rglob("*.json")):
        if path.name.endswith(".meta.json"):
            continue
        try:
            raw = json.loads(path.read_text(encoding="utf-8"))
            if "meetings" in raw:
                found[path.stem] = tuple(_record(meeting) for meeting in raw["meetings"])
        except (ValueError, KeyError, TypeError) as error:
            raise GoldError("not a list of meetings in JSON", where=str(path)) from error
    return found


def _record(raw: Mapping[str, object]) -> MeetingRecord:
    participants = raw["participants"]
    if not isinstance(participants, list):
        raise TypeError("participants")
    where = raw["place"]
    return MeetingRecord(
        place=str(where) if where else None,
        participants=tuple((str(name),) for name in participants),
        status=str(raw["status"]),
        what=str(raw.get("what", "")),
    )


def score_meetings(
    predicted: Sequence[MeetingRecord], gold: Sequence[MeetingRecord], language: str
) -> MeetingScores:
    """Compare the meetings of one article.

    A predicted and a gold meeting can match when the place agrees (or the gold has none) and at least half of the
    gold participants are among the predicted ones; among those, pairs with the most participants in common, then
    those with the place known on both sides or neither, then with the same status go first, each meeting being used once.
    """
    known = [[_keys(names, language) for names in meeting.participants] for meeting in predicted]
    wanted = [[_keys(names, language) for names in meeting.participants] for meeting in gold]
    pairs = []
    for i, right in enumerate(gold):
        for j, guess in enumerate(predicted):
            shared = _shared(wanted[i], known[j])
            if _place_agrees(guess.place, right.place) and 2 * shared >= len(wanted[i]) and shared:
                same = guess.status == right.status
                nowhere = right.place is None and guess.place is not None
                spare = abs(len(known[j]) - len(wanted[i]))
                pairs.append((-shared / len(wanted[i]), nowhere, not same, spare, i, j))
    matched: dict[int, int] = {}
    for *_, i, j in sorted(pairs):
        if i not in matched and j not in matched.values():
            matched[i] = j
    return MeetingScores(
        gold=len(gold),
        predicted=len(predicted),
        matched=len(matched),
        status_right=sum(gold[i].status == predicted[j].status for i, j in matched.items()),
        missed=tuple(meeting for i, meeting in enumerate(gold) if i not in matched),
        invented=tuple(meeting for j, meeting in enumerate(predicted) if j not in matched.values()),
    )


def record_of(telling: Telling) -> MeetingRecord:
    """Make what an article tells of a meeting into a record to compare."""
    return MeetingRecord(
        place=telling.place.name if telling.place else None,
        participants=tuple(
            tuple(name for name in (who.name, who.code, who.side) if name) for who in telling.participants
        ),
        status=telling.status.value,
        what=telling.kind,
    )


def evaluate_meetings(
    corpus: Iterable[tuple[Article, Reading]], gold: Mapping[str, Sequence[MeetingRecord]]
) -> MeetingScores:
    """Score the meetings found in every article that has a gold list.

    Args:
        corpus: articles and what was read from each (`pipeline.read` gives them).
        gold: the gold meetings by the name of the article, as `read_gold_meetings` gives them.
    """
    scores = MeetingScores()
    for article, reading in corpus:
        if article.name in gold:
            found = [record_of(telling) for telling in find_meetings(article, reading)]
            scores += score_meetings(found, gold[article.name], article.language)
    return scores


def _place_agrees(guess: str | None, right: str | None) -> bool:
    if right is None or not folded(right) - NO_PLACE:
        return True
    if guess is None:
        return False
    return bool(folded(guess) & folded(right)) or agree(place(guess), place(right))


@dataclass(frozen=True, slots=True)
class _Keys:
    names: tuple[str, ...]
    codes: frozenset[str]


def _keys(names: Iterable[str], language: str) -> _Keys:
    """Fold the names of a participant: codes of the countries and organisations in them, with their party."""
    plain = tuple(names)
    codes = {match.entity.code for name in plain for match in find(name, language)}
    codes |= {name for name in plain if party_of(name)}
    return _Keys(plain, frozenset(codes | {party for code in codes if (party := party_of(code))}))


def _shared(wanted: Sequence[_Keys], known: Sequence[_Keys]) -> int:
    return sum(
        any(one.codes & other.codes or same_name(other.names, one.names) for other in known) for one in wanted
    )
