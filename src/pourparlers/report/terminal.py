"""The brief in the terminal: fits the console's width, and reads the same without colour."""

from __future__ import annotations

from collections.abc import Sequence

from rich.console import Console
from rich.table import Table
from rich.text import Text

from pourparlers.model import StateOfPlay
from pourparlers.report.brief import brief
from pourparlers.report.pen import MOST, Pen
from pourparlers.report.tables import attributions, issues, scores
from pourparlers.report.view import (
    Brief,
    Difference,
    Encounter,
    Matrix,
    Opposition,
    Person,
    Saying,
    Stance,
)
from pourparlers.report.wording import wording

__all__ = ["SECTIONS", "attributions", "issues", "render", "render_section", "scores"]

MOST_IN_CELL = 8
SECTIONS = {
    "positions": ("positions", "press"),
    "calendar": ("calendar",),
    "who": ("who",),
    "clashes": ("clashes", "convergences"),
    "compare": ("divergences",),
    "changes": ("changes",),
}


def render(state: StateOfPlay, *, language: str, console: Console | None = None) -> None:
    """Print the state of play; after each quote stands [article:start-end], the articles are listed last.

    Args:
        state: the state of play.
        language: of the interface, one of `wording.languages()`.
        console: where to, standard output by default; it decides on width and colour.

    Raises:
        UsageError: the interface does not speak the language.
    """
    _Printer(console or Console(), wording(language)).brief(brief(state, language=language))


def render_section(state: StateOfPlay, name: str, *, language: str, console: Console | None = None) -> None:
    """Print one section of the state of play, and the articles its quotes point to.

    Args:
        state: the state of play.
        name: one of `SECTIONS`.
        language: of the interface.
        console: where to, standard output by default.

    Raises:
        UsageError: the interface does not speak the language.
    """
    whole, printer = brief(state, language=language), _Printer(console or Console(), wording(language))
    for section in SECTIONS[name]:
        getattr(printer, section)(whole)
    printer.articles(whole)


class _Printer(Pen):
    """Prints one brief, section by section."""

    def brief(self, b: Brief) -> None:
        """Everything, in the order of the page."""
        self.console.print(Text(b.title, style="bold"))
        if b.at:
            self.line(b.at)
        self.line(Text(" · ".join(b.facts), style="dim"))
        self.summary(b)
        self.positions(b)
        self.press(b)
        self.clashes(b)
        self.convergences(b)
        self.conditions(b)
        self.calendar(b)
        self.assessments(b)
        self.divergences(b)
        self.changes(b)
        self.who(b)
        self.coverage(b)
        self.articles(b)

    def summary(self, b: Brief) -> None:
        t = self.words
        self.heading(t("summary.title"))
        latest = b.latest if b.shows_latest else ()
        title = t("summary.latest", date=b.latest_on) if latest else t("summary.moved")
        self.line(Text(title, style="bold"))
        for stance in latest:
            self.side(stance, indent=2)
        if not b.compared and not latest:
            self.line(t("summary.not_compared"), indent=2)
        elif b.compared and not b.moves:
            self.line(self._nothing_new(b), indent=2)
        for move in self.some(b.moves, 4):
            self.line(f"{move.kind} – {move.about} {move.turn}".rstrip(), indent=2)
        self.line(Text(t("summary.clashes"), style="bold"))
        if not b.sharpest:
            self.line(t(b.without_sharpest), indent=2)
        for clash in b.sharpest:
            self.line(f"{clash.issue} ({clash.kind})", indent=2)
            for stance in (clash.a, clash.b):
                self.side(stance, indent=4)
        self.line(Text(t("summary.next"), style="bold"))
        if not b.coming:
            self.line(t("summary.nothing_next"), indent=2)
        for meeting in self.some(b.coming, 4):
            self.line(*self._meeting(meeting), indent=2)

    def side(self, stance: Stance, *, indent: int) -> None:
        self.line(f"{stance.party} ", self.act(stance.act), " ", self.quote(stance.quote), indent=indent)

    def positions(self, b: Brief) -> None:
        self.heading(self.words("matrix.title"))
        self.matrix(b.matrix, self.words("matrix.empty"))

    def press(self, b: Brief) -> None:
        self.heading(self.words("press.title"))
        if b.apart.rows or not b.voices:
            self.matrix(b.apart, self.words("press.empty"))
        for saying in self.some(b.voices):
            self.saying(saying)

    def matrix(self, matrix: Matrix, empty: str) -> None:
        t = self.words
        if not matrix.rows:
            self.line(empty)
        for row in matrix.rows[:MOST]:
            self.sub(row.issue, row.contention)
            told: set[tuple[str, str]] = set()
            for cell in row.cells:
                stances = _untold(cell.stances, told)
                for stance in stances[:MOST_IN_CELL]:
                    self.stance(stance)
                if len(stances) > MOST_IN_CELL:
                    more = t("matrix.more", n=len(stances) - MOST_IN_CELL)
                    self.line(Text(f"{cell.party} – {more}", style="dim"), indent=2)
        if len(matrix.rows) > MOST:
            self.sub(t("matrix.more_issues", n=len(matrix.rows) - MOST))

    def stance(self, stance: Stance) -> None:
        t = self.words
        condition = f"{t('matrix.condition')} {self.quote(stance.condition)}" if stance.condition else ""
        notes = (condition, *stance.marks, stance.counts, stance.when)
        self.pair(
            stance.party, stance.act, self.quote(stance.quote), " · ".join(note for note in notes if note)
        )

    def clashes(self, b: Brief) -> None:
        self.heading(self.words("clashes.title"))
        if not b.clashes:
            self.line(self.words("clashes.empty"))
        for issue, clashes in self.some(b.clashes_by_issue):
            self.sub(issue)
            for clash in self.some(clashes):
                self.clash(clash)

    def clash(self, clash: Opposition) -> None:
        self.line(f"{clash.kind}. ", self.why(clash.why), indent=2)
        for stance in (clash.a, clash.b, *clash.also):
            self.pair(stance.party, stance.act, self.quote(stance.quote))

    def convergences(self, b: Brief) -> None:
        self.heading(self.words("convergences.title"))
        if not b.convergences:
            self.line(self.words("convergences.empty"))
        for agreement in self.some(b.convergences):
            self.sub(agreement.issue, agreement.heading)
            for stance in agreement.stances:
                self.pair(stance.party, stance.act, self.quote(stance.quote))

    def conditions(self, b: Brief) -> None:
        t = self.words
        self.heading(t("conditions.title"))
        if not b.conditions and not b.threats:
            self.line(t("conditions.empty"))
            return
        for key, sayings in (("conditions", b.conditions), ("threats", b.threats)):
            self.sub(t(f"conditions.{key}"))
            if not sayings:
                self.line(t(f"conditions.no_{key}"), indent=2)
            for saying in self.some(sayings):
                self.saying(saying)

    def saying(self, saying: Saying, heading: str = "") -> None:
        t = self.words
        body = Text(" ").join(self.quote(quote) for quote in saying.words)
        if saying.condition:
            body = Text.assemble(self.quote(saying.condition), (" → ", "bold"), body)
        party = saying.party if saying.party not in (saying.speakers, heading) else ""
        notes = [party, saying.issues, saying.day]
        if saying.by_word_of:
            notes.append(t("matrix.by_word_of", names=saying.by_word_of))
        self.pair(saying.speakers, saying.act, body, " · ".join(note for note in notes if note))

    def calendar(self, b: Brief) -> None:
        t = self.words
        self.heading(t("calendar.title"))
        if not b.coming and not b.past:
            self.line(t("calendar.empty"))
            return
        for title, empty, meetings in (("next", "no_next", b.coming), ("past", "no_past", b.past)):
            self.sub(t(f"calendar.{title}"))
            if not meetings:
                self.line(t(f"calendar.{empty}"), indent=2)
            for meeting in self.some(meetings):
                self.line(*self._meeting(meeting), indent=2)

    def _meeting(self, meeting: Encounter) -> list[str | Text]:
        t = self.words
        written = t("calendar.as_written", words=meeting.written.text) if meeting.written else ""
        facts = [meeting.place or t("calendar.no_place"), meeting.participants, meeting.kind]
        return [
            Text(meeting.day or written or t("calendar.no_date"), style="bold"),
            f" ({meeting.status}) · {' · '.join(fact for fact in facts if fact)} ",
            self.quote(meeting.what),
        ]

    def assessments(self, b: Brief) -> None:
        self.heading(self.words("assessments.title"))
        if not b.assessments:
            self.line(self.words("assessments.empty"))
        for party, sayings in b.assessments_by_party:
            self.sub(party)
            for saying in self.some(sayings):
                self.saying(saying, party)

    def divergences(self, b: Brief) -> None:
        t = self.words
        self.heading(t("divergences.title"))
        if not b.differences and not b.alone:
            self.line(t("divergences.empty"))
        for difference in self.some(b.differences):
            self.difference(difference)
        if b.alone:
            self.sub(t("divergences.alone"))
        for difference in self.some(b.alone):
            outlet = t("divergences.alone_in", outlet=difference.a[0].outlet)
            words = Text(" ").join(self.quote(quote) for quote in difference.a)
            self.line(f"{difference.about} ", words, Text(f" {outlet}", style="dim"), indent=2)

    def difference(self, difference: Difference) -> None:
        self.sub(difference.kind, difference.about)
        for side in (difference.a, difference.b):
            for quote in side:
                self.line(f"{quote.outlet} ", self.quote(quote, marked=True), indent=2)

    def changes(self, b: Brief) -> None:
        t = self.words
        self.heading(t("changes.title"))
        if not b.compared:
            self.line(t("changes.not_compared"))
        elif not b.moves:
            self.line(self._nothing_new(b))
        for move in self.some(b.moves):
            self.line(Text(move.kind, style="bold"), f" {move.about} {move.turn}", indent=2)
            for quote in move.evidence[:2]:
                self.line(self.quote(quote), indent=4)

    def _nothing_new(self, b: Brief) -> str:
        t = self.words
        return t("summary.nothing_new", date=b.since) if b.since else t("summary.nothing_new_undated")

    def who(self, b: Brief) -> None:
        t = self.words
        self.heading(t("who.title"))
        if not b.people and not b.bodies:
            self.line(t("who.empty"))
        for key, people in (("people", b.people), ("bodies", b.bodies)):
            if people:
                self.sub(t(f"who.{key}"))
            for person in self.some(people):
                self.person(person)

    def person(self, person: Person) -> None:
        notes = [f"{person.party}" if person.party else "", *map(self.words.quoted, person.roles[:3])]
        if person.spellings:
            notes.append(f"= {', '.join(person.spellings)}")
        notes.append(f"×{self.words.number(person.mentions)}")
        self.line(Text(person.name, style="bold"), "  ", " · ".join(note for note in notes if note), indent=2)

    def coverage(self, b: Brief) -> None:
        t = self.words
        self.heading(t("coverage.title"))
        if not b.coverage:
            self.line(t("coverage.empty"))
            return
        grid = Table(box=None, padding=(0, 2, 0, 0), pad_edge=False)
        for key in ("outlet", "articles", "copies", "statements", "voices"):
            right = key in ("articles", "copies", "statements")
            grid.add_column(Text(t(f"coverage.{key}")), justify="right" if right else "left", min_width=8)
        for row in b.coverage:
            counts = (t.number(n) for n in (row.articles, row.copies, row.statements))
            grid.add_row(Text(row.outlet), *counts, Text(row.voices))
        self.console.print(grid)

    def articles(self, b: Brief) -> None:
        t = self.words
        self.heading(t("articles.title"))
        if not b.reports:
            self.line(t("articles.empty"))
        for report in b.reports:
            facts = (report.outlet, report.title, report.day or t("articles.no_date"), report.copies)
            self.line(Text(f"[{report.number}] ", style="bold"), " · ".join(fact for fact in facts if fact))


def _untold(stances: Sequence[Stance], told: set[tuple[str, str]]) -> list[Stance]:
    """Leave out what another party of the row holds jointly and was told of; `told` learns what is shown now."""
    kept: list[Stance] = []
    for stance in stances:
        key = stance.act.name, stance.quote.cite
        if key not in told:
            if len(kept) < MOST_IN_CELL:
                told.add(key)
            kept.append(stance)
    return kept
