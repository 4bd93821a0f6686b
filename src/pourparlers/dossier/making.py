"""From the parts of one attribution to drafts: what is done with the words, and what they say."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from pourparlers.dossier.cut import Part
from pourparlers.dossier.drafts import ASSESSING, REFUSING, Draft, page_order
from pourparlers.dossier.judgements import is_hope, is_in_heading, manner, of_talks, rules_out, words_for
from pourparlers.dossier.occasions import occasions
from pourparlers.dossier.page import Page
from pourparlers.dossier.replying import (
    contrasts,
    denies_blame,
    owners,
    saying_named,
    takes_up,
    unbowed,
)
from pourparlers.dossier.reversals import act_turned
from pourparlers.dossier.stands import by_cue, by_matter, judged, sign
from pourparlers.dossier.themes import ASSESSMENT, HINT, STRONG, Theme, Themes
from pourparlers.dossier.unsaid import unsaid
from pourparlers.dossier.whole import shown
from pourparlers.dossier.wording import blanket, has, marks, points_back, stem, talks_first, term
from pourparlers.knowledge.entities import EXPERT, PRESS
from pourparlers.knowledge.phrases import content_words, phrases
from pourparlers.knowledge.words import Word
from pourparlers.model import (
    Act,
    Attribution,
    AttributionType,
    Evidence,
    MentionKind,
    Span,
    Statement,
)
from pourparlers.reading.acts import cued, worded
from pourparlers.reading.polarity import polarity

NO_PARTY = frozenset({PRESS, EXPERT})
OPENING = 4  # words in which a content names what it is about
_GUESSED = 0.7
_IMPLIED = 0.9
_ENDS = ".!?…"
_LIST = "rule:list"
DEMANDED = "rule:nothing-less"
CODED = "coded"
_NO_SOURCE = frozenset({"none"})
_UNBOWED = frozenset({Act.STATE, Act.REQUEST})
_SIGNS = {1: Act.ASSESS_POSITIVE, -1: Act.ASSESS_NEGATIVE}


class Maker:
    """What the parts of one attribution share."""

    def __init__(
        self, page: Page, attribution: Attribution, found: Themes, parties: Sequence[str] = ()
    ) -> None:
        self._own = frozenset(parties) - NO_PARTY
        self._page = page
        self._attribution = attribution
        self._found = found
        self._vector, self._bearing = page.vector(attribution.id), page.bearing(attribution.id)
        opening = page.words_in(attribution.content[0])[:OPENING]
        self._subject = (
            self._parties_in([Span(opening[0].start, opening[-1].end)]) if opening else frozenset()
        )
        cue = attribution.cue
        start = attribution.content[0].start
        self._cue = page.words_in(Span(cue.start, max(cue.end, start))) if cue else []
        before = page.attributions.get(attribution.continues) if attribution.continues else None
        self._follows = before is not None and before.act in ASSESSING
        anchor = attribution.cue or attribution.content[0]
        self._sentence = page.sentence_at(anchor.start)
        around = page.sentence(page.sentence_at(attribution.content[0].start))
        self._around = tuple(found.find(page.content_in([around])))
        self._heard = _heard(page, attribution)

    def act(self, part: Part) -> tuple[Act, float, str | None]:
        """Give what is done with the words of a part, how much surer or less sure than as read, and why."""
        turn, rule = act_turned(self._page, self._attribution, self._own)
        return self._act(part) if rule is None else (turn, _GUESSED, rule)

    def _act(self, part: Part) -> tuple[Act, float, str | None]:
        act = self._attribution.act
        words = self._words(part)
        if part.why == DEMANDED:
            return Act.REQUEST, _IMPLIED, None
        if part.why == "rule:turn" and act in ASSESSING:
            return _SIGNS.get(sign(words, self._page.language), act), 1.0, None
        bound = self._attribution.condition
        free = [w for w in words if not (bound and bound.start <= w.start < bound.end)]
        words = free or words
        content = content_words(words, self._page.language)
        found = self._found.find(content)
        language = self._page.language
        named = self._parties_in(part.spans)
        sort, rule = by_cue(act, self._cue, words, language, to_others=self._to_others(part))
        if rule is None:
            sort, rule = by_matter(
                act, words, found, self._subject, named, self._own, language, by_cue=self._cued(act)
            )
        if rule is None:
            sort, rule = _by_turn(act, words, language, of_others=bool(named - self._own))
        if rule is None and act is Act.ACCUSE and self._of_itself(part):
            sort, rule = Act.STATE, "rule:of-its-own"
        if rule is None and act is Act.REQUEST and self._asked_later(part):
            sort, rule = Act.STATE, "rule:asked-later"
        if rule is None:
            sort, rule = judged(act, words, found, self._follows, language)
        if rule:
            return sort, _GUESSED, rule
        if act is not Act.STATE:
            return act, 1.0, None
        if any(one.id == ASSESSMENT and one.weight >= STRONG for one in found) or talks_first(
            content, found, self._page.language
        ):
            judgement = sign(words, self._page.language)
            if judgement:
                return _SIGNS[judgement], _GUESSED, "rule:assesses-talks"
        return act, 1.0, None

    def _of_itself(self, part: Part) -> bool:
        """Tell whether a part tells of what its own side does, and no word of it or of its cue accuses."""
        language = self._page.language
        if not self._subject or not self._subject <= self._own or self._cued(Act.ACCUSE):
            return False
        said = self._text(part.spans)
        accuses = worded(language, Act.ACCUSE, said) or cued(language, Act.ACCUSE, said)
        return not accuses and polarity(self._words(part), language) >= 0

    def _asked_later(self, part: Part) -> bool:
        """Tell whether the sentences of a part ask for nothing, and those that the speaker goes on with do."""
        language = self._page.language
        end = part.spans[-1].end
        rest = [Span(max(end, one.start), one.end) for one in self._attribution.content if one.end > end]
        gap = self._page.article.text[end - 1 : max(end + 1, rest[0].start)] if rest else ""
        ends = any(sign in gap for sign in _ENDS)
        asked = not ends or self._cued(Act.REQUEST) or worded(language, Act.REQUEST, self._text(part.spans))
        return not asked and worded(language, Act.REQUEST, self._text(rest))

    def _cued(self, act: Act) -> bool:
        cue = self._attribution.cue
        return cue is not None and cued(self._page.language, act, self._text([cue]))

    def _text(self, spans: Sequence[Span]) -> str:
        return " ".join(self._page.article.text[one.start : one.end] for one in spans)

    def _to_others(self, part: Part) -> bool:
        """Tell whether a part is said to another side, or of one."""
        said_to = [one for one in (self._attribution.target, self._attribution.addressee) if one]
        return bool(self._parties_in([*said_to, *part.spans]) - self._own)

    def draft(self, statement: Statement, part: Part, n: int) -> Draft:
        """Give a statement with what tells its issue and its like; `n` is the number of its part."""
        language = self._page.language
        skip = statement.condition
        words = [w for w in self._words(part) if not (skip and skip.start <= w.start < skip.end)]
        content = content_words(words, language)
        named = self._named(part)
        own = [w for w in content if w.start not in named]
        answered, partial = blanket(words, own, language)
        if answered is None and denies_blame(own, statement.act, language):
            answered = "accuse"
        aside = occasions(self._page.text, words, language)
        found = tuple(self._found.find(content, aside)) or self._in_condition(statement.condition)
        whole = shown(self._page, self._attribution, part.spans, statement.act)
        rule = unsaid(self._page, self._attribution, part.spans, statement.act)
        return Draft(
            statement=replace(statement, shown=Evidence(statement.article, *whole), unsaid=rule),
            order=(*page_order(self._page.article), part.spans[0].start, n),
            language=language,
            keys=tuple(w.key for w in own),
            stems=_stems(content, own, found),
            themes=found,
            around=self._around,
            vector=self._vector,
            bearing=self._bearing,
            spans=part.spans,
            shown=whole,
            unsaid=rule,
            sentence=self._sentence,
            quoted=self._attribution.type is not AttributionType.INDIRECT,
            continues=self._attribution.continues,
            nested_in=self._attribution.nested_in,
            blanket=answered,
            partial=partial,
            naming=self._names_talks(content, words),
            talks_first=talks_first(content, found, language),
            outlook=not own
            or all(polarity([w], language) for w in own)
            or has(language, content, "wording", "talks"),
            defiant=has(language, content, "wording", "defiance"),
            marks=marks(words, statement.act, language),
            manner=manner(self._page.article, statement.cue, statement.act, words),
            named=self._sides(part),
            about=self._parties_in(part.spans),
            of_talks=of_talks(self._page.text, part.spans, language),
            hopes=is_hope(self._page.article, statement.cue),
            to_refuse=words_for(language, "refusing").any(words[:OPENING]),
            questions="?" in self._page.text[part.spans[-1].end - 1 : part.spans[-1].end + 1],
            heading=is_in_heading(statement, self._page.article),
            points=not own or points_back(words, language),
            terms=tuple(term(content, theme) for theme in found if theme.words),
            owners=owners(self._page, part.spans, self._own),
            unbowed=unbowed(self._with_lead(part, words), language),
            refuses=saying_named(content, language) if statement.act in REFUSING else None,
            contrasts=contrasts(self._page, self._attribution),
            takes_up=takes_up(self._page, part.spans),
            heard=self._heard,
            read=self._attribution.confidence,
            meant=max(self._attribution.act_scores, default=1.0),
        )

    def _with_lead(self, part: Part, words: Sequence[Word]) -> Sequence[Word]:
        """Give the words of a part with those that lead to it: the verb of a list stands before its first item."""
        if part.why != _LIST:
            return words
        return [w for span in self._attribution.content for w in self._page.words_in(span)]

    def _in_condition(self, condition: Evidence | None) -> tuple[Theme, ...]:
        """Give the matters of a condition as hints, for a statement that names none outside it."""
        if condition is None:
            return ()
        found = self._found.find(self._page.content_in([Span(condition.start, condition.end)]))
        return tuple(Theme(theme.id, HINT, (), theme.issue) for theme in found)

    def _words(self, part: Part) -> list[Word]:
        return [w for span in part.spans for w in self._page.words_in(span)]

    def _sides(self, part: Part) -> frozenset[str]:
        """Give the parties named in the part and in the rest of its sentence."""
        page = self._page
        return self._parties_in([*part.spans, page.sentence(page.sentence_at(part.spans[0].start))])

    def _parties_in(self, spans: Sequence[Span]) -> frozenset[str]:
        actors = {self._page.actor(mention) for span in spans for mention in self._page.mentions_in(span)}
        return frozenset(self._page.parties(sorted(actor for actor in actors if actor))) - NO_PARTY

    def _named(self, part: Part) -> set[int]:
        names = (MentionKind.NAME, MentionKind.DEMONYM)
        return {
            w.start
            for span in part.spans
            for mention in self._page.mentions_in(span)
            if mention.kind in names
            for w in self._page.words_in(mention.span)
        }

    def _names_talks(self, content: Sequence[Word], words: Sequence[Word]) -> bool:
        """Tell whether the attribution gives the talks a name ("described the meeting as …")."""
        cue = self._attribution.cue
        if cue is None or len(self._attribution.content) < 2 or not content:
            return False
        naming = phrases(self._page.language, "wording", "naming", keep_small=True)
        first = self._attribution.content[0]
        head = content_words(self._page.words_in(first), self._page.language)
        about_talks = not head or has(self._page.language, head, "wording", "talks")
        last = content_words(self._page.words_in(self._attribution.content[-1]), self._page.language)
        noun = len(last) >= 2 and not polarity(last[:1], self._page.language)
        return noun and about_talks and len(words) > len(head) and naming.any(self._page.words_in(cue))


def _heard(page: Page, attribution: Attribution) -> frozenset[str]:
    """Tell of what kind a source is and how it was found whose words they are."""
    if attribution.source is None:
        return _NO_SOURCE
    found: set[str] = set()
    for one in page.mentions_in(attribution.source):
        found |= {one.kind.value, one.actor_kind.value, *one.why} | ({CODED} if one.code else set())
    return frozenset(found)


def _by_turn(act: Act, words: Sequence[Word], language: str, *, of_others: bool) -> tuple[Act, str | None]:
    """Tell what a turn of phrase does: "or else" threatens, what one's own are never let do is promised, who will not bow refuses."""
    if act is Act.REQUEST and words_for(language, "or_else").any(words):
        return Act.THREATEN, "rule:or-else"
    if act is Act.REJECT and not of_others and rules_out(words, language):
        return Act.COMMIT, "rule:assurance"
    if act in _UNBOWED and not of_others and unbowed(words, language):
        return Act.REJECT, "rule:unbowed"
    return act, None


def _stems(content: Sequence[Word], own: Sequence[Word], found: Sequence[Theme]) -> frozenset[str]:
    strong = [theme for theme in found if theme.weight >= STRONG]
    naming = {content[n].start for theme in strong for n in theme.words}
    return frozenset({theme.id for theme in strong} | {stem(w.key) for w in own if w.start not in naming})
