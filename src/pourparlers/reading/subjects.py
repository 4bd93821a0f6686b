"""Who a cue's subject is, where grammar says it better than the encoder; every rule changes drafts in place."""

from __future__ import annotations

from collections.abc import Sequence

from pourparlers.reading import agents
from pourparlers.reading.constituents import (
    HYPHENS,
    capital,
    determined,
    ends_phrase,
    is_noun,
    is_passive,
    phrase_before,
    titled,
)
from pourparlers.reading.drafts import Draft
from pourparlers.reading.grammar import Grammar
from pourparlers.reading.words import Range, Words

NEAR_SUBJECT = 5
NEAR_RELATIVE = 7
MAX_SUBJECT = 6


def find(drafts: Sequence[Draft], words: Words, grammar: Grammar) -> None:
    """Give the cues of one sentence their sources, or take wrong ones away.

    Args:
        drafts: those of one sentence, in the order of their cues or contents.
        words: the words of the text.
        grammar: the word lists of its language.
    """
    for draft in drafts:
        if draft.cue is not None:
            _no_speaker(draft, words, grammar)
            _pronoun_subject(draft, words, grammar)
            _inverted_subject(draft, words, grammar)
            _object(draft, words, grammar)
            _named_subject(draft, drafts, words, grammar)
            _clause_subject(draft, drafts, words, grammar)
            _antecedent(draft, drafts, words, grammar)
            _passive(draft, words, grammar)
            _possessor(draft, words, grammar)
            _complement(draft, words, grammar)
            agents.find(draft, drafts, words, grammar)
    for draft in drafts:
        _whole_source(draft, words, grammar)
    _share_subject(drafts, words, grammar)


def _inverted_subject(draft: Draft, words: Words, grammar: Grammar) -> None:
    """The subject written after its verb with a hyphen: "prévient-il", "a-t-il ajouté", "a t-il lancé"."""
    if draft.cue is None:
        return
    first, last = draft.cue
    candidates = [
        *range(last, min(last + 2, len(words))),
        *range(first - 1, max(first - NEAR_SUBJECT, 0), -1),
    ]
    for word in candidates:
        if word < first and any("," in words.between(k, k + 1) for k in range(word, first)):
            break
        if (
            words.lower(word) in grammar.inverted
            and words.sentence[word] == draft.sentence
            and words.text[words.spans[word].start - 1] in "-‐‑"
        ):
            draft.source = (word, word + 1)
            draft.why.append("rule:inverted-subject")
            return


def _no_speaker(draft: Draft, words: Words, grammar: Grammar) -> None:
    """A day of the week speaks to nobody ("a report released Saturday promising …"), nor does the article of a noun."""
    if draft.cue is None or draft.source is None:
        return
    article = draft.source[1] == draft.cue[0] and is_noun(draft, words, grammar)
    articles = (grammar.determiners & grammar.function) - grammar.possessives
    nobody = grammar.weekdays | articles if article else grammar.weekdays
    if all(words.lower(word) in nobody for word in range(*draft.source)):
        draft.source = None


def _pronoun_subject(draft: Draft, words: Words, grammar: Grammar) -> None:
    """A pronoun right before an active verb is its subject: "ce qu'ils dénoncent", "he has said"."""
    if draft.cue is None or draft.source is None or is_noun(draft, words, grammar):
        return
    passive = grammar.passive | grammar.copulas
    if any(words.lower(word) in passive for word in range(*draft.cue)):
        return
    emphatic = grammar.links | grammar.complements | grammar.prepositions
    word = draft.cue[0]
    while (
        word
        and words.sentence[word - 1] == draft.sentence
        and words.lower(word - 1) in (grammar.cue_edges | grammar.subjects) - passive
        and not ends_phrase(words, word)
    ):
        word -= 1
        if words.lower(word) in grammar.subjects:
            alone = word == 0 or (
                words.lower(word - 1) not in emphatic and words.between(word - 1, word) not in HYPHENS
            )
            if alone and not draft.source[0] <= word < draft.source[1]:
                draft.source = word, word + 1
                draft.why.append("rule:pronoun-subject")
            return


def _object(draft: Draft, words: Words, grammar: Grammar) -> None:
    """Between an active verb and what it reports stands whom it is said to: "accuser X de", "asked X to"."""
    if not grammar.subject_first or draft.cue is None or draft.source is None or not draft.contents:
        return
    first, last = draft.cue
    start, end = draft.source
    if start < last or end > draft.contents[0][0] or is_noun(draft, words, grammar):
        return
    if (
        words.lower(start - 1) in grammar.agents | grammar.possessors
        or words.lower(start) in grammar.possessors
    ):
        return
    if _is_set_off(draft.cue, draft.source, words, grammar):
        return
    opening = start - (words.lower(start - 1) in grammar.determiners)
    direct = opening == last and words.lower(last) not in grammar.topics | grammar.agents
    quoting = words.lower(first).startswith(grammar.quoting or ("\0",))
    after = any(words.lower(word) in grammar.comparing for word in range(max(first - NEAR_SUBJECT, 0), last))
    small = words.lower(first) in grammar.links | grammar.complements | grammar.viewpoints | grammar.topics
    text = words.text[words.spans[first].start : words.spans[last - 1].end].lower()
    if direct and not (quoting or after or small or text in grammar.prepositions):
        draft.source = None
        draft.why.append("rule:object")


def _is_set_off(cue: Range, source: Range, words: Words, grammar: Grammar) -> bool:
    """Whether a verb with its subject behind it stands between commas in what is said: "…, a poursuivi X, …"."""
    first = cue[0]
    while (
        first and words.lower(first - 1) in grammar.cue_edges and "," not in words.between(first - 1, first)
    ):
        first -= 1
    return (
        first > 0
        and source[1] < len(words)
        and "," in words.between(first - 1, first)
        and "," in words.between(source[1] - 1, source[1])
    )


def _named_subject(draft: Draft, drafts: Sequence[Draft], words: Words, grammar: Grammar) -> None:
    """A name right before a verb is its subject, rather than what another verb before it took: "X says …, but Y warns"."""
    if draft.cue is None or draft.source is None or is_noun(draft, words, grammar):
        return
    last = draft.cue[0]
    while last and words.lower(last - 1) in grammar.cue_edges and not capital(last - 1, words):
        last -= 1
        if words.lower(last) in grammar.relatives | grammar.inverted | grammar.leading:
            return
    first = last
    while first and capital(first - 1, words) and words.sentence[first - 1] == draft.sentence:
        if first < last and ends_phrase(words, first):
            break
        first -= 1
    if first == last or draft.source[1] > first or "," in words.between(last - 1, last):
        return
    if first and words.lower(first - 1) in grammar.determiners:
        first -= 1
    between = [
        other
        for other in drafts
        if other is not draft and other.cue is not None and draft.source[1] <= other.cue[0] < first
    ]
    before = words.lower(first - 1) if first else ""
    verb = last < draft.cue[0] or not words.lower(draft.cue[0]).endswith(grammar.participles or ("\0",))
    if verb and between and before not in grammar.links | grammar.complements | grammar.agents:
        draft.source = first, last
        draft.why.append("rule:named-subject")


def _clause_subject(draft: Draft, drafts: Sequence[Draft], words: Words, grammar: Grammar) -> None:
    """The noun phrase between "that" and a verb is its subject: "said he hoped …, and that the two had agreed"."""
    if draft.cue is None or draft.source is None or is_noun(draft, words, grammar):
        return
    last = draft.cue[0]
    while last and words.lower(last - 1) in grammar.cue_edges - grammar.leading - grammar.subjects:
        last -= 1
    first = last
    verbs = {one.cue[1] for one in drafts if one is not draft and one.cue is not None}
    while (
        first
        and first not in verbs
        and last - first < MAX_SUBJECT
        and words.sentence[first - 1] == draft.sentence
        and words.lower(first - 1) not in grammar.leading
        and not ends_phrase(words, first)
    ):
        first -= 1
    if (
        not first
        or first == last
        or ends_phrase(words, first)
        or (words.lower(first - 1) not in grammar.leading and first not in verbs)
        or draft.source[1] >= first
        or any(ends_phrase(words, word) for word in range(first, draft.cue[0] + 1))
        or not (words.lower(first) in grammar.determiners or capital(first, words))
    ):
        return
    phrase = range(first, last)
    small = grammar.relatives | grammar.agents | (grammar.function - grammar.links - grammar.determiners)
    if first in verbs:
        small |= grammar.conjunctions
        if words.lower(draft.cue[0]).endswith(grammar.gerunds or ("\0",)):
            return
    plain = all(words.lower(word) not in small and not words.lower(word).isdecimal() for word in phrase)
    other = [one for one in drafts if one is not draft and one.cue is not None]
    between = any(draft.source[1] <= one.cue[0] < first for one in other if one.cue)
    if plain and between and not any(one.cue[0] in phrase for one in other if one.cue):
        draft.source = first, last
        draft.why.append("rule:clause-subject")


def _antecedent(draft: Draft, drafts: Sequence[Draft], words: Words, grammar: Grammar) -> None:
    """The noun phrase before a relative pronoun: "X, qui a promis", "X, who said"."""
    if draft.cue is None:
        return
    pronoun = -1
    for word in range(draft.cue[0] - 1, max(draft.cue[0] - NEAR_RELATIVE, 0), -1):
        if words.lower(word) in grammar.relatives:
            pronoun = word
            break
        if "," in words.between(word, word + 1):
            break
    if pronoun < 0 and draft.source is not None and draft.source[1] - draft.source[0] == 1:
        pronoun = draft.source[0] if words.lower(draft.source[0]) in grammar.relatives else -1
    if pronoun <= 0 or words.sentence[pronoun - 1] != draft.sentence:
        return
    alone = words.between(pronoun - 2, pronoun - 1) not in HYPHENS if pronoun > 1 else True
    if alone and words.lower(pronoun - 1) in grammar.conjunctions:
        _same_antecedent(draft, pronoun, words, grammar)
        return
    own = draft.source is not None and (
        draft.source[1] in {pronoun - 1, pronoun} or pronoun < draft.source[0] < draft.cue[0]
    )
    if own or (alone and words.lower(pronoun - 1) in grammar.function):
        return
    if any(_opens_subject(word, words, grammar) for word in range(pronoun + 1, draft.cue[0])):
        return
    first, end = phrase_before(pronoun, words, grammar)
    cues = [other.cue[1] for other in drafts if other.cue is not None and first <= other.cue[0]]
    draft.source = max([first, *(cue for cue in cues if cue < end)]), end
    draft.why.append("rule:antecedent")


def _same_antecedent(draft: Draft, pronoun: int, words: Words, grammar: Grammar) -> None:
    """A relative pronoun after "and" speaks of what the one before it in the sentence speaks of."""
    before = next(
        (
            word
            for word in range(pronoun - 2, 0, -1)
            if words.sentence[word] == draft.sentence and words.lower(word) == words.lower(pronoun)
        ),
        0,
    )
    if draft.source == (pronoun, pronoun + 1) and before and words.lower(before - 1) not in grammar.function:
        draft.source = phrase_before(before, words, grammar)
        draft.why.append("rule:antecedent")


def _opens_subject(word: int, words: Words, grammar: Grammar) -> bool:
    """Whether a word after a relative pronoun is a subject of its own: "which X says", "which the bank says"."""
    return words.lower(word) in grammar.determiners - grammar.cue_edges or capital(word, words)


def _passive(draft: Draft, words: Words, grammar: Grammar) -> None:
    """The subject of a passive is not who says it, nor the agent of another: "il a été signalé que", "a ship suspected of"."""
    if draft.cue is None:
        return
    passive = is_passive(draft, words, grammar, 1)
    if draft.source is not None and draft.source[0] >= draft.cue[1]:
        between = range(draft.cue[1], draft.source[0])
        wrong = passive and any(words.lower(word) in grammar.passive for word in between)
    else:
        wrong = _is_charged(draft.cue, words, grammar) or (passive and draft.source is not None)
    if wrong:
        draft.source = None
        draft.why.append("rule:passive")


def _is_charged(cue: Range, words: Words, grammar: Grammar) -> bool:
    """Whether a participle with its charge right after it tells of whom is charged: "soupçonné d'avoir", "accused of"."""
    first, last = cue[1] - 1, cue[1]
    return (
        last < len(words)
        and words.lower(last) in grammar.complements
        and words.lower(first).startswith(grammar.charging or ("\0",))
        and words.lower(first).endswith(grammar.participles or ("\0",))
        and (first == 0 or words.lower(first - 1) not in grammar.having)
    )


def _possessor(draft: Draft, words: Words, grammar: Grammar) -> None:
    """Who speaks is the possessor of what is said, when nobody else is named: "sa demande de", "their call for"."""
    if draft.cue is None or draft.source is not None or draft.cue[0] == 0:
        return
    before = draft.cue[0] - 1
    if (
        words.sentence[before] == draft.sentence
        and words.lower(before) in grammar.possessives
        and words.between(before, before + 1).isspace()
    ):
        draft.source = (before, before + 1)
        draft.why.append("rule:possessor")


def _complement(draft: Draft, words: Words, grammar: Grammar) -> None:
    """Whose a noun is, when the content follows: "l'appel du ministre à", "the demand of the union for"."""
    if draft.cue is None or not draft.contents or not is_noun(draft, words, grammar):
        return
    last, start = draft.cue[1], draft.contents[0][0]
    if draft.source is not None and last <= draft.source[0] < start:
        return
    spoken_by = draft.source is not None and 0 <= draft.cue[0] - draft.source[1] <= 1
    if spoken_by or words.lower(draft.cue[0] - 1) in grammar.possessives:
        return
    if (
        last + 1 >= start
        or words.lower(last) not in grammar.possessors
        or words.lower(last) in grammar.topics
    ):
        return
    first = last + 1
    end = first
    while end < start and (end == first or not ends_phrase(words, end)):
        if words.lower(end) in grammar.topics and end > first:
            break
        end += 1
    while end > first and words.lower(end - 1) in grammar.function | grammar.links:
        end -= 1
    if end > first and not words.text[words.spans[first].start].isdigit():
        draft.source = first, end
        draft.why.append("rule:complement")


def _whole_source(draft: Draft, words: Words, grammar: Grammar) -> None:
    """A source begins with the title of its name and does not end with what only joins words."""
    if draft.source is None:
        return
    first, last = draft.source
    if (
        words.lower(first) in grammar.inverted
        and last - first == 2
        and words.between(first, first + 1) == " "
    ):
        last -= words.lower(first + 1) in grammar.copulas
    joints = grammar.conjunctions | (grammar.cue_edges - grammar.inverted - grammar.determiners)
    while last - first > 1 and words.lower(last - 1) in joints:
        last -= 1
    if words.lower(last - 1) in grammar.determiners and (
        last == len(words) or words.lower(last) not in joints
    ):
        last = determined(last, draft, words, grammar)
    if titled(first, words, grammar) and words.sentence[first - 1] == draft.sentence:
        first -= 1
    apposed = first > 0 and words.lower(first) in grammar.possessives and last - first > 1
    if (
        apposed
        and words.between(first - 1, first) == ", "
        and capital(first - 1, words)
        and words.sentence[first - 1] == draft.sentence
    ):
        first = phrase_before(first, words, grammar)[0]
    draft.source = first, last


def _share_subject(drafts: Sequence[Draft], words: Words, grammar: Grammar) -> None:
    """A coordinated verb and a participle take the subject of the verb before them (or else after)."""
    subject: Draft | None = None
    for draft in drafts:
        if draft.cue is None:
            continue
        if draft.source is not None:
            if not is_noun(draft, words, grammar):
                subject = draft
        elif (
            subject is not None
            and not is_noun(draft, words, grammar)
            and not is_passive(draft, words, grammar, 2)
            and "rule:passive" not in draft.why
        ):
            draft.source = subject.source
            draft.why.append("rule:shared-subject")
    following: Draft | None = None
    for draft in reversed(drafts):
        if draft.cue is None:
            continue
        if draft.source is not None:
            following = draft
        elif following is not None and words.lower(draft.cue[0]).endswith(grammar.gerunds or ("\0",)):
            draft.source = following.source
            draft.why.append("rule:shared-subject")
