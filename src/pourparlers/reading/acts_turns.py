"""What tells the act of an attribution beside the words of its cue: how the cue is built, and with what.

One verb does different things: to ask somebody to do a thing demands it, to ask how many there are does not; to back a
plan supports it, to maintain that something is so only states it; to deny a charge is no denial of access. The words
are in `languages/<xx>/acts.toml`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache

from pourparlers.knowledge.lexicon import lexicon
from pourparlers.knowledge.phrases import Phrases
from pourparlers.knowledge.words import Word, words_of
from pourparlers.model import Act, Attribution, AttributionType
from pourparlers.reading.polarity import loose, negations_in, polarity

SURE = 5.0
LIKELY = 3.0
_FEW = 4  # words at the beginning of a content that name what it is about
_HEAD = 2  # words that hold the first noun of a content
_ANYWHERE = 40
_BARE = 6  # words of a content that is a noun and what belongs to it
_BEFORE = 2  # words before a verb in which its negation stands
_HELD = 8  # words behind a verb of opinion in which stands what it holds something for
_NEAR = 4  # words behind a negation that it turns
_GAP = 40  # characters between a cue and a content that it governs
_ENDS = ".!…"
_BY_OBJECT: tuple[tuple[str, str, int, Mapping[Act, float]], ...] = (
    ("denying", "barred", _FEW, {Act.REJECT: SURE, Act.DENY: -LIKELY}),
    ("disputing", "disputed", _HEAD, {Act.REJECT: LIKELY, Act.DENY: -LIKELY}),
    ("finding", "unfit", _ANYWHERE, {Act.REJECT: LIKELY, Act.ASSESS_NEGATIVE: -LIKELY}),
    ("terminating", "treaties", _HEAD, {Act.REJECT: LIKELY, Act.ACCUSE: -LIKELY}),
    ("claiming_for", "claimed", _FEW, {Act.STATE: LIKELY, Act.REQUEST: -LIKELY}),
)

Odds = Mapping[Act, float]
_Known = Mapping[str, Phrases[str]]


_LISTS = (
    "asking",
    "question_words",
    "hopes",
    "hoping",
    "wishing",
    "well_wishes",
    "claiming",
    "that",
    "labelling",
    "slighting",
    "deciding",
    "measures",
    "to",
    "not_done",
    "engaging",
    "into",
    "banning",
    "denying",
    "barred",
    "terminating",
    "treaties",
    "claiming_for",
    "claimed",
    "disputing",
    "disputed",
    "finding",
    "unfit",
    "holding",
    "helping",
    "ourselves",
)


@cache
def _lists(language: str) -> Mapping[str, Phrases[str]]:
    table = lexicon(language, "acts")
    found = {name: table.get(name, ()) for name in _LISTS}
    verbs = table.get("scheduled_verbs", ())
    due = [f"{modal} {verb}" for modal in table.get("scheduled_modals", ()) for verb in verbs]
    found["scheduled"] = [*due, *table.get("scheduled", ())]
    found["needed"] = [
        f"{being} {need} {link}"
        for being in table.get("need_copulas", ())
        for need in table.get("needs", ())
        for link in table.get("need_links") or ("",)
    ]
    found["harming"] = [
        *table.get("harming", ()),
        *(
            f"{will} {verb}"
            for will in table.get("harm_auxiliaries", ())
            for verb in table.get("harm_verbs", ())
        ),
    ]
    return {
        name: Phrases(((str(one), str(one)) for one in phrases), language, keep_small=True)
        for name, phrases in found.items()
    }


def turns(text: str, one: Attribution, language: str) -> dict[Act, float]:
    """Give what speaks for and against acts by how the cue is built and what it stands with.

    Args:
        text: the text of the article.
        one: an attribution in it.
        language: the language of the text.

    Returns:
        log odds by act, to be added up with the others.
    """
    known = _lists(language)
    words = words_said(text, one)
    cue = list(words_of(text[one.cue.start : one.cue.end])) if one.cue else []
    gap = _between(text, one)
    odds: dict[Act, float] = {}
    for found in (
        _of_question(known, cue, gap, words) or _of_hope(known, cue, words, language),
        _of_claim(known, cue, gap, one),
        _of_name(known, cue, gap, words, one, language),
        _of_decision(known, cue, gap, words),
        _of_schedule(known, words),
        {Act.REQUEST: LIKELY} if known["needed"].any(words) else {},
        _of_outlook(known, words, language),
        _of_opinion(known, words, language),
        _of_denial(known, words),
        {} if known["asking"].any(cue) else _of_question_mark(text, one),
    ):
        for act, value in found.items():
            odds[act] = odds.get(act, 0.0) + value
    return odds


def words_said(text: str, one: Attribution) -> list[Word]:
    """Give the words of the content of an attribution."""
    return [word for span in one.content for word in words_of(text[span.start : span.end])]


def by_act(table: Mapping[str, Sequence[str]], language: str) -> Phrases[str]:
    """Make phrases listed by the act they do ready for searching; what is found tells the act."""
    phrases = [(phrase, act) for act, found in table.items() for phrase in found]
    return Phrases(phrases, language, keep_small=True)


@cache
def _doing(language: str, name: str) -> Phrases[str]:
    return by_act(lexicon(language, "acts").get(name, {}), language)


def openings(text: str, one: Attribution, language: str) -> set[Act]:
    """Give the acts that the words do with which a content begins ("the hope of", "determination to").

    Args:
        text: the text of the article.
        one: an attribution in it, whose cue does nothing by itself ("expressed", "reaffirmed").
        language: the language of the text.

    Returns:
        the act of the longest of the phrases that begin first; empty where the content begins otherwise.
    """
    gap = _between(text, one)
    content = words_said(text, one)
    words = [*gap, *content[: _FEW + 2]]
    found = [hit for hit in _doing(language, "openings").find(words) if hit.first <= len(gap) + 1]
    if not found:
        return set()
    best = min(found, key=lambda hit: (hit.first, -hit.last))
    return {Act(best.value)}


def outright(text: str, one: Attribution, language: str) -> set[Act]:
    """Give the acts that words of a content do wherever they stand ("a lie", "bad faith"), unless they are negated.

    Args:
        text: the text of the article.
        one: an attribution in it, whose cue does nothing by itself.
        language: the language of the text.
    """
    words = words_said(text, one)
    hits = list(_doing(language, "outright").find(words))
    negations = negations_in(words, language) if hits else []
    return {Act(hit.value) for hit in hits if not any(0 < hit.first - n <= _NEAR for n in negations)}


def _between(text: str, one: Attribution) -> list[Word]:
    if one.cue is None:
        return []
    start = next((span.start for span in one.content if span.start >= one.cue.end), None)
    if start is None or start - one.cue.end > _GAP:
        return []
    return list(words_of(text[one.cue.end : start]))


def _of_question(known: _Known, cue: Sequence[Word], gap: Sequence[Word], words: Sequence[Word]) -> Odds:
    """To ask how many, whether or why demands nothing."""
    start = [*gap[-1:], *words[:_FEW]]
    first = [hit for hit in known["question_words"].find(start) if hit.first <= len(gap[-1:])]
    if not first or not known["asking"].any(cue):
        return {}
    return {Act.STATE: SURE, Act.REQUEST: -SURE}


def _of_hope(known: _Known, cue: Sequence[Word], words: Sequence[Word], language: str) -> Odds:
    """Who hopes wants something, and neither judges nor agrees; who wishes somebody luck demands nothing.

    A hope of a good thing by itself ("hopes of progress") is left to the other signs.
    """
    if known["wishing"].any(cue) and known["well_wishes"].any(words):
        return {Act.STATE: SURE, Act.REQUEST: -LIKELY}
    if len(words) <= _BARE and polarity(words, language) > 0:
        return {}
    if known["hopes"].any(cue) or known["hoping"].any(words[:_FEW]):
        return {Act.REQUEST: LIKELY, Act.ASSESS_POSITIVE: -LIKELY, Act.AGREE: -LIKELY}
    return {}


def _of_claim(known: _Known, cue: Sequence[Word], gap: Sequence[Word], one: Attribution) -> Odds:
    """To maintain that something is so supports nobody."""
    clause = one.type is AttributionType.DIRECT or known["that"].any(gap[-1:])
    if not clause or not known["claiming"].any(cue):
        return {}
    return {Act.STATE: LIKELY, Act.SUPPORT: -SURE}


def _of_name(
    known: _Known,
    cue: Sequence[Word],
    gap: Sequence[Word],
    words: Sequence[Word],
    one: Attribution,
    language: str,
) -> Odds:
    """To give somebody or something a name judges it as the name does; a slight does so unless it praises."""
    slighting = known["slighting"].any(cue)
    asks = known["to"].any([*cue, *gap[:1]])
    if not slighting and (asks or not known["labelling"].any(cue)):
        return {}
    sign = polarity(words, language)
    weight = LIKELY if slighting else LIKELY / 2
    if sign > 0:
        return {Act.ASSESS_POSITIVE: weight}
    brief = len(words) <= _BARE and one.type is not AttributionType.INDIRECT
    if sign < 0 or slighting or brief:
        return {Act.ASSESS_NEGATIVE: weight, Act.ACCUSE: weight / 2 if slighting else 0.0}
    return {}


def _of_decision(known: _Known, cue: Sequence[Word], gap: Sequence[Word], words: Sequence[Word]) -> Odds:
    """What a verb does by its object: a measure is made known, access refused, a treaty ended, a victory told."""
    measured = known["measures"].any(words[:_FEW]) or known["measures"].any(gap)
    if known["deciding"].any(cue) and measured and not known["to"].any(gap[:1]):
        return {Act.ANNOUNCE: SURE, Act.REQUEST: -LIKELY}
    if known["engaging"].any(cue) and known["into"].any(gap[:1]):
        return {Act.STATE: LIKELY, Act.COMMIT: -SURE}
    if known["banning"].any(cue):
        return {Act.ANNOUNCE: LIKELY, Act.REJECT: -LIKELY}
    for verbs, objects, reach, odds in _BY_OBJECT:
        if known[verbs].any(cue) and known[objects].any(words[:reach]):
            return odds
    return {}


def _of_schedule(known: _Known, words: Sequence[Word]) -> Odds:
    """What is due to take place is not demanded."""
    return {Act.REQUEST: -LIKELY, Act.ANNOUNCE: 0.5} if known["scheduled"].any(words) else {}


def _of_outlook(known: _Known, words: Sequence[Word], language: str) -> Odds:
    """To say what harm would come of something warns of it, what good praises it, unless it is said that none will.

    What harm the speakers would do themselves they threaten, and acts that would do harm are only named.
    """
    negations = negations_in(words, language)

    def coming(name: str) -> bool:
        return any(
            not any(0 <= hit.first - n <= _BEFORE for n in negations)
            and not known["ourselves"].any(words[max(0, hit.first - 1) : hit.first])
            and not known["that"].any(words[max(0, hit.first - 1) : hit.first])
            for hit in known[name].find(words)
        )

    if coming("harming"):
        return {Act.WARN: LIKELY, Act.ASSESS_POSITIVE: -LIKELY}
    return {Act.ASSESS_POSITIVE: LIKELY} if coming("helping") else {}


def _of_opinion(known: _Known, words: Sequence[Word], language: str) -> Odds:
    """Not to hold something for hopeless judges it half well; not to hold it for good judges it ill. Neither refuses."""
    negations = negations_in(words, language)
    for hit in known["holding"].find(words):
        if not any(abs(hit.first - n) <= _BEFORE for n in negations):
            continue
        after = words[hit.last + 1 : hit.last + 1 + _HELD]
        good, ill = (loose(language, "polarity", name).any(after) for name in ("positive", "negative"))
        if good != ill:
            return {Act.ASSESS_NEGATIVE if good else Act.ASSESS_MIXED: SURE, Act.REJECT: -LIKELY}
    return {}


def _of_denial(known: _Known, words: Sequence[Word]) -> Odds:
    """Who begins with what nobody did denies it, whatever stands behind it."""
    begins = any(hit.first == 0 for hit in known["not_done"].find(words[:_FEW]))
    return {Act.DENY: SURE, Act.ACCUSE: -LIKELY} if begins else {}


def _of_question_mark(text: str, one: Attribution) -> Odds:
    """Who asks a question does not accuse, refuse or deny, whatever stands in it."""
    said = "".join(text[span.start : span.end] for span in one.content)
    last = one.content[-1].end
    asked = said.count("?") + (not said.endswith("?") and text[last : last + 2].strip().startswith("?"))
    told = sum(said.count(sign) for sign in _ENDS)
    if asked <= told:
        return {}
    return {Act.STATE: LIKELY, Act.ACCUSE: -SURE, Act.DENY: -LIKELY, Act.REJECT: -LIKELY}


def whole_words(text: str, start: int, end: int) -> str:
    """Give a stretch of text without the word that its beginning cuts."""
    while start < end and start > 0 and text[start - 1].isalnum() and text[start].isalnum():
        start += 1
    return text[start:end]


def not_after_stop(words: str) -> str:
    """Give what stands after the last end of a sentence or quotation."""
    cut = max(words.rfind(sign) for sign in '.!?;»”"')
    return words[cut + 1 :]
