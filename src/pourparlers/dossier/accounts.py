"""What two reports have one speaker or one side say, aligned and set side by side where it differs."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from datetime import date, timedelta

from pourparlers.dossier.dating import DAY
from pourparlers.dossier.drafts import ASSESSING, Draft, matters_of
from pourparlers.dossier.likeness import likeness, nearness, on_one_side, overlap
from pourparlers.dossier.making import NO_PARTY
from pourparlers.dossier.reports import Report, divergence, places
from pourparlers.dossier.themes import ASSESSMENT, OTHER, family
from pourparlers.model import Act, Divergence, Reason

_SAME_WORDS = 0.85
_DIFFERENT = 3  # words that one telling of an utterance must have and the other not, for the two to differ
_UTTERED = 4  # words of an utterance that can be told differently, however long the other telling is
_OF_THE_LONGER = 0.5  # of the words of the other telling, for a shorter one
_LONG_AND_SHORT = 0.8  # of the shorter one's words in the longer: one thing, quoted at length and in brief
_OCCASION = 1  # utterances that both reports tell, for what each leaves out to be a choice
_WHOLE = 3  # words that carry meaning
_ENOUGH = 2  # the same for what a side holds
_SAID_IN = 2  # words that two tellings of one utterance share
_OF_ALL = 0.25  # of the words of the longer one
_NEAR = 0.5  # cosine of two statements that tell of one thing, whenever they were said
_ALIKE = 0.4  # the same for those of one day
_A_LITTLE = 0.3  # the same where they share a word
_MOST_OF_A_SIDE = 3

WEIGHTY = frozenset(
    {
        Act.REQUEST,
        Act.OFFER,
        Act.AGREE,
        Act.COMMIT,
        Act.CONCEDE,
        Act.REJECT,
        Act.THREATEN,
        Act.ACCUSE,
        Act.DENY,
    }
)
_ANSWERING = frozenset({Act.ACCUSE, Act.DENY})
Pairs = list[tuple[Draft, Draft, float]]


def told_differently(one: Report, two: Report) -> Iterator[Divergence]:
    """Utterances that both reports tell, what each of them chose beside, and what a side holds in both."""
    aligned: set[str] = set()
    matched: set[tuple[str, str]] = set()
    spoken = [
        (actor, one.said[actor], two.said[actor], align(one.said[actor], two.said[actor]))
        for actor in sorted(one.said.keys() & two.said.keys())
    ]
    one_occasion = sum(len(pairs) for *_, pairs in spoken) >= _OCCASION
    for actor, ours, theirs, pairs in spoken:
        for a, b, like in pairs:
            alike = _told_alike(a, b)
            if not alike and not _share_words(a, b):
                continue
            aligned |= {a.id, b.id}
            common = set(a.statement.issues) & set(b.statement.issues)
            matched |= {(one.id, issue) for one in (a, b) for issue in common}
            if not alike and _tells_apart(a, b) and not set(a.statement.parties) <= NO_PARTY:
                yield _utterance(a, b, like, actor)
        rest = [
            [d for d in side if d.id not in aligned and not d.nested_in and is_whole(d)]
            for side in (ours, theirs)
        ]
        if one_occasion and actor in one.people and all(rest) and _of_one_talk(*rest):
            reason = Reason(0.6, ("rule:selection",))
            yield divergence("selection", places(rest[0]), places(rest[1]), None, (actor,), reason)
    yield from _accounts(one, two, matched)


def align(ours: Sequence[Draft], theirs: Sequence[Draft]) -> Pairs:
    """Pairs of statements that are each other's likeliest."""
    scores = [[likeness(a, b) for b in theirs] for a in ours]
    rows = [max(row) for row in scores]
    columns = [max(column) for column in zip(*scores, strict=True)]
    pairs = [
        (ours[i], theirs[j], like)
        for i, row in enumerate(scores)
        for j, like in enumerate(row)
        if like and like == rows[i] == columns[j]
    ]
    used: set[str] = set()
    out = []
    for a, b, like in sorted(pairs, key=lambda p: (-p[2], p[0].order, p[1].order)):
        if not {a.id, b.id} & used:
            used |= {a.id, b.id}
            out.append((a, b, like))
    return out


def _told_alike(one: Draft, two: Draft) -> bool:
    """Whether both tell it in the same words, or in two languages with the same act."""
    if one.statement.act is not two.statement.act:
        return False
    if one.language != two.language:
        return True
    most = max(len(one.stems), len(two.stems))
    return not most or len(one.stems & two.stems) / most >= _SAME_WORDS


def _tells_apart(one: Draft, two: Draft) -> bool:
    """Tell whether two tellings of one utterance are whole and differ by more than a word."""
    if one.language != two.language:
        return True
    short, long = sorted((len(one.stems), len(two.stems)))
    if one.heading or two.heading or short < min(_UTTERED, _OF_THE_LONGER * long):
        return False
    return len(one.stems ^ two.stems) >= min(_DIFFERENT, short)


def is_whole(draft: Draft) -> bool:
    """Tell whether a statement says enough to stand by itself: a few words, not the scraps a sentence is quoted in."""
    return not draft.heading and len(draft.keys) >= _WHOLE


def _share_words(one: Draft, two: Draft) -> bool:
    """Tell whether two statements of one language have words in common beyond the matter they are on."""
    if one.language != two.language:
        return True
    matters = matters_of(one, two)
    ours, theirs = one.stems - matters, two.stems - matters
    shared = ours & theirs
    return len(shared) >= _SAID_IN and len(shared) >= _OF_ALL * max(len(ours), len(theirs))


def _of_one_talk(ours: Sequence[Draft], theirs: Sequence[Draft]) -> bool:
    """Tell whether somebody judges talks in both reports, on one day: what each quotes beside it is its choice."""
    judged = [[d for d in side if _judges_talks(d)] for side in (ours, theirs)]
    return any(_of_one_day(a, b) for a in judged[0] for b in judged[1])


def _of_one_day(one: Draft, two: Draft) -> bool:
    """Tell whether two statements can be of one day: reports of the next morning may be all that dates one."""
    days = [day for d in (one, two) if (day := d.statement.said_on) and len(day) == DAY]
    return len(days) == 2 and abs(date.fromisoformat(days[0]) - date.fromisoformat(days[1])) <= timedelta(1)


def _judges_talks(draft: Draft) -> bool:
    """Tell whether a statement is said of talks."""
    return draft.statement.issues[:1] == (ASSESSMENT,) or (
        draft.of_talks and draft.statement.act in ASSESSING
    )


def _tell_one_thing(one: Draft, two: Draft, party: str) -> bool:
    """Tell whether two statements of a side can be one: the same deed and meaning, or judgements of the same talks.

    They are said by the same one or by the side itself; what is only a little alike is so on one day alone.
    """
    speakers = (set(one.statement.speakers), set(two.statement.speakers))
    known = speakers[0] & speakers[1] or any(_is_side(some, party) for some in speakers)
    if not known or any(draft.heading and not draft.blanket for draft in (one, two)):
        return False
    acts = {one.statement.act, two.statement.act}
    if nearness(one, two) >= _NEAR:
        asks = acts == {Act.REQUEST} or acts <= ASSESSING or one.blanket or two.blanket
        enough = asks or len(one.stems & two.stems) >= _SAID_IN
        return enough and (len(acts) == 1 or on_one_side(one, two))
    if not _of_one_day(one, two):
        return False
    if all(draft.of_talks and _judges_talks(draft) for draft in (one, two)):
        return not (one.hopes or two.hopes) and acts <= ASSESSING
    return len(acts) == 1 and _is_one_deed(one, two)


def _is_one_deed(one: Draft, two: Draft) -> bool:
    """Tell whether two statements of one day that do the same are one: a demand on one matter, an answer as a whole."""
    if one.blanket or two.blanket:
        return True
    if one.statement.act is Act.REQUEST and one.statement.issues[0] == two.statement.issues[0]:
        return True
    matters = matters_of(one, two)
    return nearness(one, two) >= (_A_LITTLE if one.stems & two.stems - matters else _ALIKE)


def _is_side(speakers: Collection[str], party: str) -> bool:
    """Tell whether a country, or an office of it, speaks itself, and no person."""
    return any(speaker == party or speaker.startswith(f"{party}-") for speaker in speakers)


def _utterance(one: Draft, two: Draft, like: float, actor: str) -> Divergence:
    shared = [issue for issue in one.statement.issues if issue in two.statement.issues]
    why = (
        ("rule:same-speaker", "encoder:likeness") if one.language != two.language else ("rule:same-speaker",)
    )
    reason = Reason(round(min(0.95, like), 3), why)
    return divergence(
        "utterance", places([one]), places([two]), shared[0] if shared else None, (actor,), reason
    )


def _accounts(one: Report, two: Report, matched: Collection[tuple[str, str]]) -> Iterator[Divergence]:
    """What a party holds on one issue, told by both reports in statements that do not match."""
    for party, issue in sorted(one.keys & two.keys):
        sides = [
            [
                d
                for d in report.drafts
                if party in d.statement.parties
                and issue in d.statement.issues
                and (d.id, issue) not in matched
                and d.statement.act is not Act.STATE
            ]
            for report in (one, two)
        ]
        mates = [
            (a, b)
            for a in sides[0]
            for b in sides[1]
            if _can_be_compared(a, b)
            and _compares(a, b)
            and _tell_one_thing(a, b, party)
            and not _told_alike(a, b)
        ]
        if not mates and (answer := _one_answer(sides[0], sides[1], party, issue)):
            mates = [answer]
        if mates:
            a_side = sorted({a.id: a for a, _ in mates}.values(), key=lambda d: d.order)
            b_side = sorted({b.id: b for _, b in mates}.values(), key=lambda d: d.order)
            reason = Reason(0.5, ("rule:account",))
            yield divergence(
                "account",
                places(a_side, _MOST_OF_A_SIDE),
                places(b_side, _MOST_OF_A_SIDE),
                issue,
                () if party in NO_PARTY else (party,),
                reason,
            )
    yield from _of_others(one, two, matched)


def _can_be_compared(one: Draft, two: Draft) -> bool:
    """Tell whether both say enough, and one is not the other quoted in brief."""
    for draft in (one, two):
        says = len(draft.keys) >= _ENOUGH and not draft.heading
        if not (says or draft.blanket or (_judges_talks(draft) and draft.of_talks)):
            return False
    if one.blanket or two.blanket or one.statement.act is not two.statement.act:
        return True
    matters = matters_of(one, two)
    least = min(len(one.stems - matters), len(two.stems - matters))
    return not least or overlap(one.stems - matters, two.stems - matters) < _LONG_AND_SHORT


def _one_answer(
    ours: Sequence[Draft], theirs: Sequence[Draft], party: str, issue: str
) -> tuple[Draft, Draft] | None:
    """Give the one thing a side itself answers on a matter in either report, where both answer a charge that day."""
    if issue == OTHER:
        return None
    found = [
        [d for d in side if d.statement.issues[:1] == (issue,) and not d.nested_in] for side in (ours, theirs)
    ]
    if [len(side) for side in found] != [1, 1]:
        return None
    (a,), (b,) = found
    answers = all(
        d.statement.act in _ANSWERING and _is_side(d.statement.speakers, party) and is_whole(d)
        for d in (a, b)
    )
    denied = Act.DENY in {a.statement.act, b.statement.act}
    return (a, b) if answers and denied and _of_one_day(a, b) and not likeness(a, b) else None


def _of_others(one: Report, two: Report, matched: Collection[tuple[str, str]]) -> Iterator[Divergence]:
    """What a side asks or refuses in both reports of others, one of whom only one report names."""
    done = {id for id, _ in matched}
    ours, theirs = ([d for d in r.drafts if _names_others(d) and d.id not in done] for r in (one, two))
    for a in ours:
        for b in theirs:
            parties = set(a.statement.parties) & set(b.statement.parties)
            if not parties or a.statement.act is not b.statement.act:
                continue
            first, second = a.about - parties, b.about - parties
            others = first & second and first ^ second
            if others and _of_one_day(a, b) and _on_one_family(a, b):
                reason = Reason(0.5, ("rule:account",))
                party = min(parties)
                yield divergence("account", places([a]), places([b]), None, (party,), reason)


def _names_others(draft: Draft) -> bool:
    return draft.statement.act in WEIGHTY and is_whole(draft) and not draft.nested_in and bool(draft.about)


def _on_one_family(one: Draft, two: Draft) -> bool:
    """Tell whether two statements are on neighbouring matters, and on none in common."""
    ours, theirs = set(one.statement.issues), set(two.statement.issues)
    return not ours & theirs and bool({family(i) for i in ours} & {family(i) for i in theirs} - {OTHER})


def _compares(one: Draft, two: Draft) -> bool:
    """Tell whether two statements go the same way, or both take a stand on the very matter they begin with."""
    first, second = one.statement.issues[:1], two.statement.issues[:1]
    return on_one_side(one, two) or (
        first == second and {one.statement.act, two.statement.act} <= WEIGHTY and not one.blanket
    )
