"""The office that a name is written with, before it ("le ministre russe de la Défense X") or after ("X, analyste à …")."""

from __future__ import annotations

from pourparlers.reading.scene import STOPS, Scene

LONGEST = 16
NEAREST = 6


def before(scene: Scene, first: int, end: int) -> range | None:
    """Give the words of the office right before a name or its honorific ("le ministre russe de la Défense Sergueï Choïgou").

    Behind a comma the name, whose words end before `end`, is in apposition only where a mark closes it.
    """
    vocabulary = scene.vocabulary
    floor = max(0, first - LONGEST)
    comma = first > 0 and scene.gap(first).strip() == ","
    stop = first
    if comma and end < len(scene.words) and not scene.gap(end).strip():
        return None
    if not comma and first > 0 and _is_link(scene, first - 1):
        return None
    if first == 0 or not (
        comma or scene.gap(first) in {" ", "\u00a0", "\n"} or scene.gap(first).strip() == ""
    ):
        return None
    head: int | None = None
    index = first - 1
    while index >= floor:
        if index + 1 < stop and any(c in STOPS or c == "," for c in scene.gap(index + 1)):
            break
        if scene.words[index].key in vocabulary.relative and not vocabulary.head_last:
            break
        if vocabulary.head_last and _joins_another(scene, index, stop):
            break
        noun = scene.noun(index, stop)
        many = index == stop - 1 and scene.words[index].key not in vocabulary.civil
        if noun is not None and (noun[1] in {"role", "expert"} or (noun[1] == "group" and many)):
            head = index
            wider = scene.noun(index - 1, stop) if index > floor else None
            if wider is not None and wider[0] > index and wider[1] == "role":
                head = index - 1
            if (
                scene.words[index].key not in vocabulary.portfolio
                or index == floor
                or not _is_link(scene, index - 1)
            ):
                break
        if not _belongs_to_role(scene, index, stop) or (comma and _two_capitals(scene, index)):
            break
        index -= 1
    if head is None:
        return _titled(scene, stop, floor)
    return range(_widened(scene, head, floor), stop)


def _joins_another(scene: Scene, index: int, stop: int) -> bool:
    """Tell whether a conjunction begins the phrase of somebody else ("… and US Defense Secretary X")."""
    after = index + 1
    return (
        scene.words[index].key in scene.vocabulary.conjunctions
        and after < stop
        and (scene.covering[after] >= 0 or scene.words[after].key in scene.vocabulary.determiners)
    )


def _titled(scene: Scene, title: int, floor: int) -> range | None:
    """Give the office whose head is the honorific itself, when words before it tell more ("US Defense Secretary X")."""
    noun = scene.noun(title, title + 1)
    if noun is None or noun[1] != "role":
        return None
    first = _widened(scene, title, floor)
    return range(first, title + 1) if first < title else None


def _two_capitals(scene: Scene, index: int) -> bool:
    """Tell whether a word and the next look like a name of their own."""
    pair = range(index, min(index + 2, len(scene.words)))
    return len(pair) == 2 and all(scene.words[k].capital and scene.covering[k] < 0 for k in pair)


def _widened(scene: Scene, head: int, floor: int) -> int:
    """Take in what qualifies the head from before: "ancien", "vice", a country ("the Russian foreign minister")."""
    vocabulary = scene.vocabulary
    index = head
    while index - 1 >= floor and not any(c in STOPS or c == "," for c in scene.gap(index)):
        before = scene.words[index - 1]
        known = scene.match(index - 1)
        noun = scene.noun(index - 1, index)
        if before.key in vocabulary.determiners or before.key in vocabulary.of:
            break
        if before.key in vocabulary.skipped or (
            vocabulary.head_last
            and (
                known
                or noun
                or before.capital
                or vocabulary.offices.within((before.key,))
                or before.key in vocabulary.portfolio
            )
        ):
            index -= 1
        else:
            break
    return index


def _belongs_to_role(scene: Scene, index: int, stop: int) -> bool:
    vocabulary, word = scene.vocabulary, scene.words[index]
    return (
        scene.covering[index] >= 0
        or word.capital
        or word.key in vocabulary.of
        or word.key in vocabulary.topic
        or word.key in vocabulary.determiners
        or word.key in vocabulary.elided
        or word.key in vocabulary.portfolio
        or word.key in vocabulary.skipped
        or word.key in vocabulary.conjunctions
        or scene.noun(index, stop) is not None
    )


def after(scene: Scene, stop: int) -> range | None:
    """Give the words of the office in apposition ("Alexandre Grouchko, vice-ministre russe des Affaires étrangères")."""
    if stop >= len(scene.words):
        return None
    gap = scene.gap(stop)
    if gap.strip() != ",":
        return _parenthesis(scene, stop) if gap == " (" else None
    found = _apposed(scene, stop)
    if found is None:
        return None
    words, vocabulary = scene.words, scene.vocabulary
    head, end = found
    if end < len(words) and scene.gap(end) in {" ", "\u00a0"} and _bare_capital(scene, end):
        return None
    first = stop
    while first < head and (
        words[first].key in vocabulary.determiners or words[first].key in vocabulary.elided
    ):
        first += 1
    while end < min(len(words), stop + LONGEST) and not scene.parted(end):
        if not _belongs_to_role(scene, end, len(words)) or words[end].key in vocabulary.relative:
            break
        end += 1
    while end > head + 1 and (_is_link(scene, end - 1) or words[end - 1].key in vocabulary.conjunctions):
        end -= 1
    return range(first, end)


def _bare_capital(scene: Scene, index: int) -> bool:
    """Tell whether a word begins a name of its own, so that the office before it is that name's ("…, President Moon")."""
    word = scene.words[index]
    return word.capital and scene.covering[index] < 0 and word.key not in scene.vocabulary.portfolio


def _apposed(scene: Scene, start: int) -> tuple[int, int] | None:
    """Give the number of the head noun of an apposition and where that noun ends, None when there is no office."""
    words, vocabulary = scene.words, scene.vocabulary
    if words[start].key in vocabulary.topic and words[start].key not in vocabulary.elided:
        return None
    for index in range(start, min(len(words), start + NEAREST)):
        if index > start and scene.parted(index):
            return None
        noun = scene.noun(index, min(len(words), index + 4))
        if noun is not None and noun[1] in {"role", "expert", "press"}:
            return index, noun[0]
        loose = vocabulary.head_last and index > start and words[index].key not in vocabulary.relative
        if not (_belongs_to_role(scene, index, index + 1) or loose):
            return None
    return None


def _parenthesis(scene: Scene, index: int) -> range | None:
    """Give a party and state in brackets after a name: "(R-Texas)"."""
    words = scene.words
    if (
        index + 1 < len(words)
        and words[index].upper
        and words[index].end - words[index].start == 1
        and scene.gap(index + 1) == "-"
    ):
        return range(index, index + 2)
    return None


def gender_of(scene: Scene, role: range) -> str | None:
    """Give the gender that an office tells of its holder, "m" or "f", if it does."""
    vocabulary = scene.vocabulary
    for index in role:
        for length in (3, 2, 1):
            gender = vocabulary.genders.get(
                " ".join(word.key for word in scene.words[index : min(index + length, role.stop)])
            )
            if gender:
                return gender
    before = scene.words[role.start - 1].key if role.start else ""
    gender = vocabulary.determiners.get(before)
    return gender if gender in {"m", "f"} else None


def _is_link(scene: Scene, index: int) -> bool:
    """Tell whether a word is a preposition or a determiner, so that what follows is not in apposition to an office."""
    key, vocabulary = scene.words[index].key, scene.vocabulary
    return (
        key in vocabulary.of
        or key in vocabulary.topic
        or key in vocabulary.determiners
        or key in vocabulary.elided
    )
