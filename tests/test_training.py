"""How training data are made: readers, silver labels, rewriting. The training itself needs PyTorch and is not run."""

import json
import random
import sys
import tomllib
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

TRAINING = Path(__file__).parent.parent / "training"
sys.path.insert(0, str(TRAINING))

import agreed  # noqa: E402
import augment  # noqa: E402
import corpora  # noqa: E402
import records  # noqa: E402
import silver  # noqa: E402
import standoff  # noqa: E402
from pourparlers.model import Attribution, AttributionType, Span  # noqa: E402

TEXT = "L'émissaire ruritain Karl Otto a dit mardi : « la trêve tiendra ».\n\nLa Ruritanie s'en félicite, selon lui.\n"


def spot(words, text=TEXT):
    start = text.index(words)
    return start, start + len(words)


@pytest.fixture
def record():
    attribution = records.Attribution(
        source=[spot("L'émissaire ruritain Karl Otto")],
        cue=[spot("dit")],
        content=[spot("la trêve tiendra")],
        act="announce",
        target=[spot("ruritain")],
        condition=spot("mardi"),
    )
    return records.Record(
        name="1",
        dataset="fr-news",
        split="train",
        language="fr",
        licence="own",
        text=TEXT,
        labels=["attributions"],
        attributions=[attribution],
        entities=[(*spot("Karl Otto"), "person")],
        phrases=[spot("La Ruritanie s'en félicite, selon lui.")],
        vectors=[0],
    )


def test_records_survive_being_written(tmp_path, record):
    path = tmp_path / "records.jsonl"
    assert records.write(path, [record, record]) == 2
    again = list(records.read(path))[1]
    assert again.text == record.text
    assert again.attributions[0].act == "announce"
    assert tuple(again.attributions[0].content[0]) == record.attributions[0].content[0]


@given(seed=st.integers(0, 10_000))
def test_rewriting_keeps_spans_on_their_words(seed):
    words = [
        "La",
        "déléguée",
        "sylvanienne",
        "a",
        "déclaré",
        ":",
        "“nous",
        "signerons",
        "l'accord”,",
        "hier.\n",
        "«",
        "Oui",
        "»",
    ]
    rng = random.Random(seed)
    text = " ".join(rng.choices(words, k=40))
    spans, at = [], 0
    for word in text.split(" "):
        spans.append((at, at + len(word)))
        at += len(word) + 1
    marked = [s for s in spans if text[s[0] : s[1]] in {"déléguée", "sylvanienne", "signerons"}]
    record = records.Record(
        "1", "x", "train", "fr", "own", text, [], entities=[(s, e, "role") for s, e in marked]
    )
    changed = augment.augment(record, rng)
    for (start, end), (a, b, _) in zip(marked, changed.entities, strict=True):
        before, after = silver.fold(text[start:end]), silver.fold(changed.text[a:b])
        assert "".join(c for c in after if c.isalpha()) == before


def test_edits_move_every_kind_of_span(record):
    changed = augment.apply(record, [(0, 2, ""), (spot("mardi")[0], spot("mardi")[0], "ce ")])
    attribution = changed.attributions[0]
    assert changed.text[slice(*attribution.content[0])] == "la trêve tiendra"
    assert changed.text[slice(*attribution.source[0])] == "émissaire ruritain Karl Otto"
    assert changed.text[slice(*changed.phrases[0])] == TEXT[slice(*record.phrases[0])]
    assert changed.text[slice(*attribution.target[0])] == "ruritain"


def test_requoting_leaves_no_old_marks(record):
    rng = random.Random(3)
    for _ in range(20):
        changed = augment.apply(record, augment.requote(record, rng))
        assert changed.text[slice(*changed.attributions[0].content[0])] == "la trêve tiendra"


def test_a_target_is_found_by_its_inhabitants(record):
    text = "Le négociateur accuse : « les Sylvaniens mentent »."
    start = text.index("les")
    attribution = records.Attribution(source=[(0, 15)], cue=[(15, 21)], content=[(start, start + 22)])
    (span,) = silver.target(text, "Sylvanie", attribution)
    assert text[slice(*span)] == "Sylvaniens"
    assert silver.target(text, None, attribution) == []
    assert silver.target(text, "Borduria", attribution) is None


@pytest.mark.parametrize(
    ("source", "office"),
    [
        (
            "le vice-ministre ruritain des Affaires étrangères Karl Otto",
            "vice-ministre ruritain des Affaires étrangères",
        ),
        ("Karl Otto, porte-parole du palais,", "porte-parole du palais"),
        ("the Ruritanian envoy Karl Otto", None),
        ("Karl Otto", None),
    ],
)
def test_offices_are_read_from_sources(source, office):
    found = [source[start:end] for start, end, _ in silver.offices(source, (0, len(source)), {"Otto"})]
    assert found == ([office] if office else [])


def test_countries_and_dates_are_entities_and_other_names_unsure(record):
    record.text = "Le chef a quitté la France mardi 4 mai 2021 pour Zenda."
    record.attributions, record.entities = [], []
    silver.entities(record, [])
    found = {(record.text[s:e], kind) for s, e, kind in record.entities}
    assert found == {("France", "place"), ("mardi 4 mai 2021", "time")}
    assert spot("Zenda", record.text) in record.unsure


def test_brat_is_read(tmp_path):
    for folder in ("text", "attributions"):
        (tmp_path / "train" / folder).mkdir(parents=True)
    text = "Otto said it rains."
    (tmp_path / "train" / "text" / "a.txt").write_text(text, "utf-8")
    ann = "T1\tSource 0 4\tOtto\nT2\tCue 5 9\tsaid\nT3\tContent 10 12;13 18\tit rains\nE1\tAttribution:T4 Content:T3 Cue:T2 Source:T1\n"
    (tmp_path / "train" / "attributions" / "a_ab12.ann").write_text(ann, "utf-8")
    (only,) = corpora.polnear(tmp_path)
    assert only.attributions[0].source == [(0, 4)]
    assert only.attributions[0].content == [(10, 12), (13, 18)]


def test_project_gold_is_read(tmp_path):
    (tmp_path / "train").mkdir()
    (tmp_path / "train" / "1.txt").write_text(TEXT, "utf-8")

    def span(words):
        start, end = spot(words)
        return {"text": words, "start": start, "end": end}

    entry = {
        "source": span("L'émissaire ruritain Karl Otto"), "cue": span("dit"), "content": [span("la trêve tiendra")],
        "speaker": "Karl Otto", "party": "Ruritanie", "act": "announce", "target": None, "condition": None, "nested_in": None,
    }  # fmt: skip
    (tmp_path / "train" / "1.json").write_text(json.dumps({"attributions": [entry]}), "utf-8")
    (only,) = corpora.news(tmp_path, "fr-news", "fr", "own")
    assert only.attributions[0].target == []
    assert (*spot("Karl Otto"), "person") in only.entities


@pytest.mark.parametrize("name", ["config.toml", "curve.toml", "reread.toml"])
def test_the_configuration_names_known_sets_and_losses(name):
    config = tomllib.loads((TRAINING / name).read_text("utf-8"))
    assert set(config["weights"]) == {"tags", "cues", "links", "acts", "entities", "conditions", "vectors"}
    known = {
        "fr-news",
        "en-news",
        "polnear",
        "democrat",
        "wikinews",
        "gum",
        "plover",
        "articles",
        "additions",
        "sentences",
        "more_sentences",
        "orange",
        "reread",
        "french",
        "english",
        "guided",
        "encyclopedia",
        "wider_sentences",
    }
    assert {part["dataset"] for stage in config["stage"] for part in stage["data"]} <= known | {
        "projected",
        "pud",
    }


def test_attributions_kept_apart_come_back_to_the_same_text_only(tmp_path):
    text = "Un titre\n \n  « [Nous] refusons », a dit Otto. Il pleut."
    copy = "Un titre\n\n[c « ⟨Nous⟩ refusons »], a [k:rej dit] [s Otto]. Il pleut."
    (tmp_path / "1.txt").write_text(copy, "utf-8")

    def article(words):
        return records.Record("1", "wikinews", "train", "fr", "CC BY", words, [])

    kept = tmp_path / "kept.jsonl"
    kept.write_text("".join(json.dumps(entry) for entry in standoff.make([article(text)], tmp_path)), "utf-8")
    assert "refusons" not in kept.read_text("utf-8")
    (same,) = standoff.lay([article(text)], kept)
    (one,) = same.attributions
    assert [text[slice(*span)] for span in (*one.content, *one.cue, *one.source)] == [
        "[Nous] refusons",
        "dit",
        "Otto",
    ]
    assert (one.act, "acts" in same.labels) == ("reject", True)
    (other,) = standoff.lay([article(text + " Encore.")], kept)
    assert (other.attributions, other.labels) == ([], [])


def test_what_two_models_say_alike_is_kept_and_the_rest_is_doubtful():
    text = "Otto refuse de céder. Anna dit que la trêve tient."

    def found(source, cue, content):
        spans = [Span(*spot(words, text)) for words in (source, cue, content)]
        return Attribution("1", AttributionType.INDIRECT, spans[0], spans[1], (spans[2],))

    first = [found("Otto", "refuse", "de céder"), found("Anna", "dit", "la trêve tient")]
    second = [found("Otto", "refuse", "de céder."), found("Anna", "dit", "trêve")]
    (kept,), doubtful = agreed.compared(first, second)
    assert [text[slice(*span)] for span in (*kept.source, *kept.cue, *kept.content)] == [
        "Otto",
        "refuse",
        "de céder",
    ]
    assert [text[slice(*span)] for span in doubtful] == [".", "Anna", "dit", "la trêve tient"]


def test_another_annotation_is_a_third_vote():
    text = "Otto refuse de céder. Anna dit que la trêve tient. Ida craint une attaque."

    def found(source, cue, content):
        return records.Attribution([spot(source, text)], [spot(cue, text)], [spot(content, text)])

    kept = [found("Otto", "refuse", "de céder"), found("Anna", "dit", "la trêve tient")]
    third = [found("Anna", "dit que", "que la trêve tient"), found("Ida", "craint", "une attaque")]
    both, doubtful = agreed.voted(kept, third)
    assert both == kept[1:]
    assert [text[slice(*span)] for span in doubtful] == [
        "Otto",
        "refuse",
        "de céder",
        "Ida",
        "craint",
        "une attaque",
    ]


def test_what_is_read_again_has_lost_its_first_annotation(record):
    record.split = "train"
    (again,) = corpora.bare([record], "reread")
    assert (again.text, again.dataset, again.attributions, again.labels) == (record.text, "reread", [], [])


def test_only_articles_with_kept_attributions_are_given_and_each_has_its_part(tmp_path, record):
    entry = {"name": "1", "sha256": standoff.digest(TEXT), "attributions": []}
    path = tmp_path / "kept.jsonl"
    path.write_text(json.dumps(entry), "utf-8")
    other = replace(record, text=TEXT + " Encore.")
    bare = list(corpora.bare([replace(one, split="train") for one in (record, other)], "french"))
    (one,) = standoff.kept(bare, path)
    assert (one.text, one.dataset) == (TEXT, "french")
    assert "acts" in one.labels
    assert one.split == ("dev" if int(standoff.digest(TEXT)[:8], 16) % 10 == 0 else "train")
    assert [new.split for new in standoff.fresh(bare, path)] == ["dev"]


def test_doubtful_words_come_back_and_move_when_a_text_is_rewritten(tmp_path, record):
    entry = {"name": "1", "sha256": standoff.digest(TEXT), "labels": ["attributions"], "attributions": []}
    kept = tmp_path / "kept.jsonl"
    kept.write_text(json.dumps(entry | {"doubtful": [spot("Karl Otto")]}), "utf-8")
    (laid,) = standoff.lay([record], kept)
    moved = augment.apply(laid, [(0, 2, "Un ")])
    assert [moved.text[slice(*span)] for span in moved.doubtful] == ["Karl Otto"]


def test_a_copy_that_is_not_the_text_is_told():
    with pytest.raises(ValueError, match="line 2"):
        standoff.marked("Un titre\nIl pleut.", "Un titre\nIl neige.")
