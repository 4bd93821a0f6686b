"""What nobody said though it reads as if: headings, questions, lists, what the press tells of a side in its own words."""

from __future__ import annotations

from collections.abc import Sequence

from pourparlers.dossier.bystanders import is_bystander
from pourparlers.dossier.judgements import in_heading
from pourparlers.dossier.page import Page
from pourparlers.dossier.passing import in_passing
from pourparlers.dossier.reversals import turned
from pourparlers.dossier.whole import is_own
from pourparlers.dossier.whole_words import finite, grammar, keys
from pourparlers.knowledge.lexicon import lexicon
from pourparlers.knowledge.phrases import listed, small_words
from pourparlers.model import Act, Attribution, AttributionType, Span

_WORDS_BEFORE = 3  # words before a participle in which its auxiliary stands
_SEEMING = 2  # words before what is done that tell it only seems so
_EXPRESSED = 5  # words before a feeling in which it is said who tells it
_PARTING = ',;:()«»“”"'
_MANY = 12  # words that are no scrap of their sentence
_SCRAP = 0.5  # of its sentence, that words in quotation marks are when somebody says them


def unsaid(page: Page, attribution: Attribution, spans: Sequence[Span], act: Act) -> str | None:
    """Tell why words take no stand for the one they are given to: a heading, a question, a scrap, the press's own reading.

    Args:
        page: the article.
        attribution: where they were read.
        spans: the words, in text order.
        act: what is done with them.

    Returns:
        the rule, None where somebody takes a stand.
    """
    cue, source, language = attribution.cue, attribution.source, page.language
    span = spans[0]
    if is_bystander(page, attribution):
        return "rule:bystander"
    if _is_within_own(page, attribution):
        return "rule:within-own-words"
    if page.text[span.start : spans[-1].end + 2].rstrip("\"»”’' \u00a0\u202f").endswith("?"):
        return "rule:question"
    if cue is None:
        return _scrap(page, attribution, span) if source is None else None
    aside = turned(page, attribution, act) or in_passing(page, attribution, cue)
    if (
        aside is None
        and act is Act.REQUEST
        and listed(language, "whole", "enumerating").any(page.words_in(cue))
    ):
        aside = "rule:list-of-matters"
    if aside is not None or attribution.type is not AttributionType.INDIRECT:
        return aside
    return "rule:open-question" if _is_topic(page, attribution, span) else _told(page, attribution, cue, act)


def _is_within_own(page: Page, attribution: Attribution) -> bool:
    """Tell whether words are a part of a sentence with which the same one takes a stand ("We back it and are sure that …")."""
    outer = page.attributions.get(attribution.nested_in or "")
    if outer is None or outer.act is Act.STATE or not is_own(page, attribution.source):
        return False
    speakers = page.reading.speakers
    whole = {page.sentence_at(one.start) for one in outer.content}
    same = speakers.get(outer.id) == speakers.get(attribution.id)
    return same and whole == {page.sentence_at(outer.content[-1].end - 1)}


def _is_topic(page: Page, attribution: Attribution, span: Span) -> bool:
    """Tell whether words only name what somebody spoke of, or a question left open."""
    cue, language = attribution.cue, page.language
    words = page.words_in(span)
    if cue is None or not words:
        return False
    if words[0].key in keys(language, "whole", "open_questions") and attribution.condition is None:
        return True
    led = words[1:2] if words[0].key in small_words(language) else []
    if {word.key for word in (words[0], *led)} & keys(language, "whole", "which"):
        return True
    gap = page.words_in(Span(cue.start, span.start))
    bare = not {word.key for word in words} & finite(language)
    return bool(gap) and span.start > cue.start and bare and gap[-1].key in keys(language, "whole", "topics")


def _told(page: Page, attribution: Attribution, cue: Span, act: Act) -> str | None:
    """Tell what the press tells in its own words and nobody says."""
    source, language = attribution.source, page.language
    before = page.words_in(Span(page.sentence(page.sentence_at(cue.start)).start, cue.start))
    led = page.words_in(Span(cue.start, max(cue.end, attribution.content[0].start + 1)))
    seeming = before[-_SEEMING:] if before and not page.text[before[-1].end : cue.start].strip() else []
    narrated = listed(language, "whole", "narrated").any([*seeming, *led])
    if narrated and not listed(language, "whole", "expressing").any(before[-_EXPRESSED:]):
        return "rule:told-by-the-press"
    near = {
        word.key
        for word in before[-_WORDS_BEFORE:]
        if not any(sign in _PARTING for sign in page.text[word.end : cue.start])
    }
    passive = near & keys(language, "whole", "auxiliaries") and not near & keys(
        language, "whole", "reflexives"
    )
    agents = keys(language, "whole", "agents")
    if source is None:
        named = attribution.continues or _is_named(page, attribution, cue)
        return None if named and not (passive and agents) else "rule:nobodys-words"
    if source.start >= cue.end and passive and agents and attribution.content[0].start < cue.start:
        between = {word.key for word in page.words_in(Span(cue.end, source.start))}
        return None if between & agents else "rule:passive-of-nobody"
    blamed = act is Act.ACCUSE and source.end <= cue.start
    return (
        "rule:blamed-in-the-passive" if blamed and (passive or _is_blamed(page, attribution, cue)) else None
    )


def _is_blamed(page: Page, attribution: Attribution, cue: Span) -> bool:
    """Tell a participle with nobody between it and the charge ("the men, accused | of plotting …")."""
    language = page.language
    endings = tuple(str(one) for one in lexicon(language, "cues").get("grammar", {}).get("participles", ()))
    source, content = attribution.source, attribution.content[0]
    if source is None or not endings or not page.text[cue.start : cue.end].endswith(endings):
        return False
    led = {word.key for word in page.words_in(Span(source.end, cue.start))}
    gap = page.words_in(Span(cue.end, content.start))
    active = led & (grammar(language)["having"] | grammar(language)["relative_objects"])
    close = page.text[source.end : cue.start].strip() in {"", ","}
    return (
        close
        and not active
        and len(gap) <= 1
        and gap[-1:] != []
        and gap[0].key in keys(language, "whole", "turning")
    )


def _is_named(page: Page, attribution: Attribution, cue: Span) -> bool:
    """Tell whether who speaks is named in the sentence before what is done with the words."""
    sentence = page.sentence(page.sentence_at(cue.start))
    named = {mention.entity for mention in page.mentions_in(Span(sentence.start, cue.start))}
    return bool(named & set(page.reading.speakers.get(attribution.id, ())))


def _scrap(page: Page, attribution: Attribution, span: Span) -> str | None:
    """Tell words without cue and source that are a heading, or a word or two in quotation marks in the press's own sentence."""
    if in_heading(page.article, span.start):
        return "rule:heading"
    if attribution.type is AttributionType.INDIRECT:
        return None
    whole = page.sentence(page.sentence_at(span.start))
    inside = sum(len(page.words_in(one)) for one in attribution.content)
    around = len(page.words_in(Span(whole.start, max(whole.end, span.end))))
    return "rule:scrap" if inside < min(_SCRAP * around, _MANY) else None
