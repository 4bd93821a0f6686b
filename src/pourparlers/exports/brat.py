"""Stand-off annotation for brat: `NAME.txt` as it was read, and `NAME.ann`.

Format: https://brat.nlplab.org/standoff.html. One event an attribution, with the roles of PARC3 and PolNeAR (Source,
Cue, Content), so that `pourparlers evaluate` reads it as gold. Its act, sides and speakers are attributes; what has
blanks in it (names, issues, reasons) stands in a note.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import count

from pourparlers.exports.bundle import Bundle, file_names
from pourparlers.exports.names import SOFTWARE, Names
from pourparlers.exports.stances import stance
from pourparlers.model import Act, Article, Evidence, Reading, Span, Statement, StateOfPlay

_LINE_END = re.compile(r"[\r\n]+")
_QUOTATION_MARK = re.compile('["«»“”„‟‹›]')
_LONGEST_JOINT = 40  # characters
_BLANK = re.compile(r"\s+")
_ANY_BREAK = re.compile(r"[\t\n\r\v\f\x1c-\x1e\x85\u2028\u2029]")


def write(state: StateOfPlay, *, language: str = "en", readings: Iterable[Reading] = ()) -> Bundle:
    """Write every article of a state of play with its attributions.

    Args:
        state: the state of play.
        language: of the labels in notes.
        readings: what was read from the articles. A state of play has attributions cut into statements; with their
            reading, contents are to the character what was read, and without it they are put together again.

    Returns:
        `NAME.txt`, `NAME.ann` for each article, and `annotation.conf`. Offsets are those of the state of play: Python
        string indices.
    """
    names = Names(state, language)
    said: dict[str, dict[str, list[Statement]]] = {article.id: {} for article in state.articles}
    for one in state.statements:
        said[one.article].setdefault(one.attribution, []).append(one)
    read = {(one.article, each.id): each.content for one in readings for each in one.attributions}
    files: dict[str, bytes] = {"annotation.conf": _configuration(state).encode()}
    for name, article in zip(file_names(a.name for a in state.articles), state.articles, strict=True):
        parts = {id: _content(many, article.text) for id, many in said[article.id].items()}
        contents = [list(read.get((article.id, id), content)) for id, content in parts.items()]
        lines = _document(article, zip(said[article.id].values(), contents, strict=True), names, state.model)
        files[f"{name}.txt"] = article.text.encode(errors="replace")
        files[f"{name}.ann"] = "".join(f"{line}\n" for line in lines).encode(errors="replace")
    return Bundle(files)


def _document(
    article: Article, attributions: Iterable[tuple[list[Statement], list[Span]]], names: Names, model: str
) -> Iterator[str]:
    texts, events, attributes, notes = (count(1) for _ in range(4))
    for parts, content in attributions:
        first = parts[0]
        roles = [("Source", _spans([first.source])), ("Cue", _spans([first.cue])), ("Content", content)]
        roles = [(role, spans) for role, spans in roles if spans]
        anchor = dict(roles).get("Cue", content)
        trigger = f"T{next(texts)}"
        yield _text_bound(trigger, "Attribution", anchor, article.text)
        ends = [f"Attribution:{trigger}"]
        for role, spans in roles:
            key = f"T{next(texts)}"
            yield _text_bound(key, role, spans, article.text)
            ends.append(f"{role}:{key}")
        event = f"E{next(events)}"
        yield f"{event}\t{' '.join(ends)}"
        for name, value in _attributes(parts):
            if value:
                yield f"A{next(attributes)}\t{name} {event} {value}"
        for part in parts:
            yield f"#{next(notes)}\tAnnotatorNotes {event}\t{_note(part, names, model)}"


def _content(parts: Sequence[Statement], text: str) -> list[Span]:
    """Give the content of an attribution from the statements it was cut into, with the words that joined them.

    What lies between two statements is theirs unless a quotation mark, the cue or the source stands in it.
    """
    owned = sorted((Span(one.start, one.end), n) for n, part in enumerate(parts) for one in part.content)
    apart = _spans([parts[0].cue, parts[0].source])
    made: list[Span] = []
    last = 0
    for span, n in owned:
        if made and n != last and _joined(Span(made[-1].end, span.start), apart, text):
            made[-1] = Span(made[-1].start, max(made[-1].end, span.end))
        elif not made or span != made[-1]:
            made.append(span)
        last = n
    return made


def _joined(gap: Span, apart: Sequence[Span], text: str) -> bool:
    between = text[gap.start : gap.end]
    short = len(between) <= _LONGEST_JOINT and not _QUOTATION_MARK.search(between)
    return short and not any(gap.start < one.end and one.start < gap.end for one in apart)


def _spans(many: Iterable[Evidence | None]) -> list[Span]:
    return sorted({Span(one.start, one.end) for one in many if one is not None})


def _text_bound(key: str, kind: str, spans: Sequence[Span], text: str) -> str:
    """Give the line of a stretch of text; brat wants a stretch over several lines as one fragment a line."""
    pieces = [piece for span in spans for piece in _lines(span, text)]
    offsets = ";".join(f"{piece.start} {piece.end}" for piece in pieces)
    words = " ".join(_ANY_BREAK.sub(" ", text[piece.start : piece.end]) for piece in pieces)
    return f"{key}\t{kind} {offsets}\t{words}"


def _lines(span: Span, text: str) -> Iterator[Span]:
    start = span.start
    for found in _LINE_END.finditer(text, span.start, span.end):
        if start < found.start():
            yield Span(start, found.start())
        start = found.end()
    if start < span.end:
        yield Span(start, span.end)


def _attributes(parts: Sequence[Statement]) -> Iterator[tuple[str, str]]:
    yield "Act", _value(part.act.value for part in parts)
    yield "Stance", _value(stance(part.act).value for part in parts)
    yield "Party", _value(party for part in parts for party in part.parties)
    yield "Speaker", _value(speaker for part in parts for speaker in part.speakers)
    yield "Issue", _value(issue for part in parts for issue in part.issues)
    yield "Target", _value(target for part in parts for target in part.targets)
    yield "SaidOn", _value(part.said_on for part in parts if part.said_on)
    if parts[0].nested:
        yield "Nested", "yes"


def _value(values: Iterable[str]) -> str:
    """One word for an attribute: different values parted by `|`."""
    return "|".join(dict.fromkeys(_BLANK.sub("_", value) for value in values))


def _note(part: Statement, names: Names, model: str) -> str:
    facts = [
        f"statement {part.id}",
        f"speaker: {names.speakers(part)}",
        f"party: {', '.join(map(names.party, part.parties))}",
        f"issue: {', '.join(map(names.issue, part.issues))}",
        f"said by: {names.actor(part.said_by)}" if part.said_by else "",
        *(
            f"{role}: {one.start}-{one.end} {names.text(one)}"
            for role, one in (
                ("condition", part.condition),
                ("addressee", part.addressee),
                ("channel", part.channel),
            )
            if one
        ),
        f"confidence: {part.reason.confidence}",
        f"why: {', '.join(part.reason.why)}",
        f"by {SOFTWARE}, model {model}",
    ]
    return _ANY_BREAK.sub(" ", " · ".join(fact for fact in facts if fact))


def _configuration(state: StateOfPlay) -> str:
    """Give brat's annotation.conf: which kinds, roles and values there are."""

    def values(found: Iterable[str]) -> str:
        return "|".join(sorted({_BLANK.sub("_", value) for value in found}))

    attributes = {
        "Act": "|".join(act.value for act in Act),
        "Stance": "for|against|neither",
        "Party": values(party for one in state.statements for party in one.parties),
        "Speaker": values(speaker for one in state.statements for speaker in one.speakers),
        "Issue": values(issue for one in state.statements for issue in one.issues),
        "Target": values(target for one in state.statements for target in one.targets),
        "SaidOn": values(one.said_on for one in state.statements if one.said_on),
        "Nested": "yes",
    }
    return "\n".join(
        (
            f"# {SOFTWARE}, model {_ANY_BREAK.sub(' ', state.model)}",
            "[entities]",
            "Source",
            "Cue",
            "Content",
            "[relations]",
            "[events]",
            "Attribution\tSource?:Source, Cue?:Cue, Content+:Content",
            "[attributes]",
            *(f"{name}\tArg:Attribution, Value:{found}" for name, found in attributes.items() if found),
            "",
        )
    )
