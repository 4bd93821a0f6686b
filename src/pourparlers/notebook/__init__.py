"""What a notebook shows: articles with who says what highlighted, the matrix of positions, a timeline, tables.

Everything that comes from an article is escaped. Text has the notebook's own colour and marks are see-through, so that
all of it reads in light and dark themes.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cache
from importlib import resources

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from pourparlers.exports.names import Names, full_day
from pourparlers.exports.rows import Cell, kind
from pourparlers.model import Statement, StateOfPlay
from pourparlers.report.brief import brief
from pourparlers.report.events import calendar
from pourparlers.report.lookup import Lookup, is_apart
from pourparlers.report.matrix import MOST_COLUMNS, matrices
from pourparlers.report.text import visible
from pourparlers.report.view import ActSign, Encounter, Quote
from pourparlers.report.wording import wording

MOST_ROWS = 20
MOST_IN_CELL = 2
MOST_SIGNS = 12
LONGEST_CELL = 120
_LONGEST_WORDS = 160


@dataclass(frozen=True, slots=True)
class Html:
    """A piece of HTML that a notebook shows; `str()` gives its text."""

    text: str = field(repr=False)

    def __str__(self) -> str:
        return self.text

    def _repr_html_(self) -> str:
        return self.text


@dataclass(frozen=True, slots=True)
class Said:
    """One statement in a cell of the timeline."""

    act: ActSign
    quote: Quote


@dataclass(frozen=True, slots=True)
class Day:
    """One row of the timeline: what each side said, in the order of the columns, and who met."""

    iso: str
    day: str
    sides: tuple[tuple[Said, ...], ...]
    meetings: tuple[Encounter, ...]


def article(state: StateOfPlay, id: str, *, language: str = "en") -> Html:
    """One article in full: reported words, their sources, cues and conditions marked, with what each supports.

    Args:
        state: the state of play.
        id: of the article.
        language: of the labels.

    Raises:
        UsageError: there are no labels in this language.
    """
    look = Lookup(state, wording(language))
    return _html("article", language, report=brief(state, language=language).reports[look.number[id] - 1])


def matrix(state: StateOfPlay, *, language: str = "en") -> Html:
    """Who holds what on which issue, the most disputed issues first.

    Raises:
        UsageError: there are no labels in this language.
    """
    made, _ = matrices(Lookup(state, wording(language)))
    return _html("matrix", language, matrix=made, most_rows=MOST_ROWS, most_in_cell=MOST_IN_CELL)


def timeline(state: StateOfPlay, *, language: str = "en") -> Html:
    """What each side said and who met, one row a day, the first day first; what has no full date is left out.

    Raises:
        UsageError: there are no labels in this language.
    """
    look, names = Lookup(state, wording(language)), Names(state, language)
    parties = {party for one in state.statements for party in one.parties if not is_apart(party)}
    columns = sorted(parties, key=look.heavier)[:MOST_COLUMNS]
    said: defaultdict[str, defaultdict[str, list[Statement]]] = defaultdict(lambda: defaultdict(list))
    met: defaultdict[str, list[Encounter]] = defaultdict(list)
    for statement in state.statements:
        for party in dict.fromkeys(statement.parties):
            if party in columns and (day := names.said(statement)):
                said[day][party].append(statement)
    for meeting in (one for part in calendar(look) for one in part):
        if full_day(meeting.iso):
            met[meeting.iso].append(meeting)
    days = tuple(
        Day(
            iso=day,
            day=look.words.day(day, short=True),
            sides=tuple(_said(look, said[day][party]) for party in columns),
            meetings=tuple(met[day]),
        )
        for day in sorted({*said, *met})
    )
    shown = [look.party(one) for one in columns]
    return _html("timeline", language, columns=shown, days=days, most=MOST_SIGNS)


def frame(name: str, columns: Sequence[str], rows: Sequence[tuple[Cell, ...]]) -> str:
    """The first rows of a table."""
    shown = [[_cell(cell) for cell in row] for row in rows[:MOST_ROWS]]
    numeric = [kind(column) is not str for column in columns]
    return str(_html("frame", "en", name=name, columns=columns, numeric=numeric, rows=shown, total=len(rows)))


def overview(state: StateOfPlay, *, language: str = "en") -> str:
    """What was read, in a few words, and the matrix."""
    made = brief(state, language=language)
    html = _html("overview", language, brief=made, most_rows=MOST_ROWS, most_in_cell=MOST_IN_CELL)
    return str(html)


def _said(look: Lookup, many: Iterable[Statement]) -> tuple[Said, ...]:
    return tuple(Said(look.act(one.act), look.quote(one.content[0], limit=_LONGEST_WORDS)) for one in many)


def _cell(cell: Cell) -> str:
    if cell is None:
        return ""
    text = visible(str(cell))
    return text if len(text) <= LONGEST_CELL else f"{text[: LONGEST_CELL - 1]}…"


def _html(template: str, language: str, **values: object) -> Html:
    style = (resources.files(__package__) / "templates" / "notebook.css").read_text(encoding="utf-8")
    page = _environment().get_template(f"{template}.html.j2")
    return Html(page.render(t=wording(language), style=Markup(style), **values))


@cache
def _environment() -> Environment:
    return Environment(
        loader=PackageLoader(__package__),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
