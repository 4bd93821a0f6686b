"""A statement on its way: what it says, before it is known on which issue."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from pourparlers.dossier.themes import Theme
from pourparlers.model import Act, Article, Evidence, Span, Statement

ASSESSING = frozenset({Act.ASSESS_POSITIVE, Act.ASSESS_NEGATIVE, Act.ASSESS_MIXED})
REFUSING = frozenset({Act.REJECT, Act.DENY})
ASKING = frozenset({Act.REQUEST})
PLAIN = frozenset({Act.STATE, Act.ANNOUNCE})
"""What is only told: neither wanted nor given, refused nor judged."""
GIVING = frozenset({Act.OFFER, Act.AGREE, Act.COMMIT, Act.SUPPORT, Act.CONCEDE})


_UNDATED = "~"  # after every date


def page_order(article: Article) -> tuple[str, str]:
    """Give an article's place in the dossier's order: by date, undated ones last, then by id."""
    return (article.published.isoformat() if article.published else _UNDATED, article.id)


@dataclass(frozen=True, slots=True)
class Draft:
    """One thing said, with what is needed to find its issue and its like.

    `keys` are the folded content words, names and condition left out; `stems` the same cut short, with the words that
    name a matter counted as that matter. `order` is the place in the dossier
    (date and id of the article, character, item). `themes` are the matters in its own words, `around` those in the rest
    of its sentence, `terms` the words that name the former. `blanket` names what kind of saying a whole answer ("they rejected these demands") answers,
    `shell` marks words that only carry somebody's nested statement. `named` are the parties in its sentence, `about`
    those in its own words, `facing` those that a refusal goes on to refuse; `of_talks` marks words on talks and agreements, `hopes` a wish, `heading` a title or heading,
    `to_refuse` what asks somebody to refuse something, `questions` what is put as a question, `manner` how the act is done where its name would mislead. `shown` are the words with those round them that make them whole, `unsaid` the rule by which they take no
    stand for anybody. `owners` are the countries whose adjective its words have, `unbowed` marks a refusal to give way,
    `refuses` names the kind of saying that a refusal begins with, `contrasts` an account set against the one before,
    `takes_up` words that begin by taking up what was just said, `again` the earlier statement that it says again in the same words.
    `heard` tells of what kind its source is and how it was found whose words they are, `read` how surely it is a saying, `meant` how likely
    its likeliest act is by the encoder (1 where the act was given). `vector` is its meaning, `bearing` what tells how it stands to the words of others (`knowledge/network.py`).
    """

    statement: Statement
    order: tuple[str, str, int, int]
    language: str
    keys: tuple[str, ...]
    stems: frozenset[str]
    themes: tuple[Theme, ...]
    around: tuple[Theme, ...]
    vector: NDArray[np.float32] | None
    spans: tuple[Span, ...]
    sentence: int
    quoted: bool
    continues: str | None = None
    nested_in: str | None = None
    blanket: str | None = None
    partial: bool = False
    naming: bool = False
    outlook: bool = False
    talks_first: bool = False
    defiant: bool = False
    points: bool = False
    shell: bool = False
    reported: bool = True
    target_parties: tuple[str, ...] = ()
    named: frozenset[str] = frozenset()
    about: frozenset[str] = frozenset()
    facing: frozenset[str] = frozenset()
    of_talks: bool = False
    hopes: bool = False
    heading: bool = False
    to_refuse: bool = False
    questions: bool = False
    marks: tuple[str, ...] = ()
    answers: tuple[str, ...] = ()
    manner: str | None = None
    shown: Span | None = None
    unsaid: str | None = None
    terms: tuple[Span, ...] = ()
    owners: frozenset[str] = frozenset()
    unbowed: bool = False
    refuses: str | None = None
    contrasts: bool = False
    takes_up: bool = False
    again: str | None = None
    heard: frozenset[str] = frozenset()
    read: float = 1.0
    meant: float = 1.0
    bearing: NDArray[np.float32] | None = None

    @property
    def id(self) -> str:
        """The id of the statement."""
        return self.statement.id

    @property
    def place(self) -> Evidence:
        """The hull of its content."""
        return Evidence(self.statement.article, self.spans[0].start, self.spans[-1].end)


def matters_of(one: Draft, two: Draft) -> set[str]:
    """Give the matters that two statements are on, as they stand among their stems."""
    return {theme.id for theme in (*one.themes, *two.themes)}
