"""Looking things up in a state of play, and keeping book of what is cited where."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace
from datetime import date
from itertools import chain

from pourparlers.dossier.listing import listed_under
from pourparlers.knowledge.entities import label
from pourparlers.model import Act, Article, Evidence, Position, Reason, Statement, StateOfPlay
from pourparlers.report.text import balanced, one_line, shorten
from pourparlers.report.view import ActSign, Link, Quote, Source, Stance, Why
from pourparlers.report.wording import Wording

APART = frozenset({"press", "expert", "experts", "other"})
JUDGING = frozenset({Act.ASSESS_POSITIVE, Act.ASSESS_NEGATIVE, Act.ASSESS_MIXED})
LONGEST_QUOTE = 320
_SPOKEN = re.compile(r"\w")
_WIDEST_GAP = 4
_MANNERS = (
    "hoped",
    "wanted",
    "expected",
    "feared",
    "condemned",
    "denounced",
    "criticised",
    "deplored",
    "welcomed",
    "denial",
)
_SAID_OTHERWISE = frozenset({"conditional", "joint", "by-anothers-word", "own-voice", *_MANNERS})
_DOUBTFUL = 0.4

_SIGNS = {
    Act.REQUEST: ("→", "asks"),
    Act.OFFER: ("←", "gives"),
    Act.CONCEDE: ("←", "gives"),
    Act.AGREE: ("✓", "yes"),
    Act.COMMIT: ("✓", "yes"),
    Act.SUPPORT: ("✓", "yes"),
    Act.REJECT: ("✕", "no"),
    Act.DENY: ("✕", "no"),
    Act.THREATEN: ("▲", "threat"),
    Act.WARN: ("▲", "threat"),
    Act.ACCUSE: ("◆", "charge"),
    Act.ANNOUNCE: ("•", "says"),
    Act.STATE: ("•", "says"),
    Act.ASSESS_POSITIVE: ("+", "yes"),
    Act.ASSESS_NEGATIVE: ("−", "no"),
    Act.ASSESS_MIXED: ("±", "charge"),
}


class Lookup:
    """Names, quotes and anchors of one state of play in one language.

    `cited` collects the starts of all quoted evidence by article, `back` the links from evidence to the lines
    that rest on it: the articles in full are laid out last and show both. `most_sources` is how many of the
    statements behind a position are shown with it.
    """

    most_sources: int | None = None

    def __init__(self, state: StateOfPlay, words: Wording) -> None:
        self.state = state
        self.words = words
        self.articles = sorted(state.articles, key=_reading_order)
        self.number = {article.id: n for n, article in enumerate(self.articles, start=1)}
        self.article = {article.id: article for article in state.articles}
        self.statement = {statement.id: statement for statement in state.statements}
        self.position = {position.id: position for position in state.positions}
        self.listed_under = listed_under(state)
        self._repeats: dict[str, list[str]] = defaultdict(list)
        for one, home in self.listed_under.items():
            self._repeats[home].append(one)
        self.meeting = {meeting.id: meeting for meeting in state.meetings}
        self.actor = {actor.id: actor for actor in state.actors}
        self.parties = {party.id: self._label(party.labels, party.id)[0] for party in state.parties}
        self.issues = {issue.id: self._label(issue.labels, issue.id) for issue in state.issues}
        self.weight: dict[str, int] = defaultdict(int)
        for statement in state.statements:
            for party in statement.parties:
                self.weight[party] += 1
        self.cited: dict[str, set[int]] = defaultdict(set)
        self.back: dict[Evidence, list[Link]] = defaultdict(list)
        self.supports: dict[str, list[Link]] = defaultdict(list)
        self._anchors: dict[tuple[str, str], str] = {}
        self._taken: set[str] = set()
        self._stances: dict[tuple[str, str, str], Stance] = {}

    def _label(self, labels: dict[str, str], identity: str) -> tuple[str, str]:
        """The label in the interface's language, else in English, else any; and its language."""
        for language in (self.words.language, "en", *sorted(labels)):
            if labels.get(language):
                return one_line(labels[language]), language
        return one_line(identity), ""

    # ------------------------------------------------------------ names

    def party(self, identity: str) -> str:
        """What a party is called."""
        return self.parties.get(identity, one_line(identity))

    def issue(self, identity: str) -> str:
        """What an issue is called."""
        return self.issues.get(identity, (one_line(identity), ""))[0]

    def name(self, identity: str) -> str:
        """What a party or an actor is called: in the interface's language where it is known, else as the articles do."""
        if identity in self.parties or identity not in self.actor:
            return self.party(identity)
        actor = self.actor[identity]
        return label(actor.code, self.words.language) if actor.code else one_line(actor.name)

    def names(self, identities: Iterable[str]) -> str:
        """Actors or parties as one phrase, each once."""
        return self.words.listed(dict.fromkeys(self.name(identity) for identity in identities))

    def outlet(self, article: Article) -> str:
        """The outlet of an article, or what the user calls the article."""
        return one_line(article.outlet or article.name)

    def heavier(self, party: str) -> tuple[int, str, str]:
        """Sort key: parties with more statements first."""
        return -self.weight[party], self.party(party), party

    # ------------------------------------------------------------ anchors and quotes

    def anchor(self, prefix: str, identity: str) -> str:
        """The page's anchor for a thing: its id with what HTML and URLs dislike replaced, unique in the page."""
        key = (prefix, identity)
        if key not in self._anchors:
            base = f"{prefix}-{re.sub(r'[^A-Za-z0-9_.-]+', '-', identity)}"
            found, n = base, 1
            while found in self._taken:
                n += 1
                found = f"{base}~{n}"
            self._taken.add(found)
            self._anchors[key] = found
        return self._anchors[key]

    def place(self, evidence: Evidence) -> str:
        """The anchor of the first character of the evidence in the articles."""
        self.cited[evidence.article].add(evidence.start)
        return f"a{self.number[evidence.article]}-{evidence.start}"

    def exact(self, evidence: Evidence) -> str:
        """The words of the evidence as they stand in the article."""
        return self.article[evidence.article].text[evidence.start : evidence.end]

    def quote(self, evidence: Evidence, *, limit: int = LONGEST_QUOTE) -> Quote:
        """The words of the evidence, cut at `limit` characters."""
        article = self.article[evidence.article]
        start, end = balanced(article.text, evidence.start, evidence.end)
        return Quote(
            text=shorten(one_line(article.text[start:end]), limit),
            language=article.language,
            article=self.number[article.id],
            outlet=self.outlet(article),
            day=self.words.day(article.published, short=True),
            start=start,
            end=end,
            anchor=self.place(evidence),
        )

    def quotes(self, evidence: Iterable[Evidence]) -> tuple[Quote, ...]:
        """The words of the evidence, once each; pieces that only a quotation mark parts are one quote."""
        return tuple(self.quote(item) for item in self.joined(dict.fromkeys(evidence)))

    def joined(self, pieces: Iterable[Evidence]) -> tuple[Evidence, ...]:
        """Pieces with nothing but a quotation mark or white space between them made one."""
        found: list[Evidence] = []
        for item in pieces:
            last = found[-1] if found else None
            if last and last.article == item.article and last.end <= item.start <= last.end + _WIDEST_GAP:
                between = Evidence(item.article, last.end, item.start)
                if not _SPOKEN.search(self.exact(between)):
                    found[-1] = Evidence(item.article, last.start, item.end)
                    continue
            found.append(item)
        return tuple(found)

    def spoken(self, evidence: Evidence) -> bool:
        """Whether there is a word or a figure in it."""
        return bool(_SPOKEN.search(self.exact(evidence)))

    def remember(self, evidence: Iterable[Evidence], link: Link) -> None:
        """Keep a way back from the evidence to the line that `link` leads to."""
        for item in dict.fromkeys(evidence):
            if link not in self.back[item]:
                self.back[item].append(link)

    # ------------------------------------------------------------ lines

    def act(self, act: Act, marks: Collection[str] = ()) -> ActSign:
        """The act in words with its sign; some marks of a position name it otherwise."""
        sign = signed(act, self.words)
        manner = next((mark for mark in _MANNERS if mark in marks), None)
        return replace(sign, word=self.words.kind("act", manner)) if manner else sign

    def why(self, reason: Reason) -> Why:
        """How sure, and why, in words."""
        level = "high" if reason.confidence >= 0.85 else "medium" if reason.confidence >= 0.6 else "low"
        return Why(
            self.words(f"level.{level}"),
            self.words.percent(reason.confidence),
            tuple(dict.fromkeys(self._because(item) for item in reason.why)),
        )

    def _because(self, item: str) -> str:
        head, _, rest = item.partition(":")
        known = self.words.kind("why", head)
        if not rest:
            return known
        leaf = rest.rpartition(":")[2]
        if self.words.knows("rule", leaf):
            return self.words("reason.pair", head=known, what=self.words.kind("rule", leaf))
        return f"{known} ({one_line(leaf)})"

    def source(self, statement: Statement) -> Source:
        """Whose statement it is, where and when."""
        first = statement.content[0]
        article = self.article[statement.article]
        return Source(
            speakers=self.names(statement.speakers or statement.parties),
            outlet=self.outlet(article),
            day=self.words.day(statement.said_on or article.published, short=True),
            anchor=self.place(first),
            cite=f"{self.number[article.id]}:{first.start}-{first.end}",
        )

    def stance(self, identity: str, party: str = "", issue: str = "") -> Stance:
        """A position in words, as the cell of one party and issue shows it; by default its own first ones.

        Each of its statements learns the way back to the cell.
        """
        position = self.position[identity]
        key = identity, party or position.party, issue or position.issue
        if key not in self._stances:
            self._stances[key] = self._stance(position, *key[1:])
        return self._stances[key]

    def together(self, identity: str) -> Stance:
        """A position in words, in the name of all parties that hold it."""
        position = self.position[identity]
        party = self.names(position.parties or (position.party,))
        if "own-voice" in position.marks:
            party = f"{party} ({self._voices(position)})"
        return replace(self.stance(identity), party=party)

    def _stance(self, position: Position, party: str, issue: str) -> Stance:
        words = self.words
        statements = [self.statement[key] for key in position.statements if key in self.statement]
        read = [self.article[key] for key in dict.fromkeys(statement.article for statement in statements)]
        known = all(article.outlet for article in read)
        outlets = len({article.outlet if known else article.id for article in read})
        counts = [words("matrix.statements", n=len(statements))] if statements else []
        if outlets > 1:
            counts.append(words("matrix.outlets" if known else "matrix.articles", n=outlets))
        home = self.listed_under.get(position.id, position.id)
        first = home != position.id or (party, issue) == (position.party, position.issue)
        condition = position.condition
        said = condition is not None and _within(condition, position.quote)
        stance = Stance(
            anchor=self.anchor("p", home if first else f"{position.id}.{party}.{issue}"),
            party=self.party(party),
            issue=self.issue(issue),
            act=self.act(position.act, position.marks),
            quote=self.quote(position.quote),
            statements=len(statements),
            counts=", ".join(counts),
            when=words.days(position.first_said, position.last_said),
            condition=self.quote(condition) if condition and not said else None,
            marks=((words("mark.conditional"),) if said else ()) + self._marks(position, party, statements),
            why=self.why(position.reason),
            sources=tuple(self.source(statement) for statement in statements[: self.most_sources]),
        )
        link = Link(stance.anchor, f"{stance.party} {stance.act.word} · {stance.issue}", stance.act)
        repeated = (self.position[key].statements for key in self._repeats.get(position.id, ()))
        for key in dict.fromkeys((*(one.id for one in statements), *chain.from_iterable(repeated))):
            if link not in self.supports[key]:
                self.supports[key].append(link)
        covered = {item for statement in statements for item in statement.content}
        self.remember((item for item in (*position.evidence, position.quote) if item not in covered), link)
        return stance

    def _marks(self, position: Position, party: str, statements: Sequence[Statement]) -> tuple[str, ...]:
        """How the position is held, in words: together with whom, by whose word, as a red line …"""
        marks = [self.words.kind("mark", mark) for mark in position.marks if mark not in _SAID_OTHERWISE]
        if len(position.parties) > 1:
            others = self.names(other for other in position.parties if other != party)
            marks.append(self.words("matrix.jointly", names=others))
        if "own-voice" in position.marks:
            marks.append(self._voices(position))
        relayed = [statement.said_by for statement in statements if statement.said_by]
        if relayed and len(relayed) == len(statements):
            marks.append(self.words("matrix.by_word_of", names=self.names(relayed)))
        elif "by-anothers-word" in position.marks:
            marks.append(self.words("mark.by-anothers-word"))
        if is_doubtful(position):
            marks.append(self.words("mark.doubtful"))
        return tuple(marks)

    def _voices(self, position: Position) -> str:
        """Who speaks where it is not the government."""
        said = [self.statement[key] for key in position.statements if key in self.statement]
        voices = dict.fromkeys(speaker for statement in said for speaker in statement.speakers)
        return self.words("matrix.own_voice", names=self.words.listed(map(self._introduced, voices)))

    def _introduced(self, identity: str) -> str:
        """An actor with the office the articles give it most, if any."""
        actor = self.actor.get(identity)
        name, role = self.name(identity), actor.roles[0] if actor and actor.roles else ""
        return (
            name
            if not role or role in name
            else self.words("matrix.introduced", name=name, role=one_line(role))
        )


def _within(inner: Evidence, outer: Evidence) -> bool:
    return inner.article == outer.article and outer.start <= inner.start and inner.end <= outer.end


def signed(act: Act, words: Wording) -> ActSign:
    """The act in words with its sign."""
    sign, family = _SIGNS[act]
    return ActSign(act.value, words.kind("act", act.value), sign, family)


def _reading_order(article: Article) -> tuple[bool, date, str, str, str]:
    """Dated articles first, in time order, then by outlet and name."""
    known = article.published
    return known is None, known or date.min, article.outlet or "", article.name, article.id


def is_apart(party: str) -> bool:
    """Whether a party is the press or the experts, who are no parties to the talks."""
    return party.casefold() in APART


def is_doubtful(position: Position) -> bool:
    """Whether less than half of such positions are right."""
    return position.reason.confidence < _DOUBTFUL


def chief_first(positions: Sequence[Position]) -> list[Position]:
    """The positions of one cell: the one with most statements first, mere statements, doubtful ones and other voices last."""
    return sorted(
        positions,
        key=lambda p: (
            "own-voice" in p.marks,
            is_doubtful(p),
            p.act is Act.STATE,
            -len(p.statements),
            -p.reason.confidence,
            list(Act).index(p.act),
            p.id,
        ),
    )
