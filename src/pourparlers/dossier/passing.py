"""What the press tells in passing: its own sub-headings, former days, a word beside a noun, what a people feels."""

from __future__ import annotations

from collections.abc import Sequence

from pourparlers.dossier.dating import in_its_sentence
from pourparlers.dossier.judgements import in_heading, line_round, words_for
from pourparlers.dossier.page import Page
from pourparlers.dossier.whole_words import grammar, keys
from pourparlers.knowledge.lexicon import lexicon
from pourparlers.knowledge.phrases import content_words, listed
from pourparlers.knowledge.words import Word
from pourparlers.model import Attribution, AttributionType, MentionKind, Span
from pourparlers.reading.acts import done

_WORDS_BEFORE = 3  # words before a participle in which its auxiliary stands
_OPENING = 4  # words with which a content begins, its article among them
_BULLETS = "•-–—*#"
_SHORT_LINE = 70  # characters of a line that is set over others


def in_passing(page: Page, attribution: Attribution, cue: Span) -> str | None:
    """Tell why words with a cue are the newsroom's own and nobody's stand.

    Args:
        page: the article.
        attribution: where they were read.
        cue: what is done with them.

    Returns:
        the rule, None where somebody takes a stand.
    """
    if _is_subheading(page, cue, attribution.content[0]):
        return "rule:heading"
    if attribution.type is not AttributionType.INDIRECT:
        return None
    if "rule:possessor" in attribution.why and not done(page.language, page.text[cue.start : cue.end]):
        return "rule:no-saying"
    before = page.words_in(Span(page.sentence(page.sentence_at(cue.start)).start, cue.start))
    if _is_background(page, attribution, cue) or _is_called_together(page, attribution, cue):
        return "rule:background"
    if _is_adjective(page, attribution, cue, before):
        return "rule:beside-a-noun"
    return "rule:a-people" if _is_of_a_people(page, attribution, cue) else None


def _is_subheading(page: Page, cue: Span, span: Span) -> bool:
    """Tell a line in the text that the newsroom sets over what follows, in its own words: marked, or short with its verb first."""
    article = page.article
    title = article.title_span
    if (title is not None and title.start <= span.start < title.end) or not in_heading(article, span.start):
        return False
    line = line_round(page.text, span.start)
    own = article.title is not None and line.casefold() == article.title.strip().casefold()
    brief = cue.start < span.start and len(line) <= _SHORT_LINE
    return not own and (line[:1] in _BULLETS or brief)


def _is_called_together(page: Page, attribution: Attribution, cue: Span) -> bool:
    """Tell a meeting that is only called or held ("called an emergency meeting"), which nobody takes a stand by."""
    language, content = page.language, attribution.content[0]
    if content.start < cue.end:
        return False
    opening = page.words_in(Span(cue.end, content.end))[:_OPENING]
    led = [*page.words_in(cue), *opening]
    asked = {word.key for word in (*page.words_in(cue), *opening[:1])} & keys(language, "whole", "turning")
    called = listed(language, "whole", "convening").any(led)
    return called and not asked and listed(language, "whole", "convened").any(opening)


def _is_background(page: Page, attribution: Attribution, cue: Span) -> bool:
    """Tell what the press recalls of former days: a verb in the imperfect, or a clause on a thing named before it, undated."""
    language = page.language
    content = page.words_in(
        Span(
            page.sentence(page.sentence_at(attribution.content[0].start)).start, attribution.content[0].start
        )
    )
    if content and content[-1].key in keys(language, "whole", "antecedents"):
        return True
    endings = tuple(str(one) for one in lexicon(language, "whole").get("imperfect", ()))
    verb = page.text[cue.start : cue.end].split()[0]
    told = bool(endings) and verb.endswith(endings) and cue.start < attribution.content[0].start
    return told and in_its_sentence(page, attribution) is None


def _is_adjective(page: Page, attribution: Attribution, cue: Span, before: Sequence[Word]) -> bool:
    """Tell a participle that only goes with the noun before it ("the criticised handling"), though a verb further off has the subject."""
    language = page.language
    endings = tuple(str(one) for one in lexicon(language, "cues").get("grammar", {}).get("participles", ()))
    shared = not {"rule:shared-subject", "rule:passive"}.isdisjoint(attribution.why)
    if not shared or not endings or not page.text[cue.start : cue.end].endswith(endings) or not before:
        return False
    joined = page.text[before[-1].end : cue.start].strip()
    verbs = grammar(language)["having"] | keys(language, "whole", "auxiliaries")
    return (
        not joined
        and not {word.key for word in before[-_WORDS_BEFORE:]} & verbs
        and _is_noun(before[-1], language)
    )


def _is_noun(word: Word, language: str) -> bool:
    endings = tuple(keys(language, "whole", "adverb_endings"))
    adverb = bool(endings) and word.key.endswith(endings)
    return (
        not adverb
        and bool(content_words([word], language))
        and word.key not in keys(language, "whole", "joining")
    )


def _is_of_a_people(page: Page, attribution: Attribution, cue: Span) -> bool:
    """Tell a hope or a fear of all those of a country, which no government voices."""
    source, language = attribution.source, page.language
    if source is None:
        return False
    named = page.mentions_in(source)
    words = content_words(page.words_in(source), language)
    felt = [words_for(language, name).any(page.words_in(cue)) for name in ("hopes", "fears")]
    return any(felt) and len(words) == 1 and [one.kind for one in named] == [MentionKind.DEMONYM]
