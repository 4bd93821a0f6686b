"""The entities of one article, each with all that the article tells of it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache

from pourparlers.knowledge.entities import find as find_entities
from pourparlers.knowledge.entities import party_of
from pourparlers.knowledge.transliteration import skeleton
from pourparlers.knowledge.words import Word, words_of
from pourparlers.model import ActorKind, Article, Evidence, Mention, MentionKind, Reading
from pourparlers.reading.sided import CONTEXT
from pourparlers.reading.siding import LEARNT
from pourparlers.reading.vocabulary import vocabulary

GUESSED = {CONTEXT, LEARNT}
"""The slugs of mentions whose side no office of theirs tells."""
_TOLD = ("knowledge:", "rule:", "encoder:", LEARNT)


@dataclass(frozen=True, slots=True, eq=False)
class Local:
    """One entity of one article.

    `forms` counts the names of a person, `labels` what else it is called, `titled` are names with their honorific.
    `parties` counts the sides that offices tell, `guesses` those that only the context or learnt weights do. `words` are the folded
    words of the longest name, `full` the same without the differences of spelling, `called` the commonest label,
    `party` the code of the side that the article tells.
    """

    article: str
    number: int
    kind: ActorKind
    code: str | None
    gender: str | None
    plural: bool
    forms: Mapping[str, int]
    labels: Mapping[str, int]
    titled: frozenset[str]
    roles: Mapping[str, int]
    parties: Mapping[str, int]
    guesses: Mapping[str, int]
    mentions: tuple[Evidence, ...]
    why: frozenset[str]
    words: tuple[str, ...]
    full: tuple[str, ...]
    called: str
    party: str | None


@dataclass(slots=True)
class _Gathered:
    kind: ActorKind
    code: str | None
    gender: str | None = None
    plural: bool = False
    forms: Counter[str] = field(default_factory=Counter)
    labels: Counter[str] = field(default_factory=Counter)
    titled: set[str] = field(default_factory=set)
    roles: Counter[str] = field(default_factory=Counter)
    parties: Counter[str] = field(default_factory=Counter)
    guesses: Counter[str] = field(default_factory=Counter)
    mentions: list[Evidence] = field(default_factory=list)
    why: set[str] = field(default_factory=set)

    def whole(self, article: str, number: int) -> Local:
        """Give the entity, nothing more to come."""
        words = folded(max(self.forms, key=lambda f: (len(folded(f)), self.forms[f], f), default=""))
        told = max(sorted(self.parties), key=lambda party: self.parties[party], default=None)
        return Local(
            article,
            number,
            self.kind,
            self.code,
            self.gender,
            self.plural,
            self.forms or _NOTHING,
            self.labels or _NOTHING,
            frozenset(self.titled),
            self.roles or _NOTHING,
            self.parties or _NOTHING,
            self.guesses or _NOTHING,
            tuple(self.mentions),
            _shared(frozenset(self.why)),
            words,
            _skeletons(words),
            best_label(self.labels) or best_label(self.roles),
            told if self.code is None else party_of(self.code) or self.code,
        )


_NOTHING: Mapping[str, int] = {}


def locals_of(article: Article, reading: Reading) -> tuple[Local, ...]:
    """Give the entities of an article by number."""
    found: dict[int, _Gathered] = {}
    for mention in reading.mentions:
        one = found.get(mention.entity)
        if one is None:
            one = found[mention.entity] = _Gathered(mention.actor_kind, mention.code, mention.gender)
        _take(one, mention, article)
    return tuple(found[number].whole(article.id, number) for number in sorted(found))


def _take(one: _Gathered, mention: Mention, article: Article) -> None:
    text = article.text[mention.span.start : mention.span.end]
    if mention.plural and one.kind is ActorKind.PERSON:
        return
    one.mentions.append(Evidence(article.id, *mention.span))
    one.gender = one.gender or mention.gender
    one.plural = one.plural or mention.plural
    one.why.update(why for why in mention.why if why.startswith(_TOLD))
    if mention.role is not None:
        one.roles[_plain(article.text[mention.role.start : mention.role.end], article.language)] += 1
    if mention.party is not None:
        (one.guesses if GUESSED & set(mention.why) else one.parties)[mention.party] += 1
    if mention.kind is MentionKind.NAME and one.kind is ActorKind.PERSON and one.code is None:
        bare = _bare(text, article.language)
        if bare:
            one.forms[bare] += 1
        if bare != text:
            one.titled.add(text)
    elif mention.kind is not MentionKind.PRONOUN:
        one.labels[_plain(text, article.language)] += 1


def total(counts: Iterable[Mapping[str, int]]) -> Counter[str]:
    """Add counts up."""
    added: Counter[str] = Counter()
    for one in counts:
        for key, count in one.items():
            added[key] += count
    return added


def best_label(labels: Mapping[str, int]) -> str:
    """Give the commonest of several labels, the shortest of equals."""
    return max(labels, key=lambda text: (labels[text], -len(text), text), default="")


@lru_cache(maxsize=65536)
def folded(form: str) -> tuple[str, ...]:
    """Give the folded words of a name."""
    return tuple(word.key for word in words_of(form))


@lru_cache(maxsize=65536)
def _skeletons(words: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(skeleton(word) for word in words)


@lru_cache(maxsize=4096)
def _shared(why: frozenset[str]) -> frozenset[str]:
    """Give one and the same set for equal ones: there are few of them, in many entities."""
    return why


@lru_cache(maxsize=65536)
def _bare(text: str, language: str) -> str:
    """Give a name without its honorific."""
    words = vocabulary(language)
    parts = words_of(text)
    first = 0
    while first < len(parts) - 1:
        behind = _behind_country(text, parts[first], language)
        titled = parts[first].key in words.honorifics
        if behind and first + 2 < len(parts) and parts[first + 1].key in words.honorifics:
            first += 2
        elif titled or (parts[first].upper and behind and first + 2 < len(parts)):
            first += 1
        else:
            break
    return text[parts[first].start :] if parts else text


def _behind_country(text: str, word: Word, language: str) -> bool:
    """Tell whether a word is a country by itself ("the UK president")."""
    return word.capital and bool(find_entities(text[word.start : word.end], language))


@lru_cache(maxsize=65536)
def _plain(text: str, language: str) -> str:
    """Give a phrase without its determiner, on one line."""
    words = vocabulary(language)
    parts = words_of(text)
    first = 0
    while first < len(parts) - 1 and (
        parts[first].key in words.determiners or parts[first].key in words.elided
    ):
        first += 1
    return " ".join(text[parts[first].start :].split()) if parts else " ".join(text.split())
