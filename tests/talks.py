"""Build small readings by hand for tests of the dossier: what is said is found in the text by its words."""

from dataclasses import dataclass, field
from datetime import date

from pourparlers.knowledge.entities import find
from pourparlers.model import (
    Act,
    Article,
    Attribution,
    AttributionType,
    Mention,
    MentionKind,
    Reading,
    Span,
)


def span(text, words, start=0):
    at = text.index(words, start)
    return Span(at, at + len(words))


@dataclass
class Talk:
    """One article in the making; every known country in it is an entity, numbered by its code."""

    text: str
    name: str = "a"
    language: str = "en"
    day: date | None = date(2031, 3, 4)
    outlet: str | None = None
    codes: dict = field(default_factory=dict)
    said: list = field(default_factory=list)
    speakers: dict = field(default_factory=dict)

    def entity(self, code):
        return self.codes.setdefault(code, len(self.codes))

    def say(
        self,
        codes,
        act,
        *content,
        cue=None,
        source=None,
        condition=None,
        nested_in=None,
        continues=None,
        quoted=False,
    ):
        id = str(len(self.said) + 1)
        spans = tuple(span(self.text, words) for words in content)
        self.said.append(
            Attribution(
                id,
                AttributionType.DIRECT if quoted else AttributionType.INDIRECT,
                span(self.text, source) if source else None,
                span(self.text, cue) if cue else None,
                spans,
                nested_in,
                continues,
                Act(act),
                condition=span(self.text, condition) if condition else None,
                confidence=0.9,
            )
        )
        self.speakers[id] = tuple(self.entity(code) for code in codes.split("+") if code)
        return id

    def done(self):
        article = Article(
            id=f"id-{self.name}",
            name=self.name,
            text=self.text,
            language=self.language,
            outlet=self.outlet,
            published=self.day,
        )
        mentions = tuple(
            Mention(
                Span(m.start, m.end),
                MentionKind.DEMONYM if "demonym" in str(m.form) else MentionKind.NAME,
                m.entity.kind,
                self.entity(m.entity.code),
                m.entity.code,
            )
            for m in find(self.text, self.language)
        )
        known = {m.entity for m in mentions}
        # Speakers that the text does not name stand in front of it.
        mentions = (
            *(
                Mention(Span(0, 1), MentionKind.NAME, _kind(code), number, code)
                for code, number in self.codes.items()
                if number not in known
            ),
            *mentions,
        )
        ends = [
            n + 1 for n, c in enumerate(self.text) if c == "." and self.text[n + 1 : n + 2] in ("", " ", "\n")
        ]
        starts = [0, *ends[:-1]] if ends else [0]
        sentences = tuple(Span(a, b) for a, b in zip(starts, ends or [len(self.text)], strict=True))
        return article, Reading(article.id, sentences, tuple(self.said), mentions, (), dict(self.speakers))


def _kind(code):
    from pourparlers.knowledge.entities import entity

    return entity(code).kind


def both(*talks):
    pairs = [talk.done() for talk in talks]
    return [a for a, _ in pairs], [r for _, r in pairs]
