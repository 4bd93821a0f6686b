"""The brief as Markdown (CommonMark with GFM tables): to paste into a note, a ticket or a repository."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from pourparlers.model import StateOfPlay
from pourparlers.report.brief import brief
from pourparlers.report.view import Brief, Encounter, Opposition, Person, Quote, Saying, Stance
from pourparlers.report.wording import Wording, wording

_SPECIAL = re.compile(r"([\\`*_\[\]<>|~#&!$])")


def render(state: StateOfPlay, *, language: str) -> str:
    """The brief as Markdown; after each quote stands [article:start-end], the articles are listed last.

    Nothing in article text can become markup: special characters are escaped.

    Raises:
        UsageError: the interface does not speak the language.
    """
    b, t = brief(state, language=language), wording(language)
    blocks = [*_head(b, t), *_summary(b, t), *_positions(b, t), *_facing(b, t), *_sayings(b, t)]
    blocks += [*_calendar(b, t), *_assessments(b, t), *_divergences(b, t), *_changes(b, t)]
    blocks += [*_who(b, t), *_coverage(b, t), *_articles(b, t)]
    return "\n\n".join(blocks) + "\n"


def escape(text: str) -> str:
    """The text with everything that Markdown or HTML would read as markup escaped."""
    return _SPECIAL.sub(r"\\\1", text)


def _quote(quote: Quote, t: Wording) -> str:
    if quote.parts:
        shown = "".join(f"**{escape(text)}**" if differs else escape(text) for text, differs in quote.parts)
    else:
        shown = escape(quote.text)
    return f"{t.quoted(shown)} \\[{quote.cite}\\]"


def _list(lines: Iterable[str]) -> str:
    return "\n".join(f"- {line}" for line in lines)


def _table(head: Iterable[str], rows: Iterable[Iterable[str]]) -> str:
    titles = list(head)
    lines = [titles, ["---"] * len(titles), *map(list, rows)]
    return "\n".join(f"| {' | '.join(cells)} |" for cells in lines)


def _join(parts: Iterable[str]) -> str:
    return " · ".join(part for part in parts if part)


def _head(b: Brief, t: Wording) -> Iterator[str]:
    yield f"# {escape(b.title)}"
    if b.at:
        yield f"*{escape(b.at)}*"
    yield escape(" · ".join(b.facts))


def _moves(b: Brief, t: Wording, most: int | None) -> str:
    if not b.compared:
        return t("summary.not_compared")
    if not b.moves:
        return t("summary.nothing_new", date=b.since) if b.since else t("summary.nothing_new_undated")
    lines = []
    for move in b.moves[:most]:
        words = "" if most else " ".join(_quote(quote, t) for quote in move.evidence)
        lines.append(f"**{escape(move.kind)}** {_join((escape(move.about), escape(move.turn), words))}")
    return _list(lines)


def _summary(b: Brief, t: Wording) -> Iterator[str]:
    yield f"## {t('summary.title')}"
    yield f"### {t('summary.moved')}"
    yield _moves(b, t, 5)
    yield f"### {t('summary.clashes')}"
    yield _list(_clash(clash, t) for clash in b.sharpest) if b.sharpest else t("summary.no_clash")
    yield f"### {t('summary.next')}"
    yield _list(_meeting(m, t) for m in b.coming[:4]) if b.coming else t("summary.nothing_next")


def _stance(stance: Stance, t: Wording, *, named: bool = False) -> str:
    party = f"{escape(stance.party)} " if named else ""
    words = f"{party}**{stance.act.sign} {escape(stance.act.word)}** {_quote(stance.quote, t)}"
    condition = f"{t('matrix.condition')} {_quote(stance.condition, t)}" if stance.condition else ""
    notes = map(escape, (*stance.marks, stance.counts, stance.when))
    return _join((words, condition, *notes))


def _positions(b: Brief, t: Wording) -> Iterator[str]:
    for key, matrix in (("matrix", b.matrix), ("press", b.apart)):
        yield f"## {t(f'{key}.title')}"
        if not matrix.rows:
            yield t(f"{key}.empty")
            continue
        rows = []
        for row in matrix.rows:
            cells = []
            for cell in row.cells:
                shared = cell.party == t("matrix.others")
                cells.append("<br>".join(_stance(s, t, named=shared) for s in cell.stances) or t("page.none"))
            rows.append([f"**{escape(row.issue)}**", *cells])
        yield _table((t("matrix.issue"), *map(escape, matrix.columns)), rows)


def _clash(clash: Opposition, t: Wording) -> str:
    sides = [
        f"{escape(stance.party)} {stance.act.sign} {escape(stance.act.word)} {_quote(stance.quote, t)}"
        for stance in (clash.a, clash.b)
    ]
    facing = f" {t('clashes.against')} ".join(sides)
    return f"**{escape(clash.issue)}** ({escape(clash.kind)}) – {facing}"


def _facing(b: Brief, t: Wording) -> Iterator[str]:
    yield f"## {t('clashes.title')}"
    yield _list(_clash(clash, t) for clash in b.clashes) if b.clashes else t("clashes.empty")
    yield f"## {t('convergences.title')}"
    lines = []
    for item in b.convergences:
        sides = "; ".join(f"{escape(s.party)} {s.act.sign} {_quote(s.quote, t)}" for s in item.stances)
        lines.append(f"**{escape(item.issue)}** – {escape(item.heading)} – {sides}")
    yield _list(lines) if lines else t("convergences.empty")


def _saying(saying: Saying, t: Wording, heading: str = "") -> str:
    words = " ".join(_quote(quote, t) for quote in saying.words)
    if saying.condition:
        words = f"{_quote(saying.condition, t)} → {words}"
    party = saying.party if saying.party not in (saying.speakers, heading) else ""
    relayed = t("matrix.by_word_of", names=saying.by_word_of) if saying.by_word_of else ""
    act = f"{saying.act.sign} {escape(saying.act.word)}"
    notes = _join(map(escape, (party, saying.issues, saying.day, relayed)))
    return f"**{escape(saying.speakers)}** {act} {_join((words, notes))}"


def _sayings(b: Brief, t: Wording) -> Iterator[str]:
    yield f"## {t('conditions.title')}"
    if not b.conditions and not b.threats:
        yield t("conditions.empty")
        return
    for key, sayings in (("conditions", b.conditions), ("threats", b.threats)):
        yield f"### {t(f'conditions.{key}')}"
        yield _list(_saying(saying, t) for saying in sayings) if sayings else t(f"conditions.no_{key}")


def _meeting(meeting: Encounter, t: Wording) -> str:
    written = t("calendar.as_written", words=escape(meeting.written.text)) if meeting.written else ""
    day = escape(meeting.day) or written or t("calendar.no_date")
    place = escape(meeting.place) or t("calendar.no_place")
    facts = (place, escape(meeting.participants), escape(meeting.kind), _quote(meeting.what, t))
    return f"**{day}** ({meeting.status}) · {_join(facts)}"


def _calendar(b: Brief, t: Wording) -> Iterator[str]:
    yield f"## {t('calendar.title')}"
    if not b.coming and not b.past:
        yield t("calendar.empty")
        return
    for title, empty, meetings in (("next", "no_next", b.coming), ("past", "no_past", b.past)):
        yield f"### {t(f'calendar.{title}')}"
        yield _list(_meeting(m, t) for m in meetings) if meetings else t(f"calendar.{empty}")


def _assessments(b: Brief, t: Wording) -> Iterator[str]:
    yield f"## {t('assessments.title')}"
    for party, sayings in b.assessments_by_party:
        yield f"### {escape(party)}"
        yield _list(_saying(saying, t, party) for saying in sayings)
    if not b.assessments:
        yield t("assessments.empty")


def _divergences(b: Brief, t: Wording) -> Iterator[str]:
    yield f"## {t('divergences.title')}"
    if not b.differences and not b.alone:
        yield t("divergences.empty")
    for item in b.differences:
        yield f"### {_join((escape(item.kind), escape(item.about)))}"
        yield _list(
            f"{escape(quote.outlet)} {_quote(quote, t)}" for side in (item.a, item.b) for quote in side
        )
    if b.alone:
        yield f"### {t('divergences.alone')}"
        yield _list(
            f"{escape(item.a[0].outlet)} {' '.join(_quote(quote, t) for quote in item.a)}" for item in b.alone
        )


def _changes(b: Brief, t: Wording) -> Iterator[str]:
    yield f"## {t('changes.title')}"
    yield _moves(b, t, None)


def _person(person: Person, t: Wording) -> tuple[str, ...]:
    none = t("page.none")
    roles = ", ".join(t.quoted(escape(role)) for role in person.roles) or none
    spellings = escape(", ".join(person.spellings)) or none
    return escape(person.name), roles, escape(person.party) or none, spellings, t.number(person.mentions)


def _who(b: Brief, t: Wording) -> Iterator[str]:
    yield f"## {t('who.title')}"
    if not b.people and not b.bodies:
        yield t("who.empty")
    head = [t(f"who.{key}") for key in ("name", "role", "party", "spellings", "mentions")]
    for key, people in (("people", b.people), ("bodies", b.bodies)):
        if people:
            yield f"### {t(f'who.{key}')}"
            yield _table(head, (_person(person, t) for person in people))


def _coverage(b: Brief, t: Wording) -> Iterator[str]:
    yield f"## {t('coverage.title')}"
    if not b.coverage:
        yield t("coverage.empty")
        return
    head = [t(f"coverage.{key}") for key in ("outlet", "articles", "copies", "statements", "voices")]
    counts = ((c, [t.number(n) for n in (c.articles, c.copies, c.statements)]) for c in b.coverage)
    yield _table(head, ([escape(c.outlet), *numbers, escape(c.voices)] for c, numbers in counts))


def _articles(b: Brief, t: Wording) -> Iterator[str]:
    yield f"## {t('articles.title')}"
    if not b.reports:
        yield t("articles.empty")
    lines = []
    for r in b.reports:
        facts = (f"*{escape(r.outlet)}*", escape(r.title), r.day or t("articles.no_date"), escape(r.copies))
        lines.append(f"{r.number}. {_join((*facts, escape(r.name)))}")
    if lines:
        yield "\n".join(lines)
