"""The brief as headings, paragraphs, lists and tables: what Markdown, Word and PDF are written from."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from pourparlers.model import StateOfPlay
from pourparlers.report.brief import brief
from pourparlers.report.view import Brief, Encounter, Move, Opposition, Person, Quote, Saying, Stance
from pourparlers.report.wording import Wording, wording


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of text set alike."""

    text: str
    is_bold: bool = False
    is_italic: bool = False


Line = tuple[Run, ...]


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading; the title of the whole has level 1."""

    level: int
    text: str


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph."""

    line: Line


@dataclass(frozen=True, slots=True)
class Items:
    """A list; numbered from 1, or with bullets."""

    lines: tuple[Line, ...]
    is_numbered: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """A table: a row of titles, and rows of cells, each of one line or more."""

    head: tuple[str, ...]
    rows: tuple[tuple[tuple[Line, ...], ...], ...]


Part = Heading | Paragraph | Items | Table


def outline(state: StateOfPlay, *, language: str) -> list[Part]:
    """Lay the brief out; after each quote stands [article:start-end], the articles are listed last.

    Args:
        state: the state of play.
        language: of the interface.

    Raises:
        UsageError: the interface does not speak the language.
    """
    b, t = brief(state, language=language), wording(language)
    parts = [*_head(b, t), *_summary(b, t), *_positions(b, t), *_facing(b, t), *_sayings(b, t)]
    parts += [*_calendar(b, t), *_assessments(b, t), *_divergences(b, t), *_changes(b, t)]
    return [*parts, *_who(b, t), *_coverage(b, t), *_articles(b, t)]


def _plain(text: str) -> Line:
    return (Run(text),) if text else ()


def _bold(text: str) -> Line:
    return (Run(text, is_bold=True),)


def _joined(lines: Iterable[Line], by: str = " · ") -> Line:
    made: list[Run] = []
    for line in filter(None, lines):
        made += [Run(by), *line] if made else line
    return tuple(made)


def _note(text: str) -> Paragraph:
    return Paragraph(_plain(text))


def _quote(quote: Quote, t: Wording) -> Line:
    opening, closing = t.marks()
    words = quote.parts or ((quote.text, False),)
    shown = tuple(Run(text, is_bold=differs) for text, differs in words)
    return (Run(opening), *shown, Run(f"{closing} [{quote.cite}]"))


def _head(b: Brief, t: Wording) -> Iterator[Part]:
    yield Heading(1, b.title)
    if b.at:
        yield Paragraph((Run(b.at, is_italic=True),))
    yield _note(" · ".join(b.facts))


def _moves(b: Brief, t: Wording, most: int | None) -> Part:
    if not b.compared:
        return _note(t("summary.not_compared"))
    if not b.moves:
        return _note(t("summary.nothing_new", date=b.since) if b.since else t("summary.nothing_new_undated"))
    return Items(tuple(_move(move, t, with_words=most is None) for move in b.moves[:most]))


def _move(move: Move, t: Wording, *, with_words: bool) -> Line:
    words = _joined((_quote(quote, t) for quote in move.evidence), " ") if with_words else ()
    said = _joined((_plain(move.about), _plain(move.turn), words))
    return (*_bold(move.kind), Run(" "), *said)


def _summary(b: Brief, t: Wording) -> Iterator[Part]:
    yield Heading(2, t("summary.title"))
    if b.shows_latest:
        yield Heading(3, t("summary.latest", date=b.latest_on))
        yield Items(tuple((*_bold(one.issue), Run(" – "), *_side(one, t)) for one in b.latest))
    else:
        yield Heading(3, t("summary.moved"))
        yield _moves(b, t, 5)
    yield Heading(3, t("summary.clashes"))
    yield (
        Items(tuple(_clash(clash, t) for clash in b.sharpest)) if b.sharpest else _note(t(b.without_sharpest))
    )
    yield Heading(3, t("summary.next"))
    yield Items(tuple(_meeting(m, t) for m in b.coming[:4])) if b.coming else _note(t("summary.nothing_next"))


def _stance(stance: Stance, t: Wording, *, named: bool = False) -> Line:
    party = _plain(f"{stance.party} ") if named else ()
    act = _bold(f"{stance.act.sign} {stance.act.word}")
    words = (*party, *act, Run(" "), *_quote(stance.quote, t))
    condition = (Run(f"{t('matrix.condition')} "), *_quote(stance.condition, t)) if stance.condition else ()
    notes = (_plain(one) for one in (*stance.marks, stance.counts, stance.when))
    return _joined((words, condition, *notes))


def _positions(b: Brief, t: Wording) -> Iterator[Part]:
    for key, matrix in (("matrix", b.matrix), ("press", b.apart)):
        yield Heading(2, t(f"{key}.title"))
        if not matrix.rows:
            if key == "matrix" or not b.voices:
                yield _note(t(f"{key}.empty"))
            continue
        rows = []
        for row in matrix.rows:
            cells: list[tuple[Line, ...]] = [(_bold(row.issue),)]
            for cell in row.cells:
                shared = cell.party == t("matrix.others")
                lines = tuple(_stance(s, t, named=shared) for s in cell.stances)
                cells.append(lines or (_plain(t("page.none")),))
            rows.append(tuple(cells))
        yield Table((t("matrix.issue"), *matrix.columns), tuple(rows))
    if b.voices:
        yield Items(tuple(_saying(saying, t) for saying in b.voices))


def _side(stance: Stance, t: Wording) -> Line:
    return (Run(f"{stance.party} {stance.act.sign} {stance.act.word} "), *_quote(stance.quote, t))


def _clash(clash: Opposition, t: Wording) -> Line:
    facing = _joined((_side(one, t) for one in (clash.a, clash.b)), f" {t('clashes.against')} ")
    also = (_side(one, t) for one in clash.also)
    return (*_bold(clash.issue), Run(f" ({clash.kind}) – "), *_joined((facing, *also), "; "))


def _facing(b: Brief, t: Wording) -> Iterator[Part]:
    yield Heading(2, t("clashes.title"))
    yield Items(tuple(_clash(clash, t) for clash in b.clashes)) if b.clashes else _note(t("clashes.empty"))
    yield Heading(2, t("convergences.title"))
    lines = []
    for item in b.convergences:
        sides = ((Run(f"{s.party} {s.act.sign} "), *_quote(s.quote, t)) for s in item.stances)
        lines.append((*_bold(item.issue), Run(f" – {item.heading} – "), *_joined(sides, "; ")))
    yield Items(tuple(lines)) if lines else _note(t("convergences.empty"))


def _saying(saying: Saying, t: Wording, heading: str = "") -> Line:
    words = _joined((_quote(quote, t) for quote in saying.words), " ")
    if saying.condition:
        words = (*_quote(saying.condition, t), Run(" → "), *words)
    party = saying.party if saying.party not in (saying.speakers, heading) else ""
    relayed = t("matrix.by_word_of", names=saying.by_word_of) if saying.by_word_of else ""
    notes = (_plain(one) for one in (party, saying.issues, saying.day, relayed))
    return (*_bold(saying.speakers), Run(f" {saying.act.sign} {saying.act.word} "), *_joined((words, *notes)))


def _sayings(b: Brief, t: Wording) -> Iterator[Part]:
    yield Heading(2, t("conditions.title"))
    if not b.conditions and not b.threats:
        yield _note(t("conditions.empty"))
        return
    for key, sayings in (("conditions", b.conditions), ("threats", b.threats)):
        yield Heading(3, t(f"conditions.{key}"))
        lines = tuple(_saying(saying, t) for saying in sayings)
        yield Items(lines) if lines else _note(t(f"conditions.no_{key}"))


def _meeting(meeting: Encounter, t: Wording) -> Line:
    written = t("calendar.as_written", words=meeting.written.text) if meeting.written else ""
    day = meeting.day or written or t("calendar.no_date")
    facts = (meeting.place or t("calendar.no_place"), meeting.participants, meeting.kind)
    return (
        *_bold(day),
        Run(f" ({meeting.status}) · "),
        *_joined((*map(_plain, facts), _quote(meeting.what, t))),
    )


def _calendar(b: Brief, t: Wording) -> Iterator[Part]:
    yield Heading(2, t("calendar.title"))
    if not b.coming and not b.past:
        yield _note(t("calendar.empty"))
        return
    for title, empty, meetings in (("next", "no_next", b.coming), ("past", "no_past", b.past)):
        yield Heading(3, t(f"calendar.{title}"))
        yield Items(tuple(_meeting(m, t) for m in meetings)) if meetings else _note(t(f"calendar.{empty}"))


def _assessments(b: Brief, t: Wording) -> Iterator[Part]:
    yield Heading(2, t("assessments.title"))
    for party, sayings in b.assessments_by_party:
        yield Heading(3, party)
        yield Items(tuple(_saying(saying, t, party) for saying in sayings))
    if not b.assessments:
        yield _note(t("assessments.empty"))


def _divergences(b: Brief, t: Wording) -> Iterator[Part]:
    yield Heading(2, t("divergences.title"))
    if not b.differences and not b.alone:
        yield _note(t("divergences.empty"))
    for item in b.differences:
        yield Heading(3, " · ".join(filter(None, (item.kind, item.about))))
        yield Items(
            tuple((Run(f"{one.outlet} "), *_quote(one, t)) for side in (item.a, item.b) for one in side)
        )
    if b.alone:
        yield Heading(3, t("divergences.alone"))
        yield Items(
            tuple(
                (
                    Run(f"{item.a[0].outlet} · {item.about} "),
                    *_joined((_quote(quote, t) for quote in item.a), " "),
                )
                for item in b.alone
            )
        )


def _changes(b: Brief, t: Wording) -> Iterator[Part]:
    yield Heading(2, t("changes.title"))
    yield _moves(b, t, None)


def _cells(*texts: str) -> tuple[tuple[Line, ...], ...]:
    return tuple((_plain(text),) for text in texts)


def _person(person: Person, t: Wording) -> tuple[tuple[Line, ...], ...]:
    none = t("page.none")
    roles = ", ".join(map(t.quoted, person.roles)) or none
    spellings = ", ".join(person.spellings) or none
    return _cells(person.name, roles, person.party or none, spellings, t.number(person.mentions))


def _who(b: Brief, t: Wording) -> Iterator[Part]:
    yield Heading(2, t("who.title"))
    if not b.people and not b.bodies:
        yield _note(t("who.empty"))
    head = tuple(t(f"who.{key}") for key in ("name", "role", "party", "spellings", "mentions"))
    for key, people in (("people", b.people), ("bodies", b.bodies)):
        if people:
            yield Heading(3, t(f"who.{key}"))
            yield Table(head, tuple(_person(person, t) for person in people))


def _coverage(b: Brief, t: Wording) -> Iterator[Part]:
    yield Heading(2, t("coverage.title"))
    if not b.coverage:
        yield _note(t("coverage.empty"))
        return
    head = tuple(t(f"coverage.{key}") for key in ("outlet", "articles", "copies", "statements", "voices"))
    rows = (
        _cells(c.outlet, *(t.number(n) for n in (c.articles, c.copies, c.statements)), c.voices)
        for c in b.coverage
    )
    yield Table(head, tuple(rows))


def _articles(b: Brief, t: Wording) -> Iterator[Part]:
    yield Heading(2, t("articles.title"))
    if not b.reports:
        yield _note(t("articles.empty"))
        return
    lines = []
    for r in b.reports:
        outlet = (Run(r.outlet, is_italic=True),) if r.outlet else ()
        facts = (r.title, r.day or t("articles.no_date"), r.copies, r.name)
        lines.append(_joined((outlet, *map(_plain, facts))))
    yield Items(tuple(lines), is_numbered=True)
