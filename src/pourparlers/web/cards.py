"""The statements of one article as its page shows them beside the text, with what their forms begin with."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from pourparlers.model import Attribution, Evidence, Span, Statement
from pourparlers.report.text import one_line, shorten
from pourparlers.report.view import ActSign, Why
from pourparlers.store.corrections import Correction
from pourparlers.web.fresh import Now
from pourparlers.web.look import Look, Name
from pourparlers.web.marking import shown

_QUOTE = 260
_MARK = "correction:"


@dataclass(frozen=True, slots=True)
class Words:
    """Words of the article: as shown, and where they stand ("12-40")."""

    text: str
    at: str


@dataclass(frozen=True, slots=True)
class Card:
    """One statement. `spans` gives for each role the stretches, as forms take them; `kept` its issues with their ids."""

    number: int
    id: str
    anchor: str
    speakers: tuple[Name, ...]
    parties: tuple[Name, ...]
    act: ActSign
    act_slug: str
    words: tuple[Words, ...]
    source: Words | None
    cue: Words | None
    condition: Words | None
    issues: tuple[Name, ...]
    targets: tuple[Name, ...]
    by_word_of: Name | None
    nested: bool
    why: Why
    spans: dict[str, str]
    speaker: str
    party: str
    target: str
    kept: tuple[tuple[str, str], ...]
    corrected: Correction | None


def cards(now: Now, look: Look) -> list[Card]:
    """Make a card of each statement, numbered as the runs of the text are."""
    made = {one.number: one for one in now.corrections}
    read = {one.id: one for one in now.reading.attributions}
    return [
        _card(number, one, read[one.attribution], now, look, made)
        for number, one in enumerate(now.statements, 1)
    ]


def _card(
    number: int,
    one: Statement,
    attribution: Attribution,
    now: Now,
    look: Look,
    made: Mapping[int, Correction],
) -> Card:
    speakers = tuple(look.actor_name(id) for id in dict.fromkeys(one.speakers or one.parties))
    targets = tuple(look.actor_name(id) for id in one.targets)
    issues = tuple(_issue(now, look, id) for id in one.issues)
    marks = [int(why.removeprefix(_MARK)) for why in one.reason.why if why.startswith(_MARK)]
    return Card(
        number=number,
        id=one.id,
        anchor=look.anchor("s", one.id),
        speakers=speakers,
        parties=tuple(look.party_name(id) for id in one.parties if id not in one.speakers),
        act=look.act(one.act),
        act_slug=one.act.value,
        words=tuple(_words(now, place) for place in one.content),
        source=_words(now, one.source) if one.source else None,
        cue=_words(now, one.cue) if one.cue else None,
        condition=_words(now, one.condition) if one.condition else None,
        issues=issues,
        targets=targets,
        by_word_of=look.actor_name(one.said_by) if one.said_by else None,
        nested=one.nested,
        why=look.why(one.reason),
        spans={
            "source": _at([attribution.source] if attribution.source else []),
            "cue": _at([attribution.cue] if attribution.cue else []),
            "content": _at(attribution.content),
            "condition": _at([one.condition] if one.condition else []),
        },
        speaker=", ".join(look.actor_name(id).label for id in one.speakers),
        party=", ".join(look.party(id) for id in one.parties),
        target=", ".join(name.label for name in targets),
        kept=tuple((id, name.label) for id, name in zip(one.issues, issues, strict=True)),
        corrected=max((made[n] for n in marks if n in made), key=lambda c: c.number, default=None),
    )


def _issue(now: Now, look: Look, id: str) -> Name:
    if id in look.issues:
        return look.issue_name(id)
    labels = now.issues[id].labels if id in now.issues else {}
    return Name(one_line(labels.get(look.words.language) or next(iter(labels.values()), id)))


def _words(now: Now, place: Evidence) -> Words:
    text = shown(now.article.text[place.start : place.end])
    return Words(shorten(one_line(text), _QUOTE), f"{place.start}-{place.end}")


def _at(spans: Sequence[Span | Evidence]) -> str:
    return ",".join(f"{one.start}-{one.end}" for one in spans)
