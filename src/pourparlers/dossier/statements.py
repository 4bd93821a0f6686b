"""Attributions to statements: whose, what is done with the words, to whom, under which condition, when."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from functools import lru_cache

from pourparlers.dossier.codebook import Codebook
from pourparlers.dossier.cut import Part, cut, without_dangling
from pourparlers.dossier.dating import dated, said_on
from pourparlers.dossier.drafts import REFUSING, Draft
from pourparlers.dossier.holders import addressed, belongs, stance_holder, supposed
from pourparlers.dossier.making import DEMANDED, NO_PARTY, OPENING, Maker
from pourparlers.dossier.page import Page
from pourparlers.dossier.stands import demanded
from pourparlers.dossier.themes import Themes, themes_of
from pourparlers.knowledge.entities import PRESS
from pourparlers.knowledge.lexicon import lexicon
from pourparlers.knowledge.words import fold
from pourparlers.model import (
    Act,
    Attribution,
    Evidence,
    Reason,
    Span,
    Statement,
)
from pourparlers.reading.sided import OUTSIDE

_SHELL = 0.75
_WORD = 12  # characters in which the word before a name begins
_JUST_SAID = 8  # statements looked back at for a refusal that another goes on from
_DIRECTED = frozenset({Act.REQUEST, Act.REJECT, Act.THREATEN, Act.WARN, Act.ACCUSE, Act.DENY, Act.OFFER})
_STANCES = frozenset({Act.REQUEST, Act.OFFER, Act.AGREE, Act.COMMIT, Act.REJECT, Act.THREATEN})


def drafts(page: Page, codebook: Codebook | None = None) -> list[Draft]:
    """Make the statements of one article, their issues still open.

    Args:
        page: the article and its reading.
        codebook: the user's issues, if any.

    Returns:
        one draft for each thing said, in text order; a list of demands gives one each.
    """
    found = themes_of(page, codebook)
    nested = _nested(page)
    made: list[Draft] = []
    before: Attribution | None = None
    for attribution in sorted(page.reading.attributions, key=lambda a: (a.content[0].start, a.id)):
        new = _of(page, attribution, nested.get(attribution.id, ()), found, before)
        made += [_going_on(draft, made) for draft in new]
        if set(page.parties(page.speakers(attribution))) - NO_PARTY:
            before = attribution
    return dated(page, _refusing_what_they_name(made, nested))


def _going_on(draft: Draft, made: Sequence[Draft]) -> Draft:
    """Give a refusal the sides that the same speaker has just refused, in this sentence or the one before."""
    if draft.statement.act not in REFUSING:
        return draft
    sides = set(draft.statement.parties) - NO_PARTY
    facing: set[str] = set()
    for earlier in reversed(made[-_JUST_SAID:]):
        just = 0 <= draft.sentence - earlier.sentence <= 1
        if just and earlier.statement.act in REFUSING and sides & set(earlier.statement.parties):
            facing |= earlier.named | earlier.facing
    return replace(draft, facing=frozenset(facing - sides)) if facing - sides else draft


def _refusing_what_they_name(
    made: Sequence[Draft], nested: Mapping[str, Sequence[Attribution]]
) -> list[Draft]:
    """Tie refusals to what they name of another side ("rejected the call by … to …")."""
    by_attribution: dict[str, list[Draft]] = {}
    for draft in made:
        by_attribution.setdefault(draft.statement.attribution, []).append(draft)
    tied = []
    for draft in made:
        ours = set(draft.statement.parties) - NO_PARTY
        inner = (
            nested.get(draft.statement.attribution, ()) if draft.statement.act in REFUSING and ours else ()
        )
        theirs = [one for each in inner for one in by_attribution.get(each.id, ())]
        refused = tuple(one.id for one in theirs if ours.isdisjoint(one.statement.parties))
        tied.append(replace(draft, answers=refused) if refused else draft)
    return tied


def _nested(page: Page) -> dict[str, list[Attribution]]:
    children: dict[str, list[Attribution]] = {}
    for one in page.reading.attributions:
        if one.nested_in in page.attributions:
            children.setdefault(str(one.nested_in), []).append(one)
    return children


def _of(
    page: Page,
    attribution: Attribution,
    inner: Sequence[Attribution],
    found: Themes,
    before: Attribution | None = None,
) -> list[Draft]:
    speakers = () if addressed(page, attribution) else page.speakers(attribution)
    parties = page.parties(speakers)
    of_theirs = not parties and before is not None and belongs(page, attribution, before)
    if before is not None and of_theirs:
        speakers = page.speakers(before)
        parties = page.parties(speakers)
    outer = page.attributions.get(attribution.nested_in) if attribution.nested_in else None
    said_by, why = _word_of(page, parties, outer)
    why = [*why, "rule:possessive-source"] if of_theirs else why
    if page.is_outside(attribution) and not of_theirs:
        why = [*why, OUTSIDE]
    of_press = not speakers or PRESS in parties
    if of_press and not set(parties) - NO_PARTY and not inner and attribution.act in _STANCES:
        holder = stance_holder(page, attribution)
        if holder:
            said_by = said_by or (speakers[0] if speakers else None)
            speakers, parties, why = (holder,), page.parties((holder,)), [*why, "rule:reported-stance"]
    hull = Span(attribution.content[0].start, attribution.content[-1].end)
    words = page.words_in(hull)
    shell = _is_shell(page, attribution, inner, parties) or (
        outer is not None and supposed(page, attribution, outer)
    )
    condition = attribution.condition or (
        outer.condition if outer and _inside(outer.condition, hull) else None
    )
    act, language = attribution.act, page.language
    parts = cut(page.text, words, attribution.content, act, language, found.find, condition)
    parts = _with_demands(page, without_dangling(page.text, parts, words, language))
    targets = _targets(page, attribution, parties)
    draft_of = Maker(page, attribution, found, parties)
    made = []
    for n, part in enumerate(parts):
        done, sure, guess = draft_of.act(part)
        statement = Statement(
            id=f"{page.article.id}:{attribution.id}" + (f".{n + 1}" if len(parts) > 1 else ""),
            article=page.article.id,
            attribution=attribution.id,
            speakers=speakers,
            parties=parties,
            act=done,
            issues=(),
            content=tuple(Evidence(page.article.id, *span) for span in part.spans),
            cue=_evidence(page, attribution.cue),
            source=_evidence(page, attribution.source),
            targets=targets,
            condition=_evidence(page, condition if _applies(condition, part, parts) else None),
            addressee=_evidence(page, attribution.addressee),
            channel=_evidence(page, attribution.channel),
            said_by=said_by,
            nested=outer is not None,
            said_on=said_on(page, attribution),
            reason=Reason(
                round(attribution.confidence * sure, 4),
                (*attribution.why, *why, *(one for one in (part.why, guess) if one)),
            ),
        )
        draft = draft_of.draft(statement, part, n)
        made.append(replace(draft, shell=shell, target_parties=page.parties(targets)))
    return made


def _with_demands(page: Page, parts: Sequence[Part]) -> tuple[Part, ...]:
    """Add what is demanded by a refusal of anything less."""
    made: list[Part] = []
    for part in parts:
        words = [w for span in part.spans for w in page.words_in(span)]
        wanted = demanded(words, part.spans, page.language)
        made += [part, Part(wanted, DEMANDED)] if wanted else [part]
    return tuple(made)


def _word_of(page: Page, parties: Sequence[str], outer: Attribution | None) -> tuple[str | None, list[str]]:
    """Give whose word a nested statement rests on when that is not the speaker's own side."""
    if outer is None:
        return None, []
    told_by = page.speakers(outer)
    if told_by and not set(page.parties(told_by)) & set(parties):
        return told_by[0], ["rule:by-anothers-word"]
    return None, []


def _is_shell(page: Page, outer: Attribution, inner: Sequence[Attribution], parties: Sequence[str]) -> bool:
    """Tell whether an attribution only carries nested ones: another's stance, or several of its own."""
    if not inner:
        return False
    whole = {w.start for w in page.content_in(outer.content)}
    carried: set[int] = set()
    own = 0
    for one in inner:
        carried |= {
            w.start
            for span in (*one.content, *filter(None, (one.cue, one.source)))
            for w in page.words_in(span)
        }
        own += bool(set(page.parties(page.speakers(one))) & set(parties))
    if not whole or len(whole & carried) < _SHELL * len(whole):
        return False
    bare = bool(set(parties) - NO_PARTY)
    if bare and not own and outer.act in REFUSING:
        return False
    return own != 1 or len(inner) > 1 or not bare


def _targets(page: Page, attribution: Attribution, parties: Sequence[str]) -> tuple[str, ...]:
    """Give who is asked, blamed, threatened or answered.

    As read; else another side that the content begins with ("that Russia …"), stands in the rest of the sentence
    ("accused Russia of …"), or comes first in the content.
    """
    if attribution.target is not None:
        named = _others(page, [attribution.target], parties)
        if named:
            return named
    if attribution.act not in _DIRECTED:
        return ()
    content = attribution.content
    opening = page.words_in(content[0])[:OPENING]
    subject = [Span(opening[0].start, opening[-1].end)] if opening else []
    sentence = page.sentence(page.sentence_at((attribution.cue or content[0]).start))
    rest = _outside(sentence, [*content, *([attribution.source] if attribution.source else [])])
    addressee = [attribution.addressee] if attribution.addressee else []
    for spans in (subject, addressee, rest):
        named = _others(page, spans, parties)[:1]
        if named:
            return named
    return _others(page, content, parties, no_places=True)[:1]


def _others(
    page: Page, spans: Iterable[Span], parties: Sequence[str], *, no_places: bool = False
) -> tuple[str, ...]:
    found: dict[str, None] = {}
    for span in spans:
        for mention in page.mentions_in(span):
            if no_places and _is_place(page, mention.span):
                continue
            actor = page.actor(mention)
            theirs = set(page.parties((actor,))) - NO_PARTY if actor else set()
            if actor and theirs and not theirs & set(parties):
                found[actor] = None
    return tuple(found)


def _is_place(page: Page, name: Span) -> bool:
    """Tell whether a name only says where something was done ("the attacks in …")."""
    before = page.words_in(Span(max(0, name.start - _WORD), name.start))[-1:]
    return bool(before) and before[0].key in _place_words(page.language)


@lru_cache(maxsize=32)
def _place_words(language: str) -> frozenset[str]:
    return frozenset(
        fold(str(one)) for one in lexicon(language, "meetings")["words"].get("place_prepositions", ())
    )


def _outside(whole: Span, holes: Sequence[Span]) -> list[Span]:
    """Give what is left of a stretch without some others."""
    left, start = [], whole.start
    for hole in sorted(holes):
        if start < hole.start:
            left.append(Span(start, min(hole.start, whole.end)))
        start = max(start, hole.end)
    return [*left, Span(start, whole.end)] if start < whole.end else left


def _applies(condition: Span | None, part: Part, parts: Sequence[Part]) -> bool:
    """Tell whether a condition binds a part: the items of a list share it, the sides of a "but" do not."""
    if condition is None or len(parts) == 1 or part.why == "rule:list":
        return condition is not None
    holders = [one for one in parts if any(s.start <= condition.start < s.end for s in one.spans)]
    return not holders or part in holders


def _inside(span: Span | None, hull: Span) -> bool:
    return span is not None and hull.start <= span.start and span.end <= hull.end


def _evidence(page: Page, span: Span | None) -> Evidence | None:
    return Evidence(page.article.id, *span) if span is not None else None
