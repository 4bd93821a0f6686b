"""The project's own annotated sentences: how their marks are read, and that every one of them can be."""

import json
import sys
from pathlib import Path

import pytest

TRAINING = Path(__file__).parent.parent / "training"
sys.path.insert(0, str(TRAINING))

import additions  # noqa: E402
import records  # noqa: E402


def words(text, spans):
    return [text[start:end] for start, end in spans]


def test_marks_become_spans_of_the_plain_text():
    text, (one,) = additions.parse(
        "[s The envoy] [k:war/neg warned] that [c talks “will fail” [f if nobody pays]]."
    )
    assert text == "The envoy warned that talks “will fail” if nobody pays."
    assert words(text, one.source) == ["The envoy"]
    assert words(text, one.cue) == ["warned"]
    assert words(text, one.content) == ["talks", "will fail", "if nobody pays"]
    assert (one.act, one.other_act) == ("warn", "assess_negative")
    assert text[slice(*one.condition)] == "if nobody pays"


def test_a_source_can_be_shared_and_an_attribution_nested():
    _, (outer, inner) = additions.parse(
        "[s Ruritania] [k:sta said] [c [s2 Laputa] had [k2:rej refused] [c2 aid]]."
    )
    assert (outer.nested, inner.nested) == (False, True)
    _, (first, second) = additions.parse(
        "[s12 She] [k:acc blamed] [c them] and [k2:req asked] for [c2 help]."
    )
    assert first.source == second.source == [(0, 3)]
    assert not first.nested
    assert not second.nested


@pytest.mark.parametrize(
    "line",
    [
        "[s Nobody] said so.",
        "[s She] [k:sta said [c so].",
        "[s She] [k:sta said] [c so]].",
        "[s She] [k said] [c so].",
        "[s She] [k:sta said] [c ].",
        "[c [k:sta so] it is].",
    ],
)
def test_marks_that_do_not_fit_together_are_told(line):
    with pytest.raises(ValueError, match=r"\["):
        additions.parse(line)


def test_every_item_can_be_read_and_every_language_has_all_acts():
    articles = list(additions.additions(TRAINING / "additions"))
    assert {record.language for record in articles} == {
        "ar",
        "de",
        "en",
        "es",
        "fr",
        "it",
        "pl",
        "pt",
        "ru",
        "tr",
        "uk",
    }
    for language in sorted({record.language for record in articles}):
        found = [a for record in articles if record.language == language for a in record.attributions]
        assert {a.act for a in found} == set(records.ACTS), language
        assert any(a.condition for a in found), language
    for record in articles:
        for one in record.attributions:
            for start, end in [*one.source, *one.cue, *one.content]:
                assert record.text[start:end].strip() == record.text[start:end] != ""


def test_every_article_can_be_read():
    articles = list(additions.articles(TRAINING / "articles"))
    assert len(articles) > 200
    assert len({record.name for record in articles}) == len(articles)
    assert {record.language for record in articles} >= {"fr", "en", "de", "ar"}
    for record in articles:
        assert "[" not in record.text
        for one in record.attributions:
            for start, end in [*one.source, *one.cue, *one.content]:
                assert record.text[start:end].strip() == record.text[start:end] != ""


def test_annotation_kept_apart_holds_no_words():
    for path in (TRAINING / "standoff").glob("*.jsonl"):
        for line in path.read_text("utf-8").splitlines():
            entry = json.loads(line)
            assert (
                {"name", "sha256", "attributions"}
                <= set(entry)
                <= {"name", "sha256", "labels", "attributions", "doubtful"}
            )
            for one in entry["attributions"]:
                assert set(one) <= {"source", "cue", "content", "nested", "act", "other_act", "condition"}


@pytest.mark.parametrize("folder", ["sentences", "more_sentences", "wider_sentences"])
def test_the_sentences_are_the_same_in_every_language(folder):
    found = list(additions.sentences(TRAINING / folder))
    languages = {record.language for record in found}
    assert len(languages) == 11
    acts = {
        language: [[a.act for a in record.attributions] for record in found if record.language == language]
        for language in languages
    }
    assert all(one == acts["en"] for one in acts.values())
