"""How much of a state of play worked out by hand the product finds, on nine dossiers of the press, and how right it is on seventy more.

usage: states.py TEXT_DIR [--judged | --second] [NAME ...]

`states/NAME.json` holds what readers who had not seen the product's brief listed for a dossier: positions (party, issue, act, whether
on a condition), clashes and meetings, with the places of the words as [article, start, end], and none of the texts. TEXT_DIR holds the texts:
orange_fr.jsonl and same_event_en.jsonl. Seven dossiers are for development; the two held-out ones were put aside until the rules were done.

Positions are matched one to one, a joint one once for each of its parties: the party is the same and half of the words of the shorter
evidence are shared. Of the matched, the act is right if it is the one or the other that the readers allow. A clash counts between matched
positions; those that the readers call head-on are to be found. A meeting is found if its words agree, or its date and its place.

With --judged: seventy other dossiers, of which readers judged every position that the product of an earlier day listed: whether it is
one, its act, its party, and whether an earlier line says the same; and listed which stand against each other. So the share found is only
of what was listed then, and what is said anew since counts as wrong; but what they say of party, act, repeats and clashes is theirs. A quarter of them
is held out: no rule was made on them.

With --second, in place of the product: a second reader of the nine dossiers (`second/NAME.json`), who saw neither the first one's lists nor the
product's. What he calls marginal is left aside.
"""

from __future__ import annotations

import argparse
import json
import re
import tempfile
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from pourparlers import pipeline
from pourparlers.dossier.serialise import to_dict
from pourparlers.evaluation.names import folded, same_name
from pourparlers.knowledge.entities import find, party_of

HERE = Path(__file__).parent
HALF = 0.5
SHARES = (0.85, 0.75, 0.6, 0.4, 0.0)
"""Confidences that positions are counted by: how many have at least that much and less than the one before, and how many of them are right."""
WORD = re.compile(r"\w+")

Words = frozenset[tuple[str, int]]


def texts(folder: Path, source: str, ids: Sequence[str]) -> dict[str, str]:
    """The articles of a dossier by id, each with its title and date before it."""
    found = {}
    for line in (folder / source).read_text("utf-8").splitlines():
        one = json.loads(line)
        id = one.get("id") or one["dId"]
        if id not in ids:
            continue
        body = "\n\n".join(one["paragraphs"]) if "paragraphs" in one else one["text"]
        day = one.get("published") or (one["date_publish"] or "")[:10]
        found[id] = f"{one['title']}\n\n{day}\n\n{body}\n"
    return found


def corpus(articles: Mapping[str, str]) -> pipeline.Corpus:
    """These articles as the product reads files."""
    with tempfile.TemporaryDirectory() as place:
        for id, text in articles.items():
            (Path(place) / f"{id}.txt").write_text(text, "utf-8")
        return pipeline.read(place)


def brief(articles: Mapping[str, str]) -> dict[str, Any]:
    """The state of play of these articles, as the product writes it."""
    return to_dict(corpus(articles).state(), "en")


def of_reader(lists: Mapping[str, Any]) -> dict[str, Any]:
    """What a reader listed, but for the marginal, as if the product had written it."""
    ids = lists["articles"]

    def places(one: Mapping[str, Any]) -> dict[str, Any]:
        evidence = [{"doc": ids[n], "start": start, "end": end} for n, start, end in one["evidence"]]
        return {**one, "evidence": evidence, "quote": evidence[0]}

    core = {one["id"]: places(one) for one in lists["positions"] if not one.get("marginal")}
    return {
        "positions": [
            {**one, "parties": [one["party"]], "condition": one.get("conditional"), "confidence": 1.0}
            for one in core.values()
        ],
        "clashes": [{"a": a, "b": b} for a, b, _ in lists["clashes"] if a in core and b in core],
        "meetings": [places(one) for one in lists["meetings"] if not one.get("marginal")],
    }


def sides(names: Iterable[str]) -> set[object]:
    """What a party is known by: its code, or the words of its name."""
    known: set[object] = set()
    for name in names:
        codes = {party_of(match.entity.code) or match.entity.code for match in find(name, "en")}
        known |= codes or {folded(name)}
    return known


def one_side(some: Sequence[str], others: Sequence[str]) -> bool:
    """Whether a party of the one is a party of the other."""
    ours, theirs = sides(some), sides(others)
    coded = all(isinstance(one, str) for one in ours | theirs)
    return bool(ours & theirs) or (not coded and same_name(some, others))


class Evidence:
    """The words that evidence stands on."""

    def __init__(self, articles: Mapping[str, str]) -> None:
        self._words = {
            id: [(m.start(), m.end()) for m in WORD.finditer(text)] for id, text in articles.items()
        }

    def words(self, id: str, start: int, end: int) -> Words:
        """The words of a stretch, each as its article and place."""
        return frozenset((id, a) for a, b in self._words.get(id, ()) if a < end and b > start)

    def of(self, places: Iterable[Mapping[str, Any]]) -> list[Words]:
        """The same of places as the product writes them."""
        return [self.words(one["doc"], one["start"], one["end"]) for one in places]


def shared(some: Sequence[Words], others: Sequence[Words]) -> float:
    """The largest share of the shorter stretch that two have in common."""
    return max((len(a & b) / min(len(a), len(b)) for a in some for b in others if a and b), default=0.0)


def match(gold: Sequence[Mapping[str, Any]], found: Sequence[Mapping[str, Any]]) -> dict[int, int]:
    """The number of the found position for each gold one that has one."""
    scored = []
    for i, one in enumerate(gold):
        for j, other in enumerate(found):
            score = shared(one["words"], other["words"])
            if score >= HALF and one_side([one["party"]], [other["party"]]):
                scored.append((score + 0.01 * (other["act"] in _acts(one)), i, j))
    pairs: dict[int, int] = {}
    for _, i, j in sorted(scored, key=lambda t: (-t[0], t[1], t[2])):
        if i not in pairs and j not in pairs.values():
            pairs[i] = j
    return pairs


def _acts(gold: Mapping[str, Any]) -> set[str]:
    return {gold["act"], gold.get("other_act", gold["act"])}


Position = dict[str, Any]


def beside(
    gold: Mapping[str, Any], state: Mapping[str, Any], evidence: Evidence
) -> tuple[list[Position], list[Position], dict[int, int]]:
    """The positions that are wanted, those found, one for each party, and the number of the found one for each wanted one that has one."""
    ids = gold["articles"]
    wanted = [
        one | {"words": [evidence.words(ids[n], a, b) for n, a, b in one["evidence"]]}
        for one in gold["positions"]
    ]
    found = [
        one | {"party": party, "words": words}
        for one in state["positions"]
        for words in [evidence.of([*one["evidence"], one["quote"]])]
        for party in one["parties"] or [one["party"]]
    ]
    return wanted, found, match(wanted, found)


def judged(
    wanted: Sequence[Position], found: Sequence[Position], pairs: Mapping[int, int]
) -> list[bool | None]:
    """Whether each position found is right: of its party, a stand, and its act, said before or not; None for one that is neither here nor there."""
    back = {j: wanted[i] for i, j in pairs.items()}
    told: list[bool | None] = []
    for j, one in enumerate(found):
        those = [back[j]] if j in back else _on_its_words(one, wanted)
        mine = _of_its_party(one, those)
        aside = j in back and back[j].get("marginal")
        told.append(None if aside else any(one["act"] in _acts(other) for other in mine))
    return told


def count(gold: Mapping[str, Any], state: Mapping[str, Any], articles: Mapping[str, str]) -> Counter[Any]:
    """What is there, what is found and what is right, by name."""
    evidence = Evidence(articles)
    wanted, found, pairs = beside(gold, state, evidence)
    aside = {pairs[i] for i in pairs if wanted[i].get("marginal")}
    counts: Counter[Any] = Counter(
        wanted=sum(not one.get("marginal") for one in wanted),
        had=sum(not wanted[i].get("marginal") for i in pairs),
        shown=len(found) - len(aside),
        matched=len(pairs),
        act=sum(found[j]["act"] in _acts(wanted[i]) for i, j in pairs.items()),
        bound=sum(bool(wanted[i].get("conditional")) for i in pairs),
        bound_found=sum(
            bool(wanted[i].get("conditional") and found[j]["condition"]) for i, j in pairs.items()
        ),
        bound_made_up=sum(
            bool(found[j]["condition"]) and not wanted[i].get("conditional") for i, j in pairs.items()
        ),
    )
    counts.update(_wrong(one, wanted) for j, one in enumerate(found) if j not in pairs.values())
    for one, right in zip(found, judged(wanted, found, pairs), strict=True):
        if right is not None:
            share = next(s for s in SHARES if one["confidence"] >= s)
            counts.update({("sure", share): 1, ("sure and right", share): right})
    back: dict[str, set[str]] = {}
    for i, j in pairs.items():
        back.setdefault(found[j]["id"], set()).add(wanted[i]["id"])
    known = {frozenset((a, b)): head_on for a, b, head_on in gold["clashes"]}
    drawn = {(one["a"], one["b"]) for one in state["clashes"]}
    between = [
        [frozenset((x, y)) for x in back[a] for y in back[b]] for a, b in drawn if a in back and b in back
    ]
    counts.update(
        clashes=sum(known.values()),
        clashes_found=len({one for several in between for one in several if known.get(one)}),
        clashes_shown=len(drawn),
        clashes_between=len(between),
        clashes_right=sum(any(one in known for one in several) for several in between),
    )
    counts.update(_meetings(gold, state["meetings"], evidence))
    return counts


def _on_its_words(one: Position, wanted: Sequence[Position]) -> list[Position]:
    return [other for other in wanted if shared(other["words"], one["words"]) >= HALF]


def _of_its_party(one: Position, those: Sequence[Position]) -> list[Position]:
    return [other for other in those if one_side([other["party"]], [one["party"]])]


def _wrong(one: Position, wanted: Sequence[Position]) -> str:
    """What is wrong with a position that is none of those wanted."""
    those = _on_its_words(one, wanted)
    if not those:
        return "none_such"
    return "again" if _of_its_party(one, those) else "other_party"


def _meetings(
    gold: Mapping[str, Any], found: Sequence[Mapping[str, Any]], evidence: Evidence
) -> Counter[Any]:
    free = dict(enumerate(found))
    counts: Counter[Any] = Counter(meetings_shown=len(found))
    for one in gold["meetings"]:
        words = [evidence.words(gold["articles"][n], a, b) for n, a, b in one["evidence"]]
        scored = [(_agree(one, words, other, evidence), -j) for j, other in free.items()]
        score, best = max(scored, default=(0, 0))
        core = not one.get("marginal")
        counts["meetings"] += core
        if score >= 2:
            other = free.pop(-best)
            counts["meetings_found"] += core
            counts["meetings_aside"] += not core
            counts["status"] += core and other["status"] == one["status"]
    return counts


def _agree(
    one: Mapping[str, Any], words: Sequence[Words], other: Mapping[str, Any], evidence: Evidence
) -> int:
    there = shared(words, evidence.of(other["evidence"])) >= HALF
    day = bool(one.get("date")) and (other["date"] or "").startswith(one["date"])
    place = bool(one.get("place")) and bool(folded(one["place"]) & folded(other["place"] or ""))
    return 2 * there + day + place


def line(name: str, c: Counter[Any]) -> str:
    """The figures of a dossier."""
    precision, recall = c["had"] / max(1, c["shown"]), c["had"] / max(1, c["wanted"])
    both = 2 * precision * recall / max(1e-9, precision + recall)
    told = (
        f"{name:22} positions P {precision:.3f} R {recall:.3f} F1 {both:.3f} ({c['shown']} shown, {c['wanted']} wanted)"
        f"; of another party {c['other_party']}, said again {c['again']}, none such {c['none_such']}"
        f"; act {c['act'] / max(1, c['matched']):.3f}"
        f"; clashes {c['clashes_found']} of {c['clashes']}, right {c['clashes_right']} of {c['clashes_between']} between matched, {c['clashes_shown']} shown"
    )
    if not c["meetings"]:
        return told
    return (
        f"{told}; conditions {c['bound_found']} of {c['bound']}, {c['bound_made_up']} made up"
        f"; meetings {c['meetings_found']} of {c['meetings']}, {c['meetings_shown'] - c['meetings_aside']} shown, status {c['status']}"
    )


def by_confidence(c: Counter[Any]) -> str:
    """The share that is right of the positions of each confidence."""
    told = (f"from {s:.2f} {c['sure and right', s]} of {c['sure', s]}" for s in SHARES if c["sure", s])
    return ", ".join(told)


def main() -> None:
    """Print a line a dossier, and one for all of each set."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("texts", type=Path)
    what = parser.add_mutually_exclusive_group()
    what.add_argument("--judged", action="store_true")
    what.add_argument("--second", action="store_true")
    parser.add_argument("names", nargs="*")
    options = parser.parse_args()
    sums: dict[str, Counter[Any]] = {}
    for path in sorted((HERE / ("judged" if options.judged else "states")).glob("*.json")):
        if options.names and path.stem not in options.names:
            continue
        gold = json.loads(path.read_text("utf-8"))
        articles = texts(options.texts, gold["source"], gold["articles"])
        other = HERE / "second" / path.name
        state = of_reader(json.loads(other.read_text("utf-8"))) if options.second else brief(articles)
        counts = count(gold, state, articles)
        sums.setdefault(gold["set"], Counter()).update(counts)
        print(line(path.stem, counts), flush=True)
    for name, counts in [*sums.items(), ("both sets", sum(sums.values(), Counter()))]:
        print(line(f"all, {name}", counts))
        if not options.second:
            print(f"  right by confidence: {by_confidence(counts)}")


if __name__ == "__main__":
    main()
