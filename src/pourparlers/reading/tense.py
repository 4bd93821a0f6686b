"""On which side of today a clause stands, from the verb nearest to a time expression."""

from __future__ import annotations

from collections.abc import Sequence
from enum import Enum

from pourparlers.reading.timewords import Grammar, Token

REACH = 14
BREAK_COST = 5
VERBS = 4  # that stand in a row at most
SENTENCE_END = frozenset(".!?…")


class Direction(Enum):
    """The side of today a clause speaks of."""

    PAST = "past"
    FUTURE = "future"
    UNKNOWN = "unknown"


def direction(
    row: Sequence[Token], first: int, last: int, known: Grammar, text: str
) -> tuple[Direction, str | None]:
    """Find the tense of the clause around the tokens [first, last).

    Args:
        row: the tokens of the text.
        first: the first token of the time expression.
        last: the token after it.
        known: the grammar of the language.
        text: the text the tokens come from; a line break in it ends the search.

    Returns:
        the side, and the word that tells it ("past:déclaré" has the form of the token), or unknown and None.
        At most `REACH` words each way are looked at, words past a comma or conjunction counting as further away.
    """
    best: tuple[int, Direction, str] | None = None
    for step, start in ((-1, first - 1), (1, last)):
        cost = 0
        at = start
        while 0 <= at < len(row) and cost <= REACH:
            token = row[at]
            if _sentence_ends(row, at, step, text):
                break
            side = verb_side(row, at, known)
            if side is not Direction.UNKNOWN:
                if best is None or cost < best[0]:
                    best = (cost, side, token.form)
                break
            cost += BREAK_COST if token.form in known.tense.breaks else 1
            at += step
    return (best[1], f"{best[1].value}:{best[2]}") if best else (Direction.UNKNOWN, None)


def verb_side(row: Sequence[Token], at: int, known: Grammar) -> Direction:
    """Tell whether the words at a token are a past or a future verb (or a word such as "prévue")."""
    tense = known.tense
    for length in (3, 2, 1):
        phrase = tuple(token.form for token in row[at : at + length])
        if phrase in tense.future:
            if at and row[at - 1].form in tense.having and row[at].form in tense.called:
                return Direction.PAST
            thwarted = any(token.form in tense.imperfect for token in row[max(0, at - 3) : at])
            return Direction.UNKNOWN if thwarted else Direction.FUTURE
        if phrase in tense.past:
            return Direction.FUTURE if _is_undone(row, at, known) else Direction.PAST
    side = _by_ending(row, at, known)
    return Direction.FUTURE if side is Direction.PAST and _is_undone(row, at, known) else side


def _is_undone(row: Sequence[Token], at: int, known: Grammar) -> bool:
    """Whether a participle follows right after verbs that have it lie ahead ("doit être signé", "will be held")."""
    tense, start = known.tense, at
    while start and at - start < VERBS and row[start - 1].form in tense.undone:
        start -= 1
    return any((row[n].form,) in tense.future for n in range(start, at))


def _by_ending(row: Sequence[Token], at: int, known: Grammar) -> Direction:
    form, tense = row[at].form, known.tense
    if len(form) < 4 or row[at].capital or form in tense.neutral or known.is_time_word(form):
        return Direction.UNKNOWN
    if form.endswith(tense.future_endings):
        return Direction.FUTURE
    if form.endswith(tense.past_endings):
        return Direction.PAST
    if form in tense.done:
        ahead = any(token.form in tense.undone for token in row[max(0, at - 3) : at])
        return Direction.UNKNOWN if ahead else Direction.PAST
    helped = any(token.form in tense.auxiliaries for token in row[max(0, at - 3) : at])
    return Direction.PAST if helped and form.endswith(tense.participles) else Direction.UNKNOWN


def _sentence_ends(row: Sequence[Token], at: int, step: int, text: str) -> bool:
    """Whether a sentence boundary lies at this token, for one who walks in this direction."""
    left, right = (at, at + 1) if step < 0 else (at - 1, at)
    if left >= 0 and right < len(row) and "\n" in text[row[left].end : row[right].start]:
        return True
    return row[at].form in SENTENCE_END and (
        at + 1 >= len(row) or (row[at + 1].capital and row[at + 1].start > row[at].end)
    )
