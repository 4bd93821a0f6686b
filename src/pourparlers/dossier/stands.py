"""What a plain statement does, told by what it is about and of whom: a charge, a threat, a measured judgement."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from itertools import pairwise

from pourparlers.dossier.judgements import words_for
from pourparlers.dossier.themes import ASSESSMENT, STRONG, Theme, family
from pourparlers.dossier.wording import has
from pourparlers.knowledge.phrases import content_words, phrases, small_words, word_list
from pourparlers.knowledge.words import Word, fold
from pourparlers.model import Act, Span
from pourparlers.reading.polarity import loose, negations_in, polarities

# What nobody says of another side but as a charge.
_CHARGED = frozenset(
    {
        "military.invasion",
        "military.deployment",
        "military.offensive",
        "territory.annexation",
        "security.cyber",
    }
)
_SELF_EVIDENT = frozenset({"military.invasion", "territory.annexation"})
# What hurts another side when it is done.
_MEASURES = frozenset(
    {
        "economy.sanctions",
        "economy.payments",
        "economy.export_controls",
        "economy.tariffs",
        "military.insurgency",
        "military.response",
        "military.reinforcement",
    }
)
_PROMISES = frozenset({Act.OFFER, Act.AGREE, Act.COMMIT, Act.CONCEDE})
_PLAIN = frozenset({Act.STATE, Act.WARN})
_SIGNED = frozenset({Act.ASSESS_POSITIVE, Act.ASSESS_NEGATIVE})
_NEAR = 3  # words before a matter that govern it
_REACH = 4  # words that carry meaning, between a negation and what it turns
_JUDGED = "rule:judged-by-words"
_SIGNS = {1: Act.ASSESS_POSITIVE, -1: Act.ASSESS_NEGATIVE}


def by_matter(
    act: Act,
    words: Sequence[Word],
    found: Sequence[Theme],
    subject: Collection[str],
    named: Collection[str],
    own: Collection[str],
    language: str,
    *,
    by_cue: bool = False,
) -> tuple[Act, str | None]:
    """Tell what is done with words whose act as read does not fit what they are about.

    Args:
        act: the act as read.
        words: the words, small ones included.
        found: the matters in them, the strongest first.
        subject: the parties the content begins with.
        named: the parties named in it.
        own: the parties of the speaker.
        language: the language of the words.
        by_cue: whether the words of the cue do that act themselves ("agreed to", "offers to").

    Returns:
        the act, and the rule that changed it (None where it stays).
    """
    others = set(subject) - set(own)
    about_other = bool(others) and not set(subject) & set(own)
    denied = loose(language, "polarity", "negation").any(words)
    matter = found[0].id if found and found[0].weight >= STRONG else None
    if (
        act in _PLAIN | _PROMISES
        and matter in _MEASURES
        and loose(language, "wording", "weighing").any(words)
    ):
        return Act.THREATEN, "rule:measure-weighed"
    if act in _PROMISES and about_other and not by_cue:
        return (Act.ACCUSE if denied else Act.STATE), "rule:of-another-side"
    if (
        act is Act.STATE
        and matter in _CHARGED
        and not denied
        and own
        and not _withstood(words, found[0], language)
    ):
        theirs = about_other or (
            matter in _SELF_EVIDENT and bool(set(named) - set(own)) and not set(named) & set(own)
        )
        if theirs:
            return Act.ACCUSE, "rule:charge-by-matter"
    return act, None


def _withstood(words: Sequence[Word], theme: Theme, language: str) -> bool:
    """Tell whether what a matter's words name is only what somebody stands against ("defence against an attack")."""
    content = content_words(words, language)
    if not theme.words:
        return False
    start = content[min(theme.words)].start
    before = [word for word in words if word.start < start][-_NEAR:]
    return words_for(language, "withstanding").any(before)


def judged(
    act: Act, words: Sequence[Word], found: Sequence[Theme], follows: bool, language: str
) -> tuple[Act, str | None]:
    """Tell how words judge the talks: well and ill at once is mixed, and so is "not hopeless".

    Args:
        act: the act as read.
        words: the words, small ones included.
        found: the matters in them.
        follows: whether they go on from a judgement of the talks.
        language: the language of the words.

    Returns:
        the act, and the rule that changed it (None where it stays).
    """
    signs = polarities(words, language)
    if act is Act.ASSESS_POSITIVE and set(_turned(words, language)) == {-1}:
        return Act.ASSESS_NEGATIVE, _JUDGED
    if act in _SIGNED:
        bare = not loose(language, "polarity", "negation").any(words)
        return (Act.ASSESS_MIXED, _JUDGED) if bare and len(set(signs)) > 1 else (act, None)
    if act is not Act.STATE or not signs:
        return act, None
    if follows and len(set(signs)) == 1:
        return _SIGNS[signs[0]], _JUDGED
    only_talks = bool(found) and all(theme.id == ASSESSMENT or family(theme.id) == "talks" for theme in found)
    ill = loose(language, "polarity", "negative").any(words)
    if only_talks and ill and set(signs) == {1} and not has(language, words, "polarity", "positive"):
        return Act.ASSESS_MIXED, _JUDGED
    return act, None


def sign(words: Sequence[Word], language: str) -> int:
    """Give 1 for words that speak well of something, -1 for ill, 0 for neither or both as much."""
    signs = _turned(words, language)
    return (sum(signs) > 0) - (sum(signs) < 0)


def _turned(words: Sequence[Word], language: str) -> list[int]:
    """Give the sign of each judging word, turned by a negation before it, or after it where it speaks well.

    Nothing turns ill words from behind: "the differences will not be easy" still speaks of differences.
    """
    small = small_words(language)
    negations = set(negations_in(words, language))
    place, n = [], 0
    for k, word in enumerate(words):
        place.append(n)
        n += k in negations or word.key not in small
    good = {hit.first for hit in loose(language, "polarity", "positive").find(words)}
    bad = {hit.first for hit in loose(language, "polarity", "negative").find(words)} - good
    signs = []
    for k in sorted((good | bad) - negations):
        before = any(m < k and place[k] - place[m] <= _REACH for m in negations)
        after = any(
            m > k and place[m] - place[k] <= _REACH and _unbroken(words[k : m + 1]) for m in negations
        )
        signs.append((1 if k in good else -1) * (-1 if before or (after and k in good) else 1))
    return signs


def _unbroken(words: Sequence[Word]) -> bool:
    return all(two.start - one.end <= 1 for one, two in pairwise(words))


def by_cue(
    act: Act, cue: Sequence[Word], words: Sequence[Word], language: str, *, to_others: bool = False
) -> tuple[Act, str | None]:
    """Mend a request whose cue refuses ("ruled out the demand"), advises or names the talks ("called them useful").

    Args:
        act: the act as read.
        cue: the words from the cue's first to the last before the content.
        words: the words of the content, small ones included.
        language: the language of the words.
        to_others: whether it is said to another side; else what is advised is only spoken for.

    Returns:
        the act, and the rule that changed it (None where it stays).
    """
    if act is not Act.REQUEST or not cue or not words:
        return act, None
    if loose(language, "wording", "red_lines").any(cue):
        return Act.REJECT, "rule:refusing-cue"
    if not to_others and loose(language, "wording", "advice").any(cue):
        return Act.SUPPORT, "rule:advice"
    naming = phrases(language, "wording", "naming", keep_small=True).find(cue)
    starts = {fold(one) for one in word_list(language, "determiners")}
    starts -= {fold(one) for one in word_list(language, "prepositions")}
    if not any(hit.last == len(cue) - 1 for hit in naming) or words[0].key not in starts:
        return act, None
    content = content_words(words, language)
    talks = any(hit.first == 0 for hit in phrases(language, "wording", "talks").find(content))
    signs = set(_turned(words, language))
    return (_SIGNS[signs.pop()], "rule:named-talks") if talks and len(signs) == 1 else (act, None)


def demanded(words: Sequence[Word], spans: Sequence[Span], language: str) -> tuple[Span, ...]:
    """Give what is demanded where anything less is refused ("nothing less than …"); nothing where it is not."""
    hits = list(phrases(language, "wording", "nothing_less", keep_small=True).find(words))
    if not hits:
        return ()
    start = words[hits[0].last].end
    kept = [Span(max(span.start, start), span.end) for span in spans if span.end > start]
    after = [w for w in words if w.start >= start]
    if not kept or not content_words(after, language):
        return ()
    first = min((w.start for w in after), default=start)
    return (Span(max(kept[0].start, first), kept[0].end), *kept[1:])
