from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pourparlers import store
from pourparlers.errors import StoreError
from pourparlers.evaluation import read_gold
from pourparlers.model import Act, Attribution, AttributionType, RegionKind, Span
from pourparlers.store.anchors import anchor, place
from pourparlers.store.corrections import Speaker, add, mend, region, reject
from store_talks import AT, received, talks
from talks import span

LATER = AT + timedelta(hours=1)


@pytest.fixture
def dossier(either):
    with store.open(either) as opened:
        article, reading = talks(1)[0]
        opened.add(received(article), reading)
        yield opened


@pytest.fixture
def read():
    return talks(1)[0]


def now(dossier):
    (one,) = dossier.corrected()
    return one


def test_rejected_is_gone_until_it_is_undone_and_back_again(dossier, read):
    article, reading = read
    number = dossier.correct(reject(article, reading.attributions[0]), who="ana", at=AT, why="not said")
    assert [one.id for one in now(dossier).reading.attributions] == ["2"]
    undo = dossier.undo(number, who="ben", at=LATER)
    assert now(dossier).reading == reading
    dossier.undo(undo, who="ana", at=LATER)
    assert [one.id for one in now(dossier).reading.attributions] == ["2"]
    assert [(one.number, one.who, one.undoes) for one in dossier.corrections()] == [
        (1, "ana", None),
        (2, "ben", 1),
        (3, "ana", 2),
    ]
    with pytest.raises(StoreError, match="undone already"):
        dossier.undo(number, who="ben", at=LATER)
    with pytest.raises(StoreError, match="no such correction"):
        dossier.undo(99, who="ben", at=LATER)


def test_mended_shows_in_the_state_of_play(dossier, read):
    article, reading = read
    first = reading.attributions[0]
    dossier.correct(mend(article, first, replace(first, act=Act.REJECT)), who="ana", at=AT)
    corrected = now(dossier)
    mended = corrected.reading.attributions[0]
    assert (mended.act, mended.confidence, mended.why) == (Act.REJECT, 1.0, ("correction:1",))
    assert corrected.reading.speakers == reading.speakers
    assert corrected.reading.vectors == reading.vectors
    assert corrected.reading.bearings == reading.bearings
    state = dossier.corpus().state()
    assert Act.REJECT in {statement.act for statement in state.statements}


def test_what_was_missed_is_added_with_its_speaker(dossier, read):
    article, _ = read
    said = Attribution(
        "", AttributionType.INDIRECT, None, None, (span(article.text, "Dispatch 0"),), act=Act.OFFER
    )
    speaker = Speaker(span(article.text, "United States"), party="USA")
    dossier.correct(add(article, said, [speaker]), who="ana", at=AT)
    reading = now(dossier).reading
    assert [one.id for one in reading.attributions] == ["c1", "1", "2"]
    assert reading.speakers["c1"] == reading.speakers["2"]


def test_corrections_survive_another_reading_and_conflicts_are_listed(dossier, read):
    article, reading = read
    first, second = reading.attributions
    dossier.correct(mend(article, first, replace(first, act=Act.WARN)), who="ana", at=AT)
    dossier.correct(reject(article, second), who="ana", at=AT)

    class Reader:
        model = "model-2"

        def read(self, article):
            other = replace(
                second, id="7", content=(Span(second.content[0].start + 4, second.content[0].end),)
            )
            return replace(reading, model="model-2", attributions=(other,), speakers={}, vectors={})

    list(dossier.reread(Reader(), at=LATER))
    corrected = now(dossier)
    assert [(one.id, one.act, one.content) for one in corrected.reading.attributions] == [
        ("c1", Act.WARN, first.content)
    ]
    assert [(one.correction, one.is_applied) for one in corrected.conflicts] == [(1, True)]
    assert len(dossier.corrections()) == 2
    assert dossier.doctor() == []


def test_a_stretch_that_is_no_body_has_no_attributions(dossier, read):
    article, reading = read
    where = span(article.text, "The United States threatened new sanctions number 0.")
    dossier.correct(region(article, where, RegionKind.CAPTION), who="ana", at=AT)
    corrected = now(dossier)
    assert [(one.kind, one.span) for one in corrected.article.regions] == [(RegionKind.CAPTION, where)]
    assert corrected.reading.attributions == reading.attributions[:1]
    dossier.correct(region(corrected.article, Span(where.start, where.start + 3), None), who="ana", at=AT)
    assert [one.span for one in now(dossier).article.regions] == [Span(where.start + 3, where.end)]


def test_corrected_articles_are_gold(dossier, read, tmp_path):
    article, reading = read
    assert dossier.export_gold(tmp_path / "gold") == []
    dossier.correct(reject(article, reading.attributions[1]), who="ana", at=AT)
    dossier.export_gold(tmp_path / "gold")
    (document,) = read_gold(tmp_path / "gold")
    (record,) = document.records
    assert document.text == article.text
    assert record.content == reading.attributions[0].content
    assert record.speaker_names[0] == "Russia"


def test_a_correction_of_an_unknown_article_is_refused(dossier, read):
    article, reading = read
    with pytest.raises(StoreError, match="not in this dossier"):
        dossier.correct(reject(replace(article, id="x"), reading.attributions[0]), who="ana", at=AT)


@given(st.text("ab ", max_size=40), st.integers(0, 40), st.integers(1, 8))
def test_words_are_found_where_they_stood(text, start, length):
    words = Span(min(start, len(text)), min(start + length, len(text)))
    if words.start < words.end:
        assert place(text, anchor(text, words)) == words


def test_words_are_found_again_after_they_moved():
    before = "He said no. She said no. They left."
    after = "A new lead. He said no. Then, She said no. They left."
    second = Span(21, 23)
    found = place(after, anchor(before, second))
    assert (found.start, after[slice(*found)]) == (after.rindex("no"), "no")
    assert place("Nothing of it.", anchor(before, Span(0, 7))) is None
