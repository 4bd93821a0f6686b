"""CoNLL columns for annotation and training tools: a word a line, with where it stands and what it is part of.

The first ten columns are those of CoNLL-U (https://universaldependencies.org/format.html): ID and FORM, `_` for what is not
known, and in MISC the offsets (`start_char`, `end_char`) and `SpaceAfter=No`. Any number of layers follows, one for each depth
attributions overlap to: the parts of an attribution as BIO tags, `B-Content:3:reject` (role, number of the attribution in its
article, act).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from pourparlers.exports.bundle import Bundle, file_names
from pourparlers.exports.names import SOFTWARE, Names
from pourparlers.model import Article, Evidence, Statement, StateOfPlay

_WORD = re.compile(r"[^\W_]+(?:[.'’-][^\W_]+)*['’]?|\S")
_SENTENCE_END = re.compile(r"[.!?…؟。]")
_CLOSING = frozenset("\"»”’')]")
_BLANK = re.compile(r"\s+")


@dataclass(frozen=True, slots=True)
class _Tag:
    start: int
    end: int
    label: str


def write(state: StateOfPlay, *, language: str = "en") -> Bundle:
    """Write every article of a state of play, its words with the attributions they are part of.

    Args:
        state: the state of play.
        language: of the labels in comments.

    Returns:
        `NAME.conllu` for each article. Offsets are Python string indices into the article's text.
    """
    names = Names(state, language)
    said: dict[str, list[Statement]] = {article.id: [] for article in state.articles}
    for one in state.statements:
        said[one.article].append(one)
    files: dict[str, bytes] = {}
    for name, article in zip(file_names(a.name for a in state.articles), state.articles, strict=True):
        lines = _document(article, said[article.id], names, state.model)
        files[f"{name}.conllu"] = "".join(f"{line}\n" for line in lines).encode(errors="replace")
    return Bundle(files)


def _document(article: Article, statements: Sequence[Statement], names: Names, model: str) -> Iterator[str]:
    layers = _layers([tag for one in statements for tag in _tags(one)])
    columns = " ".join(f"POURPARLERS:LAYER{number}" for number in range(1, len(layers) + 1))
    yield f"# global.columns = ID FORM LEMMA UPOS XPOS FEATS HEAD DEPREL DEPS MISC {columns}".rstrip()
    yield f"# newdoc id = {_one_line(article.name)}"
    if article.title:
        yield f"# title = {_one_line(article.title)}"
    if article.published:
        yield f"# date = {article.published.isoformat()}"
    yield f"# generator = {_one_line(f'{SOFTWARE}, model {model}')}"
    for one in statements:
        facts = (one.attribution, one.act.value, names.speakers(one), *map(names.issue, one.issues))
        yield f"# statement {one.id} = {_one_line(' | '.join(facts))}"
    for number, words in enumerate(_sentences(article.text), start=1):
        yield f"# sent_id = {number}"
        yield f"# text = {_one_line(article.text[words[0][0] : words[-1][1]])}"
        for id, ((start, end), following) in enumerate(zip(words, [*words[1:], None], strict=True), start=1):
            joined = following is not None and following[0] == end
            misc = f"start_char={start}|end_char={end}" + ("|SpaceAfter=No" if joined else "")
            tags = [layer.tag(start, end) for layer in layers]
            yield "\t".join((str(id), article.text[start:end], *("_" * 7), misc, *tags))
        yield ""


def _tags(statement: Statement) -> Iterator[_Tag]:
    def labelled(role: str, many: Iterable[Evidence | None]) -> Iterator[_Tag]:
        for one in many:
            if one is not None:
                yield _Tag(one.start, one.end, f"{role}:{statement.attribution}:{statement.act.value}")

    yield from labelled("Source", [statement.source])
    yield from labelled("Cue", [statement.cue])
    yield from labelled("Content", statement.content)
    yield from labelled("Condition", [statement.condition])


class _Layer:
    """Stretches that do not overlap, asked for words in their order."""

    def __init__(self) -> None:
        self.tags: list[_Tag] = []
        self._at = 0
        self._begun = -1

    def tag(self, start: int, end: int) -> str:
        """Give the tag of a word: B where a stretch begins with it, I where it goes on, O outside."""
        while self._at < len(self.tags) and self.tags[self._at].end <= start:
            self._at += 1
        if self._at == len(self.tags) or self.tags[self._at].start >= end:
            return "O"
        begins = self._begun != self._at
        self._begun = self._at
        return f"{'B' if begins else 'I'}-{self.tags[self._at].label}"


def _layers(tags: Sequence[_Tag]) -> list[_Layer]:
    """Put stretches in as few layers as they need not to overlap within one: the wider of two before the other."""
    layers: list[_Layer] = []
    for tag in sorted(set(tags), key=lambda one: (one.start, -one.end, one.label)):
        layer = next((one for one in layers if one.tags[-1].end <= tag.start), None)
        if layer is None:
            layer = _Layer()
            layers.append(layer)
        layer.tags.append(tag)
    return layers


def _sentences(text: str) -> Iterator[list[tuple[int, int]]]:
    """Cut a text into sentences of words: at blank lines, and after an end of sentence before a capital."""
    sentence: list[tuple[int, int]] = []
    ended = False
    for match in _WORD.finditer(text):
        word, span = match[0], match.span()
        apart = bool(sentence) and text.count("\n", sentence[-1][1], span[0]) > 1
        begins = ended and text[span[0] - 1].isspace() and not word[0].islower() and word not in _CLOSING
        if sentence and (apart or begins):
            yield sentence
            sentence = []
        sentence.append(span)
        ended = _SENTENCE_END.fullmatch(word) is not None or (ended and word in _CLOSING)
    if sentence:
        yield sentence


def _one_line(text: str) -> str:
    return _BLANK.sub(" ", text).strip()
