"""Whom a noun phrase is about: "le porte-parole du Kremlin, Dmitri Peskov" is Peskov, "Paris et Berlin" are both."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from pourparlers.knowledge.entities import is_state, party_of
from pourparlers.model import Span
from pourparlers.reading.head import Head, head_of, with_apposition
from pourparlers.reading.names import Name
from pourparlers.reading.scene import Scene


def heads(scene: Scene, span: Span, names: Mapping[int, Name]) -> tuple[Head, ...]:
    """Find whom or what a noun phrase speaks of.

    Args:
        scene: the article.
        span: the phrase, for example the source of an attribution.
        names: the names of people by the number of each of their words.

    Returns:
        its heads in text order: several for a coordination, one for a name with an apposition, none for an empty span.
    """
    words = _without_genitive(scene, scene.words_in(span))
    if not words:
        return ()
    found: list[tuple[str, Head]] = []
    for joiner, part in _parts(scene, words):
        head = head_of(scene, part, names)
        if head is not None:
            found.append((joiner, _belonging(scene, part, head)))
    combined = _combined(_of_press(_without_setting(scene, found)))
    if len(combined) == 1 and combined[0].kind != "known" and (named := _enumerated(scene, words, names)):
        return named
    if len(combined) == 1 and combined[0].kind == "pronoun":
        return _glossed(scene, words, names) or combined
    if len(combined) == 1 and combined[0].kind == "noun" and combined[0].plural and combined[0].country:
        return tuple(replace(combined[0], country=side) for side in _of_several(scene, words)) or combined
    return combined


def _of_several(scene: Scene, words: range) -> tuple[str, ...]:
    """Give the countries whose adjectives stand side by side in a phrase ("les ministres norvégien, suédois et danois")."""
    run: list[str] = []
    for index in words:
        match, next_one = scene.match(index), scene.match(index + 1) if index + 1 < words.stop else None
        if match is not None and match == next_one:
            continue
        if match is not None and (party := party_of(match.entity.code)) is not None:
            if run and match.form != "demonym_adjective":
                break
            run.append(party)
        elif scene.words[index].key not in scene.vocabulary.conjunctions and run:
            if len(run) > 1:
                break
            run = []
    return tuple(dict.fromkeys(run)) if len(set(run)) > 1 and all(map(is_state, run)) else ()


def _glossed(scene: Scene, words: range, names: Mapping[int, Name]) -> tuple[Head, ...]:
    """Give what an editor's brackets say a pronoun stands for ("ils (les responsables suédois, NDLR)")."""
    opens = _opens(scene, words)
    if opens is None:
        return ()
    closes = next((k for k in range(opens + 1, words.stop) if ")" in scene.gap(k)), words.stop)
    told = heads(scene, scene.span(opens, closes), names)
    return told[:1] if told and told[0].kind != "pronoun" else ()


def _belonging(scene: Scene, part: range, head: Head) -> Head:
    """Give for the name of a body behind a preposition what it tells of somebody ("X, du Comité de Y")."""
    if head.kind != "known" or head.code is None or scene.words[part.start].key not in scene.vocabulary.of:
        return head
    return replace(head, kind="noun", code=None, country=party_of(head.code), inner_code=head.code)


def _without_setting(scene: Scene, found: Sequence[tuple[str, Head]]) -> Sequence[tuple[str, Head]]:
    """Leave out where something was said before who said it ("au côté de X, son homologue Y")."""
    if len(found) < 2 or found[0][1].kind != "person" or found[1][0] != "," or found[1][1].kind != "person":
        return found
    first = scene.words[found[0][1].words.start].key
    return found[1:] if first in scene.vocabulary.topic and first not in scene.vocabulary.of else found


def _enumerated(scene: Scene, words: range, names: Mapping[int, Name]) -> tuple[Head, ...]:
    """Give the countries that brackets say a phrase stands for ("trois pays (Suède, Norvège, Finlande)")."""
    opens = _opens(scene, words)
    if opens is None:
        return ()
    closes = next((k for k in range(opens + 1, words.stop + 1) if _closes(scene, k)), words.stop)
    inside = range(opens, closes)
    plain = scene.vocabulary.conjunctions | scene.vocabulary.elided | frozenset(scene.vocabulary.determiners)
    if any(scene.covering[k] < 0 and scene.words[k].key not in plain for k in inside):
        return ()
    told = [head for _, part in _parts(scene, inside) if (head := head_of(scene, part, names))]
    several = len({head.code for head in told}) > 1
    return tuple(told) if several and all(head.kind == "known" for head in told) else ()


def _opens(scene: Scene, words: range) -> int | None:
    return next((k for k in words if k > words.start and "(" in scene.gap(k)), None)


def _closes(scene: Scene, index: int) -> bool:
    return index >= len(scene.words) or ")" in scene.gap(index)


def _without_genitive(scene: Scene, words: range) -> range:
    """Leave out the ending of a possessive ("Trump's frustration" is Trump's)."""
    last = words.stop - 1
    if len(words) > 1 and scene.words[last].key == "s" and scene.gap(last) in {"'", "’"}:
        return range(words.start, last)
    return words


def _of_press(found: Sequence[tuple[str, Head]]) -> Sequence[tuple[str, Head]]:
    """Leave out the other places that reports of the press are said to come from ("media reports from X and Y")."""
    if not found or found[0][1].noun != "press" or found[0][1].kind != "noun":
        return found
    return [
        found[0],
        *((joiner, head) for joiner, head in found[1:] if not (joiner == "and" and head.kind == "known")),
    ]


def _parts(scene: Scene, words: range) -> list[tuple[str, range]]:
    """Cut a phrase at its commas and conjunctions; what stands in brackets and relative clauses is left out."""
    parts: list[tuple[str, range]] = []
    joiner, first, depth = "", words.start, 0
    index = words.start
    vocabulary = scene.vocabulary

    def close(stop: int) -> None:
        if stop > first:
            parts.append((joiner, range(first, stop)))

    while index < words.stop:
        gap = scene.gap(index) if index > words.start else ""
        depth += gap.count("(") + gap.count("[") - gap.count(")") - gap.count("]")
        if depth > 0:
            close(index)
            first = index + 1
            index += 1
            continue
        depth = max(depth, 0)
        key = scene.words[index].key
        joint = vocabulary.joint.at(scene.words, index, words.stop)
        if "," in gap or "--" in gap or "–" in gap:
            close(index)
            joiner, first = ",", index
        if key in vocabulary.conjunctions or joint:
            after = joint[0] if joint else index + 1
            if after < words.stop and _coordinates(scene, after, words):
                close(index)
                joiner, first = "and", after
                index = after
                continue
        if key in vocabulary.relative and index > words.start and scene.covering[index] < 0:
            close(index)
            return parts
        index += 1
    close(words.stop)
    return parts


def _coordinates(scene: Scene, after: int, words: range) -> bool:
    """Tell whether a conjunction joins two heads, and not two complements or two adjectives of one."""
    if scene.covering[after] >= 0 and scene.covering[after] == scene.covering[after - 2]:
        return False
    key, vocabulary = scene.words[after].key, scene.vocabulary
    if key in vocabulary.of and not scene.words[after].capital:
        return False
    if key in vocabulary.determiners or key in vocabulary.elided or scene.words[after].capital:
        return True
    noun = scene.noun(after, words.stop)
    if vocabulary.head_last:
        return scene.covering[after] >= 0 or scene.covering[after - 2] >= 0 or key in vocabulary.skipped
    return (
        (noun is not None and noun[1] in {"group", "expert"})
        or key in vocabulary.skipped
        or key in vocabulary.honorifics
    )


def _combined(found: Sequence[tuple[str, Head]]) -> tuple[Head, ...]:
    """Tell coordination from apposition."""
    kept: list[Head] = []
    listing = any(joiner == "and" for joiner, _ in found[1:])
    for joiner, head in found:
        last = kept[-1] if kept else None
        if last is None:
            kept.append(head)
        elif joiner == "and":
            if head.kind != "noun" or head.noun != "other" or last.kind != "person":
                kept.append(head)
        elif head.kind == "person" and last.kind == "noun":
            kept[-1] = head if last.plural else with_apposition(head, last)
        elif head.kind == "noun" and last.kind == "person" and not listing:
            kept[-1] = with_apposition(last, head)
        elif listing and _alike(head, last):
            kept.append(head)
        elif head.kind == "known" and _introduces(last):
            kept[-1] = head
    return tuple(kept)


def _alike(head: Head, last: Head) -> bool:
    """Tell whether two parts may be items of one list."""
    if head.kind != last.kind:
        return False
    return head.kind in {"person", "known"} or (head.noun == last.noun and head.noun != "other")


def _introduces(noun: Head) -> bool:
    """Tell whether a noun may be followed by the name of what it stands for ("un pays, la France")."""
    return (
        noun.kind == "noun"
        and noun.noun in {"organisation", "other"}
        and not noun.plural
        and noun.country is None
    )
