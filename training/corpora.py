"""Readers of the annotated corpora: each gives `Record`s and keeps what the corpus says, no more."""

from __future__ import annotations

import json
import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from pathlib import Path

import silver
from pourparlers.errors import SourceError
from pourparlers.sources import stream
from records import Attribution, Record, Span

PLOVER_ACTS = {
    "AGREE": "agree",
    "SUPPORT": "support",
    "DEMAND": "request",
    "REJECT": "reject",
    "THREATEN": "threaten",
    "DISAPPROVE": "assess_negative",
    "CONCEDE": "concede",
}
BRAT_ROLES = {"Source": "source", "Cue": "cue", "Content": "content", "Content2": "content"}
NAMED = {"PER": "person", "ORG": "organisation", "LOC": "place"}
GUM_NAMED = {"person": "person", "organization": "organisation", "place": "place"}


def polnear(folder: Path) -> Iterator[Record]:
    """PolNeAR 1.0 (Newell, Margolin and Ruths 2018): brat stand-off, the first annotator of each article."""
    for split in ("train", "dev", "test"):
        files: dict[str, list[Path]] = defaultdict(list)
        for path in sorted((folder / split / "attributions").glob("*.ann")):
            files[re.sub(r"_[0-9a-f]{4}$", "", path.stem)].append(path)
        for name, paths in sorted(files.items()):
            source = folder / split / "text" / f"{name}.txt"
            if not source.exists():
                continue
            text = source.read_bytes().decode("utf-8")
            attributions = list(_brat(paths[0]))
            yield Record(name, "polnear", split, "en", "none stated", text, ["attributions"], attributions)


def _brat(path: Path) -> Iterator[Attribution]:
    spans: dict[str, list[Span]] = {}
    for line in path.read_text("utf-8").splitlines():
        mark, _, rest = line.partition("\t")
        fields = rest.split("\t")[0].split(" ", 1)
        if mark.startswith("T") and fields[0] in BRAT_ROLES:
            pairs = [pair.split() for pair in fields[1].split(";")]
            spans[mark] = [(int(start), int(end)) for start, end in pairs]
    for line in path.read_text("utf-8").splitlines():
        mark, _, rest = line.partition("\t")
        if not mark.startswith("E"):
            continue
        parts: dict[str, list[Span]] = {"source": [], "cue": [], "content": []}
        for argument in rest.split()[1:]:
            role, _, target = argument.partition(":")
            if role in BRAT_ROLES and target in spans:
                parts[BRAT_ROLES[role]] += spans[target]
        yield Attribution(**parts)


def news(folder: Path, dataset: str, language: str, licence: str) -> Iterator[Record]:
    """The project's own annotation: `ID.txt` and `ID.json` in `train` and `dev`."""
    for split in ("train", "dev"):
        for path in sorted((folder / split).glob("*.txt")):
            gold = path.with_suffix(".json")
            if not gold.exists():
                continue
            text = path.read_bytes().decode("utf-8")
            entries = json.loads(gold.read_text("utf-8"))["attributions"]
            labels = ["attributions", "nested", "acts", "conditions", "targets"]
            record = Record(path.stem, dataset, split, language, licence, text, labels)
            record.attributions = [_news_attribution(text, entry) for entry in entries]
            speakers = [(entry["speaker"] or "", entry["party"] or "") for entry in entries]
            silver.entities(record, speakers)
            yield record


def _news_attribution(text: str, entry: dict) -> Attribution:
    spans = {
        role: [(s["start"], s["end"]) for s in ([entry[role]] if entry[role] else [])]
        for role in ("source", "cue")
    }
    content = [(s["start"], s["end"]) for s in entry["content"]]
    attribution = Attribution(
        spans["source"],
        spans["cue"],
        content,
        nested=entry.get("nested_in") is not None,
        act=entry["act"],
        other_act=entry.get("alt_act"),
        marginal=entry.get("tier") == "marginal",
    )
    if entry.get("condition"):
        attribution.condition = silver.nearest(text, entry["condition"], content[0][0])
    attribution.target = silver.target(text, entry.get("target"), attribution)
    return attribution


def _place(tokens: list[tuple[str, bool]], text: list[str], at: int) -> tuple[list[Span], int]:
    """Lays out (form, followed by a space) tokens and gives their spans."""
    spans = []
    for form, space in tokens:
        spans.append((at, at + len(form)))
        text.append(form + (" " if space else ""))
        at += len(form) + space
    return spans, at


def democrat(path: Path) -> Iterator[Record]:
    """DEMOCRAT's regional press (Landragin 2021) in CoNLL: named entities in the last column but one."""
    licence = "CC BY-SA 4.0"
    for chunk in path.read_text("utf-8").split("#begin document")[1:]:
        name = re.sub(r"\W+", "-", chunk.split("\n", 1)[0]).strip("-")
        parts: list[str] = []
        entities: list[tuple[int, int, str]] = []
        at, start, kind, covered = 0, -1, "", 0
        for line in chunk.split("\n")[1:]:
            columns = line.split("\t")
            if len(columns) < 13:
                if parts and parts[-1] != "\n":
                    parts.append("\n")
                    at += 1
                continue
            number, form, tag = columns[0], columns[1], columns[-2]
            if "-" in number:
                covered = int(number.split("-")[1])
                begin = at
            elif int(number) <= covered:
                begin = at - len(parts[-1])
                form = ""
                covered = 0 if int(number) == covered else covered
            else:
                begin = at
            if form:
                spaced = form + ("" if form.endswith("'") else " ")
                if form in {",", ".", ")", "]", ";"} and parts and parts[-1].endswith(" "):
                    parts[-1] = parts[-1][:-1]
                    at -= 1
                    begin = at
                parts.append(spaced)
                at += len(spaced)
            opened = re.search(r"\((\w+)", tag)
            if opened:
                start, kind = begin, opened[1]
            if ")" in tag and start >= 0:
                if kind in NAMED:
                    entities.append((start, at - 1 if parts[-1].endswith(" ") else at, NAMED[kind]))
                start = -1
        text = "".join(parts)
        record = Record(name, "democrat", "train", "fr", licence, text, ["entities"], entities=entities)
        silver.repair(record)
        yield record


def wikinews(folder: Path) -> Iterator[Record]:
    """French Wikinews pages, read as the product reads them; what is annotated in them is kept apart (`standoff.py`)."""
    for item in stream(sorted((folder / "documents").glob("*.html"))):
        if not isinstance(item, SourceError):
            name = Path(item.article.name).stem
            yield Record(name, "wikinews", "train", "fr", "CC BY 2.5", item.article.text, [])


def bare(articles: Iterable[Record], dataset: str) -> Iterator[Record]:
    """The training articles of a corpus without its annotation, as another data set."""
    for one in articles:
        if one.split == "train":
            yield Record(one.name, dataset, "train", one.language, one.licence, one.text, [])


def events(path: Path, known: Collection[str]) -> Iterator[Record]:
    """Giveme5W1H's articles that are not among the annotated ones, whose names are `known`."""
    for line in path.read_text("utf-8").splitlines():
        entry = json.loads(line)
        if entry["dId"] not in known:
            yield Record(entry["dId"], "english", "train", "en", "their publishers'", entry["text"], [])


def orange(path: Path, known: Collection[str]) -> Iterator[Record]:
    """OrangeSum's foreign news that are not among the annotated articles, whose names are `known`."""
    for line in path.read_text("utf-8").splitlines():
        entry = json.loads(line)
        if entry["id"] not in known:
            text = "\n\n".join([entry["title"], *entry["paragraphs"]])
            licence = "CC BY-SA 4.0 as stated by OrangeSum"
            yield Record(entry["id"], "orange", "train", "fr", licence, text, [])


ENTITY_MARK = re.compile(r"\((\d+)-([a-z]+)[^()]*(\))?|(\d+)\)")


def gum(folder: Path) -> Iterator[Record]:
    """GUM's Wikinews articles (Zeldes 2017): the proper names of each entity, and time expressions."""
    for path in sorted(folder.glob("*.conllu")):
        parts: list[str] = []
        at = 0
        spans: list[Span] = []
        classes: list[str] = []
        open_: list[tuple[str, str, int]] = []
        found: list[tuple[str, int, int]] = []
        for line in path.read_text("utf-8").splitlines():
            if line.startswith("# newpar") and parts:
                parts.append("\n")
                at += 1
            columns = line.split("\t")
            if len(columns) < 10 or not columns[0].isdigit():
                continue
            laid, at = _place([(columns[1], "SpaceAfter=No" not in columns[9])], parts, at)
            spans += laid
            classes.append(columns[3])
            marks = re.search(r"Entity=([^|]*)", columns[9])
            for opened, kind, alone, closed in ENTITY_MARK.findall(marks[1]) if marks else []:
                if opened and not alone:
                    open_.append((opened, kind, len(spans) - 1))
                elif opened:
                    found.append((kind, len(spans) - 1, len(spans)))
                else:
                    entry = next(x for x in reversed(open_) if x[0] == closed)
                    open_.remove(entry)
                    found.append((entry[1], entry[2], len(spans)))
        record = Record(path.stem, "gum", "train", "en", "CC BY 4.0", "".join(parts), ["entities"])
        record.entities = [(spans[a][0], spans[b - 1][1], kind) for a, b, kind in _named(found, classes)]
        silver.repair(record)
        yield record


def _named(found: list[tuple[str, int, int]], classes: list[str]) -> Iterator[tuple[int, int, str]]:
    """The tokens of each entity that name it: its proper nouns, from the innermost entity outwards; all of a date."""
    taken: set[int] = set()
    for kind, first, last in sorted(found, key=lambda x: x[2] - x[1]):
        whole = kind == "time"
        if not whole and kind not in GUM_NAMED:
            continue
        wanted = {"PROPN", "NUM"} if whole else {"PROPN"}
        run = [i for i in range(first, last) if classes[i] in wanted and i not in taken]
        if not run:
            continue
        low, high = (first, last) if whole else (run[0], run[-1] + 1)
        if not taken & set(range(low, high)):
            taken |= set(range(low, high))
            yield low, high, GUM_NAMED.get(kind, kind)


def plover(path: Path) -> Iterator[Record]:
    """PLOVER's gold standard records: sentences whose event is one of the acts."""
    for entry in json.loads(path.read_text("utf-8")):
        act = PLOVER_ACTS.get(entry["event"])
        if act and entry.get("text"):
            text = entry["text"].strip()
            acts = [(0, len(text), act)]
            yield Record(
                entry["id"], "plover", "train", "en", "CC BY-SA 4.0", text, ["sentence_acts"], acts=acts
            )


def parallel(path: Path) -> Iterator[Record]:
    """The encyclopedia half of the PUD treebanks, one record a sentence and language; `name` is `id:language`."""
    lines = path.read_text("utf-8").splitlines()
    languages = lines[0].split("\t")[1:]
    for line in lines[1:]:
        number, *sentences = line.split("\t")
        if number.startswith("w"):
            for language, sentence in zip(languages, sentences, strict=True):
                yield Record(f"{number}:{language}", "pud", "train", language, "CC BY-SA 3.0", sentence, [])
