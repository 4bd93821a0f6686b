"""Scoring: what counts as right, and agreement with the independent scorer where the gold lies beside the project."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pourparlers.errors import GoldError, NotFoundError
from pourparlers.evaluation import Document, Record, read_gold, read_predictions, score, to_dict
from pourparlers.evaluation.names import same_name
from pourparlers.model import Span

SHARED = Path(os.environ.get("POURPARLERS_SHARED", Path(__file__).parents[2] / "shared"))
TEXT = "Le ministre a promis un accord avant juin, et son rival en doute encore."


def record(start, end, **more):
    return Record(content=(Span(start, end),), **more)


def one(gold, found):
    return score([Document("a", TEXT, tuple(gold), Path("a.txt"))], {"a": tuple(found)})


def test_the_same_words_are_a_full_match():
    scores = one([record(21, 41)], [record(21, 41)])
    assert scores.matches["match@80"].f1 == 1
    assert scores.tokens["content"].f1 == 1


def test_half_of_the_words_match_at_50_only():
    scores = one([record(0, 41)], [record(21, 41)])
    assert scores.matches["match@50"].f1 == 1
    assert scores.matches["match@80"].f1 == 0


def test_a_marginal_gold_record_is_neither_rewarded_nor_punished():
    marginal = record(43, 70, marginal=True)
    for found in ([], [record(43, 70)]):
        scores = one([record(0, 41), marginal], [record(0, 41), *found])
        assert (scores.gold, scores.predicted, scores.matches["match@50"].f1) == (1, 1, 1)


def test_both_without_a_source_counts_as_right_and_one_without_does_not():
    source = Span(0, 11)
    assert one([record(21, 41)], [record(21, 41)]).source == 1
    assert one([record(21, 41, source=source)], [record(21, 41)]).source == 0


def test_linked_wants_half_of_each_content_and_the_source():
    source = Span(0, 11)
    gold = record(21, 70, source=source)
    assert one([gold], [record(21, 70, source=source)]).matches["linked"].f1 == 1
    assert one([gold], [record(21, 70)]).matches["linked"].f1 == 0
    short = one([gold], [record(21, 41, source=source)])
    assert (short.matches["match@50"].f1, short.matches["linked"].f1) == (1, 0)


def test_the_alternative_act_counts_as_right():
    gold = record(21, 41, acts=("commit", "offer"))
    assert one([gold], [record(21, 41, acts=("offer",))]).act == 1
    assert one([gold], [record(21, 41, acts=("state", "offer"))]).act == 0


def test_conditions_found_and_invented_are_counted_apart():
    gold = [record(0, 20, condition="si"), record(43, 70)]
    scores = one(gold, [record(0, 20, condition="si"), record(43, 70, condition="x")])
    assert (scores.conditions_wanted, scores.conditions_found, scores.conditions_invented) == (1, 1, 1)


@pytest.mark.parametrize(
    ("one_name", "other"),
    [("Sergueï Riabkov", "Ryabkov"), ("Alexandre Grouchko", "Alexander Grushko"), ("le Kremlin", "Kremlin")],
)
def test_spellings_of_one_name_agree(one_name, other):
    assert same_name([one_name], [other])


@pytest.mark.parametrize(("one_name", "other"), [("Sherman", "Shermer"), ("", "Biden"), ("la", "le")])
def test_other_names_do_not_agree(one_name, other):
    assert not same_name([one_name], [other])


spans = st.tuples(st.integers(0, len(TEXT)), st.integers(0, len(TEXT))).map(lambda p: record(min(p), max(p)))


@given(st.lists(spans, max_size=5), st.lists(spans, max_size=5))
def test_figures_are_shares_and_gold_against_itself_is_perfect(gold, found):
    scores = one(gold, found)
    for rates in [*scores.matches.values(), *scores.tokens.values()]:
        assert 0 <= rates.precision <= 1
        assert 0 <= rates.recall <= 1
    itself = one(gold, gold)
    assert itself.tokens["content"].f1 in {0, 1}
    json.dumps(to_dict(scores))


def test_brat_is_read_beside_its_text_and_from_a_text_folder(tmp_path):
    (tmp_path / "text").mkdir()
    (tmp_path / "attributions").mkdir()
    (tmp_path / "text" / "b.txt").write_text(TEXT, encoding="utf-8")
    (tmp_path / "attributions" / "b_12ef.ann").write_text(
        "T1\tSource 0 11\tLe ministre\nT2\tCue 14 20\tpromis\nT3\tContent 21 41;43 45\tun accord\n"
        "E1\tAttribution:T9 Source:T1 Cue:T2 Content:T3\n",
        encoding="utf-8",
    )
    (document,) = read_gold(tmp_path)
    assert document.records == (
        Record(id="E1", source=Span(0, 11), cue=Span(14, 20), content=(Span(21, 41), Span(43, 45))),
    )


def test_line_breaks_keep_their_offsets(tmp_path):
    (tmp_path / "c.txt").write_bytes(b"a\r\nb c")
    (tmp_path / "c.json").write_text('{"attributions": [{"content": [{"start": 3, "end": 4}]}]}')
    (document,) = read_gold(tmp_path)
    assert document.text[3:4] == "b"


def test_a_malformed_gold_is_named(tmp_path):
    with pytest.raises(NotFoundError, match="nowhere"):
        read_gold(tmp_path / "nowhere")
    with pytest.raises(GoldError, match="no annotated document"):
        read_gold(tmp_path)
    (tmp_path / "a.txt").write_text(TEXT)
    (tmp_path / "a.json").write_text('{"attributions": [{"id": "7", "content": [{"start": 3}]}]}')
    with pytest.raises(GoldError, match=r"a\.json.*'7'"):
        read_gold(tmp_path)
    (tmp_path / "p.jsonl").write_text('{"doc": "a", "content": []}\n{"doc"\n')
    with pytest.raises(GoldError, match=r"p\.jsonl:2"):
        read_predictions(tmp_path / "p.jsonl")


@pytest.mark.skipif(not (SHARED / "score").is_dir(), reason="the gold does not lie beside the project")
@pytest.mark.parametrize("name", ["seeds", "fr-news/dev"])
def test_the_figures_are_those_of_the_independent_scorer(name, tmp_path):
    folder = SHARED / "gold" / name
    documents = read_gold(folder)
    lines = []
    for document in documents:
        for number, gold in enumerate(document.records):
            if number % 5 == 0:
                continue
            shift = 6 * (number % 4)
            lines.append(
                {
                    "doc": document.name,
                    "source": (
                        gold.source and number % 3 and {"start": gold.source.start, "end": gold.source.end}
                    )
                    or None,
                    "cue": gold.cue and {"start": gold.cue.start, "end": gold.cue.end},
                    "content": [
                        {"start": max(0, s.start - shift), "end": s.end + shift} for s in gold.content
                    ],
                    "speaker": (gold.speaker_names or ("",))[0] if number % 2 else "Personne",
                    "party": (gold.party_names or ("",))[0],
                    "act": gold.acts[0] if number % 3 else "state",
                }
            )
    path = tmp_path / "predictions.jsonl"
    path.write_text("\n".join(map(json.dumps, lines)), encoding="utf-8")
    scorer = SHARED / "score" / "score_attributions.py"
    theirs = json.loads(
        subprocess.run(
            [sys.executable, str(scorer), str(folder), str(path), "--json"],
            capture_output=True,
            check=True,
            text=True,
        ).stdout
    )
    ours = score(documents, read_predictions(path))
    assert (theirs["documents"], theirs["gold"], theirs["predicted"]) == (
        ours.documents,
        ours.gold,
        ours.predicted,
    )
    for part, rates in ours.tokens.items():
        assert theirs[f"tokens {part}"]["F1"] == pytest.approx(rates.f1)
    for criterion, rates in ours.matches.items():
        if criterion == "linked":
            continue
        assert theirs[criterion] == pytest.approx({"P": rates.precision, "R": rates.recall, "F1": rates.f1})
    for figure in ("source", "speaker", "party", "act"):
        assert theirs[figure] == pytest.approx(getattr(ours, figure))
    assert theirs["recall by type @50"] == pytest.approx(ours.recall_by_type)
