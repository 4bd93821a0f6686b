"""The state of play as plain JSON values: what `brief --json` prints and other programs read."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cached_property
from typing import Any

from pourparlers.dossier.listing import listed_under
from pourparlers.knowledge.entities import label
from pourparlers.model import (
    Actor,
    Article,
    Change,
    Clash,
    Convergence,
    Deadlock,
    Divergence,
    Evidence,
    Issue,
    Meeting,
    Party,
    Position,
    Reason,
    Statement,
    StateOfPlay,
)

_LANGUAGES = ("en", "fr")


def to_dict(state: StateOfPlay, language: str = "en") -> dict[str, Any]:
    """Write a state of play as JSON values, in a fixed order.

    Args:
        state: the state of play.
        language: of the labels: "fr" or "en"; `labels` beside them has both.

    Returns:
        a dict of lists and texts. Evidence is {"doc", "start", "end", "text"}: the article's name, Python string
        indices into its text, and the words there.
    """
    return Writer(state, language).whole()


class Writer:
    """Writes the parts of one state of play, in one language."""

    def __init__(self, state: StateOfPlay, language: str) -> None:
        self._state = state
        self._language = language if language in _LANGUAGES else "en"
        self._articles = {article.id: article for article in state.articles}
        self._parties = {party.id: party.labels for party in state.parties}
        self._issues = {issue.id: issue.labels for issue in state.issues}
        self._actors = {actor.id: actor for actor in state.actors}

    def whole(self) -> dict[str, Any]:
        """All of it."""
        state = self._state
        return {
            "date": state.date,
            "since": state.since,
            "model": state.model,
            "language": self._language,
            "articles": [self.article(one) for one in state.articles],
            "parties": [self.party(one) for one in state.parties],
            "issues": [self.issue(one) for one in state.issues],
            "actors": [self.actor(one) for one in state.actors],
            "statements": [self.statement(one) for one in state.statements],
            "positions": [self.position(one) for one in state.positions],
            "clashes": [self.clash(one) for one in state.clashes],
            "convergences": [self.convergence(one) for one in state.convergences],
            "deadlocks": [self.deadlock(one) for one in state.deadlocks],
            "meetings": [self.meeting(one) for one in state.meetings],
            "divergences": [self.divergence(one) for one in state.divergences],
            "changes": None if state.changes is None else [self.change(one) for one in state.changes],
        }

    def _label(self, table: Mapping[str, Mapping[str, str]], id: str | None) -> str | None:
        if id is None:
            return None
        labels = table.get(id, {})
        return labels.get(self._language) or labels.get("en") or next(iter(labels.values()), id)

    def evidence(self, one: Evidence | None) -> dict[str, Any] | None:
        """Words with their place."""
        if one is None:
            return None
        article = self._articles[one.article]
        return {
            "doc": article.name,
            "start": one.start,
            "end": one.end,
            "text": article.text[one.start : one.end],
        }

    def _all(self, many: Iterable[Evidence]) -> list[dict[str, Any]]:
        return [found for one in many if (found := self.evidence(one)) is not None]

    def _name(self, actor: str) -> str:
        known = self._actors.get(actor)
        return known.name if known else actor

    def _party_name(self, id: str | None) -> str | None:
        return self._label(self._parties, id)

    def article(self, one: Article) -> dict[str, Any]:
        """An article without its text."""
        return {
            "id": one.id,
            "name": one.name,
            "title": one.title,
            "outlet": one.outlet,
            "author": one.author,
            "url": one.url,
            "language": one.language,
            "published": one.published.isoformat() if one.published else None,
            "date_source": one.date_source.value,
            "copies": [
                {
                    "name": copy.name,
                    "outlet": copy.outlet,
                    "url": copy.url,
                    "published": copy.published.isoformat() if copy.published else None,
                }
                for copy in one.copies
            ],
        }

    def party(self, one: Party) -> dict[str, Any]:
        """A party."""
        return {"id": one.id, "label": self._party_name(one.id), "labels": dict(sorted(one.labels.items()))}

    def issue(self, one: Issue) -> dict[str, Any]:
        """An issue."""
        return {
            "id": one.id,
            "label": self._label(self._issues, one.id),
            "labels": dict(sorted(one.labels.items())),
            "parent": one.parent,
            "from_codebook": one.from_codebook,
            "terms": self._all(one.terms),
        }

    def actor(self, one: Actor) -> dict[str, Any]:
        """An actor."""
        return {
            "id": one.id,
            "name": one.name,
            "kind": one.kind.value,
            "variants": list(one.variants),
            "party": self._party_name(one.side),
            "party_id": one.side,
            "affiliation": one.affiliation,
            "roles": list(one.roles),
            "code": one.code,
            "mentions": self._all(one.mentions),
            **_reason(one.reason),
        }

    def statement(self, one: Statement) -> dict[str, Any]:
        """A statement."""
        return {
            "id": one.id,
            "doc": self._articles[one.article].name,
            "attribution": one.attribution,
            "speakers": [self._name(actor) for actor in one.speakers],
            "speaker_ids": list(one.speakers),
            "parties": [self._party_name(party) for party in one.parties],
            "party_ids": list(one.parties),
            "act": one.act.value,
            "issues": list(one.issues),
            "content": self._all(one.content),
            "cue": self.evidence(one.cue),
            "source": self.evidence(one.source),
            "targets": [self._name(actor) for actor in one.targets],
            "target_ids": list(one.targets),
            "condition": self.evidence(one.condition),
            "addressee": self.evidence(one.addressee),
            "channel": self.evidence(one.channel),
            "said_by": self._name(one.said_by) if one.said_by else None,
            "said_by_id": one.said_by,
            "nested": one.nested,
            "said_on": one.said_on,
            **_reason(one.reason),
        }

    def position(self, one: Position) -> dict[str, Any]:
        """A position."""
        return {
            "id": one.id,
            "party": self._party_name(one.party),
            "party_id": one.party,
            "parties": [self._party_name(party) for party in one.parties or (one.party,)],
            "party_ids": list(one.parties or (one.party,)),
            "issue": one.issue,
            "issue_label": self._label(self._issues, one.issue),
            "issues_also": list(one.issues_also),
            "act": one.act.value,
            "quote": self.evidence(one.quote),
            "condition": self.evidence(one.condition),
            "marks": list(one.marks),
            "first_said": one.first_said,
            "last_said": one.last_said,
            "outlets": list(one.outlets),
            "statements": list(one.statements),
            "evidence": self._all(one.evidence),
            "listed_under": self._listed_under.get(one.id),
            **_reason(one.reason),
        }

    @cached_property
    def _listed_under(self) -> dict[str, str]:
        return listed_under(self._state)

    def clash(self, one: Clash) -> dict[str, Any]:
        """A clash."""
        return {
            "id": one.id,
            "kind": one.kind,
            "issue": one.issue,
            "a": one.a,
            "b": one.b,
            **_reason(one.reason),
        }

    def convergence(self, one: Convergence) -> dict[str, Any]:
        """A convergence."""
        return {"id": one.id, "issue": one.issue, "positions": list(one.positions), **_reason(one.reason)}

    def deadlock(self, one: Deadlock) -> dict[str, Any]:
        """A deadlock."""
        return {
            "issue": one.issue,
            "positions": list(one.positions),
            "since": one.since,
            **_reason(one.reason),
        }

    def meeting(self, one: Meeting) -> dict[str, Any]:
        """A meeting."""
        return {
            "id": one.id,
            "what": self.evidence(one.what),
            "kind": one.kind,
            "status": one.status.value,
            "place": one.place,
            "date": one.date,
            "date_text": self.evidence(one.date_text),
            "participants": [self._participant(id) for id in one.participants],
            "participant_ids": list(one.participants),
            "duration": self.evidence(one.duration),
            "evidence": self._all(one.evidence),
            **_reason(one.reason),
        }

    def _participant(self, id: str) -> str:
        return self._name(id) if id in self._actors else label(id, self._language)

    def divergence(self, one: Divergence) -> dict[str, Any]:
        """A divergence."""
        return {
            "id": one.id,
            "kind": one.kind,
            "issue": one.issue,
            "actors": [self._name(actor) for actor in one.actors],
            "a": self._all(one.a),
            "b": self._all(one.b),
            "evidence": self._all((*one.a, *one.b)),
            **_reason(one.reason),
        }

    def change(self, one: Change) -> dict[str, Any]:
        """A change."""
        return {
            "kind": one.kind,
            "subject": one.subject,
            "before": one.before,
            "after": one.after,
            "evidence": self._all(one.evidence),
            **_reason(one.reason),
        }


def _reason(reason: Reason) -> dict[str, Any]:
    return {"confidence": reason.confidence, "why": list(reason.why)}
