"""What the encoder says of pieces, said of words."""

import numpy as np

from pourparlers.model import Span
from pourparlers.reading.words import PieceMap, split

TEXT = "It cost 15,5 million"
OFFSETS = np.array([(0, 2), (3, 7), (8, 9), (9, 12), (13, 20)], np.int32)


def words():
    whole = Span(0, len(TEXT))
    return split(TEXT, [whole], [whole])


def test_a_word_in_which_no_piece_begins_has_the_piece_that_runs_into_it():
    mean = PieceMap(words(), OFFSETS).mean(np.arange(5, dtype=np.float32)[:, None])
    assert mean[:, 0].tolist() == [0, 1, 2.5, 3, 4]


def test_such_a_word_does_not_begin_a_span():
    tags = np.zeros((5, 3), np.float32)
    tags[:, 0] = 1
    tags[2] = tags[3] = [0, 1, 0]
    after = PieceMap(words(), OFFSETS).tags(tags)
    assert after.argmax(axis=1).tolist() == [0, 0, 1, 2, 0]


def test_a_word_without_any_piece_is_in_nothing():
    after = PieceMap(words(), OFFSETS[:3]).tags(np.full((3, 3), 1 / 3, np.float32))
    assert after[4].tolist() == [1, 0, 0]
