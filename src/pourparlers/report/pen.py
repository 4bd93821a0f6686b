"""The small parts the terminal brief is made of."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from itertools import zip_longest
from typing import TypeVar

from rich.cells import cell_len
from rich.console import Console
from rich.text import Text

from pourparlers.report.view import ActSign, Quote, Why
from pourparlers.report.wording import Wording

MOST = 20
_COLUMN = 16
_NARROW = 64
_WORD = re.compile(r"[^ \n]+")
_COLOURS = {
    "asks": "blue",
    "gives": "cyan",
    "yes": "green",
    "no": "red",
    "threat": "magenta",
    "charge": "yellow",
    "says": "default",
}

Item = TypeVar("Item")


class Pen:
    """Writes paragraphs, headings, quotes and rows of three columns to one console."""

    def __init__(self, console: Console, words: Wording) -> None:
        self.console = console
        self.words = words

    def line(self, *parts: str | Text, indent: int = 0) -> None:
        """One paragraph, wrapped under its own start."""
        for text in wrapped(Text.assemble(*parts), self.console.width - indent):
            self._print(Text(" " * indent), text)

    def _print(self, *parts: Text) -> None:
        line = Text().join(parts)
        line.rstrip()
        self.console.print(line, soft_wrap=True, highlight=False)

    def heading(self, text: str) -> None:
        """The heading of a section."""
        self.console.print()
        self.console.print(Text(text.upper(), style="bold"))
        self.console.print(Text("─" * min(len(text), self.console.width)))

    def sub(self, text: str, note: str = "") -> None:
        """The heading of a part, with a note beside it."""
        self.console.print()
        self.line(Text(text, style="bold"), Text(f"  {note}" if note else "", style="dim"))

    def act(self, act: ActSign) -> Text:
        """The act with its sign, in the colour of its family."""
        return Text(f"{act.sign} {act.word}", style=_COLOURS[act.family])

    def quote(self, quote: Quote, *, marked: bool = False) -> Text:
        """The words in quotation marks and where they stand; differing words between brackets if `marked`."""
        opening, closing = self.words.marks()
        shown = Text(opening)
        for text, differs in quote.parts if marked and quote.parts else ((quote.text, False),):
            shown.append(f"[{text}]" if differs else text, style="bold" if differs else "")
        return shown.append(closing).append(f" [{quote.cite}]", style="dim")

    def why(self, why: Why) -> Text:
        """How sure the engine is."""
        return Text(self.words("reason.confidence", level=why.level, percent=why.percent), style="dim")

    def some(self, items: Sequence[Item], most: int = MOST) -> Iterable[Item]:
        """The first items, then a line that says how many more there are."""
        yield from items[:most]
        if len(items) > most:
            self.line(Text(self.words("summary.more", n=len(items) - most), style="dim"), indent=2)

    def pair(self, label: str, act: ActSign, body: Text, note: str = "") -> None:
        """Party, act and words in three columns, or below each other where the console is narrow."""
        if self.console.width < _NARROW:
            self.line(label, " ", self.act(act), indent=2)
            self.line(body, indent=4)
            if note:
                self.line(Text(note, style="dim"), indent=4)
            return
        room = self.console.width - 2 * _COLUMN - 2
        columns = (wrapped(Text(label), _COLUMN - 1), wrapped(self.act(act), _COLUMN - 1))
        words = wrapped(body, room) + (wrapped(Text(note, style="dim"), room) if note else [])
        for party, deed, said in zip_longest(*columns, words, fillvalue=Text()):
            self._print(Text("  "), _filled(party), _filled(deed), said)


def wrapped(text: Text, width: int) -> list[Text]:
    """The text in lines of at most `width` cells (and at least 8), broken at plain spaces only.

    Rich itself would break at the no-break spaces of French quotation marks.
    """
    width = max(width, 8)
    lines: list[Text] = []
    start = end = 0
    for word in _WORD.finditer(text.plain):
        if cell_len(text.plain[start : word.end()]) > width and end > start:
            lines.append(text[start:end])
            start = word.start()
        while cell_len(text.plain[start : word.end()]) > width:
            lines.append(text[start : start + width])
            start += width
        end = word.end()
    return [*lines, text[start:end]] if end > start else lines


def _filled(text: Text) -> Text:
    text = text.copy()
    text.pad_right(_COLUMN - cell_len(text.plain))
    return text
