"""The encoder: its pieces lie in the text as given, and its windows cover it."""

import unicodedata

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pourparlers.errors import ModelError
from pourparlers.model import Act, Span
from pourparlers.reading.encoder import ENTITIES, ROLES, TAGS, Encoder, distance_bucket
from pourparlers.reading.pieces import PARAGRAPH, breaks, cut, normalise, windows

NEWS = (
    "Le ministre ruritain Karl Otto a déclaré mardi que « la trêve tiendra », estimant que l'accord est proche.\n\n"
    "“We will not sign before Friday,” said Ada Moreau, the envoy of Sylvania. She warned that talks could fail.\n\n"
)
LANGUAGES = (
    "Der Sprecher sagte, das Abkommen sei nah.",
    "El portavoz afirmó que el acuerdo está cerca.",
    "Il portavoce ha detto che l'accordo è vicino.",
    "O porta-voz disse que o acordo está próximo.",
    "Rzecznik powiedział, że porozumienie jest blisko.",
    "Представитель заявил, что соглашение близко.",
    "Речник заявив, що угода близько.",
    "Sözcü anlaşmanın yakın olduğunu söyledi.",
    "قال المتحدث إن الاتفاق قريب.",
)
TEXTS = st.text(
    st.one_of(
        st.sampled_from("aeio nstr'’«»“”\".,-\n\u00a0\u202f\u0301\u0308\u200b\u00adﬁ…½éÉßİЖжعربي中🙂"),
        st.characters(codec="utf-8"),
    ),
    max_size=120,
)


@pytest.fixture(scope="module")
def encoder():
    return Encoder(threads=1)


@settings(max_examples=150, deadline=None)
@given(text=TEXTS)
def test_pieces_lie_in_the_text_in_order(encoder, text):
    pieces = cut(encoder.tokenizer, text)
    assert len(pieces.ids) == len(pieces.offsets)
    starts, ends = pieces.offsets[:, 0], pieces.offsets[:, 1]
    assert (starts < ends).all()
    assert (ends <= len(text)).all()
    assert (np.diff(starts) >= 0).all()
    assert (np.diff(ends) >= 0).all()


@settings(max_examples=150, deadline=None)
@given(text=TEXTS)
def test_every_letter_is_in_a_piece(encoder, text):
    covered = np.zeros(len(text), bool)
    for start, end in cut(encoder.tokenizer, text).offsets:
        covered[start:end] = True
    missed = [c for c, there in zip(text, covered, strict=True) if c.isalnum() and not there]
    assert not missed


@settings(max_examples=150, deadline=None)
@given(text=TEXTS)
def test_normalising_is_idempotent_and_aligned(text):
    normal = normalise(text)
    assert len(normal.text) == len(normal.starts) == len(normal.ends)
    assert "  " not in normal.text
    for character, start, end in zip(normal.text, normal.starts, normal.ends, strict=True):
        if character.isascii() and character.isalpha():
            assert character in unicodedata.normalize("NFKC", text[start:end])


def test_combining_accents_and_ligatures_keep_their_characters(encoder):
    text = "Le de\u0301le\u0301gue\u0301 a ve\u0301riﬁe\u0301\u00a0: «\u00a0oui\u00a0»"
    pieces = cut(encoder.tokenizer, text)
    composed = cut(encoder.tokenizer, unicodedata.normalize("NFKC", text))
    assert pieces.ids.tolist() == composed.ids.tolist()
    words = [text[start:end] for start, end in pieces.offsets]
    assert not any(word.startswith(("\u0301", "\u00a0")) and len(word) > 1 for word in words)


@pytest.mark.parametrize("text", LANGUAGES)
def test_the_vocabulary_serves_the_language(encoder, text):
    unknown = encoder.tokenizer.token_to_id("<unk>")
    pieces = cut(encoder.tokenizer, text)
    assert unknown not in pieces.ids
    assert len(pieces.ids) <= 3 * len(text.split()) + 4


@given(
    kinds=st.lists(st.sampled_from([0, 0, 0, 0, 1, 2]), max_size=400),
    length=st.integers(8, 60),
    overlap=st.integers(0, 3),
)
def test_windows_cover_everything_once_or_more(kinds, length, overlap):
    bounds = windows(np.array(kinds, np.int8), length=length, overlap=overlap)
    covered = np.zeros(len(kinds), int)
    for start, end in bounds:
        assert 0 < end - start <= length
        covered[start:end] += 1
    assert (covered > 0).all()
    assert [start for start, _ in bounds] == sorted({start for start, _ in bounds})


def test_a_paragraph_break_is_seen(encoder):
    offsets = cut(encoder.tokenizer, NEWS).offsets
    kinds = breaks(NEWS, offsets)
    assert PARAGRAPH in kinds
    assert NEWS[offsets[list(kinds).index(PARAGRAPH)][0]] == "“"


def test_what_comes_out_has_the_shape_it_says(encoder):
    encoded = encoder.encode(NEWS)
    count = len(encoded.offsets)
    assert encoded.tags.shape == (count, len(TAGS))
    assert encoded.acts_cue.shape == encoded.acts_content.shape == (count, len(Act))
    assert encoded.entities.shape == (count, 1 + 2 * len(ENTITIES))
    for probabilities in (encoded.tags, encoded.cues, encoded.entities, encoded.conditions):
        np.testing.assert_allclose(probabilities.sum(axis=1), 1, atol=1e-3)
    assert encoded.roles(3).shape == (count, len(ROLES))
    assert ((encoded.roles(3) >= 0) & (encoded.roles(3) <= 1)).all()


def test_a_cue_is_linked_to_its_source_and_content(encoder):
    encoded = encoder.encode(NEWS)
    cue = encoded.pieces(Span(NEWS.index("déclaré"), NEWS.index("déclaré") + 7))[0]
    assert encoded.cues[cue].argmax() == 1
    roles = encoded.roles(cue)
    source = encoded.pieces(Span(NEWS.index("Karl"), NEWS.index("Karl") + 9))
    content = encoded.pieces(Span(NEWS.index("la trêve"), NEWS.index(" »")))
    assert roles[list(source), 0].mean() > 0.5
    assert roles[list(content), 1].mean() > 0.5


def test_reading_twice_or_on_more_threads_gives_the_same(encoder):
    text = NEWS * 6
    once, again = encoder.encode(text), Encoder(threads=2).encode(text)
    for name in ("offsets", "tags", "cues", "entities", "hidden"):
        np.testing.assert_array_equal(getattr(once, name), getattr(again, name))


def test_skipped_regions_are_o(encoder):
    start = NEWS.index("“We")
    region = Span(start, start + 40)
    encoded = encoder.encode(NEWS, skip=[region])
    inside = [p for p in encoded.pieces(region) if encoded.offsets[p, 1] > region.start]
    assert inside
    assert (encoded.tags[inside, 0] == 1).all()
    assert not encoded.roles(inside[0]).any()


def test_sentences_that_say_the_same_are_near(encoder):
    same, other = "The two sides agreed on a truce.", "The museum opens at nine."
    text = f"Les deux camps ont convenu d'une trêve. {same} {other}"
    encoded = encoder.encode(text)
    french = encoded.vector([Span(0, 39)])
    near, far = (encoded.vector([Span(text.index(s), text.index(s) + len(s))]) for s in (same, other))
    assert np.linalg.norm(french) == pytest.approx(1, abs=1e-3)
    assert french @ near > french @ far


@pytest.mark.parametrize("text", ["", " \n\u00a0\t", "\u200b", "." * 3, "«" * 1000, "e" + "\u0301" * 5000])
def test_odd_texts_are_read(encoder, text):
    encoded = encoder.encode(text)
    assert len(encoded.tags) == len(encoded.offsets)
    assert not encoded.vector([Span(0, 0)]).any()


def test_distances_fall_in_classes_that_tell_before_from_after():
    buckets = distance_bucket(np.arange(-300, 301))
    assert buckets.min() >= 0
    assert buckets.max() < 32
    assert set(buckets[:300]).isdisjoint(set(buckets[301:]))


def test_a_damaged_model_is_told_in_one_line(tmp_path):
    (tmp_path / "model.json").write_text("{", "utf-8")
    with pytest.raises(ModelError, match="cannot be loaded") as failure:
        Encoder(folder=tmp_path)
    assert "\n" not in str(failure.value)
