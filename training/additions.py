"""Reads the project's own annotated sentences in eleven languages: `additions/XX.txt`, one item a line.

An item is a paragraph of one to three sentences with its attributions marked in place:

    [s The envoy] [k:war warned] that [c talks "will fail" [f if nobody pays]].

`s` source, `k` cue, `c` content, `f` condition; the digits after the letter say which attributions of the item a
stretch belongs to (1 if there are none, `s12` is shared by two). Three letters after a colon, once an attribution, name
its act, and after a slash the other act that is allowed. Stretches may contain each other. A content is split at
quotation marks, which belong to no span. An attribution whose cue (or, without one, whose content) lies in another's
content is nested. Lines that begin with # are comments. Items are joined into articles of one to three paragraphs.

usage: python additions.py FOLDER   checks every item and prints how many there are
"""

from __future__ import annotations

import re
import sys
from collections import Counter
from collections.abc import Iterator
from itertools import cycle
from pathlib import Path

from records import ACTS, Attribution, Record, Span

SHORT = {
    "req": "request", "off": "offer", "agr": "agree", "com": "commit", "sup": "support", "con": "concede",
    "rej": "reject", "thr": "threaten", "war": "warn", "acc": "accuse", "den": "deny", "ann": "announce",
    "pos": "assess_positive", "neg": "assess_negative", "mix": "assess_mixed", "sta": "state",
}  # fmt: skip
MARK = re.compile(r"\[([skcf])(\d*)(?::([a-z]{3})(?:/([a-z]{3}))?)? |\]")
QUOTES = re.compile(r"[«»„“”\"‹›]")
EDGE = " ,;:–—"
SIZES = (1, 1, 2, 1, 3)
LICENCE = "project"
LABELS = ("attributions", "nested", "acts", "conditions")


def parse(line: str, *, strict: bool = True) -> tuple[str, list[Attribution]]:
    """The text and the attributions of an item; ValueError, with the item, where its marks do not fit together.

    `strict` wants a text without brackets and double spaces of its own."""
    parts: list[str] = []
    at = last = 0
    open_: list[tuple[str, str, int]] = []
    found: dict[str, Attribution] = {}
    for mark in MARK.finditer(line):
        parts.append(line[last : mark.start()])
        at += mark.start() - last
        last = mark.end()
        if mark[0] == "]":
            if not open_:
                raise ValueError(f"bracket without beginning: {line}")
            kind, numbers, start = open_.pop()
            for number in numbers:
                _put(found.setdefault(number, Attribution([], [], [])), kind, "".join(parts), (start, at))
            continue
        numbers = mark[2] or "1"
        open_.append((mark[1], numbers, at))
        if mark[3]:
            for number in numbers:
                attribution = found.setdefault(number, Attribution([], [], []))
                if attribution.act:
                    raise ValueError(f"two acts: {line}")
                attribution.act = SHORT[mark[3]]
                attribution.other_act = SHORT[mark[4]] if mark[4] else None
    if open_:
        raise ValueError(f"bracket without end: {line}")
    text = "".join([*parts, line[last:]])
    attributions = [found[number] for number in sorted(found)]
    for one in attributions:
        if not one.content or not one.act:
            raise ValueError(f"attribution without content or act: {line}")
        one.source, one.cue, one.content = sorted(one.source), sorted(one.cue), sorted(one.content)
        one.nested = any(_within((one.cue or one.content)[0], x) for x in attributions if x is not one)
    _check(text, attributions, line)
    if strict and re.search(r"[\[\]]|\s{2}", text):
        raise ValueError(f"marks left: {text}")
    return text, attributions


def _put(attribution: Attribution, kind: str, text: str, span: Span) -> None:
    start, end = span
    if kind == "f":
        attribution.condition = span
    elif kind == "s":
        attribution.source.append(span)
    elif kind == "k":
        attribution.cue.append(span)
    else:
        bounds = [start, *(i for m in QUOTES.finditer(text, start, end) for i in m.span()), end]
        for a, b in zip(bounds[::2], bounds[1::2], strict=True):
            inner = text[a:b].strip(EDGE if QUOTES.search(text, start, end) else None)
            if any(c.isalnum() for c in inner):
                first = a + text[a:b].index(inner)
                attribution.content.append((first, first + len(inner)))


def _within(span: Span, outer: Attribution) -> bool:
    """Whether the span lies in the content of another attribution."""
    return any(start <= span[0] and span[1] <= end for start, end in outer.content)


def _check(text: str, attributions: list[Attribution], line: str) -> None:
    for one in attributions:
        for start, end in [*one.source, *one.cue, *one.content, *([one.condition] if one.condition else [])]:
            if not 0 <= start < end <= len(text) or text[start:end] != text[start:end].strip():
                raise ValueError(f"empty or untrimmed span {text[start:end]!r}: {line}")
        if any(a < d and c < b for a, b in one.cue for c, d in [*one.content, *one.source]):
            raise ValueError(f"cue overlaps its own source or content: {line}")


def items(path: Path) -> Iterator[tuple[str, list[Attribution]]]:
    """The items of a file."""
    for line in path.read_text("utf-8").splitlines():
        if line.strip() and not line.startswith("#"):
            yield parse(line.strip())


def additions(folder: Path) -> Iterator[Record]:
    """One record for each article."""
    for path in sorted(folder.glob("*.txt")):
        waiting = list(items(path))
        for number, size in enumerate(cycle(SIZES)):
            if not waiting:
                break
            record = Record(
                f"{path.stem}-{number}", "additions", "train", path.stem, LICENCE, "", list(LABELS)
            )
            for text, attributions in waiting[:size]:
                _append(record, text, attributions)
            waiting = waiting[size:]
            yield record


def articles(folder: Path) -> Iterator[Record]:
    """Whole articles of the project's own, marked as items are: a paragraph a line, an empty line between articles.

    Files are named by their language: `fr_talks.txt`."""
    for path in sorted(folder.glob("*.txt")):
        waiting: list[str] = []
        number = 0
        for line in [*path.read_text("utf-8").splitlines(), ""]:
            if line.startswith("#"):
                continue
            if line.strip():
                waiting.append(line.strip())
            elif waiting:
                language = path.stem[:2]
                record = Record(
                    f"{path.stem}-{number}", "articles", "train", language, LICENCE, "", list(LABELS)
                )
                for paragraph in waiting:
                    _append(record, *parse(paragraph))
                yield record
                waiting, number = [], number + 1


def sentences(folder: Path) -> Iterator[Record]:
    """Sentences that stand alone, one a line, the same ones in every language; files are named by their language, the data set by its folder."""
    for path in sorted(folder.glob("*.txt")):
        for number, (text, attributions) in enumerate(items(path)):
            record = Record(
                f"{path.stem}-{number}", folder.name, "train", path.stem, LICENCE, "", list(LABELS)
            )
            _append(record, text, attributions)
            yield record


def _append(record: Record, text: str, attributions: list[Attribution]) -> None:
    record.text += "\n\n" if record.text else ""
    record.attributions += [moved(one, len(record.text)) for one in attributions]
    record.text += text


def moved(one: Attribution, by: int) -> Attribution:
    """The same attribution in a longer text, so many characters further on."""

    def move(spans: list[Span]) -> list[Span]:
        return [(start + by, end + by) for start, end in spans]

    condition = move([one.condition])[0] if one.condition else None
    return Attribution(
        move(one.source),
        move(one.cue),
        move(one.content),
        one.nested,
        one.act,
        one.other_act,
        None,
        condition,
    )


def main() -> None:
    """Prints, a language a line, how many items, items without attribution, and attributions of each act."""
    for path in sorted(Path(sys.argv[1]).glob("*.txt")):
        counts: Counter[str] = Counter()
        for _, attributions in items(path):
            counts["items"] += 1
            counts["none"] += not attributions
            counts["attributions"] += len(attributions)
            counts["sourced"] += sum(bool(a.source) for a in attributions)
            counts.update(a.act for a in attributions if a.act)
        print(path.stem, dict(counts), "missing:", [a for a in ACTS if not counts[a]])


if __name__ == "__main__":
    main()
