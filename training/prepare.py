"""Brings every data set into one format.

usage: python prepare.py GOLD_DIR TEXT_DIR OUT.jsonl [--own FOLDER] [--projected PROJECTED.jsonl]

GOLD_DIR holds polnear, fr-news, en-news, coref_ner_fr, gum_news and plover_gsr; TEXT_DIR holds parallel_pud.tsv and
wikinews_fr. --own is this folder's own annotation: `additions`, `articles`, `sentences`, `more_sentences`, `wider_sentences` (`additions.py`) and `standoff` (`standoff.py`);
--projected are the records that `project.py` has made.
"""

from __future__ import annotations

import argparse
import json
from collections import Counter
from itertools import chain
from pathlib import Path

import additions
import corpora
import records
import standoff


def main() -> None:
    """Writes all records and prints how many articles and attributions each data set has."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("gold", type=Path)
    parser.add_argument("text", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--own", type=Path, default=Path(__file__).parent)
    parser.add_argument("--projected", type=Path)
    options = parser.parse_args()
    gold, own = options.gold, options.own
    kept = own / "standoff"
    annotated = {path.stem for path in (gold / "fr-news").glob("*/*.txt")}
    metas = (path.read_text("utf-8") for path in (gold / "en-news").glob("*/*.meta.json"))
    told = {json.loads(meta)["dId"] for meta in metas}
    everything = list(
        chain(
            corpora.news(
                gold / "fr-news",
                "fr-news",
                "fr",
                "texts: CC BY-SA 4.0 as stated by OrangeSum; annotation: project",
            ),
            corpora.news(gold / "en-news", "en-news", "en", "texts: their publishers'; annotation: project"),
            corpora.polnear(gold / "polnear"),
            standoff.lay(corpora.bare(corpora.polnear(gold / "polnear"), "reread"), kept / "polnear.jsonl"),
            standoff.lay(
                corpora.democrat(gold / "coref_ner_fr" / "estrepublicain.conll"), kept / "democrat.jsonl"
            ),
            standoff.lay(corpora.wikinews(options.text / "wikinews_fr"), kept / "wikinews.jsonl"),
            standoff.lay(corpora.orange(options.text / "orange_fr.jsonl", annotated), kept / "orange.jsonl"),
            standoff.kept(
                corpora.bare(corpora.orange(options.text / "orange_fr.jsonl", annotated), "french"),
                kept / "french.jsonl",
            ),
            standoff.kept(corpora.bare(corpora.polnear(gold / "polnear"), "guided"), kept / "guided.jsonl"),
            standoff.kept(corpora.events(options.text / "same_event_en.jsonl", told), kept / "english.jsonl"),
            standoff.fresh(
                corpora.bare(corpora.orange(options.text / "orange_fr.jsonl", annotated), "french later"),
                kept / "later.jsonl",
            ),
            standoff.fresh(
                corpora.bare(corpora.events(options.text / "same_event_en.jsonl", told), "english later"),
                kept / "later.jsonl",
            ),
            standoff.fresh(
                corpora.bare(corpora.polnear(gold / "polnear"), "guided later"), kept / "later.jsonl"
            ),
            standoff.lay(
                corpora.bare(corpora.parallel(options.text / "parallel_pud.tsv"), "encyclopedia"),
                kept / "encyclopedia.jsonl",
            ),
            corpora.gum(gold / "gum_news"),
            corpora.plover(gold / "plover_gsr" / "PLOVER_GSR_CAMEO.json"),
            corpora.parallel(options.text / "parallel_pud.tsv"),
            additions.additions(own / "additions"),
            additions.articles(own / "articles"),
            additions.sentences(own / "sentences"),
            additions.sentences(own / "more_sentences"),
            additions.sentences(own / "wider_sentences"),
            records.read(options.projected) if options.projected else (),
        )
    )
    records.write(options.out, everything)
    table: dict[tuple[str, str], Counter[str]] = {}
    for record in everything:
        row = table.setdefault((record.dataset, record.split), Counter())
        row["records"] += 1
        row["attributions"] += len(record.attributions)
        row["entities"] += len(record.entities)
        row["targets found"] += sum(bool(a.target) for a in record.attributions)
        row["conditions"] += sum(a.condition is not None for a in record.attributions)
    for key, row in table.items():
        print(*key, dict(row))


if __name__ == "__main__":
    main()
