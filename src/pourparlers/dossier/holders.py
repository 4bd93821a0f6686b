"""Whose a statement is when its source does not say so: the holder of a stance that the press reports, one of theirs, nobody."""

from __future__ import annotations

from pourparlers.dossier.drafts import REFUSING
from pourparlers.dossier.making import NO_PARTY
from pourparlers.dossier.page import Page
from pourparlers.dossier.whole_edges import quote_open_at
from pourparlers.knowledge.entities import PRESS
from pourparlers.knowledge.lexicon import lexicon
from pourparlers.knowledge.phrases import listed
from pourparlers.knowledge.words import fold
from pourparlers.model import Attribution, AttributionType, MentionKind, Span
from pourparlers.reading.polarity import loose
from pourparlers.reading.vocabulary import vocabulary

_OPENING = 6
_POSSESSOR = (
    3  # words of a source in which it is said whose it is; later, it is that of an organ of state only
)
_POSSESSIVE = ("'s", "’s")
_OWN = ("first_singular", "first_plural")


def belongs(page: Page, attribution: Attribution, before: Attribution) -> bool:
    """Tell whether an unnamed source is one of theirs who just spoke ("a paper by its ministry").

    Somebody's family, lawyers or critics are not, nor who has a name, nor what only lies in a place of theirs.
    """
    source = attribution.source
    if source is None or page.sentence_at(source.start) - page.sentence_at(before.content[0].start) > 1:
        return False
    pronouns, known = lexicon(page.language, "pronouns"), vocabulary(page.language)
    own = {fold(one) for one in pronouns.get("possessive", ())}
    several = {fold(one) for one in pronouns.get("plural", ())}
    words = page.words_in(source)
    own -= several if known.possessive & several else set()
    owns = next(
        (
            word.end
            for n, word in enumerate(words)
            if word.key in own and (n < _POSSESSOR or {one.key for one in words[n + 1 : n + 2]} & known.state)
        ),
        None,
    )
    if owns is None or any(word.key in known.civil for word in words):
        return False
    named = page.mentions_in(Span(owns, source.end))
    return not any(mention.kind is MentionKind.NAME for mention in named)


def stance_holder(page: Page, attribution: Attribution) -> str | None:
    """Give the party's actor whose stance the press reports: the subject its content begins with, not one told what to do."""
    opening = page.words_in(attribution.content[0])[:_OPENING]
    if not opening or loose(page.language, "wording", "obligation").any(opening):
        return None
    known = vocabulary(page.language)
    led = opening[0].key in known.determiners or opening[0].key in known.elided
    first = opening[:2] if led else opening[:1]
    for mention in page.mentions_in(Span(first[0].start, first[-1].end)):
        actor = page.actor(mention)
        owns = page.text.startswith(_POSSESSIVE, mention.span.end)
        if (
            actor
            and not owns
            and set(page.parties((actor,))) - NO_PARTY
            and mention.kind is not MentionKind.DEMONYM
        ):
            return actor
    return None


def addressed(page: Page, attribution: Attribution) -> bool:
    """Tell whether what was taken for the source is whom it is said to ("a warning to the Danes that …")."""
    cue, source = attribution.cue, attribution.source
    if cue is None or source is None or cue.end > source.start:
        return False
    known = vocabulary(page.language)
    between = page.words_in(Span(cue.end, source.start))
    small = [
        word.key for word in between if word.key not in known.determiners and word.key not in known.elided
    ]
    return len(small) == 1 and small[0] in known.topic and small[0] not in known.agent


def supposed(page: Page, attribution: Attribution, outer: Attribution) -> bool:
    """Tell whether another's words only suppose a saying, or go on in their own name within it.

    "If Oslo asks for talks, we …" is no demand of Oslo's, "they accuse us" no charge in Oslo's words.
    """
    anchor = attribution.cue or attribution.content[0]
    if outer.condition is not None and outer.condition.start <= anchor.start < outer.condition.end:
        return True
    if _read_into(page, attribution, outer):
        return True
    if outer.type is not AttributionType.DIRECT or attribution.type is AttributionType.DIRECT:
        return False
    theirs, told_by = page.parties(page.speakers(attribution)), page.parties(page.speakers(outer))
    if not theirs or not told_by or set(theirs) & set(told_by):
        return False
    own = {fold(one) for name in _OWN for one in lexicon(page.language, "pronouns").get(name, ())}
    return any(word.key in own for span in attribution.content for word in page.words_in(span))


def _read_into(page: Page, attribution: Attribution, outer: Attribution) -> bool:
    """Tell whether the quotation of another only tells how he sees somebody: what is in their mind, or what an outsider says of them.

    "They want a state of their own", said of them by an analyst or an adversary, is no demand of theirs; what they will
    not do is theirs by his word.
    """
    cue = attribution.cue
    if cue is None or attribution.act in REFUSING or quote_open_at(page.text, cue.end) is None:
        return False
    theirs, tellers = set(page.parties(page.speakers(attribution))) - NO_PARTY, page.speakers(outer)
    told_by = set(page.parties(tellers))
    if not theirs or not tellers or theirs & told_by or PRESS in told_by:
        return False
    persons = {mention.entity for mention in page.reading.mentions if mention.kind is MentionKind.NAME}
    outsider = not told_by - NO_PARTY and bool(persons & set(page.entities(outer)))
    return outsider or listed(page.language, "whole", "minds").any(page.words_in(cue))
