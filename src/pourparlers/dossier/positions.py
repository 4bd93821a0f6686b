"""Statements to positions: what a side holds on an issue, with everything that proves it.

Statements of one side that say the same become one position, in the dossier's order: each joins the likest position so
far or founds one, so an article added at the end leaves earlier positions where they are. What says the same is told
by nested or continued words, shared content words (overlap coefficient) and the sentence embeddings of the reading,
together; a position stands under the issue of the statement that founds it, whatever others it reaches.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from hashlib import blake2b

from pourparlers.dossier.dating import beginning
from pourparlers.dossier.drafts import ASSESSING, PLAIN, Draft
from pourparlers.dossier.gathering import Block, Group, Made
from pourparlers.dossier.making import NO_PARTY
from pourparlers.dossier.memory import Kept, Memory
from pourparlers.dossier.repeats import sides
from pourparlers.dossier.themes import STRONG
from pourparlers.model import Act, Article, Evidence, Position, Reason
from pourparlers.reading.sided import OUTSIDE

_LEAST_SAID = 2  # content words of a plain statement that names no matter
_QUOTE_LEAST, _QUOTE_MOST = 18, 320

_Key = tuple[tuple[str, ...], tuple[str, ...]]
_ANY_DEMAND = frozenset({"request", "any"})


def positions(
    drafts: Iterable[Draft], articles: Mapping[str, Article], memory: Memory
) -> tuple[tuple[Position, ...], dict[str, tuple[Draft, ...]]]:
    """Merge statements into positions.

    Args:
        drafts: the statements with their issues, in the dossier's order.
        articles: the articles by id.
        memory: the positions merged before.

    Returns:
        the positions, sorted by party, issue and first statement, and the drafts behind each by position id.
    """
    blocks: dict[_Key, list[Draft]] = {}
    for draft in drafts:
        if held(draft):
            blocks.setdefault((sides(draft), voices(draft)), []).append(draft)
    made = [one for key, block in blocks.items() for one in _merged(key, block, articles, memory)]
    made.sort(key=lambda one: (one[0].party, one[0].issue, one[1][0].order, one[0].id))
    return tuple(one for one, _ in made), {one.id: behind for one, behind in made}


def _merged(
    key: _Key, drafts: Sequence[Draft], articles: Mapping[str, Article], memory: Memory
) -> list[Made]:
    """Merge the statements of one block, going on from where a row of them begins alike."""
    kept: Kept[Block] = memory.of("blocks")
    known = kept.longest(key, drafts)
    if known is not None and len(known[0]) == len(drafts):
        return _made(known[1], articles)
    block = known[1].copy() if known else Block()
    block.add(drafts[len(known[0]) if known else 0 :])
    kept.put(key, drafts, block)
    return _made(block, articles)


def _made(block: Block, articles: Mapping[str, Article]) -> list[Made]:
    made = []
    for group in block.groups:
        if group.made is None:
            group.made = _position(group, articles), tuple(group.drafts)
        made.append(group.made)
    return made


def voices(draft: Draft) -> tuple[str, ...]:
    """Give the actors who hold what they say in their own name: they are of a state and do not speak for its government."""
    statement = draft.statement
    return statement.speakers if OUTSIDE in statement.reason.why else ()


def held(draft: Draft) -> bool:
    """Tell whether a statement takes a stand for a side: by act, by speaker, and on an issue."""
    statement = draft.statement
    real = any(party not in NO_PARTY for party in statement.parties)
    if not real or draft.shell or draft.unsaid or not statement.issues:
        return False
    by_words = any(theme.weight >= STRONG for theme in draft.themes)
    said = by_words or draft.blanket is not None or statement.act in ASSESSING
    return said or len(draft.keys) >= (_LEAST_SAID if statement.act in PLAIN else 1)


def _position(group: Group, articles: Mapping[str, Article]) -> Position:
    founder = group.drafts[0]
    act = _act(group)
    dates = sorted((d.statement.said_on for d in group.drafts if d.statement.said_on), key=beginning)
    outlets = dict.fromkeys(
        outlet for d in group.drafts if (outlet := _outlet(articles[d.statement.article]))
    )
    telling, quote = _quote(group, act, articles)
    evidence = dict.fromkeys(one for d in group.drafts for one in d.statement.content)
    condition = next((d.statement.condition for d in group.drafts if d.statement.condition), None)
    return Position(
        id=_id(group, founder),
        party=group.parties[0],
        issue=group.issue,
        act=act,
        statements=tuple(d.id for d in group.drafts),
        evidence=tuple(evidence),
        quote=quote,
        condition=condition,
        first_said=dates[0] if dates else None,
        last_said=dates[-1] if dates else None,
        outlets=tuple(outlets),
        reason=_reason(group, len(outlets)),
        parties=group.parties,
        issues_also=tuple(
            dict.fromkeys(i for d in group.drafts for i in d.statement.issues if i != group.issue)
        ),
        marks=_marks(group, condition is not None, telling),
    )


def _id(group: Group, founder: Draft) -> str:
    place = f"{'+'.join(group.parties)}|{group.issue}|{founder.statement.article}|{founder.place.start}-{founder.place.end}"
    return "p-" + blake2b(place.encode(), digest_size=5).hexdigest()


def _act(group: Group) -> Act:
    """Give the act most of the statements do, surest first where they are even."""
    votes: dict[Act, float] = {}
    for draft in group.drafts:
        votes[draft.statement.act] = votes.get(draft.statement.act, 0.0) + draft.statement.reason.confidence
    order = list(Act)
    return max(votes, key=lambda act: (votes[act], -order.index(act)))


def _quote(group: Group, act: Act, articles: Mapping[str, Article]) -> tuple[Draft, Evidence]:
    """Choose the shortest telling words that do what the position does: a heading's last, quoted before reported, a clause before a word."""

    def rank(one: tuple[Draft, Evidence]) -> tuple[bool, bool, bool, int, tuple[str, str, int, int], int]:
        draft, evidence = one
        length = evidence.end - evidence.start
        return (
            draft.heading,
            not _QUOTE_LEAST <= length <= _QUOTE_MOST,
            not draft.quoted,
            length,
            draft.order,
            evidence.start,
        )

    candidates = [(d, _hull(d, articles)) for d in group.drafts if d.statement.act is act]
    return min(candidates, key=rank)


def _hull(draft: Draft, articles: Mapping[str, Article]) -> Evidence:
    """Give the content in one piece, with cue and source when it is a word or two."""
    content = draft.place
    if draft.shown is not None:
        content = Evidence(content.article, *draft.shown)
    if content.end - content.start >= _QUOTE_LEAST:
        return content
    around = [one for one in (draft.statement.cue, draft.statement.source) if one is not None]
    start = min(content.start, *(one.start for one in around)) if around else content.start
    end = max(content.end, *(one.end for one in around)) if around else content.end
    text = articles[content.article].text
    return Evidence(content.article, start, end) if "\n\n" not in text[start:end] else content


def _outlet(article: Article) -> str | None:
    return article.outlet or article.name or None


def _marks(group: Group, conditional: bool, telling: Draft) -> tuple[str, ...]:
    marks = {mark for d in group.drafts for mark in d.marks}
    if telling.manner:
        marks.add(telling.manner)
    if voices(telling):
        marks.add("own-voice")
    if all(d.statement.said_by for d in group.drafts):
        marks.add("by-anothers-word")
    if any(d.blanket in _ANY_DEMAND for d in group.drafts):
        marks.add("blanket")
    if any(d.partial for d in group.drafts):
        marks.add("partial")
    if conditional:
        marks.add("conditional")
    if len(group.parties) > 1:
        marks.add("joint")
    return tuple(sorted(marks))


def _reason(group: Group, outlets: int) -> Reason:
    """Give how sure the position is: its surest statement, more with every independent outlet."""
    doubt = 1.0
    for confidence in _best_per_article(group):
        doubt *= 1.0 - min(confidence, 0.99)
    why = [f"statements:{len(group.drafts)}", f"outlets:{outlets}", *sorted(group.why)]
    why += [one for one in group.drafts[0].statement.reason.why if one.startswith("issue:")]
    return Reason(round(1.0 - doubt, 4), tuple(why))


def _best_per_article(group: Group) -> list[float]:
    best: dict[str, float] = {}
    for draft in group.drafts:
        article = draft.statement.article
        best[article] = max(best.get(article, 0.0), draft.statement.reason.confidence)
    return [best[article] for article in sorted(best)]
