"""Single statements that matter by themselves: conditions, threats, judgements of the talks."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace

from pourparlers.dossier.judgements import is_fear, is_hope, is_in_heading, is_of_talks, sentence_round
from pourparlers.knowledge.lexicon import lexicon
from pourparlers.model import Act, Evidence, Statement
from pourparlers.report.lookup import JUDGING, Lookup, is_apart
from pourparlers.report.view import Link, Saying

_THREATS = frozenset({Act.THREATEN, Act.WARN})
_JUDGED_APART = JUDGING | {Act.WARN, Act.ACCUSE}
_BINDING = frozenset({Act.OFFER, Act.COMMIT, Act.REQUEST, Act.AGREE, Act.THREATEN, Act.REJECT})
_WORD = re.compile(r"\w+")
_EDGES = " ,;\n\t\u00a0\u202f"
_OPEN, _CLOSED = _EDGES + "'\"“«‘", _EDGES + '"”»’'
_TELLING = 6  # words that tell one saying from another
_NEARLY_ALL = 0.8
_NEAR = 20  # characters before a cue
_PARTED = 60  # characters between the parts of a content that are shown as one
_WORD_OR_TWO = 18  # characters
_LEAST, _MOST = 30, 300  # characters of words that say something alone, and of those shown


def conditions(look: Lookup) -> tuple[Saying, ...]:
    """Statements bound to a condition ("if X, then Y"), each condition of one side once, with the most words."""
    found = [one for one in look.state.statements if one.condition and _lays_down(one)]
    kept: list[Statement] = []
    for one in sorted(found, key=lambda s: (s.nested, -_length(s), s.id)):
        if not _says_more(look, one) or _in_heading(look, one):
            continue
        if not any(_one_condition(look, one, other) for other in kept):
            kept.append(one)
    return _sayings(look, kept, look.words("note.condition"))


def _says_more(look: Lookup, statement: Statement) -> bool:
    """Whether anything is said besides the condition."""
    text = look.article[statement.article].text
    return statement.condition is not None and bool(_bound(statement, statement.condition, text))


def _lays_down(statement: Statement) -> bool:
    """Whether a side lays a condition down: nobody's forecast, no judgement, nothing the press or an expert supposes."""
    if statement.act in JUDGING or statement.unsaid:
        return False
    alone = not (statement.parties or statement.nested)
    return _of_parties(statement) or (alone and statement.act in _BINDING)


def _one_condition(look: Lookup, one: Statement, other: Statement) -> bool:
    """Whether two statements lay down one condition: the same place, the same words, or nearly the same in all."""
    if one.condition is None or _meet(one.condition, other.condition):
        return True
    same = other.condition and _plain(look, one.condition) == _plain(look, other.condition)
    if one.parties != other.parties:
        return False
    return bool(same) or _alike(_plain(look, _hull(one)), _plain(look, _hull(other)))


def threats(look: Lookup) -> tuple[Saying, ...]:
    """Threats and warnings of the parties that are bound to no condition; a fear warns nobody."""
    found = [
        one
        for one in look.state.statements
        if one.act in _THREATS and not one.condition and _of_parties(one) and not _in_heading(look, one)
        if not (one.unsaid or _is_background(look, one))
        if one.act is Act.THREATEN or not is_fear(look.article[one.article], one.cue)
    ]
    return _sayings(look, _once(look, _joined(found)), look.words.kind("act", Act.THREATEN))


def _is_background(look: Lookup, statement: Statement) -> bool:
    """Whether the press recalls in its own words that somebody was threatening or, before something else, had warned."""
    article, cue = look.article[statement.article], statement.cue
    if cue is None or any(mark in look.exact(_shown(statement)) for mark in '"«“'):
        return False
    told = lexicon(article.language, "circumstances")["recalled"]
    before = " ".join(_WORD.findall(article.text[max(0, cue.start - _NEAR) : cue.start])).casefold()
    verbs = look.exact(cue).casefold().split()
    return before.endswith(tuple(told["after"])) or any(
        verb.endswith(tuple(told["endings"])) for verb in verbs
    )


def _joined(statements: Iterable[Statement]) -> list[Statement]:
    """The parts of what is said in one go as one, where that is not too long to be read."""
    parts: dict[tuple[object, ...], list[Statement]] = {}
    for one in sorted(statements, key=lambda s: s.content[0].start):
        parts.setdefault((one.article, one.attribution, one.act, one.parties), []).append(one)
    joined: list[Statement] = []
    for group in parts.values():
        first, last = _shown(group[0]), _shown(group[-1])
        whole = Evidence(first.article, first.start, max(last.end, first.end))
        if len(group) == 1 or whole.end - whole.start > _MOST:
            joined += group
        else:
            content = tuple(item for one in group for item in one.content)
            joined.append(replace(group[0], content=content, shown=whole))
    return joined


def assessments(look: Lookup) -> tuple[Saying, ...]:
    """What the parties think of the talks and of what comes of them; a hope is no judgement."""
    found = [
        one
        for one in look.state.statements
        if one.act in JUDGING and _of_parties(one) and not _in_heading(look, one) and not _is_aside(one)
        if is_of_talks(one, look.article[one.article]) and not is_hope(look.article[one.article], one.cue)
    ]
    return _sayings(look, _once(look, found), look.words("note.assessment"))


def voices(look: Lookup) -> tuple[Saying, ...]:
    """What the press and experts judge, warn of or blame, and what else they say of the talks."""
    found = []
    for one in look.state.statements:
        article = look.article[one.article]
        apart = bool(one.parties) and not _of_parties(one) and not _in_heading(look, one)
        judges = one.act in _JUDGED_APART or is_of_talks(one, article)
        if apart and judges and not is_hope(article, one.cue):
            found.append(one)
    return _sayings(look, _once(look, found), look.words("note.assessment"))


def _of_parties(statement: Statement) -> bool:
    return any(not is_apart(party) for party in statement.parties)


def _is_aside(statement: Statement) -> bool:
    """Whether all there is is a word or two in quotation marks that nobody is told to say."""
    return statement.cue is None and _length(statement) < _WORD_OR_TWO


def _in_heading(look: Lookup, statement: Statement) -> bool:
    return is_in_heading(statement, look.article[statement.article]) or all(
        look.exact(item).isupper() for item in statement.content
    )


def _once(look: Lookup, statements: Iterable[Statement]) -> list[Statement]:
    """The same words once, whoever is said to speak: the longest, then the surest; words within others not at all."""
    kept: list[Statement] = []
    said: dict[str, list[str]] = {}
    places: dict[str, list[Evidence]] = {}
    for one in sorted(statements, key=lambda s: (-_length(s), -s.reason.confidence, s.id)):
        words = " ".join(_plain(look, item) for item in one.content)
        whole = _hull(one)
        if any(words in other for other in said.setdefault(one.article, [])):
            continue
        if any(_alike(words, other) for others in said.values() for other in others):
            continue
        if any(_meet(whole, other) for other in places.setdefault(one.article, [])):
            continue
        said[one.article].append(words)
        places[one.article].append(whole)
        kept.append(one)
    return kept


def _alike(one: str, two: str) -> bool:
    """Tell whether two wordings are one: the same, or nearly all words of the shorter one in the other."""
    a, b = set(one.split()), set(two.split())
    return one == two or (min(len(a), len(b)) >= _TELLING and len(a & b) >= _NEARLY_ALL * min(len(a), len(b)))


def _plain(look: Lookup, evidence: Evidence) -> str:
    return " ".join(_WORD.findall(look.exact(evidence).casefold()))


def _length(statement: Statement) -> int:
    return sum(item.end - item.start for item in statement.content)


def _hull(statement: Statement) -> Evidence:
    return Evidence(statement.article, statement.content[0].start, statement.content[-1].end)


def _meet(one: Evidence, two: Evidence | None) -> bool:
    return two is not None and one.article == two.article and one.start < two.end and two.start < one.end


def _sayings(look: Lookup, statements: Iterable[Statement], label: str) -> tuple[Saying, ...]:
    """In words, by party and time; the same words of the same speakers only once."""
    seen = set()
    found = []
    for statement in sorted(statements, key=lambda s: (*_first_party(look, s), s.said_on or "", s.id)):
        saying = _saying(look, statement, label)
        key = (saying.party, saying.act.name, tuple(quote.text.casefold() for quote in saying.words))
        if key not in seen:
            seen.add(key)
            found.append(saying)
    return tuple(found)


def _first_party(look: Lookup, statement: Statement) -> tuple[int, str, str]:
    return min((look.heavier(party) for party in statement.parties), default=(0, "", ""))


def _saying(look: Lookup, statement: Statement, label: str) -> Saying:
    condition = statement.condition
    anchor = look.anchor("s", f"{label}-{statement.id}")
    act = look.act(statement.act)
    speakers = look.names(statement.speakers or statement.parties)
    look.supports[statement.id].append(Link(anchor, f"{label} · {speakers}", act))
    text = look.article[statement.article].text
    words = _bound(statement, condition, text) if condition else _whole(statement, text)
    words = tuple(_trimmed(item, text) for item in words)
    return Saying(
        anchor=anchor,
        speakers=speakers,
        party=look.names(statement.parties),
        act=act,
        words=look.quotes(item for item in words or statement.content if look.spoken(item)),
        condition=look.quote(condition) if condition else None,
        issues=look.words.listed(look.issue(issue) for issue in statement.issues),
        day=look.words.day(statement.said_on or look.article[statement.article].published),
        by_word_of=look.name(statement.said_by) if statement.said_by else "",
        why=look.why(statement.reason),
    )


def _shown(statement: Statement) -> Evidence:
    """The words of a statement in one piece, with those that make them whole where they are known."""
    return statement.shown or _hull(statement)


def _bound(statement: Statement, condition: Evidence, text: str) -> tuple[Evidence, ...]:
    """What depends on a condition: the rest of its sentence, on one side of it; all of it where it stands in the middle."""
    whole = _shown(statement)
    if not _meet(condition, whole):
        return _whole(statement, text)
    start, end = sentence_round(text, condition.start, condition.end)
    led = text[start : condition.start].startswith(")") and text[start : condition.start].strip(")" + _EDGES)
    torn = led or ".." in text[max(start, end - len("...)")) : end]  # "(...)" ends no sentence
    near = Evidence(whole.article, max(start, whole.start), min(end, whole.end))
    for item in (whole,) if torn else (near, whole):
        said = _beside(item, condition, text)
        if said:
            return (item,) if len(said) > 1 else said
    return ()


def _beside(item: Evidence, condition: Evidence, text: str) -> tuple[Evidence, ...]:
    """What stands before and after a condition, less the quotation marks that the cut leaves open; no single word."""
    before, after = text[item.start : condition.start], text[condition.end : item.end]
    sides = (
        Evidence(item.article, item.start, item.start + len(before.rstrip(_OPEN))),
        Evidence(item.article, item.end - len(after.lstrip(_CLOSED)), item.end),
    )
    return tuple(one for one in sides if len(_WORD.findall(text[one.start : one.end])) > 1)


def _whole(statement: Statement, text: str) -> tuple[Evidence, ...]:
    """The words that make the content whole, in one piece; a word or two with cue and source."""
    one = _shown(statement)
    if "\n" in text[one.start : one.end] or one.end - one.start > max(_MOST, _length(statement) + _PARTED):
        return statement.content
    if one.end - one.start < _LEAST:
        round_it = [item for item in (statement.cue, statement.source) if item is not None]
        start = min((one.start, *(item.start for item in round_it)))
        end = max((one.end, *(item.end for item in round_it)))
        if end - start < _LEAST:
            start, end = sentence_round(text, start, end)
        if end - start < _MOST and "\n" not in text[start:end]:
            return (Evidence(statement.article, start, end),)
    return (one,)


def _trimmed(item: Evidence, text: str) -> Evidence:
    """Less the signs and blanks that are left at an edge where something was cut out."""
    start, end = item.start, item.end
    while start < end and text[start] in _EDGES:
        start += 1
    while start < end and text[end - 1] in _EDGES:
        end -= 1
    return Evidence(item.article, start, end) if start < end else item


def without(content: tuple[Evidence, ...], cut: Evidence) -> tuple[Evidence, ...]:
    """The content less one stretch of it, still exact offsets."""
    left: list[Evidence] = []
    for item in content:
        if item.article != cut.article or cut.end <= item.start or item.end <= cut.start:
            left.append(item)
            continue
        if item.start < cut.start:
            left.append(Evidence(item.article, item.start, cut.start))
        if cut.end < item.end:
            left.append(Evidence(item.article, cut.end, item.end))
    return tuple(left)
