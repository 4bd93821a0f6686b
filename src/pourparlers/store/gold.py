"""Corrected articles as gold that `pourparlers evaluate` and training read: `NAME.txt` beside `NAME.json`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from pourparlers.dossier.amendments import is_marked
from pourparlers.knowledge.entities import label
from pourparlers.model import Actor, Article, Attribution, Evidence, Reason, Span, Statement
from pourparlers.pipeline import Corpus
from pourparlers.store.corrections import Correction, active


def gold(corpus: Corpus, corrections: Iterable[Correction]) -> Iterator[tuple[Article, dict[str, Any]]]:
    """The articles that were corrected, each with its attributions in the shape of our gold (docs/reference/formats.md).

    What nobody looked at in them is `marginal`: neither rewarded nor punished.

    Args:
        corpus: what was read, corrections laid over it.
        corrections: all that were made.
    """
    touched = {one.edit.article for one in active(corrections) if one.edit}
    if not touched & {article.id for article in corpus.articles}:
        return
    state = corpus.state()
    actors = {actor.id: actor for actor in state.actors}
    issues = {issue.id: issue.labels for issue in state.issues}
    sides = {party.id: party.labels for party in state.parties}
    stated: dict[tuple[str, str], list[Statement]] = {}
    for statement in state.statements:
        stated.setdefault((statement.article, statement.attribution), []).append(statement)
    for article, reading in corpus:
        if article.id in touched:
            records = [
                _record(article, one, stated.get((article.id, one.id), ()), actors, sides, issues)
                for one in reading.attributions
            ]
            yield article, {"doc": article.id, "attributions": records}


def _record(
    article: Article,
    one: Attribution,
    statements: Sequence[Statement],
    actors: dict[str, Actor],
    sides: dict[str, dict[str, str]],
    issues: dict[str, dict[str, str]],
) -> dict[str, Any]:
    tongue = article.language
    said = [actors[id] for id in _each(s.speakers for s in statements)]
    parties = [
        sides.get(id, {}).get(tongue) or label(id, tongue) for id in _each(s.parties for s in statements)
    ]
    targets = [_name(actors[id], tongue) for id in _each(s.targets for s in statements)]
    acts = list(dict.fromkeys(s.act.value for s in statements)) or [one.act.value]
    about = [issues[id].get(tongue) or id for id in _each(s.issues for s in statements)]
    conditions = [_words(article, s.condition) for s in statements if s.condition]
    looked = is_marked(Reason(1.0, one.why)) or any(is_marked(s.reason) for s in statements)
    return {
        "doc": article.id,
        "id": f"{article.id}:{one.id}",
        "type": one.type.value,
        "source": _told(article, one.source),
        "cue": _told(article, one.cue),
        "content": [_told(article, span) for span in one.content],
        "speaker": ", ".join(_name(actor, tongue) for actor in said) or None,
        "speaker_variants": list(dict.fromkeys(name for actor in said for name in actor.variants)),
        "party": ", ".join(parties) or None,
        "parties": parties,
        "act": acts[0],
        "alt_act": acts[1] if len(acts) > 1 else None,
        "issue": ", ".join(about) or None,
        "target": ", ".join(targets) or None,
        "condition": conditions[0] if conditions else None,
        "nested_in": one.nested_in and f"{article.id}:{one.nested_in}",
        "continues": one.continues and f"{article.id}:{one.continues}",
        "tier": "core" if looked else "marginal",
    }


def _each(groups: Iterable[tuple[str, ...]]) -> list[str]:
    return list(dict.fromkeys(one for group in groups for one in group))


def _told(article: Article, span: Span | None) -> dict[str, Any] | None:
    return span and {"text": article.text[span.start : span.end], "start": span.start, "end": span.end}


def _words(article: Article, place: Evidence) -> str:
    return article.text[place.start : place.end]


def _name(actor: Actor, language: str) -> str:
    return label(actor.code, language) if actor.code else actor.name
