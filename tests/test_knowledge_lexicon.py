from __future__ import annotations

import pytest

from pourparlers.knowledge.lexicon import LANGUAGES, data, known_language, lexicon


def test_eleven_languages_are_served():
    assert len(LANGUAGES) == 11 == len(set(LANGUAGES))


@pytest.mark.parametrize(
    ("tag", "language"),
    [
        ("fr", "fr"),
        ("fr-CA", "fr"),
        ("pt_BR", "pt"),
        ("EN", "en"),
        ("xx", "en"),
        ("", "en"),
        ("../data", "en"),
    ],
)
def test_a_language_tag_leads_to_a_served_language(tag, language):
    assert known_language(tag) == language


def test_a_topic_without_a_file_is_empty():
    assert lexicon("fr", "no-such-topic") == {}
    assert data("no-such-topic") == {}
